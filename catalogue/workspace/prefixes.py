"""Prefixes: what the files of a catalogue declare, for files that are written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalogue.edition import Edition, per_edition
from catalogue.lint.fixes import Writer
from catalogue.names import Prefixes
from catalogue.sources import Source
from catalogue.terms import named_node
from catalogue.turtle import Outline

_HEAD = 64 * 1024
"""How many bytes of a file are looked through for the prefixes that it declares."""

_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?")


@per_edition
def declared_prefixes(edition: Edition) -> Prefixes:
    """Give the prefixes that every catalogue knows, those of this one, and what its files declare beside them.

    Args:
        edition: the catalogue.
    """
    prefixes = dict(edition.settings.prefixes)
    for source in (*edition.shapes, *edition.data):
        for prefix, namespace in _declared(source):
            if prefix not in prefixes and namespace not in prefixes.values():
                prefixes[prefix] = namespace
    return Prefixes(prefixes)


def _declared(source: Source) -> Iterator[tuple[str, str]]:
    """Give the prefixes that a file declares at its head."""
    declared: Mapping[str, str] = Writer.under(Outline(source.data[:_HEAD].decode("utf-8", "ignore")).declarations()).namespaces
    for prefix, namespace in declared.items():
        if _PREFIX.fullmatch(prefix) and named_node(namespace) is not None:
            yield prefix, namespace
