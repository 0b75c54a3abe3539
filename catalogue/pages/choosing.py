"""What readers may choose on the page of a named query without a form: links to the answers that are prepared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.documents.addresses import QUERIES
from catalogue.edition import Edition
from catalogue.messages import say
from catalogue.names import path_of
from catalogue.pages.asking import options_of
from catalogue.pages.literals import language_name
from catalogue.pages.parts import Link, Value
from catalogue.pages.views import Viewer
from catalogue.query import NamedQuery, Parameter
from catalogue.query.choosing import choices
from catalogue.query.prepared import Given, is_answered_by_service, prepared, prepared_values
from catalogue.query.published import PublishedAnswer

FEW = 24
"""How many values the pages of prepared answers list; of more, the page of the query does."""


@dataclass(frozen=True)
class Choice:
    """A value that an answer is prepared for.

    Attributes:
        link: what it is called, and where the answer is.
        is_current: whether the answer of the page is for it.
    """

    link: Link
    is_current: bool


@dataclass(frozen=True)
class Choosing:
    """A parameter as the page of an answer shows it.

    Attributes:
        id: the fragment of its list on the page of the query.
        label: what it means, or its name.
        type: its type.
        value: the value that the answer is for, or None.
        choices: the values that may be chosen.
        others: where these are listed when they are not listed here, or empty.
        too_many: how many values there are when they are too many for answers to be prepared, else 0.
    """

    id: str
    label: str
    type: str
    value: Value | None
    choices: Sequence[Choice] = ()
    others: str = ""
    too_many: int = 0


def query_path(edition: Edition, name: str, answer: str = "") -> str:
    """Give the path, without suffix, of the documents about a named query, or about one of its prepared answers.

    Args:
        edition: the catalogue.
        name: the name of the query.
        answer: that of the answer in addresses, or empty.
    """
    base = edition.settings.base
    end = f"/{answer}" if answer else ""
    return edition.settings.own(f"{QUERIES}/{path_of(f'{base}q/{name}{end}', base).partition('/')[2]}")


def choosing(viewer: Viewer, query: NamedQuery, answer: PublishedAnswer, chosen: Given | None) -> Sequence[Choosing]:
    """Show the parameters of a query and what may be chosen for them.

    Args:
        viewer: the page.
        query: the query.
        answer: the answer of the page.
        chosen: the value that it is prepared for; None for that of the defaults.
    """
    names = {given: name for name, given in prepared(viewer.edition, query.name).items()}
    return [
        _parameter(viewer, query, parameter, _value(viewer, parameter, answer), names, chosen) for parameter in query.parameters
    ]


def _parameter(  # noqa: PLR0913, PLR0917 - a parameter in its page
    viewer: Viewer,
    query: NamedQuery,
    parameter: Parameter,
    value: Value | None,
    names: Mapping[Given, str],
    chosen: Given | None,
) -> Choosing:
    edition, id_ = viewer.edition, f"choose-{parameter.name}"
    label = say(parameter.description, viewer.language) or parameter.name
    values = prepared_values(edition, query, parameter) if any(each.parameter == parameter.name for each in names) else ()
    own = f"{query_path(edition, query.name)}.{viewer.language}.html"
    if chosen is not None and values and (chosen.parameter != parameter.name or len(values) > FEW):
        return Choosing(id_, label, parameter.type, value, others=viewer.href(f"{own}#{id_}"))
    current = chosen.value if chosen is not None else parameter.default

    def choice(sent: str, shown: Link) -> Choice:
        name = names.get(Given(parameter.name, sent), "")
        path = f"{query_path(edition, query.name, name)}.{viewer.language}.html" if name else own
        return Choice(Link(shown.label, viewer.href(path), shown.language), sent == current)

    listed = [choice(option.value, Link(option.label, "", option.language)) for option in options_of(viewer, parameter, values)]
    return Choosing(id_, label, parameter.type, value, listed, "", 0 if values else _too_many(edition, query, parameter))


def _too_many(edition: Edition, query: NamedQuery, parameter: Parameter) -> int:
    """Tell how many values a parameter has where these are too many; 0 where it has none, or a service answers."""
    if parameter.type == "language" or is_answered_by_service(edition):
        return 0
    count = len(choices(edition, query.name, parameter.name))
    return count if count > edition.settings.prepared > 0 else 0


def shown(viewer: Viewer, parameter: Parameter, given: str) -> Value:
    """Show the value of a parameter: a thing under its name, a date in words, anything else as it is written."""
    settings = viewer.edition.settings
    if parameter.type == "language":
        return Value(language_name(given, viewer.language))
    return viewer.value(parameter.term(given, settings.base, settings.prefixes))


def _value(viewer: Viewer, parameter: Parameter, answer: PublishedAnswer) -> Value | None:
    given = answer.given.get(parameter.name)
    if given is None:
        return None
    return Value(given) if answer.reason else shown(viewer, parameter, given)
