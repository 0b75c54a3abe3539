"""Reading: what clients send as JSON, checked before anything is looked up."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from catalogue.errors import QueryError
from catalogue.messages import Message

MOST_QUERIES = 50
"""How many queries one batch may have."""

MOST_CANDIDATES = 100
"""How many candidates are given to one query, whatever its limit."""

MOST_IDS, MOST_PROPERTIES = 200, 20
"""How many entries may be extended at once, and with how many properties; as many may be compared in one query."""

LONGEST = 1_000
"""How many characters a query, a value or an id may have."""

_CANDIDATES = 10
_MOST_VALUES = 20
_STRICTNESS = ("any", "should", "all")
_SPACES = frozenset("\t\n\r")


class BatchTooLargeError(QueryError):
    """A batch has more queries than may be asked at once."""


@dataclass(frozen=True)
class Compared:
    """A property that candidates are compared by.

    Attributes:
        pid: what the client calls the property.
        values: the values, as texts.
        ids: which of these are identifiers of entries.
    """

    pid: str
    values: tuple[str, ...]
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """A reconciliation query.

    Attributes:
        name: the name that the client looks for; empty where it compares properties alone.
        types: what the client calls the types that it looks for.
        limit: how many candidates it wants at most.
        properties: what candidates are compared by.
        strictness: `any` and `all` leave out candidates that are of none or not of all of the types; `should` puts them behind.
    """

    name: str
    types: tuple[str, ...] = ()
    limit: int = _CANDIDATES
    properties: tuple[Compared, ...] = ()
    strictness: str = "should"


@dataclass(frozen=True)
class Wanted:
    """A property whose values a client takes into its table.

    Attributes:
        pid: what the client calls it.
        settings: what it says of how the values are given.
    """

    pid: str
    settings: Mapping[str, Any]


def read_json(text: str) -> Any:
    """Read JSON that a client sends.

    Raises:
        QueryError: it is none, is nested too deeply, or has numbers that JSON does not have.
    """

    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise QueryError(Message("reconciliation.no-json")) from None


def read_batch(text: str) -> Mapping[str, Question]:
    """Read a batch of reconciliation queries.

    Args:
        text: a JSON object with a query under each of its keys.

    Raises:
        QueryError: it is not what the specification has.
        BatchTooLargeError: it has more than 50 queries.

    >>> read_batch('{"q0": {"query": "uMap", "limit": 3}}')["q0"].limit
    3
    """
    batch = read_json(text)
    if not isinstance(batch, dict):
        raise QueryError(Message("reconciliation.no-object", name="queries"))
    if len(batch) > MOST_QUERIES:
        raise BatchTooLargeError(Message("reconciliation.too-many", name="queries", number=len(batch), most=MOST_QUERIES))
    return {text_in(key, "queries"): question_in(key, given) for key, given in batch.items()}


def read_extension(text: str) -> tuple[Sequence[str], Sequence[Wanted]]:
    """Read which values of which entries a client takes into its table.

    Args:
        text: a JSON object with `ids` and `properties`.

    Raises:
        QueryError: it is not what the specification has, or asks for more than 200 entries or 20 properties.
    """
    given = read_json(text)
    if not isinstance(given, dict):
        raise QueryError(Message("reconciliation.no-object", name="extend"))
    ids = list_in(given.get("ids"), "ids", MOST_IDS)
    properties = list_in(given.get("properties"), "properties", MOST_PROPERTIES)
    return [text_in(id_, "ids") for id_ in ids], [_wanted(each) for each in properties]


def _wanted(given: Any) -> Wanted:
    if not isinstance(given, dict):
        raise QueryError(Message("reconciliation.no-object", name="properties"))
    settings = given.get("settings")
    settings = {} if settings is None else settings
    if not isinstance(settings, dict):
        raise QueryError(Message("reconciliation.no-object", name="settings"))
    return Wanted(text_in(given.get("id"), "id"), settings)


def text_in(value: Any, name: str) -> str:
    """Give a value that must be a text.

    Args:
        value: what the client sent.
        name: where it stands, as messages name it.

    Raises:
        QueryError: it is none, has more than 1,000 characters, or has some that no text has.
    """
    if not isinstance(value, str):
        raise QueryError(Message("reconciliation.no-text", name=_shown(name)))
    if len(value) > LONGEST:
        raise QueryError(Message("reconciliation.too-long", name=_shown(name), number=len(value), most=LONGEST))
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _SPACES for sign in value):
        raise QueryError(Message("reconciliation.control-character", name=_shown(name)))
    return value


def whole_number(value: Any, name: str, least: int) -> int:
    """Give a value that must be a whole number, which clients also write as a text or with a point.

    Raises:
        QueryError: it is none, or less than it may be.

    >>> whole_number("6", "limit", 1), whole_number(6.0, "limit", 1)
    (6, 6)
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _DIGITS:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise QueryError(Message("reconciliation.no-number", name=_shown(name), least=least))
    return value


