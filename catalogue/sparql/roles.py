"""Roles: whether an IRI in a query stands for a property or for a class, by its position in the triple patterns."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.sparql.names import Names
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import PropertyPath, Query, TriplePattern, Triples, Verb, all_groups
from catalogue.terms import RDF_TYPE

PROPERTY, CLASS = "property", "class"


def roles(query: Query, names: Names) -> dict[int, str]:
    """Give the roles of the names and the IRIs in brackets of a query.

    Args:
        query: its tree.
        names: its names.

    Returns:
        For the characters before each token of a property or a class, its role; others are not there.

    >>> from catalogue.sparql.query import QueryText
    >>> text = QueryText("ASK { ?s a e:C ; e:p/e:q e:o }")
    >>> roles(text.tree, text.names("", {}))
    {11: 'class', 17: 'property', 21: 'property'}
    """
    return dict(role for pattern in _patterns(query) for role in _of_pattern(pattern, names))


def _patterns(query: Query) -> Iterator[TriplePattern]:
    for group in all_groups(query):
        for element in group.elements:
            if isinstance(element, Triples):
                yield from element.patterns


def _of_pattern(pattern: TriplePattern, names: Names) -> Iterator[tuple[int, str]]:
    if not isinstance(pattern.verb, PropertyPath):
        return
    yield from ((token.start, PROPERTY) for token in pattern.verb.tokens if token.kind in {"iri", "name"})
    if _leads_to_class(pattern.verb, names) and len(pattern.object.tokens) == 1:
        yield pattern.object.start, CLASS


def _leads_to_class(verb: Verb, names: Names) -> bool:
    """Tell whether what stands behind a verb is a class: the first step is `a`, and all others go to classes above."""
    first = verb.tokens[0]
    return _is_type(first, names) and not any(token.text in {"^", "|"} for token in verb.tokens)


def _is_type(token: SparqlToken, names: Names) -> bool:
    return token.text == "a" or names.iri(token) == RDF_TYPE.value
