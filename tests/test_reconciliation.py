"""Reconciliation: which entries the names in a table mean, why, and the requests of OpenRefine over HTTP."""

import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import log
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import jsonschema
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited, running
from starlette.testclient import TestClient

from catalogue.errors import QueryError
from catalogue.reconciliation import BatchTooLargeError, Service, read_batch, read_extension
from catalogue.reconciliation.extension import read_settings
from catalogue.reconciliation.names import Names, form_of
from catalogue.scaffold import init
from catalogue.search import Entry, words
from catalogue.serve import Site
from catalogue.serve.description.reconciled import schemas

BASE = "https://gardens.example.org/"
PLANT, GARDEN, HERB, THING = f"{BASE}ontology#Plant", f"{BASE}ontology#Garden", f"{BASE}ontology#Herb", "urn:x:Thing"
DATA = """
@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<plant/celery> a g:Plant ; skos:prefLabel "celery"@en, "céleri"@fr ; skos:altLabel "smallage"@en ;
    skos:hiddenLabel "cellery"@en .
<plant/star-anise> a g:Plant ; skos:prefLabel "Star anise (dried)"@en, "L’anis étoilé"@fr .
<plant/mint> a g:Herb ; skos:prefLabel "mint"@en, "menthe"@fr .
<plant/mint-2> a g:Plant ; skos:prefLabel "Mint"@en ; skos:altLabel "mint"@en .
<plant/c> a g:Plant ; skos:prefLabel "Vitamin C++"@en .
<garden/hill-2> a g:Garden ; skos:prefLabel "Hillside garden"@en ; g:opened "2021-05-01"^^xsd:date ; g:grows <plant/mint> .
<garden/mint> a g:Garden ; skos:prefLabel "Mint garden"@en ; g:opened "2020"^^xsd:gYear ; g:grows <plant/mint>, <plant/celery> .
"""
ONTOLOGY = """
@prefix g: <https://gardens.example.org/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
g:Herb rdfs:subClassOf g:Plant ; rdfs:label "herb"@en, "herbe"@fr .
g:Plant rdfs:subClassOf <urn:x:Thing> .
"""
FORM = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}


@pytest.fixture(scope="module")
def gardens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reconciliation") / "garden"
    init(folder)
    (folder / "data" / "more.ttl").write_text(DATA, "utf-8")
    (folder / "shapes" / "more.ttl").write_text(ONTOLOGY, "utf-8")
    return folder


@pytest.fixture(scope="module")
def service(gardens: Path) -> Service:
    return Service(edition_of(gardens))


@pytest.fixture(scope="module")
def client(gardens: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(gardens), workers=1)), follow_redirects=False) as client:
        yield client


def candidates(service: Service, language: str = "en", **query: Any) -> list[dict[str, Any]]:
    answer = service.answer(read_batch(json.dumps({"q": query})), language)
    jsonschema.validate(answer, schemas()["Candidates"])
    result: list[dict[str, Any]] = answer["q"]["result"]
    return result


def short(result: Mapping[str, Any]) -> str:
    return str(result["id"]).removeprefix(BASE)


CERTAIN = {
    ("celery", PLANT): ("plant/celery", 100.0),
    ("CÉLERI", PLANT): ("plant/celery", 100.0),
    ("  cele\u0301ri\n", "plant"): ("plant/celery", 100.0),
    ("smallage", PLANT): ("plant/celery", 95.0),
    ("cellery", PLANT): ("plant/celery", 95.0),
    ("L'ANIS ETOILE", PLANT): ("plant/star-anise", 100.0),
    ("mint", HERB): ("plant/mint", 100.0),
    (f"{BASE}plant/celery", PLANT): ("plant/celery", 100.0),
    ("plant/celery", ""): ("plant/celery", 100.0),
}
UNCERTAIN = {
    ("star-anise dried", PLANT): ("plant/star-anise", 97.0),
    ("dried anise, star", PLANT): ("plant/star-anise", 95.0),
    ("staranise dried", PLANT): ("plant/star-anise", 97.0),
    ("vitamin C", PLANT): ("plant/c", 97.0),
    ("mint", THING): ("plant/mint-2", 100.0),
    ("mint", ""): ("plant/mint-2", 100.0),
    ("celery", GARDEN): ("plant/celery", 50.0),
    ("plant/celery", GARDEN): ("plant/celery", 50.0),
}


