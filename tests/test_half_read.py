"""Answers from files that could be read in part only say so, wherever they are given; strict ones are refused."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import ROOT, edition_of, shared
from sparql_service import limited
from starlette.testclient import TestClient
from test_cli import catalogue as shell

import catalogue as package
from catalogue.errors import FindingsError, InputError, Place
from catalogue.messages import say
from catalogue.query import half_read
from catalogue.report.merging import merged
from catalogue.serve import Site
from catalogue.workspace.catalogue import Catalogue

PARTLY = "this file could be read in part only, and the answer may lack what it says: "
QUERY = "SELECT ?s { ?s a g:Plant }"

FAULTS = {
    "syntax": (b'<plant/pea> a g:Plant "x" .\n', "3:23"),
    "cut": (b'<plant/pea> a g:Plant ; skos:prefLabel "pea', "3:40"),
    "encoding": (b'<plant/pea> a g:Plant ; skos:prefLabel "p\xe9a" .\n', "3:42"),
    "prefix": (b"<plant/pea> a nowhere:Plant .\n", "3:15"),
}


def spoilt(folder: Path, kind: str = "syntax", name: str = "pea") -> Path:
    """Add a file that can be read in part to a catalogue."""
    head = b"@base <https://gardens.example.org/> .\n"
    head += b"@prefix g: <ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    (folder / "data" / "plant" / f"{name}.ttl").write_bytes(head + FAULTS[kind][0])
    return folder


@pytest.mark.parametrize("kind", FAULTS)
def test_the_shell_and_python_tell_it_at_its_place_beside_any_answer(garden: Path, kind: str):
    spoilt(garden, kind)
    place = f"data/plant/pea.ttl:{FAULTS[kind][1]}"
    for sparql in (QUERY, "ASK {}", "CONSTRUCT WHERE { ?s a g:Plant }"):
        (note,) = Catalogue(garden).query(sparql).notes
        assert (note.code, str(note.place)) == ("query.half-read", place)
        assert note.message["en"].startswith(PARTLY)
    done = shell(garden, "query", QUERY, "-f", "csv")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "s")
    assert done.stderr.startswith(f"note: {place}: {PARTLY}")
    assert PARTLY[:9] in Catalogue(garden).query(QUERY)._repr_html_()


def test_of_many_files_three_are_named_and_the_others_counted(garden: Path):
    for number in range(5):
        spoilt(garden, name=f"pea{number}")
    notes = half_read(edition_of(garden))
    assert [note.place and note.place.path for note in notes] == [*(f"data/plant/pea{number}.ttl" for number in range(3)), None]
    assert str(notes[-1]) == "2 more files could be read in part only"


def test_a_strict_catalogue_refuses_and_a_whole_one_answers(garden: Path):
    assert package.open(garden, strict=True).query(QUERY).notes == ()
    assert shell(garden, "query", QUERY, "--strict").returncode == 0
    spoilt(garden)
    with pytest.raises(InputError, match=PARTLY) as raised:
        package.open(garden, strict=True).query(QUERY)
    assert raised.value.place == Place("data/plant/pea.ttl", 3, 23, 3, 26)
    done = shell(garden, "query", QUERY, "--strict")
    assert (done.returncode, done.stdout) == (3, "")
    assert f"error: data/plant/pea.ttl:3:23: {PARTLY}" in done.stderr
    assert shell(garden, "query", QUERY, "--strict", "--endpoint", "http://127.0.0.1:9/").returncode == 2


def test_answers_tell_it_and_are_not_written_from_it(garden: Path):
    assert shell(garden, "answers", "--write").returncode == 0
    expected = garden / "queries" / "answers" / "gardens-of-plant.csv"
    before = expected.read_bytes()
    spoilt(garden)
    compared = shell(garden, "answers")
    assert (compared.returncode, f"note: data/plant/pea.ttl:3:23: {PARTLY}" in compared.stderr) == (0, True)
    expected.unlink()
    for options in (("--write",), ("--strict",)):
        done = shell(garden, "answers", *options)
        assert (done.returncode, expected.exists(), PARTLY in done.stderr) == (3, False, True)
    expected.write_bytes(before)
    with pytest.raises(InputError):
        Catalogue(garden).answers(write=True)


def test_a_build_is_refused_because_the_check_reports_the_fault(garden: Path):
    spoilt(garden)
    done = shell(garden, "build")
    assert (done.returncode, "data/plant/pea.ttl:3:23: error" in done.stdout) == (1, True)
    with pytest.raises(FindingsError):
        Catalogue(garden).build(garden / "out")


def test_the_service_tells_it_with_every_answer_in_the_language_of_the_reader(garden: Path):
    with TestClient(Site(limited(edition_of(spoilt(garden)), workers=1)), follow_redirects=False) as client:
        for path in ("/sparql?query=" + QUERY.replace(" ", "%20"), "/api/queries/gardens-of-plant"):
            for language, words in (("en", "read in part only"), ("fr", "lu qu'en partie")) * 2:
                headers = {"Accept": "application/json", "Accept-Language": language}
                told = client.get(path, headers=headers).headers["catalogue-notes"]
                assert words in unquote(told)
                assert told.startswith('%"data/plant/pea.ttl:3:23: ')
                assert ";line=" not in told
        page = client.get("/sparql", params={"query": QUERY, "lang": "fr"}, headers={"Accept": "text/html"}).text
        assert re.search(r'<ul class="notes">\s*<li><span class="text">data/plant/pea.ttl:3:23: ', page)


def test_serve_tells_it_when_it_starts_and_a_strict_one_does_not_start(garden: Path):
    spoilt(garden)
    command = [sys.executable, "-m", "catalogue", "serve", "--port", "0", "-C", str(garden), "--sparql-only"]
    refused = subprocess.run([*command, "--strict"], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    assert (refused.returncode, refused.stdout, PARTLY in refused.stderr) == (3, "", True)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith("http://")
            assert process.stderr.readline().startswith(f"note: data/plant/pea.ttl:3:23: {PARTLY}")
        finally:
            process.terminate()
            process.wait(10)


def test_the_shared_case_is_told():
    (note,) = Catalogue(shared("cases", "half-read")).query("SELECT * { ?s ex:p ?o }").notes
    assert note.place is not None
    assert (note.place.path, note.place.line) == ("data/a.ttl", 10)


BEAN = """@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<plant/bean>
    a g:Plant ;
    skos:prefLabel "runner bean"@en, "haricot à rames"@fr .
