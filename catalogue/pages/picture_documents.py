"""Pictures as documents of their own."""

from __future__ import annotations

from catalogue.pages.environment import rendered
from catalogue.pages.pictures import Picture, fitted
from catalogue.pages.theme import style

_MARGIN, _CAPTION = 16, 20
"""The ground around a picture that is a document of its own, and the line for its title."""


def picture_document(picture: Picture, language: str) -> bytes:
    """Write a picture as a document of its own, on a ground of its own, readable in light and dark.

    Args:
        picture: the picture.
        language: the language of its texts.

    Returns:
        SVG in UTF-8, under its title.
    """
    width, height = picture.width + 2 * _MARGIN, picture.height + 2 * _MARGIN + _CAPTION
    values = {
        "picture": picture,
        "lang": language,
        "style": style("tokens", "pictures").decode(),
        "width": width,
        "height": height,
        "margin": _MARGIN,
        "top": -_MARGIN - _CAPTION,
        "view_box": f"{-_MARGIN} {-_MARGIN - _CAPTION} {width} {height}",
        "heading": fitted(picture.title, picture.width),
    }
    return rendered((), "picture.svg", values)
