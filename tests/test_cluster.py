"""Checks and builds in tasks: the same as those of one run, byte for byte, whoever does the tasks."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_incremental import FILES, HEAD, ONTOLOGY, SETTINGS, SHAPES, STATEMENTS
from typer.testing import CliRunner

from catalogue import cluster
from catalogue.cli.app import app
from catalogue.cluster import snapshots
from catalogue.cluster import tasks as running
from catalogue.cluster.snapshots import whole
from catalogue.columns.index import numbers
from catalogue.columns.shares import share
from catalogue.config import Limits
from catalogue.errors import InputError, OutputError, RemoteError, UsageError
from catalogue.lint import Report, searching
from catalogue.lint.validation import Validation
from catalogue.messages import Message
from catalogue.report import REPORT_FORMATS, write
from catalogue.scaffold import init
from catalogue.terms import NamedNode
from catalogue.workspace.catalogue import Catalogue

NUMBERS = (1, 2, 7, 64)
"""In how many tasks each is done."""

MORE_SHAPES = [
    *SHAPES,
    """
:S a sh:NodeShape ; sh:targetClass :A ; sh:sparql [ sh:select "SELECT $this { ?a ?b ?c . $this ?p ?c FILTER (?c = 2) }" ] .
:T a sh:NodeShape ; sh:targetClass :B ; sh:sparql [ sh:select "SELECT $this { SERVICE <urn:x> { $this ?p ?o } }" ] ;
    sh:property [ sh:path :p ; sh:maxCount 1 ] .
