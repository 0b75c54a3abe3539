"""Foreign files: RDF in other syntaxes than those that a catalogue is read from, as triples.

Nothing is fetched: neither the context of JSON-LD nor an entity of XML. What would grow beyond all measure while it is read is
refused before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import RawIOBase
from typing import Any

from catalogue import turtle
from catalogue.errors import InputError, Place
from catalogue.messages import Message, Text
from catalogue.quads import DefaultGraph, Syntax, prefixes_of, read
from catalogue.sources.issues import BOM, encoding_issue
from catalogue.sources.left_out import LeftOut, left_out
from catalogue.terms import BlankNode, Literal, NamedNode, Term, Triple, named_node

SIZE_LIMIT = 128 * 1024 * 1024
"""How many bytes a file may have that is converted, and how many its entities may add."""

_OWN_LABEL = re.compile(r"""_:([A-Za-z0-9_.-]*[A-Za-z0-9_-])|\bnodeID\s*=\s*["']([^"'<]*)""")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PREFIX = re.compile(r"(?:[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_XMLNS = re.compile(r"""\sxmlns:([^\s=]+)\s*=\s*("[^"<]*"|'[^'<]*')""")
_ENTITY = re.compile(r"""<!ENTITY\s+(?:%\s*)?([^\s"'>]+)\s+(?:"([^"]*)"|'([^']*)'|(?P<external>SYSTEM|PUBLIC)\b)""")
_REFERENCE = re.compile(r"&([^\s#;&]+);")
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NOWHERE = "https://relative.invalid/"
"""The base of JSON-LD that is given none: its parser would leave out what is relative, and say nothing."""

_PLACE_IN_MESSAGE = re.compile(r"^Parser error at .*?(?:column \d+|columns? \d+ and \d+|line \d+ column \d+): ")


@dataclass(frozen=True)
class Foreign:
    """What a foreign file says.

    Attributes:
        triples: its triples, each once, in its order, those of all its graphs.
        graphs: the names of its graphs, but for the default one.
        prefixes: prefix to namespace, as it declares them.
        labels: the blank nodes that it has named itself.
        left_out: what it has that is in none of its triples.
    """

    triples: list[Triple]
    graphs: list[str] = field(default_factory=list)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    labels: frozenset[BlankNode] = frozenset()
    left_out: LeftOut = field(default_factory=LeftOut)


def read_foreign(data: bytes, name: str, syntax: Syntax, base: str | None = None) -> Foreign:
    """Read a file in any syntax of RDF 1.1.

    Args:
        data: its bytes.
        name: its name, for places.
        syntax: how it is written.
        base: what relative IRIs are resolved against; when None there may be none.

    Returns:
        What it says; blank nodes that it does not name are called `b1`, `b2` and so on, in its order.

    Raises:
        InputError: it is too large, is none of that syntax, or says what RDF 1.1 or Turtle does not have.
    """
    if len(data) > SIZE_LIMIT:
        raise InputError(Message("convert.too-large", size=len(data), limit=SIZE_LIMIT), Place(name))
    data = _decoded(data.removeprefix(BOM), name, is_xml=syntax is Syntax.RDF_XML)
    text = data.decode("utf-8")
    prefixes = _refuse_growth(text, name) if syntax is Syntax.RDF_XML else {}
    is_lossy = syntax is Syntax.JSON_LD and base is None
    quads = read(data, syntax, _NOWHERE if is_lossy else base)
    try:
        listed = list(dict.fromkeys(_sound(quads, name)))
    except SyntaxError as error:
        raise _fault(error, data, name, syntax, base) from error
    graphs = list(dict.fromkeys(quad.graph_name for quad in listed if not isinstance(quad.graph_name, DefaultGraph)))
    if syntax is Syntax.N3 and graphs:
        raise InputError(Message("convert.formula"), Place(name))
    if is_lossy and any(_is_relative(term) for quad in listed for term in quad):
        raise InputError(Message("convert.no-base"), Place(name))
    naming = _Naming(text)
    triples = [Triple(naming.of(quad.subject), quad.predicate, naming.of(quad.object)) for quad in listed]
    return Foreign(
        list(dict.fromkeys(triples)),
        [str(graph) for graph in graphs],
        _usable({**prefixes, **prefixes_of(quads)}),
        frozenset(naming.labels),
        left_out(text, _NOWHERE if is_lossy else base) if syntax is Syntax.JSON_LD else LeftOut(),
    )


def _is_relative(term: Any) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_NOWHERE)


def _decoded(data: bytes, name: str, *, is_xml: bool) -> bytes:
    """Give a text in UTF-8; XML may say that it is written in another encoding."""
    declared = _XML_ENCODING.match(data) if is_xml else None
    encoding = "utf-16" if is_xml and data[:2] in {b"\xff\xfe", b"\xfe\xff"} else declared[1].decode() if declared else "utf-8"
    if encoding.lower() not in {"utf-8", "utf8"}:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise InputError(Message("convert.encoding", encoding=encoding), Place(name)) from error
        return re.sub(r"\s*<\?xml[^>]*\?>", lambda match: "\n" * match[0].count("\n"), text, count=1).encode()
    issue = encoding_issue(data, name)
    if issue is not None:
        raise InputError(issue.message, issue.place)
    return data


def _refuse_growth(text: str, name: str) -> dict[str, str]:
    """Refuse entities that are elsewhere or made of others, and give the prefixes of XML names."""
    entities = dict(_PREDEFINED)
    for match in _ENTITY.finditer(text):
        value = match[2] if match[2] is not None else match[3] or ""
        if match["external"] or _REFERENCE.search(value):
            message = Message("convert.external-entity" if match["external"] else "convert.nested-entity", entity=match[1])
            raise InputError(message, Place(name, *turtle.Lines(text).position(match.start())))
        entities.setdefault(match[1], value)
    if len(entities) > len(_PREDEFINED):
        size = sum(len(entities.get(match[1], "")) for match in _REFERENCE.finditer(text))
        if size > SIZE_LIMIT:
            raise InputError(Message("convert.too-large", size=size, limit=SIZE_LIMIT), Place(name))
    prefixes: dict[str, str] = {}
    for match in _XMLNS.finditer(text):
        prefixes.setdefault(match[1], _REFERENCE.sub(lambda entity: entities.get(entity[1], entity[0]), match[2][1:-1]))
    return prefixes


def _sound(quads: Iterable[Any], name: str) -> Iterator[Any]:
    """Give quads; what RDF 1.1 does not have is refused, since Turtle could not hold it."""
    for quad in quads:
        for term in (quad.subject, quad.object):
            is_directed = isinstance(term, Literal) and getattr(term, "direction", None) is not None
            if is_directed or not isinstance(term, NamedNode | BlankNode | Literal):
                raise InputError(Message("convert.rdf-12", term=str(term)[:200]), Place(name))
        yield quad


class _Naming:
    """Names blank nodes: as the file does, else by their order.

    Args:
        text: the file.

    Attributes:
        labels: those that the file names.
    """

    def __init__(self, text: str) -> None:
        self._own = {match[1] or match[2] for match in _OWN_LABEL.finditer(text)}
        self._named: dict[Term, BlankNode] = {}
        self._count = 0
        self.labels: set[BlankNode] = set()

    def of(self, term: Any) -> Any:
        """Give a term under its name."""
        if not isinstance(term, BlankNode):
            return term
        if term not in self._named:
            self._named[term] = BlankNode(self._name(term.value))
        return self._named[term]

    def _name(self, value: str) -> str:
        if value in self._own and _LABEL.fullmatch(value):
            self.labels.add(BlankNode(value))
            return value
        self._count += 1
        while f"b{self._count}" in self._own:
            self._count += 1
        return f"b{self._count}"


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Give the prefixes that Turtle can declare."""
    return {
        prefix: namespace
        for prefix, namespace in prefixes.items()
        if _PREFIX.fullmatch(prefix) and named_node(namespace) is not None
    }


def _fault(error: SyntaxError, data: bytes, name: str, syntax: Syntax, base: str | None) -> InputError:
    """Say what is wrong with a file, and where."""
    reason = _PLACE_IN_MESSAGE.sub("", error.msg or "")
    if "LoadDocumentCallback" in reason:
        line, column = turtle.Lines(text := data.decode("utf-8")).position(max(text.find('"@context"'), 0))
        return InputError(Message("convert.remote-context"), Place(name, line, column))
    message: Text = Message("convert.fault", reason=reason)
    if base is None and "No scheme found" in reason:
        message = Message("convert.no-base")
    line, column = error.lineno or 0, error.offset or 0
    return InputError(message, Place(name, line or _line_of_fault(data, syntax, base), column))


def _line_of_fault(data: bytes, syntax: Syntax, base: str | None) -> int:
    """Give the line in which reading fails: that which the parser was given last, when it is given one at a time."""
    lines = _OneByOne(data)
    try:
        for _ in read(lines, syntax, base):  # type: ignore[arg-type]
            pass
    except SyntaxError:
        return lines.number
    return 0


class _OneByOne(RawIOBase):
    """A stream that gives a line at a time, and knows how many it has given."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._lines = iter(data.splitlines(keepends=True))
        self._rest = b""
        self.number = 0

    def read(self, size: int = -1) -> bytes:
        """Give what is left of a line, or the next one; at most so many bytes."""
        if not self._rest:
            self._rest = next(self._lines, b"")
            self.number += bool(self._rest)
        size = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:size], self._rest[size:]
        return given
