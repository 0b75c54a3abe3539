"""Recursion through a negation: a shape that a node would conform to because it does not (SHACL, section 3.4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.naming import quoted
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message, Text, languages, say
from catalogue.model.vocabulary import RDFS
from catalogue.shacl.recursion import Reference, all_references
from catalogue.terms import Literal, NamedNode, Node, language_of

_LABEL = NamedNode(f"{RDFS}label")


def recursive(shapes: Shapes) -> Iterator[Mistake]:
    """Find constraints by which a shape rests upon its own negation, each reported once."""
    recursion = shapes.recursion
    for shape in shapes.shapes:
        reported: set[Statement] = set()
        for reference in recursion.unstratified(shapes.graph.shape(shape)):
            for statement in shapes.of(shape, reference.parameter):
                if statement.value == reference.value and statement not in reported:
                    reported.add(statement)
                    circle = [reference, *_back(shapes, reference.shape, shape)]
                    yield _mistake(shapes, statement, circle)


def _back(shapes: Shapes, start: Node, end: Node) -> list[Reference]:
    """Find the shortest way from a shape to another that it leads to."""
    ways: dict[Node, list[Reference]] = {start: []}
    pending = [start]
    while end not in ways:
        node = pending.pop(0)
        for reference in all_references(shapes.graph.shape(node)):
            if reference.shape not in ways:
                ways[reference.shape] = [*ways[node], reference]
                pending.append(reference.shape)
    return ways[end]


def _mistake(shapes: Shapes, statement: Statement, circle: list[Reference]) -> Mistake:
    text = {language: _way(shapes, statement.subject, circle, language) for language in languages()}
    wrong = Wrong(Message("C306.shape-rests-upon-negation", text=text), Message("C306.say-without-negation.advice"))
    return at_value("recursive-shape", statement, wrong, runs=True)


def _way(shapes: Shapes, start: Node, circle: list[Reference], language: str) -> str:
    """Name the shapes of a circle, each with the parameter that leads to it."""
    steps = [f" → sh:{reference.parameter} {_name(shapes, reference.shape, language)}" for reference in circle]
    return _name(shapes, start, language) + "".join(steps)


def _name(shapes: Shapes, shape: Node, language: str) -> str:
    """Name a shape: by its label or name beside its IRI, else by its path."""
    texts = (_label(shapes, shape), shapes.graph.shape(shape).names)
    name = next((text for text in (say(each, language) for each in texts) if text), "")
    if isinstance(shape, NamedNode):
        return f"{quoted(name, language)} {shapes.shown(shape)}" if name else shapes.shown(shape)
    if name:
        return quoted(name, language)
    path = shapes.value(shape, "path")
    return f"[ sh:path {shapes.shown(path)} ]" if path is not None else "[ … ]"


def _label(shapes: Shapes, shape: Node) -> Text:
    values = shapes.graph.descriptions.values(shape, _LABEL)
    return {language_of(value): value.value for value in values if isinstance(value, Literal)}
