"""Excerpts: what a quote says, without the marks of the language that its document is written in."""

from __future__ import annotations

import re
from html import unescape

from catalogue.remembering import remembered

MARKS = ("<", ">", "&", "](", "**", "__", ": ", "#", "- ", "* ", "+ ", ". ", ") ")
"""What a text has where it is not plain; one with none of them is its own plain text, but for white space."""

_LONGEST_READ = 4_000
_INLINE = re.compile("a|abbr|b|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|time|tt|u|wbr")
_ELEMENTS = (
    f"{_INLINE.pattern}|address|article|aside|blockquote|body|br|button|caption|center|dd|details|div|dl|dt|figcaption|figure|"
    "footer|form|h[1-6]|head|header|hr|html|iframe|img|input|label|li|link|main|meta|nav|ol|option|p|picture|pre|script|"
    "section|select|source|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
)
_NAME = rf"(?P<name>{_ELEMENTS})(?![\w-])"
_MARKUP = re.compile(
    r"<!--.*?(?:-->|$)|<%.*?(?:%>|$)"
    rf"|<(?P<end>/?){_NAME}(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
    rf"|<(?P<end2>/?){_NAME.replace('name', 'name2')}(?P<attributes2>[^<>]*)(?:>|$)",
    re.IGNORECASE | re.DOTALL,
)
"""A comment, an instruction of a template, or a tag of HTML, which the end of the quote may cut."""

_CUT = re.compile(r"\A[^<>]*=\s*[\"'][^<>]*>")
"""The rest of a tag that begins before the quote."""

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ADDRESS = re.compile(r"\b(?:href|src)\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_FIELD = re.compile(r"(?:- )?[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*:(?:\s+(.*))?")
_MARKDOWN = (
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^ {0,3}#{1,6} +", re.MULTILINE), ""),
    (re.compile(r"<(https?://[^\s<>]+)>"), r"\1"),
)


_ITEM = re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)", re.MULTILINE)
_JOINED_ITEMS = {mark: re.compile(rf"(?<=[^\s\d])\s+\{mark}\s+(?=\S)|(?<=\d)\s+\{mark}\s+(?=[^\s\d])") for mark in "*+"}
"""What begins the other items of a list whose lines were joined; not what stands between two numbers."""
_NUMBER = re.compile(r"(?:^|(?<=\s))(?P<number>[0-9]{1,3})(?P<mark>[.)])\s+(?=\S)")
_LEAST_JOINED = 3
"""How many numbers in their order make a list of one line: `1. May to 2. May` is none."""


@remembered(1024, _LONGEST_READ)
def plain_text(quote: str) -> str:
    r"""Give what a reader of a document sees of a quote from its source text.

    Args:
        quote: an excerpt of a text, of an HTML or of a Markdown file, cut anywhere.

    Returns:
        The text without tags, comments, the names of the fields of front matter, and the marks of Markdown for links,
        emphasis, headings and lists; with character references resolved and white space as one space. An image is its
        alternative text, a tag without any text its address. What is none of that stays as it is, such as `a < b`.

    >>> plain_text('<b>Read:</b> <a href="/x">État&nbsp;&amp; communs</a><br>now')
    'Read: État\xa0& communs now'
    >>> plain_text("title: The **commons**"), plain_text('<img src="/logo.png" alt="Logo">'), plain_text('<a href="/en/"')
    ('The commons', 'Logo', '/en/')
    >>> plain_text("1 < 2 & <name>")
    '1 < 2 & <name>'
    """
    text = quote[:_LONGEST_READ]
    text = _CUT.sub("", text, count=1)
    visible = _without_markup(_without_list_marks(_without_field_names(text)))
    shown = " ".join(re.split(r"[ \t\r\n\f]+", visible)).strip()
    if shown:
        return shown
    addresses = [address for tag in _MARKUP.finditer(text) for address in _ADDRESS.findall(tag[0])]
    return " ".join(dict.fromkeys(addresses)) or quote


def _without_markup(text: str) -> str:
    pieces, end = [], 0
    for tag in _MARKUP.finditer(text):
        pieces += [_resolved(text[end : tag.start()]), _instead_of(tag)]
        end = tag.end()
    return "".join([*pieces, _resolved(text[end:])])


def _instead_of(tag: re.Match[str]) -> str:
    """Give what is read where a tag stands: the alternative text of an image, a space where a line or block ends."""
    name = (tag["name"] or tag["name2"] or "").lower()
    alternative = _ALTERNATIVE.search(tag[0]) if name == "img" else None
    if alternative is not None:
        return f" {_resolved(alternative[1] or alternative[2] or '')} "
    return "" if _INLINE.fullmatch(name) else " "


def _resolved(text: str) -> str:
    for pattern, shown in _MARKDOWN:
        text = pattern.sub(shown, text)
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), text)


def _without_list_marks(text: str) -> str:
    """Leave out what begins the items of lists: at the beginning of lines, and in a list whose lines were joined."""
    joined = _JOINED_ITEMS.get(text.lstrip()[:1]) if _ITEM.match(text) else None
    numbered = _without_numbers(_ITEM.sub("", text))
    return joined.sub(" ", numbered) if joined is not None else numbered


def _without_numbers(text: str) -> str:
    """Leave out the numbers of a list with which a text begins: those that follow one another, as the items do."""
    first = _NUMBER.match(text.lstrip())
    if first is None:
        return text
    inner = text.lstrip()
    items = [first]
    for number in _NUMBER.finditer(inner, first.end()):
        if number["mark"] == first["mark"] and int(number["number"]) == int(items[-1]["number"]) + 1:
            items.append(number)
    is_of_lines = all(inner[: item.start()].rstrip(" \t").endswith("\n") for item in items[1:])
    if len(items) < (2 if is_of_lines else _LEAST_JOINED) or (not is_of_lines and first["number"] != "1"):
        return text
    ends = [*(item.start() for item in items[1:]), len(inner)]
    return "".join(inner[item.end() : end] for item, end in zip(items, ends, strict=True))


def _without_field_names(text: str) -> str:
    """Leave out the names of fields where a quote begins with front matter, or is of nothing else."""
    before, fence, after = text.partition("\n---")
    lines = [line for line in before.splitlines() if line.strip() not in {"", "---"}]
    begins = bool(lines) and _FIELD.fullmatch(lines[0].strip()) is not None
    are_fields = all(
        line[:1].isspace()
        or _FIELD.fullmatch(line)
        or (line.startswith("- ") and (above.endswith(":") or above.startswith("- ")))
        for above, line in zip(["", *lines], lines, strict=False)
    )
    if not begins or not are_fields:
        return text
    values = [match[1] or "" if (match := _FIELD.fullmatch(line.strip())) else line.strip() for line in lines]
    return "\n".join([*map(_unquoted, values), after if fence else ""])


def _unquoted(value: str) -> str:
    inner = value.strip()
    return inner[1:-1] if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in "\"'" else inner


def shortened(text: str, most: int) -> str:
    """Cut a text between words where it is longer than some characters, and say so.

    >>> shortened("one two three", 9), shortened("one", 9)
    ('one two […]', 'one')
    """
    if len(text) <= most:
        return text
    spaces = [at for at, letter in enumerate(text[: most + 1]) if letter.isspace()]
    return f"{text[: spaces[-1] if spaces and spaces[-1] else most].rstrip()} […]"
