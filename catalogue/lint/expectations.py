"""Expectations: what shapes ask for, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from catalogue.edition import Edition
from catalogue.lint import phrases
from catalogue.lint.naming import class_name, datatype_name, quoted, shown
from catalogue.messages import Text, say
from catalogue.model import Path, Shape
from catalogue.names import local_name
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.results import Result
from catalogue.terms import Literal, NamedNode, Node, Term, language_of

_LISTED = 6
_DEPTH = 4
_LONG = 120
_COMMENT = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_LOGICAL = ("not", "and", "or", "xone", "node", "property", "qualifiedValueShape")


def expected(constraints: Constraints, name: str, parameter: Term, language: str) -> str:
    """Say what the value of a parameter asks for.

    Args:
        constraints: the shapes and the data.
        name: the local name of the parameter, such as `datatype`.
        parameter: its value.
        language: the language of the words.
    """
    make = _EXPECTED.get(name)
    if make is not None:
        return make(constraints, parameter, language)
    return parameter.value if isinstance(parameter, Literal) else shown(constraints.edition, parameter)


def _datatype(constraints: Constraints, parameter: Term, language: str) -> str:
    return datatype_name(constraints.edition, parameter.value, language)


def _class(constraints: Constraints, parameter: Term, language: str) -> str:
    return class_name(constraints.edition, parameter.value, language)


def _kind(_: Constraints, parameter: Term, language: str) -> str:
    return say(phrases.NODE_KINDS.get(local_name(parameter.value), {}), language)


def _terms(constraints: Constraints, parameter: Term, language: str) -> str:
    members = constraints.shapes.descriptions.members(parameter)
    return _any_of([shown(constraints.edition, member) for member in members[: _LISTED + 1]], language)


def _languages(constraints: Constraints, parameter: Term, language: str) -> str:
    members = constraints.shapes.descriptions.members(parameter)
    return _any_of([f"@{member.value}" for member in members[: _LISTED + 1]], language)


def _any_of(names: Sequence[str], language: str) -> str:
    if len(names) > _LISTED:
        return ", ".join(names[:_LISTED]) + ", …"
    *first, last = names or [""]
    return (", ".join(first) + say(phrases.OR, language) if first else "") + last


def _term(constraints: Constraints, parameter: Term, _: str) -> str:
    return shown(constraints.edition, parameter)


def _other(constraints: Constraints, parameter: Term, language: str) -> str:
    return quoted(constraints.edition.label(parameter, language), language) if isinstance(parameter, NamedNode) else ""


_RANGES = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")

_EXPECTED: Mapping[str, Callable[[Constraints, Term, str], str]] = {
    "datatype": _datatype,
    "class": _class,
    "nodeKind": _kind,
    "in": _terms,
    "languageIn": _languages,
    "hasValue": _term,
    **dict.fromkeys(_RANGES, _term),
    **dict.fromkeys(("equals", "disjoint", "lessThan", "lessThanOrEquals"), _other),
}


# Names


def property_name(constraints: Constraints, shape: Node, predicate: NamedNode | None, language: str) -> str:
    """Name what a property shape is about: by its own name, else by its predicate's label, else by its path."""
    name = say(constraints.shapes.shape(shape).names, language)
    if not name and predicate is not None:
        name = constraints.edition.label(predicate, language)
    if not name:
        path = constraints.shapes.shape(shape).path
        name = _short_path(constraints.edition, path) if path is not None else ""
    return quoted(name, language) if name else say(phrases.A_VALUE, language)


def _short_path(edition: Edition, path: Path) -> str:
    return re.sub("<([^>]*)>", lambda match: shown(edition, NamedNode(match[1])), str(path))


def shape_name(constraints: Constraints, shape: Term, language: str) -> str:
    """Name a shape: by its label or name, else by its IRI, else by what it asks for."""
    return _named(constraints, shape, language, 0) or shown(constraints.edition, shape)


def condition_name(constraints: Constraints, result: Result, language: str) -> str:
    """Name a SPARQL-based constraint: by its label or description, else by those of its shape, else by its IRI.

    Args:
        constraints: the shapes and the data.
        result: the result of the constraint.
        language: the language of the words.
    """
    nodes = [node for node in (result.constraint, result.shape) if node is not None and not isinstance(node, Literal)]
    for node in nodes:
        shape = constraints.shapes.shape(node)
        texts = (
            constraints.edition.own_label(node),
            shape.texts("name"),
            shape.texts("description"),
            _comment(constraints, node),
        )
        text = next((text for text in (say(each, language) for each in texts) if text), "")
        if text:
            return quoted(text, language)
        if isinstance(node, NamedNode):
            return shown(constraints.edition, node)
    return shown(constraints.edition, result.parameter)


def _comment(constraints: Constraints, node: Node) -> Text:
    values = constraints.shapes.descriptions.values(node, _COMMENT)
    return {language_of(value): value.value for value in values if isinstance(value, Literal)}


