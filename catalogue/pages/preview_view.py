"""What a page says of itself to those who show previews of pages (Open Graph)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel.core import get_global

from catalogue.documents.formats import PNG
from catalogue.edition import Edition, repeated_per_edition
from catalogue.pages.literals import locale_of
from catalogue.pages.preview import HEIGHT, WIDTH, preview_of
from catalogue.pages.theme import preview
from catalogue.pages.views import Viewer


@dataclass(frozen=True)
class PreviewView:
    """What stands for a page where it is shared.

    Attributes:
        image: the address of an image.
        alternative: what the image says; empty where that is not known.
        media_type: its media type; empty where its size is not known either.
        width: its width in pixels.
        height: its height in pixels.
        locale: the language and territory of the page, as Open Graph writes them.
        other_locales: those of its translations.
    """

    image: str
    alternative: str
    media_type: str
    width: int
    height: int
    locale: str
    other_locales: Sequence[str]


def preview_view(viewer: Viewer, type_name: str) -> PreviewView:
    """Tell what stands for a page where it is shared: an image of the theme, else one that is drawn.

    Args:
        viewer: the page.
        type_name: the name of the type of which it shows one or all things; empty where it is none.
    """
    return _view(viewer.edition, type_name, viewer.language)


@repeated_per_edition
def _view(edition: Edition, type_name: str, language: str) -> PreviewView:
    settings = edition.settings
    others = [locale for tag in settings.languages if tag != language and (locale := open_graph_locale(tag))]
    locales = (open_graph_locale(language), others)
    made = preview_of(edition, type_name, language)
    if made is None:
        return PreviewView(edition.address + settings.own(preview(edition, type_name)), "", "", 0, 0, *locales)
    path, texts = made
    return PreviewView(edition.address + settings.own(path), texts.alternative, PNG.media_type, WIDTH, HEIGHT, *locales)


@lru_cache(maxsize=64)
def open_graph_locale(tag: str) -> str:
    """Write a language tag as Open Graph does, with the territory where most speak it if it has none.

    >>> open_graph_locale("fr"), open_graph_locale("pt-BR"), open_graph_locale("zh-Hant"), open_graph_locale("x-klingon")
    ('fr_FR', 'pt_BR', 'zh_TW', '')
    """
    locale = locale_of(tag)
    if locale.language != tag.lower().partition("-")[0]:
        return ""  # it is one that the library does not know
    likely = get_global("likely_subtags").get(str(locale), "").rpartition("_")[2]
    territory = locale.territory or likely
    return f"{locale.language}_{territory}" if territory else ""
