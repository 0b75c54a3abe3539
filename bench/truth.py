"""What an exact engine finds in entries with errors, however many times they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from bench.broken import Broken
from bench.writing import Printer, head
from catalogue.config import Settings
from catalogue.shacl import reference as shacl
from catalogue.terms import BlankNode, NamedNode, Term, Triple


class Error(NamedTuple):
    """One result of a validation, as engines are compared: a blank node and a nameless shape have no name.

    A path is named when it is one step forwards, and is empty otherwise.
    """

    focus: str
    shape: str
    component: str
    path: str
    severity: str = ""


def name(term: Term | ox.Triple | None) -> str:
    """Name a term as `Error` does."""
    return term.value if isinstance(term, NamedNode) else "_:" if isinstance(term, BlankNode) else ""


def suffix_of(world: int) -> str:
    """Give what the names of the entities of a world end in."""
    return f"e{world}"


class Truth:
    """What is wrong with worlds: each world is the sound entries and some of the broken ones, under names of its own.

    Worlds are alike, and only the same code lists tie them. So two full worlds and the last one, validated together by the
    reference engine, tell what is found in any number.

    Args:
        settings: those of the catalogue.
        broken: the entries.
        worlds: how many broken entries each world has; all have the same number but the last one.
    """

    def __init__(self, settings: Settings, broken: Broken, worlds: Sequence[int]) -> None:
        self._last = len(worlds) - 1
        models = [number for number in range(len(worlds)) if number < min(2, self._last) or number == self._last]
        printer = Printer(settings, (*broken.sound, *broken.entries))
        data = list(broken.lists)
        for number in models:
            texts = printer.write(suffix_of(number))
            written = [texts[entity.node] for entity in (*broken.sound, *broken.entries[: worlds[number]])]
            document = "\n".join([head(settings, printer.prefixes), *written])
            data += [Triple(*quad.triple) for quad in ox.parse(document, format=ox.RdfFormat.TURTLE)]
        self._found: dict[int, list[Error]] = {number: [] for number in models}
        for result in shacl.validate(data, broken.shapes):
            focus = result.focus.value
            number = next((n for n in models if focus.endswith(f"-{suffix_of(n)}")), 0)
            self._found[number].append(
                Error(name(result.focus), name(result.shape), result.component, name(result.predicate), result.severity)
            )

    def of(self, world: int) -> Iterator[Error]:
        """List what is wrong with a world."""
        model = world if world in self._found else 0
        mine, its = f"-{suffix_of(world)}", f"-{suffix_of(model)}"
        for error in self._found[model]:
            if error.focus.endswith(its):
                yield error._replace(focus=error.focus.removesuffix(its) + mine)
            elif error.focus == "_:" or world == model:
                yield error
