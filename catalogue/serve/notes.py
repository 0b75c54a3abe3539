"""Notes in a header: what is told beside an answer whose body stays as the standard has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalogue.messages import say
from catalogue.serve.http import Scope, header
from catalogue.serve.problems import language_of
from catalogue.sparql.notes import QUERY, Note

NAME = "Catalogue-Notes"
"""The header: a list of Display Strings with parameters (RFC 9651, sections 3.1 and 3.3.8), in ASCII whatever they tell."""

_MOST = 4
_LONGEST = 700
"""How many bytes a string has at most: proxies refuse heads of more than some thousands."""

_TOKEN = re.compile(r"[A-Za-z*][\w!#$%&'*+.^`|~:/-]*", re.ASCII)


def notes_header(notes: Sequence[Note], scope: Scope) -> tuple[bytes, bytes]:
    """Write the header of an answer with notes, in the language of its reader.

    Args:
        notes: at least one; the first four are written.
        scope: the request's.
    """
    language = language_of(header(scope, b"accept-language"))
    return NAME.lower().encode(), ", ".join(written(note, language) for note in notes[:_MOST]).encode("ascii")


def written(note: Note, language: str) -> str:
    r"""Write a note as a Display String with its code, and its line and column where it is about a place in the query.

    >>> from catalogue.errors import Place
    >>> written(Note("a.b", {"fr": "d'été"}, Place("<query>", 1, 8)), "fr")
    '%"d\'%c3%a9t%c3%a9";code=a.b;line=1;column=8'
    """
    place = note.place
    is_in_query = place is None or place.path == QUERY
    text = say(note.message, language) if is_in_query else note.say(language)
    where = f";line={place.line};column={place.column}" if place is not None and is_in_query and place.line else ""
    code = f";code={note.code}" if _TOKEN.fullmatch(note.code) else ""
    return f'%"{_cut(text)}"{code}{where}'


def _cut(text: str) -> str:
    """Encode a text, as much of it as there is room for."""
    encoded = "".join(_encoded(text))
    if len(encoded) <= _LONGEST:
        return encoded
    ending, kept, size = "".join(_encoded("…")), [], 0
    for piece in _encoded(text):
        size += len(piece)
        if size > _LONGEST - len(ending):
            break
        kept.append(piece)
    return "".join([*kept, ending])


def _encoded(text: str) -> Iterator[str]:
    """Give the characters of a text as a Display String has them (section 4.1.11)."""
    for character in text:
        is_plain = " " <= character <= "~" and character not in '%"'
        yield character if is_plain else "".join(f"%{byte:02x}" for byte in character.encode("utf-8", "replace"))
