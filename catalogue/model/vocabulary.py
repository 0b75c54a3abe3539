"""The vocabulary of SHACL: its parameters, with the values that each takes, and what else it has terms for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from catalogue.terms import NamedNode

SH = "http://www.w3.org/ns/shacl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SUBCLASS = NamedNode(RDFS + "subClassOf")
RDFS_CLASS = NamedNode(RDFS + "Class")
RDFS_LITERAL = NamedNode(RDFS + "Literal")
OWL = "http://www.w3.org/2002/07/owl#"
OWL_CLASS, OWL_IMPORTS = NamedNode(OWL + "Class"), NamedNode(OWL + "imports")

CLASSES_OF_CLASSES = RDFS_CLASS, OWL_CLASS
"""What makes a shape an implicit class target (section 2.1.3.3), whether or not the shapes graph says that the second is a
subclass of the first."""

VIOLATION = SH + "Violation"
"""The severity of a shape that declares none (SHACL, section 2.1.4)."""


@cache
def sh(name: str) -> NamedNode:
    """Give a term of SHACL.

    >>> sh("path").value
    'http://www.w3.org/ns/shacl#path'
    """
    return NamedNode(SH + name)


class ValueType(StrEnum):
    """What the values of a property of SHACL are, or the members of its list."""

    ANY = "any term"
    BOOLEAN = "boolean"
    CLASS = "class"
    COMPONENT = "constraint component"
    CONSTRAINT = "SPARQL-based constraint"
    DATATYPE = "datatype"
    DECLARATION = "prefix declaration"
    GROUP = "property group"
    INTEGER = "integer"
    IRI = "IRI"
    LANGUAGE_RANGE = "language range"
    LITERAL = "literal"
    NODE_KIND = "node kind"
    NODE_SHAPE = "node shape"
    NUMBER = "number"
    ONTOLOGY = "ontology"
    PARAMETER = "parameter"
    PATH = "path"
    PROPERTY_SHAPE = "property shape"
    QUERY = "query"
    SEVERITY = "severity"
    SHAPE = "shape"
    STRING = "string"
    TARGET = "IRI or literal"
    TEXT = "text"
    VALIDATOR = "validator"


class Use(StrEnum):
    """What a property of SHACL is for."""

    PARAMETER = "parameter of a constraint component"
    TARGET = "target"
    SHAPE = "property of shapes"
    PATH = "step of a path"
    COMPONENT = "declaration of a constraint component"
    QUERY = "part of a query"
    REPORT = "part of a validation report"
    UNREAD = "not supported"


class Property(NamedTuple):
    """A property of SHACL.

    Attributes:
        name: its local name.
        value: what its values are, or the members of its list.
        use: what it is for.
        several: whether a subject may have several values; each is a constraint of its own.
        is_list: whether its value is a list.
        may_be_empty: whether that list may be empty.
        on_property_only: whether node shapes cannot have it.
        components: the constraint components that it is a parameter of, by local name.
        needs: the parameters without any of which it has no effect, by local name.
    """

    name: str
    value: ValueType
    use: Use
    several: bool = False
    is_list: bool = False
    may_be_empty: bool = False
    on_property_only: bool = False
    components: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def iri(self) -> NamedNode:
        """Its IRI."""
        return sh(self.name)


def component_name(parameter: str) -> str:
    """Give the local name of the constraint component that a parameter is named after.

    >>> component_name("minCount")
    'MinCountConstraintComponent'
    """
    return f"{parameter[:1].upper()}{parameter[1:]}ConstraintComponent"


_SEVERAL, _LIST, _ON_PROPERTY = {"several": True}, {"is_list": True}, {"on_property_only": True}
_V = ValueType


def _parameter(name: str, value: ValueType, *components: str, **options: Any) -> Property:
    return Property(name, value, Use.PARAMETER, components=components or (component_name(name),), **options)


_COUNTS = "qualifiedMinCount", "qualifiedMaxCount"
_QUALIFIED = tuple(map(component_name, _COUNTS))
_OF_SHAPE = ("qualifiedValueShape",)

_PARAMETERS = (
    _parameter("and", _V.SHAPE, **_SEVERAL, **_LIST),
    _parameter("class", _V.CLASS, **_SEVERAL),
    _parameter("closed", _V.BOOLEAN),
    _parameter("datatype", _V.DATATYPE),
    _parameter("disjoint", _V.IRI, **_SEVERAL),
    _parameter("equals", _V.IRI, **_SEVERAL),
    _parameter("flags", _V.STRING, component_name("pattern"), needs=("pattern",)),
    _parameter("hasValue", _V.ANY, **_SEVERAL),
    _parameter("ignoredProperties", _V.IRI, component_name("closed"), needs=("closed",), **_LIST, may_be_empty=True),
    _parameter("in", _V.ANY, **_LIST),
    _parameter("languageIn", _V.LANGUAGE_RANGE, **_LIST),
    _parameter("lessThan", _V.IRI, **_SEVERAL, **_ON_PROPERTY),
    _parameter("lessThanOrEquals", _V.IRI, **_SEVERAL, **_ON_PROPERTY),
    _parameter("maxCount", _V.INTEGER, **_ON_PROPERTY),
    _parameter("maxExclusive", _V.LITERAL),
    _parameter("maxInclusive", _V.LITERAL),
    _parameter("maxLength", _V.INTEGER),
    _parameter("minCount", _V.INTEGER, **_ON_PROPERTY),
    _parameter("minExclusive", _V.LITERAL),
    _parameter("minInclusive", _V.LITERAL),
    _parameter("minLength", _V.INTEGER),
    _parameter("node", _V.NODE_SHAPE, **_SEVERAL),
    _parameter("nodeKind", _V.NODE_KIND),
    _parameter("not", _V.SHAPE, **_SEVERAL),
    _parameter("or", _V.SHAPE, **_SEVERAL, **_LIST),
    _parameter("pattern", _V.STRING),
    _parameter("property", _V.PROPERTY_SHAPE, **_SEVERAL),
    _parameter("qualifiedMaxCount", _V.INTEGER, needs=_OF_SHAPE, **_ON_PROPERTY),
    _parameter("qualifiedMinCount", _V.INTEGER, needs=_OF_SHAPE, **_ON_PROPERTY),
    _parameter("qualifiedValueShape", _V.SHAPE, *_QUALIFIED, needs=_COUNTS, **_ON_PROPERTY),
    _parameter("qualifiedValueShapesDisjoint", _V.BOOLEAN, *_QUALIFIED, needs=_OF_SHAPE, **_ON_PROPERTY),
    _parameter("sparql", _V.CONSTRAINT, "SPARQLConstraintComponent", **_SEVERAL),
    _parameter("uniqueLang", _V.BOOLEAN, **_ON_PROPERTY),
    _parameter("xone", _V.SHAPE, **_SEVERAL, **_LIST),
)


def _of(use: Use, properties: Mapping[str, ValueType], several: str = "") -> tuple[Property, ...]:
    """Give properties of one use.

    Args:
        use: the use.
        properties: what the values of each are, by local name.
        several: the local names of those that may have several values.
    """
    return tuple(Property(name, value, use, several=name in several.split()) for name, value in properties.items())


_OTHERS = (
    *_of(
        Use.TARGET,
        {"targetNode": _V.TARGET, "targetClass": _V.IRI, "targetSubjectsOf": _V.IRI, "targetObjectsOf": _V.IRI},
        several="targetNode targetClass targetSubjectsOf targetObjectsOf",
    ),
    *_of(
        Use.SHAPE,
        {
            "path": _V.PATH,
            "deactivated": _V.BOOLEAN,
            "severity": _V.SEVERITY,
            "message": _V.TEXT,
            "name": _V.TEXT,
            "description": _V.TEXT,
            "group": _V.GROUP,
            "order": _V.NUMBER,
            "labelTemplate": _V.TEXT,
        },
        several="message name description group labelTemplate",
    ),
    *_of(
        Use.PATH,
        {"inversePath": _V.PATH, "zeroOrMorePath": _V.PATH, "oneOrMorePath": _V.PATH, "zeroOrOnePath": _V.PATH},
    ),
    Property("alternativePath", _V.PATH, Use.PATH, is_list=True),
    *_of(
        Use.COMPONENT,
        {
            "parameter": _V.PARAMETER,
            "optional": _V.BOOLEAN,
            "validator": _V.VALIDATOR,
            "nodeValidator": _V.VALIDATOR,
            "propertyValidator": _V.VALIDATOR,
        },
        several="parameter validator nodeValidator propertyValidator",
    ),
    *_of(
        Use.QUERY,
        {
            "ask": _V.QUERY,
            "select": _V.QUERY,
            "prefixes": _V.ONTOLOGY,
            "declare": _V.DECLARATION,
            "prefix": _V.STRING,
            "namespace": _V.LITERAL,
        },
        several="prefixes declare",
    ),
    *_of(
        Use.REPORT,
        {
            "conforms": _V.BOOLEAN,
            "detail": _V.ANY,
            "focusNode": _V.ANY,
            "result": _V.ANY,
            "resultMessage": _V.TEXT,
            "resultPath": _V.PATH,
            "resultSeverity": _V.SEVERITY,
            "sourceConstraint": _V.CONSTRAINT,
            "sourceConstraintComponent": _V.COMPONENT,
            "sourceShape": _V.SHAPE,
            "value": _V.ANY,
        },
        several="detail result resultMessage",
    ),
)

_UNREAD = """
    annotationProperty annotationValue annotationVarName condition construct defaultValue entailment expression filterShape
    intersection js jsFunctionName jsLibrary jsLibraryURL nodes object predicate resultAnnotation returnType rule
    shapesGraph shapesGraphWellFormed subject suggestedShapesGraph target union update
