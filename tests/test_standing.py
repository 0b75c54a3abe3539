"""Findings that stand: after any change a report has the same bytes in every format; what is as it was is not made again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_incremental import FILES, HEAD, ONTOLOGY, SETTINGS, SHAPES, change, contents, edits, made, more, write

from catalogue.columns.graph import Graph
from catalogue.errors import OutputError
from catalogue.lint import Options, Report, Severity, checks
from catalogue.lint.against_shapes import Worded
from catalogue.lint.assembled import Assembled
from catalogue.lint.findings import Finding
from catalogue.report import REPORT_FORMATS, Look
from catalogue.report import write as written
from catalogue.report.sections import Asked, write_by_file
from catalogue.shacl.results import Result
from catalogue.sources import parse
from catalogue.workspace import kept, reading
from catalogue.workspace.cache import FOLDER, Cache
from catalogue.workspace.workspace import Workspace

LOOKS = [Look(), Look("fr", colour=True, width=60, folder="in/side")]
ASKED = [Asked(), Asked(with_asides=False), Asked("warning", ignore=("C201",)), Asked(select=("C1", "dangling"))]
LABELLED = SETTINGS.replace('["en"]', '["fr", "en"]')
others = st.one_of(
    st.tuples(st.just("label"), st.sampled_from(["one", "two", "three"])),
    st.tuples(st.just("settings"), st.sampled_from([SETTINGS, LABELLED])),
    st.tuples(st.just("line"), st.tuples(st.sampled_from(FILES), st.sampled_from(["", "# a remark", "@prefix n: <n#> ."]))),
    st.tuples(st.just("spaces"), st.tuples(st.sampled_from(FILES), st.integers(0, 8))),
    st.tuples(st.just("query"), st.sampled_from(["ASK { ?s ?p ?o }", "ASK { ?s <https://x.example/ontology#nothing> ?o }"])),
)


@pytest.fixture(autouse=True)
def _always_incremental(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SHARE", 1)


def edit(folder: Path, what: tuple[str, object]) -> None:
    """Change files as the incremental checks do, or a label of the ontology, the settings or a query."""
    kind, how = what
    if kind == "label":
        shapes = folder / "shapes" / "s.ttl"
        shapes.write_text(shapes.read_text("utf-8") + f'\n:p rdfs:label "{how}"@en .\n', "utf-8")
    elif kind == "settings":
        (folder / "catalogue.toml").write_text(str(how), "utf-8")
    elif kind in {"line", "spaces"}:
        name, new = how
        path = folder / "data" / f"{name}.ttl"
        if path.exists():
            lines = path.read_text("utf-8").splitlines()
            at = len(HEAD.splitlines())
            if kind == "line":
                lines.insert(at, str(new))
            elif at + new < len(lines):
                lines[at + new] += "   # what stands behind a statement"
            path.write_text("\n".join(lines) + "\n", "utf-8")
    elif kind == "query":
        (folder / "queries").mkdir(exist_ok=True)
        (folder / "queries" / "q.rq").write_text(f"# title: Q\n{how}\n", "utf-8")
    else:
        change(folder, what)


def in_all_formats(report: Report, asked: Asked) -> dict[tuple[str, str], bytes]:
    """Everything that a report can be written as, at once."""
    return {
        (name, look.language): written(asked.of(format_.content(report), is_brief=format_.is_brief), name, look)
        for name, format_ in REPORT_FORMATS.items()
        for look in LOOKS
    }


def by_file(work: Workspace, report: Report, asked: Asked, *, keep: bool) -> dict[tuple[str, str], bytes]:
    """The same, file by file, with what was written before."""
    return {
        (name, look.language): work.write(report, name, look, asked, keep=keep).text
        for name in REPORT_FORMATS
        for look in LOOKS
    }


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.tuples(*[contents | more] * len(FILES)),
    st.integers(0, len(SHAPES) - 1),
    st.lists(st.lists(edits | others, min_size=1, max_size=3), min_size=1, max_size=4),
    st.sampled_from(ASKED),
)
def test_after_any_change_each_format_has_the_same_bytes(
    tmp_path: Path, begin: tuple, shapes: int, changes: list[list], asked: Asked
):
    folder = made(tmp_path / "changing", SHAPES[shapes])
    shutil.rmtree(folder / "queries", ignore_errors=True)
    for name, statements in zip(FILES, begin, strict=True):
        write(folder, name, statements)
    opened = Workspace(folder)
    for several in ([], *changes):
        for what in several:
            edit(folder, what)
        opened.refresh()
        expected = in_all_formats(Workspace(folder).check(options=Options()), asked)
        for work, keep in ((opened, False), (Workspace(folder), True)):
            report = work.check(options=Options(), keep=keep)
            assert by_file(work, report, asked, keep=keep) == expected
            assert by_file(work, report, asked, keep=keep) == expected


def made_again(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Check again, compare with a check of everything, and list the focus nodes of the results of shapes that were worded."""
    again: list[str] = []
    real = Worded.finding
    with monkeypatch.context() as patched:
        patched.setattr(Worded, "finding", lambda self, result: again.append(result.focus.value) or real(self, result))
        work.refresh()
        found = list(work.check().findings)
    assert list(Workspace(work.folder).check(options=Options()).findings) == found
    return again


