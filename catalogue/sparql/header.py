"""Headers of query files: comment lines `# key: value` that say what a query answers, and how its answer is shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from catalogue.languages import recommended
from catalogue.messages import Message, Text
from catalogue.near import nearest
from catalogue.sparql.forms import columns_of
from catalogue.sparql.parameters import ALLOWED_BY, PARAMETER_TYPES, SH_IN, Allowed, Parameter, allowed_values
from catalogue.sparql.query import QueryText

CHART_KINDS = ("bar", "line", "point")
"""The kinds of charts that a query's header can ask for."""

KEYS = ("title", "description", "keywords", "param", "values", "column", "chart", "dataset")
"""What a query's header can say."""

_LINE = re.compile(r"#\s*(?P<key>[A-Za-z]+)(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*))?:\s*(?P<value>.*?)\s*")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z_]\w*)\s+(?P<type>\w+)(?:\s*=(?P<default>.*?))?(?:\s+--\s+(?P<description>.*))?", re.ASCII
)
_TRANSLATION = re.compile(r"(?P<name>[A-Za-z_]\w*)\s+--\s+(?P<description>.*)", re.ASCII)
_VALUES = re.compile(r"(?P<name>[A-Za-z_]\w*)\s+(?P<by>\w+:\w+)\s+(?P<written>\S.*)", re.ASCII)
_CHART = re.compile(r"(?P<kind>\w+)(?P<channels>(?:\s+\w+=\w+)*)(?:\s+--\s+(?P<caption>.*))?", re.ASCII)
_CHANNEL = re.compile(r"(?P<name>\w+)=(?P<variable>\w+)", re.ASCII)
_CHANNELS = ("x", "y", "color")
_YES = "yes"


