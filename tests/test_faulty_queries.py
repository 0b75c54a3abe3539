"""One query file that cannot be read, or whose header is wrong, stops no other one, whatever is done with them."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, edition_of, shared
from sparql_service import limited, running
from starlette.testclient import TestClient
from test_cli import catalogue as shell

from catalogue.errors import CatalogueError, InputError, OutputError
from catalogue.lint import check
from catalogue.remote import Remote
from catalogue.serve import Site
from catalogue.workspace import opening
from catalogue.workspace.catalogue import Catalogue


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _forbidden(path: Path) -> None:
    path.write_text("ASK {}", "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")


UNREADABLE = {
    "latin": (_bytes(b"# title: T\n# caf\xe9\nASK {}"), InputError, "2:6: not UTF-8: byte 0xe9; save the file as UTF-8"),
    "utf-16": (
        _bytes("# title: T\nASK {}".encode("utf-16")),
        InputError,
        "1:1: not UTF-8: byte 0xff; the file begins as UTF-16 does: save it as UTF-8, as `iconv -f UTF-16 -t UTF-8` does",
    ),
    "cut": (_bytes("ASK { ?s ?p 'é' }".encode()[:-4]), InputError, "1:14: not UTF-8: byte 0xc3; save the file as UTF-8"),
    "link": (lambda path: path.symlink_to("nowhere.rq"), OutputError, "1:1: cannot read it: No such file or directory"),
    "loop": (lambda path: path.symlink_to(path.name), OutputError, "1:1: cannot read it: Too many levels of symbolic links"),
    "forbidden": (_forbidden, OutputError, "1:1: cannot read it: Permission denied"),
}

READABLE = {
    "header": (_bytes(b"# param: x integr\nASK {}"), True),
    "syntax": (_bytes(b"ASK {"), False),
    "empty": (_bytes(b""), False),
    "bom": (_bytes(b"\xef\xbb\xbf# title: T\nASK {}"), False),
    "crlf": (_bytes(b"# title: T\r\nASK {}\r\n"), False),
    "nul": (_bytes(b"ASK { ?s ?p '\x00' }"), False),
    "no-query": (_bytes(b"hello"), False),
    "folder": (lambda path: path.mkdir(), False),
}


@pytest.fixture(params=UNREADABLE)
def faulty(request: pytest.FixtureRequest, garden: Path) -> tuple[Path, type[CatalogueError], str]:
    """A catalogue with a query file that cannot be read, and what is told of it."""
    make, error, expected = UNREADABLE[request.param]
    make(garden / "queries" / "aaa.rq")
    return garden, error, f"queries/aaa.rq:{expected}"


def test_the_others_are_listed_and_asked_and_the_faulty_one_is_told_with_its_place(
    faulty: tuple[Path, type[CatalogueError], str],
):
    folder, error, expected = faulty
    listed = shell(folder, "queries")
    assert (listed.returncode, listed.stdout.split()[0]) == (error.exit_code, "gardens-of-plant")
    assert listed.stderr.startswith(f"error: {expected}")
    assert listed.stderr.count("\n") == 1
    assert shell(folder, "query", "gardens-of-plant").returncode == 0
    asked = shell(folder, "query", "aaa")
    assert (asked.returncode, asked.stdout, asked.stderr) == (error.exit_code, "", listed.stderr)
    assert "did you mean gardens-of-plant?" in shell(folder, "query", "gardens-of-plants").stderr
    with pytest.raises(error, match=re.escape(expected)):
        Catalogue(folder).query("aaa")


def test_answers_of_the_others_are_compared(faulty: tuple[Path, type[CatalogueError], str]):
    folder, _, expected = faulty
    assert shell(folder, "answers", "--write").returncode == 1
    done = shell(folder, "answers")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"error: {expected}" in done.stderr
    assert "2 answers, 1 not as expected" in done.stderr


def test_the_check_reports_it_and_a_build_tells_it_or_leaves_it_out(faulty: tuple[Path, type[CatalogueError], str]):
    folder, error, expected = faulty
    report = check(edition_of(folder))
    (finding,) = [finding for finding in report if finding.fatal]
    assert f"{finding.place}: {finding.message['en']}" == expected.partition(";")[0]
    assert shell(folder, "check").returncode == 3
    assert shell(folder, "check").returncode == 3
    release = Catalogue(folder).build(folder / "out", check=False)
    pages = {path.name for path in (release.folder / "queries").iterdir()}
    assert "gardens-of-plant.en.html" in pages
    assert not any(name.startswith("aaa") for name in pages)
    built = shell(folder, "build")
    assert built.returncode == (1 if error is InputError else 0)


def test_it_is_mended_without_opening_the_catalogue_again(faulty: tuple[Path, type[CatalogueError], str]):
    folder, _, _ = faulty
    opened = Catalogue(folder)
    assert opened.check().unreadable
    path = folder / "queries" / "aaa.rq"
    path.unlink()
    path.write_text("# title: A\nASK {}", "utf-8")
    opened.refresh()
    assert not opened.check().unreadable
    assert opened.query("aaa").boolean is True


def test_the_service_serves_the_others(faulty: tuple[Path, type[CatalogueError], str]):
    folder, _, _ = faulty
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        listed = client.get("/api/queries").json()["queries"]
        assert [query["name"] for query in listed] == ["gardens-of-plant"]
        assert client.get("/api/queries/gardens-of-plant").status_code == 200
        assert client.get("/api/queries/aaa").status_code == 404
        for path in ("/sparql", "/api/openapi.json", "/queries.en.html", "/queries/gardens-of-plant.en.html"):
            assert client.get(path, headers={"Accept": "text/html, application/json"}).status_code == 200


def test_a_remote_catalogue_has_the_others(faulty: tuple[Path, type[CatalogueError], str]):
    folder, error, _ = faulty
    remote: Remote = opening.connect("http://127.0.0.1:9/", queries=folder / "queries")
    assert [name for name, query in remote.queries().items() if query.error is None] == ["gardens-of-plant"]
    with pytest.raises(error):
        remote.find_query("aaa")


@pytest.mark.parametrize("kind", READABLE)
def test_any_other_file_in_the_folder_stops_no_other_query(garden: Path, kind: str):
    make, is_told = READABLE[kind]
    make(garden / "queries" / "aaa.rq")
    listed = shell(garden, "queries")
    assert "gardens-of-plant  " in listed.stdout
    assert (listed.returncode != 0, "queries/aaa.rq:1:1" in listed.stderr) == (is_told, is_told)
    assert "not as expected" in shell(garden, "answers").stderr
    assert shell(garden, "query", "gardens-of-plant").returncode == 0
    with TestClient(Site(limited(edition_of(garden), workers=1)), follow_redirects=False) as client:
        assert client.get("/api/queries/gardens-of-plant").status_code == 200
        for path in ("/sparql", "/api/openapi.json", "/api/queries"):
            assert client.get(path, headers={"Accept": "text/html, application/json"}).status_code == 200
        assert client.get("/api/queries/aaa").status_code in {200, 400, 404}


@pytest.mark.parametrize("name", ["gardens-of-plant.csv", "gardens-of-plant.not.csv"])
def test_an_expected_answer_that_is_not_utf_8_stops_no_other_comparison(garden: Path, name: str):
    (garden / "queries" / "all.rq").write_text("# title: A\nASK {}", "utf-8")
    assert shell(garden, "answers", "--write").returncode == 0
    (garden / "queries" / "answers" / name).write_bytes(b"garden\ncaf\xe9\n")
    done = shell(garden, "answers")
    assert done.returncode == 1
    assert f"error: queries/answers/{name}" in done.stderr
    assert "2 answers, 1 not as expected" in done.stderr


def test_serve_tells_what_it_leaves_out_and_serves(garden: Path):
    (garden / "queries" / "aaa.rq").write_bytes(b"# caf\xe9")
    command = [sys.executable, "-m", "catalogue", "serve", "--port", "0", "-C", str(garden), "--sparql-only"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith("http://")
            assert process.stderr.readline() == "error: queries/aaa.rq:1:6: not UTF-8: byte 0xe9; save the file as UTF-8\n"
        finally:
            process.terminate()
            process.wait(10)


def test_the_shared_case_is_served():
    folder = shared("cases", "non-utf8-query")
    assert [name for name, query in Catalogue(folder).queries().items() if query.error is None] == ["gardens-of-plant"]
    with running(folder, "--sparql-only") as address:
        assert address.startswith("http://")
