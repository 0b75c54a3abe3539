"""An edition: one revision of a catalogue, loaded, from which everything else is made."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from catalogue import sources
from catalogue.columns.graph import Graph
from catalogue.columns.snapshot import KeptFile, Snapshot
from catalogue.config import FILE_NAME, Settings, read_settings
from catalogue.errors import Place, SettingsError, Text, UsageError, say
from catalogue.model import EntityType, Model, ShapesGraph, read_model
from catalogue.model.shapes import texts
from catalogue.names import STANDARD_PREFIXES, local_name
from catalogue.program import program_digest
from catalogue.sources import Source
from catalogue.store.embedded import Embedded
from catalogue.terms import RDF, RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term

if TYPE_CHECKING:
    from catalogue.sources.revision import Revision

_LABELS = tuple(
    NamedNode(STANDARD_PREFIXES[prefix] + name)
    for prefix, name in (
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("dct", "title"),
        ("foaf", "name"),
        ("schema", "name"),
        ("dct", "identifier"),
    )
)
QUERY_SUFFIX = ".rq"
"""The suffix of the files of named queries."""

SOURCE = NamedNode(STANDARD_PREFIXES["dct"] + "source")
_NAME_LENGTH = 16
_STATEMENT = [NamedNode(RDF + name) for name in ("subject", "predicate", "object")]


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
        revision: the revision whose files these are, which are there as long as it is; None for the working tree.
        queries: the files of the named queries, as they are written.
    """

    settings: Settings
    data: Sequence[Source]
    shapes: Sequence[Source]
    graph: Graph
    shapes_graph: Graph
    modified: datetime | None
    revision: Revision | None = None
    queries: Sequence[Source] = ()

    @cached_property
    def store(self) -> Embedded:
        """The statements of the data in a store of this process, for SPARQL."""
        return Embedded(self.settings.base, self.graph.unordered_quads, self.graph.columns.share)

    @cached_property
    def model(self) -> Model:
        """What the shapes say an entity is."""
        return read_model(self.shapes_graph)

    @cached_property
    def shacl(self) -> ShapesGraph:
        """The shapes, read."""
        return ShapesGraph(self.shapes_graph)

    @cached_property
    def things(self) -> dict[NamedNode, EntityType]:
        """The things of the catalogue: what is inside the base and has an entity type, in the order of their IRIs."""
        classes: dict[NamedNode, list[str]] = {}
        for triple in self.graph.triples(None, RDF_TYPE):
            thing, class_ = triple.subject, triple.object
            if isinstance(thing, NamedNode) and thing.value.startswith(self.settings.base):
                classes.setdefault(thing, []).append(class_.value if isinstance(class_, NamedNode) else "")
        found = ((thing, self.model.type_of(found)) for thing, found in classes.items())
        return {thing: type_ for thing, type_ in found if type_ is not None}

    def type_of(self, node: NamedNode) -> EntityType | None:
        """Give the entity type of an IRI; None when it is outside the base, or has none."""
        if not node.value.startswith(self.settings.base):
            return None
        classes = self.graph.objects(node, RDF_TYPE)
        return self.model.type_of([class_.value for class_ in classes if isinstance(class_, NamedNode)])

    def instances(self, type_: EntityType) -> list[NamedNode]:
        """List the things of an entity type, in the order of their IRIs."""
        return self._instances.get(type_.iri, [])

    @cached_property
    def _instances(self) -> dict[str, list[NamedNode]]:
        found: dict[str, list[NamedNode]] = {}
        for thing, type_ in self.things.items():
            found.setdefault(type_.iri, []).append(thing)
        return found

    def label(self, node: Term, language: str) -> str:
        """Give what a term is called in a language.

        Args:
            node: an IRI, blank node or literal.
            language: the language that is wanted.

        Returns:
            The label of a thing, class or property; for an IRI without one, a short form of it.
        """
        return say(self.label_text(node), language)

    def label_text(self, node: Term) -> Text:
        """Give what a term is called, by language."""
        if isinstance(node, Literal):
            return {node.language or "": node.value}
        known = self._label_cache.get(node)
        if known is None:
            known = self._label_cache[node] = self._find_label(node)
        return known

    @cached_property
    def _label_cache(self) -> dict[Node, Text]:
        return {}

    def _find_label(self, node: Node) -> Text:
        found = self.own_label(node)
        if found:
            return found
        if isinstance(node, BlankNode):
            return {"": "…"}
        about = self._statement_label(node)
        if about:
            return about
        type_ = self.type_of(node)
        if type_ is not None:
            return {tag: f"{words} {local_name(node.value)}" for tag, words in type_.label.items()}
        return {"": self.settings.prefixes.shorten(node.value)}

    def _statement_label(self, node: NamedNode) -> Text:
        """Call a claim by what it is about: the thing and the property."""
        subject, predicate = (self.graph.value(node, part) for part in _STATEMENT[:2])
        if predicate is None or not isinstance(subject, NamedNode) or self.graph.value(subject, _STATEMENT[0]) is not None:
            return {}
        return {tag: f"{self.label(subject, tag)} – {self.label(predicate, tag)}" for tag in self.settings.languages}

    def own_label(self, node: Node) -> Text:
        """Give the label that the data or the ontology gives a node, by language; empty when they give none."""
        known = self._own_label_cache.get(node)
        if known is None:
            known = self._own_label_cache[node] = self._find_own_label(node)
        return known

    @cached_property
    def _own_label_cache(self) -> dict[Node, Text]:
        return {}

    def _find_own_label(self, node: Node) -> Text:
        type_ = self.type_of(node) if isinstance(node, NamedNode) else None
        prop = type_.label_property if type_ else None
        words: dict[str, str] = {}
        for value in prop.path.follow(self.graph, node) if prop else ():
            if isinstance(value, Literal):
                words.setdefault(value.language or "", value.value)
        found: Text = words
        for predicate in _LABELS:
            found = found or texts(self.graph, node, predicate) or texts(self.shapes_graph, node, predicate)
        return found

    @cached_property
    def _claims(self) -> dict[tuple[Term, Term, Term], list[Node]]:
        subject, predicate, value = _STATEMENT
        found: dict[tuple[Term, Term, Term], list[Node]] = {}
        for triple in self.graph.triples(None, subject):
            for p in self.graph.objects(triple.subject, predicate):
                for o in self.graph.objects(triple.subject, value):
                    found.setdefault((triple.object, p, o), []).append(triple.subject)
        return found

    def claims(self, subject: Term, predicate: Term, value: Term) -> list[Node]:
        """List the statements (`rdf:Statement`) about one value, in a stable order."""
        return self._claims.get((subject, predicate, value), [])

    def claims_about(self, subject: Term) -> list[Node]:
        """List the statements about any value of a subject, in a stable order."""
        return self.graph.subjects(_STATEMENT[0], subject)

    def sources_of(self, subject: Node, predicate: Term, value: Term) -> list[Term]:
        """List the sources of one value: those of the claims about it, else those of its subject."""
        claims = self.claims(subject, predicate, value)
        found = {source: None for claim in claims for source in self.graph.objects(claim, SOURCE)}
        return list(found) or self.graph.objects(subject, SOURCE)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the settings and all files: two editions with the same digest say the same."""
        whole = hashlib.sha256()
        for name, digest in self._digests():
            whole.update(f"{name}\0{digest}\n".encode())
        return whole.hexdigest()

    @cached_property
    def origin(self) -> dict[str, str | None]:
        """What a release of this edition is made of: the base, the digest of the sources, the program, the revision's time."""
        modified = self.modified
        return {
            "base": self.settings.base,
            "source": self.digest,
            "program": program_digest(),
            "modified": modified.strftime("%Y-%m-%dT%H:%M:%SZ") if modified else None,
        }

    @cached_property
    def release(self) -> str:
        """The name of the release of this edition: 16 hexadecimal digits that stand for `origin`."""
        return hashlib.sha256(json.dumps(self.origin, sort_keys=True).encode()).hexdigest()[:_NAME_LENGTH]

    def _digests(self) -> Iterator[tuple[str, str]]:
        settings = self.settings.folder / FILE_NAME
        yield FILE_NAME, hashlib.sha256(settings.read_bytes()).hexdigest()
        for source in (*self.shapes, *self.data, *self.queries):
            yield source.path, source.digest


