"""What portals are told of a catalogue (DCAT): its datasets, their subjects and coverage, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from catalogue.languages import is_well_formed
from catalogue.messages import Message, Text
from catalogue.setting import SEGMENT, STRING, TEMPLATE, TEXT, Type, about, is_web
from catalogue.terms import named_node

Keywords = Mapping[str, tuple[str, ...]]
"""Keywords by language."""

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_CORNERS = 4
_MAIL = re.compile(r"mailto:[^@\s?]+@[^@\s?]+(?:\?\S*)?")


def _are_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def _are_keywords(value: object) -> bool:
    if not isinstance(value, dict):
        return _are_strings(value)
    return all(map(is_well_formed, value)) and all(map(_are_strings, value.values()))


def _is_date(value: object) -> bool:
    """Tell whether there is a day, a month or a year, as TOML or as a string has it."""
    return isinstance(value, date) or (isinstance(value, str) and _DATE.fullmatch(value) is not None)


def written_date(value: object) -> str:
    """Write a date of the settings as a lexical form of `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`.

    >>> written_date(date(2023, 5, 17)), written_date("2023-05")
    ('2023-05-17', '2023-05')
    """
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _is_period(value: object) -> bool:
    if not isinstance(value, dict) or not value or not value.keys() <= {"start", "end"}:
        return False
    return all(map(_is_date, value.values())) and _is_forward(value)


def _is_forward(period: Mapping[str, object]) -> bool:
    """Tell whether a period does not end before it starts, as far as both are given."""
    start, end = (written_date(period.get(key, "")) for key in ("start", "end"))
    length = min(len(start), len(end))
    return start[:length] <= end[:length]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_box(value: object) -> bool:
    """Tell whether there are the western, southern, eastern and northern edges of an area, in degrees."""
    if not isinstance(value, list) or len(value) != _CORNERS or not all(map(_is_number, value)):
        return False
    west, south, east, north = map(float, value)
    return -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004 - degrees


def _is_contact(value: object) -> bool:
    if not isinstance(value, str) or named_node(value) is None:
        return False
    return is_web(value) or _MAIL.fullmatch(value) is not None


KEYWORDS = Type(
    "list of words, or one for each language",
    _are_keywords,
    lambda table, key: Message("config.must-keywords", table=table, key=key),
)
CODES = Type("list of codes or IRIs", _are_strings, lambda table, key: Message("config.must-codes", table=table, key=key))
CONTACT = Type(
    "`http`, `https` or `mailto` address", _is_contact, lambda table, key: Message("config.must-contact", table=table, key=key)
)
DATE = Type(
    "day, month or year, such as `2023-05-17`", _is_date, lambda table, key: Message("config.must-date", table=table, key=key)
)
PERIOD = Type(
    "table with `start`, `end` or both", _is_period, lambda table, key: Message("config.must-period", table=table, key=key)
)
BOX = Type(
    "list of four numbers: degrees of west, south, east, north",
    _is_box,
    lambda table, key: Message("config.must-box", table=table, key=key),
)

OF_A_DATASET: Mapping[str, Type] = {
    "name": SEGMENT,
    "title": TEXT,
    "description": TEXT,
    "types": CODES,
    "queries": CODES,
    "keywords": KEYWORDS,
    "themes": CODES,
    "frequency": STRING,
    "place": STRING,
    "box": BOX,
    "period": PERIOD,
}
"""What a table `[[dcat.datasets]]` may say, with what each value must be."""


def _is_dataset(value: object) -> bool:
    if not isinstance(value, dict) or not {"name", "title"} <= value.keys() <= OF_A_DATASET.keys():
        return False
    return all(OF_A_DATASET[key].fits(each) for key, each in value.items()) and bool(value.get("types") or value.get("queries"))


def _are_datasets(value: object) -> bool:
    if not isinstance(value, list) or not all(map(_is_dataset, value)):
        return False
    return len({each["name"] for each in value}) == len(value)


DATASETS = Type(
    "list of tables `[[dcat.datasets]]`: see [DCAT](../dcat.md)",
    _are_datasets,
    lambda _table, _key: Message("config.dcat-datasets", keys=", ".join(OF_A_DATASET)),
)


@dataclass(frozen=True)
class Period:
    """A period that data covers: days, months or years, or empty where that side is open."""

    start: str = ""
    end: str = ""

    @classmethod
    def of(cls, table: Mapping[str, Any] | None) -> Period | None:
        """Read a period of the settings; None where there is none."""
        return None if not table else cls(*(written_date(table.get(key, "")) for key in ("start", "end")))


class Subject(NamedTuple):
    """What a dataset is about, with what holds for all where it says nothing itself.

    Attributes:
        keywords: its keywords by language.
        themes: its themes, codes of the EU or IRIs.
        frequency: how often it changes, or None.
        period: what period it covers, or None.
    """

    keywords: Keywords
    themes: tuple[str, ...]
    frequency: str | None
    period: Period | None


@dataclass(frozen=True)
class DatasetSettings:
    """A dataset as a portal's visitor thinks of it; what is None is as `[dcat]` has it.

    Attributes:
        name: its name, which its IRI ends in.
        title: its title by language.
        description: what it holds, by language.
        types: the IRIs of the classes or shapes of the types whose things it has.
        queries: the named queries whose answers it has.
        keywords: its keywords by language.
        themes: its themes, codes of the EU or IRIs.
        frequency: how often it changes, a code of the EU.
        place: what it is about: the code of a country, or an IRI.
        box: the area of it: west, south, east, north in degrees.
        period: what period it covers.
    """

    name: str
    title: Text
    description: Text
    types: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    keywords: Keywords | None = None
    themes: tuple[str, ...] | None = None
    frequency: str | None = None
    place: str | None = None
    box: tuple[float, ...] | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Portal:
    """What holds for all datasets, and which there are beside the whole."""

    contact: str | None = field(
        default=None,
        metadata=about(
            "dcat.contact",
            CONTACT,
            "whom readers ask: a page, or the address of a role, never of a person; without it `publisher.homepage` or "
            "`site.contribute`",
            '"https://example.org/contact"',
        ),
    )
    contact_name: Text = field(
        default_factory=dict,
        metadata=about("dcat.contact_name", TEXT, "what that is called; the publisher's name without it", '"The help desk"'),
    )
    keywords: Keywords = field(
        default_factory=dict,
        metadata=about("dcat.keywords", KEYWORDS, "keywords", '{ en = ["trees", "parks"], fr = ["arbres", "parcs"] }'),
    )
    themes: tuple[str, ...] = field(
        default=(),
        metadata=about("dcat.themes", CODES, "the themes, by the codes of the EU's table of data themes or by IRI", '["ENVI"]'),
    )
    frequency: str | None = field(
        default=None,
        metadata=about(
            "dcat.frequency", STRING, "how often the data changes, a code of the EU's table of frequencies", '"IRREG"'
        ),
    )
    place: str | None = field(
        default=None,
        metadata=about("dcat.place", STRING, "where what it is about is: the code of a country, or an IRI", '"FRA"'),
    )
    box: tuple[float, ...] | None = field(
        default=None,
        metadata=about(
            "dcat.box", BOX, "the area of that place, whose middle is given as its centre", "[-5.2, 41.3, 9.6, 51.1]"
        ),
    )
    period: Period | None = field(
        default=None,
        metadata=about(
            "dcat.period",
            PERIOD,
            "what period the data covers; without an end up to its last change",
            '{ start = "2021", end = "2023-05-17" }',
        ),
    )
    issued: str | None = field(
        default=None,
        metadata=about(
            "dcat.issued",
            DATE,
            "when the data was published first; without it the first commit of each dataset's files",
            '"2023-05-17"',
        ),
    )
    version: str | None = field(
        default=None,
        metadata=about(
            "dcat.version",
            STRING,
            "the version; without it the tag of the commit, or else the day and the commit of the last change",
            '"2.1"',
        ),
    )
    previous: str | None = field(
        default=None,
        metadata=about(
            "dcat.previous",
            TEMPLATE,
            "the address of the version before; `{version}` stands for the Git tag before this one",
            '"https://example.org/releases/{version}/"',
        ),
    )
    availability: str = field(
        default="AVAILABLE",
        metadata=about(
            "dcat.availability", STRING, "how long the files stay, a code of the EU's table of planned availability", '"STABLE"'
        ),
    )
    access_rights: str | None = field(
        default=None,
        metadata=about(
            "dcat.access_rights", STRING, "who may read the data, a code of the EU's table of access rights", '"PUBLIC"'
        ),
    )
    publisher_type: str | None = field(
        default=None,
        metadata=about(
            "dcat.publisher_type", STRING, "what the publisher is, a code of the ADMS types of publishers", '"LocalAuthority"'
        ),
    )
    licence_type: str | None = field(
        default=None,
        metadata=about(
            "dcat.licence_type",
            STRING,
            "what the licence asks, a code of the ADMS types of licences; known of those in common use",
            '"Attribution"',
        ),
    )
    datasets: tuple[DatasetSettings, ...] = field(
        default=(),
        metadata=about(
            "dcat.datasets",
            DATASETS,
            "the datasets beside the whole; what none of them has is among the files of the whole",
            '[{ name = "trees", title = "Trees", types = ["skos:Concept"] }]',
        ),
    )

    def subject(self, dataset: DatasetSettings | None = None) -> Subject:
        """Give what a dataset is about; what all are where it is None."""
        if dataset is None:
            return Subject(self.keywords, self.themes, self.frequency, self.period)
        return Subject(
            self.keywords if dataset.keywords is None else dataset.keywords,
            self.themes if dataset.themes is None else dataset.themes,
            dataset.frequency or self.frequency,
            dataset.period or self.period,
        )
