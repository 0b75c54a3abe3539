"""The named queries as the SPARQL page offers them: texts that run as they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.edition import Edition
from catalogue.errors import QueryError
from catalogue.messages import say
from catalogue.query import NamedQuery, bind
from catalogue.terms import Term

_HEADER = re.compile(r"\A(?:[ \t]*#[^\n]*\n|[ \t]*\n)+")


@dataclass(frozen=True)
class LibraryQuery:
    """A named query that a reader may start from.

    Attributes:
        name: its name.
        title: its title in the page's language.
        description: what it gives, in the page's language.
        text: SPARQL that runs as it stands.
    """

    name: str
    title: str
    description: str
    text: str


def library_query(edition: Edition, language: str, named: NamedQuery) -> LibraryQuery:
    r"""Give a named query in a language, its parameters bound to what they are by default.

    Args:
        edition: the catalogue.
        language: the reader's language, which is also given to a parameter of the type `language`.
        named: the query.

    Returns:
        The query without its header; a parameter without a default is left a variable.

    >>> from pathlib import Path
    >>> from catalogue.workspace.catalogue import Catalogue
    >>> from catalogue.query import parse_query
    >>> text = "# title: Named\n# param: lang language = en\nASK { ?s ?p ?n FILTER (lang(?n) = ?lang) }"
    >>> named = parse_query(text, "named", "queries/named.rq")
    >>> print(library_query(Catalogue(Path()).edition, "fr", named).text)
    # Named
    ASK { VALUES (?lang) { ("fr") } ?s ?p ?n FILTER (lang(?n) = ?lang) }
    """
    title = " ".join(say(named.title, language).split())
    text = _HEADER.sub("", bind(named.text, _defaults(edition, language, named)))
    return LibraryQuery(named.name, title, say(named.description, language), f"# {title}\n{text}")


def _defaults(edition: Edition, language: str, named: NamedQuery) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for parameter in named.parameters:
        given = language if parameter.type == "language" else parameter.default
        try:
            if given is not None:
                terms[parameter.name] = parameter.term(given, edition.settings.base, edition.settings.prefixes)
        except QueryError:  # a default that does not fit: the query's own page tells it
            continue
    return terms
