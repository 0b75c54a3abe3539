"""Slips: what a mistake in writing Turtle is, where the grammar alone knows only what it would have liked instead.

Each rule looks at the token that cannot be read and at what stands around it, in its line. A slip says what was written, where
all of it stands, and what was meant, so that reading can go on behind it and nothing else is reported of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.turtle.slips import directives, habits, local_names, marks, strings, values
from catalogue.turtle.slips.marks import number_dot
from catalogue.turtle.slips.spot import Slip, Spot, title
from catalogue.turtle.tokens import Scan

__all__ = [
    "Slip",
    "behind_term",
    "in_directive",
    "instead_of_list",
    "instead_of_term",
    "instead_of_verb",
    "number_dot",
    "title",
]

Rule = Callable[[Spot], Slip | None]

_TERM: Sequence[Rule] = (
    directives.keyword,
    habits.declaration,
    habits.xml,
    habits.patch,
    habits.json,
    habits.query,
    habits.attribute,
    habits.entity,
    strings.datatype,
    marks.comment,
    strings.typographic,
    marks.comma,
    marks.wide,
    marks.equals,
    marks.dot,
    marks.no_value,
    habits.element,
    habits.emphasis,
    habits.dashes,
    habits.variable,
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
    marks.comment,
    habits.attribute,
    habits.element,
    habits.entity,
    habits.patch,
    strings.language,
    strings.datatype,
    values.date,
    values.number,
    values.address,
    strings.inner_quotes,
    local_names.local_name,
    marks.separator,
    marks.between,
)
_VERB: Sequence[Rule] = (
    marks.comment,
    habits.declaration,
    habits.name_in_quotes,
    habits.entity,
    habits.patch,
    habits.row,
    habits.element,
    marks.wide,
    marks.dot,
    local_names.local_name,
    marks.separator,
    marks.type_word,
)
_LIST: Sequence[Rule] = (habits.array,)
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


def instead_of_list(scan: Scan, here: int) -> Slip | None:
    """Recognize what begins as a blank node does and is none: a list of JSON, a link of Markdown."""
    return _first(_LIST, scan, here)


def in_directive(scan: Scan, here: int) -> Slip | None:
    """Recognize a prefix without its colon, and a namespace without its brackets."""
    return _first(_DIRECTIVE, scan, here)


def _first(rules: Sequence[Rule], scan: Scan, here: int) -> Slip | None:
    if scan.kinds[here] == "end":
        return None
    spot = Spot(scan, here)
    return next((slip for rule in rules if (slip := rule(spot)) is not None), None)
