"""Datatypes that shapes name: whether they exist, where their namespace is of XSD, RDF, RDFS or SHACL."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.lint.naming import suggestion
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
from catalogue.messages import Message
from catalogue.model import SH
from catalogue.model.vocabulary import RDFS
from catalogue.names import local_name
from catalogue.near import is_certain, nearest
from catalogue.terms import RDF, RDF_LANG_STRING, XSD, NamedNode

_NUMERIC = """
    byte decimal double float int integer long negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger short
    unsignedByte unsignedInt unsignedLong unsignedShort
    """
_OTHERS = """
    anyAtomicType anySimpleType anyURI base64Binary boolean date dateTime dateTimeStamp dayTimeDuration duration ENTITY gDay
    gMonth gMonthDay gYear gYearMonth hexBinary ID IDREF language Name NCName NMTOKEN normalizedString NOTATION QName string
    time token yearMonthDuration
    """
_XSD_TYPES = frozenset((_NUMERIC + _OTHERS).split())
_RDF_TYPES = frozenset({"HTML", "JSON", "PlainLiteral", "XMLLiteral", "langString", "dirLangString"})
NUMBERS = frozenset(XSD + name for name in _NUMERIC.split())
"""The datatypes of numbers."""
_DATATYPES: Mapping[str, frozenset[str]] = {XSD: _XSD_TYPES, RDF: _RDF_TYPES, RDFS: frozenset(), SH: frozenset()}
"""The namespaces whose datatypes are known, with their local names."""


def unknown_datatype(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say that the value of a statement is no datatype of a namespace whose datatypes are known, or None."""
    value = statement.value
    for namespace, known in _DATATYPES.items():
        name = value.value.removeprefix(namespace)
        if isinstance(value, NamedNode) and name != value.value and name not in known and not is_unknown(value):
            return _unknown(shapes, statement, name)
    return None


def _unknown(shapes: Shapes, statement: Statement, name: str) -> Wrong:
    shown, near = shapes.shown(statement.value), _near_datatype(name)
    certain = near is not None and (is_certain(name, local_name(near.value)) or near.value == RDF_LANG_STRING)
    return Wrong(
        Message("lint.shapes.not.datatype", value=shown),
        suggestion(
            shapes.edition,
            near,
            Message("lint.shapes.any-literal-write-sh-nodekind.advice"),
        ),
        shapes.written(near, statement.file) if near else None,
        certain,
    )


_OTHER_NAMES: Mapping[str, str] = {"bool": "boolean", "datetime": "dateTime", "uri": "anyURI", "year": "gYear"}
"""What datatypes of XSD are called elsewhere, in small letters."""


def _near_datatype(name: str) -> NamedNode | None:
    small = name.lower()
    in_rdf = nearest(name, _RDF_TYPES) if small in {"langstring", "html", "json", "xmlliteral"} else None
    if in_rdf:
        return NamedNode(RDF + in_rdf)
    near = nearest(_OTHER_NAMES.get(small, name), _XSD_TYPES)
    return NamedNode(XSD + near) if near else None
