"""Edits: changes of a file's text, exact to the character, as fixes carry them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.errors import Place
from catalogue.messages import Text


@dataclass(frozen=True, order=True)
class Edit:
    """One replacement in a file.

    Attributes:
        place: what is replaced; it ends where it begins when something is put in.
        start: characters of the file's text (code points, a byte order mark included) before what is replaced.
        end: characters of the file's text up to the end of what is replaced.
        text: what stands there afterwards.

    Raises:
        ValueError: it ends before it begins, begins before the text, or changes nothing.
    """

    place: Place
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or (self.start == self.end and not self.text):
            raise ValueError(f"no edit from {self.start} to {self.end} at {self.place}")


class Fix(NamedTuple):
    """A way to mend a finding.

    Attributes:
        title: what it does, by language.
        edits: the replacements, all or none; they do not overlap.
        safe: whether it surely says what the author meant, so that it may be made without asking.
    """

    title: Text
    edits: tuple[Edit, ...]
    safe: bool = False


class Related(NamedTuple):
    """Another place that a finding has to do with.

    Attributes:
        place: where.
        message: what is there, by language.
    """

    place: Place
    message: Text


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Make edits in a text.

    Args:
        text: the text of one file.
        edits: edits of this text, in any order; none overlaps another.

    Returns:
        The new text; what no edit names is unchanged.

    Raises:
        ValueError: two edits overlap, or one ends behind the text.

    >>> here = Place("x.ttl", 1, 1)
    >>> apply("a b c", [Edit(here, 4, 5, "z"), Edit(here, 0, 1, "x")])
    'x b z'
    """
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise ValueError(f"edits overlap at {edit.place}")
        if edit.end > len(text):
            raise ValueError(f"an edit ends behind the text at {edit.place}")
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """Choose fixes that can be made together: the first of those that touch the same characters of a file.

    Args:
        fixes: in the order in which they are preferred.

    Returns:
        The chosen ones, in the same order.
    """
    chosen: list[Fix] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for fix in fixes:
        if all(_free(edit, taken.get(edit.place.path, ())) for edit in fix.edits):
            chosen.append(fix)
            for edit in fix.edits:
                taken.setdefault(edit.place.path, []).append((edit.start, edit.end))
    return chosen


def _free(edit: Edit, taken: Sequence[tuple[int, int]]) -> bool:
    return all(edit.end < start or edit.start > end for start, end in taken)


def diff(name: str, before: str, after: str) -> str:
    r"""Give the change of a file as a unified diff, as `git apply` takes it.

    Args:
        name: the file, relative to the catalogue's folder.
        before: its text.
        after: its text afterwards.

    Returns:
        The diff; empty when nothing changes.

    >>> print(diff("x.ttl", "a\n", "b\n").splitlines()[-1])
    +b
    """
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _lines(words: str) -> list[str]:
    """Cut a text after each LF alone: other line ends belong to what is compared."""
    return [line + "\n" for line in words.split("\n")[:-1]] + [line for line in words.split("\n")[-1:] if line]
