"""The draft of version 1.0: the same service in other forms of manifest, queries and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from catalogue.config import Settings
from catalogue.errors import QueryError
from catalogue.messages import Message, say
from catalogue.reconciliation.manifest import HEIGHT, VIEW, WIDTH, property_settings, told
from catalogue.reconciliation.reading import (
    MOST_CANDIDATES,
    MOST_PROPERTIES,
    MOST_QUERIES,
    BatchTooLargeError,
    Question,
    list_in,
    question_in,
    read_json,
    text_in,
)
from catalogue.reconciliation.service import ENTITY, PROPERTY, TYPE, Service

VERSION = "1.0-draft"
"""The version of the Reconciliation Service API."""

_NAME, _ID, _PROPERTY = "name", "id", "property"
_ALIKE = 100.0


class Match(NamedTuple):
    """A query of the draft.

    Attributes:
        question: what is asked, as version 0.2 has it.
        required: the features that a candidate must have, not only be sorted by.
    """

    question: Question
    required: frozenset[str]


def manifest(
    settings: Settings, root: str, types: Sequence[dict[str, Any]], language: str, *, is_named: bool
) -> dict[str, Any]:
    """Give the manifest of the draft, whose addresses all follow from that of the endpoint but for those of entries.

    Args:
        settings: the catalogue's settings.
        root: the address that the paths of the service begin with, ending in `/`.
        types: the types that clients may choose from first.
        language: the language of names.
        is_named: whether the address that was asked names the language, so that the other addresses name it too.
    """
    return {
        "versions": [VERSION],
        **told(settings, types, language),
        "lang": language,
        "view": {"url": f"{root}{VIEW}?id={{id}}{f'&lang={language}' if is_named else ''}"},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": dict.fromkeys((ENTITY, PROPERTY, TYPE), True),
        "extend": {"proposeProperties": True, "propertySettings": [*map(_setting, property_settings(language))]},
    }


def _setting(setting: Mapping[str, Any]) -> dict[str, Any]:
    """Give a setting as the draft has it: by its id, with a label as its name and its help."""
    names = {"id": setting["name"], "name": setting["label"], "helpText": setting["label"]}
    return {**{key: value for key, value in setting.items() if key not in {"name", "label"}}, **names}


def read_matches(text: str) -> Sequence[Match]:
    """Read a batch of queries of the draft.

    Args:
        text: a JSON object with a list of `queries`.

    Raises:
        QueryError: it is not what the draft has, or asks for what this service does not have: quantifiers and qualifiers.
        BatchTooLargeError: it has more than 50 queries.

    >>> batch = '{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "uMap"}]}]}'
    >>> [match.question.name for match in read_matches(batch)]
    ['uMap']
    """
    batch = read_json(text)
    if not isinstance(batch, dict):
        raise QueryError(Message("reconciliation.no-object", name="queries"))
    queries = batch.get("queries")
    if isinstance(queries, list) and len(queries) > MOST_QUERIES:
        raise BatchTooLargeError(Message("reconciliation.too-many", name="queries", number=len(queries), most=MOST_QUERIES))
    return [_match(f"queries[{number}]", given) for number, given in enumerate(list_in(queries, "queries", MOST_QUERIES))]


def _match(key: str, given: Any) -> Match:
    if not isinstance(given, dict):
        raise QueryError(Message("reconciliation.no-object", name=key))
    conditions = list_in(given.get("conditions"), f"{key}.conditions", MOST_PROPERTIES + 1)
    for condition in conditions:
        _check(f"{key}.conditions", condition)
    names = [each for each in conditions if each["matchType"] != _PROPERTY]
    properties = [each for each in conditions if each["matchType"] == _PROPERTY]
    asked: dict[str, Any] = {
        "type": given.get("type"),
        "limit": given.get("limit"),
        "properties": [{"pid": each.get("propertyId"), "v": each["propertyValue"]} for each in properties],
    }
    if names:
        asked["query"] = _one(f"{key}.conditions", names)
    required = {f"property:{text_in(each['propertyId'], key)}" for each in properties if each.get("required")}
    if any(each.get("required") or each["matchType"] == _ID for each in names):
        required.add("exact")
    return Match(question_in(key, asked), frozenset(required))


def _check(key: str, condition: Any) -> None:
    """Refuse a condition that is none, or that this service does not have."""
    if not isinstance(condition, dict) or "propertyValue" not in condition:
        raise QueryError(Message("reconciliation.no-condition", name=key))
    if condition.get("matchType") not in (_NAME, _ID, _PROPERTY):
        raise QueryError(Message("reconciliation.no-match-type", name=f"{key}.matchType"))
    if condition["matchType"] == _PROPERTY and not isinstance(condition.get("propertyId"), str):
        raise QueryError(Message("reconciliation.no-text", name=f"{key}.propertyId"))
    if not isinstance(condition.get("required", False), bool):
        raise QueryError(Message("reconciliation.no-checkbox", name=f"{key}.required"))
    if condition.get("matchQuantifier") not in (None, "any") or condition.get("matchQualifier"):
        raise QueryError(Message("reconciliation.no-quantifier", name=key))


def _one(key: str, names: Sequence[Mapping[str, Any]]) -> str:
    """Give the one name or id that is looked for."""
    values = [each["propertyValue"] for each in names]
    flat = [value for each in values for value in (each if isinstance(each, list) else [each])]
    if len(flat) != 1:
        raise QueryError(Message("reconciliation.one-name", name=key))
    (value,) = flat
    return text_in(value.get("id") if isinstance(value, dict) else value, f"{key}.propertyValue")


def answered(service: Service, matches: Sequence[Match], language: str) -> dict[str, Any]:
    """Give the candidates of each query, in the order of the queries.

    Raises:
        QueryError: a type or a property is unknown.
    """
    more = {
        str(number): replace(each.question, limit=MOST_CANDIDATES) if each.required else each.question
        for number, each in enumerate(matches)
    }
    results = service.answer(more, language).values()
    return {"results": [_result(each, match, language) for each, match in zip(results, matches, strict=True)]}


def _result(answer: Mapping[str, Any], match: Match, language: str) -> dict[str, Any]:
    candidates = [each for each in answer["result"] if match.required <= _held(each)]
    return {"candidates": [_candidate(each, language) for each in candidates[: match.question.limit]]}


def _held(candidate: Mapping[str, Any]) -> set[str]:
    return {each["id"] for each in candidate["features"] if each["value"] is True or each["value"] == _ALIKE}


def _candidate(candidate: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give a candidate with what people call its features."""
    features = [{**each, "name": _feature(each["id"], language)} for each in candidate["features"]]
    return {**candidate, "features": features}


def _feature(id_: str, language: str) -> str:
    kind, _, pid = id_.partition(":")
    if pid:
        return say(Message("reconciliation.property-alike", name=pid), language)
    return say(Message(f"reconciliation.feature-{kind}"), language)


def extended(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of entries as the draft has them: as lists.

    >>> extended({"meta": [], "rows": {"a": {"name": [{"str": "A"}]}}})["rows"]
    [{'id': 'a', 'properties': [{'id': 'name', 'values': [{'str': 'A'}]}]}]
    """
    rows = [
        {"id": id_, "properties": [{"id": pid, "values": values} for pid, values in row.items()]}
        for id_, row in answer["rows"].items()
    ]
    return {"meta": answer["meta"], "rows": rows}
