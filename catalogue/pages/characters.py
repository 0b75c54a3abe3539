"""Characters that pages cannot hold, or that would turn what stands around them."""

from __future__ import annotations

import re

from catalogue.visible import EXPLICIT, balanced

_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_LONGER = tuple(
    (bytes([first]), re.compile(bytes([first]) + following).search)
    for first, following in (
        (0xC2, rb"[\x80-\x9f]"),
        (0xE2, rb"(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])"),
        (0xEF, rb"(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
        *((first, rb"[\x80-\xbf]\xbf[\xbe\xbf]") for first in range(0xF0, 0xF5)),
    )
)
"""Such characters in UTF-8: those of one byte, and the first byte of longer ones, found faster, with what finds those."""

_NONCHARACTERS = "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_REFUSED = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{_NONCHARACTERS}]")
"""The control characters and noncharacters that are errors in HTML (HTML, section 13.2.3.5), however they are written."""

_TURNING = re.compile(f"[{EXPLICIT}]")
_LEFT = r"<svg\b.*?</svg>|<(?:option|textarea|script|style)\b[^>]*>[^<]*|<(?!title>)[^>]*>"
_TEXT = re.compile(rf"({_LEFT})|(<title>)?([^<>]+)", re.DOTALL)
"""What is left as it is, or a text, with the tag before it where that is the title of the page; each sign is looked at once."""


def fit(page: bytes) -> bytes:
    r"""Make what data and settings brought into a page harmless to the page as a whole.

    Args:
        page: HTML in UTF-8, in which `<` and `>` stand for tags alone.

    Returns:
        The page. What HTML does not allow is U+FFFD. A text that has signs to change its direction is isolated from its
        surroundings (`bdi`), and what they change ends in it.

    >>> fit(b"<a>x\x01</a> (2)").decode()
    '<a>x\ufffd</a> (2)'
    >>> fit("<a>\u202ex</a> (2)".encode()).decode()
    '<a><bdi>\u202ex\u202c</bdi></a> (2)'
    """
    if not _has_any(page):
        return page
    return _TEXT.sub(_isolated, _REFUSED.sub("\ufffd", page.decode())).encode()


def _has_any(page: bytes) -> bool:
    """Tell whether a page has such a character: most have none."""
    if len(page.translate(None, _CONTROLS)) != len(page):
        return True
    return any(first in page and search(page) is not None for first, search in _LONGER)


def _isolated(match: re.Match[str]) -> str:
    left, title, text = match.groups()
    if left is not None or _TURNING.search(text) is None:
        return match[0]
    return title + balanced(text) if title else f"<bdi>{balanced(text)}</bdi>"
