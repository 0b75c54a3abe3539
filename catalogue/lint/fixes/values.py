"""Fixes of values: what a steward may have meant instead of a value that breaks a constraint."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from catalogue.edits import Fix
from catalogue.languages import recommended
from catalogue.lint.allowed import allowed_values, by_text
from catalogue.lint.commas import decimal_comma
from catalogue.lint.comparing import ORDERS
from catalogue.lint.fixes.addresses import web_address
from catalogue.lint.fixes.editing import Editing
from catalogue.lint.fixes.forms import forms
from catalogue.lint.located import Located
from catalogue.messages import Message
from catalogue.model import SH, Shape
from catalogue.names import local_name
from catalogue.near import Iris, is_certain, nearest
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.matching import PatternError
from catalogue.shacl.results import Result
from catalogue.terms import RDF_LANG_STRING, XSD, XSD_STRING, Literal, NamedNode, language_of, named_node
from catalogue.values import compare

_ANY_URI = XSD + "anyURI"
_WEB = ("http://", "https://")
_TAGGED = re.compile(r"(?P<text>.+)@(?P<tag>[a-z]{2}(?:-[A-Z]{2})?)", re.DOTALL)
_MOST = 3

Value = NamedNode | Literal
Terms = Iterator[tuple[Value, bool]]
"""Terms that may have been meant, the likeliest first, each with whether it surely was."""


def value_fixes(constraints: Constraints, editing: Editing, statement: Located | None, result: Result) -> list[Fix]:
    """Find ways to mend what a result reports.

    Args:
        constraints: the shapes and the data.
        editing: makes the edits.
        statement: where the offending value is; nothing can be mended without it.
        result: the result.

    Returns:
        The fixes, the likeliest first; each would make this constraint hold, as far as it can be told.
    """
    if statement is None:
        return []
    fixes = list(_fixes(constraints, editing, statement, result))
    return list({fix.edits: fix for fix in reversed(fixes)}.values())[::-1][:_MOST]


def _fixes(constraints: Constraints, editing: Editing, statement: Located, result: Result) -> Iterator[Fix]:
    edits = list(_EDITS[result.component](constraints, editing, statement, result)) if result.component in _EDITS else []
    yield from edits
    if edits and _EDITS[result.component] is _decimal_comma:
        return
    value = statement.triple.object if result.component == "UniqueLang" else result.value
    if result.component in _MEANT and isinstance(value, NamedNode | Literal):
        for term, is_sure in _MEANT[result.component](constraints, result, value):
            yield editing.replace(statement, term, safe=is_sure)


# Terms that may have been meant instead of a value


def _of_datatype(constraints: Constraints, result: Result, value: Value) -> Terms:
    datatypes = constraints.offered(result, "datatype")
    if isinstance(value, NamedNode):
        if _ANY_URI in datatypes:
            yield Literal(value.value, datatype=NamedNode(_ANY_URI)), True
        return
    tagged = _TAGGED.fullmatch(value.value) if RDF_LANG_STRING in datatypes else None
    if tagged is not None and not value.language:
        yield Literal(tagged["text"], language=tagged["tag"]), False
        return
    for form in forms(value.value, datatypes):
        yield Literal(form.lexical, datatype=NamedNode(form.datatype)), form.certain and not value.language
    if value.datatype.value == XSD_STRING:
        yield from _of_string(constraints, result, value, datatypes)
    elif XSD_STRING in datatypes:
        yield Literal(value.value), False


def _of_string(constraints: Constraints, result: Result, value: Literal, datatypes: Collection[str]) -> Terms:
    if RDF_LANG_STRING in datatypes:
        yield from _in_language(constraints, result, value)
    if _ANY_URI in datatypes and value.value.startswith(_WEB):
        yield Literal(value.value, datatype=NamedNode(_ANY_URI)), True


def _in_language(constraints: Constraints, result: Result, value: Value) -> Terms:
    """Give a text in the languages that the shape allows and no other value has; surely when the shape allows one only."""
    if not isinstance(value, Literal):
        return
    allowed = [recommended(tag.value) for tag in constraints.shape(result).list("languageIn")]
    used = {language_of(value), *_other_languages(constraints, result, value)}
    beginning = language_of(value)[:2] if result.component == "LanguageIn" else ""
    for tag in allowed or constraints.edition.settings.languages:
        if tag.startswith(beginning) and tag not in used:
            yield Literal(value.value, language=tag), allowed == [tag] and not value.language


def _other_languages(constraints: Constraints, result: Result, value: Literal) -> Iterator[str]:
    """Give the languages of the other values, where each may be there once only."""
    if constraints.shape(result).has_flag("uniqueLang"):
        for other in constraints.values(result.shape, result.focus):
            if isinstance(other, Literal) and other != value:
                yield language_of(other)


def _of_node_kind(constraints: Constraints, result: Result, value: Value) -> Terms:
    kinds = {iri.removeprefix(SH) for iri in constraints.offered(result, "nodeKind")}
    if isinstance(value, NamedNode):
        if kinds == {"Literal"}:
            yield Literal(value.value), False
    elif kinds & {"IRI", "BlankNodeOrIRI"}:
        iri = named_node(value.value) if value.value.startswith(_WEB) else None
        address = web_address(value.value)
        if iri is not None:
            yield iri, not value.language
        elif address is not None:
            yield NamedNode(address), False
        else:
            yield from _labelled(constraints, result, value)


def _labelled(constraints: Constraints, result: Result, value: Value) -> Terms:
    """Give the things of the right classes that have a text as their label."""
    for thing in constraints.labelled(constraints.classes_wanted(result), value.value.strip().lower()):
        yield thing, False


def _of_class(constraints: Constraints, result: Result, value: Value) -> Terms:
    if isinstance(value, Literal):
        iri = named_node(value.value) if constraints.edition.settings.owns(value.value) else None
        if iri is not None:
            yield iri, not value.language
        yield from _labelled(constraints, result, value)
        return
    near = constraints.names(constraints.classes_wanted(result)).nearest(value.value)
    if near is not None:
        yield NamedNode(near), is_certain(value.value, near)


def _of_list(constraints: Constraints, result: Result, value: Value) -> Terms:
    allowed = allowed_values(constraints, result)
    named = by_text(constraints, allowed).get(_written_name(value).strip().casefold())
    if named is not None and named.value.casefold() != value.value.casefold():
        yield named, isinstance(value, Literal) and not _is_language_lost(value, named)
        return
    by_value = {member.value: member for member in reversed(allowed)}
    is_listed = value.value in by_value
    near = value.value if is_listed else _nearest(value, allowed)
    if near is not None:
        is_meant = value.value.__eq__ if is_listed else partial(is_certain, value.value)
        is_sure = sum(is_meant(member.value) for member in allowed) == 1
        yield by_value[near], is_sure and not _has_language(value)


def _written_name(value: Value) -> str:
    """Give what a value is called as it is written: the text of a literal, the last part of an IRI."""
    return value.value if isinstance(value, Literal) else local_name(value.value)


def _is_language_lost(text: Literal, named: Value) -> bool:
    """Tell whether a text would be without its language: an entry has names in its own."""
    return bool(text.language) and isinstance(named, Literal) and named.language != text.language


def _has_language(value: Value) -> bool:
    return isinstance(value, Literal) and bool(value.language)


def _nearest(value: Value, allowed: Sequence[Value]) -> str | None:
    """Give the text of the member of a list that is most like a value."""
    if isinstance(value, NamedNode):
        return Iris(member.value for member in allowed if isinstance(member, NamedNode)).nearest(value.value)
    return nearest(value.value, [member.value for member in allowed if isinstance(member, Literal)])


def _of_pattern(constraints: Constraints, result: Result, value: Value) -> Terms:
    text = value.value
    trimmed, secure = text.strip(), "https://" + text.removeprefix("http://") if text.startswith("http://") else text
    address = web_address(text.removeprefix(constraints.edition.settings.base))
    for other in filter(None, dict.fromkeys((trimmed, text.lower(), trimmed.lower(), secure, address))):
        term = _with_text(value, other)
        if term is not None and other != text and _matches(constraints, constraints.shape(result), other):
            yield term, other == trimmed


def _with_text(term: Value, text: str) -> Value | None:
    if isinstance(term, NamedNode):
        return named_node(text)
    return Literal(text, language=term.language) if term.language else Literal(text, datatype=term.datatype)


def _matches(constraints: Constraints, shape: Shape, text: str) -> bool:
    flags, matching = shape.value("flags"), constraints.run.data.matching
    try:
        return all(
            matching.matches(pattern.value, flags.value if flags is not None else "", [text])[0]
            for pattern in shape.values("pattern")
        )
    except PatternError:
        return False


def _of_alternatives(constraints: Constraints, result: Result, value: Value) -> Terms:
    yield from _of_datatype(constraints, result, value)
    yield from _of_class(constraints, result, value)


_MEANT: Mapping[str, Callable[[Constraints, Result, Value], Terms]] = {
    "Class": _of_class,
    "Datatype": _of_datatype,
    "In": _of_list,
    "LanguageIn": _in_language,
    "Node": _of_list,
    "NodeKind": _of_node_kind,
    "Or": _of_alternatives,
    "Pattern": _of_pattern,
    "UniqueLang": _in_language,
    "Xone": _of_alternatives,
}
"""What gives the terms that may have been meant, by the component that is violated."""


# Other edits


def _renamed(constraints: Constraints, editing: Editing, statement: Located, result: Result) -> Iterator[Fix]:
    """Offer the property that a closed shape allows and that is most like another."""
    predicate = statement.triple.predicate.value
    near = Iris(term.value for term in constraints.shape(result).allowed_predicates).nearest(predicate)
    if near is not None:
        yield editing.rename(statement, near, safe=is_certain(predicate, near))


def _exchanged(constraints: Constraints, editing: Editing, statement: Located, result: Result) -> Iterator[Fix]:
    """Offer to exchange two values that stand the wrong way round."""
    other = constraints.parameter(result)
    if isinstance(other, NamedNode) and not isinstance(result.focus, Literal):
        there = editing.places.statements(result.focus, other)
        here = editing.places.statements(result.focus, statement.triple.predicate)
        is_alone = len(there) == len(here) == 1 and there[0].path == statement.path
        if is_alone and compare(there[0].triple.object, statement.triple.object) in ORDERS[result.component]:
            yield editing.exchange(statement, there[0], Message("lint.fixes.exchange-two-values"))


def _nested(constraints: Constraints, editing: Editing, statement: Located, result: Result) -> Iterator[Fix]:
    """Offer what mends the value itself, where a nested shape has a constraint on it."""
    shape = constraints.parameter(result)
    if result.value is None or shape is None or isinstance(shape, Literal):
        return
    for failure in constraints.failures(shape, result.value):
        if failure.is_about_focus and failure.component != "Node":
            yield from value_fixes(constraints, editing, statement, failure)


def _decimal_comma(constraints: Constraints, editing: Editing, statement: Located, result: Result) -> Iterator[Fix]:
    """Offer the number that a comma has made two of."""
    comma = decimal_comma(constraints, editing.places, statement, result)
    if comma is not None and comma.text is not None:
        span = editing.places.syntax(statement).lines.span(comma.start, comma.end)
        yield editing.write(statement, span, comma.text, safe=False)


_EDITS: Mapping[str, Callable[[Constraints, Editing, Located, Result], Iterator[Fix]]] = {
    **dict.fromkeys(("Datatype", "MaxCount", "Or", "Xone"), _decimal_comma),
    "Closed": _renamed,
    "LessThan": _exchanged,
    "LessThanOrEquals": _exchanged,
    "Node": _nested,
}
"""What makes the edits that are more than another value, by the component that is violated."""


def missing_value_fixes(constraints: Constraints, editing: Editing, result: Result) -> list[Fix]:
    """Find a misspelt property where one is missing.

    Args:
        constraints: the shapes and the data.
        editing: makes the edits.
        result: that a property has too few values.

    Returns:
        At most one fix, which renames a property that no shape and no ontology of the catalogue knows.
    """
    path = constraints.shape(result).path
    if path is None or path.predicate is None or isinstance(result.focus, Literal):
        return []
    known = constraints.known_terms
    statements = editing.places.statements(result.focus)
    unknown = {s.triple.predicate.value: s for s in reversed(statements) if s.triple.predicate.value not in known}
    for iri, statement in unknown.items():
        if Iris([path.predicate]).nearest(iri) == path.predicate:
            return [editing.rename(statement, path.predicate, safe=is_certain(iri, path.predicate))]
    return []
