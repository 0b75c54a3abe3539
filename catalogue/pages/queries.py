"""Pages of the named queries: the list, and each with its question, its answer and its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from catalogue.collation import name_key
from catalogue.documents.addresses import CONTENTS, QUERIES
from catalogue.documents.formats import HTML
from catalogue.edition import Edition, held_by_edition
from catalogue.messages import say, typeset
from catalogue.pages.answer_tables import MOST_ROWS, answer_table
from catalogue.pages.asking import LANGUAGE, form_of
from catalogue.pages.choosing import choosing, query_path, shown
from catalogue.pages.citation import Citation, citation
from catalogue.pages.columns import column_label
from catalogue.pages.literals import localized
from catalogue.pages.parts import Link
from catalogue.pages.picture_documents import picture_document
from catalogue.pages.pictures import Picture, Wording, picture_of
from catalogue.pages.pictures.drawn import LINE, WIDTH, text
from catalogue.pages.record import revision_date
from catalogue.pages.render import Alternate, render
from catalogue.pages.site import beside_pages, service_href
from catalogue.pages.strings import string
from catalogue.pages.structured.page import About
from catalogue.pages.structured.things import JsonObject
from catalogue.pages.views import Viewer
from catalogue.query import NamedQuery, Result, named_queries
from catalogue.query.drawing import drawing
from catalogue.query.prepared import Given
from catalogue.query.published import PublishedAnswer, named_address, without_header
from catalogue.sparql.forms import gives_triples
from catalogue.sparql.tokens import pieces
from catalogue.terms import Literal, Term

_LONG = 80
"""How many characters of a value the title of a page has at most."""

_MOST_CHOICES = 12
"""How many values of a parameter are in sight; more are opened."""

_CLASSES: Mapping[str, str] = {
    "comment": "comment",
    "string": "text",
    "iri": "iri",
    "variable": "variable",
    "name": "iri",
    "word": "keyword",
}
"""The classes of the pieces of a query that stand out."""


@dataclass(frozen=True)
class _Entry:
    """A query in the list."""

    link: Link
    description: str
    keywords: Sequence[Link]


def _picture(viewer: Viewer, query: NamedQuery, result: Result | None) -> tuple[Picture | None, int]:
    """Draw the chart of an answer, and say how many rows are not in it; None where there is none, or nothing to draw."""
    if query.chart is None or result is None:
        return None, 0
    language = viewer.language
    drawn = drawing(query.chart, result, lambda term: _shown(viewer, term))
    if drawn is None:
        return None, 0
    title = say(query.chart.caption or query.title, language)
    names = (column_label(viewer.edition, query, name, language) if name else "" for name in (drawn.x, drawn.y, drawn.color))
    return picture_of(drawn, Wording(language, title, *names)), drawn.left_out


def _shown(viewer: Viewer, term: Term) -> str:
    return localized(term, viewer.language, is_whole=True) if isinstance(term, Literal) else viewer.link(term).label


def queries_page(edition: Edition, language: str, alternates: Sequence[Alternate], root: str = "") -> bytes:
    """Render the list of the named queries: under their first keyword, then an index of all keywords."""
    viewer = Viewer(edition, language, edition.settings.own(QUERIES), root)
    queries = list(named_queries(edition).values())
    ids = _keyword_ids(edition, language)
    index: dict[str, list[Link]] = {word: [] for word in ids}
    for query in queries:
        for word in _keywords(query, language):
            index[word].append(_link(viewer, query))
    groups: dict[str, list[_Entry]] = {}
    for query in queries:
        keywords = _keywords(query, language)
        links = [Link(word, f"#{ids[word]}") for word in keywords]
        entry = _Entry(_link(viewer, query), say(query.description, language), links)
        groups.setdefault(keywords[0] if keywords else "", []).append(entry)
    return render(
        viewer,
        "queries.html",
        alternates,
        title=string("queries", language),
        description=string("queries_words", language, count=len(queries)),
        groups=[
            (word or string("other", language), groups[word]) for word in sorted(groups, key=lambda w: (not w, name_key(w)))
        ],
        index=[(ids[word], word, index[word]) for word in ids],
    )


def _keywords(query: NamedQuery, language: str) -> Sequence[str]:
    """Give a query's keywords in a language, or in the nearest that there is."""
    shown = say({tag: tag for tag in query.keywords}, language)
    return query.keywords.get(shown, ())


