"""Notes: what is told beside an answer, in Python, in the shell, over HTTP and on the page, in the language of the reader."""

import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited
from starlette.testclient import TestClient
from test_cli import catalogue as shell

from catalogue.errors import Place
from catalogue.query import Note
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.serve.notes import notes_header
from catalogue.workers.messages import LENGTHS, Reply, read_reply
from catalogue.workspace.catalogue import Catalogue

SLIP = "SELECT ?nme { ?s g:grows ?name }"
PREFIXED = "PREFIX g: <https://gardens.example.org/ontology#>\n" + SLIP
HOLLOW = PREFIXED.replace(" }", " FILTER (false) }")
DISPLAY_STRING = re.compile(r'%"((?:[ !#$&-~]|%[0-9a-f]{2})*)"((?:;[a-z*][a-z0-9_.*-]*=[\w.!#$%&\'*+^`|~:/-]+)*)')


def read_list(header: str) -> list[tuple[str, dict[str, str]]]:
    """Read a list of Display Strings as RFC 9651 has it, and nothing else."""
    notes = []
    while header:
        match = DISPLAY_STRING.match(header)
        assert match, header
        notes.append((unquote(match[1], errors="strict"), dict(p.split("=") for p in match[2].split(";")[1:])))
        header = header[match.end() :].removeprefix(", ")
    return notes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes") / "garden"
    init(folder)
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        yield client


def test_in_python_an_answer_has_notes_with_code_place_and_both_languages(garden: Path):
    (note,) = Catalogue(garden).query(PREFIXED).notes
    assert note.code == "sparql.nothing-binds-never-value"
    assert note.place == Place("<query>", 2, 8, 2, 12)
    assert str(note) == "<query>:2:8: ?nme is never bound; did you mean ?name?"
    assert note.say("fr") == "<query>:2:8: ?nme n'est jamais liée ; vouliez-vous dire ?name ?"
    assert Catalogue(garden).query(PREFIXED.replace("nme", "name")).notes == ()


def test_notes_go_along_with_an_answer_that_is_ordered_or_sent_to_another_process(garden: Path):
    result = Catalogue(garden).query(PREFIXED)
    assert pickle.loads(pickle.dumps(result)).notes == result.in_order().notes == result.notes != ()  # noqa: S301 - our own


def test_a_notebook_shows_them_in_both_languages_and_what_they_name_as_text(garden: Path):
    noted = Catalogue(garden).query("SELECT ?s {} LIMIT 0").noted(lambda: [Note("a", {"en": "<b>", "fr": "é"})])
    assert noted._repr_html_().endswith("<p>&lt;b&gt; · é</p>")
    assert "never bound" in Catalogue(garden).query("ASK { FILTER(?x) }")._repr_html_()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "note: <query>:2:8: ?nme is never bound; did you mean ?name?"),
        ("fr", "note : <query>:2:8: ?nme n'est jamais liée ; vouliez-vous dire ?name ?"),
    ],
)
def test_the_shell_writes_them_on_standard_error_and_the_answer_alone_on_standard_output(
    garden: Path, language: str, line: str
):
    done = shell(garden, "--lang", language, "query", PREFIXED, "-f", "csv")
    assert (done.returncode, done.stderr) == (0, f"{line}\n")
    assert set(done.stdout.splitlines()) == {"nme", '""'}


@pytest.mark.parametrize(
    "accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
)
def test_the_service_sends_them_in_a_header_in_the_language_of_each_reader(client: TestClient, accept: str):
    for language, message in [
        ("en", "?nme is never bound; did you mean ?name?"),
        ("fr", "?nme n'est jamais liée ; vouliez-vous dire ?name ?"),
    ] * 2:
        answer = client.get("/sparql", params={"query": HOLLOW}, headers={"Accept": accept, "Accept-Language": language})
        assert answer.status_code == 200
        assert read_list(answer.headers["catalogue-notes"]) == [
            (message, {"code": "sparql.nothing-binds-never-value", "line": "2", "column": "8"})
        ]
    assert "Catalogue-Notes" in answer.headers["access-control-expose-headers"]
    tag = answer.headers["etag"]
    again = client.get("/sparql", params={"query": HOLLOW}, headers={"Accept": accept, "If-None-Match": tag})
    assert (again.status_code, "catalogue-notes" in again.headers) == (304, True)


def test_the_body_is_as_without_notes_and_an_answer_with_something_has_no_header(client: TestClient):
    answer = client.post("/sparql", data={"query": HOLLOW, "format": "csv"})
    assert answer.content == b"nme\r\n"
    assert "catalogue-notes" in answer.headers
    assert "catalogue-notes" not in client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}).headers


@pytest.mark.parametrize(
    ("language", "message", "place"),
    [("en", "?nme is never bound", "line 2, column 8"), ("fr", "?nme n'est jamais liée", "ligne 2, colonne 8")],
)
def test_the_page_shows_them(client: TestClient, language: str, message: str, place: str):
    page = client.get("/sparql", params={"query": HOLLOW, "lang": language}, headers={"Accept": "text/html"})
    items = html5lib.parse(page.content, namespaceHTMLElements=False).findall(".//ul[@class='notes']/li")
    (shown,) = [" ".join("".join(item.itertext()).split()) for item in items]
    assert shown.startswith(message)
    assert place in shown.lower()


@given(
    st.lists(
        st.tuples(
            st.text(),
            st.text(),
            st.none() | st.builds(Place, st.sampled_from(["<query>", "data/é.ttl"]), st.integers(0, 9), st.integers(0, 9)),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_whatever_notes_tell_the_header_is_ascii_of_bounded_length_and_read_as_the_standard_says(
    told: list[tuple[str, str, Place | None]],
):
    notes = [Note(code, {"en": message}, place) for code, message, place in told]
    name, value = notes_header(notes, {"headers": []})
    assert name == b"catalogue-notes"
    assert len(value) <= 4096
    for (text, parameters), note in zip(read_list(value.decode("ascii")), notes, strict=False):
        message = note.message["en"].encode("utf-8", "replace").decode()
        assert text == message or text.endswith((message, "…")) or len(message) > 100
        assert ("line" in parameters) == (note.place is not None and note.place.path == "<query>" and note.place.line > 0)


@given(
    st.lists(
        st.builds(
            Note,
            st.text(),
            st.dictionaries(st.text(), st.text()),
            st.none() | st.builds(Place, st.text(), st.integers(0), st.integers(0)),
        )
    )
)
def test_notes_come_from_a_worker_as_they_were(notes: list[Note]):
    reply = Reply("json", b"{}", notes=tuple(notes))
    packed = reply.packed()
    head, body = LENGTHS.unpack_from(packed)
    assert read_reply(packed[LENGTHS.size :][:head], packed[-body:]) == (reply, False)
