"""Where things are: the places that they lead to, for maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalogue.edition import Edition, per_edition
from catalogue.messages import say
from catalogue.model import EntityType, Property, spread
from catalogue.names import STANDARD_PREFIXES
from catalogue.pages.addresses import host
from catalogue.pages.pictures import Map, Place, map_of
from catalogue.pages.pictures.places import outline_of
from catalogue.pages.views import Viewer
from catalogue.terms import NamedNode, Term

_SAME = tuple(
    NamedNode(STANDARD_PREFIXES[prefix] + name)
    for prefix, name in (("owl", "sameAs"), ("skos", "exactMatch"), ("schema", "sameAs"))
)
"""What says that a place is one of another vocabulary."""


def map_of_types(viewer: Viewer, types: Iterable[EntityType], title: str = "") -> Map | None:
    """Draw where the things of types are.

    Args:
        viewer: the page.
        types: the types. The places of a thing are what its key properties (`dash:KeyInfoRole`) lead to, of those properties
            that lead to at least one place with a known outline.
        title: what is shown; the names of the properties when empty.

    Returns:
        The map with the number of things at each place; None where no property leads to such a place.
    """
    things_at: dict[Term, set[Term]] = {}
    names: dict[str, None] = {}
    for type_ in types:
        for prop, at in _placed(viewer.edition, type_.iri):
            names[say(prop.name, viewer.language)] = None
            for place, things in at.items():
                things_at.setdefault(place, set()).update(things)
    places = [place_of(viewer, place, len(things)) for place, things in things_at.items()]
    heading = title or ", ".join(names)
    return map_of(places, viewer.language, heading[:1].upper() + heading[1:])


@per_edition
def _placed(edition: Edition, type_iri: str) -> list[tuple[Property, Mapping[NamedNode, set[Term]]]]:
    """List the key properties of a type that lead to places with outlines, with the things at each place."""
    type_ = edition.model.types[type_iri]
    leading = ((prop, _things_at(edition, type_, prop)) for prop in type_.with_role("KeyInfoRole"))
    return [(prop, at) for prop, at in leading if any(outline_of(_iris(edition, place)) for place in at)]


def _things_at(edition: Edition, type_: EntityType, prop: Property) -> dict[NamedNode, set[Term]]:
    """Give what a property leads to, with the things that it leads there from."""
    at: dict[NamedNode, set[Term]] = {}
    for thing in edition.instances(type_):
        for value in spread(edition.graph, prop.path.follow(edition.graph, thing)):
            if isinstance(value, NamedNode):
                at.setdefault(value, set()).add(thing)
    return at


def _iris(edition: Edition, place: Term) -> list[str]:
    """List the IRIs of a place: its own, and those of the same place in other vocabularies."""
    if not isinstance(place, NamedNode):
        return []
    same = [value for predicate in _SAME for value in edition.graph.objects(place, predicate)]
    return [place.value, *(value.value for value in same if isinstance(value, NamedNode))]


def place_of(viewer: Viewer, place: Term, count: int) -> Place:
    """Show a place of the data with how much is there; it has no label where the catalogue does not say what it is called."""
    own, *same = _iris(viewer.edition, place)
    is_named = say(viewer.edition.label_text(place), viewer.language) != own
    link = viewer.link(place)
    href = "" if host(link.href) else link.href  # what says no more than a code, elsewhere, is no place to go on
    return Place(own, link.label if is_named else "", href, count, link.language if is_named else "", same)
