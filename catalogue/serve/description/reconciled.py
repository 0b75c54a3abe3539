"""The reconciliation service as OpenAPI describes it, and the form of its answers in JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.documents.formats import HTML
from catalogue.reconciliation import MOST_QUERIES
from catalogue.serve.description.sentences import sentence
from catalogue.serve.protocol import FORM, JSON
from catalogue.serve.routes import DRAFT, RECONCILE, Route

_STRING: Mapping[str, Any] = {"type": "string"}
_JSON: Mapping[str, Any] = {"type": "string", "contentMediaType": "application/json"}
_WHOLE: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_DRAFT = DRAFT.removeprefix(RECONCILE)
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "": ("queries", "extend"),
    "/suggest/entity": ("prefix", "limit", "cursor"),
    "/suggest/type": ("prefix", "limit", "cursor"),
    "/suggest/property": ("prefix", "limit", "cursor"),
    "/extend/propose": ("type", "limit"),
    "/preview": ("id",),
    "/view": ("id",),
    _DRAFT: (),
    f"{_DRAFT}/match": (),
    f"{_DRAFT}/suggest/entity": ("prefix", "limit", "offset"),
    f"{_DRAFT}/suggest/type": ("prefix", "limit", "offset"),
    f"{_DRAFT}/suggest/property": ("prefix", "limit", "offset"),
    f"{_DRAFT}/extend": (),
    f"{_DRAFT}/extend/propose": ("type", "limit"),
    f"{_DRAFT}/preview": ("id",),
}
"""The fields of each address, beside `lang`."""

_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "queries": _JSON,
    "extend": _JSON,
    "cursor": _WHOLE,
    "offset": _WHOLE,
    "limit": _WHOLE,
}
_EXAMPLES = {"queries": '{"q0": {"query": "uMap", "limit": 3}}', "extend": '{"ids": [], "properties": []}'}
_ANSWERS = {
    "": ("Manifest", "Candidates", "Values"),
    "/extend/propose": ("ProposedProperties",),
    _DRAFT: ("DraftManifest",),
    f"{_DRAFT}/match": ("DraftCandidates",),
    f"{_DRAFT}/extend": ("DraftValues",),
    f"{_DRAFT}/extend/propose": ("ProposedProperties",),
}


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
    is_draft = below.startswith(_DRAFT)
    steps = (
        below.removeprefix(_DRAFT).split("/")[1:]
        if is_draft
        else [*below.split("/")[1:], *(() if below else (method.lower(),))]
    )
    in_draft = ["draft"] if is_draft else []
    own = in_draft if method == "POST" or not steps else []
    key = "-".join(["reconcile", *own, *steps])
    operation: dict[str, Any] = {
        "operationId": "reconcile" + "".join(part.capitalize() for part in (*in_draft, *steps)),
        "summary": sentence(key, language),
        "tags": ["Reconciliation"],
        "parameters": [_parameter(name, language) for name in (*_FIELDS[below], "lang")],
    }
    if method == "POST":
        operation["parameters"] = [_parameter("lang", language)]
        body = {JSON: {"schema": _BODIES[below]}} if is_draft else {FORM: {"schema": _form(language)}}
        operation["requestBody"] = {"required": True, "content": body}
    return operation, _content(below)


_BODIES: Mapping[str, Mapping[str, Any]] = {
    f"{_DRAFT}/match": {
        "type": "object",
        "properties": {"queries": {"type": "array", "maxItems": MOST_QUERIES, "items": {"type": "object"}}},
        "required": ["queries"],
        "example": {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "uMap"}], "limit": 3}]},
    },
    f"{_DRAFT}/extend": {
        "type": "object",
        "properties": {name: {"type": "array"} for name in ("ids", "properties")},
        "required": ["ids", "properties"],
        "example": {"ids": [], "properties": []},
    },
}
"""What is sent as JSON."""


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
    if below.endswith("/preview"):
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
        "DraftManifest": _draft_manifest(linked),
        "DraftCandidates": _object(
            {"results": _list(_object({"candidates": _list(_candidate(linked, "name"))}, ("candidates",)))}, ("results",)
        ),
        "DraftValues": _draft_values(linked),
    }


def _object(properties: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items)}


def _candidate(linked: Mapping[str, Any], *of_features: str) -> dict[str, Any]:
    degree = {"type": "number", "minimum": 0, "maximum": 100}
    texts = ("id", *of_features)
    feature = _object({**dict.fromkeys(texts, _STRING), "value": {"anyOf": [{"type": "boolean"}, degree]}}, (*texts, "value"))
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
    row = {"type": "object", "additionalProperties": _list(_cell(linked))}
    return _table(linked, {"type": "object", "additionalProperties": row})


def _draft_values(linked: Mapping[str, Any]) -> dict[str, Any]:
    values = _object({"id": _STRING, "values": _list(_cell(linked))}, ("id", "values"))
    return _table(linked, _list(_object({"id": _STRING, "properties": _list(values)}, ("id", "properties"))))


def _table(linked: Mapping[str, Any], rows: Mapping[str, Any]) -> dict[str, Any]:
    column = _object({"id": _STRING, "name": _STRING, "type": linked}, ("id", "name"))
    return _object({"meta": _list(column), "rows": rows}, ("meta", "rows"))


def _cell(linked: Mapping[str, Any]) -> dict[str, Any]:
    cells = {"str": _STRING, "int": {"type": "integer"}, "float": {"type": "number"}, "date": _STRING}
    return {"oneOf": [linked, *(_object({name: schema}, (name,)) for name, schema in cells.items())]}


def _manifest(linked: Mapping[str, Any]) -> dict[str, Any]:
    url = {"type": "string", "pattern": r"\{\{id\}\}"}
    address = _object({"service_url": _STRING, "service_path": _STRING}, ("service_url", "service_path"))
    preview = _object({"url": url, "width": _WHOLE, "height": _WHOLE}, ("url", "width", "height"))
    suggest = dict.fromkeys(("entity", "type", "property"), address)
    setting = {"type": "object", "required": ["name", "label", "type", "default"]}
    properties = {
        "versions": {"const": ["0.2"]},
        **_told(linked),
        **dict.fromkeys(("identifierSpace", "schemaSpace"), _STRING),
        "view": _object({"url": url}, ("url",)),
        "preview": preview,
        "suggest": _object(suggest, tuple(suggest)),
        "extend": _object({"propose_properties": address, "property_settings": _list(setting)}, ("propose_properties",)),
    }
    return _object(properties, tuple(name for name in properties if name not in _OPTIONAL))


def _told(linked: Mapping[str, Any]) -> dict[str, Any]:
    """Describe what the manifests of all versions have."""
    return {
        **dict.fromkeys(("name", "documentation", "serviceVersion"), _STRING),
        "defaultTypes": _list(linked),
        "batchSize": _WHOLE,
        "standardizedScore": {"const": True},
    }


_OPTIONAL = frozenset({"documentation", "serviceVersion"})


def _draft_manifest(linked: Mapping[str, Any]) -> dict[str, Any]:
    yes = {"const": True}
    setting = {"type": "object", "required": ["id", "name", "type", "default", "helpText"]}
    properties = {
        "versions": {"const": ["1.0-draft"]},
        **_told(linked),
        "lang": _STRING,
        "view": _object({"url": {"type": "string", "pattern": r"\{id\}"}}, ("url",)),
        "preview": _object({"width": _WHOLE, "height": _WHOLE}, ("width", "height")),
        "suggest": _object(dict.fromkeys(("entity", "property", "type"), yes), ("entity", "property", "type")),
        "extend": _object({"proposeProperties": yes, "propertySettings": _list(setting)}, ("proposeProperties",)),
    }
    return _object(properties, tuple(name for name in properties if name not in _OPTIONAL))
