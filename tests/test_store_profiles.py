"""The rules of each store, as its documentation records them: where what is sent, and how; credentials and their hosts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import QUICK, Proxy, Running, Said, oxigraph, proxy, publish, release, settings_in, triples_of

from catalogue.config import PROFILES as NAMES
from catalogue.config import StoreSettings
from catalogue.errors import InputError, RemoteError, UsageError
from catalogue.remote.credentials import BASIC, BEARER, FILE, HOST, PASSWORD, TOKEN, USER, Credentials, credentials_for
from catalogue.stores.client import StoreClient
from catalogue.stores.opening import open_store, store_named
from catalogue.stores.profiles import PROFILES

RULES = {
    "oxigraph": ("/query", "/update", "/store?graph=urn%3Ag", ""),
    "fuseki": ("/query", "/update", "/data?graph=urn%3Ag", "timeout=10"),
    "rdf4j": ("", "/statements", "/rdf-graphs/service?graph=urn%3Ag", "timeout=10"),
    "graphdb": ("", "/statements", "/rdf-graphs/service?graph=urn%3Ag", "timeout=10"),
    "stardog": ("/query", "/update", "?graph=urn%3Ag", "timeout=10000"),
    "neptune": ("/sparql", "/sparql", "/sparql/gsp/?graph=urn%3Ag", ""),
    "qlever": ("/", "/", "/?graph=urn%3Ag", "timeout=10s"),
    "virtuoso": ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth?graph-uri=urn%3Ag", "timeout=10000"),
    "sparql": ("", "", "", ""),
}
EMPTY = Said(200, b'{"head":{"vars":[]},"results":{"bindings":[]}}', {"Content-Type": "application/sparql-results+json"})
LINE = b"<urn:a> <urn:b> <urn:c> .\n"


@pytest.fixture
def anything() -> Iterator[Proxy]:
    """A store that says that all is well."""
    with proxy(Running("http://127.0.0.1:9", "sparql"), lambda _: EMPTY) as between:
        yield between


def test_the_settings_name_the_profiles_that_there_are():
    assert list(PROFILES) == list(NAMES)
    assert set(RULES) == set(NAMES)
    assert all(profile.source for profile in PROFILES.values())


@pytest.mark.parametrize("name", NAMES)
def test_each_store_is_asked_where_it_listens(anything: Proxy, name: str):
    query, update, data, deadline = RULES[name]
    client = StoreClient(
        f"{anything.address}/db", PROFILES[name], Credentials("ada", "secret", PROFILES[name].scheme), 60, QUICK
    )
    client.select("SELECT * { ?s ?p ?o }")
    client.update("DROP SILENT GRAPH <urn:g>")
    client.add("urn:g", LINE)
    asked, updated, added = anything.asked
    assert asked.path.partition("?")[0] == f"/db{query}"
    assert (updated.method, updated.path, updated.body) == ("POST", f"/db{update}", b"DROP SILENT GRAPH <urn:g>")
    assert (added.method, added.path) == ("POST", f"/db{data}")
    assert added.body == (LINE if data else b"INSERT DATA { GRAPH <urn:g> {\n" + LINE + b"} }")
    assert "&".join(f"{key}={value}" for key, value in PROFILES[name].deadline_parameter(10).items()) == deadline


def test_any_store_with_queries_and_updates_at_one_address_will_do(tmp_path: Path):
    """An Oxigraph behind one address."""
    with oxigraph(tmp_path) as running, proxy(running) as between:
        between.path = lambda asked: f"/{asked.kind}{asked.path.removeprefix('/sparql')}"
        published = publish(Running(f"{between.address}/sparql", "sparql"), tmp_path, release(tmp_path, "a" * 16, 60))
        assert (published.triples, len(triples_of(running, published.graph))) == (300, 300)
        assert between.count("data") == 0


def test_credentials_go_to_their_host_alone(tmp_path: Path):
    file = tmp_path / "credentials"
    file.write_text("machine db.example login ada password secret\nmachine token.example password t0ken\n", "utf-8")
    for address, expected in (
        ("https://db.example:8890/x", ("ada", BASIC)),
        ("https://DB.example/", ("ada", BASIC)),
        ("https://token.example/", ("", BEARER)),
    ):
        given = credentials_for(address, BASIC, file, {})
        assert given is not None
        assert (given.user, given.scheme) == expected
    assert credentials_for("https://db.example.org/", BASIC, file, {}) is None
    assert credentials_for("https://db.example/", BASIC, None, {FILE: str(file)}) is not None
    known = {HOST: "db.example", USER: "ada", PASSWORD: "secret"}
    assert credentials_for("https://db.example/", BASIC, None, known) is not None
    assert credentials_for("https://other.example/", BASIC, None, known) is None
    with pytest.raises(UsageError, match=HOST):
        credentials_for("https://db.example/", BASIC, None, {TOKEN: "t0ken"})


@pytest.mark.parametrize("text", ["machine db.example login", "secret word\n", "\xff"])
def test_a_file_of_credentials_that_is_none_is_told_and_not_quoted(tmp_path: Path, text: str):
    file = tmp_path / "credentials"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match="no file of credentials") as caught:
        credentials_for("https://db.example/", BASIC, file, {})
    assert "secret" not in str(caught.value)
    with pytest.raises(UsageError, match="no file of credentials"):
        credentials_for("https://db.example/", BASIC, tmp_path / "none", {})


def test_a_password_and_a_token_are_sent_as_the_standards_have_them(anything: Proxy):
    for credentials, expected in (
        (Credentials("ada", "é", BASIC), "Basic YWRhOsOp"),
        (Credentials("", "t", BEARER), "Bearer t"),
    ):
        anything.asked.clear()
        StoreClient(anything.address, PROFILES["oxigraph"], credentials, 60, QUICK).update("DROP SILENT GRAPH <urn:g>")
        assert anything.asked[0].headers["Authorization"] == expected


def test_credentials_are_not_sent_where_a_query_is_redirected_to():
    with proxy(Running("http://127.0.0.1:9", "sparql")) as between:
        between.rule = lambda asked: (
            EMPTY if asked.path.startswith("/there") else Said(302, headers={"Location": f"{between.address}/there"})
        )
        StoreClient(between.address, PROFILES["sparql"], Credentials("ada", "secret", BASIC), 60, QUICK).select("SELECT * {}")
        assert ["Authorization" in asked.headers for asked in between.asked] == [True, False]


@pytest.mark.parametrize(
    "said",
    [
        Said(200, b"Virtuoso 22026 Error SR319: Max row length is exceeded"),
        Said(200, b'{"exception": "out of memory", "status": "ERROR"}'),
        Said(200, b"org.eclipse.rdf4j.repository.RepositoryException: full"),
        Said(200, b"", {"X-SQL-State": "S1TAT"}),
        Said(200, b"", {"X-SPARQL-MaxRows": "10000"}),
    ],
)
def test_a_success_with_an_error_inside_is_none(anything: Proxy, said: Said):
    anything.rule = lambda _: said
    with pytest.raises(RemoteError, match=r"error inside|at a limit of its own"):
        StoreClient(anything.address, PROFILES["virtuoso"], None, 60, QUICK).update("DROP SILENT GRAPH <urn:g>")


def test_a_store_that_does_not_answer_in_time_is_told(anything: Proxy):
    anything.rule = lambda _: Said(200, seconds=3)
    with pytest.raises(RemoteError, match="did not answer within 1 s"):
        StoreClient(anything.address, PROFILES["oxigraph"], None, 1, QUICK).update("DROP SILENT GRAPH <urn:g>")


def test_a_store_is_found_by_its_name_or_its_address(tmp_path: Path):
    settings = settings_in(tmp_path)
    settings.stores["main"] = StoreSettings("https://db.example/", "oxigraph")  # type: ignore[index]
    assert store_named(settings, "main").address == "https://db.example/"
    assert store_named(settings, "http://127.0.0.1/", "virtuoso").profile == "virtuoso"
    for name, profile, message in (
        ("mian", None, "did you mean main"),
        ("zzzzzz", None, r"write \[stores.zzzzzz\]"),
        ("http://127.0.0.1/", None, "--profile"),
        ("main", "blazegraph", "no profile blazegraph"),
    ):
        with pytest.raises(UsageError, match=message):
            store_named(settings, name, profile)
    with pytest.raises(UsageError, match="password"):
        open_store(StoreSettings("http://ada:secret@127.0.0.1/", "oxigraph"))
