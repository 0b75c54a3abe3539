"""Packs: the documents of things in ZIP archives, with the same bytes as files, whatever becomes of the archives."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from zlib import crc32

import pytest
from conftest import edition_of, packed
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.errors import InputError
from catalogue.messages import Message
from catalogue.release import CHANGED, MISSING, Release, build, find_standing, standing, verify
from catalogue.release import packing as packing_module
from catalogue.release.disk import Writer
from catalogue.release.entries import Entry
from catalogue.release.manifest import digest_file
from catalogue.release.packing import FOLDER, Packer, Packs, PackWriter, count_for, is_pack, pack_of
from catalogue.scaffold import init
from catalogue.serve import Site

BEAN = "plant/bean.ttl"


@pytest.fixture(autouse=True)
def _few_in_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing_module, "_EACH", 2)


def documents_of(release: Path) -> dict[str, bytes]:
    """Give the bytes of all documents by path, read with what any program has for ZIP."""
    found = {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}
    packs = sorted(path for path in found if is_pack(path))
    for pack in packs:
        del found[pack]
        with zipfile.ZipFile(release / pack) as opened:
            assert opened.testzip() is None
            names = opened.namelist()
            assert names == sorted(set(names))
            assert {pack_of(name, len(packs)) for name in names} <= {pack}
            assert not found.keys() & set(names)
            found |= {name: opened.read(name) for name in names}
    return {path: data for path, data in found.items() if not path.startswith("manifest.json")}


def files_of(release: Path) -> dict[str, bytes]:
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


def listed(release: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((release / "manifest.json").read_bytes())["files"]
    return found


def test_a_packed_release_has_the_documents_of_one_in_files(folder: Path, tmp_path: Path):
    """Those of a thing are in packs alone, and the manifest says the same of each."""
    plain = build(edition_of(folder), tmp_path / "plain")
    expected = documents_of(plain.folder)
    packed(folder)  # which gives the release another name, that some pages have in them
    named = build(edition_of(folder), tmp_path / "packed", jobs=1)
    release, names = named.folder, (plain.digest.encode(), named.digest.encode())
    same = {path: data for path, data in documents_of(release).items() if names[1] not in data}
    assert {path: data for path, data in expected.items() if names[0] not in data}.items() <= same.items()
    assert [entry["path"] for entry in listed(release) if not is_pack(entry["path"])] == sorted(expected)
    assert len(list((release / FOLDER).iterdir())) > 3
    assert verify(release) == {}


def test_below_the_number_of_the_settings_documents_are_files(garden: Path):
    settings = garden / "catalogue.toml"
    settings.write_text(f"releases.packed = 100000\n{settings.read_text('utf-8')}", "utf-8")
    assert not (build(edition_of(garden)).folder / FOLDER).exists()


def test_any_number_of_processes_makes_the_same_packs(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    packed(folder)
    monkeypatch.setattr(import_module("catalogue.release.build"), "_ENOUGH", 1)
    one, three = (files_of(build(edition_of(folder), tmp_path / str(jobs), jobs=jobs).folder) for jobs in (1, 3))
    assert one == three


def test_a_release_that_stands_is_found_with_its_packs(garden: Path):
    packed(garden)
    edition = edition_of(garden)
    release = build(edition)
    found = standing(edition)
    assert found is not None
    assert (found.folder, found.files, found.size) == (release.folder, release.files, release.size)
    remains = find_standing(edition)
    assert remains is not None
    assert remains.packs.read(BEAN) == documents_of(release.folder)[BEAN]
    next((release.folder / FOLDER).iterdir()).unlink()
    assert standing(edition) is None


def change(garden: Path) -> None:
    (garden / "data" / "more.ttl").write_text(
        '@base <https://gardens.example.org/> .\n<plant/bean> <http://www.w3.org/2004/02/skos/core#altLabel> "pole"@en .\n',
        "utf-8",
    )


def test_a_build_upon_a_packed_release_is_as_a_whole_one_and_takes_packs_over(garden: Path, tmp_path: Path):
    packed(garden)
    first = build(edition_of(garden), tmp_path / "one").folder
    change(garden)
    upon, whole = build(edition_of(garden), tmp_path / "one").folder, build(edition_of(garden), tmp_path / "two").folder
    assert files_of(upon) == files_of(whole)
    shared = [pack for pack in (upon / FOLDER).iterdir() if pack.samefile(first / FOLDER / pack.name)]
    assert 0 < len(shared) < len(list((upon / FOLDER).iterdir()))
    assert (verify(first), verify(upon)) == ({}, {})


def test_a_build_upon_another_number_of_packs_is_as_a_whole_one(garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    packed(garden)
    build(edition_of(garden), tmp_path / "one")
    monkeypatch.setattr(packing_module, "_EACH", 1)
    change(garden)
    upon, whole = build(edition_of(garden), tmp_path / "one").folder, build(edition_of(garden), tmp_path / "two").folder
    assert files_of(upon) == files_of(whole)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packed release."""
    folder = tmp_path_factory.mktemp("packs") / "garden"
    init(folder)
    packed(folder)
    return build(edition_of(folder)).folder