"""

PROPERTIES: Mapping[str, Property] = {
    **{each.name: each for each in (*_PARAMETERS, *_OTHERS)},
    **{name: Property(name, ValueType.ANY, Use.UNREAD, several=True) for name in _UNREAD.split()},
}
"""The properties of SHACL Core and SHACL-SPARQL, and those of its other parts that are not supported, by local name."""

PARAMETERS: Mapping[str, Property] = {each.name: each for each in _PARAMETERS}
"""The parameters of the constraint components (SHACL, sections 4 and 5), by local name."""

VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
"""The properties whose values are validators of a constraint component (section 6.2.3), by local name."""

STEPS = tuple(name for name, each in PROPERTIES.items() if each.use is Use.PATH)
"""The properties that make a path of others (section 2.3.1), by local name."""

TARGETS = tuple(name for name, each in PROPERTIES.items() if each.use is Use.TARGET)
"""The properties that give a shape its targets (section 2.1.3), by local name."""

SHAPE_PARAMETERS = ("node", "property", "not", "qualifiedValueShape")
"""The parameters whose values are shapes, by local name."""

SHAPE_LISTS = ("and", "or", "xone")
"""The parameters whose values are lists of shapes, by local name."""

SEVERITIES = ("Info", "Warning", "Violation")
"""The severities of SHACL (section 2.1.4), by local name, the least grave first."""

NODE_KINDS = ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
"""The values of `sh:nodeKind` (section 4.1.3), by local name."""
