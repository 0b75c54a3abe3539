"""An edition: one revision of a catalogue, loaded, from which everything else is made.

A function of a higher room whose result is the same for the life of an edition is decorated with `per_edition`: the result is
kept on the edition and freed with it.
"""

from catalogue.edition.claims import SOURCE
from catalogue.edition.edition import KEPT_RESULT, Edition
from catalogue.edition.entities import Entities
from catalogue.edition.hierarchy import RELATIONS, SCHEMES, Place
from catalogue.edition.history import Beginnings
from catalogue.edition.inputs import OF_DATA, Inputs, Written
from catalogue.edition.keeping import held_by_edition, per_edition, per_file, repeated_per_edition
from catalogue.edition.labels import LABELS, Labels
from catalogue.edition.moved import is_replaced
from catalogue.edition.noted import Lazy, common_property
from catalogue.edition.reading import (
    QUERY_SUFFIX,
    Known,
    Listing,
    list_files,
    queries_in,
    query_files,
    query_name,
    read_edition,
    read_listed,
)
from catalogue.edition.written import peculiar_of

__all__ = [
    "KEPT_RESULT",
    "LABELS",
    "OF_DATA",
    "QUERY_SUFFIX",
    "RELATIONS",
    "SCHEMES",
    "SOURCE",
    "Beginnings",
    "Edition",
    "Entities",
    "Inputs",
    "Known",
    "Labels",
    "Lazy",
    "Listing",
    "Place",
    "Written",
    "common_property",
    "held_by_edition",
    "is_replaced",
    "list_files",
    "peculiar_of",
    "per_edition",
    "per_file",
    "queries_in",
    "query_files",
    "query_name",
    "read_edition",
    "read_listed",
    "repeated_per_edition",
]
