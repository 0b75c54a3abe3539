"""What the home page shows: its heading, and its sections in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from catalogue.messages import Message, Text
from catalogue.setting import POSITIVE, TEXT, Type, about

CARDS, TAGS, FIGURES, MAP, CHANGES, WAYS = SHOWN = ("cards", "tags", "figures", "map", "changes", "ways")
"""What a section can show: things as cards, or as tags with a number; figures; places; what changed last; ways in."""

_FED = frozenset({CARDS, TAGS, FIGURES, MAP})
"""What of it shows the answer of a named query, or the things of a type."""

_BY_QUERY = frozenset({FIGURES, MAP})
"""What of it only a named query can feed."""

_TEXTS, _STRINGS = frozenset({"title", "text"}), frozenset({"query", "type", "more"})


def _is_section(value: object) -> bool:
    if not isinstance(value, dict) or value.get("show") not in SHOWN:
        return False
    if not value.keys() <= {"show", "limit", *_TEXTS, *_STRINGS}:
        return False
    return _has_fitting_values(value) and _is_fed(value)


def _has_fitting_values(section: dict[str, Any]) -> bool:
    is_number = POSITIVE.fits(section.get("limit", 1))
    are_texts = all(TEXT.fits(section[key]) for key in _TEXTS & section.keys())
    return is_number and are_texts and all(isinstance(section[key], str) and section[key] for key in _STRINGS & section.keys())


def _is_fed(section: dict[str, Any]) -> bool:
    """Tell whether a section has one thing that feeds it, where it needs one, and none where it takes none."""
    fed = {"query", "type"} & section.keys()
    if section["show"] not in _FED:
        return not fed
    return fed == {"query"} if section["show"] in _BY_QUERY else len(fed) == 1


def _are_sections(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_section, value))


SECTIONS = Type(
    "list of tables `[[home.sections]]`: see [the home page](../home.md)",
    _are_sections,
    lambda _table, _key: Message("config.home-sections", shown=", ".join(SHOWN)),
)


@dataclass(frozen=True)
class HomeSection:
    """A section of the home page.

    Attributes:
        show: one of `SHOWN`.
        title: its heading, by language; empty for that of what it shows.
        text: what stands below the heading, by language.
        query: the named query whose answer it shows, or empty.
        type: the IRI of the class or shape of the type whose things it shows, or empty.
        more: the IRI of the type to whose list it leads, or empty.
        limit: how many it shows at most; None for as many as is usual.
    """

    show: str
    title: Text = field(default_factory=dict)
    text: Text = field(default_factory=dict)
    query: str = ""
    type: str = ""
    more: str = ""
    limit: int | None = None


@dataclass(frozen=True)
class Home:
    """What the home page shows; where it is not given, what follows from the rest."""

    title: Text = field(
        default_factory=dict,
        metadata=about(
            "home.title",
            TEXT,
            "the heading of the home page; the catalogue's title without it",
            '{ en = "Which trees stand here?" }',
        ),
    )
    lead: Text = field(
        default_factory=dict,
        metadata=about(
            "home.lead",
            TEXT,
            "the first sentences of the home page; the catalogue's description without it",
            '"All trees of a town."',
        ),
    )
    sections: tuple[HomeSection, ...] = field(
        default=(),
        metadata=about(
            "home.sections",
            SECTIONS,
            "the sections of the home page in their order; without it the types and the first things of one as cards, what "
            "changed last, and ways in",
            '[{ show = "cards", type = "skos:Concept" }, { show = "changes" }]',
        ),
    )
