"""Data: what is asked of terms again and again, each answered once a term: datatype, language, words, form, classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from catalogue.graph.columns import BLANK, LITERAL, Columns, Kinds, Mask, Numbers, numbers
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Term
from catalogue.validate.lexical import is_valid

_UNKNOWN = -2
_NONE = -1
SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")


class Data:
    """The statements that shapes are evaluated upon.

    Args:
        columns: the statements.
        ontology: more statements, of which those of `rdfs:subClassOf` count too.
    """

    def __init__(self, columns: Columns, ontology: Columns | None = None) -> None:
        self.columns = columns
        self.type = columns.intern(RDF_TYPE)
        self._below = self._subclasses(ontology)
        self._classes: dict[int, Numbers] = {}
        self._tags: dict[str, int] = {}
        self._datatypes = _Known(self._datatype)
        self._languages = _Known(self._language)
        self._forms = _Known(_form)

    def _subclasses(self, ontology: Columns | None) -> dict[int, list[int]]:
        below: dict[int, list[int]] = {}
        for columns in filter(None, (self.columns, ontology)):
            index = columns.forwards(columns.intern(SUBCLASS))
            for key, value in zip(index.keys.tolist(), index.values.tolist(), strict=True):
                ends = (self.columns.intern(columns.terms[value]), self.columns.intern(columns.terms[key]))
                below.setdefault(ends[0], []).append(ends[1])
        return below

    def classes(self, class_: int) -> Numbers:
        """Give a class and all below it, ascending."""
        if class_ not in self._classes:
            found, pending = {class_}, [class_]
            while pending:
                new = set(self._below.get(pending.pop(), ())) - found
                found |= new
                pending += new
            self._classes[class_] = np.sort(numbers(found))
        return self._classes[class_]

    def instances(self, class_: int) -> Numbers:
        """Give the SHACL instances of a class, ascending."""
        return np.unique(self.columns.backwards(self.type).of(self.classes(class_))[1])

    def are_instances(self, values: Numbers, class_: int) -> Mask:
        """Tell which values are SHACL instances of a class."""
        distinct, where = np.unique(values, return_inverse=True)
        owners, types = self.columns.forwards(self.type).of(distinct)
        found = np.zeros(len(distinct), dtype=np.bool_)
        found[owners[np.isin(types, self.classes(class_))]] = True
        return found[where]

    def term(self, number: int) -> Any:
        """Give a term by its number."""
        return self.columns.terms[number]

    def kinds(self, values: Numbers) -> Kinds:
        """Give the kinds of terms."""
        return self.columns.kinds(values)

    def are_literals(self, values: Numbers) -> Mask:
        """Tell which values are literals."""
        found: Mask = self.columns.kinds(values) == LITERAL
        return found

    def are_blank(self, values: Numbers) -> Mask:
        """Tell which values are blank nodes."""
        found: Mask = self.columns.kinds(values) == BLANK
        return found

    def datatypes(self, values: Numbers) -> Numbers:
        """Give the datatypes of literals; -1 for other terms."""
        return self._datatypes.of(self.columns, values)

    def languages(self, values: Numbers) -> Numbers:
        """Give numbers for the language tags of literals, whatever their case; -1 where there is none."""
        return self._languages.of(self.columns, values)

    def language(self, number: int) -> str:
        """Give the language tag of a number."""
        return list(self._tags)[number]

    def are_well_formed(self, values: Numbers) -> Mask:
        """Tell which literals are possible values of their datatypes."""
        found: Mask = self._forms.of(self.columns, values) == 1
        return found

    def each(self, values: Numbers, judge: Callable[[Any], bool]) -> Mask:
        """Judge each distinct term once.

        Args:
            values: the terms.
            judge: what tells whether a term passes.
        """
        distinct, where = np.unique(values, return_inverse=True)
        terms = self.columns.terms
        verdicts = np.fromiter((judge(terms[number]) for number in distinct.tolist()), dtype=np.bool_, count=len(distinct))
        found: Mask = verdicts[where]
        return found

    def _datatype(self, term: Term) -> int:
        return self.columns.intern(term.datatype) if isinstance(term, Literal) else _NONE

    def _language(self, term: Term) -> int:
        if not isinstance(term, Literal) or not term.language:
            return _NONE
        return self._tags.setdefault(term.language.lower(), len(self._tags))


def _form(term: Term) -> int:
    return int(not isinstance(term, Literal) or is_valid(term.value, term.datatype.value))


class _Known:
    """A number for each term, found when it is first asked for."""

    def __init__(self, find: Callable[[Term], int]) -> None:
        self._find = find
        self._found = numbers(())

    def of(self, columns: Columns, values: Numbers) -> Numbers:
        missing = len(columns.terms) - len(self._found)
        if missing > 0:
            self._found = np.concatenate([self._found, np.full(missing, _UNKNOWN, dtype=np.int32)])
        found = self._found[values]
        unknown = np.unique(values[found == _UNKNOWN])
        if len(unknown):
            terms = columns.terms
            self._found[unknown] = [self._find(terms[number]) for number in unknown.tolist()]
            found = self._found[values]
        return found
