"""The programming interface of a catalogue's service, described in OpenAPI 3.1: SPARQL, and one path for each named query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.errors import Text, say, text
from catalogue.exports import schemas
from catalogue.names import local_name
from catalogue.query import RESULT_FORMATS, NamedQuery, Parameter
from catalogue.sparql.forms import gives_triples

VERSION = "3.1.0"
"""The version of OpenAPI."""

SOLUTIONS = tuple(format_.media_type for format_ in RESULT_FORMATS.values() if format_.solutions is not None)
"""The media types of tables and booleans."""

TRIPLES = tuple(format_.media_type for format_ in RESULT_FORMATS.values() if format_.triples is not None)
"""The media types of triples."""

PROBLEM = "application/problem+json"
"""The media type of errors (RFC 9457)."""

_PROBLEMS: Mapping[int, Text] = {
    400: text(
        "The query does not parse, a parameter does not fit, or a limit forbids the query.",
        "La requête ne se lit pas, un paramètre ne convient pas, ou une limite interdit la requête.",
    ),
    403: text(
        "The query would change data or ask another service.", "La requête modifierait des données ou en appellerait d'autres."
    ),
    404: text("There is no such release here.", "Cette version n'est pas ici."),
    406: text("There is no answer of a media type that is accepted.", "Aucune réponse dans un type de média accepté."),
    413: text("The request is too long.", "La requête HTTP est trop longue."),
    414: text(
        "The address is too long: send the query in the body.", "L'adresse est trop longue : envoyez la requête dans le corps."
    ),
    415: text("The body is of another media type.", "Le corps est d'un autre type de média."),
    422: text("The answer is too large, or needs too much memory.", "La réponse est trop grande, ou demande trop de mémoire."),
    429: text("The client has used up its share: wait.", "Le client a épuisé sa part : attendez."),
    503: text("Too many queries are waiting: wait.", "Trop de requêtes attendent : attendez."),
    504: text("The answer took too long.", "La réponse a pris trop de temps."),
}
_WAITING = (429, 503)
_OF_GET = (400, 403, 406, 414, 422, 429, 503, 504)
_OF_POST = (400, 403, 406, 413, 415, 422, 429, 503, 504)
_OF_NAMED = (400, 406, 422, 429, 503, 504)

_WORDS: Mapping[str, Text] = {
    "accepted": text(
        "The answer, in the first media type that is accepted.", "La réponse, dans le premier type de média accepté."
    ),
    "form": text("The query as a field of a form.", "La requête comme champ de formulaire."),
    "kept": text("Ask a release that is kept", "Interroger une version conservée"),
    "kept_named": text("Ask a release that is kept a named query", "Poser une requête nommée à une version conservée"),
    "list": text("The named queries and their parameters", "Les requêtes nommées et leurs paramètres"),
    "listed": text("The queries, in the order of their names.", "Les requêtes, dans l'ordre de leurs noms."),
    "name": text("The name of a query.", "Le nom d'une requête."),
    "parameters": text("The query's own parameters.", "Les paramètres propres à la requête."),
    "query": text("A SPARQL 1.1 query.", "Une requête SPARQL 1.1."),
    "format": text("The format of the answer, instead of `Accept`.", "Le format de la réponse, au lieu de `Accept`."),
    "default-graph-uri": text("Files that make up the default graph.", "Les fichiers qui forment le graphe par défaut."),
    "named-graph-uri": text("Files that `GRAPH` sees.", "Les fichiers que voit `GRAPH`."),
    "release": text("The release that answers.", "La version qui répond."),
    "retry": text("After how many seconds to try again.", "Après combien de secondes réessayer."),
    "sparql_get": text("Ask in SPARQL", "Interroger en SPARQL"),
    "sparql_post": text("Ask in SPARQL, with the query in the body", "Interroger en SPARQL, la requête dans le corps"),
    "which": text("The short name of a release.", "Le nom court d'une version."),
}
_EXAMPLE = "SELECT ?thing ?class WHERE { ?thing a ?class } LIMIT 10"
_RELEASE = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_HEADERS = {"Catalogue-Release": {"$ref": "#/components/headers/Catalogue-Release"}}


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
        "paths": {
            "/sparql": {"get": _sparql_get(language), "post": _sparql_post(language)},
            "/release/{release}/sparql": {"get": _sparql_kept(language)},
            "/api/queries": {"get": _list(language)},
            **({"/release/{release}/api/queries/{query}": {"get": _named_kept(named, language)}} if named else {}),
            **{
                f"/api/queries/{quote(query.name, safe='')}": {"get": _named(query, id_, language)}
                for query, id_ in _ids(named)
            },
        },
        "components": _components(language),
    }


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


def _say(key: str, language: str) -> str:
    return say(_WORDS[key], language)


def _sparql_get(language: str) -> dict[str, Any]:
    return {
        "operationId": "sparqlGet",
        "summary": _say("sparql_get", language),
        "tags": ["SPARQL"],
        "parameters": [_query_parameter(language), *_fields(language)],
        "responses": _responses((*SOLUTIONS, *TRIPLES), _OF_GET, language),
    }


def _sparql_post(language: str) -> dict[str, Any]:
    in_form = {
        "schema": {
            "type": "object",
            "properties": {"query": {"type": "string", "description": _say("form", language)}},
            "required": ["query"],
        },
        "example": {"query": _EXAMPLE},
    }
    alone = {"schema": {"type": "string"}, "example": _EXAMPLE}
    return {
        "operationId": "sparqlPost",
        "summary": _say("sparql_post", language),
        "tags": ["SPARQL"],
        "requestBody": {
            "description": _say("query", language),
            "required": True,
            "content": {"application/sparql-query": alone, "application/x-www-form-urlencoded": in_form},
        },
        "responses": _responses((*SOLUTIONS, *TRIPLES), _OF_POST, language),
    }


def _sparql_kept(language: str) -> dict[str, Any]:
    return {
        "operationId": "sparqlOfRelease",
        "summary": _say("kept", language),
        "tags": ["SPARQL"],
        "parameters": [_which(language), _query_parameter(language), *_fields(language)],
        "responses": _responses((*SOLUTIONS, *TRIPLES), (*_OF_GET, 404), language),
    }


def _which(language: str) -> dict[str, Any]:
    return {"name": "release", "in": "path", "required": True, "description": _say("which", language), "schema": _RELEASE}


def _list(language: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Queries"}}}
    return {
        "operationId": "queries",
        "summary": _say("list", language),
        "responses": {"200": {"description": _say("listed", language), "headers": _HEADERS, "content": content}},
    }


def _named_kept(queries: Iterable[NamedQuery], language: str) -> dict[str, Any]:
    """Describe how a release is asked a query: the queries are those of now, and the data is that of the release."""
    schema = {"type": "string", "enum": [query.name for query in queries]}
    own = {"type": "object", "additionalProperties": {"type": "string"}}
    return {
        "operationId": "queryOfRelease",
        "summary": _say("kept_named", language),
        "parameters": [
            _which(language),
            {"name": "query", "in": "path", "required": True, "description": _say("name", language), "schema": schema},
            {"name": "parameters", "in": "query", "description": _say("parameters", language), "schema": own},
            *(field for field in _fields(language) if field["name"] == "format"),
        ],
        "responses": _responses((*SOLUTIONS, *TRIPLES), (*_OF_NAMED, 404), language),
    }


def _query_parameter(language: str) -> dict[str, Any]:
    return {
        "name": "query",
        "in": "query",
        "required": True,
        "description": _say("query", language),
        "schema": {"type": "string"},
        "example": _EXAMPLE,
    }


def _fields(language: str) -> list[dict[str, Any]]:
    """Describe the fields that a query may come with."""
    names = [name for name, format_ in RESULT_FORMATS.items() if format_.solutions is not None or format_.triples is not None]
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    schemas = {"format": {"type": "string", "enum": names}, "default-graph-uri": graphs, "named-graph-uri": graphs}
    return [
        {"name": name, "in": "query", "required": False, "description": _say(name, language), "schema": schema}
        for name, schema in schemas.items()
    ]


def _responses(media_types: Iterable[str], statuses: Iterable[int], language: str) -> dict[str, Any]:
    content = {media_type: {"schema": _schema_of(media_type)} for media_type in media_types}
    answer = {"description": _say("accepted", language), "headers": _HEADERS, "content": content}
    problems = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(statuses)}
    return {"200": answer, **problems}


def _schema_of(media_type: str) -> dict[str, Any]:
    if media_type == "application/sparql-results+json":
        return {"$ref": "#/components/schemas/Results"}
    return {} if media_type == "application/ld+json" else {"type": "string"}


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


def _named(query: NamedQuery, id_: str, language: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": id_,
        "summary": say(query.title, language),
        "tags": list(_keywords(query, language)),
        "parameters": [
            *(_parameter(parameter, language) for parameter in query.parameters),
            *(field for field in _fields(language) if field["name"] == "format" and not _has_own_format(query)),
        ],
        "responses": _responses(TRIPLES if gives_triples(query.text) else SOLUTIONS, _OF_NAMED, language),
    }
    if query.description:
        operation["description"] = say(query.description, language)
    return operation


def _has_own_format(query: NamedQuery) -> bool:
    return any(parameter.name == "format" for parameter in query.parameters)


def _keywords(query: NamedQuery, language: str) -> tuple[str, ...]:
    """Give a query's keywords in a language, or in the nearest that there is."""
    return tuple(dict.fromkeys(query.keywords.get(say({tag: tag for tag in query.keywords}, language), ())))


