"""The properties of SHACL, by the model's table: which values each takes, how many, where, and beside what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue.lint.kinds import Severity
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.lists import wrong_list
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_predicate, at_subject, at_value
from catalogue.lint.shapes.values import CHECKS
from catalogue.messages import Message
from catalogue.model import SH, is_true, sh
from catalogue.model.lists import NIL
from catalogue.model.literals import TRUE
from catalogue.model.vocabulary import PROPERTIES, RDFS_LITERAL, SHAPE_LISTS, VALIDATORS, Property, Use, ValueType
from catalogue.terms import BlankNode, NamedNode, Node

_USES = frozenset({Use.PARAMETER, Use.TARGET, Use.SHAPE, Use.COMPONENT})
_CHECKED = frozenset(name for name, each in PROPERTIES.items() if each.use in _USES)
"""The properties whose values are checked here; paths and queries have checks of their own, as wholes."""
_NEEDING = tuple(each for each in PROPERTIES.values() if each.needs)
_OF_REPORTS = ("ValidationResult", "ValidationReport", "AbstractResult")


def parameters(shapes: Shapes) -> Iterator[Mistake]:
    """Find properties with wrong values, with too many, in the wrong place, or without the one that they go with."""
    for node in shapes.subjects():
        given = shapes.given(node)
        if shapes.is_a(node, *_OF_REPORTS) or not (given or shapes.is_a(node, "PropertyShape")):
            continue
        for name, group in given.items():
            if name in _CHECKED:
                yield from _wrong_values(shapes, PROPERTIES[name], group)
        yield from _without_companion(shapes, node, given)
        yield from _misplaced(shapes, node, given)
        yield from _on_constraint(shapes, node, given)


def _wrong_values(shapes: Shapes, each: Property, group: list[Statement]) -> Iterator[Mistake]:
    check = _wrong_lists if each.is_list else _wrong_value
    wrong = [mistake for statement in group for mistake in check(shapes, each, statement)]
    yield from wrong
    if not each.several and len(group) > 1 and not wrong:
        yield _too_many(shapes, f"sh:{each.name}", group)


def _too_many(shapes: Shapes, name: str, group: list[Statement]) -> Mistake:
    shown = ", ".join(shapes.shown(statement.value) for statement in group)
    message = Message("C310.sh-values-where-one-allowed", name=name, group=len(group), shown=shown)
    mistake = at_value("bad-parameter", group[1], Wrong(message, Message("C310.keep-one.advice")))
    return mistake._replace(without=tuple(group))


def _wrong_value(shapes: Shapes, each: Property, statement: Statement) -> Iterator[Mistake]:
    check = CHECKS.get(each.value)
    wrong = check(shapes, statement) if check else None
    if wrong:
        severity = Severity.WARNING if _changes_nothing(shapes, each, statement) else None
        without = () if each.value is ValueType.GROUP or _means_any_literal(statement) else (statement,)
        yield at_value("bad-parameter", statement, wrong, severity=severity)._replace(without=without)
    elif each.use is Use.PARAMETER and each.value is ValueType.BOOLEAN and is_true(statement.value) and statement.value != TRUE:
        shown = shapes.shown(statement.value)
        message = Message("lint.shapes.no-effect-sh-needs-true", shown=shown, name=each.name)
        wrong = Wrong(message, Message("lint.shapes.write-true.advice"), "true")
        yield at_value("bad-parameter", statement, wrong, severity=Severity.WARNING)


def _changes_nothing(shapes: Shapes, each: Property, statement: Statement) -> bool:
    """Tell whether a wrong value leaves the results as they are: a group, a shape that nothing describes, any literal."""
    is_missing = (
        each.name in {"node", "property"} and isinstance(statement.value, NamedNode) and not shapes.about(statement.value)
    )
    return each.value is ValueType.GROUP or is_missing or _means_any_literal(statement)


def _means_any_literal(statement: Statement) -> bool:
    return statement.predicate == sh("datatype") and statement.value == RDFS_LITERAL


def _wrong_lists(shapes: Shapes, each: Property, statement: Statement) -> Iterator[Mistake]:
    """Find a list that is none, that is empty and must not be, or that has wrong members."""
    if statement.value == NIL:
        if not each.may_be_empty:
            yield at_value("bad-parameter", statement, _empty(each.name), runs=each.name not in SHAPE_LISTS)
        return
    broken = wrong_list(shapes, statement)
    if broken:
        yield at_value("bad-parameter", statement, broken)
        return
    check = CHECKS.get(each.value)
    for member in shapes.members(statement.value) if check else ():
        wrong = check(shapes, member) if check else None
        if wrong:
            yield at_value("bad-parameter", member, wrong)._replace(without=(statement,))


def _empty(name: str) -> Wrong:
    advice = Message("lint.shapes.name-least-one-take-out.advice")
    if name == "and":
        return Wrong(Message("lint.shapes.sh-nothing-asks-nothing"), advice)
    message = Message("lint.shapes.sh-nothing-no-value-can", name=name)
    return Wrong(message, advice)


def _without_companion(shapes: Shapes, node: Node, given: Mapping[str, list[Statement]]) -> Iterator[Mistake]:
    """Find parameters that have no effect without another."""
    for each in _NEEDING:
        is_alone = each.name in given and given.keys().isdisjoint(each.needs)
        is_misplaced = each.on_property_only and "path" not in given
        if not is_alone or is_misplaced or shapes.is_a(node, "Parameter"):
            continue
        needed = " / ".join(f"sh:{name}" for name in each.needs)
        wrong = Wrong(
            Message("C310.sh-says-nothing-without", name=each.name, needs=needed),
            Message("C310.add-take-out.advice", needs=needed),
        )
        yield at_predicate("bad-parameter", given[each.name][0], wrong, given[each.name][:1])


def _misplaced(shapes: Shapes, node: Node, given: Mapping[str, list[Statement]]) -> Iterator[Mistake]:
    """Find property shapes without a path, node shapes with one, and parameters that node shapes cannot have."""
    if "path" in given:
        if shapes.is_a(node, "NodeShape"):
            yield at_predicate("bad-parameter", given["path"][0], _NODE_SHAPE_WITH_PATH, given["path"][:1])
    elif shapes.is_a(node, "PropertyShape", "Parameter") or shapes.is_value_of(node, "property", "parameter"):
        if "path" not in map(str.lower, given):
            yield _pathless(shapes, node)
    else:
        for name, group in given.items():
            if name in PROPERTIES and PROPERTIES[name].on_property_only:
                yield at_predicate("bad-parameter", group[0], _only_with_path(name), group)


def _on_constraint(shapes: Shapes, node: Node, given: Mapping[str, list[Statement]]) -> Iterator[Mistake]:
    """Find what is for shapes on a SPARQL constraint, which is none: its results have the severity of its shape (2.1.4)."""
    names = [name for name in given if name in PROPERTIES and _is_for_shapes(PROPERTIES[name])]
    if names and shapes.is_value_of(node, "sparql") and not shapes.is_a(node, "NodeShape", "PropertyShape"):
        for name in names:
            message = Message("C310.sh-no-effect-on-constraint", name=name)
            wrong = Wrong(message, Message("C310.put-on-shape.advice", name=name))
            yield at_predicate("bad-parameter", given[name][0], wrong)._replace(severity=Severity.WARNING)


def _is_for_shapes(each: Property) -> bool:
    """Tell whether a property says something of shapes alone, with a path or without."""
    return each.name == "severity" or (each.use in {Use.PARAMETER, Use.TARGET} and not each.on_property_only)


_NODE_SHAPE_WITH_PATH = Wrong(
    Message("C310.node-shape-no-sh-path"),
    Message("C310.make-sh-propertyshape-put-path.advice"),
)


def _pathless(shapes: Shapes, node: Node) -> Mistake:
    uses = [use for use in shapes.uses(node) if use.predicate == PROPERTIES["property"].iri]
    advice = Message("C310.say-property-about-sh-path.advice")
    message = (
        Message("C310.property-shape-no-sh-path")
        if isinstance(node, BlankNode)
        else Message("C310.named-property-shape-no-sh-path", name=shapes.shown(node))
    )
    without = [*uses, *shapes.all_about(node)]
    return at_subject("bad-parameter", node, shapes.file_of(node), Wrong(message, advice), without)


def _only_with_path(name: str) -> Wrong:
    return Wrong(
        Message("C310.sh-counts-property-shapes-only", name=name),
        Message("C310.put-into-sh-property-sh.advice"),
    )


def components(shapes: Shapes) -> Iterator[Mistake]:
    """Find constraint components that cannot run: without parameters or validators, or with strange ones."""
    for node in shapes.subjects():
        if shapes.is_a(node, "ConstraintComponent") and not node.value.startswith(SH):  # SHACL's own need no validators
            everything = shapes.all_about(node)
            declared = shapes.of(node, "parameter")
            validators = [statement for name in VALIDATORS for statement in shapes.of(node, name)]
            for name, group in (("sh:parameter", declared), ("sh:validator", validators)):
                if not group:
                    wrong = Wrong(
                        Message("C310.constraint-component-needs", what=name),
                        Message("C310.add-take-component-out.advice", what=name),
                    )
                    yield at_subject("bad-parameter", node, shapes.file_of(node), wrong, everything)
            yield from (mistake._replace(without=tuple(everything)) for mistake in _strange_parameters(shapes, declared))
            yield from _without_query(shapes, validators)


def arguments(shapes: Shapes) -> Iterator[Mistake]:
    """Find shapes with several values of a parameter of a component that has other parameters too (SHACL, section 2.1.2)."""
    shared = {path for component in shapes.graph.components if len(component.parameters) > 1 for path in component.parameters}
    for node in shapes.shapes if shared else ():
        for path, group in shapes.about(node).items():
            if path in shared and len(group) > 1:
                yield _too_many(shapes, shapes.shown(path), group)


def _strange_parameters(shapes: Shapes, declared: list[Statement]) -> Iterator[Mistake]:
    if declared and all(_is_optional(shapes, statement) for statement in declared):
        message = Message("lint.shapes.all-parameters-component-optional")
        yield at_value("bad-parameter", declared[0], Wrong(message, Message("C310.make-one-mandatory")))
    for statement in declared:
        for path in shapes.of(statement.value, "path"):
            if not isinstance(path.value, NamedNode):
                message = Message("lint.shapes.path-parameter-one-property")
                yield at_value("bad-parameter", path, Wrong(message, Message("C310.write-iri")))


def _is_optional(shapes: Shapes, parameter: Statement) -> bool:
    return any(is_true(statement.value) for statement in shapes.of(parameter.value, "optional"))


def _without_query(shapes: Shapes, validators: list[Statement]) -> Iterator[Mistake]:
    for statement in validators:
        if not any(shapes.of(statement.value, name) for name in ("ask", "select", "js", "jsFunctionName")):
            message = Message("lint.shapes.validator-no-sh-ask-sh")
            yield at_value("bad-sparql", statement, Wrong(message, Message("C309.add-query")))
