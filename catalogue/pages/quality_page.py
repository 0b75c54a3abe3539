"""The page about the quality of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from catalogue.documents.addresses import QUALITY
from catalogue.edition import Edition
from catalogue.messages import say
from catalogue.model import Property
from catalogue.pages.literals import in_number, language_name
from catalogue.pages.parts import Link
from catalogue.pages.quality import OLD, Count, is_age_known, quality, wholes
from catalogue.pages.render import Alternate, render
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer


class Line(NamedTuple):
    """A count as the page shows it.

    Attributes:
        type: the type, with its list.
        about: what is counted; its label is empty where the part says it.
        number: how many, of how many.
        things: the first of them.
        more: how many others there are.
    """

    type: Link
    about: Link
    number: str
    things: Sequence[Link]
    more: int


def quality_page(edition: Edition, language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render the page about the quality of the data, of any catalogue by its shapes.

    Args:
        edition: the catalogue.
        language: the page's language.
        alternates: the page in the other languages.
    """
    viewer = Viewer(edition, language, edition.settings.own(QUALITY))
    return render(
        viewer,
        "quality.html",
        alternates,
        title=string("quality", language),
        parts=[
            (
                part,
                string(f"quality-{part}", language),
                string(f"quality-{part}-lead", language, days=in_number(edition.settings.old_after, language)),
                [_line(viewer, count) for count in counts],
                string("quality-none" if part != OLD or is_age_known(edition) else "quality-age-unknown", language),
            )
            for part, counts in quality(edition).items()
        ],
    )


def _line(viewer: Viewer, count: Count) -> Line:
    language, type_ = viewer.language, count.type
    whole = wholes(viewer.edition)[type_.iri]
    href = viewer.own(f"{type_.name}.{language}.html") if type_.is_listed else ""
    return Line(
        Link(say(type_.plural, language), href, viewer.other_language(type_.plural)),
        _about(viewer, count),
        string("quality_of", language, number=in_number(count.count, language), whole=in_number(whole, language)),
        [viewer.link(thing) for thing in count.things],
        count.count - len(count.things),
    )


def _about(viewer: Viewer, count: Count) -> Link:
    """Name the property, and the value or the language, that is counted."""
    prop = count.property
    if prop is None:
        return Link("")
    name = (
        Link(say(prop.name, viewer.language), "", viewer.other_language(prop.name))
        if isinstance(prop, Property)
        else viewer.link(prop)
    )
    after = viewer.link(count.value).label if count.value is not None else ""
    if count.language:
        after = language_name(count.language, viewer.language)
    return Link(f"{name.label} · {after}" if after else name.label, "", name.language)