def test_a_statement_behind_others_makes_none_of_them_anew(garden: Path, monkeypatch: pytest.MonkeyPatch):
    """Where a file writes something of a subject counts, and not whether anything of the file has changed."""
    work = Workspace(garden_with_faults(garden))
    work.write(work.check(), "text", Look(), Asked())
    path = garden / "data" / "faulty3.ttl"
    whole = path.read_text("utf-8")
    path.write_text(whole + '<plant/p3> skos:altLabel "other"@en .\n', "utf-8")
    assert {focus.rpartition("/")[2] for focus in made_again(work, monkeypatch)} <= {"p3"}
    path.write_text(whole + '<garden/new> a g:Garden ; skos:prefLabel "New"@en .\n', "utf-8")
    assert "g3" not in {focus.rpartition("/")[2] for focus in made_again(work, monkeypatch)}
    path.write_text("# first\n" + whole, "utf-8")
    assert {focus.rpartition("/")[2] for focus in made_again(work, monkeypatch)} == {"p3", "g3"}


def test_a_line_that_is_shown_is_shown_as_it_is_now(garden: Path):
    """A remark behind a statement is no other finding, but another line of the report."""
    work = Workspace(garden_with_faults(garden))
    work.write(work.check(), "text", Look(), Asked())
    path = garden / "data" / "faulty3.ttl"
    path.write_text(path.read_text("utf-8").replace('"plain 3" .', '"plain 3" . # a remark'), "utf-8")
    work.refresh()
    text = work.write(work.check(), "text", Look(), Asked()).text
    fresh = Workspace(garden)
    assert fresh.write(fresh.check(options=Options()), "text", Look(), Asked()).text == text
    assert b"# a remark" in text


def test_references_to_nothing_are_looked_for_again_only_when_other_terms_are_there(
    garden: Path, monkeypatch: pytest.MonkeyPatch
):
    work = Workspace(garden_with_faults(garden))
    work.check()
    web_address = checks.web_address
    asked: list[str] = []
    monkeypatch.setattr(checks, "web_address", lambda iri: asked.append(iri) or web_address(iri))
    path = garden / "data" / "faulty3.ttl"
    whole = path.read_text("utf-8")
    for text, is_asked in (
        (whole + '<plant/p3> skos:prefLabel "other"@en .\n', False),
        (whole.replace("nothing3", "nothing9"), True),
        (whole + '<plant/nothing4> a g:Plant ; skos:prefLabel "There"@en .\n', True),
        (whole, False),
    ):
        path.write_text(text, "utf-8")
        asked.clear()
        work.refresh()
        found = list(work.check().findings)
        assert is_asked == bool(asked)
        assert list(Workspace(garden).check(options=Options()).findings) == found


def garden_with_faults(garden: Path) -> Path:
    """A catalogue with findings of shapes and others in several files."""
    for number in range(6):
        text = f"""@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<plant/p{number}> a g:Plant ; skos:prefLabel "plain {number}" .
<garden/g{number}> a g:Garden ; skos:prefLabel "Garden {number}"@en ; g:grows <plant/nothing{number}> .
"""
        (garden / "data" / f"faulty{number}.ttl").write_text(text, "utf-8")
    return garden


