"""Entries that are software in CodeMeta 3: JSON-LD that names its context by address."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalogue import codemeta as standard
from catalogue import schema_org
from catalogue.crosswalk.facts import types_of, values_in
from catalogue.crosswalk.values import datum, in_one_language
from catalogue.crosswalk.vocabulary import CODEMETA
from catalogue.edition import Edition
from catalogue.exports.software.things import address_of, is_agent, is_person, licence_of
from catalogue.terms import Literal, NamedNode, Term

_TEXTS = frozenset({"Text", "Date", "Number", "Boolean"})
_DAYS = frozenset({"Date"})
_LICENCES = "https://spdx.org/licenses/"


def codemeta(edition: Edition, things: Sequence[NamedNode]) -> bytes:
    """Write entries in CodeMeta: one as an object, several in a graph.

    Args:
        edition: the catalogue.
        things: the entries; their texts are in the first language of the catalogue, or the one that stands for it.
    """
    objects = [_object(edition, thing) for thing in things]
    document = objects[0] if len(objects) == 1 else {"@graph": objects}
    return (json.dumps({"@context": standard.CONTEXT, **document}, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def collected(edition: Edition, things: Iterable[NamedNode]) -> bytes:
    """Write a list of entries in CodeMeta, as a graph whatever their number."""
    document = {"@context": standard.CONTEXT, "@graph": [_object(edition, thing) for thing in things]}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _object(edition: Edition, thing: NamedNode) -> dict[str, Any]:
    values = values_in(edition, thing, CODEMETA)
    language = edition.settings.languages[0]
    item: dict[str, Any] = {
        "type": _types(edition, thing),
        "id": thing.value,
        "name": edition.label(thing, language),
        "identifier": thing.value,
    }
    for name in sorted(values.keys() - item.keys()):
        given = list(_given(edition, name, in_one_language(values[name], language)))
        if given and not (name in standard.DATES and len(given) > 1):
            item[name] = given[0] if len(given) == 1 else given
    return item


def _types(edition: Edition, thing: NamedNode) -> Any:
    """Give the types that the context has: those of an entry, or the ones above them."""
    types = types_of(edition, thing)
    own = [name for name in standard.TYPES if any(name in schema_org.above(type_) for type_ in types)]
    return own[0] if len(own) == 1 else own


def _given(edition: Edition, name: str, terms: Iterable[Term]) -> Iterator[Any]:
    seen: list[Any] = []
    for term in terms:
        value = _value(edition, name, term)
        if value is not None and value not in seen:
            seen.append(value)
            yield value


def _value(edition: Edition, name: str, term: Term) -> Any:
    if name == "license":
        licence = licence_of(term)
        is_one = licence is not None and " " not in licence
        return f"{_LICENCES}{licence}" if is_one else address_of(edition, term)
    if name in standard.AGENTS:
        return _agent(edition, term)
    if name in standard.REFERENCES:
        return address_of(edition, term, name)
    if isinstance(term, Literal):
        return datum(term, _DAYS if name in standard.DATES else _TEXTS)
    return edition.label(term, edition.settings.languages[0]) if edition.own_label(term) else address_of(edition, term)


def _agent(edition: Edition, term: Term) -> Any:
    """Describe a person or an organisation: by the IRI and the name of an entry, else by the name alone."""
    if isinstance(term, Literal):
        return {"type": "Organization", "name": term.value}
    if not is_agent(edition, term):
        return None
    name = edition.label(term, edition.settings.languages[0])
    return {"type": "Person" if is_person(edition, term) else "Organization", "id": term.value, "name": name}
