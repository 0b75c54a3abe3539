"""How the viewer of a property (`dash:viewer`) changes a value that a page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from catalogue.edition import Edition
from catalogue.edition.images import image_name, image_path
from catalogue.model import VIEWERS
from catalogue.model.viewers import is_address
from catalogue.pages.addresses import in_short
from catalogue.pages.excerpts import plain_text
from catalogue.pages.literals import language_name
from catalogue.pages.parts import Value
from catalogue.pages.sanitising import sanitised
from catalogue.terms import Literal, NamedNode, Term, language_of


class Showing(NamedTuple):
    """What a viewer knows of a page.

    Attributes:
        edition: the catalogue.
        language: the page's language.
        own: gives the address of what is no entry's, of its path.
        about: what an image without a name of its own shows.
    """

    edition: Edition
    language: str
    own: Callable[[str], str]
    about: str


def shown_by(viewer: str | None, term: Term, value: Value, showing: Showing) -> Value:
    """Show a value as the viewer of its property has it.

    Args:
        viewer: the local name of the viewer, or None.
        term: the value.
        value: how it is shown without.
        showing: what is known of the page.

    Returns:
        The value as it is shown; without a change where the viewer is not for such values.
    """
    change = _CHANGES.get(viewer or "")
    return change(term, value, showing) if change is not None and VIEWERS[viewer or ""].shows(term) else value


def _as_image(term: Term, value: Value, showing: Showing) -> Value:
    """Show an image that lies in the catalogue's theme; any other is a link: pages load nothing from elsewhere."""
    path = image_path(showing.edition, term)
    if not path:
        linked = _as_link(term, value, showing)
        is_of_theme = image_name(showing.edition, term) is not None
        return linked._replace(href="") if is_of_theme else linked  # it is missing, or runs scripts when it is opened
    named = value.label if isinstance(term, NamedNode) and showing.edition.label(term, showing.language) != term.value else ""
    return value._replace(
        label=named or showing.about, href="", image=showing.own(path), language=value.language if named else ""
    )


def _as_link(term: Term, value: Value, _showing: Showing) -> Value:
    """Lead to the address that a value is, or has as its text, where it is one of the web or of mail."""
    if isinstance(term, NamedNode):
        return value._replace(label=in_short(term.value), language="")
    return value._replace(href=term.value.strip()) if is_address(term.value) else value


def _as_iri(term: Term, value: Value, _showing: Showing) -> Value:
    return value._replace(label=term.value, language="")


def _as_written(term: Term, value: Value, _showing: Showing) -> Value:
    return value._replace(label=term.value, datetime=None)


def _with_language(term: Term, value: Value, showing: Showing) -> Value:
    tag = language_of(term)
    return (
        value._replace(language=tag, language_name=language_name(tag, showing.language)) if isinstance(term, Literal) else value
    )


def _as_html(term: Term, value: Value, _showing: Showing) -> Value:
    return value._replace(label=plain_text(term.value), html=sanitised(term.value))


_CHANGES: Mapping[str, Callable[[Term, Value, Showing], Value]] = {
    "HTMLViewer": _as_html,
    "HyperlinkViewer": _as_link,
    "ImageViewer": _as_image,
    "LangStringViewer": _with_language,
    "LiteralViewer": _as_written,
    "URIViewer": _as_iri,
}
"""What viewers change; a label, a blank node and a table are shown as they are, and details by what the value is made of."""
