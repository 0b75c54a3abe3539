"""Slips in punctuation: one too many, one missing, one instead of another; comments as other languages write them."""

from __future__ import annotations

import re

from catalogue.messages import Message
from catalogue.turtle.slips.spot import Slip, Spot
from catalogue.turtle.tokens import Scan

_ENDS = frozenset({";", ".", "]", ")", "end"})
_TERMS = frozenset({"iri", "name", "blank", "string", "integer", "decimal", "double", "boolean", "[", "("})
_VALUES = _TERMS - {"iri", "name", "blank"}
_WIDE = {"\uff1b": ";", "\uff0c": ",", "\u3002": ".", "\uff0e": ".", "\u037e": ";", "\u3001": ","}
_LINE_COMMENT = re.compile(r"//[^\r\n]*")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/")
_HTML_COMMENT = re.compile(r"<!--(?P<text>.*?)-->", re.DOTALL)
_FENCE = re.compile(r"(?:```|~~~|---)\w*[^\r\n]*")
_MANY = 3000
"""How many characters of a comment are looked at."""


def comma(spot: Spot) -> Slip | None:
    """Recognize a comma that nothing follows."""
    if spot.before != "," or spot.kind not in _ENDS or (spot.kind == "end"):
        return None
    return Slip(Message("turtle.slips.comma"), spot.before_at, spot.before_at + 1, "", safe=True, is_term=False)


def dot(spot: Spot) -> Slip | None:
    """Recognize a full stop too many: a second one, one before a `;`, one behind `prefix` without `@`."""
    if spot.kind == "." and spot.before == "iri" and spot.scan.word(max(spot.here - 3, 0)).lower() == "prefix":
        return Slip(Message("turtle.slips.prefix-dot"), spot.at, spot.at + 1, "", safe=True, is_term=False)
    if spot.before != ".":
        return None
    if spot.kind == "." and spot.earlier == "integer" and spot.scan.ends[spot.here - 2] == spot.before_at:
        return number_dot(spot.scan, spot.here - 1)
    if spot.kind == ".":
        match = re.compile(r"[.\s]*\.").match(spot.scan.text, spot.at)
        end = match.end() if match else spot.at + 1
        return Slip(Message("turtle.slips.two-dots"), spot.at, end, "", safe=True, is_term=False)
    if spot.kind == ";" and not spot.is_below:
        return Slip(Message("turtle.slips.dot-before"), spot.before_at, spot.before_at + 1, "", safe=True, is_term=False)
    return None


def number_dot(scan: Scan, here: int) -> Slip:
    """Say that a number ends in the full stop of a statement.

    Args:
        scan: the tokens.
        here: the number of the full stop, right behind an integer.
    """
    text = f"{scan.word(here - 1)}.0"
    return Slip(Message("turtle.slips.number-dot", written=text), scan.starts[here - 1], scan.ends[here], text, is_term=False)


def wide(spot: Spot) -> Slip | None:
    """Recognize a punctuation mark of another script."""
    mark = spot.scan.text[spot.at : spot.at + 1]
    if mark not in _WIDE or not mark:
        return None
    message = Message("turtle.slips.wide", mark=mark, written=_WIDE[mark])
    return Slip(message, spot.at, spot.at + 1, _WIDE[mark], safe=True, is_term=False)


def comment(spot: Spot) -> Slip | None:
    """Recognize a comment as other languages write it, and the fence of a text in Markdown."""
    line, block, fence = spot.match(_LINE_COMMENT), spot.match(_BLOCK_COMMENT), spot.match(_FENCE)
    if line is not None and not spot.is_joined:
        text = "#" + line[0][2:]
        return Slip(Message("turtle.slips.comment", mark="//"), line.start(), line.end(), text, safe=True, is_term=False)
    if spot.scan.text.startswith("<!--", spot.at):
        return _html_comment(spot)
    if block is not None:
        hashed = f"# {block[0][2:-2].strip()}" if block.end() == spot.line_end else None
        return Slip(Message("turtle.slips.comment", mark="/*"), block.start(), block.end(), hashed, safe=True, is_term=False)
    if fence is not None and spot.scan.begins_line(spot.here):
        return Slip(Message("turtle.slips.fence"), fence.start(), fence.end(), "", safe=True, is_term=False, joins=True)
    return None


