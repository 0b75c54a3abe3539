"""Images of things: the files of the theme that values name, and why one of them is not shown."""

from __future__ import annotations

import re
from enum import StrEnum

from catalogue.edition.edition import Edition
from catalogue.edition.keeping import per_edition
from catalogue.edition.theme import ThemeFile
from catalogue.terms import BlankNode, Literal, Term

THEME_FOLDER = "assets/theme"
"""The path below which the files of a theme are published."""

MOST_BYTES = 256 * 1024
"""How large an image of a thing is at most: a page may show many of them."""

IMAGE_SUFFIXES = frozenset({".avif", ".gif", ".jpg", ".png", ".svg", ".webp"})

_BEGINNINGS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    ".avif": re.compile(rb"....ftypavi[fs]", re.DOTALL),
    ".svg": re.compile(
        rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?:[\w-]+:)?svg[\s>/]", re.DOTALL
    ),
}
"""How files of each format begin."""

_RUNS = re.compile(
    rb"<\s*(?:[\w.-]+:)?(?:script|foreignObject|iframe|embed|object|handler|listener)\b|[\s\"'/]on\w+\s*=|javascript\s*:|<!ENTITY|<\?xml-stylesheet",
    re.IGNORECASE,
)
"""What may run in an SVG, or fetch something else, if it is opened by itself."""


class ImageFault(StrEnum):
    """Why pages do not show an image."""

    ELSEWHERE = "elsewhere"
    MISSING = "missing"
    NO_IMAGE = "no-image"
    SCRIPTED = "scripted"
    TOO_LARGE = "too-large"


def fault_of(file: ThemeFile) -> ImageFault | None:
    """Tell why pages do not show a file of the theme as an image, or None.

    >>> fault_of(ThemeFile("theme/a.svg", "a.svg", b"<svg/>"))
    >>> fault_of(ThemeFile("theme/a.svg", "a.svg", b"<svg onload='a()'/>")).value
    'scripted'
    """
    if file.suffix not in IMAGE_SUFFIXES or not _BEGINNINGS[file.suffix].match(file.data):
        return ImageFault.NO_IMAGE
    if len(file.data) > MOST_BYTES:
        return ImageFault.TOO_LARGE
    return ImageFault.SCRIPTED if file.suffix == ".svg" and _RUNS.search(file.data) else None


def image_name(edition: Edition, term: Term) -> str | None:
    """Give which file of the theme a value names: its address where it is published, whole or relative to the base.

    Args:
        edition: the catalogue.
        term: an IRI, or a literal that has one.

    Returns:
        The path of the file below the theme's folder; None where the value names none of it.
    """
    if isinstance(term, BlankNode):
        return None
    own = edition.settings.own(f"{THEME_FOLDER}/")
    starts = (edition.settings.base + own, own) if isinstance(term, Literal) else (edition.settings.base + own,)
    return next((term.value.removeprefix(start) for start in starts if term.value.startswith(start)), None)


def image_fault(edition: Edition, term: Term) -> ImageFault | None:
    """Tell why pages do not show the image that a value names, or None."""
    name = image_name(edition, term)
    if name is None:
        return ImageFault.ELSEWHERE
    return _faults(edition).get(name, ImageFault.MISSING)


def image_path(edition: Edition, term: Term) -> str:
    """Give the path, below what is no entry's, of the image that a value names; empty where pages do not show it."""
    name = image_name(edition, term)
    return f"{THEME_FOLDER}/{name}" if name is not None and shows(edition, name) else ""


def shows(edition: Edition, name: str) -> bool:
    """Tell whether pages show a file of the theme as an image."""
    faults = _faults(edition)
    return name in faults and faults[name] is None


@per_edition
def _faults(edition: Edition) -> dict[str, ImageFault | None]:
    return {file.name: fault_of(file) for file in edition.theme}
