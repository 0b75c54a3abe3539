"""Few pages that show all that pages are made of: each kind, each type, each element in each kind of element around it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue import publish
from catalogue.documents.formats import HTML
from catalogue.edition import Edition
from catalogue.publish import Resource
from catalogue.terms import NamedNode

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_CLASS = re.compile(r'\sclass="([^"]*)"')
_TELLING = re.compile(r"\s(lang|dir|role|aria-[a-z]+|type|popover|colspan|scope|hidden|open|tabindex)(?=[\s=/]|$)")
_EMPTY = frozenset({"br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "polyline", "rect", "use"})
_VISIT = 15_000
"""What opening a page costs, in bytes of HTML that are audited in the same time."""


@dataclass(frozen=True)
class TellingPage:
    """A page that shows what no page before it shows.

    Attributes:
        name: what it is: its kind and its path.
        path: its path in the release, without language and suffix.
        kind: the kind of its resource, or the name of its thing's type.
    """

    name: str
    path: str
    kind: str


def parts(html: str) -> set[str]:
    """List what a page is made of: each element as its tag, its classes and its attributes for screen readers, in its parent.

    >>> sorted(parts('<ul class="b a"><li lang="fr">x</li><li lang="en">y</li></ul>'))
    [' ul.a.b', 'ul.a.b li lang']
    """
    listed: set[str] = set()
    around = [""]
    for closing, tag, attributes in _TAG.findall(html):
        if closing:
            while len(around) > 1 and around.pop().partition(".")[0] != tag:
                pass
            continue
        classes = _CLASS.search(attributes)
        name = ".".join([tag, *sorted(classes[1].split())]) if classes else tag
        listed.add(" ".join([around[-1], name, *sorted(set(_TELLING.findall(attributes)))]))
        if tag not in _EMPTY and not attributes.endswith("/"):
            around.append(name)
    return listed


def _kind(edition: Edition, resource: Resource) -> str:
    return edition.things[NamedNode(resource.iri)][0].name if resource.kind == "thing" else resource.kind


def _rendered(edition: Edition) -> Iterator[tuple[TellingPage, str]]:
    """Render each page once, in the first language."""
    language = edition.settings.languages[0]
    for resource in publish.resources(edition):
        for document in resource.documents(edition):
            if document.format is HTML and document.language == language:
                html = publish.represent(edition, document.iri, HTML.media_type, language).decode()
                kind = _kind(edition, resource)
                yield TellingPage(f"{kind} {resource.path}", resource.path, kind), html


def telling_pages(edition: Edition) -> list[TellingPage]:
    """Choose pages until each part and each kind of page is there, whichever adds most for its length first.

    Args:
        edition: the catalogue whose pages they are.

    Returns:
        Pages by name; the same for the same catalogue.
    """
    shown: Mapping[TellingPage, tuple[frozenset[str], int]] = {
        page: (frozenset({f"kind: {page.kind}"} | parts(html)), _VISIT + len(html)) for page, html in _rendered(edition)
    }
    left = set().union(*(made_of for made_of, _ in shown.values()))
    chosen = []
    while left:
        page = min(shown, key=lambda page: (-len(shown[page][0] & left) / shown[page][1], page.name))
        chosen.append(page)
        left -= shown[page][0]
    return sorted(chosen, key=lambda page: page.name)
