"""The index: files that a script of the pages loads one by one, as plain scripts, so that they open from a disk too.

`start` says where what stands and has the texts of the script; `words-N` has the words in their order, each with the entries
that have it; `entries-N` what is shown of entries, `facets` what results are narrowed by. How many there are follows from the
number of entries alone, so that listing the documents of a release makes no index.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

from catalogue.edition import Edition, held_by_edition, per_edition
from catalogue.languages import lookup
from catalogue.messages import Template, codes, languages, say
from catalogue.search.entries import Entry, searched
from catalogue.search.facets import facets
from catalogue.search.folding import words, words_of

_ENTRIES_PER_FILE = 100
_ENTRIES_PER_FILE_OF_WORDS = 150
EXCERPT = 150
_NAME = 200
"""How many characters of a description and of a name are shown at most."""

_STAMP = 8

WHOLE, FIRST, NAME, ALTERNATIVE, KEY, TEXT = range(6)
"""Where an entry has a word: it is its name; the first of its name; in its name; in another name; in what its types and key
values are called; in its description. The script ranks by them."""

_ROOM = "search-script."
_LAST = "\U0010ffff"
"""What no word comes after."""


def file_names(edition: Edition) -> list[str]:
    """Name the files of the index of each language, without suffix; none where nothing is searched."""
    return _file_names(len(edition.subjects))


def _file_names(count: int) -> list[str]:
    """Name the files of an index of so many entries.

    >>> _file_names(110), _file_names(0)
    (['start', 'facets', 'words-0', 'entries-0', 'entries-1'], [])
    """
    if not count:
        return []
    parts = (("words", _ENTRIES_PER_FILE_OF_WORDS), ("entries", _ENTRIES_PER_FILE))
    return ["start", "facets", *(f"{part}-{number}" for part, size in parts for number in range(ceil(count / size)))]


@held_by_edition
def files(edition: Edition, language: str) -> Mapping[str, bytes]:
    """Write the index of what is searched on the pages of a language.

    Args:
        edition: the catalogue.
        language: the language of the pages.

    Returns:
        The files by name, without suffix: each calls the script with its name and what it has.
    """
    entries = searched(edition, language)
    if not entries:
        return {}
    rows = [_written(row) for row in _rows(entries)]
    cuts = _cuts([len(row.encode()) for row in rows], ceil(len(entries) / _ENTRIES_PER_FILE_OF_WORDS))
    types = {name: number for number, name in enumerate(dict.fromkeys(entry.type_name for entry in entries))}
    start = {
        "count": len(entries),
        "perFile": _ENTRIES_PER_FILE,
        "words": [json.loads(rows[begin])[0] if begin < len(rows) else _LAST for begin, _ in cuts],
        "types": list(types),
        "texts": _texts(language),
        "textsLanguage": "" if lookup(language, languages()) else "en",
    }
    written = {"facets": _written(facets(edition, language, entries))}
    for number, (begin, end) in enumerate(cuts):
        written[f"words-{number}"] = _list(rows[begin:end])
    about = _about(entries)
    for number, begin in enumerate(range(0, len(entries), _ENTRIES_PER_FILE)):
        part = enumerate(entries[begin : begin + _ENTRIES_PER_FILE], begin)
        shown = [_written(_shown(entry, types, about.get(place, ()))) for place, entry in part]
        written[f"entries-{number}"] = _list(shown)
    start["stamp"] = hashlib.sha256("".join(written.values()).encode()).hexdigest()[:_STAMP]
    contents = {**written, "start": _written(start)}
    return {name: f"catalogueSearch({_written(name)},{content});\n".encode() for name, content in contents.items()}


@per_edition
def stamp(edition: Edition, language: str) -> str:
    """Give what changes when the index of a language must be written again: a digest of all that is searched.

    Args:
        edition: the catalogue.
        language: the language of the pages.

    Returns:
        The SHA-256 in 64 hexadecimal digits.
    """
    entries = searched(edition, language)
    whole = hashlib.sha256(_written(facets(edition, language, entries)).encode())
    for entry in entries:
        whole.update(f"{entry!r}\n".encode())
    return whole.hexdigest()


def _written(value: Any) -> str:
    """Write a value as JSON that is JavaScript too, of whatever age."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _list(rows: Sequence[str]) -> str:
    return "[" + ",\n".join(rows) + "]"


