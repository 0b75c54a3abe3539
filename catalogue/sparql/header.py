"""Headers of query files: comment lines `# key: value` that say what a query answers, and how its answer is shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.sparql.forms import columns_of
from catalogue.sparql.parameters import PARAMETER_TYPES, Parameter
from catalogue.sparql.query import QueryText

CHART_KINDS = ("bar", "line", "point")
"""The kinds of charts that a query's header can ask for."""

KEYS = ("title", "description", "keywords", "param", "chart")
"""What a query's header can say."""

_LINE = re.compile(r"#\s*(?P<key>[A-Za-z]+)(?:@(?P<language>[a-zA-Z-]+))?:\s*(?P<value>.*?)\s*")
_PARAMETER = re.compile(r"(?P<name>[A-Za-z_]\w*)\s+(?P<type>\w+)(?:\s*=(?P<default>.*?))?(?:\s+--\s+(?P<words>.*))?", re.ASCII)
_TRANSLATION = re.compile(r"(?P<name>[A-Za-z_]\w*)\s+--\s+(?P<words>.*)", re.ASCII)
_CHART = re.compile(r"(?P<kind>\w+)(?P<channels>(?:\s+\w+=\w+)*)(?:\s+--\s+(?P<words>.*))?", re.ASCII)
_CHANNEL = re.compile(r"(?P<name>\w+)=(?P<variable>\w+)", re.ASCII)
_CHANNELS = ("x", "y", "color")
_NEAR = 0.75


class Fault(NamedTuple):
    """What is wrong with a line of a header.

    Attributes:
        line: the line, from 1.
        column: the column of the first character that is wrong, from 1.
        words: the characters that are wrong.
        message: what is wrong, by language.
        advice: how to mend it, by language.
        is_key: whether it is about a key that nobody knows, which is left aside.
        replacement: what may have been meant instead of the words, or None.
        safe: whether that was surely meant.
    """

    line: int
    column: int
    words: str
    message: Text
    advice: Text
    is_key: bool = False
    replacement: str | None = None
    safe: bool = False


@dataclass(frozen=True)
class Chart:
    """How to draw a query's answer.

    Attributes:
        kind: one of `CHART_KINDS`.
        x: the variable of the horizontal axis.
        y: the variable of the vertical axis, a number.
        color: the variable that parts the marks, or empty.
        caption: what is seen, by language.
    """

    kind: str
    x: str
    y: str
    color: str = ""
    caption: Text = field(default_factory=dict)


class Declared(NamedTuple):
    """Where a parameter is declared: its line, its column, and the column of its default, all from 1."""

    line: int
    column: int
    default_column: int


@dataclass
class Header:
    """What the header of a query file says.

    Attributes:
        title: the query's title by language.
        description: what it answers, by language.
        keywords: its keywords by language.
        parameters: its parameters by name, in their order.
        declared: where each of them is declared.
        chart: how to draw its answer, or None.
        faults: what is wrong with it, in the order of its lines.
    """

    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    chart: Chart | None = None
    faults: list[Fault] = field(default_factory=list)


class Line(NamedTuple):
    """A line of a header that has a key."""

    number: int
    text: str
    found: re.Match[str]

    def fault(self, message: Text, advice: Text, words: tuple[int, int] | None = None) -> Fault:
        """Say what is wrong with some characters of it, or with the whole."""
        start, end = words or (0, len(self.text.rstrip()))
        return Fault(self.number, start + 1, self.text[start:end], message, advice)


