"""Dumps by sections: what is taken over from the dumps before gives the bytes of what is made of nothing."""

import gzip
import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from conftest import edition_of, packed
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import gzipped
from catalogue.edition import Edition, Inputs
from catalogue.publish import Member, documents, dump_sections, keep_members, represent, represent_in_pieces
from catalogue.publish import members as composing
from catalogue.reads import SUBJECT
from catalogue.release import Release, build, members, verify
from catalogue.scaffold import init
from catalogue.terms import Node

HEAD = (
    "@base <https://gardens.example.org/> . @prefix g: <https://gardens.example.org/ontology#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix tel: <https://tel.example/> . @prefix dct: <http://purl.org/dc/terms/> .\n"
)
NAMES = [f"<plant/{name}>" for name in ("bean", "é", "z", "a", "b", "c")] + ["<urn:1>", "<claim/1>", "<claim/2>"]
BLANK = [f"_:b{number}" for number in range(5)]
STATEMENTS = st.tuples(
    st.sampled_from(NAMES + BLANK),
    st.sampled_from(["a", "rdf:first", "rdf:rest", "skos:prefLabel", "rdf:value", "rdf:subject", "dct:relation", "tel:number"]),
    st.sampled_from([*NAMES, *BLANK, *BLANK, '"a"', '"b"@en', "1", "rdf:nil", "g:Plant", "rdf:Statement", "<tel:1>", "tel:x"]),
).map(" ".join)
FILES = st.lists(st.lists(STATEMENTS, max_size=8), min_size=1, max_size=3)
CHANGES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 8), st.none() | STATEMENTS), min_size=1, max_size=2)


class Former:
    """What a build gives, as far as documents ask for it: what was composed of another edition."""

    def __init__(self, edition: Edition, before: dict[str, composing.Composed]) -> None:
        self.inputs, self.before, self.noted = Inputs(edition), before, dict[str, Sequence[Member]]()

    def source(self, path: str) -> composing.Composed | None:
        return self.before.get(path)

    def note(self, path: str, _start: int, noted: Sequence[Member]) -> None:
        self.noted[path] = noted

    def stated(self, node: Node) -> str:
        return self.inputs.digest((SUBJECT, node))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garden") / "garden"
    init(folder)
    told = folder / "catalogue.toml"
    told.write_text(told.read_text("utf-8").replace("[prefixes]", '[prefixes]\ntel = "https://tel.example/"'), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_sections, "_SUBJECTS", 2)
    monkeypatch.setattr(dump_sections, "_STATEMENTS", 4)


def write(folder: Path, files: Sequence[Sequence[str]]) -> Edition:
    for path in folder.glob("data/more-*.ttl"):
        path.unlink()
    for number, statements in enumerate(files):
        (folder / "data" / f"more-{number}.ttl").write_text(HEAD + "".join(f"{each} .\n" for each in statements), "utf-8")
    return edition_of(folder)


def dumps_of(edition: Edition) -> dict[str, bytes]:
    """Give the dumps, by path, in the order in which a build makes them."""
    listed = [one for one in documents(edition) if one.path.startswith("dumps/") and "tables" not in one.path]
    with edition.graph.reads.noted():
        return {one.path: represent(edition, one.iri, one.format.media_type) for one in listed}


def composed_by(
    edition: Edition, before: dict[str, composing.Composed]
) -> tuple[dict[str, bytes], dict[str, composing.Composed]]:
    """Give the dumps of an edition upon what was composed of another, and what was composed now."""
    former, composed = Former(edition, before), dict[str, composing.Composed]()
    once = composing.compose_once

    def noting(of: Edition, name: str, path: str, compose: Callable[[], composing.Composed]) -> composing.Composed:
        composed[f"{path}.gz"] = made = once(of, name, path, compose)
        return made

    keep_members(edition, former)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalogue.publish.dumps.compose_once", noting)
        dumps = dumps_of(edition)
    keep_members(edition, None)
    former.inputs.close()
    assert former.noted.keys() == composed.keys()
    return dumps, composed


