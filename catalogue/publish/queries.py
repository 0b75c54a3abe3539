"""Named queries: their list, and for each its page, its answer and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from catalogue import pages
from catalogue.documents.addresses import QUERIES
from catalogue.documents.formats import CSV, RESULTS, SPARQL, SVG, TURTLE, Format
from catalogue.edition import Edition, per_edition
from catalogue.errors import Place, QueryError
from catalogue.messages import Message, say
from catalogue.pages.views import Viewer
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication
from catalogue.publish.schema_org import dataset_items
from catalogue.query import NamedQuery, named_queries, published
from catalogue.query.prepared import Given, prepared
from catalogue.query.published import PublishedAnswer
from catalogue.sparql.forms import gives_triples

QUERY_LIST = "queries"
"""The kind of resources that the list of queries is."""

QUERY = "query"
"""The kind of resources that named queries are."""

PREPARED = "prepared answer"
"""The kind of resources that the answers of named queries are for other values than the defaults of their parameters."""


class Asked(NamedTuple):
    """A named query, and whether a release has its answer, and as what.

    Attributes:
        query: the query.
        is_answered: whether a release has its answer.
        is_graph: whether the answer is triples and not a table.
        prepared: the name of the answer in addresses, and the value that it is for; None for that of the defaults.
    """

    query: NamedQuery
    is_answered: bool
    is_graph: bool
    prepared: tuple[str, Given] | None = None

    @property
    def is_translated(self) -> bool:
        """Whether it is a dataset that is asked for in a language."""
        return self.query.is_dataset and any(parameter.type == "language" for parameter in self.query.parameters)

    def answer(self, edition: Edition, language: str = "") -> PublishedAnswer:
        """Give its answer, in a language where that is not empty."""
        given = [self.prepared[1]] if self.prepared else []
        return published.answer(edition, self.query, language, dict(given))


def _list(publication: Publication) -> Iterator[Named]:
    if publication.edition.queries:
        path = publication.edition.settings.own(QUERIES)
        yield Named(publication.edition.settings.base + path, path)


def _queries(publication: Publication) -> Iterator[Named]:
    edition = publication.edition
    for query in named_queries(edition).values():
        path = pages.query_path(edition, query.name)
        is_answered = not published.why_not(edition, query)
        asked = Asked(query, is_answered, is_answered and gives_triples(query.text))
        yield Named(edition.settings.base + path, path, asked)


@per_edition
def _prepared_at(edition: Edition) -> Mapping[str, tuple[str, str]]:
    """Give the query and the name of each prepared answer by its path."""
    names = [(query, name) for query in named_queries(edition) for name in prepared(edition, query)]
    return {pages.query_path(edition, *each): each for each in names}


def _prepared(publication: Publication) -> Iterator[Named]:
    edition = publication.edition
    return (_prepared_answer(edition, path, *each) for path, each in _prepared_at(edition).items())


def _prepared_answer(edition: Edition, path: str, name: str, answer: str) -> Named:
    query = named_queries(edition)[name]
    asked = Asked(query, True, gives_triples(query.text), (answer, prepared(edition, name)[answer]))  # noqa: FBT003 - a field
    return Named(edition.settings.base + path, path, asked)


def _find_prepared(publication: Publication, iri: str) -> Named | None:
    edition = publication.edition
    start = edition.settings.base + edition.settings.own(f"{QUERIES}/")
    path = iri.removeprefix(edition.settings.base)
    each = _prepared_at(edition).get(path) if iri.startswith(start) else None
    return _prepared_answer(edition, path, *each) if each is not None else None


def _dataset(publication: Publication, resource: Resource[Publication]) -> DatasetFacts | None:
    """Describe the answer of a query whose header says that it is a dataset, or the settings that one has it."""
    asked: Asked = resource.subject
    is_chosen = any(asked.query.name in dataset.queries for dataset in publication.edition.settings.portal.datasets)
    if not (asked.is_answered and (asked.query.is_dataset or is_chosen)):
        return None
    languages, query = publication.edition.settings.languages, asked.query
    return DatasetFacts(
        {tag: say(query.title, tag) for tag in languages},
        {tag: say(query.description or query.title, tag) for tag in languages},
        f"{resource.iri}.{languages[0]}.html",
    )


def _list_page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.queries_page(publication.edition, language, alternates(publication, resource), resource.root)


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    edition, asked = publication.edition, resource.subject
    answer = asked.answer(edition, language)
    others = alternates(publication, resource)
    described = dataset_items(publication, Viewer(edition, language, resource.path, resource.root), resource)
    return pages.query_page(edition, asked.query, answer, language, others, asked.prepared, described)


def _picture(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    edition, query = publication.edition, resource.subject.query
    return pages.query_picture(edition, query, published.answer(edition, query, language), language)


def _has_picture(_: Publication, named: Named) -> bool:
    asked: Asked = named.subject
    return asked.is_answered and not asked.is_graph and asked.query.chart is not None


def _answer(format_: Format, written_as: str, *, is_graph: bool, per_language: bool = False) -> DocumentKind[Publication]:
    """Give the kind of document that an answer is in a format of results, when it is triples or when it is a table.

    Args:
        format_: the format.
        written_as: its name among those of results.
        is_graph: whether it is for triples.
        per_language: whether there is one in each language, which only datasets have that are asked for one.
    """

    def write(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
        asked: Asked = resource.subject
        answer = asked.answer(publication.edition, language if per_language else "")
        if answer.result is None:
            raise QueryError(answer.reason, Place(asked.query.path))
        return answer.result.serialize(written_as)

    def exists(_: Publication, named: Named) -> bool:
        asked: Asked = named.subject
        return asked.is_answered and asked.is_graph == is_graph and (asked.is_translated or not per_language)

    return DocumentKind(
        format_, [QUERY, PREPARED], write, per_language=per_language, exists=exists, is_distribution=format_ is not RESULTS
    )


def _text(_publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    query: NamedQuery = resource.subject.query
    return query.sparql.encode()


EXPORT = Export(
    "queries",
    resources=[
        ResourceKind(QUERY_LIST, Message("publish.named-queries"), _list),
        ResourceKind(QUERY, Message("publish.named-query"), _queries, dataset=_dataset, together=QUERY),
        ResourceKind(PREPARED, Message("publish.prepared-answer"), _prepared, _find_prepared, is_ours=True, together=QUERY),
    ],
    documents=[
        pages_of(QUERY_LIST, _list_page),
        pages_of(QUERY, _page),
        replace(pages_of(PREPARED, _page), is_in_sitemap=False),
        _answer(TURTLE, "turtle", is_graph=True),
        _answer(CSV, "csv", is_graph=False),
        _answer(CSV, "csv", is_graph=False, per_language=True),
        _answer(RESULTS, "json", is_graph=False),
        DocumentKind(SPARQL, [QUERY], _text),
        DocumentKind(SVG, [QUERY], _picture, per_language=True, exists=_has_picture),
    ],
)
