"""Sources: the files of a catalogue, read and parsed, each statement with the file that says it.

The parser is pyoxigraph's. It goes on after a syntax error, so one pass tells several, and it keeps the lexical forms that a
store would normalise. Blank nodes get names that depend on the file and their order in it alone: the same file gives the same
triples every time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from catalogue.errors import OutputError, Place, Text, text
from catalogue.terms import Triple

SUFFIXES = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}
"""The suffixes that are read, and their formats."""

_BOM = b"\xef\xbb\xbf"
_FIXES: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"prefix (?P<prefix>\S*): has not been declared"),
        text("declare it: @prefix {prefix}: <...> .", "déclarez-le : @prefix {prefix}: <...> ."),
    ),
    (
        re.compile(r"No scheme found in an absolute IRI"),
        text(
            "a relative IRI needs a base: write `@base <...> .` at the head of the file, or the whole IRI",
            "un IRI relatif demande une base : écrivez `@base <...> .` en tête du fichier, ou l'IRI entier",
        ),
    ),
    (
        re.compile(r"end of file|EOF|[Uu]nexpected end"),
        text("the file stops in the middle of a statement", "le fichier s'arrête au milieu d'une phrase"),
    ),
)


@dataclass(frozen=True)
class SourceIssue:
    """What could not be read in a file.

    Attributes:
        code: `encoding`, `bom`, `crlf` or `syntax`.
        place: where.
        message: what is wrong, by language.
        fix: how to mend it, by language; may be empty.
        fatal: whether part of the file is lost by it.
    """

    code: str
    place: Place
    message: Text
    fix: Text = field(default_factory=dict)
    fatal: bool = True


@dataclass(frozen=True)
class Source:
    """One file, read and parsed.

    Attributes:
        path: the file, relative to the catalogue's folder where it lies inside it, with `/`.
        data: its bytes.
        triples: what it says, in its order; lexical forms as written.
        issues: what could not be read.
    """

    path: str
    data: bytes
    triples: tuple[Triple, ...]
    issues: tuple[SourceIssue, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def find(folder: Path) -> list[Path]:
    """List the files of a folder that can be read, in a stable order.

    Args:
        folder: where to look, with all its subfolders; hidden files and folders are passed over.

    Returns:
        Absolute paths in the order of their names; empty when the folder does not exist.
    """
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file() and not _hidden(path.relative_to(folder))
    )


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read(path: Path, folder: Path) -> Source:
    """Read and parse one file.

    Args:
        path: the file.
        folder: the catalogue's folder, which places are relative to.

    Returns:
        The file with everything that could be read of it, and the issues.

    Raises:
        OutputError: the system refused to read it.
    """
    name = name_of(path, folder)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutputError(f"cannot read it: {error.strerror}", f"lecture impossible : {error.strerror}", Place(name)) from error
    return parse(data, name)


def name_of(path: Path, folder: Path) -> str:
    """Give a file's name in places: relative to the folder where it lies inside it, with `/`."""
    resolved = path.resolve()
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else resolved.as_posix()


def parse(data: bytes, name: str) -> Source:
    """Parse the bytes of a file.

    Args:
        data: the bytes; Turtle unless the name ends in `.nt`.
        name: the file's name, for places and for the names of its blank nodes.

    Returns:
        What it says, and what could not be read of it.

    >>> source = parse(b"<urn:a> <urn:b> nope:c . <urn:a> <urn:b> 01 .", "x.ttl")
    >>> [str(issue.place) for issue in source.issues], [triple.object.value for triple in source.triples]
    (['x.ttl:1:17'], ['01'])
    """
    encoding = _encoding_issue(data, name)
    if encoding:
        return Source(name, data, (), (encoding,))
    issues = list(_layout_issues(data, name))
    triples: list[Triple] = []
    suffix = Path(name).suffix
    reader = ox.parse(data.removeprefix(_BOM), format=SUFFIXES.get(suffix, ox.RdfFormat.TURTLE))
    while True:
        try:
            quad = next(reader)
        except StopIteration:
            break
        except SyntaxError as error:
            issues.append(_syntax_issue(error, name))
        else:
            if isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple):
                issues.append(_triple_term_issue(data, name))
            else:
                triples.append(Triple(quad.subject, quad.predicate, quad.object))
    return Source(name, data, tuple(_with_stable_blank_nodes(triples, name)), tuple(_once_each(issues)))


