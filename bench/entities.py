"""The first catalogue as material: its entities, what each says, and what refers to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue import sources
from catalogue.config import Settings, read_settings
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF_TYPE, BlankNode, NamedNode, Node, Term, Triple

CN = "https://communs.example.org/ontology#"
DCT = STANDARD_PREFIXES["dct"]
SKOS = STANDARD_PREFIXES["skos"]
SHARED_TYPES = frozenset({SKOS + "Concept", SKOS + "ConceptScheme"})
"""Types whose entities a catalogue has once, however large it is: its code lists."""


@dataclass(frozen=True)
class Entity:
    """One subject and what is said of it.

    Attributes:
        node: the subject.
        folder: the folder below `data/` where it is described.
        statements: its statements, in the order of its file.
    """

    node: Node
    folder: str
    statements: tuple[Triple, ...]

    @property
    def types(self) -> frozenset[str]:
        """The IRIs of its classes."""
        return frozenset(t.object.value for t in self.statements if t.predicate == RDF_TYPE and isinstance(t.object, NamedNode))

    def values(self, predicate: str) -> list[Term]:
        """List the values of a property."""
        return [t.object for t in self.statements if t.predicate.value == predicate]


@dataclass(frozen=True)
class Material:
    """A catalogue that others are made of.

    Attributes:
        settings: what its `catalogue.toml` says.
        shared: the code lists and the labels of things outside the catalogue, which every size of catalogue has once.
        own: all other entities, which a larger catalogue has more of.
    """

    settings: Settings
    shared: tuple[Entity, ...]
    own: tuple[Entity, ...]

    @property
    def folders(self) -> Mapping[str, str]:
        """The folder where most entities of a class are described, by class."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for entity in (*self.shared, *self.own):
            for class_ in entity.types:
                counts[class_][entity.folder] += 1
        return {class_: max(found, key=lambda folder: (found[folder], folder)) for class_, found in counts.items()}


def read_material(folder: Path) -> Material:
    """Read the catalogue in a folder.

    Args:
        folder: a catalogue's folder without faults of syntax.
    """
    settings = read_settings(folder)
    entities = list(read_entities(folder, sources.find(folder / settings.folders.data, folder.resolve())))
    shared = [entity for entity in entities if not entity.types or entity.types & SHARED_TYPES]
    nodes = {entity.node for entity in shared}
    return Material(settings, tuple(shared), tuple(entity for entity in entities if entity.node not in nodes))


def read_entities(root: Path, paths: Iterable[Path]) -> Iterator[Entity]:
    """Read the entities of Turtle files, in the order of the files and of their places there."""
    for path in paths:
        said: dict[Node, list[Triple]] = {}
        for triple in sources.read(path, root).triples:
            said.setdefault(triple.subject, []).append(Triple(*triple[:3]))
        for node, statements in said.items():
            yield Entity(node, path.parent.name, tuple(statements))


def referrers(entities: Iterable[Entity]) -> dict[Node, list[tuple[Entity, str]]]:
    """Tell of each node which entities refer to it, and by which property."""
    found: dict[Node, list[tuple[Entity, str]]] = defaultdict(list)
    for entity in entities:
        for triple in entity.statements:
            if isinstance(triple.object, NamedNode | BlankNode) and triple.object != entity.node:
                found[triple.object].append((entity, triple.predicate.value))
    return found
