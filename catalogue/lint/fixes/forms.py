"""Forms: lexical forms of a datatype that an author may have meant by others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from catalogue.lexical import is_valid
from catalogue.lint.fixes.dates import coarser_dates, dates
from catalogue.terms import XSD

_OPEN = frozenset(
    XSD + name for name in ("string", "anyURI", "normalizedString", "token", "Name", "NCName", "NMTOKEN", "language")
)
_DATE = re.compile(r"(-?[0-9]{4,})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_MONTH = re.compile(r"(-?[0-9]{4,})[-/.]([0-9]{1,2})")
_EMPTY_PART = re.compile(r"(?:-00)+$")
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:00)?$")
_TIME = re.compile(r"T[0-9:.]+(?:Z|[+-][0-9:]+)?$")


class Form(NamedTuple):
    """A lexical form of a datatype.

    Attributes:
        lexical: the characters.
        datatype: the datatype's IRI.
        certain: whether it says what was written, and nothing else.
    """

    lexical: str
    datatype: str
    certain: bool


def forms(lexical: str, datatypes: Iterable[str]) -> list[Form]:
    """List the forms that characters may have been meant as, the likeliest first.

    Args:
        lexical: what was written.
        datatypes: the datatypes that are allowed; those that any text fits are passed over.

    Returns:
        Each form once; empty when nothing fits. A form is certain only when it is the first and says no less and no more.

    >>> forms("2024-5-3", [XSD + "date", XSD + "gYear"])[0]
    Form(lexical='2024-05-03', datatype='http://www.w3.org/2001/XMLSchema#date', certain=True)
    """
    wanted = [datatype for datatype in datatypes if datatype not in _OPEN and datatype.startswith(XSD)]
    valid: dict[tuple[str, str], Form] = {}
    for candidate, certain in _candidates(lexical):
        for datatype in wanted:
            if is_valid(candidate, datatype):
                valid.setdefault((candidate, datatype), Form(candidate, datatype, certain))
    if not any(form.certain for form in valid.values()):
        for date in coarser_dates(lexical.strip()):
            for datatype in wanted:
                if is_valid(date, datatype):
                    valid.setdefault((date, datatype), Form(date, datatype, certain=False))
    return _certain(list(valid.values()))


def _certain(listed: Sequence[Form]) -> list[Form]:
    """Leave a form certain only when it is the first, and no certain one is of another datatype."""
    rivals = {form.datatype for form in listed if form.certain}
    return [form._replace(certain=form.certain and number == 0 and len(rivals) == 1) for number, form in enumerate(listed)]


def _candidates(lexical: str) -> Iterator[tuple[str, bool]]:
    """List characters that may have been meant, and whether they say exactly what was written."""
    trimmed = lexical.strip()
    if re.fullmatch(r"[+-]?[0-9]+\.0+", trimmed):
        yield trimmed.partition(".")[0], True
    yield from dates(trimmed)
    yield trimmed, True
    date, month = _DATE.fullmatch(trimmed), _MONTH.fullmatch(trimmed)
    if date:
        whole = f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}"
        yield whole, True
        yield _EMPTY_PART.sub("", whole), True
        yield whole[:-3], False
        yield date[1], False
    elif month:
        yield f"{month[1]}-{int(month[2]):02}", True
        yield _EMPTY_PART.sub("", f"{month[1]}-{int(month[2]):02}"), True
        yield month[1], False
    if _TIME.search(trimmed):
        yield _TIME.sub("", trimmed), _MIDNIGHT.search(trimmed) is not None
    if trimmed.lower() in {"true", "false", "vrai", "faux", "yes", "no", "oui", "non"}:
        yield ("true" if trimmed.lower() in {"true", "vrai", "yes", "oui"} else "false"), trimmed.lower() in {"true", "false"}
    number = re.sub(r"(?<=[0-9])[\s\u00a0\u202f](?=[0-9]{3})", "", trimmed)
    if number != trimmed:
        yield number, False
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", number):
        yield number.replace(",", "."), False
