"""Comments: what each one in a text belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from catalogue.turtle.tree import Tree

_LINE = re.compile(r"\r\n|\n|\r")


class Comment(NamedTuple):
    """A comment in a line of its own.

    Attributes:
        text: its characters from `#` on, without spaces at the end.
        parted: whether an empty line stands before it.
    """

    text: str
    parted: bool


class Comments:
    """The comments of a tree: behind a token in its line, or in lines of their own before a token.

    Args:
        tree: the syntax of a text.
    """

    def __init__(self, tree: Tree) -> None:
        self._behind: dict[int, str] = {}
        self._before: dict[int, list[Comment]] = {}
        self._parted: set[int] = set()
        scan, text = tree.scan, tree.text
        end = 0
        for token, start in enumerate(scan.starts):
            if text.find("#", end, start) >= 0:
                self._read(tree, token, end)
            elif len(_LINE.findall(text, end, start)) > 1:
                self._parted.add(token)
            end = scan.ends[token]

    def _read(self, tree: Tree, token: int, end: int) -> None:
        text = tree.text
        for match in tree.comments_before(token):
            lines = len(_LINE.findall(text, end, match.start()))
            comment = match.group().rstrip()
            if token and not lines and token - 1 not in self._behind and token not in self._before:
                self._behind[token - 1] = comment
            else:
                self._before.setdefault(token, []).append(Comment(comment, lines > 1))
            end = match.end()
        if len(_LINE.findall(text, end, tree.scan.starts[token])) > 1:
            self._parted.add(token)

    def __bool__(self) -> bool:
        return bool(self._behind or self._before)

    def behind(self, token: int) -> list[str]:
        """Give the comment in the line of a token, behind it; at most one."""
        return [self._behind[token]] if token in self._behind else []

    def before(self, token: int) -> list[Comment]:
        """List the comments in lines of their own between a token and the one before it."""
        return self._before.get(token, [])

    def above(self, token: int) -> list[str]:
        """List the texts of the comments in lines of their own before a token."""
        return [comment.text for comment in self.before(token)]

    def around(self, tokens: Iterable[int]) -> list[str]:
        """List the comments before and behind some tokens."""
        return [comment for token in tokens for comment in (*self.above(token), *self.behind(token))]

    def is_parted(self, token: int) -> bool:
        """Tell whether an empty line stands before a token, behind the comments before it."""
        return token in self._parted

    def inside(self, first: int, last: int) -> list[str]:
        """List all comments between two tokens, in order."""
        if not self:
            return []
        gaps = range(first + 1, last + 1)
        return [comment for token in gaps for comment in (*self.behind(token - 1), *self.above(token))]
