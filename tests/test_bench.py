"""The generator of catalogues for the measurements: the same bytes again, and a truth that the reference engine confirms."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench import reports
from bench.generate import TRUTH, Plan, generate
from bench.measure import Measured, memory
from bench.peers import ENGINES, AbsentError, Job
from bench.truth import Error, name
from bench.validation import Row, table
from catalogue import sources
from catalogue.edition import read_edition
from catalogue.lint import check
from catalogue.report import Look
from catalogue.report.sections import Asked
from catalogue.shacl import reference as shacl
from catalogue.terms import Triple
from catalogue.workspace.workspace import Workspace

SMALL = Plan(entities=400, errors=0.02, per_file=7)


def triples(folder: Path) -> list[Triple]:
    return [
        Triple(*triple[:3]) for path in sources.find(folder, folder.resolve()) for triple in sources.read(path, folder).triples
    ]


def test_the_truth_of_a_generated_catalogue_is_what_the_reference_engine_finds_and_the_same_plan_gives_the_same_bytes(
    tmp_path: Path,
):
    once, again = tmp_path / "once", tmp_path / "again"
    summary = generate(once, SMALL)
    generate(again, SMALL)

    written = {path.relative_to(once): path.read_bytes() for path in once.rglob("*") if path.is_file()}
    assert written == {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}

    results = shacl.validate(triples(once / "data"), triples(once / "shapes"))
    found = Counter((name(r.focus), name(r.shape), r.component, name(r.predicate), r.severity) for r in results)
    stated = Counter(tuple(json.loads(line).values()) for line in (once / TRUTH).read_text("utf-8").splitlines())
    assert sorted(stated.elements()) == sorted(found.elements())
    assert (400, 8, len(results)) == (summary.entities, summary.broken, summary.results)
    assert len({component for _, _, component, _, _ in stated}) > 15


def test_a_blank_node_is_named_in_one_file_only(tmp_path: Path):
    generate(tmp_path / "few", Plan(entities=600, errors=0.5, per_file=1))
    files: dict[str, set[str]] = {}
    for path in (tmp_path / "few" / "data").rglob("*.ttl"):
        for label in re.findall(r"_:[\w-]+", path.read_text("utf-8")):
            files.setdefault(label, set()).add(path.name)
    assert len(files) > 10
    assert {label: found for label, found in files.items() if len(found) > 1} == {}


def test_another_seed_gives_another_catalogue(tmp_path: Path):
    for seed in (1, 2):
        generate(tmp_path / str(seed), Plan(entities=300, errors=0.001, seed=seed))
    data = [sorted((tmp_path / str(seed) / "data").rglob("*.ttl")) for seed in (1, 2)]
    assert [path.read_bytes() for path in data[0]] != [path.read_bytes() for path in data[1]]


def test_the_findings_of_one_file_are_those_of_all_that_lie_in_it(tmp_path: Path) -> None:
    """Results in other files are left out before their words are made."""
    generate(tmp_path, Plan(entities=400, errors=0.5, per_file=40))
    edition = read_edition(tmp_path)
    found = list(check(edition).findings)
    files = {finding.place.path for finding in found if finding.place.path.startswith("data/")}
    assert len(files) > 3
    for file in files:
        assert [f for f in found if f.place.path == file] == list(check(edition, only=frozenset({file})).findings)


def test_what_a_check_writes_as_json_is_compared_as_it_is_meant_paths_of_several_steps_included(tmp_path: Path):
    generate(tmp_path / "few", Plan(entities=400, errors=0.5, per_file=40))
    workspace = Workspace(tmp_path / "few")
    written = workspace.write(workspace.check(), "json", Look(), Asked()).text
    (tmp_path / "ours.json").write_bytes(written)
    assert b'"path": "^<' in written
    assert (
        reports.compare(reports.read_own(tmp_path / "ours.json"), reports.read_truth(tmp_path / "few" / TRUTH)).words == "exact"
    )


def test_a_list_of_results_is_read_as_a_report_in_rdf_is(tmp_path: Path):
    sh, focus = "http://www.w3.org/ns/shacl#", "urn:a"
    common = {"focusNode": f"<{focus}>", "sourceShape": "_:b0", "severity": f"<{sh}Warning>"}
    listed = [
        {**common, "sourceConstraintComponent": f"<{sh}MinCountConstraintComponent>", "resultPath": "<urn:p>"},
        {**common, "sourceConstraintComponent": f"<{sh}MinCountConstraintComponent>", "resultPath": "^<urn:p>"},
        {**common, "focusNode": "_:b1", "sourceConstraintComponent": "<urn:own>"},
    ]
    (tmp_path / "report.json").write_text(json.dumps(listed), "utf-8")
    expected = [
        Error(focus, "_:", "MinCount", "urn:p", "Warning"),
        Error(focus, "_:", "MinCount", "", "Warning"),
        Error("_:", "_:", "urn:own", "", "Warning"),
    ]
    assert expected == reports.read_listed(tmp_path / "report.json")


def test_a_peer_is_run_by_the_first_python_that_has_it_and_is_absent_where_none_has(tmp_path: Path):
    """A Python of another version stands beside the one that runs ours: some engines need it."""
    engine = next(engine for engine in ENGINES if engine.name == "PurRDF")
    without, with_ = tmp_path / "without", tmp_path / "with"
    for python, code in ((without, 1), (with_, 0)):
        python.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
        python.chmod(0o755)
    data, shapes, report = (tmp_path / name for name in ("data.nt", "shapes.ttl", "report"))
    job = Job(tmp_path, 1, data, shapes, report, sys.executable, [str(without), str(with_)])
    python, _, program, *files = engine.command(job)
    assert (str(with_), [str(data), str(shapes), f"{report}.nt"]) == (python, files)
    compile(program, "purrdf", "exec")
    with pytest.raises(AbsentError, match="purrdf is not installed"):
        engine.command(Job(tmp_path, 1, data, shapes, report, sys.executable, [str(without)]))


def test_an_engine_that_fails_or_is_absent_stands_in_the_table_with_the_reason():
    measured = Row("ours", [Measured(1.0, 1.5, 2_000_000, 0, "")], reports.Exactness(1, 0, 0))
    lines = table(
        {"entities": 1, "triples": 2, "broken": 0}, [measured, Row("other", words="other is not installed")]
    ).splitlines()
    assert "| ours | 1.00 | 1.00 - 1.00 | 1.0 | 1.5 | 2 | exact |" in lines
    assert "| other | - | - | - | - | - | other is not installed |" in lines


SHARING = """
import os, sys
data = b"x" * (64 << 20)
for _ in range(2):
    if not os.fork():
        break
else:
    print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell what processes share")
def test_memory_that_processes_share_is_counted_once():
    process = subprocess.Popen(
        [sys.executable, "-c", SHARING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdout.readline()
        sizes = memory(process.pid)
        assert len(sizes) == 3
        assert 64 << 20 < sum(sizes.values()) < 2 * (64 << 20)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
