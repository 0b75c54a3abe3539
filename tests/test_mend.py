"""Fixes: `check --fix` makes those that are safe, exact to the character, and `--diff` shows them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.edits import Edit, Fix, apply
from catalogue.errors import Place
from catalogue.lint import Finding, Report
from catalogue.lint.kinds import KINDS
from catalogue.workspace.catalogue import Catalogue
from catalogue.workspace.mend import Mended, mend
from catalogue.workspace.workspace import Workspace

HEAD = """@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""
FAULTY = (
    HEAD
    + """<plant/pea>
    a g:plant ; # a slip
    skos:prefLabel "pea"@en .

<garden/a>
    a g:Garden ;
    skos:prefLabel "A"@en ;
    g:grows "tomato" .
"""
)


def catalogue(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalogue", *arguments],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def faulty(garden: Path) -> Path:
    (garden / "data" / "x.ttl").write_text(FAULTY, "utf-8")
    return garden


def test_fix_makes_the_safe_fixes_and_tells_what_is_left(faulty: Path):
    done = catalogue(faulty, "check", "--fix", "--format", "concise", "data/x.ttl")
    assert "C203" not in done.stdout
    assert "C104" in done.stdout
    assert done.stderr.endswith("fixes made: 1, in 1 file\n")
    assert (faulty / "data" / "x.ttl").read_text("utf-8") == FAULTY.replace("g:plant", "g:Plant")
    again = catalogue(faulty, "check", "--fix", "--format", "concise", "data/x.ttl")
    assert (again.stdout, again.returncode) == (done.stdout, 1)
    assert again.stderr.endswith("fixes made: 0, in 0 files\n")


def test_diff_shows_the_fixes_and_writes_nothing(faulty: Path):
    done = catalogue(faulty, "check", "--diff", "--unsafe-fixes", "--select", "C104,C203")
    assert done.returncode == 1
    assert "-    a g:plant ; # a slip\n+    a g:Plant ; # a slip\n" in done.stdout
    assert '-    g:grows "tomato" .\n+    g:grows <plant/tomato> .\n' in done.stdout
    assert (faulty / "data" / "x.ttl").read_text("utf-8") == FAULTY
    assert catalogue(faulty, "check", "--diff", "--select", "C104").returncode == 0


def test_the_diff_is_one_that_git_applies(faulty: Path):
    done = catalogue(faulty, "check", "--diff")
    subprocess.run(["git", "apply", "-"], cwd=faulty, input=done.stdout, text=True, check=True)
    assert (faulty / "data" / "x.ttl").read_text("utf-8") == FAULTY.replace("g:plant", "g:Plant")


def test_unsafe_fixes_end_in_a_clean_catalogue(faulty: Path):
    done = catalogue(faulty, "check", "--fix", "--unsafe-fixes")
    assert (done.returncode, done.stdout) == (0, "")
    assert '"tomato"' not in (faulty / "data" / "x.ttl").read_text("utf-8")


PEA = '<plant/pea> a g:Plant ; skos:prefLabel "pea"@en .'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD.replace("@prefix g:", "# @prefix g:") + PEA, None),
        ("\ufeff" + HEAD.replace("\n", "\r\n") + PEA, HEAD + PEA),
        (HEAD + "\r\n" + PEA.replace('"pea"', '"""p\r\nea"""'), HEAD + "\n" + PEA.replace('"pea"', '"""p\r\nea"""')),
        (HEAD + PEA.removesuffix(" .") + "\n", HEAD + PEA + "\n"),
        (HEAD + PEA.replace("g:Plant", "g:Plant, g:Plant"), HEAD + PEA),
        (HEAD + PEA.replace(" .", ' ;\n    skos:prefLabel # again\n        "pea"@en .'), HEAD + PEA),
    ],
    ids=["prefix", "bom-and-crlf", "crlf-around-a-long-string", "full-stop", "said-twice", "said-twice-with-a-comment"],
)
def test_what_fix_does_is_exact_and_done_once(garden: Path, before: str, after: str | None):
    file = garden / "data" / "x.ttl"
    file.write_bytes(before.encode("utf-8"))
    first = Catalogue(garden).mend()
    once = file.read_bytes()
    if "# again" in before:  # a comment would be lost
        assert once.decode("utf-8") == before
        return
    assert first.fixes
    assert [f.kind.code for f in first.report if f.place.path == "data/x.ttl"] == []
    assert Catalogue(garden).mend().fixes == ()
    assert file.read_bytes() == once
    if after is not None:
        assert once.decode("utf-8") == after


OWN = "https://elsewhere.example/"
GARDENS = "@prefix g: <https://gardens.example.org/ontology#> ."


@pytest.mark.parametrize(
    ("text", "expected", "safe"),
    [
        (
            f"<{OWN}a> skos:notation 1 .",
            f"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<{OWN}a> skos:notation 1 .",
            True,
        ),
        (
            f"@prefix a: <{OWN}> .\n@prefix b: <{OWN}b#> . # b\n\na:a g:p b:c .",
            f"@prefix a: <{OWN}> .\n@prefix b: <{OWN}b#> .\n{GARDENS} # b\n\na:a g:p b:c .",
            True,
        ),
        (
            f"@base <{OWN}> .\n@prefix tools: <{OWN}> .\nPREFIX other: <{OWN}o#>\ntool:a other:p tool:b, 'tool:c' .",
            f"@base <{OWN}> .\n@prefix tools: <{OWN}> .\nPREFIX other: <{OWN}o#>\ntools:a other:p tools:b, 'tool:c' .",
            False,
        ),
        (f"@prefix tools: <{OWN}> .\nzz:a tools:p 1 .", None, False),
    ],
    ids=["at-the-head", "behind-the-last", "nearest", "none"],
)
def test_a_prefix_that_is_not_declared_is_declared_or_is_the_nearest_that_is(
    garden: Path, text: str, expected: str | None, *, safe: bool
):
    (garden / "data" / "x.ttl").write_text(text, "utf-8")
    fixes = [fix for finding in Catalogue(garden).check() if finding.place.path == "data/x.ttl" for fix in finding.fixes]
    assert [(apply(text, fix.edits), fix.safe) for fix in fixes] == ([(expected, safe)] if expected else [])