def read_edition(
    folder: Path,
    files: Sequence[Path] | None = None,
    *,
    overlay: Mapping[str, bytes] | None = None,
    snapshot: Snapshot | None = None,
    same: Mapping[str, KeptFile] = MappingProxyType({}),
) -> Edition:
    """Read the catalogue in a folder.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        files: read these data files only, instead of all of the data folder.
        overlay: bytes to read instead of those on disk, by path as in `Source.path`.
        snapshot: where what data files say is known already, or None.
        same: the files of the snapshot that are as they were, by path as in `Source.path`; they are not read again.

    Returns:
        The edition. Files with faults are in it with what could be read of them.

    Raises:
        SettingsError: the settings are missing or wrong, or there are no shapes.
        UsageError: one of `files` does not exist.
        InputError: the settings cannot be read.
        OutputError: the system refused to read a file.
    """
    settings = read_settings(folder)
    root = settings.folder
    shapes_folder = root / settings.folders.shapes
    limit = settings.literal_limit
    shapes = list(sources.read_all(sources.find(shapes_folder), root, limit, overlay))
    if not shapes:
        raise SettingsError(
            f"there are no shapes: put SHACL shapes in Turtle into {settings.folders.shapes}/",
            f"il n'y a pas de formes : mettez des formes SHACL en Turtle dans {settings.folders.shapes}/",
            Place(settings.folders.shapes),
        )
    paths = sources.find(root / settings.folders.data) if files is None else _existing(files)
    data: list[Source] = []
    graph = Graph(settings.base, _without_statements(_data(paths, root, same, limit, overlay), data), snapshot)
    return Edition(
        settings=settings,
        data=[replace(source, triples=graph.statements_of(source.path)) for source in data],
        shapes=shapes,
        graph=graph,
        shapes_graph=Graph(settings.base, shapes),
        modified=_modified(root),
        queries=[] if files is not None else list(_queries(settings, overlay or {})),
    )


