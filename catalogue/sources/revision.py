"""Revisions: the files of a catalogue as a commit has them, written into a temporary folder; the working tree is not touched.

Files are read as they were committed, byte by byte: attributes that would leave files out, change the ends of lines or run
filters are of no account.
"""

from __future__ import annotations

import posixpath
import shutil
import sys
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from catalogue.config import FILE_NAME, read_settings
from catalogue.errors import InputError, OutputError, Place, SettingsError, reason_of
from catalogue.messages import Message
from catalogue.sources.parsing import syntax_of
from catalogue.sources.repository import Entry, Repository

_LINK = "120000"
_REPOSITORY = "160000"
_KEPT_ELSEWHERE = b"version https://git-lfs.github.com/spec/"
"""What a file begins with whose content Git LFS keeps elsewhere."""

_UNSAFE = frozenset({"", ".", "..", ".git"})


@dataclass(frozen=True, eq=False)
class Revision:
    """A revision of a catalogue.

    Attributes:
        folder: a temporary folder with its files, which is there as long as the revision.
        commit: the name of the commit, in full.
        modified: the time of the last commit up to it that changed the catalogue.
        origin: the folder of the catalogue in the working tree.
    """

    folder: Path
    commit: str
    modified: datetime
    origin: Path

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def read_revision(folder: Path, revision: str) -> Revision:
    """Read a revision of the catalogue in a folder.

    Args:
        folder: the catalogue's folder; it need not be there in the working tree.
        revision: a branch, a tag, a commit, or what Git computes one from, such as `HEAD~3`.

    Returns:
        The revision, with the settings, the shapes, the data, the queries and their expected answers.

    Raises:
        UsageError: the folder is in no Git repository, there is no such revision, or Git is not installed.
        SettingsError: the revision has no catalogue there, or its settings are wrong.
        InputError: a file cannot be read from the repository alone: Git LFS or another repository has it.
        OutputError: the system refused to write.
    """
    repository = Repository(folder)
    commit = repository.commit(revision)
    entries = repository.entries(commit)
    if FILE_NAME not in entries:
        where = repository.path or "."
        raise SettingsError(Message("sources.revision-no", revision=repr(revision), file_name=FILE_NAME, where=where))
    try:
        time = repository.time(commit)
        revision_read = Revision(Path(tempfile.mkdtemp(prefix="catalogue-")).resolve(), commit, time, folder)
        files = _Files(repository, entries, revision_read.folder)
        files.write([FILE_NAME])
        folders = read_settings(revision_read.folder, with_data=False).folders
        for part in (folders.shapes, folders.data, folders.queries, folders.answers, folders.theme, folders.texts):
            files.write_all(PurePosixPath(part).as_posix())
    except OSError as error:
        raise OutputError(Message("sources.cannot-write-files-revision", reason=reason_of(error))) from error
    return revision_read


class _Files:
    """Writes files of a commit into a folder."""

    def __init__(self, repository: Repository, entries: Mapping[str, Entry], folder: Path) -> None:
        self._repository = repository
        self._entries = entries
        self._folder = folder
        self._written: set[str] = set()

    def write_all(self, folder: str) -> None:
        """Write what is in a folder, which may itself be a link to another."""
        self.write(self._inside(folder) or [folder] * (folder in self._entries))

    def write(self, paths: Sequence[str]) -> None:
        """Write files, and those that they are links to."""
        while paths := [path for path in dict.fromkeys(paths) if path not in self._written]:
            self._written.update(paths)
            paths = self._write([path for path in paths if self._is_here(path)])

    def _inside(self, folder: str) -> list[str]:
        return [path for path in self._entries if folder == "." or path.startswith(f"{folder}/")]

    def _write(self, paths: Sequence[str]) -> list[str]:
        """Write files and links; give the paths that the links lead to."""
        targets: list[str] = []
        for path, data in zip(paths, self._repository.contents([self._entries[path] for path in paths]), strict=True):
            file = self._folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if self._entries[path].mode == _LINK:
                targets += self._link(path, data.decode("utf-8", "surrogateescape"))
            elif data.startswith(_KEPT_ELSEWHERE) and _is_read(path):
                raise InputError(Message("sources.git-lfs-keeps-content-not"), Place(path))
            else:
                file.write_bytes(data)
        return targets

    def _is_here(self, path: str) -> bool:
        """Whether a path is a file or a link of this repository.

        Raises:
            InputError: it has no place in a folder, or another repository has its files.
        """
        parts = path.split("/")
        if _UNSAFE & set(parts) or (sys.platform == "win32" and any(mark in path for mark in '\\:*?"<>|')):
            raise InputError(Message("sources.revision-file-no-folder-can", path=repr(path)))
        if self._entries[path].mode == _REPOSITORY:
            raise InputError(Message("sources.files-another-repository-submodule"), Place(path))
        return True

    def _link(self, path: str, target_path: str) -> list[str]:
        """Write a link to what is in the catalogue, and give the files that it leads to.

        Raises:
            InputError: it would be read, and leads to nothing of the catalogue in this revision.
        """
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), target_path))
        names = [target] if target in self._entries else self._inside(target)
        if names:
            (self._folder / path).symlink_to(posixpath.relpath(target, posixpath.dirname(path) or "."))
        elif _is_read(path):
            raise InputError(Message("sources.link-not-catalogue-revision", target_path=repr(target_path)), Place(path))
        return names


def _is_read(path: str) -> bool:
    return syntax_of(path) is not None or posixpath.splitext(path)[1] in {".rq", ".toml"}
