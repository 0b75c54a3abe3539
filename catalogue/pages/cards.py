"""Cards: a thing, a list or a document in a few words, as `cards.html` draws it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.pages.parts import Link

PLANNED, NOTE, DISPUTED = "planned", "note", "disputed"
"""The tones of tags beside the plain one: what is not yet so, what explains, and what sources do not agree on."""


@dataclass(frozen=True)
class Tag:
    """A short label that says what something is.

    Attributes:
        label: its text.
        href: where it leads, or empty.
        language: the language of the label when it is not the page's, else empty.
        tone: `PLANNED`, `NOTE`, `DISPUTED`, or empty.
        count: a number behind it, as a reader of the language expects it, or empty.
    """

    label: str
    href: str = ""
    language: str = ""
    tone: str = ""
    count: str = ""


_NO_LINE = Link("")


@dataclass(frozen=True)
class Card:
    """A thing as a card shows it.

    Attributes:
        link: its name, and its page.
        line: a sentence about it; its label is empty where there is none.
        tags: what it is.
        small: what stands in the last, small line.
        image: the address of its logo, or empty.
        count: how many things it has; None when it is no list.
    """

    link: Link
    line: Link = _NO_LINE
    tags: Sequence[Tag] = field(default_factory=tuple)
    small: Sequence[Link] = field(default_factory=tuple)
    image: str = ""
    count: int | str | None = None

    @property
    def letter(self) -> str:
        """What stands in place of a logo: the first letter or digit of the name, as it is written; empty for a list.

        >>> [Card(Link(name)).letter for name in ("uMap", "« été »", "🌳", "شجرة", "")]
        ['u', 'é', '🌳', 'ش', '']
        """
        name = self.link.label
        if self.count is not None or not name:
            return ""
        at = next((place for place, sign in enumerate(name) if sign.isalnum()), 0)
        return name[at] + "".join(_joined(name[at + 1 :]))


def _joined(rest: str) -> Sequence[str]:
    """Give the signs at the start of a text that are written upon the sign before them."""
    marks: list[str] = []
    for sign in rest[:_MOST_MARKS]:
        if not unicodedata.category(sign).startswith("M"):
            break
        marks.append(sign)
    return marks


_MOST_MARKS = 4
"""How many signs upon a letter are shown at most."""
