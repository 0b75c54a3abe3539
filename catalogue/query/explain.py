"""Explanations: how a query is read, as the algebra of SPARQL (section 18.2), and how many statements match its patterns.

rdflib translates queries to algebra; the engine reckons in its own way, but has the same patterns to look up.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import rdflib
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from catalogue.edition import Edition
from catalogue.errors import Place, QueryError
from catalogue.isolation.reading import reading
from catalogue.messages import Message, Text
from catalogue.query.binding import bind
from catalogue.query.named import NamedQuery
from catalogue.query.published import without_header
from catalogue.sparql.tokens import line_and_column
from catalogue.terms import XSD_STRING, Literal, NamedNode, Term

_LEAVES = {"BGP", "TriplesBlock"}
_PARTS = ("p", "p1", "p2", "part", "graph", "where")
_EXISTS = {"Builtin_EXISTS": "EXISTS", "Builtin_NOTEXISTS": "NOT EXISTS"}
_NAMES = {
    **_EXISTS,
    "TriplesBlock": "BGP",
    "OptionalGraphPattern": "Optional",
    "GroupOrUnionGraphPattern": "Union",
    "MinusGraphPattern": "Minus",
}
"""What is called otherwise than rdflib calls it: what stands in EXISTS is not translated before it is run."""

_SILENT = frozenset({"GroupGraphPatternSub", "vars", "OrderCondition"})
_HIDDEN = frozenset({"_vars", "datasetClause", "lazy", "template", *_PARTS})
_SIGNS = {"ConditionalOrExpression": "||", "ConditionalAndExpression": "&&"}


@dataclass(frozen=True)
class Step:
    """One line of an explanation.

    Attributes:
        depth: how deep it stands, from 0.
        text: an operator of the algebra, or a triple pattern.
        count: how many statements of the catalogue match the pattern; None for an operator.
    """

    depth: int
    text: str
    count: int | None = None


@dataclass(frozen=True)
class Explained:
    """How a query is read.

    Attributes:
        form: `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`; empty when it has none.
        sparql: the query as it is sent, with the terms of its parameters.
        terms: the terms of its parameters by name, as SPARQL writes them.
        steps: the algebra from the outside inwards, with its patterns.
        reason: why there is no algebra, by language; empty when there is one.
    """

    form: str
    sparql: str
    terms: Mapping[str, str]
    steps: Sequence[Step] = ()
    reason: Text = field(default_factory=dict)

    @property
    def costliest(self) -> Step | None:
        """The pattern that the most statements match, or None when there is none."""
        counted = [step for step in self.steps if step.count is not None]
        return max(counted, key=lambda step: step.count or 0, default=None)


def explain(edition: Edition, query: NamedQuery, given: Mapping[str, str]) -> Explained:
    """Explain how a query is read; it is not run.

    Args:
        edition: the catalogue.
        query: the query.
        given: parameter values by name, as written on the command line.

    Raises:
        QueryError: the query does not parse, with its place, or a parameter does not fit.
    """
    settings = edition.settings
    terms = query.bind(given, settings.base, settings.prefixes)
    sent = bind(query.text, terms)
    fault = query.text.fault(settings.base, settings.prefixes, reading(edition))
    if fault is not None:
        raise QueryError(fault.message, Place(query.path, *line_and_column(query.sparql, fault.start)))
    keyword = query.text.tree.form
    shown = {name: str(term) for name, term in terms.items()}
    name = keyword.text.upper() if keyword is not None else ""
    try:
        read = translateQuery(parseQuery(sent), base=settings.base, initNs=dict(settings.prefixes))
    except Exception as error:  # noqa: BLE001 - pyparsing, rdflib and Python raise what they like
        error_text = " ".join(str(error).split())
        reason = Message("query.cannot-translated", text=error_text)
        return Explained(name, without_header(sent), shown, reason=reason)
    reader = _Reader(edition, terms, is_select=name == "SELECT")
    return Explained(name, without_header(sent), shown, list(reader.steps(read.algebra, 0)))


class _Reader:
    """Writes the algebra of a query down."""

    def __init__(self, edition: Edition, given: Mapping[str, Term], *, is_select: bool) -> None:
        self._edition = edition
        self._given = given
        self._is_select = is_select

    def steps(self, node: Any, depth: int) -> Iterator[Step]:
        """Write an operator, then what it works upon."""
        if isinstance(node, list | tuple):
            for part in node:
                yield from self.steps(part, depth)
        elif isinstance(node, CompValue):
            inside = depth if node.name in _SILENT else depth + 1
            if inside > depth:
                yield Step(depth, self._operator(node))
            if node.name in _LEAVES:
                for triple in _triples(node["triples"]):
                    yield Step(inside, " ".join(map(self._word, triple)), self._count(*triple))
                return
            for inner in _exists(node):
                yield from self.steps(inner, inside)
            for part in _PARTS:
                yield from self.steps(dict.get(node, part), inside)

    def _operator(self, node: CompValue) -> str:
        """Write an operator with its own arguments."""
        name = _NAMES.get(node.name, node.name)
        if node.name in _NAMES or node.name in _LEAVES or node.name.endswith("Query"):
            return name
        hidden = _HIDDEN if self._is_select else _HIDDEN | {"PV"}  # what others project stands in no order
        arguments = [self._expression(value) for key, value in node.items() if key not in hidden and value is not None]
        return " ".join([name, *filter(None, arguments)])

    def _expression(self, value: Any) -> str:
        """Write an expression on one line."""
        if isinstance(value, set | frozenset):
            return ", ".join(sorted(map(self._expression, value)))
        if isinstance(value, list | tuple):
            return ", ".join(filter(None, map(self._expression, value)))
        if isinstance(value, CompValue):
            return self._application(value)
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self._expression(k)}: {self._expression(v)}" for k, v in value.items()) + "}"
        return self._word(value)

    def _application(self, value: CompValue) -> str:
        """Write an operator or a function with what it is applied to."""
        if value.name in _EXISTS or value.name == "TrueFilter":
            return f"{_EXISTS[value.name]} {{…}}" if value.name in _EXISTS else ""
        sign = _SIGNS.get(value.name) or dict.get(value, "op")
        return self._call(value) if sign is None or "other" not in value else self._operation(value, sign)

    def _operation(self, value: CompValue, sign: Any) -> str:
        """Write operands with the operators between them."""
        others = value["other"] if isinstance(value["other"], list) else [value["other"]]
        signs = sign if isinstance(sign, list) else [sign] * len(others)
        rest = [f" {one} {self._expression(other)}" for one, other in zip(signs, others, strict=False)]
        return f"({self._expression(value['expr'])}{''.join(rest)})"

    def _call(self, value: CompValue) -> str:
        """Write a function with its arguments."""
        hidden = {*_HIDDEN, "res", "order"}
        parts = [self._expression(part) for key, part in value.items() if key not in hidden and part is not None]
        arguments = ", ".join(filter(None, parts))
        name = value.name.removeprefix("Builtin_").removeprefix("Aggregate_").removesuffix("_")
        if name in _SILENT:
            order = dict.get(value, "order")
            return f"{order}({arguments})" if order else arguments
        return f"{name}({arguments})" + (f" AS {self._word(value['res'])}" if "res" in value else "")

    def _word(self, term: Any) -> str:
        """Write a term as a query has it: IRIs in short form."""
        if isinstance(term, rdflib.URIRef):
            settings = self._edition.settings
            short = settings.prefixes.shorten(str(term))
            return short if short != str(term) else f"<{str(term).removeprefix(settings.base)}>"
        if isinstance(term, rdflib.Variable):
            return f"?{term}"
        if isinstance(term, rdflib.Literal):
            return str(_term(term)) if term.datatype is None else f'"{term}"^^{self._word(term.datatype)}'
        if isinstance(term, rdflib.BNode):
            return "[]"
        return _path(term, self._word) if isinstance(term, Path) else str(term)

    def _count(self, subject: Any, predicate: Any, value: Any) -> int:
        """Count the statements that match a pattern, with the parameters given; for a path those of all its properties."""
        graph = self._edition.graph
        if isinstance(predicate, Path):
            excluded = isinstance(predicate, NegatedPath)
            matching = sum(graph.count(predicate=NamedNode(str(iri))) for iri in dict.fromkeys(_properties(predicate)))
            return graph.count() - matching if excluded else matching
        terms = [self._bound(term) for term in (subject, predicate, value)]
        if isinstance(terms[0], Literal) or not isinstance(terms[1], NamedNode | None):
            return 0
        return graph.count(terms[0], terms[1], terms[2])

    def _bound(self, term: Any) -> Term | None:
        if isinstance(term, rdflib.Variable):
            return self._given.get(str(term))
        return _term(term)


def _term(term: Any) -> Term | None:
    """Give a term of rdflib as one of ours; None for a blank node, which is a variable in a pattern."""
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype or XSD_STRING)))
    return NamedNode(str(term)) if isinstance(term, rdflib.URIRef) else None


def _triples(patterns: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Give triple patterns, which stand as such in algebra and one behind the other where it was not translated."""
    for part in patterns:
        for at in range(0, len(part) - 2, 3):
            yield part[at], part[at + 1], part[at + 2]


