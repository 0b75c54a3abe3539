"""The check of deprecated terms: those that the data still uses, each with what replaces it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from catalogue.closure import closure
from catalogue.columns.sets import union
from catalogue.columns.table import numbers
from catalogue.edition import Edition
from catalogue.lint.kinds import KINDS
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text
from catalogue.model import REPLACED_BY, deprecated_terms
from catalogue.model.vocabulary import OWL, RDFS
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import NamedNode, Term, Triple

_SKOS, _DCT = STANDARD_PREFIXES["skos"], STANDARD_PREFIXES["dct"]
_RELATING = {
    *(_DCT + name for name in ("replaces", "isReplacedBy")),
    *(OWL + name for name in ("inverseOf", "equivalentClass", "equivalentProperty", "sameAs")),
    *(RDFS + name for name in ("subClassOf", "subPropertyOf", "seeAlso")),
    *(_SKOS + name for name in ("hasTopConcept", "narrower", "member", "memberList", "exactMatch", "closeMatch")),
    *(_SKOS + name for name in ("broadMatch", "narrowMatch", "relatedMatch")),
}
"""Properties that tell how a term is related to a deprecated one: they do not use it."""


def deprecated(edition: Edition, _scope: Scope) -> Iterator[Unplaced]:
    """Find where the data uses what `owl:deprecated` says is no longer to be used, and what is replaced by itself."""
    graph = edition.graph
    replaced = {**deprecated_terms(edition.shapes_graph), **deprecated_terms(graph)}
    yield from _circles(deprecated_terms(graph), replaced)
    columns, known = graph.columns, numbers(sorted({graph.columns.number(term) for term in replaced} - {-1}))
    if not len(known):
        return
    used = union(columns.rows(1, known)[1], columns.rows(2, known)[1])
    for triple in dict.fromkeys(map(Triple._make, columns.triples(used))):
        if triple.subject not in replaced:
            yield from _uses(triple, replaced)


def _circles(terms: Iterable[Term], replaced: Mapping[Term, Sequence[NamedNode]]) -> Iterator[Unplaced]:
    """Find the terms of the data whose replacements lead back to them, each at the statement that begins to."""
    for term in terms:
        for value in replaced[term]:
            if isinstance(term, NamedNode) and term in closure([value], lambda node: replaced.get(node, ())):
                yield Unplaced(*(KINDS["deprecated-term"], term, REPLACED_BY, value), {}, worded=_circular(term))
                break


def _circular(term: NamedNode) -> Callable[[Callable[[NamedNode], str]], tuple[Text, Text]]:
    return lambda shown: (Message("C225.circle", term=shown(term)), Message("C225.circle.advice"))


def _uses(triple: Triple, replaced: Mapping[Term, Sequence[NamedNode]]) -> Iterator[Unplaced]:
    if triple.predicate in replaced:
        yield _finding(triple, triple.predicate, None, replaced[triple.predicate])
    if isinstance(triple.object, NamedNode) and triple.object in replaced and triple.predicate.value not in _RELATING:
        yield _finding(triple, triple.object, triple.object, replaced[triple.object])


def _finding(triple: Triple, term: NamedNode, value: Term | None, replacements: Sequence[NamedNode]) -> Unplaced:
    return Unplaced(
        *(KINDS["deprecated-term"], triple.subject, triple.predicate, value),
        {},
        meant=tuple(replacements) if len(replacements) == 1 else (),
        worded=_wording(term, replacements),
    )


def _wording(term: NamedNode, replacements: Sequence[NamedNode]) -> Callable[[Callable[[NamedNode], str]], tuple[Text, Text]]:
    def worded(shown: Callable[[NamedNode], str]) -> tuple[Text, Text]:
        message = Message("C225.deprecated", term=shown(term))
        if not replacements:
            return message, Message("C225.none.advice")
        return message, Message("C225.replaced.advice", replacements=", ".join(map(shown, replacements)))

    return worded
