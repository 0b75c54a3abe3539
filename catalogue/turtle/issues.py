"""Issues: what could not be read in a Turtle text, why, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from catalogue.messages import Message, Text
from catalogue.turtle.places import Span

_SHOWN = 40

IssueKind = Literal["syntax", "prefix", "base", "nesting"]


class Repair(NamedTuple):
    """A way to mend an issue.

    Attributes:
        title: what it does, by language.
        place: what is replaced; empty where something is put in.
        text: what stands there afterwards.
        safe: whether it is surely what was meant.
        others: other places that are replaced with it, with what stands there afterwards.
    """

    title: Text
    place: Span
    text: str
    safe: bool
    others: Sequence[tuple[Span, str]] = ()


@dataclass(frozen=True)
class SyntaxIssue:
    """What could not be read.

    Attributes:
        message: what is wrong, by language.
        place: the characters that are wrong; none where something is missing.
        kind: `prefix` for one that is not declared, `base` for a relative IRI without a base, `nesting` for brackets that are
            too deep, `syntax` for all else.
        prefix: the prefix that is not declared, without its colon.
        related: other places, with what is there.
        repair: how to fix it, where that is clear.
    """

    message: Text
    place: Span
    kind: IssueKind = "syntax"
    prefix: str = ""
    related: Sequence[tuple[Span, Text]] = ()
    repair: Repair | None = None


class UnreadableError(Exception):
    """Something cannot be read further; never leaves the package.

    Args:
        message: what is wrong, by language.
        start: characters before what is wrong; of a token where that is all that is known.
        end: characters up to its end.
        kind: the kind of the issue.
        prefix: the prefix that is not declared.
    """

    def __init__(self, message: Text, start: int, end: int, kind: IssueKind = "syntax", prefix: str = "") -> None:
        super().__init__(message["en"])
        self.message = message
        self.start = start
        self.end = end
        self.kind: IssueKind = kind
        self.prefix = prefix


class ReportedError(UnreadableError):
    """What cannot be read further is reported already; never leaves the package."""

    def __init__(self) -> None:
        super().__init__(STOPS, 0, 0)


OBJECT = Message("turtle.object")
GRAPH = Message("turtle.graph")

STOPS = Message("turtle.stops")
OPENED = Message("turtle.opened")


def expected(wanted: Text, actual: str) -> Text:
    """Say that a token is not what the grammar asks for.

    Args:
        wanted: what should stand there, by language.
        actual: the characters that stand there.

    >>> expected(OBJECT, ";")["en"]
    'expected an object, found `;`'
    """
    shown = actual if len(actual) <= _SHOWN else actual[: _SHOWN - 1] + "…"
    return Message("turtle.expected-found", wanted=wanted, shown=shown)


def wrong(actual: str) -> Text:
    """Say why a token of kind `error` is none.

    >>> wrong("'abc")["fr"]
    "la chaîne n'est pas fermée : il manque son dernier guillemet"
    """
    if actual[0] in "\"'":
        return Message("turtle.string-not-closed")
    if actual.startswith(("<<", ">>", "{|", "|}", "~")):
        return Message("turtle.rdf-1-2-not-turtle", actual=actual)
    if actual[0] == "<":
        return Message("turtle.iri-not-closed")
    return Message("turtle.unexpected-character", actual=repr(actual))
