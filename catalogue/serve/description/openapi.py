"""The programming interface of a catalogue's service, described in OpenAPI 3.1: SPARQL, and one path for each named query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from catalogue.config import Settings
from catalogue.documents.formats import JSON_LD, RESULTS
from catalogue.edition import Edition
from catalogue.messages import say
from catalogue.names import local_name
from catalogue.query import RESULT_FORMATS, NamedQuery
from catalogue.serve.description import reconciled, schemas
from catalogue.serve.description.parameters import (
    RELEASE_NAME,
    any_parameters,
    field,
    fields,
    in_path,
    page_fields,
    parameters_of,
    posted,
)
from catalogue.serve.description.reconciled import reconciling
from catalogue.serve.description.sentences import sentence
from catalogue.serve.formats import PAGE, SOLUTIONS, TRIPLES
from catalogue.serve.negotiate import HTML
from catalogue.serve.problems import MEDIA_TYPE
from catalogue.serve.routes import RELEASE, ROUTES, Kind, Route, Statuses
from catalogue.serve.statuses import BY_SERVER, ERRORS, WAITING
from catalogue.sparql.forms import gives_triples

VERSION = "3.1.0"
"""The version of OpenAPI."""

EVERY = (*SOLUTIONS, *TRIPLES)
"""The formats of any query."""

_HEADERS = {"Catalogue-Release": {"$ref": "#/components/headers/Catalogue-Release"}}
_NOTED = {**_HEADERS, "Catalogue-Notes": {"$ref": "#/components/headers/Catalogue-Notes"}}


def openapi(edition: Edition, queries: Iterable[NamedQuery], server: str, language: str = "en") -> dict[str, Any]:
    """Describe the programming interface of a catalogue's service.

    Args:
        edition: the catalogue.
        queries: the named queries that it answers.
        server: the address of its root, which paths begin with.
        language: the language of titles and descriptions.

    Returns:
        An OpenAPI 3.1 document, as JSON knows it.
    """
    settings = edition.settings
    named = list(queries)
    used = {word for query in named for word in _keywords(query, language)}
    return {
        "openapi": VERSION,
        "info": _info(settings, edition.release, language),
        "servers": [{"url": server.rstrip("/")}],
        "tags": [{"name": "SPARQL"}, *({"name": word} for word in sorted(used - {"SPARQL"}, key=str.casefold))],
        "paths": dict(_paths(named, language)),
        "components": _components(language),
    }


def _paths(named: Sequence[NamedQuery], language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Describe the addresses of the table of routes that are for programs; each named query has one of its own."""
    for route in ROUTES:
        if route.kind is Kind.QUERY and RELEASE not in route.pattern:
            for query, id_ in _ids(named):
                path = route.pattern.replace("{query}", quote(query.name, safe=""))
                yield path, {"get": _named(route, query, id_, language)}
        elif route.kind is Kind.QUERY and named:
            yield route.pattern, {"get": _named_of_release(route, named, language)}
        elif route.kind is Kind.SPARQL:
            yield route.pattern, {"get": _sparql_get(route, language), "post": _sparql_post(route, language)}
        elif route.kind is Kind.QUERIES:
            yield route.pattern, {"get": _list(route, language)}
        elif route.kind is Kind.RECONCILIATION:
            yield route.pattern, {method.lower(): _reconciling(route, method, language) for method in route.methods}


def _info(settings: Settings, release: str, language: str) -> dict[str, Any]:
    info: dict[str, Any] = {"title": say(settings.title, language), "version": release}
    if settings.description:
        info["description"] = say(settings.description, language)
    if settings.license:
        info["license"] = {"name": local_name(settings.license), "url": settings.license}
    if settings.publisher:
        info["contact"] = {
            "name": say(settings.publisher, language),
            **({"url": settings.homepage} if settings.homepage else {}),
        }
    return info


def _operation(route: Route, ids: tuple[str, str], word: str, language: str) -> dict[str, Any]:
    """Begin an operation; where a release is asked it has an id, a summary and a parameter of its own."""
    is_of_release = RELEASE in route.pattern
    return {
        "operationId": ids[is_of_release],
        "summary": sentence(f"{word}_of_release" if is_of_release else word, language),
        "parameters": [in_path("release", "which", RELEASE_NAME, language)] if is_of_release else [],
    }


def _sparql_get(route: Route, language: str) -> dict[str, Any]:
    operation = _operation(route, ("sparqlGet", "sparqlOfRelease"), "sparql_get", language)
    operation["parameters"] += [field("query", language, required=True), *fields(EVERY, language)]
    return {
        **operation,
        "tags": ["SPARQL"],
        "responses": _responses(EVERY, route.methods["GET"], language),
    }


def _sparql_post(route: Route, language: str) -> dict[str, Any]:
    operation = _operation(route, ("sparqlPost", "sparqlPostOfRelease"), "sparql_post", language)
    operation["parameters"] += fields(EVERY, language)
    return {
        **operation,
        "tags": ["SPARQL"],
        "requestBody": {
            "description": sentence("query", language),
            "required": True,
            "content": posted(EVERY, language),
        },
        "responses": _responses(EVERY, route.methods["POST"], language),
    }


