"""Formatting: the files of a catalogue in the one canonical layout, with predicates in the order of its shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue import sources, turtle
from catalogue.config import FILE_NAME, read_settings
from catalogue.edition import Edition, read_edition
from catalogue.errors import BOM, CatalogueError, InputError, OutputError, Place, decoded
from catalogue.files import real_path
from catalogue.links import leads_out
from catalogue.messages import Message
from catalogue.model import Model
from catalogue.names import STANDARD_PREFIXES
from catalogue.quads import Syntax, comparable, read, syntax_named
from catalogue.sources import place_of
from catalogue.turtle.layout import layout
from catalogue.workspace.rewriting import Rewritten

SUFFIXES = frozenset({".ttl", ".trig"})
"""The suffixes of the files that have a layout."""

_WITHOUT_LAYOUT = frozenset({Syntax.RDF_XML, Syntax.JSON_LD, Syntax.N_QUADS})
"""The syntaxes that have no layout; what has any other suffix is taken for Turtle."""

_KNOWN = """
    rdf:type rdf:subject rdf:predicate rdf:object sh:targetClass sh:targetNode sh:targetSubjectsOf sh:targetObjectsOf sh:target
    sh:path sh:inversePath sh:alternativePath sh:zeroOrMorePath sh:oneOrMorePath sh:zeroOrOnePath
    rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel skos:notation dct:title foaf:name schema:name sh:name
    rdfs:comment skos:definition skos:scopeNote skos:note dct:description schema:description sh:description
    rdfs:subClassOf rdfs:subPropertyOf owl:equivalentClass owl:equivalentProperty owl:inverseOf rdfs:domain rdfs:range
    skos:inScheme skos:topConceptOf skos:hasTopConcept skos:broader skos:narrower skos:related
    skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch
    sh:order sh:group dash:propertyRole dash:editor dash:viewer sh:deactivated sh:closed sh:ignoredProperties
    sh:minCount sh:maxCount sh:nodeKind sh:class sh:datatype sh:node sh:in sh:hasValue sh:pattern sh:flags
    sh:minLength sh:maxLength sh:languageIn sh:uniqueLang
    sh:minInclusive sh:minExclusive sh:maxInclusive sh:maxExclusive sh:equals sh:disjoint sh:lessThan sh:lessThanOrEquals
    sh:qualifiedValueShape sh:qualifiedValueShapesDisjoint sh:qualifiedMinCount sh:qualifiedMaxCount
    sh:not sh:and sh:or sh:xone sh:sparql sh:prefixes sh:declare sh:prefix sh:namespace sh:defaultValue
    sh:parameter sh:optional sh:labelTemplate sh:codeIdentifier sh:validator sh:nodeValidator sh:propertyValidator
    sh:severity sh:message sh:select sh:ask sh:construct sh:property
    rdfs:seeAlso rdfs:isDefinedBy dct:source
