"""Sent queries: what is put before them and into them, and places in them as the user wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.names import Prefixes
from catalogue.query import bind, insertions
from catalogue.sparql.text import tokens, unescaped
from catalogue.terms import Term


@dataclass(frozen=True)
class Sent:
    """A query as it is sent.

    Attributes:
        written: the query as it was written.
        text: the query with its prologue and its terms.
        start: how many characters were put before it, all on its first line.
        insertions: what was put into it, by position in the query as it was written.
    """

    written: str
    text: str
    start: int
    insertions: list[tuple[int, str]] = field(default_factory=list)

    def place(self, line: int, column: int) -> tuple[int, int]:
        r"""Give the line and column in the query as it was written, from 1; for what was put in, where it was put in.

        >>> sent = sent_query("SELECT *\n{ ?s ?p ?o", {}, "https://example.org/", Prefixes())
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
        before = self.written[: position - shift]
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _position(text: str, line: int, column: int) -> int:
    """Give the position of a place; of one that is not there, the nearest before it."""
    lines = text.split("\n")
    number = min(max(line, 1), len(lines)) - 1
    inside = column - 1 if number == line - 1 else len(lines[number])
    return sum(len(words) + 1 for words in lines[:number]) + min(max(inside, 0), len(lines[number]))


def sent_query(sparql: str, terms: Mapping[str, Term], base: str, prefixes: Prefixes) -> Sent:
    """Put the prologue before a query, and terms into it; no line is shifted.

    Args:
        sparql: the query.
        terms: terms by variable name.
        base: what relative IRIs are resolved against, unless the query says it itself.
        prefixes: the prefixes that the query need not declare; those that it uses and does not declare are declared.

    Returns:
        The query as it is sent.
    """
    prologue = _prologue(sparql, base, prefixes)
    return Sent(sparql, prologue + bind(sparql, terms), len(prologue), insertions(sparql, terms))


def _prologue(sparql: str, base: str, prefixes: Prefixes) -> str:
    words = [token.text for token in tokens(unescaped(sparql))]
    pairs = list(zip(words, [*words[1:], ""], strict=True))
    own_base = any(word.upper() == "BASE" and "://" in after for word, after in pairs)
    declared = {after.removesuffix(":") for word, after in pairs if word.upper() == "PREFIX"}
    used = {word.partition(":")[0] for word in words if ":" in word and not word.startswith(("<", '"', "'"))}
    lines = [] if own_base else [f"BASE <{base}>"]
    lines += [f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items() if name in used - declared]
    return "".join(f"{line} " for line in lines)
