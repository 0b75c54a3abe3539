"""Triple patterns: which statements a query looks at, read from its tree.

Only what bounds the statements matters here: the patterns of all groups stand side by side, each with the groups that it is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from catalogue.model import Path
from catalogue.sparql.names import Names
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import Filter, Group, PropertyPath, Query, Term, TriplePattern, Triples, Unread, Values, groups_in
from catalogue.terms import RDF

Verb: TypeAlias = Path | None
"""A path, or None for a variable: any predicate."""

_Groups: TypeAlias = tuple[int, ...] | None
_TERMS = frozenset({"variable", "iri", "name", "string", "number", "word"})


class UnreadError(Exception):
    """A query says something that is not read here."""


class Pattern(NamedTuple):
    """A triple pattern.

    Attributes:
        subject: its subject.
        verb: its predicate.
        object: its object.
        groups: the groups of `EXISTS` and `NOT EXISTS` around it, from the outside, each by the characters before its brace;
            None where it need not hold together with the others of its group: in an optional group, in an alternative, in a
            query inside.
    """

    subject: SparqlToken
    verb: Verb
    object: SparqlToken
    groups: tuple[int, ...] | None = ()


def patterns(query: QueryText, names: Names) -> list[Pattern] | None:
    """List the triple patterns of a query.

    Args:
        query: the query, with matching brackets.
        names: its names.

    Returns:
        The patterns, or None when the query may look at statements in a way that is not read here.

    >>> query = QueryText("SELECT $this { $this ex:p/ex:q* ?x FILTER NOT EXISTS { ?x ?y 3, 4 } }")
    >>> [(p.subject.text, str(p.verb), p.object.text) for p in patterns(query, query.names("", {"ex": "urn:"}))]
    [('$this', '<urn:p>/(<urn:q>*)', '?x'), ('?x', 'None', '3'), ('?x', 'None', '4')]
    """
    tree = query.tree
    if tree.form is None or tree.dataset or any(declaration.keyword.says("BASE") for declaration in tree.prologue):
        return None
    try:
        return list(_of_query(tree, names, ()))
    except UnreadError:
        return None


def _of_query(query: Query, names: Names, groups: _Groups) -> Iterator[Pattern]:
    """List the patterns of a query; those of groups in its expressions need not hold."""
    if query.where is None or query.unread or query.values is not None:
        raise UnreadError
    yield from _of_group(query.where, names, groups)
    for expression in query.expressions:
        for group in expression.groups:
            yield from _of_group(group, names, None)


def _of_group(group: Group, names: Names, groups: _Groups) -> Iterator[Pattern]:
    if group.name is not None or group.kind in {"minus", "lateral", "unread"}:
        raise UnreadError
    if group.select is not None:
        yield from _of_query(group.select, names, None)
    for element in group.elements:
        if isinstance(element, Unread | Values):
            raise UnreadError
        if isinstance(element, Triples):
            yield from _of_block(element, names, groups)
        for inner in groups_in(element):
            is_filtered = isinstance(element, Filter) and groups is not None
            yield from _of_group(inner, names, (*(groups or ()), inner.opening) if is_filtered else None)


def _of_block(block: Triples, names: Names, groups: _Groups) -> Iterator[Pattern]:
    if not block.is_plain:
        raise UnreadError
    for pattern in block.patterns:
        yield _pattern(pattern, names, groups)


def _pattern(pattern: TriplePattern, names: Names, groups: _Groups) -> Pattern:
    verb = None if isinstance(pattern.verb, Term) else _path(pattern.verb, names)
    return Pattern(_end(pattern.subject), verb, _end(pattern.object), groups)


def _end(term: Term) -> SparqlToken:
    """Give the token of a term that says what it is; a blank node is a variable without a name, and not read."""
    token = term.tokens[0]
    if token.kind == "sign" and len(term.tokens) > 1 and term.tokens[1].kind == "number":
        return term.tokens[1]
    if token.kind not in _TERMS:
        raise UnreadError
    return token


def _path(path: PropertyPath, names: Names) -> Path:
    if path.kind == "predicate":
        iri = RDF + "type" if path.tokens[0].text == "a" else names.iri(path.tokens[0])
        if iri is None:
            raise UnreadError
        return Path("predicate", iri)
    if path.kind == "negated":
        raise UnreadError
    return Path(path.kind, parts=tuple(_path(part, names) for part in path.parts))
