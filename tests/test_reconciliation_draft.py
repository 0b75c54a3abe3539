"""The draft of version 1.0 of the Reconciliation Service API: the same candidates, suggestions and values in its forms."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from sparql_service import limited
from starlette.testclient import TestClient

from catalogue.errors import QueryError
from catalogue.reconciliation import BatchTooLargeError, draft
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.serve.description.reconciled import schemas

BASE = "https://gardens.example.org/"
PLANT, GARDEN = f"{BASE}ontology#Plant", f"{BASE}ontology#Garden"
DATA = """
@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<plant/mint> a g:Plant ; skos:prefLabel "mint"@en, "menthe"@fr .
<plant/mint-2> a g:Plant ; skos:prefLabel "Mint"@en .
<garden/quay> a g:Garden ; skos:prefLabel "Quay garden"@en ; g:opened "2021-05-01"^^xsd:date ; g:grows <plant/mint> .
<garden/quay-2> a g:Garden ; skos:prefLabel "Quay garden"@en ; g:opened "1999-05-01"^^xsd:date ; g:grows <plant/mint-2> .
"""
ENDPOINT = "/reconcile/1.0-draft"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("draft") / "garden"
    init(folder)
    (folder / "data" / "more.ttl").write_text(DATA, "utf-8")
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        yield client


def named(name: Any, **more: Any) -> dict[str, Any]:
    return {"matchType": "name", "propertyValue": name, **more}


def having(pid: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"matchType": "property", "propertyId": pid, "propertyValue": value, **more}


def matched(client: TestClient, *queries: dict[str, Any]) -> list[list[dict[str, Any]]]:
    response = client.post(f"{ENDPOINT}/match", json={"queries": queries})
    assert response.status_code == 200, response.text
    assert response.headers["access-control-allow-origin"] == "*"
    jsonschema.validate(response.json(), schemas()["DraftCandidates"])
    return [each["candidates"] for each in response.json()["results"]]


def ids(candidates: list[dict[str, Any]]) -> list[str]:
    return [each["id"].removeprefix(BASE) for each in candidates]


def test_the_manifest_leads_to_all_that_it_announces(client: TestClient):
    """Addresses follow from that of the endpoint; only those of entries are written out, as URI templates."""
    manifest = client.get(ENDPOINT, headers={"host": "catalogue.example.net"}).json()
    jsonschema.validate(manifest, schemas()["DraftManifest"])
    assert manifest["versions"] == ["1.0-draft"]
    assert manifest["view"] == {"url": "http://catalogue.example.net/reconcile/view?id={id}"}
    assert client.get(f"/reconcile/view?id={PLANT.replace('#', '%23')}").status_code == 404
    assert client.get("/reconcile/view?id=plant/mint").status_code == 303
    assert "<h1>" in client.get(f"{ENDPOINT}/preview?id=plant/mint").text
    for kind, is_there in manifest["suggest"].items():
        assert is_there
        assert client.get(f"{ENDPOINT}/suggest/{kind}").json()["result"]
    assert client.get(f"{ENDPOINT}/extend/propose?type=garden&limit=1").json()["properties"]
    assert {setting["id"] for setting in manifest["extend"]["propertySettings"]} == {"limit", "content", "count"}
    french = client.get(f"{ENDPOINT}?lang=fr").json()
    assert (french["lang"], french["view"]["url"]) == ("fr", "http://testserver/reconcile/view?id={id}&lang=fr")


def test_each_version_announces_itself_and_tells_the_same_of_the_service(client: TestClient):
    old, new = client.get("/reconcile").json(), client.get(ENDPOINT).json()
    assert (old["versions"], new["versions"]) == (["0.2"], ["1.0-draft"])
    for key in ("name", "defaultTypes", "batchSize", "standardizedScore", "serviceVersion"):
        assert old[key] == new[key]


def test_candidates_are_those_of_the_other_version_in_the_order_of_the_queries(client: TestClient):
    both = matched(
        client, {"conditions": [named("menthe")]}, {"conditions": [named("quay garden")], "type": GARDEN, "limit": 1}
    )
    assert [ids(each)[:1] for each in both] == [["plant/mint"], ["garden/quay"]]
    assert [len(each) for each in both][1] == 1
    old = client.get("/reconcile", params={"queries": json.dumps({"q": {"query": "menthe"}})}).json()["q"]["result"]
    assert [(each["id"], each["score"], each["match"]) for each in both[0]] == [
        (each["id"], each["score"], each["match"]) for each in old
    ]
    features = {each["id"]: each["name"] for each in both[0][0]["features"]}
    assert features == {"name": "How alike the names are", "exact": "The name or another label is the same"}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([named("quay garden"), having("opened", "1999")], ["garden/quay-2", "garden/quay", "garden/hill-side"]),
        ([named("quay garden"), having("opened", "1999", required=True)], ["garden/quay-2"]),
        ([named("quay garden"), having("opened", ["1999", "2021"], required=True)], ["garden/quay", "garden/quay-2"]),
        ([having("grows", {"id": "plant/mint", "name": "x"}, required=True)], ["garden/quay"]),
        ([{"matchType": "id", "propertyValue": "garden/quay"}], ["garden/quay"]),
        ([{"matchType": "id", "propertyValue": "quay garden with no such id"}], []),
        ([named("quay gardn", required=True)], []),
        ([named(["mint"], required=True)], ["plant/mint-2", "plant/mint"]),
    ],
)
def test_conditions_sort_candidates_or_are_required(client: TestClient, conditions: list[Any], expected: list[str]):
    assert ids(matched(client, {"conditions": conditions})[0]) == expected


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"conditions": []},
        {"conditions": {}},
        {"conditions": [1]},
        {"conditions": [{"matchType": "name"}]},
        {"conditions": [{"matchType": "nickname", "propertyValue": "mint"}]},
        {"conditions": [{"matchType": ["name"], "propertyValue": "mint"}]},
        {"conditions": [{"propertyValue": "mint"}]},
        {"conditions": [{"matchType": "property", "propertyValue": "mint"}]},
        {"conditions": [having("nothing", "mint")]},
        {"conditions": [named("mint"), named("bean")]},
        {"conditions": [named(["mint", "bean"])]},
        {"conditions": [named("mint", required="yes")]},
        {"conditions": [named("mint", matchQuantifier="all")]},
        {"conditions": [named("mint", matchQualifier="ExactMatch")]},
        {"conditions": [named("mint")], "type": "nothing"},
        {"conditions": [named("mint")], "limit": 0},
    ],
)
def test_what_is_no_query_or_cannot_be_asked_is_refused_with_a_sentence(client: TestClient, query: dict[str, Any]):
    response = client.post(f"{ENDPOINT}/match", json={"queries": [{"conditions": [named("mint")]}, query]})
    assert response.status_code == 400
    assert response.json()["detail"]


def test_batches_and_bodies_have_an_end_and_are_json(client: TestClient):
    queries = [{"conditions": [named("mint")]}] * 51
    assert client.post(f"{ENDPOINT}/match", json={"queries": queries}).status_code == 413
    assert client.post(f"{ENDPOINT}/match", json={"queries": queries[:50]}).status_code == 200
    assert client.post(f"{ENDPOINT}/match", data={"queries": "[]"}).status_code == 415
    bad_json = client.post(f"{ENDPOINT}/match", content=b"\xff{", headers={"content-type": "application/json"})
    assert bad_json.status_code == 400
    assert client.get(f"{ENDPOINT}/match").status_code == 405
    assert client.get(f"{ENDPOINT}/nothing").status_code == 404


def test_browsers_of_other_sites_may_send_json(client: TestClient):
    asks = {"origin": "https://client.example", "access-control-request-method": "POST"}
    preflight = client.options(f"{ENDPOINT}/match", headers={**asks, "access-control-request-headers": "content-type"})
    assert preflight.status_code in {200, 204}
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    allowed = preflight.headers["access-control-allow-headers"]
    assert allowed == "*" or "content-type" in allowed.lower()


def test_values_are_taken_as_lists_in_the_order_that_was_asked_for(client: TestClient):
    wanted = {"ids": ["garden/quay-2", "garden/quay", "nothing"], "properties": [{"id": "opened"}, {"id": "grows"}]}
    answer = client.post(f"{ENDPOINT}/extend", json=wanted).json()
    jsonschema.validate(answer, schemas()["DraftValues"])
    assert [row["id"] for row in answer["rows"]] == wanted["ids"]
    assert answer["rows"][1]["properties"] == [
        {"id": "opened", "values": [{"str": "2021-05-01"}]},
        {"id": "grows", "values": [{"id": f"{BASE}plant/mint", "name": "mint"}]},
    ]
    assert answer["rows"][2]["properties"][0]["values"] == []


def test_suggestions_have_a_limit_and_an_offset(client: TestClient):
    whole = client.get(f"{ENDPOINT}/suggest/entity").json()["result"]
    part = client.get(f"{ENDPOINT}/suggest/entity", params={"limit": 2, "offset": 1}).json()["result"]
    assert part == whole[1:3]
    beyond = client.get(f"{ENDPOINT}/suggest/entity", params={"offset": 10**9})
    assert (beyond.status_code, beyond.json()["result"]) == (200, [])
    assert client.get(f"{ENDPOINT}/suggest/entity", params={"limit": "x"}).status_code == 400


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS | st.sampled_from(["name", "id", "any"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["matchType", "propertyId", "propertyValue", "required", "conditions", "type", "limit", "id"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(queries=VALUES)
def test_whatever_is_sent_is_read_or_refused(queries: Any):
    text = json.dumps({"queries": queries})
    try:
        matches = draft.read_matches(text)
    except (QueryError, BatchTooLargeError):
        return
    assert len(matches) == len(queries)


def test_answers_are_valid_by_the_schemas_of_the_draft(client: TestClient):
    """The schemas are not ours to copy: RECONCILIATION_DRAFT_SCHEMAS names the folder that has those of the draft."""
    folder = os.environ.get("RECONCILIATION_DRAFT_SCHEMAS")
    if not folder:
        pytest.skip("RECONCILIATION_DRAFT_SCHEMAS names no folder with the schemas of the draft")
    files = {path.name: json.loads(path.read_text("utf-8")) for path in Path(folder).glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        [
            (f"{start}{name}", Resource(schema, DRAFT7))
            for name, schema in files.items()
            for start in ("", "https://reconciliation-api.github.io/specs/draft/schemas/")
        ]
    )
    registry = registry.with_resource(
        "http://swagger.io/v2/schema.json", Resource({"definitions": {"securityDefinitions": {}}}, DRAFT7)
    )

    def valid(answer: Any, name: str) -> None:
        jsonschema.Draft7Validator(files[f"{name}.json"], registry=registry).validate(answer)

    for language in ("en", "fr"):
        valid(client.get(ENDPOINT, params={"lang": language}).json(), "manifest")
    batch = {"queries": [{"conditions": [named("mint")], "type": PLANT}, {"conditions": [having("opened", 2021)]}]}
    valid(batch, "reconciliation-query-batch")
    valid(client.post(f"{ENDPOINT}/match", json=batch).json(), "reconciliation-result-batch")
    wanted = {"ids": ["garden/quay", "plant/mint"], "properties": [{"id": "opened"}, {"id": "grows"}, {"id": "prefLabel"}]}
    valid(wanted, "data-extension-query")
    valid(client.post(f"{ENDPOINT}/extend", json=wanted).json(), "data-extension-response")
    valid(client.get(f"{ENDPOINT}/extend/propose?type=garden").json(), "data-extension-property-proposal")
    for kind, name in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        valid(client.get(f"{ENDPOINT}/suggest/{kind}").json(), f"suggest-{name}-response")