""",
    ":S a sh:NodeShape ; sh:targetClass :A, :None ; sh:property [ sh:path :q ; sh:minCount 1, 2 ; sh:datatype 3 ] .",
]
"""Queries that look anywhere and one that cannot be evaluated, and mistakes in shapes, beside the others."""

contents = st.lists(st.sampled_from(STATEMENTS), max_size=25, unique=True)
catalogues = st.tuples(st.sampled_from(MORE_SHAPES), st.lists(contents, min_size=1, max_size=len(FILES)))


def catalogue_of(folder: Path, shapes: str, files: Sequence[Sequence[str]]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("data", "shapes"):
        (folder / name).mkdir(parents=True)
    (folder / "catalogue.toml").write_text(SETTINGS, "utf-8")
    (folder / "shapes" / "shapes.ttl").write_text(HEAD + ONTOLOGY + shapes, "utf-8")
    for name, statements in zip(FILES, files, strict=False):
        path = folder / "data" / f"{name}.ttl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + "\n".join(statements), "utf-8")
    return folder


def outcome(report: Report) -> dict[str, object]:
    """Give all that can be seen of a report."""
    written = {name: write(report, name) for name in REPORT_FORMATS}
    return {**written, "exit code": report.exit_code, "summary": report.summary("fr"), "skipped": list(report.skipped)}


def by_tasks(folder: Path, place: Path | str, number: int, limits: Limits | None = None) -> Report:
    shared = cluster.open_shared(place)
    plan = cluster.plan_check(Catalogue(folder, limits=limits).workspace, number, shared)
    for task in range(number):
        cluster.run_task(shared, task)
    gathering = Catalogue(folder, limits=limits)
    temporary = folder.parent / f"gathered-{number}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    cluster.begin_check(gathering.workspace, plan, shared, temporary)
    return gathering.check()


@pytest.mark.parametrize("number", NUMBERS)
@given(described=catalogues)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_check_in_tasks_reports_what_one_check_does(tmp_path: Path, number: int, described: tuple[str, list[list[str]]]):
    """All formats byte for byte, whatever the shapes and the data: circles, queries, mistakes, what cannot be evaluated."""
    folder = catalogue_of(tmp_path / "catalogue", *described)
    shutil.rmtree(tmp_path / "shared", ignore_errors=True)
    assert outcome(Catalogue(folder).check()) == outcome(by_tasks(folder, tmp_path / "shared", number))


@pytest.mark.parametrize("number", NUMBERS)
def test_tasks_note_what_a_check_of_everything_notes(tmp_path: Path, number: int):
    """What each search finds something at, so that whoever gathers may look at that alone when something has changed."""
    workspace = Catalogue(catalogue_of(tmp_path / "c", SHAPES[0], [STATEMENTS])).workspace
    workspace.check()
    edition, base, _ = whole(workspace)
    noted: dict[str, set[int]] = {name: set(each.tolist()) for name, each in searching.in_shapes(edition)[0].items()}
    for task in range(number):
        for name, each in searching.search(edition, task, number, is_sound=True).found.items():
            noted.setdefault(name, set()).update(each.tolist())
    assert {name: set(each.tolist()) for name, each in base.suspects.items() if name != "outside"} == noted
    assert any(noted.values())


def test_a_query_with_more_results_than_it_may_give_fails_in_tasks_too(tmp_path: Path):
    """However the results are spread over tasks, there are too many of them together."""
    query = 'sh:sparql [ sh:select "SELECT $this ?value { $this <https://x.example/ontology#q> ?value }" ]'
    data = [f"<a/{number}> a :A ; :q {', '.join(map(str, range(1 + 5 * (number == 3))))} ." for number in range(8)]
    folder = catalogue_of(tmp_path / "c", f":S a sh:NodeShape ; sh:targetClass :A ; {query} .", [data])
    for results in (4, 5):
        limits = Limits(results=results)
        one = outcome(Catalogue(folder, limits=limits).check())
        assert one == outcome(by_tasks(folder, tmp_path / f"shared{results}", 7, limits))
        assert (b"C313" in one["concise"]) is (results == 4)  # type: ignore[operator]


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return catalogue_of(tmp_path / "catalogue", SHAPES[0], [STATEMENTS[:30], STATEMENTS[30:]])


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    return tmp_path / "shared"


@pytest.mark.parametrize("format_", REPORT_FORMATS)
def test_gathering_prints_what_the_check_prints(folder: Path, shared: Path, format_: str):
    options = ("check", "-C", folder, "--no-cache", "-f", format_, "--max-findings", 3, "--ignore", "C2")
    assert run("plan", "check", "--tasks", 3, "--in", shared, "-C", folder)[0] == 0
    assert [run("run-task", shared, number)[0] for number in range(3)] == [0, 0, 0]
    once = run(*options)
    assert once[0] in {1, 3}
    assert run(*options, "--gather", shared) == once


@pytest.mark.parametrize("options", [(), ("data/a.ttl",), ("data", "--severity", "error"), ("--texts", "."), ("--verbose",)])
def test_gathering_takes_the_options_of_a_check(folder: Path, shared: Path, options: Sequence[str]):
    given = [folder / each if each.startswith("data") else each for each in options]
    assert run("plan", "check", "--tasks", 7, "--in", shared, "-C", folder)[0] == 0
    assert [run("run-task", shared, number)[0] for number in range(7)] == [0] * 7
    check = ("check", *given, "-C", folder, "--no-cache", "-f", "json")
    assert run(*check, "--gather", shared) == run(*check)


def test_who_gathers_makes_no_finding_again_where_nothing_has_changed(
    folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
):
    run("plan", "check", "--tasks", 2, "--in", shared, "-C", folder)
    for number in range(2):
        run("run-task", shared, number)
    once = run("check", "-C", folder, "--no-cache")
    again: list[object] = []
    evaluate = Validation.results
    monkeypatch.setattr(Validation, "results", lambda *given: again.append(given) or evaluate(*given))
    assert run("check", "-C", folder, "--no-cache", "--gather", shared) == once
    assert not again
    (folder / "data" / "new.ttl").write_text(HEAD + "<new/1> a :A .", "utf-8")
    run("check", "-C", folder, "--no-cache", "--gather", shared)
    assert again


def test_a_task_is_refused_what_it_needs_and_is_damaged(folder: Path, shared: Path):
    """Whichever object is damaged or missing when tasks run: an error that names it, and never another report."""
    once = run("check", "-C", folder, "--no-cache")
    plan = ("plan", "check", "--tasks", 2, "--in", shared, "-C", folder)
    assert run(*plan)[0] == 0
    refused = 0
    for path in sorted((shared / "objects").iterdir()):
        kept = path.read_bytes()
        for damaged in (kept[:-1] + bytes([kept[-1] ^ 1]), None):
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            done = [run("run-task", shared, number) for number in range(2)]
            assert all(code == 0 or (code == 3 and path.name in told) for code, _, told in done)
            refused += any(code for code, _, _ in done)
            assert run(*plan)[0] == 0
            assert path.read_bytes() == kept
            assert [run("run-task", shared, number)[0] for number in range(2)] == [0, 0]
            assert run("check", "-C", folder, "--no-cache", "--gather", shared) == once
            shutil.rmtree(shared / "results")
    assert refused >= 8  # the plan, the files of the shapes, the statements and the files of the data, each in both ways


def test_a_task_that_is_run_twice_at_once_gives_one_result(folder: Path, shared: Path):
    once = run("check", "-C", folder, "--no-cache")
    run("plan", "check", "--tasks", 2, "--in", shared, "-C", folder)
    command = [sys.executable, "-m", "catalogue", "run-task", str(shared)]
    both = [subprocess.Popen([*command, str(number)], stderr=subprocess.DEVNULL) for number in (0, 0, 1, 1)]
    assert [process.wait(timeout=120) for process in both] == [0] * 4
    assert run("check", "-C", folder, "--no-cache", "--gather", shared) == once


def test_terms_are_dealt_out_by_the_files_that_describe_them(tmp_path: Path):
    """Each term to one task, and what one file describes to one task, unless a file before it does."""
    graph = Catalogue(catalogue_of(tmp_path / "c", SHAPES[0], [STATEMENTS[:20], STATEMENTS[20:]])).edition.graph
    columns = graph.columns
    for count in NUMBERS:
        shares = [set(share(columns, graph.files, number, count).tolist()) for number in range(count)]
        assert sorted(each for one in shares for each in one) == list(range(len(columns.terms)))
        for first in (1, len(columns.terms) // 2, len(columns.terms)):
            later = [set(share(columns, graph.files, number, count, first).tolist()) for number in range(count)]
            assert later == [{each for each in one if each >= first} for one in shares]
        seen: set[int] = set()
        for number in range(len(graph.files)):
            new = set(columns.column(0)[columns.column(3) == number].tolist()) - seen
            assert sum(not new.isdisjoint(one) for one in shares) == bool(new)
            seen |= new


def test_terms_that_come_later_are_dealt_out_as_if_they_had_been_there(folder: Path):
    """A target that no statement has becomes a term upon the layer that a task has."""
    workspace = Catalogue(folder).workspace
    workspace.check()
    columns, files = workspace.edition.graph.columns, workspace.edition.graph.files
    known = len(columns.terms)
    new = [columns.intern(NamedNode(f"urn:new:{letter}")) for letter in "abcdef"]
    for number in range(2):
        together = share(columns, files, number, 2).tolist()
        assert [*(each for each in together if each < known), *share(columns, files, number, 2, known).tolist()] == together
    assert new == [*range(known, len(columns.terms))]


def test_terms_of_a_layer_are_read_together_as_one_by_one(folder: Path):
    terms = Catalogue(folder).edition.graph.layer().columns.terms
    for wanted in ([], [0], [3, 0, 1, 0], range(len(terms))):
        assert terms.texts(numbers(wanted)) == [terms.value(number).decode() for number in wanted]


def test_a_task_with_a_result_is_not_run_again(folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch):
    opened: list[int] = []
    whole = running.opened
    monkeypatch.setattr(running, "opened", lambda *given: opened.append(1) or whole(*given))
    run("plan", "check", "--tasks", 3, "--in", shared, "-C", folder)
    run("run-task", shared, 1)
    code, _, told = run("check", "-C", folder, "--gather", shared)
    assert (code, "2 of 3 tasks" in told) == (2, True)
    run("plan", "check", "--tasks", 3, "--in", shared, "-C", folder)  # the same plan: what was done stays
    for number in range(3):
        run("run-task", shared, number)
    assert len(opened) == 3
    assert run("check", "-C", folder, "--gather", shared)[0] == 3


def test_what_has_changed_since_the_plan_is_checked_too(folder: Path, shared: Path):
    run("plan", "check", "--tasks", 2, "--in", shared, "-C", folder)
    for number in range(2):
        run("run-task", shared, number)
    (folder / "data" / "new.ttl").write_text(HEAD + '<new/1> a :A ; :p "none" .', "utf-8")
    once = run("check", "-C", folder, "--no-cache")
    assert "data/new.ttl" in once[1]
    assert run("check", "-C", folder, "--no-cache", "--gather", shared) == once


def test_nothing_of_a_damaged_folder_is_believed(folder: Path, shared: Path):
    """Whichever object is damaged or missing: an error with its place, never another report."""
    run("plan", "check", "--tasks", 2, "--in", shared, "-C", folder)
    for number in range(2):
        run("run-task", shared, number)
    once = run("check", "-C", folder, "--no-cache")
    codes = set()
    for path in sorted((shared / "objects").iterdir()):
        kept = path.read_bytes()
        for damaged in (kept[:-1] + bytes([kept[-1] ^ 1]), kept[: len(kept) // 2], None):
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            code, printed, told = run("check", "-C", folder, "--no-cache", "--gather", shared)
            codes.add(code)
            assert (code, printed, told) == once or (code == 3 and not printed and str(shared) in told)
            path.write_bytes(kept)
    assert codes == {3, once[0]}  # who gathers does not read the files that tasks have
    assert run("check", "-C", folder, "--no-cache", "--gather", shared) == once


@pytest.mark.parametrize("action", ["check", "build"])
def test_after_any_object_is_lost_the_advice_leads_out(garden: Path, tmp_path: Path, action: str):
    """Whichever object is damaged or missing: planning and running the tasks again gives what one run gives."""
    shared, out = tmp_path / "shared", tmp_path / "out"
    more = ("-o", out) if action == "build" else ("--no-cache",)
    plan, gather = (
        ("plan", action, "--tasks", 2, "--in", shared, "-C", garden),
        (action, "-C", garden, *more, "--gather", shared),
    )

    def tasks() -> None:
        assert run(*plan)[0] == 0
        for number in range(2):
            assert run("run-task", shared, number)[0] == 0

    tasks()
    once = run(*gather)
    for path in sorted((shared / "objects").iterdir()):
        kept = path.read_bytes()
        for damaged in (kept[:-1] + bytes([kept[-1] ^ 1]), None):
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            tasks()
            assert path.read_bytes() == kept
            shutil.rmtree(out, ignore_errors=True)
            assert run(*gather)[0] == once[0]
    assert run("run-task", shared, 0)[2] == "Task 0 had a result already.\n"


@pytest.mark.parametrize("processors", [1, 3])
def test_several_tasks_are_run_by_one_command(folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, processors: int):
    """The catalogue is opened once for them; none that has a result is run again, and none at all where one is not planned."""
    monkeypatch.setattr(running, "processors", lambda: processors)
    once = run("check", "-C", folder, "--no-cache", "-f", "json")
    run("plan", "check", "--tasks", 7, "--in", shared, "-C", folder)
    assert run("run-task", shared, 0, 7)[0] == 2
    assert not (shared / "results").exists()
    opened: list[object] = []
    monkeypatch.setattr(running, "opened", lambda *given: opened.append(given) or snapshots.opened(*given))
    assert run("run-task", shared, 3, 0, 3)[0] == 0
    code, _, told = run("run-task", shared, *range(7))
    assert (code, len(opened)) == (0, 2)
    assert sorted(told.splitlines())[:2] == ["Task 0 had a result already.", "Task 1 is done."]
    assert [line for line in told.splitlines() if "already" in line] == [f"Task {n} had a result already." for n in (0, 3)]
    assert run("check", "-C", folder, "--no-cache", "-f", "json", "--gather", shared) == once


@pytest.mark.parametrize(
    ("numbers", "language"), [(("0",), "en"), (("1", "0"), "fr"), (("2",), "fr"), (("-1",), "en"), (("x",), "en"), ((), "en")]
)
def test_tasks_are_run_alike_with_and_without_the_library_that_reads_arguments(
    folder: Path, shared: Path, numbers: Sequence[str], language: str
):
    """An option has the library read them: what is printed and the exit code are the same."""
    outcomes = []
    for options in ([], ["--lang", language]):
        shutil.rmtree(shared, ignore_errors=True)
        run("plan", "check", "--tasks", 2, "--in", shared, "-C", folder)
        script = (
            "import atexit, sys; from catalogue.cli import main; atexit.register(lambda: print('typer' in sys.modules)); main()"
        )
        command = [sys.executable, "-c", script, *options, "run-task", str(shared), *numbers]
        environment = {**os.environ, "LANG": f"{language}.UTF-8", "LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": ""}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        outcomes.append((done.returncode, sorted(done.stderr.splitlines())))
        is_plain = not options and numbers in {("0",), ("1", "0")}
        assert done.stdout.split() == [str(not is_plain)]
    assert outcomes[0] == outcomes[1]


def test_where_one_of_several_tasks_fails_the_others_keep_what_they_have_done(
    folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
):
    run("plan", "check", "--tasks", 2, "--in", shared, "-C", folder)
    search = searching.search

    def refuse(edition: object, number: int, *rest: object, **named: object) -> object:
        if number == 1:
            raise OutputError(Message("cluster.changed"))
        return search(edition, number, *rest, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as changed:
        changed.setattr(running, "processors", lambda: 1)
        changed.setattr(searching, "search", refuse)
        code, _, told = run("run-task", shared, 0, 1)
    assert (code, told.splitlines()[0]) == (4, "Task 0 is done.")
    assert run("run-task", shared, 0, 1)[2].splitlines() == ["Task 0 had a result already.", "Task 1 is done."]


def test_a_result_that_was_being_written_is_none(folder: Path, shared: Path):
    run("plan", "check", "--tasks", 1, "--in", shared, "-C", folder)
    run("run-task", shared, 0)
    (result,) = (path for path in (shared / "results").rglob("*") if path.is_file())
    result.write_bytes(result.read_bytes()[:20])
    assert run("check", "-C", folder, "--gather", shared)[0] == 2
    assert "is done" in run("run-task", shared, 0)[2]


def test_a_folder_that_is_not_there_is_told_otherwise_than_one_without_a_plan(folder: Path, shared: Path):
    for command in (("run-task", shared, 0), ("check", "-C", folder, "--gather", shared)):
        code, _, told = run(*command)
        assert (code, "no such folder" in told, shared.exists()) == (2, True, False)
    shared.mkdir()
    code, _, told = run("run-task", shared, 0)
    assert (code, "no plan here" in told) == (2, True)


def test_a_plan_begins_with_what_a_check_has_kept_where_a_file_cannot_be_read(garden: Path, shared: Path):
    """What was kept has nothing of a file with mistakes: it is read again."""
    folder = Path(shutil.copytree(garden, shared.with_name("copy")))
    assert run("check", "-C", folder)[0] == 0
    bean = folder / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", "scarlet runner bean"), "utf-8")
    (folder / "data" / "plant" / "pea.ttl").write_text("<plant/pea> a <urn:x> ;\n", "utf-8")
    once = run("check", "-C", folder)
    assert once[0] == 3
    for action in ("build", "check"):
        assert run("plan", action, "--tasks", 1, "--in", shared, "-C", folder)[0] == 0
    assert run("run-task", shared, 0)[0] == 0
    assert run("check", "-C", folder, "--gather", shared) == once


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "link"])
def test_nothing_is_unpacked_outside_of_the_folder(tmp_path: Path, name: str):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo(name)
        if name == "link":
            member.type, member.linkname = tarfile.SYMTYPE, "/"
        archive.addfile(member)
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(InputError, match="outside"):
        snapshots.unpack(buffer.getvalue(), inside)
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]


def test_a_folder_that_disappears_is_an_error_and_is_not_made_again(
    folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
):
    run("plan", "check", "--tasks", 1, "--in", shared, "-C", folder)
    search = searching.search

    def gone(*given: object, **named: object) -> object:
        shutil.rmtree(shared)
        return search(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "search", gone)
    code, _, told = run("run-task", shared, 0)
    assert (code, str(shared) in told, shared.exists()) == (4, True, False)
    assert run("run-task", shared, 0)[0] == 2
    assert run("check", "-C", folder, "--gather", shared)[0] == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--cluster", "tcp://127.0.0.1:1"),
        ("--in", "x"),
        ("--tasks", "2"),
        ("--cluster", "tcp://127.0.0.1:1", "--in", "x", "--gather", "x"),
        ("--gather", "x", "--watch"),
        ("--gather", "x", "--fix"),
        ("--gather", "x", "--engine", "pyshacl"),
        ("--gather", "no-such-folder"),
        ("--gather", "nothing-knows-this://x"),
    ],
)
def test_options_that_make_no_sense_are_refused(folder: Path, options: Sequence[str]):
    code, printed, told = run("check", "-C", folder, *options)
    assert (code, printed) == (2, "")
    assert told


def test_a_plan_of_another_kind_or_program_is_refused(folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch):
    run("plan", "build", "--tasks", 1, "--in", shared, "-C", folder)
    assert run("check", "-C", folder, "--gather", shared)[0] == 2
    assert run("run-task", shared, 1)[0] == 2
    assert run("plan", "publish", "--tasks", 1, "--in", shared, "-C", folder)[0] == 2
    assert run("plan", "check", "--tasks", 1, "--in", shared, "-C", folder, "--base-url", "https://y.example/")[0] == 2
    monkeypatch.setattr("catalogue.cluster.plans.program_digest", lambda: "another")
    code, _, told = run("run-task", shared, 0)
    assert (code, "version" in told) == (2, True)


def test_a_shared_folder_may_be_an_object_store(folder: Path):
    pytest.importorskip("fsspec")
    place = "memory://test-cluster/shared"
    assert outcome(Catalogue(folder).check()) == outcome(by_tasks(folder, place, 2))
    with pytest.raises(UsageError):
        cluster.read_plan(cluster.open_shared("memory://test-cluster/other"))


def test_what_an_object_store_refuses_is_an_error_of_ours():
    fsspec = pytest.importorskip("fsspec")

    class Refusing(fsspec.AbstractFileSystem):  # type: ignore[misc, name-defined]
        protocol = "refusing"
        cachable = False

        def cat_file(self, *_: object, **__: object) -> bytes:
            raise RuntimeError("403 no")

    fsspec.register_implementation("refusing", Refusing, clobber=True)
    with pytest.raises(RemoteError, match="403 no"):
        cluster.read_plan(cluster.open_shared("refusing://x"))


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "garden"
    init(folder)
    for number in range(12):
        text = (folder / "data" / "plant" / "bean.ttl").read_text("utf-8").replace("plant/bean", f"plant/bean-{number}")
        (folder / "data" / "plant" / f"bean-{number}.ttl").write_text(text, "utf-8")
    return folder


def files_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Give all files of a release with their bytes and how many names each has."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_nlink) for path in files}


@pytest.fixture
def built(garden: Path, tmp_path: Path) -> Path:
    return Catalogue(garden).build(tmp_path / "once").folder


@pytest.mark.parametrize("number", NUMBERS)
def test_a_build_in_tasks_is_that_of_one_run(garden: Path, built: Path, tmp_path: Path, number: int):
    shared = tmp_path / "shared"
    run("plan", "build", "--tasks", number, "--in", shared, "-C", garden)
    for task in reversed(range(number)):
        assert run("run-task", shared, task)[0] == 0
    assert run("build", "-C", garden, "-o", tmp_path / "out", "--gather", shared)[0] == 0
    current = (tmp_path / "out" / "current").resolve()
    assert (current.name, files_of(current)) == (built.name, files_of(built))
    again = Catalogue(garden).build(tmp_path / "out", jobs=1)  # what documents were made of is kept as by a build
    assert not again.is_new
    code, _, told = run("build", "-C", garden, "-o", tmp_path / "out", "--gather", tmp_path / "nowhere")
    assert (code, "nowhere" in told) == (2, True)  # also where nothing of it is needed


def test_the_standing_release_stays_when_tasks_are_missing_or_damaged(garden: Path, tmp_path: Path):
    folder, out, shared = tmp_path / "garden", tmp_path / "out", tmp_path / "shared"
    shutil.copytree(garden, folder)
    standing = Catalogue(folder).build(out)
    before = files_of(standing.folder)
    text = (folder / "data" / "plant" / "bean.ttl").read_text("utf-8")
    (folder / "data" / "plant" / "new.ttl").write_text(text.replace("plant/bean", "plant/new"), "utf-8")
    run("plan", "build", "--tasks", 3, "--in", shared, "-C", folder)
    assert run("build", "-C", folder, "-o", out, "--gather", shared)[0] == 2
    for task in range(3):
        run("run-task", shared, task)
    largest = max((shared / "objects").iterdir(), key=lambda path: path.stat().st_size)
    kept = largest.read_bytes()
    largest.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    assert run("build", "-C", folder, "-o", out, "--gather", shared)[0] == 3
    assert ((out / "current").resolve(), files_of(standing.folder)) == (standing.folder, before)
    largest.write_bytes(kept)
    assert run("build", "-C", folder, "-o", out, "--gather", shared)[0] == 0
    assert (out / "current").resolve() != standing.folder
    (folder / "data" / "plant" / "new.ttl").unlink()
    shutil.rmtree(out)
    assert run("build", "-C", folder, "-o", out, "--gather", shared)[0] == 2  # planned for what is no longer there
    assert not (out / "current").exists()
