"""Reports: the findings of a check, for people and for the programs that read them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import junitparser
import pytest
import rdflib
from sarif_pydantic import Sarif

from catalogue.edits import apply
from catalogue.errors import Place, UsageError
from catalogue.facade import Catalogue
from catalogue.report import FORMATS, write
from catalogue.report.snippets import snippet
from catalogue.validate import Filter, Report, Severity

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
FAULTY = """@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<plant/pea>
    a g:plant ;
    skos:prefLabel "pea, 100 %: \u202e 日本" ;
    skos:altLabel "a\x1b[31m" .

<garden/a>
    a g:Garden ;
    skos:prefLabel "A"@en ;
    g:grows "tomato" .
"""


def catalogue(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalogue", *arguments],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def faulty(garden: Path) -> Path:
    (garden / "data" / "x.ttl").write_text(FAULTY, "utf-8")
    return garden


@pytest.fixture
def report(faulty: Path) -> Report:
    return Catalogue(faulty).check()


def test_a_finding_shows_its_line_with_the_token_marked(faulty: Path):
    done = catalogue(faulty, "check", "data/x.ttl", "--select", "C104,C203")
    assert done.returncode == 1
    assert done.stdout == (
        "data/x.ttl:6:7: error C203: g:plant is not in the ontology → did you mean g:Plant?\n"
        " 6 |     a g:plant ;\n"
        "   |       ^^^^^^^\n"
        "   = fix: write g:Plant (made by --fix)\n"
        "\n"
        'data/x.ttl:13:13: error C104: “grows” of “A” <garden/a>: "tomato" is a literal, not “plant” (g:Plant) '
        "→ name at least one plant of the catalogue: g:grows <plant/...>\n"
        ' 13 |     g:grows "tomato" .\n'
        "    |             ^^^^^^^^\n"
        "    = shapes/garden.ttl:65:5: the shape says so here\n"
        "    = fix: write <plant/tomato>\n"
        "\n"
    )


def test_messages_notes_and_fixes_are_in_french_too(faulty: Path):
    done = catalogue(faulty, "check", "data/x.ttl", "--select", "C104", LC_ALL="fr_FR.UTF-8")
    assert '« cultive » de « A » <garden/a> : "tomato" est un littéral, pas « plante » (g:Plant)' in done.stdout.replace(
        "\u00a0", " "
    )
    assert "= correction: écrire <plant/tomato>" in done.stdout


def test_what_would_steer_a_terminal_is_shown_as_escapes_and_the_mark_still_fits(report: Report):
    words = write(report.filtered(Filter.of(select=["C009", "C008"])), "text", "en")
    assert "\u202e" not in words
    assert "\x1b" not in words
    lines = words.splitlines()
    for shown in ("\\u202e", "\\x1b"):
        number = next(n for n, line in enumerate(lines) if line.startswith(" ") and shown in line)
        start = lines[number].index(shown)
        assert lines[number + 1][start : start + len(shown)] == "^" * len(shown)


@pytest.mark.parametrize(
    ("line", "column", "end", "indent", "length"),
    [
        ("abc def", 5, 8, 4, 3),
        ("\tabc", 2, 5, 4, 3),
        ("日本 def", 4, 7, 5, 3),
        ("e\u0301 def", 4, 7, 2, 3),
        ("x\u202e def", 4, 7, 8, 3),
        ("\ufeffabc", 1, 4, 0, 3),
        ("abc", 4, 4, 3, 1),
    ],
)
def test_marks_count_the_cells_of_a_terminal(line: str, column: int, end: int, indent: int, length: int):
    found = snippet({"x.ttl": line}, Place("x.ttl", 1, column, 1, end), 80)
    assert found is not None
    assert (found.indent, found.length) == (indent, length)


def test_a_long_line_is_cut_around_the_mark():
    line = "a" * 500 + "TOKEN" + "b" * 500
    found = snippet({"x.ttl": line}, Place("x.ttl", 1, 501, 1, 506), 60)
    assert found is not None
    assert found.line[found.indent : found.indent + found.length] == "TOKEN"
    assert len(found.line) <= 61


def test_a_stretch_of_several_lines_is_shown_where_it_begins():
    found = snippet({"x.ttl": 'a """b\nc"""'}, Place("x.ttl", 1, 3, 2, 5), 60)
    assert found is not None
    assert (found.line, found.length) == ('a """b', 4)


def test_concise_is_one_line_a_finding(report: Report):
    lines = write(report, "concise", "en").splitlines()
    assert len(lines) == len(report)
    assert all(re.match(r"\S+:\d+:\d+: (error|warning|info) C\d{3}: ", line) for line in lines)


