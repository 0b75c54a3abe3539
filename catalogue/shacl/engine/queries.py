"""SPARQL: constraints and components whose rules are queries, each run once for all its nodes (SHACL, sections 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from catalogue.columns.index import ends_of, pairs_of
from catalogue.columns.sets import are_in, distinct, ordered
from catalogue.columns.table import Numbers, numbers, stretches
from catalogue.errors import QueryError
from catalogue.messages import Message, Text
from catalogue.model import Shape, sh
from catalogue.model.executables import Component, Executable
from catalogue.names import local_name
from catalogue.shacl.engine.evaluation import (
    FREE,
    NO_VALUE,
    Check,
    Constraint,
    Evaluation,
    Row,
    ValueNodes,
    Violations,
    Within,
)
from catalogue.shacl.engine.failures import NotEvaluatedError, made
from catalogue.shacl.engine.reach import reach
from catalogue.shacl.patterns import Pattern, patterns
from catalogue.shacl.prebinding import ROWS, Prepared, UnboundError, graph_keywords, predicate, prepare
from catalogue.shacl.results import ShapesError
from catalogue.sparql.exact import Data, exact
from catalogue.sparql.query import query_text
from catalogue.store.scratch import Scratch
from catalogue.terms import BlankNode, Literal, NamedNode, Term, language_of

_SHAPES = NamedNode(ROWS + "shapes")
_BOUND = NamedNode(ROWS)
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_COMPONENT = sh("SPARQLConstraintComponent").value


class Query(NamedTuple):
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

    @property
    def is_bounded(self) -> bool:
        """Whether its triple patterns tell which statements it looks at; else it is run upon all of them."""
        return self.patterns is not None and "shapesGraph" not in self.constants

    def solutions(
        self, run: Evaluation, focus: Numbers, values: Numbers | None, names: Sequence[str], within: Within = FREE
    ) -> list[Row]:
        """Evaluate it in this process.

        Args:
            run: the validation.
            focus: the focus nodes.
            values: a value for each focus node where values are bound too.
            names: the variables whose values are wanted.
            within: how it is evaluated.

        Returns:
            For each solution, the value of each variable, or None.

        Raises:
            ShapesError: the query fails.
            NotEvaluatedError: it computes with numbers beyond the range of the store, or has too many solutions.
        """
        term = run.data.term
        rows: list[dict[NamedNode, Term]] = []
        fixed = {predicate(name): value for name, value in self.constants.items()}
        for at, number in enumerate(focus.tolist()):
            row = {predicate("this"): term(number), **fixed}
            if values is not None:
                row[predicate("value")] = term(int(values[at]))
            rows.append(row)
        store, most = self._store(run, focus, values), within.most
        for bound in (focus, values, numbers(map(run.number, self.constants.values()))):
            run.data.marks(bound) if bound is not None else None
        try:
            solutions: list[Row] = []
            for part in [rows] if self.prepared.at_once else [[row] for row in rows]:
                store.bind(_BOUND, part)
                put = exact(query_text(self.prepared.text), Data(store.peculiar, store.graphs), "", self.prefixes)
                if put.beyond is not None:
                    raise NotEvaluatedError(put.beyond)
                with within.around():
                    left = None if most is None else most - len(solutions)
                    solutions += store.solutions(put.text, self.prefixes, names, left)
                if most is not None and len(solutions) > most:
                    raise NotEvaluatedError(Message("shacl.engine.many", most=most))
        except QueryError as error:
            raise ShapesError(str(error.message["en"])) from error
        return solutions

    def _store(self, run: Evaluation, focus: Numbers, values: Numbers | None) -> Scratch:
        if self.patterns is None or not self.is_bounded:
            return run.whole_store(_SHAPES)
        bound = {"this": focus} | ({"value": values} if values is not None else {})
        constants = {name: numbers([run.number(value)]) for name, value in self.constants.items()}
        columns = run.data.columns
        rows = reach(columns, self.patterns, bound | constants)
        store = Scratch(run.data.marks(columns.at(2, rows)), run.data.beyond)
        store.add(columns.triples(rows))
        return store


def _query(executable: Executable, shape: Shape, text: str, constants: Mapping[str, Term], *, per_value: bool) -> Query:
    query = query_text(text)
    if graph_keywords(query):
        raise NotEvaluatedError(Message("shacl.engine.graphs"))
    if "$PATH" in text.replace("?PATH", "$PATH") and shape.path is None:
        raise ShapesError("$PATH is for property shapes only")
    known = {**constants, "shapesGraph": _SHAPES, "currentShape": shape.node}
    known = {name: value for name, value in known.items() if re.search(rf"[?$]{re.escape(name)}\b", text)}
    bound = ["this", *(["value"] if per_value else []), *known]
    try:
        prepared = prepare(query, bound, str(shape.path or ""))
    except UnboundError as error:
        raise ShapesError(str(error)) from error
    prefixes = executable.prefixes
    looked_at = patterns(prepared.query, prepared.query.names("", prefixes), bound)
    return Query(prepared, prefixes, looked_at, known, per_value)


def constraints(shape: Shape) -> Iterator[Constraint]:
    """Compile the SPARQL-based constraints of a shape; one whose query cannot be run fails when it is run."""
    for executable in shape.sparql_constraints:
        if not executable.is_deactivated:
            check = made(partial(_selected, executable, shape))
            if check is not None:
                yield Constraint(_COMPONENT, check, source=executable.node)


def _selected(executable: Executable, shape: Shape) -> Check | None:
    select = executable.select
    return None if select is None else Selected(_query(executable, shape, select, {}, per_value=False), executable.messages)


def component_constraints(component: Component, shape: Shape) -> Iterator[Constraint]:
    """Compile the constraints of a declared component in a shape that has its parameters, as `constraints` does."""
    arguments = _arguments(component, shape)
    validator = component.validator(on_property=shape.is_property_shape) if arguments else None
    if validator is None:
        return
    messages = shape.messages or validator.messages or component.messages
    only = next(iter(component.parameters)) if len(component.parameters) == 1 else None
    for constants in arguments:
        check = made(partial(_validation, validator, shape, constants, messages))
        if check is not None:
            declared = constants[local_name(only.value)] if only is not None else None
            yield Constraint(component.node.value, check, declared=declared, parameter=next(iter(component.parameters)))


def _arguments(component: Component, shape: Shape) -> list[Mapping[str, Term]]:
    """List the values of a component's parameters in a shape, by the parameters' local names, once for each constraint.

    Returns:
        Each value of the only parameter, or the first of each of several (SHACL, section 6.2.1); empty when the shape does not
        give those that are not optional, or none at all.
    """
    given = {path: shape.given(path) for path in component.parameters}
    if not any(given.values()) or any(not given[path] for path in component.needed):
        return []
    if len(given) == 1:
        return [{local_name(path.value): value} for path, values in given.items() for value in values]
    return [{local_name(path.value): values[0] for path, values in given.items() if values}]


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
        """Find what violates it: solutions that are alike are one result."""
        placeholders = sorted({name for text in self.messages.values() for name in _PLACEHOLDER.findall(text)})
        solutions = self._solutions(run, distinct(at.focus), placeholders)
        focus, values = (run.numbers([solution[column] for solution in solutions]) for column in (0, 1))
        if at.values is at.focus:
            is_missing = values == NO_VALUE
            values[is_missing] = focus[is_missing]
        paths = run.numbers([path if isinstance(path, NamedNode) else None for _, _, path, *_ in solutions])
        messages = [self._message(own, dict(zip(placeholders, rest, strict=True))) for _, _, _, own, *rest in solutions]
        order = ordered(focus)
        owners, places = stretches(focus[order], at.focus)
        rows = order[places]
        yield Violations(owners, values[rows], paths[rows], [messages[row] for row in rows.tolist()])

    def _solutions(self, run: Evaluation, focus: Numbers, placeholders: Sequence[str]) -> list[Row]:
        solutions = run.terms_of(self.query, focus, None, ["this", "value", "path", "message", *placeholders])
        distinct_solutions = dict.fromkeys(tuple(solution) for solution in solutions if solution[0] is not None)
        return list(map(list, distinct_solutions))

    def _message(self, own: Term | None, values: Mapping[str, Term | None]) -> Text:
        if isinstance(own, Literal):
            return {language_of(own): own.value}
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
        focus_asked, values_asked = ends_of(distinct(pairs))
        held = pairs_of(*run.numbers_of(self.query, focus_asked, values_asked, ["this", "value"]))
        broken = ~are_in(pairs, held)
        values = at.values[broken]
        messages = [
            filled(self.messages, {**self.query.constants, "value": run.data.term(value), "this": run.data.term(this)})
            for value, this in zip(values.tolist(), focus[broken].tolist(), strict=True)
        ]
        yield Violations(at.owners[broken], values, messages=messages)


def filled(templates: Text, values: Mapping[str, Term | None]) -> Text:
    """Write the values of variables into messages, where these name them in braces."""

    def value(match: re.Match[str]) -> str:
        term = values.get(match[1])
        return match[0] if term is None else str(term) if isinstance(term, BlankNode) else term.value

    return {tag: _PLACEHOLDER.sub(value, text) for tag, text in templates.items()}
