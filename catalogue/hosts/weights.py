"""Weights of what a client accepts, by regular expressions that servers know: each is a character, so they find the largest.

`A` is a weight of 1, a digit is the first decimal, `0` is refused and `-` is not there. What hosts cannot do: two weights that
differ in the second decimal are alike, and a range is read wherever it stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DIGIT = "catalogue_digit"
"""The name of the group that has the weight, where it is a digit."""

NONE = "-"
"""The weight of a document that is not there."""

REFUSED = "0"
"""The weight of what is refused."""

BEST = "A"
"""A weight of 1."""

_PARAMETERS = r"(?:;[^,;]*)*?;\s*q\s*=\s*"
_NOTHING_MORE = r"(?:$|[^\s.0-9]|0+(?:$|[^.0-9])|0*\.0*(?:$|[^0-9]))"
"""A weight that is zero, or no number: that is said without looking ahead, which not every server's expressions can."""


class Range(NamedTuple):
    """A range of a header, whose weight a variable has.

    Attributes:
        variable: the name of the variable.
        header: the name of the header, in lower case.
        pattern: what the range is called, as a regular expression.
        parent: the name of the variable that has the weight where the header does not name the range; or empty.
    """

    variable: str
    header: str
    pattern: str
    parent: str = ""


class Weight(NamedTuple):
    """A regular expression of a header's value, and the weight where it matches; None stands for its group."""

    pattern: str
    value: str | None


def weights(range_: str) -> Sequence[Weight]:
    r"""List how the weight of a range is read from a header; the first that matches counts.

    >>> header, names = "text/html, text/turtle; q=0.85, */*;q=0", ("text/html", "text/turtle", r"\*/\*")
    >>> [next(weight.value for weight in weights(name) if re.search(weight.pattern, header)) for name in names]
    ['A', None, '0']
    """
    start = rf"(?:^|,)\s*{range_}\s*"
    return (
        Weight(rf"{start}{_PARAMETERS}{_NOTHING_MORE}", REFUSED),
        Weight(rf"{start}{_PARAMETERS}0?\.(?P<{DIGIT}>[1-9])", None),
        Weight(rf"{start}{_PARAMETERS}0?\.0\d*[1-9]", "1"),
        Weight(rf"{start}(?:[,;]|$)", BEST),
    )


def largest(position: int) -> str:
    """Give a regular expression of weights, one character each, that matches where none is larger than the one at a position.

    >>> [number for number in range(3) if re.search(largest(number), "5A-")], re.search(largest(0), "0-")
    ([1], None)
    """
    digits = (f"^[-0-{digit}]{{{position}}}{digit}[-0-{digit}]*$" for digit in range(9, 0, -1))
    return "|".join([f"^.{{{position}}}{BEST}", *digits])


NOTHING = f"^{NONE}+$"
"""Weights of which none is that of a document that is there."""


def media_ranges(media_types: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Range]:
    """List the ranges of `Accept`: all, then those of a main type, then those that the formats have.

    Args:
        media_types: the media types of the formats, with the others by which each is given; those of all formats have variables
            by number: `0`, `1` ...
    """
    yield Range("any", "accept", r"(?:\*/\*|\*)")
    for main in dict.fromkeys(media_type.partition("/")[0] for media_type, _ in media_types):
        yield Range(f"any_{main}", "accept", rf"{re.escape(main)}/\*", "any")
    others = dict.fromkeys(other for _, also in media_types for other in also)
    for number, other in enumerate(others):
        yield Range(f"other_{number}", "accept", re.escape(other), f"any_{other.partition('/')[0]}")
    numbers = {other: number for number, other in enumerate(others)}
    for number, (media_type, also) in enumerate(media_types):
        parent = f"other_{numbers[also[0]]}" if also else f"any_{media_type.partition('/')[0]}"
        yield Range(f"accepted_{number}", "accept", re.escape(media_type), parent)


def language_ranges(languages: Sequence[str]) -> Iterator[Range]:
    """List the ranges of `Accept-Language`: any, then those of a language with its varieties, then the catalogue's own."""
    yield Range("tongue", "accept_language", r"\*")
    primary = list(dict.fromkeys(tag.lower().partition("-")[0] for tag in languages))
    for number, name in enumerate(primary):
        yield Range(f"tongue_{number}", "accept_language", rf"{re.escape(name)}(?:-[a-z0-9-]*)?", "tongue")
    for number, tag in enumerate(languages):
        parent = primary.index(tag.lower().partition("-")[0])
        yield Range(f"spoken_{number}", "accept_language", re.escape(tag), f"tongue_{parent}")
