"""Builds in tasks: each task makes the documents of its share of the resources, and one process gives the release its name."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import IO, Any
from zlib import crc32

from catalogue.cluster.plans import BUILD, PACK, Plan, put_plan, results
from catalogue.cluster.shared import Shared
from catalogue.cluster.snapshots import Opened, pack, whole
from catalogue.edition import Edition, Inputs
from catalogue.errors import InputError, Location, UsageError
from catalogue.messages import Message
from catalogue.processes import spread
from catalogue.release.entries import Entry
from catalogue.release.inputs import Former
from catalogue.release.looked import Looked, New, Reading
from catalogue.release.making import Elsewhere, Made, Maker
from catalogue.release.units import Unit, units_of
from catalogue.workspace.workspace import Workspace

_TOGETHER = 20
"""The documents of how many resources are written at a time."""


def plan_build(workspace: Workspace, tasks: int, shared: Shared, base_url: str | None = None) -> Plan:
    """Plan the build of a catalogue.

    Args:
        workspace: the catalogue.
        tasks: in how many tasks.
        shared: where the plan is put, with all that tasks need.
        base_url: where the release will lie when that is not the base.

    Raises:
        SettingsError: there are no shapes: nothing would have a page.
        CatalogueError: the catalogue cannot be read, or the folder cannot be written.
    """
    catalogue = whole(workspace)
    edition = catalogue.edition.at(base_url)
    edition.needs_shapes()
    shared.make()
    limits = asdict(workspace.limits) if workspace.limits is not None else None
    more = {"release": edition.release, "base_url": base_url}
    return put_plan(Plan(BUILD, tasks, pack(catalogue, shared, with_data=True), limits, more), shared)


class _Pack:
    """Writes documents into one file, one behind the other, those with the same bytes once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._known: set[bytes] = set()

    def write(self, _path: str, data: bytes) -> int:
        digest = hashlib.sha256(data).digest()
        if digest not in self._known:
            self._known.add(digest)
            self._file.write(data)
        return 0

    def write_pieces(self, path: str, pieces: Iterable[bytes]) -> int:
        return self.write(path, b"".join(pieces))

    def share(self, path: str, data: bytes, _former: str) -> int:
        return self.write(path, data)

    def share_written(self, _path: str, _former: str) -> int | None:
        return None

    def copy(self, _path: str, _other: str) -> int:
        return 0

    def take(self, path: str, former: str) -> int:
        return self.write(path, Path(former).read_bytes())


def build_share(plan: Plan, number: int, catalogue: Opened, shared: Shared) -> dict[str, Any]:
    """Make the documents of the share of a task.

    Args:
        plan: the plan.
        number: the task.
        catalogue: the catalogue.
        shared: where the documents are put.

    Returns:
        The documents of each resource with what was read for them, and the object that has their bytes.

    Raises:
        InputError: the catalogue is not the one that was planned for.
        OutputError: the folder cannot be written.
    """
    edition = catalogue.edition.at(plan.more["base_url"])
    _refuse_another(edition, plan, shared)
    units = [unit for unit in units_of(edition) if not unit.is_last and _task_of(unit.iri, plan.tasks) == number]
    with tempfile.TemporaryDirectory(prefix="catalogue-") as temporary:
        packed = Path(temporary, "pack")
        with packed.open("wb") as file:
            begin = partial(Reading, Inputs(edition))
            maker = Maker(edition, begin, Former(Path(temporary)), _Pack(file))
            made = list(spread(len(units), 1, lambda at: maker.make(units[at])))
        digest = shared.put(packed)
    return {"made": [[each.key, each.entries, list(each.keys), list(each.new)] for each in made], PACK: digest}


def _task_of(iri: str, tasks: int) -> int:
    """Give the task that makes the documents of a resource: by a fixed hash of its IRI."""
    return crc32(iri.encode("utf-8", "surrogatepass")) % tasks


def _refuse_another(edition: Edition, plan: Plan, shared: Shared) -> None:
    if edition.release != plan.more["release"]:
        raise InputError(Message("cluster.other-files"), Location(shared.place))


def ready_made(edition: Edition, plan: Plan, shared: Shared) -> Elsewhere:
    """Give what a build takes documents from that tasks have made.

    Args:
        edition: the catalogue as it is built.
        plan: the plan.
        shared: where the results of all its tasks are.

    Returns:
        It raises `UsageError` where tasks have not been run or were planned for another catalogue, and `InputError` where what
        they have made is missing or damaged.
    """

    def made(units: Sequence[Unit], maker: Maker) -> Generator[tuple[int, list[Made]], None, None]:
        if edition.release != plan.more["release"]:
            raise UsageError(Message("cluster.changed-since"), Location(shared.place))
        expected = {unit.key: unit for unit in units}
        for number, result in enumerate(results(plan, shared)):
            for some in _taken(result, expected, maker, shared):
                yield -1 - number, some
        if expected:
            raise InputError(Message("cluster.other-files"), Location(shared.place))

    return made


def _taken(result: Mapping[str, Any], expected: dict[str, Unit], maker: Maker, shared: Shared) -> Iterator[list[Made]]:
    """Write the documents that a task has made; those that are expected and no others."""
    made = [_made(*each) for each in result["made"]]
    units = [expected.pop(each.key, None) for each in made]
    pairs = [(unit, each) for unit, each in zip(units, made, strict=True) if unit is not None and _is_of(each, unit)]
    if len(pairs) < len(made):
        raise InputError(Message("cluster.other-files"), Location(shared.place))
    with (
        tempfile.TemporaryDirectory(prefix="catalogue-") as temporary,
        shared.fetch(result[PACK], Path(temporary, "pack")).open("rb") as file,
    ):
        reader = _Unpacked(file, [entry for each in made for entry in each.entries], shared.place)
        for start in range(0, len(pairs), _TOGETHER):
            yield [maker.put(*pair, reader.data) for pair in pairs[start : start + _TOGETHER]]


def _is_of(made: Made, unit: Unit) -> bool:
    return [document.path for document in unit.documents] == [entry.path for entry in made.entries]


def _made(key: str, entries: Sequence[Sequence[Any]], keys: Sequence[int], new: Sequence[Sequence[Any]]) -> Made:
    return Made(key, {}, [Entry(*entry) for entry in entries], keys, New.of(starmap(Looked, new)))


class _Unpacked:
    """Reads documents out of a pack.

    Args:
        file: the pack.
        entries: all documents in it, in their order.
        place: where it comes from.
    """

    def __init__(self, file: IO[bytes], entries: Sequence[Entry], place: str) -> None:
        self._file = file
        self._place = place
        self._starts: dict[str, int] = {}
        end = 0
        for entry in entries:
            if entry.sha256 not in self._starts:
                self._starts[entry.sha256] = end
                end += entry.size

    def data(self, entry: Entry) -> bytes:
        """Give the bytes of a document.

        Raises:
            InputError: they are not those that the task has made.
        """
        self._file.seek(self._starts[entry.sha256])
        data = self._file.read(entry.size)
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise InputError(Message("cluster.object-damaged", digest=entry.sha256), Location(self._place))
        return data
