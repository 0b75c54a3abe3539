"""HTML pages of resources: one in each language, which the sitemap lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.documents.formats import HTML
from catalogue.pages import Alternate
from catalogue.publish.export import Document, DocumentKind, Resource
from catalogue.publish.publication import Publication


def pages_of(of: str, write: Callable[[Publication, Resource[Publication], str], bytes]) -> DocumentKind[Publication]:
    """Give the kind of document that the pages of a kind of resources are.

    Args:
        of: the name of the kind of resources.
        write: writes the page of one, in a language.
    """
    return DocumentKind(HTML, (of,), write, per_language=True, is_in_sitemap=True)


def _title(document: Document) -> str:
    return document.title or document.format.title


def alternates(publication: Publication, resource: Resource[Publication]) -> Sequence[Alternate]:
    """List the documents about a resource, and those about something else that it is linked to, as its pages link to them."""

    def listed() -> Sequence[Alternate]:
        return [
            Alternate(document.path, document.format.media_type, _title(document), document.language, document.relation)
            for document in (*resource.documents(publication.edition), *publication.linked(resource))
        ]

    return publication.last("alternates", resource.iri, listed)