def _parameter(parameter: Parameter, language: str) -> dict[str, Any]:
    schema = dict(schemas.TYPES[parameter.type])
    default = _default(parameter)
    if default is not None:
        schema["default"] = default
    found: dict[str, Any] = {"name": parameter.name, "in": "query", "required": parameter.default is None, "schema": schema}
    if parameter.description:
        found["description"] = say(parameter.description, language)
    if default is not None:
        found["example"] = default
    return found


def _default(parameter: Parameter) -> Any:
    """Give the default of a parameter as a value of its schema; None when there is none, or none that fits."""
    written = parameter.default
    try:
        if written is None:
            return None
        if parameter.type == "integer":
            return int(written)
        if parameter.type == "decimal":
            return float(written)
    except ValueError:
        return None
    if parameter.type == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(written)
    return written


def _components(language: str) -> dict[str, Any]:
    release = {"description": _say("release", language), "schema": _RELEASE}
    retry = {"description": _say("retry", language), "schema": {"type": "integer", "minimum": 0}}
    return {
        "headers": {"Catalogue-Release": release, "Retry-After": retry},
        "responses": {f"Problem{status}": _problem(status, language) for status in _PROBLEMS},
        "schemas": {"Problem": schemas.problem(), "Queries": schemas.queries(), "Results": schemas.results()},
    }


def _problem(status: int, language: str) -> dict[str, Any]:
    example = {"type": "about:blank", "title": say(_PROBLEMS[status], language), "status": status}
    return {
        "description": say(_PROBLEMS[status], language),
        **({"headers": {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}} if status in _WAITING else {}),
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
