"""Expressions: what SPARQL says of terms alone, asked for many of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyoxigraph as ox

from catalogue.terms import Term

_ROWS = 5000
_NOWHERE = ox.Store()
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
    variables: dict[ox.Variable, Any] = {ox.Variable("pattern"): ox.Literal(pattern), ox.Variable("flags"): ox.Literal(flags)}
    asked = "SELECT ?pattern ?flags (REGEX('', ?pattern, ?flags) AS ?found) {}"
    answer = _NOWHERE.query(asked, substitutions=variables)
    return isinstance(answer, ox.QuerySolutions) and next(answer)["found"] is not None


def holding(expression: str, names: Sequence[str], rows: Iterable[Sequence[Term]]) -> list[bool]:
    """Evaluate a SPARQL expression for many rows of terms.

    Args:
        expression: the expression.
        names: its variables.
        rows: for each row, a term for each variable; no blank nodes.

    Returns:
        For each row, whether the expression is true; an error is not.

    >>> from catalogue.terms import Literal
    >>> holding("?a < ?b", ["a", "b"], [(Literal("1"), Literal("2")), (Literal("2"), Literal("1"))])
    [True, False]
    """
    found: list[bool] = []
    pending = iter(rows)
    while part := list(islice(pending, _ROWS)):
        values = " ".join(f"({number} {' '.join(map(str, row))})" for number, row in enumerate(part))
        variables = " ".join("?" + name for name in names)
        answer = _NOWHERE.query(f"SELECT ?_row {{ VALUES (?_row {variables}) {{ {values} }} FILTER ({expression}) }}")
        true = {int(solution[0].value) for solution in answer} if isinstance(answer, ox.QuerySolutions) else set()
        found += [number in true for number in range(len(part))]
    return found


def matching(words: Sequence[str], pattern: str, flags: str = "") -> list[bool]:
    """Tell which words a regular expression matches, as SPARQL's `REGEX` does, in time linear in the text.

    Args:
        words: the words.
        pattern: the regular expression.
        flags: its flags, or nothing.

    Returns:
        For each word, whether it is matched; none is by an expression that cannot be run.

    >>> matching(["umap", "uMap", '"'], "^[a-z]+$"), matching(["uMap"], "(")
    ([True, False, False], [False])
    """
    expression = f"REGEX(?word, {ox.Literal(pattern)}, {ox.Literal(flags)})"
    failed = {word for start in range(0, len(words), _ROWS) for word in _failing(words[start : start + _ROWS], expression)}
    return [word not in failed for word in words]


def _failing(words: Sequence[str], expression: str) -> Iterator[str]:
    """Give the words for which an expression is not true: mostly few, and each that is given takes its time."""
    together = "".join(words)
    is_plain = not any(sign in together for sign in _ESCAPED)
    values = '"' + '" "'.join(words) + '"' if is_plain else " ".join(str(ox.Literal(word)) for word in words)
    answer: Any = _NOWHERE.query(f"SELECT ?word {{ VALUES ?word {{ {values} }} FILTER (!COALESCE({expression}, false)) }}")
    for solution in answer:
        yield solution["word"].value
