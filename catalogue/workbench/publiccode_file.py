"""Files of publiccode.yml: read as strangers' files are, with the place of each value and what is wrong with it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from catalogue.errors import InputError, OutputError, Place, UsageError, reason_of
from catalogue.messages import Message, Text
from catalogue.publiccode import VERSION_KEY, check, is_version
from catalogue.publiccode.checking import Steps
from catalogue.visible import visible
from catalogue.workbench.yaml_file import compose_plainly, read_text

MOST_BYTES = 1_000_000
"""How large a file may be; the longest texts that the standard allows, in twenty languages, are a fifth of it."""

_MOST_FILES = 10_000
_NAMES = ("publiccode.yml", "publiccode.yaml")
_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_BLOCKS = frozenset({"|", ">"})
"""The styles of texts that end with the end of a line, which is none of theirs."""

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Mistake(NamedTuple):
    """Something wrong with a file, which keeps a key from being taken over and not the others.

    Attributes:
        place: where it is.
        message: what is wrong, and what to write.
        is_missing: whether something that must be there is not.
        steps: where it is in the document.
    """

    place: Place
    message: Text
    is_missing: bool
    steps: Steps


class Read(NamedTuple):
    """A file, read.

    Attributes:
        document: what it says: texts, truth values, and mappings and lists of them.
        places: where each value stands, by the way to it; of a part of a mapping where its key does.
        mistakes: what is wrong with it, in the order of the file.
        name: its name in places.
    """

    document: Mapping[str, Any]
    places: Mapping[Steps, Place]
    mistakes: list[Mistake]
    name: str

    def place(self, steps: Steps) -> Place:
        """Give where a value stands, or the nearest thing around it that is there."""
        return next(self.places[steps[:end]] for end in range(len(steps), -1, -1) if steps[:end] in self.places)

    def is_sound(self, steps: Steps) -> bool:
        """Tell whether nothing is wrong with a value, nor with what it is in or has in it."""
        wrong = [mistake.steps for mistake in self.mistakes if not mistake.is_missing]
        return not any(each[: len(steps)] == steps or steps[: len(each)] == each for each in wrong)


def files_in(path: Path) -> list[Path]:
    """List the files to read: the path itself, or below a folder those that are called as the standard wants, in their order.

    Links to folders are not followed.

    Raises:
        UsageError: there is nothing there, or no such file in the folder.
    """
    if not path.is_dir():
        if not path.exists():
            raise UsageError(Message("import.nothing-there", path=visible(str(path))))
        return [path]
    files = sorted(
        Path(folder) / name
        for folder, _, names in os.walk(path)
        for name in names
        if name.lower().endswith(_NAMES) and not (Path(folder) / name).is_symlink()
    )
    if not files:
        raise UsageError(Message("import.no-files", path=visible(str(path)), names=" / ".join(_NAMES)))
    return files[:_MOST_FILES]


def read_publiccode(path: Path) -> Read:
    """Read a file. Nothing that it names is opened or fetched.

    Raises:
        InputError: it is too large, no YAML, has an alias, a tag or a key twice, is no mapping, or follows a version of the
            standard that is not known.
        OutputError: it is no file, or the system refused to read it.
    """
    name = str(path)
    try:
        status = path.stat()
    except OSError as error:
        raise OutputError(Message("sources.cannot-read", reason=reason_of(error)), Place(name)) from error
    if not stat.S_ISREG(status.st_mode):
        raise OutputError(Message("import.no-file"), Place(name))
    if status.st_size > MOST_BYTES:
        raise InputError(Message("import.too-large", most=MOST_BYTES // 1000), Place(name))
    return parse_publiccode(read_text(path, name), name)


def parse_publiccode(text: str, name: str) -> Read:
    r"""Read the text of a file: see `read_publiccode`.

    >>> read = parse_publiccode('publiccodeYmlVersion: "0.5"\nname: x\n', "x.yml")
    >>> read.document["name"], str(read.place(("name",))), str(read.mistakes[0].place)
    ('x', 'x.yml:2:1', 'x.yml:1:1')
    """
    places: dict[Steps, Place] = {}
    root = compose_plainly(text, name)
    if root is None or root.id != "mapping":
        raise InputError(Message("publiccode.no-document"), _place(name, root) if root is not None else Place(name))
    try:
        document = _Values(name, places).value(root, ())
    except RecursionError:
        raise InputError(Message("new.yaml-too-deep"), Place(name)) from None
    version = document.get(VERSION_KEY)
    if isinstance(version, str) and not is_version(version):
        message = Message("publiccode.version", version=visible(version))
        raise InputError(message, places[VERSION_KEY,])
    read = Read(document, places, [], name)
    read.mistakes.extend(sorted(_mistakes(read), key=lambda mistake: mistake.place))
    return read


def _mistakes(read: Read) -> Iterator[Mistake]:
    for fault in check(read.document):
        yield Mistake(read.place(fault.steps), fault.message, fault.is_missing, fault.steps)


def _place(name: str, node: Any) -> Place:
    return Place(name, node.start_mark.line + 1, node.start_mark.column + 1)


class _Values:
    """Makes values of nodes, and notes where each stands."""

    def __init__(self, name: str, places: dict[Steps, Place]) -> None:
        self._name = name
        self._places = places

    def value(self, node: Any, steps: Steps) -> Any:
        self._places.setdefault(steps, _place(self._name, node))
        if node.id == "mapping":
            return self._mapping(node, steps)
        if node.id == "sequence":
            return [self.value(each, (*steps, number)) for number, each in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: Any, steps: Steps) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            if key.id != "scalar":
                raise InputError(Message("new.yaml-no-key"), _place(self._name, key))
            if key.value in mapping:
                raise InputError(Message("new.yaml-key-twice", key=visible(key.value)), _place(self._name, key))
            self._places[*steps, key.value] = _place(self._name, key)
            mapping[key.value] = self.value(value, (*steps, key.value))
        return {key: value for key, value in mapping.items() if value is not None}


def _scalar(node: Any) -> str | bool | None:
    """Give what a scalar is: what is written without quotation marks may be a truth value or nothing, all else is a text."""
    if node.style in _BLOCKS:
        return str(node.value).rstrip("\n")
    if node.style:
        return str(node.value)
    if node.value in _NOTHING:
        return None
    return node.value in _TRUE if node.value in _TRUE | _FALSE else str(node.value)
