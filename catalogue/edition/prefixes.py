"""Prefixes that the files of a catalogue declare beside those of its settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalogue.names import Prefixes
from catalogue.sources import Source
from catalogue.terms import named_node
from catalogue.turtle import Outline

_HEAD = 64 * 1024
"""How many bytes of a file are looked through for the prefixes that it declares."""

_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?")


def with_declared(prefixes: Prefixes, sources: Iterable[Source]) -> Prefixes:
    """Add to some prefixes what files declare: prefixes and namespaces that there are none of yet; the first of each counts.

    Args:
        prefixes: the prefixes that there are.
        sources: the files.
    """
    namespaces = dict(prefixes)
    known = set(namespaces.values())
    for source in sources:
        for prefix, namespace in declared(source):
            if prefix not in namespaces and namespace not in known:
                namespaces[prefix] = namespace
                known.add(namespace)
    return Prefixes(namespaces)


def declared(source: Source) -> Iterator[tuple[str, str]]:
    """Give the prefixes that a file declares at its head, each with its namespace; not those that are relative to its base."""
    names: set[str] = set()
    for name, namespace in Outline(source.data[:_HEAD].decode("utf-8", "ignore")).declarations():
        prefix = name.removesuffix(":")
        if name and prefix not in names:
            names.add(prefix)
            if _PREFIX.fullmatch(prefix) and named_node(namespace) is not None:
                yield prefix, namespace
