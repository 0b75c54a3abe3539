"""The parameters of SHACL: which values each takes, how many, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from catalogue.lint.kinds import KINDS, Severity
from catalogue.lint.shapes import values
from catalogue.lint.shapes.index import Shapes, is_blank
from catalogue.lint.shapes.lists import wrong_list
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.lint.shapes.values import Check
from catalogue.messages import Message
from catalogue.model import SH, is_true
from catalogue.model.lists import NIL
from catalogue.model.literals import TRUE
from catalogue.model.vocabulary import PARAMETERS as MODEL_PARAMETERS
from catalogue.model.vocabulary import PROPERTIES, SHAPE_LISTS, Use, ValueType
from catalogue.terms import NamedNode, Node


@dataclass(frozen=True)
class Parameter:
    """A parameter, or another property of shapes, as SHACL defines it.

    Attributes:
        check: what its value must be, or each member of its list; None where anything will do.
        single: whether a shape has one value at most.
        property_only: whether node shapes cannot have it.
        is_list: whether its value is a list.
        empty: whether that list may be empty.
        severity: how grave a wrong value is, when not as usual.
    """

    check: Check | None
    single: bool = True
    property_only: bool = False
    is_list: bool = False
    empty: bool = False
    severity: Severity | None = None


_CHECKS: Mapping[ValueType, Check | None] = {
    ValueType.ANY: None,
    ValueType.BOOLEAN: values.boolean,
    ValueType.CLASS: values.class_,
    ValueType.DATATYPE: values.datatype,
    ValueType.GROUP: values.group,
    ValueType.INTEGER: values.integer,
    ValueType.IRI: values.iri,
    ValueType.LANGUAGE_RANGE: values.language_range,
    ValueType.LITERAL: values.literal,
    ValueType.NODE_KIND: values.node_kind,
    ValueType.NODE_SHAPE: values.node_shape,
    ValueType.NUMBER: values.number,
    ValueType.PARAMETER: values.property_shape,
    ValueType.PATH: values.path,
    ValueType.PROPERTY_SHAPE: values.property_shape,
    ValueType.SEVERITY: values.severity,
    ValueType.SHAPE: values.shape,
    ValueType.STRING: values.string,
    ValueType.TARGET: values.target,
    ValueType.TEXT: values.words,
}

PARAMETERS: Mapping[str, Parameter] = {
    name: Parameter(
        _CHECKS[each.value],
        single=not each.several,
        property_only=each.on_property_only,
        is_list=each.is_list,
        empty=each.may_be_empty,
        severity=Severity.WARNING if each.value is ValueType.GROUP else None,
    )
    for name, each in PROPERTIES.items()
    if each.value in _CHECKS and (each.use in {Use.PARAMETER, Use.SHAPE, Use.TARGET} or name in {"optional", "parameter"})
}
"""The parameters of SHACL Core and what else shapes say (SHACL, sections 2 and 4), by short name."""

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "flags": ("pattern",),
    "ignoredProperties": ("closed",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
}
_FLAGS = frozenset(name for name, each in MODEL_PARAMETERS.items() if each.value is ValueType.BOOLEAN)
"""The parameters that constraint components compare with the term `true`: another lexical form has no effect."""

_VALUE_CLASSES = ("ValidationResult", "ValidationReport", "AbstractResult")


def parameters(shapes: Shapes) -> Iterator[Mistake]:
    """Find parameters with wrong values, with too many, in the wrong place, or without the one that they go with."""
    for node in shapes.subjects():
        about = shapes.about(node)
        found = {iri[len(SH) :]: group for iri, group in about.items() if iri.startswith(SH)}
        if shapes.is_a(node, *_VALUE_CLASSES) or not (found or shapes.is_a(node, "PropertyShape")):
            continue
        for name, group in found.items():
            parameter = PARAMETERS.get(name)
            if parameter is not None:
                yield from _of_one(shapes, name, parameter, group)
        yield from _alone(shapes, node, found)
        yield from _misplaced(shapes, node, found)


def _of_one(shapes: Shapes, name: str, parameter: Parameter, group: list[Statement]) -> Iterator[Mistake]:
    wrong = [mistake for statement in group for mistake in _wrong(shapes, name, parameter, statement)]
    yield from wrong
    if parameter.single and len(group) > 1 and not wrong:
        shown = ", ".join(shapes.shown(statement.value) for statement in group)
        mistake = at_value(
            "bad-parameter",
            group[1],
            Wrong(
                Message("C310.sh-values-where-one-allowed", name=name, group=len(group), shown=shown),
                Message("C310.keep-one.advice"),
            ),
        )
        yield _without(mistake, group)


def _wrong(shapes: Shapes, name: str, parameter: Parameter, statement: Statement) -> Iterator[Mistake]:
    if not parameter.is_list:
        wrong = parameter.check(shapes, statement) if parameter.check else None
        if wrong:
            yield at_value("bad-parameter", statement, wrong, severity=parameter.severity)
        elif name in _FLAGS and is_true(statement.value) and statement.value != TRUE:
            yield at_value("bad-parameter", statement, _without_effect(shapes, name, statement), severity=Severity.WARNING)
        return
    if statement.value == NIL:
        if not parameter.empty:
            yield at_value("bad-parameter", statement, _nothing(name), runs=name not in SHAPE_LISTS)
        return
    problem = wrong_list(shapes, statement)
    if problem:
        yield at_value("bad-parameter", statement, problem)
    elif parameter.check:
        for member in shapes.members(statement.value):
            wrong = parameter.check(shapes, member)
            if wrong:
                yield _without(at_value("bad-parameter", member, wrong), [statement])


def _without_effect(shapes: Shapes, name: str, statement: Statement) -> Wrong:
    shown = shapes.shown(statement.value)
    return Wrong(
        Message("lint.shapes.no-effect-sh-needs-true", shown=shown, name=name),
        Message("lint.shapes.write-true.advice"),
        "true",
    )


def _without(mistake: Mistake, statements: list[Statement]) -> Mistake:
    return replace(mistake, without=tuple(statements))


def _nothing(name: str) -> Wrong:
    message = Message("lint.shapes.sh-nothing-no-value-can", name=name)
    return Wrong(
        Message("lint.shapes.sh-nothing-asks-nothing") if name == "and" else message,
        Message("lint.shapes.name-least-one-take-out.advice"),
    )


def _alone(shapes: Shapes, node: Node, found: Mapping[str, list[Statement]]) -> Iterator[Mistake]:
    """Find parameters that say nothing without another."""
    for name, partners in _NEEDS.items():
        if name in found and not any(partner in found for partner in partners):
            statement = found[name][0]
            if shapes.is_a(node, "Parameter") or (PARAMETERS[name].property_only and "path" not in found):
                continue
            needs = " / ".join(f"sh:{partner}" for partner in partners)
            yield Mistake(
                KINDS["bad-parameter"],
                node,
                statement.predicate,
                None,
                statement.file,
                Message("C310.sh-says-nothing-without", name=name, needs=needs),
                Message("C310.add-take-out.advice", needs=needs),
                without=(statement,),
            )


def _misplaced(shapes: Shapes, node: Node, found: Mapping[str, list[Statement]]) -> Iterator[Mistake]:
    """Find property shapes without a path, node shapes with one, and parameters that node shapes cannot have."""
    expected = shapes.is_a(node, "PropertyShape", "Parameter") or _as_property(shapes, node)
    if "path" in found:
        if shapes.is_a(node, "NodeShape"):
            path = found["path"][0]
            yield Mistake(
                KINDS["bad-parameter"],
                node,
                path.predicate,
                None,
                path.file,
                Message("C310.node-shape-no-sh-path"),
                Message("C310.make-sh-propertyshape-put-path.advice"),
                without=(path,),
            )
    elif expected:
        if not any(name for name in found if name not in PARAMETERS and name.lower() == "path"):
            yield _pathless(shapes, node)
    else:
        for name, group in found.items():
            if PARAMETERS.get(name) is not None and PARAMETERS[name].property_only:
                yield _only_with_path(name, group)


def _as_property(shapes: Shapes, node: Node) -> bool:
    return any(use.predicate.value in {SH + "property", SH + "parameter"} for use in shapes.uses(node))


def _pathless(shapes: Shapes, node: Node) -> Mistake:
    uses = [use for use in shapes.uses(node) if use.predicate.value == SH + "property"]
    name = "" if is_blank(node) else f" {shapes.shown(node)}"
    return Mistake(
        KINDS["bad-parameter"],
        node,
        None,
        None,
        shapes.file_of(node),
        Message("C310.property-shape-no-sh-path", name=name),
        Message("C310.say-property-about-sh-path.advice"),
        without=(*uses, *(s for group in shapes.about(node).values() for s in group)),
    )


def _only_with_path(name: str, group: list[Statement]) -> Mistake:
    statement = group[0]
    return Mistake(
        KINDS["bad-parameter"],
        statement.subject,
        statement.predicate,
        None,
        statement.file,
        Message("C310.sh-counts-property-shapes-only", name=name),
        Message("C310.put-into-sh-property-sh.advice"),
        without=tuple(group),
    )


def _is_optional(shapes: Shapes, parameter: Statement) -> bool:
    return any(is_true(statement.value) for statement in shapes.said(parameter.value, "optional"))


def components(shapes: Shapes) -> Iterator[Mistake]:
    """Find constraint components that cannot run: without parameters or validators, or with strange ones."""
    for node in shapes.subjects():
        if shapes.is_a(node, "ConstraintComponent"):
            everything = [s for group in shapes.about(node).values() for s in group]
            declared = shapes.said(node, "parameter")
            validators = [s for name in ("validator", "nodeValidator", "propertyValidator") for s in shapes.said(node, name)]
            yield from _lacking(shapes, node, {"sh:parameter": declared, "sh:validator": validators}, everything)
            yield from (_without(mistake, everything) for mistake in _strange_parameters(shapes, declared))
            yield from _queryless(shapes, validators)


def _lacking(
    shapes: Shapes, node: Node, parts: Mapping[str, list[Statement]], everything: list[Statement]
) -> Iterator[Mistake]:
    for what, found in parts.items():
        if not found:
            yield Mistake(
                KINDS["bad-parameter"],
                node,
                None,
                None,
                shapes.file_of(node),
                Message("C310.constraint-component-needs", what=what),
                Message("C310.add-take-component-out.advice", what=what),
                without=tuple(everything),
            )


def _strange_parameters(shapes: Shapes, declared: list[Statement]) -> Iterator[Mistake]:
    if declared and all(_is_optional(shapes, statement) for statement in declared):
        message = Message("lint.shapes.all-parameters-component-optional")
        yield at_value("bad-parameter", declared[0], Wrong(message, Message("C310.make-one-mandatory")))
    for statement in declared:
        for path in shapes.said(statement.value, "path"):
            if not isinstance(path.value, NamedNode):
                message = Message("lint.shapes.path-parameter-one-property")
                yield at_value("bad-parameter", path, Wrong(message, Message("C310.write-iri")))


def _queryless(shapes: Shapes, validators: list[Statement]) -> Iterator[Mistake]:
    for statement in validators:
        if not any(shapes.said(statement.value, name) for name in ("ask", "select", "js", "jsFunctionName")):
            message = Message("lint.shapes.validator-no-sh-ask-sh")
            yield at_value("bad-sparql", statement, Wrong(message, Message("C309.add-query")))
