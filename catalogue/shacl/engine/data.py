"""Data: what is asked of terms again and again, each answered once a term: datatype, language, lexical form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from catalogue.columns.sets import distinct, grown, mask, ranked, uniform
from catalogue.columns.table import BLANK, Columns, Kinds, Mask, Numbers, numbers
from catalogue.lexical import has_forms, is_valid
from catalogue.model import Classes
from catalogue.shacl.matching import Matching
from catalogue.sources.statements import BLANK_TAG, IRI_TAG
from catalogue.store.beyond import is_beyond
from catalogue.store.written import CHANGED, is_surely_kept, marks
from catalogue.terms import RDF_LANG_STRING, NamedNode, Term

_NONE = -1


class Data:
    """The statements that shapes are evaluated upon.

    Args:
        columns: the statements.
        ontology: more statements, of which those of `rdfs:subClassOf` count too.

    Attributes:
        columns: the statements.
        classes: their classes.
        matching: tells which texts regular expressions match.
        beyond: the numbers beyond the range of the store among the terms that `marks` was asked for.
    """

    def __init__(self, columns: Columns, ontology: Columns | None = None) -> None:
        self.columns = columns
        self.classes = Classes(columns, ontology)
        self.matching = Matching()
        self._tags: dict[str, int] = {}
        self._datatypes = _OfTags(self._datatype)
        self._languages = _OfTags(self._language)
        self._are_judged = self._are_well_formed = uniform(0, value=False)
        self._marks: dict[Term, Term] = {}
        self.beyond: set[Term] = set()
        self._are_looked_at = uniform(0, value=False)

    def term(self, number: int) -> Any:
        """Give a term by its number."""
        return self.columns.terms[number]

    def kinds(self, values: Numbers) -> Kinds:
        """Give the kinds of terms."""
        return self.columns.kinds(values)

    def are_blank(self, values: Numbers) -> Mask:
        """Tell which values are blank nodes."""
        are_blank: Mask = self.columns.kinds(values) == BLANK
        return are_blank

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
        """Tell which literals are possible values of their datatypes; other terms are well-formed."""
        terms = self.columns.terms
        if len(self._are_judged) < len(terms):
            self._are_judged, self._are_well_formed = (
                grown(rows, len(terms)) for rows in (self._are_judged, self._are_well_formed)
            )
        known = self._are_well_formed
        unknown = distinct(values[~self._are_judged[values]])
        self._are_judged[unknown] = known[unknown] = True
        tag_numbers = terms.tag_numbers[unknown]
        for tag_number in distinct(tag_numbers).tolist():
            tag = terms.tags[tag_number]
            if has_forms(tag):
                some = unknown[tag_numbers == tag_number]
                known[some] = [is_valid(lexical_form, tag) for lexical_form in terms.values(some)]
        are_valid: Mask = known[values]
        return are_valid

    def marks(self, values: Numbers) -> dict[Term, Term]:
        """Give the marked literals that stand for those of some terms, and of others, which the store would change.

        The same object each time, to which more are added.
        """
        terms = self.columns.terms
        if len(self._are_looked_at) < len(terms):
            self._are_looked_at = grown(self._are_looked_at, len(terms))
        unknown = distinct(values[~self._are_looked_at[values]])
        self._are_looked_at[unknown] = True
        tag_numbers = terms.tag_numbers[unknown]
        for tag_number in distinct(tag_numbers).tolist():
            tag = terms.tags[tag_number]
            if tag in CHANGED:
                some = unknown[tag_numbers == tag_number]
                judged = zip(some.tolist(), terms.values(some), strict=True)
                doubtful = [terms[number] for number, value in judged if not is_surely_kept(value, tag)]
                self._marks |= marks(doubtful)
                self.beyond.update(filter(is_beyond, doubtful))
        return self._marks

    def _datatype(self, tag: str) -> int:
        if tag in {IRI_TAG, BLANK_TAG}:
            return _NONE
        return self.columns.intern(NamedNode(RDF_LANG_STRING if tag[0] == "@" else tag))

    def _language(self, tag: str) -> int:
        return self._tags.setdefault(tag[1:].lower(), len(self._tags)) if tag[0] == "@" else _NONE

    def tagged(self, values: Numbers, judge: Callable[[str], bool]) -> Mask:
        """Judge terms by their tags alone, as `catalogue.sources.statements` has them.

        Args:
            values: the terms.
            judge: what tells whether terms of a tag pass.
        """
        terms = self.columns.terms
        passed: Mask = mask(map(judge, terms.tags))[terms.tag_numbers[values]]
        return passed

    def judged_by_value(self, values: Numbers, judge: Callable[[list[str]], Iterable[bool]]) -> Mask:
        """Judge terms by their IRIs, names or lexical forms: each once.

        Args:
            values: the terms.
            judge: what tells which of some values pass.
        """
        terms, where = ranked(values)
        verdicts = mask(judge(self.columns.terms.values(terms)))
        passed: Mask = verdicts[where]
        return passed


class _OfTags:
    """A number for each tag, computed when it is first asked for."""

    def __init__(self, find: Callable[[str], int]) -> None:
        self._find = find
        self._of_tags = numbers(())

    def of(self, columns: Columns, values: Numbers) -> Numbers:
        """Give the number of each term's tag."""
        new = columns.terms.tags[len(self._of_tags) :]
        if new:
            self._of_tags = numbers([*self._of_tags.tolist(), *map(self._find, new)])
        of_values: Numbers = self._of_tags[columns.terms.tag_numbers[values]]
        return of_values