def _list(route: Route, language: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Queries"}}}
    answer = {"description": sentence("listed", language), "headers": _HEADERS, "content": content}
    return {
        **_operation(route, ("queries", "queriesOfRelease"), "list", language),
        "responses": {**_responses((), route.methods["GET"], language), "200": answer},
    }


def _named_of_release(route: Route, queries: Sequence[NamedQuery], language: str) -> dict[str, Any]:
    """Describe how a release is asked a query: the queries are those of now, and the data is that of the release."""
    operation = _operation(route, ("query", "queryOfRelease"), "named", language)
    operation["parameters"] += [
        in_path("query", "name", {"type": "string", "enum": [query.name for query in queries]}, language),
        any_parameters(language),
        *page_fields(_formats_of(queries), language),
    ]
    return {**operation, "responses": _responses((*_formats_of(queries), PAGE), route.methods["GET"], language)}


def _formats_of(queries: Iterable[NamedQuery]) -> Sequence[str]:
    """Give the formats that queries are answered in: those of triples for CONSTRUCT and DESCRIBE, else those of solutions."""
    kinds = {gives_triples(query.text) for query in queries}
    return [*(SOLUTIONS if False in kinds else ()), *(TRIPLES if True in kinds else ())]


def _reconciling(route: Route, method: str, language: str) -> dict[str, Any]:
    """Describe an operation of the reconciliation service."""
    operation, content = reconciling(route, method, language)
    statuses = route.methods[method]
    answer = {"description": sentence("reconcile-answer", language), "headers": _HEADERS, "content": content}
    answers = {"200": answer} if 200 in statuses else {}  # noqa: PLR2004 - a status of HTTP
    return {**operation, "responses": {**answers, **_others(statuses)}}


def _responses(formats: Iterable[str], statuses: Statuses, language: str) -> dict[str, Any]:
    """Describe the responses of an operation: each status that the table of routes has for it."""
    media_types = [HTML if name == PAGE else RESULT_FORMATS[name].media_type for name in formats]
    content = {media_type: {"schema": _schema_of(media_type)} for media_type in media_types}
    answer = {"description": sentence("accepted", language), "headers": _NOTED, "content": content}
    return {"200": answer, **_others(statuses)}


def _others(statuses: Statuses) -> dict[str, Any]:
    """Refer to what describes the responses of an operation but for those that are well."""
    return {str(status): {"$ref": f"#/components/responses/{_response_name(status)}"} for status in sorted(statuses - {200})}


def _response_name(status: int) -> str:
    return f"Problem{status}" if status in ERRORS else f"Status{status}"


def _schema_of(media_type: str) -> dict[str, Any]:
    if media_type == RESULTS.media_type:
        return {"$ref": "#/components/schemas/Results"}
    return {} if media_type == JSON_LD.media_type else {"type": "string"}


def _ids(queries: Iterable[NamedQuery]) -> Iterator[tuple[NamedQuery, str]]:
    """Give each query with an operation's id of its own, which programs can have as a name."""
    taken: set[str] = set()
    for query in queries:
        plain = "query_" + (re.sub(r"[^A-Za-z0-9]+", "_", query.name).strip("_") or "unnamed")
        id_, number = plain, 1
        while id_.casefold() in taken:
            number += 1
            id_ = f"{plain}_{number}"
        taken.add(id_.casefold())
        yield query, id_


def _named(route: Route, query: NamedQuery, id_: str, language: str) -> dict[str, Any]:
    formats = _formats_of([query])
    operation: dict[str, Any] = {
        "operationId": id_,
        "summary": say(query.title, language),
        "tags": list(_keywords(query, language)),
        "parameters": parameters_of(query, formats, language),
        "responses": _responses([*formats, *_page_of(query)], route.methods["GET"] - {_NOT_FOUND}, language),
    }
    if query.description:
        operation["description"] = say(query.description, language)
    return operation


def _page_of(query: NamedQuery) -> Sequence[str]:
    """Give the format of pages, where no parameter takes the name of the field that chooses it."""
    return () if any(parameter.name == "format" for parameter in query.parameters) else (PAGE,)


def _keywords(query: NamedQuery, language: str) -> tuple[str, ...]:
    """Give a query's keywords in a language, or in the nearest that there is."""
    return tuple(dict.fromkeys(query.keywords.get(say({tag: tag for tag in query.keywords}, language), ())))


def _components(language: str) -> dict[str, Any]:
    headers = {
        "Allow": {"description": sentence("allow", language), "schema": {"type": "string"}},
        "Catalogue-Notes": {"description": sentence("notes", language), "schema": {"type": "string"}},
        "Catalogue-Release": {"description": sentence("release", language), "schema": RELEASE_NAME},
        "Retry-After": {"description": sentence("retry", language), "schema": {"type": "integer", "minimum": 0}},
    }
    return {
        "headers": headers,
        "responses": {
            _response_name(303): {"description": sentence("sent-on", language)},
            _response_name(304): {"description": sentence("known", language)},
            **{_response_name(status): _problem(status, language) for status in sorted(_described())},
        },
        "schemas": {
            "Problem": schemas.problem(),
            "Queries": schemas.queries(),
            "Results": schemas.results(),
            **reconciled.schemas(),
        },
    }


def _described() -> Statuses:
    """Give the errors of all operations that are described."""
    described = (Kind.SPARQL, Kind.QUERIES, Kind.QUERY, Kind.RECONCILIATION)
    every = (statuses for route in ROUTES if route.kind in described for statuses in route.methods.values())
    return frozenset().union(*every) & ERRORS.keys()


def _problem(status: int, language: str) -> dict[str, Any]:
    meaning = say(ERRORS[status].meaning, language)
    if status in BY_SERVER:
        return {"description": meaning}
    name = "Retry-After" if status in WAITING else "Allow" if status == _WRONG_METHOD else ""
    example = {"type": "about:blank", "title": say(ERRORS[status].title, language), "status": status, "detail": meaning}
    return {
        "description": meaning,
        **({"headers": {name: {"$ref": f"#/components/headers/{name}"}}} if name else {}),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


_NOT_FOUND = 404
"""Not answered where the address of a named query is spelt out."""

_WRONG_METHOD = 405
