"""What the service sends and takes, in JSON Schema: parameters, results, the list of queries, errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TYPES: Mapping[str, Mapping[str, Any]] = {
    "iri": {"type": "string", "format": "iri-reference"},
    "string": {"type": "string"},
    "language": {"type": "string", "pattern": "^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "pattern": r"^-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$"},
    "dateTime": {"type": "string", "pattern": r"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$"},
    "gYear": {"type": "string", "pattern": r"^-?\d{4,}$"},
    "gYearMonth": {"type": "string", "pattern": r"^-?\d{4,}-\d\d$"},
}
"""The JSON Schema of each type of parameters; XML Schema's dates have forms that JSON Schema's `date` does not have."""


def problem() -> dict[str, Any]:
    """Describe an error (RFC 9457, section 3): where it is in the query, which limit was reached, which address is near."""
    number = {"type": "integer", "minimum": 1}
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "position": {
                "type": "object",
                "properties": {"line": number, "column": number},
                "required": ["line", "column"],
            },
            "limit": {"type": "string"},
            "near": {"type": "string", "format": "uri-reference"},
        },
        "required": ["title", "status"],
    }


def queries() -> dict[str, Any]:
    """Describe the list of named queries."""
    string = {"type": "string"}
    parameter = {
        "type": "object",
        "properties": {
            "name": string,
            "type": {"enum": list(TYPES)},
            "default": {"type": ["string", "null"]},
            "description": string,
        },
        "required": ["name", "type", "default"],
    }
    query = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("name", "title", "description"), string),
            "href": {"type": "string", "format": "uri-reference"},
            "parameters": {"type": "array", "items": parameter},
        },
        "required": ["name", "href", "parameters"],
    }
    return {"type": "object", "properties": {"queries": {"type": "array", "items": query}}, "required": ["queries"]}


def results() -> dict[str, Any]:
    """Describe the SPARQL 1.1 JSON results format."""
    term = {
        "type": "object",
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode"]},
            "value": {"type": "string"},
            "datatype": {"type": "string"},
            "xml:lang": {"type": "string"},
        },
        "required": ["type", "value"],
    }
    rows = {"type": "array", "items": {"type": "object", "additionalProperties": term}}
    return {
        "type": "object",
        "properties": {
            "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
            "results": {"type": "object", "properties": {"bindings": rows}, "required": ["bindings"]},
            "boolean": {"type": "boolean"},
        },
        "required": ["head"],
    }
