"""Mappings to what catalogues of software have no name for: keys and codes of publiccode.yml, terms of CodeMeta."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from catalogue import codemeta, publiccode
from catalogue.crosswalk import MATCHES
from catalogue.crosswalk.vocabulary import CODEMETA, PUBLICCODE
from catalogue.edition import Edition
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import near_or
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text
from catalogue.near import is_certain, nearest
from catalogue.terms import NamedNode, Term, named_node

ADVICE = Message("C243.advice")
"""What to do where nothing is near."""


class Missing(NamedTuple):
    """A term that a vocabulary of software does not have.

    Attributes:
        near: the one that is most like it, or None.
        is_certain: whether that one was surely meant.
        is_kept_out: whether the standard has it, and no mapping may lead to it.
    """

    near: NamedNode | None
    is_certain: bool
    is_kept_out: bool = False

    def message(self, term: str) -> Text:
        """Say what is wrong with a mapping to the term."""
        return Message("C243.kept-out", term=term) if self.is_kept_out else Message("C243", term=term)


def missing(term: Term) -> Missing | None:
    """Give what may have been meant by a term of a vocabulary of software that it does not have; None for any other term.

    >>> missing(NamedNode(publiccode.NAMESPACE + "legal.licence")).near.value.rpartition("#")[2]
    'legal.license'
    """
    if not isinstance(term, NamedNode):
        return None
    for vocabulary, is_term, names in (
        (PUBLICCODE, publiccode.is_target, publiccode.targets()),
        (CODEMETA, codemeta.TERMS.__contains__, codemeta.TERMS),
    ):
        name = vocabulary.local(term.value)
        if name is not None and name in publiccode.KEYS and not is_term(name):
            return Missing(None, is_certain=False, is_kept_out=True)
        if name is not None and not is_term(name):
            near = nearest(name, names)
            start = term.value.removesuffix(name)
            return Missing(named_node(start + near) if near else None, near is not None and is_certain(name, near))
    return None


def mapped_entries(edition: Edition, _: Scope) -> Iterator[Unplaced]:
    """Find mappings of entries to what these vocabularies lack: documents leave them out."""
    for predicate in MATCHES:
        for value in edition.graph.values_of(predicate):
            absent = missing(value)
            for triple in edition.graph.triples(None, predicate, value) if absent is not None else ():
                if absent is not None and isinstance(value, NamedNode):
                    yield Unplaced(
                        *(KINDS["software-mapping"], triple.subject, predicate, value),
                        absent.message(value.value),
                        ADVICE,
                        meant=(absent.near,) if absent.near else (),
                        certain=absent.is_certain,
                        worded=partial(_worded, absent, value),
                    )


def _worded(absent: Missing, term: NamedNode, shown: Callable[[NamedNode], str]) -> tuple[Text, Text]:
    return absent.message(shown(term)), near_or(shown(absent.near) if absent.near else None, ADVICE)