@pytest.mark.parametrize(("query", "type_"), [*CERTAIN, *UNCERTAIN])
def test_the_first_candidate_and_its_score(service: Service, query: str, type_: str):
    result = candidates(service, query=query, type=type_)
    is_match = (query, type_) in CERTAIN
    assert (short(result[0]), result[0]["score"]) == (CERTAIN if is_match else UNCERTAIN)[query, type_]
    assert [each["score"] for each in result] == sorted((each["score"] for each in result), reverse=True)
    assert [each["match"] for each in result] == [is_match] + [False] * (len(result) - 1)


def test_a_slip_is_forgiven_and_a_number_is_not(service: Service):
    result = candidates(service, query="tomatto", type=PLANT)
    assert short(result[0]) == "plant/tomato"
    assert 60 < result[0]["score"] < 95
    assert not result[0]["match"]
    assert candidates(service, query="?!") == []
    assert candidates(service, query="nothing like it") == []


def test_types_may_be_left_out_or_put_behind(service: Service):
    ask = {"query": "mint", "type": [HERB, PLANT]}
    assert {short(each) for each in candidates(service, **ask, type_strict="all")} == {"plant/mint"}
    assert {short(each) for each in candidates(service, **ask, type_strict="any")} == {"plant/mint", "plant/mint-2"}
    behind = candidates(service, **ask, type_strict="should")
    assert short(behind[-1]) == "garden/mint"
    assert {"id": "type", "value": False} in behind[-1]["features"]


def test_properties_tell_namesakes_apart_but_make_nobody_certain(service: Service):
    both = candidates(service, query="hillside garden", type=GARDEN)
    assert [each["score"] for each in both[:2]] == [100.0, 100.0]
    result = candidates(service, query="hillside garden", type="garden", properties=[{"pid": "opened", "v": 2021}])
    assert [short(each) for each in result[:2]] == ["garden/hill-2", "garden/hill-side"]
    assert result[0]["score"] == 100.0
    assert result[1]["score"] == round(100 / 1.4, 1)
    assert not any(each["match"] for each in result)


@pytest.mark.parametrize(
    ("pid", "value", "likeness"),
    [
        ("opened", "2020", 100.0),
        ("opened", "2020-03-01", 100.0),
        ("opened", ["1999", 2020], 100.0),
        ("opened", "1999", 0.0),
        ("opened", [], None),
        ("opened", "", None),
        ("grows", "MENTHE", 100.0),
        ("grows", {"id": "plant/mint"}, 100.0),
        ("grows", {"id": f"{BASE}plant/mint", "name": "x"}, 100.0),
        ("grows", {"id": f"{BASE}plant/bean"}, 0.0),
        (f"{BASE}ontology#grows", "fresh mint", 60.0),
        ("http://purl.org/dc/terms/description", "anything", 50.0),
    ],
)
def test_values_are_compared(service: Service, pid: str, value: Any, likeness: float | None):
    """What no value is given of counts for nothing; what the entry has no value of, which is 50, contradicts nothing."""
    [result, *_] = candidates(service, query="mint garden", properties=[{"pid": pid, "v": value}])
    features = {each["id"]: each["value"] for each in result["features"]}
    assert features.get(f"property:{pid}") == likeness
    assert result["match"] is (likeness in {None, 50.0, 100.0})
    expected = 100.0 if likeness is None else (100 + 0.4 * likeness) / 1.4
    assert result["score"] == pytest.approx(expected, abs=0.05)


def test_properties_alone_are_enough(service: Service):
    result = candidates(service, properties=[{"pid": "grows", "v": "mint"}, {"pid": "opened", "v": "2020"}])
    assert [(short(each), each["score"], each["match"]) for each in result] == [
        ("garden/mint", 100.0, False),
        ("garden/hill-2", 50.0, False),
    ]


