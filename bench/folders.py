"""Catalogue folders, written entity by entity."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.entities import Entity
from bench.writing import Printer, head
from catalogue.config import FILE_NAME, Settings

_FILES_IN_A_FOLDER = 1000


class DataFolder:
    """The data folder of a catalogue that is written: a folder for each folder of the first one, so many entities in a file.

    Args:
        folder: the catalogue's folder.
        settings: those of the first catalogue.
        per_file: how many entities a file has.

    Attributes:
        entities: how many entities were written.
        files: how many files were written.
    """

    def __init__(self, folder: Path, settings: Settings, per_file: int) -> None:
        self.entities = 0
        self.files = 0
        self._folder, self._settings, self._per_file = folder / settings.folders.data, settings, per_file
        self._pending: dict[str, list[str]] = defaultdict(list)
        self._numbers: dict[str, int] = defaultdict(int)
        self._prefixes: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for folder in self._pending:
            self._flush(folder)

    def declare(self, printer: Printer) -> None:
        """Let the files from now on have the prefixes of what a printer writes."""
        self._prefixes.update(printer.prefixes)

    def add(self, *entities: tuple[Entity, str]) -> None:
        """Write entities as the texts say them, all into one file: that of the first."""
        folder = entities[0][0].folder
        texts = self._pending[folder]
        for entity, text in entities:
            texts.append(text)
            self.entities += bool(entity.types)
        if len(texts) >= self._per_file:
            self._flush(folder)

    def _flush(self, folder: str) -> None:
        texts, self._pending[folder] = self._pending[folder], []
        if not texts:
            return
        number = self._numbers[folder]
        self._numbers[folder] += 1
        self.files += 1
        path = self._folder / folder / f"{number // _FILES_IN_A_FOLDER:03}" / f"{number:06}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([head(self._settings, self._prefixes), *texts]), "utf-8", newline="\n")


def copy_model(root: Path, folder: Path, settings: Settings) -> None:
    """Copy the settings, shapes and queries of the first catalogue, and take away the data of a former run."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / FILE_NAME, folder / FILE_NAME)
    for name in (settings.folders.data, settings.folders.shapes, settings.folders.queries):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (settings.folders.shapes, settings.folders.queries):
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name)