def test_every_fix_of_a_report_can_be_made(faulty: Path):
    for finding in Catalogue(faulty).check():
        for fix in finding.fixes:
            assert apply(FAULTY, fix.edits) != FAULTY


def test_a_wrong_use_is_told(faulty: Path):
    for arguments in (["--unsafe-fixes"], ["--watch", "--fix"]):
        done = catalogue(faulty, "check", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert (faulty / "data" / "x.ttl").read_text("utf-8") == FAULTY


def test_a_symbolic_link_is_followed(faulty: Path):
    (faulty / "data" / "x.ttl").unlink()
    (faulty / "elsewhere.ttl").write_text(FAULTY, "utf-8")
    (faulty / "data" / "x.ttl").symlink_to(faulty / "elsewhere.ttl")
    assert Catalogue(faulty).mend().fixes
    assert (faulty / "data" / "x.ttl").is_symlink()
    assert (faulty / "elsewhere.ttl").read_text("utf-8") == FAULTY.replace("g:plant", "g:Plant")


def found(*edits: tuple[int, int, str], safe: bool = True) -> Finding:
    """A finding whose fix has some edits."""
    place = Place("data/x.ttl", 1, 1)
    fix = Fix({"en": "x", "fr": "x"}, tuple(Edit(place, *edit) for edit in edits), safe)
    return Finding(KINDS["repeated"], KINDS["repeated"].severity, place, {"en": "x", "fr": "x"}, fixes=(fix,))


def mended(folder: Path, rounds: dict[str, list[Finding]], *, unsafe: bool = False) -> Mended:
    """Mend by findings that depend on the text alone."""
    work = Workspace(folder)

    def check() -> Report:
        words = next(source.data for source in work.edition.data if source.path == "data/x.ttl").decode()
        return Report(rounds.get(words.removeprefix("#"), []), 1, 0, texts={"data/x.ttl": words})

    done = mend(work, check, unsafe=unsafe)
    assert dict(work.texts) == {}
    return done


@pytest.mark.parametrize(
    ("rounds", "after", "made"),
    [
        ({"a": [found((1, 2, "b"))], "b": [found((1, 2, "c"))]}, "#c", 2),
        ({"ab": [found((1, 2, "x")), found((1, 3, "y"))]}, "#xb", 1),
        ({"ab": [found((1, 2, "x")), found((1, 3, "y"))], "xb": [found((1, 3, "z"))]}, "#z", 2),
        ({"ab": [found((1, 2, "x")), found((2, 3, "y"))], "xb": [found((2, 3, "y"))]}, "#xy", 2),
        ({"ab c": [found((1, 2, "x")), found((4, 5, "y"))]}, "#xb y", 2),
        ({"ab c": [found((1, 2, "x"), (4, 5, "y"))]}, "#xb y", 1),
        ({"a": [found((1, 2, "b"))], "b": [found((1, 2, "a"))]}, None, 2),
        ({"a": [found((1, 2, "b"), safe=False)]}, None, 0),
        ({"a": [found((1, 2, "b")), found((1, 2, "b"))]}, "#b", 1),
    ],
    ids=["again", "first", "other later", "touching later", "apart", "in two places", "to and fro", "unsafe", "the same"],
)
def test_fixes_are_made_until_none_is_left(garden: Path, rounds: dict[str, list[Finding]], after: str | None, made: int):
    before = "#" + next(iter(rounds))
    (garden / "data" / "x.ttl").write_text(before, "utf-8")
    done = mended(garden, rounds)
    assert len(done.fixes) == made
    assert done.after == ({} if after is None else {"data/x.ttl": after})
    assert done.before == ({} if after is None else {"data/x.ttl": before})
    assert (garden / "data" / "x.ttl").read_text("utf-8") == before


def test_mending_that_would_never_end_ends(garden: Path):
    (garden / "data" / "x.ttl").write_text("#", "utf-8")
    endless = {"x" * length: [found((1, 1, "x"))] for length in range(100)}
    done = mended(garden, endless)
    assert done.after == {"data/x.ttl": "#" + "x" * len(done.fixes)}
    assert 1 < len(done.fixes) < 100
    assert list(done.report) == endless["x" * len(done.fixes)]


def test_what_may_not_have_been_meant_is_made_when_asked(garden: Path):
    (garden / "data" / "x.ttl").write_text("#a", "utf-8")
    done = mended(garden, {"a": [found((1, 2, "b"), safe=False)]}, unsafe=True)
    assert done.after == {"data/x.ttl": "#b"}


def test_unsaved_texts_stay_after_mending(faulty: Path):
    work = Workspace(faulty)
    unsaved = FAULTY.replace("pea", "bean2")
    work.set_text("data/x.ttl", unsaved)
    done = mend(work, work.check)
    assert done.before == {"data/x.ttl": unsaved}
    assert done.after == {"data/x.ttl": unsaved.replace("g:plant", "g:Plant")}
    assert dict(work.texts) == {"data/x.ttl": unsaved.encode()}
