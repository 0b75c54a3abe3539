"""The pages of all names: how many there are, and which of them an address names."""

from __future__ import annotations

from math import ceil

from catalogue.edition import Edition

NAMES_PER_PAGE = 200
"""How many names a page of them has at most."""

_MOST_DIGITS = 15


def names_pages(edition: Edition) -> int:
    """Count the pages of all names, which are as many in each language."""
    return ceil(len(edition.subjects) / NAMES_PER_PAGE)


def names_number(edition: Edition, written: str) -> int:
    """Give the number of a page of all names as its address has it, 0 where there is no such page."""
    is_number = written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS and not written.startswith("0")
    return int(written) if is_number and int(written) <= names_pages(edition) else 0
