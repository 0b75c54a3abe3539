"""How the things of a list divide by their key properties."""

from __future__ import annotations

from catalogue.collation import collation_key
from catalogue.messages import say
from catalogue.model import EntityType, spread
from catalogue.pages.parts import Link
from catalogue.pages.views import Viewer
from catalogue.terms import NamedNode, Term, sort_key


def facets(viewer: Viewer, type_: EntityType) -> list[tuple[str, list[tuple[Link, int]]]]:
    """Count the things of a type by each of its key properties that leads to other things.

    Returns:
        For each such property its name, and the values with the number of things, the most frequent first.
    """
    edition = viewer.edition
    divisions: list[tuple[str, list[tuple[Link, int]]]] = []
    for prop in type_.with_role("KeyInfoRole"):
        counts: dict[Term, int] = {}
        for thing in edition.instances(type_):
            for value in spread(edition.graph, prop.path.follow(edition.graph, thing)):
                if isinstance(value, NamedNode):
                    counts[value] = counts.get(value, 0) + 1
        if counts and len(counts) < sum(counts.values()):
            links = [(viewer.link(value), n) for value, n in sorted(counts.items(), key=lambda item: sort_key(item[0]))]
            links.sort(key=lambda item: (-item[1], collation_key(item[0].label)))
            divisions.append((say(prop.name, viewer.language), links))
    return divisions
