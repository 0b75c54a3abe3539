"""Builds: what one makes of the release before it is what it would make of nothing, with any number of processes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import edition_of, packed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from processes import children

from catalogue import processes
from catalogue.edition import Edition, Inputs
from catalogue.errors import OutputError
from catalogue.publish import publication
from catalogue.release import Release, build, disk, making, notes, standing, verify
from catalogue.release import inputs as written_inputs
from catalogue.release import units as listed_units
from catalogue.release.inputs import Former
from catalogue.scaffold import init
from catalogue.terms import NamedNode

MORE_SHAPES = """
@base <https://gardens.example.org/> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://gardens.example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

s:Claim a sh:NodeShape ; sh:targetClass rdf:Statement ; rdfs:label "Claim"@en ; sh:order 7 ;
    sh:property s:Claim-note, s:Claim-source .
s:Claim-note a sh:PropertyShape ; sh:path skos:note ; sh:name "remark"@en ; dash:propertyRole dash:KeyInfoRole .
s:Claim-source a sh:PropertyShape ; sh:path dct:source ; sh:name "source"@en .
s:Concept a sh:NodeShape ; sh:targetClass skos:Concept ; rdfs:label "Kind"@en ; sh:order 5 ; sh:property s:Concept-name .
s:Concept-name a sh:PropertyShape ; sh:path skos:prefLabel ; sh:name "name"@en ; dash:propertyRole dash:LabelRole .
s:Visit a sh:NodeShape ; sh:targetClass g:Visit ; rdfs:label "Visit"@en ; sh:order 6 ;
    sh:labelTemplate "{$garden}, {$day}"@en ; sh:property s:Visit-garden, s:Visit-day .
s:Visit-garden a sh:PropertyShape ; sh:path g:garden ; sh:name "garden"@en ; dash:propertyRole dash:KeyInfoRole .
s:Visit-day a sh:PropertyShape ; sh:path g:day ; sh:name "day"@en .
s:Plant sh:property s:Plant-kind, s:Plant-soil, s:Plant-gardens, s:Plant-stages .
s:Plant-kind a sh:PropertyShape ; sh:path g:kind ; sh:name "kind"@en ; dash:propertyRole dash:KeyInfoRole .
s:Plant-soil a sh:PropertyShape ; sh:path g:soil ; sh:name "soil"@en ; sh:nodeKind sh:BlankNode .
s:Plant-stages a sh:PropertyShape ; sh:path g:stages ; sh:name "stages"@en .
s:Plant-gardens a sh:PropertyShape ; sh:path ( [ sh:inversePath g:grows ] [ sh:inversePath g:garden ] ) ;
    sh:name "visits"@en .
