"""Git runs no command that a repository names, fetches nothing, and tells what a partial clone lacks.

Each fault is made: a configuration names a command that leaves a mark. Where Git by itself would leave it, the test says by
which command, and runs that too, so that a configuration without effect is noticed.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from test_bad_input import catalogue as command
from test_revision import TIMES, commit, git
from test_walls import MODULES

import catalogue
from catalogue import journal
from catalogue.edition.dates import modified_of
from catalogue.edition.history import beginnings_of, history_of
from catalogue.errors import InputError
from catalogue.scaffold import init
from catalogue.sources.repository import Repository

NAMES = "SELECT ?n { <plant/bean> skos:prefLabel ?n } ORDER BY ?n"


class Fault(NamedTuple):
    """A configuration that names a command.

    `{mark}` stands for the command, `{folder}` for the folder in which it and its hooks are, `{other}` for another repository.
    """

    config: Sequence[tuple[str, str]]
    attributes: str = ""
    plain: Sequence[str] = ()
    partial: bool = False


DIFF = ("diff", "--stat", "HEAD")
LOST = ("cat-file", "-p", "{lost}")
PROMISOR = [("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true")]

FAULTS = {
    "monitor": Fault([("core.fsmonitor", "{mark}")], plain=DIFF),
    "hooks elsewhere": Fault([("core.hooksPath", "{folder}/hooks")], plain=("update-index", "--refresh")),
    "clean filter": Fault([("filter.x.clean", "{mark}")], "* filter=x", DIFF),
    "filter process": Fault([("filter.x.process", "{mark}")], "* filter=x", DIFF),
    "required filter": Fault([("filter.x.clean", "{mark}"), ("filter.x.required", "true")], "* filter=x", DIFF),
    "smudge filter": Fault([("filter.x.smudge", "{mark}")], "* filter=x", ("archive", "--worktree-attributes", "HEAD")),
    "filter with an equals sign": Fault([("filter.a=b.clean", "{mark}")], "* filter=a=b", DIFF),
    "filter with dots and capitals": Fault([("filter.A.b.Clean", "{mark}")], "* filter=A.b", DIFF),
    "difference": Fault([("diff.external", "{mark}")], plain=("diff", "HEAD")),
    "driver of differences": Fault([("diff.x.command", "{mark}")], "* diff=x", ("diff", "HEAD")),
    "text of differences": Fault([("diff.x.textconv", "{mark}")], "* diff=x", ("log", "-1", "-p")),
    "signature": Fault([("log.showSignature", "true"), ("gpg.program", "{mark}")], plain=("log", "-1")),
    "pager": Fault([("core.pager", "{mark}"), ("pager.log", "{mark}"), ("pager.diff", "true")]),  # which need a terminal
    "alias": Fault([(f"alias.{name}", "!{mark}") for name in ("log", "diff", "x", "rev-parse", "config")], plain=("x",)),
    "merge": Fault([("log.diffMerges", "remerge"), ("merge.x.driver", "{mark}"), ("merge.default", "x")], "* merge=x"),
    "included": Fault([("include.path", "{folder}/included")], plain=DIFF),
    "included for this folder": Fault([("includeIf.gitdir:/.path", "{folder}/included")], plain=DIFF),
    "programs": Fault([(f"core.{name}", "{mark}") for name in ("editor", "askPass", "sshCommand", "alternateRefsCommand")]),
    "upload": Fault(
        [*PROMISOR, ("remote.origin.uploadpack", "{mark}"), ("remote.origin.url", "{other}")], "", LOST, partial=True
    ),
    "external transport": Fault(
        [*PROMISOR, ("remote.origin.url", "ext::{mark}"), ("protocol.ext.allow", "always")], "", LOST, partial=True
    ),
    "rewritten address": Fault(
        [*PROMISOR, ("url.ext::{mark} .insteadOf", "x:"), ("remote.origin.url", "x:y"), ("protocol.allow", "always")],
        "",
        LOST,
        partial=True,
    ),
    "ssh": Fault(
        [*PROMISOR, ("core.sshCommand", "{mark}"), ("remote.origin.url", "ssh://x.invalid/y")], "", LOST, partial=True
    ),
    "proxy": Fault(
        [*PROMISOR, ("core.gitProxy", "{mark}"), ("remote.origin.url", "git://x.invalid/y")], "", LOST, partial=True
    ),
}

CALLER = ["GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_PROXY_COMMAND", "GIT_PAGER", "GIT_EDITOR", "GIT_ASKPASS"]


class Place(NamedTuple):
    """A repository, and where a command leaves its mark."""

    garden: Path
    folder: Path
    first: str

    @property
    def marks(self) -> str:
        """What was run."""
        file = self.folder / "marks"
        return file.read_text() if file.exists() else ""

    def filled(self, text: str) -> str:
        """Put the places in."""
        lost = git(self.garden, "rev-parse", f"{self.first}:data/plants.ttl") if "{lost}" in text else ""
        values = {"mark": self.folder / "mark", "folder": self.folder, "other": self.folder / "other.git", "lost": lost}
        return text.format_map(values)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with two commits, the last of which is signed, and another one of the same."""
    root = tmp_path_factory.mktemp("git")
    garden = root / "garden"
    init(garden)
    (garden / "data" / "edited.ttl").write_text("# text\n", "utf-8")
    (garden / "data" / "plants.ttl").write_text("# first\n", "utf-8")
    git(garden, "init", "-q", "-b", "main")
    first = commit(garden, TIMES[0])
    (garden / "data" / "plants.ttl").write_text("# second\n", "utf-8")
    commit(garden, TIMES[1])
    raw = git(garden, "cat-file", "commit", "HEAD")
    signed = raw.replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1) + "\n"
    git(garden, "update-ref", "HEAD", git(garden, "hash-object", "-t", "commit", "-w", "--stdin", data=signed.encode()))
    git(root, "clone", "-q", "--bare", str(garden), "other.git")
    return root, first


