"""HTML of the data as pages show it: a few elements, in which nothing runs or loads, and the text of all others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from html.parser import HTMLParser

from catalogue.pages.markdown import Sanitised, is_safe

_PHRASES = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong"}
    | {"sub", "sup", "u", "var"}
)
ELEMENTS = _PHRASES | {"blockquote", "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"}
"""The elements that stay, without their attributes but for where a link leads."""

_VOID = frozenset({"br", "hr"})
_DROPPED = frozenset(
    {"audio", "button", "canvas", "head", "iframe", "math", "noscript", "object", "script", "select", "style", "svg"}
    | {"template", "textarea", "title", "video"}
)
"""The elements of which not even the text is shown."""

_BLOCKS = frozenset(
    {"address", "article", "aside", "div", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "section"}
    | {"table", "td", "th", "tr"}
)
"""The elements that end a line: a space stands in their place."""

_PARENTS = {"li": ("ol", "ul"), "dt": ("dl",), "dd": ("dl",)}
"""The elements that stand in certain others only."""

_DEEPEST = 12


def sanitised(html: str, address: Callable[[str], str] = str) -> Sanitised:
    """Make HTML that may stand in a page of what somebody wrote.

    Args:
        html: the HTML, well-formed or not.
        address: gives where a link leads, of its address as written, which is safe.

    Returns:
        Well-formed HTML of `ELEMENTS` alone, without any attribute but the `href` of links to http, https, mailto, tel and
        relative addresses.

    >>> sanitised('<p onclick="a()">Old <b>oak<script>b()</script></p><img src=c> <a href="javascript:d">e</a>')
    '<p>Old <b>oak</b></p> e'
    >>> sanitised("a < b <li>c"), sanitised("<ul><li>a<li>b")
    ('a &lt; b c', '<ul><li>a</li><li>b</li></ul>')
    """
    parser = _Parser(address)
    parser.feed(html)
    parser.close()
    return Sanitised("".join(parser.ended()))


class _Parser(HTMLParser):
    """Writes what stays of HTML; knows which elements are open."""

    def __init__(self, address: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self._address = address
        self._written: list[str] = []
        self._open: list[str] = []
        self._dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _DROPPED or self._dropped:
            self._dropped += [tag] if tag in _DROPPED else []
        elif tag in _BLOCKS:
            self._written.append(" ")
        elif tag in _VOID:
            self._written.append(f"<{tag}>" if self._may_stand(tag) else " ")
        elif tag in ELEMENTS:
            self._begin(tag, dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag in self._dropped:
                while self._dropped.pop() != tag:
                    pass
        elif tag in self._open:
            while self._end() != tag:
                pass
        elif tag in _BLOCKS:
            self._written.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._written.append(escape(data))

    def ended(self) -> list[str]:
        """End what is open, and give all that is written."""
        while self._open:
            self._end()
        return self._written

    def _begin(self, tag: str, href: str) -> None:
        self._end_siblings(tag)
        is_link = tag == "a"
        if not self._may_stand(tag) or (is_link and ("a" in self._open or not href or not is_safe(href.strip()))):
            return
        self._open.append(tag)
        self._written.append(f'<a href="{escape(self._address(href.strip()))}">' if is_link else f"<{tag}>")

    def _end_siblings(self, tag: str) -> None:
        """End an item where the next one begins, and a paragraph where another block does."""
        parents = _PARENTS.get(tag, ())
        while parents and self._open and self._open[-1] not in parents and any(each in self._open for each in parents):
            self._end()
        while tag not in _PHRASES and "p" in self._open:
            self._end()

    def _may_stand(self, tag: str) -> bool:
        """Tell whether an element may stand here: in its parent, in no phrase if it is a block, and not too deep."""
        parent = self._open[-1] if self._open else ""
        needed = _PARENTS.get(tag)
        if len(self._open) >= _DEEPEST or (needed is not None and parent not in needed):
            return False
        if parent in {"ol", "ul", "dl"} and needed is None:
            return False
        return tag in _PHRASES or not any(each in _PHRASES or each in {"p", "pre", "dt"} for each in self._open)

    def _end(self) -> str:
        tag = self._open.pop()
        self._written.append(f"</{tag}>")
        return tag
