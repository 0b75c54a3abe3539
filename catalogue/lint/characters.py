"""The check of characters: those that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.edits import Edit, Fix
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.messages import Message
from catalogue.sources import Source, place_of
from catalogue.turtle import Lines

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LAST_OF_FIRST_PLANE = 0xFFFF
_UNSEEN = re.compile(
    "(?P<control>(?P<each>[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f])(?P=each)*)"
    f"|(?P<bidi>[{_BIDI}])"
    r"|(?<!\\)(?:\\\\)*(?P<escape>\\u00(?:0[0-8BbCcEeFf]|1[0-9A-Fa-f]|7[Ff]|[89][0-9A-Fa-f]))"
)


def unseen_characters(edition: Edition) -> Iterator[Finding]:
    """Find control characters, each once where it is repeated, and those that change the direction in which a text is shown."""
    for source in (*edition.data, *edition.shapes, *edition.queries):
        if source.may_hide:
            yield from _unseen(source)


def _unseen(source: Source) -> Iterator[Finding]:
    text = source.data.decode("utf-8", "replace")
    lines: Lines | None = None
    for match in _UNSEEN.finditer(text):
        lines = lines or Lines(text)
        group = match.lastgroup or "control"
        kind = KINDS["bidi" if group == "bidi" else "control-character"]
        place = place_of(source.path, lines.span(*match.span(group)))
        character = match[group]
        yield Finding(
            kind,
            kind.severity,
            place,
            Message("lint.character-not-seen", value=character if group == "escape" else f"U+{ord(character[0]):04X}"),
            Message("lint.unseen-advice.bidi", escape=_escape(character))
            if group == "bidi"
            else Message("lint.unseen-advice.control-character"),
            fixes=(Fix(Message("lint.remove.fix"), (Edit(place, *match.span(group), ""),)),),
        )


def _escape(character: str) -> str:
    r"""Give what stands for a character in Turtle and in SPARQL: `\u200E`, or `\U000E0041` beyond the first plane."""
    code = ord(character)
    return f"\\u{code:04X}" if code <= _LAST_OF_FIRST_PLANE else f"\\U{code:08X}"
