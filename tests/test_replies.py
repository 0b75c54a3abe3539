"""A check that is called as before, and rests upon nothing that has changed, gives what it gave before, at once."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.cli.repeating import way_of
from catalogue.workspace import replies
from catalogue.workspace.cache import FOLDER, Cache
from catalogue.workspace.replies import Replies, Reply, repository_around, state_of

OF_PROGRAM = {
    "catalogue",
    "catalogue.cli",
    "catalogue.cli.repeating",
    "catalogue.cli.writing",
    "catalogue.journal",
    "catalogue.program",
    "catalogue.workspace",
    "catalogue.workspace.cache",
    "catalogue.workspace.replies",
    "catalogue.workspace.stamps",
}
"""All modules of the program that are imported to give a reply again."""

SLOW = {"typer", "rich", "numpy", "pyoxigraph", "dataclasses", "inspect", "subprocess", "logging", "email", "gettext", "shutil"}
"""What nobody needs for that."""

SCRIPT = """
import atexit, os, sys
import catalogue.workspace.replies as replies
{settled}
sys.argv[:] = ["catalogue", *sys.argv[1:]]
def tell():
    with open(os.environ["MODULES"], "w") as file:
        file.write(" ".join(sys.modules))
atexit.register(tell)
from catalogue.cli import main
main()
"""

Done = tuple[bytes, bytes, int]
NAMES = ("catalogue.toml", "data", "shapes", "queries", "queries/answers", "theme", "texts")


@pytest.fixture
def run(garden: Path, tmp_path: Path) -> Callable[..., tuple[Done, set[str]]]:
    """Run the command in the garden; give what it gave, and which modules were imported."""

    def run(*arguments: str, settled: bool = True, **environment: str) -> tuple[Done, set[str]]:
        modules = tmp_path / "modules"
        code = SCRIPT.format(settled="replies.SETTLED = -(10**18)" if settled else "")  # as if all were left alone for long
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=garden,
            capture_output=True,
            check=False,
            env={**os.environ, "MODULES": str(modules), **environment},
        )
        return (done.stdout, done.stderr, done.returncode), set(modules.read_text().split())

    return run


Run = Callable[..., tuple[Done, set[str]]]


def is_again(modules: set[str]) -> bool:
    """Whether a reply was given again."""
    return "catalogue.lint" not in modules


def with_faults(garden: Path) -> Path:
    """Make files of the garden that are reported."""
    (garden / "data" / "plant" / "faulty.ttl").write_text(
        "@base <https://gardens.example.org/> .\n@prefix g: <ontology#> .\n<plant/faulty> a g:Plant ; g:x 1 .\n", "utf-8"
    )
    (garden / "queries" / "other.rq").write_text("# title: Other\nSELECT * { ?s ?p ?o }", "utf-8")
    return garden


def test_what_is_imported_for_a_reply_that_is_given_again(run: Run):
    first, modules = run("check")
    assert not is_again(modules)
    again, modules = run("check")
    assert again == first == (b"", b"7 files, 119 triples: 0 errors, 0 warnings, 0 infos\n", 0)
    assert {name for name in modules if name.split(".")[0] == "catalogue"} == OF_PROGRAM
    assert SLOW & modules == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "-f", "json"],
        ["check", "-f", "sarif"],
        ["check", "-f", "github"],
        ["check", "--color", "-v", "--explain"],
        ["check", "data/plant", "--severity", "warning"],
        ["--lang", "fr", "check"],
        ["check", "-C", "."],
    ],
    ids=" ".join,
)
def test_the_same_bytes_are_given_again(garden: Path, run: Run, arguments: list[str]):
    with_faults(garden)
    expected, _ = run(*arguments, "--no-cache")
    assert expected[2] == 1
    run("check")
    assert run(*arguments)[0] == expected
    again, modules = run(*arguments)
    assert (again, is_again(modules)) == (expected, True)


def same_size(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"runner", b"RUNNER"))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file of the data": lambda garden: same_size(garden / "data/plant/bean.ttl"),
    "a new file": lambda garden: (garden / "data/plant/new.ttl").write_text("<urn:a> <urn:b> <urn:c> ."),
    "a file less": lambda garden: (garden / "data/plant/faulty.ttl").unlink(),
    "a name": lambda garden: (garden / "data/plant/faulty.ttl").rename(garden / "data/plant/faulty2.ttl"),
    "a shape": lambda garden: (garden / "shapes/plant.ttl").write_text("<urn:a> <urn:b> <urn:c> ."),
    "the settings": lambda garden: (garden / "catalogue.toml").write_text("nothing"),
    "a query": lambda garden: (garden / "queries/other.rq").write_text("SELECT"),
    "a hidden query": lambda garden: (garden / "queries/.other.rq").write_text("SELECT"),
    "an answer": lambda garden: (garden / "queries/answers/other.csv").write_text("s,p,o\n"),
    "a text": lambda garden: ((garden / "texts").mkdir(), (garden / "texts/about.en.md").write_text("# About")),
    "a file of the theme": lambda garden: ((garden / "theme").mkdir(), (garden / "theme/a.exe").write_text("x")),
    "what is not read": lambda garden: (garden / "data/plant/b.rdf").write_text("<x/>"),
    "a link": lambda garden: (garden / "data/plant/link.ttl").symlink_to("bean.ttl"),
    "a pipe": lambda garden: os.mkfifo(garden / "data/pipe.ttl"),
    "no data": lambda garden: (garden / "data").rename(garden / "elsewhere"),
    "a repository": lambda garden: (garden.parent / ".git").mkdir(),
}


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are others there")
@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_a_check_is_made(garden: Path, run: Run, change: str):
    with_faults(garden)
    arguments = ["check", "-f", "github"]
    run(*arguments)
    assert is_again(run(*arguments)[1])
    CHANGES[change](garden)
    done, modules = run(*arguments)
    assert not is_again(modules)
    assert done == run(*arguments, "--no-cache")[0]


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["check", "-v"], {}), (["check"], {"LANGUAGE": "fr", "LC_ALL": "fr_FR.UTF-8"}), (["check"], {"SOURCE_DATE_EPOCH": "x"})],
)
def test_what_is_asked_otherwise_is_made(garden: Path, run: Run, arguments: list[str], environment: dict[str, str]):
    with_faults(garden)
    run("check")
    done, modules = run(*arguments, **environment)
    assert not is_again(modules)
    assert done == run(*arguments, "--no-cache", **environment)[0]


def test_only_the_environment_in_which_shells_count_makes_no_difference():
    assert way_of(["check"], {"A": "1", "SHLVL": "1", "_": "a"}) == way_of(["check"], {"A": "1", "PWD": "/x"})
    assert len({way_of(["check"], {"A": "1"}), way_of(["check"], {"A": "2"}), way_of(["check", "-v"], {"A": "1"})}) == 3


def test_what_was_written_just_before_is_looked_at_again(garden: Path, run: Run):
    """Two writes within one tick of the system's clock have the same stamp."""
    later = time.time_ns() + 10**12
    os.utime(garden / "data" / "plant" / "bean.ttl", ns=(later, later))
    run("check", settled=False)
    assert list((garden / FOLDER).glob(f"{replies.REPLY}-*")) == []


