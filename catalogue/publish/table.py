"""The table of all exports, and the publication of an edition by it. A new export is one module and one line here."""

from __future__ import annotations

from typing import Final

from catalogue.edition import Edition, held_by_edition
from catalogue.publish import (
    assets,
    collections,
    dumps,
    files,
    home,
    hosting,
    lists,
    missing,
    moved,
    previews,
    provenance,
    queries,
    schemas,
    search,
    software,
    tables,
    texts,
    things,
    vocabularies,
    void,
)
from catalogue.publish.publication import Publication
from catalogue.publish.registry import Registry

REGISTRY: Final[Registry[Publication]] = Registry(
    module.EXPORT
    for module in (
        *(home, dumps, assets, schemas, lists, tables, collections, vocabularies, queries, search, files, previews, texts),
        *(missing, provenance, things, software, moved, hosting, void),
    )
)
"""The kinds of documents that every catalogue has."""


@held_by_edition
def publication(edition: Edition) -> Publication:
    """Give an edition as it is published: by the table, and by the exports that the edition brings itself."""
    return Publication(edition, REGISTRY.extended(*edition.exports) if edition.exports else REGISTRY)