@held_by_edition
def _keyword_ids(edition: Edition, language: str) -> Mapping[str, str]:
    """Give the anchor of each keyword in the list, in the order of the keywords."""
    keywords = {word for query in named_queries(edition).values() for word in _keywords(query, language)}
    return {word: f"k{number}" for number, word in enumerate(sorted(keywords, key=name_key), 1)}


def _link(viewer: Viewer, query: NamedQuery) -> Link:
    path = query_path(viewer.edition, query.name)
    return Link(
        say(query.title, viewer.language), viewer.href(f"{path}.{viewer.language}.html"), viewer.other_language(query.title)
    )


def query_picture(edition: Edition, query: NamedQuery, answer: PublishedAnswer, language: str) -> bytes:
    """Draw the chart of a named query as a document of its own.

    Args:
        edition: the catalogue.
        query: a query with a chart.
        answer: its answer.
        language: the language of its texts.

    Returns:
        SVG in UTF-8; it says so where there is nothing to draw.
    """
    viewer = Viewer(edition, language, query_path(edition, query.name))
    picture, _ = _picture(viewer, query, answer.result)
    if picture is None:
        nothing = string("nothing_to_draw", language)
        picture = Picture(say(query.title, language), nothing, WIDTH, 2 * LINE, [text(nothing, 0, LINE)])
    return picture_document(picture, language)


def query_page(  # noqa: PLR0913, PLR0917 - a query, its answer, and for which value that is
    edition: Edition,
    query: NamedQuery,
    answer: PublishedAnswer,
    language: str,
    alternates: Sequence[Alternate],
    prepared: tuple[str, Given] | None = None,
    datasets: Sequence[JsonObject] = (),
) -> bytes:
    """Render the page of a named query, or of an answer that is prepared for a value of a parameter.

    Args:
        edition: the catalogue.
        query: the query.
        answer: its answer, or why there is none.
        language: the page's language.
        alternates: the other documents about it.
        prepared: the name of the answer in addresses, and the value that it is for; None for the page of the query.
        datasets: the datasets of which it is the page, in schema.org.

    Returns:
        HTML in UTF-8: the question, the parameters, the answer as a chart and a table, how to cite it, and the query.
    """
    name, given = prepared or ("", None)
    viewer = Viewer(edition, language, query_path(edition, query.name, name))
    title = _title(viewer, query, given)
    return render(
        viewer,
        "query.html",
        alternates,
        title=title,
        narrowed_to=_narrowed(viewer, query, given),
        parameters=choosing(viewer, query, answer, given),
        form=form_of(viewer, query, answer.given, is_graph=gives_triples(query.text)) if not query.faults else None,
        citation=_citation(viewer, title) if answer.result is not None else None,
        subject=About(datasets, [Link(string("queries", language), viewer.own(f"{QUERIES}.{language}.html"))]),
        is_asked=False,
        notes=(),
        **_shown_answer(viewer, query, answer),
    )


class Asking(NamedTuple):
    """Where the service answers a named query by a page.

    Attributes:
        root: the path of the release's root on its host, ending in `/`.
        path: the path of the query below that, encoded.
        fields: what is asked there, the language of the page apart.
    """

    root: str
    path: str
    fields: Sequence[tuple[str, str]]

    def address(self, language: str) -> str:
        """Give the path and the fields of the page in a language."""
        fields = [(name, value) for name, value in self.fields if name != LANGUAGE]
        return f"{self.path}?{urlencode([*fields, (LANGUAGE, language)], safe='/:', quote_via=quote)}"


