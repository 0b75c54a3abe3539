"""Which entries are software, and what their values are called, whatever the form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalogue import schema_org
from catalogue.crosswalk.facts import instances_of, types_of, values_in
from catalogue.crosswalk.values import WEB
from catalogue.crosswalk.vocabulary import SCHEMA_ORG
from catalogue.edition import Edition, per_edition
from catalogue.terms import BlankNode, Literal, NamedNode, Term

SOFTWARE = frozenset({"SoftwareApplication", "SoftwareSourceCode"})
"""The types of schema.org that software is of, with all that is below them but for what runs at an address."""

_RUNNING = frozenset({"WebApplication"})
"""The types of what runs at an address: not software that others take, unless it is of another type too."""

_AGENTS = frozenset({"Organization", "Person"})
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|(?:urn|doi|swh):", re.IGNORECASE)
"""How an address or an identifier begins, and nothing that would act where it is followed."""

_LICENCE = re.compile(r"https?://(?:www\.)?spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html|\.json)?/?")


@per_edition
def software(edition: Edition) -> Mapping[NamedNode, bool]:
    """Give the entries that are software, in the order of their IRIs: what shapes, classes or codes map to such a type."""
    things = instances_of(edition, SOFTWARE)
    return {thing: True for thing in things if any(map(is_software_type, types_of(edition, thing)))}


def is_software_type(name: str) -> bool:
    """Tell whether a type of schema.org is one of software.

    >>> [is_software_type(name) for name in ("MobileApplication", "WebApplication", "Dataset")]
    [True, False, False]
    """
    return name not in _RUNNING and not SOFTWARE.isdisjoint(schema_org.above(name))


def is_person(edition: Edition, term: Term) -> bool:
    """Tell whether a value is the entry of a person."""
    return isinstance(term, NamedNode) and term in edition.things and "Person" in types_of(edition, term)


def is_agent(edition: Edition, term: Term) -> bool:
    """Tell whether a value is the entry of a person or an organisation."""
    if not isinstance(term, NamedNode) or term not in edition.things:
        return False
    return any(not _AGENTS.isdisjoint(schema_org.above(type_)) for type_ in types_of(edition, term))


def address_of(edition: Edition, term: Term, name: str = "url") -> str | None:
    """Give the address that a value is: of an entry or a node without a name the one that it has.

    Args:
        edition: the catalogue.
        term: the value.
        name: the property of schema.org that the address is of an entry.
    """
    if isinstance(term, Literal):
        return term.value if WEB.match(term.value) else None
    if isinstance(term, NamedNode) and term not in edition.things:
        return term.value if _ADDRESS.match(term.value) else None
    if not isinstance(term, NamedNode | BlankNode):
        return None
    values = values_in(edition, term, SCHEMA_ORG)
    addresses = [value.value for value in (*values.get(name, ()), *values.get("url", ())) if isinstance(value, NamedNode)]
    return addresses[0] if addresses else None


def licence_of(term: Term) -> str | None:
    """Give a licence as SPDX calls it: by its IRI there, or as a literal has it.

    >>> licence_of(NamedNode("http://spdx.org/licenses/MIT")), licence_of(Literal("MIT OR 0BSD"))
    ('MIT', 'MIT OR 0BSD')
    """
    if isinstance(term, Literal):
        return term.value
    match = _LICENCE.fullmatch(term.value) if isinstance(term, NamedNode) else None
    return match[1] if match else None
