"""Mappings to schema.org: types and properties that it lacks, and properties that no type of the things has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue import schema_org
from catalogue.crosswalk import MATCHES, OF_CLASSES, OF_PROPERTIES, names_of, types_of_class, types_of_shapes
from catalogue.edition import Edition
from catalogue.lint.mappings import is_term
from catalogue.lint.naming import near_or
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message, Text
from catalogue.model import SUBCLASS, EntityType
from catalogue.near import is_certain, nearest
from catalogue.terms import RDF_TYPE, NamedNode

_OF_CLASSES = frozenset(OF_CLASSES) - frozenset(MATCHES)
_OF_PROPERTIES = frozenset(OF_PROPERTIES) - frozenset(MATCHES)
_MAPPINGS = frozenset((*OF_CLASSES, *OF_PROPERTIES))
_MOST_TYPES = 4


def is_mapping(statement: Statement) -> bool:
    """Tell whether a statement maps something to a term of schema.org."""
    return statement.predicate in _MAPPINGS and bool(_name(statement))


def _name(statement: Statement) -> str:
    """Give the name of the term of schema.org that a statement leads to; empty for others."""
    return schema_org.local(statement.value.value) or "" if isinstance(statement.value, NamedNode) else ""


def mappings(shapes: Shapes) -> Iterator[Mistake]:
    """Find mappings to what schema.org lacks, and of a property to one that no type of its things has."""
    for statement in shapes.statements:
        if is_mapping(statement):
            wrong = _lacking(shapes, statement) or _misplaced(shapes, statement)
            if wrong is not None:
                yield at_value("schema-org", statement, wrong)


def _lacking(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say that schema.org has no such type, or no such property; what a concept is mapped to may be any term."""
    name, needs_type = _name(statement), _needs_type(shapes, statement)
    term = shapes.named(NamedNode(statement.value.value), statement.file)
    if needs_type is None:
        every = (*schema_org.types(), *schema_org.properties())
        return None if is_term(name) else _wrong(shapes, statement, Message("C242.no-term", term=term), every)
    if needs_type:
        no_type = Message("C242.no-type", term=term)
        return None if schema_org.is_type(name) else _wrong(shapes, statement, no_type, schema_org.types())
    no_property = Message("C242.no-property", term=term)
    return None if schema_org.is_property(name) else _wrong(shapes, statement, no_property, schema_org.properties())


def _needs_type(shapes: Shapes, statement: Statement) -> bool | None:
    """Tell whether a class is mapped or a property; None where neither is known."""
    subject, predicate = statement.subject, statement.predicate
    if predicate in _OF_CLASSES or shapes.of(subject, "targetClass") or shapes.of(subject, "property"):
        return True
    if predicate in _OF_PROPERTIES or shapes.of(subject, "path"):
        return False
    kinds = {use.value.value for use in shapes.about(subject).get(RDF_TYPE, ()) if isinstance(use.value, NamedNode)}
    if any(kind.endswith("Property") for kind in kinds):
        return False
    return (
        True if any(kind.endswith(("#Class", "#NodeShape")) for kind in kinds) or shapes.about(subject).get(SUBCLASS) else None
    )


def _wrong(shapes: Shapes, statement: Statement, message: Text, names: Iterable[str]) -> Wrong:
    name, file = _name(statement), statement.file
    candidates = list(names)
    near = next((each for each in candidates if is_certain(name, each)), None) or nearest(name, candidates)
    start = statement.value.value.removesuffix(name)
    meant = NamedNode(start + near) if near else None
    advice = near_or(shapes.named(meant, file) if meant else None, Message("C242.see.advice"))
    return Wrong(
        message, advice, shapes.written(meant, file) if meant else None, safe=near is not None and is_certain(name, near)
    )


def _misplaced(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say that no type of the things of a property shape has the property that it is mapped to."""
    if not shapes.of(statement.subject, "path"):
        return None
    name, edition = _name(statement), shapes.edition
    users = [
        type_ for type_ in edition.model.types.values() if any(statement.subject in prop.shapes for prop in type_.properties)
    ]
    types = {each for type_ in users for each in _types(edition, type_)}
    may_be_others = any("additionalType" in names_of(edition, prop) for type_ in users for prop in type_.properties)
    if not users or may_be_others or any(schema_org.has(each, name) for each in types):
        return None
    near = nearest(name, [each for each in schema_org.properties() if any(schema_org.has(type_, each) for type_ in types)])
    message = Message(
        "C242.not-of-type", term=shapes.named(NamedNode(statement.value.value), statement.file), types=_listed(types)
    )
    meant = NamedNode(statement.value.value.removesuffix(name) + near) if near else None
    advice: Text = Message("C242.types.advice", types=_listed(schema_org.types_with(name)))
    if meant is not None:
        advice = Message("near", name=shapes.named(meant, statement.file))
    return Wrong(message, advice, shapes.written(meant, statement.file) if meant else None)


def _types(edition: Edition, type_: EntityType) -> tuple[str, ...]:
    """Give the types of schema.org that the things of an entity type are."""
    of_classes = (name for class_ in type_.classes for name in types_of_class(edition, class_))
    return types_of_shapes(edition, type_.iri) or tuple(of_classes) or (schema_org.THING,)


def _listed(types: Iterable[str]) -> str:
    names = sorted(types)
    return ", ".join(names[:_MOST_TYPES]) + (", …" if len(names) > _MOST_TYPES else "")
