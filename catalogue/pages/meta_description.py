"""The description of a page that search engines show below its title, and others where it is shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.messages import say
from catalogue.pages.excerpts import plain_text, shortened
from catalogue.pages.views import Viewer

LONGEST = 200
"""How many characters a description has, before it is cut between two words."""


def meta_description(viewer: Viewer, shared: Mapping[str, Any]) -> str:
    """Describe a page in a sentence or two of plain text, never empty.

    Args:
        viewer: the page.
        shared: what its template gets: `description` where it has one, `about` the name of the type that it is about, or
            `opening` the HTML that it begins with.

    Returns:
        The page's own description; else how a text begins; else its title with what its type is, or what the catalogue is.
    """
    own = _plain(str(shared["description"])) or (_plain(plain_text(str(shared["opening"]))) if shared["opening"] else "")
    return shortened(own or _of_title(viewer, shared), LONGEST)


def _of_title(viewer: Viewer, shared: Mapping[str, Any]) -> str:
    """Say what a page without a description is: of which type, or else of which catalogue."""
    language, settings = viewer.language, viewer.edition.settings
    title, about = _plain(str(shared["title"])), shared["about"]
    type_ = viewer.edition.model.by_name.get(about) if about else None
    name, description = (type_.label, type_.description) if type_ is not None else (settings.title, settings.description)
    of = _plain(say(name, language)) if name else ""
    head = title if of in {"", title} else f"{title} · {of}"
    return f"{head}. {_plain(say(description, language))}" if description else head


def _plain(text: str) -> str:
    r"""Put a text on one line.

    >>> _plain(" two\n lines ")
    'two lines'
    """
    return " ".join(text.split())
