"""The tree of a query: its groups, their elements and what stands around them, each with its place.

Nodes say what is written (SPARQL 1.1 Query, section 19.8), not what it means: prefixes are not resolved here. An expression is
kept as its tokens with the groups of `EXISTS` in it; who asks for more reads these (`expressions.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from catalogue.sparql.tokens import SparqlToken

AGGREGATES = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"})
"""The functions that are about all solutions of a group."""


class Term(NamedTuple):
    """A variable, an IRI, a blank node or a literal; or a property list, a collection or a triple term in its brackets.

    Attributes:
        tokens: a language tag, a datatype and a sign belong to a literal; what stands in brackets belongs to them.
    """

    tokens: Sequence[SparqlToken]

    @property
    def start(self) -> int:
        """The characters before it."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """The characters up to its end."""
        return self.tokens[-1].end

    @property
    def variable(self) -> str:
        """The name of a variable, or nothing for another term."""
        return self.tokens[0].variable

    @property
    def is_bracketed(self) -> bool:
        """Whether it is a property list, a collection or a triple term, which says more than one term does."""
        return self.tokens[0].kind == "sign" and self.tokens[0].text in {"[", "(", "<"}


class PropertyPath(NamedTuple):
    """A property path, or a single predicate.

    Attributes:
        kind: `predicate`, `inverse`, `sequence`, `alternative`, `zeroOrMore`, `oneOrMore`, `zeroOrOne` or `negated`.
        tokens: all its tokens; of a predicate, an IRI or `a`.
        parts: the paths that it is made of; none for a predicate.
    """

    kind: str
    tokens: Sequence[SparqlToken]
    parts: tuple[PropertyPath, ...] = ()


Verb: TypeAlias = Term | PropertyPath
"""What stands between subject and object: a variable or a path."""


class TriplePattern(NamedTuple):
    """A triple pattern, as it is written."""

    subject: Term
    verb: Verb
    object: Term


class Triples(NamedTuple):
    """Triple patterns that stand beside one another, in a basic graph pattern or a template.

    Attributes:
        start: the characters before it.
        end: the characters up to its end, without a last full stop.
        patterns: the patterns, those of property lists included; collections and triple terms have none.
        variables: the variables in it.
        is_plain: whether the patterns are all that it says: no term is bracketed, and nothing is annotated.
    """

    start: int
    end: int
    patterns: Sequence[TriplePattern]
    variables: Sequence[SparqlToken]
    is_plain: bool


class Expression(NamedTuple):
    """An expression, or the call of a function that is one.

    Attributes:
        start: the characters before it.
        end: the characters up to its end.
        tokens: its tokens, those of `groups` left out.
        groups: the groups of `EXISTS` and `NOT EXISTS` in it.
    """

    start: int
    end: int
    tokens: Sequence[SparqlToken]
    groups: Sequence[Group] = ()

    @property
    def variables(self) -> Sequence[SparqlToken]:
        """Its variables, those of `groups` left out."""
        return [token for token in self.tokens if token.kind == "variable"]

    @property
    def aggregates(self) -> bool:
        """Whether it calls a function that is about all solutions of a group."""
        return any(token.says(*AGGREGATES) for token in self.tokens)


class Filter(NamedTuple):
    """A `FILTER`."""

    start: int
    expression: Expression

    @property
    def end(self) -> int:
        """The characters up to its end."""
        return self.expression.end


class Column(NamedTuple):
    """A variable with the expression that gives it its value: in `SELECT`, `BIND`, `GROUP BY`, or alone in `ORDER BY`.

    Attributes:
        start: the characters before it.
        end: the characters up to its end.
        expression: None for a variable alone.
        variable: None for an expression by which is grouped or ordered.
        direction: `ASC` or `DESC`, which `start` is before; None without.
    """

    start: int
    end: int
    expression: Expression | None
    variable: SparqlToken | None
    direction: SparqlToken | None = None

    @property
    def name(self) -> str:
        """The name of the variable, or nothing."""
        return self.variable.variable if self.variable is not None else ""


class Bind(NamedTuple):
    """A `BIND`."""

    start: int
    column: Column

    @property
    def end(self) -> int:
        """The characters up to its end."""
        return self.column.end


class Values(NamedTuple):
    """Inline data.

    Attributes:
        start: the characters before it.
        end: the characters up to its end.
        variables: the variables that it gives values.
    """

    start: int
    end: int
    variables: Sequence[SparqlToken]


class Group(NamedTuple):
    """What stands between two braces.

    Attributes:
        kind: `where`, `template`, `group`, `optional`, `minus`, `lateral`, `graph`, `service`, `exists`, `not exists`; or
            `unread` behind a keyword that is not read.
        start: the characters before its keyword, or before its brace where it has none.
        opening: the characters before its opening brace.
        end: the characters up to its end.
        elements: what is in it, in its order; not the subquery.
        select: the subquery that it is, or None.
        name: what stands behind `GRAPH` or `SERVICE`, or None.
    """

    kind: str
    start: int
    opening: int
    end: int
    elements: Sequence[Element] = ()
    select: Query | None = None
    name: Term | None = None


class Union(NamedTuple):
    """Two groups or more with `UNION` between them."""

    branches: Sequence[Group]

    @property
    def start(self) -> int:
        """The characters before it."""
        return self.branches[0].start

    @property
    def end(self) -> int:
        """The characters up to its end."""
        return self.branches[-1].end


class Unread(NamedTuple):
    """Tokens that are not read: the store refuses them, or reads what is no keyword to others."""

    tokens: Sequence[SparqlToken]

    @property
    def start(self) -> int:
        """The characters before them."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """The characters up to their end."""
        return self.tokens[-1].end


Element: TypeAlias = Triples | Filter | Bind | Values | Group | Union | Unread


class Declaration(NamedTuple):
    """A declaration of the prologue.

    Attributes:
        keyword: `BASE`, `PREFIX` or `VERSION`.
        prefix: the prefix with its colon, or None.
        value: the IRI, or the version.
    """

    keyword: SparqlToken
    prefix: SparqlToken | None
    value: SparqlToken


class Slice(NamedTuple):
    """A `LIMIT` or an `OFFSET`."""

    keyword: SparqlToken
    number: SparqlToken


@dataclass(slots=True)
class Modifiers:
    """What follows the group of a query.

    Attributes:
        grouping: by what is grouped.
        grouped_at: the characters up to the end of `GROUP BY`, or None.
        having: the conditions of `HAVING`.
        ordering: by what is ordered.
        slices: `LIMIT` and `OFFSET`.
    """

    grouping: Sequence[Column] = ()
    grouped_at: int | None = None
    having: Sequence[Expression] = ()
    ordering: Sequence[Column] = ()
    slices: Sequence[Slice] = ()


@dataclass(slots=True)
class Query:
    """A query, or a `SELECT` inside one.

    Attributes:
        prologue: its declarations.
        form: `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`; None when the text is no query.
        modifier: `DISTINCT` or `REDUCED`, or None.
        columns: what it projects.
        star: the `*` of a query that gives everything, or None.
        described: what a `DESCRIBE` names.
        template: the template of a `CONSTRUCT`, or None.
        dataset: the tokens of its dataset clauses.
        where: its group; None where a `DESCRIBE` has none, or it is not read.
        modifiers: what follows it.
        values: the inline data at its end, or None.
        unread: tokens around its group that are not read.
    """

    prologue: Sequence[Declaration]
    form: SparqlToken | None
    modifier: SparqlToken | None = None
    columns: Sequence[Column] = ()
    star: SparqlToken | None = None
    described: Sequence[Term] = ()
    template: Group | None = None
    dataset: Sequence[SparqlToken] = ()
    where: Group | None = None
    modifiers: Modifiers = field(default_factory=Modifiers)
    values: Values | None = None
    unread: Sequence[SparqlToken] = ()

    def says(self, *forms: str) -> bool:
        """Whether it is of one of these forms."""
        return self.form is not None and self.form.says(*forms)

    @property
    def everything(self) -> bool:
        """Whether it gives `*`."""
        return self.star is not None

    @property
    def projected(self) -> frozenset[str]:
        """The columns that it names."""
        return frozenset(column.name for column in self.columns if column.variable is not None)

    @property
    def is_grouped(self) -> bool:
        """Whether its solutions are groups of others: it says `GROUP BY`, or aggregates."""
        return self.modifiers.grouped_at is not None or any(expression.aggregates for expression in self.expressions)

    @property
    def expressions(self) -> Sequence[Expression]:
        """The expressions around its group: of what it projects, of grouping, of `HAVING` and of the order."""
        columns = (*self.columns, *self.modifiers.grouping, *self.modifiers.ordering)
        return [*(column.expression for column in columns if column.expression is not None), *self.modifiers.having]

    @property
    def named(self) -> Sequence[SparqlToken]:
        """The variables that stand around its group, those of inline data and of a template left out."""
        columns = (*self.columns, *self.modifiers.grouping, *self.modifiers.ordering)
        alone = [column.variable for column in columns if column.variable is not None]
        described = [term.tokens[0] for term in self.described if term.variable]
        return [*alone, *described, *(token for expression in self.expressions for token in expression.variables)]


def groups_in(element: Element) -> Sequence[Group]:
    """List the groups that stand in an element, those inside them left out; of a group, itself."""
    if isinstance(element, Group):
        return [element]
    if isinstance(element, Union):
        return element.branches
    if isinstance(element, Filter):
        return element.expression.groups
    if isinstance(element, Bind) and element.column.expression is not None:
        return element.column.expression.groups
    return ()


def inner_groups(group: Group) -> Iterator[Group]:
    """List the groups right inside a group, in their order; of a subquery, those right inside it."""
    for element in group.elements:
        yield from groups_in(element)
    if group.select is not None:
        yield from groups_of(group.select)


def groups_of(query: Query) -> Iterator[Group]:
    """List the groups of a query, its own and those of its expressions, without those inside them."""
    if query.where is not None:
        yield query.where
    for expression in query.expressions:
        yield from expression.groups


def all_groups(query: Query) -> Iterator[Group]:
    """List all groups of a query from the outside inwards, without its template."""
    pending = [*groups_of(query)][::-1]
    while pending:
        group = pending.pop()
        yield group
        pending += [*inner_groups(group)][::-1]


def all_queries(query: Query) -> Iterator[Query]:
    """List a query and the subqueries in it, from the outside inwards."""
    yield query
    yield from (group.select for group in all_groups(query) if group.select is not None)


def own_variables(group: Group) -> Iterator[SparqlToken]:
    """List the variables that a group names itself, not those of inline data, of groups inside it, or around a subquery.

    Of a group behind `GRAPH`, the variable for the graph belongs to the group around it.
    """
    for element in group.elements:
        if not isinstance(element, Values):
            yield from variables_of(element)


def variables_of(element: Element) -> Iterable[SparqlToken]:
    """List the variables that an element of a group names itself, not those of groups inside it."""
    if isinstance(element, Triples | Values):
        return element.variables
    if isinstance(element, Filter):
        return element.expression.variables
    if isinstance(element, Bind):
        return _of_column(element.column)
    named = element.name if isinstance(element, Group) else element if isinstance(element, Unread) else None
    return [token for token in named.tokens if token.variable] if named is not None else ()


def _of_column(column: Column) -> Iterator[SparqlToken]:
    if column.expression is not None:
        yield from column.expression.variables
    if column.variable is not None:
        yield column.variable


def is_read(query: Query) -> bool:
    """Tell whether all of a query is read."""
    return query.form is not None and not any(unread(query))


def unread(query: Query) -> Iterator[SparqlToken]:
    """List the tokens of a query that are not read."""
    yield from (token for one in all_queries(query) for token in one.unread)
    for group in all_groups(query):
        yield from (token for element in group.elements if isinstance(element, Unread) for token in element.tokens)
