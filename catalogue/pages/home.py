"""The home page, and the page of all that the catalogue has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from catalogue.documents.addresses import CONTENTS, HOME, NAMES
from catalogue.edition import Edition
from catalogue.messages import say
from catalogue.model import EntityType
from catalogue.pages.cards import Card
from catalogue.pages.features import features
from catalogue.pages.literals import in_bytes, in_number
from catalogue.pages.parts import Link
from catalogue.pages.placing import map_of_types
from catalogue.pages.record import catalogue_citation
from catalogue.pages.render import Alternate, foot_notes, render
from catalogue.pages.strings import string
from catalogue.pages.structured.page import About, site_item
from catalogue.pages.structured.things import JsonObject, thing_item
from catalogue.pages.surroundings import thing_part
from catalogue.pages.terms import terms
from catalogue.pages.views import Viewer
from catalogue.query.published import queries_of_release
from catalogue.terms import NamedNode

_MOST_TYPES = 12
"""How many types the home page shows where the settings name no section; all are on the page of all contents."""


class Files(NamedTuple):
    """What there is to take.

    Attributes:
        downloads: the files of the whole, together those of a part, by the name of the part.
        tables: the files of the table of each type, by its IRI: its CSV first.
    """

    downloads: Sequence[tuple[str, Sequence[Alternate]]]
    tables: Mapping[str, Sequence[Alternate]]


class _Table(NamedTuple):
    """The row of a type among the tables: its CSV, how many rows that has, how long it is, and the other forms."""

    link: Link
    rows: str
    size: str
    others: Sequence[tuple[str, Alternate, str]]


def home_page(  # noqa: PLR0913, PLR0917 - what is at the base itself, and what portals are told
    edition: Edition,
    language: str,
    alternates: Sequence[Alternate],
    things: Sequence[NamedNode] = (),
    root: str = "",
    datasets: Sequence[JsonObject] = (),
) -> bytes:
    """Render the home page: what the catalogue is, what the settings feature or else its types, and what is at the base itself.

    Args:
        edition: the catalogue.
        language: the page's language.
        alternates: the other documents about the catalogue.
        things: the entries that have the base as their IRI, or a fragment of it.
        root: what links begin with where the page is shown in another folder than its own; or empty.
        datasets: the catalogue of data and its datasets in schema.org.

    Raises:
        SettingsError: the settings name a query that is not there.
    """
    viewer, settings = Viewer(edition, language, edition.settings.own(HOME), root), edition.settings
    lead = settings.home.lead or settings.description
    return render(
        viewer,
        "home.html",
        alternates,
        title=say(settings.home.title or settings.title, language),
        title_language=viewer.other_language(settings.home.title or settings.title),
        description=say(lead, language),
        lead_language=viewer.other_language(lead),
        features=features(viewer),
        cards=list(islice(_cards(viewer, edition.ranks.subjects()), _MOST_TYPES)) if not settings.home.sections else [],
        ways_in=list(_ways_in(viewer)),
        map=None if settings.home.sections else map_of_types(viewer, edition.ranks.subjects()),
        vocabulary=[section for section in terms(viewer, edition.settings.base) if section[1]],
        parts=[thing_part(viewer, thing) for thing in things],
        subject=About([site_item(viewer), *datasets, *(thing_item(viewer, thing) for thing in things)]),
        **foot_notes(viewer),
    )


def _ways_in(viewer: Viewer) -> Iterator[Link]:
    """Give what stands beside the field of the search, for whoever would rather leaf through."""
    if viewer.edition.subjects:
        yield Link(string("all_names", viewer.language), viewer.own(f"{NAMES}/1.{viewer.language}.html"))
    yield Link(string("contents", viewer.language), viewer.own(f"{CONTENTS}.{viewer.language}.html"))


def contents_page(  # noqa: PLR0913, PLR0917 - what there is to take, and what portals are told
    edition: Edition,
    language: str,
    alternates: Sequence[Alternate],
    files: Files,
    root: str = "",
    datasets: Sequence[JsonObject] = (),
) -> bytes:
    """Render the page of all contents: the lists of all types, the records among them, and where to take the data."""
    viewer = Viewer(edition, language, edition.settings.own(CONTENTS), root)
    subjects = list(edition.ranks.subjects())
    records = [type_ for type_ in edition.ranks.ordered() if type_.iri in edition.ranks.records]
    tables = list(_tables(viewer, [*subjects, *records], files.tables))
    return render(
        viewer,
        "contents.html",
        alternates,
        title=string("contents", language),
        description=string("contents_lead", language),
        subjects=list(_cards(viewer, subjects)),
        records=list(_cards(viewer, records)),
        tables=tables,
        has_forms=any(table.others for table in tables),
        release=edition.release,
        permanent=queries_of_release(edition),
        citation=catalogue_citation(viewer),
        subject=About(datasets, type="CollectionPage"),
        downloads=[(part, _sized(viewer, of)) for part, of in files.downloads],
    )


def _tables(viewer: Viewer, types: Sequence[EntityType], files: Mapping[str, Sequence[Alternate]]) -> Iterator[_Table]:
    """Give the tables of the lists of types."""
    for type_ in types:
        count, forms = len(viewer.edition.instances(type_)), _sized(viewer, files.get(type_.iri, ()))
        if count and type_.is_listed and forms:
            label, language = say(type_.plural, viewer.language), viewer.other_language(type_.plural)
            (href, table, size), *others = forms
            link = Link(label, href, language, table.path.rpartition("/")[2])
            yield _Table(link, in_number(count, viewer.language), size, others)


def _sized(viewer: Viewer, files: Sequence[Alternate]) -> list[tuple[str, Alternate, str]]:
    """Give files as the page links to them: the address, the file, and how long it is."""
    return [(viewer.href(file.path), file, _size(file.size, viewer.language)) for file in files]


def _size(size: int | None, language: str) -> str:
    return in_bytes(size, language) if size is not None else ""


def _cards(viewer: Viewer, types: Iterator[EntityType] | Sequence[EntityType]) -> Iterator[Card]:
    """Show the lists of types that have things."""
    for type_ in types:
        count = len(viewer.edition.instances(type_))
        if count and type_.is_listed:
            link = Link(
                say(type_.plural, viewer.language),
                viewer.own(f"{type_.name}.{viewer.language}.html"),
                viewer.other_language(type_.plural),
            )
            line = Link(say(type_.description, viewer.language), "", viewer.other_language(type_.description))
            yield Card(link, line, count=in_number(count, viewer.language))
