"""Prepared answers: those of named queries for each value of a parameter, where no service stands beside the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from catalogue.edition import Edition, per_edition
from catalogue.names import local_name
from catalogue.query.choosing import choices
from catalogue.query.named import NamedQuery, named_queries
from catalogue.query.published import why_not
from catalogue.slugs import slug_of
from catalogue.sparql.parameters import Parameter

_DIGEST_LENGTH = 10
_SLUG_LENGTH = 40


class Given(NamedTuple):
    """The value of a parameter.

    Attributes:
        parameter: the name of the parameter.
        value: the value, as it is sent.
    """

    parameter: str
    value: str


def is_answered_by_service(edition: Edition) -> bool:
    """Tell whether a service stands beside the pages, which a form may ask; none stands beside a preview.

    The policy of pages lets a form be sent to their own host alone.
    """
    return (edition.settings.sparql.address or "").startswith(edition.settings.base) and not edition.elsewhere


@per_edition
def prepared(edition: Edition, query: str) -> Mapping[str, Given]:
    """List the answers of a query that a release has beside that for its defaults.

    Args:
        edition: the catalogue.
        query: the name of the query.

    Returns:
        For each value of one parameter, the others having their defaults, the value by its part of the address, in their order.
        Nothing where a service answers, where the query has no answer, and for parameters with more values than
        `[site] prepared`.
    """
    named = named_queries(edition)[query]
    if is_answered_by_service(edition):
        return {}
    return {_name(named, given): given for parameter in named.parameters for given in _answerable(edition, named, parameter)}


def _answerable(edition: Edition, query: NamedQuery, parameter: Parameter) -> Iterator[Given]:
    """Give those values of a parameter but the default for which there is an answer."""
    values = prepared_values(edition, query, parameter)
    if values and not why_not(edition, query, {parameter.name: values[0]}):
        yield from (Given(parameter.name, value) for value in values if value != parameter.default)


def prepared_values(edition: Edition, query: NamedQuery, parameter: Parameter) -> Sequence[str]:
    """List the values of a parameter that answers are prepared for; the page's language is no matter of choice."""
    if parameter.type == "language":
        return ()
    values = choices(edition, query.name, parameter.name)
    return values if len(values) <= edition.settings.prepared else ()


def _name(query: NamedQuery, given: Given) -> str:
    """Name an answer in addresses: after parameter and value, and by a digest that no other answer of the query has."""
    digest = hashlib.sha256("\0".join((query.name, *given)).encode()).hexdigest()[:_DIGEST_LENGTH]
    slugs = (slug_of(text)[:_SLUG_LENGTH].strip("-") for text in (given.parameter, local_name(given.value)))
    return "-".join(filter(None, (*slugs, digest)))
