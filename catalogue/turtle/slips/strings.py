"""Slips in strings: their quotation marks, language tags and datatypes."""

from __future__ import annotations

import re

from catalogue.languages import is_well_formed
from catalogue.messages import Message
from catalogue.patterns import possessive
from catalogue.turtle.slips.spot import Slip, Spot, declared_datatype, literal, replaced

_OPENING = "“”„‟«»‹›\uff02‘’‚‛`"
_SUFFIX = r"(?P<suffix>@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:<[^<>\s]*>|[A-Za-z][\w.-]*:[\w-]+))?+"
_END = r"(?=\s*+(?:[;,.)\]]|\Z))"
_TYPOGRAPHIC = possessive(
    rf"[{_OPENING}][ \u00a0\u202f]?(?P<content>[^\r\n\"]*?)[ \u00a0\u202f]?(?P<last>[{_OPENING}\"])" + _SUFFIX + _END
)
_CLOSED_SO = possessive(r"\"(?P<content>[^\r\n\"“”„‟«»]*)(?P<last>[“”„‟«»])" + _SUFFIX + _END)
_WHOLE = {mark: possessive(rf"{mark}(?P<content>[^\r\n]*){mark}" + _SUFFIX + r"(?=\s*+[;,.\])]?\s*+\Z)") for mark in "\"'"}
_SHORTEST = {mark: possessive(rf"{mark}(?P<content>[^\r\n]*?){mark}" + _SUFFIX + _END) for mark in "\"'"}
_TAG = possessive(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*(?=\s*+[;,.\])])")
_WRONG_TAG = re.compile(r"@[A-Za-z]+(?:[_-][A-Za-z0-9]+)+")
_DATATYPE = re.compile(r"\^(?P<datatype><[^<>\s]*>|[A-Za-z][\w.-]*:[\w-]+)")
_BOTH = re.compile(r"\^\^(?:<[^<>\s]*>|[A-Za-z][\w.-]*:[\w-]+)")
_UNOPENED = possessive(r"(?P<content>[^\W\d_][^\r\n\"]*)\"" + _SUFFIX + _END)
_LATER = possessive(r"[^\"]*\"" + _SUFFIX + _END)
_DATATYPES = frozenset(
    {"string", "boolean", "integer", "decimal", "double", "date", "dateTime", "time", "gYear", "gYearMonth", "anyURI"}
)
_MANY_LINES = 3000
"""How many characters behind an unclosed string its end is looked for in."""


def typographic(spot: Spot) -> Slip | None:
    """Recognize quotation marks that are not straight, on one side or on both."""
    text, at = spot.scan.text, spot.at
    match = spot.match(_CLOSED_SO if text[at] == '"' else _TYPOGRAPHIC)
    if spot.kind not in {"error", "word"} or text[at] not in _OPENING + '"' or match is None:
        return None
    mark = match["last"] if text[at] == '"' else text[at]
    message = Message("turtle.slips.backtick") if mark == "`" else Message("turtle.slips.typographic", mark=mark)
    return replaced(message, match, literal(match["content"], match["suffix"] or ""), safe="\\" not in match["content"])


def inner_quotes(spot: Spot) -> Slip | None:
    """Recognize a quotation mark inside a string that ends it too early."""
    word = spot.before_word
    if spot.before != "string" or word.startswith(('"""', "'''")) or not _goes_on(spot):
        return None
    mark = word[0]
    match = spot.match(_WHOLE[mark], spot.before_at) or spot.match(_SHORTEST[mark], spot.before_at)
    if match is None or match.end() <= spot.at or '", "' in match["content"]:
        return None
    suffix = match["suffix"] or ""
    if mark == "'":
        return replaced(Message("turtle.slips.apostrophe"), match, literal(match["content"], suffix), safe=False)
    return replaced(Message("turtle.slips.inner-quote"), match, literal(match["content"], suffix), safe=False)


def _goes_on(spot: Spot) -> bool:
    """Whether a text may go on behind a string: words follow, or more right behind it."""
    return spot.kind in {"word", "error"} or (spot.is_joined and spot.kind not in {"^^", "langtag"})


def unopened(spot: Spot) -> Slip | None:
    """Recognize a string without its first quotation mark."""
    match = spot.match(_UNOPENED) if spot.kind == "word" else None
    if match is None:
        return None
    return replaced(Message("turtle.slips.unopened"), match, literal(match["content"], match["suffix"] or ""), safe=False)


def several_lines(spot: Spot) -> Slip | None:
    """Recognize a string of several lines between single quotation marks."""
    text, start = spot.scan.text, spot.at
    if spot.kind != "error" or text[start] != '"' or text.startswith('"""', start):
        return None
    match = _LATER.match(text, start + 1, min(len(text), start + _MANY_LINES))
    if match is None or "\n" not in match[0] or re.search(r"[.;]\s*\n\s*\n", match[0]):
        return None
    suffix = match["suffix"] or ""
    content = text[start + 1 : match.end() - len(suffix) - 1]
    if re.search(r"[;.][ \t]*\r?\n[^\n\"]*$", content) and ":" in content.rpartition("\n")[2]:
        return None  # the mark belongs to a string of another predicate
    return Slip(Message("turtle.slips.several-lines"), start, match.end(), f'"""{content}"""{suffix}', safe=False)


def language(spot: Spot) -> Slip | None:
    """Recognize a language tag that is not written as one."""
    if spot.before == "string" and spot.kind == "word" and spot.is_joined:
        match = spot.match(_TAG)
        if match is not None:
            shown = f"@{match[0]}"
            written = f"{spot.before_word}@{match[0]}"
            return Slip(Message("turtle.slips.no-at", tag=shown), spot.before_at, match.end(), written, safe=True)
    if spot.before == "langtag" and spot.is_joined:
        return _tag(spot)
    if spot.before == "string" and spot.kind == "error" and spot.scan.text[spot.at] == "@":
        return Slip(Message("turtle.slips.no-language"), spot.before_at, spot.at + 1)
    return None


def _tag(spot: Spot) -> Slip | None:
    match = spot.match(_WRONG_TAG, spot.before_at)
    start = spot.scan.starts[spot.here - 2]
    if match is not None and "_" in match[0]:
        tag = match[0].replace("_", "-")
        written = spot.scan.text[start : match.start()] + tag if is_well_formed(tag[1:].lower()) else None
        return Slip(Message("turtle.slips.underscore", written=match[0]), start, match.end(), written, safe=True)
    both = spot.match(_BOTH)
    if both is not None:
        written = spot.scan.text[start : spot.at].rstrip()
        return Slip(Message("turtle.slips.tag-and-datatype"), start, both.end(), written, safe=False)
    return None


def datatype(spot: Spot) -> Slip | None:
    """Recognize a single `^` before a datatype, and a datatype without its prefix."""
    if spot.before == "^^" and spot.kind == "word":
        return _without_prefix(spot)
    match = spot.match(_DATATYPE) if spot.before == "string" and spot.kind == "error" else None
    if match is None:
        return None
    written = f"{spot.before_word}^^{match['datatype']}"
    return Slip(Message("turtle.slips.caret"), spot.before_at, match.end(), written, safe=True)


def _without_prefix(spot: Spot) -> Slip:
    start, end = spot.scan.starts[spot.here - 2], spot.scan.ends[spot.here]
    name = spot.scan.word(spot.here)
    text = None
    if name in _DATATYPES:
        text = f"{spot.scan.word(spot.here - 2)}^^{declared_datatype(spot, name)}"
    return Slip(Message("turtle.slips.datatype-prefix", name=name), start, end, text, safe=True)
