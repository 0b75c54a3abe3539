"""Two builds into one folder: one at a time, and each says of the other who it is."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import edition_of

from catalogue.errors import BusyError, OutputError
from catalogue.messages import Text, say
from catalogue.release import BuildOptions, Release, build, verify
from catalogue.release.lock import NAME, locked

fcntl = pytest.importorskip("fcntl")

COMMAND = [sys.executable, "-m", "catalogue", "build"]


@contextmanager
def another(folder: Path, *, forks: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of a folder until it is ended; where it forks, a child of its own has it too."""
    code = (
        "import os, sys, time\nfrom pathlib import Path\nfrom catalogue.release.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n"
        "    child = os.fork() if sys.argv[2] else 1\n"
        "    if child: print(child, flush=True)\n"
        "    time.sleep(60)\n"
    )
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder), "x" if forks else ""], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def told(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_whoever_finds_a_folder_locked_is_told_by_whom_and_writes_nothing(garden: Path):
    with another(garden / "build") as process:
        told(process)
        with pytest.raises(
            BusyError, match=rf"at work in this folder: {process.pid} on \S+, since 20\S+Z: -c .*--wait"
        ) as busy:
            build(edition_of(garden), options=BuildOptions(wait=0))
    assert busy.value.exit_code == 6
    assert [path.name for path in (garden / "build").iterdir()] == [NAME]


def test_the_command_says_who_is_at_work_and_ends_with_a_code_of_its_own(garden: Path):
    with another(garden / "build") as process:
        told(process)
        done = subprocess.run([*COMMAND, "--wait", "0"], cwd=garden, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (6, "")
    assert f"another process is at work in this folder: {process.pid} on " in done.stderr


def test_the_lock_of_a_process_that_was_killed_is_taken_over(garden: Path):
    with another(garden / "build") as process:
        told(process)
        process.kill()
        process.wait()
        assert json.loads((garden / "build" / NAME).read_bytes())["process"] == process.pid
        assert build(edition_of(garden), options=BuildOptions(wait=0)).is_new
    assert (garden / "build" / NAME).read_bytes() == b""


def test_a_child_of_a_process_that_was_killed_still_holds_the_lock_while_it_may_write(garden: Path):
    with another(garden / "build", forks=True) as process:
        child = told(process)
        process.kill()
        process.wait()
        try:
            with pytest.raises(BusyError, match=f": {process.pid} on "):
                build(edition_of(garden), options=BuildOptions(wait=0))
        finally:
            os.kill(child, signal.SIGKILL)
        assert build(edition_of(garden)).is_new


def test_whoever_waits_says_so_once_and_goes_on_when_the_other_ends(garden: Path):
    messages: list[Text] = []
    with another(garden / "build") as process:
        told(process)

        def waiting(message: Text) -> None:
            messages.append(message)
            threading.Timer(0.5, process.kill).start()

        release = build(edition_of(garden), options=BuildOptions(wait=30, waiting=waiting))
    assert release.is_new
    assert [say(message, "en").partition(f": {process.pid} on ")[0] for message in messages] == [
        "waiting for another process that is at work in this folder"
    ]


def test_two_commands_at_once_end_well_with_one_release(garden: Path):
    processes = [subprocess.Popen(COMMAND, cwd=garden, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    lines = [process.communicate()[0].splitlines()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(line.partition(")")[0].rpartition("(")[2] for line in lines) == ["new", "unchanged"]
    assert verify(garden / "build" / "current") == {}


def test_threads_of_one_process_build_one_after_the_other(garden: Path):
    editions = [edition_of(garden) for _ in range(3)]
    releases: list[Release] = []
    threads = [threading.Thread(target=lambda edition=edition: releases.append(build(edition))) for edition in editions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(release.is_new for release in releases) == [False, False, True]
    assert verify(releases[0].folder) == {}


def test_a_folder_that_is_removed_while_somebody_waits_has_another_lock(tmp_path: Path):
    (tmp_path / "build").mkdir()
    held = (tmp_path / "build" / NAME).open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(BusyError), locked(tmp_path / "build", 0):
        pass
    (tmp_path / "build" / NAME).unlink()
    with locked(tmp_path / "build", 0) as has_waited:
        assert not has_waited
    held.close()


@pytest.mark.parametrize(
    "text",
    [b"", b"\xff\xfe", b"[" * 5000, b"null", b'{"process": {"a": [1]}}', json.dumps({"command": "\x1b[31m\n" * 99}).encode()],
    ids=["empty", "binary", "deep", "null", "nested", "terminal"],
)  # fmt: skip
def test_whatever_stands_in_the_file_of_the_lock_the_message_is_one_line(tmp_path: Path, text: bytes):
    path = tmp_path / NAME
    path.write_bytes(text)
    with path.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BusyError) as busy, locked(tmp_path, 0):
            pass
    assert busy.value.say("en").isprintable()
    assert len(busy.value.say("en")) < 700


def _link(path: Path) -> None:
    (path.parent / "mine").write_text("mine", "utf-8")
    path.symlink_to("mine")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, _link, lambda path: path.symlink_to("nowhere")],
                         ids=["folder", "pipe", "link", "dangling"])  # fmt: skip
def test_what_is_no_ordinary_file_is_no_lock_and_stays_as_it_is(garden: Path, make: Callable[[Path], object]):
    (garden / "build").mkdir()
    make(garden / "build" / NAME)
    before = sorted(path.name for path in (garden / "build").iterdir())
    with pytest.raises(OutputError):
        build(edition_of(garden))
    assert sorted(path.name for path in (garden / "build").iterdir()) == before
    assert all(path.read_text("utf-8") == "mine" for path in (garden / "build").glob("mine"))


@pytest.mark.parametrize("folder", ["/proc/build", "/dev/null/build"])
def test_a_folder_that_cannot_be_made_is_refused_in_one_line(garden: Path, folder: str):
    if not Path(folder).parent.exists():
        pytest.skip(f"needs {Path(folder).parent}")
    with pytest.raises(OutputError, match=r"cannot write the release: .*; the previous release is unchanged"):
        build(edition_of(garden), Path(folder))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_folder_that_is_read_only_is_refused_in_one_line(garden: Path):
    edition = edition_of(garden)
    edition.needs_shapes()
    (garden / "build").mkdir(mode=0o555)
    if os.access(garden / "build", os.W_OK):
        pytest.skip("this user may write anywhere")
    start = time.monotonic()
    with pytest.raises(OutputError, match="cannot write the release: Permission denied"):
        build(edition)
    assert time.monotonic() - start < 60
