"""Expressions: what SPARQL computes from terms alone, asked for many of them at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.store.engine import Store
from catalogue.terms import Literal

_ROWS = 5000
_NOWHERE = Store()
_ESCAPED = '"\\\r\n'
"""What cannot stand in a string of SPARQL as it is."""


def runs_pattern(pattern: str, flags: str = "") -> bool:
    """Whether the engine can run a regular expression as SPARQL's `REGEX` does, in time linear in the text.

    Args:
        pattern: the regular expression.
        flags: its flags, or nothing.

    >>> runs_pattern("^[a-z]+$"), runs_pattern("a(?!b)"), runs_pattern("a", "g")
    (True, False, False)
    """
    answer: Any = _NOWHERE.query(f"SELECT (REGEX('', {Literal(pattern)}, {Literal(flags)}) AS ?matches) {{}}")
    return next(answer)["matches"] is not None


def matching(values: Sequence[str], pattern: str, flags: str = "") -> list[bool]:
    """Tell which texts a regular expression matches, as SPARQL's `REGEX` does, in time linear in the text.

    Args:
        values: the texts.
        pattern: the regular expression.
        flags: its flags, or nothing.

    Returns:
        For each text, whether it is matched; none is by an expression that cannot be run.

    >>> matching(["umap", "uMap", '"'], "^[a-z]+$"), matching(["uMap"], "(")
    ([True, False, False], [False])
    """
    expression = f"REGEX(?text, {Literal(pattern)}, {Literal(flags)})"
    failed = {value for start in range(0, len(values), _ROWS) for value in _failing(values[start : start + _ROWS], expression)}
    return [value not in failed for value in values]


def _failing(values: Sequence[str], expression: str) -> Iterator[str]:
    """Give the texts for which an expression is not true: mostly few, and each that is given takes its time."""
    together = "".join(values)
    is_plain = not any(sign in together for sign in _ESCAPED)
    quoted = '"' + '" "'.join(values) + '"' if is_plain else " ".join(str(Literal(value)) for value in values)
    answer: Any = _NOWHERE.query(f"SELECT ?text {{ VALUES ?text {{ {quoted} }} FILTER (!COALESCE({expression}, false)) }}")
    for solution in answer:
        yield solution["text"].value
