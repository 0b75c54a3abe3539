"""What operations take, as OpenAPI describes it: the fields of the protocol, and the parameters of named queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.messages import say
from catalogue.pages import LANGUAGE
from catalogue.query import NamedQuery, Parameter
from catalogue.serve.description import schemas
from catalogue.serve.description.sentences import sentence
from catalogue.serve.formats import PAGE
from catalogue.serve.protocol import FORM, QUERY

RELEASE_NAME: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
"""The schema of the name of a release."""

_EXAMPLE = "SELECT ?thing ?class WHERE { ?thing a ?class } LIMIT 10"
_FIELDS = ("format", "default-graph-uri", "named-graph-uri")


def fields(formats: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Describe the fields that a query may come with, where it may be answered in some formats."""
    return [field(name, language, formats) for name in _FIELDS]


def field(name: str, language: str, formats: Sequence[str] = (), *, required: bool = False) -> dict[str, Any]:
    """Describe a field of the query string; `query` with an example."""
    described = {"name": name, "in": "query", "required": required, "description": sentence(name, language)}
    return {**described, "schema": _schema(name, formats), **({"example": _EXAMPLE} if name == "query" else {})}


def _schema(name: str, formats: Sequence[str]) -> dict[str, Any]:
    if name == "format":
        return {"type": "string", "enum": list(formats)}
    return (
        {"type": "string"} if name in {"query", LANGUAGE} else {"type": "array", "items": {"type": "string", "format": "iri"}}
    )


def posted(formats: Sequence[str], language: str) -> dict[str, Any]:
    """Describe the bodies of a `POST`: a query as it is, and a form, whose fields are those of the query string."""
    meanings = {"query": sentence("form", language)} | {name: sentence(name, language) for name in _FIELDS}
    properties = {name: {**_schema(name, formats), "description": meaning} for name, meaning in meanings.items()}
    form = {"type": "object", "properties": properties, "required": ["query"]}
    return {
        QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE},
        FORM: {"schema": form, "example": {"query": _EXAMPLE}},
    }


def in_path(name: str, meaning: str, schema: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Describe a part of the path."""
    return {"name": name, "in": "path", "required": True, "description": sentence(meaning, language), "schema": schema}


def any_parameters(language: str) -> dict[str, Any]:
    """Describe the parameters of whichever query is asked."""
    schema = {"type": "object", "additionalProperties": {"type": "string"}}
    return {"name": "parameters", "in": "query", "description": sentence("parameters", language), "schema": schema}


def parameters_of(query: NamedQuery, formats: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Describe the parameters of a named query, and the format of its answer if none of them has that name."""
    own = {parameter.name for parameter in query.parameters}
    described = [_parameter(parameter, language) for parameter in query.parameters]
    chosen = () if "format" in own else page_fields(formats, language)
    return [*described, *(each for each in chosen if each["name"] not in own)]


def page_fields(formats: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Describe the fields that choose the format of the answer of a named query, and the language of its page."""
    return [field(LANGUAGE, language), field("format", language, [*formats, PAGE])]


def _parameter(parameter: Parameter, language: str) -> dict[str, Any]:
    schema = dict(schemas.TYPES[parameter.type])
    default = _default(parameter)
    if default is not None:
        schema["default"] = default
    described: dict[str, Any] = {"name": parameter.name, "in": "query", "required": parameter.default is None, "schema": schema}
    if parameter.description:
        described["description"] = say(parameter.description, language)
    if default is not None:
        described["example"] = default
    return described


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
