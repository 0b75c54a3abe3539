"""Publishing: which documents a release has, and the one way to represent a thing.

`represent` gives the bytes of any document from an IRI, a media type and a language. A release is that function in a loop over
`documents`; the server is that function behind content negotiation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from catalogue import pages, serialise
from catalogue.edition import Edition
from catalogue.errors import Place, QueryError, Text, UsageError, say, text
from catalogue.exports import dcat, jsonld, tables
from catalogue.model import EntityType
from catalogue.names import iri_of, path_of
from catalogue.pages.render import Alternate
from catalogue.pages.views import vocabularies
from catalogue.query import NamedQuery, named_queries, published
from catalogue.sparql.forms import gives_triples
from catalogue.terms import NamedNode, Triple


@dataclass(frozen=True)
class Format:
    """A format of documents.

    Attributes:
        name: its short name.
        media_type: its media type.
        suffix: the suffix of its files.
        title: what readers call it.
        file_type: its code in the EU's file type table, or empty.
        quality: how gladly it is given when a client accepts several alike (0 to 1).
    """

    name: str
    media_type: str
    suffix: str
    title: str
    file_type: str = ""
    quality: float = 1.0


FORMATS: Mapping[str, Format] = {
    format_.name: format_
    for format_ in (
        Format("html", "text/html", ".html", "HTML", "HTML"),
        Format("turtle", "text/turtle", ".ttl", "Turtle", "RDF_TURTLE", 0.9),
        Format("jsonld", "application/ld+json", ".jsonld", "JSON-LD", "JSON_LD", 0.8),
        Format("ntriples", "application/n-triples", ".nt", "N-Triples", "RDF_N_TRIPLES", 0.7),
        Format("nquads", "application/n-quads", ".nq", "N-Quads", "RDF_N_QUADS", 0.6),
        Format("csv", "text/csv", ".csv", "CSV", "CSV", 0.5),
        Format("xml", "application/xml", ".xml", "XML", "", 0.4),
        Format("text", "text/plain", ".txt", "Text", "", 0.3),
        Format("results", "application/sparql-results+json", ".srj", "JSON", "", 0.4),
        Format("sparql", "application/sparql-query", ".rq", "SPARQL", "", 0.3),
        Format("css", "text/css", ".css", "CSS", "", 0.2),
        Format("svg", "image/svg+xml", ".svg", "SVG", "", 0.2),
    )
}
"""All formats of documents by name: file suffixes, negotiation, `<link rel>` and the documentation read this table."""

MEDIA_TYPES: Mapping[str, Format] = {format_.media_type: format_ for format_ in FORMATS.values()}
"""All formats by media type."""

_THING = ("turtle", "jsonld", "ntriples")
_LIST = ("csv", "turtle", "jsonld", "ntriples")
_DUMP = ("turtle", "nquads", "jsonld")

Writer = Callable[[Edition, str], bytes]


@dataclass(frozen=True)
class Document:
    """One document of a release.

    Attributes:
        path: its path in the release.
        iri: the IRI that it represents.
        format: its format.
        language: its language, or empty.
    """

    path: str
    iri: str
    format: Format
    language: str = ""


@dataclass(frozen=True)
class Resource:
    """Something that has documents.

    Attributes:
        iri: its IRI.
        path: the path of its documents, without suffix.
        writers: for each format by name, what writes it from the edition and a language.
    """

    iri: str
    path: str
    writers: Mapping[str, Writer]

    def documents(self, edition: Edition) -> Iterator[Document]:
        """List its documents: HTML in each language, the other formats once."""
        for name in self.writers:
            format_ = FORMATS[name]
            if name == "html":
                for language in edition.settings.languages:
                    yield Document(f"{self.path}.{language}{format_.suffix}", self.iri, format_, language)
            else:
                yield Document(f"{self.path}{format_.suffix}", self.iri, format_)


def represent(edition: Edition, iri: str, media_type: str, language: str = "") -> bytes:
    """Give the bytes of one document.

    Args:
        edition: the catalogue.
        iri: what is represented: a thing, a list, the catalogue itself (its base), a vocabulary, a dump or an asset.
        media_type: one of `MEDIA_TYPES`.
        language: the language of a page; not used for other media types.

    Returns:
        The bytes, the same for the same edition on any machine.

    Raises:
        UsageError: there is no such document.
    """
    resource = find_resource(edition, iri)
    format_ = MEDIA_TYPES.get(media_type)
    writer = resource.writers.get(format_.name) if resource and format_ else None
    if writer is None:
        raise UsageError(
            f"there is no {media_type} document about <{iri}>", f"pas de document {media_type} au sujet de <{iri}>"
        )
    return writer(edition, language)


def documents(edition: Edition) -> Iterator[Document]:
    """List all documents of a release, in a stable order; no two have the same path."""
    for resource in resources(edition):
        yield from resource.documents(edition)


def document_at(edition: Edition, path: str) -> Document | None:
    """Give the document that has a path, or None.

    Args:
        edition: the catalogue.
        path: the path in the release, such as `initiative/umap.fr.html`.
    """
    head, _, name = path.rpartition("/")
    stem, dot, suffix = name.partition(".")
    iri = _own_iri(edition, f"{head}/{stem}" if head else stem)
    resource = find_resource(edition, iri) if iri and dot else None
    if resource is None:
        return None
    return next((d for d in resource.documents(edition) if d.path == f"{resource.path}.{suffix}" == path), None)


def _own_iri(edition: Edition, path: str) -> str | None:
    """Give the IRI of documents with a path, be it a thing's or one of the release's own."""
    base = edition.settings.base
    own = f"{base}{path}"
    return own if path != "index" and own in _own_resources(edition) else iri_of(path, base)


def find_resource(edition: Edition, iri: str) -> Resource | None:
    """Give what an IRI names, or None when the release knows nothing of it."""
    own = _own_resources(edition).get(iri)
    if own is not None:
        return own
    thing = _named(iri)
    return _thing(edition, thing) if thing in edition.things else None


def _named(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def resources(edition: Edition) -> Iterator[Resource]:
    """List everything that has documents: the release's own first, then the things in the order of their IRIs."""
    yield from _own_resources(edition).values()
    for thing in edition.things:
        yield _thing(edition, thing)


