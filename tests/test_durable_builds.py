"""Durable builds: the order of the system's calls, and what `current` may be before anything is written."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import edition_of

from catalogue.errors import OutputError
from catalogue.release import build, verify

CALLS = (
    "openat,creat,write,pwrite64,link,linkat,mkdir,mkdirat,symlink,symlinkat,rename,renameat,renameat2,fsync,fdatasync,syncfs,"
    "unlink,rmdir"
)
CODE = (
    "import sys\nfrom pathlib import Path\nfrom catalogue.edition import read_edition\nfrom catalogue.release import build\n"
    "build(read_edition(Path(sys.argv[1])), jobs=int(sys.argv[2]))\n"
)


def calls_of(folder: Path, jobs: int, log: Path) -> list[str]:
    """Build under `strace`, and give the calls that change something in the build folder, in their order."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    command = ["strace", "-f", "-y", "-s", "300", "-o", str(log), "-e", f"trace={CALLS}", sys.executable, "-c", CODE]
    done = subprocess.run([*command, str(folder), str(jobs)], capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr or "PTRACE" in done.stderr:
        pytest.skip("the system lets nobody trace")
    assert done.returncode == 0, done.stderr
    lines = log.read_text("utf-8", "replace").splitlines()
    own = (line.partition(" ")[2].strip().replace(f"{folder}/", "") for line in lines if f"{folder}/build" in line)
    return [line for line in own if " = -1 " not in line and not (line.startswith("openat") and "O_CREAT" not in line)]


def last(calls: list[str], pattern: str) -> int:
    return max(number for number, call in enumerate(calls) if re.search(pattern, call))


def first(calls: list[str], pattern: str) -> int:
    return min(number for number, call in enumerate(calls) if re.search(pattern, call))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is of Linux")
@pytest.mark.parametrize("jobs", [1, 2])
def test_all_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_is_current(garden: Path, tmp_path: Path, jobs: int):
    entry = '<plant/{0}> a g:Plant ; skos:prefLabel "plant {0}"@en .\n'
    head = (garden / "data" / "plant" / "bean.ttl").read_text("utf-8").partition("<plant")[0]
    (garden / "data" / "many.ttl").write_text(head + "".join(map(entry.format, range(60))), "utf-8")
    calls = calls_of(garden, jobs, tmp_path / "calls")
    written = r"^(openat|write|pwrite64|link|linkat|mkdir|mkdirat)\(.*build/releases/\.building-"
    synced, named = first(calls, r"^syncfs\(\d+<build/releases/\.building-"), first(calls, r"^rename\w*\(.*\.building-")
    kept, switched = (
        first(calls, r"^fsync\(\d+<build/releases>"),
        first(calls, r'^rename\w*\(.*"build/\.current-.*"build/current"'),
    )
    ended = first(calls[switched:], r"^fsync\(\d+<build>") + switched
    assert last(calls, written) < synced < named < kept < switched < ended
    assert len([call for call in calls if "syncfs" in call]) == 1
    assert sum(call.startswith(("fsync", "fdatasync")) for call in calls[:ended]) <= 2


def _folder(current: Path) -> None:
    (current / "mine").mkdir(parents=True)


def _to(target: str) -> Callable[[Path], None]:
    def make(current: Path) -> None:
        current.symlink_to(target)

    return make


def _through_another(current: Path) -> None:
    (current.parent / "releases").mkdir()
    (current.parent / "releases" / "0123456789abcdef").symlink_to("../../data")
    current.symlink_to("releases/0123456789abcdef")


def _in_a_circle(current: Path) -> None:
    (current.parent / "releases").mkdir()
    (current.parent / "releases" / "0123456789abcdef").symlink_to("../current")
    current.symlink_to("releases/0123456789abcdef")


def _into_a_release(current: Path) -> None:
    (current.parent / "releases" / "0123456789abcdef" / "plant").mkdir(parents=True)
    current.symlink_to("releases/0123456789abcdef/plant")


REFUSED = {
    "a folder": _folder,
    "a file": Path.touch,
    "a pipe": os.mkfifo,
    "a link to the catalogue": _to(".."),
    "a link to its data": _to("../data"),
    "a link out of everything": _to("/"),
    "a link to nowhere": _to("nowhere"),
    "a link to nowhere far away": _to("/nowhere/releases/0123456789abcdef"),
    "a link to itself": _to("current"),
    "a link to all releases": _to("releases"),
    "a link that climbs out": _to("releases/../../data"),
    "a link to a link that leads elsewhere": _through_another,
    "a circle of links": _in_a_circle,
    "a link to a folder of a release": _into_a_release,
}


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.relative_to(folder).as_posix(): (path.lstat().st_mode, path.lstat().st_mtime_ns) for path in folder.rglob("*")}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without such files")
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_link_to_a_release_is_refused_and_nothing_is_written(garden: Path, name: str):
    edition = edition_of(garden)
    (garden / "build").mkdir()
    REFUSED[name](garden / "build" / "current")
    before = state(garden / "build")
    with pytest.raises(
        OutputError, match=r"build/current:1:1: this is no link to a release of this folder.*nothing was written"
    ):
        build(edition)
    assert state(garden / "build") == before


def test_releases_may_lie_on_another_disk(garden: Path, tmp_path: Path):
    (tmp_path / "disk").mkdir()
    (garden / "build").mkdir()
    (garden / "build" / "releases").symlink_to(tmp_path / "disk")
    release = build(edition_of(garden))
    assert (garden / "build" / "current").resolve().parent == tmp_path / "disk"
    assert verify(release.folder) == {}
    (garden / "data" / "x.ttl").write_text('<https://x.example/> <https://x.example/p> "x" .\n', "utf-8")
    assert verify(build(edition_of(garden)).folder) == {}
