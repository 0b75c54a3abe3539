"""Patterns: regular expressions that are none, or that only an engine that goes back can run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.errors import text
from catalogue.terms import Literal, Node, Term
from catalogue.validate.checks import Remark
from catalogue.validate.constraints import sh
from catalogue.validate.kinds import KINDS

_FLAGS = frozenset("smixq")
_BACKTRACKING = re.compile(r"(?<!\\)(?:\\\\)*(?P<part>\(\?(?:[=!]|<[=!]|>)|\\[1-9]|\\k<|(?:[*+?]|\{\d+(?:,\d*)?\})\+)")


def wrong_patterns(edition: Edition) -> Iterator[Remark]:
    """Find patterns that cannot be run in time that grows with the text alone, and flags that do not exist."""
    graph = edition.shapes_graph
    for triple in graph.triples(None, sh("pattern")):
        pattern = triple.object
        flags = graph.value(triple.subject, sh("flags")) or Literal("")
        unknown = sorted(set(flags.value) - _FLAGS)
        if unknown:
            yield Remark(
                KINDS["bad-pattern"],
                triple.subject,
                sh("flags"),
                flags,
                text(f"there is no flag {unknown[0]}", f"pas d'option {unknown[0]}"),
                text("the flags are s, m, i, x and q", "les options sont s, m, i, x et q"),
            )
        elif isinstance(pattern, Literal) and not _runs(edition, pattern, flags):
            yield _wrong(triple.subject, pattern)


def _runs(edition: Edition, pattern: Literal, flags: Term) -> bool:
    """Tell whether the store can run a pattern; its engine never goes back."""
    question = f'ASK {{ BIND (REGEX("", {Literal(pattern.value)}, {flags}) AS ?found) FILTER (BOUND(?found)) }}'
    return bool(edition.graph.query(question))


def _wrong(shape: Node, pattern: Literal) -> Remark:
    back = _BACKTRACKING.search(pattern.value)
    if back is not None and _compiles(pattern.value):
        return Remark(
            KINDS["backtracking-pattern"],
            shape,
            sh("pattern"),
            pattern,
            text(
                f"`{back['part']}` needs an engine that goes back; here the pattern never matches",
                f"`{back['part']}` demande un moteur à retours ; ici le motif ne convient à rien",
            ),
            text(
                "write it without looking ahead or back, and without references to groups, or as several patterns",
                "écrivez-le sans regarder en avant ni en arrière et sans renvoi à un groupe, ou en plusieurs motifs",
            ),
            inner=back.span("part"),
        )
    words, place = _fault(pattern.value)
    return Remark(
        KINDS["bad-pattern"],
        shape,
        sh("pattern"),
        pattern,
        text(f"the pattern is no regular expression: {words}", f"le motif n'est pas une expression régulière : {words}"),
        text(
            "correct it; a character that means itself stands behind \\\\", "corrigez-le ; un caractère pris tel quel suit \\\\"
        ),
        inner=(place, place + 1) if place is not None else None,
    )


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _fault(pattern: str) -> tuple[str, int | None]:
    try:
        re.compile(pattern)
    except re.error as error:
        return error.msg, error.pos
    return "it is not of the kind that SPARQL has", None
