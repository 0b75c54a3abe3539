"""Notes: what is told beside an answer, which stays as it is: why it may be empty, or not all that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from catalogue.errors import Place
from catalogue.messages import Message, Text, say
from catalogue.messages import packed as pack
from catalogue.messages import unpacked as unpack
from catalogue.sparql.tokens import SparqlToken, line_and_column

QUERY = "<query>"
"""The path in the places of a query that stands in no file."""


class Note(NamedTuple):
    """What is told beside an answer.

    Attributes:
        code: its code in the catalogues of messages.
        message: what is told, by language.
        place: where it is about: in the query, or in a file of the catalogue; None when it is about no place.

    >>> note = Note.of(Message("count.rows", count=2), Place("<query>", 1, 8))
    >>> str(note), note.say("fr"), note.code
    ('<query>:1:8: 2 rows', '<query>:1:8: 2 lignes', 'count.rows')
    """

    code: str
    message: Text
    place: Place | None = None

    @classmethod
    def of(cls, message: Message, place: Place | None = None) -> Note:
        """Make a note of a message."""
        return cls(message.code, message, place)

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: str) -> str:
        """Give the message with its place in one language."""
        message = say(self.message, language)
        return f"{self.place}: {message}" if self.place else message


def place_of_token(text: str, token: SparqlToken, path: str = QUERY) -> Place:
    """Give the place of a token of a query.

    Args:
        text: the query.
        token: one of its tokens.
        path: the query's file.
    """
    return Place(path, *line_and_column(text, token.start), *line_and_column(text, token.end))


def packed(notes: Sequence[Note]) -> list[list[Any]]:
    """Write notes as what JSON has, for their way to another process; see `unpacked`."""
    return [[note.code, pack(note.message), note.place and list(vars(note.place).values())] for note in notes]


def unpacked(written: Sequence[Sequence[Any]]) -> tuple[Note, ...]:
    """Read what `packed` has written.

    >>> notes = [Note("a", {"en": "b"}), Note("c", {"en": "d"}, Place("<query>", 1, 2, 3, 4))]
    >>> unpacked(packed(notes)) == tuple(notes)
    True
    """
    return tuple(Note(code, unpack(message), Place(*place) if place else None) for code, message, place in written)