def header_lines(sparql: str) -> Iterator[Line]:
    r"""List the lines before a query that have a key.

    >>> [(line.number, line.found["key"]) for line in header_lines("# title: All\n# whatever\n\nASK {}\n# title: no")]
    [(1, 'title')]
    """
    for number, line in enumerate(sparql.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            return
        found = _LINE.fullmatch(line)
        if found:
            yield Line(number, line, found)


def read_header(query: QueryText) -> Header:
    r"""Read the header of a query.

    Args:
        query: the text of the file: comment lines `# key: value`, then the query.

    Returns:
        What it says, and what is wrong with it.

    >>> header = read_header(QueryText("# title: All\n# keywords: one, two\n# chart: pie x=a y=b\nSELECT ?a ?b {}"))
    >>> header.keywords["en"], [fault.message["en"] for fault in header.faults]
    (('one', 'two'), ['there is no chart type pie'])
    """
    header = Header()
    for line in header_lines(query.text):
        key, language, value = line.found["key"], line.found["language"] or "en", line.found["value"]
        if key == "title":
            header.title[language] = value
        elif key == "description":
            header.description[language] = value
        elif key == "keywords":
            header.keywords[language] = tuple(word.strip() for word in value.split(",") if word.strip())
        elif key == "param":
            header.faults += _parameter(header, line)
        elif key == "chart":
            header.faults += _chart(header, line, query)
        else:
            header.faults += _unknown(line)
    return header


def _parameter(header: Header, line: Line) -> Iterator[Fault]:
    value, language = line.found["value"], line.found["language"]
    if language is not None:
        translated = _TRANSLATION.fullmatch(value)
        old = header.parameters.get(translated["name"]) if translated else None
        if translated is None or old is None:
            yield line.fault(
                Message("sparql.translates-no-parameter-before"),
                Message("sparql.write-param-xx-name-description.advice"),
            )
            return
        description = {**old.description, language: translated["words"]}
        header.parameters[old.name] = Parameter(old.name, old.type, old.default, description)
        return
    found = _PARAMETER.fullmatch(value)
    if not found or found["type"] not in PARAMETER_TYPES:
        yield line.fault(
            Message("sparql.no-parameter-type"),
            Message("sparql.write-param-name-type-default.advice", parameter_types=", ".join(PARAMETER_TYPES)),
        )
        return
    words = {"en": found["words"]} if found["words"] else {}
    default = found["default"].strip() if found["default"] is not None else None
    before = line.found.start("value") + 1
    spaces = len(found["default"] or "") - len((found["default"] or "").lstrip())
    header.declared[found["name"]] = Declared(line.number, before, before + found.start("default") + spaces)
    header.parameters[found["name"]] = Parameter(found["name"], found["type"], default, words)


def _chart(header: Header, line: Line, query: QueryText) -> Iterator[Fault]:
    value, language = line.found["value"], line.found["language"]
    if language is not None:
        if header.chart is None:
            yield line.fault(
                Message("sparql.no-chart-before-translate"),
                Message("sparql.write-chart-xx-caption-after.advice"),
            )
            return
        chart = header.chart
        header.chart = Chart(chart.kind, chart.x, chart.y, chart.color, {**chart.caption, language: value})
        return
    found = _CHART.fullmatch(value)
    channels = {match["name"]: match["variable"] for match in _CHANNEL.finditer(found["channels"])} if found else {}
    if found is None or not {"x", "y"} <= set(channels) <= set(_CHANNELS):
        yield line.fault(
            Message("sparql.no-chart-axes"),
            Message("sparql.write-chart-bar-x-variable.advice"),
        )
        return
    wrong = [*_wrong_kind(line, found), *_wrong_variables(line, found, query)]
    yield from wrong
    if not wrong:
        caption = {"en": found["words"]} if found["words"] else {}
        header.chart = Chart(found["kind"], channels["x"], channels["y"], channels.get("color", ""), caption)


def _inside(line: Line, span: tuple[int, int]) -> tuple[int, int]:
    """Give characters of a value as characters of its line."""
    before = line.found.start("value")
    return before + span[0], before + span[1]


def _wrong_kind(line: Line, found: re.Match[str]) -> Iterator[Fault]:
    kind = found["kind"]
    if kind not in CHART_KINDS:
        yield line.fault(
            Message("sparql.no-chart-kind", kind=kind),
            Message("sparql.choose.advice", chart_kinds=", ".join(CHART_KINDS)),
            _inside(line, found.span("kind")),
        )._replace(replacement=_nearest(kind, CHART_KINDS))


def _wrong_variables(line: Line, found: re.Match[str], query: QueryText) -> Iterator[Fault]:
    given = columns_of(query)
    for channel in _CHANNEL.finditer(found.string, *found.span("channels")):
        name = channel["variable"]
        if name not in given:
            near = _nearest(name, given)
            columns = ", ".join(sorted(given))
            yield line.fault(
                Message("sparql.query-does-not-give", name=name),
                Message("near", name=near)
                if near
                else Message("sparql.gives.advice", columns=columns or Message("sparql.nothing")),
                _inside(line, channel.span("variable")),
            )._replace(replacement=near)


def _unknown(line: Line) -> Iterator[Fault]:
    """Tell a key that is surely a slip of one that there is; any other comment may begin with a word and a colon."""
    key = line.found["key"]
    meant = _meant(key, line.found["value"])
    if meant is not None:
        yield Fault(
            line.number,
            line.found.start("key") + 1,
            key,
            Message("sparql.no-header-key-says-nothing", key=key),
            Message("near", name=meant),
            is_key=True,
            replacement=meant,
            safe=key.lower() == meant,
        )


def _meant(key: str, value: str) -> str | None:
    if key.lower() in KEYS:
        return key.lower()
    if key.lower().startswith("param") and _is_parameter(value):
        return "param"
    return _nearest(key.lower(), KEYS, _NEAR)


def _nearest(word: str, words: Collection[str], cutoff: float = 0.6) -> str | None:
    from difflib import get_close_matches  # few headers are wrong

    return next(iter(get_close_matches(word, sorted(words), 1, cutoff)), None)


def _is_parameter(value: str) -> bool:
    found = _PARAMETER.fullmatch(value)
    return found is not None and found["type"] in PARAMETER_TYPES
