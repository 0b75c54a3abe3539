"""Forms that ask a named query again: plain HTML, which the service beside the pages answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.collation import collation_key
from catalogue.documents.addresses import NAMED_QUERIES, SPARQL
from catalogue.edition import Edition
from catalogue.messages import say
from catalogue.names import path_of
from catalogue.pages.literals import language_name
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer
from catalogue.query import NamedQuery, Parameter
from catalogue.terms import NamedNode

MOST_CHOICES = 200
"""How many things a form offers to choose from at most; beyond, an IRI is written."""

_INPUTS: Mapping[str, str] = {"integer": "number", "date": "date", "dateTime": "datetime-local", "gYearMonth": "month"}
_FORMAT = "format"


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
        formats: as what the answer may be had: the value of each and its name; none where a parameter is called `format`.
    """

    action: str
    fields: Sequence[Field]
    formats: Sequence[tuple[str, str]]


def form_of(viewer: Viewer, query: NamedQuery, given: Mapping[str, str], *, is_graph: bool) -> Form | None:
    """Make the form that asks a query with other values.

    Args:
        viewer: the page.
        query: the query.
        given: the values that the page's answer is for.
        is_graph: whether the answer is triples.

    Returns:
        The form; None where the query has no parameters, or no service stands beside the pages: their policy lets a form be
        sent to their own host alone. None stands beside a preview.
    """
    address, base = viewer.edition.settings.sparql.address or "", viewer.edition.settings.base
    if not query.parameters or not address.startswith(base) or viewer.edition.elsewhere:
        return None
    root = address.removeprefix(base).removesuffix(SPARQL)
    name = path_of(f"{base}q/{query.name}", base).partition("/")[2]
    formats = [("turtle", "Turtle"), ("jsonld", "JSON-LD")] if is_graph else [("csv", "CSV"), ("json", "JSON")]
    fields = [_field(viewer, parameter, given.get(parameter.name, "")) for parameter in query.parameters]
    is_shadowed = any(parameter.name == _FORMAT for parameter in query.parameters)
    return Form(viewer.href(f"{root}{NAMED_QUERIES}/{name}"), fields, [] if is_shadowed else formats)


def _field(viewer: Viewer, parameter: Parameter, value: str) -> Field:
    label = say(parameter.description, viewer.language) or parameter.name
    options = _options(viewer, parameter, value)
    input_ = _INPUTS.get(parameter.type, "text")
    return Field(parameter.name, label, input_, value, options, parameter.default is None)


def _options(viewer: Viewer, parameter: Parameter, value: str) -> list[Option]:
    """List what may be chosen: a language of the catalogue, yes or no, a thing of the kind that the value is."""
    if parameter.type == "language":
        options = [Option(tag, language_name(tag, viewer.language)) for tag in viewer.edition.settings.languages]
    elif parameter.type == "boolean":
        options = [Option("true", string("yes", viewer.language)), Option("false", string("no", viewer.language))]
    elif parameter.type == "iri":
        options = _things(viewer, parameter, value)
    else:
        return []
    return options if any(option.value == value for option in options) else []


def _things(viewer: Viewer, parameter: Parameter, value: str) -> list[Option]:
    settings = viewer.edition.settings
    chosen = parameter.term(value, settings.base, settings.prefixes) if value else None
    things = like(viewer.edition, chosen) if isinstance(chosen, NamedNode) else []
    options = []
    for thing in things:
        link = viewer.link(thing)
        options.append(Option(value if thing == chosen else thing.value.removeprefix(settings.base), link.label, link.language))
    options.sort(key=lambda option: collation_key(option.label))
    return options if len(options) <= MOST_CHOICES else []


def like(edition: Edition, thing: NamedNode) -> Sequence[NamedNode]:
    """List what stands beside a thing: the concepts of its code list, or the things of its type; nothing where it is none."""
    schemes = edition.hierarchy.schemes(thing)
    if schemes:
        return list(dict.fromkeys(concept for scheme in schemes for concept in edition.hierarchy.concepts(scheme)))
    type_ = edition.type_of(thing)
    return edition.instances(edition.model.types[type_.iri]) if type_ is not None and type_.iri in edition.model.types else []