def asked_page(  # noqa: PLR0913, PLR0917 - a query, its answer, and where that is asked
    edition: Edition, query: NamedQuery, answer: PublishedAnswer, language: str, asking: Asking, notes: Sequence[str] = ()
) -> bytes:
    """Render the page of a named query with the answer that the service gives to values of its parameters.

    Args:
        edition: the catalogue.
        query: the query.
        answer: its answer.
        language: the page's language.
        asking: where it is asked.
        notes: what is told beside the answer.

    Returns:
        HTML in UTF-8: the form has the values, and the citation the address of this answer.
    """
    viewer = Viewer(edition, language, query_path(edition, query.name), asking.root)
    title, address = _asked_title(viewer, query, answer), edition.address + asking.address(language)
    pages = [(tag, asking.address(tag)) for tag in edition.settings.languages]
    translations = [
        (asking.root + page, edition.address + page, Alternate(page, HTML.media_type, HTML.name, tag)) for tag, page in pages
    ]
    return render(
        viewer,
        "query.html",
        (),
        canonical=address,
        translations=translations,
        title=title,
        narrowed_to=None,
        parameters=(),
        form=form_of(viewer, query, answer.given, asking.root + asking.path, is_graph=gives_triples(query.text)),
        citation=citation(viewer, title, address, revision_date(edition)),
        is_asked=True,
        notes=notes,
        **_shown_answer(viewer, query, answer),
    )


def _asked_title(viewer: Viewer, query: NamedQuery, answer: PublishedAnswer) -> str:
    """Title the page of an answer by the question and the values that are not its defaults."""
    chosen = [
        f"{say(parameter.description, viewer.language) or parameter.name} {shown(viewer, parameter, value).label[:_LONG]}"
        for parameter in query.parameters
        if parameter.type != "language" and (value := answer.given.get(parameter.name, "")) != parameter.default and value
    ]
    return " – ".join([say(query.title, viewer.language), *chosen])


def _shown_answer(viewer: Viewer, query: NamedQuery, answer: PublishedAnswer) -> dict[str, Any]:
    """Give what the page of a query shows of its question and its answer, wherever that comes from."""
    edition, language = viewer.edition, viewer.language
    picture, left_out = _picture(viewer, query, answer.result)
    list_, ids = viewer.own(f"{QUERIES}.{language}.html"), _keyword_ids(edition, language)
    return dict(
        heading=_link(viewer, query),
        title_language=viewer.other_language(query.title),
        description=say(query.description, language),
        list_link=Link(string("queries", language), list_),
        keywords=[Link(word, f"{list_}#{ids[word]}") for word in _keywords(query, language)],
        most_choices=_MOST_CHOICES,
        most_prepared=edition.settings.prepared,
        reason=typeset(answer.reason, language),
        **answer_table(viewer, query, answer.result),
        most=MOST_ROWS,
        picture=picture,
        left_out=left_out,
        contents=viewer.own(f"{CONTENTS}.{language}.html"),
        address=(address := named_address(edition, query, answer)),
        address_href=beside_pages(viewer, address),
        ask_answered=service_href(viewer, answer.line) if edition.settings.sparql.address and answer.line else "",
        ask=service_href(viewer, answer.sparql or query.sparql) if edition.settings.sparql.address else "",
        pieces=[(_CLASSES.get(kind, ""), written) for kind, written in _pieces(query)],
    )


def _pieces(query: NamedQuery) -> list[tuple[str, str]]:
    """Cut a query without its header into pieces of one kind each, without lines at its ends that are empty."""
    header = len(query.sparql) - len(without_header(query.sparql))
    cut = list(pieces(query.sparql, query.text.tokens, header))
    if cut:
        cut[-1] = cut[-1][0], cut[-1][1].rstrip("\n")
    return [(kind, written) for kind, written in cut if written]


def _citation(viewer: Viewer, title: str) -> Citation:
    """Cite an answer by the address of its page, which names no release: else it would change with each."""
    edition = viewer.edition
    return citation(viewer, title, f"{edition.address}{viewer.path}.{viewer.language}.html", revision_date(edition))


def _narrowed(viewer: Viewer, query: NamedQuery, given: Given | None) -> Link | None:
    """Give the value that an answer is prepared for, and as a note what it is."""
    if given is None:
        return None
    parameter = next(each for each in query.parameters if each.name == given.parameter)
    value = shown(viewer, parameter, given.value)
    return Link(value.label, value.href, value.language, say(parameter.description, viewer.language) or parameter.name)


def _title(viewer: Viewer, query: NamedQuery, given: Given | None) -> str:
    """Title a page so that no other answer of the query has the same title."""
    title, narrowed = say(query.title, viewer.language), _narrowed(viewer, query, given)
    return f"{title} – {narrowed.note} {narrowed.label}" if narrowed else title
