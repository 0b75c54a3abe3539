"""Content negotiation (RFC 9110, section 12): which document a client would rather have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.documents import Format, formats
from catalogue.publish import Document

HTML = formats.HTML.media_type
"""The media type of pages."""

_MOST_RANGES = 64
_RANGE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
"""A range with its parameters: a comma in quotes does not end it (RFC 9110, section 5.6.4)."""

_PARAMETER = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*"?)+')
"""One of the parameters of a range."""


def preferences(header: str) -> list[tuple[str, float]]:
    """Read an `Accept` or `Accept-Language` header.

    Args:
        header: the header's value.

    Returns:
        The ranges with their weights (0 to 1), in the order of the header; what cannot be read is passed over. No document has
        parameters: a range with some counts as one without them, unless that is there too (RFC 9110, section 12.5.1).

    >>> preferences("text/turtle;q=0.5, text/html")
    [('text/turtle', 0.5), ('text/html', 1.0)]
    """
    written = _RANGE.findall(header) if '"' in header else header.split(",")
    ranges = [_range(part) for part in written[:_MOST_RANGES]]
    plain = {name for name, _, is_plain in ranges if is_plain}
    return [(name, weight) for name, weight, is_plain in ranges if name and (is_plain or name not in plain)]


def _range(written: str) -> tuple[str, float, bool]:
    """Read a range: its name, its weight, and whether it has no other parameters."""
    name, _, rest = written.lower().partition(";")
    weight, is_plain = 1.0, True
    for parameter in _PARAMETER.findall(rest) if '"' in rest else rest.split(";"):
        key, _, value = (part.strip() for part in parameter.partition("="))
        if key == "q":
            weight = _weight(value)
        elif key:
            is_plain = False
    return name.strip(), weight, is_plain


def _weight(value: str) -> float:
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return min(max(weight, 0.0), 1.0) if weight == weight else 0.0  # noqa: PLR0124 - not a number


def media_weight(media_type: str, accept: Sequence[tuple[str, float]]) -> float:
    """Give the weight of a media type: that of the most precise range that holds it; `*` is a careless `*/*`.

    >>> media_weight("text/turtle", [("text/*", 0.3), ("text/turtle", 0.8), ("*/*", 0.1)])
    0.8
    """
    if not accept:
        return 1.0
    weights = dict(reversed(accept))
    for name in (media_type, media_type.split("/", maxsplit=1)[0] + "/*", "*/*", "*"):
        if name in weights:
            return weights[name]
    return 0.0


def _format_weight(format_: Format, accept: Sequence[tuple[str, float]]) -> float:
    """Give the weight of a format: that of its media type, or of another name that the client gives where it has not this."""
    names = dict(accept)
    others = [names[name] for name in format_.also if name in names] if format_.media_type not in names else []
    return max([media_weight(format_.media_type, accept), *others])


def prefers_page(accept: Sequence[tuple[str, float]], other: float) -> bool:
    """Say whether a client would rather have a page: it names HTML, and weighs it more than what else it would get.

    Args:
        accept: the ranges of its `Accept` header with their weights.
        other: the weight of what else it would get.

    >>> prefers_page([("text/html", 1.0), ("*/*", 0.8)], 0.8), prefers_page([("*/*", 1.0)], 0.0), prefers_page([], 0.0)
    (True, False, False)
    """
    return media_weight(HTML, accept) > other and any(name in {HTML, "text/*"} for name, _ in accept)


_OTHER = 8
"""How far a language is from another variety of itself."""


def language_weight(language: str, accept: Sequence[tuple[str, float]]) -> float:
    """Give the weight of a language by basic filtering (RFC 4647): `fr` serves a client that asks for `fr-CA`.

    >>> language_weight("fr", [("fr-ca", 0.9), ("en", 0.5)])
    0.9
    """
    return _language_rank(language, accept)[0]


def _language_rank(language: str, accept: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """Give the weight of a language, and how near it is to the range of that weight, which decides between equal weights."""
    if not accept:
        return 1.0, 0
    tag = language.lower().split("-")
    ranges = [(name.split("-"), weight) for name, weight in accept]
    exact = [weight for name, weight in ranges if name == tag]
    if exact:
        return exact[0], 0
    near = [(weight, -_distance(tag, name)) for name, weight in ranges if name[0] == tag[0]]
    return max(near) if near else (next((weight for name, weight in accept if name == "*"), 0.0), -_OTHER)


def _distance(tag: Sequence[str], name: Sequence[str]) -> int:
    """Count the subtags that a language has more or less than a range: `en` is nearer to `en-GB` than `en-US` is."""
    common = min(len(tag), len(name))
    return abs(len(tag) - len(name)) if tag[:common] == name[:common] else _OTHER


def best_language(languages: Sequence[str], accept_language: str) -> str:
    """Choose the language that a client would rather have, of some; the first where it has no preference.

    >>> best_language(["en", "fr"], "fr-CA, en;q=0.5"), best_language(["en", "fr"], "de"), best_language(["en", "fr"], "")
    ('fr', 'en', 'en')
    >>> best_language(["pt-PT", "pt-BR"], "pt-br")
    'pt-BR'
    """
    ranges = preferences(accept_language)
    return max(languages, key=lambda tag: _language_rank(tag, ranges))


def choose(documents: Sequence[Document], accept: str, accept_language: str, languages: Sequence[str]) -> Document | None:
    """Choose the document that a client would rather have.

    Args:
        documents: what there is about a resource.
        accept: the client's `Accept` header; empty accepts everything.
        accept_language: its `Accept-Language` header. No language is refused: one that is not asked for comes last.
        languages: the catalogue's languages, the default first.

    Returns:
        The document, or None when none of the media types is acceptable.
    """
    media, tongues = preferences(accept), preferences(accept_language)
    best: tuple[float, float, tuple[float, int], int] | None = None
    chosen: Document | None = None
    for document in documents:
        weight = _format_weight(document.format, media)
        if weight <= 0:
            continue
        place = -languages.index(document.language) if document.language in languages else 0
        spoken = _language_rank(document.language, tongues) if document.language else (0.0, 0)
        rank = (weight, document.format.quality, spoken, place)
        if best is None or rank > best:
            best, chosen = rank, document
    return chosen