"""
HEAD = "".join(line + "\n" for line in MORE_SHAPES.splitlines() if line.startswith(("@base", "@prefix")))
MORE_QUERY = (
    "# title: Names {0}\nSELECT ?s ?n WHERE {{ ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?n }} ORDER BY ?s ?n\n"
)
SLOTS = 6
KINDS = ("plant", "garden", "claim", "concept", "collection", "visit")
WORLD = 4 * SLOTS * len(KINDS) + 4
"""How many small numbers say what a catalogue has: some for each of four things of each kind, and four for its other files."""

_ROD = ("", "@fr", "@en")


def _plant(n: Sequence[int], me: str) -> str:
    soil = f" ; g:soil [ g:kind <concept/{n[2] % 4}> ; g:depth {n[2]} ]" if n[2] % 3 else ""
    stages = f' ; g:stages ( "seed" "{n[3]}" <concept/{n[3] % 4}> )' if n[3] % 2 else ""
    return f'{me} a g:Plant ; skos:prefLabel "plant {n[0] % 3}"{_ROD[n[0] % 3]} ; g:kind <concept/{n[1] % 4}>{soil}{stages} .'


def _garden(n: Sequence[int], me: str) -> str:
    grown = ", ".join(f"<plant/{number}>" for number in range(4) if n[1] >> number & 1) or "<plant/9>"
    source = " ; dct:source <https://source.example/1>" if n[3] % 2 else ""
    return f'{me} a g:Garden ; skos:prefLabel "garden {n[0]}"@en ; g:grows {grown} ; g:opened "20{n[2]}0"{source} .'


def _claim(n: Sequence[int], me: str) -> str:
    value = f" ; rdf:object <plant/{n[1] % 4}>" if n[1] % 3 else ""
    about = f"rdf:subject <garden/{n[0] % 4}> ; rdf:predicate g:grows"
    return f'{me} a rdf:Statement ; {about}{value} ; dct:source <https://source.example/{n[2] % 2}> ; skos:note "{n[3]}"@en .'


def _concept(n: Sequence[int], me: str) -> str:
    broader = f" ; skos:broader <concept/{n[1] % 4}>" if n[1] % 2 else f" ; skos:narrower <concept/{n[2] % 4}>"
    type_ = "g:Special" if n[3] % 3 == 0 else "skos:Concept"
    return f'{me} a {type_} ; skos:prefLabel "kind {n[0] % 4}"@en{broader} ; skos:inScheme <concept/{n[4] % 4}> .'


def _collection(n: Sequence[int], me: str) -> str:
    members = f"skos:memberList ( <concept/{n[0] % 4}> <concept/{n[1] % 4}> ) ; skos:member <concept/{n[2] % 4}>"
    return f"{me} a skos:Concept ; {members} ."


def _visit(n: Sequence[int], me: str) -> str:
    return f'{me} a g:Visit ; g:garden <garden/{n[0] % 4}> ; g:day "2024-01-0{n[1] + 1}"@en .'


WRITERS = dict(zip(KINDS, (_plant, _garden, _claim, _concept, _collection, _visit), strict=True))


def write_world(folder: Path, numbers: Sequence[int]) -> None:
    """Write what some small numbers say: the last number of a thing says in which file it is, or that it is not there."""
    texts: dict[str, list[str]] = {name: [] for name in ("one", "two", "three")}
    at = 0
    for kind, write in WRITERS.items():
        for number in range(4):
            mine, at = numbers[at : at + SLOTS], at + SLOTS
            if mine[-1] < 6:
                texts[("one", "two", "three")[mine[-1] % 3]].append(write(mine, f"<{kind}/{number}>"))
    for name, entries in texts.items():
        path = folder / "data" / f"{name}.ttl"
        if entries:
            path.write_text(HEAD + "\n".join(entries) + "\n", "utf-8")
        else:
            path.unlink(missing_ok=True)
    shape, query, title, ontology = numbers[at:]
    changed = MORE_SHAPES.replace('"kind"', f'"kind {shape // 4}"')
    special = "g:Special rdfs:subClassOf skos:Concept .\n" if ontology // 4 else ""
    (folder / "shapes" / "more.ttl").write_text(changed, "utf-8")
    (folder / "data" / "classes.ttl").write_text(HEAD + special, "utf-8")
    (folder / "queries" / "names.rq").write_text(MORE_QUERY.format(query // 4), "utf-8")
    told = (folder / "catalogue.toml").read_text("utf-8")
    lines = [f'title.en = "Gardens {title // 4}"' if line.startswith("title.en") else line for line in told.splitlines()]
    (folder / "catalogue.toml").write_text("\n".join(lines) + "\n", "utf-8")


def contents(release: Release) -> dict[str, bytes]:
    return {path.relative_to(release.folder).as_posix(): path.read_bytes() for path in files_of(release)}


def files_of(release: Release) -> Iterator[Path]:
    return (path for path in sorted(release.folder.rglob("*")) if path.is_file())


MADE: set[str] = set()


@pytest.fixture(autouse=True)
def _what_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note which files the last build made, whether or not they have become what they were before."""
    add, begin = making.Collected.add, making.Collected.__init__

    def beginning(self: making.Collected, *arguments: Any) -> None:
        MADE.clear()
        begin(self, *arguments)

    def adding(self: making.Collected, process: int, made: making.Made) -> None:
        MADE.update(entry.path for entry in made.entries)
        add(self, process, made)

    monkeypatch.setattr(making.Collected, "__init__", beginning)
    monkeypatch.setattr(making.Collected, "add", adding)


def made(release: Release) -> set[str]:
    """Give the files that the last build made; all others are those of the release before."""
    assert own(release) <= MADE | BESIDE
    assert release.taken == len(contents(release).keys() - MADE - BESIDE)
    return set(MADE)


def own(release: Release) -> set[str]:
    """Give the files of a release that it does not share with another: all names of each are its own."""
    inodes = Counter(path.stat().st_ino for path in files_of(release))
    alone = (path for path in files_of(release) if path.stat().st_nlink == inodes[path.stat().st_ino])
    return {path.relative_to(release.folder).as_posix() for path in alone}


BESIDE = {"manifest.json", "manifest.json.sha256"}

VISITS = [f"visit/{number}" for number in range(4)]
SMALL = st.integers(0, 7)
EDITS = st.lists(st.tuples(st.integers(0, WORLD - 1), SMALL), min_size=1, max_size=3)


@given(st.lists(SMALL, min_size=WORLD, max_size=WORLD), st.lists(EDITS, min_size=1, max_size=4))
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_a_build_upon_another_gives_the_bytes_of_a_whole_one(numbers: list[int], edits: list[list[tuple[int, int]]]):
    with TemporaryDirectory() as name:
        folder = Path(name, "catalogue")
        init(folder)
        write_world(folder, numbers)
        build(edition_of(folder), Path(name, "upon"))
        for number, edit in enumerate(edits):
            for at, value in edit:
                numbers[at] = value
            write_world(folder, numbers)
            edition = edition_of(folder)
            upon, whole = build(edition, Path(name, "upon")), build(edition_of(folder), Path(name, f"whole {number}"))
            assert upon.digest == whole.digest
            assert contents(upon) == contents(whole)
            assert verify(upon.folder) == {}


