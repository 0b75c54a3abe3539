"""Named queries: their list, and for each its page, its answer and its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalogue import pages
from catalogue.documents.addresses import QUERIES
from catalogue.documents.formats import CSV, RESULTS, SPARQL, SVG, TURTLE, Format
from catalogue.errors import Place, QueryError
from catalogue.messages import Message, say
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication
from catalogue.query import NamedQuery, named_queries, published
from catalogue.sparql.forms import gives_triples

QUERY_LIST = "queries"
"""The kind of resources that the list of queries is."""

QUERY = "query"
"""The kind of resources that named queries are."""


class Asked(NamedTuple):
    """A named query, and whether a release has its answer, and as what.

    Attributes:
        query: the query.
        is_answered: whether a release has its answer.
        is_graph: whether the answer is triples and not a table.
    """

    query: NamedQuery
    is_answered: bool
    is_graph: bool

    @property
    def is_translated(self) -> bool:
        """Whether it is a dataset that is asked for in a language."""
        return self.query.is_dataset and any(parameter.type == "language" for parameter in self.query.parameters)


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
    edition, query = publication.edition, resource.subject.query
    answer = published.answer(edition, query, language)
    return pages.query_page(edition, query, answer, language, alternates(publication, resource))


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
        query = resource.subject.query
        answer = published.answer(publication.edition, query, language if per_language else "")
        if answer.result is None:
            raise QueryError(answer.reason, Place(query.path))
        return answer.result.serialize(written_as)

    def exists(_: Publication, named: Named) -> bool:
        asked: Asked = named.subject
        return asked.is_answered and asked.is_graph == is_graph and (asked.is_translated or not per_language)

    return DocumentKind(
        format_, [QUERY], write, per_language=per_language, exists=exists, is_distribution=format_ is not RESULTS
    )


def _text(_publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    query: NamedQuery = resource.subject.query
    return query.sparql.encode()


EXPORT = Export(
    "queries",
    resources=[
        ResourceKind(QUERY_LIST, Message("publish.named-queries"), _list),
        ResourceKind(QUERY, Message("publish.named-query"), _queries, dataset=_dataset),
    ],
    documents=[
        pages_of(QUERY_LIST, _list_page),
        pages_of(QUERY, _page),
        _answer(TURTLE, "turtle", is_graph=True),
        _answer(CSV, "csv", is_graph=False),
        _answer(CSV, "csv", is_graph=False, per_language=True),
        _answer(RESULTS, "json", is_graph=False),
        DocumentKind(SPARQL, [QUERY], _text),
        DocumentKind(SVG, [QUERY], _picture, per_language=True, exists=_has_picture),
    ],
)
