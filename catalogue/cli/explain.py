"""What `catalogue query --explain` and `--time` tell."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from catalogue.cli.app import language
from catalogue.errors import Text, say, text

if TYPE_CHECKING:
    from catalogue.query.explain import Explained

_INDENT = "  "


class Clock:
    """Tells how long the parts of a command took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self._parts: list[tuple[Text, float]] = []

    def lap(self, part: Text) -> None:
        """Note that a part is over."""
        now = time.perf_counter()
        self._parts.append((part, now - self._since))
        self._since = now

    def told(self) -> str:
        """Tell all parts on one line, in seconds."""
        return ", ".join(f"{say(part, language())} {seconds:.3f} s" for part, seconds in self._parts)


READING = text("reading", "lecture")
ANSWERING = text("parsing and answering", "analyse et réponse")
WRITING = text("writing", "écriture")


def explanation(explained: Explained) -> str:
    """Give an explanation as lines for a terminal."""
    tag = language()
    heads = {
        name: say(words, tag)
        for name, words in (
            ("form", text("Form", "Forme")),
            ("terms", text("Parameters", "Paramètres")),
            ("sent", text("As it is sent", "Telle qu'envoyée")),
            ("algebra", text("Algebra, with the statements of each pattern", "Algèbre, avec les énoncés de chaque motif")),
            ("none", text("No algebra", "Pas d'algèbre")),
            ("most", text("Costliest pattern", "Motif le plus coûteux")),
        )
    }
    lines = [f"{heads['form']}: {explained.form or '–'}", ""]
    if explained.terms:
        lines += [heads["terms"], *(f"{_INDENT}{name} = {term}" for name, term in explained.terms.items()), ""]
    lines += [heads["sent"], *((_INDENT + line).rstrip() for line in explained.sparql.splitlines()), ""]
    if explained.reason:
        return "\n".join([*lines, f"{heads['none']}: {say(explained.reason, tag)}", ""])
    width = max((len(f"{step.count:,}") for step in explained.steps if step.count is not None), default=0)
    lines.append(heads["algebra"])
    for step in explained.steps:
        count = f"{step.count:,}" if step.count is not None else ""
        lines.append(f"{_INDENT}{count:>{width}} {_INDENT * step.depth}{step.words}")
    most = explained.costliest
    if most is not None:
        lines += ["", f"{heads['most']}: {most.words} ({most.count:,})"]
    return "\n".join([*lines, ""])