def test_documents_of_the_release_itself_come_and_go(tmp_path: Path):
    """With the last claim goes the dump of provenance: nothing is taken over then, and the next build knows what was read."""
    folder = tmp_path / "catalogue"
    init(folder)
    there, gone = [1] * WORLD, [1] * WORLD
    first = SLOTS * 4 * KINDS.index("claim")
    gone[first + SLOTS - 1 : first + 4 * SLOTS : SLOTS] = [7] * 4
    for number, numbers in enumerate((there, gone, gone, there, there)):
        numbers[SLOTS * 4 + 2] = number  # when a garden was opened
        write_world(folder, numbers)
        upon, whole = build(edition_of(folder), tmp_path / "upon"), build(edition_of(folder), tmp_path / f"whole {number}")
        assert ("dumps/provenance.nq" in contents(upon)) is (numbers is there)
        assert contents(upon) == contents(whole)
        assert read_for(tmp_path / "upon") == read_for(tmp_path / f"whole {number}")


def read_for(folder: Path) -> dict[str, set[str]]:
    """Give what was read for each resource of a release."""
    told = notes.read_notes(folder)
    assert told is not None
    lines = list(told.lines())
    return {iri: {lines[number] for number in told.numbers(place, count)} for place, iri, count in told.parts()}


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A catalogue with things of all kinds."""
    folder = tmp_path / "catalogue"
    init(folder)
    write_world(folder, [1] * WORLD)
    return folder


def edited(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def things(paths: set[str]) -> set[str]:
    """Give the things whose documents are among some paths."""
    return {
        path.partition(".")[0]
        for path in paths
        if "/" in path
        and not path.startswith(("dumps/", "queries/", "assets/", "index/", ".well-known/"))
        and not path.endswith("/index.html")
    }


@pytest.mark.parametrize(
    ("old", "new", "anew"),
    [
        pytest.param('"2024-01-02"@en', '"2025"@en', {*VISITS, "garden/1", "plant/0"}, id="a value"),
        pytest.param(
            '<visit/0> a g:Visit ; g:garden <garden/1> ; g:day "2024-01-02"@en', "<visit/0> a g:Visit",
            {"visit/0", "garden/1", "plant/0"}, id="a link",
        ),
    ],
)  # fmt: skip
def test_only_what_depends_on_a_change_is_made_again(world: Path, old: str, new: str, anew: set[str]):
    build(edition_of(world))
    edited(world, "data/two.ttl", old, new)
    after = build(edition_of(world))
    assert things(made(after)) == anew


@pytest.mark.parametrize(
    ("old", "new", "anew"),
    [
        ("<visit/0> a g:Visit", "<visit/0> a  g:Visit", set()),
        ("<visit/0> a g:Visit", "# a note\n<visit/0> a g:Visit", set(VISITS)),
    ],
)
def test_a_file_that_says_the_same_otherwise_changes_pages_of_what_has_another_line(
    world: Path, old: str, new: str, anew: set[str]
):
    """Its entries tell in which line they stand; files as a whole and dumps are made again too."""
    build(edition_of(world))
    edited(world, "data/two.ttl", old, new)
    assert things(made(build(edition_of(world)))) == anew


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("catalogue.toml", "The gardeners", "Those who garden"),
        ("shapes/more.ttl", '"remark"', '"note"'),
        ("queries/gardens-of-plant.rq", "# title: Gardens", "# title: All gardens"),
        ("data/classes.ttl", "@base", "<urn:x> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <urn:y> . @base"),
    ],
)
def test_everything_is_made_again_after_a_change_of_what_all_depends_on(world: Path, file: str, old: str, new: str):
    build(edition_of(world))
    edited(world, file, old, new)
    after = build(edition_of(world))
    assert made(after) | BESIDE == contents(after).keys()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _turn(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _of_another_release(path: Path) -> None:
    (path.parent / "current").unlink()
    (path.parent / "current").symlink_to("releases/0000000000000000")


@pytest.mark.parametrize("damage", [Path.unlink, _cut, _turn, lambda path: path.write_bytes(b""), _of_another_release])
def test_everything_is_made_again_where_it_is_not_known_what_it_was_made_of(world: Path, damage: Callable[[Path], None]):
    before = build(edition_of(world))
    damage(before.folder.parents[1] / notes.FILE_NAME)
    edited(world, "data/two.ttl", '"2024-01-02"@en', '"2025"@en')
    after = build(edition_of(world))
    assert made(after) | BESIDE == contents(after).keys()


def test_another_program_makes_everything_again(world: Path, monkeypatch: pytest.MonkeyPatch):
    build(edition_of(world))
    monkeypatch.setattr("catalogue.edition.edition.program_digest", lambda: "0" * 64)
    after = build(edition_of(world))
    assert made(after) | BESIDE == contents(after).keys()


def test_what_was_changed_in_a_release_is_not_taken_over(world: Path):
    before = build(edition_of(world))
    page = before.folder / "concept" / "3.en.html"
    right = page.read_bytes()
    page.write_bytes(right.replace(b"kind", b"king"))
    edited(world, "data/two.ttl", '"2024-01-02"@en', '"2025"@en')
    after = build(edition_of(world))
    assert (after.folder / "concept" / "3.en.html").read_bytes() == right
    assert verify(after.folder) == {}
    assert after.mended == 2  # its copy for hosts that add `.html` is the same file
    (after.folder / "plant" / "1.ttl").unlink()
    edited(world, "data/two.ttl", '"2025"@en', '"2026"@en')
    again = build(edition_of(world))
    assert again.mended == 1
    assert (before.taken, before.mended) == (0, 0)


@pytest.mark.parametrize("is_packed", [False, True], ids=["files", "packs"])
def test_what_was_changed_in_a_release_is_made_again_where_nothing_else_is(world: Path, *, is_packed: bool):
    """Of as many bytes as before, too: the time tells that somebody wrote to it."""
    if is_packed:
        packed(world)
    before = build(edition_of(world))
    assert standing(edition_of(world)) is not None
    paths = sorted(path.relative_to(before.folder).as_posix() for path in files_of(before))
    chosen = [path for path in paths if path.startswith(".packs/" if is_packed else ("concept/3", "dumps/", "plant.", "index"))]
    for path in (path for path in chosen if "manifest" not in path):
        file = before.folder / path
        data = file.read_bytes()
        if file.stat().st_size:
            file.write_bytes(bytes([data[0] ^ 1]) + data[1:])
            assert standing(edition_of(world)) is None, path
            again = build(edition_of(world))
            assert (again.digest, again.mended > 0, verify(again.folder)) == (before.digest, True, {}), path
            assert file.read_bytes() == data
    assert len(chosen) > (0 if is_packed else 10)


def test_a_release_that_was_copied_with_other_times_stands(world: Path):
    before = build(edition_of(world))
    for path in files_of(before):
        os.utime(path)
    assert standing(edition_of(world)) is not None
    assert not build(edition_of(world)).is_new


def test_what_is_made_again_and_is_the_same_is_shared_with_the_release_before(world: Path, monkeypatch: pytest.MonkeyPatch):
    """Releases of two versions of the program take little more room than one."""
    before = build(edition_of(world))
    monkeypatch.setattr("catalogue.edition.edition.program_digest", lambda: "0" * 64)
    after = build(edition_of(world))
    assert made(after) | BESIDE == contents(after).keys()
    former = {path.relative_to(before.folder): path for path in files_of(before)}
    apart = {
        path.relative_to(after.folder).as_posix()
        for path in files_of(after)
        if not path.samefile(former[path.relative_to(after.folder)])
    }
    same = {path for path, data in contents(before).items() if contents(after)[path] == data}
    assert apart == contents(after).keys() - same
    assert len(same) > 100


def test_what_was_changed_in_a_release_is_not_shared(world: Path, monkeypatch: pytest.MonkeyPatch):
    before = build(edition_of(world))
    page = before.folder / "concept" / "3.en.html"
    page.write_bytes(page.read_bytes().replace(b"kind", b"king"))
    (before.folder / "plant.csv").unlink()
    (before.folder / "plant.csv").symlink_to("garden.csv")
    monkeypatch.setattr("catalogue.edition.edition.program_digest", lambda: "0" * 64)
    assert verify(build(edition_of(world)).folder) == {}


def test_releases_share_no_file_where_the_file_system_has_no_links(world: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(1, "not here")))
    build(edition_of(world))
    edited(world, "data/two.ttl", '"2024-01-02"@en', '"2025"@en')
    after = build(edition_of(world))
    assert own(after) == contents(after).keys()
    assert verify(after.folder) == {}


@pytest.fixture
def large(garden: Path) -> Path:
    """A catalogue with enough documents for several processes."""
    entry = '<plant/{0}> a g:Plant ; skos:prefLabel "plant {0}"@en, "plante {0}"@fr .\n'
    text = HEAD + "".join(map(entry.format, range(120)))
    (garden / "data" / "many.ttl").write_text(text, "utf-8")
    return garden


def test_any_number_of_processes_writes_the_same_bytes(large: Path, tmp_path: Path):
    alone = build(edition_of(large), tmp_path / "1", jobs=1)
    for jobs in (2, 3, 8):
        assert contents(build(edition_of(large), tmp_path / str(jobs), jobs=jobs)) == contents(alone)


def test_pages_of_a_list_that_show_the_same_rows_are_taken_over(garden: Path):
    entry = '<plant/{0:03}> a g:Plant ; skos:prefLabel "plant {0:03}"@en, "plante {0:03}"@fr .\n'
    (garden / "data" / "many.ttl").write_text(HEAD + "".join(map(entry.format, range(700))), "utf-8")
    build(edition_of(garden))
    edited(garden, "data/many.ttl", '"plant 440"@en', '"plant 300b"@en')
    after = build(edition_of(garden))
    pages = {f"index/plant/{number}.en.html" for number in (2, 3)}
    assert pages <= made(after)
    assert not {f"index/plant/4.{language}.html" for language in ("en", "fr")} & made(after)
    names = {path for path in made(after) if re.fullmatch(r"index/\d+\.en\.html", path)}  # names of all that is subject matter
    assert names == {f"index/{number}.en.html" for number in (2, 3)}
    assert contents(after) == contents(build(edition_of(garden), garden / "apart"))


def test_progress_is_told_up_to_the_number_of_all_documents(large: Path):
    told: list[tuple[int, int]] = []
    release = build(edition_of(large), progress=lambda done, total: told.append((done, total)), jobs=2)
    assert told == sorted(told)
    assert told[-1] == (release.files, release.files)


def test_a_piece_that_fails_in_another_process_fails_here():
    def work(number: int) -> int:
        if number == 3:
            raise KeyError(number)
        return number

    with pytest.raises(KeyError, match="3"):
        list(processes.spread(8, 2, work))


def test_an_error_that_cannot_be_sent_is_told_as_it_was_written():
    class LocalError(Exception):
        pass

    def work(_: int) -> int:
        raise LocalError("of this place alone")

    with pytest.raises(RuntimeError, match="of this place alone"):
        list(processes.spread(2, 2, work))


def test_two_works_are_done_at_once_of_one_of_which_nothing_is_left_but_its_result():
    kept: list[str] = []
    assert processes.beside(lambda: (kept.append("aside"), os.getpid())[1] != os.getppid(), lambda: len(kept), 2) == (True, 0)
    assert kept == []
    assert processes.beside(lambda: kept.append("aside"), lambda: len(kept), 1) == (None, 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_another_process_goes_through_comes_in_its_order(jobs: int):
    def each() -> Iterator[tuple[int, bytes]]:
        kept.append(0)
        yield from ((number, bytes(number << 12)) for number in range(60))  # more than may be underway

    kept: list[int] = []
    assert list(processes.apart(each, jobs)) == [(number, bytes(number << 12)) for number in range(60)]
    assert len(kept) == (jobs == 1)


def test_what_goes_wrong_where_another_process_goes_through_something_is_raised_behind_what_it_gave():
    def each(end: Callable[[], None]) -> Iterator[str]:
        yield "before"
        end()

    def fail() -> None:
        raise KeyError("each")

    for end, error in ((fail, KeyError), (lambda: os.kill(os.getpid(), signal.SIGKILL), OutputError)):
        given: list[str] = []
        with pytest.raises(error):
            given.extend(processes.apart(partial(each, end), 2))
        assert given == ["before"]


def test_an_error_in_another_process_is_raised_when_this_one_is_done():
    done: list[str] = []

    def fail() -> None:
        raise KeyError("aside")

    with pytest.raises(KeyError, match="aside"):
        processes.beside(fail, lambda: done.append("here"), 2)
    assert done == ["here"]


def test_a_process_that_is_ended_while_this_one_works_is_an_error():
    with pytest.raises(OutputError, match="ended from outside"):
        processes.beside(lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: None, 2)


def test_what_has_changed_is_the_same_however_many_processes_make_documents(world: Path):
    build(edition_of(world), world / "1")
    build(edition_of(world), world / "2")
    edited(world, "data/two.ttl", '"2024-01-02"@en', '"2025"@en')
    alone = build(edition_of(world), world / "1", jobs=1)
    made_alone = made(alone)
    both = build(edition_of(world), world / "2", jobs=2)
    assert (made(both), contents(both)) == (made_alone, contents(alone))
    assert things(made_alone) == {*VISITS, "garden/1", "plant/0"}


@pytest.mark.parametrize(
    ("old", "new", "is_asked"),
    [('"2024-01-02"@en', '"2025"@en', False), ('skos:prefLabel "kind 1"@en', 'skos:prefLabel "sort 1"@en', True)],
)
def test_queries_are_asked_again_where_triples_with_their_predicates_have_changed(
    world: Path, old: str, new: str, *, is_asked: bool
):
    build(edition_of(world))
    edited(world, "data/two.ttl", old, new)
    after = build(edition_of(world))
    assert ("queries/names.csv" in made(after)) is is_asked
    assert contents(after) == contents(build(edition_of(world), world / "apart"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the last comparison looked up again, without terms."""
    looked_up: list[tuple[str, ...]] = []
    compare = written_inputs.Last.compare

    def comparing(self: written_inputs.Last, begun: written_inputs.Compared) -> written_inputs.Compared:
        compared = compare(self, begun)
        lines = self._notes.lines() if self._notes is not None else ()
        keys = [Inputs.named(key) for key, is_asked in zip(lines, compared.asked, strict=True) if is_asked]
        looked_up[:] = [tuple(str(getattr(part, "value", part)) for part in key) for key in keys]
        return compared

    monkeypatch.setattr(written_inputs.Last, "compare", comparing)
    return looked_up


