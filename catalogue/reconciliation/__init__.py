"""Reconciliation: which entries the names in somebody's table mean, without HTTP.

`Service` answers as the Reconciliation Service API 0.2 has it: candidates with scores that are explained, suggestions, and
values to take into the table. What is compared are the entries of the search, folded as there. `reading` checks what
clients send, `manifest` says what there is at which address. `draft` has the forms of the draft of version 1.0.
"""

from catalogue.reconciliation import draft
from catalogue.reconciliation.manifest import manifest
from catalogue.reconciliation.reading import (
    MOST_CANDIDATES,
    MOST_QUERIES,
    BatchTooLargeError,
    read_batch,
    read_extension,
    text_in,
    whole_number,
)
from catalogue.reconciliation.service import SUGGESTED, Service

__all__ = [
    "MOST_CANDIDATES",
    "MOST_QUERIES",
    "SUGGESTED",
    "BatchTooLargeError",
    "Service",
    "draft",
    "manifest",
    "read_batch",
    "read_extension",
    "text_in",
    "whole_number",
]
