"""Literals that a query asks for and the data writes otherwise: with a language tag, another datatype or other capitals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from catalogue.errors import Place
from catalogue.languages import recommended
from catalogue.messages import Message
from catalogue.names import Prefixes
from catalogue.sparql.constants import constants, string_value
from catalogue.sparql.empty import Context
from catalogue.sparql.expressions import Operation, inside, operation
from catalogue.sparql.known import Known
from catalogue.sparql.names import Names
from catalogue.sparql.notes import Note
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken, line_and_column
from catalogue.sparql.tree import Filter, PropertyPath, TriplePattern, Triples, Verb, all_groups
from catalogue.terms import RDF_TYPE, XSD, Literal, NamedNode

_MOST = 5
"""How many literals are told of."""

_SAMPLE = 200
"""Of how many values of a property it is seen how they are written."""

_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"))


class _Sought(NamedTuple):
    """A literal that a query asks for.

    Attributes:
        tokens: its tokens.
        literal: the literal.
        properties: the IRIs of the properties whose value it should be.
        is_compared: whether it is compared by value, as `=` does, and not a value in a triple pattern.
    """

    tokens: Sequence[SparqlToken]
    literal: Literal
    properties: Sequence[str]
    is_compared: bool


def otherwise_written(query: QueryText, known: Known, context: Context) -> Iterator[Note]:
    """Tell which literals of a query the data writes otherwise, which may be why an answer is empty.

    Only the values of the property that the literal stands behind are looked at, and of those no more than two hundred, from
    which it is seen which tags and datatypes they have.

    Args:
        query: the query, which parses.
        known: what the catalogue knows.
        context: how the query is read.

    Yields:
        A note for each, with how the data writes it; at most five.

    >>> from catalogue.sparql.known import Lookups
    >>> bean = Literal("Bean", language="en")
    >>> known = Known(lambda iri: True, lookups=Lookups(lambda iri, most: [bean], lambda iri, literal: literal == bean))
    >>> query = QueryText("SELECT ?s { ?s <urn:label> 'Bean' }")
    >>> [str(note) for note in otherwise_written(query, known, Context("urn:e/", {}))]
    ['<query>:1:28: the data has "Bean"@en, and not "Bean"']
    """
    names = query.names(context.base, context.prefixes)
    yield from islice(_notes(query, names, known, context), _MOST)


def _notes(query: QueryText, names: Names, known: Known, context: Context) -> Iterator[Note]:
    short = Prefixes(names.prefixes)
    for sought in _all_sought(query, names):
        place = _place(query.text, sought.tokens, context.path)
        shown = _shown(sought.literal, short)
        if RDF_TYPE.value in sought.properties and not sought.is_compared:
            yield Note.of(Message("query.class-is-literal", literal=shown), place)
            continue
        near = _otherwise(sought, known)
        if near is not None:
            yield Note.of(_message(shown, _shown(near, short), is_compared=sought.is_compared), place)


def _message(asked: str, near: str, *, is_compared: bool) -> Message:
    if is_compared:
        return Message("query.literal-otherwise-compared", asked=asked, near=near)
    return Message("query.literal-otherwise", asked=asked, near=near)


def _place(text: str, tokens: Sequence[SparqlToken], path: str | None) -> Place | None:
    if path is None:
        return None
    return Place(path, *line_and_column(text, tokens[0].start), *line_and_column(text, tokens[-1].end))


def _shown(literal: Literal, prefixes: Prefixes) -> str:
    """Write a literal as a query has it."""
    text = literal.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if literal.language:
        return f'"{text}"@{recommended(literal.language)}'
    datatype = literal.datatype.value
    if datatype == XSD + "integer":
        return text
    return f'"{text}"' if datatype == XSD + "string" else f'"{text}"^^{prefixes.shorten(datatype)}'


def _otherwise(sought: _Sought, known: Known) -> Literal | None:
    """Find how the data writes a literal; None where it has it as it is, or nothing like it."""
    if any(known.lookups.has(iri, sought.literal) for iri in sought.properties):
        return None
    for iri in sought.properties[:_MOST]:
        sample = [*known.lookups.sample(iri, _SAMPLE)]
        if sought.literal in sample:
            return None
        forms = dict.fromkeys((other.language, other.datatype.value) for other in sample)
        written = (_in_form(sought.literal.value, *form) for form in forms)
        near = next((one for one in written if _differs(one, sought) and known.lookups.has(iri, one)), None)
        near = near or next((other for other in sample if _differs(other, sought) and _is_like(other, sought.literal)), None)
        if near is not None:
            return near
    return None


def _in_form(value: str, language: str | None, datatype: str) -> Literal:
    return Literal(value, language=language) if language else Literal(value, datatype=NamedNode(datatype))


def _differs(other: Literal, sought: _Sought) -> bool:
    """Tell whether a literal is not the one that is sought; numbers that are compared are the same with any datatype."""
    both = {other.datatype.value, sought.literal.datatype.value}
    return other != sought.literal and not (sought.is_compared and both <= _NUMBERS)


def _is_like(other: Literal, literal: Literal) -> bool:
    """Tell whether two literals say the same but for capitals and space, or are the same number."""
    if {other.datatype.value, literal.datatype.value} <= _NUMBERS:
        return _number(other.value) == _number(literal.value) is not None
    return other.value.casefold().strip() == literal.value.casefold().strip()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _all_sought(query: QueryText, names: Names) -> Iterator[_Sought]:
    """List the literals that the patterns and the conditions of a query ask for."""
    elements = [element for group in all_groups(query.tree) for element in group.elements]
    patterns = [pattern for element in elements if isinstance(element, Triples) for pattern in element.patterns]
    properties: dict[str, list[str]] = {}
    for pattern in patterns:
        iris = [*_properties(pattern.verb, names)]
        properties.setdefault(pattern.object.variable, []).extend(iris)
        yield from _of_pattern(pattern, iris, names)
    for element in elements:
        read = operation(element.expression) if isinstance(element, Filter) else None
        for part in inside(read) if read is not None else ():
            yield from _of_condition(part, properties, names)


def _of_pattern(pattern: TriplePattern, iris: Sequence[str], names: Names) -> Iterator[_Sought]:
    literal = _literal(pattern.object.tokens, names)
    if literal is not None and iris:
        yield _Sought(pattern.object.tokens, literal, iris, is_compared=False)


def _of_condition(part: Operation, properties: Mapping[str, Sequence[str]], names: Names) -> Iterator[_Sought]:
    """List the literals that a variable must be equal to."""
    if part.kind != "in" and not (part.kind == "comparison" and part.name == "="):
        return
    variable = next((one.variable for one in part.parts if one.variable), "")
    for one in part.parts if properties.get(variable) else ():
        literal = _literal(one.tokens, names) if one.kind == "term" else None
        if literal is not None:
            yield _Sought(one.tokens, literal, properties[variable], is_compared=True)


def _literal(tokens: Sequence[SparqlToken], names: Names) -> Literal | None:
    """Read a literal; None for another term."""
    first = tokens[0]
    if first.kind == "string" and len(tokens) == 1:
        return Literal(string_value(first))
    if first.kind == "string" and tokens[1].kind == "tag":
        return Literal(string_value(first), language=tokens[1].text[1:].lower())
    if first.text in {"[", "(", "<"}:
        return None
    return next((constant.literal for constant in constants(tokens, names)), None)


def _properties(verb: Verb, names: Names) -> Iterator[str]:
    """List the IRIs of the properties whose values stand behind a verb."""
    if not isinstance(verb, PropertyPath):
        return
    if verb.kind == "predicate":
        iri = RDF_TYPE.value if verb.tokens[0].text == "a" else names.iri(verb.tokens[0])
        if iri is not None:
            yield iri
    elif verb.kind not in {"inverse", "negated"}:
        for part in verb.parts[-1:] if verb.kind == "sequence" else verb.parts:
            yield from _properties(part, names)
