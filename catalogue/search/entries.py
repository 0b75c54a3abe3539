"""Entries: what readers search of each thing that is subject matter, in the language of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.collation import name_key
from catalogue.edition import Edition, per_edition
from catalogue.edition.labels import LABELS
from catalogue.languages import lookup, nearest
from catalogue.messages import language_shown, say
from catalogue.model import EntityType, Path, spread
from catalogue.names import STANDARD_PREFIXES, document_of
from catalogue.search.folding import words
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Term, language_of


def _terms(*names: tuple[str, str]) -> tuple[NamedNode, ...]:
    return tuple(NamedNode(STANDARD_PREFIXES[prefix] + name) for prefix, name in names)


_IDENTIFIER = LABELS[-1]
_NAMES = LABELS[:-1]
_ALTERNATIVES = (
    *_terms(("skos", "altLabel"), ("skos", "hiddenLabel"), ("skos", "notation"), ("schema", "alternateName")),
    *_terms(("schema", "legalName"), ("dct", "alternative"), ("foaf", "nick")),
    _IDENTIFIER,
)
"""The properties that name things otherwise: not as they are shown, but as some call them."""

_DESCRIPTIONS = _terms(("dct", "description"), ("schema", "description"), ("skos", "definition"), ("rdfs", "comment"))
"""The properties that describe things where no shape says which does."""


@dataclass(frozen=True)
class Key:
    """A value of a key property of an entry, by which results are narrowed.

    Attributes:
        facet: the short name of the property.
        value: the value.
    """

    facet: str
    value: NamedNode


@dataclass(frozen=True)
class Entry:
    """A thing as it is searched on the pages of a language.

    Attributes:
        iri: its IRI.
        name: what it is called there.
        name_language: the language of the name where that is not the page's, else empty.
        address: the address of its page, relative to the root of the release.
        types: the paths of the lists that it is in, by its types; the first is the primary one.
        type_name: what the primary one of its types is called, or its class where no type of it has a list.
        names: its names in all languages.
        alternatives: its other names in all languages: alternative and hidden labels, identifiers.
        keys: the values of its key properties that lead to other things.
        key_texts: what its types and these values are called.
        text: what describes it, in the language of the pages where there is such a text.
        text_language: the language of that where it is not the page's, else empty.
    """

    iri: str
    name: str
    name_language: str
    address: str
    types: tuple[str, ...]
    type_name: str
    names: tuple[str, ...]
    alternatives: tuple[str, ...]
    keys: tuple[Key, ...]
    key_texts: tuple[str, ...]
    text: str
    text_language: str


@per_edition
def searched(edition: Edition, language: str) -> Sequence[Entry]:
    """List what is searched on the pages of a language.

    Args:
        edition: the catalogue.
        language: the language of the pages.

    Returns:
        Each thing that is subject matter once: those with short names first, then in the order of the types, then by name.
    """
    order = {name: place for place, name in enumerate(edition.model.by_name)}
    entries = [_entry(edition, language, thing) for thing in edition.subjects]
    return sorted(
        entries,
        key=lambda entry: (
            len(words(entry.name)),
            order[entry.types[0]] if entry.types else len(order),
            name_key(entry.name),
            entry.iri,
        ),
    )


def _entry(edition: Edition, language: str, thing: NamedNode) -> Entry:
    types, label = edition.things[thing], edition.label_text(thing)
    layout = edition.type_of(thing) or types[0]
    name = say(label, language)
    names = dict.fromkeys((name, *label.values(), *_literals(edition, thing, layout, "LabelRole", _NAMES)))
    alternatives = dict.fromkeys(value.value for value in _objects(edition, thing, _ALTERNATIVES))
    keys = tuple(_keys(edition, thing, layout))
    called = [say(text, language) for type_ in types for text in (type_.label, type_.plural)]
    return Entry(
        thing.value,
        name,
        _other(language_shown(label, language), language) if label else "",
        address_of(edition, thing, language),
        tuple(type_.name for type_ in types if type_.is_listed),
        _type_name(edition, thing, types[0], language),
        tuple(names),
        tuple(text for text in alternatives if text not in names),
        keys,
        tuple(dict.fromkeys((*called, *(edition.label(key.value, language) for key in keys)))),
        *_description(edition, thing, layout, language),
    )


def _type_name(edition: Edition, thing: NamedNode, type_: EntityType, language: str) -> str:
    """Name a type as pages do: by its class where it has no list."""
    classes = [] if type_.is_listed else edition.graph.objects(thing, RDF_TYPE)
    return edition.label(classes[0], language) if classes else say(type_.label, language)


def address_of(edition: Edition, thing: NamedNode, language: str) -> str:
    """Give the address of a thing's page in a language, relative to the root of the release."""
    document, number_sign, fragment = thing.value.partition("#")
    path = edition.path(document_of(thing.value))
    own = edition.settings.own(path) if document == edition.settings.base else path
    return f"{own}.{language}.html{number_sign}{fragment}"


def _other(tag: str, language: str) -> str:
    """Give the language of a text where it is none that serves the page's (RFC 4647); else nothing."""
    return "" if not tag or lookup(language, (tag,)) else tag


def _objects(edition: Edition, thing: NamedNode, predicates: Iterable[NamedNode]) -> Iterator[Literal]:
    for predicate in predicates:
        yield from (value for value in edition.graph.objects(thing, predicate) if isinstance(value, Literal))


def _literals(edition: Edition, thing: NamedNode, type_: EntityType, role: str, others: Iterable[NamedNode]) -> Iterator[str]:
    """Give the texts of the properties of a thing that have a role, and of some others."""
    for prop in type_.with_role(role):
        values = prop.path.follow(edition.graph, thing)
        yield from (value.value for value in values if isinstance(value, Literal))
    yield from (value.value for value in _objects(edition, thing, others))


def _description(edition: Edition, thing: NamedNode, type_: EntityType, language: str) -> tuple[str, str]:
    """Join the texts that describe a thing, and give the language of the first where it is not the pages'."""
    described = type_.with_role("DescriptionRole")
    values: Iterable[Sequence[Term]] = [prop.path.follow(edition.graph, thing) for prop in described]
    if not described:
        values = [edition.graph.objects(thing, predicate) for predicate in _DESCRIPTIONS]
    literals = ([value for value in each if isinstance(value, Literal)] for each in values)
    chosen = [value for each in literals for value in in_language(each, language)]
    text = " ".join(dict.fromkeys(value.value for value in chosen))
    return text, _other(language_of(chosen[0]), language) if chosen else ""


def in_language(values: Sequence[Literal], language: str) -> list[Literal]:
    """Leave out the texts in other languages where there are some in one."""
    own = nearest(language, dict.fromkeys(map(language_of, values)))
    return [value for value in values if not own or language_of(value) in {own, ""}]


def _keys(edition: Edition, thing: NamedNode, type_: EntityType) -> Iterator[Key]:
    for prop in type_.with_role("KeyInfoRole"):
        for value in spread(edition.graph, prop.path.follow(edition.graph, thing)):
            if isinstance(value, NamedNode):
                yield Key(facet_of(prop.path), value)


def facet_of(path: Path) -> str:
    """Name a facet by the last step of a path: the season of a laureate's award and that of an award are one facet.

    >>> season = Path("predicate", "urn:inSeason")
    >>> of_laureate = Path("inverse", parts=(Path("predicate", "urn:laureate"),))
    >>> facet_of(season), facet_of(Path("sequence", parts=(of_laureate, season)))
    ('urn:inSeason', 'urn:inSeason')
    """
    last = path.parts[-1] if path.kind == "sequence" else path
    return last.predicate or str(last)
