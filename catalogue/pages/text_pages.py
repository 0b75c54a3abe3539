"""The pages of the texts of a catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.edition import Edition
from catalogue.pages.render import Alternate, render
from catalogue.pages.texts import text_views
from catalogue.pages.views import Viewer


def text_page(edition: Edition, name: str, language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render the page of a text.

    Args:
        edition: the catalogue.
        name: the text's name.
        language: the page's language; a text without a translation is marked as what it is in.
        alternates: the page in the other languages.
    """
    viewer = Viewer(edition, language, edition.settings.own(name))
    text = next(each for each in text_views(edition, language) if each.name == name)
    return render(viewer, "text.html", alternates, title=text.title, text=text, opening=text.body)
