"""Things that have a page and no list: why the shapes that target them make none."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.edits import Related
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import shown
from catalogue.lint.places import Places
from catalogue.messages import Message
from catalogue.model import EntityType
from catalogue.terms import NamedNode


def without_list(edition: Edition, places: Places) -> Iterator[Finding]:
    """Find the shapes whose things have pages that no list leads to.

    Args:
        edition: the catalogue.
        places: finds where the files say something.

    Returns:
        A finding at each shape, with the number of its things; none of things that another shape has in a list, and none where
        a part of the shapes could not be read.
    """
    kind = KINDS["unlisted"]
    if any(issue.fatal for source in edition.shapes for issue in source.issues):
        return
    for type_, things in edition.entities.without_list():
        example = NamedNode(things[0])
        related = Related(places.find(example), Message("C216.example", thing=shown(edition, example)))
        message = Message("C220.no-list", count=len(things))
        place = places.find(type_.shape)
        yield Finding(kind, kind.severity, place, message, _advice(type_), related=(related,))


def _advice(type_: EntityType) -> Message:
    """Say what the shape lacks: property shapes, an IRI, or only a label."""
    if not type_.properties:
        return Message("C220.property.advice")
    return Message("C220.label.advice") if isinstance(type_.shape, NamedNode) else Message("C220.name.advice")
