"""Rebasing: a catalogue moved from one base to another, its data, shapes, queries, answers, texts and settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from catalogue import files, sources, turtle
from catalogue.config import FILE_NAME, Settings, parse_settings, read_settings
from catalogue.edition.reading import query_files
from catalogue.edition.texts import read_texts
from catalogue.errors import BOM, CatalogueError, InputError, Place, UsageError, decoded
from catalogue.links import leads_out
from catalogue.messages import Message, Text
from catalogue.names import Prefixes
from catalogue.pages.markdown import pieces_of
from catalogue.quads import Quad, Syntax, comparable, read
from catalogue.sources import place_of
from catalogue.sparql.header import read_header
from catalogue.sparql.parameters import Parameter
from catalogue.sparql.query import QueryText
from catalogue.sparql.splicing import Piece, spliced
from catalogue.sparql.tokens import line_and_column
from catalogue.terms import Literal, NamedNode, named_node
from catalogue.workspace.moving.move import Move, Names
from catalogue.workspace.moving.prose import moved_address, prose_pieces
from catalogue.workspace.moving.tables import (
    head_pieces,
    moved_cell,
    moved_values,
    rows_of,
    settings_pieces,
    table_pieces,
)
from catalogue.workspace.moving.texts import header_pieces, iris_in, literal_pieces, sparql_pieces, turtle_pieces
from catalogue.workspace.rewriting import Rewritten

_FITTING = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.*[^A-Za-z0-9]", re.DOTALL)
_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True)
class Rebased:
    """The files of a catalogue with its IRIs moved.

    Attributes:
        folder: the catalogue's folder.
        old: what the IRIs began with.
        files: all files that were read, in a stable order.
        iris: how many different IRIs move.
        left: the files that still have the old base: in comments, in texts for people, or since they are not read.
    """

    folder: Path
    old: str
    files: Sequence[Rewritten]
    iris: int
    left: Sequence[str]

    @property
    def changed(self) -> list[Rewritten]:
        """The files that change."""
        return [file for file in self.files if file.is_changed]

    @property
    def notes(self) -> list[Text]:
        """What somebody who moves a catalogue should know."""
        return [Message("rebase.left", count=len(self.left), old=self.old, file=self.left[0])] if self.left else []

    def write(self) -> None:
        """Write the files that change: all of them, or none.

        Raises:
            OutputError: the system refused to write one, or it was changed meanwhile; all are as they were.
        """
        files.write_all([file.change for file in self.changed], self.folder)


def rebase(folder: Path, old: str, new: str) -> Rebased:
    """Move the IRIs of a catalogue that begin with one base to another; nothing is written.

    Args:
        folder: the catalogue's folder.
        old: what they begin with.
        new: what they begin with afterwards.

    Returns:
        All files with their texts before and after.

    Raises:
        UsageError: one of the bases is none, no IRI begins with the old one, or IRIs begin with the new one already.
        SettingsError: the settings are missing or wrong.
        InputError: a file cannot be read, or would not say the same of the moved IRIs.
        OutputError: the system refused to read.
    """
    for base in (old, new):
        if named_node(base) is None or _FITTING.fullmatch(base) is None:
            raise UsageError(Message("rebase.no-base", base=base))
    if old == new:
        raise UsageError(Message("rebase.same", base=old))
    return _Rebasing(folder, old, new).rebased()


class _Rebasing:
    """One move of a catalogue.

    Args:
        folder: the catalogue's folder.
        old: what the IRIs begin with.
        new: what they begin with afterwards.
    """

    def __init__(self, folder: Path, old: str, new: str) -> None:
        self._settings = read_settings(folder)
        self._folder = self._settings.folder
        self._occupied: list[tuple[str, Place]] = []
        names = Names(self._settings.base, self._settings.prefixes)
        self._move = Move(old, new, names, names)

    def rebased(self) -> Rebased:
        """Move all files."""
        files = [self._moved_settings(), *self._graphs(), *self._queries(), *self._answers(), *self._texts()]
        if not self._move.moved:
            raise UsageError(Message("rebase.nowhere", old=self._move.old))
        if self._move.terms and self._occupied:
            iri, place = self._occupied[0]
            raise UsageError(Message("rebase.occupied", iri=iri, new=self._move.new), place)
        return Rebased(self._folder, self._move.old, files, len(self._move.moved), self._left(files))

    def _text(self, path: Path) -> tuple[str, str]:
        """Give the name of a file in messages, and its text."""
        name = sources.name_of(path, self._folder)
        return name, decoded(sources.read_bytes(path, name), name)

    def _rewritten(self, path: Path, name: str, before: str, pieces: Iterable[Piece]) -> Rewritten:
        """Make the changes of a file, and note which of its IRIs begin with the new base already."""
        after = spliced(before, 0, len(before), pieces)
        self._occupied += [(iri, Place(name, *line_and_column(before, at))) for iri, at in self._move.others]
        self._move.others.clear()
        return Rewritten(path, name, before, after)

    def _moved_settings(self) -> Rewritten:
        """Move the settings; what names stand for afterwards is known then."""
        path, move = self._folder / FILE_NAME, self._move
        name, before = self._text(path)
        moved = self._rewritten(path, name, before, settings_pieces(before, move))
        try:
            after = parse_settings(moved.after.encode("utf-8"), self._folder)
        except CatalogueError as error:
            raise UsageError(Message("rebase.settings", new=move.new, reason=error.message)) from error
        tables = [tomllib.loads(text.removeprefix(BOM)) for text in (moved.before, moved.after)]
        if moved_values([tables[0], _quotes(self._settings)], move) != [tables[1], _quotes(after)]:
            raise _says_other(name)
        move.after = Names(after.base, after.prefixes)
        return moved

    def _graphs(self) -> list[Rewritten]:
        """Move the data and the shapes."""
        folders = self._settings.folders
        paths = [
            path for folder in (folders.data, folders.shapes) for path in sources.find(self._folder / folder, self._folder)
        ]
        texts = {path: self._text(path) for path in dict.fromkeys(paths)}
        trees = {path: turtle.parse(text) for path, (_, text) in texts.items()}
        documents = {path: _document(tree, texts[path][0]) for path, tree in trees.items()}
        declared = _declared(documents.values(), self._move)
        return [self._graph(path, *texts[path], trees[path], documents[path], declared) for path in texts]

    def _graph(  # noqa: PLR0913, PLR0917 - a file and what was read of it
        self,
        path: Path,
        name: str,
        before: str,
        tree: turtle.Tree,
        document: turtle.LocatedDocument,
        declared: Move,
        others: Iterable[Piece] = (),
    ) -> Rewritten:
        """Move the statements of a file, and compare what it says; other changes are those of its comments."""
        moved = self._rewritten(path, name, before, [*others, *turtle_pieces(tree, document, self._move, declared)])
        syntax = sources.syntax_of(path.name) or Syntax.TURTLE
        after = comparable(_quads(moved.after, syntax, name))
        if after != comparable(_moved_quad(quad, declared) for quad in _quads(before, syntax, name)):
            raise _says_other(name)
        self._move.others.clear()  # what the comparison has noted once more
        return moved

    def _queries(self) -> Iterator[Rewritten]:
        """Move the named queries."""
        before, after = self._move.before, self._move.after
        for path in query_files(self._settings):
            name, text = self._text(path)
            query = QueryText(text.removeprefix(BOM))
            fault = query.fault(before.base, before.prefixes)
            if fault is not None:
                raise InputError(fault.message, Place(name, *line_and_column(query.text, fault.start)))
            moved = self._rewritten(
                path, name, query.text, [*header_pieces(query, self._move), *sparql_pieces(query, self._move)]
            )
            expected = [(is_iri, self._move.of(text) if is_iri else text) for is_iri, text in iris_in(query, before)]
            if expected != iris_in(QueryText(moved.after), after):
                raise _says_other(name)
            mark = text[: len(text) - len(query.text)]
            yield Rewritten(path, name, text, mark + moved.after)

    def _answers(self) -> Iterator[Rewritten]:
        """Move the expected answers."""
        folder = self._folder / self._settings.folders.answers
        for path in sorted(path for path in folder.glob("*") if path.suffix in {".csv", ".nt"} and self._is_own(path)):
            name, text = self._text(path)
            pieces = list(head_pieces(text, self._parameters(path), self._move))
            if path.suffix == ".nt":
                tree = turtle.parse(text)
                yield self._graph(path, name, text, tree, _document(tree, name), self._move, pieces)
                continue
            moved = self._rewritten(path, name, text, [*pieces, *table_pieces(text, self._move)])
            columns, *rows = rows_of(text) or [[]]
            if (rows_of(moved.after) or [[]]) != [columns, *([moved_cell(cell, self._move) for cell in row] for row in rows)]:
                raise _says_other(name)
            yield moved

    def _is_own(self, path: Path) -> bool:
        return path.is_file() and not leads_out(path, self._folder)

    def _texts(self) -> Iterator[Rewritten]:
        """Move the links of the texts that are pages of their own."""
        for file in read_texts(self._folder, self._settings.folders.texts):
            name, text = self._text(self._folder / file.path)
            moved = self._rewritten(self._folder / file.path, name, text, prose_pieces(text, self._move))
            if pieces_of(text, lambda address: moved_address(address, self._move)) != pieces_of(moved.after, str):
                raise _says_other(name)
            yield moved

    def _parameters(self, path: Path) -> Mapping[str, Parameter]:
        """Give the parameters of the query that an expected answer belongs to."""
        query = self._folder / self._settings.folders.queries / f"{path.name.partition('.')[0]}.rq"
        return read_header(QueryText(self._text(query)[1].removeprefix(BOM))).parameters if query.is_file() else {}

    def _left(self, files: Sequence[Rewritten]) -> list[str]:
        """Name the files that still have the old base; nothing can be told where the new one has it too."""
        old, folders = self._move.old, self._settings.folders
        if old in self._move.new:
            return []
        left = [file.name for file in files if old in file.after]
        unread = [
            file.path
            for folder in (folders.data, folders.shapes)
            for file in sources.unread(self._folder / folder, self._folder)
        ]
        names = {path: sources.name_of(path, self._folder) for path in unread if self._is_own(path)}
        return left + [name for path, name in names.items() if old.encode() in sources.read_bytes(path, name)]


def _quotes(settings: Settings) -> dict[str, Any]:
    """Give the properties of quotes, whole."""
    return asdict(settings.quotes) if settings.quotes is not None else {}


def _document(tree: turtle.Tree, name: str) -> turtle.LocatedDocument:
    """Read the triples of a text without faults."""
    document = turtle.read(tree)
    for issue in document.errors:
        raise InputError(issue.message, place_of(name, issue.place))
    return document


def _declared(documents: Iterable[turtle.LocatedDocument], move: Move) -> Move:
    """Give the move of the queries in the shapes, whose prefixes are declared by triples."""
    prefixes: dict[str, str] = {}
    for document in documents:
        parts: dict[Any, dict[str, str]] = {}
        for triple in document.triples:
            if isinstance(triple.object, turtle.Literal) and triple.predicate.value in {_SH + "prefix", _SH + "namespace"}:
                parts.setdefault(triple.subject, {})[triple.predicate.value] = triple.object.lexical
        pairs = (part for part in parts.values() if len(part) == 2)  # noqa: PLR2004 - the prefix and its namespace
        prefixes |= {part[_SH + "prefix"]: part[_SH + "namespace"] for part in pairs}
    moved = {prefix: move.of(namespace) for prefix, namespace in prefixes.items()}
    before = Names(move.before.base, Prefixes({**move.before.prefixes, **prefixes}))
    after = Names(move.after.base, Prefixes({**move.after.prefixes, **moved}))
    return Move(move.old, move.new, before, after, move.moved, move.terms, move.others)


def _quads(text: str, syntax: Syntax, name: str) -> list[Quad]:
    try:
        return list(read(text.removeprefix(BOM).encode("utf-8"), syntax))
    except SyntaxError as error:
        raise InputError(
            Message("convert.fault", reason=error.msg), Place(name, error.lineno or 1, error.offset or 1)
        ) from error


def _moved_quad(quad: Quad, move: Move) -> Quad:
    """Give what a statement becomes."""
    value: Any = _moved_term(quad.object, move)
    if isinstance(quad.object, Literal):
        lexical_form, language = quad.object.value, quad.object.language
        pieces = literal_pieces(quad.predicate.value, lexical_form, quad.object.datatype.value, move)
        lexical_form = spliced(lexical_form, 0, len(lexical_form), pieces)
        value = Literal(lexical_form, language=language) if language else Literal(lexical_form, datatype=value.datatype)
    return Quad(_moved_term(quad.subject, move), _moved_term(quad.predicate, move), value, quad.graph_name)


def _moved_term(term: Any, move: Move) -> Any:
    if isinstance(term, NamedNode):
        return NamedNode(move.of(term.value))
    if isinstance(term, Literal) and not term.language:
        return Literal(term.value, datatype=NamedNode(move.of(term.datatype.value)))
    return term


def _says_other(name: str) -> InputError:
    return InputError(Message("rebase.says-other"), Place(name))
