"""The texts of a catalogue: what it says of itself at length, in Markdown, each a page in every language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue.files import real_path
from catalogue.languages import is_well_formed, nearest, recommended
from catalogue.links import leads_out
from catalogue.sources import read_bytes

_NAME = re.compile(r"(?P<name>[a-z0-9_-]{1,60})\.(?P<language>[A-Za-z0-9-]+)\.md")
"""What the file of a text is called: its name, which is the address of its page, and its language."""


@dataclass(frozen=True)
class TextFile:
    """A text in one language.

    Attributes:
        path: the path of its file below the catalogue's folder, as places name it.
        name: its name, the same in all languages.
        language: its language.
        data: its bytes.
    """

    path: str
    name: str
    language: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


class Texts:
    """The texts of a catalogue.

    Args:
        files: their files.
        order: the names of those that come first.
        languages: the languages of the pages.
        is_address: whether a name is the address of something else.

    Attributes:
        files: the same.
    """

    def __init__(
        self, files: Sequence[TextFile], order: Sequence[str], languages: Sequence[str], is_address: Callable[[str], bool]
    ) -> None:
        self.files = files
        self._order = order
        self._languages = languages
        self._is_address = is_address

    @cached_property
    def _by_name(self) -> Mapping[str, Mapping[str, TextFile]]:
        names = dict.fromkeys((*self._order, *sorted(file.name for file in self.files)))
        by_name = {name: {file.language: file for file in self.files if file.name == name} for name in names}
        return {name: files for name, files in by_name.items() if files}

    @property
    def unwritten(self) -> Sequence[str]:
        """The names that the settings list and no file has."""
        return [name for name in self._order if name not in self._by_name]

    @cached_property
    def taken(self) -> Sequence[str]:
        """The names that are the address of something else: these texts have no page."""
        return [name for name in self._by_name if self._is_address(name)]

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of the texts that have pages, those that the settings list first."""
        return [name for name in self._by_name if name not in self.taken]

    def file(self, name: str, language: str) -> TextFile:
        """Give a text in a language, or in the first of the pages' languages that it has, else in any.

        Args:
            name: one of `names`.
            language: the language that is wanted.
        """
        files = self._by_name[name]
        tags = (nearest(wanted, files) for wanted in (language, *self._languages))
        return files[next(filter(None, tags), None) or min(files)]


def read_texts(root: Path, folder: str) -> tuple[TextFile, ...]:
    """Read the texts in a folder, in the order of the names of their files.

    Args:
        root: the catalogue's folder.
        folder: that of the texts, below it.

    Returns:
        The texts; none where there is no such folder. Files that are not named as `about.en.md` are passed over, and links that
        lead out of the folder.

    Raises:
        OutputError: the system refused to read one.
    """
    home = root / folder
    files = sorted(home.iterdir()) if home.is_dir() and not leads_out(home, root) else ()
    return tuple(filter(None, (_read(path, root, real_path(home)) for path in files)))


def _read(path: Path, root: Path, home: Path) -> TextFile | None:
    match = _NAME.fullmatch(path.name)
    if match is None or not is_well_formed(match["language"]) or not path.is_file() or leads_out(path, home):
        return None
    name = path.relative_to(root).as_posix()
    return TextFile(name, match["name"], recommended(match["language"]), read_bytes(path, name))
