"""SPARQL: constraints and components whose rules are queries, each run once for all its nodes (SHACL, sections 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from catalogue.columns.index import pairs_of
from catalogue.columns.sets import are_in, distinct, ordered
from catalogue.columns.table import Numbers, numbers, stretches
from catalogue.errors import QueryError
from catalogue.messages import Text
from catalogue.model import Shape, sh
from catalogue.model.executables import Component, Executable
from catalogue.names import local_name
from catalogue.shacl.engine.evaluation import NO_VALUE, Check, Constraint, Evaluation, ValueNodes, Violations
from catalogue.shacl.engine.reach import reach
from catalogue.shacl.patterns import Pattern, patterns
from catalogue.shacl.prebinding import ROWS, Prepared, UnboundError, predicate, prepare
from catalogue.shacl.results import ShapesError
from catalogue.sparql.query import query_text
from catalogue.store.scratch import Scratch
from catalogue.terms import BlankNode, Literal, NamedNode, Term

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

    def rows(self, run: Evaluation, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[list[Term | None]]:
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

    def _store(self, run: Evaluation, focus: Numbers, values: Numbers | None) -> Scratch:
        if self.patterns is None or "shapesGraph" in self.constants:
            return run.whole_store(_SHAPES)
        bound = {"this": focus} | ({"value": values} if values is not None else {})
        constants = {name: numbers([run.number(value)]) for name, value in self.constants.items()}
        columns = run.data.columns
        store = Scratch()
        store.add(columns.triples(reach(columns, self.patterns, bound | constants)))
        return store


def _query(executable: Executable, shape: Shape, text: str, constants: Mapping[str, Term], *, per_value: bool) -> Query:
    if "$PATH" in text.replace("?PATH", "$PATH") and shape.path is None:
        raise ShapesError("$PATH is for property shapes only")
    known = {**constants, "shapesGraph": _SHAPES, "currentShape": shape.node}
    known = {name: value for name, value in known.items() if re.search(rf"[?$]{re.escape(name)}\b", text)}
    bound = ["this", *(["value"] if per_value else []), *known]
    try:
        prepared = prepare(query_text(text), bound, str(shape.path or ""))
    except UnboundError as error:
        raise ShapesError(str(error)) from error
    prefixes = executable.prefixes
    looked_at = patterns(prepared.query, prepared.query.names("", prefixes), bound)
    return Query(prepared, prefixes, looked_at, known, per_value)


def constraints(shape: Shape) -> Iterator[Constraint]:
    """Compile the SPARQL-based constraints of a shape.

    Raises:
        ShapesError: a query breaks the rules of pre-binding.
    """
    for executable in shape.sparql_constraints:
        select = executable.select
        if select is not None and not executable.is_deactivated:
            query = _query(executable, shape, select, {}, per_value=False)
            yield Constraint(_COMPONENT, Selected(query, executable.messages), source=executable.node)


def component_constraints(component: Component, shape: Shape) -> Iterator[Constraint]:
    """Compile the constraints of a declared component in a shape that has its parameters.

    Raises:
        ShapesError: a query breaks the rules of pre-binding.
    """
    given = {path: shape.given(path) for path in component.parameters}
    if not any(given.values()) or any(not given[path] and not optional for path, optional in component.parameters.items()):
        return
    validator = component.validator(on_property=shape.is_property_shape)
    if validator is None:
        return
    single = list(component.parameters) if len(component.parameters) == 1 else []
    rows = [{path: value} for path in single for value in given[path]]
    for row in rows or [{path: values[0] for path, values in given.items() if values}]:
        constants = {local_name(path.value): value for path, value in row.items()}
        messages = shape.messages or validator.messages or component.messages
        yield Constraint(component.node.value, _validation(validator, shape, constants, messages))


def _validation(validator: Executable, shape: Shape, constants: Mapping[str, Term], messages: Text) -> Check:
    if validator.ask is not None:
        return Asked(_query(validator, shape, validator.ask, constants, per_value=True), messages)
    return Selected(_query(validator, shape, validator.select or "", constants, per_value=False), messages)


@dataclass(frozen=True)
class Selected:
    """The check of a SELECT: each solution is a result."""

    query: Query
    messages: Text = field(default_factory=dict)

    def __call__(self, run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
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
        yield Violations(owners, values[rows], paths[rows], [told[row] for row in rows.tolist()])

    def _message(self, own: Term | None, values: Mapping[str, Term | None]) -> Text:
        if isinstance(own, Literal):
            return {own.language or "": own.value}
        given = {name: term for name, term in values.items() if term is not None}
        return filled(self.messages, {**self.query.constants, **given})


@dataclass(frozen=True)
class Asked:
    """The check of an ASK: a value for which it is not true is a result."""

    query: Query
    messages: Text = field(default_factory=dict)

    def __call__(self, run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
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
        yield Violations(at.owners[broken], values, messages=told)


def filled(templates: Text, values: Mapping[str, Term | None]) -> Text:
    """Write the values of variables into messages, where these name them in braces."""

    def value(match: re.Match[str]) -> str:
        term = values.get(match[1])
        return match[0] if term is None else str(term) if isinstance(term, BlankNode) else term.value

    return {tag: _PLACEHOLDER.sub(value, words) for tag, words in templates.items()}
