"""Converting: files in other syntaxes of RDF become Turtle in the layout of the catalogue."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from catalogue import files, sources
from catalogue.config import FILE_NAME, Settings, read_settings
from catalogue.edition import read_edition
from catalogue.errors import InputError, OutputError, Place, UsageError
from catalogue.lint.fixes import Writer
from catalogue.messages import Message, Text, any_of, languages, say
from catalogue.names import STANDARD_PREFIXES
from catalogue.quads import Syntax, syntax_named
from catalogue.sources.foreign import Foreign, read_foreign
from catalogue.sources.left_out import LeftOut
from catalogue.terms import NamedNode, Triple, named_node
from catalogue.turtle import parse
from catalogue.turtle.layout import layout
from catalogue.workspace.formatting import Order
from catalogue.workspace.nesting import Nesting

SYNTAXES: Mapping[str, Syntax] = {
    "ntriples": Syntax.N_TRIPLES,
    "nquads": Syntax.N_QUADS,
    "n3": Syntax.N3,
    "trig": Syntax.TRIG,
    "turtle": Syntax.TURTLE,
    "rdfxml": Syntax.RDF_XML,
    "jsonld": Syntax.JSON_LD,
}
"""The syntaxes that are converted, by the names that the command has for them."""

_SHOWN = 20
"""How many of the names are shown that a file has and its triples lack."""


@dataclass(frozen=True)
class Converted:
    """A file and the Turtle that says the same.

    Attributes:
        path: where the Turtle is written; None for standard output.
        name: the file's name in messages.
        text: the Turtle.
        triples: how many triples it has.
        graphs: the names of the graphs whose triples it has, but for the default one: Turtle cannot hold the names.
        left_out: what the file has that is in none of its triples.
    """

    path: Path | None
    name: str
    text: str
    triples: int
    graphs: Sequence[str]
    left_out: LeftOut = field(default_factory=LeftOut)

    @property
    def notes(self) -> list[Text]:
        """What somebody who converts the file should know."""
        notes: list[Text] = []
        if self.graphs:
            notes.append(Message("convert.graphs", name=self.name, count=len(self.graphs), graph=self.graphs[0]))
        return [*notes, *_left_out(self.left_out, self.name)]

    def write(self) -> None:
        """Write the Turtle into its file.

        Raises:
            OutputError: the system refused.
        """
        if self.path is not None:
            files.make_folder(self.path.parent)
            files.write(self.path, self.text.encode("utf-8"))


class Converter:
    """Converts files for a catalogue, or for none.

    Args:
        folder: the folder of a catalogue, whose base, prefixes and shapes are used; or any other.
    """

    def __init__(self, folder: Path) -> None:
        has_settings = (folder / FILE_NAME).is_file()
        self._settings = read_settings(folder, with_data=False) if has_settings else None
        has_shapes = self._settings is not None and bool(
            sources.find(self._settings.folder / self._settings.folders.shapes, self._settings.folder)
        )
        self._order = Order(read_edition(folder, only_shapes=True).model if has_shapes else None)

    def convert(self, data: bytes, name: str, syntax: Syntax, base: str | None = None) -> tuple[str, Foreign]:
        """Give the Turtle of a file, and what it says.

        Args:
            data: the bytes of the file.
            name: its name, for places.
            syntax: how it is written.
            base: what relative IRIs are resolved against; when None there may be none.

        Raises:
            InputError: it is none of that syntax, or says what Turtle cannot hold.
        """
        foreign = read_foreign(data, name, syntax, base)
        prefixes = _prefixes(foreign.prefixes, self._settings)
        used_base = self._base_of(foreign.triples)
        writer = Writer(prefixes, used_base)
        declared = f"@base <{used_base}> .\n" if used_base else ""
        declared += "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
        text = declared + Nesting(foreign.triples, writer, foreign.labels).text()
        languages = self._settings.languages if self._settings is not None else ()
        return layout(parse(text), self._order, languages), foreign

    def _base_of(self, triples: Sequence[Triple]) -> str:
        """Give the base of the catalogue where something is named below it; else nothing."""
        base = self._settings.base if self._settings is not None else ""
        terms = (term for triple in triples for term in triple)
        return base if base and any(isinstance(term, NamedNode) and term.value.startswith(base) for term in terms) else ""

    def convert_file(self, file: Path, target: Path | None, syntax: Syntax, base: str | None = None) -> Converted:
        """Convert a file; nothing is written.

        Raises:
            InputError: as `convert` does, and where it has no triples.
            OutputError: the system refused to read.
        """
        name = sources.shown_name(str(file))
        text, foreign = self.convert(sources.read_bytes(file, name), name, syntax, base)
        if not foreign.triples:
            why = next(_left_out(foreign.left_out, name), None)
            message = Message("convert.no-triples-left-out", why=why) if why is not None else Message("convert.no-triples")
            raise InputError(message, Place(name))
        return Converted(target, name, text, len(foreign.triples), foreign.graphs, foreign.left_out)


def convert(  # noqa: PLR0913 - all but the first two have names
    folder: Path,
    paths: Sequence[Path],
    *,
    output: Path | None = None,
    syntax: str = "",
    base: str | None = None,
    force: bool = False,
) -> list[Converted]:
    """Convert files to Turtle; nothing is written before all are read.

    Args:
        folder: the catalogue's folder, or any other.
        paths: the files.
        output: the file or the folder that is written to, `-` for standard output; beside each file when None. A folder that is
            not there is made, also where several files are converted to what has no suffix.
        syntax: the name of their syntax, as `SYNTAXES` has it; when empty it is that of their suffix.
        base: what relative IRIs are resolved against.
        force: whether files that exist are overwritten.

    Returns:
        The files with their Turtle; those that have a path are still to be written.

    Raises:
        UsageError: a syntax is not known, two files would be written to one, the base is none, or a file exists.
        InputError: a file is none of its syntax, says what Turtle cannot hold, or has no triples.
        OutputError: the system refused to read.
    """
    if base is not None and named_node(base) is None:
        raise UsageError(Message("convert.bad-base", base=base))
    syntaxes = [_syntax(path, syntax) for path in paths]
    is_folder = output is not None and (output.is_dir() or (len(paths) > 1 and not output.suffix and not output.exists()))
    targets = [_target(path, output, is_folder=is_folder) for path in paths]
    if output is not None and not is_folder and len(paths) > 1:
        raise UsageError(Message("convert.one-output", output=output, folder=f"{output.with_suffix('')}{os.sep}"))
    for target, count in Counter(filter(None, targets)).items():
        if count > 1:
            raise UsageError(Message("convert.same-output", path=target))
        if target.exists() and not force and target != Path(os.devnull):
            raise UsageError(Message("convert.exists", path=target))
    converter = Converter(folder)
    return [
        converter.convert_file(path, target, known, base) for path, target, known in zip(paths, targets, syntaxes, strict=True)
    ]


def _syntax(path: Path, name: str) -> Syntax:
    if name and name not in SYNTAXES:
        raise UsageError(Message("convert.no-syntax", name=name, names=any_of(tuple(SYNTAXES))))
    syntax = SYNTAXES[name] if name else syntax_named(path.name)
    if syntax is None:
        raise UsageError(Message("convert.unknown-suffix", path=path, names=any_of(tuple(SYNTAXES))))
    if not path.exists():
        raise OutputError(Message("workspace.no-file-folder", path=path))
    return syntax


def _target(path: Path, output: Path | None, *, is_folder: bool) -> Path | None:
    """Give where the Turtle of a file goes; None for standard output."""
    if output == Path("-"):
        return None
    if output is None:
        return path.with_suffix(".ttl")
    return output / path.with_suffix(".ttl").name if is_folder else output


def _left_out(left_out: LeftOut, file: str) -> Iterator[Text]:
    """Say what a file has that is in none of its triples."""
    terms, names = left_out.terms, left_out.names
    if terms:
        yield Message("convert.terms-left-out", file=file, count=len(terms), names=_listed(terms))
    if names:
        yield Message("convert.names-left-out", file=file, count=len(names), names=_listed(names))


def _listed(lines: Mapping[str, int]) -> Text:
    """List names as they are written, each with its line, but not more than can be read."""
    names: list[Text] = []
    for name, line in islice(lines.items(), _SHOWN):
        written = json.dumps(name, ensure_ascii=False)
        names.append(Message("convert.at-line", name=written, line=line) if line else {"": written})
    more = ", …" if len(lines) > _SHOWN else ""
    return {language: ", ".join(say(name, language) for name in names) + more for language in languages()}


def _prefixes(own: Mapping[str, str], settings: Settings | None) -> dict[str, str]:
    """Give the prefixes that may be used: those of the file, then those of the catalogue for what the file has none for."""
    known = settings.prefixes if settings is not None else STANDARD_PREFIXES
    namespaces = set(own.values())
    return {**{prefix: iri for prefix, iri in known.items() if iri not in namespaces and prefix not in own}, **own}