def _html_comment(spot: Spot) -> Slip:
    """Write a comment of HTML with `#`, where nothing follows it in its line."""
    text, message = spot.scan.text, Message("turtle.slips.comment", mark="<!--")
    match = _HTML_COMMENT.match(text, spot.at, min(len(text), spot.at + _MANY))
    if match is None:
        return Slip(message, spot.at, spot.line_end, is_term=False)
    is_last = not text[match.end() : spot.end_of_line(match.end())].strip()
    hashed = "\n".join(f"# {line.strip()}".rstrip() for line in match["text"].strip().splitlines()) if is_last else None
    return Slip(message, match.start(), match.end(), hashed, safe=hashed is not None, is_term=False)


def type_word(spot: Spot) -> Slip | None:
    """Recognize `A`, `is` or `est` instead of `a`."""
    word = spot.scan.word(spot.here)
    if (
        spot.kind != "word"
        or word.lower() not in {"a", "is", "isa", "est"}
        or spot.scan.kinds[spot.here + 1] not in {"iri", "name"}
    ):
        return None
    return Slip(Message("turtle.slips.type", word=word), spot.at, spot.at + len(word), "a", safe=word == "A")


def equals(spot: Spot) -> Slip | None:
    """Recognize `=` between a predicate and its value."""
    if spot.kind != "error" or spot.scan.text[spot.at] != "=" or spot.before not in {"iri", "name", "a"}:
        return None
    return Slip(Message("turtle.slips.equals"), spot.at, spot.at + 1, "", safe=True, is_term=False)


def no_value(spot: Spot) -> Slip | None:
    """Recognize a predicate without a value."""
    if spot.kind not in _ENDS or spot.kind == "end" or spot.before not in {"iri", "name", "a"}:
        return None
    start = spot.before_at
    return Slip(Message("turtle.slips.no-value", predicate=spot.before_word), start, spot.scan.ends[spot.here - 1])


def separator(spot: Spot) -> Slip | None:
    """Recognize what is missing, or wrong, between two values or before the next predicate of the same line."""
    scan, here = spot.scan, spot.here
    if spot.kind == "name" and scan.word(here) == ":" and scan.breaks_line(here + 1):
        return Slip(Message("turtle.slips.colon"), spot.at, spot.at + 1, ";", safe=False, is_term=False)
    if spot.before == ";" and spot.kind in _VALUES:
        place = spot.before_at
        return Slip(Message("turtle.slips.instead-comma"), place, place + 1, ",", safe=False, is_term=False)
    if spot.kind in _VALUES and spot.before in {"iri", "name"} and spot.earlier == "," and not spot.is_below:
        place = scan.starts[here - 2]
        return Slip(Message("turtle.slips.instead-semicolon"), place, place + 1, ";", safe=False, is_term=False)
    return None


def between(spot: Spot) -> Slip | None:
    """Recognize two values without a comma, and two predicates without a semicolon, in one line."""
    if spot.kind not in _TERMS | {"a"} or spot.is_below or not spot.here:
        return None
    place = spot.at, spot.scan.ends[spot.here]
    end, following = spot.scan.ends[spot.here - 1], spot.scan.kinds[spot.here + 1]
    if spot.kind in {"iri", "name", "a"} and following in _TERMS:
        return Slip(Message("turtle.no-semicolon"), *place, " ;", is_term=False, lacks_at=end)
    if following in _ENDS | {",", "langtag", "^^"}:
        return Slip(Message("turtle.slips.no-comma"), *place, ",", is_term=False, lacks_at=end)
    return None
