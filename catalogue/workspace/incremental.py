"""Incremental checks: what one found is kept, so that the next looks only at what has changed since and what that affects."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from catalogue import sources
from catalogue.columns.index import Numbers
from catalogue.columns.snapshot import KeptFile, Snapshot, Stamp, kept_file, snapshot_of
from catalogue.config import FILE_NAME, read_settings
from catalogue.edition import Edition, read_edition
from catalogue.lint.check import check
from catalogue.lint.findings import Report
from catalogue.lint.scope import Scope
from catalogue.lint.validation import COMPILED, DEFAULT, Options
from catalogue.workspace.cache import Cache, Record

STATEMENTS, SUSPECTS = "statements", "suspects"
"""The kinds of records: what the files say, and what a check of all of it found something at."""

MOST_CHANGED = 4 * 1024 * 1024
"""How many bytes of files may be read beside a snapshot before a new one is made."""

SHARE = 8
"""Which part of all bytes may be read beside a snapshot before a new one is made."""


def check_again(folder: Path, *, only: frozenset[str] | None = None, options: Options = DEFAULT) -> Report:
    """Check a catalogue as `check` does, with what is known of the last time, and keep what is found for the next.

    Args:
        folder: the catalogue's folder.
        only: report the findings of these files only, or of all when None.
        options: how to check.

    Returns:
        The findings: those that a check without a cache gives.

    Raises:
        CatalogueError: as `read_edition` raises it.
    """
    settings = read_settings(folder)
    if options.engine != COMPILED:
        return check(read_edition(folder), only=only, options=options)
    root, now = settings.folder, time.time_ns()
    cache = Cache(root)
    conditions = hashlib.sha256((root / FILE_NAME).read_bytes()).hexdigest()
    named = sources.names_of(sources.find(root / settings.folders.data), root)
    paths = {name: path for path, name in named.items()}
    stamps = {name: stamp for name, path in paths.items() if (stamp := Stamp.of(path)) is not None}
    record = _usable(cache.read(STATEMENTS), conditions)
    snapshot = Snapshot.of(record.facts, record.parts) if record else None
    same = _same(snapshot, paths) if snapshot else {}
    if record and _is_much([stamps[name].size for name in stamps if name not in same], stamps):
        record, snapshot, same = None, None, {}
    edition = read_edition(folder, snapshot=snapshot, same=same)
    shapes = hashlib.sha256("\n".join(f"{source.path} {source.digest}" for source in edition.shapes).encode()).hexdigest()
    suspects = _suspects(cache.read(SUSPECTS), record, shapes) if record else None
    is_new = snapshot is not None and not len(same) == len(stamps) == len(snapshot.files)
    if record and suspects is None and is_new:  # other shapes: their suspects must be those of the snapshot as it is
        record, edition = None, read_edition(folder)
    scope = Scope(edition.graph, suspects)
    report = check(edition, only=only, options=options, scope=scope)
    if scope.is_whole and scope.is_complete:
        name = record.name if record else _keep(cache, edition, conditions, stamps, now)
        if name:
            found = {search: numbers.astype(np.int32) for search, numbers in scope.found.items()}
            cache.write(SUSPECTS, {"statements": name, "shapes": shapes}, found)
    return report


def _usable(record: Record | None, conditions: str) -> Record | None:
    return record if record and record.facts["conditions"] == conditions else None


def _same(snapshot: Snapshot, paths: Mapping[str, Path]) -> dict[str, KeptFile]:
    """Find the files that are as they were."""
    return {file.path: file for file in snapshot.files if file.path in paths and file.is_same(paths[file.path])}


def _is_much(changed: list[int], stamps: Mapping[str, Stamp]) -> bool:
    """Tell whether so much has changed that all is better read again."""
    return sum(changed) > min(MOST_CHANGED, sum(stamp.size for stamp in stamps.values()) // SHARE)


def _suspects(record: Record | None, statements: Record, shapes: str) -> dict[str, Numbers] | None:
    if record is None or record.facts != {"statements": statements.name, "shapes": shapes}:
        return None
    return {name: np.frombuffer(part, dtype=np.int32) for name, part in record.parts.items()}


def _keep(cache: Cache, edition: Edition, conditions: str, stamps: Mapping[str, Stamp], now: int) -> str | None:
    """Keep what the files say; nothing when one of them came or went meanwhile."""
    if {source.path for source in edition.data} != set(stamps):
        return None
    files = [kept_file(source, stamps[source.path], now) for source in edition.data]
    snapshot = snapshot_of(files, edition.graph.columns)
    return cache.write(STATEMENTS, {"conditions": conditions, **snapshot.facts()}, snapshot.parts())
