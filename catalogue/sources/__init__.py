"""Sources: the files of a catalogue, read and parsed, each statement with the file that says it."""

from catalogue.sources.files import find, name_of, names_of, read, unread
from catalogue.sources.issues import SourceIssue, place_of
from catalogue.sources.parsing import SUFFIXES, Source, parse, read_bytes, words_at, words_of
from catalogue.sources.reading import read_all
from catalogue.sources.statements import Statements, packed

__all__ = [
    "SUFFIXES",
    "Source",
    "SourceIssue",
    "Statements",
    "find",
    "name_of",
    "names_of",
    "packed",
    "parse",
    "place_of",
    "read",
    "read_all",
    "read_bytes",
    "unread",
    "words_at",
    "words_of",
]
