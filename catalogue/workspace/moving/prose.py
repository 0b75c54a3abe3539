"""Texts in Markdown with the links moved: where a link begins with the old base, and else to the character as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from catalogue.pages.markdown import code_lines
from catalogue.sparql.splicing import Piece
from catalogue.workspace.moving.move import Move

_TICKS = re.compile(r"(?<!\\)`+")
"""What code in a line stands between: as many backticks on both sides."""

_LINK = re.compile(
    r"""
      \]\(\s*<?(?P<inline>[^\s<>()]*)           # [text](address)
    | ^[ \t>]*(?:[-+*]\s+|\d+[.)]\s+)?\[[^\]\n]+\]:\s*<?(?P<defined>[^\s<>]*)  # [label]: address
    | <(?P<bare>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>  # <address>
    """,
    re.VERBOSE | re.MULTILINE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def prose_pieces(text: str, move: Move) -> Iterator[Piece]:
    """Give the changes of a text in Markdown: of each link to what moves; not of code, nor of what it says.

    Args:
        text: the Markdown.
        move: what moves.
    """
    for match in _LINK.finditer(_without_code(text)):
        group = str(match.lastgroup)
        written, start = match[group], match.start(group)
        slashes = len(written) - len(written.lstrip("/"))
        moved = moved_address(written, move)
        if moved != written:
            iri = written if _SCHEME.match(written) else move.before.base + written[slashes:]
            move.note(iri, start, is_declared=True)
            yield Piece(start, start + len(written), moved)


def moved_address(written: str, move: Move) -> str:
    """Give what the address of a link becomes: whole, or relative to the base as before where it can be.

    >>> from catalogue.names import Prefixes
    >>> from catalogue.workspace.moving.move import Names
    >>> names = Names("https://a.example/", Prefixes())
    >>> move = Move("https://a.example/plant/", "https://a.example/crop/", names, names)
    >>> [moved_address(each, move) for each in ("plant/a#it", "/plant/a", "https://a.example/plant/a", "plants", "#plant/")]
    ['crop/a#it', '/crop/a', 'https://a.example/crop/a', 'plants', '#plant/']
    """
    if _SCHEME.match(written) or written.startswith("#"):
        return move.of(written)
    inside = written.lstrip("/")
    iri = move.before.base + inside
    if not inside or not iri.startswith(move.old):
        return written
    target, base = move.of(iri), move.after.base
    return written[: len(written) - len(inside)] + target.removeprefix(base) if target.startswith(base) else target


def _without_code(text: str) -> str:
    """Give a text of the same length with spaces where it has code, in which no link is one."""
    lines = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    for first, last in code_lines(text):
        text = _blank(text, *(starts[min(line, len(lines))] for line in (first, last)))
    for start, end in list(_spans(text)):
        text = _blank(text, start, end)
    return text


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """List where code stands in lines: from backticks to the next that are as many."""
    runs = [(match.start(), len(match[0])) for match in _TICKS.finditer(text)]
    following: dict[int, list[int]] = {}
    for start, count in reversed(runs):
        following.setdefault(count, []).append(start)
    done = 0
    for start, count in runs:
        following[count].pop()
        if start >= done and following[count]:
            done = following[count][-1] + count
            yield start, done


def _blank(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"
