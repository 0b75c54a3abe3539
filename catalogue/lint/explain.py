"""Explanations: where a result of a validation is, what else it has to do with, and why nested shapes are not met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalogue.edits import Related
from catalogue.errors import Place
from catalogue.lint.commas import Comma, decimal_comma
from catalogue.lint.comparing import ORDERS, at_odds, incomparable, reason
from catalogue.lint.expectations import shape_name
from catalogue.lint.located import Located
from catalogue.lint.naming import shown
from catalogue.lint.places import Places
from catalogue.lint.wording import duplicated_languages, wording
from catalogue.messages import Message, Text, languages, say
from catalogue.model import Path, sh
from catalogue.shacl.constraints import Constraints, qualified
from catalogue.shacl.results import Result
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term, Triple, language_of

_SHAPE_PLACE = "shape place"
_LISTED = 3
_TWO = 2
_COMPARING = frozenset({"Disjoint", "Equals", "LessThan", "LessThanOrEquals"})
_NESTED = 4


class Explainer:
    """Explains the results of one validation.

    Args:
        constraints: the shapes and the data.
        places: where their statements are.
    """

    def __init__(self, constraints: Constraints, places: Places) -> None:
        self._constraints = constraints
        self._places = places
        self._edition = constraints.edition
        self._shape_places: dict[tuple[Node, str, Term | None, Term | None], Place | None] = {}
        self._last: tuple[Result, Sequence[Located]] | None = None

    def statement(self, result: Result) -> Located | None:
        """Find the statement of the offending value, or the first one when the result has none."""
        return next(iter(self._statements(result)), None)

    def place(self, result: Result) -> Place:
        """Find the exact place: of the offending value, else of the predicate, else of the subject."""
        statement = self.statement(result)
        if statement is None:
            return self._focus_place(result.focus)
        if result.component == "Closed" or (result.value is None and result.component not in {"MaxCount", "UniqueLang"}):
            return statement.place(statement.predicate)
        backwards = result.value is not None and statement.triple.object != result.value
        return statement.place(statement.subject if backwards else statement.object)

    def related(self, result: Result) -> Iterator[Related]:
        """Find the other places: values that it is at odds with, where the value is described, and the shape."""
        yield from self._at_odds(result)
        if result.component == "Class" and isinstance(result.value, NamedNode | BlankNode):
            for statement in self._places.statements(result.value, RDF_TYPE)[:1]:
                yield Related(statement.place(statement.object), Message("lint.type-said-here.related"))
        shape = self._shape_place(result)
        if shape is not None:
            yield Related(shape, Message("lint.shape-says-here.related"))

    def advice(self, result: Result) -> Text:
        """Give the messages of the shape; where it has none, what a number with a comma is read as."""
        comma = None if result.messages else self._comma(result)
        return result.messages if comma is None else comma.advice

    def _comma(self, result: Result) -> Comma | None:
        return decimal_comma(self._constraints, self._places, self.statement(result), result)

    def notes(self, result: Result) -> Iterator[Text]:
        """Explain nested shapes: which alternative came nearest, and why it failed."""
        comma = self._comma(result) if result.messages else None
        if comma is not None:
            yield comma.advice
        parameter, value = self._constraints.parameter(result), result.value
        if parameter is None:
            return
        if result.component in ORDERS:
            yield from self._incomparable(result)
        elif result.component.startswith("Qualified"):
            yield from self._unsuitable(result)
        elif value is not None:
            yield from self._nested(result.component, parameter, value)

    def _nested(self, component: str, parameter: Term, value: Term) -> Iterator[Text]:
        """Tell why a value does not conform to the shapes that a constraint names."""
        if component in {"Or", "Xone"}:
            yield from self._nearest(self._members(parameter), value)
        elif component == "And":
            yield from _first(reason for member in self._members(parameter) for reason in self._why(member, value))
        elif component == "Node" and not isinstance(parameter, Literal):
            yield from _first(self._why(parameter, value))

    def _incomparable(self, result: Result) -> Iterator[Text]:
        """Tell what the value cannot be compared with, where it breaks the order with other values, which the message names."""
        pairs = at_odds(self._constraints, result)
        without_order = incomparable(pairs)
        for pair in without_order[:_LISTED] if len(without_order) < len(pairs) else ():
            other = shown(self._edition, pair.other)
            yield Message("comparison.also", other=other, reason=reason(self._edition, pair))

    def _members(self, parameter: Term) -> list[Node]:
        return [shape.node for shape in self._constraints.shapes.shapes_of_list(parameter)]

    # Places

    def _statements(self, result: Result) -> Sequence[Located]:
        """List the statements of the offending value, the most telling first; those of one result are asked for often."""
        if self._last is None or self._last[0] is not result:
            self._last = result, self._find_statements(result)
        return self._last[1]

    def _find_statements(self, result: Result) -> Sequence[Located]:
        focus, value, path = result.focus, result.value, self._path(result)
        if isinstance(focus, Literal) or result.is_about_focus:
            return ()
        if path is None:
            return self._of_query(focus, value) if value is not None else ()
        if value is None:
            return self._without_value(result, path, focus)
        if not path.predicate:
            step = _last_step(self._constraints, path, focus, value)
            return self._places.statements(*step) if step is not None else ()
        statements = self._places.statements(focus, NamedNode(path.predicate), value)
        other = self._constraints.parameter(result) if result.component == "Equals" else None
        return statements or (self._places.statements(focus, other, value) if isinstance(other, NamedNode) else [])

    def _of_query(self, focus: Node, value: Term) -> Sequence[Located]:
        """List the statements of a value that a query gives without a path: of the focus node, near it, or the only one."""
        graph = self._constraints.graph
        own = [triple.object for triple in graph.triples(focus)]
        near = [node for node in dict.fromkeys(own) if not isinstance(node, Literal)]
        for subject in (focus, *near):
            if graph.triples(subject, None, value):
                return self._places.statements(subject, None, value)
        triples = graph.triples(None, None, value) if isinstance(value, Literal) else []
        return self._places.statements(*triples[0]) if len(triples) == 1 else ()

    def _without_value(self, result: Result, path: Path, focus: Node) -> Sequence[Located]:
        first = _first_predicate(path)
        statements = self._places.statements(focus, NamedNode(first)) if first else []
        if result.component == "MaxCount":
            most = self._constraints.shape(result).value("maxCount")
            allowed = int(most.value) if most is not None and most.value.isdecimal() else 0
            distinct = list({s.triple.object: s for s in reversed(statements)}.values())[::-1]
            return distinct[allowed:] + distinct[:allowed]
        if result.component == "UniqueLang":
            return self._duplicates(result, statements)
        return statements

    def _duplicates(self, result: Result, statements: Sequence[Located]) -> Sequence[Located]:
        """List the texts in a language that is used twice, the first of them last; each result is about another language."""
        languages = duplicated_languages(self._constraints, result)
        tag = languages[result.number % len(languages)] if languages else ""
        texts = [s for s in statements if language_of(s.triple.object) == tag]
        return texts[1:] + texts[:1]

    def _path(self, result: Result) -> Path | None:
        if result.predicate is not None:
            return Path("predicate", result.predicate.value)
        return self._constraints.shape(result).path

    def _focus_place(self, focus: Term) -> Place:
        if isinstance(focus, Literal):
            for triple in self._constraints.graph.triples(None, None, focus)[:1]:
                for statement in self._places.statements(*triple):
                    return statement.place(statement.object)
        return self._places.find(focus)

    # Related places

    def _at_odds(self, result: Result) -> Iterator[Related]:
        first_and_others = self._statements(result)
        others, message = first_and_others[1:], Message("lint.also-said-here.related")
        if result.component in {"MaxCount", "UniqueLang"}:
            message = Message("lint.another-value-here.related")
        elif result.component in _COMPARING and not isinstance(result.focus, Literal):
            message = Message("lint.compared-value.related")
            other = self._constraints.parameter(result)
            compared = self._places.statements(result.focus, other) if isinstance(other, NamedNode) else []
            others = [statement for statement in compared if statement not in first_and_others]
        elif len({statement.path for statement in first_and_others}) < _TWO:
            return
        yield from (Related(statement.place(statement.object), message) for statement in others)

    def _shape_place(self, result: Result) -> Place | None:
        key = result.shape, result.component, result.constraint, result.declared
        reads = self._edition.graph.reads
        reads.note(_SHAPE_PLACE, key)
        if key not in self._shape_places:
            with reads.once(_SHAPE_PLACE, key):
                self._shape_places[key] = self._find_shape_place(result)
        return self._shape_places[key]

    def _find_shape_place(self, result: Result) -> Place | None:
        places, shape, predicate = self._places, result.shape, self._constraints.predicate(result)
        if result.constraint is not None and not isinstance(result.constraint, Literal):
            for query in places.statements(result.constraint, sh("select")) or places.statements(shape, sh("sparql")):
                return query.place(query.predicate)
        is_one_of_several = result.declared is not None and len(self._constraints.shape(result).given(predicate)) > 1
        for value in places.statements(shape, predicate, result.declared) if is_one_of_several else ():
            return value.place(value.object)
        for parameter in places.statements(shape, predicate):
            return parameter.place(parameter.predicate)
        return next((statement.place(statement.subject) for statement in places.statements(shape)), None)

    # Notes

    def _why(self, shape: Node, value: Term) -> Iterator[Text]:
        """Tell what a value lacks of a shape, nested shapes followed to what fails at last."""
        for failure in self._leaves(shape, value):
            yield wording(self._constraints, failure)

    def _leaves(self, shape: Node, value: Term, depth: int = 0) -> Iterator[Result]:
        for failure in self._constraints.failures(shape, value):
            inner = self._constraints.parameter(failure)
            nested = failure.component == "Node" and failure.value is not None and depth < _NESTED
            if nested and inner is not None and not isinstance(inner, Literal) and failure.value is not None:
                inner_leaves = list(self._leaves(inner, failure.value, depth + 1))
                yield from inner_leaves or [failure]
            else:
                yield failure

    def _nearest(self, members: Sequence[Node], value: Term) -> Iterator[Text]:
        """Tell of the alternative that fails least, and of several that fail alike, of the one that is least far away."""
        failures = [list(self._leaves(member, value)) for member in members]
        if not any(failures):
            return
        met = [number for number, failed in enumerate(failures, 1) if not failed]
        if met:
            numbers = ", ".join(map(str, met))
            yield Message("lint.fits-possibilities", numbers=numbers)
            return
        number = min(range(len(members)), key=lambda n: (len(failures[n]), *self._distance(failures[n], value)))
        count = len(members)
        where = self._places.find(members[number])
        reasons = list(_first(wording(self._constraints, failure) for failure in failures[number]))
        name = {tag: self._name(members[number], tag) for tag in languages()}
        yield Message(
            "lint.possibility-nearest", number=number + 1, count=count, name=name, where=where, joined=_joined(reasons)
        )

    def _distance(self, failures: Sequence[Result], value: Term) -> tuple[int, int]:
        """Give how far failures are from what is there: first those of what has the wrong kind of term altogether."""
        kinds = sum(isinstance(value, Literal) == (failure.component in {"Class", "NodeKind"}) for failure in failures)
        missing = sum(failure.component == "MinCount" for failure in failures)
        return kinds, missing

    def _name(self, shape: Node, language: str) -> str:
        if isinstance(shape, BlankNode):
            return ""
        return f" ({shape_name(self._constraints, shape, language)})"

    def _unsuitable(self, result: Result) -> Iterator[Text]:
        constraints = self._constraints
        values = constraints.values(result.shape, result.focus)
        suitable = qualified(constraints, result.shape, values)
        wanted = [shape.node for shape in constraints.shape(result).qualified]
        if result.component == "QualifiedMaxCount":
            for value in suitable[:_LISTED]:
                yield Message("lint.such-value", text=shown(self._edition, value))
            return
        for value in [value for value in values if value not in suitable][:_LISTED]:
            yield from _first(reason for shape in wanted for reason in self._why(shape, value))


def _first(reasons: Iterable[Text]) -> Iterator[Text]:
    """Give the first of some reasons, each once, then how many more there are."""
    distinct = list({say(reason, "en"): reason for reason in reversed(list(reasons))}.values())[::-1]
    shown_here = distinct if len(distinct) <= _NESTED + 1 else distinct[:_NESTED]
    yield from shown_here
    if len(distinct) > len(shown_here):
        yield Message("lint.more-reasons", count=len(distinct) - len(shown_here))


def _joined(reasons: Sequence[Text]) -> Text:
    return {tag: "; ".join(say(reason, tag) for reason in reasons) for tag in languages()}


def _first_predicate(path: Path) -> str | None:
    """Give the predicate that a path starts with at its focus node, if it is one."""
    if path.kind == "predicate":
        return path.iri
    return _first_predicate(path.parts[0]) if path.kind != "inverse" and path.parts else None


def _last_step(constraints: Constraints, path: Path, focus: Term, value: Term) -> Triple | None:
    """Find the statement by which a path arrives at a value."""
    graph = constraints.graph
    if path.kind == "predicate" and not isinstance(focus, Literal):
        triple = Triple(focus, NamedNode(path.iri), value)
        return triple if value in path.follow(graph, focus) else None
    if path.kind == "inverse":
        return _last_step(constraints, path.parts[0], value, focus)
    if path.kind == "alternative":
        return next(filter(None, (_last_step(constraints, part, focus, value) for part in path.parts)), None)
    starts = [focus]
    if path.kind == "sequence":
        starts = Path("sequence", parts=path.parts[:-1]).follow(graph, focus)
    elif path.kind in {"zeroOrMore", "oneOrMore"}:
        starts = Path("zeroOrMore", parts=path.parts).follow(graph, focus)
    steps = (_last_step(constraints, path.parts[-1], start, value) for start in starts)
    return next(filter(None, steps), None)