def _encoding_issue(data: bytes, name: str) -> SourceIssue | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        place = Place(name, _line_ends(before) + 1, len(before[line_start:].decode("utf-8")) + 1)
        return SourceIssue(
            "encoding",
            place,
            text(f"not UTF-8: byte 0x{data[error.start]:02x}", f"pas en UTF-8 : octet 0x{data[error.start]:02x}"),
            text("save the file as UTF-8", "enregistrez le fichier en UTF-8"),
        )
    return None


def _line_ends(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _layout_issues(data: bytes, name: str) -> Iterator[SourceIssue]:
    if data.startswith(_BOM):
        yield SourceIssue(
            "bom",
            Place(name, 1, 1),
            text("the file starts with a byte order mark", "le fichier commence par une marque d'ordre des octets (BOM)"),
            text("save it as UTF-8 without BOM", "enregistrez-le en UTF-8 sans BOM"),
            fatal=False,
        )
    carriage = data.find(b"\r")
    if carriage >= 0:
        before = data[:carriage].removeprefix(_BOM)
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        yield SourceIssue(
            "crlf",
            Place(name, before.count(b"\n") + 1, column),
            text("lines end in CR or CRLF", "les lignes se terminent par CR ou CRLF"),
            text(
                "save it with Unix line ends (LF), and set `*.ttl text eol=lf` in .gitattributes",
                "enregistrez-le avec des fins de ligne Unix (LF), et écrivez `*.ttl text eol=lf` dans .gitattributes",
            ),
            fatal=False,
        )


def _syntax_issue(error: SyntaxError, name: str) -> SourceIssue:
    words = re.sub(r"^Parser error at .*?(?:column \d+|columns? \d+ and \d+|line \d+ column \d+): ", "", error.msg or "")
    fix: Text = {}
    for pattern, advice in _FIXES:
        found = pattern.search(words)
        if found:
            groups = found.groupdict()
            fix = {tag: line.replace("{prefix}", groups.get("prefix", "")) for tag, line in advice.items()}
            break
    return SourceIssue(
        "syntax",
        Place(name, error.lineno or 1, error.offset or 1),
        text(f"syntax error: {words}", f"erreur de syntaxe : {words}"),
        fix,
    )


def _triple_term_issue(data: bytes, name: str) -> SourceIssue:
    before = data[: max(data.find(b"<<"), 0)].decode("utf-8")
    return SourceIssue(
        "syntax",
        Place(name, before.count("\n") + 1, len(before) - before.rfind("\n")),
        text("a triple term (RDF 1.2)", "un terme triplet (RDF 1.2)"),
        text(
            "write Turtle 1.1: name the statement with an IRI of its own",
            "écrivez du Turtle 1.1 : nommez la phrase par un IRI",
        ),
    )


def _once_each(issues: Iterable[SourceIssue]) -> Iterator[SourceIssue]:
    """One mistake made many times in a file, such as a missing prefix, is told once, at its first place."""
    told: set[str] = set()
    for issue in issues:
        if not issue.fix or issue.message["en"] not in told:
            told.add(issue.message["en"])
            yield issue


def _with_stable_blank_nodes(triples: Iterable[Triple], name: str) -> Iterator[Triple]:
    prefix = "b" + hashlib.sha256(name.encode()).hexdigest()[:10]
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def renamed(node: ox.BlankNode) -> ox.BlankNode:
        if node not in names:
            names[node] = ox.BlankNode(f"{prefix}n{len(names) + 1}")
        return names[node]

    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
            yield Triple(
                renamed(subject) if isinstance(subject, ox.BlankNode) else subject,
                triple.predicate,
                renamed(value) if isinstance(value, ox.BlankNode) else value,
            )
        else:
            yield triple
