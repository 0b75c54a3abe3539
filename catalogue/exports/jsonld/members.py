"""JSON-LD of very many things, in parts: what stands before the parts follows from what all of them use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from catalogue.edition import Edition
from catalogue.exports.dumping import around, member
from catalogue.exports.jsonld.forms import Prefixed, forms, used_context
from catalogue.exports.jsonld.writing import CLASS, FORM, PREFIX, SCHEME, Writer
from catalogue.serialise import BySubject, by_subject
from catalogue.terms import BlankNode, Triple


class Members:
    """The members of a graph that is written in parts: joined by commas, between what `around_members` gives.

    What a part uses of the context is given with it, as texts: a letter tells of which kind it is.

    Args:
        edition: the catalogue.
        about: gives the triples of the graph about a blank node.
        references: counts those that lead to a blank node.
        passed_over: the prefixes that must not be used.
    """

    def __init__(
        self,
        edition: Edition,
        about: Callable[[BlankNode], Iterable[Triple]],
        references: Callable[[BlankNode], int],
        passed_over: Collection[str] = (),
    ) -> None:
        self._about = about
        self._references = references
        self._writer = Writer(forms(edition), BySubject(), (), passed_over, has_cards=False)

    def of(self, triples: Iterable[Triple]) -> tuple[bytes, frozenset[str]]:
        """Write a part of the triples: those about subjects with an IRI, and about the blank nodes that they lead to."""
        return self._members(self._writer.named(by_subject(triples), self._references))

    def rest(self, blank: Iterable[BlankNode]) -> tuple[bytes, frozenset[str]]:
        """Write, after all parts, those of the blank nodes that stand in no place that leads to them, in their order."""
        rest = [node for node in blank if not self._writer.is_written(node)]
        triples = by_subject(triple for node in rest for triple in self._about(node))
        return self._members(self._writer.blank(triples, self._references))

    def left(self) -> bool:
        """Tell whether the last part has statements about a blank node that it did not write."""
        return self._writer.is_any_left()

    def passed(self, blank: Iterable[BlankNode]) -> None:
        """Take blank nodes for written: those of a part that is taken from elsewhere."""
        self._writer.written(blank)

    def _members(self, nodes: Iterable[dict[str, Any]]) -> tuple[bytes, frozenset[str]]:
        writer = self._writer
        writer.forget_used()
        return b",".join(map(member, nodes)), frozenset(writer.uses())


def mistaken(edition: Edition, uses: Collection[str], passed_over: Collection[str] = ()) -> frozenset[str]:
    """Give the prefixes that must be passed over, since an IRI would be read as a short form.

    Args:
        edition: the catalogue.
        uses: what all parts use.
        passed_over: the prefixes that are passed over already.
    """
    _, prefixed = _context(edition, uses, passed_over)
    return frozenset(prefixed.used.keys() & _uses(SCHEME, uses))


def around_members(
    edition: Edition, uses: Collection[str], passed_over: Collection[str] = (), *, is_empty: bool
) -> tuple[bytes, bytes]:
    """Write what stands before and behind the members of a graph, by what they use.

    Args:
        edition: the catalogue.
        uses: what all parts use.
        passed_over: the prefixes that must not be used.
        is_empty: whether there are no members.
    """
    context, _ = _context(edition, uses, passed_over)
    return around("@graph", {"@context": context}, is_empty=is_empty)


def _context(edition: Edition, uses: Collection[str], passed_over: Collection[str]) -> tuple[dict[str, Any], Prefixed]:
    """Give the context, and which prefixes it has."""
    known = forms(edition)
    prefixed = Prefixed(known.prefixes, known.terms.union(passed_over))
    prefixed.used = {prefix: known.prefixes[prefix] for prefix in _uses(PREFIX, uses)}
    used = {form.key: form for form in map(known.shared.__getitem__, _uses(FORM, uses))}
    classes = {known.keys.classes[iri]: iri for iri in _uses(CLASS, uses)}
    return used_context(prefixed, used, classes), prefixed


def _uses(kind: str, uses: Collection[str]) -> frozenset[str]:
    return frozenset(use[1:] for use in uses if use[0] == kind)
