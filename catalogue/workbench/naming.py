"""Naming: the IRIs of new things, as those of the same type are named."""

from __future__ import annotations

import re
from collections import Counter

from catalogue.documents.addresses import address_at
from catalogue.edition import Edition
from catalogue.model import EntityType
from catalogue.names import DEVICE_NAMES, namespace_of
from catalogue.slugs import slug_of
from catalogue.terms import NamedNode, named_node
from catalogue.workbench.entries import Entries, Entry


class Naming:
    """Names new things.

    Args:
        edition: the catalogue.
        entries: the new things.
    """

    def __init__(self, edition: Edition, entries: Entries) -> None:
        self._edition = edition
        self._entries = entries

    def head(self, type_: EntityType) -> str:
        """Give what the IRIs of a type's things begin with: as most of them do, else its own folder below the base."""
        settings = self._edition.settings
        heads = Counter(namespace_of(thing.value) for thing in self._edition.instances(type_))
        if heads:
            return max(heads, key=lambda head: (heads[head], head))
        return settings.namespace if settings.namespace.endswith("#") else f"{settings.namespace}{type_.name}/"

    def slug_like(self, entry: Entry) -> str:
        """Give the end of the IRI of a new thing, for another one that leads to it; empty when it has no IRI."""
        return entry.node.value.removeprefix(self.head(entry.form.type_)) if isinstance(entry.node, NamedNode) else ""

    def iri(self, type_: EntityType, slug: str) -> NamedNode | None:
        """Give the IRI of a thing with a slug, or None when a slug cannot be such."""
        is_plain = bool(slug) and not re.search(r"[\s/#?<>\"{}|\\^`%\x00-\x1f]", slug) and slug not in {".", ".."}
        return named_node(self.head(type_) + slug) if is_plain else None

    def is_free(self, iri: NamedNode) -> bool:
        """Tell whether nothing in the catalogue has an IRI or mentions it, and no new thing has it."""
        graph = self._edition.graph
        return not graph.mentions(iri) and not self._edition.shapes_graph.mentions(iri) and self._entries.of(iri) is None

    def proposed(self, type_: EntityType, name: str) -> str:
        """Propose a slug that is free: from a name, with a number behind it where it is taken."""
        first = slug_of(name) or type_.name
        if first in DEVICE_NAMES or (self.head(type_) == self._edition.settings.base and address_at(first) is not None):
            first = f"{first}-1"
        slug, number = first, 1
        while (iri := self.iri(type_, slug)) is None or not self.is_free(iri):
            number += 1
            slug = f"{first}-{number}"
        return slug
