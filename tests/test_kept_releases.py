"""Releases that are kept: listed with what each takes of the disk, and old ones removed, but none that is in use."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, edition_of

from catalogue.errors import BusyError, UsageError
from catalogue.release import build, kept, remove_named, remove_old, served, verify
from catalogue.release.lock import locked

pytest.importorskip("fcntl")
COMMAND = [sys.executable, "-m", "catalogue"]


def another(folder: Path, number: int) -> Path:
    """Build one more release, which differs by a number in its data, some seconds after those that are there."""
    (folder / "data" / "x.ttl").write_text(f'<https://x.example/> <https://x.example/p> "{number}" .\n', "utf-8")
    release = build(edition_of(folder)).folder
    os.utime(release / "manifest.json", (1_700_000_000 + number, 1_700_000_000 + number))
    return release


@pytest.fixture
def four(garden: Path) -> list[Path]:
    """Four releases, the oldest first; the last is the current one."""
    return [another(garden, number) for number in range(4)]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_releases_are_listed_with_what_each_takes(garden: Path, four: list[Path]):
    listed = kept(garden / "build")
    assert [release.name for release in listed] == [path.name for path in reversed(four)]
    assert [release.is_current for release in listed] == [True, False, False, False]
    for release in listed:
        folder = garden / "build" / "releases" / release.name
        files = [path for path in folder.rglob("*") if path.is_file()]
        inodes = {path.stat().st_ino: path.stat() for path in files}
        assert (release.files, release.size) == (len(files), sum(state.st_size for state in inodes.values()))
        assert 0 < release.own < release.size / 2
        assert release.built.year == 2023


def test_what_a_release_does_not_share_is_free_when_it_is_removed(garden: Path, four: list[Path]):
    def taken() -> int:
        states = {path.stat().st_ino: path.stat().st_size for path in (garden / "build").rglob("*") if path.is_file()}
        return sum(states.values())

    before, own = taken(), kept(garden / "build")[-1].own
    remove_named(garden / "build", [four[0].name], 0)
    assert before - taken() == own
    assert all(verify(path) == {} for path in four[1:])


@pytest.mark.parametrize(("most", "left"), [(1, [3]), (2, [2, 3]), (4, [0, 1, 2, 3]), (99, [0, 1, 2, 3])])
def test_the_oldest_are_removed_and_the_others_stay_whole(garden: Path, four: list[Path], most: int, left: list[int]):
    removed = remove_old(garden / "build", most, 0)
    assert {*removed} == {path.name for path in four} - {four[number].name for number in left}
    assert names(garden / "build" / "releases") == {four[number].name for number in left}
    assert all(verify(four[number]) == {} for number in left)


def test_the_current_release_stays_even_where_it_is_the_oldest(garden: Path, four: list[Path]):
    current = garden / "build" / "current"
    current.unlink()
    current.symlink_to(Path("releases", four[0].name))
    remove_old(garden / "build", 2, 0)
    assert names(garden / "build" / "releases") == {four[0].name, four[3].name}


def test_a_release_that_is_served_stays(garden: Path, four: list[Path]):
    with served(four[1]):
        assert [release.is_served for release in kept(garden / "build")] == [False, False, True, False]
        with pytest.raises(UsageError, match="a server serves it: nothing was removed"):
            remove_named(garden / "build", [four[0].name, four[1].name], 0)
        remove_old(garden / "build", 1, 0)
        assert names(garden / "build" / "releases") == {four[1].name, four[3].name}
    remove_old(garden / "build", 1, 0)
    assert names(garden / "build" / "releases") == {four[3].name}


def test_a_server_says_which_release_it_serves(garden: Path):
    build(edition_of(garden))
    server = subprocess.Popen([*COMMAND, "serve", "--port", "0"], cwd=garden, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://")
        assert [release.is_served for release in kept(garden / "build")] == [True]
    finally:
        server.terminate()
        server.communicate()
    assert [release.is_served for release in kept(garden / "build")] == [False]


@pytest.mark.parametrize("name", ["0123456789abcdef", "..", ".building-x", "../../data", ""])
def test_what_is_no_release_is_not_removed(garden: Path, four: list[Path], name: str):
    with pytest.raises(UsageError, match="there is no release"):
        remove_named(garden / "build", [four[0].name, name], 0)
    assert names(garden / "build" / "releases") == {path.name for path in four}


def test_what_is_no_release_is_neither_listed_nor_removed(garden: Path, four: list[Path], tmp_path: Path):
    releases = garden / "build" / "releases"
    (releases / "mine").mkdir()
    (tmp_path / "away").mkdir()
    (releases / "0123456789abcdef").symlink_to(tmp_path / "away")
    assert len(kept(garden / "build")) == len(four)
    remove_old(garden / "build", 1, 0)
    assert names(releases) == {"mine", "0123456789abcdef", four[3].name}
    assert (tmp_path / "away").is_dir()


def test_nothing_is_removed_while_a_build_is_at_work(garden: Path, four: list[Path]):
    with locked(garden / "build"), pytest.raises(BusyError):
        remove_old(garden / "build", 1, 0)
    assert len(kept(garden / "build")) == len(four)


def test_a_build_keeps_as_many_as_the_settings_say(garden: Path):
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[releases]\nkeep = 2\n", "utf-8")
    built = [another(garden, number) for number in range(4)]
    assert names(garden / "build" / "releases") == {path.name for path in built[2:]}


def test_without_a_build_folder_there_is_none(garden: Path):
    assert kept(garden / "build") == []
    assert remove_old(garden / "build", 1, 0) == []
    assert not (garden / "build").exists()


def test_the_command_lists_and_removes(garden: Path, four: list[Path]):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*COMMAND, "releases", *arguments], cwd=garden, capture_output=True, text=True, check=False)

    lines = run().stdout.splitlines()
    assert re.fullmatch(
        rf"{four[3].name}  2023-11-14T22:13:23Z  \d+ files, [\d,]+ bytes, [\d,]+ bytes of them shared with no other  current",
        lines[0],
    )
    assert [line.split()[0] for line in lines] == [path.name for path in reversed(four)]
    records = json.loads(run("--json").stdout)
    assert [record["name"] for record in records if record["is_current"]] == [four[3].name]
    refused = run("--remove", four[3].name)
    assert (refused.returncode, "nothing was removed" in refused.stderr) == (2, True)
    assert run("--keep", "2", "--remove", four[0].name).returncode == 2
    done = run("--keep", "2")
    assert (done.returncode, done.stderr.splitlines()) == (0, [f"removed {path.name}" for path in (four[1], four[0])])


@pytest.mark.parametrize("command", [["verify"], ["profile", "dcat-ap"]])
def test_the_release_of_a_catalogue_elsewhere_is_looked_at(garden: Path, tmp_path: Path, command: list[str]):
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[folders]\nbuild = "published"\n', "utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        asked = [*COMMAND, *words, "-C", str(garden)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(asked, check=False, cwd=tmp_path, env=env, capture_output=True, text=True)

    missing = run(*command)
    assert missing.returncode == 2
    assert str(garden / "published") in missing.stderr
    build(edition_of(garden))
    assert run(*command).returncode == 0
    (garden / "published" / "current" / "index.ttl").write_bytes(b"")
    damaged = run(*command)
    assert damaged.returncode in {1, 3}
    assert "index.ttl" in damaged.stdout + damaged.stderr
