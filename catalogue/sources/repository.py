"""Repositories: what one holds, asked of the program `git`, which gets no options that a user wrote."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from catalogue import git
from catalogue.errors import InputError, OutputError, UsageError, reason_of
from catalogue.messages import Message
from catalogue.near import nearest


@dataclass(frozen=True)
class Entry:
    """A file of a commit.

    Attributes:
        mode: what it is, in Git's octal digits: `100644` and `100755` are files, `120000` links, `160000` other repositories.
        object: the name of its object.
    """

    mode: str
    object: str


class Change(NamedTuple):
    """A change of a file.

    Attributes:
        commit: the name of the commit that made it, in full.
        time: when it was committed, in UTC.
    """

    commit: str
    time: datetime


class Repository:
    """The repository that a folder belongs to.

    Args:
        folder: a folder; it need not exist any more in the working tree, but a folder above it must.

    Attributes:
        path: where the folder is in the repository, with `/`; empty for the repository itself.

    Raises:
        UsageError: the folder is in no repository, or Git is not installed.
        OutputError: Git refuses to look at it.

    Its methods raise an InputError where the clone is partial and lacks what they need: nothing is fetched.
    """

    def __init__(self, folder: Path) -> None:
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 - links are followed by Git
        self._folder = next(there for there in (folder, *folder.parents) if there.is_dir())
        done = self._run("rev-parse", "--show-prefix")
        if b"not a git repository" in done.stderr:
            raise UsageError(Message("sources.no-git-repository-no-revisions", folder=folder))
        inside = PurePosixPath(
            os.fsdecode(self._checked(done).removesuffix(b"\n")), folder.relative_to(self._folder).as_posix()
        )
        self.path = inside.as_posix() if inside.parts else ""

    def commit(self, revision: str) -> str:
        """Give the name of a commit.

        Args:
            revision: a branch, a tag, a commit, or what Git computes one from, such as `HEAD~3`.

        Returns:
            The name of its object, in full.

        Raises:
            UsageError: there is no such revision.
        """
        if revision and not revision.startswith("-") and "\0" not in revision:  # which would be an option
            done = self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
            if done.returncode == 0:
                return os.fsdecode(done.stdout).strip()
        raise self._unknown(revision)

    def _unknown(self, revision: str) -> UsageError:
        names = self._run("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes").stdout
        known = os.fsdecode(names).split()
        tried = (revision, revision.rpartition(" ")[2])  # whole, then what stands behind a space: no name has one
        near = next(filter(None, (nearest(name, known, is_numbered=True) for name in tried)), None)
        if near:
            return UsageError(Message("sources.no-revision-did-you-mean", revision=repr(revision), near=near))
        is_shallow = self._run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        return UsageError(
            Message("sources.no-revision-clone-does-not", revision=repr(revision))
            if is_shallow
            else Message("sources.no-revision", revision=repr(revision))
        )

    def time(self, commit: str) -> datetime:
        """Give the time of the last commit that changed the folder, as seen from a commit."""
        where = ["--", f":(top,literal){self.path}"] if self.path else []
        seconds = self._asked("log", "-1", "--format=%ct", commit, *where)
        return datetime.fromtimestamp(int(seconds), UTC)

    def entries(self, commit: str) -> dict[str, Entry]:
        """Give the files that the folder has in a commit, by their paths in it, with `/`; none when there is no such folder."""
        start = f"{self.path}/" if self.path else ""
        inside = ["--", f":(literal){start}"] if start else []
        entries: dict[str, Entry] = {}
        for line in self._asked("ls-tree", "-r", "-z", "--full-tree", commit, *inside).split(b"\0"):
            if line:
                head, _, path = line.partition(b"\t")
                mode, _, name = head.decode("ascii").split(" ")
                entries[os.fsdecode(path).removeprefix(start)] = Entry(mode, name)
        return entries

    def changes(self, commit: str, *, with_edits: bool) -> dict[str, Change]:
        """Give the commit that changed each file of the folder last, in one pass over the history, up to where all are known.

        Args:
            commit: the commit from which that is seen, in full.
            with_edits: leave out the files that are other ones in the working tree.

        Returns:
            The changes by path below the folder, with `/`. Left out are files whose last change is not known: the clone is
            shallow, and begins behind it.
        """
        wanted = set(self.entries(commit))
        if with_edits:
            wanted -= self._edited(commit) if self._unfiltered is not None else wanted
        changes: dict[str, Change] = {}
        for change, paths in self._history("-c", commit):
            changes.update((path, change) for path in self._paths(paths) if path in wanted and path not in changes)
            if len(changes) == len(wanted):
                break
        beginnings = self._beginnings()
        return {path: change for path, change in sorted(changes.items()) if change.commit not in beginnings}

    def additions(self, commit: str) -> dict[str, Change]:
        """Give the commit that added each path of the folder first, in one pass over the whole history.

        Args:
            commit: the commit from which that is seen, in full.

        Returns:
            The first change by path below the folder, also of files that are gone; none where the clone is shallow: what was
            first is not there.
        """
        if self._beginnings():
            return {}
        added: dict[str, Change] = {}
        for change, paths in self._history("--reverse", "--diff-filter=A", commit):
            for path in self._paths(paths):
                added.setdefault(path, change)
        return added

    def tags(self, commit: str) -> tuple[str, str]:
        """Give the tag of a commit, and the nearest tag before it; each empty where there is none.

        Args:
            commit: its name in full.
        """
        tag = self._described("--exact-match", commit)
        return tag, self._described(f"{commit}^" if tag else commit)

    def _described(self, *arguments: str) -> str:
        return os.fsdecode(self._run("describe", "--tags", "--abbrev=0", *arguments).stdout).strip()

    def is_clean(self, commit: str) -> bool:
        """Tell whether the files of the folder that a commit has are in the working tree as they are in it."""
        return self._unfiltered is not None and not self._edited(commit)

    def _edited(self, commit: str) -> set[str]:
        """Give the files of the folder that are other ones in the working tree."""
        done = self._run("diff", "--name-only", "-z", commit, *self._inside, configuration=self._unfiltered)
        return set(self._paths(self._checked(done)))

    @cached_property
    def _unfiltered(self) -> Mapping[str, str] | None:
        """What switches off the filters of the repository, which are commands that files go through when they are compared.

        None where one of them has a name that cannot be written in an option.
        """
        names = self._run("config", "--null", "--name-only", "--get-regexp", r"^filter\.").stdout
        filters = {os.fsdecode(name).rpartition(".")[0] for name in filter(None, names.split(b"\0"))}
        if any("=" in name for name in filters):
            return None
        return {f"{name}.{key}": value for name in sorted(filters) for key, value in _WITHOUT.items()}

    def _history(self, *arguments: str) -> Iterator[tuple[Change, bytes]]:
        """Go through the commits that changed the folder, each with the names of its files, as far as somebody asks."""
        with git.begin(self._folder, "log", *_HISTORY, *arguments, *self._inside) as process:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            try:
                yield from _read_changes(process.stdout)
                self._refuse_partial(process.wait())
            finally:
                process.terminate()

    @property
    def _inside(self) -> list[str]:
        return ["--", f":(top,literal){self.path}"] if self.path else ["--", ":(top)"]

    def _paths(self, names: bytes) -> Iterator[str]:
        """Give the paths below the folder of names that end in a zero byte each, from the root of the repository."""
        start = f"{self.path}/" if self.path else ""
        for name in filter(None, names.split(b"\0")):
            path = os.fsdecode(name).lstrip("\n")
            if path.startswith(start):
                yield path.removeprefix(start)

    def _beginnings(self) -> set[str]:
        """Give the commits at which a shallow clone begins: they seem to have made all their files."""
        name = os.fsdecode(self._asked("rev-parse", "--git-path", "shallow").removesuffix(b"\n"))
        file = self._folder / name
        return set(file.read_text("ascii").split()) if file.is_file() else set()

    def contents(self, entries: Sequence[Entry]) -> Iterator[bytes]:
        """Give the bytes of files as they were committed, one after the other.

        Raises:
            InputError: the repository does not have one of them.
            OutputError: Git ended before all were read.
        """
        with tempfile.TemporaryFile() as names:
            names.write("".join(f"{entry.object}\n" for entry in entries).encode())
            names.seek(0)
            with git.begin(self._folder, "cat-file", "--batch", "--buffer", stdin=names) as process:
                assert process.stdout is not None  # noqa: S101 - it is a pipe
                for entry in entries:
                    head = process.stdout.readline().split()
                    if len(head) != 3 or head[1] != b"blob":  # noqa: PLR2004 - name, kind and size
                        raise self._missing(entry)
                    data = process.stdout.read(int(head[2]) + 1)
                    if len(data) != int(head[2]) + 1:
                        raise self._missing(entry)
                    yield data[:-1]

    def _missing(self, entry: Entry) -> InputError:
        if self._is_partial:
            return InputError(Message("sources.partial-clone", fetch=_FETCH))
        return InputError(Message("sources.repository-does-not-object-fetch", object=entry.object))

    def _asked(self, *arguments: str) -> bytes:
        return self._checked(self._run(*arguments))

    def _checked(self, done: subprocess.CompletedProcess[bytes]) -> bytes:
        if done.returncode == 0:
            return done.stdout
        self._refuse_partial(done.returncode)
        reason = " ".join(os.fsdecode(done.stderr).split())
        raise OutputError(Message("sources.git-says", reason=reason))

    def _refuse_partial(self, code: int) -> None:
        """Refuse a clone that leaves out objects, when Git ended with an error: it lacks what was asked for.

        Raises:
            InputError: it is such a clone.
        """
        if code and self._is_partial:
            raise InputError(Message("sources.partial-clone", fetch=_FETCH))

    @cached_property
    def _is_partial(self) -> bool:
        """Whether the repository leaves it to another one to have all objects."""
        pattern = r"^(extensions\.partialclone|remote\..*\.promisor)$"
        return bool(self._run("config", "--name-only", "--get-regexp", pattern).stdout)

    def _run(self, *arguments: str, configuration: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
        try:
            return git.run(self._folder, *arguments, configuration=configuration)
        except FileNotFoundError as error:
            raise UsageError(Message("sources.git-not-installed-revisions-read")) from error
        except OSError as error:
            raise OutputError(Message("sources.cannot-run-git", reason=reason_of(error))) from error


_FETCH = "git fetch --refetch --no-filter"
"""What makes a partial clone a whole one."""

_WITHOUT = {"clean": "", "smudge": "", "process": "", "required": "false"}
"""What the configuration of a filter is overridden with, so that it changes nothing."""

_HISTORY = ("--name-only", "-z", "--format=%x01%H %ct%x02")
"""How the history is listed: a commit between two signs that no path begins with, then the names of its files."""


def _read_changes(stream: IO[bytes]) -> Iterator[tuple[Change, bytes]]:
    """Read a history as it comes: each commit, and the names of its files, which end in a zero byte each."""
    rest = b""
    while part := stream.read1(_PART):  # type: ignore[attr-defined]
        *whole, rest = (rest + part).split(b"\x01")
        yield from map(_change, filter(None, whole))
    if rest:
        yield _change(rest)


_PART = 65536


def _change(entry: bytes) -> tuple[Change, bytes]:
    head, _, paths = entry.partition(b"\x02")
    commit, _, seconds = head.decode("ascii").partition(" ")
    return Change(commit, datetime.fromtimestamp(int(seconds), UTC)), paths
