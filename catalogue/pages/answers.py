"""Answers of queries on the SPARQL page: terms as they are shown, and the place of what is wrong in a query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.pages.views import Viewer
from catalogue.terms import RDF_LANG_STRING, XSD_STRING, BlankNode, Literal, NamedNode, Term, language_of

_LINES_AROUND = 3
_WORD = re.compile(r"[?$]?[\w:-]+|.", re.DOTALL)


@dataclass(frozen=True)
class NoteView:
    """What is told beside an answer.

    Attributes:
        text: what is told, in the language of the page.
        line: the line of the query that it is about, from 1; 0 when it has no place there.
        column: the column in characters, from 1; 0 likewise.
    """

    text: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class AnswerView:
    """What a query answers.

    Attributes:
        variables: the columns; `subject`, `predicate` and `object` for triples; empty for a boolean.
        rows: the rows, or the first of them: a term for each column, None where it is not bound.
        boolean: the answer of an ASK query, else None.
        is_graph: whether the rows are triples.
        total: how many rows there are when `rows` has the first of them only, else None.
        notes: what is told beside it.

    >>> AnswerView(("n",), [(None,), (None,)]).count
    2
    """

    variables: tuple[str, ...] = ()
    rows: Sequence[tuple[Term | None, ...]] = ()
    boolean: bool | None = None
    is_graph: bool = False
    total: int | None = None
    notes: Sequence[NoteView] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows) if self.total is None else self.total


@dataclass(frozen=True)
class Problem:
    """Why there is no answer, as the service's `application/problem+json` says.

    Attributes:
        title: what happened, in short.
        detail: what happened and how to mend it.
        line: the line of the query, from 1; 0 when it has no place.
        column: the column in characters, from 1; 0 when it has no place.
        limit: the name of the setting that was reached, or empty.
        language: the language of these texts; that of the page when empty.
        near: the address on this host, encoded, that may have been meant; or empty.
    """

    title: str
    detail: str = ""
    line: int = 0
    column: int = 0
    limit: str = ""
    language: str = ""
    near: str = ""


@dataclass(frozen=True)
class Cell:
    """A term as it is shown, with what a script needs to have the term back.

    Attributes:
        kind: `uri`, `literal` or `bnode`, as the SPARQL JSON results have it.
        value: the IRI, the lexical form, or the label of the blank node.
        label: what is shown.
        href: where it leads, or empty: things of the catalogue and addresses of the web lead somewhere, nothing else does.
        language: the language of the label when it is known, else empty.
        datatype: the datatype of a literal that is no text, else empty.
        type_name: that datatype in short.
    """

    kind: str
    value: str
    label: str
    href: str = ""
    language: str = ""
    datatype: str = ""
    type_name: str = ""


def rows_of(viewer: Viewer, answer: AnswerView, limit: int) -> list[list[Cell | None]]:
    """Show the first rows of an answer."""
    return [[None if term is None else _cell(viewer, term) for term in row] for row in answer.rows[:limit]]


def _cell(viewer: Viewer, term: Term) -> Cell:
    if isinstance(term, NamedNode):
        link = viewer.link(term)
        return Cell("uri", term.value, link.label, link.href, link.language)
    if isinstance(term, BlankNode):
        return Cell("bnode", term.value, f"_:{term.value}")
    if not isinstance(term, Literal):  # a triple as a term, of RDF 1.2
        return Cell("literal", str(term), str(term))
    datatype = term.datatype.value
    if datatype in {XSD_STRING, RDF_LANG_STRING}:
        return Cell("literal", term.value, term.value, "", language_of(term))
    return Cell("literal", term.value, term.value, "", "", datatype, viewer.edition.settings.prefixes.shorten(datatype))


@dataclass(frozen=True)
class Line:
    """A line of a query: its number, and its characters before, at and behind what is wrong; all before when nothing is."""

    number: int
    before: str
    wrong: str = ""
    behind: str = ""


def excerpt_of(query: str, problem: Problem) -> list[Line]:
    r"""Give the lines around a problem's place; none when it has no place in the query.

    >>> excerpt_of("SELECT * {\n  ?s ?p !\n}", Problem("Syntax", line=2, column=9))[1]
    Line(number=2, before='  ?s ?p ', wrong='!', behind='')
    """
    lines = re.split(r"\r\n|\n|\r", query)
    if not 1 <= problem.line <= len(lines):
        return []
    around = range(max(1, problem.line - _LINES_AROUND), min(len(lines), problem.line + _LINES_AROUND) + 1)
    return [_marked(n, lines[n - 1], problem.column) if n == problem.line else Line(n, lines[n - 1]) for n in around]


def _marked(number: int, line: str, column: int) -> Line:
    """Mark the word at a column; a space behind the line where the line ends too early."""
    at = min(max(column, 1) - 1, len(line))
    wrong = _WORD.match(line, at)
    end = wrong.end() if wrong else at
    return Line(number, line[:at], line[at:end] or " ", line[end:])
