"""Recursion: shapes that refer to themselves, which SHACL leaves undefined (section 3.4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message
from catalogue.names import local_name
from catalogue.terms import Literal, NamedNode, Term

Step = tuple[Statement, Term]


def recursive(shapes: Shapes) -> Iterator[Mistake]:
    """Find cycles of shapes, each reported once, at the reference that closes it."""
    done: set[Term] = set()
    for start in shapes.shapes:
        if start not in done:
            yield from _from(shapes, start, done)


def _from(shapes: Shapes, start: Term, done: set[Term]) -> Iterator[Mistake]:
    """Walk all that a shape leads to, in depth, with the way kept in a list: shapes may nest deeper than calls can."""
    way: list[Step] = []
    on_way: dict[Term, int] = {start: 0}
    pending: list[tuple[Term, Iterator[Step]]] = [(start, shapes.references(start))]
    while pending:
        shape, steps = pending[-1]
        step = next(steps, None)
        if step is None:
            pending.pop()
            done.add(shape)
            del on_way[shape]
            if way:
                way.pop()
            continue
        reached = step[1]
        if reached in on_way:
            yield _cycle(shapes, [*way[on_way[reached] :], step])
        elif reached not in done and not isinstance(reached, Literal):
            way.append(step)
            on_way[reached] = len(way)
            pending.append((reached, shapes.references(reached)))


def _cycle(shapes: Shapes, steps: list[Step]) -> Mistake:
    statement, first = steps[-1]
    circle = _name(shapes, first)
    for reference, reached in steps:
        circle += f" → sh:{local_name(reference.predicate.value)} {_name(shapes, reached)}"
    return at_value(
        "recursive-shape",
        statement,
        Wrong(
            Message("C306.shape-refers-itself", text=circle),
            Message("C306.shacl-does-not-say-means.advice"),
        ),
    )


def _name(shapes: Shapes, shape: Term) -> str:
    if isinstance(shape, NamedNode):
        return shapes.shown(shape)
    path = shapes.value(shape, "path")
    return f"[ sh:path {shapes.shown(path)} ]" if path is not None else "[ … ]"
