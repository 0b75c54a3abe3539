"""One revision of a catalogue with all that is known of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Any

from catalogue import sources
from catalogue.columns.graph import Graph
from catalogue.config import FILE_NAME, Limits, Settings
from catalogue.documents.addresses import SEARCH, is_kept
from catalogue.edition.claims import Claims
from catalogue.edition.entities import Entities
from catalogue.edition.hierarchy import Hierarchy, part_relations
from catalogue.edition.history import Beginnings, beginnings_of, digest_of, history_of
from catalogue.edition.labels import Labels
from catalogue.edition.moved import moved_entries
from catalogue.edition.noted import NotedField, NotedMapping, kept_property
from catalogue.edition.paths import Paths
from catalogue.edition.prefixes import with_declared
from catalogue.edition.ranks import Ranks
from catalogue.edition.texts import Texts, read_texts
from catalogue.edition.theme import ThemeFile, read_theme
from catalogue.edition.vocabularies import Vocabularies
from catalogue.edition.written import marks_of, peculiar_of
from catalogue.errors import Place, SettingsError, UsageError
from catalogue.messages import Message, Text
from catalogue.model import Classes, EntityType, LastModel, Model, ShapesGraph
from catalogue.names import Prefixes
from catalogue.program import program_digest
from catalogue.quads import Quad
from catalogue.reads import ALL, Key
from catalogue.setting import is_site
from catalogue.sources import Source
from catalogue.sources.repository import Change as FileChange
from catalogue.sources.revision import Revision
from catalogue.store.embedded import Embedded
from catalogue.terms import NamedNode, Node, Term

THINGS, SUBJECTS, MOVED, PATHS, MODIFIED, RELEASE = "things", "subjects", "moved", "paths", "modified", "release"
HISTORY = "history"
KEPT_RESULT = "kept"
"""What is looked up beside the graph: things, those that are subject matter, moved entries, paths, the revision's time,
the release's name, what Git tells of the files, and what `per_edition` keeps; as it is noted."""

_NAME_LENGTH = 16
_ONTOLOGY = NamedNode("http://www.w3.org/2002/07/owl#Ontology")


def _last_model(shapes: Graph) -> LastModel:
    return LastModel(shapes.once(ShapesGraph))


