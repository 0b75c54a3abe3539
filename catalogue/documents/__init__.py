"""Documents: their formats, and the addresses below a base that are not an entry's. Data alone, which every floor reads."""

from catalogue.documents.addresses import ADDRESSES, OWN_NAMES, Address
from catalogue.documents.formats import Format

__all__ = ["ADDRESSES", "OWN_NAMES", "Address", "Format"]
