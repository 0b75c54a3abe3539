"""What the sections of the home page show beside cards and tags: figures, edits and ways in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.pages.cards import Card, Tag
from catalogue.pages.parts import Link, Value
from catalogue.pages.pictures import Map


@dataclass(frozen=True)
class Figure:
    """A figure that stands alone.

    Attributes:
        value: the number, as a reader of the language expects it.
        label: what it counts.
        note: how exact it is, or empty.
        date: the day that it is of.
        source: who says so.
    """

    value: str
    label: Link
    note: Link
    date: Value
    source: Link


@dataclass(frozen=True)
class Edit:
    """A thing that changed.

    Attributes:
        link: its name, and its page.
        date: the day of the change.
    """

    link: Link
    date: Value


@dataclass(frozen=True)
class Way:
    """A way in for one kind of readers.

    Attributes:
        title: what they come for.
        text: a sentence, or empty.
        links: where to go.
    """

    title: str
    text: str
    links: Sequence[Link]


@dataclass(frozen=True)
class Feature:
    """A section of the home page.

    Attributes:
        show: which of `catalogue.config.home.SHOWN`.
        title: its heading.
        text: what stands below the heading; its label may be empty.
        more: where there is more of it; its address may be empty.
        items: what it shows: cards, tags, figures, edits, ways or one map.
    """

    show: str
    title: Link
    text: Link
    more: Link
    items: Sequence[Card | Tag | Figure | Map | Edit | Way]
