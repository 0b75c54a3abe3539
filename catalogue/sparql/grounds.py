"""Grounds: the predicates of the triples from which the answer of a query follows, where these alone decide it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalogue.sparql.names import Names
from catalogue.sparql.query import QueryText
from catalogue.sparql.tree import PropertyPath, Term, TriplePattern, Triples, all_groups, all_queries, is_read
from catalogue.terms import RDF_TYPE

_READ = frozenset({"where", "group", "optional", "minus", "exists", "not exists"})
"""The kinds of groups that match triples of the whole data, whichever file they are in."""

_CONSTANT = frozenset({"iri", "name", "string", "number", "word"})


def predicates_of(query: QueryText, base: str, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Give the predicates of all triples that a query looks for: its answer is the same as long as these triples are.

    Args:
        query: the query, which parses.
        base: what relative IRIs are resolved against.
        prefixes: the prefixes that it need not declare.

    Returns:
        The IRIs; None where triples with any predicate, graphs or terms by themselves have a part in the answer.

    >>> query = "SELECT * { ?s a u:C ; u:p/u:q* ?o MINUS { ?s ^u:r ?x } }"
    >>> sorted(predicates_of(QueryText(query), "", {"u": "urn:"}))
    ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:p', 'urn:q', 'urn:r']
    >>> predicates_of(QueryText("SELECT * { ?s ?p 1 }"), "", {}), predicates_of(QueryText("SELECT * { ?s u:p* ?o }"), "", {})
    (None, None)
    """
    tree = query.tree
    if not is_read(tree) or any(one.says("DESCRIBE") or one.dataset for one in all_queries(tree)):
        return None
    names, predicates = query.names(base, prefixes), set[str | None]()
    for group in all_groups(tree):
        if group.kind not in _READ:
            return None
        for element in group.elements:
            if isinstance(element, Triples):
                if not _is_decided(element):
                    return None
                predicates.update(_named(element, names))
    known = frozenset(iri for iri in predicates if iri is not None)
    return known if len(known) == len(predicates) else None


def _named(block: Triples, names: Names) -> Iterator[str | None]:
    """Give the predicates of patterns none of which has a variable for it."""
    for pattern in block.patterns:
        for token in pattern.verb.tokens:
            if token.text == "a":
                yield RDF_TYPE.value
            elif token.kind in {"iri", "name"}:
                yield names.iri(token)


def _is_decided(block: Triples) -> bool:
    """Tell whether patterns match triples with the predicates alone that they name."""
    verbs = [pattern.verb for pattern in block.patterns]
    return (
        block.is_plain
        and all(isinstance(verb, PropertyPath) and not _is_negated(verb) for verb in verbs)
        and all(_is_bound(pattern, block.patterns) for pattern in block.patterns if _may_be_empty(pattern))
    )


def _is_bound(empty: TriplePattern, patterns: Sequence[TriplePattern]) -> bool:
    """Tell whether a path that may have no length begins or ends at a constant, or at what another pattern finds in triples."""
    found = {end.variable for pattern in patterns if not _may_be_empty(pattern) for end in (pattern.subject, pattern.object)}
    return any(_is_constant(end) or (end.variable and end.variable in found) for end in (empty.subject, empty.object))


def _is_constant(term: Term) -> bool:
    return term.tokens[0].kind in _CONSTANT


def _may_be_empty(pattern: TriplePattern) -> bool:
    return isinstance(pattern.verb, PropertyPath) and _has_no_length(pattern.verb)


def _has_no_length(path: PropertyPath) -> bool:
    if path.kind in {"zeroOrMore", "zeroOrOne"}:
        return True
    if path.kind == "alternative":
        return any(map(_has_no_length, path.parts))
    return bool(path.parts) and path.kind != "negated" and all(map(_has_no_length, path.parts))


def _is_negated(path: PropertyPath) -> bool:
    return path.kind == "negated" or any(map(_is_negated, path.parts))
