"""Extension: the values of entries as a client takes them into its table."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.edition import Edition
from catalogue.errors import QueryError
from catalogue.lexical import INTEGERS, is_valid
from catalogue.messages import Message, say
from catalogue.reconciliation.matching import Matcher
from catalogue.reconciliation.properties import Column
from catalogue.reconciliation.reading import Wanted, whole_number
from catalogue.search import in_language
from catalogue.terms import XSD, Literal, NamedNode, Term

AS_VALUE, AS_NAME, AS_IRI = "value", "name", "iri"
CONTENTS = (AS_VALUE, AS_NAME, AS_IRI)
"""What is given of a value: things as links with ids; what it is called; its IRI."""

DEFAULT_LIMIT = 20
"""How many values of a property are given where the client does not say."""

MOST_VALUES = 1_000
"""How many are given at most."""

_FRACTIONS = frozenset(XSD + name for name in ("decimal", "double", "float"))
_WHOLE = frozenset(XSD + name for name in INTEGERS)
_DATE_TIME = XSD + "dateTime"
_CHECKED = {"on": True, "true": True, "1": True, "": False, "off": False, "false": False, "0": False}


@dataclass(frozen=True)
class Given:
    """How the values of a property are given.

    Attributes:
        limit: how many at most.
        content: one of `CONTENTS`.
        is_counted: whether only their number is given.
    """

    limit: int = DEFAULT_LIMIT
    content: str = AS_VALUE
    is_counted: bool = False


def read_settings(settings: Mapping[str, Any]) -> Given:
    """Read the settings of a property, which clients send as texts, numbers or booleans; others are passed over.

    Raises:
        QueryError: one has a value that it cannot have.

    >>> read_settings({"limit": "5", "count": "on"})
    Given(limit=5, content='value', is_counted=True)
    """
    own = {name: value for name, value in settings.items() if value is not None and value != ""}
    content, count = own.get("content", AS_VALUE), own.get("count", False)
    if content not in CONTENTS:
        raise QueryError(Message("reconciliation.no-content", contents=", ".join(CONTENTS)))
    if isinstance(count, str):
        count = _CHECKED.get(count.lower())
    if not isinstance(count, bool):
        raise QueryError(Message("reconciliation.no-checkbox", name="count"))
    limit = whole_number(own.get("limit", DEFAULT_LIMIT), "limit", 0) or MOST_VALUES
    return Given(min(MOST_VALUES, limit), content, count)


class Extension:
    """Gives the values of entries.

    Args:
        edition: the catalogue.
        matcher: what knows its entries and properties.
    """

    def __init__(self, edition: Edition, matcher: Matcher) -> None:
        self._edition = edition
        self._matcher = matcher

    def answer(self, ids: Sequence[str], wanted: Sequence[Wanted], language: str) -> dict[str, Any]:
        """Give the values of properties of entries, as the specification has them; an id that nothing has has no values.

        Raises:
            QueryError: a property is unknown, or a setting cannot be.
        """
        columns = [(each, self._matcher.property(each.pid), read_settings(each.settings)) for each in wanted]
        rows: dict[str, dict[str, list[Any]]] = {}
        for id_ in ids:
            number = self._matcher.number(id_)
            thing = NamedNode(self._matcher.iris[number]) if number is not None else None
            rows[id_] = {each.pid: self._cells(thing, properties, given, language) for each, properties, given in columns}
        return {
            "meta": [self._meta(each.pid, properties, given, language) for each, properties, given in columns],
            "rows": rows,
        }

    def _meta(self, pid: str, columns: Sequence[Column], given: Given, language: str) -> dict[str, Any]:
        """Describe a column: what it is called, and which type its values are, by which they may be reconciled in turn."""
        meta: dict[str, Any] = {"id": pid, "name": say(columns[0].name, language)}
        types = (self._matcher.types.find(class_) for column in columns for class_ in column.classes)
        type_ = next((each for each in types if each is not None), None)
        return {**meta, "type": type_.written(language)} if type_ is not None and given == Given(given.limit) else meta

    def _cells(self, thing: NamedNode | None, columns: Sequence[Column], given: Given, language: str) -> list[dict[str, Any]]:
        values = self._matcher.columns.values(columns, thing) if thing is not None else []
        chosen = _in_language(values, language)
        if given.is_counted:
            return [{"int": len(chosen)}] if thing is not None else []
        return [self._cell(value, given.content, language) for value in chosen[: given.limit]]

    def _cell(self, value: Term, content: str, language: str) -> dict[str, Any]:
        if isinstance(value, Literal):
            return _of_literal(value)
        if content == AS_IRI and isinstance(value, NamedNode):
            return {"str": value.value}
        name = self._edition.label(value, language)
        if content == AS_NAME or not isinstance(value, NamedNode):
            return {"str": name}
        return {"id": value.value, "name": name} if value in self._edition.things else {"str": value.value}


def _in_language(values: Sequence[Term], language: str) -> list[Term]:
    """Leave out the texts in other languages where there are some in one, as the search does."""
    texts = set(in_language([value for value in values if isinstance(value, Literal)], language))
    return [value for value in values if not isinstance(value, Literal) or value in texts]


def _of_literal(value: Literal) -> dict[str, Any]:
    """Give a literal as the cell of its datatype; what JSON cannot hold as it is written, and days and years, as texts."""
    datatype, written = value.datatype.value, value.value
    if not is_valid(written, datatype):
        return {"str": written}
    if datatype in _WHOLE and len(written) <= _DIGITS:
        return {"int": int(written)}
    if datatype in _FRACTIONS and len(written) <= _DIGITS and math.isfinite(number := float(written)):
        return {"float": number}
    if datatype == _DATE_TIME and _DATE_TIMES.fullmatch(written) is not None:
        return {"date": written}
    return {"str": written}


_DIGITS = 15
_DATE_TIMES = re.compile(r"-?\d{4,}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
"""The forms of points in time that clients read: midnight is the beginning of a day."""
