"""The values of SHACL's parameters: for each kind of value, what is wrong with one that is not of this kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.lists import wrong_path
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
from catalogue.messages import Message, Text
from catalogue.model import SH, sh
from catalogue.model.vocabulary import NODE_KINDS, RDFS, SEVERITIES
from catalogue.near import is_certain, nearest
from catalogue.terms import RDF, RDF_LANG_STRING, XSD, XSD_STRING, BlankNode, Literal, NamedNode, Term

_XSD_NAMES = """
    anyAtomicType anySimpleType anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double
    duration ENTITY float gDay gMonth gMonthDay gYear gYearMonth hexBinary ID IDREF int integer language long Name NCName
    negativeInteger NMTOKEN nonNegativeInteger nonPositiveInteger normalizedString NOTATION positiveInteger QName short
    string time token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration
    """
_XSD_TYPES = frozenset(_XSD_NAMES.split())
_RDF_TYPES = frozenset({"HTML", "JSON", "PlainLiteral", "XMLLiteral", "langString", "dirLangString"})
_NUMERIC_NAMES = """
    byte decimal double float int integer long negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger short
    unsignedByte unsignedInt unsignedLong unsignedShort
    """
_NUMBERS = frozenset(XSD + name for name in _NUMERIC_NAMES.split())
_WHOLE = re.compile(r"\+?\d+(\.0*)?", re.ASCII)
_BOOLEANS: Mapping[str, str] = {"true": "true", "1": "true", "yes": "true", "false": "false", "0": "false", "no": "false"}
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.ASCII)

Check = Callable[[Shapes, Statement], Wrong | None]


def _typed(value: Term, datatype: str) -> bool:
    return isinstance(value, Literal) and value.datatype.value == datatype


def _is_not(shapes: Shapes, value: Term, what: Text, advice: Text, replacement: str | None = None) -> Wrong:
    shown = shapes.shown(value)
    return Wrong(Message("lint.shapes.not", shown=shown, what=what), advice, replacement)


def _surely(wrong: Wrong) -> Wrong:
    """Say that the replacement, if there is one, is surely what was meant."""
    return wrong._replace(safe=wrong.replacement is not None)


def integer(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A non-negative `xsd:integer`."""
    value = statement.value
    whole = isinstance(value, Literal) and not value.language and _WHOLE.fullmatch(value.value)
    if whole and _typed(value, XSD + "integer"):
        return None
    plain = str(int(value.value.partition(".")[0])) if whole and len(value.value) < len("999999999") else None
    return _surely(
        _is_not(
            shapes,
            value,
            Message("lint.shapes.count-whole-number-from-0"),
            Message("lint.shapes.write-number-without-quotation-marks.advice"),
            plain,
        )
    )


def boolean(shapes: Shapes, statement: Statement) -> Wrong | None:
    """An `xsd:boolean`."""
    value = statement.value
    if _typed(value, XSD + "boolean") and value.value in {"true", "false", "1", "0"}:
        return None
    meant = _BOOLEANS.get(value.value.lower()) if isinstance(value, Literal) else None
    return _surely(
        _is_not(
            shapes,
            value,
            Message("lint.shapes.true-false"),
            Message("lint.shapes.write-true-false-without-quotation.advice"),
            meant,
        )
    )


def iri(shapes: Shapes, statement: Statement) -> Wrong | None:
    """An IRI."""
    value = statement.value
    if isinstance(value, NamedNode):
        return None
    return _is_not(shapes, value, Message("lint.shapes.iri"), _IRI_ADVICE, _as_iri(shapes, statement))


_IRI_ADVICE = Message("lint.shapes.iri-advice")


def _as_iri(shapes: Shapes, statement: Statement) -> str | None:
    """Give the IRI that a text seems to mean, as Turtle, or None."""
    value = statement.value
    if not isinstance(value, Literal):
        return None
    expanded = shapes.edition.settings.prefixes.expand(value.value)
    if expanded and _IRI.fullmatch(expanded):
        return shapes.written(NamedNode(expanded), statement.file)
    return f"<{value.value}>" if _IRI.fullmatch(value.value) and "//" in value.value else None


