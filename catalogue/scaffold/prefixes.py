"""Prefixes: what the files of drafted shapes declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalogue.edition import Edition
from catalogue.lint.fixes import Writer
from catalogue.sources import Source
from catalogue.terms import named_node
from catalogue.turtle import Outline

_HEAD = 64 * 1024
"""How many bytes of a file are looked through for the prefixes that it declares."""

_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?")


def shape_prefixes(edition: Edition) -> dict[str, str]:
    """Give the prefixes of the shapes: those that every catalogue knows, its own, and what its files declare beside them.

    Args:
        edition: the catalogue.
    """
    settings = edition.settings
    prefixes = dict(settings.prefixes)
    for source in (*edition.shapes, *edition.data):
        for prefix, namespace in _declared(source):
            if prefix not in prefixes and namespace not in prefixes.values():
                prefixes[prefix] = namespace
    namespace = f"{settings.base}shapes#"
    if namespace not in prefixes.values():
        prefix = next(each for each in ("s", "shapes", *(f"shapes{n}" for n in range(2, 99))) if each not in prefixes)
        prefixes[prefix] = namespace
    return prefixes


def _declared(source: Source) -> Iterator[tuple[str, str]]:
    """Give the prefixes that a file declares at its head."""
    declared: Mapping[str, str] = Writer.under(Outline(source.data[:_HEAD].decode("utf-8", "ignore")).declarations()).namespaces
    for prefix, namespace in declared.items():
        if _PREFIX.fullmatch(prefix) and named_node(namespace) is not None:
            yield prefix, namespace