"""

DAMAGES = {
    "Latin-1": BEAN.encode("latin-1"),
    "UTF-16": BEAN.encode("utf-16"),
    "UTF-16, the other way": b"\xfe\xff" + BEAN.encode("utf-16-be"),
    "cut in a character": BEAN.encode()[: BEAN.encode().index(b"\xc3") + 1],
    "cut in a text": BEAN.encode()[:-20],
    "an IRI that is not closed": BEAN.replace("<plant/bean>", "<plant/bean").encode(),
    "an IRI that is not closed before others": BEAN.replace("<plant/bean>\n", "<plant/bean").encode(),
    "quotes for brackets": BEAN.replace("<plant/bean>", '"plant/bean"').encode(),
    "a control in the IRI of a prefix": BEAN.replace("/ontology#> .", "/onto\x01logy#> .").encode(),
    "a prefix that is not declared, and used before": (BEAN + "<plant/x> g:y t:x .\n<plant/bean> a t:y .\n").encode(),
    "a text beyond the limit": BEAN.replace("runner bean", "bean" * 300_000).encode(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_a_damaged_file_describes_is_neither_missed_nor_said_to_lack_anything(garden: Path, damage: str):
    """Whoever followed such a finding would describe it twice."""
    (garden / "data" / "plant" / "bean.ttl").write_bytes(DAMAGES[damage])
    found = [(finding.kind.code, finding.place.path) for finding in merged(Catalogue(garden).check())]
    assert found
    assert {path for _, path in found} == {"data/plant/bean.ttl"}
    assert {code[:2] for code, _ in found} == {"C0"}, found


def test_a_blank_in_an_iri_is_encoded_where_it_is_referred_to(garden: Path):
    bean, hill = garden / "data" / "plant" / "bean.ttl", garden / "data" / "garden" / "hill-side.ttl"
    bean.write_text(BEAN.replace("plant/bean", "plant/green bean"), "utf-8")
    hill.write_text(hill.read_text("utf-8").replace("plant/bean", "plant/green%20bean"), "utf-8")
    assert {finding.place.path for finding in merged(Catalogue(garden).check())} == {"data/plant/bean.ttl"}


def test_of_what_is_not_utf_8_nothing_else_is_told_and_utf_16_is_named(garden: Path):
    (garden / "data" / "plant" / "bean.ttl").write_bytes(DAMAGES["UTF-16"])
    (finding,) = merged(Catalogue(garden).check())
    assert (finding.kind.code, str(finding.place)) == ("C001", "data/plant/bean.ttl:1:1")
    assert "iconv -f UTF-16 -t UTF-8" in say(finding.advice, "en")


def test_a_control_character_that_is_repeated_is_one_finding_with_one_fix(garden: Path):
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(BEAN.replace("runner", "run\0\0\0ner\1"), "utf-8")
    report = Catalogue(garden).check()
    assert [(finding.kind.code, finding.place.column, finding.place.end_column) for finding in report] == [
        ("C008", 24, 27),
        ("C008", 30, 31),
    ]
