"""The errors of the program, and how texts and places are written.

Every error that a user can cause is a `CatalogueError`. Its class says what happened, its `exit_code` is the one that the
command ends with:

- `UsageError` (2): the command or the call was asked for something that does not exist or makes no sense.
    - `SettingsError`: `catalogue.toml` is missing, unreadable or says something impossible.
    - `QueryError`: a query does not exist, does not parse, or a parameter does not fit.
    - `UnnameableError`: an IRI cannot be named in a release.
- `InputError` (3): the input cannot be read as what it should be.
- `FindingsError` (1): the input was read, and findings forbid to go on.
- `OutputError` (4): the operating system refused to read or write.
- `RemoteError` (5): a remote SPARQL endpoint refused or did not answer.
- `BusyError` (6): another process is at work in the same folder, or another publisher in the same store.
- `LimitError` (7): a query reached a limit, or ended the process that evaluated it.
- `AbandonedError` (130): whoever was asked gave up.
"""

from __future__ import annotations

import codecs
import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.messages import Message, Text, say

__all__ = [
    "BOM",
    "EXIT_CODES",
    "AbandonedError",
    "BusyError",
    "CatalogueError",
    "FindingsError",
    "InputError",
    "LimitError",
    "Location",
    "OutputError",
    "Place",
    "QueryError",
    "RemoteError",
    "SettingsError",
    "UnnameableError",
    "UsageError",
    "decoded",
    "reason_of",
]


BOM = "\ufeff"
"""The byte order mark, decoded."""


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file of the catalogue.

    Attributes:
        path: the file, relative to the catalogue's folder where it lies inside it, with `/`.
        line: the line, from 1; 0 when the whole file is meant.
        column: the column in characters, from 1; 0 when the whole line is meant.
        end_line: the line on which it ends; 0 when only its beginning is known.
        end_column: the column after its last character; 0 when only its beginning is known.

    >>> str(Place("data/umap.ttl", 3, 7)), str(Place("catalogue.toml"))
    ('data/umap.ttl:3:7', 'catalogue.toml:1:1')
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 1}:{self.column or 1}"

    @classmethod
    def of_byte(cls, path: str, data: bytes, start: int) -> Place:
        r"""Give the place of a byte of a text, before which all is UTF-8; a byte order mark takes no place.

        Args:
            path: the file.
            data: the bytes of the text.
            start: how many bytes stand before it.

        >>> str(Place.of_byte("a.ttl", b"\xef\xbb\xbfcaf\xc3\xa9\r\n \xe9", 11))
        'a.ttl:2:2'
        """
        before = data[:start].removeprefix(codecs.BOM_UTF8)
        line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        ends = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
        return cls(path, ends + 1, len(before[line_start:].decode()) + 1)


class Location(Place):
    """A folder or an address, which has no lines.

    >>> str(Location("tcp://10.0.0.1:8786"))
    'tcp://10.0.0.1:8786'
    """

    def __str__(self) -> str:
        return self.path


class CatalogueError(Exception):
    """Something that the user can mend went wrong.

    Args:
        message: what happened and how to mend it.
        place: where, if it is in a file.

    >>> print(UsageError({"en": "no such query"}, Place("queries/a.rq", 1, 1)))
    queries/a.rq:1:1: no such query
    """

    exit_code = 2

    def __init__(self, message: Text, place: Place | None = None) -> None:
        super().__init__(say(message, "en"))
        self.message = message
        self.place = place

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.place), self.__dict__  # it can be sent to another process

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: str) -> str:
        """Give the message with its place in one language."""
        message = say(self.message, language)
        return f"{self.place}: {message}" if self.place else message


class UsageError(CatalogueError):
    """The command or the call was asked for something that does not exist or makes no sense."""


class SettingsError(UsageError):
    """`catalogue.toml` is missing, unreadable or says something impossible.

    Args:
        message: what is wrong and how to mend it.
        place: where.
        others: what else is wrong.
    """

    def __init__(self, message: Text, place: Place | None = None, others: Sequence[CatalogueError] = ()) -> None:
        super().__init__(message, place)
        self.others = others

    def say(self, language: str) -> str:
        """Give the messages with their places in one language, one a line."""
        return "\n".join([super().say(language), *(other.say(language) for other in self.others)])


class QueryError(UsageError):
    """A query does not exist, does not parse, or a parameter does not fit."""


class UnnameableError(UsageError):
    """An IRI cannot be named in a release."""


class InputError(CatalogueError):
    """The input cannot be read as what it should be."""

    exit_code = 3


class FindingsError(CatalogueError):
    """The input was read, and findings forbid to go on."""

    exit_code = 1


class OutputError(CatalogueError):
    """The operating system refused to read or write."""

    exit_code = 4


class RemoteError(CatalogueError):
    """A remote SPARQL endpoint refused or did not answer."""

    exit_code = 5


class BusyError(CatalogueError):
    """Another process is at work in the same folder, or another publisher in the same store; nothing was changed."""

    exit_code = 6


class LimitError(CatalogueError):
    """A query reached a limit of what it may take, or ended the process that evaluated it."""

    exit_code = 7


class AbandonedError(CatalogueError):
    """Whoever was asked gave up, by Ctrl-C or at the end of the input; nothing was written."""

    exit_code = 130


EXIT_CODES: dict[int, Text] = {code: Message(f"exit.{code}") for code in (*range(8), 130, 143)}
"""What each exit code of the command means, written down once."""


_REASONS = {
    errno.EACCES: Message("system.permission-denied"),
    errno.EBUSY: Message("system.busy"),
    errno.EEXIST: Message("system.exists"),
    errno.EFBIG: Message("system.file-too-large"),
    errno.EIO: Message("system.input-output"),
    errno.EISDIR: Message("system.is-a-directory"),
    errno.ELOOP: Message("system.too-many-links"),
    errno.EMFILE: Message("system.too-many-open-files"),
    errno.ENAMETOOLONG: Message("system.name-too-long"),
    errno.ENOENT: Message("system.no-such-file"),
    errno.ENOSPC: Message("system.no-space"),
    errno.ENOTDIR: Message("system.not-a-directory"),
    errno.ENOTEMPTY: Message("system.not-empty"),
    errno.EPERM: Message("system.not-permitted"),
    errno.EROFS: Message("system.read-only"),
}
"""Why the operating system refuses to read or write, where that is known by a number."""


def reason_of(error: OSError) -> Text:
    """Give why the system refused something; in the words that come with it, which are often English, where they are others.

    >>> from catalogue.messages import say
    >>> error = PermissionError(errno.EACCES, "Permission denied")
    >>> say(reason_of(error), "en"), say(reason_of(error), "fr")
    ('Permission denied', 'permission refusée')
    >>> say(reason_of(OSError("of our own")), "fr")
    'of our own'
    """
    words, number = error.strerror or str(error), error.errno
    if number in _REASONS and words == os.strerror(number):
        return _REASONS[number]
    return {"en": words, "fr": words}


def decoded(data: bytes, path: str) -> str:
    r"""Give a text from its bytes, with its byte order mark where it has one.

    Args:
        data: the bytes.
        path: the file, for its place.

    Raises:
        InputError: they are not UTF-8; its place is that of the first byte which is not.

    >>> decoded(b"a\ncaf\xe9", "queries/a.rq")
    Traceback (most recent call last):
    ...
    catalogue.errors.InputError: queries/a.rq:2:4: not UTF-8; save the file as UTF-8
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise InputError(Message("text.not-utf-8"), Place.of_byte(path, data, error.start)) from None
