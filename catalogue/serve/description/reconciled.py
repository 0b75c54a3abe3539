"""The reconciliation service as OpenAPI describes it, and the form of its answers in JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.documents.formats import HTML
from catalogue.serve.description.sentences import sentence
from catalogue.serve.protocol import FORM
from catalogue.serve.routes import RECONCILE, Route

_STRING: Mapping[str, Any] = {"type": "string"}
_JSON: Mapping[str, Any] = {"type": "string", "contentMediaType": "application/json"}
_WHOLE: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "": ("queries", "extend"),
    "/suggest/entity": ("prefix", "cursor"),
    "/suggest/type": ("prefix", "cursor"),
    "/suggest/property": ("prefix", "cursor"),
    "/extend/propose": ("type", "limit"),
    "/preview": ("id",),
    "/view": ("id",),
}
"""The fields of each address, beside `lang`."""

_SCHEMAS: Mapping[str, Mapping[str, Any]] = {"queries": _JSON, "extend": _JSON, "cursor": _WHOLE, "limit": _WHOLE}
_EXAMPLES = {"queries": '{"q0": {"query": "uMap", "limit": 3}}', "extend": '{"ids": [], "properties": []}'}
_ANSWERS = {"": ("Manifest", "Candidates", "Values"), "/extend/propose": ("ProposedProperties",)}


def reconciling(route: Route, method: str, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Describe an operation but for its responses.

    Args:
        route: one of the reconciliation service.
        method: its method.
        language: the language of titles and descriptions.

    Returns:
        The operation, and the content of its answer by media type.
    """
    below = route.pattern.removeprefix(RECONCILE)
    key = "-".join(["reconcile", *below.split("/")[1:], *(() if below else (method.lower(),))])
    operation: dict[str, Any] = {
        "operationId": "".join(part if part == "reconcile" else part.capitalize() for part in key.split("-")),
        "summary": sentence(key, language),
        "tags": ["Reconciliation"],
        "parameters": [_parameter(name, language) for name in (*_FIELDS[below], "lang")],
    }
    if method == "POST":
        operation["parameters"] = [_parameter("lang", language)]
        operation["requestBody"] = {"required": True, "content": {FORM: {"schema": _form(language)}}}
    return operation, _content(below)


def _parameter(name: str, language: str) -> dict[str, Any]:
    example = {"example": _EXAMPLES[name]} if name in _EXAMPLES else {}
    schema = _SCHEMAS.get(name, _STRING)
    required = name == "id"
    meaning = sentence(f"reconcile-{name}", language)
    return {"name": name, "in": "query", "required": required, "description": meaning, "schema": schema, **example}


def _form(language: str) -> dict[str, Any]:
    properties = {name: {**_JSON, "description": sentence(f"reconcile-{name}", language)} for name in _FIELDS[""]}
    return {"type": "object", "properties": properties, "oneOf": [{"required": [name]} for name in properties]}


def _content(below: str) -> dict[str, Any]:
    if below == "/preview":
        return {HTML.media_type: {"schema": _STRING}}
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in _ANSWERS.get(below, ("Suggestions",))]
    return {"application/json": {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}}


def schemas() -> dict[str, dict[str, Any]]:
    """Describe the form of each kind of answer; nothing is left open that the service does not use."""
    named = _object({"id": _STRING, "name": _STRING, "description": _STRING}, ("id", "name"))
    linked = _object({"id": _STRING, "name": _STRING}, ("id", "name"))
    return {
        "Manifest": _manifest(linked),
        "Candidates": {"type": "object", "additionalProperties": _object({"result": _list(_candidate(linked))}, ("result",))},
        "Suggestions": _object({"result": _list(_suggestion(linked))}, ("result",)),
        "ProposedProperties": _object({"type": _STRING, "limit": _WHOLE, "properties": _list(named)}, ("limit", "properties")),
        "Values": _values(linked),
    }


def _object(properties: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items)}


def _candidate(linked: Mapping[str, Any]) -> dict[str, Any]:
    degree = {"type": "number", "minimum": 0, "maximum": 100}
    feature = _object({"id": _STRING, "value": {"anyOf": [{"type": "boolean"}, degree]}}, ("id", "value"))
    properties = {
        **dict.fromkeys(("id", "name", "description"), _STRING),
        "score": degree,
        "match": {"type": "boolean"},
        "type": _list(linked),
        "features": _list(feature),
    }
    return _object(properties, ("id", "name", "score", "match", "type", "features"))


def _suggestion(linked: Mapping[str, Any]) -> dict[str, Any]:
    properties = {**dict.fromkeys(("id", "name", "description"), _STRING), "notable": _list(linked), "broader": _list(linked)}
    return _object(properties, ("id", "name"))


def _values(linked: Mapping[str, Any]) -> dict[str, Any]:
    cells = {"str": _STRING, "int": {"type": "integer"}, "float": {"type": "number"}, "date": _STRING}
    cell = {"oneOf": [linked, *(_object({name: schema}, (name,)) for name, schema in cells.items())]}
    row = {"type": "object", "additionalProperties": _list(cell)}
    column = _object({"id": _STRING, "name": _STRING, "type": linked}, ("id", "name"))
    rows = {"type": "object", "additionalProperties": row}
    return _object({"meta": _list(column), "rows": rows}, ("meta", "rows"))


def _manifest(linked: Mapping[str, Any]) -> dict[str, Any]:
    url = {"type": "string", "pattern": r"\{\{id\}\}"}
    address = _object({"service_url": _STRING, "service_path": _STRING}, ("service_url", "service_path"))
    preview = _object({"url": url, "width": _WHOLE, "height": _WHOLE}, ("url", "width", "height"))
    suggest = dict.fromkeys(("entity", "type", "property"), address)
    setting = {"type": "object", "required": ["name", "label", "type", "default"]}
    properties = {
        "versions": {"const": ["0.2"]},
        **dict.fromkeys(("name", "identifierSpace", "schemaSpace", "documentation"), _STRING),
        "defaultTypes": _list(linked),
        "view": _object({"url": url}, ("url",)),
        "preview": preview,
        "suggest": _object(suggest, tuple(suggest)),
        "extend": _object({"propose_properties": address, "property_settings": _list(setting)}, ("propose_properties",)),
        "batchSize": _WHOLE,
    }
    optional = {"documentation"}
    return _object(properties, tuple(name for name in properties if name not in optional))