def _exists(node: CompValue) -> Iterator[CompValue]:
    """Find the EXISTS and NOT EXISTS in the expressions of an operator."""
    expressions = (value for key, value in node.items() if key not in _HIDDEN)
    yield from itertools.chain.from_iterable(map(_exists_in, expressions))


def _exists_in(value: Any) -> Iterator[CompValue]:
    if isinstance(value, CompValue):
        if value.name in _EXISTS:
            yield value
            return
        yield from _exists(value)
    elif isinstance(value, list | tuple):
        yield from itertools.chain.from_iterable(map(_exists_in, value))


def _path(path: Any, word: Callable[[Any], str]) -> str:
    """Write a property path as a query has it."""
    written = [_path(part, word) for part in _inside(path)]
    if not written:
        return "…" if isinstance(path, CompValue) else word(path)
    if isinstance(path, AlternativePath | NegatedPath):
        return ("!(" if isinstance(path, NegatedPath) else "(") + "|".join(written) + ")"
    if isinstance(path, SequencePath):
        return "/".join(written)
    before, after = "^" if isinstance(path, InvPath) else "", str(path.mod) if isinstance(path, MulPath) else ""
    return before + "|".join(written) + after


def _inside(path: Any) -> list[Any]:
    """Give the parts of a path, in their order; none for a property."""
    if isinstance(path, CompValue):  # of a negated path, which rdflib leaves as it was read
        parts = dict.get(path, "part", [])
    elif isinstance(path, Path):
        parts = next(getattr(path, name) for name in ("args", "arg", "path") if hasattr(path, name))
    else:
        return []
    return list(parts) if isinstance(parts, list | tuple) else [parts]


def _properties(path: Any) -> Iterator[rdflib.URIRef]:
    """List the properties that a path names."""
    if isinstance(path, rdflib.URIRef):
        yield path
    for part in _inside(path):
        yield from _properties(part)