def _texts(language: str) -> dict[str, str]:
    keys = (code.removeprefix(_ROOM) for code in codes(_ROOM))
    return {key: say(Template(f"search-script.{key}"), language) for key in keys}


def _rows(entries: Sequence[Entry]) -> Iterator[list[Any]]:
    """List the words in the order of JavaScript, each with the entries that have it by where they do.

    Returns:
        For each word a row: the word, then in turn where it stands and the numbers of the entries, each less the one before.
    """
    places: dict[str, dict[int, int]] = {}
    for number, entry in enumerate(entries):
        for word, place in _places(entry).items():
            places.setdefault(word, {})[number] = place
    for word in sorted(places, key=lambda word: word.encode("utf-16-be", "surrogatepass")):
        by_place: dict[int, list[int]] = {}
        for number, place in places[word].items():
            by_place.setdefault(place, []).append(number)
        row: list[Any] = [word]
        for place, numbers in sorted(by_place.items()):
            row += [place, [numbers[0], *(after - before for before, after in pairwise(numbers))]]
        yield row


def _places(entry: Entry) -> dict[str, int]:
    """Give the words of an entry with the best of the places where it has each."""
    places: dict[str, int] = {}
    for name in entry.names:
        first, *others = words(name) or [""]
        places[first] = min(places.get(first, TEXT), FIRST if others else WHOLE)
        for word in others:
            places[word] = min(places.get(word, TEXT), NAME)
    for place, texts in ((ALTERNATIVE, entry.alternatives), (KEY, entry.key_texts), (TEXT, (entry.text,))):
        for word in sorted(words_of(texts)):
            places.setdefault(word, place)
    places.pop("", None)
    return places


def _cuts(sizes: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Cut rows into so many runs of about the same size.

    Returns:
        Where each run begins and ends; the last ones are empty where there are fewer rows.

    >>> _cuts([5, 5, 5, 1], 2), _cuts([3], 2)
    ([(0, 2), (2, 4)], [(0, 1), (1, 1)])
    """
    ends: list[int] = []
    total, done = sum(sizes), 0
    for place, size in enumerate(sizes, 1):
        done += size
        while len(ends) < count - 1 and done * count >= total * (len(ends) + 1):
            ends.append(place)
    bounds = [0, *ends, *[len(sizes)] * (count - len(ends))]
    return list(pairwise(bounds))


def _about(entries: Sequence[Entry]) -> dict[int, list[int]]:
    """List what entries are named after, by their numbers: a thing that a key property leads to, whose name is in theirs."""
    numbers = {entry.iri: number for number, entry in enumerate(entries)}
    called = [frozenset(words(entry.name)) for entry in entries]
    about: dict[int, list[int]] = {}
    for number, entry in enumerate(entries):
        leads_to = sorted({numbers[key.value.value] for key in entry.keys if key.value.value in numbers})
        named_after = [other for other in leads_to if called[other] and called[other] < called[number]]
        if named_after:
            about[number] = named_after
    return about


def _shown(entry: Entry, types: Mapping[str, int], about: Sequence[int]) -> list[Any]:
    """Give what the script knows of an entry, without empty ends.

    Returns:
        Name, address, number of the type, description, the languages of name and description if others, and the numbers of
        what it is named after.
    """
    row = [cut(entry.name, _NAME), entry.address, types[entry.type_name], cut(entry.text, EXCERPT)]
    tags = [entry.name_language, entry.text_language]
    return [*row, *tags, *([about] if about else [])] if any(tags) or about else row


def cut(text: str, longest: int) -> str:
    """Cut a text behind a word where one ends in its last third.

    >>> cut("a text of some words", 12), cut("one", 12), cut("x" * 20, 12)
    ('a text of…', 'one', 'xxxxxxxxxxxx…')
    """
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    space = text.rfind(" ", longest * 2 // 3, longest + 1)
    return text[: space if space > 0 else longest] + "…"