def test_json_holds_what_its_schema_says(report: Report):
    schema = json.loads(resources.files("catalogue.report").joinpath("findings.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    content = json.loads(write(report, "json", "en"))
    jsonschema.validate(content, schema)
    assert [f["code"] for f in content["findings"]] == [f.kind.code for f in report]


def test_the_edits_in_json_mend_the_file(report: Report):
    [finding] = [f for f in json.loads(write(report, "json", "en"))["findings"] if f["code"] == "C203"]
    [edit] = finding["fixes"][0]["edits"]
    assert FAULTY[: edit["start"]] + edit["text"] + FAULTY[edit["end"] :] == FAULTY.replace("g:plant", "g:Plant")


def test_sarif_is_valid_and_names_no_folder_of_this_machine(report: Report, faulty: Path):
    words = write(report, "sarif", "en")
    log = Sarif.model_validate_json(words)
    [run] = log.runs
    assert run.results is not None
    assert [result.rule_id for result in run.results] == [finding.kind.code for finding in report]
    assert str(faulty) not in words
    content = json.loads(words)["runs"][0]
    rules = [rule["id"] for rule in content["tool"]["driver"]["rules"]]
    for result in content["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_fingerprints_of_sarif_stay_when_lines_move(report: Report, faulty: Path):
    def prints(found: Report) -> list[str]:
        return [r["partialFingerprints"]["finding/v1"] for r in json.loads(write(found, "sarif", "en"))["runs"][0]["results"]]

    (faulty / "data" / "x.ttl").write_text("# a new line\n\n" + FAULTY, "utf-8")
    moved = prints(Catalogue(faulty).check())
    assert prints(report) == moved
    assert len(set(moved)) == len(moved)


def test_github_commands_escape_what_would_end_them(report: Report):
    lines = write(report, "github", "en").splitlines()
    assert len(lines) == len(report)
    for line in lines:
        found = re.fullmatch(r"::(?:error|warning|notice) ([^:]*)::(.*)", line)
        assert found
        assert "file=data/x.ttl" in found[1]
    strange = replace(report.findings[0], message={"en": "100 %\na::b"}, place=Place("data/a,b:c%.ttl", 1, 2))
    [line] = write(replace(report, findings=[strange]), "github", "en").splitlines()
    assert line.startswith("::warning file=data/a%2Cb%3Ac%25.ttl,line=1,col=2,title=")
    assert "::100 %25\\na::b" in line


def test_junit_has_a_suite_for_each_file_and_a_failure_for_each_finding(report: Report):
    xml = junitparser.JUnitXml.fromstring(write(report, "junit", "en").encode())
    suites = {suite.name: suite for suite in xml}
    assert set(suites) == set(report.texts)
    assert suites["data/x.ttl"].failures == len(report)
    assert suites["data/plant/bean.ttl"].failures == 0
    assert sum(suite.tests for suite in suites.values()) == xml.tests


def test_turtle_is_a_validation_report_as_shacl_defines_it(report: Report):
    graph = rdflib.Graph().parse(data=write(report, "turtle", "en"), format="turtle")
    [root] = graph.subjects(rdflib.RDF.type, SH.ValidationReport)
    assert graph.value(root, SH.conforms).toPython() is False
    results = list(graph.objects(root, SH.result))
    assert len(results) == sum(finding.result is not None for finding in report) > 0
    for result in results:
        for part in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert graph.value(result, part) is not None
        assert {words.language for words in graph.objects(result, SH.resultMessage)} == {"en", "fr"}


def test_a_clean_catalogue_conforms_in_every_format(garden: Path):
    found = Catalogue(garden).check()
    for name in FORMATS:
        words = write(found, name, "en")
        assert words == write(Catalogue(garden).check(), name, "en")
        if name in {"text", "concise", "github"}:
            assert words == ""
    graph = rdflib.Graph().parse(data=write(found, "turtle", "en"), format="turtle")
    assert [value.toPython() for value in graph.objects(None, SH.conforms)] == [True]
    assert json.loads(write(found, "json", "en"))["conforms"] is True


def test_a_report_is_written_to_a_file(faulty: Path):
    done = catalogue(faulty, "check", "--format", "sarif", "--output", "out.sarif")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((faulty / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select", "C2"], {"C203", "C204"}),
        (["--select", "unknown-term"], {"C203"}),
        (["--select", "C1,C009"], {"C104", "C009"}),
        (["--severity", "error"], {"C104", "C203"}),
        (["--severity", "warning", "--ignore", "C10", "--ignore", "bidi,control-character"], {"C203", "C204"}),
    ],
)
def test_findings_are_chosen_by_code_name_and_severity(faulty: Path, arguments: list[str], codes: set[str]):
    done = catalogue(faulty, "check", "--format", "concise", *arguments)
    assert set(re.findall(r" (C\d{3}): ", done.stdout)) == codes
    assert done.returncode == 1


def test_what_is_left_out_does_not_count(faulty: Path):
    assert catalogue(faulty, "check", "--ignore", "C").returncode == 0
    (faulty / "data" / "y.ttl").write_text("<urn:a> a", "utf-8")
    assert catalogue(faulty, "check").returncode == 3
    assert catalogue(faulty, "check", "--ignore", "syntax").returncode == 1


def test_an_unknown_code_or_format_is_a_usage_error(faulty: Path):
    with pytest.raises(UsageError, match="did you mean min-count"):
        Filter.of(select=["mincount"])
    for arguments in (["--select", "C9"], ["--format", "xml"], ["--severity", "bad"], ["--unsafe-fixes"]):
        done = catalogue(faulty, "check", *arguments)
        assert (done.returncode, done.stdout) == (2, "")


def test_fix_makes_the_safe_fixes_and_tells_what_is_left(faulty: Path):
    done = catalogue(faulty, "check", "--fix", "--format", "concise", "data/x.ttl")
    assert "C203" not in done.stdout
    assert done.stderr.endswith("1 fixes made in 1 files\n")
    assert (faulty / "data" / "x.ttl").read_text("utf-8") == FAULTY.replace("g:plant", "g:Plant")
    again = catalogue(faulty, "check", "--fix", "--format", "concise", "data/x.ttl")
    assert again.stdout == done.stdout
    assert again.stderr.endswith("0 fixes made in 0 files\n")


def test_diff_shows_the_fixes_and_writes_nothing(faulty: Path):
    done = catalogue(faulty, "check", "--diff", "--unsafe-fixes", "--select", "C104,C203")
    assert done.returncode == 1
    assert "-    a g:plant ;\n+    a g:Plant ;\n" in done.stdout
    assert '-    g:grows "tomato" .\n+    g:grows <plant/tomato> .\n' in done.stdout
    assert (faulty / "data" / "x.ttl").read_text("utf-8") == FAULTY
    assert catalogue(faulty, "check", "--diff", "--select", "C104").returncode == 0


def test_every_fix_of_a_report_can_be_made(report: Report):
    for finding in report:
        for fix in finding.fixes:
            assert apply(FAULTY, fix.edits) != FAULTY


def test_colours_are_for_terminals(faulty: Path):
    plain = catalogue(faulty, "check").stdout
    assert "\x1b" not in plain
    coloured = catalogue(faulty, "check", "--color", TERM="xterm-256color").stdout
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" not in catalogue(faulty, "check", "--no-color").stdout


def test_severities_are_ordered():
    assert [grade.name for grade in sorted(Severity)] == ["INFO", "WARNING", "VIOLATION"]


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_watch_checks_again_at_each_save_and_ends_when_interrupted(garden: Path):
    settings, entry = garden / "catalogue.toml", garden / "data" / "x.ttl"
    with (garden / "watch.log").open("w") as log:
        watch = subprocess.Popen(
            [sys.executable, "-u", "-m", "catalogue", "check", "--watch", "--format", "concise"],
            cwd=garden,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8", "WATCHFILES_FORCE_POLLING": "true"},
        )
    try:
        wait_for(garden, watch, "0 errors", 1)
        entry.write_text(FAULTY, "utf-8")
        wait_for(garden, watch, "C203", 1)
        sound = settings.read_text("utf-8")
        settings.write_text("[", "utf-8")
        wait_for(garden, watch, "error: catalogue.toml", 1)
        settings.write_text(sound, "utf-8")
        entry.rename(garden / "data" / "x.ttl~")
        wait_for(garden, watch, "0 errors", 2)
    finally:
        watch.send_signal(signal.SIGINT)
        code = watch.wait(timeout=30)
    assert (code, "Traceback" in (garden / "watch.log").read_text("utf-8")) == (0, False)


def wait_for(folder: Path, process: "subprocess.Popen[bytes]", words: str, times: int) -> None:
    """Wait until a process has printed some words so many times."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        told = (folder / "watch.log").read_text("utf-8")
        if told.count(words) >= times:
            return
        assert process.poll() is None, told
        time.sleep(0.1)
    raise AssertionError(told)