_DIGITS = 16
_MOST_OF_NAME = 60


def _shown(name: str) -> str:
    """Give a name as messages may show it, whatever the client called its query."""
    cut = name[:_MOST_OF_NAME]
    return cut if cut.isprintable() else ascii(cut)[1:-1]


def list_in(value: Any, name: str, most: int) -> list[Any]:
    """Give a value that must be a list.

    Raises:
        QueryError: it is none, or has too many elements.
    """
    if not isinstance(value, list):
        raise QueryError(Message("reconciliation.no-list", name=_shown(name)))
    if len(value) > most:
        raise QueryError(Message("reconciliation.too-many", name=_shown(name), number=len(value), most=most))
    return value


def question_in(key: str, given: Any) -> Question:
    """Read one query; what is wrong is told with its key.

    Raises:
        QueryError: it is not what the specification has.
    """
    if not isinstance(given, dict):
        raise QueryError(Message("reconciliation.no-object", name=_shown(key)))
    own = {name: value for name, value in given.items() if value is not None}
    compared = tuple(_compared(each, key) for each in list_in(own.get("properties", []), f"{key}.properties", MOST_PROPERTIES))
    name = text_in(own.get("query", ""), f"{key}.query").strip()
    if not name and ("query" in own or not compared):
        raise QueryError(Message("reconciliation.no-query", name=_shown(key)))
    strictness = own.get("type_strict", "should")
    if strictness not in _STRICTNESS:
        raise QueryError(Message("reconciliation.no-strictness", name=_shown(f"{key}.type_strict")))
    return Question(
        name,
        _texts(own.get("type", []), f"{key}.type"),
        min(MOST_CANDIDATES, whole_number(own.get("limit", _CANDIDATES), f"{key}.limit", 1)),
        compared,
        strictness,
    )


def _texts(value: Any, name: str) -> tuple[str, ...]:
    """Give one text or several as several; empty ones, which clients send for none, are left out."""
    several = list_in(value, name, MOST_PROPERTIES) if isinstance(value, list) else [value]
    return tuple(filter(None, (text_in(each, name) for each in several)))


def _compared(given: Any, key: str) -> Compared:
    if not isinstance(given, dict) or "v" not in given:
        raise QueryError(Message("reconciliation.no-property", name=_shown(f"{key}.properties")))
    pid, value = text_in(given.get("pid"), f"{key}.properties.pid"), given["v"]
    several = list_in(value, f"{key}.properties.v", _MOST_VALUES) if isinstance(value, list) else [value]
    read = [_value(each, f"{key}.properties.v") for each in several if each is not None]
    return Compared(pid, tuple(text for text, _ in read if text), frozenset(text for text, is_id in read if is_id))


def _value(value: Any, name: str) -> tuple[str, bool]:
    """Give a value as a text, and whether it is the id of an entry."""
    if isinstance(value, bool):
        return str(value).lower(), False
    if isinstance(value, float):
        if not math.isfinite(value):
            raise QueryError(Message("reconciliation.no-value", name=_shown(name)))
        return f"{value:.15g}", False
    if isinstance(value, int):
        return text_in(str(value), name), False
    if isinstance(value, dict):
        return text_in(value.get("id"), f"{name}.id").strip(), True
    return text_in(value, name).strip(), False