"""


def _known() -> Iterator[tuple[str, int]]:
    for number, name in enumerate(_KNOWN.split()):
        prefix, _, local = name.partition(":")
        yield STANDARD_PREFIXES[prefix] + local, number


class Order:
    """The order of predicates: as the shape of the subject's type has them, then as vocabularies usually do, then by name.

    Args:
        model: what the shapes say; None where there are no shapes.
    """

    def __init__(self, model: Model | None) -> None:
        self._model = model
        self._known = dict(_known())
        self._ranks: dict[tuple[str, ...], Mapping[str, int]] = {}

    def __call__(self, classes: Sequence[str], predicate: str) -> tuple[float, ...]:
        """Give the place of a predicate of a subject that has these classes."""
        rank = self._of_classes(tuple(classes)).get(predicate)
        if rank is not None:
            return (0, rank)
        return (1, self._known[predicate]) if predicate in self._known else (2,)

    def _of_classes(self, classes: tuple[str, ...]) -> Mapping[str, int]:
        if self._model is None:
            return {}
        if classes not in self._ranks:
            type_ = self._model.type_of(classes)
            groups = {iri: number for number, iri in enumerate(self._model.groups)}
            properties = sorted(type_.properties if type_ else (), key=lambda p: groups.get(p.group or "", len(groups)))
            predicates = [prop.path.predicate for prop in properties if prop.path.predicate]
            self._ranks[classes] = {iri: number for number, iri in enumerate(dict.fromkeys(predicates))}
        return self._ranks[classes]


@dataclass(frozen=True)
class Formatted(Rewritten):
    """A file and its layout.

    Attributes:
        error: why it has none, or None.
    """

    error: CatalogueError | None = None


class Formatter:
    """Formats the files of a catalogue, or of none.

    Args:
        folder: the catalogue's folder, whose shapes give the order of predicates; or any other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _edition(self) -> Edition | None:
        """The shapes and the settings, without the data; None where there are no settings."""
        return read_edition(self._folder, only_shapes=True) if (self._folder / FILE_NAME).exists() else None

    @cached_property
    def _order(self) -> Order:
        return Order(self._edition.model if self._edition is not None else None)

    def files(self, paths: Iterable[Path] = ()) -> list[Path]:
        """List the files that have a layout, in a stable order.

        Args:
            paths: files and folders; the data and the shapes of the catalogue when empty.

        Raises:
            SettingsError: there are no settings, and no paths are given.
            OutputError: one of them does not exist.
        """
        files: dict[Path, None] = {}
        for path in list(paths) or self._folders():
            if path.is_dir():
                files |= dict.fromkeys(sorted(file for file in path.rglob("*") if self._is_formatted(file, path)))
            elif path.is_file():
                files[path] = None
            else:
                raise OutputError(Message("workspace.no-file-folder", path=path))
        return list(files)

    def _is_formatted(self, file: Path, folder: Path) -> bool:
        """Tell whether a file below a folder has a layout, and is none that a link leads to outside."""
        if not _has_layout(file.relative_to(folder)) or not file.is_file():
            return False
        root, home = real_path(self._folder), real_path(folder)
        return not file.is_symlink() or not leads_out(file, root if home.is_relative_to(root) else home)

    def _folders(self) -> list[Path]:
        folders = read_settings(self._folder).folders
        root = real_path(self._folder)
        own = (name for name in (folders.data, folders.shapes) if not leads_out(root / name, root))
        return [self._folder / name for name in own if (self._folder / name).is_dir()]

    def format(self, path: Path) -> Formatted:
        """Give a file with its layout; nothing is written.

        Args:
            path: the file.

        Returns:
            Both texts; when the file cannot be read whole they are the same, and the error says why.

        Raises:
            OutputError: the system refused to read it.
        """
        name = sources.name_of(path, real_path(self._folder))
        if syntax_named(name) in _WITHOUT_LAYOUT:
            message = Message("workspace.no-layout", command=sources.conversion([name]))
            return Formatted(path, name, "", "", InputError(message, Place(name)))
        data = sources.read_bytes(path, name)
        try:
            before = decoded(data, name)
        except InputError as error:
            return Formatted(path, name, "", "", error)
        try:
            return Formatted(path, name, before, self.text(before, name))
        except InputError as error:
            return Formatted(path, name, before, before, error)

    def text(self, text: str, name: str) -> str:
        """Give a text in the canonical layout.

        Args:
            text: Turtle, or TriG when the name ends in `.trig`.
            name: the file's name, for places.

        Returns:
            The layout, which says the same graph.

        Raises:
            InputError: the text has a fault.
        """
        is_trig = name.lower().endswith(".trig")
        tree = turtle.parse(text, trig=is_trig)
        for issue in turtle.read(tree, _BASE).errors:
            raise InputError(issue.message, place_of(name, issue.place))
        after = layout(tree, self._order, self._edition.settings.languages if self._edition is not None else ())
        if after != text and _graph(after, is_trig=is_trig) != _graph(text, is_trig=is_trig):
            raise InputError(Message("workspace.layout-would-say-another-graph"), Place(name))
        return after


_BASE = "urn:base:/"


def _has_layout(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in path.parts)


def _graph(text: str, *, is_trig: bool) -> object:
    """Give what a text says, so that two texts that say the same are equal, whatever their blank nodes are called."""
    form = Syntax.TRIG if is_trig else Syntax.TURTLE
    return comparable(read(text.removeprefix(BOM).encode("utf-8"), form, _BASE))