@given(data=st.data())
def test_verify_sees_every_flipped_bit_and_every_cut_of_a_pack(release: Path, data: st.DataObject):
    """The pack is named, and none of its documents."""
    pack = data.draw(st.sampled_from(sorted((release / FOLDER).iterdir())))
    whole = pack.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    broken = [whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :], whole[:at], whole + whole[: at + 1]]
    name = f"{FOLDER}/{pack.name}"
    try:
        for each in broken:
            pack.write_bytes(each)
            assert verify(release) == {name: CHANGED}
        pack.unlink()
        assert verify(release) == {name: MISSING}
    finally:
        pack.write_bytes(whole)


def put(release: Path, pack: Path, data: bytes) -> None:
    """Put something in the place of a pack, and write a manifest and a digest that agree."""
    pack.write_bytes(data)
    listing = json.loads((release / "manifest.json").read_bytes())
    entry = next(each for each in listing["files"] if each["path"] == f"{FOLDER}/{pack.name}")
    entry["size"], entry["sha256"] = len(data), sha256(data).hexdigest()
    written = json.dumps(listing).encode()
    (release / "manifest.json").write_bytes(written)
    (release / "manifest.json.sha256").write_bytes(digest_file(written))


def archive(members: Mapping[str, bytes], path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path.read_bytes()


def test_a_pack_that_a_manifest_agrees_with_is_read(garden: Path, tmp_path: Path):
    """What is no archive, has other bytes, lacks a document, or has one that nobody lists is told."""
    packed(garden)
    folder = build(edition_of(garden)).folder
    count = len(list((folder / FOLDER).iterdir()))
    pack = folder / pack_of(BEAN, count)
    with zipfile.ZipFile(pack) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    put(folder, pack, b"no archive")
    assert verify(folder) == {f"{FOLDER}/{pack.name}": Message("verify.no-pack")}
    for data in (members[BEAN] + b"#", members[BEAN][:-1], members[BEAN][:-1] + b"#"):
        put(folder, pack, archive({**members, BEAN: data}, tmp_path / "x.zip"))
        assert verify(folder) in ({BEAN: CHANGED}, {f"{FOLDER}/{pack.name}": Message("verify.no-pack")})
    put(folder, pack, archive({name: data for name, data in members.items() if name != BEAN}, tmp_path / "x.zip"))
    assert verify(folder) == {BEAN: MISSING}
    put(folder, pack, archive({**members, "nobody.ttl": b""}, tmp_path / "x.zip"))
    assert list(verify(folder)) == ["nobody.ttl"]


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 5000, None])
def test_what_has_become_of_a_pack_is_not_sent(garden: Path, data: bytes | None):
    """Its documents are made again."""
    packed(garden)
    edition = edition_of(garden)
    folder = build(edition).folder
    expected = documents_of(folder)[BEAN]
    pack = folder / pack_of(BEAN, len(list((folder / FOLDER).iterdir())))
    whole = pack.read_bytes()
    cut = whole[: len(whole) // 2]
    for each in (data, cut):
        pack.unlink()
        if each is not None:
            pack.write_bytes(each)
        assert TestClient(Site(edition)).get(f"/{BEAN}").content == expected
        pack.write_bytes(whole)


def test_a_damaged_pack_is_not_taken_over(garden: Path):
    """One that seems as it was written is an error that names it; one that was changed is made again."""
    packed(garden)
    first = build(edition_of(garden)).folder
    for pack in (first / FOLDER).iterdir():
        whole, state = pack.read_bytes(), pack.stat()
        with zipfile.ZipFile(pack) as opened:
            starts = [info.header_offset + 30 + len(info.filename.encode()) for info in opened.infolist()]
        broken = bytearray(whole)
        for start in starts:
            broken[start + 5] ^= 1
        pack.write_bytes(broken)
        os.utime(pack, ns=(state.st_atime_ns, state.st_mtime_ns))
    change(garden)
    with pytest.raises(InputError) as caught:
        build(edition_of(garden))
    assert caught.value.place is not None
    assert is_pack("/".join(Path(caught.value.place.path).parts[-2:]))
    assert [path.name for path in first.parent.iterdir()] == [first.name]
    for pack in (first / FOLDER).iterdir():
        os.utime(pack)
    assert verify(build(edition_of(garden)).folder) == {}


PATHS = st.lists(
    st.text(st.characters(exclude_characters="\0/\\", exclude_categories=["Cs"]), min_size=1, max_size=30),
    max_size=30,
    unique=True,
)


@given(PATHS, st.integers(0, 40), st.binary(max_size=40))
def test_packs_have_what_was_written_under_any_path(names: Sequence[str], documents: int, data: bytes):
    """Also where packs are empty, and where all are in one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = count_for(documents)
        plain = Writer(folder)
        writer = PackWriter(folder, count, plain)
        written = {f"a/{each}": data + each.encode() for each in names}
        for path, each in written.items():
            writer.write(path, each)
        writer.close()
        packer = Packer(folder, count, Packs(folder / "none", {}), plain)
        made = [entry for number in range(packer.spools) for entry, _ in packer.pack(number)]
        made += [entry for entry, _ in packer.empty(made)]
        assert len(made) == count == len(list((folder / FOLDER).iterdir()))
        entries = {path: Entry(path, len(each), sha256(each).hexdigest(), "") for path, each in written.items()}
        packs = Packs(folder, entries | {entry.path: entry for entry in made})
        assert {path: packs.read(path) for path in written} == written
        assert [path for entry in made for path in packs.differing(entry.path)] == []
        assert packs.read("a") is None


def test_paths_whose_hash_is_the_same_are_two():
    one, other = "plumless", "buckeroo"
    assert crc32(one.encode()) == crc32(other.encode())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = PackWriter(folder, 64, Writer(folder))
        for path in (one, other):
            writer.write(path, path.encode())
        writer.close()
        packer = Packer(folder, 64, Packs(folder / "none", {}), Writer(folder))
        made = [entry for number in range(packer.spools) for entry, _ in packer.pack(number)]
        assert [zipfile.ZipFile(folder / entry.path).namelist() for entry in made] == [[other, one]]


def test_what_is_too_large_for_a_pack_is_a_file(garden: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packing_module, "MOST", 3000)
    packed(garden)
    folder = build(edition_of(garden)).folder
    assert (folder / "plant/bean.en.html").is_file()
    assert not (folder / BEAN).exists()
    assert verify(folder) == {}


_KILLED = """
import os, signal, sys
from pathlib import Path
from catalogue.edition import read_edition
from catalogue.release import build
from catalogue.release.packing import Packer
one = Packer._one
def killed(*arguments):
    one(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
Packer._one = killed
build(read_edition(Path(sys.argv[1])), jobs=1)
"""


def test_a_build_that_is_killed_while_it_packs_leaves_the_release_that_stood(garden: Path):
    packed(garden)
    first: Release = build(edition_of(garden))
    change(garden)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(garden)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (garden / "build" / "current").resolve() == first.folder
    assert verify(first.folder) == {}
    second = build(edition_of(garden))
    assert verify(second.folder) == {}
    assert {path.name for path in second.folder.parent.iterdir()} == {first.digest, second.digest}


def test_rules_for_a_host_of_files_say_that_packs_must_be_unpacked(tmp_path: Path):
    init(tmp_path / "garden")
    rules = ["hosting", "nginx", "-C", str(tmp_path / "garden"), "-o", str(tmp_path / "rules")]
    assert CliRunner().invoke(app, rules).stderr == ""
    with (tmp_path / "garden" / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write("\n[releases]\npacked = 1\n")
    assert "unpack" in CliRunner().invoke(app, rules).stderr
