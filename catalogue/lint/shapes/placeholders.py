"""Placeholders `{?name}`: in messages for variables or parameters (SHACL, section 5.3.2), in templates of names for values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.lint.kinds import KINDS, Severity
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message
from catalogue.model import sh
from catalogue.model.vocabulary import VALIDATORS
from catalogue.names import local_name
from catalogue.near import nearest
from catalogue.sparql.query import query_text
from catalogue.terms import Literal, Node

_PLACEHOLDER = re.compile(r"\{[?$](?P<name>\w+)\}")
_ALWAYS = frozenset({"this", "value", "path", "PATH", "currentShape", "shapesGraph"})
_HIDDEN = frozenset({"PATH", "currentShape", "shapesGraph"})
"""Names that nobody means by another."""


def placeholders(shapes: Shapes) -> Iterator[Mistake]:
    """Find placeholders that name nothing, in the messages of SPARQL-based constraints, validators and components."""
    for statement in shapes.all("message"):
        if not isinstance(statement.value, Literal):
            continue
        names = _names(shapes, statement.subject)
        if names is not None:
            yield from _wrong(shapes, statement, statement.value, names, "bad-sparql")


def in_templates(shapes: Shapes) -> Iterator[Mistake]:
    """Find placeholders that name no property, in the templates that names of things are composed by."""
    for statement in shapes.all("labelTemplate"):
        types = shapes.edition.model.types.values()
        made = [type_ for type_ in types if statement.value.value in type_.label_template.values()]
        if made and isinstance(statement.value, Literal):
            names = {prop.key for type_ in made for prop in type_.properties}
            yield from _wrong(shapes, statement, statement.value, names, "bad-parameter")


def _names(shapes: Shapes, node: Node) -> set[str] | None:
    """Give the names that a message may have: None where it has none, or where they cannot be known."""
    if shapes.of(node, "parameter"):
        validators = [each.value for name in VALIDATORS for each in shapes.of(node, name)]
        parameters = _parameters(shapes, node)
    else:
        validators = [node]
        users = [use.subject for use in shapes.uses(node) if use.predicate in set(map(sh, VALIDATORS))]
        parameters = {name for user in users for name in _parameters(shapes, user)}
    queries = [each for validator in validators for name in ("select", "ask") for each in shapes.of(validator, name)]
    if not queries:
        return None
    names = set(_ALWAYS) | parameters
    for query in queries:
        projected = _projected(query) if query.predicate == sh("select") else set()
        if projected is None:
            return None
        names |= projected
    return names


def _parameters(shapes: Shapes, component: Node) -> set[str]:
    declared = (parameter.value for parameter in shapes.of(component, "parameter"))
    return {local_name(path.value.value) for node in declared for path in shapes.of(node, "path")}


def _projected(query: Statement) -> set[str] | None:
    """Give the variables that a query gives; None where it gives all, or cannot be read."""
    tree = query_text(query.value.value).tree
    names = {str(name).lstrip("?$") for name in tree.projected}
    return names or None


def _wrong(shapes: Shapes, statement: Statement, message: Literal, names: set[str], kind: str) -> Iterator[Mistake]:
    code = KINDS[kind].code
    for match in _PLACEHOLDER.finditer(message.value):
        name = match["name"]
        if name in names:
            continue
        near = nearest(name, names - _HIDDEN)
        shown = ", ".join(f"{{?{each}}}" for each in sorted(names - _HIDDEN))
        advice = (
            Message("C309.placeholder-near.advice", near=f"{{?{near}}}")
            if near is not None
            else Message(f"{code}.placeholder.advice", names=shown)
        )
        replacement = None
        if near is not None:
            value = f"{message.value[: match.start('name')]}{near}{message.value[match.end('name') :]}"
            meant = Literal(value, language=message.language) if message.language else Literal(value)
            replacement = shapes.written(meant, statement.file)
        wrong = Wrong(Message(f"{code}.placeholder", written=match[0]), advice, replacement, inner=match.span())
        yield at_value(kind, statement, wrong, severity=Severity.WARNING)
