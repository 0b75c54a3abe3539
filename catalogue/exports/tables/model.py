"""Tables: columns with their values, as all formats write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from catalogue.documents.formats import CSV
from catalogue.exports.tables.cells import SEPARATOR, cell, is_plain
from catalogue.lexical import is_valid
from catalogue.messages import Text
from catalogue.query.values import to_python
from catalogue.terms import RDF_LANG_STRING, XSD_STRING, Literal, NamedNode, Term, languages_of

IRI = "iri"
"""The column that has the things themselves."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: what stands in the header.
        title: what people call it, by language.
        description: what it means, by language.
        values: the values of each row, as they are written.
        terms: the terms of each row, as many as values; None where the values are no objects of triples about the things, but
            labels, paths, members of lists.
        predicate: the property that leads from the things to these terms, all of it or in one language; or empty.
        is_many: whether a row may have several values.
        language: the language of all values; empty where they are in none.
        datatypes: the datatypes that the shapes allow.
        is_escaped: whether a cell may have several values, so that the sign between them is escaped.
    """

    name: str
    title: Text
    description: Text
    values: Sequence[Sequence[str]]
    terms: Sequence[Sequence[Term]] | None = None
    predicate: str = ""
    is_many: bool = False
    language: str = ""
    datatypes: Sequence[str] = ()
    is_escaped: bool = True

    @cached_property
    def cells(self) -> Sequence[str]:
        """What stands in each row."""
        if not self.is_escaped:
            return ["".join(values) for values in self.values]
        if self.is_plain:
            return [SEPARATOR.join(values) for values in self.values]
        return list(map(cell, self.values))

    @cached_property
    def values_in_python(self) -> Sequence[Any]:
        """The number, date, moment or boolean that stands in each row; what stands in `cells` where it is none such alone."""
        if self.terms is None:
            return self.cells
        kinds = {term.datatype.value for term in self._terms() if isinstance(term, Literal)}
        if kinds <= {XSD_STRING, RDF_LANG_STRING}:
            return self.cells
        values = (to_python(terms[0]) if len(terms) == 1 else "" for terms in self.terms)
        return [text if not text or isinstance(value, str) else value for text, value in zip(self.cells, values, strict=True)]

    @cached_property
    def has_several(self) -> bool:
        """Whether a row has several values."""
        return any(len(values) > 1 for values in self.values)

    @cached_property
    def is_plain(self) -> bool:
        """Whether no value is escaped, so that each cell is read by cutting it at the separator."""
        return not self.is_escaped or is_plain([*chain.from_iterable(self.values)])

    @cached_property
    def are_iris(self) -> bool:
        """Whether all values are IRIs."""
        return self._all(NamedNode)

    @cached_property
    def datatype(self) -> str:
        """The datatype that all values have, each valid; where there is none, what the shapes allow; else empty."""
        if self.terms is None or self.language or self.are_iris:
            return ""
        terms = list(self._terms())
        datatypes = {term.datatype.value if isinstance(term, Literal) else "" for term in terms}
        if not datatypes:
            return self.datatypes[0] if len(self.datatypes) == 1 else ""
        (datatype, *others) = datatypes
        if others or not datatype or languages_of(terms) != {""}:
            return ""
        return datatype if all(is_valid(form, datatype) for form in {term.value for term in terms}) else ""

    @property
    def datatype_or_string(self) -> str:
        """The datatype, or that of strings where there is none in common."""
        return self.datatype or XSD_STRING

    def _terms(self) -> Iterable[Term]:
        return chain.from_iterable(self.terms or ())

    def _all(self, class_: type[Term]) -> bool:
        terms = list(self._terms())
        return set(map(type, terms)) == {class_}


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        path: its path in the release, without suffix.
        title: what it holds, by language.
        description: more about it, by language.
        columns: its columns, each with as many rows.
        is_of_things: whether each row tells of the thing in its first column.
    """

    path: str
    title: Text
    description: Text
    columns: Sequence[Column]
    is_of_things: bool = False

    @property
    def file(self) -> str:
        """The path of its CSV in the release."""
        return self.path + CSV.suffix

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0
