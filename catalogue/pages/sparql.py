"""The SPARQL page: a plain form and its answer, and all that its script needs to make an editor of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from catalogue.documents.addresses import RELEASES, SPARQL, VOCABULARY, sparql_of
from catalogue.documents.formats import CSS, HTML, TEXT
from catalogue.edition import Edition
from catalogue.names import Prefixes
from catalogue.pages.answers import AnswerView, Problem, excerpt_of, rows_of
from catalogue.pages.library import library_query
from catalogue.pages.render import Alternate, render
from catalogue.pages.sparql_texts import page_texts
from catalogue.pages.theme import asset
from catalogue.pages.views import Viewer
from catalogue.query import NamedQuery
from catalogue.terms import NamedNode

SPARQL_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy that the page is sent with: it runs one script of its own host, and asks that host alone."""

ROWS_SHOWN = 1_000
"""How many rows of an answer the page shows; all of them can be taken as CSV."""

FORMATS: Mapping[str, str] = {
    "csv": "CSV",
    "tsv": "TSV",
    "json": "SPARQL JSON",
    "xml": "SPARQL XML",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
}
"""What an answer can be taken as, by the value of the form's field `format`, which may also be `html`, the page itself."""

GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")
"""Those of `FORMATS` that triples can be taken as; solutions can be taken as the others."""

BOOLEAN_FORMATS = ("json", "xml")
"""Those of `FORMATS` that the answer of an ASK query can be taken as."""

_STYLE, _SCRIPT, _LICENSES = "assets/sparql.css", "assets/editor.js", "assets/editor.LICENSES.txt"
_ASSETS: Mapping[str, str] = {_STYLE: CSS.media_type, _SCRIPT: "text/javascript", _LICENSES: TEXT.media_type}


def sparql_assets() -> dict[str, str]:
    """Give the files that the SPARQL page needs beside `ASSETS`, by path, with their media types; those that there are.

    The script is made when the program is installed. Without it the page is the plain form.
    """
    folder = resources.files("catalogue.pages")
    return {path: media_type for path, media_type in _ASSETS.items() if folder.joinpath(path).is_file()}


def sparql_page(  # noqa: PLR0913 - all but the first two by name
    edition: Edition,
    language: str,
    *,
    queries: Mapping[str, NamedQuery] = MappingProxyType({}),
    root: str = "",
    query: str = "",
    answer: AnswerView | None = None,
    problem: Problem | None = None,
    release: str = "",
    endpoint: str = SPARQL,
) -> bytes:
    """Render the SPARQL page.

    Args:
        edition: the catalogue.
        language: the page's language.
        queries: the named queries, which the page offers to start from.
        root: what the addresses of the release's documents start with: empty, or ending in `/`.
        query: the query as it was sent; a small one for this catalogue when empty.
        answer: what it answers, or None.
        problem: why it has no answer, or None.
        release: the name of the release that answers; the edition's when empty.
        endpoint: the path of the endpoint below the root.

    Returns:
        HTML in UTF-8, to be sent with `SPARQL_PAGE_POLICY`: a form that works without scripts. Its fields are `query`, `format`
        and `lang`, the language of the page.
    """
    viewer = Viewer(edition, language, edition.settings.own(SPARQL), root)
    address, release = viewer.own(endpoint), release or edition.release
    translations = [_translation(edition.settings.own(endpoint), tag, query) for tag in edition.settings.languages]
    page = _form(viewer, query, problem, address, release) | _answered(viewer, query, answer, problem, address)
    library = [library_query(edition, language, named) for named in queries.values()]
    offered = [(entry, f"{address}?query={quote(entry.text, safe='')}") for entry in library]
    return render(viewer, "sparql.html", translations, **page, **_files(viewer), library=offered)


def _form(viewer: Viewer, query: str, problem: Problem | None, address: str, release: str) -> dict[str, Any]:
    """Give what the page shows of the query, and of the service."""
    texts = page_texts(viewer.language)
    return {
        "title": texts["title"],
        "description": texts["lead"],
        "canonical": f"{viewer.edition.settings.base}{viewer.edition.settings.own(SPARQL)}",
        "texts": texts,
        "endpoint": address,
        "query": query or starting_query(viewer.edition),
        "formats": FORMATS,
        "permalink": viewer.own(f"{sparql_of(release)}?query={quote(query, safe='')}") if query else "",
        "release": release,
        "facts": {**_facts(viewer, texts, address, release), "sent": query, "problem": _place(problem)},
    }


