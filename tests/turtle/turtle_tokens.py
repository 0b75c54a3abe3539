"""The tokens of a text for tests, as objects, and what stands between them: spaces, line ends, comments."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from catalogue.turtle import Scan, Span

TRIVIA = frozenset({"bom", "newline", "space", "comment"})
_TRIVIA = re.compile(r"(?P<bom>\A\uFEFF)|(?P<newline>\r\n|\n|\r)|(?P<space>[ \t]+)|(?P<comment>#[^\r\n]*)")


class Piece(NamedTuple):
    """A token, or a piece of what stands between two."""

    kind: str
    text: str
    span: Span


def tokenize(text: str) -> Iterator[Piece]:
    """Cut a text into pieces; joined, they are the text, as long as nothing else stands between two tokens."""
    scan, before = Scan(text), 0
    tokens = zip(scan.kinds, scan.starts, scan.ends, strict=True)
    strays = (("stray", start, end) for start, end in scan.strays)
    for kind, start, end in sorted([*tokens, *strays], key=lambda piece: piece[1:]):
        for match in _TRIVIA.finditer(text, before, start):
            yield Piece(str(match.lastgroup), match.group(), scan.lines.span(*match.span()))
        if end > start:
            yield Piece(kind, text[start:end], scan.lines.span(start, end))
        before = end
