"""Prefixes: what the files of drafted shapes declare."""

from __future__ import annotations

from catalogue.edition import Edition
from catalogue.edition.prefixes import with_declared


def shape_prefixes(edition: Edition) -> dict[str, str]:
    """Give the prefixes of the shapes: those that every catalogue knows, its own, and what its files declare beside them.

    Args:
        edition: the catalogue.
    """
    settings = edition.settings
    prefixes = dict(with_declared(settings.prefixes, (*edition.shapes, *edition.data)))
    namespace = f"{settings.base}shapes#"
    if namespace not in prefixes.values():
        prefix = next(each for each in ("s", "shapes", *(f"shapes{n}" for n in range(2, 99))) if each not in prefixes)
        prefixes[prefix] = namespace
    return prefixes
