"""The declaration of a setting of `catalogue.toml`: its reading, its errors and its reference come from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, replace
from pathlib import Path
from typing import Any

from catalogue.bounds import MOST_DAYS, MOST_NUMBER, MOST_PROCESSES, MOST_SECONDS
from catalogue.languages import is_well_formed
from catalogue.messages import Message, any_of
from catalogue.terms import named_node


@dataclass(frozen=True)
class Type:
    """What the value of a setting must be.

    Attributes:
        name: as the reference calls it.
        fits: whether a value is one.
        message: what is wrong when it is not, made of the table and the key.
        most: the largest that it may be, of a number.
    """

    name: str
    fits: Callable[[Any], bool]
    message: Callable[[str, str], Message]
    most: int | None = None


_BASE = re.compile(r"https?://[^#?/]+/[^#?]*(?:#[^#]*)?(?<![^\W_])")
"""What ends in a letter or a digit lacks its end: the IRIs of `https://example.org/trees` go on with a sign."""

_WEB = re.compile(r"https?://[^/?#{}@\s]+/")
_IN_BRACES = re.compile(r"\{(\w*)\}")


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and named_node(value) is not None


def _is_base(value: object) -> bool:
    return _is_iri(value) and _BASE.fullmatch(str(value)) is not None


_SITE = re.compile(r"https?://[^#?/]+/(?:[^#?]*/)?")


def is_site(value: str) -> bool:
    """Tell whether a text is an address below which documents may lie.

    >>> is_site("https://example.org/a/"), is_site("https://example.org/a"), is_site("ftp://example.org/")
    (True, False, False)
    """
    return _is_iri(value) and _SITE.fullmatch(value) is not None


def _is_inside(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value and not Path(value).is_absolute() and ".." not in Path(value).parts


def _are_patterns(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(pattern, str) and pattern for pattern in value)


def _are_words(value: object) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, dict) and all(map(_is_string, value.values())) and _are_languages(list(value))


def _are_languages(value: object) -> bool:
    """Tell whether there are language tags, each once: they are compared without case."""
    if not isinstance(value, list) or not all(isinstance(tag, str) and is_well_formed(tag) for tag in value):
        return False
    return 0 < len(value) == len({tag.lower() for tag in value})


def _is_template(value: object) -> bool:
    """Tell whether there is an address of the web, its host whole, in which nothing but known names stands in braces."""
    if not isinstance(value, str) or not _WEB.match(value):
        return False
    names = _IN_BRACES.findall(value)
    return set(names) <= set(PLACEHOLDERS) and _is_iri(_IN_BRACES.sub("x", value))


_REACHABLE = re.compile(r"https?://[^/?#@\s]+(?:[/?#].*)?")


def is_web(value: object) -> bool:
    """Tell whether there is an address that a link may lead to: of the web, its host whole, and no script."""
    return _is_iri(value) and _REACHABLE.fullmatch(str(value)) is not None


def _number(least: int, most: int = MOST_NUMBER) -> Type:
    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    def message(table: str, key: str) -> Message:
        return Message("config.must-whole-number-more", table=table, key=key, least=least)

    return Type(f"whole number, {least} or more", fits, message, most)


_STORES = ("memory", "disk")
POSITIVE, NATURAL = _number(1), _number(0)
SECONDS, DAYS, PROCESSES = _number(1, MOST_SECONDS), _number(1, MOST_DAYS), _number(0, MOST_PROCESSES)
STRING = Type("string", _is_string, lambda table, key: Message("config.must-string", table=table, key=key))
IRI = Type("absolute IRI", _is_iri, lambda table, key: Message("config.must-absolute-iri", table=table, key=key))
WEB = Type("`http` or `https` address", is_web, lambda table, key: Message("config.must-web", table=table, key=key))
TEXT = Type(
    "text, or one for each language",
    _are_words,
    lambda table, key: Message("config.must-text-one-each-language", table=table, key=key),
)
LANGUAGES = Type(
    "list of language tags, each once",
    _are_languages,
    lambda _table, _key: Message("config.catalogue-languages-must-list-language"),
)
ADDRESS = Type(
    "`http` or `https` address that ends in `/`, `#` or another sign",
    _is_base,
    lambda _table, _key: Message("config.catalogue-base-must-http-https"),
)
FOLDER = Type(
    "folder inside the catalogue",
    _is_inside,
    lambda _table, key: Message("config.folders-must-folder-inside-catalogue", key=key),
)
PATTERNS = Type(
    "list of IRIs, whole or relative to the base, with `*` for any characters",
    _are_patterns,
    lambda table, key: Message("config.must-list-patterns", table=table, key=key),
)
NAMES = Type(
    "list of IRIs, whole or written with a known prefix",
    _are_patterns,
    lambda table, key: Message("config.must-list-names", table=table, key=key),
)
SEGMENT = Type(
    "lower-case ASCII letters, digits, `-` and `_`",
    lambda value: isinstance(value, str) and re.fullmatch(r"[a-z0-9_-]{1,60}", value) is not None,
    lambda table, key: Message("config.must-segment", table=table, key=key),
)
SEGMENTS = Type(
    "list of names in lower-case ASCII letters, digits, `-` and `_`",
    lambda value: isinstance(value, list) and all(map(SEGMENT.fits, value)),
    lambda table, key: Message("config.must-segments", table=table, key=key),
)
PLACEHOLDERS = ("path", "line", "commit", "iri", "page", "title", "version")
"""What may stand in braces in the template of an address."""

TEMPLATE = Type(
    "`http` or `https` address, with names in braces that are put in",
    _is_template,
    lambda table, key: Message("config.must-template", table=table, key=key),
)
PROPERTY = Type(
    "property, written with a known prefix",
    _is_string,
    lambda _table, key: Message("config.quotes-must-property-written-known", key=key),
)
PREFIX = Type("absolute IRI", _is_iri, lambda _table, _key: Message("config.prefixes-must-give-iri-each"))
STORE = Type(
    "`memory` or `disk`", _STORES.__contains__, lambda _table, _key: Message("config.sparql-store-must", stores=any_of(_STORES))
)


@dataclass(frozen=True)
class Setting:
    """One key of `catalogue.toml`.

    Attributes:
        table: the table that it stands in.
        key: its name there; `*` when users name the keys.
        type: what its value must be.
        description: what it means, a sentence without its full stop.
        example: a value as TOML.
        must_be_given: it must be given, although its field has a default.
        default: what it is when it is not given; `MISSING` when it must be given.
    """

    table: str
    key: str
    type: Type
    description: str
    example: str
    must_be_given: bool
    default: Any

    @property
    def is_needed(self) -> bool:
        """Whether it must be given."""
        return self.must_be_given or self.default is MISSING


def about(at: str, type_: Type, description: str, example: str, *, needed: bool = False) -> dict[str, Setting]:
    """Declare the setting that a field of a dataclass holds, as the field's metadata.

    Args:
        at: its table and key, joined by a dot.
        type_: what its value must be.
        description: what it means.
        example: a value as TOML.
        needed: it must be given, although the field has a default.

    Returns:
        The metadata.
    """
    table, _, key = at.partition(".")
    return {"setting": Setting(table, key, type_, description, example, needed, MISSING)}


def settings_of(*owners: type[Any]) -> tuple[Setting, ...]:
    """Give the settings that the fields of dataclasses hold, in order, each with the default of its field."""
    held = [each for owner in owners for each in fields(owner) if "setting" in each.metadata]
    return tuple(replace(each.metadata["setting"], default=_default_of(each)) for each in held)


def _default_of(held: Field[Any]) -> Any:
    return held.default if held.default_factory is MISSING else held.default_factory()
