"""Wording: what the results of a validation say in plain words, with labels instead of IRIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from catalogue.lexical import is_valid
from catalogue.lint import phrases
from catalogue.lint.allowed import allowed_values, listed
from catalogue.lint.comparing import ORDERS, RANGES, at_odds, incomparable, reason
from catalogue.lint.expectations import condition_name, conditions, expected, members_of, property_name, shape_name
from catalogue.lint.naming import called, class_name, datatype_name, quoted, shown
from catalogue.messages import Text, say
from catalogue.names import local_name
from catalogue.shacl.constraints import Constraints, qualified
from catalogue.shacl.results import Result
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term, language_of

_LOGICAL = {"Not": phrases.FORBIDDEN, "Node": phrases.BROKEN}


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
    if result.component in phrases.COUNTED:
        return _of_list(constraints, result)
    if result.is_about_focus and result.component in _LOGICAL:
        return _LOGICAL[result.component]
    return _special(constraints, result) or phrases.PHRASES.get(result.component, phrases.OTHER).templates


def _special(constraints: Constraints, result: Result) -> Text | None:
    """Give the phrase of a result of which more is known than its component says; None where no more is."""
    if result.component == "Node" and allowed_values(constraints, result):
        return phrases.PHRASES["In"].templates
    if result.component == "Pattern" and _is_of_web(constraints, result):
        return phrases.WEB
    if _is_incomparable(constraints, result):
        return phrases.INCOMPARABLE if result.component in RANGES else phrases.INCOMPARABLE_VALUES
    return None


def _of_list(constraints: Constraints, result: Result) -> Text:
    members, met = _members(constraints, result), _met(constraints, result)
    if result.component == "Xone" and met:
        return phrases.PHRASES[result.component].templates
    return phrases.COUNTED[result.component](len(members))


def _members(constraints: Constraints, result: Result) -> list[Node]:
    """List the shapes that the violated logical constraint names."""
    parameter = constraints.parameter(result)
    return members_of(constraints, result.component, parameter) if parameter is not None else []


def _met(constraints: Constraints, result: Result) -> list[Node]:
    """List those of them that the value conforms to."""
    value = result.value
    return [node for node in _members(constraints, result) if value is not None and constraints.conforms(node, value)]


def _is_ill_formed(constraints: Constraints, result: Result) -> bool:
    value = result.value
    if not isinstance(value, Literal):
        return False
    wanted = {datatype.value for datatype in constraints.shape(result).values("datatype")}
    return value.datatype.value in wanted and not is_valid(value.value, value.datatype.value)


def _is_of_web(constraints: Constraints, result: Result) -> bool:
    """Tell whether a pattern asks for an address of the web, and the value does not begin as one does."""
    parameter, value = constraints.parameter(result), result.value
    asks = isinstance(parameter, Literal) and parameter.value.startswith(("^http", "^(http", "^(https", "^(?:http"))
    return asks and value is not None and not value.value.startswith(("http://", "https://"))


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
            return str(len(_members(constraints, result)))
        values = constraints.values(result.shape, result.focus)
        if result.component.startswith("Qualified"):
            values = qualified(constraints, result.shape, values)
        return str(len(values))

    def expected(self) -> str:
        result, parameter = self._result, self._parameter
        if result.component not in phrases.PHRASES:
            return self._constraint()
        if parameter is None:
            return ""
        if result.component in ORDERS:
            return _at_odds(self._constraints, result)
        if result.component == "SPARQL":
            return condition_name(self._constraints, result, self._language)
        values = allowed_values(self._constraints, result)
        if values:
            return listed(self._constraints, result, values, self._language)
        phrase = partial(_expected, self._constraints, result, parameter, self._language)
        return self._constraints.cached_text(("expected", result.component, parameter, self._language), phrase)

    def _constraint(self) -> str:
        """Name the constraint of a declared component by its parameter and the value of it, as the shape writes them."""
        result = self._result
        if self._parameter is None:
            return shown(self._edition, NamedNode(result.component_iri))
        return f"{shown(self._edition, self._constraints.predicate(result))} {shown(self._edition, self._parameter)}"

    def members(self) -> str:
        """Name the shapes of a logical constraint by what they ask for, or nothing where they have no words for it."""
        constraints, language = self._constraints, self._language
        shapes = _told(constraints, self._result)
        about = "members", *shapes, language
        listed = constraints.cached_text(about, partial(conditions, constraints, shapes, language))
        members = _members(constraints, self._result)
        if not listed and (self._result.component == "And" or shapes != members):
            listed = ", ".join(str(members.index(shape) + 1) for shape in shapes)
        return self._say(phrases.MEMBERS).format(members=listed) if listed else ""

    def subject(self) -> str:
        if self._result.is_about_focus:
            return self.thing()
        return self._say(phrases.SUBJECT).format(property=self.property(), thing=self.thing(), value=self.value())

    def actual(self) -> str:
        make = _ACTUAL.get(self._result.component)
        return make(self._constraints, self._result, self._language) if make else ""


def _told(constraints: Constraints, result: Result) -> list[Node]:
    """List the shapes that a message names: all that were to be met and are not, or those of which too many are met."""
    members, met = _members(constraints, result), _met(constraints, result)
    if result.component == "Xone" and met:
        return met
    return [node for node in members if node not in met] if result.component == "And" else members


def _expected(constraints: Constraints, result: Result, parameter: Term, language: str) -> str:
    if result.component in {"Node", "Not"}:
        return shape_name(constraints, parameter, language)
    return expected(constraints, local_name(result.parameter.value), parameter, language)


def _at_odds(constraints: Constraints, result: Result) -> str:
    """Name the values that the order is broken with; those that cannot be compared, where there are no others."""
    pairs = at_odds(constraints, result)
    comparable = [pair for pair in pairs if isinstance(pair.comparison, int)]
    return ", ".join(shown(constraints.edition, pair.other) for pair in comparable or pairs)


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
    tag = language_of(result.value)
    return say(phrases.IN_LANGUAGE, language).format(actual=f"@{tag}") if tag else say(phrases.NO_LANGUAGE, language)


def _actual_duplicate(constraints: Constraints, result: Result, _: str) -> str:
    return ", ".join(f"@{tag}" for tag in dict.fromkeys(duplicated_languages(constraints, result)))


def _actual_alternatives(constraints: Constraints, result: Result, _: str) -> str:
    return str(len(_met(constraints, result)))


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
    tags = [tag for value in values if (tag := language_of(value))]
    return sorted({tag for tag in tags if tags.count(tag) > 1})
