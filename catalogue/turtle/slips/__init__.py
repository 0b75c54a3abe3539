"""Slips: what a mistake in writing Turtle is, where the grammar alone knows only what it would have liked instead.

Each rule looks at the token that cannot be read and at what stands around it, in its line. A slip says what was written, where
all of it stands, and what was meant, so that reading can go on behind it and nothing else is reported of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.turtle.slips import directives, local_names, marks, strings, values
from catalogue.turtle.slips.spot import Slip, Spot, title
from catalogue.turtle.tokens import Scan

__all__ = ["Slip", "behind_term", "in_directive", "instead_of_term", "instead_of_verb", "title"]

Rule = Callable[[Spot], Slip | None]

_TERM: Sequence[Rule] = (
    directives.keyword,
    strings.datatype,
    marks.comment,
    strings.typographic,
    marks.comma,
    marks.wide,
    marks.equals,
    marks.dot,
    marks.no_value,
    values.boolean,
    values.number,
    values.address,
    strings.unopened,
    strings.several_lines,
    directives.unclosed,
    local_names.local_name,
    values.words,
)
_BEHIND: Sequence[Rule] = (
    marks.wide,
    strings.language,
    strings.datatype,
    values.date,
    values.number,
    values.address,
    marks.comment,
    strings.inner_quotes,
    local_names.local_name,
    marks.separator,
    marks.between,
)
_VERB: Sequence[Rule] = (marks.comment, marks.wide, marks.dot, local_names.local_name, marks.separator, marks.type_word)
_DIRECTIVE: Sequence[Rule] = (directives.prefix, directives.namespace)


def instead_of_term(scan: Scan, here: int) -> Slip | None:
    """Recognize what stands where a subject or an object should.

    Args:
        scan: the tokens of a text.
        here: the number of the token that is none.
    """
    return _first(_TERM, scan, here)


def behind_term(scan: Scan, here: int) -> Slip | None:
    """Recognize what stands behind an object, where its predicate or the statement should go on or end."""
    return _first(_BEHIND, scan, here)


def instead_of_verb(scan: Scan, here: int) -> Slip | None:
    """Recognize what stands where a predicate should."""
    return _first(_VERB, scan, here)


def in_directive(scan: Scan, here: int) -> Slip | None:
    """Recognize a prefix without its colon, and a namespace without its brackets."""
    return _first(_DIRECTIVE, scan, here)


def _first(rules: Sequence[Rule], scan: Scan, here: int) -> Slip | None:
    if scan.kinds[here] == "end":
        return None
    spot = Spot(scan, here)
    return next((slip for rule in rules if (slip := rule(spot)) is not None), None)