@given(FILES, st.lists(CHANGES, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_dumps_upon_others_are_what_they_are_when_made_of_nothing(
    folder: Path, files: list[list[str]], edits: list[list[tuple[int, int, str | None]]]
):
    """Labels, types and records come and go; blank nodes are shared; prefixes are used first and last, or passed over."""
    _, composed = composed_by(write(folder, files), {})
    for edit in edits:
        for file, at, statement in edit:
            there = files[file % len(files)]
            there[at : at + 1] = [] if statement is None else [statement]
        edition = write(folder, files)
        upon, composed = composed_by(edition, composed)
        assert upon == dumps_of(edition_of(folder))
        for path, data in upon.items():
            if path.endswith(".gz"):
                assert gzip.decompress(data) == upon[path.removesuffix(".gz")]


def test_what_a_change_does_not_concern_is_taken_over(folder: Path, monkeypatch: pytest.MonkeyPatch):
    statements = [f'<plant/{n}> a g:Plant ; skos:prefLabel "plant {n}"@en ; dct:relation [ rdf:value {n} ]' for n in range(40)]
    claims = [f"<claim/{n}> a rdf:Statement ; rdf:subject <plant/{n}>" for n in range(40)]
    before, composed = composed_by(write(folder, [statements, claims]), {})
    statements[7] = statements[7].replace("plant 7", "plant seven")
    made: list[bytes] = []
    make = gzipped.member
    monkeypatch.setattr(gzipped, "member", lambda data, level=gzipped.LEVEL: (made.append(data), make(data, level))[1])
    after, _ = composed_by(write(folder, [statements, claims]), composed)
    assert {path for path in after if after[path] != before[path]} == {
        f"dumps/{name}.{suffix}{end}"
        for name in ("catalogue", "subject-matter")
        for suffix in ("ttl", "nq", "jsonld")
        for end in ("", ".gz")
    }
    turtle = [data for data in made if data.startswith(b"<") and b"plant seven" in data and b"/more-0" not in data]
    assert len(turtle) == 1
    assert turtle[0].count(b" a g:Plant") < 12
    assert sum(map(len, made)) < sum(map(len, after.values())) / 3


def test_blank_nodes_that_a_section_leaves_for_the_end_are_there_in_the_next_dump_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """JSON-LD nests 24 deep at most: what is deeper stands at the end."""
    monkeypatch.setattr(dump_sections, "_SUBJECTS", 1)
    chain = ["<plant/a> rdf:value _:d0", *(f"_:d{n} rdf:value _:d{n + 1}" for n in range(40)), '_:d41 skos:prefLabel "end"']
    _, composed = composed_by(write(folder, [chain, ['<plant/b> skos:prefLabel "b"']]), {})
    upon, _ = composed_by(write(folder, [chain, ['<plant/b> skos:prefLabel "c"']]), composed)
    assert upon == dumps_of(edition_of(folder))


CLAIM = ["<claim/1> rdf:subject <plant/a>", '<claim/1> skos:prefLabel "claim"', "<claim/1> rdf:value 1"]
STEPS = [
    (["<plant/a> g:b 1"], CLAIM),
    (["<plant/a> dct:relation <claim/1>"], CLAIM),  # the name of a record that is linked to is subject matter
    (["<plant/a> dct:relation <claim/1>"], CLAIM[1:]),  # what was a record is none
    (["<plant/a> rdf:subject <plant/b>"], CLAIM[1:]),  # and another is one
    (["<plant/a> g:b <tel:1>"], ["<plant/b> tel:number 1"]),  # a prefix that is a scheme is passed over
    (["<plant/a> g:b 1"], ["<plant/b> tel:number 1"]),  # and no longer
    ([], ["<plant/b> tel:number 1"]),  # another section is the first
    (["<plant/a> g:b [ g:b 2 ]"], ["<plant/b> tel:number 1"]),
    (["<plant/a> rdf:subject [ g:b 2 ]"], ["<plant/b> tel:number 1"]),  # a blank node that a record alone leads to is one
    (["<plant/a> g:b _:s", "<plant/b> g:b _:s", "_:s g:b 1"], []),
    (["<plant/a> g:b 2", "<plant/b> g:b _:s", "_:s g:b 1"], []),  # a blank node stands elsewhere
    (["<plant/a> g:b 2", "<plant/b> g:b _:s", "_:s g:b 3"], []),  # and something else is stated of it
    ([], []),
    (["<plant/a> g:b 1"], CLAIM),
]
"""What two files state, one step after the other."""


def test_each_step_gives_what_is_made_of_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dump_sections, "_SUBJECTS", 1)
    composed: dict[str, composing.Composed] = {}
    for one, other in STEPS:
        edition = write(folder, [one, other])
        upon, composed = composed_by(edition, composed)
        assert upon == dumps_of(edition_of(folder))


def test_members_have_one_header_and_follow_from_their_data_alone():
    assert gzipped.member(b"a")[:10].hex() == "1f8b08000000000000ff"
    whole = gzipped.member(b"a" * 5) + gzipped.member(b"") + gzipped.member(b"b", gzipped.QUICK)
    assert (gzip.decompress(whole), gzipped.inflated(gzipped.member(b"x" * 100_000))) == (b"aaaaab", b"x" * 100_000)
    with pytest.raises(zlib.error):
        gzipped.inflated(gzipped.member(b"abc")[:-1] + b"\1")


def test_a_document_without_sections_is_compressed_to_something(garden: Path):
    assert gzip.decompress(b"".join(composing.Composed([]).compressed())) == b""
    for path in garden.glob("data/**/*.ttl"):
        path.unlink()
    dumps = dumps_of(edition_of(garden))
    assert {path: gzip.decompress(dumps[f"{path}.gz"]) for path in dumps if f"{path}.gz" in dumps} == {
        path: data for path, data in dumps.items() if f"{path}.gz" in dumps
    }


@pytest.fixture
def large(garden: Path) -> Path:
    """A catalogue whose dumps have many sections."""
    entry = '<plant/{0}> a g:Plant ; skos:prefLabel "plant {0}"@en, "plante {0}"@fr .\n'
    (garden / "data" / "many.ttl").write_text(HEAD + "".join(map(entry.format, range(60))), "utf-8")
    return garden


def dumps_in(release: Release) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((release.folder / "dumps").iterdir()) if path.is_file()}


