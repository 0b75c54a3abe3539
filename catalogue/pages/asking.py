"""Forms that ask a named query again: plain HTML, which the service beside the pages answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.collation import name_key
from catalogue.documents.addresses import NAMED_QUERIES, SPARQL
from catalogue.messages import say
from catalogue.names import path_of
from catalogue.pages.literals import language_name
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer
from catalogue.query import NamedQuery, Parameter
from catalogue.query.choosing import choices
from catalogue.query.prepared import is_answered_by_service
from catalogue.terms import NamedNode

MOST_CHOICES = 200
"""How many things a form offers to choose from at most; beyond, an IRI is written."""

_INPUTS: Mapping[str, str] = {"integer": "number", "date": "date", "dateTime": "datetime-local", "gYearMonth": "month"}
_FORMAT = "format"
LANGUAGE = "lang"
"""The field that names the language of a page, where no parameter is called so."""

_TRUE = frozenset({"true", "1"})


@dataclass(frozen=True)
class Option:
    """A value that may be chosen: as it is sent, as it is shown, and its language where it is not the page's."""

    value: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        name: the parameter.
        label: what it means, or the parameter in words.
        input: the type of the `input` element.
        value: the value that it has at first, as it is sent.
        options: what may be chosen; empty where anything may be written.
        is_required: whether a value must be given.
    """

    name: str
    label: str
    input: str
    value: str
    options: Sequence[Option] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Form:
    """A form that asks a named query.

    Attributes:
        action: where it is sent.
        fields: its fields, in the order of the parameters.
        formats: as what data the answer may be had: the value of each and its name; none where a parameter is called `format`.
        language: the language of the page of the answer, where the form has a field for it; else empty.
    """

    action: str
    fields: Sequence[Field]
    formats: Sequence[tuple[str, str]]
    language: str


def form_of(viewer: Viewer, query: NamedQuery, given: Mapping[str, str], action: str = "", *, is_graph: bool) -> Form | None:
    """Make the form that asks a query with other values.

    Args:
        viewer: the page.
        query: the query.
        given: the values that the page's answer is for.
        action: where the form is sent; the service beside the pages when empty.
        is_graph: whether the answer is triples.

    Returns:
        The form; None where the query has no parameters, or no service stands beside the pages.
    """
    if not query.parameters or not (action or is_answered_by_service(viewer.edition)):
        return None
    formats = [("turtle", "Turtle"), ("jsonld", "JSON-LD")] if is_graph else [("csv", "CSV"), ("json", "JSON")]
    fields = [_field(viewer, query, parameter, given.get(parameter.name, "")) for parameter in query.parameters]
    own = {parameter.name for parameter in query.parameters}
    if _FORMAT in own:
        return Form(action or _action(viewer, query), fields, [], "")
    return Form(action or _action(viewer, query), fields, formats, "" if LANGUAGE in own else viewer.language)


def _action(viewer: Viewer, query: NamedQuery) -> str:
    """Give the address at which the service beside the pages answers a query."""
    address, base = viewer.edition.settings.sparql.address or "", viewer.edition.settings.base
    root = address.removeprefix(base).removesuffix(SPARQL)
    return viewer.href(f"{root}{NAMED_QUERIES}/{path_of(f'{base}q/{query.name}', base).partition('/')[2]}")


def _field(viewer: Viewer, query: NamedQuery, parameter: Parameter, value: str) -> Field:
    label = say(parameter.description, viewer.language) or parameter.name
    values = choices(viewer.edition, query.name, parameter.name)
    value = _listed(viewer, parameter, values, value)
    offered = [*values, *([value] if value and value not in values else [])] if values and value else []
    options = options_of(viewer, parameter, offered) if len(values) <= MOST_CHOICES else []
    input_ = _INPUTS.get(parameter.type, "text")
    return Field(parameter.name, label, input_, value, options, parameter.default is None)


def _listed(viewer: Viewer, parameter: Parameter, values: Sequence[str], value: str) -> str:
    """Give the value of a list that means the same as a value, which may be written otherwise; else that value."""
    if not value or value in values or parameter.type == "language":
        return value
    settings = viewer.edition.settings
    term = parameter.term(value, settings.base, settings.prefixes)
    return next((each for each in values if parameter.term(each, settings.base, settings.prefixes) == term), value)


def options_of(viewer: Viewer, parameter: Parameter, values: Sequence[str]) -> list[Option]:
    """Show values of a parameter, things in the order of what they are called."""
    options = [_option(viewer, parameter, value) for value in values]
    return sorted(options, key=lambda option: name_key(option.label)) if parameter.type == "iri" else options


def _option(viewer: Viewer, parameter: Parameter, value: str) -> Option:
    settings = viewer.edition.settings
    if parameter.type == "language":
        return Option(value, language_name(value, viewer.language))
    if parameter.type == "boolean":
        return Option(value, string("yes" if value in _TRUE else "no", viewer.language))
    term = parameter.term(value, settings.base, settings.prefixes)
    if isinstance(term, NamedNode):
        link = viewer.link(term)
        return Option(value, link.label, link.language)
    shown = viewer.value(term)
    return Option(value, shown.label or value, shown.language)
