"""Constraints that a schema can say: those of shapes whose results are violations, for a release has none of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.edition import Edition, held_by_edition
from catalogue.model import Property, Shape
from catalogue.model.vocabulary import VIOLATION
from catalogue.names import local_name
from catalogue.terms import Literal, Node, Term

_STEERING = ("datatype", "class", "nodeKind", "maxCount", "uniqueLang", "or", "xone", "node", "and")
"""The parameters by which values are written in one form or another."""

_SAME_EVERYWHERE = re.compile(
    r"(?:[^\\\[\].]|\.(?=[*+])|\\[.*+?^$(){}|/\\\[\]-]|\\d|\[\^?(?:[^\\\[\]&~|-]|-(?!\[)|\\[\\\].^/-]|\\d)+\])*"
)
"""Regular expressions that mean the same in XPath and in ECMAScript: no classes of Unicode, no subtraction, no lone dots."""

_NOT_THERE = re.compile(r"\(\?|[*+?}]\+|\\[0-9]")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")


class Hard(NamedTuple):
    """What all things of a type conform to.

    Attributes:
        nodes: the property shapes.
        patterns: the regular expressions that their IRIs match.
    """

    nodes: frozenset[Node]
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Constraints:
    """What all values of a property conform to.

    Attributes:
        is_certain: whether all shapes that steer how the values are written are of violations.
        least: how many there are at least.
        most: how many there are at most, or None.
        patterns: the regular expressions that they match.
        shortest: their least length, or None.
        longest: their greatest length, or None.
        bounds: the whole numbers that bound them, by the parameter.
        languages: the ranges of languages that texts have, or None.
        allowed: the only values that there may be (`sh:in`), or None.
        datatypes: the datatypes of which each has one.
        classes: the classes of which things are instances.
        node_kinds: the kinds of nodes that they are, by local name.
    """

    is_certain: bool
    least: int = 0
    most: int | None = None
    patterns: tuple[str, ...] = ()
    shortest: int | None = None
    longest: int | None = None
    bounds: dict[str, int] = field(default_factory=dict)
    languages: frozenset[str] | None = None
    allowed: tuple[Term, ...] | None = None
    datatypes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    node_kinds: frozenset[str] = frozenset()


@held_by_edition
def hard_shapes(edition: Edition, iri: str) -> Hard:
    """Give what all things of an entity type conform to where nothing is violated.

    What a shape takes over by `sh:node` or `sh:and` counts with that shape's severity.

    Args:
        edition: the catalogue.
        iri: what names the type.
    """
    model = edition.model
    types = [model.types[each] for each in (iri, *sorted(model.above.get(iri, ()))) if each in model.types]
    nodes: set[Node] = set()
    patterns: list[str] = []
    for shape in edition.shacl.targeted:
        is_about = any(each.targets and set(each.targets) <= set(shape.targets) for each in types)
        if is_about and not shape.is_deactivated and not shape.is_property_shape:
            nodes |= {each.node for each in shape.properties if each.severity == VIOLATION}
            if shape.severity == VIOLATION:
                patterns += _patterns(shape)
                nodes |= {each.node for each in shape.all_properties if each not in shape.properties}
    return Hard(frozenset(nodes), tuple(dict.fromkeys(patterns)))


def constraints(edition: Edition, prop: Property, hard: frozenset[Node]) -> Constraints:
    """Give what all values of a property conform to.

    Args:
        edition: the catalogue.
        prop: the property.
        hard: the property shapes that all things conform to.
    """
    shapes = [edition.shacl.shape(node) for node in prop.shapes]
    given, soft = [shape for shape in shapes if shape.node in hard], [shape for shape in shapes if shape.node not in hard]
    is_certain = not any(shape.values(name) for shape in soft for name in _STEERING) and all(map(_is_of_datatypes, shapes))
    languages = [
        frozenset(term.value for term in shape.list("languageIn")) for shape in given if len(shape.values("languageIn")) == 1
    ]
    allowed = [shape.list("in") for shape in given if len(shape.values("in")) == 1]
    kinds = (value.value for shape in given for value in shape.values("nodeKind"))
    return Constraints(
        is_certain=is_certain,
        least=max(_numbers(given, "minCount"), default=0),
        most=min(_numbers(given, "maxCount"), default=None),
        patterns=tuple(pattern for shape in given for pattern in _patterns(shape)),
        shortest=max(_numbers(given, "minLength"), default=None),
        longest=min(_numbers(given, "maxLength"), default=None),
        bounds=_bounds(given),
        languages=languages[0] if len(languages) == 1 and "*" not in languages[0] else None,
        allowed=allowed[0] if len(allowed) == 1 else None,
        datatypes=prop.datatypes if is_certain and given else (),
        classes=tuple(value.value for shape in given for value in shape.values("class")),
        node_kinds=frozenset(map(local_name, kinds)),
    )


def _is_of_datatypes(shape: Shape) -> bool:
    """Tell whether each of a shape's alternatives has a datatype, if there are any: else its values may be of other ones."""
    return all(alternative.values("datatype") for alternative in shape.alternatives)


def _patterns(shape: Shape) -> Iterator[str]:
    """List the regular expressions of a shape that mean the same to every reader of a schema."""
    if not shape.values("flags"):
        patterns = (value.value for value in shape.values("pattern"))
        yield from (each for each in patterns if _SAME_EVERYWHERE.fullmatch(each) and not _NOT_THERE.search(each))


def _numbers(shapes: Iterable[Shape], name: str) -> list[int]:
    values = (value for shape in shapes for value in shape.values(name))
    return [int(value.value) for value in values if isinstance(value, Literal) and _INTEGER.fullmatch(value.value)]


def _bounds(shapes: Iterable[Shape]) -> dict[str, int]:
    listed = list(shapes)
    narrowest: dict[str, Callable[[Iterable[int]], int]] = {
        "minInclusive": max,
        "minExclusive": max,
        "maxInclusive": min,
        "maxExclusive": min,
    }
    given = {name: _numbers(listed, name) for name in narrowest}
    return {name: narrowest[name](numbers) for name, numbers in given.items() if numbers}