@lru_cache(maxsize=2)
def _own_resources(edition: Edition) -> dict[str, Resource]:
    return {resource.iri: resource for resource in _list_own_resources(edition)}


def _list_own_resources(edition: Edition) -> Iterator[Resource]:
    base = edition.settings.base
    yield Resource(base, "index", {"html": _home, **_rdf(_dcat_triples)})
    for type_ in edition.model.types.values():
        yield _list(edition, type_)
    for vocabulary in vocabularies(edition):
        yield _vocabulary(edition, vocabulary)
    if edition.queries:
        yield Resource(base + pages.QUERIES, pages.QUERIES, {"html": _queries})
    for query in named_queries(edition).values():
        yield _query(edition, query)
    yield Resource(
        base + "dumps/catalogue",
        "dumps/catalogue",
        {
            "turtle": lambda e, _: serialise.turtle(e.graph.triples(), e.settings.prefixes),
            "nquads": lambda e, _: serialise.nquads(e.graph.quads()),
            "jsonld": lambda e, _: jsonld.document(e, e.graph.triples()),
        },
    )
    yield Resource(
        base + "dumps/shapes",
        "dumps/shapes",
        {"turtle": lambda e, _: serialise.turtle(e.shapes_graph.triples(), e.settings.prefixes)},
    )
    yield Resource(base + "context", "context", {"jsonld": lambda e, _: jsonld.context(e)})
    yield Resource(base + "sitemap", "sitemap", {"xml": lambda e, _: _sitemap(e)})
    yield Resource(base + "robots", "robots", {"text": lambda e, _: f"Sitemap: {e.settings.base}sitemap.xml\n".encode()})
    for path, media_type in pages.ASSETS.items():
        stem = path.partition(".")[0]
        yield Resource(base + stem, stem, {MEDIA_TYPES[media_type].name: _asset(path)})


def _asset(path: str) -> Writer:
    return lambda _edition, _language: pages.asset(path)


def _rdf(triples: Callable[[Edition], list[Triple]]) -> dict[str, Writer]:
    """Write the same triples in each RDF format."""
    return {
        "turtle": lambda e, _: serialise.turtle(triples(e), e.settings.prefixes),
        "jsonld": lambda e, _: jsonld.document(e, triples(e)),
        "ntriples": lambda e, _: serialise.ntriples(triples(e)),
    }


def _alternates(edition: Edition, path: str, formats: tuple[str, ...]) -> list[Alternate]:
    pages_ = [Alternate(f"{path}.{tag}.html", "text/html", "HTML", tag) for tag in edition.settings.languages]
    others = [Alternate(path + f.suffix, f.media_type, f.title) for f in map(FORMATS.__getitem__, formats)]
    return pages_ + others


def _thing(edition: Edition, thing: NamedNode) -> Resource:
    path = path_of(thing.value, edition.settings.base)
    return Resource(
        thing.value,
        path,
        {
            "html": lambda e, tag: pages.thing_page(e, thing, tag, _alternates(e, path, _THING)),
            **_rdf(lambda e: thing_triples(e, thing)),
        },
    )


def thing_triples(edition: Edition, thing: NamedNode) -> list[Triple]:
    """List what a thing's documents say: what is said of it, then the claims about its values."""
    found = edition.graph.description(thing)
    for claim in edition.claims_about(thing):
        found += edition.graph.description(claim)
    return found


def _list(edition: Edition, type_: EntityType) -> Resource:
    def triples(e: Edition) -> list[Triple]:
        return [triple for thing in e.instances(type_) for triple in e.graph.description(thing)]

    return Resource(
        edition.settings.base + type_.name,
        type_.name,
        {
            "html": lambda e, tag: pages.list_page(e, type_, tag, _alternates(e, type_.name, _LIST)),
            "csv": lambda e, _: tables.table(e, type_),
            **_rdf(triples),
        },
    )


