"""Snapshots: a catalogue packed into a shared folder, and opened from there by whoever runs a task."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from catalogue.cluster.shared import Shared
from catalogue.config import FILE_NAME, Limits, read_settings
from catalogue.edition import Beginnings, Edition, Known, Listing, read_listed
from catalogue.errors import InputError, Location, OutputError, Place, UsageError
from catalogue.messages import Message
from catalogue.program import program_digest
from catalogue.sources import Source, read_bytes
from catalogue.sources.repository import Change
from catalogue.workspace.base import Base
from catalogue.workspace.cache import FOLDER, Cache
from catalogue.workspace.disk import conditions_of
from catalogue.workspace.kept import STATEMENTS, Kept
from catalogue.workspace.stamps import Stamp, Stamped
from catalogue.workspace.workspace import Workspace

_PACKED = 8 * 1024 * 1024
"""From how many bytes on files of the data go into another object: whoever needs some of them reads these alone."""


class Whole(NamedTuple):
    """A catalogue as it is planned for.

    Attributes:
        edition: the catalogue.
        base: its statements, which tasks look at.
        files: its files as they were read, by name.
    """

    edition: Edition
    base: Base
    files: Mapping[str, Stamped]


class Opened(NamedTuple):
    """A catalogue as a task has it.

    Attributes:
        edition: the catalogue.
        terms: how many terms the statements of the snapshot have: their numbers are the same for all tasks.
    """

    edition: Edition
    terms: int


def whole(workspace: Workspace) -> Whole:
    """Read a catalogue whole, with the help of what the last check has kept.

    Raises:
        CatalogueError: the settings are missing or wrong, or a file cannot be read.
        UsageError: two links lead to one file.
    """
    read = workspace.whole(keep=True)
    if read is None:
        raise UsageError(Message("cluster.links"))
    return Whole(*read)


def pack(catalogue: Whole, shared: Shared, *, with_data: bool) -> dict[str, Any]:
    """Put all that tasks need of a catalogue into a shared folder.

    Args:
        catalogue: the catalogue.
        shared: the folder.
        with_data: whether tasks need all files of the data in a folder, and what Git tells of them; else they have the
            statements, and read those files in which they find something.

    Returns:
        What `opened` needs to know, as JSON has it: the same for the same catalogue.

    Raises:
        CatalogueError: a file was changed meanwhile or lies outside the catalogue, or the folder cannot be written.
    """
    edition = catalogue.edition
    read = {"shapes": edition.shapes, "data": edition.data, "queries": edition.queries}
    packed = [*edition.shapes, *edition.queries, *(each for each in edition.data if with_data or not each.is_plain)]
    return {
        "digest": edition.digest,
        "files": shared.put(_tar(edition, packed)),
        **{name: [source.path for source in sources] for name, sources in read.items()},
        "packs": [] if with_data else _put_packs(catalogue, shared),
        "statements": _put_statements(catalogue, shared),
        "modified": edition.modified.isoformat() if edition.modified else None,
        "past": _past(edition) if with_data else None,
    }


def _tar(edition: Edition, packed: Sequence[Source]) -> bytes:
    """Pack files: those of the catalogue that are read, and all of its other folders."""
    root, folders = edition.settings.folder, edition.settings.folders
    contents = {FILE_NAME: (root / FILE_NAME).read_bytes(), **{source.path: source.data for source in packed}}
    for folder in (folders.answers, folders.theme, folders.texts):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name not in contents:
                contents[name] = path.read_bytes()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in sorted(contents.items()):
            if _leads_out(name):
                raise UsageError(Message("cluster.outside"), Place(name))
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def _leads_out(name: str) -> bool:
    return PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts


def unpack(packed: bytes, root: Path) -> None:
    """Write the files of an archive into a folder; before 3.11.4 Python has no filter for what leads out of it.

    Raises:
        InputError: something in it is no file, or lies outside of the folder.
    """
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isreg() and not _leads_out(member.name) else None
            if file is None:
                raise InputError(Message("cluster.outside"), Place(member.name))
            path = root / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.read())


def _put_statements(catalogue: Whole, shared: Shared) -> list[str]:
    """Put the statements of the data there as the cache keeps them; give the name of the record, and the object."""
    sized = {
        name: Stamped(known.digest, Stamp(known.stamp.size, 0, 0), settled=False)
        for name, known in catalogue.files.items()
        if known.stamp is not None
    }
    with tempfile.TemporaryDirectory(prefix="catalogue-") as temporary:
        folder = Path(temporary)
        name = Kept(catalogue.edition.settings.folder, _cache(folder)).write_statements(catalogue.base, sized)
        if name is None:
            raise OutputError(Message("cluster.changed"), Location(str(catalogue.edition.settings.folder)))
        return [name, shared.put(folder / FOLDER / f"{name}.cache")]


def _put_packs(catalogue: Whole, shared: Shared) -> list[tuple[str, list[tuple[str, int]]]]:
    """Put the files of the data there that are read only for what is found in them: objects, with names and sizes in each."""
    packs: list[tuple[str, list[tuple[str, int]]]] = []
    pieces, names, room = list[bytes](), list[tuple[str, int]](), _PACKED
    root = catalogue.edition.settings.folder
    plain = [source for source in catalogue.edition.data if source.is_plain]
    for at, source in enumerate(plain, 1):
        data = _unchanged(root / source.path, source, catalogue.files.get(source.path))
        pieces.append(data)
        names.append((source.path, len(data)))
        room -= len(data)
        if room <= 0 or at == len(plain):
            packs.append((shared.put(b"".join(pieces)), names))
            pieces, names, room = [], [], _PACKED
    return packs


def _unchanged(path: Path, source: Source, known: Stamped | None) -> bytes:
    """Read a file again; where its stamp tells that it is as it was, its bytes need not be compared with their digest."""
    if known is None or not known.settled or known.digest != source.digest:
        return source.data
    data = read_bytes(path, source.path)
    return data if Stamp.of(path) == known.stamp else source.data


@dataclass(frozen=True)
class _Packed:
    """A file in an object that has several.

    Attributes:
        shared: the folder.
        pack: the object.
        start: how many bytes are before it.
        size: how many bytes it has.
        digest: its SHA-256, in hexadecimal.
    """

    shared: Shared
    pack: str
    start: int
    size: int
    digest: str

    def read_bytes(self) -> bytes:
        """Give its bytes.

        Raises:
            InputError: they are missing or damaged.
        """
        data = self.shared.part(self.pack, self.start, self.size)
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise InputError(Message("cluster.object-damaged", digest=self.pack), Location(self.shared.place))
        return data


def _unpacked(snapshot: Mapping[str, Any], known: Mapping[str, Source], shared: Shared) -> dict[str, Source]:
    """Give files of the data whose bytes are read when they are asked for."""
    sources = dict(known)
    for pack, names in snapshot["packs"]:
        start = 0
        for name, size in names:
            source = known[name]
            sources[name] = replace(source, content=_Packed(shared, pack, start, size, source.digest))
            start += size
    return sources


def _cache(folder: Path) -> Cache:
    return Cache(folder, program_digest(), is_lasting=False)  # whoever reads an object compares it with its name


def _past(edition: Edition) -> dict[str, Any]:
    """Give what Git tells of the files of the data."""
    beginnings = edition.beginnings
    return {
        "history": {path: [change.commit, change.time.isoformat()] for path, change in edition.history.items()},
        "added": {path: time.isoformat() for path, time in beginnings.added.items()},
        "tag": beginnings.tag,
        "before": beginnings.before,
    }


@contextmanager
def opened(snapshot: Mapping[str, Any], shared: Shared, limits: Limits | None) -> Iterator[Opened]:
    """Open a catalogue from a shared folder, in a temporary one that is there meanwhile.

    Args:
        snapshot: what `pack` gave.
        shared: the folder.
        limits: what one query may take.

    Yields:
        The catalogue: its statements are looked up where they lie.

    Raises:
        InputError: something is missing there, or damaged.
        OutputError: the folder cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="catalogue-") as temporary:
        root = Path(temporary).resolve()
        unpack(shared.get(snapshot["files"]), root)
        base, _ = statements(snapshot, shared, root, root)
        listing = Listing(
            read_settings(root), *({root / name: name for name in snapshot[part]} for part in ("shapes", "data", "queries"))
        )
        edition = read_listed(listing, Known(data=_unpacked(snapshot, base.sources, shared)), base.layer)
        modified, past = snapshot["modified"], snapshot["past"]
        edition = replace(
            edition,
            modified=datetime.fromisoformat(modified) if modified else None,
            past=_told(past) if past else None,
            limits=limits,
        )
        if edition.digest != snapshot["digest"]:
            raise InputError(Message("cluster.other-files"), Location(shared.place))
        yield Opened(edition, len(base.layer.columns.terms))


def statements(snapshot: Mapping[str, Any], shared: Shared, root: Path, folder: Path) -> tuple[Base, Mapping[str, Stamped]]:
    """Read the statements of a snapshot.

    Args:
        snapshot: what `pack` gave.
        shared: the folder.
        root: the catalogue's folder.
        folder: a folder that is there as long as they are looked at.

    Returns:
        A base, and its files, by name.

    Raises:
        InputError: they are missing there, damaged, or of other settings.
    """
    name, digest = snapshot["statements"]
    (folder / FOLDER).mkdir(exist_ok=True)
    shared.fetch(digest, folder / FOLDER / f"{name}.cache")
    read = Kept(root, _cache(folder)).read(conditions_of(root))
    if read is None or not name.startswith(STATEMENTS):
        raise InputError(Message("cluster.other-files"), Location(shared.place))
    return read


def _told(past: Mapping[str, Any]) -> tuple[Mapping[str, Change], Beginnings]:
    def time(text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(UTC)

    history = {path: Change(commit, time(text)) for path, (commit, text) in past["history"].items()}
    added = {path: time(text) for path, text in past["added"].items()}
    return history, Beginnings(added, past["tag"], past["before"])