def _queries(settings: Settings, overlay: Mapping[str, bytes]) -> Iterator[Source]:
    """Read the files of the named queries, in the order of their names."""
    for path in query_files(settings):
        name = sources.name_of(path, settings.folder)
        yield sources.words_of(overlay[name] if name in overlay else sources.read_bytes(path, name), name)


def query_files(settings: Settings) -> list[Path]:
    """List the files of the named queries, in the order of their names."""
    return sorted(path for path in (settings.folder / settings.folders.queries).glob(f"*{QUERY_SUFFIX}") if path.is_file())


def _data(
    paths: Sequence[Path], root: Path, same: Mapping[str, KeptFile], limit: int, overlay: Mapping[str, bytes] | None
) -> Iterator[Source]:
    """Read data files, but for those that need not be read: nothing of their bytes need be told."""
    named = {path: same.get(name) for path, name in sources.names_of(paths, root).items()} if same else {}
    known = {path: kept for path, kept in named.items() if kept is not None and kept.plain}
    new = sources.read_all([path for path in paths if path not in known], root, limit, overlay)
    for path in paths:
        kept = known.get(path)
        yield Source(kept.path, path, (), (), kept.digest) if kept is not None else next(new)


def _without_statements(found: Iterable[Source], noted: list[Source]) -> Iterator[Source]:
    """Note files without what they say: the graph holds it."""
    for source in found:
        noted.append(replace(source, triples=()))
        yield source


def _existing(files: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            found.extend(sources.find(path))
        elif path.is_file():
            found.append(path)
        else:
            raise UsageError(f"there is no file or folder {path}", f"pas de fichier ni de dossier {path}")
    return found


def _modified(folder: Path) -> datetime | None:
    """Give the time of the revision: SOURCE_DATE_EPOCH, else that of the last commit, else None; never the wall clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        try:
            git = ["git", "-C", str(folder), "log", "-1", "--format=%ct", "--", "."]
            epoch = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
        except (OSError, subprocess.CalledProcessError):
            return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else None
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}",
            f"SOURCE_DATE_EPOCH n'est pas un nombre de secondes : {epoch!r}",
        ) from None
