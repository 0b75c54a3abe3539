"""Hints: in a few words, what may be typed as the value of a property."""

from __future__ import annotations

from catalogue.lexical import INTEGERS
from catalogue.messages import Message, Text
from catalogue.terms import XSD
from catalogue.workbench.form import Field
from catalogue.workbench.things import Things

_DATES = {"gYear": "year", "gYearMonth": "month", "date": "day", "dateTime": "time", "dateTimeStamp": "time"}
_NUMBERS = {"decimal", "double", "float"}
_OTHERS: dict[str, Text] = {
    "boolean": Message("new.hint-boolean"),
    "anyURI": Message("new.hint-address"),
    "duration": Message("new.hint-duration"),
}


def hint(things: Things, field: Field) -> Text:
    """Say in a few words what may be typed as the value of a field; empty where any text will do.

    Args:
        things: what values may be.
        field: the property.
    """
    choices = things.choices(field)
    if choices:
        return Message("new.hint-choice", count=len(choices))
    if field.is_reference:
        return Message("new.hint-thing") if field.classes else Message("new.hint-address")
    names = {datatype.removeprefix(XSD) for datatype in field.datatypes}
    precisions = {_DATES[name] for name in names if name in _DATES}
    if precisions:
        return Message("new.hint-dates") if len(precisions) > 1 else Message(f"new.hint-date-{precisions.pop()}")
    if names & INTEGERS and not names & _NUMBERS:
        return Message("new.hint-integer")
    if names & (_NUMBERS | INTEGERS):
        return Message("new.hint-number")
    return next((_OTHERS[name] for name in sorted(names) if name in _OTHERS), {})
