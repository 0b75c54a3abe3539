"""Forms: how the values of each property are written in JSON-LD, as the shapes say, and the contexts that follow from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalogue.edition import LABELS, Edition, held_by_edition
from catalogue.exports.keys import keys
from catalogue.model import EntityType, Model, Property
from catalogue.model.keys import Keys
from catalogue.names import HYDRA, Prefixes
from catalogue.terms import RDF_LANG_STRING, XSD_STRING

BY_LANGUAGE = "@language"
"""The coercion of texts by language."""

THINGS = "@id"
"""The coercion of things."""

_LABELS = tuple(label.value for label in LABELS)
_NAMESPACE_END = ("#", "/", ":", "?", "[", "]", "@")
_OF_TYPES = {"@type": {"@container": "@set"}}


@dataclass(frozen=True)
class Form:
    """How the values of a property are written.

    Attributes:
        key: what it is called.
        iri: its predicate.
        coercion: what all its values are: `@id`, a datatype, `@language` for texts by language; empty when it does not say.
        has_plain: whether texts by language may have none too.
        is_many: whether there may be several, which are an array also where there is one; of texts, in each language.
        is_list: whether the one value is a list.
    """

    key: str
    iri: str
    coercion: str = ""
    has_plain: bool = False
    is_many: bool = True
    is_list: bool = False

    def to_json(self, context: Prefixed) -> Any:
        """Give the definition of its key as a context has it."""
        definition: dict[str, Any] = {"@id": context.shorten(self.iri)}
        if self.coercion == THINGS:
            definition["@type"] = THINGS
        elif self.coercion not in {"", BY_LANGUAGE, XSD_STRING}:
            definition["@type"] = context.shorten(self.coercion)
        containers = [BY_LANGUAGE] if self.coercion == BY_LANGUAGE else ["@list"] if self.is_list else []
        if self.is_many and not self.is_list:
            containers.append("@set")
        if containers:
            definition["@container"] = containers if len(containers) > 1 else containers[0]
        return definition if len(definition) > 1 else context.term(self.iri)


class Prefixed:
    """Short forms of IRIs by the prefixes that a context may have, and which of them were used.

    Args:
        prefixes: the catalogue's prefixes.
        terms: names that have another meaning in the context: no prefix is called so.
    """

    def __init__(self, prefixes: Prefixes, terms: Collection[str]) -> None:
        self._prefixes = prefixes
        self._terms = terms
        self.used: dict[str, str] = {}

    def shorten(self, iri: str) -> str:
        """Give `prefix:local` for an IRI, or the IRI itself where no prefix fits that a context may have."""
        short = self._prefixes.shorten(iri)
        prefix = short.partition(":")[0]
        if short == iri or not prefix or prefix in self._terms or not self._prefixes[prefix].endswith(_NAMESPACE_END):
            return iri
        self.used[prefix] = self._prefixes[prefix]
        return short

    def term(self, iri: str) -> Any:
        """Give the definition of a term that stands for an IRI and no more: it must not be taken for a prefix."""
        short = self.shorten(iri)
        return {"@id": short} if iri.endswith(_NAMESPACE_END) else short


class Forms:
    """The forms of a catalogue.

    Args:
        model: what the shapes say.
        keys: what programs call the properties and types.
        prefixes: the catalogue's prefixes.
    """

    def __init__(self, model: Model, keys: Keys, prefixes: Prefixes) -> None:
        self.keys = keys
        self.prefixes = prefixes if "hydra" in prefixes else Prefixes({**prefixes, "hydra": HYDRA})
        self._model = model
        self._of: dict[int, tuple[EntityType, Mapping[str, Form]]] = {}
        self._of_classes: dict[tuple[str, ...], Mapping[str, Form]] = {}
        self.terms = frozenset({*keys.properties.values(), *keys.classes.values()})

    def of(self, type_: EntityType | None) -> Mapping[str, Form]:
        """Give the forms that a type has by their predicates, in the order of its properties; none where there is no type."""
        if type_ is None:
            return {}
        kept = self._of.get(id(type_))
        if kept is None:
            kept = self._of[id(type_)] = type_, _forms(type_.properties, self.keys)
        return kept[1]

    @cached_property
    def names(self) -> frozenset[str]:
        """The predicates that name things."""
        labels = (type_.label_property for type_ in self._model.types.values())
        own = (prop.path.predicate for prop in labels if prop is not None)
        return frozenset({*_LABELS, *(iri for iri in own if iri is not None)})

    def names_of(self, own: Mapping[str, Form]) -> Iterator[str]:
        """List the predicates that may name a thing: those that its own shapes have come first."""
        yield from (iri for iri in own if iri in self.names and iri not in _LABELS)
        yield from _LABELS

    def of_classes(self, classes: Iterable[str]) -> Mapping[str, Form]:
        """Give the forms of what is an instance of classes."""
        key = tuple(classes)
        if key not in self._of_classes:
            self._of_classes[key] = self.of(self._model.type_of(key))
        return self._of_classes[key]

    @cached_property
    def shared(self) -> Mapping[str, Form]:
        """The forms where no one type is meant: what the types agree on, else what those agree on that have no list."""
        shared: dict[str, Form] = {}
        for types in (self._model.types.values(), self._model.unlisted):
            described = frozenset(shared)
            for form in (form for type_ in types for form in self.of(type_).values()):
                if form.iri not in described:
                    shared[form.iri] = _agreed(shared.get(form.iri, form), form)
        return shared

    def context(self, type_: EntityType | None = None) -> dict[str, Any]:
        """Give a context with all keys.

        Args:
            type_: whose forms come first; None when no one type is meant.
        """
        prefixed = Prefixed(self.prefixes, self.terms)
        terms = {form.key: form.to_json(prefixed) for form in {**self.shared, **self.of(type_)}.values()}
        terms |= {name: prefixed.term(iri) for iri, name in self.keys.classes.items()}
        every = {p: ns for p, ns in self.prefixes.items() if p and p not in self.terms and ns.endswith(_NAMESPACE_END)}
        return {"@version": 1.1, **_OF_TYPES, **every, **dict(sorted(terms.items()))}


@held_by_edition
def forms(edition: Edition) -> Forms:
    """Give the forms of a catalogue."""
    return Forms(edition.model, keys(edition), edition.settings.prefixes)


def used_context(prefixed: Prefixed, used: Mapping[str, Form], classes: Mapping[str, str]) -> dict[str, Any]:
    """Give the context of a document: what it uses, and no more.

    Args:
        prefixed: its short forms.
        used: the forms that its nodes have, by their keys.
        classes: the classes that its nodes have keys of, by these.
    """
    terms = {key: form.to_json(prefixed) for key, form in used.items()}
    terms |= {name: prefixed.term(iri) for name, iri in classes.items()}
    of_types = _OF_TYPES if classes or used else {}
    return {"@version": 1.1, **of_types, **dict(sorted(prefixed.used.items())), **dict(sorted(terms.items()))}


def _forms(properties: Iterable[Property], keys: Keys) -> dict[str, Form]:
    return {
        prop.path.predicate: _form(prop, prop.path.predicate, keys) for prop in properties if prop.path.predicate is not None
    }


def _form(prop: Property, iri: str, keys: Keys) -> Form:
    coercion, has_plain = _coercion(prop)
    is_single = prop.max_count in {0, 1} or (coercion == BY_LANGUAGE and prop.has_unique_languages)
    is_list = prop.is_list and prop.max_count == 1
    return Form(keys.properties[iri], iri, "" if prop.is_list else coercion, has_plain, not is_single, is_list)


def _coercion(prop: Property) -> tuple[str, bool]:
    datatypes = frozenset(prop.datatypes)
    if datatypes and prop.is_reference:
        return "", False
    if prop.is_reference:
        return THINGS, False
    if RDF_LANG_STRING in datatypes and datatypes <= {RDF_LANG_STRING, XSD_STRING}:
        return BY_LANGUAGE, len(datatypes) > 1
    return (next(iter(datatypes)), False) if len(datatypes) == 1 else ("", False)


def _agreed(one: Form, other: Form) -> Form:
    """Give the form that fits the values of two forms of one property."""
    is_same = (one.coercion, one.is_list) == (other.coercion, other.is_list)
    return Form(
        one.key,
        one.iri,
        one.coercion if is_same else "",
        one.has_plain or other.has_plain,
        one.is_many or other.is_many,
        one.is_list and is_same,
    )
