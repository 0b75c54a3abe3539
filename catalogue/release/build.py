"""Building: a release written beside the others, synced, named, and pointed to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from catalogue.documents.addresses import MANIFEST, MANIFEST_DIGEST, MANIFEST_SIGNATURE
from catalogue.edition import Edition, Inputs
from catalogue.errors import OutputError, Place, reason_of
from catalogue.files import real_path
from catalogue.messages import Message, Text
from catalogue.processes import GoOn, apart, begun, processors, spread
from catalogue.publish import Digest, keep_members, know_digests
from catalogue.release.disk import Writer, make_durably, point, sync, sync_one
from catalogue.release.entries import Counted, Entry
from catalogue.release.found import Standing, find_standing
from catalogue.release.inputs import Former, Last, frame_of
from catalogue.release.keeping import thin
from catalogue.release.layout import CURRENT, RELEASES
from catalogue.release.leftovers import building, clear, collecting, remove
from catalogue.release.lock import PATIENCE, locked
from catalogue.release.looked import Reading
from catalogue.release.making import Collected, Elsewhere, Made, Maker
from catalogue.release.manifest import digest_line, manifest_of
from catalogue.release.members import Members
from catalogue.release.packing import Packer, PackWriter, count_for, is_pack
from catalogue.release.signing import signature_of
from catalogue.release.units import Batch, Listed, Unit, batches, list_others, own_units, pieces, pieces_taken
from catalogue.release.verifying import is_sound

Progress = Callable[[int, int], None]

_Piece: TypeAlias = tuple[int, list[Made]]
"""The number of the process that has made a piece of work, and what it has made."""

_ENOUGH = 400
"""How many documents are worth another process."""


@dataclass(frozen=True)
class Release:
    """A release on disk.

    Attributes:
        folder: where it lies.
        digest: its name, from what it is made of.
        files: how many documents it has, as files or in packs; the manifest is not counted.
        size: their size in bytes.
        is_new: whether this build wrote it; else it was there already.
        taken: how many documents this build took over from the last release, as they were.
        mended: how many of those that it would have taken over had been changed or were gone, so that they were made again.
    """

    folder: Path
    digest: str
    files: int
    size: int
    is_new: bool
    taken: int = 0
    mended: int = 0


@dataclass(frozen=True)
class BuildOptions:
    """What a build does beside writing documents.

    Attributes:
        wait: how long to wait while another process builds into the same folder, in seconds.
        waiting: called once before it waits, with who builds there.
        key: the file of the SSH key that the release is signed with; none is when None.
        elsewhere: gives the documents that other machines have made; they are made here when None.
    """

    wait: float = PATIENCE
    waiting: Callable[[Text], None] | None = None
    key: Path | None = None
    elsewhere: Elsewhere | None = None


_AS_USUAL = BuildOptions()


def standing(edition: Edition, folder: Path | None = None) -> Release | None:
    """Give the current release if it is already that of an edition, made by this very program, and whole.

    Args:
        edition: the catalogue.
        folder: where releases lie; the settings' build folder when None.

    Returns:
        The release, or None when one must be built.

    Raises:
        SettingsError: there are no shapes: there is none, and none can be built.
    """
    edition.needs_shapes()
    found = find_standing(edition, folder)
    if found is None:
        return None
    entries = found.entries.values()
    try:
        whole = all(found.is_as_built(entry) for entry in entries)
        count, size = _extent(entries) if whole else (0, 0)
    except (OSError, ValueError):
        return None
    return Release(found.folder, found.folder.name, count, size, is_new=False) if whole else None


def _extent(entries: Iterable[Entry]) -> tuple[int, int]:
    """Give how many documents there are, and how many bytes they have together."""
    count = size = 0
    for entry in entries:
        if not is_pack(entry.path):
            count, size = count + 1, size + entry.size
    return count, size


def know_standing(edition: Edition, folder: Path | None = None) -> Standing | None:
    """Take the digests of an edition's documents from its release, where that stands: none is made for its digest then.

    Args:
        edition: the catalogue.
        folder: where releases lie; the settings' build folder when None.

    Returns:
        The release, or None when there is none.
    """
    found = find_standing(edition, folder)
    if found is not None:
        know_digests(edition, _digests(found.entries))
    return found


def _digests(entries: Mapping[str, Entry]) -> Callable[[str], Digest | None]:
    """Give what gives the digests of documents by their paths."""

    def find(path: str) -> Digest | None:
        entry = entries.get(path)
        return Digest(entry.size, entry.sha256) if entry is not None else None

    return find


def build(
    edition: Edition,
    folder: Path | None = None,
    progress: Progress | None = None,
    *,
    jobs: int | None = None,
    options: BuildOptions = _AS_USUAL,
) -> Release:
    """Write a release of an edition and make it the current one.

    Documents of the release that stood before are taken over where all that they are made of is the same. What a build that was
    killed has left is removed. While another process builds into the same folder, this waits.

    Args:
        edition: the catalogue.
        folder: where releases lie; the settings' build folder when None.
        progress: called with the number of documents written and the number of all.
        jobs: how many processes make documents; as many as there are processors when None. The bytes are the same with any.
        options: what is done beside.

    Returns:
        The release, which `folder/current` now points to.

    Raises:
        SettingsError: there are no shapes: nothing would have a page.
        BusyError: another process builds into the folder for longer than this waits.
        OutputError: the system refused to write; the release that stood before still stands.
    """
    edition.needs_shapes()
    target = folder or edition.settings.folder / edition.settings.folders.build
    with _told(target):
        _refuse_another(target / CURRENT)
        make_durably(target)
        with locked(target, options.wait, options.waiting) as has_waited:
            _refuse_another(target / CURRENT)
            current = standing(edition, target) if has_waited else None
            if current is not None:
                return current
            (target / RELEASES).mkdir(exist_ok=True)
            clear(target)
            with (
                building(target / RELEASES) as temporary,
                closing(_Build(edition, target, temporary, jobs or processors(), options)) as work,
            ):
                release = work.run(progress)
            if edition.settings.releases.keep:
                with suppress(OSError):  # the release is there: the next build tries again
                    thin(target, edition.settings.releases.keep)
            return release


def _refuse_another(current: Path) -> None:
    """Refuse to take the place of what is no link to a release.

    Raises:
        OutputError: it is a folder or a file, or leads elsewhere.
    """
    is_ours = current.is_symlink() and real_path(current).parent == real_path(current.parent / RELEASES)
    if not is_ours and os.path.lexists(current):
        raise OutputError(Message("release.current-is-another"), Place(str(current)))


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = reason_of(error)
        raise OutputError(
            Message("release.cannot-write-release-release-stood", reason=reason), Place(str(error.filename or target))
        ) from error


class _Ahead(NamedTuple):
    """What has begun to be made before it is known what else is to be made.

    Attributes:
        keys: what it is kept by.
        documents: how many documents there are.
        go_on: makes all.
    """

    keys: Collection[str]
    documents: int
    go_on: GoOn[_Piece]


class _Build:
    """One build.

    Args:
        edition: the catalogue.
        target: where releases lie.
        temporary: where the new one is written.
        jobs: how many processes make documents.
        options: what is done beside.
    """

    def __init__(self, edition: Edition, target: Path, temporary: Path, jobs: int, options: BuildOptions) -> None:
        self._edition = edition
        self._target = target
        self._temporary = temporary
        self._jobs = jobs
        self._key = options.key
        self._elsewhere = options.elsewhere
        self._inputs = Inputs(edition)

    def close(self) -> None:
        """Let others read the edition as before."""
        self._inputs.close()
        keep_members(self._edition, None)

    def run(self, progress: Progress | None) -> Release:
        """Make everything, and give it its name."""
        frame = frame_of(self._edition, self._inputs)
        units = list(own_units(self._edition))
        own = [json.dumps([unit.key, *(document.path for document in unit.documents)]) for unit in units]
        of_own = {unit.key for unit in units}
        last = Last(self._edition, self._inputs, self._target, frame, own)
        compared = last.begin()
        surely = last.surely_anew(compared) if self._elsewhere is None else ()
        with collecting(self._target / RELEASES) as scratch:
            members = Members(self._inputs, self._target, last.files.folder, frame, scratch)
            keep_members(self._edition, members)
            begin = partial(Reading, self._inputs, last.unchanged(compared))
            with self._begun([unit for unit in units if unit.key in surely], last.files, begin) as ahead:
                former = last.former(last.compare(compared))
                collected = Collected(former, self._inputs, scratch, of_own)
                with closing(collected):
                    is_anew = self._elsewhere is not None
                    listed = list_others(self._edition, former, of_own, partial(self._batches, collected), is_anew=is_anew)
                    collected.keep_listing()
                    self._edition.graph.reads.common.clear()  # it is noted, and there is some of each entry
                    rest = [unit for unit in units if unit.key not in ahead.keys]
                    self._make(listed._replace(units=[*rest, *listed.units]), former, collected, ahead, progress)
                    digest = self._list(collected.entries)
                    release, is_new = self._name(digest)
                    if is_new:
                        data = {source.path: source.digest for source in self._edition.data}
                        collected.noted.keep(self._target, release.name, frame, own, data)
                        members.keep(release)
            return Release(release, release.name, collected.files, collected.size, is_new, collected.taken, collected.mended)

    @contextmanager
    def _begun(self, surely: Iterable[Unit], files: Former, begin: Callable[[], Reading]) -> Iterator[_Ahead]:
        """Begin to make those of the release's own documents that are surely made anew: which others are is not known yet."""
        ahead = [unit for unit in surely if not unit.is_last]
        work = list(pieces(ahead, files))
        maker = Maker(self._edition, begin, files, Writer(self._temporary))

        def make(piece: int) -> _Piece:
            return maker.process, [maker.make(ahead[number]) for number in work[piece]]

        with begun(len(work), self._jobs_for(max(len(files.entries), len(self._edition.things))), make) as go_on:
            yield _Ahead({unit.key for unit in ahead}, sum(len(unit.documents) for unit in ahead), go_on)

    def _batches(self, collected: Collected) -> Iterator[Batch]:
        """List the resources that the data has in another process, since something of each entry is kept for that."""
        begin = partial(Reading, self._inputs, collected.noted.looked.numbering)
        return map(
            collected.note_listing, apart(partial(batches, self._edition, begin), self._jobs_for(len(self._edition.things)))
        )

    def _jobs_for(self, count: int) -> int:
        """Give how many processes there may be for a number of documents or more."""
        return self._jobs if count >= _ENOUGH else 1

    def _list(self, entries: Iterable[Entry]) -> str:
        """Write the manifest with its digest and its signature, and give the digest."""
        path, pieces = self._temporary / MANIFEST, Counted(manifest_of(self._edition, entries))
        with path.open("wb") as file:
            file.writelines(pieces)
        (self._temporary / MANIFEST_DIGEST).write_bytes(digest_line(pieces.sha256))
        if self._key is not None:
            (self._temporary / MANIFEST_SIGNATURE).write_bytes(signature_of(path, self._key))
        return pieces.sha256

    def _make(self, listed: Listed, before: Former, collected: Collected, ahead: _Ahead, progress: Progress | None) -> None:
        units, taken = listed.units, list(pieces_taken(listed.taken))
        work = list(pieces(units, before))
        others = listed.files + sum(len(unit.documents) for unit in units if not unit.is_own)
        total = ahead.documents + sum(len(unit.documents) for unit in units if unit.is_own) + others
        writer = Writer(self._temporary)
        is_packed = 0 < self._edition.settings.releases.packed <= others
        packs = PackWriter(self._temporary, count_for(others), writer) if is_packed else None
        begin = partial(Reading, self._inputs, collected.noted.looked.numbering)
        maker = Maker(self._edition, begin, before, writer, packs)

        if work:
            self._inputs.prepare()

        def make(piece: int) -> _Piece:
            if piece < len(work):
                return maker.process, [maker.make(units[number]) for number in work[piece]]
            return maker.process, [maker.take(number) for number in taken[piece - len(work)]]

        if self._elsewhere is not None:
            made_by = self._elsewhere([unit for unit in units if not unit.is_last], maker)
        else:
            made_by = ahead.go_on(len(work) + len(taken), self._jobs_for(total), make)
        with closing(packs) if packs is not None else nullcontext(), closing(made_by) as results:
            for process, each in results:
                for made in each:
                    collected.add(process, made)
                if progress is not None:
                    progress(len(collected.entries), total)
            self._make_last([unit for unit in units if unit.is_last], maker, collected)
        if packs is not None:
            self._pack(Packer(self._temporary, count_for(others), before.packs, writer), collected)
        if progress is not None:
            progress(total, total)

    def _make_last(self, units: Sequence[Unit], maker: Maker, collected: Collected) -> None:
        """Make the documents that say how long others are, which are there: the catalogue's after all others, then copies."""
        know_digests(self._edition, _digests(collected.own))
        for unit in reversed(units):
            collected.add(maker.process, maker.make(unit))

    def _pack(self, packer: Packer, collected: Collected) -> None:
        """Make packs of the documents that are packed."""
        made = [each for some in spread(packer.spools, self._jobs, packer.pack) for each in some]
        made += packer.empty(entry for entry, _ in made)
        collected.entries.add(entry for entry, _ in made)
        collected.noted.packs.update((entry.path, changed) for entry, changed in made)

    def _name(self, digest: str) -> tuple[Path, bool]:
        """Give what was written its name, and make it the current release; everything is on the disk before.

        Returns:
            The release, and whether there was none of this name.
        """
        releases = self._target / RELEASES
        release = releases / self._edition.release
        is_new = not os.path.lexists(release)
        if is_new or not is_sound(release, digest):
            sync(self._temporary)
            if not is_new:
                remove(release)
            self._temporary.rename(release)
            sync_one(releases)
        point(self._target / CURRENT, Path(RELEASES) / release.name)
        return release, is_new
