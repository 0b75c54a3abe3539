"""The description of the programming interface: valid OpenAPI 3.1, true to the queries, in the reader's language."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import edition_of
from openapi_spec_validator import OpenAPIV31SpecValidator

from catalogue.edition import Edition
from catalogue.query import PARAMETER_TYPES, RESULT_FORMATS, named_queries, parse_query, run
from catalogue.serve.description import openapi
from catalogue.serve.problems import MEDIA_TYPE
from catalogue.serve.routes import Routes
from catalogue.serve.statuses import BY_SERVER
from catalogue.workspace.catalogue import Catalogue

SERVER = "https://example.org/service/"
RECONCILIATION = {
    "/reconcile",
    *(f"/reconcile/suggest/{kind}" for kind in ("entity", "type", "property")),
    *(f"/reconcile/{path}" for path in ("extend/propose", "preview", "view")),
    "/reconcile/1.0-draft",
    *(f"/reconcile/1.0-draft/suggest/{kind}" for kind in ("entity", "type", "property")),
    *(f"/reconcile/1.0-draft/{path}" for path in ("match", "extend", "extend/propose", "preview")),
}


def described(edition: Edition, language: str = "en", *sparql: str) -> dict[str, Any]:
    more = [parse_query(words, f"more {number}", "<query>") for number, words in enumerate(sparql)]
    return openapi(edition, [*named_queries(edition).values(), *more], SERVER, language)


def named(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][f"/api/queries/{name}"]["get"]
    return found


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_it_is_valid_and_json(folder: Path, first_edition: Edition, language: str):
    for edition in (edition_of(folder), first_edition):
        document = described(edition, language)
        assert json.loads(json.dumps(document)) == document
        assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
        assert document["info"]["version"] == edition.release


def test_there_is_a_path_for_sparql_and_one_for_each_query(first: Catalogue, first_edition: Edition):
    document = described(first_edition)
    assert set(document["paths"]) == {
        "/sparql",
        "/release/{release}/sparql",
        "/api/queries",
        "/release/{release}/api/queries",
        "/release/{release}/api/queries/{query}",
        *RECONCILIATION,
        *(f"/api/queries/{name}" for name in first.queries()),
    }
    for path in ("/sparql", "/release/{release}/sparql"):
        assert set(document["paths"][path]) == {"get", "post"}
    kept = document["paths"]["/release/{release}/api/queries/{query}"]["get"]
    assert kept["parameters"][1]["schema"]["enum"] == list(first.queries())
    assert document["servers"] == [{"url": "https://example.org/service"}]


def test_where_there_are_no_queries_none_is_described(first_edition: Edition):
    document = openapi(first_edition, [], SERVER)
    assert set(document["paths"]) == {
        "/sparql",
        "/release/{release}/sparql",
        "/api/queries",
        "/release/{release}/api/queries",
        *RECONCILIATION,
    }
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_titles_are_in_the_wanted_language(garden: Path):
    english, french = (named(described(edition_of(garden), tag), "gardens-of-plant") for tag in ("en", "fr"))
    assert (english["summary"], french["summary"]) == ("Gardens that grow a plant", "Jardins qui cultivent une plante")
    assert (english["tags"], french["tags"]) == (["gardens", "plants"], ["jardins", "plantes"])
    assert french["parameters"][0]["description"] == "La plante"


def test_parameters_have_their_types_and_defaults(garden: Path):
    values = {"integer": "3", "decimal": "1.50", "boolean": "1", "date": "2023-05-17Z", "dateTime": "2023-05-17T10:00:00",
              "gYear": "2023", "gYearMonth": "2023-05", "language": "fr-CA", "string": "", "iri": "plant/bean"}  # fmt: skip
    assert set(values) == set(PARAMETER_TYPES)
    lines = "".join(f"# param: {type_} {type_} = {value}\n" for type_, value in values.items())
    document = described(edition_of(garden), "en", f"{lines}# param: needed string\nSELECT * {{}}")
    found = {parameter["name"]: parameter for parameter in named(document, "more%200")["parameters"]}
    assert "csv" in found.pop("format")["schema"]["enum"]
    assert found.pop("lang")["schema"] == {"type": "string"}
    assert found.pop("needed") == {"name": "needed", "in": "query", "required": True, "schema": {"type": "string"}}
    for parameter in found.values():
        assert parameter["required"] is False
        jsonschema.validate(parameter["schema"]["default"], parameter["schema"])
    assert [found[name]["schema"]["default"] for name in ("integer", "decimal", "boolean", "string")] == [3, 1.5, True, ""]


def test_a_default_that_does_not_fit_is_left_out(garden: Path):
    document = described(edition_of(garden), "en", "# param: n integer = x\n# param: b boolean = oui\nSELECT * {}")
    assert [("default" in p["schema"], p["required"]) for p in named(document, "more%200")["parameters"][:2]] == [
        (False, False)
    ] * 2


def test_answers_have_the_media_types_of_their_form(garden: Path):
    document = described(edition_of(garden), "en", "CONSTRUCT WHERE { ?s ?p ?o }", "ASK {}", "DESCRIBE <urn:a>")
    table, triples, boolean, description = (
        set(named(document, name)["responses"]["200"]["content"])
        for name in ("gardens-of-plant", "more%200", "more%201", "more%202")
    )
    page = {"text/html"}
    assert table - page == boolean - page == {
        "text/csv", "text/tab-separated-values", "application/sparql-results+json", "application/sparql-results+xml",
    }  # fmt: skip
    assert page <= table & triples
    assert (
        triples - page
        == description - page
        == {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"}
    )
    assert set(document["paths"]["/sparql"]["get"]["responses"]["200"]["content"]) == (table | triples) - page


def test_a_query_lists_the_formats_that_it_has(garden: Path):
    """Rows for a SELECT or an ASK, triples for a CONSTRUCT or a DESCRIBE; the answer has their media types."""
    queries = ("CONSTRUCT WHERE { ?s ?p ?o }", "ASK {}", "DESCRIBE <urn:a>", "# param: format string = x\nASK {}")
    document = described(edition_of(garden), "en", *queries)
    rows, graphs = ["json", "xml", "csv", "tsv"], ["turtle", "ntriples", "jsonld", "rdfxml"]
    expected = {"gardens-of-plant": rows, "more%200": graphs, "more%201": rows, "more%202": graphs}
    for name, formats in expected.items():
        operation = named(document, name)
        [field] = [parameter for parameter in operation["parameters"] if parameter["name"] == "format"]
        assert field["schema"]["enum"] == [*formats, "html"]
        media_types = [*(RESULT_FORMATS[name].media_type for name in formats), "text/html"]
        assert list(operation["responses"]["200"]["content"]) == media_types
    [own] = named(document, "more%203")["parameters"]
    assert own["schema"] == {"type": "string", "default": "x"}
    kept = document["paths"]["/release/{release}/api/queries/{query}"]["get"]
    assert kept["parameters"][-1]["schema"]["enum"] == [*rows, *graphs, "html"]
    for path in ("/sparql", "/release/{release}/sparql"):
        get, post = (document["paths"][path][method] for method in ("get", "post"))
        for fields in (get["parameters"], post["parameters"]):
            assert {"name": "format", "in": "query"}.items() <= fields[-3].items()
            assert fields[-3]["schema"]["enum"] == [*rows, *graphs]
        form = post["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
        assert list(form["properties"]) == ["query", "format", "default-graph-uri", "named-graph-uri"]
        assert form["properties"]["format"]["enum"] == [*rows, *graphs]


def test_where_all_queries_are_of_one_form_releases_have_its_formats_alone(garden: Path):
    document = described(edition_of(garden))
    kept = document["paths"]["/release/{release}/api/queries/{query}"]["get"]
    assert kept["parameters"][-1]["schema"]["enum"] == ["json", "xml", "csv", "tsv", "html"]
    assert "text/turtle" not in kept["responses"]["200"]["content"]


def test_every_error_of_the_program_is_a_problem(first_edition: Edition):
    document = described(first_edition)
    for name, response in document["components"]["responses"].items():
        if int(name[-3:]) in BY_SERVER | {303, 304}:
            assert "content" not in response
            continue
        example = response["content"][MEDIA_TYPE]["example"]
        jsonschema.validate(example, document["components"]["schemas"]["Problem"])
        assert name == f"Problem{example['status']}"


def test_each_operation_has_the_statuses_of_its_route(garden: Path):
    """What the table of routes says is described; what is described is in it."""
    document = described(edition_of(garden))
    routes = Routes(())
    for path, operations in document["paths"].items():
        route, _ = routes.find(path)
        assert {method.upper() for method in operations} == set(route.methods)
        for method, operation in operations.items():
            spelt_out = {404} if path.startswith("/api/queries/") else set()
            assert {int(status) for status in operation["responses"]} == route.statuses(method.upper()) - spelt_out
            for status, response in operation["responses"].items():
                assert status == "200" or response["$ref"].rpartition("/")[2].endswith(status)


def test_operations_have_ids_of_their_own_that_programs_can_have_as_names(garden: Path):
    for name in ("a-b", "a_b", "A.B", "é", "ü"):
        (garden / "queries" / f"{name}.rq").write_text("ASK {}", "utf-8")
    document = described(edition_of(garden))
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len({id_.casefold() for id_ in ids}) == len(ids) == 29
    assert all(id_.isidentifier() and id_.isascii() for id_ in ids)
    assert "/api/queries/%C3%A9" in document["paths"]
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_the_schema_of_results_fits_what_queries_answer(garden: Path):
    edition = edition_of(garden)
    schema = described(edition)["components"]["schemas"]["Results"]
    for sparql in ("SELECT * { ?s ?p ?o OPTIONAL { ?o ?q ?r } }", "ASK {}"):
        jsonschema.validate(json.loads(run(edition, parse_query(sparql, "q", "q")).serialize("json")), schema)
