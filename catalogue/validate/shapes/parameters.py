"""Parameters: values that a parameter of SHACL cannot have (SHACL, sections 2 and 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from catalogue.edition import Edition
from catalogue.errors import Text, text
from catalogue.graph import Graph
from catalogue.model import SH, read_list, read_path
from catalogue.terms import RDF, RDF_LANG_STRING, XSD, BlankNode, Literal, NamedNode, Node, Term
from catalogue.validate.checks import Remark
from catalogue.validate.constraints import sh
from catalogue.validate.fixes.near import nearest, nearest_iri
from catalogue.validate.kinds import KINDS
from catalogue.validate.lexical import DATATYPES, is_valid
from catalogue.validate.wording import shown

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_NODE_KINDS = frozenset({"BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"})
_KIND_NAMES = ", ".join(f"sh:{name}" for name in sorted(_NODE_KINDS))

Test = Callable[[Graph, Term], bool]


class _Rule(NamedTuple):
    """What a parameter asks of its values."""

    is_right: Test
    wanted: Text
    single: bool = False
    of_property: bool = False


def _typed(*datatypes: str) -> Test:
    def is_right(_: Graph, value: Term) -> bool:
        iris = {XSD + name for name in datatypes}
        return isinstance(value, Literal) and value.datatype.value in iris and is_valid(value.value, value.datatype.value)

    return is_right


def _is_count(_: Graph, value: Term) -> bool:
    return isinstance(value, Literal) and value.datatype.value == XSD + "integer" and value.value.lstrip("+").isdecimal()


def _is_iri(_: Graph, value: Term) -> bool:
    return isinstance(value, NamedNode)


def _is_node(_: Graph, value: Term) -> bool:
    return not isinstance(value, Literal)


def _is_literal(_: Graph, value: Term) -> bool:
    return isinstance(value, Literal)


def _is_text(_: Graph, value: Term) -> bool:
    return isinstance(value, Literal) and value.datatype.value in {XSD + "string", RDF_LANG_STRING}


def _is_term(names: frozenset[str]) -> Test:
    return lambda _, value: isinstance(value, NamedNode) and value.value.removeprefix(SH) in names


def _is_path(graph: Graph, value: Term) -> bool:
    return read_path(graph, value) is not None


def _is_list(member: Test, *, empty: bool = True) -> Test:
    def is_right(graph: Graph, value: Term) -> bool:
        members = read_list(graph, value)
        return _is_well_formed(graph, value) and (empty or bool(members)) and all(member(graph, m) for m in members)

    return is_right


def _is_well_formed(graph: Graph, node: Term) -> bool:
    """Tell whether a node is a list: each link has one item and one rest, and it ends."""
    seen: set[Term] = set()
    while node != _NIL:
        if isinstance(node, Literal) or node in seen or len(graph.objects(node, _FIRST)) != 1:
            return False
        seen.add(node)
        rests = graph.objects(node, _REST)
        if len(rests) != 1:
            return False
        node = rests[0]
    return True


def _is_any(_: Graph, __: Term) -> bool:
    return True


_COUNT = text("a whole number, 0 or more", "un nombre entier, 0 ou plus")
_FLAG = text("true or false", "true ou false")
_IRI = text("an IRI", "un IRI")
_SHAPE = text("a shape", "une forme")
_SHAPES = text("a list of shapes: ( [ … ] [ … ] )", "une liste de formes : ( [ … ] [ … ] )")
_LITERAL = text("a number or a date", "un nombre ou une date")
_WORDS = text("a text", "un texte")

_RULES: Mapping[str, _Rule] = {
    "path": _Rule(
        _is_path, text("a property, or a path of properties", "une propriété, ou un chemin de propriétés"), single=True
    ),
    "property": _Rule(_is_node, _SHAPE),
    "node": _Rule(_is_node, _SHAPE),
    "not": _Rule(_is_node, _SHAPE),
    "and": _Rule(_is_list(_is_node, empty=False), _SHAPES),
    "or": _Rule(_is_list(_is_node, empty=False), _SHAPES),
    "xone": _Rule(_is_list(_is_node, empty=False), _SHAPES),
    "class": _Rule(_is_iri, text("the IRI of a class", "l'IRI d'une classe")),
    "datatype": _Rule(_is_iri, text("the IRI of a datatype", "l'IRI d'un type de données"), single=True),
    "nodeKind": _Rule(_is_term(_NODE_KINDS), text(f"one of {_KIND_NAMES}", f"l'un de {_KIND_NAMES}"), single=True),
    "minCount": _Rule(_is_count, _COUNT, single=True, of_property=True),
    "maxCount": _Rule(_is_count, _COUNT, single=True, of_property=True),
    "minLength": _Rule(_is_count, _COUNT, single=True),
    "maxLength": _Rule(_is_count, _COUNT, single=True),
    "qualifiedMinCount": _Rule(_is_count, _COUNT, single=True, of_property=True),
    "qualifiedMaxCount": _Rule(_is_count, _COUNT, single=True, of_property=True),
    "qualifiedValueShape": _Rule(_is_node, _SHAPE, of_property=True),
    "qualifiedValueShapesDisjoint": _Rule(_typed("boolean"), _FLAG, single=True),
    "minInclusive": _Rule(_is_literal, _LITERAL, single=True),
    "maxInclusive": _Rule(_is_literal, _LITERAL, single=True),
    "minExclusive": _Rule(_is_literal, _LITERAL, single=True),
    "maxExclusive": _Rule(_is_literal, _LITERAL, single=True),
    "pattern": _Rule(_typed("string"), _WORDS),
    "flags": _Rule(_typed("string"), _WORDS, single=True),
    "languageIn": _Rule(
        _is_list(_typed("string")),
        text('a list of languages: ( "fr" "en" )', 'une liste de langues : ( "fr" "en" )'),
        single=True,
    ),
    "uniqueLang": _Rule(_typed("boolean"), _FLAG, single=True, of_property=True),
    "equals": _Rule(_is_iri, _IRI),
    "disjoint": _Rule(_is_iri, _IRI),
    "lessThan": _Rule(_is_iri, _IRI, of_property=True),
    "lessThanOrEquals": _Rule(_is_iri, _IRI, of_property=True),
    "closed": _Rule(_typed("boolean"), _FLAG, single=True),
    "ignoredProperties": _Rule(_is_list(_is_iri), text("a list of IRIs: ( … )", "une liste d'IRI : ( … )"), single=True),
    "in": _Rule(_is_list(_is_any, empty=False), text("a list of values: ( … )", "une liste de valeurs : ( … )"), single=True),
    "deactivated": _Rule(_typed("boolean"), _FLAG, single=True),
    "severity": _Rule(_is_iri, text("sh:Info, sh:Warning or sh:Violation", "sh:Info, sh:Warning ou sh:Violation"), single=True),
    "message": _Rule(_is_text, _WORDS),
    "targetClass": _Rule(_is_iri, text("the IRI of a class", "l'IRI d'une classe")),
    "targetSubjectsOf": _Rule(_is_iri, text("the IRI of a property", "l'IRI d'une propriété")),
    "targetObjectsOf": _Rule(_is_iri, text("the IRI of a property", "l'IRI d'une propriété")),
    "order": _Rule(_typed("integer", "decimal", "double"), text("a number", "un nombre"), single=True),
    "group": _Rule(_is_node, text("a property group", "un groupe de propriétés"), single=True),
    "name": _Rule(_is_text, _WORDS),
    "description": _Rule(_is_text, _WORDS),
    "sparql": _Rule(_is_node, text("a SPARQL constraint: [ … ]", "une contrainte SPARQL : [ … ]")),
}


def wrong_parameters(edition: Edition) -> Iterator[Remark]:
    """Find parameters whose values SHACL does not allow, and those that contradict one another."""
    graph = edition.shapes_graph
    parameters = {triple.object for triple in graph.triples(None, sh("parameter"))} | set(graph.instances(sh("Parameter")))
    subjects: dict[Node, set[str]] = {}
    for triple in graph.triples():
        name = triple.predicate.value.removeprefix(SH)
        if triple.predicate.value.startswith(SH) and triple.subject not in parameters:
            subjects.setdefault(triple.subject, set()).add(name)
    for shape, names in subjects.items():
        for name in sorted(names & set(_RULES)):
            yield from _values(edition, shape, name)
        yield from _together(edition, shape, names)
    yield from _without_path(edition)


def _remark(  # noqa: PLR0913, PLR0917 - the parts of a remark
    shape: Node, name: str, value: Term | None, message: Text, advice: Text, near: Term | None = None
) -> Remark:
    meant = (near,) if isinstance(near, NamedNode | Literal) else ()
    return Remark(KINDS["bad-parameter"], shape, sh(name), value, message, advice, meant=meant)


def _values(edition: Edition, shape: Node, name: str) -> Iterator[Remark]:
    graph, rule = edition.shapes_graph, _RULES[name]
    values = graph.objects(shape, sh(name))
    wanted = text(f"give {rule.wanted['en']}", f"donnez {rule.wanted['fr']}")
    for value in values:
        words = shown(edition, value)
        if not rule.is_right(graph, value):
            message = text(f"sh:{name} cannot be {words}", f"sh:{name} ne peut pas être {words}")
            yield _remark(shape, name, value, message, wanted, _meant(name, value))
        elif name == "datatype" and value.value.startswith(XSD) and value.value not in DATATYPES:
            near = nearest_iri(value.value, DATATYPES)
            message = text(f"{words} is no datatype of XML Schema", f"{words} n'est pas un type de XML Schema")
            yield _remark(shape, name, value, message, wanted, NamedNode(near) if near else None)
    if rule.single and len(values) > 1:
        message = text(f"sh:{name} is given {len(values)} times", f"sh:{name} est donné {len(values)} fois")
        yield _remark(shape, name, values[1], message, text("give it once", "donnez-le une fois"))
    if rule.of_property and values and graph.value(shape, sh("path")) is None and not graph.has(None, sh("property"), shape):
        message = text(f"sh:{name} says nothing of a shape without a path", f"sh:{name} ne dit rien d'une forme sans chemin")
        advice = text("put it into a property shape: sh:property [ sh:path … ]", "mettez-le dans une forme de propriété")
        yield _remark(shape, name, None, message, advice)


def _meant(name: str, value: Term) -> Term | None:
    """Give the value that was likely meant: a number or a flag in quotation marks, a node kind nearly right."""
    if isinstance(value, Literal) and name in {"minCount", "maxCount", "minLength", "maxLength"} and value.value.isdecimal():
        return Literal(value.value, datatype=NamedNode(XSD + "integer"))
    if isinstance(value, Literal) and value.value.lower() in {"true", "false"} and _RULES[name].wanted is _FLAG:
        return Literal(value.value.lower(), datatype=NamedNode(XSD + "boolean"))
    if name == "nodeKind":
        near = nearest(value.value.rsplit("#", 1)[-1], _NODE_KINDS, 0.6)
        return sh(near) if near else None
    return None


def _together(edition: Edition, shape: Node, names: set[str]) -> Iterator[Remark]:
    """Find parameters that lack their partner, or that no value can meet together."""
    graph = edition.shapes_graph
    for name, partners in (
        ("flags", ("pattern",)),
        ("qualifiedMinCount", ("qualifiedValueShape",)),
        ("qualifiedMaxCount", ("qualifiedValueShape",)),
        ("qualifiedValueShape", ("qualifiedMinCount", "qualifiedMaxCount")),
        ("ignoredProperties", ("closed",)),
    ):
        if name in names and not names & set(partners):
            wanted = " / ".join(f"sh:{partner}" for partner in partners)
            yield _remark(
                shape,
                name,
                None,
                text(f"sh:{name} does nothing without {wanted}", f"sh:{name} est sans effet sans {wanted}"),
                text(f"add {wanted}, or remove it", f"ajoutez {wanted}, ou retirez-le"),
            )
    for least, most in (("minCount", "maxCount"), ("minLength", "maxLength"), ("qualifiedMinCount", "qualifiedMaxCount")):
        low, high = _number(graph, shape, least), _number(graph, shape, most)
        if low is not None and high is not None and low > high:
            yield _remark(
                shape,
                most,
                graph.value(shape, sh(most)),
                text(
                    f"sh:{least} {low} and sh:{most} {high} exclude each other",
                    f"sh:{least} {low} et sh:{most} {high} s'excluent",
                ),
                text("correct one of them", "corrigez l'un des deux"),
            )
    kind = graph.value(shape, sh("nodeKind"))
    if kind in {sh("IRI"), sh("BlankNode"), sh("BlankNodeOrIRI")} and names & {"datatype", "languageIn", "uniqueLang"}:
        other = next(name for name in ("datatype", "languageIn", "uniqueLang") if name in names)
        yield _remark(
            shape,
            "nodeKind",
            kind,
            text(f"no value is a thing and has sh:{other}", f"aucune valeur n'est une chose et n'a sh:{other}"),
            text("remove one of them", "retirez l'un des deux"),
        )


def _number(graph: Graph, shape: Node, name: str) -> int | None:
    value = graph.value(shape, sh(name))
    return int(value.value) if isinstance(value, Literal) and value.value.isdecimal() else None


def _without_path(edition: Edition) -> Iterator[Remark]:
    """Find what `sh:property` names and has no path, or is nothing."""
    graph = edition.shapes_graph
    for triple in graph.triples(None, sh("property")):
        shape = triple.object
        if isinstance(shape, NamedNode | BlankNode) and graph.value(shape, sh("path")) is None:
            known = bool(graph.triples(shape))
            advice = text("give it sh:path", "donnez-lui sh:path") if known else text("define it", "définissez-la")
            others = [s.value for s in graph.instances(sh("PropertyShape")) if isinstance(s, NamedNode)]
            near = nearest_iri(shape.value, others) if isinstance(shape, NamedNode) and not known else None
            words = shown(edition, shape)
            yield _remark(
                triple.subject,
                "property",
                shape,
                text(
                    f"{words} has no sh:path" if known else f"there is no shape {words}",
                    f"{words} n'a pas de sh:path" if known else f"pas de forme {words}",
                ),
                advice,
                NamedNode(near) if near else None,
            )
