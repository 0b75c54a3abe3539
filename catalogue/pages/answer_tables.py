"""Tables of answers: the first rows of what a query gives, in columns with the names that readers know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.edition import Edition
from catalogue.pages.columns import column_label
from catalogue.pages.literals import is_number
from catalogue.pages.parts import Column, Value
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer
from catalogue.query import NamedQuery, Result
from catalogue.sparql.forms import gives_triples
from catalogue.terms import Literal, NamedNode, Term

MOST_ROWS = 500
"""How many rows of an answer a page shows."""


def answer_table(viewer: Viewer, query: NamedQuery, result: Result | None) -> dict[str, Any]:
    """Give what a page shows of an answer.

    Args:
        viewer: the page.
        query: what was asked.
        result: its answer, or None.

    Returns:
        A boolean as a word, or the columns with their variables, the first rows and how many rows there are. A column, but none
        of triples, is left out where each of its texts is what the thing in another column is called: the files have it.
    """
    if result is None:
        return {"boolean": "", "columns": (), "rows": [], "count": 0}
    terms = result.rows[:MOST_ROWS]
    values = [[viewer.value(term) if term is not None else None for term in row] for row in terms]
    has_things = not gives_triples(query.text)
    shown = [at for at in range(len(result.variables)) if not (has_things and _repeats(at, terms, values))]
    return {
        "boolean": "" if result.boolean is None else string("yes" if result.boolean else "no", viewer.language),
        "columns": [
            (name, _column(viewer.edition, query, name, viewer.language, [row[at] for row in terms]))
            for at, name in enumerate(result.variables)
            if at in shown
        ],
        "rows": [[row[at] for at in shown] for row in values],
        "count": len(result),
    }


def _repeats(at: int, terms: Sequence[Sequence[Term | None]], values: Sequence[Sequence[Value | None]]) -> bool:
    """Tell whether a column of literals has in each row what the thing of another column is called."""
    if not terms or not all(isinstance(row[at], Literal) for row in terms):
        return False
    return any(
        all(isinstance(row[other], NamedNode) for row in terms) and all(_reads_as(row[at], row[other]) for row in values)
        for other in range(len(terms[0]))
    )


def _reads_as(one: Value | None, other: Value | None) -> bool:
    return one is not None and other is not None and (one.label, one.language) == (other.label, other.language)


def _column(edition: Edition, query: NamedQuery, variable: str, language: str, terms: Sequence[Term | None]) -> Column:
    """Head a column, as it is called in a language; it has numbers where all its terms are such."""
    label = column_label(edition, query, variable, language)
    bound = [term for term in terms if term is not None]
    has_numbers = bool(bound) and all(isinstance(term, Literal) and is_number(term) for term in bound)
    return Column(label[:1].upper() + label[1:], kind="number" if has_numbers else "")
