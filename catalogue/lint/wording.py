"""Wording: what the results of a validation say in plain words, with labels instead of IRIs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from catalogue.edition import Edition
from catalogue.lexical import is_valid
from catalogue.lint import phrases
from catalogue.lint.comparing import ORDERS, RANGES, at_odds, incomparable, reason
from catalogue.lint.naming import called, class_name, datatype_name, quoted, shown
from catalogue.messages import Text, say
from catalogue.model import Path
from catalogue.names import local_name
from catalogue.shacl.constraints import Constraints, qualified
from catalogue.shacl.results import Result
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term

_LOGICAL = frozenset({"And", "Node", "Not", "Or", "Xone"})
_LISTED = 6
_DEPTH = 2
_LONG = 120
_UNKNOWN = "[ … ]"


def kind_name(result: Result) -> str:
    """Give the short name of the kind of finding that a result is."""
    return phrases.PHRASES.get(result.component, phrases.OTHER).kind


def wording(constraints: Constraints, result: Result) -> Text:
    """Say in plain words what a result means.

    Args:
        constraints: the shapes and the data.
        result: the result.

    Returns:
        One phrase by language, without the advice.
    """
    templates = _templates(constraints, result)
    return {tag: template.format_map(_Filling(constraints, result, tag)) for tag, template in templates.items()}


def _templates(constraints: Constraints, result: Result) -> Text:
    if result.component == "MinCount" and not constraints.values(result.shape, result.focus):
        return phrases.MISSING
    if result.component == "Datatype" and _is_ill_formed(constraints, result):
        return phrases.ILL_FORMED
    if result.is_about_focus and result.component in _LOGICAL:
        return phrases.FORBIDDEN if result.component == "Not" else phrases.BROKEN
    if _is_incomparable(constraints, result):
        return phrases.INCOMPARABLE if result.component in RANGES else phrases.INCOMPARABLE_VALUES
    return phrases.PHRASES.get(result.component, phrases.OTHER).templates


def _is_ill_formed(constraints: Constraints, result: Result) -> bool:
    value = result.value
    if not isinstance(value, Literal):
        return False
    wanted = {datatype.value for datatype in constraints.shape(result).values("datatype")}
    return value.datatype.value in wanted and not is_valid(value.value, value.datatype.value)


def _is_incomparable(constraints: Constraints, result: Result) -> bool:
    """Tell whether a value is at odds only with what it cannot be compared with."""
    pairs = at_odds(constraints, result)
    return bool(pairs) and len(incomparable(pairs)) == len(pairs)


class _Filling(Mapping[str, str]):
    """What stands for the names in braces, found when it is asked for."""

    def __init__(self, constraints: Constraints, result: Result, language: str) -> None:
        self._constraints = constraints
        self._edition = constraints.edition
        self._result = result
        self._language = language
        self._parameter = constraints.parameter(result)

    def __getitem__(self, name: str) -> str:
        text: str = getattr(self, name)()
        return text

    def __iter__(self):  # type: ignore[no-untyped-def] # noqa: ANN204 - a mapping by name only
        return iter(())

    def __len__(self) -> int:
        return 0

    def _say(self, text: Text) -> str:
        return say(text, self._language)

    def thing(self) -> str:
        focus = self._result.focus
        about = "thing", focus, self._language
        return self._constraints.cached_text(about, partial(called, self._edition, focus, self._language))

    def property(self) -> str:
        shape, predicate = self._result.shape, self._result.predicate
        name = partial(property_name, self._constraints, shape, predicate, self._language)
        return self._constraints.cached_text(("property", shape, predicate, self._language), name)

    def about(self) -> str:
        if self._result.is_about_focus:
            return ""
        return self._say(phrases.ABOUT).format(property=self.property(), thing=self.thing())

    def value(self) -> str:
        value = self._result.value
        return shown(self._edition, value) if value is not None else self._say(phrases.A_VALUE)

    def parameter(self) -> str:
        return self._shown_parameter()

    def _shown_parameter(self) -> str:
        parameter = self._parameter
        return parameter.value if isinstance(parameter, Literal) else shown(self._edition, parameter) if parameter else ""

    def other(self) -> str:
        parameter = self._parameter
        if not isinstance(parameter, NamedNode):
            return ""
        return quoted(self._edition.label(parameter, self._language), self._language)

    def against(self) -> str:
        return shown(self._edition, self._parameter) if self._parameter is not None else ""

    def reason(self) -> str:
        pairs = at_odds(self._constraints, self._result)
        return self._say(reason(self._edition, pairs[0])) if pairs else ""

    def count(self) -> str:
        constraints, result = self._constraints, self._result
        if result.component in {"MinLength", "MaxLength"}:
            return str(len(result.value.value)) if result.value is not None else "0"
        if result.component in {"Or", "Xone", "And"}:
            return str(len(constraints.shapes.shapes_of_list(self._parameter))) if self._parameter is not None else "0"
        values = constraints.values(result.shape, result.focus)
        if result.component.startswith("Qualified"):
            values = qualified(constraints, result.shape, values)
        return str(len(values))

    def expected(self) -> str:
        result, parameter = self._result, self._parameter
        make = _EXPECTED.get(result.component)
        if result.component not in phrases.PHRASES:
            return self._constraint()
        if make is None or parameter is None:
            return self._shown_parameter()
        phrase = partial(make, self._constraints, result, parameter, self._language)
        about = "expected", result.shape, result.component, parameter, self._language
        return phrase() if make is _expected_other else self._constraints.cached_text(about, phrase)

    def _constraint(self) -> str:
        """Name the constraint of a declared component by its parameter and the value of it, as the shape writes them."""
        result = self._result
        if self._parameter is None:
            return shown(self._edition, NamedNode(result.component_iri))
        return f"{shown(self._edition, self._constraints.predicate(result))} {shown(self._edition, self._parameter)}"

    def members(self) -> str:
        """Name the shapes of a logical constraint by what they ask for, or nothing where they have no words for it."""
        if self._parameter is None:
            return ""
        about = "members", self._result.component, self._parameter, self._language
        name = partial(_members, self._constraints, self._result.component, self._parameter, self._language)
        return self._constraints.cached_text(about, name)

    def actual(self) -> str:
        make = _ACTUAL.get(self._result.component)
        return make(self._constraints, self._result, self._language) if make else ""


def _expected_datatype(constraints: Constraints, _: Result, parameter: Term, language: str) -> str:
    return datatype_name(constraints.edition, parameter.value, language)


def _expected_class(constraints: Constraints, _: Result, parameter: Term, language: str) -> str:
    return class_name(constraints.edition, parameter.value, language)


def _expected_kind(_: Constraints, __: Result, parameter: Term, language: str) -> str:
    return say(phrases.NODE_KINDS.get(local_name(parameter.value), {}), language)


def _expected_list(constraints: Constraints, result: Result, parameter: Term, language: str) -> str:
    members = constraints.shapes.descriptions.members(parameter)
    names = [m.value if result.component == "LanguageIn" else shown(constraints.edition, m) for m in members]
    if len(names) > _LISTED:
        return ", ".join(names[:_LISTED]) + ", …"
    *first, last = names or [""]
    return (", ".join(first) + say(phrases.OR, language) if first else "") + last


def _expected_shape(constraints: Constraints, _: Result, parameter: Term, language: str) -> str:
    return shape_name(constraints, parameter, language)


def _members(constraints: Constraints, component: str, parameter: Term, language: str) -> str:
    """Name the shapes of a list, or the one shape, after what is said of a value; cut when that is long."""
    shapes: list[Term] = [shape.node for shape in constraints.shapes.shapes_of_list(parameter)]
    names = [shape_name(constraints, shape, language) for shape in ([parameter] if component == "Node" else shapes)]
    if not any(name != _UNKNOWN for name in names):
        return ""
    text = say(phrases.AND if component == "And" else phrases.OR, language).join(dict.fromkeys(names))
    cut = text if len(text) <= _LONG else text[:_LONG].rpartition(" ")[0] + " …"
    return say(phrases.MEMBERS, language).format(members=cut)


def _expected_other(constraints: Constraints, result: Result, _: Term, __: str) -> str:
    """Name the values that the order is broken with; those that cannot be compared, where there are no others."""
    pairs = at_odds(constraints, result)
    comparable = [pair for pair in pairs if isinstance(pair.comparison, int)]
    return ", ".join(shown(constraints.edition, pair.other) for pair in comparable or pairs)


_EXPECTED: Mapping[str, Callable[[Constraints, Result, Term, str], str]] = {
    "Datatype": _expected_datatype,
    "Class": _expected_class,
    "NodeKind": _expected_kind,
    "In": _expected_list,
    "LanguageIn": _expected_list,
    "Node": _expected_shape,
    "Not": _expected_shape,
    **dict.fromkeys(ORDERS, _expected_other),
}


def _actual_datatype(constraints: Constraints, result: Result, language: str) -> str:
    value = result.value
    if isinstance(value, Literal):
        return datatype_name(constraints.edition, value.datatype.value, language)
    return _actual_kind(constraints, result, language)


def _actual_class(constraints: Constraints, result: Result, language: str) -> str:
    value = result.value
    if value is None or isinstance(value, Literal):
        return _actual_kind(constraints, result, language)
    classes = constraints.classes(value)
    return ", ".join(class_name(constraints.edition, iri, language) for iri in classes) or say(phrases.NO_CLASS, language)


def _actual_kind(_: Constraints, result: Result, language: str) -> str:
    value = result.value
    name = "IRI" if isinstance(value, NamedNode) else "BlankNode" if isinstance(value, BlankNode) else "Literal"
    return say(phrases.NODE_KINDS[name], language)


def _actual_language(_: Constraints, result: Result, language: str) -> str:
    tag = result.value.language if isinstance(result.value, Literal) else None
    return say(phrases.IN_LANGUAGE, language).format(actual=tag) if tag else say(phrases.NO_LANGUAGE, language)


def _actual_duplicate(constraints: Constraints, result: Result, _: str) -> str:
    return ", ".join(dict.fromkeys(duplicated_languages(constraints, result)))


def _actual_alternatives(constraints: Constraints, result: Result, language: str) -> str:
    parameter = constraints.parameter(result)
    if parameter is None or result.value is None:
        return ""
    value = result.value
    members = constraints.shapes.shapes_of_list(parameter)
    met = [str(n) for n, shape in enumerate(members, 1) if constraints.conforms(shape.node, value)]
    return ", ".join(met) or say(phrases.LACKING, language)


_ACTUAL: Mapping[str, Callable[[Constraints, Result, str], str]] = {
    "Datatype": _actual_datatype,
    "Class": _actual_class,
    "NodeKind": _actual_kind,
    "LanguageIn": _actual_language,
    "UniqueLang": _actual_duplicate,
    "Xone": _actual_alternatives,
}


def duplicated_languages(constraints: Constraints, result: Result) -> list[str]:
    """List the languages that the values of a property shape use twice, in their order."""
    values = constraints.values(result.shape, result.focus)
    tags = [value.language for value in values if isinstance(value, Literal) and value.language]
    return sorted({tag for tag in tags if tags.count(tag) > 1})


def property_name(constraints: Constraints, shape: Node, predicate: NamedNode | None, language: str) -> str:
    """Name what a property shape is about: by its own name, else by its predicate's label, else by its path."""
    name = say(constraints.shapes.shape(shape).names, language)
    if not name and predicate is not None:
        name = constraints.edition.label(predicate, language)
    if not name:
        path = constraints.shapes.shape(shape).path
        name = _short_path(constraints.edition, path) if path is not None else ""
    return quoted(name, language) if name else say(phrases.A_VALUE, language)


