"""Markdown as HTML: what may stand in a page, and nothing else. The library that parses it is known here alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

_SCHEME = re.compile(r"([^/?#]*):")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_ATTRIBUTES = frozenset({"alt", "href", "src", "start", "title"})
"""The attributes that stay; what would be a style in the page itself, such as how a column is set, does not."""

_LEVELS = 6
"""How many levels of headings HTML has."""


class Sanitised(str):
    """HTML in which nothing stands that its writer could run: templates show it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class Prose(NamedTuple):
    """A text as HTML.

    Attributes:
        title: its first heading, as plain text; empty where it has none.
        body: the rest of it, with headings from the second level on.
    """

    title: str
    body: Sanitised


def prose(text: str, address: Callable[[str], str], image: Callable[[str], str]) -> Prose:
    r"""Make HTML of Markdown (CommonMark, with tables).

    Args:
        text: the Markdown; HTML in it is shown as it is written.
        address: gives where a link leads, of its address as written, which has a safe scheme or none.
        image: gives the address of an image, of the address as written; empty for one that is not shown: its text is.

    Returns:
        The text. Links with other schemes than http, https, mailto and tel stay as they are written.

    >>> prose("# A & B\n\n### C\n\n[x](y) [z](javascript:a) <b>", str.upper, str)
    Prose(title='A & B', body='<h2>C</h2>\n<p><a href="Y">x</a> [z](javascript:a) &lt;b&gt;</p>\n')
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.validateLink = is_safe  # type: ignore[method-assign, assignment]
    tokens = parser.parse(text)
    title, tokens = _without_title(tokens)
    _level_headings(tokens)
    for token in _all(tokens):
        _clean(token, address, image)
    tokens = list(_with_room(tokens))
    return Prose(title, Sanitised(parser.renderer.render(tokens, parser.options, {})))


def is_safe(address: str) -> bool:
    r"""Tell whether a link may lead to an address: one on the web, of mail, of a telephone, or relative to the site.

    >>> [is_safe(each) for each in ("a/b:c", "#a", "HTTPS://a.example", "JavaScript:a", "//a.example", "data:,a")]
    [True, True, True, False, False, False]
    """
    scheme = _SCHEME.match(address)
    if scheme is not None:
        return scheme[1].lower() in _SCHEMES
    return not address.replace("\\", "/").startswith("//")


def _without_title(tokens: list[Token]) -> tuple[str, list[Token]]:
    """Take the first heading out, which is no part of a list or a quotation."""
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and not token.level:
            return _plain(tokens[at + 1].children or ()), tokens[:at] + tokens[at + 3 :]
    return "", tokens


def _plain(tokens: Iterable[Token]) -> str:
    parts = (_plain(t.children) if t.children else " " if t.type.endswith("break") else t.content for t in tokens)
    return " ".join("".join(parts).split())


def _level_headings(tokens: Iterable[Token]) -> None:
    """Give headings the levels below that of the title, of which none is left out."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(len(above) + 1, _LEVELS)}"


def _with_room(tokens: Iterable[Token]) -> Iterator[Token]:
    """Put each table where a reader can move it, with the keyboard too, when it is wider than the page."""
    from markdown_it.token import Token

    for token in tokens:
        if token.type == "table_open":
            yield Token("room_open", "div", 1, attrs={"class": "scroll", "tabindex": 0}, block=True)
        yield token
        if token.type == "table_close":
            yield Token("room_close", "div", -1, block=True)


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _clean(token: Token, address: Callable[[str], str], image: Callable[[str], str]) -> None:
    """Leave the attributes that may stay, and put in where links lead."""
    token.attrs = {name: value for name, value in token.attrs.items() if name in _ATTRIBUTES}
    if token.type == "fence":
        token.info = ""  # it would be a class
    elif token.type == "link_open":
        token.attrs["href"] = address(str(token.attrs["href"]))
    elif token.type == "image":
        source = image(str(token.attrs["src"]))
        if source:
            token.attrs["src"] = source
        else:
            token.type, token.tag, token.content, token.children = "text", "", _plain(token.children or ()), None
