"""Large manifests: written in order from parts, read a block at a time, with the same answers as those that are held."""

import json
import os
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import edition_of, packed
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InputError
from catalogue.release import build, entries, find_standing, standing, verify
from catalogue.release.entries import Entry, LayoutError, Listing, Runs
from catalogue.release.looked import Numbering
from catalogue.release.packing import FOLDER, is_pack
from catalogue.scaffold import init

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=6)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
ENTRIES = st.dictionaries(
    PATHS, st.tuples(st.integers(0, 1 << 40), st.text("0123456789abcdef", min_size=64, max_size=64), NAMES)
)
HEAD = {"release": "0123456789abcdef", "base": "https://example.org/é\n", "modified": None}


@pytest.fixture
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "_EACH", 3)
    monkeypatch.setattr(entries, "_PIECE", 700)


@pytest.fixture
def _all_are_large(monkeypatch: pytest.MonkeyPatch, _small_blocks: None) -> None:
    for module in ("manifest", "verifying"):
        monkeypatch.setattr(import_module(f"catalogue.release.{module}"), "HELD", 0)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with packs, which no test changes."""
    folder = tmp_path_factory.mktemp("built") / "garden"
    init(folder)
    packed(folder)
    return build(edition_of(folder)).folder


def _listed(given_: dict[str, tuple[int, str, str]]) -> dict[str, Entry]:
    return {path: Entry(path, *rest) for path, rest in given_.items()}


def _written(folder: str, files: dict[str, Entry]) -> Path:
    path = Path(folder, "manifest.json")
    path.write_bytes(b"".join(entries.listed(HEAD, sorted(files.values()))))
    return path


@pytest.mark.usefixtures("_small_blocks")
@given(ENTRIES, st.lists(PATHS, max_size=4))
def test_what_is_read_where_it_lies_is_what_json_has(given_: dict[str, tuple[int, str, str]], others: list[str]):
    files = _listed(given_)
    with TemporaryDirectory() as folder:
        path = _written(folder, files)
        listing = Listing(path)
        members = [
            {"path": each.path, "size": each.size, "sha256": each.sha256, "mediaType": each.media_type}
            for each in sorted(files.values())
        ]
        assert path.read_bytes().decode() == json.dumps({**HEAD, "files": members}, ensure_ascii=False, indent=1) + "\n"
        assert listing.head == HEAD
        assert list(listing) == sorted(files)
        assert len(listing) == len(files)
        assert list(listing.values()) == sorted(files.values())
        for each in (*files, *others, ""):
            assert listing.get(each) == files.get(each)
            assert listing.place(each) == (sorted(files).index(each) if each in files else -1)
            assert listing.within(each) == sum(name.startswith(f"{each}/") for name in files)


@pytest.mark.usefixtures("_small_blocks")
@pytest.mark.parametrize("most", [1, 2, 5, 100])
def test_entries_that_come_in_any_order_are_listed_in_theirs(most: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(entries, "_HELD", most)
    runs = Runs(tmp_path)
    expected = [Entry(f"{number:03}", number, "0" * 64, "text/html") for number in range(40)]
    for start in (7, 3, 9, 1, 5, 0, 8, 2, 6, 4):
        runs.add(expected[start::10])
    assert list(runs) == expected
    assert len(runs) == len(expected)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[:-1],
    "more": lambda data: data + b"\n",
    "another order": lambda data: data.replace(b'"path": "404.html"', b'"path": "zzz"'),
    "another indent": lambda data: json.dumps(json.loads(data)).encode(),
    "files twice": lambda data: data.replace(b'{\n "release"', b'{\n "files": [],\n "release"'),
}


@pytest.mark.usefixtures("_small_blocks")
@pytest.mark.parametrize("name", DAMAGES)
def test_another_layout_is_not_read_where_it_lies(built: Path, tmp_path: Path, name: str):
    path = tmp_path / "manifest.json"
    path.write_bytes(DAMAGES[name]((built / "manifest.json").read_bytes()))
    with pytest.raises(LayoutError):
        Listing(path)


def _removed(release: Path) -> None:
    (release / "404.html").unlink()


def _changed(release: Path) -> None:
    (release / "404.html").write_bytes(b"")


def _added(release: Path) -> None:
    (release / "é").write_bytes(b"")
    (release / "empty").mkdir()


def _without_a_pack(release: Path) -> None:
    next((release / FOLDER).iterdir()).unlink()


def _with_a_broken_pack(release: Path) -> None:
    next((release / FOLDER).iterdir()).write_bytes(b"no pack")


def _unlike_its_digest(release: Path) -> None:
    (release / "manifest.json.sha256").write_bytes(b"0" * 81)


def _as_it_was(_: Path) -> None:
    """Change nothing."""


CHANGES = [_as_it_was, _removed, _changed, _added, _without_a_pack, _with_a_broken_pack, _unlike_its_digest]


@pytest.mark.parametrize("change", CHANGES)
def test_a_large_manifest_is_verified_as_a_small_one(
    built: Path, tmp_path: Path, change: Callable[[Path], None], request: pytest.FixtureRequest
):
    release = Path(shutil.copytree(built, tmp_path / "release", symlinks=True))
    change(release)
    expected = verify(release)
    assert bool(expected) is (change is not _as_it_was)
    request.getfixturevalue("_all_are_large")
    assert verify(release) == expected


def _twice(text: str) -> str:
    first = text[text.index("\n  {") : text.index(",\n  {")]
    return text.replace(first, f"{first},{first}", 1)


HARMS: dict[str, Callable[[str], str]] = {
    "a path twice": _twice,
    "a path outside": lambda text: text.replace('"path": "404.html"', '"path": "../404.html"', 1),
    "a file that is a folder": lambda text: text.replace('"path": "404.html"', '"path": "assets"', 1),
    "the manifest itself": lambda text: text.replace('"path": "404.html"', '"path": "manifest.json"', 1),
    "no release": lambda text: text.replace('"release": "', '"release": 1, "x": "', 1),
}


@pytest.mark.parametrize("name", HARMS)
def test_a_large_manifest_of_somebody_who_means_harm_is_a_message(
    built: Path, tmp_path: Path, name: str, request: pytest.FixtureRequest
):
    release = Path(shutil.copytree(built, tmp_path / "release", symlinks=True))
    path = release / "manifest.json"
    path.write_text(HARMS[name](path.read_text("utf-8")), "utf-8")
    with pytest.raises(InputError) as small:
        verify(release)
    request.getfixturevalue("_all_are_large")
    with pytest.raises(InputError) as large:
        verify(release)
    assert str(large.value) == str(small.value)


@pytest.mark.usefixtures("_all_are_large")
def test_how_large_a_manifest_is_does_not_count_where_it_is_as_builds_write_it(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(import_module("catalogue.release.verifying"), "MOST", 1000)
    assert verify(built) == {}
    release = Path(shutil.copytree(built, tmp_path / "release", symlinks=True))
    path = release / "manifest.json"
    path.write_bytes(json.dumps(json.loads(path.read_bytes())).encode())
    with pytest.raises(InputError, match="more than 1000 bytes"):
        verify(release)


@pytest.mark.usefixtures("_all_are_large")
def test_the_next_build_and_the_service_look_a_large_manifest_up(garden: Path, monkeypatch: pytest.MonkeyPatch):
    packed(garden)
    before = build(edition_of(garden))
    found = find_standing(edition_of(garden))
    assert found is not None
    assert isinstance(found.entries, Listing)
    assert found.packs.count == len([path for path in found.entries if is_pack(path)]) > 0
    assert found.packs.read("plant/bean.en.html") is not None
    stands = standing(edition_of(garden))
    assert stands is not None
    assert (stands.files, stands.size) == (before.files, before.size)
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace('"runner bean"@en', '"broad bean"@en'), "utf-8")
    after = build(edition_of(garden))
    assert after.digest != before.digest
    assert verify(after.folder) == {}
    for module in ("manifest", "verifying"):
        monkeypatch.setattr(import_module(f"catalogue.release.{module}"), "HELD", 1 << 20)
    anew = build(edition_of(garden), garden / "elsewhere")
    assert (after.folder / "manifest.json").read_bytes() == (anew.folder / "manifest.json").read_bytes()


def test_a_manifest_is_read_once_as_long_as_it_and_its_digest_are_the_same(garden: Path):
    release = build(edition_of(garden)).folder
    edition = edition_of(garden)
    first, again = find_standing(edition), find_standing(edition)
    assert first is not None
    assert again is not None
    assert again.entries is first.entries
    for name, change in (("manifest.json", b" "), ("manifest.json.sha256", b"0")):
        path = release / name
        data = path.read_bytes()
        path.write_bytes(change + data[1:])
        assert find_standing(edition) is None
        path.write_bytes(data)
        found = find_standing(edition)
        assert found is not None
        assert dict(found.entries) == dict(first.entries)
        path.unlink()
        assert find_standing(edition) is None
        path.write_bytes(data)


def test_a_manifest_that_is_changed_while_it_is_open_lists_nothing_false(built: Path, tmp_path: Path):
    path = tmp_path / "manifest.json"
    path.write_bytes((built / "manifest.json").read_bytes())
    listing = Listing(path)
    os.truncate(path, 10)
    assert listing.get("404.html") is None
    with pytest.raises(LayoutError):
        list(listing)
    path.unlink()
    assert Listing(built / "manifest.json").get("404.html") is not None


@given(st.lists(st.binary(max_size=2), max_size=300))
def test_texts_have_the_numbers_in_whose_order_they_came(texts: list[bytes]):
    numbering, expected = Numbering(4), dict[bytes, int]()
    for text in texts:
        assert numbering.find(text) == expected.get(text, -1)
        assert numbering.number(text) == expected.setdefault(text, len(expected))
    assert len(numbering) == len(expected)