def _short_path(edition: Edition, path: Path) -> str:
    return re.sub("<([^>]*)>", lambda match: shown(edition, NamedNode(match[1])), str(path))


def shape_name(constraints: Constraints, shape: Term, language: str) -> str:
    """Name a shape: by its label or name, else by its IRI."""
    if isinstance(shape, Literal):
        return shape.value
    declared = constraints.shapes.shape(shape)
    for texts in (declared.names, declared.descriptions):
        text = say(texts, language)
        if text:
            return quoted(text, language)
    label = say(constraints.edition.own_label(shape), language)
    if label:
        return quoted(label, language)
    return shown(constraints.edition, shape) if isinstance(shape, NamedNode) else _summary(constraints, shape, language)


def _summary(constraints: Constraints, shape: Node, language: str, depth: int = 0) -> str:
    """Tell a shape without a name by what it asks for."""
    declared = constraints.shapes.shape(shape)
    path = declared.path
    predicate = NamedNode(path.predicate) if path is not None and path.predicate else None
    name = property_name(constraints, shape, predicate, language) if path is not None else say(phrases.IT, language)
    parts: list[str] = []
    for key, template in phrases.SUMMARIES.items():
        for parameter in declared.values(key):
            result = Result(shape, shape, key[:1].upper() + key[1:], declared=parameter)
            value = _Filling(constraints, result, language).expected()
            parts.append(say(template, language).format(property=name, parameter=value))
    nested = declared.properties if depth < _DEPTH else ()
    parts += [_summary(constraints, inner.node, language, depth + 1) for inner in nested]
    return say(phrases.AND, language).join(parts) or shown(constraints.edition, shape)