def test_names_are_in_the_language_that_is_asked_for(service: Service):
    english, french = (candidates(service, tag, query="celery")[0] for tag in ("en", "fr"))
    assert (english["name"], french["name"]) == ("celery", "céleri")
    assert (english["type"], french["type"]) == ([{"id": PLANT, "name": "Plant"}], [{"id": PLANT, "name": "Plante"}])


WORDS = ["mint", "Mint", "herb", "of", "the", "été", "c++", "2020", "2021", "rosemary"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
NAMED = st.tuples(st.lists(TEXTS, min_size=1, max_size=2), st.lists(TEXTS, max_size=2))


@given(st.lists(NAMED, min_size=1, max_size=6), TEXTS)
def test_the_index_gives_what_comparing_with_every_name_gives(named: list[tuple[list[str], list[str]]], query: str):
    """Words here are no slips of one another, so that the likeness follows from those that are the same alone."""
    entries = [
        Entry(f"urn:{number}", names[0], "", "", (), "", tuple(names), tuple(others), (), (), "", "")
        for number, (names, others) in enumerate(named)
    ]
    forms = [
        dict.fromkeys(map(form_of, entry.alternatives), 0.95) | dict.fromkeys(map(form_of, entry.names), 1.0)
        for entry in entries
    ]
    held = [set(words(text)) for each in forms for text in each]
    weight = {word: 1 + log(len(held) / count) for word in set().union(*held) if (count := sum(word in own for own in held))}
    unknown = 1 + log(len(held))

    def likeness(text: str) -> float:
        if text == form_of(query):
            return 100.0
        if "".join(words(text)) == "".join(words(query)):
            return 97.0
        own, other = set(words(query)), set(words(text))
        total = sum(weight.get(word, unknown) for word in own) + sum(weight[word] for word in other)
        return min(95.0, 200 * sum(weight[word] for word in own & other) / total) if total else 0.0

    expected = {number: max(likeness(text) * part for text, part in each.items()) for number, each in enumerate(forms)}
    result = Names(entries).like(query)
    assert {number: pytest.approx(value) for number, value in expected.items() if value >= 25.0} == {
        number: each.value for number, each in result.items()
    }
    assert {number for number, each in result.items() if each.is_exact} == {
        number for number, each in enumerate(forms) if form_of(query) in each
    }


@given(st.data())
def test_every_name_gives_its_entry_however_it_is_written(service: Service, data: st.DataObject):
    matcher = service.matcher
    entry = data.draw(st.sampled_from([*service._entries("en").values()]))  # noqa: SLF001 - what is searched
    name = data.draw(st.sampled_from([*entry.names, *entry.alternatives]))
    written = data.draw(st.sampled_from([str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text), str.title]))(
        name
    )
    assert entry.iri in {matcher.iris[number] for number, each in matcher.names.like(written).items() if each.is_exact}
    suggested = service.suggest("entity", written, 0, "en")
    assert entry.iri in {each["id"] for each in suggested["result"]}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["any", PLANT, "opened", "mint"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "type", "limit", "properties", "type_strict", "pid", "v", "id", "q0"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON | st.dictionaries(st.text(max_size=3), JSON, max_size=2))
def test_whatever_is_sent_is_answered_or_refused(service: Service, sent: Any):
    for text in (json.dumps(sent), json.dumps({"q0": sent})):
        try:
            batch = read_batch(text)
            answer = service.answer(batch, "en")
        except QueryError:
            continue
        jsonschema.validate(json.loads(json.dumps(answer)), schemas()["Candidates"])


