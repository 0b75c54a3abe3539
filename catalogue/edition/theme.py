"""The theme of a catalogue: the files of its folder that give pages another look."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue.files import real_path
from catalogue.links import leads_out
from catalogue.sources import read_bytes

SUFFIXES = frozenset({".avif", ".css", ".gif", ".html", ".ico", ".jpg", ".png", ".po", ".svg", ".webp", ".woff2"})
"""The suffixes of the files of a theme; others, and hidden ones, are passed over."""

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+|[A-Za-z0-9_-]+")
"""What files and folders of a theme may be called: their names stand in addresses as they are."""


@dataclass(frozen=True)
class ThemeFile:
    """A file of a theme.

    Attributes:
        path: its path below the catalogue's folder, as places name it.
        name: its path below the theme's folder.
        data: its bytes.
    """

    path: str
    name: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """The suffix of its name, with the dot."""
        return Path(self.name).suffix

    @property
    def is_template(self) -> bool:
        """Whether it is a template of pages: HTML in the folder itself."""
        return self.suffix == ".html" and "/" not in self.name


def read_theme(root: Path, folder: str) -> tuple[ThemeFile, ...]:
    """Read the files of a theme, in the order of their names.

    Args:
        root: the catalogue's folder.
        folder: that of the theme, below it.

    Returns:
        The files; none where there is no such folder, or it leads out of the catalogue. Links that lead out of it are not
        followed.

    Raises:
        OutputError: the system refused to read one.
    """
    home = root / folder
    is_ours = home.is_dir() and not leads_out(home, root)
    files = (path for path in sorted(_inside(home, real_path(home))) if path.suffix in SUFFIXES) if is_ours else ()
    return tuple(_read(path, path.relative_to(root).as_posix(), path.relative_to(home).as_posix()) for path in files)


def _read(path: Path, name: str, inside: str) -> ThemeFile:
    return ThemeFile(name, inside, read_bytes(path, name))


def _inside(folder: Path, home: Path) -> Iterator[Path]:
    """Give the files of a folder and of those below it that have names for addresses and do not lead out of the theme."""
    for path in folder.iterdir():
        if not _NAME.fullmatch(path.name) or leads_out(path, home):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _inside(path, home)
        elif path.is_file():
            yield path
