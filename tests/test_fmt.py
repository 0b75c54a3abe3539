"""`catalogue fmt`: the files of a catalogue in one layout, which never changes what they say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT
from rdflib.compare import isomorphic

from catalogue.workspace.catalogue import Catalogue
from catalogue.workspace.formatting import Formatter

FOLDERS = ["data", "shapes", "tests/broken", "tests/fixtures/library/data", "catalogue/scaffold/template/shapes"]


def fmt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalogue", "fmt", *arguments],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def scrambled(path: Path) -> str:
    """A text of the same graph in another layout: each statement on one line."""
    return " ".join(line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#"))


def test_the_catalogues_of_this_repository_are_in_the_layout(first_edition: object):
    del first_edition
    found = Catalogue(ROOT).format([ROOT / folder for folder in FOLDERS[:3]], write=False)
    assert len(found) > 300
    assert [formatted.name for formatted in found if formatted.is_changed or formatted.error] == []


def test_the_layout_of_every_file_says_the_same_to_a_second_parser():
    """Rdflib reads each file as it is and in the layout, from a text that has lost its own."""
    formatter = Formatter(ROOT)
    small = [path for path in formatter.files(ROOT / folder for folder in FOLDERS) if path.stat().st_size < 12_000]
    assert len(small) > 150
    for path in small[::3]:
        before = path.read_text("utf-8")
        after = formatter.text(scrambled(path) if '"""' not in before else before, path.name)
        one, other = (rdflib.Graph().parse(data=text, format="turtle") for text in (before, after))
        assert isomorphic(one, other), path


def test_predicates_stand_in_the_order_of_the_shapes(garden: Path):
    file = garden / "data" / "plant" / "pea.ttl"
    file.write_text(
        "@base <https://gardens.example.org/> .\n@prefix g: <https://gardens.example.org/ontology#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<garden/pea> g:grows <plant/bean>; dct:description "x"@en ; skos:prefLabel "Pea"@fr, "pea"@en; a g:Garden .',
        "utf-8",
    )
    done = fmt(garden, str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, "data/plant/pea.ttl\n", "1 of 1 file changed\n")
    assert file.read_text("utf-8").split("\n\n")[1] == (
        '<garden/pea>\n    a g:Garden ;\n    skos:prefLabel "pea"@en, "Pea"@fr ;\n    dct:description "x"@en ;\n'
        "    g:grows <plant/bean> .\n"
    )


def test_a_file_in_the_layout_is_not_touched(garden: Path):
    file = garden / "data" / "plant" / "bean.ttl"
    os.utime(file, (1, 1))
    assert fmt(garden).returncode == 0
    assert file.stat().st_mtime == 1


def test_check_and_diff_write_nothing_and_tell_what_would_change(garden: Path):
    file = garden / "data" / "plant" / "bean.ttl"
    before = file.read_text("utf-8").replace("    a g:Plant ;", "  a g:Plant;")
    file.write_text(before, "utf-8")
    checked, differing = fmt(garden, "--check"), fmt(garden, "--diff")
    assert (checked.returncode, checked.stdout) == (1, "data/plant/bean.ttl\n")
    assert checked.stderr == "1 of 6 files is not formatted; run `catalogue fmt`\n"
    assert differing.returncode == 1
    assert "-  a g:Plant;\n+    a g:Plant ;\n" in differing.stdout
    assert file.read_text("utf-8") == before
    applied = subprocess.run(["git", "apply", "-"], cwd=garden, input=differing.stdout, text=True, check=False)
    assert applied.returncode == 0
    assert fmt(garden, "--check").returncode == 0


def test_a_file_with_faults_is_left_as_it_is_and_hides_no_other(garden: Path):
    broken, other = garden / "data" / "a.ttl", garden / "data" / "b.ttl"
    broken.write_text("<urn:a> a", "utf-8")
    other.write_text("<urn:a> a <urn:b>.", "utf-8")
    done = fmt(garden)
    assert (done.returncode, done.stdout) == (3, "data/b.ttl\n")
    assert "error: data/a.ttl:1:10: the file stops in the middle of a statement" in done.stderr
    assert broken.read_text("utf-8") == "<urn:a> a"


@pytest.mark.parametrize("data", [b"\xff", b"\xef\xbb\xbf<urn:a> a <urn:b> .\r\n"])
def test_encodings_and_line_ends(garden: Path, data: bytes):
    """What is no UTF-8 is left; a byte order mark and CRLF are not part of the layout."""
    file = garden / "data" / "a.ttl"
    file.write_bytes(data)
    done = fmt(garden, str(file))
    assert (done.returncode, file.read_bytes()) in {(3, b"\xff"), (0, b"<urn:a>\n    a <urn:b> .\n")}


LONG = b"""@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\r
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\r
<urn:a> rdf:type skos:Concept ; skos:note \"\"\"one\r\ntwo\"\"\" .\r
"""


@pytest.mark.parametrize("data", [LONG, b"\xef\xbb\xbf" + LONG, LONG.replace(b" .\r\n", b" .\n")])
def test_what_check_reports_of_the_layout_is_mended_by_one_run(garden: Path, data: bytes):
    """CRLF in a long string is its text: it stays, and is not reported."""
    file = garden / "data" / "a.ttl"
    file.write_bytes(data)
    assert fmt(garden).returncode == 0
    once = file.read_bytes()
    assert (once.count(b"\r"), b"one\r\ntwo" in once, b"@prefix rdf:" in once) == (1, True, False)
    assert [finding for finding in Catalogue(garden).check() if finding.kind.code in {"C003", "C004"}] == []
    assert fmt(garden, "--check").returncode == 0


def test_trig_has_a_layout_too(garden: Path):
    file = garden / "data" / "a.trig"
    file.write_text("graph <urn:g> {<urn:a> a <urn:b>}", "utf-8")
    assert fmt(garden, str(file)).returncode == 0
    assert file.read_text("utf-8") == "<urn:g> {\n    <urn:a>\n        a <urn:b> .\n}\n"


def test_a_path_that_does_not_exist_is_told(garden: Path):
    done = fmt(garden, "nowhere.ttl")
    assert (done.returncode, done.stdout) == (4, "")
    assert "there is no file or folder nowhere.ttl" in done.stderr