BAD = {
    "broken": "{",
    "a list": "[]",
    "deep": "[" * 100_000,
    "not a number": '{"q": {"query": "x", "limit": NaN}}',
    "a query that is a number": '{"q": {"query": 1}}',
    "no query": '{"q": {}}',
    "an empty query": '{"q": {"query": ""}}',
    "a query of spaces": '{"q": {"query": " \\n "}}',
    "an empty query with properties": '{"q": {"query": "", "properties": [{"pid": "opened", "v": 1}]}}',
    "a long query": json.dumps({"q": {"query": "x" * 10_000}}),
    "a control character": '{"q": {"query": "a\\u0000b"}}',
    "half a character": '{"q": {"query": "\\ud800"}}',
    "half a character as a key": '{"\\ud800": {"query": "x"}}',
    "an unknown type": '{"q": {"query": "x", "type": "plnat"}}',
    "an unknown property": '{"q": {"query": "x", "properties": [{"pid": "opend", "v": "x"}]}}',
    "a property without a value": '{"q": {"query": "x", "properties": [{"pid": "opened"}]}}',
    "a value that is a list of lists": '{"q": {"query": "x", "properties": [{"pid": "opened", "v": [[1]]}]}}',
    "an infinite value": '{"q": {"query": "x", "properties": [{"pid": "opened", "v": 1e999}]}}',
    "no candidates": '{"q": {"query": "x", "limit": 0}}',
    "half a candidate": '{"q": {"query": "x", "limit": 0.5}}',
    "a wrong strictness": '{"q": {"query": "x", "type_strict": ["any"]}}',
    "many types": json.dumps({"q": {"query": "x", "type": [PLANT] * 21}}),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_queries_are_refused_with_a_sentence(client: TestClient, name: str):
    answer = client.post("/reconcile", data={"queries": BAD[name]}, headers={"accept-language": "fr"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["detail"]
    assert answer.headers["content-language"] == "fr"


def test_what_is_meant_by_a_slip_is_told(client: TestClient):
    details = [
        client.post("/reconcile", data={"queries": BAD[f"an unknown {what}"]}).json()["detail"] for what in ("type", "property")
    ]
    assert ["“plant”" in details[0], "“opened”" in details[1]] == [True, True]


def test_batches_and_bodies_have_an_end(client: TestClient):
    many = {f"q{number}": {"query": "x"} for number in range(51)}
    answer = client.post("/reconcile", data={"queries": json.dumps(many)})
    assert answer.status_code == 413
    assert "51" in answer.json()["detail"]
    assert client.post("/reconcile", content=b"queries=" + b"x" * 400_000, headers=FORM).status_code == 413
    with pytest.raises(BatchTooLargeError):
        read_batch(json.dumps(many))
    assert client.post("/reconcile", content=b"{}", headers={"content-type": "application/json"}).status_code == 415
    assert client.post("/reconcile", content=b"queries=%ff", headers=FORM).status_code == 400
    assert client.post("/reconcile", data={"query": "x"}).status_code == 400
    assert client.post("/reconcile", data={"queries": "{}", "extend": "{}"}).status_code == 400


@pytest.mark.parametrize(
    "extend",
    ["[]", '{"ids": [], "properties": {}}', '{"ids": "x", "properties": []}', '{"ids": [1], "properties": []}', '{"ids": []}',
     '{"ids": [], "properties": [{"id": "opend"}]}', '{"ids": [], "properties": [{"id": "opened", "settings": []}]}',
     '{"ids": [], "properties": [{"id": "opened", "settings": {"content": "x"}}]}', '{"ids": [], "properties": [1]}',
     '{"ids": [], "properties": [{"id": "opened", "settings": {"limit": "-1"}}]}',
     '{"ids": [], "properties": [{"id": "opened", "settings": {"count": "maybe"}}]}',
     json.dumps({"ids": ["x"] * 201, "properties": []}), json.dumps({"ids": [], "properties": [{"id": "opened"}] * 21})],
)  # fmt: skip
def test_bad_requests_for_values_are_refused(client: TestClient, extend: str):
    answer = client.post("/reconcile", data={"extend": extend})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def extended(service: Service, ids: list[str], *properties: Any, language: str = "en") -> dict[str, Any]:
    asked = [each if isinstance(each, dict) else {"id": each} for each in properties]
    answer = service.extend(*read_extension(json.dumps({"ids": ids, "properties": asked})), language)
    jsonschema.validate(answer, schemas()["Values"])
    return answer


def test_values_are_taken_with_their_datatypes(service: Service):
    answer = extended(service, ["garden/mint", f"{BASE}garden/hill-2", "garden/none"], "opened", "grows", language="fr")
    assert [(each["id"], each["name"]) for each in answer["meta"]] == [("opened", "ouvert en"), ("grows", "cultive")]
    assert answer["meta"][1]["type"] == {"id": PLANT, "name": "Plante"}
    mint, celery = {"id": f"{BASE}plant/mint", "name": "menthe"}, {"id": f"{BASE}plant/celery", "name": "céleri"}
    assert answer["rows"] == {
        "garden/mint": {"opened": [{"str": "2020"}], "grows": [celery, mint]},
        f"{BASE}garden/hill-2": {"opened": [{"str": "2021-05-01"}], "grows": [mint]},
        "garden/none": {"opened": [], "grows": []},
    }


@pytest.mark.parametrize(
    ("settings", "cells"),
    [
        ({"limit": "1"}, [{"id": f"{BASE}plant/celery", "name": "celery"}]),
        ({"content": "name"}, [{"str": "celery"}, {"str": "mint"}]),
        ({"content": "iri", "limit": 1}, [{"str": f"{BASE}plant/celery"}]),
        ({"count": "on", "limit": "1"}, [{"int": 2}]),
        ({"count": True}, [{"int": 2}]),
        ({"limit": 0, "count": "false", "content": "name"}, [{"str": "celery"}, {"str": "mint"}]),
        (
            {"unknown": [1], "content": None, "limit": ""},
            [{"id": f"{BASE}plant/{name}", "name": name} for name in ("celery", "mint")],
        ),
    ],
)
def test_settings_say_how_values_are_given(service: Service, settings: dict[str, Any], cells: list[dict[str, Any]]):
    answer = extended(service, ["garden/mint"], {"id": "grows", "settings": settings})
    assert answer["rows"]["garden/mint"]["grows"] == cells


def test_settings_have_defaults():
    assert read_settings({}) == read_settings({"limit": 20, "content": "value", "count": False})


@pytest.mark.parametrize(
    ("kind", "prefix", "expected"),
    [
        ("entity", "MINT", ["plant/mint-2", "plant/mint", "garden/mint"]),
        ("entity", "dried st", ["plant/star-anise"]),
        ("entity", "plant/celery", ["plant/celery"]),
        ("entity", "?!", []),
        ("entity", "zzz", []),
        ("type", "her", ["ontology#Herb"]),
        ("type", "plante", ["ontology#Plant"]),
        ("type", GARDEN, ["ontology#Garden"]),
        ("type", "?!", []),
        ("property", "ouv", ["ontology#opened"]),
        ("property", "opened", ["ontology#opened"]),
    ],
)
def test_suggestions_begin_with_what_was_typed(service: Service, kind: str, prefix: str, expected: list[str]):
    answer = service.suggest(kind, prefix, 0, "en")
    jsonschema.validate(answer, schemas()["Suggestions"])
    assert [short(each) for each in answer["result"]] == expected


def test_suggestions_go_on_where_the_cursor_stands(service: Service):
    for kind in ("entity", "type", "property"):
        whole = service.suggest(kind, "", 0, "en")["result"]
        assert whole
        assert service.suggest(kind, "", 1, "en")["result"][: len(whole) - 1] == whole[1:]


def test_types_have_what_is_above_them_and_properties(service: Service):
    herb = service.suggest("type", HERB, 0, "fr")["result"][0]
    assert herb == {"id": HERB, "name": "herbe", "broader": [{"id": PLANT, "name": "Plante"}]}
    assert {short(each) for each in service.propose("garden", 100, "en")["properties"]} >= {"ontology#opened", "ontology#grows"}
    assert len(service.propose("", 1, "en")["properties"]) == 1
    assert service.propose(THING, 100, "en")["properties"] == service.propose(PLANT, 100, "en")["properties"]


def asked(url: str, form: str | None = None) -> tuple[Any, Mapping[str, str]]:
    """Ask a server, by a form where there is one; give what it answers, JSON as values, and its headers."""
    with urlopen(Request(url, form.encode() if form is not None else None, FORM if form is not None else {})) as answer:  # noqa: S310 - of loopback
        body = answer.read().decode()
        is_json = answer.headers["content-type"] == "application/json"
        return json.loads(body) if is_json else body, {name.lower(): value for name, value in answer.headers.items()}


def joined(service: Mapping[str, str]) -> str:
    return service["service_url"] + service["service_path"]


def test_openrefine_reconciles_and_extends_over_a_real_server(gardens: Path):
    """Requests as OpenRefine sends them: the manifest, batches of a form, suggestions, the preview, values."""
    with running(gardens) as address:
        endpoint = f"{address}reconcile"
        described, headers = asked(endpoint)
        assert headers["access-control-allow-origin"] == "*"
        jsonschema.validate(described, schemas()["Manifest"])
        assert [type_["name"] for type_ in described["defaultTypes"]] == ["Garden", "Plant"]
        queries = {
            "q0": {"query": "Celeri", "type": PLANT, "limit": 6, "type_strict": "should"},
            "q1": {
                "query": "hillside garden",
                "type": GARDEN,
                "type_strict": "should",
                "properties": [{"pid": "opened", "v": "2021"}],
            },
        }
        batch = urlencode({"queries": json.dumps(queries)})
        posted, headers = asked(endpoint, batch)
        assert headers["access-control-allow-origin"] == "*"
        assert posted == asked(f"{endpoint}?{batch}")[0]
        best = {key: each["result"][0] for key, each in posted.items()}
        assert {key: (short(each), each["match"]) for key, each in best.items()} == {
            "q0": ("plant/celery", True),
            "q1": ("garden/hill-2", False),
        }
        for kind, prefix in (("entity", "min"), ("type", "pla"), ("property", "op")):
            assert asked(f"{joined(described['suggest'][kind])}?prefix={prefix}&cursor=0")[0]["result"]
        id_ = quote(best["q0"]["id"], safe="")
        preview, headers = asked(described["preview"]["url"].replace("{{id}}", id_))
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "<h1>" in preview
        assert "<script" not in preview
        with urlopen(described["view"]["url"].replace("{{id}}", id_)) as page:  # noqa: S310 - of loopback
            assert page.url == f"{address}plant/celery.en.html"
        proposed, _ = asked(f"{joined(described['extend']['propose_properties'])}?type={quote(GARDEN, safe='')}&limit=3")
        jsonschema.validate(proposed, schemas()["ProposedProperties"])
        wanted = {"ids": [best["q1"]["id"]], "properties": [{"id": each["id"]} for each in proposed["properties"]]}
        values, _ = asked(endpoint, urlencode({"extend": json.dumps(wanted)}))
        assert [*values["rows"]] == wanted["ids"]
        named, _ = asked(f"{endpoint}?lang=fr")
        assert named["defaultTypes"][1]["name"] == "Plante"
        assert asked(joined(named["suggest"]["type"]) + "&prefix=plante")[0]["result"][0]["name"] == "Plante"


def test_addresses_follow_the_host_and_no_other(client: TestClient):
    for host in ("refine.example", "refine.example:8000", "[::1]:8000"):
        manifest = client.get("/reconcile", headers={"host": host}).json()
        assert manifest["view"]["url"] == f"http://{host}/reconcile/view?id={{{{id}}}}"


def test_the_public_address_is_followed_whatever_the_host(gardens: Path):
    edition = limited(edition_of(gardens), workers=1, address="https://garden.example/sparql")
    with TestClient(Site(edition)) as client:
        hosts = ("garden.example", "evil.example")
        urls = [client.get("/reconcile", headers={"host": host}).json()["preview"]["url"] for host in hosts]
    assert [url.partition("?")[0] for url in urls] == [
        "https://garden.example/reconcile/preview",
        "https://garden.example/reconcile/preview",
    ]


def test_the_service_is_in_the_folder_of_what_is_no_entry(gardens: Path):
    edition = limited(edition_of(gardens), workers=1)
    moved = replace(edition, settings=replace(edition.settings, own_folder="_"))
    with TestClient(Site(moved), follow_redirects=False) as client:
        manifest = client.get("/_/reconcile").json()
        assert manifest["view"]["url"] == "http://testserver/_/reconcile/view?id={{id}}"
        assert (
            client.get(manifest["view"]["url"].replace("{{id}}", "garden/mint")).headers["location"] == "/garden/mint.en.html"
        )
        preview = client.get(manifest["preview"]["url"].replace("{{id}}", "garden/mint")).text
        assert ('href="/_/assets/style.css"' in preview, 'href="/garden/mint.en.html"' in preview) == (True, True)
        assert client.get(joined(manifest["suggest"]["type"])).status_code == 200
        assert client.get("/reconcile").status_code == 404


def test_without_pages_there_is_no_reconciliation(gardens: Path):
    with TestClient(Site(limited(edition_of(gardens), workers=1), documents=False)) as client:
        assert [client.get(f"/reconcile{below}").status_code for below in ("", "/view", "/suggest/type")] == [404] * 3


def test_previews_and_views_are_of_entries_alone(client: TestClient):
    for path in ("preview", "view"):
        assert client.get(f"/reconcile/{path}").status_code == 400
        assert client.get(f"/reconcile/{path}", params={"id": "https://evil.example/"}).status_code == 404
        assert client.get(f"/reconcile/{path}", params={"id": "//evil.example"}).status_code == 404
        assert client.get(f"/reconcile/{path}", params={"id": "a\x00"}).status_code == 400
    assert (
        client.get("/reconcile/view", params={"id": "garden/mint", "lang": "fr"}).headers["location"] == "/garden/mint.fr.html"
    )
    french = client.get("/reconcile/preview", params={"id": "garden/mint"}, headers={"accept-language": "fr"})
    assert french.headers["content-language"] == "fr"
    for cursor in ("-1", "x", "1e3", "9" * 400):
        assert client.get("/reconcile/suggest/entity", params={"cursor": cursor}).status_code == 400
    assert client.get("/reconcile/nothing").status_code == 404
    assert client.get("/reconcile/").json()["versions"] == ["0.2"]


def test_answers_are_kept_until_they_change(client: TestClient):
    first = client.get("/reconcile/suggest/type", params={"prefix": "pl"})
    again = client.get("/reconcile/suggest/type", params={"prefix": "pl"}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert client.head("/reconcile").headers["content-length"] != "0"
    assert client.options("/reconcile").headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"


def test_answers_are_valid_by_the_schemas_of_the_specification(service: Service, client: TestClient):
    """The schemas are not ours to copy: RECONCILIATION_SCHEMAS names the folder that has those of version 0.2."""
    folder = os.environ.get("RECONCILIATION_SCHEMAS")
    if not folder:
        pytest.skip("RECONCILIATION_SCHEMAS names no folder with the schemas of the specification")

    def valid(answer: Any, name: str) -> None:
        schema = json.loads(
            (Path(folder) / f"{name}.json").read_text("utf-8").replace('"$ref": "type.json"', '"$ref": "urn:type"')
        )
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT7

        type_ = json.loads((Path(folder) / "type.json").read_text("utf-8").replace('"type.json"', '"#"'))
        registry = Registry().with_resource("urn:type", Resource(type_, DRAFT7))
        jsonschema.Draft7Validator(schema, registry=registry).validate(answer)

    for language in ("en", "fr"):
        valid(client.get(f"/reconcile?lang={language}").json(), "manifest")
        for question in ({"query": "mint"}, {"query": "mint", "type": PLANT}, {"properties": [{"pid": "grows", "v": "mint"}]}):
            valid(service.answer(read_batch(json.dumps({"q": question})), language), "reconciliation-result-batch")
        for kind, name in (("entity", "entities"), ("type", "types"), ("property", "properties")):
            valid(service.suggest(kind, "", 0, language), f"suggest-{name}-response")
        ids = service.matcher.iris
        valid(extended(service, ids, *service.matcher.columns.by_id, language=language), "data-extension-response")
        valid(service.propose(PLANT, 10, language), "data-extension-property-proposal")
