"""Entities that say more than those of the first catalogue, for measuring denser ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from pathlib import Path

from bench.entities import DCT, SKOS, Entity
from catalogue.edition import read_edition
from catalogue.model import SH, EntityType
from catalogue.terms import Literal, NamedNode, Triple

_NOT_MANY = frozenset({SKOS + "altLabel", SKOS + "hiddenLabel", DCT + "title"})
"""Texts that are names: more of them would be no more of the same."""


def filled(root: Path, entities: Iterable[Entity], triples: int) -> list[Entity]:
    """Add texts to entities, where their shapes allow any number, until each has so many statements.

    Args:
        root: the first catalogue's folder.
        entities: its entities.
        triples: how many statements an entity shall have at least.
    """
    edition = read_edition(root)
    open_: dict[str, list[str]] = {}
    for type_ in edition.model.types.values():
        single = {p.shape for p in type_.properties if edition.shapes_graph.value(p.shape, NamedNode(SH + "uniqueLang"))}
        paths = [path for path in _texts(type_) if path not in _NOT_MANY and not single & _shapes(type_, path)]
        open_ |= dict.fromkeys(type_.classes, paths)
    listed = list(entities)
    samples = {path: _samples(listed, path) for paths in open_.values() for path in paths}
    return [_filled(entity, open_, samples, triples) for entity in listed]


def _texts(type_: EntityType) -> Iterator[str]:
    return (p.path.predicate for p in type_.properties if p.is_text and p.max_count is None and p.path.predicate)


def _shapes(type_: EntityType, path: str) -> set[object]:
    return {p.shape for p in type_.properties if p.path.predicate == path}


def _samples(entities: Iterable[Entity], path: str) -> list[Literal]:
    found = [value for entity in entities for value in entity.values(path) if isinstance(value, Literal) and value.language]
    return found or [Literal("Quelques mots", language="fr"), Literal("A few words", language="en")]


def _filled(entity: Entity, open_: Mapping[str, list[str]], samples: Mapping[str, list[Literal]], triples: int) -> Entity:
    paths = sorted({path for class_ in entity.types for path in open_.get(class_, ())})
    missing = triples - len(entity.statements)
    if missing <= 0 or not paths:
        return entity
    added = []
    for number, path in zip(range(missing), cycle(paths), strict=False):
        texts = samples[path]
        sample = texts[number // len(paths) % len(texts)]
        text = Literal(f"{sample.value} {entity.node.value} {number}", language=sample.language or "fr")
        added.append(Triple(entity.node, NamedNode(path), text))
    return Entity(entity.node, entity.folder, entity.statements + tuple(added))
