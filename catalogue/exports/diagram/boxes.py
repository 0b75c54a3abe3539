"""What a diagram shows of a model: a box for each entity type, with its main properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.messages import Message, say
from catalogue.model import EntityType, Property
from catalogue.names import STANDARD_PREFIXES, local_name
from catalogue.near import nearest

_CODE_LISTS = frozenset(
    STANDARD_PREFIXES["skos"] + name for name in ("Concept", "ConceptScheme", "Collection", "OrderedCollection")
)
"""The classes of code lists, whose values are named beside the property and not pointed at."""

_MAIN = "KeyInfoRole"
_MOST_TARGETS = 4
_FEW = 3


@dataclass(frozen=True)
class Row:
    """A property in a box.

    Attributes:
        name: what it is called.
        values: what its values are: types, or the local name of a datatype; empty when the shape does not say.
        count: how many there are, such as `0..*`.
        targets: the boxes that it refers to, by their numbers.
    """

    name: str
    values: str
    count: str
    targets: tuple[int, ...] = ()


@dataclass(frozen=True)
class Box:
    """An entity type in a diagram.

    Attributes:
        title: what it is called.
        rows: its main properties.
        more: how many properties it has beside.
    """

    title: str
    rows: tuple[Row, ...]
    more: int = 0


def boxes_of(edition: Edition, language: str, names: Sequence[str] = ()) -> list[Box]:
    """Choose what a diagram shows.

    Args:
        edition: the catalogue.
        language: the language of the names.
        names: the types to show, by the paths of their lists; all subject matter but code lists when empty.

    Returns:
        A box for each type, in the order of the model. Its rows are the properties that say what is most important
        (`dash:KeyInfoRole`) and those that refer to a type that is shown, or else the first few, of those that it must have
        where there are some.

    Raises:
        UsageError: there is no type of a name.
    """
    types = [_named(edition, name) for name in names] or [
        type_ for type_ in edition.ranks.subjects() if not _CODE_LISTS.issuperset(type_.classes or (type_.iri,))
    ]
    places = {class_: number for number, type_ in enumerate(types) for class_ in (*type_.classes, type_.iri)}
    labels = {class_: say(type_.label, language) for type_ in edition.model.types.values() for class_ in type_.classes}
    return [_box(type_, places, labels, language) for type_ in types]


def _named(edition: Edition, name: str) -> EntityType:
    by_name = edition.model.by_name
    if name not in by_name:
        near = nearest(name, by_name)
        raise UsageError(
            Message("diagram.no-type-did-you-mean", name=name, near=near)
            if near
            else Message("diagram.no-type", name=name, names=", ".join(by_name))
        )
    return by_name[name]


def _box(type_: EntityType, places: Mapping[str, int], labels: Mapping[str, str], language: str) -> Box:
    # A path of several steps follows from what other boxes say.
    said = [prop for prop in type_.properties if prop.path.predicate is not None]
    rows = [(prop, _row(prop, places, labels, language)) for prop in said]
    needed = [row for prop, row in rows if prop.min_count] or [row for _, row in rows]
    main = [row for prop, row in rows if row.targets or prop.role == _MAIN] or needed[:_FEW]
    return Box(say(type_.label, language), tuple(main), len(said) - len(main))


def _row(prop: Property, places: Mapping[str, int], labels: Mapping[str, str], language: str) -> Row:
    return Row(say(prop.name, language), _values(prop, labels), _count(prop), tuple(_targets(prop, places)))


def _targets(prop: Property, places: Mapping[str, int]) -> Iterator[int]:
    """List the boxes that a property refers to; none where it may refer to nearly anything."""
    if len(prop.classes) <= _MOST_TARGETS:
        yield from dict.fromkeys(places[class_] for class_ in prop.classes if class_ in places)


def _values(prop: Property, labels: Mapping[str, str]) -> str:
    if prop.classes:
        return " | ".join(labels.get(class_, local_name(class_)) for class_ in prop.classes[:_MOST_TARGETS]) + (
            " | …" if len(prop.classes) > _MOST_TARGETS else ""
        )
    return local_name(prop.datatypes[0]) if prop.datatypes else ""


def _count(prop: Property) -> str:
    most = "*" if prop.max_count is None else str(prop.max_count)
    return most if most == str(prop.min_count) else f"{prop.min_count}..{most}"
