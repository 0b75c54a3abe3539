"""`catalogue check --watch`: a real process on a real folder, which is changed under its hands."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from test_bad_input import HEAD, catalogue
from test_report import FAULTS, LOST, POSIX, on_terminal
from watchfiles import Change

from catalogue.cli import watch


class Watching:
    """A `catalogue check --watch` that runs."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-u", "-m", "catalogue", "check", "--watch", "-f", "concise", *arguments]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.told: list[str] = []
        self.printed: list[str] = []
        self._readers = [
            threading.Thread(target=self._read, args=found)
            for found in ((self.process.stderr, self.told), (self.process.stdout, self.printed))
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str], lines: list[str]) -> None:
        with stream:
            lines.extend(iter(stream.readline, ""))

    def end(self) -> int:
        """Wait for its end, and for all that it printed."""
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()  # what does not end must not hold up the tests, whose threads read what it prints
            for reader in self._readers:
                reader.join(10)

    def wait(self, checks: int) -> list[str]:
        """Wait until so many checks were made; give what the last told, without its time."""
        for _ in range(600):
            ends = [n for n, line in enumerate(self.told) if re.match(r"checked at \d\d:\d\d:\d\d in \d+\.\d s", line)]
            if len(ends) >= checks:
                begin, *told = self.told[ends[checks - 2] + 1 if checks > 1 else 0 : ends[checks - 1]]
                assert begin == "checking ...\n"
                return told
            time.sleep(0.05)
        raise AssertionError(f"no {checks} checks: {self.told}")

    def lines(self, count: int) -> list[str]:
        """Give what it printed, once that is so many lines: they come another way than those that `wait` looks at."""
        for _ in range(200):
            if len(self.printed) >= count:
                break
            time.sleep(0.05)
        return self.printed

    def checks(self) -> int:
        """How many checks were made."""
        return sum(line.startswith("checked at") for line in self.told)


@pytest.fixture
def watching(garden: Path) -> Iterator[Watching]:
    """A watched catalogue."""
    found = Watching(garden)
    try:
        found.wait(1)
        yield found
    finally:
        found.process.kill()
        found.end()


CLEAN = ["7 files, 119 triples: 0 errors, 0 warnings, 0 infos\n"]


def test_a_watched_catalogue_is_checked_again_when_a_file_is_saved(garden: Path, watching: Watching):
    assert watching.wait(1) == CLEAN
    (garden / "data" / "x.ttl").write_text(FAULTS, "utf-8")
    assert watching.wait(2) == ["8 files, 127 triples: 4 errors, 0 warnings, 0 infos\n"]
    assert len(watching.lines(4)) == 4
    (garden / "data" / "x.ttl").unlink()
    assert watching.wait(3) == CLEAN


def test_an_editor_that_writes_elsewhere_and_renames_is_seen(garden: Path, watching: Watching):
    for path, words in ((garden / "data" / "x.ttl", LOST), (garden / "catalogue.toml", None)):
        other = path.with_name(f".{path.name}.tmp")
        other.write_text(words if words is not None else path.read_text("utf-8") + "\n# new\n", "utf-8")
        other.replace(path)
        done = watching.checks() + 1
        watching.wait(done)
    assert any("x.ttl" in line for line in watching.lines(1))


def test_settings_that_are_broken_for_a_moment_are_told_and_the_next_save_mends_them(garden: Path, watching: Watching):
    settings = garden / "catalogue.toml"
    words = settings.read_text("utf-8")
    settings.write_text('base = "', "utf-8")
    [told] = watching.wait(2)
    assert told.startswith("error: catalogue.toml:1:")
    settings.write_text(words, "utf-8")
    assert watching.wait(3) == CLEAN


def test_a_folder_that_goes_and_comes_back_is_followed(garden: Path, watching: Watching):
    (garden / "data").rename(garden / "elsewhere")
    [told] = watching.wait(2)
    assert "0 errors, 1 warning" in told
    (garden / "elsewhere").rename(garden / "data")
    assert watching.wait(3) == CLEAN
    (garden / "data" / "x.ttl").write_text(LOST, "utf-8")
    assert "1 error" in watching.wait(4)[0]


