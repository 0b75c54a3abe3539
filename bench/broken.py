"""Entries with known errors: those of `tests/broken/`, which violate every constraint of the shapes."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.entities import Entity, Material, read_entities
from catalogue import sources
from catalogue.terms import Node, Triple

SOUND = "sound.ttl"
_BREAKS = re.compile(r"# breaks (\S+) (\w+)")
_SUBJECT = re.compile(r"<([^>]+)>|_:([\w-]+)")


@dataclass(frozen=True)
class Broken:
    """Entries with errors, and the sound ones that they refer to.

    Attributes:
        sound: the entries without errors.
        entries: those with errors, such that every beginning of the list has as many kinds of errors as can be.
        shapes: the statements of the shapes and the ontology.
        lists: the statements of the code lists.
    """

    sound: tuple[Entity, ...]
    entries: tuple[Entity, ...]
    shapes: tuple[Triple, ...]
    lists: tuple[Triple, ...]


def read_broken(root: Path, material: Material) -> Broken:
    """Read the broken entries of the first catalogue.

    Args:
        root: the catalogue's folder.
        material: what was read of it.
    """
    folder = root / "tests" / "broken"
    paths = sorted(folder.glob("*.ttl"))
    sound = list(read_entities(root, [folder / SOUND]))
    broken = list(read_entities(root, [path for path in paths if path.name != SOUND]))
    said = {key: kinds for path in paths for key, kinds in _said(path)}
    shapes = [
        Triple(*t[:3])
        for path in sources.find(root / material.settings.folders.shapes, root.resolve())
        for t in sources.read(path, root).triples
    ]
    ordered = _diverse([(entity, said.get(_key(entity.node, material.settings.base), frozenset())) for entity in broken])
    folders = material.folders
    return Broken(
        sound=tuple(_at_home(entity, folders) for entity in sound),
        entries=tuple(_at_home(entity, folders) for entity in ordered),
        shapes=tuple(shapes),
        lists=tuple(triple for entity in material.shared for triple in entity.statements),
    )


def _at_home(entity: Entity, folders: Mapping[str, str]) -> Entity:
    homes = [folders[class_] for class_ in sorted(entity.types) if class_ in folders]
    return Entity(entity.node, homes[0] if homes else "initiative", entity.statements)


def _key(node: Node, base: str) -> str:
    return node.value.removeprefix(base)


def _said(path: Path) -> Iterator[tuple[str, frozenset[tuple[str, str]]]]:
    """Read which shapes and constraint parameters each entry breaks, from the comments before it."""
    pending: list[tuple[str, str]] = []
    for line in path.read_text("utf-8").splitlines():
        if comment := _BREAKS.match(line):
            pending.append((comment[1], comment[2]))
        elif pending and (subject := _SUBJECT.match(line)):
            yield subject[1] or subject[2], frozenset(pending)
            pending = []


def _diverse(entries: Sequence[tuple[Entity, frozenset[tuple[str, str]]]]) -> Iterator[Entity]:
    """Order entries: first those that show kinds of constraints not shown yet, then those that break other shapes."""
    left = list(entries)
    random.Random(0).shuffle(left)
    parameters: set[str] = set()
    broken: set[tuple[str, str]] = set()
    while left:
        best = max(left, key=lambda item: (len({p for _, p in item[1]} - parameters), len(item[1] - broken) > 0, -len(item[1])))
        left.remove(best)
        parameters |= {parameter for _, parameter in best[1]}
        broken |= best[1]
        yield best[0]
