"""Sent queries: what is put before them and into them, and places in them as the user wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.names import Prefixes
from catalogue.query import insertions, with_insertions
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import unescaped
from catalogue.terms import Term


@dataclass(frozen=True)
class Sent:
    """A query as it is sent.

    Attributes:
        query: the query as it was written.
        text: the query with its prologue and its terms.
        start: how many characters were put before it, all on its first line.
        insertions: what was put into it, by position in the query as it was written.
    """

    query: QueryText
    text: str
    start: int
    insertions: list[tuple[int, str]] = field(default_factory=list)

    def place(self, line: int, column: int) -> tuple[int, int]:
        r"""Give the line and column in the query as it was written, from 1; for what was put in, where it was put in.

        >>> sent = sent_query(QueryText("SELECT *\n{ ?s ?p ?o"), {}, "https://example.org/", Prefixes())
        >>> sent.text
        'BASE <https://example.org/> SELECT *\n{ ?s ?p ?o'
        >>> sent.place(1, 36), sent.place(2, 3), sent.place(1, 1), sent.place(9, 9)
        ((1, 8), (2, 3), (1, 1), (2, 11))
        """
        position = max(_position(self.text, line, column) - self.start, 0)
        shift = 0
        for at, words in self.insertions:
            if position - shift <= at:
                break
            shift += min(len(words), position - shift - at)
        before = self.query.text[: position - shift]
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _position(text: str, line: int, column: int) -> int:
    """Give the position of a place; of one that is not there, the nearest before it."""
    lines = text.split("\n")
    number = min(max(line, 1), len(lines)) - 1
    inside = column - 1 if number == line - 1 else len(lines[number])
    return sum(len(words) + 1 for words in lines[:number]) + min(max(inside, 0), len(lines[number]))


def sent_query(query: QueryText, terms: Mapping[str, Term], base: str, prefixes: Prefixes) -> Sent:
    """Put the prologue before a query, and terms into it; no line is shifted.

    Args:
        query: the query.
        terms: terms by variable name.
        base: what relative IRIs are resolved against, unless the query says it itself.
        prefixes: the prefixes that the query need not declare; those that it uses and does not declare are declared.

    Returns:
        The query as it is sent.
    """
    prologue, put_in = _prologue(query, base, prefixes), insertions(query, terms)
    return Sent(query, prologue + with_insertions(query.text, put_in), len(prologue), put_in)


def _prologue(query: QueryText, base: str, prefixes: Prefixes) -> str:
    """Write the declarations that a query lacks; escapes of characters in it are read first, as some endpoints do."""
    meant = query if "\\" not in query.text else QueryText(unescaped(query.text))
    bases = (declaration.value.text for declaration in meant.prologue if declaration.keyword.says("BASE"))
    lines = [] if any("://" in written for written in bases) else [f"BASE <{base}>"]
    lacking = {prefix for prefix, _ in meant.names(base, {}).undeclared()}
    lines += [f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items() if name in lacking]
    return "".join(f"{line} " for line in lines)