def test_files_that_come_and_go_while_they_are_read_end_nothing(garden: Path, watching: Watching):
    for number in range(40):
        path = garden / "data" / f"x{number % 3}.ttl"
        path.write_text(LOST, "utf-8")
        time.sleep(0.02)
        path.unlink()
        if number % 10 == 0:
            time.sleep(0.25)
    (garden / "data" / "end.ttl").write_text(FAULTS, "utf-8")
    for _ in range(200):
        if any("data/end.ttl" in line for line in watching.printed):
            break
        time.sleep(0.05)
    assert any("data/end.ttl" in line for line in watching.printed)
    assert watching.process.poll() is None


def test_what_a_check_does_not_read_starts_none(garden: Path, watching: Watching):
    (garden / "build").mkdir()
    (garden / "build" / "x.ttl").write_text(LOST, "utf-8")
    (garden / "data" / ".x.ttl.swp").write_text(LOST, "utf-8")
    (garden / "notes.txt").write_text("x", "utf-8")
    time.sleep(1)
    (garden / "data" / "x.ttl").write_text(LOST, "utf-8")
    assert "1 error" in watching.wait(2)[0]
    assert watching.checks() == 2


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("catalogue.toml", True),
        ("data", True),
        ("data/plant/x.ttl", True),
        ("shapes/x.ttl", True),
        ("queries/x.rq", True),
        ("mine/x.ttl", False),
        ("notes.txt", False),
        ("build/data/x.ttl", False),
        ("database/x.ttl", False),
        ("data/catalogue.toml", True),
        ("build/catalogue.toml", False),
        ("data/.x.ttl.swp", False),
        ("data/.cache/x.ttl", False),
        (".git/data/x.ttl", False),
        (".catalogue.toml", False),
        ("../texts/x.txt", True),
        ("../texts/.x.txt", True),
        ("../text/x.txt", False),
        ("../data/x.ttl", False),
    ],
)
def test_a_check_reads_the_settings_their_folders_and_the_texts_and_nothing_hidden(garden: Path, path: str, is_read: bool):  # noqa: FBT001 - a case
    relevant = watch._Relevant(garden, garden.parent / "texts")  # noqa: SLF001 - what the system tells of is not ours to choose
    assert relevant(Change.modified, os.path.normpath(garden / path)) is is_read


def test_the_folders_that_the_settings_name_now_are_read(garden: Path):
    relevant, settings = watch._Relevant(garden), garden / "catalogue.toml"  # noqa: SLF001
    inside = [str(garden / folder / "x.ttl") for folder in ("data", "mine")]
    text = settings.read_text("utf-8")
    for written, expected in [
        ("", [False, False]),
        (text, [True, False]),
        (text + '\n[folders]\ndata = "mine"\n', [False, True]),
        ("", [False, True]),
    ]:
        settings.write_text(written, "utf-8")
        assert [relevant(Change.modified, name) for name in inside] == expected


def test_a_burst_of_saves_is_one_check(garden: Path, watching: Watching):
    for number in range(20):
        (garden / "data" / f"x{number}.ttl").write_text(HEAD, "utf-8")
    watching.wait(2)
    time.sleep(0.6)
    assert watching.checks() == 2


@POSIX
def test_ctrl_c_ends_watching_wherever_it_meets_it(garden: Path):
    """While it checks for the first time, a long list of libraries is still being read."""
    found = Watching(garden)
    while not found.told:
        time.sleep(0.01)
    found.process.send_signal(signal.SIGINT)
    assert found.end() == 0
    assert "Traceback" not in "".join(found.told)


@POSIX
def test_ctrl_c_ends_watching_with_exit_code_0(watching: Watching):
    watching.process.send_signal(signal.SIGINT)
    assert watching.end() == 0
    assert "Traceback" not in "".join(watching.told)
    assert watching.told[-1] == "\n"


@POSIX
def test_the_screen_is_cleared_on_a_terminal_alone(garden: Path, watching: Watching):
    assert not any("\x1b" in line for line in watching.printed)
    assert "\x1b[2J" in on_terminal(garden, "--watch", until="checked at")
    assert "\x1b" not in on_terminal(garden, "--watch", until="checked at", TERM="dumb")


def test_a_folder_that_is_no_catalogue_is_told_at_once(tmp_path: Path):
    done = catalogue(tmp_path, "check", "--watch")
    assert done.returncode == 2
    assert "there is no catalogue.toml" in done.stderr