def test_where_findings_are_made_anew_each_time_nothing_is_kept(garden: Path, run: Run):
    """Whether a pattern was evaluated in time, for one."""
    run("check", "--max-findings", "1")
    assert list((garden / FOLDER).glob(f"{replies.REPLY}-*")) == []


@pytest.mark.parametrize(
    "arguments",
    [["check", "--no-cache"], ["check", "-o", "out.txt"], ["check", "--texts", "data"], ["check", "--fix"], ["check", "chekc"]],
    ids=" ".join,
)
def test_what_rests_upon_more_is_not_kept(garden: Path, run: Run, arguments: list[str]):
    run(*arguments)
    assert list((garden / FOLDER).glob(f"{replies.REPLY}-*")) == []


def test_everything_that_a_check_opens_is_what_its_reply_rests_upon(garden: Path, tmp_path: Path):
    """All that is opened and listed below the catalogue's folder is in the state, or is the cache."""
    with_faults(garden)
    code = (
        "import sys; sys.argv[:] = ['catalogue', 'check', '-v']\n"
        "seen = set()\n"
        "sys.addaudithook(lambda e, a: e in {'open', 'os.scandir', 'os.listdir'} and seen.add(str(a[0])))\n"
        "from catalogue.cli.app import app\n"
        "app(standalone_mode=False)\n"
        f"open({str(tmp_path / 'seen')!r}, 'w').write('\\n'.join(seen))\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=garden, check=True, capture_output=True)
    seen = {Path(garden, line) for line in (tmp_path / "seen").read_text().splitlines() if "\0" not in line}
    inside = {path.relative_to(garden).parts for path in seen if path.is_relative_to(garden) and path != garden}
    assert {parts[0] for parts in inside} == {FOLDER, *NAMES} - {"queries/answers"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_reply_that_cannot_be_written_is_an_error(garden: Path, run: Run):
    with_faults(garden)
    run("check")
    assert is_again(run("check")[1])
    command = [sys.executable, "-m", "catalogue", "check"]
    ends = []
    for cache in ((), ("--no-cache",)):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*command, *cache], cwd=garden, stdout=full, stderr=subprocess.PIPE, check=False)
        ends.append((done.returncode, done.stderr))
    assert ends[0] == ends[1]
    assert ends[0][0] == 4


