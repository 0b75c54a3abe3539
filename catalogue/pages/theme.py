"""The files that all pages share: ours, and those of a catalogue's theme, which come before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from catalogue.documents.formats import ASSET_FORMATS, CSS, JAVASCRIPT, SVG
from catalogue.edition import Edition, per_edition
from catalogue.edition.images import THEME_FOLDER, image_path, shows
from catalogue.edition.theme import ThemeFile
from catalogue.errors import InputError, Place
from catalogue.messages import Message
from catalogue.model import Property
from catalogue.terms import NamedNode

ASSETS: Mapping[str, str] = {
    "assets/style.css": CSS.media_type,
    "assets/icon.svg": SVG.media_type,
    "assets/list.js": JAVASCRIPT.media_type,
    "assets/search.js": JAVASCRIPT.media_type,
    "assets/search-engine.js": JAVASCRIPT.media_type,
}
"""The files of ours that all pages share, by path, with their media types."""

STYLES: Sequence[str] = (
    "tokens",
    "page",
    "cards",
    "thing",
    "table",
    "list",
    "home",
    "query",
    "pictures",
    "search",
    "record",
    "print",
)
"""The parts of the style sheet, in `assets/style/`, in the order in which they stand in it: later rules win."""

_ENGINE: Sequence[str] = ("folding", "ranking", "files", "elements", "field", "page", "main")
"""The parts of the script that searches, in `assets/search/`, in their order."""

_STYLE = "assets/style.css"
_JOINED = {"style.css", "icon.svg"}
"""The files of a theme that are published in the place of ours, or as a part of it."""

_UNPUBLISHED = frozenset({".html", ".po"})
"""What of a theme is read when pages are made: templates, and words in other languages."""

_MEDIA_TYPES = {format_.suffix: format_.media_type for format_ in ASSET_FORMATS}
_IMAGES = (".svg", ".png", ".webp", ".jpg")
_PREVIEWS = (".png", ".jpg")
"""The formats of images that those understand who show previews of pages."""


@lru_cache(maxsize=16)
def asset(path: str) -> bytes:
    """Give the bytes of one of `ASSETS` or of `sparql_assets`."""
    folder = resources.files("catalogue.pages")
    if path == _STYLE:
        return style(*STYLES)
    if path == "assets/search.js":
        return folder.joinpath("assets/search/start.js").read_bytes()
    if path == "assets/search-engine.js":
        parts = b"\n".join(folder.joinpath(f"assets/search/{name}.js").read_bytes() for name in _ENGINE)
        return b'"use strict";\n(() => {\n' + parts + b"})();\n"
    return folder.joinpath(path).read_bytes()


def style(*names: str) -> bytes:
    """Join parts of our style sheet."""
    folder = resources.files("catalogue.pages").joinpath("assets/style")
    return b"".join(folder.joinpath(f"{name}.css").read_bytes() for name in names)


@per_edition
def _by_name(edition: Edition) -> Mapping[str, ThemeFile]:
    return {file.name: file for file in edition.theme}


@per_edition
def assets(edition: Edition) -> Mapping[str, str]:
    """Give the files that the pages of an edition share, by path, with their media types: ours, then those of its theme."""
    own = (file for file in edition.theme if file.suffix not in _UNPUBLISHED and file.name not in _JOINED)
    return {**ASSETS, **{f"{THEME_FOLDER}/{file.name}": _MEDIA_TYPES[file.suffix] for file in own}}


def asset_of(edition: Edition, path: str) -> bytes:
    """Give the bytes of one of the files that the pages of an edition share, or that the SPARQL page needs.

    Args:
        edition: the catalogue.
        path: one of `assets` or of `sparql_assets`.

    Returns:
        The bytes; of the style sheet ours, then those of the theme, whose rules so win.
    """
    theme = _by_name(edition)
    if path.startswith(f"{THEME_FOLDER}/"):
        return theme[path.removeprefix(f"{THEME_FOLDER}/")].data
    own = theme.get(path.removeprefix("assets/"))
    if own is None or path not in ASSETS:
        return asset(path)
    return asset(path) + own.data if path == _STYLE else own.data


def style_of(edition: Edition) -> str:
    """Give the style sheet of an edition's theme; empty where it has none."""
    own = _by_name(edition).get("style.css")
    return own.data.decode("utf-8", "replace") if own is not None else ""


@per_edition
def templates(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Give the templates of an edition's theme: the path of each and its text.

    Raises:
        InputError: one is not UTF-8.
    """
    return tuple((file.path, text_of(file)) for file in edition.theme if file.is_template)


def text_of(file: ThemeFile) -> str:
    """Give the text of a file of a theme, its lines ended by a line feed.

    Raises:
        InputError: it is not UTF-8.
    """
    try:
        return file.data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        raise InputError(Message("theme.not-utf-8"), Place(file.path, line)) from error


def logo(edition: Edition) -> str:
    """Give the path of the theme's logo, which stands before the name of the catalogue; empty where there is none."""
    return _image(edition, "logo", _IMAGES)


def thing_image(edition: Edition, thing: NamedNode) -> str:
    """Give the path of the image that stands for a thing on cards, which lies in the theme; empty without.

    The first that its shapes give it, by the roles of icons and depictions or by the viewer of images; else that in the folder
    `things`, by the path of its page. One that is no image, too large or runs scripts is none.
    """
    declared = (
        image_path(edition, term) for prop in _pictures(edition, thing) for term in prop.path.follow(edition.graph, thing)
    )
    path = next(filter(None, declared), "")
    if path or not _has_images(edition):
        return path
    names = (f"things/{edition.path(thing.value)}{suffix}" for suffix in _IMAGES)
    return next((f"{THEME_FOLDER}/{name}" for name in names if shows(edition, name)), "")


def _pictures(edition: Edition, thing: NamedNode) -> Sequence[Property]:
    """List the properties whose values may be pictures of a thing: its icon first, then what depicts it, then other images."""
    types = edition.things.get(thing, ())
    return [prop for role in PICTURES for type_ in types for prop in _pictures_of(edition, type_.iri)[role]]


PICTURES = ("IconRole", "DepictionRole", "ImageViewer")
"""What makes a property one of pictures: its role, or its viewer."""


@per_edition
def _pictures_of(edition: Edition, type_iri: str) -> Mapping[str, Sequence[Property]]:
    properties = edition.model.types[type_iri].properties
    return {name: [prop for prop in properties if name in {prop.role, prop.viewer} and not prop.is_view] for name in PICTURES}


@per_edition
def _has_images(edition: Edition) -> bool:
    return any(name.startswith("things/") for name in _by_name(edition))


def preview(edition: Edition, type_name: str) -> str:
    """Give the path of the image that stands for a page where it is shared: that of its type, else that of all pages.

    Args:
        edition: the catalogue.
        type_name: the name of the type of which the page shows one or all things; empty where it is none.

    Returns:
        The path, or nothing where the theme has none.
    """
    of_type = _image(edition, f"preview-{type_name}", _PREVIEWS) if type_name else ""
    return of_type or _image(edition, "preview", _PREVIEWS)


def _image(edition: Edition, stem: str, suffixes: Sequence[str]) -> str:
    names = (f"{stem}{suffix}" for suffix in suffixes)
    return next((f"{THEME_FOLDER}/{name}" for name in names if name in _by_name(edition)), "")
