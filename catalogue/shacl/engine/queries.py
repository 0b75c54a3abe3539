"""SPARQL: constraints and components whose rules are queries, each run once for all its nodes (SHACL, sections 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from catalogue.columns.graph import Graph
from catalogue.columns.index import pairs_of
from catalogue.columns.sets import are_in, distinct, ordered
from catalogue.columns.table import Numbers, numbers, stretches
from catalogue.errors import QueryError, Text
from catalogue.model import read_path
from catalogue.names import local_name
from catalogue.shacl.engine.reach import reach
from catalogue.shacl.engine.shapes import (
    NO_VALUE,
    At,
    Check,
    Constraint,
    Findings,
    Found,
    ShapesError,
    is_true,
    messages_of,
    sh,
)
from catalogue.shacl.patterns import Pattern, patterns
from catalogue.shacl.prebinding import ROWS, Prepared, UnboundError, predicate, prepare
from catalogue.sparql.query import query_text
from catalogue.store.scratch import Scratch
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term

if TYPE_CHECKING:
    from catalogue.shacl.engine.run import Run

_IMPORTS = NamedNode("http://www.w3.org/2002/07/owl#imports")
_SHAPES = NamedNode(ROWS + "shapes")
_BOUND = NamedNode(ROWS)
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_COMPONENT = sh("SPARQLConstraintComponent").value


@dataclass(frozen=True)
class Query:
    """A query of a constraint, ready to run.

    Attributes:
        prepared: its text, with its bound values looked up.
        prefixes: the prefixes that it need not declare.
        patterns: its triple patterns, or None when it may look anywhere.
        constants: the bound variables that are the same for every row, with their values.
        per_value: whether `$value` is bound too.
    """

    prepared: Prepared
    prefixes: Mapping[str, str]
    patterns: Sequence[Pattern] | None
    constants: Mapping[str, Term]
    per_value: bool = False

    def rows(self, run: Run, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[list[Term | None]]:
        """Run it.

        Args:
            run: the validation.
            focus: the focus nodes.
            values: a value for each focus node where values are bound too.
            names: the variables whose values are wanted.

        Returns:
            For each solution, the value of each variable, or None.

        Raises:
            ShapesError: the query fails.
        """
        term = run.data.term
        rows: list[dict[NamedNode, Term]] = []
        fixed = {predicate(name): value for name, value in self.constants.items()}
        for at, number in enumerate(focus.tolist()):
            row = {predicate("this"): term(number), **fixed}
            if values is not None:
                row[predicate("value")] = term(int(values[at]))
            rows.append(row)
        store = self._store(run, focus, values)
        try:
            found: list[list[Term | None]] = []
            for part in [rows] if self.prepared.at_once else [[row] for row in rows]:
                store.bind(_BOUND, part)
                found += store.solutions(self.prepared.text, self.prefixes, names)
        except QueryError as error:
            raise ShapesError(str(error.message["en"])) from error
        return found

    def _store(self, run: Run, focus: Numbers, values: Numbers | None) -> Scratch:
        if self.patterns is None or "shapesGraph" in self.constants:
            return run.whole_store(_SHAPES)
        bound = {"this": focus} | ({"value": values} if values is not None else {})
        constants = {name: numbers([run.number(value)]) for name, value in self.constants.items()}
        columns = run.data.columns
        store = Scratch()
        store.add(columns.triples(reach(columns, self.patterns, bound | constants)))
        return store


def prefixes_of(graph: Graph, node: Node) -> dict[str, str]:
    """Read the prefixes of a query (SHACL, section 5.2.1)."""
    found: dict[str, str] = {}
    pending = [term for term in graph.objects(node, sh("prefixes")) if not isinstance(term, Literal)]
    seen = set(pending)
    while pending:
        declarer = pending.pop()
        for declaration in graph.objects(declarer, sh("declare")):
            if not isinstance(declaration, Literal):
                prefix, namespace = (graph.value(declaration, sh(name)) for name in ("prefix", "namespace"))
                if prefix is not None and namespace is not None:
                    found[prefix.value] = namespace.value
        more = [t for t in graph.objects(declarer, _IMPORTS) if not isinstance(t, Literal) and t not in seen]
        seen.update(more)
        pending += more
    return found


def _query(  # noqa: PLR0913 - what a query is made of
    graph: Graph, node: Node, shape: Node, words: str, constants: Mapping[str, Term], *, per_value: bool
) -> Query:
    path = graph.value(shape, sh("path"))
    read = read_path(graph, path) if path is not None else None
    if "$PATH" in words.replace("?PATH", "$PATH") and read is None:
        raise ShapesError("$PATH is for property shapes only")
    known = {**constants, "shapesGraph": _SHAPES, "currentShape": shape}
    known = {name: value for name, value in known.items() if re.search(rf"[?$]{re.escape(name)}\b", words)}
    bound = ["this", *(["value"] if per_value else []), *known]
    prefixes = prefixes_of(graph, node)
    try:
        prepared = prepare(query_text(words), bound, str(read or ""))
    except UnboundError as error:
        raise ShapesError(str(error)) from error
    looked_at = patterns(prepared.query, prepared.query.names("", prefixes), bound)
    return Query(prepared, prefixes, looked_at, known, per_value)


def _words(graph: Graph, node: Node, name: str) -> str | None:
    found = graph.value(node, sh(name))
    return found.value if isinstance(found, Literal) else None


def constraints(graph: Graph, shape: Node) -> Iterator[Constraint]:
    """Compile the SPARQL constraints of a shape.

    Raises:
        ShapesError: a query breaks the rules of pre-binding.
    """
    for node in graph.objects(shape, sh("sparql")):
        words = _words(graph, node, "select") if not isinstance(node, Literal) else None
        if words is not None and not isinstance(node, Literal) and not is_true(graph.value(node, sh("deactivated"))):
            query = _query(graph, node, shape, words, {}, per_value=False)
            yield Constraint(_COMPONENT, Selected(query, messages_of(graph, node)), source=node)


@dataclass(frozen=True)
class Selected:
    """The check of a SELECT: each solution is a result."""

    query: Query
    messages: Text = field(default_factory=dict)

    def __call__(self, run: Run, at: At) -> Findings:
        """Find what violates it."""
        asked = sorted({name for words in self.messages.values() for name in _PLACEHOLDER.findall(words)})
        found = self.query.rows(run, distinct(at.focus), None, ["this", "value", "path", "message", *asked])
        solutions = [row for row in found if row[0] is not None]
        focus = run.numbers([row[0] for row in solutions])
        values = run.numbers([row[1] for row in solutions])
        if at.values is at.focus:
            values = np.where(values == NO_VALUE, focus, values)
        paths = run.numbers([row[2] if isinstance(row[2], NamedNode) else None for row in solutions])
        told = [self._message(row[3], dict(zip(asked, row[4:], strict=True))) for row in solutions]
        order = ordered(focus)
        owners, places = stretches(focus[order], at.focus)
        rows = order[places]
        yield Found(owners, values[rows], paths[rows], [told[row] for row in rows.tolist()])

    def _message(self, own: Term | None, values: Mapping[str, Term | None]) -> Text:
        if isinstance(own, Literal):
            return {own.language or "": own.value}
        return filled(self.messages, {**self.query.constants, **values})


@dataclass(frozen=True)
class Asked:
    """The check of an ASK: a value for which it is not true is a result."""

    query: Query
    messages: Text = field(default_factory=dict)

    def __call__(self, run: Run, at: At) -> Findings:
        """Find what violates it."""
        focus = at.focus[at.owners]
        pairs = pairs_of(focus, at.values)
        asked = distinct(pairs)
        found = self.query.rows(run, (asked >> 32).astype(np.int32), (asked & 0xFFFFFFFF).astype(np.int32), ["this", "value"])
        held = pairs_of(*(run.numbers([row[column] for row in found]) for column in (0, 1)))
        broken = ~are_in(pairs, held)
        values = at.values[broken]
        told = [
            filled(self.messages, {**self.query.constants, "value": run.data.term(value), "this": run.data.term(this)})
            for value, this in zip(values.tolist(), focus[broken].tolist(), strict=True)
        ]
        yield Found(at.owners[broken], values, messages=told)


def filled(templates: Text, values: Mapping[str, Term | None]) -> Text:
    """Write the values of variables into messages, where these name them in braces."""

    def value(match: re.Match[str]) -> str:
        term = values.get(match[1])
        return match[0] if term is None else str(term) if isinstance(term, BlankNode) else term.value

    return {tag: _PLACEHOLDER.sub(value, words) for tag, words in templates.items()}


@dataclass(frozen=True)
class Component:
    """A constraint component whose validators are queries.

    Attributes:
        node: its name.
        parameters: the predicates of its parameters, and whether each may be left out.
    """

    node: NamedNode
    parameters: Mapping[NamedNode, bool]

    def constraints(self, graph: Graph, shape: Node) -> Iterator[Constraint]:
        """Compile its constraint in a shape that has its parameters."""
        given = {path: graph.objects(shape, path) for path in self.parameters}
        if not any(given.values()) or any(not given[path] and not optional for path, optional in self.parameters.items()):
            return
        on_property = graph.value(shape, sh("path")) is not None
        validator = graph.value(self.node, sh("propertyValidator" if on_property else "nodeValidator"))
        validator = validator or graph.value(self.node, sh("validator"))
        if validator is None or isinstance(validator, Literal):
            return
        single = list(self.parameters) if len(self.parameters) == 1 else []
        rows = [{path: value} for path in single for value in given[path]]
        for row in rows or [{path: values[0] for path, values in given.items() if values}]:
            constants = {local_name(path.value): value for path, value in row.items()}
            yield Constraint(self.node.value, self._check(graph, shape, validator, constants))

    def _check(self, graph: Graph, shape: Node, validator: Node, constants: Mapping[str, Term]) -> Check:
        messages = messages_of(graph, shape) or messages_of(graph, validator) or messages_of(graph, self.node)
        ask, select = _words(graph, validator, "ask"), _words(graph, validator, "select")
        if ask is not None:
            return Asked(_query(graph, validator, shape, ask, constants, per_value=True), messages)
        return Selected(_query(graph, validator, shape, select or "", constants, per_value=False), messages)


def components(graph: Graph) -> list[Component]:
    """List the constraint components that a shapes graph declares."""
    found = []
    for node in {triple.subject: None for triple in graph.triples(None, sh("parameter"))}:
        if isinstance(node, NamedNode):
            declared = [p for p in graph.objects(node, sh("parameter")) if not isinstance(p, Literal)]
            paths = ((graph.value(p, sh("path")), is_true(graph.value(p, sh("optional")))) for p in declared)
            found.append(Component(node, {path: optional for path, optional in paths if isinstance(path, NamedNode)}))
    return found