def _answered(viewer: Viewer, query: str, answer: AnswerView | None, problem: Problem | None, address: str) -> dict[str, Any]:
    """Give what the page shows of the answer, or of why there is none."""
    asked = f"{address}?query={quote(query, safe='')}"
    return {
        "answer": answer,
        "rows": rows_of(viewer, answer, ROWS_SHOWN) if answer else [],
        "downloads": [(FORMATS[name], f"{asked}&format={name}") for name in _fitting(answer)],
        "problem": problem,
        "excerpt": excerpt_of(query, problem) if problem else [],
    }


def _files(viewer: Viewer) -> dict[str, str]:
    """Give the addresses of the files that are the page's own; empty for those that there are not."""
    there = sparql_assets()
    return {
        "page_style": viewer.own(_STYLE) + _version(_STYLE),
        "page_script": viewer.own(_SCRIPT) + _version(_SCRIPT) if _SCRIPT in there else "",
        "licences": viewer.own(_LICENSES) if _LICENSES in there else "",
    }


def _place(problem: Problem | None) -> dict[str, Any] | None:
    return None if problem is None else {"line": problem.line, "column": problem.column, "detail": problem.detail}


def _facts(viewer: Viewer, texts: Mapping[str, str], address: str, release: str) -> dict[str, Any]:
    """Give what the script must know of the page, beside what it reads from the page itself."""
    return {
        "language": viewer.language,
        "texts": texts,
        "endpoint": address,
        "root": viewer.href(""),
        "base": viewer.edition.settings.base,
        "vocabulary": viewer.own(VOCABULARY),
        "releases": viewer.own(f"{RELEASES}/"),
        "release": release,
        "formats": list(FORMATS.items()),
        "graphFormats": GRAPH_FORMATS,
        "booleanFormats": BOOLEAN_FORMATS,
        "rowsShown": ROWS_SHOWN,
    }


def _fitting(answer: AnswerView | None) -> list[str]:
    if answer is None:
        return []
    if answer.boolean is not None:
        return list(BOOLEAN_FORMATS)
    return [name for name in FORMATS if (name in GRAPH_FORMATS) == answer.is_graph]


def _translation(endpoint: str, language: str, query: str) -> Alternate:
    asked = f"&query={quote(query, safe='')}" if query else ""
    return Alternate(f"{endpoint}?lang={language}{asked}", HTML.media_type, HTML.title, language)


@lru_cache(maxsize=len(_ASSETS))
def _version(path: str) -> str:
    """Give a part of the digest of a file as a query, so that no browser keeps an old one."""
    return "?" + hashlib.sha256(asset(path)).hexdigest()[:12]


def starting_query(edition: Edition) -> str:
    """Write a small query for a catalogue: the things of its first entity type that has any, with their names.

    Returns:
        SPARQL that declares the prefixes that it uses; of all statements where the catalogue has no things.
    """
    types = ((type_, class_) for type_ in edition.ranks.ordered() for class_ in type_.classes)
    type_, class_ = next(((t, class_) for t, class_ in types if edition.graph.instances(NamedNode(class_))), (None, ""))
    if type_ is None:
        return "SELECT * WHERE {\n  ?subject ?predicate ?object .\n}\nLIMIT 20\n"
    prefixes = edition.settings.prefixes
    label = type_.label_property.path.predicate if type_.label_property else None
    return _select([_written(iri, prefixes) for iri in (class_, label) if iri is not None], prefixes)


def _select(names: Sequence[str], prefixes: Prefixes) -> str:
    """Write a query for the things of a class, and for a property of theirs if there is one, as its names are written."""
    heads = sorted({name.partition(":")[0] for name in names if not name.startswith("<")})
    columns = ["?thing", "?name"][: len(names)]
    patterns = [f"  ?thing a {names[0]} .", *[f"  ?thing {name} ?name ." for name in names[1:]]]
    return "\n".join(
        [
            *[f"PREFIX {prefix}: <{prefixes[prefix]}>" for prefix in heads],
            "",
            f"SELECT {' '.join(columns)} WHERE {{",
            *patterns,
            "}",
            f"ORDER BY {columns[-1]}",
            "LIMIT 20",
            "",
        ]
    ).lstrip("\n")


def _written(iri: str, prefixes: Prefixes) -> str:
    short = prefixes.shorten(iri)
    return short if short != iri else f"<{iri}>"