def test_only_what_has_changed_is_made_and_written_again(garden: Path, monkeypatch: pytest.MonkeyPatch):
    work = Workspace(garden_with_faults(garden))
    whole = work.check()
    assert isinstance(whole.findings, Assembled)
    work.write(whole, "text", Look(), Asked())
    made_again: list[str] = []
    real = Worded.finding

    def noting(self: Worded, result: object) -> object:
        made_again.append(result.focus.value)  # type: ignore[attr-defined]
        return real(self, result)  # type: ignore[arg-type]

    monkeypatch.setattr(Worded, "finding", noting)
    path = garden / "data" / "faulty0.ttl"
    path.write_text(path.read_text("utf-8").replace("plain 0", "plainer 0"), "utf-8")
    work.refresh()
    report = work.check()
    assert sorted(made_again) == ["https://gardens.example.org/garden/g0", "https://gardens.example.org/plant/p0"]
    assert isinstance(report.findings, Assembled)
    anew = [path for path, of_file in report.findings.files.items() if not isinstance(of_file, range)]
    assert anew == ["data/faulty0.ttl"]
    assert list(Workspace(garden).check()) == list(report)


def test_a_message_that_names_a_thing_by_its_label_follows_the_label(garden: Path):
    work = Workspace(garden_with_faults(garden))
    assert any("Garden 1" in finding.message["en"] or "p1" in finding.focus for finding in work.check())
    other = garden / "data" / "other.ttl"
    other.write_text(
        '<https://gardens.example.org/plant/p1> <http://www.w3.org/2004/02/skos/core#prefLabel> "Renamed"@en .', "utf-8"
    )
    work.refresh()
    messages = [finding.message["en"] for finding in work.check()]
    assert any("Renamed" in message for message in messages)
    assert messages == [finding.message["en"] for finding in Workspace(garden).check()]