@pytest.fixture
def place(made: tuple[Path, str], tmp_path: Path) -> Place:
    """A copy of it, with a command that leaves a mark, as a hook too; one file is another one in the working tree."""
    root, first = made
    folder = tmp_path / "place"
    shutil.copytree(root, folder, symlinks=True)
    script = folder / "mark"
    script.write_text(f'#!/bin/sh\necho "$0 $*" >> {shlex.quote(str(folder / "marks"))}\nexit 0\n')
    script.chmod(0o755)
    garden = folder / "garden"
    (folder / "hooks").mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout"):
        shutil.copy(script, folder / "hooks" / name)
        shutil.copy(script, garden / ".git" / "hooks" / name)
    (folder / "included").write_text(f"[core]\n\tfsmonitor = {script}\n")
    touch(garden)
    with (garden / "data" / "edited.ttl").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    return Place(garden, folder, first)


def touch(garden: Path) -> None:
    """Let Git look at the bytes of the files again."""
    for path in garden.rglob("*.ttl"):
        os.utime(path)


def write_fault(place: Place, fault: Fault) -> None:
    """Write a configuration as somebody would who means harm, and lose an object where it is about fetching."""
    if fault.partial:
        lost = place.filled("{lost}")
        (place.garden / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    for name, value in fault.config:
        git(place.garden, "config", "--add", place.filled(name), place.filled(value))
    (place.garden / ".git" / "info" / "attributes").write_text(fault.attributes + "\n")
    (place.folder / "marks").unlink(missing_ok=True)


def plain(place: Place, arguments: Sequence[str]) -> None:
    """Run Git as anybody would; hooks of the repository itself are taken out, since they would leave marks too."""
    shutil.rmtree(place.garden / ".git" / "hooks")
    touch(place.garden)
    arguments = [place.filled(each) for each in arguments]
    subprocess.run(["git", *arguments], cwd=place.garden, capture_output=True, check=False, timeout=30)


def ask_everything(place: Place) -> None:
    """Do all that runs Git."""
    garden = place.garden
    for at in ("HEAD", place.first, "no-such"):
        for asked in (
            lambda at=at: catalogue.open(garden, at=at).query(NAMES),
            lambda at=at: catalogue.open(garden, at=at).edition.history,
            lambda at=at: catalogue.open(garden, at=at).edition.beginnings,
        ):
            told(asked)
    for asked in (lambda: modified_of(garden), lambda: history_of(garden), lambda: beginnings_of(garden)):
        told(asked)
    journal._is_tracked(garden, garden / "catalogue.toml")  # noqa: SLF001 - it is a door to Git


def told(asked: Callable[[], object]) -> None:
    """What goes wrong is an error of ours."""
    try:
        asked()
    except catalogue.CatalogueError:
        return


@pytest.mark.parametrize("name", FAULTS)
def test_no_command_is_run_that_a_configuration_names(place: Place, name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    fault = FAULTS[name]
    write_fault(place, fault)
    ask_everything(place)
    assert place.marks == ""
    if fault.plain:
        plain(place, fault.plain)
        assert place.marks, "the configuration has no effect: the test shows nothing"


def test_no_command_is_run_that_the_hooks_of_a_repository_are(place: Place):
    ask_everything(place)
    assert place.marks == ""
    touch(place.garden)
    subprocess.run(["git", "update-index", "--refresh"], cwd=place.garden, capture_output=True, check=False)
    assert "post-index-change" in place.marks


def test_no_command_is_run_that_the_configuration_of_a_submodule_names(place: Place):
    git(
        place.garden,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        str(place.folder / "other.git"),
        "data/inner",
    )
    commit(place.garden, TIMES[2])
    inner = place.garden / "data" / "inner"
    git(inner, "config", "core.fsmonitor", str(place.folder / "mark"))
    (inner / "catalogue.toml").write_text("changed", "utf-8")
    (place.folder / "marks").unlink(missing_ok=True)
    ask_everything(place)
    assert place.marks == ""
    subprocess.run(["git", "diff", "HEAD"], cwd=place.garden, capture_output=True, check=False)
    assert place.marks


def test_no_command_is_run_that_a_repository_inside_the_files_names(place: Place):
    """A bare repository may be a folder of a clone like any other, with a configuration that came with it."""
    inner = place.garden / "inner"
    shutil.copytree(place.folder / "other.git", inner)
    mark = str(place.folder / "mark")
    for name, value in (("core.bare", "false"), ("core.worktree", "."), ("core.fsmonitor", mark), ("alias.x", f"!{mark}")):
        git(inner, "config", name, value)
    (place.folder / "marks").unlink(missing_ok=True)
    ask_everything(place._replace(garden=inner))
    assert place.marks == ""
    subprocess.run(["git", "x"], cwd=inner, capture_output=True, check=False)
    assert place.marks


def test_the_commands_run_none_of_all_that_a_configuration_names(place: Place):
    config = [pair for fault in FAULTS.values() for pair in fault.config if pair[0] != "core.hooksPath"]
    write_fault(place, Fault(config, "* filter=x diff=x merge=x", partial=True))
    shutil.rmtree(place.garden / "build", ignore_errors=True)
    environment = {"SOURCE_DATE_EPOCH": "", **dict.fromkeys(CALLER, str(place.folder / "mark"))}
    for arguments, code in [
        (("query", NAMES, "--at", "HEAD"), 0),
        (("query", NAMES, "--at", place.first), 3),
        (("query", NAMES, "--at", "no-such"), 2),
        (("check", "--no-cache"), 0),
        (("fmt",), 0),
        (("build",), 0),
        (("build", "--at", "HEAD", "--output", "releases"), 0),
        (("build", "--at", place.first, "--output", "releases"), 3),
        (("build", "--at", "HEAD"), 2),
    ]:
        done = command(place.garden, *arguments, **environment)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
        assert place.marks == "", arguments


@pytest.mark.parametrize("variable", CALLER)
def test_no_command_is_run_that_the_environment_names(place: Place, variable: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(variable, str(place.folder / "mark"))
    ask_everything(place)
    assert place.marks == ""


@pytest.mark.parametrize("variable", ["GIT_DIR", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE"])
def test_the_repository_is_that_of_the_folder_whatever_a_hook_is_told(
    place: Place, variable: str, monkeypatch: pytest.MonkeyPatch
):
    expected = history_of(place.garden), beginnings_of(place.garden), Repository(place.garden).commit("HEAD")
    monkeypatch.setenv(variable, str(place.folder / "no-such"))
    assert (history_of(place.garden), beginnings_of(place.garden), Repository(place.garden).commit("HEAD")) == expected
    assert "data/plants.ttl" in expected[0]
    assert "data/edited.ttl" not in expected[0]


def test_a_hook_that_judges_new_objects_sees_them(place: Place, monkeypatch: pytest.MonkeyPatch):
    new = git(place.folder, "init", "-q", "--bare", "new.git") or place.folder / "new.git"
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(place.garden / ".git" / "objects"))
    with pytest.raises(catalogue.UsageError):
        Repository(new).commit(place.first)
    monkeypatch.setenv("GIT_QUARANTINE_PATH", str(place.garden / ".git" / "objects"))
    assert Repository(new).commit(place.first) == place.first


def test_a_repository_of_somebody_else_is_not_looked_at_unless_git_is_told_so(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    with pytest.raises(catalogue.OutputError, match=r"safe\.directory"):
        catalogue.open(place.garden, at="HEAD")
    assert (history_of(place.garden), modified_of(place.garden)) == ({}, None)
    for name, value in {"COUNT": "1", "KEY_0": "safe.directory", "VALUE_0": "*"}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert catalogue.open(place.garden, at="HEAD").edition.modified == TIMES[1]
    assert "data/plants.ttl" in history_of(place.garden)


@pytest.fixture(params=["blob:none", "tree:0"])
def partial(request: pytest.FixtureRequest, place: Place) -> Path:
    """A partial clone that has what is checked out."""
    git(place.folder / "other.git", "config", "uploadpack.allowFilter", "true")
    address = (place.folder / "other.git").as_uri()
    git(place.folder, "clone", "-q", f"--filter={request.param}", address, str(request.param).replace(":", "-"))
    return place.folder / str(request.param).replace(":", "-")


def test_a_partial_clone_that_has_what_is_asked_for_works(partial: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert catalogue.open(partial).check().conforms
    if partial.name == "blob-none":  # all folders are there, and so is the history
        assert catalogue.open(partial, at="HEAD").query("ASK { ?s ?p ?o }").boolean
        assert modified_of(partial) == TIMES[1]
        assert history_of(partial)["data/plants.ttl"].time == TIMES[1]
        assert beginnings_of(partial).added["data/plants.ttl"] == TIMES[0]


def test_what_a_partial_clone_lacks_is_told_with_what_fetches_it(partial: Path):
    for asked in (lambda: catalogue.open(partial, at="HEAD~1"), *[lambda: history_of(partial)] * (partial.name == "tree-0")):
        with pytest.raises(InputError, match="git fetch --refetch --no-filter"):
            asked()
    done = command(partial, "query", NAMES, "--at", "HEAD~1")
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    git(partial, "fetch", "-q", "--refetch", "--no-filter")
    assert catalogue.open(partial, at="HEAD~1").query("ASK { ?s ?p ?o }").boolean
    assert history_of(partial)["data/plants.ttl"].time == TIMES[1]


def test_working_trees_submodules_and_other_digests_work(place: Place):
    git(place.garden, "worktree", "add", "-q", str(place.folder / "tree"), place.first)
    git(place.folder, "init", "-q", "outer")
    git(
        place.folder / "outer",
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        str(place.folder / "other.git"),
        "in",
    )
    git(place.folder, "init", "-q", "--object-format=sha256", "long")
    shutil.copytree(place.garden, place.folder / "long", dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
    commit(place.folder / "long", TIMES[2])
    times = {"tree": TIMES[0], "outer/in": TIMES[1], "long": TIMES[2]}
    for name, time in times.items():
        folder = place.folder / name
        assert catalogue.open(folder, at="HEAD").query("ASK { ?s ?p ?o }").boolean
        assert history_of(folder)["data/plants.ttl"].time == time
    assert len(Repository(place.folder / "long").commit("HEAD")) == 64


@pytest.mark.parametrize(
    ("name", "value"),
    [("log.showRoot", "false"), ("log.follow", "true"), ("diff.relative", "true"), ("diff.autoRefreshIndex", "false")],
)
def test_what_a_configuration_says_of_answers_changes_none(place: Place, name: str, value: str):
    expected = history_of(place.garden), beginnings_of(place.garden)
    git(place.garden, "config", name, value)
    assert (history_of(place.garden), beginnings_of(place.garden)) == expected
    assert expected[0]


def test_git_is_run_in_one_place():
    """Every other module asks that one."""
    users = {name for name, file in MODULES.items() if '["git"' in file.read_text("utf-8").replace('(["git", "mv"', "")}
    assert users == {"catalogue.git"}