def class_(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A class, not a datatype."""
    value = statement.value
    if isinstance(value, NamedNode) and (value.value.startswith(XSD) or value.value == RDF_LANG_STRING):
        return Wrong(
            Message("lint.shapes.datatype-not-class", value=shapes.shown(value)),
            Message("lint.shapes.write-sh-datatype-instead.advice"),
        )
    return iri(shapes, statement)


def datatype(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A datatype: one that exists, where the namespace is of XSD, RDF, RDFS or SHACL."""
    value = statement.value
    if not isinstance(value, NamedNode):
        return iri(shapes, statement)
    for namespace, known in _DATATYPES.items():
        name = value.value.removeprefix(namespace)
        if name != value.value and name not in known and not is_unknown(value):
            return _no_datatype(shapes, statement, value, name)
    return None


_DATATYPES: Mapping[str, frozenset[str]] = {XSD: _XSD_TYPES, RDF: _RDF_TYPES, RDFS: frozenset(), SH: frozenset()}
"""The namespaces whose datatypes are known, with their local names."""


def _no_datatype(shapes: Shapes, statement: Statement, value: NamedNode, name: str) -> Wrong:
    what = Message("lint.shapes.datatype")
    near = _near_datatype(name)
    if near is None:
        advice = Message("lint.shapes.any-literal-write-sh-nodekind.advice")
        return _is_not(shapes, value, what, advice)
    shown = shapes.shown(near)
    advice = Message("near", name=shown)
    wrong = _is_not(shapes, value, what, advice, shapes.written(near, statement.file))
    return _surely(wrong) if is_certain(name, near.value.rpartition("#")[2]) or near.value == RDF_LANG_STRING else wrong


def _near_datatype(name: str) -> NamedNode | None:
    if nearest(name, _RDF_TYPES) and name.lower() in {"langstring", "html", "json", "xmlliteral"}:
        return NamedNode(RDF + (nearest(name, _RDF_TYPES) or ""))
    near = nearest(
        {"bool": "boolean", "datetime": "dateTime", "uri": "anyURI", "year": "gYear"}.get(name.lower(), name), _XSD_TYPES
    )
    return NamedNode(XSD + near) if near else None


def node_kind(shapes: Shapes, statement: Statement) -> Wrong | None:
    """One of the six node kinds."""
    return _one_of(shapes, statement, NODE_KINDS, Message("lint.shapes.kind-node"))


def severity(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A severity: an IRI, mostly one of SHACL's three."""
    value = statement.value
    if isinstance(value, NamedNode) and not value.value.startswith(SH):
        return None
    return _one_of(shapes, statement, SEVERITIES, Message("lint.shapes.severity"))


def _one_of(shapes: Shapes, statement: Statement, names: Sequence[str], what: Text) -> Wrong | None:
    value = statement.value
    if value in {sh(name) for name in names} or is_unknown(value):
        return None
    near = nearest(value.value.rpartition("#")[2].rpartition(":")[2], names) if not isinstance(value, BlankNode) else None
    choices = ", ".join(f"sh:{name}" for name in sorted(names))
    wrong = _is_not(
        shapes,
        value,
        what,
        Message("lint.shapes.write-one", choices=choices),
        shapes.written(sh(near), statement.file) if near else None,
    )
    return _surely(wrong) if near is not None and isinstance(value, Literal) else wrong


def string(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A text without a language."""
    value = statement.value
    if _typed(value, XSD_STRING):
        return None
    bare = shapes.written(Literal(value.value), statement.file) if isinstance(value, Literal) else None
    return _is_not(
        shapes,
        value,
        Message("lint.shapes.text-without-language-datatype"),
        Message("lint.shapes.write-alone.advice-2"),
        bare,
    )


def words(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A text, with or without a language."""
    value = statement.value
    if isinstance(value, Literal) and (value.language or _typed(value, XSD_STRING) or _typed(value, RDF + "HTML")):
        return None
    return _is_not(shapes, value, Message("lint.shapes.text"), Message("lint.shapes.write-en.advice"))


def number(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A number."""
    value = statement.value
    if isinstance(value, Literal) and value.datatype.value in _NUMBERS:
        return None
    plain = value.value if isinstance(value, Literal) and re.fullmatch(r"-?\d+(\.\d+)?", value.value, re.ASCII) else None
    advice = Message("lint.shapes.write-number-without-quotation-marks.advice")
    return _surely(_is_not(shapes, value, Message("lint.shapes.number"), advice, plain))


def literal(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A literal that can be compared with others."""
    value = statement.value
    if isinstance(value, Literal) and not value.language and value.value != "NaN":
        return None
    return _is_not(
        shapes,
        value,
        Message("lint.shapes.literal-order"),
        Message("lint.shapes.write-number-date-text.advice"),
    )


def target(shapes: Shapes, statement: Statement) -> Wrong | None:
    """An IRI or a literal."""
    if not isinstance(statement.value, BlankNode):
        return None
    return _is_not(shapes, statement.value, Message("lint.shapes.iri-literal"), _IRI_ADVICE)


def shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A shape that the shapes files describe."""
    value = statement.value
    if isinstance(value, Literal):
        return _is_not(shapes, value, Message("lint.shapes.shape"), _IRI_ADVICE, _as_iri(shapes, statement))
    if isinstance(value, BlankNode) or shapes.about(value):
        return None
    shown = shapes.shown(value)
    known = {s.value: s for s in shapes.shapes if isinstance(s, NamedNode) and shapes.about(s)}
    near = nearest(value.value, known)
    offered = shapes.shown(known[near]) if near else ""
    return Wrong(
        Message("lint.shapes.no-shape", shown=shown),
        Message("near", name=offered) if near else Message("lint.shapes.describe-shapes-folder-take-reference.advice"),
        shapes.written(known[near], statement.file) if near else None,
    )


def property_shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A property shape; one that says something of SHACL, but no path, is told where it stands."""
    value = statement.value
    if isinstance(value, Literal) or any(iri.startswith(SH) for iri in shapes.about(value)):
        return shape(shapes, statement)
    return shape(shapes, statement) or Wrong(
        Message("lint.shapes.no-sh-path", value=shapes.shown(value)),
        Message("lint.shapes.say-property-about-sh-path.advice"),
    )


def node_shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A node shape: a shape without a path."""
    if shapes.said(statement.value, "path"):
        return Wrong(
            Message("lint.shapes.sh-node-takes-node-shape"),
            Message("lint.shapes.write-sh-property-instead.advice"),
        )
    return shape(shapes, statement)


def group(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A property group that the shapes files describe."""
    value = statement.value
    if not isinstance(value, Literal) and shapes.about(value):
        return None
    groups = {s.value: s for s in shapes.subjects() if isinstance(s, NamedNode) and shapes.is_a(s, "PropertyGroup")}
    near = nearest(value.value, groups)
    offered = shapes.shown(groups[near]) if near else ""
    return Wrong(
        Message("lint.shapes.no-group", value=shapes.shown(value)),
        Message("near", name=offered) if near else Message("lint.shapes.describe-sh-propertygroup.advice"),
        shapes.written(groups[near], statement.file) if near else None,
    )


def path(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A property path."""
    return wrong_path(shapes, statement)


def language_range(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A language tag as a text."""
    value = statement.value
    if _typed(value, XSD_STRING) and (_TAG.fullmatch(value.value) or value.value == "*"):
        return None
    return _is_not(shapes, value, Message("lint.shapes.language-tag"), Message("lint.shapes.write-en-fr.advice"))
