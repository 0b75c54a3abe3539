"""The texts of a catalogue as its pages show them: the title, the HTML, and the language that each is in."""

from __future__ import annotations

from typing import NamedTuple

from catalogue.documents.addresses import CONTENTS, NAMES, QUALITY, QUERIES, SEARCH
from catalogue.edition import Edition, per_edition
from catalogue.edition.texts import TextFile
from catalogue.errors import InputError, Place
from catalogue.languages import lookup
from catalogue.messages import Message
from catalogue.pages.choosing import query_path
from catalogue.pages.markdown import Prose, Sanitised, prose
from catalogue.pages.numbering import names_number
from catalogue.pages.theme import assets
from catalogue.pages.views import Viewer
from catalogue.query.named import has_query
from catalogue.terms import named_node

MOST_BYTES = 64 * 1024
"""How many bytes a text may have: what is longer is no page, and some that is written to be slow takes its square in time."""


class TextView(NamedTuple):
    """A text as a page shows it.

    Attributes:
        name: its name.
        title: its title.
        body: its HTML.
        language: its language where that is not the page's, else empty.
    """

    name: str
    title: str
    body: Sanitised
    language: str


@per_edition
def text_views(edition: Edition, language: str) -> tuple[TextView, ...]:
    """Show the texts of a catalogue in a language, in their order.

    Raises:
        InputError: one is not UTF-8, or is too long.
    """
    return tuple(_view(edition, name, language) for name in edition.texts.names)


def _view(edition: Edition, name: str, language: str) -> TextView:
    viewer = Viewer(edition, language, edition.settings.own(name))
    file = edition.texts.file(name, language)
    text = _read(file, viewer)
    title = text.title or name.replace("-", " ").capitalize()
    return TextView(name, title, text.body, "" if lookup(language, (file.language,)) else file.language)


def _read(file: TextFile, viewer: Viewer) -> Prose:
    if len(file.data) > MOST_BYTES:
        raise InputError(Message("text.too-long", size=len(file.data), limit=MOST_BYTES), Place(file.path))
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        raise InputError(Message("text.not-utf-8"), Place(file.path, line)) from error
    return prose(text, lambda address: _address(viewer, address), lambda address: _image(viewer, address))


def _address(viewer: Viewer, written: str) -> str:
    """Give where a link leads: to the page in the page's language of what has its IRI, and else where it says."""
    base = viewer.edition.settings.base
    if written.startswith("#"):
        return written
    inside = written.removeprefix(base) if written.startswith(base) else written
    if inside.partition(":")[0].lower() in {"http", "https", "mailto", "tel"}:
        return written
    inside = inside.lstrip("/")
    page, mark, fragment = inside.partition("#")
    path = _own_page(viewer.edition, page)
    if path:
        return f"{viewer.up}{path}.{viewer.language}.html{mark}{fragment}"
    node = named_node(base + inside)
    return (viewer.thing_href(node) if node is not None else "") or viewer.href(inside)


def _own_page(edition: Edition, path: str) -> str:
    """Give the path, without language and suffix, of the page of a list, a text, a query, or of those that every catalogue has.

    Args:
        edition: the catalogue.
        path: how it is written: the folder of our own addresses is not in it.

    Returns:
        Its path in the release, or nothing.
    """
    folder, _, name = path.rpartition("/")
    is_ours = (
        path in {CONTENTS, QUALITY, SEARCH}
        or path in edition.model.by_name
        or path in edition.texts.names
        or (path == QUERIES and bool(edition.queries))
        or (folder == NAMES and names_number(edition, name) > 0)
    )
    if is_ours:
        return edition.settings.own(path)
    return query_path(edition, name) if folder == QUERIES and has_query(edition, name) else ""


def _image(viewer: Viewer, written: str) -> str:
    """Give the address of an image of the catalogue's theme; nothing for another, which would lead elsewhere or nowhere."""
    inside = written.removeprefix(viewer.edition.settings.base).lstrip("/")
    return viewer.own(inside) if inside in assets(viewer.edition) else ""
