"""The properties of SHACL, by the model's table: which values each takes, how many, where, and beside what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from catalogue.errors import text
from catalogue.lint.kinds import Severity
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.lists import wrong_list
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_predicate, at_subject, at_value
from catalogue.lint.shapes.values import CHECKS
from catalogue.model import is_true
from catalogue.model.lists import NIL
from catalogue.model.literals import TRUE
from catalogue.model.vocabulary import PROPERTIES, SHAPE_LISTS, VALIDATORS, Property, Use, ValueType
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


def _wrong_values(shapes: Shapes, each: Property, group: list[Statement]) -> Iterator[Mistake]:
    check = _wrong_lists if each.is_list else _wrong_value
    wrong = [mistake for statement in group for mistake in check(shapes, each, statement)]
    yield from wrong
    if not each.several and len(group) > 1 and not wrong:
        shown = ", ".join(shapes.shown(statement.value) for statement in group)
        message = text(
            f"sh:{each.name} has {len(group)} values where one is allowed: {shown}",
            f"sh:{each.name} a {len(group)} valeurs au lieu d'une : {shown}",
        )
        mistake = at_value("bad-parameter", group[1], Wrong(message, text("keep one", "gardez-en une")))
        yield replace(mistake, without=tuple(group))


def _wrong_value(shapes: Shapes, each: Property, statement: Statement) -> Iterator[Mistake]:
    check = CHECKS.get(each.value)
    wrong = check(shapes, statement) if check else None
    if wrong:
        severity = Severity.WARNING if each.value is ValueType.GROUP else None
        yield at_value("bad-parameter", statement, wrong, severity=severity)
    elif each.use is Use.PARAMETER and each.value is ValueType.BOOLEAN and is_true(statement.value) and statement.value != TRUE:
        shown = shapes.shown(statement.value)
        message = text(
            f"{shown} has no effect: sh:{each.name} needs true", f"{shown} est sans effet : il faut true pour sh:{each.name}"
        )
        wrong = Wrong(message, text("write true", "écrivez true"), "true")
        yield at_value("bad-parameter", statement, wrong, severity=Severity.WARNING)


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
            yield replace(at_value("bad-parameter", member, wrong), without=(statement,))


def _empty(name: str) -> Wrong:
    advice = text("name at least one, or take it out", "nommez-en au moins un, ou retirez-le")
    if name == "and":
        return Wrong(text("sh:and of nothing asks for nothing", "sh:and est vide : il ne demande rien"), advice)
    message = text(f"sh:{name} of nothing: no value can ever conform", f"sh:{name} est vide : aucune valeur ne convient jamais")
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
            text(f"sh:{each.name} says nothing without {needed}", f"sh:{each.name} ne dit rien sans {needed}"),
            text(f"add {needed}, or take it out", f"ajoutez {needed}, ou retirez-le"),
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


_NODE_SHAPE_WITH_PATH = Wrong(
    text("a node shape has no sh:path", "une forme de nœud n'a pas de sh:path"),
    text(
        "make it a sh:PropertyShape, or put the path into a sh:property [ ... ] of its own",
        "faites-en une sh:PropertyShape, ou mettez le chemin dans une sh:property [ ... ]",
    ),
)


def _pathless(shapes: Shapes, node: Node) -> Mistake:
    uses = [use for use in shapes.uses(node) if use.predicate == PROPERTIES["property"].iri]
    advice = text("say which property it is about: sh:path ...", "dites sur quelle propriété elle porte : sh:path ...")
    shown = shapes.shown(node)
    message = (
        text("the property shape has no sh:path", "la forme de propriété n'a pas de sh:path")
        if isinstance(node, BlankNode)
        else text(f"the property shape {shown} has no sh:path", f"la forme de propriété {shown} n'a pas de sh:path")
    )
    without = [*uses, *shapes.all_about(node)]
    return at_subject("bad-parameter", node, shapes.file_of(node), Wrong(message, advice), without)


def _only_with_path(name: str) -> Wrong:
    return Wrong(
        text(
            f"sh:{name} counts for property shapes only, and this has no sh:path",
            f"sh:{name} ne vaut que pour une forme de propriété, et celle-ci n'a pas de sh:path",
        ),
        text("put it into a sh:property [ sh:path ... ]", "mettez-le dans une sh:property [ sh:path ... ]"),
    )


def components(shapes: Shapes) -> Iterator[Mistake]:
    """Find constraint components that cannot run: without parameters or validators, or with strange ones."""
    for node in shapes.subjects():
        if shapes.is_a(node, "ConstraintComponent"):
            everything = shapes.all_about(node)
            declared = shapes.said(node, "parameter")
            validators = [statement for name in VALIDATORS for statement in shapes.said(node, name)]
            for name, group in (("sh:parameter", declared), ("sh:validator", validators)):
                if not group:
                    wrong = Wrong(
                        text(f"a constraint component needs {name}", f"un composant de contrainte demande {name}"),
                        text(f"add {name}, or take the component out", f"ajoutez {name}, ou retirez le composant"),
                    )
                    yield at_subject("bad-parameter", node, shapes.file_of(node), wrong, everything)
            yield from (replace(mistake, without=tuple(everything)) for mistake in _strange_parameters(shapes, declared))
            yield from _without_query(shapes, validators)


def _strange_parameters(shapes: Shapes, declared: list[Statement]) -> Iterator[Mistake]:
    if declared and all(_is_optional(shapes, statement) for statement in declared):
        message = text("all parameters of the component are optional", "tous les paramètres du composant sont facultatifs")
        yield at_value("bad-parameter", declared[0], Wrong(message, text("make one mandatory", "rendez-en un obligatoire")))
    for statement in declared:
        for path in shapes.said(statement.value, "path"):
            if not isinstance(path.value, NamedNode):
                message = text("the path of a parameter is one property", "le chemin d'un paramètre est une propriété")
                yield at_value("bad-parameter", path, Wrong(message, text("write its IRI", "écrivez son IRI")))


def _is_optional(shapes: Shapes, parameter: Statement) -> bool:
    return any(is_true(statement.value) for statement in shapes.said(parameter.value, "optional"))


def _without_query(shapes: Shapes, validators: list[Statement]) -> Iterator[Mistake]:
    for statement in validators:
        if not any(shapes.said(statement.value, name) for name in ("ask", "select", "js", "jsFunctionName")):
            message = text("the validator has no sh:ask or sh:select", "le validateur n'a ni sh:ask ni sh:select")
            yield at_value("bad-sparql", statement, Wrong(message, text("add the query", "ajoutez la requête")))
