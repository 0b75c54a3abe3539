"""The journal: a process killed at any step of writing several files leaves all old, or all new after the next command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ROOT

from catalogue import files, journal
from catalogue.config import read_settings

BEFORE = {"data/a.ttl": b"old a", "data/deep/b.ttl": b"old b", "data/new.ttl": None, "data/more/c.ttl": None}
AFTER = {"data/a.ttl": b"new a", "data/deep/b.ttl": b"new b", "data/new.ttl": b"new", "data/more/c.ttl": b"new c"}
KILLED = 9
SCRIPT = """
import os, sys
from pathlib import Path
from catalogue import files
root, step = Path(sys.argv[1]), int(sys.argv[2])
texts = eval(sys.argv[3])
changes = [files.Change(root / name, before, after) for name, (before, after) in texts.items()]
count = 0
def end(event, arguments):
    global count
    calls = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
    if event in calls and str(root) in str(arguments[0]):
        count += 1
        if count == step:
            os._exit(9)
sys.addaudithook(end)
files.write_all(changes, root)
"""


def laid(root: Path) -> Path:
    for name, data in BEFORE.items():
        if data is not None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
    return root


def there(root: Path) -> dict[str, bytes | None]:
    return {name: (root / name).read_bytes() if (root / name).exists() else None for name in BEFORE}


def killed_at(root: Path, step: int) -> int:
    texts = repr({name: (BEFORE[name], AFTER[name]) for name in BEFORE})
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-c", SCRIPT, str(root), str(step), texts], env=environment, check=False).returncode


def test_whatever_step_a_process_is_killed_at_all_files_are_old_or_the_next_command_makes_all_new(tmp_path: Path):
    """The steps are the calls that open, name or remove something; the process ends before each of them in turn."""
    outcomes = []
    for step in range(1, 100):
        root = laid(tmp_path / str(step))
        code = killed_at(root, step)
        was_noted = (root / journal.NAME).exists()
        left = there(root)
        journal.complete(root)
        assert there(root) in (BEFORE, AFTER), step
        assert was_noted or there(root) == left, step
        assert not (root / journal.NAME).exists()
        if was_noted:
            assert AFTER == there(root), step
        assert [] == list(root.rglob(".*")), step
        outcomes.append((was_noted, left == AFTER))
        if code == 0:
            break
        assert KILLED == code
    assert 0 == code
    assert {(False, False), (True, False), (True, True), (False, True)} == set(outcomes)


def noted_journal(root: Path, entries: object) -> None:
    (root / journal.NAME).write_text(json.dumps(entries), "utf-8")


def entry(path: str, staged: str, before: bytes | None) -> dict[str, str]:
    return {"path": path, "staged": staged, "before": journal.digest_of(before)}


def test_the_next_command_completes_what_was_begun(garden: Path):
    plant = garden / "data/plant"
    (plant / ".pea.ttl-1").write_text("new", "utf-8")
    noted_journal(garden, [entry("data/plant/pea.ttl", "data/plant/.pea.ttl-1", None)])
    read_settings(garden)
    assert "new" == (plant / "pea.ttl").read_text("utf-8")
    assert [] == [path.name for path in garden.rglob(".*-*")]


def test_a_file_that_somebody_has_changed_since_stays_as_it_is(tmp_path: Path):
    root = laid(tmp_path)
    for name in ("a", "b"):
        (root / f"data/.{name}.ttl-1").write_bytes(b"new")
    noted_journal(root, [entry("data/a.ttl", "data/.a.ttl-1", b"other"), entry("data/b.ttl", "data/.b.ttl-1", None)])
    journal.complete(root)
    assert (b"old a", b"new") == ((root / "data/a.ttl").read_bytes(), (root / "data/b.ttl").read_bytes())
    assert [] == list(root.rglob(".*"))


@pytest.mark.parametrize(
    "entries",
    [
        [entry("../out.ttl", "../.out.ttl-1", b"mine")],
        [entry(".git/hooks/x", ".git/hooks/.x-1", None)],
        [entry("data/a.ttl", "../.out.ttl-1", b"old a")],
        [entry("data/a.ttl", "data/b.ttl", b"old a")],
        [entry("link/out.ttl", "link/.out.ttl-1", b"mine")],
        [{"path": "data/a.ttl"}, 1, None, {"path": 1, "staged": 2, "before": 3}],
        {"path": "data/a.ttl"},
        "x",
    ],
    ids=["outside", "hidden", "from outside", "another's file", "a link", "no entries", "no list", "text"],
)
def test_a_journal_that_came_with_somebody_elses_catalogue_writes_nothing(tmp_path: Path, entries: object):
    root = laid(tmp_path / "catalogue")
    for folder, name in ((tmp_path, "out.ttl"), (root / ".git/hooks", "x")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f".{name}-1").write_bytes(b"theirs")
    (tmp_path / "out.ttl").write_bytes(b"mine")
    (root / "link").symlink_to(tmp_path, target_is_directory=True)
    noted_journal(root, entries)
    journal.complete(root)
    assert (b"mine", b"old a", False) == (
        (tmp_path / "out.ttl").read_bytes(),
        (root / "data/a.ttl").read_bytes(),
        (root / ".git/hooks/x").exists(),
    )
    assert not (root / journal.NAME).exists()


def test_what_another_process_still_writes_is_waited_for(tmp_path: Path):
    root = laid(tmp_path)
    (root / "data/.a.ttl-1").write_bytes(b"new")
    others = threading.Thread(target=journal.complete, args=(root,))
    with journal.noted(root, [(root / "data/.a.ttl-1", root / "data/a.ttl", b"old a")]) as note, note.begun():
        others.start()
        others.join(0.2)
        assert others.is_alive()
        assert b"old a" == (root / "data/a.ttl").read_bytes()
    others.join(5)
    assert not others.is_alive()
    assert (b"old a", True) == ((root / "data/a.ttl").read_bytes(), (root / "data/.a.ttl-1").exists())


def test_nothing_is_left_of_a_journal_when_all_went_well_or_a_file_was_changed_meanwhile(tmp_path: Path):
    root = laid(tmp_path)
    files.write_all([files.Change(root / name, BEFORE[name], AFTER[name] or b"") for name in BEFORE], root)
    assert AFTER == there(root)
    assert [] == list(root.rglob(".*"))


def left_by(root: Path, process: int, *names: str, inode: int | None = None) -> Path:
    """Lay a note of a process with the new files that it names."""
    note = root / f"{journal.NAME}-{process}"
    note.touch()
    entries = [entry(name, f"{Path(name).parent}/.{Path(name).name}-1", None) for name in names]
    for one in entries:
        (root / one["staged"]).write_bytes(b"left")
    note.write_text(json.dumps([{"inode": note.stat().st_ino if inode is None else inode}, *entries]), "utf-8")
    return note


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def hidden(root: Path) -> set[str]:
    return {path.name for path in root.rglob(".*") if ".git" not in path.relative_to(root).parts}


def test_what_dead_processes_have_left_is_removed_and_nothing_else(tmp_path: Path, dead: int):
    root = laid(tmp_path)
    left_by(root, dead, "data/a.ttl", "data/new.ttl")
    left_by(root, os.getpid(), "data/deep/b.ttl")  # the number of this process was another's before
    for name in (".mine", "data/.a.ttl-2", "data/.hidden-1", f"{journal.NAME}-x", f"{journal.NAME}-01"):
        (root / name).write_bytes(b"kept")
    held = there(root)
    journal.complete(root)
    assert {".mine", ".a.ttl-2", ".hidden-1", f"{journal.NAME}-x", f"{journal.NAME}-01"} == hidden(root)
    assert held == there(root)


@pytest.mark.parametrize("name", ["../out.ttl", ".git/hooks/x", "link/out.ttl"])
def test_a_note_removes_nothing_outside_or_behind_links(tmp_path: Path, dead: int, name: str):
    root = laid(tmp_path / "catalogue")
    (root / ".git/hooks").mkdir(parents=True)
    (root / "link").symlink_to(tmp_path, target_is_directory=True)
    left_by(root, dead, name)
    journal.complete(root)
    assert b"left" == (root / Path(name).parent / f".{Path(name).name}-1").read_bytes()


def test_what_came_with_somebody_elses_catalogue_or_is_of_a_process_that_runs_stays(tmp_path: Path, dead: int):
    """A copy of a note is another file than the one that it names."""
    foreign, running = laid(tmp_path / "foreign"), laid(tmp_path / "running")
    left_by(foreign, dead, "data/a.ttl", inode=1)
    left_by(running, os.getppid(), "data/a.ttl")
    for root in (foreign, running):
        before = hidden(root)
        journal.complete(root)
        assert before == hidden(root) != set()


@pytest.mark.parametrize(
    ("tracked", "kept"),
    [
        ([], set()),
        (["data/.a.ttl-1"], {".a.ttl-1"}),
        ([journal.NAME], {".a.ttl-1", ".new.ttl-1", journal.NAME}),
    ],
)
def test_what_git_tracks_stays(tmp_path: Path, dead: int, tracked: list[str], kept: set[str]):
    root = laid(tmp_path)
    note = left_by(root, dead, "data/a.ttl", "data/new.ttl")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    for name in tracked:
        subprocess.run(["git", "-C", str(root), "add", "-f", name.replace(journal.NAME, note.name)], check=True)
    journal.complete(root)
    assert {name.replace(note.name, journal.NAME) for name in hidden(root)} - {".git"} == kept


def test_while_another_thread_writes_its_new_files_stay(tmp_path: Path):
    root = laid(tmp_path)
    (root / "data/.a.ttl-1").write_bytes(b"new")
    with journal.noted(root, [(root / "data/.a.ttl-1", root / "data/a.ttl", b"old a")]):
        journal.complete(root)
        assert (root / "data/.a.ttl-1").exists()
    assert {".a.ttl-1"} == hidden(root)
