"""Builds that are ended at any moment: what is current is whole, and the next one leaves nothing of them behind."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import edition_of

from catalogue.ending import Ended, raised_when_asked_to_end
from catalogue.errors import OutputError
from catalogue.release import build, verify

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")

COMMAND = [sys.executable, "-m", "catalogue", "build", "--jobs", "2"]
ENTRY = '<plant/{0}> a g:Plant ; skos:prefLabel "plant {0} {1}"@en, "plante {0}"@fr .\n'
TIMES = 3
"""How often a build is ended in each way."""


def many(folder: Path, number: int) -> None:
    """Write enough entries for several processes; they differ by a number."""
    head = (
        "@base <https://gardens.example.org/> .\n@prefix g: <https://gardens.example.org/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    )
    text = head + "".join(ENTRY.format(each, number) for each in range(60))
    (folder / "data" / "many.ttl").write_text(text, "utf-8")


def is_gone(group: int) -> bool:
    """Tell whether no process of a group is left, a moment after they were killed."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def build_in_a_process(folder: Path) -> int:
    """Begin a build as the command does it, in a process that leads a group of its own."""
    edition = edition_of(folder)
    child = os.fork()
    if child == 0:
        code = 1
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # before the build has begun, and after its end, it is ended outright
        try:
            os.setpgid(0, 0)
            with raised_when_asked_to_end():
                build(edition, jobs=2)
            code = 0
        except Ended as ended:
            code = ended.exit_code
        except BaseException:  # noqa: BLE001 - whatever it is, it is told
            traceback.print_exc()
        finally:
            os._exit(code)
    with suppress(ProcessLookupError, PermissionError):  # whichever of the two comes first
        os.setpgid(child, child)
    return child


@pytest.mark.parametrize("way", ["SIGKILL", "SIGTERM", "SIGINT", "SIGTERM to all", "SIGINT to all", "SIGTERM twice"])
def test_whenever_a_build_is_ended_the_current_release_is_whole_and_nothing_is_left(garden: Path, way: str):
    """The moments differ from run to run, and what holds does not."""
    request, chance = signal.Signals[way.split(maxsplit=1)[0]], random.Random()
    many(garden, 0)
    begun = time.monotonic()
    build(edition_of(garden), jobs=2)
    took = time.monotonic() - begun
    releases = garden / "build" / "releases"
    for number in range(1, TIMES + 1):
        many(garden, number)
        before = (garden / "build" / "current").resolve()
        child = build_in_a_process(garden)
        time.sleep(chance.random() * took * 1.2)
        (os.killpg if way.endswith("all") else os.kill)(child, request)
        if way.endswith("twice"):
            time.sleep(chance.random() * 0.02)
            os.kill(child, request)
        _, status = os.waitpid(child, 0)
        assert is_gone(child)
        after = (garden / "build" / "current").resolve()
        assert after.parent == releases
        assert verify(after) == {}
        assert after == before or (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0) or names(releases) >= {after.name}
        if request != signal.SIGKILL and os.WIFSIGNALED(status):  # before the build had begun, or after its end
            assert os.WTERMSIG(status) == request
            assert not any(name.startswith(".") for name in names(releases))
        elif request != signal.SIGKILL:
            assert os.WEXITSTATUS(status) in {0, 128 + request}
    built = build(edition_of(garden), jobs=2)
    assert verify(built.folder) == {}
    assert names(garden / "build") == {".lock", "current", "inputs.json", "members.json", "releases"}
    assert all(re.fullmatch("[0-9a-f]{16}", name) and verify(releases / name) == {} for name in names(releases))


@pytest.mark.parametrize(("request_", "code"), [("SIGTERM", 143), ("SIGINT", 130), ("SIGHUP", 129)])
def test_the_command_cleans_up_and_ends_with_the_code_of_the_signal(garden: Path, request_: str, code: int):
    many(garden, 0)
    before = signal.signal(signal.Signals[request_], signal.SIG_DFL)  # a command that began to pass a signal over goes on so
    try:
        process = subprocess.Popen(COMMAND, cwd=garden, stderr=subprocess.PIPE, text=True, start_new_session=True)
    finally:
        signal.signal(signal.Signals[request_], before)
    releases = garden / "build" / "releases"
    while not any(releases.glob(".building-*/*/*")):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.Signals[request_])
    _, shown = process.communicate(timeout=60)
    assert process.returncode == code
    assert f"ended by {request_}; what was begun is removed, and the current release is whole" in shown
    assert "Traceback" not in shown
    assert is_gone(process.pid)
    assert names(garden / "build") == {".lock", "releases"}
    assert names(releases) == set()


def test_a_command_that_is_asked_to_end_while_it_waits_ends(garden: Path):
    (garden / "build").mkdir()
    fcntl = pytest.importorskip("fcntl")
    with (garden / "build" / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = subprocess.Popen(COMMAND, cwd=garden, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        while "waiting for another process" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 143


def test_a_terminal_that_is_closed_ends_no_build_that_was_begun_to_outlive_it(garden: Path):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with raised_when_asked_to_end():
            os.kill(os.getpid(), signal.SIGHUP)
            assert build(edition_of(garden)).is_new
    finally:
        signal.signal(signal.SIGHUP, before)


LEFT = (
    "releases/.building-x/plant/a.ttl",
    "releases/.removing-x/0123456789abcdef/a",
    ".current-77",
    ".inputs.json-abc",
    ".members.json-abc",
    "releases/.signing-1",
    "releases/.collecting-x/keys",
)


def test_what_a_killed_build_has_left_is_removed_and_nothing_else(garden: Path):
    build(edition_of(garden))
    for path in LEFT:
        (garden / "build" / path).parent.mkdir(parents=True, exist_ok=True)
        (garden / "build" / path).write_text("left", "utf-8")
    (garden / "mine").mkdir()
    (garden / "mine" / "file").write_text("mine", "utf-8")
    (garden / "build" / "releases" / ".building-link").symlink_to(garden / "mine")
    (garden / "build" / "notes.txt").write_text("mine", "utf-8")
    many(garden, 1)
    release = build(edition_of(garden))
    assert names(garden / "build") == {".lock", "current", "inputs.json", "members.json", "releases", "notes.txt"}
    assert {name for name in names(garden / "build" / "releases") if name.startswith(".")} == set()
    assert (garden / "mine" / "file").read_text("utf-8") == "mine"
    assert verify(release.folder) == {}


def test_a_damaged_release_is_replaced_and_not_there_in_part(garden: Path, monkeypatch: pytest.MonkeyPatch):
    """It is given another name before it is removed: who is killed meanwhile leaves none in part."""
    release = build(edition_of(garden))
    (release.folder / "plant.csv").write_text("damaged", "utf-8")
    seen: list[set[str]] = []
    rmtree = shutil.rmtree

    def noting(path: Path, *arguments: object, **named: object) -> None:
        seen.append(names(path.parent))
        rmtree(path, *arguments, **named)

    monkeypatch.setattr(shutil, "rmtree", noting)
    assert verify(build(edition_of(garden)).folder) == {}
    assert release.digest not in seen[0]


def _rename_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", fail)


def _sync_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys.modules["catalogue.release.build"], "sync", fail)


@pytest.mark.parametrize("make", [_rename_fails, _sync_fails])
def test_a_build_that_the_system_fails_leaves_nothing(
    garden: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[pytest.MonkeyPatch], None]
):
    make(monkeypatch)
    with pytest.raises(OutputError, match="the previous release is unchanged"):
        build(edition_of(garden))
    assert names(garden / "build") == {".lock", "releases"}
    assert names(garden / "build" / "releases") == set()