class Fault(NamedTuple):
    """What is wrong with a line of a header.

    Attributes:
        line: the line, from 1.
        column: the column of the first character that is wrong, from 1.
        text: the characters that are wrong.
        message: what is wrong, by language.
        advice: how to mend it, by language.
        is_key: whether it is about a key that nobody knows, which is left aside.
        replacement: what may have been meant instead of that text, or None.
        safe: whether that was surely meant.
    """

    line: int
    column: int
    text: str
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
        allowed: where the values begin that each of them may have: the line and the column, from 1.
        columns: what the columns of its answer are called, by variable and language.
        chart: how to draw its answer, or None.
        dataset: the line that says that its answer is a dataset of the catalogue, or None.
        faults: what is wrong with it, in the order of its lines.
    """

    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    allowed: dict[str, tuple[int, int]] = field(default_factory=dict)
    columns: dict[str, Text] = field(default_factory=dict)
    chart: Chart | None = None
    dataset: Line | None = None
    faults: list[Fault] = field(default_factory=list)


class Line(NamedTuple):
    """A line of a header that has a key."""

    number: int
    text: str
    match: re.Match[str]

    @property
    def language(self) -> str:
        """The language tag behind its key, in the recommended case; empty when there is none."""
        return recommended(self.match["language"] or "")

    def fault(self, message: Text, advice: Text, span: tuple[int, int] | None = None) -> Fault:
        """Say what is wrong with some characters of it, or with the whole."""
        start, end = span or (0, len(self.text.rstrip()))
        return Fault(self.number, start + 1, self.text[start:end], message, advice)


def header_lines(sparql: str) -> Iterator[Line]:
    r"""List the lines before a query that have a key.

    >>> [(line.number, line.match["key"]) for line in header_lines("# title: All\n# whatever\n\nASK {}\n# title: no")]
    [(1, 'title')]
    """
    for number, line in enumerate(sparql.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            return
        match = _LINE.fullmatch(line)
        if match:
            yield Line(number, line, match)


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
        key, language, value = line.match["key"], line.language or "en", line.match["value"]
        if key == "title":
            header.title[language] = value
        elif key == "description":
            header.description[language] = value
        elif key == "keywords":
            header.keywords[language] = tuple(word.strip() for word in value.split(",") if word.strip())
        elif key == "param":
            header.faults += _parameter(header, line)
        elif key == "values":
            header.faults += _values(header, line)
        elif key == "column":
            header.faults += _column(header, line, query)
        elif key == "chart":
            header.faults += _chart(header, line, query)
        elif key == "dataset":
            header.faults += _dataset(header, line)
        else:
            header.faults += _unknown(line)
    return header


def _parameter(header: Header, line: Line) -> Iterator[Fault]:
    value, language = line.match["value"], line.language
    if language:
        yield from _translated(header, line, language)
        return
    match = _PARAMETER.fullmatch(value)
    if not match or match["type"] not in PARAMETER_TYPES:
        yield line.fault(
            Message("sparql.no-parameter-type"),
            Message("sparql.write-param-name-type-default.advice", parameter_types=", ".join(PARAMETER_TYPES)),
        )
        return
    description = {"en": match["description"]} if match["description"] else {}
    default = match["default"].strip() if match["default"] is not None else None
    before = line.match.start("value") + 1
    spaces = len(match["default"] or "") - len((match["default"] or "").lstrip())
    header.declared[match["name"]] = Declared(line.number, before, before + match.start("default") + spaces)
    header.parameters[match["name"]] = Parameter(match["name"], match["type"], default, description)


def _translated(header: Header, line: Line, language: str) -> Iterator[Fault]:
    """Read the description of a parameter in another language."""
    translated = _TRANSLATION.fullmatch(line.match["value"])
    old = header.parameters.get(translated["name"]) if translated else None
    if translated is None or old is None:
        yield line.fault(
            Message("sparql.translates-no-parameter-before"),
            Message("sparql.write-param-xx-name-description.advice"),
        )
        return
    description = {**old.description, language: translated["description"]}
    header.parameters[old.name] = replace(old, description=description)


def _values(header: Header, line: Line) -> Iterator[Fault]:
    """Read which values a parameter may have; any other comment may begin with that word, and so it is only left aside."""
    match = _VALUES.fullmatch(line.match["value"])
    if match is None or line.language or match["by"] not in ALLOWED_BY:
        message, advice = Message("sparql.no-allowed-values"), Message("sparql.write-values.advice")
        yield line.fault(message, advice)._replace(is_key=True)
        return
    parameter, span = header.parameters.get(match["name"]), _inside(line, match.span("name"))
    if parameter is None:
        near = nearest(match["name"], header.parameters)
        advice = Message("near", name=near) if near else Message("sparql.write-values-behind-param.advice", name=match["name"])
        fault = line.fault(Message("sparql.translates-no-parameter-before"), advice, span)
        yield fault._replace(is_key=True, replacement=near)
        return
    written = tuple(value for _, value in allowed_values(match["written"]))
    if match["by"] != SH_IN and (parameter.type != "iri" or len(written) != 1):
        message = Message("sparql.allowed-needs-iri", by=match["by"])
        yield line.fault(message, Message("sparql.write-values.advice"))._replace(is_key=True)
        return
    header.allowed[parameter.name] = line.number, _inside(line, match.span("written"))[0] + 1
    header.parameters[parameter.name] = replace(parameter, allowed=Allowed(match["by"], written))


def _column(header: Header, line: Line, query: QueryText) -> Iterator[Fault]:
    """Read what a column is called in a language; any other comment may begin with that word, and so it is only left aside."""
    match = _TRANSLATION.fullmatch(line.match["value"])
    if match is None:
        message, advice = Message("sparql.no-column-label"), Message("sparql.write-column-name-label.advice")
        yield line.fault(message, advice)._replace(is_key=True)
        return
    wrong = list(_wrong_column(line, match["name"], _inside(line, match.span("name")), columns_of(query)))
    yield from (fault._replace(is_key=True) for fault in wrong)
    if not wrong:
        label = {line.language or "en": match["description"]}
        header.columns[match["name"]] = {**header.columns.get(match["name"], {}), **label}


def _chart(header: Header, line: Line, query: QueryText) -> Iterator[Fault]:
    value, language = line.match["value"], line.language
    if language:
        if header.chart is None:
            yield line.fault(
                Message("sparql.no-chart-before-translate"),
                Message("sparql.write-chart-xx-caption-after.advice"),
            )
            return
        chart = header.chart
        header.chart = Chart(chart.kind, chart.x, chart.y, chart.color, {**chart.caption, language: value})
        return
    match = _CHART.fullmatch(value)
    channels = {one["name"]: one["variable"] for one in _CHANNEL.finditer(match["channels"])} if match else {}
    if match is None or not {"x", "y"} <= set(channels) <= set(_CHANNELS):
        yield line.fault(
            Message("sparql.no-chart-axes"),
            Message("sparql.write-chart-bar-x-variable.advice"),
        )
        return
    wrong = [*_wrong_kind(line, match), *_wrong_variables(line, match, query)]
    yield from wrong
    if not wrong:
        caption = {"en": match["caption"]} if match["caption"] else {}
        header.chart = Chart(match["kind"], channels["x"], channels["y"], channels.get("color", ""), caption)


def _dataset(header: Header, line: Line) -> Iterator[Fault]:
    """Read whether the answer is a dataset; any other comment may begin with that word too, and so it is only left aside."""
    value = line.match["value"]
    if value == _YES and not line.language:
        header.dataset = line
        return
    is_sure = value.lower() == _YES and not line.language
    message, advice = Message("sparql.dataset-says-nothing"), Message("sparql.write-dataset-yes.advice")
    fault = line.fault(message, advice, _inside(line, (0, len(value))) if value and not line.language else None)
    yield fault._replace(is_key=True, replacement=_YES if is_sure else None, safe=is_sure)


def _inside(line: Line, span: tuple[int, int]) -> tuple[int, int]:
    """Give characters of a value as characters of its line."""
    before = line.match.start("value")
    return before + span[0], before + span[1]


def _wrong_kind(line: Line, match: re.Match[str]) -> Iterator[Fault]:
    kind = match["kind"]
    if kind not in CHART_KINDS:
        yield line.fault(
            Message("sparql.no-chart-kind", kind=kind),
            Message("sparql.choose.advice", chart_kinds=", ".join(CHART_KINDS)),
            _inside(line, match.span("kind")),
        )._replace(replacement=nearest(kind, CHART_KINDS))


def _wrong_variables(line: Line, match: re.Match[str], query: QueryText) -> Iterator[Fault]:
    given = columns_of(query)
    for channel in _CHANNEL.finditer(match.string, *match.span("channels")):
        yield from _wrong_column(line, channel["variable"], _inside(line, channel.span("variable")), given)


def _wrong_column(line: Line, name: str, span: tuple[int, int], given: Collection[str]) -> Iterator[Fault]:
    """Tell a variable that is no column of the answer."""
    if name in given:
        return
    near = nearest(name, given)
    columns = ", ".join(sorted(given))
    yield line.fault(
        Message("sparql.query-does-not-give", name=name),
        Message("near", name=near) if near else Message("sparql.gives.advice", columns=columns or Message("sparql.nothing")),
        span,
    )._replace(replacement=near)


def _unknown(line: Line) -> Iterator[Fault]:
    """Tell a key that is surely a slip of one that there is; any other comment may begin with a word and a colon."""
    key = line.match["key"]
    meant = _meant(key, line.match["value"])
    if meant is not None:
        yield Fault(
            line.number,
            line.match.start("key") + 1,
            key,
            Message("sparql.no-header-key-says-nothing", key=key),
            Message("near", name=meant),
            is_key=True,
            replacement=meant,
            safe=key.lower() == meant,
        )


def _meant(key: str, value: str) -> str | None:
    if key.lower() in KEYS:
        return _unless_dataset(key.lower(), value)
    if key.lower().startswith("param") and _is_parameter(value):
        return "param"
    meant = _unless_dataset(nearest(key.lower(), KEYS), value)
    return None if meant == "column" and _TRANSLATION.fullmatch(value) is None else meant


def _unless_dataset(meant: str | None, value: str) -> str | None:
    """Leave out `dataset` where nothing but its one value tells it from what comments are about."""
    return None if meant == "dataset" and value.lower() != _YES else meant


def _is_parameter(value: str) -> bool:
    match = _PARAMETER.fullmatch(value)
    return match is not None and match["type"] in PARAMETER_TYPES