def change(folder: Path) -> None:
    path = folder / "data" / "many.ttl"
    path.write_text(path.read_text("utf-8").replace('"plant 7"', '"plant seven"'), "utf-8")


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The keys of the members that were taken over from a release."""
    keys: list[bytes] = []
    take = members.Former.take

    def taking(self: members.Former, key: bytes) -> tuple[Member, bytes] | None:
        one = take(self, key)
        if one is not None:
            keys.append(key)
        return one

    monkeypatch.setattr(members.Former, "take", taking)
    return keys


def test_a_build_takes_over_what_has_not_changed_and_a_second_one_too(large: Path, taken: list[bytes]):
    build(edition_of(large), jobs=1)
    assert taken == []
    for old, new in (('"plant 7"', '"plant seven"'), ('"plant 8"', '"plant eight"')):
        path = large / "data" / "many.ttl"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        taken.clear()
        after = build(edition_of(large), jobs=1)
        assert len(taken) > 10
        assert dumps_in(after) == dumps_in(build(edition_of(large), large / f"apart {new.strip(chr(34))}", jobs=1))
        assert verify(after.folder) == {}


def test_what_is_not_noted_anew_stays_noted(large: Path, taken: list[bytes]):
    """A build in between that takes the dumps over as they are loses nothing."""
    build(edition_of(large), jobs=1)
    with (large / "queries" / "more.rq").open("w", encoding="utf-8") as file:
        file.write("# title: More\nSELECT ?s WHERE { ?s a ?t }\n")
    build(edition_of(large), jobs=1)
    taken.clear()
    change(large)
    after = build(edition_of(large), jobs=1)
    assert dumps_in(after) == dumps_in(build(edition_of(large), large / "apart", jobs=1))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _turned(path: Path) -> None:
    """Turn a byte in the middle, and leave the size and the time as they are."""
    state, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _turned_and_summed(path: Path) -> None:
    """Change what is told of members, with the sum that it needs."""
    lines = path.read_bytes()[:-64].replace(b'"start":', b'"start":1')
    path.write_bytes(lines + members.sha256(lines).hexdigest().encode())


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("dumps", shutil.rmtree),
        ("dumps/catalogue.ttl.gz", Path.unlink),
        ("dumps/catalogue.ttl.gz", _cut),
        ("dumps/catalogue.nq.gz", _turned),
        ("dumps/catalogue.jsonld.gz", _turned),
        (f"../../{members.FILE_NAME}", Path.unlink),
        (f"../../{members.FILE_NAME}", _cut),
        (f"../../{members.FILE_NAME}", _turned),
        (f"../../{members.FILE_NAME}", _turned_and_summed),
        (f"../../{members.FILE_NAME}", lambda path: path.write_bytes(b"")),
    ],
)
def test_what_is_damaged_or_gone_is_made_anew(large: Path, name: str, damage: Callable[[Path], object]):
    before = build(edition_of(large), jobs=1)
    damage(before.folder / name)
    change(large)
    after = build(edition_of(large), jobs=1)
    assert dumps_in(after) == dumps_in(build(edition_of(large), large / "apart", jobs=1))
    assert verify(after.folder) == {}


@pytest.mark.parametrize("change_what", ["program", "library", "settings"])
def test_nothing_is_taken_over_where_it_may_be_written_otherwise(
    large: Path, taken: list[bytes], monkeypatch: pytest.MonkeyPatch, change_what: str
):
    build(edition_of(large), jobs=1)
    if change_what == "program":
        monkeypatch.setattr("catalogue.edition.edition.program_digest", lambda: "0" * 64)
    elif change_what == "library":
        monkeypatch.setattr(gzipped, "library", lambda: "another")
    else:
        told = large / "catalogue.toml"
        more = '[prefixes]\nmore = "https://gardens.example.org/plant/"'
        told.write_text(told.read_text("utf-8").replace("[prefixes]", more), "utf-8")
    change(large)
    after = build(edition_of(large), jobs=1)
    assert taken == []
    assert dumps_in(after) == dumps_in(build(edition_of(large), large / "apart", jobs=1))


def test_packed_releases_and_several_processes_take_over_too(large: Path):
    packed(large)
    build(edition_of(large), jobs=2)
    noted = (large / "build" / members.FILE_NAME).read_bytes()
    assert json.loads(noted.splitlines()[1])["count"] > 1
    change(large)
    after = build(edition_of(large), jobs=2)
    assert dumps_in(after) == dumps_in(build(edition_of(large), large / "apart", jobs=1))
    assert verify(after.folder) == {}


def test_other_programs_read_what_is_compressed(large: Path):
    release = build(edition_of(large), jobs=1)
    for path in sorted((release.folder / "dumps").glob("*.gz")):
        plain = path.with_suffix("").read_bytes()
        assert gzip.decompress(path.read_bytes()) == plain
        assert subprocess.run(["gunzip", "-c", path], capture_output=True, check=True).stdout == plain
        if path.name.endswith((".nq.gz", ".ttl.gz")):
            format_ = ox.RdfFormat.N_QUADS if path.name.endswith(".nq.gz") else ox.RdfFormat.TURTLE
            with gzip.open(path) as file:
                assert len(list(ox.parse(file, format=format_))) > 100


def test_what_is_compressed_is_gone_through_a_member_at_a_time(large: Path):
    edition = edition_of(large)
    pieces = represent_in_pieces(edition, f"{edition.settings.base}dumps/catalogue.nq", "application/gzip")
    assert pieces is not None
    assert len([piece for piece in pieces if piece.startswith(b"\x1f\x8b")]) > 2


def test_a_build_that_was_killed_leaves_nothing_of_what_it_noted(large: Path):
    build(edition_of(large), jobs=1)
    left = large / "build" / f".{members.FILE_NAME}-left"
    left.write_text("", "utf-8")
    change(large)
    build(edition_of(large), jobs=1)
    assert not left.exists()


def _names(folder: Path) -> Iterator[str]:
    return (path.name for path in (folder / "dumps").iterdir())


def test_each_dump_has_a_compressed_form(large: Path):
    with TemporaryDirectory() as other:
        release = build(edition_of(large), Path(other), jobs=1)
        names = set(_names(release.folder))
    plain = {
        name for name in names if name.endswith((".ttl", ".nq", ".jsonld")) and not name.startswith(("shapes", "software"))
    }
    assert {name for name in names if name.endswith(".gz")} == {f"{name}.gz" for name in plain}
