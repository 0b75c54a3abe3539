"""The parts of pages that the templates lay out: links, values, rows, sections, tables and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.pages.markdown import Sanitised
from catalogue.pages.pictures import Map, Picture
from catalogue.terms import Literal


class Link(NamedTuple):
    """Something with a name, and where it leads.

    Attributes:
        label: what it is called.
        href: where it leads, or empty.
        language: the language of the label when it is not the page's, else empty.
        note: a longer text for whoever points at it.
    """

    label: str
    href: str = ""
    language: str = ""
    note: str = ""


class Value(NamedTuple):
    """One value as it is shown.

    Attributes:
        label: what is shown.
        href: where it leads, or empty.
        language: its language when it is not the page's, else empty.
        language_name: that language's name in the page's language.
        datetime: for a date, what a `time` element carries.
        parts: for a blank node, or a value of which the details are shown, its statements.
        image: the address of the image that it is, of which the label says what it shows; or empty.
        html: the text as HTML that is safe to show, or None.
        sources: where it is stated: the numbers of notes.
        remarks: how it is not plainly stated, each with the note that gives the reason.
        before: those of them that are read before it, as in "at least 600".
    """

    label: str
    href: str = ""
    language: str = ""
    language_name: str = ""
    datetime: str | None = None
    parts: Sequence[Row] = ()
    image: str = ""
    html: Sanitised | None = None
    sources: Sequence[Link] = ()
    remarks: Sequence[Link] = ()
    before: Sequence[Link] = ()


class Row(NamedTuple):
    """A property and its values.

    Attributes:
        name: what it is called.
        values: its values.
        description: what it means, or empty.
        href: where it is described, or empty.
        language: the language of the name when it is not the page's, else empty.
    """

    name: str
    values: Sequence[Value]
    description: str = ""
    href: str = ""
    language: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table of values.

    Attributes:
        name: what it is called.
        language: the language of the name when it is not the page's, else empty.
        kind: `number` or `date` where it has only such values, `long` where a word in it is too long for a line, else empty.
    """

    name: str
    language: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table of values.

    Attributes:
        cells: the values in each column.
        record: the thing of the row, where no cell leads to its page.
        sources: what states the row as a whole: the numbers of notes.
        remarks: how it is not plainly stated.
        noted: the column with the last value, after which the sources and remarks of the row stand.
    """

    cells: Sequence[Sequence[Value]]
    record: Link | None = None
    sources: Sequence[Link] = ()
    remarks: Sequence[Link] = ()
    noted: int = 0

    @property
    def marked(self) -> Sequence[Link]:
        """How the row or a number of it is not plainly stated."""
        return [*(remark for cell in self.cells for value in cell for remark in value.before), *self.remarks]


@dataclass(frozen=True)
class Series:
    """Numbers by date, to be drawn.

    Attributes:
        subject: what is counted or measured: the thing of the first column that has things.
        name: the things of the other columns.
        points: dates, numbers, and how a number is not plainly stated, or an empty text; the earliest first.
    """

    subject: str
    name: str
    points: Sequence[tuple[Literal, Literal, str]]


@dataclass(frozen=True)
class ValueTable:
    """The values of one property, one in a row.

    Attributes:
        columns: the columns.
        lines: the rows.
        head: which column names the row.
        series: the numbers of the rows by date, where there are several of the same.
        pictures: charts of them and the timeline of the rows, each with the name that it has on the page.
        map: where the rows are, with the name that it has on the page, or None.
        more: how many values beside these there are.
        more_href: where these are listed, or empty.
    """

    columns: Sequence[Column]
    lines: Sequence[Line]
    head: int = 0
    series: Sequence[Series] = ()
    pictures: Sequence[tuple[str, Picture]] = ()
    map: tuple[str, Map] | None = None
    more: int = 0
    more_href: str = ""


@dataclass(frozen=True)
class Section:
    """What stands under a title: rows, or a table of the values of one property.

    Attributes:
        title: the title.
        rows: properties with their values.
        table: a table instead.
        language: the language of the title when it is not the page's, else empty.
        description: what the table shows, or empty.
        anchor: the fragment by which it is reached, or empty.
    """

    title: str
    rows: Sequence[Row] = ()
    table: ValueTable | None = None
    language: str = ""
    description: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """Things under a title, with some of their values in columns.

    Attributes:
        title: what they are.
        relation: how they are linked to the thing of the page, or empty.
        columns: the columns after the first, which holds the things.
        lines: for each thing its link and its cells.
        levels: for each line of a tree how many things stand above it, and whether the thing stands in a line before already.
        more: how many things beside these there are.
        more_href: where these are listed, or empty.
    """

    title: str
    relation: str
    columns: Sequence[Column]
    lines: Sequence[tuple[Link, Sequence[Sequence[Value]]]]
    levels: Sequence[tuple[int, bool]] = ()
    more: int = 0
    more_href: str = ""

    @property
    def count(self) -> int:
        """How many things there are, each counted once."""
        return len(self.lines) - sum(is_repeated for _, is_repeated in self.levels) + self.more


@dataclass(frozen=True)
class Trail:
    """What stands above a thing, from the top; `is_cut` where there is more above."""

    links: Sequence[Link]
    is_cut: bool


@dataclass(frozen=True)
class SourceNote:
    """A source named at the foot of a page.

    Attributes:
        number: the number by which values refer to it.
        link: what it is.
        quote: what it says, as text, or empty.
        quote_language: the language of that.
        document: which document it is from, or None.
        addresses: where it is on the web, or the document that it is from: by their key information.
    """

    number: int
    link: Link
    quote: str = ""
    quote_language: str = ""
    document: Link | None = None
    addresses: Sequence[Link] = ()


@dataclass(frozen=True)
class ReasonNote:
    """Why something is not plainly stated.

    Attributes:
        number: the number by which values refer to it.
        label: what is said of them.
        name: the property that says it.
        texts: the reasons.
        record: the claim that says so, or the thing.
        href: where what is said of them is described, or empty.
        meanings: what it means.
    """

    number: int
    label: str
    name: str
    texts: Sequence[Value]
    record: Link
    href: str = ""
    meanings: Sequence[Value] = ()
