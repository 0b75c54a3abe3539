"""The SPARQL of shapes: whether it can run, and keeps to the rules of SHACL (sections 5 and 6, appendix A)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from catalogue.errors import LimitError
from catalogue.isolation.reading import reading
from catalogue.lint.kinds import Severity
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.lint.shapes.prefixes import are_sound, declarations, declaring, meant_namespace
from catalogue.lint.shapes.vocabulary import is_advanced
from catalogue.messages import Message, Text
from catalogue.model import sh
from catalogue.model.executables import Executable
from catalogue.model.vocabulary import VALIDATORS
from catalogue.names import local_name
from catalogue.shacl.prebinding import FORBIDDEN, graph_keywords, names_in, not_given
from catalogue.sparql.parser import DEEPEST
from catalogue.sparql.query import QueryText, query_text
from catalogue.sparql.syntax import KEEP_TO, TOO_DEEP, Stop, stop_of
from catalogue.sparql.tokens import SparqlToken, depth, line_and_column, unmatched, with_small_booleans
from catalogue.sparql.tree import all_queries
from catalogue.terms import XSD_STRING, Literal, NamedNode, Node

_ALWAYS = frozenset({"this", "shapesGraph", "currentShape"})
_RESERVED = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})
_INSTEAD: Mapping[str, Text] = {
    "MINUS": Message("lint.shapes.instead.minus"),
    "VALUES": Message("lint.shapes.instead.values"),
    "SERVICE": Message("lint.shapes.instead.service"),
}
_PATH, _ANY_PATH = "PATH", "(^<urn:p>)"


class _Place(NamedTuple):
    """Where a query stands, and what SHACL binds for it."""

    shapes: Shapes
    statement: Statement
    query: QueryText
    form: str
    bound: frozenset[str]
    needed: str
    on_property: bool

    def wrong(self, message: Text, advice: Text, token: SparqlToken | None = None) -> Mistake:
        """Give a mistake in the query, at one of its tokens or at the whole."""
        inner = (token.start, token.end) if token else None
        return at_value("bad-sparql", self.statement, Wrong(message, advice, inner=inner))


def constraint_queries(shapes: Shapes) -> Iterator[Mistake]:
    """Find queries of constraints and validators that cannot run, and constraints without a query."""
    yield from declarations(shapes)
    for statement in shapes.all("sparql"):
        yield from _without_query(shapes, statement)
    for statement in shapes.all("select", "ask"):
        if not is_advanced(shapes, statement.subject):
            yield from _query(shapes, statement)


def _without_query(shapes: Shapes, statement: Statement) -> Iterator[Mistake]:
    if shapes.of(statement.value, "select") or shapes.of(statement.value, "ask"):  # an ASK is reported where it stands
        return
    yield at_value(
        "bad-sparql",
        statement,
        Wrong(
            Message("C309.constraint-no-sh-select", statement=shapes.shown(statement.value)),
            Message("C309.write-sh-sparql-sh-select.advice"),
        ),
    )


def _query(shapes: Shapes, statement: Statement) -> Iterator[Mistake]:
    form = local_name(statement.predicate.value).upper()
    value = statement.value
    if not isinstance(value, Literal) or value.datatype.value != XSD_STRING:
        shown = shapes.shown(value)
        yield at_value(
            "bad-sparql",
            statement,
            Wrong(
                Message("C309.not-text-without-language", shown=shown),
                Message("C309.write-sh.advice", lower=form.lower()),
                shapes.written(Literal(value.value), statement.file) if isinstance(value, Literal) else None,
            ),
        )
        return
    place = _placed(shapes, statement, form, query_text(value.value))
    if depth(place.query.tokens) > DEEPEST:
        yield place.wrong(TOO_DEEP, KEEP_TO)
        return
    prefixes = Executable(statement.subject, shapes.graph.descriptions).prefixes
    undeclared = [prefix for prefix, _ in place.query.names("", prefixes).undeclared()]
    meant = {prefix: iri for prefix in undeclared if (iri := meant_namespace(shapes, statement, prefix)) is not None}
    prefixes = {**prefixes, **meant}
    mistakes = [*_undeclared(place, prefixes), *_form(place)]
    bracket = unmatched(place.query.tokens)
    if bracket:
        mistakes.append(
            place.wrong(
                Message("lint.shapes.sparql-no-partner", bracket=bracket.text),
                Message("lint.shapes.close-take-out.advice"),
                bracket,
            )
        )
    else:
        mistakes += [*_forbidden(place), *_graphs(place), *_nested(place), *_paths(place)]
    if not mistakes:
        mistakes += _syntax(place, prefixes)
    yield from mistakes or _meant(place, meant)


def _placed(shapes: Shapes, statement: Statement, form: str, query: QueryText) -> _Place:
    node = statement.subject
    bound = _ALWAYS | _parameter_names(shapes, node) | ({"value"} if form == "ASK" else set())
    users = [use.subject for use in shapes.uses(node) if use.predicate == sh("sparql")]
    of_property_shapes = bool(users) and all(shapes.of(user, "path") for user in users)
    on_property = of_property_shapes or shapes.is_value_of(node, "propertyValidator")
    return _Place(shapes, statement, query, form, frozenset(bound), "value" if form == "ASK" else "this", on_property)


def _parameter_names(shapes: Shapes, validator: Node) -> set[str]:
    """Give the names by which the query of a validator knows the parameters of its component."""
    components = [use.subject for use in shapes.uses(validator) if use.predicate in set(map(sh, VALIDATORS))]
    declared = (parameter.value for component in components for parameter in shapes.of(component, "parameter"))
    return {local_name(path.value.value) for parameter in declared for path in shapes.of(parameter, "path")}


def _form(place: _Place) -> Iterator[Mistake]:
    """Check the form of the query, and that it gives `$this`."""
    first = place.query.tree.form
    if first is None or not first.says(place.form):
        yield place.wrong(
            Message("lint.shapes.sh-takes-query-form", lower=place.form.lower(), form=place.form),
            Message("lint.shapes.write.advice", form=place.form),
            first,
        )
        return
    if place.form == "ASK":
        if place.shapes.is_value_of(place.statement.subject, "sparql"):
            yield place.wrong(
                Message("lint.shapes.constraint-takes-sh-select-sh"),
                Message("lint.shapes.write-select-breaks-rule.advice"),
                first,
            )
        return
    if not_given(place.query.tree, frozenset(), nested=False):
        yield place.wrong(
            Message("lint.shapes.query-does-not-give"),
            Message("lint.shapes.write-select.advice"),
            first,
        )


def _forbidden(place: _Place) -> Iterator[Mistake]:
    """Find what pre-binding forbids: MINUS, VALUES, SERVICE, and giving a bound variable another value."""
    for before, token in pairwise(place.query.tokens):
        for keyword in FORBIDDEN:
            if token.says(keyword):
                yield place.wrong(
                    Message("lint.shapes.shacl-forbids-queries", keyword=keyword),
                    _INSTEAD[keyword],
                    token,
                )
        if before.says("AS") and token.variable in place.bound:
            yield place.wrong(
                Message("lint.shapes.value-from-shacl-cannot-get", token=token.text),
                Message("lint.shapes.take-another-name.advice"),
                token,
            )


def _graphs(place: _Place) -> Iterator[Mistake]:
    """Find GRAPH: SHACL validates one graph, in which no other has a name but that of the shapes."""
    for token in graph_keywords(place.query):
        message = Message("C309.shacl-validates-one-graph")
        yield place.wrong(message, Message("C309.leave-out-graph.advice"), token)


def _nested(place: _Place) -> Iterator[Mistake]:
    for select in all_queries(place.query.tree):
        if select is place.query.tree:
            continue
        used = names_in(place.query, select.where, place.bound)
        missing = not_given(select, used, needed=place.needed, nested=True)
        if missing:
            names = ", ".join("$" + name for name in missing)
            yield place.wrong(
                Message("lint.shapes.select-inside-query-must-give", names=names),
                Message("lint.shapes.add.advice", names=names),
                select.form,
            )


def _paths(place: _Place) -> Iterator[Mistake]:
    if not place.on_property:
        for token in place.query.tokens:
            if token.variable == _PATH:
                yield place.wrong(
                    Message("lint.shapes.path-property-shapes-only"),
                    Message("lint.shapes.name-property.advice"),
                    token,
                )
                return


def _undeclared(place: _Place, prefixes: Mapping[str, str]) -> Iterator[Mistake]:
    for prefix, used in place.query.names("", prefixes).undeclared():
        yield place.wrong(
            Message("lint.shapes.query-does-not-know-prefix", prefix=prefix),
            _declare(place, prefix),
            SparqlToken("name", prefix + ":", used[0].start),
        )
    if any(declaration.keyword.says("BASE") for declaration in place.query.prologue):
        return
    for token in place.query.tokens:
        if token.kind == "iri" and ":" not in token.text:
            yield place.wrong(
                Message("lint.shapes.relative-query-no-base", token=token.text),
                Message("lint.shapes.write-whole-iri.advice"),
                token,
            )


def _meant(place: _Place, namespaces: Mapping[str, str]) -> Iterator[Mistake]:
    """Report prefixes that the query does not declare, though it is clear what they mean: it is run with them."""
    for prefix, used in place.query.names("", {}).undeclared():
        if prefix in namespaces:
            message = Message("lint.shapes.undeclared-prefix-taken-as", prefix=prefix, namespace=namespaces[prefix])
            wrong = Wrong(message, _declare(place, prefix), inner=(used[0].start, used[0].start + len(prefix) + 1))
            mistake = at_value("bad-sparql", place.statement, wrong, severity=Severity.WARNING)
            yield mistake._replace(added=declaring(place.statement, namespaces))


def _declare(place: _Place, prefix: str) -> Text:
    shapes, node = place.shapes, place.statement.subject
    here = shapes.of(node, "prefixes")
    elsewhere = [
        use.subject
        for declared in shapes.all("prefix")
        if declared.value.value == prefix
        for use in shapes.uses(declared.subject)
        if use.predicate == sh("declare") and isinstance(use.subject, NamedNode)
    ]
    if elsewhere and not here:
        name = shapes.shown(elsewhere[0])
        return Message("lint.shapes.add-sh-prefixes-beside-query", name=name)
    namespace = shapes.edition.settings.prefixes.get(prefix, "...")
    declaration = f'sh:declare [ sh:prefix "{prefix}" ; sh:namespace "{namespace}"^^xsd:anyURI ]'
    if here:
        name = shapes.shown(here[0].value)
        return Message("lint.shapes.add", declaration=declaration, name=name)
    return Message("lint.shapes.declare-add-sh-prefixes", declaration=declaration)


def _syntax(place: _Place, prefixes: Mapping[str, str]) -> Iterator[Mistake]:
    """Ask the engine whether the query parses; it is run on nothing, and never when it would ask the network."""
    query = with_small_booleans(place.query.text, place.query.tokens)
    variables = [t for t in place.query.tokens if t.variable == _PATH]
    for token in reversed(variables):
        query = query[: token.start] + _ANY_PATH + query[token.end :]
    try:
        refused = reading(place.shapes.edition)(query, place.query.tokens, are_sound(prefixes), "http://example.org/")
    except LimitError as error:
        yield place.wrong(error.message, Message("lint.queries.less.advice"))
        return
    if refused:
        yield _at_error(place, query, refused, variables)


def _at_error(place: _Place, query: str, words: str, variables: Sequence[SparqlToken]) -> Mistake:
    stop = stop_of(words, query)
    if stop is None:
        return place.wrong(Message("lint.shapes.sparql", text=words), Message("lint.shapes.correct-query.advice"))
    at = _without_paths(stop.at, variables)
    for variable in variables:
        if variable.start <= at <= variable.end:
            advice = Message("lint.shapes.write-path-value.advice")
            return place.wrong(Message("lint.shapes.path-may-only-stand-between"), advice, variable)
    token = next((token for token in place.query.tokens if token.end > at), None) or _end(place)
    return _at_token(place, stop, token)


def _at_token(place: _Place, stop: Stop, token: SparqlToken) -> Mistake:
    """Give a mistake of syntax where the engine stopped."""
    written = token.text.split("\n", maxsplit=1)[0]
    where = Message("lint.shapes.at", written=written) if written else Message("lint.shapes.end")
    if stop.reason:
        token = next((t for t in place.query.tokens if t.says("SELECT")), token) if stop.is_projection else token
        reason = Message("lint.shapes.sparql", text=stop.reason)
        return place.wrong(reason, Message("lint.shapes.correct-query.advice"), token)
    line, column = line_and_column(place.query.text, token.start)
    return place.wrong(
        Message("lint.shapes.sparql-syntax-error-line-column", line=line, column=column, where=where),
        Message("lint.shapes.correct-query-just-before.advice"),
        token,
    )


def _end(place: _Place) -> SparqlToken:
    """Give the end of a query as a token of no length."""
    return SparqlToken("end", "", place.query.tokens[-1].end if place.query.tokens else 0)


def _without_paths(at: int, variables: Sequence[SparqlToken]) -> int:
    """Find a character of the query in which paths stand for `$PATH` in the query as written."""
    for token in variables:
        if at >= token.start + len(_ANY_PATH):
            at -= len(_ANY_PATH) - len(token.text)
        elif at > token.start:
            return token.start
    return at


def parameter_names(shapes: Shapes) -> Iterator[Mistake]:
    """Find parameters of components whose local names SHACL keeps for itself or SPARQL cannot have."""
    for statement in shapes.all("parameter"):
        for path in shapes.of(statement.value, "path"):
            name = local_name(path.value.value)
            if isinstance(path.value, NamedNode) and (name in _RESERVED or not re.fullmatch(r"[^\W\d]\w*", name)):
                wrong = Wrong(
                    Message("lint.shapes.parameter-cannot-called-sparql-binds", name=name),
                    Message("lint.shapes.take-another-local-name.advice"),
                )
                yield at_value("bad-parameter", path, wrong)._replace(without=(statement,))