class TestReplies:
    """What is kept of one check."""

    REPLY = Reply(b"text\n", ("one", "two"), 1)

    @pytest.fixture
    def kept(self, garden: Path, monkeypatch: pytest.MonkeyPatch) -> Replies:
        monkeypatch.setattr(replies, "SETTLED", -(10**18))
        return Replies(garden, "way")

    def test_it_is_read_as_it_was_kept(self, kept: Replies):
        kept.begin(NAMES).keep(self.REPLY)
        assert kept.read() == self.REPLY

    def test_another_way_has_none(self, garden: Path, kept: Replies):
        kept.begin(NAMES).keep(self.REPLY)
        assert Replies(garden, "other").read() is None
        assert Replies(garden, "way", Cache(garden, "another program")).read() is None

    @pytest.mark.parametrize("change", CHANGES)
    def test_what_changes_meanwhile_keeps_it_from_being_kept(self, garden: Path, kept: Replies, change: str):
        with_faults(garden)
        begun = kept.begin(NAMES)
        CHANGES[change](garden)
        begun.keep(self.REPLY)
        assert kept.read() is None

    def test_what_came_and_went_meanwhile_does_too(self, garden: Path, kept: Replies):
        begun = kept.begin(NAMES)
        (garden / "data" / "new.ttl").touch()
        (garden / "data" / "new.ttl").unlink()
        begun.keep(self.REPLY)
        assert kept.read() is None

    def test_lines_that_act_on_a_terminal_are_not_kept(self, kept: Replies):
        kept.begin(NAMES).keep(Reply(b"", ("\x1b[31m",), 0))
        assert kept.read() is None

    def test_what_is_damaged_is_none(self, garden: Path, kept: Replies):
        kept.begin(NAMES).keep(self.REPLY)
        [path] = (garden / FOLDER).glob(f"{replies.REPLY}-*")
        path.write_bytes(path.read_bytes().replace(b"text\n", b"test\n"))
        assert kept.read() is None

    def test_what_a_killed_process_began_to_write_is_completed_first(self, garden: Path, kept: Replies):
        kept.begin(NAMES).keep(self.REPLY)
        (garden / ".catalogue-journal.json").write_text("[]")
        assert kept.read() is None


def test_the_state_has_what_is_newest(garden: Path):
    os.utime(garden / "data" / "plant" / "bean.ttl", ns=(2 * 10**18, 2 * 10**18))
    state = state_of(str(garden.resolve()), NAMES)
    assert state is not None
    assert state.newest == 2 * 10**18 > time.time_ns()


def test_hidden_folders_are_not_looked_into(garden: Path):
    hidden = garden / "data" / ".git"
    hidden.mkdir()
    before = state_of(str(garden.resolve()), NAMES)
    (hidden / "index").touch()
    assert before == state_of(str(garden.resolve()), NAMES) is not None


def test_the_repository_is_the_nearest(tmp_path: Path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / ".git").touch()
    assert repository_around(str(inner)) == str(tmp_path / "a")
