"""Sources: the files of a catalogue, read and parsed, each statement with the file that says it.

The parser is pyoxigraph's, which keeps the lexical forms that a store would normalise; a file with faults is read by `turtle`.
Blank nodes get names that depend on the file and their order in it alone: the same file gives the same triples every time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from catalogue import turtle
from catalogue.edits import Edit, Fix, Related
from catalogue.errors import OutputError, Place, Text, text
from catalogue.terms import Triple

SUFFIXES = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}
"""The suffixes that are read, and their formats."""

UNREAD = frozenset({".gz", ".hdt", ".jsonld", ".n3", ".nq", ".owl", ".rdf", ".trig", ".trix"})
"""The suffixes of RDF that is not read, so that nobody waits for what such a file says."""

LITERAL_LIMIT = 1024 * 1024
"""How many bytes a literal may have, unless the settings say otherwise."""

_BOM = b"\xef\xbb\xbf"
_BRACKETS = re.compile(rb"[\[\](){}]")
_OPENING = frozenset(b"[({")
_ADVICE: Mapping[str, Text] = {
    "base": text(
        "a relative IRI needs a base: write `@base <...> .` at the head of the file, or the whole IRI",
        "un IRI relatif demande une base : écrivez `@base <...> .` en tête du fichier, ou l'IRI entier",
    ),
    "nesting": text("name the inner things with IRIs of their own", "nommez par un IRI ce qui est imbriqué"),
}
_RDF_12 = text(
    "write Turtle 1.1: name the statement with an IRI of its own",
    "écrivez du Turtle 1.1 : nommez la phrase par un IRI",
)


@dataclass(frozen=True)
class SourceIssue:
    """What could not be read in a file.

    Attributes:
        code: short name of its kind of finding, such as `syntax` or `crlf`.
        place: where.
        message: what is wrong, by language.
        advice: how to mend it, by language; may be empty.
        fatal: whether part of the file is lost by it.
        prefix: the prefix that is not declared, without its colon.
        related: other places that it has to do with.
        fixes: ways to mend it as edits.
    """

    code: str
    place: Place
    message: Text
    advice: Text = field(default_factory=dict)
    fatal: bool = True
    prefix: str = ""
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


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


def unread(folder: Path) -> list[Path]:
    """List the files of a folder that hold RDF in a form that is not read, in a stable order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in UNREAD and path.is_file() and not _hidden(path.relative_to(folder))
    )


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read(path: Path, folder: Path, limit: int = LITERAL_LIMIT) -> Source:
    """Read and parse one file.

    Args:
        path: the file.
        folder: the catalogue's folder, which places are relative to.
        limit: how many bytes a literal may have.

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
    return parse(data, name, limit)


def name_of(path: Path, folder: Path) -> str:
    """Give a file's name in places: relative to the folder where it lies inside it, with `/`."""
    resolved = path.resolve()
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else resolved.as_posix()


def parse(data: bytes, name: str, limit: int = LITERAL_LIMIT) -> Source:
    """Parse the bytes of a file.

    The fast parser reads what is sound. A file with faults is read again by `turtle`, which keeps more of it and tells more.

    Args:
        data: the bytes; Turtle unless the name ends in `.nt`.
        name: the file's name, for places and for the names of its blank nodes.
        limit: how many bytes a literal may have; longer ones are left out, and told.

    Returns:
        What it says, and what could not be read of it.

    >>> source = parse(b"<urn:a> <urn:b> nope:c . <urn:a> <urn:b> 01 .", "x.ttl")
    >>> [str(issue.place) for issue in source.issues], [triple.object.value for triple in source.triples]
    (['x.ttl:1:17'], ['01'])
    """
    encoding = _encoding_issue(data, name)
    if encoding:
        return Source(name, data, (), (encoding,))
    words = data.decode("utf-8")
    issues = list(_layout_issues(words, name))
    found = None if _is_perilous(data) else _fast(data, name)
    if not isinstance(found, list):
        triples, faults = _thorough(words, name)
        issues += faults or ([found] if found else [])  # what `turtle` does not find wrong the fast parser may
        found = triples
    if len(data) > limit:
        found, long = _without_long_literals(found, words, name, limit)
        issues += long
    return Source(name, data, tuple(_with_stable_blank_nodes(found, name)), tuple(issues))


def _is_perilous(data: bytes) -> bool:
    """Tell whether a text may be nested too deep for the parsers; brackets in strings and comments count too."""
    if b"<<" in data:
        return True
    depth = 0
    for match in _BRACKETS.finditer(data):
        depth = depth + 1 if data[match.start()] in _OPENING else max(depth - 1, 0)
        if depth > turtle.NESTING_LIMIT:
            return True
    return False