def test_what_cannot_have_changed_is_not_looked_up_again(world: Path, asked: list[tuple[str, ...]]):
    """What is stated of terms in files that stay, and what follows from it alone, is the same."""
    build(edition_of(world))
    edited(world, "data/two.ttl", '"2024-01-02"@en', '"2025"@en')
    build(edition_of(world))
    base = "https://gardens.example.org/"
    assert {key[1] for key in asked if key[0] == "label"} == {f"{base}{visit}" for visit in VISITS}
    assert ("subject", f"{base}visit/0") in asked
    assert ("subject", f"{base}plant/bean") not in asked
    (world / "data" / "none.ttl").write_text("", "utf-8")
    build(edition_of(world))
    assert not [key for key in asked if key[0] in {"label", "own label", "card", "names", "claims", "types"}]


def test_the_list_of_documents_is_made_again_where_it_may_be_another(world: Path, monkeypatch: pytest.MonkeyPatch):
    listed: list[str] = []
    list_all = listed_units.other_units

    def listing(edition: Edition) -> Iterator[listed_units.Unit]:
        listed.append("listed")
        return list_all(edition)

    monkeypatch.setattr(listed_units, "other_units", listing)
    build(edition_of(world))
    visit = '<visit/9> a g:Visit ; g:garden <garden/1> ; g:day "2026"@en .'
    for number, (old, new, is_listed) in enumerate(
        (
            ('"2024-01-02"@en', '"2025"@en', False),
            ("<visit/0> a g:Visit", f"{visit}\n<visit/0> a g:Visit", True),
            ("<visit/9> a g:Visit", "<visit/8> a g:Visit", True),
            ("<visit/8> a g:Visit ;", "<visit/8>", True),
        )
    ):
        listed.clear()
        edited(world, "data/two.ttl", old, new)
        after = build(edition_of(world))
        assert bool(listed) is is_listed
        assert contents(after) == contents(build(edition_of(world), world / f"apart {number}"))


