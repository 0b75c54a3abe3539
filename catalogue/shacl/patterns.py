"""Triple patterns: which statements a query looks at, read from its tree.

Only what bounds the statements matters here: the patterns of all groups stand side by side, each with the groups that it is in.
A variable of one group is that of another only where it must have the same values in both: the solutions of a group are joined
with those of the groups in it, and `EXISTS` looks for each of them. An optional group is joined with what stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from catalogue.model import Path
from catalogue.sparql.names import Names
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import Element, Filter, Group, PropertyPath, Query, Term, Triples, Unread, Values, groups_in
from catalogue.terms import RDF

Verb: TypeAlias = Path | None
"""A path, or None for a variable: any predicate."""

_Named: TypeAlias = Mapping[str, str]
"""What variables are called in patterns, by what they are called in the query."""

_LITERALS = frozenset({"string", "number", "word"})


class UnreadError(Exception):
    """A query has something that is not read here."""


class Pattern(NamedTuple):
    """A triple pattern.

    Attributes:
        subject: a variable with `?`, an IRI in brackets, or nothing for a literal. Variables of one name that need not have the
            same values are kept apart by a number; those that are bound beforehand have none.
        verb: its predicate.
        object: its object, as the subject.
        groups: the groups of `EXISTS` and `NOT EXISTS` around it, from the outside, each by the characters before its brace;
            None where it need not hold together with the others of its group: in an optional group, in an alternative.
        scope: the group whose patterns it is joined with, by the characters before its brace.
    """

    subject: str
    verb: Verb
    object: str
    groups: tuple[int, ...] | None = ()
    scope: int = 0


def patterns(query: QueryText, names: Names, bound: Iterable[str] = ()) -> list[Pattern] | None:
    """List the triple patterns of a query.

    Args:
        query: the query, with matching brackets.
        names: its names.
        bound: the variables that are bound beforehand.

    Returns:
        The patterns, those of a group before those that have values from it; or None when the query may look at statements in a
        way that is not read here.

    >>> query = QueryText("SELECT $this { $this ex:p/ex:q* ?x FILTER NOT EXISTS { ?x ?y 3, 4 } }")
    >>> [(p.subject, str(p.verb), p.object) for p in patterns(query, query.names("", {"ex": "urn:"}), ["this"])]
    [('?this', '<urn:p>/(<urn:q>*)', '?x 13'), ('?x 13', 'None', ''), ('?x 13', 'None', '')]
    """
    tree = query.tree
    if tree.form is None or tree.dataset or any(declaration.keyword.says("BASE") for declaration in tree.prologue):
        return None
    try:
        return list(_Patterns(names, bound).of_query(tree))
    except UnreadError:
        return None


class _Around(NamedTuple):
    """What a group stands in.

    Attributes:
        given: the variables that have their values inside it before anything else.
        joined: those of what its solutions are joined with.
        groups: the groups of `EXISTS` and `NOT EXISTS`, or None, as patterns have them.
        scope: the group whose patterns its own are joined with; None when these are for themselves.
    """

    given: _Named
    joined: _Named
    groups: tuple[int, ...] | None
    scope: int | None = None


class _Patterns:
    """Reads the patterns of a query.

    Args:
        names: its names.
        bound: the variables that are bound beforehand.
    """

    def __init__(self, names: Names, bound: Iterable[str]) -> None:
        self._names = names
        self._bound = {name: f"?{name}" for name in bound}

    def of_query(self, query: Query) -> Iterator[Pattern]:
        """List the patterns of the whole query."""
        yield from self._of_select(query, _Around(self._bound, {}, ()))

    def _of_select(self, query: Query, around: _Around) -> Iterator[Pattern]:
        if query.where is None or query.unread or query.values is not None:
            raise UnreadError
        yield from self._of_group(query.where, around)
        for expression in query.expressions:
            for group in expression.groups:
                yield from self._of_group(group, _Around(around.given, {}, None))

    def _of_group(self, group: Group, around: _Around) -> Iterator[Pattern]:
        if group.name is not None or group.kind in {"minus", "lateral", "unread"}:
            raise UnreadError
        scope = group.opening if around.scope is None else around.scope
        own = {name: f"?{name} {group.opening}" for name in _joined(group)}
        around = around._replace(joined={**own, **around.joined, **around.given}, scope=scope)
        if group.select is not None:
            yield from self._of_select(group.select, self._inside(group.select, around))
        yield from self._of_blocks(group, around)
        before: frozenset[str] = frozenset()
        for element in group.elements:
            for inner in groups_in(element):
                yield from self._of_group(inner, _around(element, inner, around, before, own.keys()))
            before |= _joined_of(element)

    def _inside(self, query: Query, around: _Around) -> _Around:
        """Give what a subquery stands in: it has only what it projects in common with others, and nothing when it is cut."""
        if query.modifiers.slices:
            return _Around(self._bound, {}, None)
        shared = around.joined.keys() if query.everything else _plain(query)
        given, joined = ({n: v for n, v in known.items() if n in shared} for known in (around.given, around.joined))
        return around._replace(given={**given, **self._bound}, joined=joined)

    def _of_blocks(self, group: Group, around: _Around) -> Iterator[Pattern]:
        for element in group.elements:
            if isinstance(element, Unread | Values) or (isinstance(element, Triples) and not element.is_plain):
                raise UnreadError
            for pattern in element.patterns if isinstance(element, Triples) else ():
                verb = None if isinstance(pattern.verb, Term) else self._path(pattern.verb)
                subject, value = (self._end(term, around.joined) for term in (pattern.subject, pattern.object))
                yield Pattern(subject, verb, value, around.groups, around.scope or 0)

    def _end(self, term: Term, named: _Named) -> str:
        """Give an end of a pattern; a blank node, which is a variable without a name, is not read."""
        token = term.tokens[-1] if term.tokens[0].text in {"+", "-"} else term.tokens[0]
        if token.variable:
            return named[token.variable]
        if token.kind in _LITERALS:
            return ""
        return f"<{self._iri(term.tokens[0])}>"

    def _iri(self, name: SparqlToken) -> str:
        iri = self._names.iri(name)
        if iri is None:
            raise UnreadError
        return iri

    def _path(self, path: PropertyPath) -> Path:
        if path.kind == "predicate":
            name = next(token for token in path.tokens if token.text not in {"(", ")"})
            return Path("predicate", RDF + "type" if name.text == "a" else self._iri(name))
        if path.kind == "negated":
            raise UnreadError
        return Path(path.kind, parts=tuple(map(self._path, path.parts)))


def _around(element: Element, inner: Group, around: _Around, before: frozenset[str], own: Iterable[str]) -> _Around:
    """Give what a group in an element of another group stands in.

    Args:
        element: the element.
        inner: the group.
        around: what the other group stands in.
        before: the variables of what stands before the element.
        own: the variables of the other group.
    """
    if isinstance(element, Filter):
        groups = None if around.groups is None else (*around.groups, inner.opening)
        return _Around({**around.given, **{name: around.joined[name] for name in own}}, {}, groups)
    preceding = {name: around.joined[name] for name in before}
    if inner.kind == "optional":
        return _Around(around.given, preceding, None)
    if inner.kind != "group":  # of an assignment
        return _Around({**around.given, **preceding}, {}, None)
    if element is inner:
        return around
    return _Around(around.given, around.joined, None)


def _joined(group: Group) -> frozenset[str]:
    """List the variables that have a value in each solution of a group, as far as patterns give it."""
    if group.select is not None:
        query = group.select
        if query.where is None or query.modifiers.slices:
            return frozenset()
        return _joined(query.where) if query.everything else _joined(query.where) & _plain(query)
    return frozenset().union(*map(_joined_of, group.elements))


def _joined_of(element: Element) -> frozenset[str]:
    if isinstance(element, Triples):
        ends = (term for pattern in element.patterns for term in (pattern.subject, pattern.object))
        return frozenset(term.variable for term in ends if term.variable)
    return _joined(element) if isinstance(element, Group) and element.kind == "group" else frozenset()


def _plain(query: Query) -> frozenset[str]:
    """List the variables that a query projects as they are."""
    return frozenset(column.name for column in query.columns if column.expression is None and column.variable)