def _fast(data: bytes, name: str) -> list[Triple] | SourceIssue | None:
    """Read with the fast parser, up to its first fault; None when a token is longer than it can hold."""
    suffix = Path(name).suffix
    try:
        quads = list(ox.parse(data.removeprefix(_BOM), format=SUFFIXES.get(suffix, ox.RdfFormat.TURTLE)))
    except MemoryError:
        return None
    except SyntaxError as error:
        words = re.sub(r"^Parser error at .*?(?:column \d+|columns? \d+ and \d+|line \d+ column \d+): ", "", error.msg or "")
        place = Place(name, error.lineno or 1, error.offset or 1)
        return SourceIssue("syntax", place, text(f"syntax error: {words}", f"erreur de syntaxe : {words}"))
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


def _thorough(words: str, name: str) -> tuple[list[Triple], list[SourceIssue]]:
    """Read with places and recovery."""
    document = turtle.locate(words)
    triples = [Triple(_term(t.subject), _term(t.predicate), _term(t.object)) for t in document.triples]
    return triples, list(_once_each(_syntax_issue(issue, name) for issue in document.errors))


def _term(term: turtle.Term) -> Any:
    if isinstance(term, turtle.Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, turtle.Blank):
        return ox.BlankNode(f"n{term.name}" if isinstance(term.name, int) else f"l{term.name}")
    if term.language:
        return ox.Literal(term.lexical, language=term.language)
    return ox.Literal(term.lexical, datatype=ox.NamedNode(term.datatype))


def _syntax_issue(issue: turtle.SyntaxIssue, name: str) -> SourceIssue:
    advice = _ADVICE.get(issue.kind, {})
    if issue.kind == "prefix":
        advice = text(f"declare it: @prefix {issue.prefix}: <...> .", f"déclarez-le : @prefix {issue.prefix}: <...> .")
    elif "RDF 1.2" in issue.message["en"]:
        advice = _RDF_12
    fixes: tuple[Fix, ...] = ()
    if issue.repair is not None:
        repair = issue.repair
        end = repair.place.offset + repair.place.length
        fixes = (Fix(repair.title, (Edit(place_of(name, repair.place), repair.place.offset, end, repair.text),), repair.safe),)
    return SourceIssue(
        issue.kind,
        place_of(name, issue.place),
        issue.message,
        advice,
        prefix=issue.prefix,
        related=tuple(Related(place_of(name, span), message) for span, message in issue.related),
        fixes=fixes,
    )


def place_of(name: str, span: turtle.Span) -> Place:
    """Give a stretch of a file as a place."""
    return Place(name, span.line, span.column, span.end_line, span.end_column)


def _without_long_literals(triples: list[Triple], words: str, name: str, limit: int) -> tuple[list[Triple], list[SourceIssue]]:
    issues = [
        SourceIssue(
            "literal-size",
            place_of(name, token.span),
            text(
                f"a text of {token.byte_length:,} bytes; the limit is {limit:,}",
                f"un texte de {token.byte_length:,} octets ; la limite est {limit:,}",
            ),
            text(
                "keep it in a file of its own and refer to it, or set `literal` under [limits] in catalogue.toml",
                "mettez-le dans un fichier à part et renvoyez-y, ou réglez `literal` sous [limits] dans catalogue.toml",
            ),
        )
        for token in turtle.tokenize(words)
        if token.kind == "string" and token.byte_length > limit
    ]
    kept = [t for t in triples if not isinstance(t.object, ox.Literal) or len(t.object.value.encode()) <= limit]
    return kept, issues if len(kept) < len(triples) else []


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


def _layout_issues(words: str, name: str) -> Iterator[SourceIssue]:
    if words.startswith("\ufeff"):
        place = Place(name, 1, 1)
        yield SourceIssue(
            "bom",
            place,
            text("the file starts with a byte order mark", "le fichier commence par une marque d'ordre des octets (BOM)"),
            text("save it as UTF-8 without BOM", "enregistrez-le en UTF-8 sans BOM"),
            fatal=False,
            fixes=(Fix(text("remove it", "la retirer"), (Edit(place, 0, 1, ""),), safe=True),),
        )
    ends = list(re.finditer("\r\n?", words))
    if ends:
        lines = turtle.Lines(words)
        edits = tuple(Edit(place_of(name, lines.span(*end.span())), *end.span(), "\n") for end in ends)
        yield SourceIssue(
            "crlf",
            edits[0].place,
            text("lines end in CR or CRLF", "les lignes se terminent par CR ou CRLF"),
            text(
                "save it with Unix line ends (LF), and set `*.ttl text eol=lf` in .gitattributes",
                "enregistrez-le avec des fins de ligne Unix (LF), et écrivez `*.ttl text eol=lf` dans .gitattributes",
            ),
            fatal=False,
            fixes=(Fix(text("end lines in LF", "terminer les lignes par LF"), edits, safe=True),),
        )


def _once_each(issues: Iterable[SourceIssue]) -> Iterator[SourceIssue]:
    """That a file has no base is told once, at the first place that needs it."""
    told: set[str] = set()
    for issue in issues:
        if issue.code != "base" or issue.message["en"] not in told:
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
