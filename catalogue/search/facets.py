"""Facets: how what is searched divides by type and by key properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.collation import name_key
from catalogue.edition import Edition
from catalogue.messages import Template, say
from catalogue.search.entries import Entry, facet_of
from catalogue.terms import NamedNode

_TYPE = "@type"
"""The key of the facet of types, which no IRI is."""


def facets(edition: Edition, language: str, entries: Sequence[Entry]) -> Mapping[str, Any]:
    """Give the facets of entries, as the script reads them.

    Args:
        edition: the catalogue.
        language: the language of the pages.
        entries: what is searched, in the order of its numbers.

    Returns:
        `facets`: for each its key, its name, and its values with what they are called; the first is the type. `of`: for each
        entry the numbers of its values, counted through all facets. A key property is a facet where values are shared.
    """
    base, names = edition.settings.base, _names(edition, language)
    types, by_name = dict.fromkeys(name for entry in entries for name in entry.types), edition.model.by_name
    values = {_TYPE: _ordered({name: say(by_name[name].plural, language) for name in types})}
    for facet in _shared(entries, names):
        iris = dict.fromkeys(key.value.value for entry in entries for key in entry.keys if key.facet == facet)
        values[facet] = _ordered({iri: edition.label(NamedNode(iri), language) for iri in iris})
    numbers = {pair: number for number, pair in enumerate((facet, iri) for facet, of in values.items() for iri, _ in of)}
    return {
        "facets": [
            [facet.removeprefix(base), names[facet], [[iri.removeprefix(base), label] for iri, label in of]]
            for facet, of in values.items()
        ],
        "of": [_numbers(entry, numbers) for entry in entries],
    }


def _names(edition: Edition, language: str) -> dict[str, str]:
    """Give what each key property is called by the first type that has it; several may lead to the same values."""
    names = {_TYPE: say(Template("search-script.type"), language)}
    for type_ in edition.ranks.subjects():
        for prop in type_.with_role("KeyInfoRole"):
            names.setdefault(facet_of(prop.path), say(prop.name, language))
    return names


def _ordered(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(labels.items(), key=lambda item: (name_key(item[1]), item[0]))


def _shared(entries: Sequence[Entry], names: Mapping[str, str]) -> list[str]:
    """List the key properties some values of which several entries have, in the order of the types that have them."""
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        for key in dict.fromkeys(entry.keys):
            counts.setdefault(key.facet, Counter())[key.value.value] += 1
    return [facet for facet in names if facet in counts and counts[facet].total() > len(counts[facet])]


def _numbers(entry: Entry, numbers: Mapping[tuple[str, str], int]) -> list[int]:
    pairs = [*((_TYPE, name) for name in entry.types), *((key.facet, key.value.value) for key in entry.keys)]
    return sorted({numbers[pair] for pair in pairs if pair in numbers})
