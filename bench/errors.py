"""Entries with known errors, those of `tests/broken/`, and what an exact engine finds in them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench.entities import Entity, Material, read_entities
from catalogue import sources
from catalogue.terms import BlankNode, NamedNode, Node, Term, Triple
from catalogue.validate import shacl

SOUND = "sound.ttl"
_BREAKS = re.compile(r"# breaks (\S+) (\w+)")
_SUBJECT = re.compile(r"<([^>]+)>|_:([\w-]+)")


class Error(NamedTuple):
    """One result of a validation, as engines are compared: a blank node and a nameless shape have no name.

    A path is named when it is one step forwards, and is empty otherwise.
    """

    focus: str
    shape: str
    component: str
    path: str
    severity: str = ""


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

    def truth(self, count: int) -> list[tuple[Node, Error]]:
        """Validate the sound entries and the first of the broken ones by the reference engine.

        Args:
            count: how many broken entries.

        Returns:
            What it finds, each with its focus node.
        """
        entities = (*self.sound, *self.entries[:count])
        data = [*self.lists, *(triple for entity in entities for triple in entity.statements)]
        results = shacl.validate(data, self.shapes)
        errors = [
            (r.focus, Error(name(r.focus), name(r.shape), r.component, name(r.predicate), r.severity))
            for r in results
            if not isinstance(r.focus, str)
        ]
        return [(focus, error) for focus, error in errors if isinstance(focus, NamedNode | BlankNode)]


def name(term: Term | None) -> str:
    """Name a term as `Error` does."""
    return term.value if isinstance(term, NamedNode) else "_:" if isinstance(term, BlankNode) else ""


def read_broken(root: Path, material: Material) -> Broken:
    """Read the broken entries of the first catalogue.

    Args:
        root: the catalogue's folder.
        material: what was read of it.
    """
    folder = root / "tests" / "broken"
    paths = sorted(folder.glob("*.ttl"))
    sound = [entity for entity in read_entities(root, paths) if entity.node in set(_nodes(root, [folder / SOUND]))]
    known = {entity.node for entity in sound}
    broken = [entity for entity in read_entities(root, paths) if entity.node not in known]
    said = {key: kinds for path in paths for key, kinds in _said(path)}
    shapes = [
        Triple(*t[:3])
        for path in sources.find(root / material.settings.folders.shapes)
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


def _nodes(root: Path, paths: Iterable[Path]) -> Iterator[Node]:
    return (entity.node for entity in read_entities(root, paths))


def _at_home(entity: Entity, folders: object) -> Entity:
    homes = [folders[class_] for class_ in sorted(entity.types) if class_ in folders]  # type: ignore[index,operator]
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
    random.Random(0).shuffle(left)  # noqa: S311 - the order is for variety
    parameters: set[str] = set()
    broken: set[tuple[str, str]] = set()
    while left:
        best = max(left, key=lambda item: (len({p for _, p in item[1]} - parameters), len(item[1] - broken) > 0, -len(item[1])))
        left.remove(best)
        parameters |= {parameter for _, parameter in best[1]}
        broken |= best[1]
        yield best[0]
