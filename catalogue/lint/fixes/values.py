"""Fixes of values: what a steward may have meant instead of a value that breaks a constraint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from catalogue.edits import Fix
from catalogue.lint.fixes.editing import Editing
from catalogue.lint.fixes.forms import forms
from catalogue.lint.places import Said
from catalogue.messages import Message
from catalogue.model import SH, Shape
from catalogue.near import Iris, is_certain, nearest
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.results import Result
from catalogue.terms import RDF_LANG_STRING, XSD, XSD_STRING, Literal, NamedNode

_ANY_URI = XSD + "anyURI"
_WEB = ("http://", "https://")
_MOST = 3


def value_fixes(constraints: Constraints, editing: Editing, said: Said | None, result: Result) -> list[Fix]:
    """Find ways to mend what a result tells of.

    Args:
        constraints: the shapes and the data.
        editing: makes the edits.
        said: where the offending value is said; nothing can be mended without it.
        result: the result.

    Returns:
        The fixes, the likeliest first; each would make this constraint hold, as far as it can be told.
    """
    make = _MAKERS.get(result.component)
    if make is None or said is None:
        return []
    found = list(make(constraints, editing, said, result))
    return list({fix.edits: fix for fix in reversed(found)}.values())[::-1][:_MOST]


Fixes = Iterator[Fix]
Maker = Callable[[Constraints, Editing, Said, Result], Fixes]


def _datatype(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    value = result.value
    wanted = constraints.offered(result.shape, "datatype")
    if isinstance(value, NamedNode):
        if _ANY_URI in wanted:
            yield editing.replace(said, Literal(value.value, datatype=NamedNode(_ANY_URI)), safe=True)
        return
    if not isinstance(value, Literal):
        return
    plain = value.datatype.value == XSD_STRING
    for form in forms(value.value, wanted):
        literal = Literal(form.lexical, datatype=NamedNode(form.datatype))
        yield editing.replace(said, literal, safe=form.certain and not value.language)
    if RDF_LANG_STRING in wanted and plain:
        yield from _in_a_language(constraints, editing, said, result)
    if XSD_STRING in wanted and not plain:
        yield editing.replace(said, Literal(value.value), safe=False)
    if _ANY_URI in wanted and plain and value.value.startswith(_WEB):
        yield editing.replace(said, Literal(value.value, datatype=NamedNode(_ANY_URI)), safe=True)


def _in_a_language(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    """Offer the languages that the shape allows and no other value has; it is certain when the shape allows one only."""
    value = result.value
    if not isinstance(value, Literal):
        return
    shape = constraints.shape(result)
    allowed = [tag.value for tag in shape.list("languageIn")]
    others = constraints.values(result.shape, result.focus) if shape.has_flag("uniqueLang") else ()
    used = {other.language for other in others if isinstance(other, Literal) and other != value}
    languages = allowed or list(constraints.edition.settings.languages)
    if value.language and result.component == "LanguageIn":
        languages = [tag for tag in languages if tag[:2] == value.language[:2]]
    for tag in [tag for tag in languages if tag != value.language and tag not in used]:
        yield editing.replace(said, Literal(value.value, language=tag), safe=allowed == [tag] and not value.language)


def _unique_lang(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    literal = said.triple.object
    yield from _in_a_language(constraints, editing, said, Result(result.focus, result.shape, "", value=literal))


def _node_kind(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    wanted = {iri.removeprefix(SH) for iri in constraints.offered(result.shape, "nodeKind")}
    value = result.value
    if isinstance(value, Literal) and wanted & {"IRI", "BlankNodeOrIRI"}:
        if value.value.startswith(_WEB) and not any(c in value.value for c in ' <>"{}|\\^`'):
            yield editing.replace(said, NamedNode(value.value), safe=not value.language)
        else:
            yield from _labelled(constraints, editing, said, result)
    elif isinstance(value, NamedNode) and wanted == {"Literal"}:
        yield editing.replace(said, Literal(value.value), safe=False)


def _labelled(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    """Offer the thing of the right class that is called by the words that were written."""
    value = result.value
    if value is None:
        return
    for class_ in constraints.offered(result.shape, "class"):
        for thing in constraints.called(class_, value.value.strip().lower()):
            yield editing.replace(said, thing, safe=False)


def _class(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    value = result.value
    if isinstance(value, Literal):
        if value.value.startswith(constraints.edition.settings.base):
            yield editing.replace(said, NamedNode(value.value), safe=not value.language)
        yield from _labelled(constraints, editing, said, result)
    elif isinstance(value, NamedNode):
        near = constraints.names(frozenset(constraints.offered(result.shape, "class"))).nearest(value.value)
        if near is not None:
            yield editing.replace(said, NamedNode(near), safe=is_certain(value.value, near))


def _in(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    value = result.value
    parameter = constraints.parameter(result)
    if value is None or parameter is None:
        return
    allowed = [m for m in constraints.shapes.descriptions.members(parameter) if isinstance(m, NamedNode | Literal)]
    words = {member.value: member for member in reversed(allowed)}
    iris = [member.value for member in allowed if isinstance(member, NamedNode)]
    same = words.get(value.value)
    near = value.value if same else Iris(iris).nearest(value.value) if isinstance(value, NamedNode) else None
    near = near or nearest(value.value, words, 0.6)
    if near is not None:
        alike = [m for m in allowed if m.value == value.value or (not same and is_certain(value.value, m.value))]
        has_language = isinstance(value, Literal) and bool(value.language)
        yield editing.replace(said, words[near], safe=len(alike) == 1 and not has_language)


def _pattern(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    value = result.value
    if not isinstance(value, Literal | NamedNode):
        return
    for words in dict.fromkeys((value.value.strip(), value.value.lower(), value.value.strip().lower(), _secure(value.value))):
        if words != value.value and _matches(constraints, constraints.shape(result), words):
            is_space = words == value.value.strip()
            yield editing.replace(said, _with_words(value, words), safe=is_space)


def _secure(words: str) -> str:
    return "https://" + words.removeprefix("http://") if words.startswith("http://") else words


def _with_words(term: Literal | NamedNode, words: str) -> Literal | NamedNode:
    if isinstance(term, NamedNode):
        return NamedNode(words)
    return Literal(words, language=term.language) if term.language else Literal(words, datatype=term.datatype)


def _matches(constraints: Constraints, shape: Shape, words: str) -> bool:
    flags = shape.value("flags") or Literal("")
    return all(constraints.holds(f"REGEX({Literal(words)}, {pattern}, {flags})") for pattern in shape.values("pattern"))


def _closed(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    predicate = said.triple.predicate.value
    near = Iris(term.value for term in constraints.shape(result).allowed_predicates).nearest(predicate)
    if near is not None:
        yield editing.rename(said, near, safe=is_certain(predicate, near))


def _less(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    """Offer to exchange two values that stand the wrong way round."""
    other = constraints.parameter(result)
    if isinstance(other, NamedNode) and not isinstance(result.focus, Literal):
        there = editing.places.said(result.focus, other)
        here = editing.places.said(result.focus, said.triple.predicate)
        if len(there) == len(here) == 1 and there[0].path == said.path:
            yield editing.exchange(said, there[0], Message("lint.fixes.exchange-two-values"))


def _node(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    """Offer what mends the value itself, where a nested shape says something of it."""
    value = result.value
    if value is None:
        return
    for shape in constraints.shape(result).shapes("node"):
        for failure in constraints.failures(shape.node, value):
            if failure.is_about_focus and failure.component != "Node":
                yield from value_fixes(constraints, editing, said, failure)


def _alternatives(constraints: Constraints, editing: Editing, said: Said, result: Result) -> Fixes:
    yield from _datatype(constraints, editing, said, result)
    yield from _class(constraints, editing, said, result)


_MAKERS: Mapping[str, Maker] = {
    "Class": _class,
    "Closed": _closed,
    "Datatype": _datatype,
    "In": _in,
    "LanguageIn": _in_a_language,
    "LessThan": _less,
    "LessThanOrEquals": _less,
    "Node": _node,
    "NodeKind": _node_kind,
    "Or": _alternatives,
    "Pattern": _pattern,
    "UniqueLang": _unique_lang,
    "Xone": _alternatives,
}


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
    said = editing.places.said(result.focus)
    strange = {s.triple.predicate.value: s for s in reversed(said) if s.triple.predicate.value not in known}
    for iri, where in strange.items():
        if Iris([path.predicate]).nearest(iri) == path.predicate:
            return [editing.rename(where, path.predicate, safe=is_certain(iri, path.predicate))]
    return []