@pytest.mark.parametrize("kind", [kept.SUSPECTS, kept.FINDINGS, kept.REPORTS])
def test_what_is_damaged_anywhere_in_what_is_kept_counts_as_none(garden: Path, kind: str):
    folder = garden_with_faults(garden)

    def bytes_now() -> bytes:
        work = Workspace(folder)
        return work.write(work.check(keep=True), "text", Look(), Asked(), keep=True).text

    expected = bytes_now()
    whole = next((folder / FOLDER).glob(f"{kind}-*.cache")).read_bytes()
    for at in range(200, len(whole), max(len(whole) // 12, 1)):
        path = next((folder / FOLDER).glob(f"{kind}-*.cache"))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        if Cache(folder).read(kind) is not None:  # what stands between the arrays is nobody's
            assert not whole[at]
        assert expected == bytes_now()
        if not list((folder / FOLDER).glob(f"{kind}-*.cache")):
            break
        path.write_bytes(whole)


KEPT = (kept.STATEMENTS, kept.SUSPECTS, kept.FINDINGS, kept.REPORTS)


@pytest.mark.parametrize("is_changed", [False, True])
@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("is_lost", [False, True])
def test_one_check_keeps_again_what_was_damaged_or_lost(garden: Path, kind: str, *, is_lost: bool, is_changed: bool):
    """Else each check would take as long as the first one, for as long as the shapes are the same."""
    folder = garden_with_faults(garden)

    def kept_by_a_check() -> set[str]:
        work = Workspace(folder)
        work.write(work.check(keep=True), "text", Look(), Asked(), keep=True)
        return {name for name in KEPT if Cache(folder).read(name) is not None}

    assert kept_by_a_check() == set(KEPT)
    path = next((folder / FOLDER).glob(f"{kind}-*.cache"))
    if is_lost:
        path.unlink()
    else:
        path.write_bytes(b"x")
    if is_changed:
        file = folder / "data" / "faulty0.ttl"
        file.write_text(file.read_text("utf-8").replace("plain 0", "plainer 0"), "utf-8")
    assert kept_by_a_check() == set(KEPT)
    findings, suspects = (Cache(folder).read(name) for name in (kept.FINDINGS, kept.SUSPECTS))
    assert findings is not None
    assert suspects is not None
    assert findings.facts["suspects"] == suspects.name


def test_a_clock_that_is_set_back_changes_nothing(garden: Path):
    folder = garden_with_faults(garden)
    work = Workspace(folder)
    work.write(work.check(keep=True), "text", Look(), Asked(), keep=True)
    path = folder / "data" / "faulty0.ttl"
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("plain 0", "plain 9"), "utf-8")  # as long as it was
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert list(Workspace(folder).check(keep=True)) == list(Workspace(folder).check())


def test_the_counts_of_a_report_written_by_file_are_those_of_all_findings(garden: Path):
    work = Workspace(garden_with_faults(garden))
    report = work.check()
    shown = work.write(report, "json", Look(), Asked(ignore=("C201",))).report
    kept_report = report.filtered(ignore=["C201"])
    assert shown.counts == kept_report.counts
    assert shown.hidden == kept_report.hidden
    assert shown.exit_code == kept_report.exit_code
    assert shown.counts[Severity.VIOLATION] > 0
    once_more = write_by_file(kept_report, REPORT_FORMATS["json"], Look(), Asked(), {}).report
    assert once_more.hidden == kept_report.hidden > 0
    assert write_by_file(Report((), 0, 0), REPORT_FORMATS["json"], Look(), Asked(), {}).text == written(
        Report((), 0, 0), "json"
    )


def test_whether_the_same_terms_are_there_is_told_from_what_has_changed():
    first = parse(b"<urn:a> <urn:p> <urn:b>, 1 .", "data/a.ttl")
    layer = Graph("https://x.example/", [first]).layer()
    told = []
    for text in (
        "<urn:a> <urn:p> <urn:b>, 2 .",
        "<urn:c> <urn:p> <urn:b> .",
        "<urn:a> <urn:q> <urn:b> .",
        "<urn:a> <urn:p> 1 .",
    ):
        graph = Graph("https://x.example/", [parse(text.encode(), "data/a.ttl")], layer)
        told.append(graph.columns.have_same_terms)
    assert told == [True, False, False, False]


def test_what_is_written_of_a_file_does_not_depend_on_other_files(tmp_path: Path):
    folder = made(tmp_path / "misspelt", ":S a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; sh:minCount 1 ] .")
    write(folder, "a", ["<a/1> a :Aa ."])
    write(folder, "b", ["<a/1> :q 1 . <a/2> a :A ."])
    write(folder, "c", ["<a/3> a :A ."])
    work = Workspace(folder)
    report = work.check()
    assert in_all_formats(report, Asked()) == by_file(work, report, Asked(), keep=False)
    assert HEAD + ONTOLOGY in (folder / "shapes" / "s.ttl").read_text("utf-8")


def test_files_that_are_changed_while_they_are_checked_are_read_again(garden: Path, monkeypatch: pytest.MonkeyPatch):
    """One that is written anew and one that is removed, after they were read and before their places and lines are."""
    Workspace(garden_with_faults(garden)).check(keep=True)
    shapes = garden / "shapes" / "more.ttl"
    shapes.write_text("<urn:more> a <urn:More> .\n", "utf-8")  # so that all results are made anew, of files that are not read
    work = Workspace(garden)
    first, second, third = (garden / "data" / f"faulty{number}.ttl" for number in (1, 2, 3))
    real, looked = Workspace.refresh, []
    changes = iter([lambda: first.write_text("# later\n\n" + first.read_text("utf-8"), "utf-8"), second.unlink])
    word = Worded.finding

    def changing(self: Worded, result: Result) -> Finding:
        next(changes, int)()
        return word(self, result)

    monkeypatch.setattr(Worded, "finding", changing)
    monkeypatch.setattr(Workspace, "refresh", lambda self: looked.append(self) or real(self))
    report = work.check(keep=True)
    assert looked
    assert list(Workspace(garden).check(options=Options()).findings) == list(report.findings)
    looked.clear()
    monkeypatch.setattr(Worded, "finding", word)
    Workspace(garden).check(keep=True)
    work = Workspace(garden)
    report = work.check(keep=True)
    third.write_text("# before it is written\n" + third.read_text("utf-8"), "utf-8")
    text = work.write(report, "text", Look(), Asked()).text
    fresh = Workspace(garden)
    assert looked
    assert fresh.write(fresh.check(options=Options()), "text", Look(), Asked()).text == text


def test_a_file_that_cannot_be_read_and_does_not_change_is_an_error(garden: Path, monkeypatch: pytest.MonkeyPatch):
    work = Workspace(garden_with_faults(garden))

    def refuse(*_: object) -> Finding:
        raise OutputError({"en": "refused"})

    monkeypatch.setattr(Worded, "finding", refuse)
    with pytest.raises(OutputError):
        work.check()


NAMING = """
:E a rdfs:Class . :F a rdfs:Class ; rdfs:subClassOf :E . :G a rdfs:Class . :p a rdf:Property . :tells a rdf:Property .
:S a sh:NodeShape ; sh:targetClass :E ; rdfs:label "E"@en ;
    sh:property [ sh:path rdfs:label ; sh:name "label"@en ], [ sh:path :p ; sh:node :T ; sh:name "p"@en ],
        [ sh:path dct:identifier ; sh:name "identifier"@en ] .
:T a sh:NodeShape ; sh:targetSubjectsOf :tells ; sh:property [ sh:path :tells ; sh:minCount 1 ] .
:U a sh:NodeShape ; sh:targetObjectsOf :p, :q ; sh:property [ sh:path :r ; sh:maxCount 1 ] .
"""
THINGS = ["e/oak", "e/oak1", "e/Oak", "e/oaks", "e/elm", "e/elms", "f/oak", "f/yew"]
named = st.one_of(
    st.builds(
        "<{}> a {} ; rdfs:label {} .".format,
        st.sampled_from(THINGS),
        st.sampled_from([":E", ":E", ":F", ":G", "<D>"]),
        st.sampled_from(['"Oak"@en', '"oak"@en', '" OÀK"@en', '"Oak"', '"Elm"@en, "Oak"@en', '"1"@en', "1"]),
    ),
    st.builds(
        "<{}> :p <{}> .".format, st.sampled_from(THINGS), st.sampled_from([*THINGS, "e/oka", "e/oakk", "g/oak", "e/elsm"])
    ),
    st.builds('<{}> dct:identifier "{}" .'.format, st.sampled_from(THINGS), st.sampled_from("xy")),
    st.builds("<{}> skos:prefLabel {} .".format, st.sampled_from(THINGS), st.sampled_from(['"Oak"@en', '"Elm"'])),
    st.builds("<{}> :tells 1 .".format, st.sampled_from(THINGS)),
    st.sampled_from(["<D> rdfs:subClassOf :E .", ":G rdfs:subClassOf :F .", "<e/oak> a _:b .", "_:c a :E ."]),
)
PLANTED = "".join(f'<e/plant{number}> a :E ; rdfs:label "Plant {number}"@en .\n' for number in range(30))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(["data/e/a.ttl", "data/e/b.ttl", "data/f/c.ttl"]), st.lists(named, max_size=6)),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from(["", '\n:S rdfs:label "Other"@en .', "\n:F rdfs:subClassOf :G .", "\n:S sh:targetNode <e/elm> ."]),
)
def test_who_is_called_alike_and_what_is_meant_is_told_after_any_change(
    tmp_path: Path, changes: list[tuple[str, list[str]]], more_shapes: str
):
    """Names, memberships, folders and near IRIs follow what they are in the layer beneath and what has changed since."""
    prefixes = f"{HEAD}@prefix dct: <http://purl.org/dc/terms/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    folder = tmp_path / "named"
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in {"data/e/plants.ttl": PLANTED, "data/f/c.ttl": '<f/ash> a :F ; rdfs:label "Ash"@en .'}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(prefixes + text, "utf-8")
    (folder / "shapes").mkdir()
    (folder / "shapes" / "s.ttl").write_text(prefixes + NAMING, "utf-8")
    (folder / "catalogue.toml").write_text(SETTINGS, "utf-8")
    opened = Workspace(folder)
    opened.check()
    for number, (name, statements) in enumerate(changes):
        (folder / name).write_text(prefixes + "\n".join(statements), "utf-8")
        if number == 1:
            (folder / "shapes" / "s.ttl").write_text(prefixes + NAMING + more_shapes, "utf-8")
        opened.refresh()
        assert list(opened.check().findings) == list(Workspace(folder).check(options=Options()).findings)
