"""Issues: what could not be read in a file, where, and how to mend it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalogue import turtle
from catalogue.edits import Edit, Fix, Related
from catalogue.errors import Place
from catalogue.messages import Message, Text

BOM = b"\xef\xbb\xbf"
"""The byte order mark in UTF-8."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The byte order marks in UTF-16."""

_ADVICE: Mapping[str, Text] = {
    "base": Message("sources.advice.base"),
    "nesting": Message("sources.advice.nesting"),
}
_RDF_12 = Message("sources.rdf-12")


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


def syntax_issue(issue: turtle.SyntaxIssue, name: str) -> SourceIssue:
    """Tell what `turtle` could not read."""
    advice = _ADVICE.get(issue.kind, {})
    if issue.kind == "prefix":
        advice = Message("sources.declare-prefix.advice", prefix=issue.prefix)
    elif "RDF 1.2" in issue.message["en"]:
        advice = _RDF_12
    fixes: tuple[Fix, ...] = ()
    if issue.repair is not None:
        repair = issue.repair
        spans = ((repair.place, repair.text), *repair.others)
        edits = tuple(Edit(place_of(name, span), span.offset, span.offset + span.length, text) for span, text in spans)
        fixes = (Fix(repair.title, edits, repair.safe),)
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


def long_literals(content: str, name: str, limit: int) -> list[SourceIssue]:
    """Tell the literals of a text that are longer than a limit, in bytes."""
    lines = turtle.Lines(content)
    sizes = ((start, end, len(content[start:end].encode())) for start, end in _strings(content))
    return [
        SourceIssue(
            "literal-size",
            place_of(name, lines.span(start, end)),
            Message("C007.text-bytes-limit", byte_length=size, limit=limit),
            Message("C007.keep-file-own-refer-set.advice"),
        )
        for start, end, size in sizes
        if size > limit
    ]


def _strings(content: str) -> Iterator[tuple[int, int]]:
    """Find the quoted strings of a text: characters before each and up to its end."""
    scan = turtle.Scan(content)
    return ((start, end) for kind, start, end in zip(scan.kinds, scan.starts, scan.ends, strict=True) if kind == "string")


def encoding_issue(data: bytes, name: str) -> SourceIssue | None:
    """Tell the first byte that is not UTF-8; None when all are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return SourceIssue(
            "encoding",
            Place.of_byte(name, data, error.start),
            Message("C001.not-utf-8-byte-0x", data=data[error.start]),
            Message("C001.save-utf-16-as-utf-8.advice" if data.startswith(UTF_16) else "C001.save-file-utf-8.advice"),
        )
    return None


def layout_issues(content: str, name: str) -> Iterator[SourceIssue]:
    """Tell a byte order mark, and line ends that are not LF: what `fmt` mends."""
    if content.startswith("\ufeff"):
        place = Place(name, 1, 1)
        yield SourceIssue(
            "bom",
            place,
            Message("C003.file-starts-byte-order-mark"),
            Message("C003.save-utf-8-without-bom.advice"),
            fatal=False,
            fixes=(Fix(Message("C003.remove.fix"), (Edit(place, 0, 1, ""),), safe=True),),
        )
    ends = _line_ends_not_lf(content) if "\r" in content else []
    if ends:
        lines = turtle.Lines(content)
        edits = tuple(Edit(place_of(name, lines.span(*end)), *end, "\n") for end in ends)
        suffix = name[name.rfind(".") :]
        yield SourceIssue(
            "crlf",
            edits[0].place,
            Message("C004.lines-end-cr-crlf"),
            Message("C004.save-unix-line-ends-lf.advice", suffix=suffix),
            fatal=False,
            fixes=(Fix(Message("C004.end-lines-lf.fix"), edits, safe=True),),
        )


def _line_ends_not_lf(content: str) -> list[tuple[int, int]]:
    """Find the line ends that are CR or CRLF: characters before each and up to its end; in a string they are its text."""
    strings = [*_strings(content), (len(content), len(content))]
    ends, number = [], 0
    for match in re.finditer("\r\n?", content):
        while strings[number][1] <= match.start():
            number += 1
        if match.start() < strings[number][0]:
            ends.append(match.span())
    return ends


def once_each(issues: Iterable[SourceIssue]) -> Iterator[SourceIssue]:
    """That a file has no base is reported once, at the first place that needs it."""
    reported: set[str] = set()
    for issue in issues:
        if issue.code != "base" or issue.message["en"] not in reported:
            reported.add(issue.message["en"])
            yield issue