def test_what_git_tells_of_files_is_looked_up_again(world: Path):
    """A commit that says nothing else about a file, and one of another file, change when both were changed last."""

    def commit(day: int) -> None:
        moment = {f"GIT_{who}_DATE": f"2024-01-{day:02}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        for command in (("add", "."), (*who, "commit", "-qm", f"day {day}")):
            subprocess.run(["git", *command], cwd=world, check=True, env={**os.environ, **moment})

    subprocess.run(["git", "init", "-q"], cwd=world, check=True)
    (world / ".gitignore").write_text("build\napart*\n", "utf-8")
    commit(1)
    build(edition_of(world))
    for day, (file, old, new) in enumerate(
        (
            ("data/two.ttl", "<visit/0> a g:Visit", "<visit/0> a  g:Visit"),
            ("data/classes.ttl", "@base", "# none\n@base"),
            ("data/two.ttl", '"2024-01-02"@en', '"2025"@en'),
        ),
        2,
    ):
        edited(world, file, old, new)
        commit(day)
        assert contents(build(edition_of(world))) == contents(build(edition_of(world), world / f"apart {day}"))


def test_what_documents_have_in_common_is_noted_by_those_who_note_thoroughly(world: Path):
    published, reads = publication(edition := edition_of(world)), edition.graph.reads
    with reads.noted() as keys:
        own = published.own
    with reads.noted_thoroughly() as all_keys:
        assert published.own is own
    assert keys == set()
    assert ("instances", "https://gardens.example.org/ontology#Visit") in all_keys


def test_everything_is_compared_where_the_statements_of_the_release_before_are_not_as_they_were_written(
    world: Path, asked: list[tuple[str, ...]]
):
    before = build(edition_of(world))
    with (before.folder / "dumps" / "catalogue.nq").open("ab") as file:
        file.write(b"<urn:a> <urn:b> <urn:c> .\n")
    edited(world, "data/two.ttl", '"2024-01-02"@en', '"2025"@en')
    after = build(edition_of(world))
    assert things(made(after)) == {*VISITS, "garden/1", "plant/0"}
    assert ("subject", "https://gardens.example.org/plant/bean") in asked
    assert contents(after) == contents(build(edition_of(world), world / "apart"))


def test_what_was_looked_up_again_is_compared_with_what_it_gave_last(world: Path):
    """A name that others are composed of changes and changes back: between that nothing else rests upon it."""
    build(edition_of(world))
    for old, new in (
        ('"garden 1"', '"park 1"'),
        ('"2024-01-02"', '"2025"'),
        ('"park 1"', '"garden 1"'),
        ('"2025"', '"2024-01-02"'),
    ):
        edited(world, "data/two.ttl", old, new)
        after = build(edition_of(world))
        assert contents(after) == contents(build(edition_of(world), world / "apart" / new.strip('"')))


def test_what_follows_from_a_file_is_surely_the_same_where_the_file_is(world: Path):
    edition = edition_of(world)
    inputs, files = Inputs(edition), {source.path: source.digest for source in edition.data}
    line = ("kept", "catalogue.pages.record.line_of", ("data/two.ttl", "https://gardens.example.org/plant/0"))
    assert inputs.is_surely_same(line, files)
    assert not inputs.is_surely_same(line, {**files, "data/two.ttl": "another"})
    assert not inputs.is_surely_same(line, {path: digest for path, digest in files.items() if path != "data/two.ttl"})
    assert not inputs.is_surely_same(("kept", "catalogue.pages.site._is_searched", ()), files)
    assert not inputs.is_surely_same(("label", NamedNode("https://gardens.example.org/plant/0")), files)


def _grown_with_each_piece() -> int:
    GROWN.append(1)
    return len(GROWN) << 30


GROWN: list[int] = []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_process_that_has_come_to_much_more_memory_gives_way_to_another(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processes, "memory", _grown_with_each_piece)
    done = list(processes.spread(8, 2, lambda number: (number, os.getpid())))
    assert sorted(number for number, _ in done) == list(range(8))
    assert len({process for _, process in done}) == 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_what_a_process_has_come_to_is_counted_from_where_it_began():
    def grown() -> int:
        before = processes.memory()
        more = b"x" * (64 << 20)
        return processes.memory() - before + len(more) - len(more)

    more, _ = processes.beside(grown, lambda: None, 2)
    assert more > 50 << 20


def test_a_release_is_the_same_however_often_processes_give_way(large: Path, monkeypatch: pytest.MonkeyPatch):
    packed(large)
    expected = build(edition_of(large), large / "alone", jobs=1)
    monkeypatch.setattr(processes, "memory", _grown_with_each_piece)
    release = build(edition_of(large), large / "often", jobs=2)
    assert contents(release) == contents(expected)
    edited(large, "data/plant/bean.ttl", '"runner bean"@en', '"broad bean"@en')
    upon = build(edition_of(large), large / "often", jobs=2)
    assert 0 < len(MADE) < upon.files
    assert contents(upon) == contents(build(edition_of(large), large / "alone", jobs=1))


def test_all_pieces_are_done_once_each():
    assert sorted(processes.spread(1000, 3, lambda number: number)) == list(range(1000))


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("known", [0, 1, 40])
@pytest.mark.parametrize("found", [0, 1, 40])
def test_what_has_begun_goes_on_with_what_is_found_meanwhile(jobs: int, known: int, found: int):
    with processes.begun(known, jobs, lambda number: ("known", number)) as go_on:
        done = list(go_on(found, jobs, lambda number: ("found", number)))
    assert sorted(done) == [*(("found", number) for number in range(found)), *(("known", number) for number in range(known))]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_what_is_known_is_done_before_it_goes_on_and_by_no_more_processes_than_there_may_be(tmp_path: Path):
    def work(number: int) -> tuple[str, int]:
        (tmp_path / str(number)).touch()
        return "begun", os.getpid()

    with processes.begun(2, 2, work) as go_on:
        while not (tmp_path / "1").exists():
            time.sleep(0.01)
        done = list(go_on(200, 2, lambda _: ("other", os.getpid())))
    assert Counter(name for name, _ in done) == {"begun": 2, "other": 200}
    assert len({process for name, process in done if name == "begun"}) == 1  # who began does what is known
    assert os.getpid() not in {process for _, process in done}
    assert len({process for _, process in done}) <= 3  # the one that began ended, and another is in its place


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_process_that_is_killed_while_it_sends_is_an_error_like_any_that_is():
    def end_all() -> None:
        time.sleep(0.5)  # more is sent than is held before somebody reads
        for child in children(os.getpid()):
            os.kill(child, signal.SIGKILL)

    with pytest.raises(OutputError, match="ended from outside"):
        processes.beside(lambda: bytes(1 << 24), end_all, 2)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_what_has_begun_ends_with_who_began_it():
    before = children(os.getpid())
    with processes.begun(1, 2, lambda _: time.sleep(600)):
        assert len(children(os.getpid())) == len(before) + 1
    assert children(os.getpid()) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_an_error_in_what_has_begun_is_raised_where_it_goes_on():
    def fail(number: int) -> int:
        raise KeyError(number)

    with processes.begun(1, 2, fail) as go_on, pytest.raises(KeyError, match="0"):
        list(go_on(1, 2, fail))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_what_is_surely_made_anew_is_begun_before_it_is_known_what_else_is(large: Path, monkeypatch: pytest.MonkeyPatch):
    begun: list[int] = []

    def begin(count: int, jobs: int, work: Any) -> Any:
        begun.append(count)
        return processes.begun(count, jobs, work)

    monkeypatch.setattr(sys.modules["catalogue.release.build"], "begun", begin)
    build(edition_of(large), jobs=2)
    build(edition_of(large), jobs=2)
    edited(large, "data/plant/bean.ttl", '"runner bean"@en', '"broad bean"@en')
    after = build(edition_of(large), jobs=2)
    first, same, changed = begun
    assert (same, 0 < changed < first) == (0, True)
    assert "dumps/catalogue.nq" in made(after)
    assert contents(after) == contents(build(edition_of(large), large / "apart", jobs=1))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_process_that_is_killed_ends_the_build_and_the_old_release_stands(large: Path):
    before = build(edition_of(large))
    edited(large, "data/many.ttl", "plante", "herbe")
    parent, edition = os.getpid(), edition_of(large)

    def end_another(_done: int, _all: int) -> None:
        for child in children(parent):
            os.kill(child, signal.SIGKILL)

    with pytest.raises(OutputError, match="ended from outside"):
        build(edition, progress=end_another, jobs=2)
    assert (large / "build" / "current").resolve() == before.folder
    assert [path.name for path in (large / "build" / "releases").iterdir()] == [before.digest]


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_killed_leaves_the_old_release_and_the_next_one_builds(large: Path, way: signal.Signals):
    before = build(edition_of(large))
    edited(large, "data/many.ttl", "plante", "herbe")
    code = (
        "import signal, sys, time\nfrom pathlib import Path\nfrom catalogue.edition import read_edition\n"
        "from catalogue.release import build\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it\n"
        "def slowly(done, total):\n    print(done, flush=True)\n    time.sleep(0.5)\n"
        "build(read_edition(Path(sys.argv[1])), progress=slowly, jobs=2)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(large)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(way)
    process.wait(30)
    process.stdout.close()
    assert (large / "build" / "current").resolve() == before.folder
    assert verify(before.folder) == {}
    after = build(edition_of(large))
    assert after.digest != before.digest
    assert verify(after.folder) == {}


def test_what_is_computed_together_is_made_in_one_piece_of_work(garden: Path):
    """No table is made once more in another process for the ZIP or the Data Package, and no entry for a part of the index.

    Nor is a list for the page of a folder; and one process loads the store for all that asks queries.
    """
    units = list(listed_units.units_of(edition_of(garden)))
    work = list(listed_units.pieces(units, Former(garden)))
    assert sorted(number for number, unit in enumerate(units) if not unit.is_last) == sorted(n for piece in work for n in piece)
    piece_of = {number: at for at, piece in enumerate(work) for number in piece}
    made_in: dict[str, set[int]] = {}
    for number, unit in enumerate(units):
        if unit.together and not unit.is_last:
            made_in.setdefault(unit.together, set()).add(piece_of[number])
    assert {len(pieces) for pieces in made_in.values()} == {1}
    assert len(made_in) > 4
    of = {
        document.path: piece_of[number] for number, unit in enumerate(units) if not unit.is_last for document in unit.documents
    }
    assert of["dumps/tables.zip"] == of["dumps/tables.en.xlsx"] == of["datapackage.json"]
    assert of["garden.en.html"] == of["garden.fr.html"] == of["garden/index.html"]
    assert of["garden.csv"] == of["garden.en.xlsx"] == of["garden-spreadsheet.csv"]
    assert of["garden.ttl"] == of["garden.jsonld"]
    assert of["queries/gardens-of-plant.en.html"] == of["index.en.html"] == of["index.html"] == of["dumps/tables.zip"]
    assert len({of[path] for path in ("garden.en.html", "garden.csv", "garden.ttl", "plant.csv", "index.en.html")}) == 5


def test_all_is_on_the_disk_before_it_has_a_name(world: Path, monkeypatch: pytest.MonkeyPatch):
    calls: list[str] = []
    building = sys.modules["catalogue.release.build"]

    def noting(name: str, call: Callable[..., Any], path_of: Callable[..., str]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            calls.append(f"{name} {path_of(*arguments)}")
            return call(*arguments)

        return noted

    build_folder = world / "build"
    monkeypatch.setattr(building, "sync", noting("sync all", disk.sync, lambda folder: folder.name[:10]))
    monkeypatch.setattr(os, "fsync", noting("sync", os.fsync, lambda at: Path(f"/proc/self/fd/{at}").resolve().name))
    monkeypatch.setattr(Path, "rename", noting("rename", Path.rename, lambda _, to: to.name))
    monkeypatch.setattr(Path, "replace", noting("replace", Path.replace, lambda _, to: to.name))
    release = build(edition_of(world))
    end = calls.index("replace current")
    assert calls[: end + 2] == [
        f"sync {world.name}",  # where the build folder was made
        "sync all .building-",
        f"rename {release.digest}",
        "sync releases",
        "replace current",
        f"sync {build_folder.name}",
    ]


@pytest.mark.skipif(disk.system_sync() is None, reason="the system has no such call")
def test_without_a_call_for_a_whole_file_system_each_file_and_folder_is_synced(world: Path, monkeypatch: pytest.MonkeyPatch):
    folder = build(edition_of(world)).folder
    monkeypatch.setattr(disk, "system_sync", lambda: None)
    synced: list[Path] = []
    sync_one = disk.sync_one
    monkeypatch.setattr(disk, "sync_one", lambda path: (synced.append(path), sync_one(path)))
    disk.sync(folder)
    assert set(synced) == {folder, *folder.rglob("*")}


def _folder(current: Path) -> None:
    current.mkdir(parents=True)


def _link_elsewhere(current: Path) -> None:
    current.parent.mkdir()
    current.symlink_to(current.parents[2])


def _file(current: Path) -> None:
    current.parent.mkdir()
    current.write_text("mine", "utf-8")


@pytest.mark.parametrize("other", [_folder, _link_elsewhere, _file])
def test_what_is_no_link_to_a_release_is_refused_before_anything_is_written(garden: Path, other: Callable[[Path], None]):
    other(garden / "build" / "current")
    with pytest.raises(OutputError, match=r"build/current:1:1: this is no link to a release"):
        build(edition_of(garden))
    assert not (garden / "build" / "releases").exists()


def test_a_link_to_a_release_that_is_gone_is_replaced(garden: Path):
    before = build(edition_of(garden))
    before.folder.rename(before.folder.with_name("away"))
    assert build(edition_of(garden)).is_new


def test_the_command_takes_a_number_of_processes(garden: Path):
    command = [sys.executable, "-m", "catalogue", "build", "--jobs"]
    done = subprocess.run([*command, "2"], cwd=garden, capture_output=True, text=True, check=False)
    assert (done.returncode, (garden / "build" / "current" / "plant" / "bean.ttl").is_file()) == (0, True)
    refused = subprocess.run([*command, "0"], cwd=garden, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