def _vocabulary(edition: Edition, vocabulary: NamedNode) -> Resource:
    path = path_of(vocabulary.value, edition.settings.base)

    def triples(e: Edition) -> list[Triple]:
        head = e.shapes_graph.description(vocabulary)
        subjects = dict.fromkeys(t.subject for t in e.shapes_graph.triples())
        terms = [s for s in subjects if isinstance(s, NamedNode) and s.value.startswith(vocabulary.value + "#")]
        return head + [triple for term in terms for triple in e.shapes_graph.description(term)]

    return Resource(
        vocabulary.value,
        path,
        {
            "html": lambda e, tag: pages.vocabulary_page(e, vocabulary, tag, _alternates(e, path, _THING)),
            **_rdf(triples),
        },
    )


def _queries(edition: Edition, language: str) -> bytes:
    return pages.queries_page(edition, language, _alternates(edition, pages.QUERIES, ()))


def _query(edition: Edition, query: NamedQuery) -> Resource:
    """Give the documents of a named query: its page, its answer, and its text."""
    path = pages.query_path(edition, query.name)
    answers: dict[str, Writer] = {}
    if not published.why_not(edition, query):
        triples = gives_triples(query.text)
        wanted = {"turtle": "turtle"} if triples else {"csv": "csv", "results": "json"}
        answers = {format_: _answer_in(query, written) for format_, written in wanted.items()}
    formats = (*answers, "sparql")
    return Resource(
        edition.settings.base + path,
        path,
        {
            "html": lambda e, tag: _query_page(e, query, tag, _alternates(e, path, formats)),
            **answers,
            "sparql": lambda _, __: query.sparql.encode(),
        },
    )


def _answer_in(query: NamedQuery, name: str) -> Writer:
    def write(edition: Edition, _: str) -> bytes:
        found = published.answer(edition, query)
        if found.result is None:
            raise QueryError(found.reason["en"], found.reason["fr"], Place(query.path))
        return found.result.serialize(name)

    return write


def _query_page(edition: Edition, query: NamedQuery, language: str, alternates: list[Alternate]) -> bytes:
    found = published.answer(edition, query, language)
    figure = pages.figure(edition, query, found.result, language) if found.result is not None else None
    chart = ""
    if figure is not None:
        from catalogue.exports import charts  # Altair and its renderer are slow to import, and most pages have no chart

        words = charts.Words(figure.title, figure.description, figure.decimal, figure.group)
        chart = charts.svg(figure.drawing, words)
    return pages.query_page(edition, pages.Shown(query, found, figure, chart), language, alternates)


def _home(edition: Edition, language: str) -> bytes:
    downloads = [
        Alternate(f"dumps/catalogue{FORMATS[name].suffix}", FORMATS[name].media_type, FORMATS[name].title) for name in _DUMP
    ]
    downloads.append(Alternate("dumps/shapes.ttl", "text/turtle", "SHACL"))
    downloads.append(Alternate("index.ttl", "text/turtle", "DCAT"))
    return pages.home_page(edition, language, _alternates(edition, "index", _THING), downloads)


def _dcat_triples(edition: Edition) -> list[Triple]:
    base, languages = edition.settings.base, edition.settings.languages
    everything = dcat.Dataset(
        base + "dumps/catalogue",
        {tag: f"{say(edition.settings.title, tag)} – {say(_WHOLE, tag)}" for tag in languages},
        edition.settings.description or edition.settings.title,
        base,
        _distributions(base + "dumps/catalogue", _DUMP),
    )
    by_type = [
        dcat.Dataset(
            base + type_.name,
            {tag: say(type_.plural, tag) for tag in languages},
            {tag: say(type_.description or type_.plural, tag) for tag in languages},
            f"{base}{type_.name}.{languages[0]}.html",
            _distributions(base + type_.name, _LIST),
        )
        for type_ in edition.model.types.values()
        if edition.instances(type_)
    ]
    return dcat.describe(edition, [everything, *by_type])


_WHOLE: Text = text("everything", "tout")


def _distributions(iri: str, formats: tuple[str, ...]) -> list[dcat.Distribution]:
    found = [FORMATS[name] for name in formats]
    return [dcat.Distribution(iri + f.suffix, f.media_type, f.file_type, f.name) for f in found]


def _sitemap(edition: Edition) -> bytes:
    """Write a sitemap of all pages, each with its translations."""
    base = edition.settings.base
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for resource in resources(edition):
        translations = [d for d in resource.documents(edition) if d.format.name == "html"]
        for document in translations:
            lines.append(f"<url><loc>{escape(base + document.path)}</loc>")
            lines += [
                f'<xhtml:link rel="alternate" hreflang={quoteattr(d.language)} href={quoteattr(base + d.path)}/>'
                for d in translations
            ]
            lines.append("</url>")
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()
