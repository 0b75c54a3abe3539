"""Checks in several processes: findings, what is noted and what is kept are the same, whatever happens to the others."""

from __future__ import annotations

import os
import shutil
import signal
from multiprocessing import Value
from pathlib import Path

import pytest

from bench.generate import Plan, generate
from catalogue.columns.graph import Graph
from catalogue.columns.table import numbers
from catalogue.edition import read_edition
from catalogue.lint import apart, check
from catalogue.lint.against_shapes import Worded
from catalogue.lint.findings import Finding
from catalogue.lint.scope import Scope
from catalogue.lint.tracing import Trace
from catalogue.report import REPORT_FORMATS, Look, sections
from catalogue.report.sections import Asked
from catalogue.sources import parse
from catalogue.workspace import reading
from catalogue.workspace.cache import FOLDER
from catalogue.workspace.disk import conditions_of
from catalogue.workspace.kept import Kept
from catalogue.workspace.workspace import Workspace

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, Plan(entities=300, errors=0.05))
    return folder


@pytest.fixture(params=[1, 2])
def jobs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many processors there are."""
    number: int = request.param
    monkeypatch.setattr(apart, "ENOUGH", 1)
    monkeypatch.setattr(apart, "MANY", 1)
    monkeypatch.setattr(apart, "PIECE", 3)
    monkeypatch.setattr(sections, "MANY", 1)
    monkeypatch.setattr(sections, "processors", lambda: number)
    monkeypatch.setattr(apart, "processors", lambda: number)
    monkeypatch.setattr(reading, "SHARE", 1)
    return number


@pytest.fixture
def several(jobs: int) -> None:
    if jobs == 1:
        pytest.skip("one process has no others")


def written(workspace: Workspace, *, keep: bool) -> dict[str, bytes]:
    """Check, and write the report in each format."""
    report = workspace.check(keep=keep)
    return {name: workspace.write(report, name, Look(), Asked(), keep=keep).text for name in REPORT_FORMATS}


@pytest.fixture(scope="module")
def alone(generated: Path) -> dict[str, bytes]:
    """What one process writes."""
    return written(Workspace(generated), keep=False)


@needs_fork
@pytest.mark.usefixtures("jobs")
def test_a_check_writes_the_same_bytes_with_any_number_of_processes_and_so_does_one_of_what_is_kept_and_changed(
    generated: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(generated, folder)
    assert alone == written(Workspace(folder), keep=True)
    assert {"statements", "suspects", "findings", "reports"} == {
        record.name.partition("-")[0] for record in (folder / FOLDER).glob("*.cache")
    }
    assert b"C201" in alone["json"]
    assert b"C118" in alone["json"]
    path = max((folder / "data").rglob("*.ttl"))
    path.write_bytes(path.read_bytes().replace(b"xsd:date", b"xsd:nothing", 3))
    shapes = min((folder / "shapes").glob("*.ttl"))
    for addition in (
        "",
        "<urn:s> a sh:NodeShape ; sh:targetNode <urn:new> ; sh:property [ sh:path <urn:p> ; sh:minCount 1 ] .\n",
    ):
        shapes.write_text(shapes.read_text("utf-8") + addition, "utf-8")
        changed = written(Workspace(folder), keep=True)
        assert changed != alone
        assert changed == written(Workspace(folder), keep=False) == written(Workspace(folder), keep=True)


@needs_fork
@pytest.mark.usefixtures("several")
def test_what_another_process_noted_is_what_this_one_would_note(generated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = []
    for number in (1, 2):
        monkeypatch.setattr(apart, "processors", lambda number=number: number)
        edition = read_edition(generated)
        scope, trace = Scope(edition.graph), Trace(edition.graph)
        findings = check(edition, scope=scope, trace=trace).findings
        origins = [trace.origin(finding) for finding in findings]
        notes.append((findings, {name: found.tolist() for name, found in scope.found.items()}, origins, trace.searches))
    assert notes[0] == notes[1]
    assert "dangling" in notes[0][1]


@needs_fork
@pytest.mark.usefixtures("several")
@pytest.mark.parametrize("what", [(apart, "_Sent"), (Kept, "write_statements"), (Worded, "finding"), (sections, "_section")])
def test_what_another_process_did_not_end_this_one_does(
    what: tuple[object, str], generated: Path, alone: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(generated / FOLDER, ignore_errors=True)
    parent, done = os.getpid(), getattr(*what)
    lost = Value("i", 0)

    def end(*arguments: object) -> object:
        if os.getpid() != parent:
            lost.value = os.getpid()
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*arguments)

    monkeypatch.setattr(*what, end)
    assert alone == written(Workspace(generated), keep=True)
    assert lost.value
    assert Kept(generated).read(conditions_of(generated)) is not None


@needs_fork
def test_an_error_of_a_search_is_raised_when_the_shapes_have_judged() -> None:
    judged: list[str] = []

    def fail(_scope: Scope, _trace: Trace | None) -> list[Finding]:
        raise KeyError("searching")

    with pytest.raises(KeyError, match="searching"):
        apart.searched_apart(lambda: judged.append("all"), fail, Scope(Graph("https://x.example/")), None)
    assert ["all"] == judged


def test_a_search_that_noted_terms_of_its_process_alone_is_one_that_nothing_is_known_of() -> None:
    graph = Graph("https://x.example/", [parse(b"<urn:a> <urn:p> <urn:b> .", "data/a.ttl")])
    scope = Scope(graph)
    scope.take({"all known": numbers([0, 2]), "beyond": numbers([1, 3]), "nothing": numbers(())})
    lasting = scope.found_among(len(graph.columns.terms))
    assert {"all known": [0, 2], "nothing": []} == {name: found.tolist() for name, found in lasting.items()}
    later = Scope(graph, lasting, is_changed=False)
    assert later.among("beyond", lambda _: numbers(())) is None
    assert later.among("nothing", lambda _: numbers(())) is not None


def test_little_data_is_searched_by_the_process_that_has_it() -> None:
    assert not apart.is_worthwhile(Graph("https://x.example/", [parse(b"<urn:a> <urn:p> 1 .", "data/a.ttl")]))
