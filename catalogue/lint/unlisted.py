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
from catalogue.terms import NamedNode


def without_list(edition: Edition, places: Places) -> Iterator[Finding]:
    """Find the shapes whose things have pages that no list leads to.

    Args:
        edition: the catalogue.
        places: finds where the files say something.

    Returns:
        A finding at each shape with property shapes, with the number of its things; none of things that another shape has in a
        list, and none where a part of the shapes could not be read.
    """
    kind = KINDS["unlisted"]
    if any(issue.fatal for source in edition.shapes for issue in source.issues):
        return
    for type_, things in edition.entities.without_list():
        if not type_.properties:
            continue  # it only checks
        example = NamedNode(things[0])
        related = Related(places.find(example), Message("C216.example", thing=shown(edition, example)))
        message = Message("C220.no-list", count=len(things))
        place = places.find(type_.shape)
        is_named = isinstance(type_.shape, NamedNode)
        advice = Message("C220.label.advice") if is_named else Message("C220.name.advice")
        yield Finding(kind, kind.severity, place, message, advice, related=(related,))
