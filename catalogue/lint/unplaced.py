"""Findings whose places are not known yet: what a check of the data sees, by statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from catalogue.edits import Fix, Related
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.kinds import Kind
from catalogue.lint.places import Places
from catalogue.messages import Text
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term


class Other(NamedTuple):
    """Another statement that a finding has to do with.

    Attributes:
        message: what is there, by language.
        subject: the statement's subject.
        predicate: its predicate, or None.
        value: its object, or None.
        file: the file to look in, when several have statements about the subject.
    """

    message: Text
    subject: Node
    predicate: NamedNode | None = None
    value: Term | None = None
    file: str | None = None


@dataclass(frozen=True)
class Unplaced:
    """A finding before its place is known.

    Attributes:
        kind: what kind of finding it is.
        focus: the subject of the statement that it is about.
        predicate: its predicate, or None.
        value: its object, or None.
        message: what is wrong, by language.
        advice: how to mend it, by language.
        file: the file to look in, when several have statements about the subject.
        meant: the terms that may have been meant instead of the one at its place, the likeliest first.
        certain: whether the first of them was surely meant.
        others: other statements that it has to do with.
        advise: gives the advice instead, from what may have been meant as the file writes it.
        worded: gives the message and the advice instead, from what writes an IRI as the file does.
        is_datatype: whether the datatype of the value is wrong, and what is meant are others.
    """

    kind: Kind
    focus: Node
    predicate: NamedNode | None
    value: Term | None
    message: Text
    advice: Text = field(default_factory=dict)
    file: str | None = None
    meant: tuple[NamedNode | Literal, ...] = ()
    certain: bool = False
    others: tuple[Other, ...] = ()
    advise: Callable[[str], Text] | None = None
    worded: Callable[[Callable[[NamedNode], str]], tuple[Text, Text]] | None = None
    is_datatype: bool = False

    def placed(self, editing: Editing) -> Finding:
        """Give the finding at its place, with its fixes."""
        places = editing.places
        fixes = tuple(self._fixes(editing))
        place = self._place(places)
        message, advice = self.message, self.advice
        if self.worded is not None:
            message, advice = self.worded(partial(editing.shown, place.path))
        return Finding(
            self.kind,
            self.kind.severity,
            place,
            message,
            self.advise(fixes[0].edits[0].text) if self.advise is not None and fixes else advice,
            focus=iri_of(self.focus),
            related=tuple(Related(places.find(o.subject, o.predicate, o.value, o.file), o.message) for o in self.others),
            fixes=fixes,
            path=self.predicate.value if self.predicate is not None else "",
            value=self.value,
        )

    def _place(self, places: Places) -> Place:
        if self.is_datatype:
            for statement in places.statements(self.focus, self.predicate, self.value, self.file):
                return statement.place(places.datatype(statement))
        return places.find(self.focus, self.predicate, self.value, self.file)

    def _fixes(self, editing: Editing) -> Iterator[Fix]:
        """Write each term that may have been meant."""
        for statement in editing.places.statements(self.focus, self.predicate, self.value, self.file)[:1]:
            for number, term in enumerate(self.meant):
                safe = self.certain and number == 0
                if self.is_datatype:
                    yield editing.retype(statement, term.value, safe=safe)
                elif self.value is not None:
                    yield editing.replace(statement, term, safe=safe)
                elif self.predicate is not None:
                    yield editing.rename(statement, term.value, safe=safe)
                else:
                    yield editing.rename_subject(statement, term.value, safe=safe)


def iri_of(term: Term) -> str:
    """Give what a report calls the thing that a finding is about: its IRI or the name of a blank node; empty of a literal."""
    return term.value if isinstance(term, NamedNode) else f"_:{term.value}" if isinstance(term, BlankNode) else ""
