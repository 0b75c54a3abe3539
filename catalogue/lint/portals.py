"""The check of what portals are told: whether there is a licence, and whether the codes of the settings are in their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalogue.authorities import (
    ACCESS_RIGHTS,
    AVAILABILITIES,
    COUNTRIES,
    FREQUENCIES,
    LICENCE_TYPES,
    PUBLISHER_TYPES,
    THEMES,
)
from catalogue.config import Portal
from catalogue.edition import Edition
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.messages import Message, Text
from catalogue.near import nearest
from catalogue.query import has_query, named_queries
from catalogue.terms import named_node


class _Code(NamedTuple):
    """A code in the settings.

    Attributes:
        keys: where it stands in the table `[dcat]`.
        code: the code.
        known: the codes of its table.
        may_be_iri: whether an IRI is as good.
    """

    keys: tuple[str | int, ...]
    code: str
    known: Iterable[str]
    may_be_iri: bool = False


def of_portals(edition: Edition) -> Iterator[Finding]:
    """Report codes that no table has, queries of datasets that there are not, and a catalogue for portals without a licence."""
    settings = edition.settings
    if settings.license is None and settings.portal != Portal():
        kind = KINDS["licence"]
        place = settings.place_of("catalogue", "license")
        yield Finding(kind, kind.severity, place, Message("C240.no-licence"), Message("C240.no-licence.advice"))
    for given in _codes(edition):
        if given.code not in given.known and not (given.may_be_iri and _is_iri(given.code)):
            near = _near(given.code, given.known)
            advice = (
                Message("C241.near.advice", near=near) if near else Message("C241.known.advice", codes=_listed(given.known))
            )
            yield _finding(edition, given.keys, Message("C241.no-code", setting=_setting(given.keys), code=given.code), advice)
    yield from _queries(edition)


def _codes(edition: Edition) -> Iterator[_Code]:
    portal = edition.settings.portal
    single = (
        ("frequency", portal.frequency, FREQUENCIES.codes),
        ("availability", portal.availability, AVAILABILITIES.codes),
        ("access_rights", portal.access_rights, ACCESS_RIGHTS.codes),
        ("publisher_type", portal.publisher_type, PUBLISHER_TYPES.codes),
        ("licence_type", portal.licence_type, LICENCE_TYPES.codes),
    )
    yield from (_Code((key,), code, known) for key, code, known in single if code is not None)
    yield from _places_and_themes((), portal.place, portal.themes)
    for number, dataset in enumerate(portal.datasets):
        at = ("datasets", number)
        if dataset.frequency is not None:
            yield _Code((*at, "frequency"), dataset.frequency, FREQUENCIES.codes)
        yield from _places_and_themes(at, dataset.place, dataset.themes or ())


def _places_and_themes(at: tuple[str | int, ...], place: str | None, themes: Iterable[str]) -> Iterator[_Code]:
    if place is not None:
        yield _Code((*at, "place"), place, COUNTRIES, may_be_iri=True)
    yield from (_Code((*at, "themes"), theme, THEMES.codes, may_be_iri=True) for theme in themes)


def _is_iri(code: str) -> bool:
    return ":" in code and named_node(code) is not None


def _near(code: str, known: Iterable[str]) -> str | None:
    """Give the code that was meant: in another case, or by a slip."""
    by_case = {each.lower(): each for each in known}
    near = by_case.get(code.lower()) or nearest(code.lower(), by_case)
    return by_case.get(near, near) if near else None


_FEW = 14


def _listed(known: Iterable[str]) -> str:
    codes = sorted(known)
    return ", ".join(codes[:_FEW]) + (", …" if len(codes) > _FEW else "")


def _queries(edition: Edition) -> Iterator[Finding]:
    """Report queries of datasets that the folder of queries does not have."""
    for number, dataset in enumerate(edition.settings.portal.datasets):
        for name in dataset.queries:
            if not has_query(edition, name):
                near = nearest(name, named_queries(edition))
                advice = Message("C241.near.advice", near=near) if near else Message("C241.query.advice")
                keys = ("datasets", number, "queries")
                yield _finding(edition, keys, Message("C241.no-query", name=name), advice)


def _setting(keys: tuple[str | int, ...]) -> str:
    return ".".join(("dcat", *(key for key in keys if isinstance(key, str))))


def _finding(edition: Edition, keys: tuple[str | int, ...], message: Text, advice: Text) -> Finding:
    kind = KINDS["portal"]
    first, *within = keys
    return Finding(kind, kind.severity, edition.settings.place_of("dcat", str(first), *within), message, advice)
