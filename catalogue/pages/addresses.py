"""Addresses: which terms have a page or another address that pages link to, and how an address is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import unquote, urlsplit

from catalogue.edition import Edition, Lazy, per_edition
from catalogue.names import document_of, namespace_of
from catalogue.terms import NamedNode

_WEB = ("http://", "https://")
_LINKED = re.compile(r"https?://[^/?#]|(?:mailto|tel):.", re.IGNORECASE)
"""How the addresses begin that pages link to: there is a host, or somebody to reach."""

_REACHED = re.compile(r"(?:mailto|tel):([^?]+)(?:\?.*)?", re.IGNORECASE | re.DOTALL)


@per_edition
def _folders(edition: Edition) -> frozenset[str]:
    """Give the folders that have things."""
    return frozenset(namespace_of(thing.value) for thing in edition.things)


@per_edition
def _documents(edition: Edition) -> frozenset[str]:
    """Give the IRIs of the documents that tell of vocabularies, and of things by fragments of their IRIs."""
    documents = (document_of(thing.value) for thing in edition.things if "#" in thing.value)
    return frozenset((*edition.vocabulary_documents.by_document, *documents))


def page_of(edition: Edition, node: NamedNode) -> tuple[str, str]:
    """Give the path of the page that tells of a term, without language and suffix, and the fragment of its place there.

    Args:
        edition: the catalogue.
        node: an entry, a vocabulary or a term of one, or what has the address of a part of such a page.

    Returns:
        The path, empty where no page tells of it; the fragment with its `#`, empty where it is the whole page. What has moved
        to one place is told of there.
    """
    return _pages(edition)[node]


@per_edition
def _pages(edition: Edition) -> Mapping[NamedNode, tuple[str, str]]:
    """Give the pages of terms, each when it is first asked for: most are linked to from many pages."""
    return Lazy(edition.graph.reads, lambda node: _page_of(edition, node))


def _page_of(edition: Edition, node: NamedNode) -> tuple[str, str]:
    successors = edition.moved.get(node, ())
    if len(successors) == 1:
        return page_of(edition, successors[0])
    document, number_sign, fragment = node.value.partition("#")
    if node in edition.things or (_tells_of_parts(edition, document) if fragment else _is_vocabulary(edition, node)):
        return edition.path(document), number_sign + fragment if fragment else ""
    return "", ""


def _tells_of_parts(edition: Edition, document: str) -> bool:
    return document in _documents(edition) or NamedNode(document) in edition.things


def _is_vocabulary(edition: Edition, node: NamedNode) -> bool:
    return node in edition.vocabulary_documents.by_document.get(document_of(node.value), ())


_IDS_OF_PAGES = re.compile(
    r"content|navigation-menu|sources|reasons|(?:source|reason|section|links|table)-\d+|picture-\d+-(?:title|description)",
    re.ASCII,
)
"""The `id` attributes that pages of entries and of vocabularies have for themselves."""


def anchor_of(fragment: str) -> str:
    """Give the `id` of a place on a page that the fragment of an IRI names; empty where the page has that for something else.

    >>> anchor_of("it"), anchor_of("content"), anchor_of("source-3"), anchor_of("source-of-it")
    ('it', '', '', 'source-of-it')
    """
    return "" if _IDS_OF_PAGES.fullmatch(fragment) else fragment


def elsewhere(edition: Edition, node: NamedNode) -> str:
    """Give the address of the web, of mail or of a telephone that a term is, outside the base; else nothing."""
    return node.value if _LINKED.match(node.value) and not edition.settings.owns(node.value) else ""


def beside(edition: Edition, node: NamedNode) -> str:
    """Give an address below the base itself where it is surely no entry's: a download, a file, a document; else nothing."""
    if not node.value.startswith(edition.settings.base) or "#" in node.value:
        return ""
    if edition.graph.files_of(node) or edition.shapes_graph.files_of(node):
        return ""
    is_among_entries = namespace_of(node.value) in _folders(edition)
    return "" if is_among_entries and not edition.settings.is_elsewhere(node.value) else node.value


def shown(address: str) -> str:
    """Write an address as it is read: without the scheme of the web, of mail or of telephone.

    >>> shown("https://example.org/a?b#c"), shown("mailto:ann%20b@example.org?subject=x"), shown("tel:+33-1"), shown("urn:x:y")
    ('example.org/a?b#c', 'ann b@example.org', '+33-1', 'urn:x:y')
    """
    reached = _REACHED.fullmatch(address)
    if reached is not None:
        return unquote(reached[1])
    if not address.startswith(_WEB):
        return address
    parts = urlsplit(address)
    query, fragment = parts.query and f"?{parts.query}", parts.fragment and f"#{parts.fragment}"
    return (parts.netloc + parts.path + query + fragment).rstrip("/")


_LONG_WORD = 20
_BREAKS = re.compile(r"(?<=[/._-])(?=[^/._-])")


class _Breakable(str):
    """A text that may go on in another line after its slashes, points and hyphens: with marks for that in HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return "<wbr>".join(map(escape, _BREAKS.split(self)))


def breakable(text: str) -> str:
    """Let a long address or name of a file go on in another line after its slashes, points and hyphens.

    >>> breakable("catalogue.example.org/a&b").__html__()
    'catalogue.<wbr>example.<wbr>org/<wbr>a&amp;b'
    >>> breakable("example.org"), breakable("a<b and some/other.words")
    ('example.org', 'a<b and some/other.words')
    """
    is_long_word = len(text) > _LONG_WORD and " " not in text and not hasattr(text, "__html__")
    return _Breakable(text) if is_long_word and _BREAKS.search(text) else text


_LONGEST, _LONGEST_END = 48, 24
"""How many characters an address has at most that is shown whole, and how many of its end are shown of a longer one."""


def in_short(address: str) -> str:
    """Write an address as it is read, a long one by its host and its end.

    >>> in_short("https://example.org/a/b"), in_short("https://example.org/assets/2024/pictures/of/the/house/logo-large.svg")
    ('example.org/a/b', 'example.org/…/logo-large.svg')
    """
    whole = shown(address)
    if len(whole) <= _LONGEST or not address.startswith(_WEB):
        return whole
    begin, _, path = whole.partition("/")
    end = path.rpartition("/")[2]
    return f"{begin}/…{'/' if len(end) < len(path) and len(end) <= _LONGEST_END else ''}{end[-_LONGEST_END:]}"


def host(address: str) -> str:
    """Give the host of a web address, as people say it; empty for another address.

    >>> host("https://www.example.org/a"), host("../a.en.html")
    ('example.org', '')
    """
    return urlsplit(address).netloc.removeprefix("www.") if address.startswith(_WEB) else ""