@dataclass(frozen=True, eq=False)
class Edition:
    """One revision of a catalogue: its settings, its files, and what they say. Each is equal to itself alone.

    Attributes:
        settings: what `catalogue.toml` says.
        data: the files of the data folder.
        shapes: the files of the shapes folder.
        graph: what the data says.
        shapes_graph: what the shapes and the ontology say.
        modified: the time of the revision, or None when it is not known.
        revision: the Git revision that it is, whose files stay as long as it is referred to; None for the working tree.
        queries: the files of the named queries, as they are written.
        exports: what adds documents to those that every catalogue is published as (`catalogue.publish.Export`).
        elsewhere: where the documents lie when that is not the base, as a preview's do; or empty.
        is_served: whether the server that shows its documents is its SPARQL service, which no setting names.
        limits: what one query of a command may take; None where they are evaluated in this process, without limits.
        past: what Git tells of the files of the data, where that is known already; None where it is asked.
    """

    settings: Settings
    data: Sequence[Source]
    shapes: Sequence[Source]
    graph: Graph
    shapes_graph: Graph
    modified: datetime | None
    revision: Revision | None = None
    queries: Sequence[Source] = ()
    exports: Sequence[Any] = ()
    elsewhere: str = ""
    is_served: bool = False
    limits: Limits | None = None
    past: tuple[Mapping[str, FileChange], Beginnings] | None = None

    def at(self, address: str | None) -> Edition:
        """Give this edition as it is published at another address than the base; its IRIs stay.

        Args:
            address: `http` or `https`, ending in `/`; this edition as it is when None.

        Raises:
            UsageError: it is no such address.
        """
        if address is None:
            return self
        if not is_site(address):
            raise UsageError(Message("edition.base-url", address=address))
        return replace(self, elsewhere="" if address == self.settings.base else address)

    @property
    def address(self) -> str:
        """Where the documents lie: the base, or where a preview is."""
        return self.elsewhere or self.settings.base

    def needs_shapes(self) -> None:
        """Refuse what only shapes make possible: they say what has a page.

        Raises:
            SettingsError: there are no shapes.
        """
        if self.shapes:
            return
        root, folders = self.settings.folder, self.settings.folders
        place = Place(folders.shapes)
        others = sources.convertible(
            [root / folders.shapes] if self.data else [root / folders.shapes, root / folders.data], root
        )
        if others:
            raise SettingsError(Message("edition.no-shapes-convert", command=sources.conversion(others)), place)
        raise SettingsError(Message("edition.no-shapes-put-shacl-shapes", shapes=folders.shapes), place)

    @property
    def store(self) -> Embedded:
        """The statements of the data in a store of this process, for SPARQL."""
        self.graph.reads.note(*ALL)
        return self._store

    @kept_property
    def _store(self) -> Embedded:
        graph = self.graph

        def quads() -> Iterator[Quad]:
            return graph.unordered_quads(graph.once(marks_of))

        return Embedded(self.settings.base, quads, graph.columns.share, lambda: graph.once(peculiar_of))

    @kept_property
    def shacl(self) -> ShapesGraph:
        """The shapes, as SHACL defines them."""
        return self.shapes_graph.once(ShapesGraph)

    @kept_property
    def model(self) -> Model:
        """What the shapes say an entity is."""
        last = self.shapes_graph.once(_last_model)
        return last.of(Classes(self.graph.columns, self.shapes_graph.columns), self.settings.prefixes)

    @kept_property
    def entities(self) -> Entities:
        """The things of the catalogue, and what each is published as."""
        return Entities(self.settings.namespace, self.graph, self.model)

    @kept_property
    def ranks(self) -> Ranks:
        """Which types are subject matter, and which keep records of it."""
        return Ranks(self.settings, self.model)

    def is_record(self, node: Term) -> bool:
        """Tell whether a term is a thing that keeps a record of others: see `Ranks`."""
        return isinstance(node, NamedNode) and self.ranks.are_records(self.things.get(node, ()))

    @property
    def subjects(self) -> Sequence[NamedNode]:
        """The things that are subject matter, in the order of their IRIs: those that are no records."""
        self.graph.reads.note(SUBJECTS)
        return self._subjects

    @kept_property
    def _subjects(self) -> Sequence[NamedNode]:
        return [thing for thing in self.things if not self.is_record(thing)]

    @kept_property
    def labels(self) -> Labels:
        """What things, classes and properties are called."""
        return Labels(self.settings.languages, lambda: self.prefixes, self.graph, self.shapes_graph, self.entities)

    @kept_property
    def prefixes(self) -> Prefixes:
        """The prefixes that terms are shown with: those of the settings, then those that only files of the shapes declare."""
        return with_declared(self.settings.prefixes, self.shapes)

    @kept_property
    def hierarchy(self) -> Hierarchy:
        """What is broader and narrower than what, and a part of what."""
        return Hierarchy(self.graph, part_relations(self.model))

    @kept_property
    def vocabularies(self) -> Sequence[NamedNode]:
        """The ontologies that the catalogue defines inside its base."""
        ontologies = self.shapes_graph.instances(_ONTOLOGY)
        return [node for node in ontologies if isinstance(node, NamedNode) and self.settings.owns(node.value)]

    @kept_property
    def vocabulary_documents(self) -> Vocabularies:
        """The documents that tell of these ontologies and their terms."""
        return Vocabularies(self.shapes_graph, self.vocabularies)

    @property
    def moved(self) -> Mapping[NamedNode, Sequence[NamedNode]]:
        """The IRIs that entries had before, each with where these are now: see `moved_entries`."""
        return NotedMapping(self._moved, self.graph.reads, (MOVED,), is_sparse=True)

    @kept_property
    def _moved(self) -> Mapping[NamedNode, Sequence[NamedNode]]:
        return moved_entries(self.graph, self.settings.namespace, self.things)

    @kept_property
    def _paths(self) -> Paths:
        settings = self.settings
        iris = [node.value for node in (*self.things, *self.moved, *self.vocabularies)]
        return Paths(settings.base, iris, [settings.own(name) for name in (SEARCH, *self.model.by_name)])

    def path(self, iri: str) -> str:
        """Give the path, without suffix, of the documents about a thing or a vocabulary, as `Paths.of` does."""
        self.graph.reads.note(PATHS)
        return self._paths.of(iri)

    @property
    def ambiguous_paths(self) -> Sequence[str]:
        """The folders and paths that are spelled in several ways: what the path of an IRI depends on beside the IRI."""
        return self._paths.shared

    @kept_property
    def claims(self) -> Claims:
        """The statements (`rdf:Statement`) about values, and their sources."""
        return Claims(self.graph)

    @property
    def things(self) -> Mapping[NamedNode, tuple[EntityType, ...]]:
        """The things of the catalogue with what each is published as, in the order of their IRIs: see `Entities.things`."""
        return self._noted_things if self.graph.reads.keys is not None else self.entities.things

    @kept_property
    def _noted_things(self) -> Mapping[NamedNode, tuple[EntityType, ...]]:
        return NotedMapping(self.entities.things, self.graph.reads, (THINGS,))

    def type_of(self, node: NamedNode) -> EntityType | None:
        """Give the type that lays out a thing, with the properties of all its types: see `Entities.type_of`."""
        return self.entities.type_of(node)

    def instances(self, type_: EntityType) -> list[NamedNode]:
        """List the things of an entity type and of those below it, in the order of their IRIs."""
        return self.entities.instances(type_)

    def label(self, node: Term, language: str) -> str:
        """Give what a term is called in a language, as `Labels.label` does."""
        return self.labels.label(node, language)

    def label_text(self, node: Term) -> Text:
        """Give what a term is called, by language."""
        return self.labels.text(node)

    def own_label(self, node: Node) -> Text:
        """Give the label that the data or the ontology gives a node, by language; empty when they give none."""
        return self.labels.own(node)

    @property
    def digest(self) -> str:
        """SHA-256 over the settings and all files: two editions with the same digest say the same."""
        self.graph.reads.note(*ALL)
        return self._digest

    @kept_property
    def _digest(self) -> str:
        return _digest_of(self._digests())

    @property
    def frame(self) -> str:
        """SHA-256 over the settings and all files but those of the data: what every document depends on."""
        of_data = {source.path for source in self.data}
        return _digest_of((name, digest) for name, digest in self._digests() if name not in of_data)

    @property
    def origin(self) -> dict[str, str | None]:
        """What a release of this edition is made of: the base, the digest of the sources, the program, the revision's time."""
        modified = self.modified
        return {
            "base": self.settings.base,
            "source": self.digest,
            "program": program_digest(),
            "modified": modified.strftime("%Y-%m-%dT%H:%M:%SZ") if modified else None,
            **({"address": self.elsewhere} if self.elsewhere else {}),
            **({"history": digest_of(self.history), "beginnings": self.beginnings.digest} if self.history else {}),
            **({"exports": " ".join(export.name for export in self.exports)} if self.exports else {}),
        }

    @property
    def release(self) -> str:
        """The name of the release of this edition: 16 hexadecimal digits that stand for `origin`."""
        self.graph.reads.note(RELEASE)
        return self._release

    @kept_property
    def _release(self) -> str:
        return hashlib.sha256(json.dumps(self.origin, sort_keys=True).encode()).hexdigest()[:_NAME_LENGTH]

    @cached_property
    def theme(self) -> Sequence[ThemeFile]:
        """The files that give the pages another look."""
        return read_theme(self.settings.folder, self.settings.folders.theme)

    @property
    def history(self) -> Mapping[str, FileChange]:
        """The last change of each file of the data, by path; files are left out of which it is not known: see `history_of`."""
        self.graph.reads.note(HISTORY)
        return self._history

    @kept_property
    def _history(self) -> Mapping[str, FileChange]:
        if self.past is not None:
            return self.past[0]
        revision = self.revision
        history = history_of(revision.origin, revision.commit) if revision else history_of(self.settings.folder)
        return {source.path: history[source.path] for source in self.data if source.path in history}

    @property
    def beginnings(self) -> Beginnings:
        """When the files of the data were there first, the tag of the revision, and the one before: see `beginnings_of`."""
        self.graph.reads.note(HISTORY)
        return self._beginnings

    @kept_property
    def _beginnings(self) -> Beginnings:
        if self.past is not None:
            return self.past[1]
        revision = self.revision
        known = beginnings_of(revision.origin, revision.commit) if revision else beginnings_of(self.settings.folder)
        folder = self.settings.folders.data
        return replace(known, added={path: time for path, time in known.added.items() if PurePath(path).is_relative_to(folder)})

    @cached_property
    def texts(self) -> Texts:
        """The texts that are pages of their own."""
        settings = self.settings
        files = read_texts(settings.folder, settings.folders.texts)
        return Texts(files, settings.texts, settings.languages, self._is_address)

    def _is_address(self, name: str) -> bool:
        """Tell whether a list, an ontology or a document of every release has a name as its address."""
        document = self.settings.base + self.settings.own(name)
        return is_kept(name) or name in self.model.by_name or document in self.vocabulary_documents.by_document

    def _digests(self) -> Iterator[tuple[str, str]]:
        settings = self.settings.folder / FILE_NAME
        yield FILE_NAME, hashlib.sha256(settings.read_bytes()).hexdigest()
        for source in (*self.shapes, *self.data, *self.queries):
            yield source.path, source.digest
        yield from ((file.path, file.digest) for file in self.theme)
        yield from ((file.path, file.digest) for file in self.texts.files)

    @cached_property
    def _derived(self) -> dict[tuple[Any, ...], Any]:
        """What functions made by `per_edition` have returned, by function and arguments."""
        return {}

    @cached_property
    def _repeated(self) -> dict[tuple[Any, ...], tuple[Any, set[Key]]]:
        """What functions made by `repeated_per_edition` have returned, by function and arguments, with what they read.

        That is a set, whose members are added to another one without being hashed again.
        """
        return {}


for _name, _key in (("modified", (MODIFIED,)), ("data", ALL)):
    setattr(Edition, _name, NotedField(_name, _key))


def _digest_of(digests: Iterable[tuple[str, str]]) -> str:
    whole = hashlib.sha256()
    for name, digest in digests:
        whole.update(f"{name}\0{digest}\n".encode())
    return whole.hexdigest()
