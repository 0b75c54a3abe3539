"""Slips in values that stand without quotation marks: numbers, dates, booleans, addresses, words."""

from __future__ import annotations

import re

from catalogue.messages import Message
from catalogue.turtle.slips.spot import Slip, Spot, declared_datatype, literal, replaced

_NUMBERS = frozenset({"integer", "decimal", "double"})
_VALUE_END = r"(?=\s*+(?:[;,\])]|\.(?:\s|\Z)|\Z))"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?P<day>-[0-9]{2})?" + _VALUE_END)
_SLASHED = re.compile(r"[0-9]{1,4}[/.][0-9]{1,2}[/.][0-9]{1,4}" + _VALUE_END)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f\u2009'’_][0-9]{3})+(?:[.,][0-9]+)?" + _VALUE_END)
_SIGNED = re.compile(r"[−–—‐‑‒](?P<number>[0-9]+(?:\.[0-9]+)?)" + _VALUE_END)
_UNIT = re.compile(r"(?P<unit>[^\W\d_][\w²³/]*|%|€|\$|°C?)" + _VALUE_END)
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"{}|\\^`]*[^\s<>\"{}|\\^`.,;]")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/[\w-]+(?:\.[\w-]+)*" + r"(?=\s|[;,\])]|\.(?:\s|\Z)|\Z)")
_WORDS = re.compile(r"[^\W\d_][^\r\n\"<>;,@#()\[\]{}:]*?(?P<tag>@[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)?(?=\s*(?:[;,\])]|\.\s*\Z))")
_BOOLEANS = {"true": "true", "false": "false"}
_OTHER_BOOLEANS = {"yes": "true", "oui": "true", "vrai": "true", "no": "false", "non": "false", "faux": "false"}
_NOTHING = frozenset({"null", "none", "nil", "nan", "undefined"})


def boolean(spot: Spot) -> Slip | None:
    """Recognize `True`, `oui` and the like, and words for nothing."""
    word = spot.scan.word(spot.here)
    lowered = word.lower()
    end = spot.at + len(word)
    if spot.kind != "word":
        return None
    if lowered in _BOOLEANS:
        return Slip(Message("turtle.slips.boolean", word=word, written=lowered), spot.at, end, lowered, safe=True)
    if lowered in _OTHER_BOOLEANS and spot.match(re.compile(re.escape(word) + _VALUE_END)):
        written = _OTHER_BOOLEANS[lowered]
        return Slip(Message("turtle.slips.boolean", word=word, written=written), spot.at, end, written, safe=False)
    if lowered in _NOTHING:
        return Slip(Message("turtle.slips.nothing", word=word), spot.at, end)
    return None


def date(spot: Spot) -> Slip | None:
    """Recognize a date without quotation marks and datatype."""
    if spot.before not in _NUMBERS or not spot.is_joined:
        return None
    match = spot.match(_DATE, spot.before_at)
    if match is not None:
        name = "date" if match["day"] else "gYearMonth"
        text = literal(match[0], f"^^{declared_datatype(spot, name)}")
        return replaced(Message("turtle.slips.date", written=text), match, text, safe=True)
    match = spot.match(_SLASHED, spot.before_at)
    if match is not None:
        return Slip(Message("turtle.slips.date", written='"2024-02-14"^^xsd:date'), match.start(), match.end())
    return None


def number(spot: Spot) -> Slip | None:
    """Recognize a number with spaces, with a typographic sign, or with its unit."""
    signed = spot.match(_SIGNED)
    if signed is not None:
        text = f"-{signed['number']}"
        return replaced(Message("turtle.slips.minus", written=text), signed, text, safe=True)
    if spot.before not in _NUMBERS or spot.is_below:
        return None
    grouped = spot.match(_GROUPED, spot.before_at)
    if grouped is not None:
        text = re.sub(r"[^0-9.,+-]", "", grouped[0]).replace(",", ".")
        is_sure = re.search(r"[0-9] [0-9]", grouped[0]) is None
        return replaced(Message("turtle.slips.grouped", written=text), grouped, text, safe=is_sure)
    unit = spot.match(_UNIT)
    if unit is not None and spot.kind in {"word", "error"}:
        alone = None if unit["unit"] == "%" else spot.before_word
        return Slip(Message("turtle.slips.unit", unit=unit["unit"]), spot.before_at, unit.end(), alone)
    return None


def address(spot: Spot) -> Slip | None:
    """Recognize an address of the web, or a path, without angle brackets."""
    is_name = spot.before == "name" and spot.is_joined
    match = spot.match(_ADDRESS, spot.before_at if is_name else spot.at)
    if match is not None:
        return replaced(Message("turtle.slips.brackets", iri=match[0]), match, f"<{match[0]}>", safe=True)
    match = spot.match(_PATH) if spot.kind == "word" else None
    if match is not None:
        return replaced(Message("turtle.slips.brackets", iri=match[0]), match, f"<{match[0]}>", safe=False)
    return None


def words(spot: Spot) -> Slip | None:
    """Recognize a text without quotation marks."""
    match = spot.match(_WORDS) if spot.kind == "word" else None
    if match is None:
        return None
    tag = match["tag"] or ""
    text = literal(match[0].removesuffix(tag).rstrip(), tag)
    return replaced(Message("turtle.slips.words", written=text), match, text, safe=False)
