"""The values of SHACL's parameters: for each kind of value, what is wrong with one that is not of this kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from catalogue.errors import Text, text
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.lists import wrong_path
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
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
    return Wrong(text(f"{shown} is not {what['en']}", f"{shown} n'est pas {what['fr']}"), advice, replacement)


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
            text("a count: a whole number from 0", "un nombre entier à partir de 0"),
            text("write a number without quotation marks", "écrivez un nombre sans guillemets"),
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
            text("true or false", "true ni false"),
            text("write true or false, without quotation marks", "écrivez true ou false, sans guillemets"),
            meant,
        )
    )


def iri(shapes: Shapes, statement: Statement) -> Wrong | None:
    """An IRI."""
    value = statement.value
    if isinstance(value, NamedNode):
        return None
    return _is_not(shapes, value, text("an IRI", "un IRI"), _IRI_ADVICE, _as_iri(shapes, statement))


_IRI_ADVICE = text("write prefix:name or <IRI>, without quotation marks", "écrivez préfixe:nom ou <IRI>, sans guillemets")


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
            text(
                f"{shapes.shown(value)} is a datatype, not a class",
                f"{shapes.shown(value)} est un type de données, pas une classe",
            ),
            text("write sh:datatype instead", "écrivez sh:datatype"),
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
    what = text("a datatype", "un type de données")
    near = _near_datatype(name)
    if near is None:
        advice = text("for any literal write sh:nodeKind sh:Literal", "pour tout littéral écrivez sh:nodeKind sh:Literal")
        return _is_not(shapes, value, what, advice)
    shown = shapes.shown(near)
    advice = text(f"did you mean {shown}?", f"vouliez-vous dire {shown} ?")
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
    return _one_of(shapes, statement, NODE_KINDS, text("a kind of node", "un genre de nœud"))


def severity(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A severity: an IRI, mostly one of SHACL's three."""
    value = statement.value
    if isinstance(value, NamedNode) and not value.value.startswith(SH):
        return None
    return _one_of(shapes, statement, SEVERITIES, text("a severity", "une gravité"))


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
        text(f"write one of {choices}", f"écrivez l'un de {choices}"),
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
        text("a text without a language or datatype", "un texte sans langue ni type"),
        text('write "..." alone', 'écrivez "..." seul'),
        bare,
    )


def words(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A text, with or without a language."""
    value = statement.value
    if isinstance(value, Literal) and (value.language or _typed(value, XSD_STRING) or _typed(value, RDF + "HTML")):
        return None
    return _is_not(shapes, value, text("a text", "un texte"), text('write "..."@en or "..."', 'écrivez "..."@fr ou "..."'))


def number(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A number."""
    value = statement.value
    if isinstance(value, Literal) and value.datatype.value in _NUMBERS:
        return None
    plain = value.value if isinstance(value, Literal) and re.fullmatch(r"-?\d+(\.\d+)?", value.value, re.ASCII) else None
    advice = text("write a number without quotation marks", "écrivez un nombre sans guillemets")
    return _surely(_is_not(shapes, value, text("a number", "un nombre"), advice, plain))


def literal(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A literal that can be compared with others."""
    value = statement.value
    if isinstance(value, Literal) and not value.language and value.value != "NaN":
        return None
    return _is_not(
        shapes,
        value,
        text("a literal with an order", "un littéral ordonné"),
        text("write a number, a date or a text", "écrivez un nombre, une date ou un texte"),
    )


def target(shapes: Shapes, statement: Statement) -> Wrong | None:
    """An IRI or a literal."""
    if not isinstance(statement.value, BlankNode):
        return None
    return _is_not(shapes, statement.value, text("an IRI or a literal", "un IRI ou un littéral"), _IRI_ADVICE)


def shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A shape that the shapes files describe."""
    value = statement.value
    if isinstance(value, Literal):
        return _is_not(shapes, value, text("a shape", "une forme"), _IRI_ADVICE, _as_iri(shapes, statement))
    if isinstance(value, BlankNode) or shapes.about(value):
        return None
    shown = shapes.shown(value)
    known = {s.value: s for s in shapes.shapes if isinstance(s, NamedNode) and shapes.about(s)}
    near = nearest(value.value, known)
    offered = shapes.shown(known[near]) if near else ""
    return Wrong(
        text(f"there is no shape {shown}", f"il n'y a pas de forme {shown}"),
        text(f"did you mean {offered}?", f"vouliez-vous dire {offered} ?")
        if near
        else text(
            "describe it in the shapes folder, or take the reference out",
            "décrivez-la dans les formes, ou retirez la référence",
        ),
        shapes.written(known[near], statement.file) if near else None,
    )


def property_shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A property shape; one that says something of SHACL, but no path, is told where it stands."""
    value = statement.value
    if isinstance(value, Literal) or any(iri.startswith(SH) for iri in shapes.about(value)):
        return shape(shapes, statement)
    return shape(shapes, statement) or Wrong(
        text(f"{shapes.shown(value)} has no sh:path", f"{shapes.shown(value)} n'a pas de sh:path"),
        text("say which property it is about: [ sh:path ... ]", "dites sur quelle propriété elle porte : [ sh:path ... ]"),
    )


def node_shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """A node shape: a shape without a path."""
    if shapes.said(statement.value, "path"):
        return Wrong(
            text(
                "sh:node takes a node shape, and this one has a path", "sh:node veut une forme de nœud, et celle-ci a un chemin"
            ),
            text("write sh:property instead", "écrivez sh:property"),
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
        text(f"there is no group {shapes.shown(value)}", f"il n'y a pas de groupe {shapes.shown(value)}"),
        text(f"did you mean {offered}?", f"vouliez-vous dire {offered} ?")
        if near
        else text("describe it: `a sh:PropertyGroup`", "décrivez-le : `a sh:PropertyGroup`"),
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
    return _is_not(
        shapes, value, text("a language tag", "une balise de langue"), text('write "en", "fr" ...', 'écrivez "en", "fr" ...')
    )
