"""Ranks: which types are the subject matter of a catalogue, and which keep records of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from catalogue.config import Settings
from catalogue.model import EntityType, Model
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF

RECORDED = (RDF + "Statement", STANDARD_PREFIXES["adms"] + "Identifier")
"""The classes whose things are records of others in any catalogue: claims, and the identifiers that registers give."""


class Ranks:
    """The types of a catalogue by rank: subject matter, or records of it (claims, passages, identifiers, code lists).

    Args:
        settings: the catalogue's settings; where they name no types, claims, identifiers and what is quoted are records.
        model: what the shapes say.
    """

    def __init__(self, settings: Settings, model: Model) -> None:
        self._settings = settings
        self._model = model

    @cached_property
    def records(self) -> frozenset[str]:
        """The types that keep records, by what names them."""
        types = self._model.types.values()
        if self._settings.records is None:
            return frozenset(type_.iri for type_ in types if self._is_recorded(type_))
        return frozenset(type_.iri for type_ in types if any(map(self._settings.records.__contains__, _names(type_))))

    @property
    def unknown(self) -> Sequence[tuple[str, str, str]]:
        """The settings that name types, by table and key, each with a name in it that is no type's, in their order."""
        settings = self._settings
        given = [("site", "records", settings.records or ()), ("site", "navigation", settings.navigation or ())]
        given += [("home", "sections", (section.type, section.more)) for section in settings.home.sections]
        given += [("dcat", "datasets", dataset.types) for dataset in settings.portal.datasets]
        return [(table, key, name) for table, key, names in given for name in names if name and self.named(name) is None]

    def named(self, name: str) -> EntityType | None:
        """Give the type that a name in the settings is the class or the shape of, or None."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, EntityType]:
        by_name: dict[str, EntityType] = {}
        for type_ in self._model.types.values():
            for name in _names(type_):
                by_name.setdefault(name, type_)
        return by_name

    def _is_recorded(self, type_: EntityType) -> bool:
        quotes = self._settings.quotes
        if quotes is not None and any(prop.path.predicate == quotes.quote for prop in type_.properties):
            return True
        return bool(type_.classes) and all(
            not self._model.superclasses(class_).isdisjoint(RECORDED) for class_ in type_.classes
        )

    def are_records(self, types: Sequence[EntityType]) -> bool:
        """Tell whether things that are published as some types are records: whether all of these keep records."""
        return bool(types) and all(type_.iri in self.records for type_ in types)

    def ordered(self) -> list[EntityType]:
        """List all types, those that keep records last."""
        return sorted(self._model.types.values(), key=lambda type_: type_.iri in self.records)

    def subjects(self) -> Iterator[EntityType]:
        """List the types that are subject matter, in their order."""
        return (type_ for type_ in self._model.types.values() if type_.iri not in self.records)


def _names(type_: EntityType) -> tuple[str, ...]:
    return (type_.iri, type_.shape.value, *type_.classes)