def _named(constraints: Constraints, shape: Term, language: str, depth: int) -> str:
    """Name a shape as `shape_name` does; nothing where there are no words for it.

    The name of a property shape is that of its property, of which other shapes ask for something else.
    """
    if isinstance(shape, Literal):
        return shape.value
    declared = constraints.shapes.shape(shape)
    label = constraints.edition.own_label(shape)
    for texts in (label,) if declared.is_property_shape else (declared.names, declared.descriptions, label):
        text = say(texts, language)
        if text:
            return quoted(text, language)
    summary = say(phrases.AND, language).join(_conditions(constraints, declared, language, depth))
    if isinstance(shape, NamedNode) and not declared.is_property_shape and len(summary) > _LONG:
        return shown(constraints.edition, shape)
    return summary or (shown(constraints.edition, shape) if isinstance(shape, NamedNode) else "")


def conditions(constraints: Constraints, shapes: Sequence[Term], language: str) -> str:
    """List shapes by what they ask for, for the end of a sentence; cut when that is long.

    Args:
        constraints: the shapes and the data.
        shapes: the nodes of the shapes.
        language: the language of the words.

    Returns:
        Nothing where there are no words for any of them.
    """
    names = [_named(constraints, shape, language, 0) for shape in shapes]
    if not any(names):
        return ""
    text = say(phrases.LIST, language).join(name or shown(constraints.edition, shapes[0]) for name in dict.fromkeys(names))
    return text if len(text) <= _LONG else text[:_LONG].rpartition(" ")[0] + " …"


# What a shape without a name asks for


def _conditions(constraints: Constraints, shape: Shape, language: str, depth: int) -> list[str]:
    """List what a shape asks for, each in a few words."""
    path = shape.path
    predicate = NamedNode(path.predicate) if path is not None and path.predicate else None
    name = say(phrases.IT, language)
    if path is not None:
        name = property_name(constraints, shape.node, predicate, language)
    plain = [
        say(template, language).format(property=name, parameter=text, count=text)
        for key, parameter, template in _templates(shape)
        for text in (expected(constraints, key, parameter, language),)
    ]
    nested = [*_nested(constraints, shape, language, depth + 1)] if depth < _DEPTH else []
    if path is not None:
        nested = [say(phrases.NESTED, language).format(property=name, parameter=text) for text in nested]
    return list(dict.fromkeys([*plain, *nested, *_queries(constraints, shape, name, language)]))


def _templates(shape: Shape) -> Iterator[tuple[str, Term, Text]]:
    """List the parameters that are told, with their values and templates."""
    for key, template in phrases.SUMMARIES.items():
        for parameter in shape.values(key):
            count = _count(parameter) if key in phrases.COUNTS else None
            if count is None:
                yield key, parameter, template
            elif count == 0 and key == "maxCount":
                yield key, parameter, phrases.NO_VALUE
            elif key != "minCount" or count > len(shape.values("hasValue")):  # a value that must be there is one already
                yield key, parameter, phrases.COUNTS[key](count)
    for key, flag in phrases.FLAGS.items():
        if shape.has_flag(key):
            yield key, shape.values(key)[0], flag


def _count(parameter: Term) -> int | None:
    return int(parameter.value) if isinstance(parameter, Literal) and re.fullmatch(r"\d{1,18}", parameter.value) else None


def _nested(constraints: Constraints, shape: Shape, language: str, depth: int) -> Iterator[str]:
    """List what a shape asks for by other shapes."""
    for key in _LOGICAL:
        for value in shape.values(key):
            members = shape.graph.shapes_of_list(value) if key in phrases.JOINED else ()
            nodes: list[Term] = [member.node for member in members] if key in phrases.JOINED else [value]
            names = [_named(constraints, node, language, depth) for node in nodes]
            if any(names):
                joined = say(phrases.JOINED.get(key, phrases.AND), language).join(filter(None, names))
                yield say(phrases.AROUND[key], language).format(parameter=joined, **_qualified(shape))


def _qualified(shape: Shape) -> dict[str, str]:
    """Give the bounds of a qualified count, as they are put into a template."""
    least, most = (shape.value(name) for name in ("qualifiedMinCount", "qualifiedMaxCount"))
    return {"least": least.value if least is not None else "0", "most": most.value if most is not None else "∞"}


def _queries(constraints: Constraints, shape: Shape, name: str, language: str) -> Iterator[str]:
    """List the SPARQL-based constraints, by their messages, and the parameters of declared components."""
    for constraint in shape.sparql_constraints:
        yield quoted(say(constraint.messages, language), language) if constraint.messages else say(phrases.QUERY, language)
    for component in constraints.shapes.components:
        for parameter in component.needed:
            for value in shape.given(parameter):
                yield f"{name} ({shown(constraints.edition, parameter)} {shown(constraints.edition, value)})"


def members_of(constraints: Constraints, component: str, parameter: Term) -> list[Node]:
    """List the shapes that a logical constraint names."""
    if component in {"Node", "Not"}:
        return [] if isinstance(parameter, Literal) else [parameter]
    return [shape.node for shape in constraints.shapes.shapes_of_list(parameter)]
