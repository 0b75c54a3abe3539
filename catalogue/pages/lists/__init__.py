"""Lists: the things of a type on pages of at most 200 rows, in order, with an index, and narrowed down by their values."""

from catalogue.pages.lists.listing import Listing, data_path, further, has_data, listing_at, narrowed
from catalogue.pages.lists.view import list_data, list_page

__all__ = ["Listing", "data_path", "further", "has_data", "list_data", "list_page", "listing_at", "narrowed"]
