"""The table of an answer: its variables are the columns."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.exports.tables.model import Column, Table
from catalogue.messages import Text
from catalogue.query.results import Result
from catalogue.terms import BlankNode


def answer_table(path: str, title: Text, description: Text, result: Result, columns: Mapping[str, Text]) -> Table:
    """Give the table of an answer that is no boolean and no triples.

    Args:
        path: the path of its CSV, without suffix.
        title: what the query is called, by language.
        description: what it answers, by language.
        result: the answer.
        columns: what the columns are called, by language, as far as the query says it.
    """
    by_variable = list(zip(*result.rows, strict=True)) or [()] * len(result.variables)
    made = [
        Column(
            name,
            columns.get(name) or {"": name},
            {},
            [[] if term is None else [f"_:{term.value}" if isinstance(term, BlankNode) else term.value] for term in terms],
            [[] if term is None else [term] for term in terms],
            is_escaped=False,
        )
        for name, terms in zip(result.variables, by_variable, strict=True)
    ]
    return Table(path, title, description, made)
