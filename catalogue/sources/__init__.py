"""Sources: the files of a catalogue, read and parsed, each statement with the file that says it."""

from catalogue.sources.convertible import conversion, convertible
from catalogue.sources.files import Reason, Unread, find, misled, name_of, names_of, read, shown_name, unread
from catalogue.sources.issues import SourceIssue, place_of
from catalogue.sources.parsing import SUFFIXES, Source, parse, read_bytes, syntax_of, words_at, words_of
from catalogue.sources.reading import read_all
from catalogue.sources.statements import Statements, packed

__all__ = [
    "SUFFIXES",
    "Reason",
    "Source",
    "SourceIssue",
    "Statements",
    "Unread",
    "conversion",
    "convertible",
    "find",
    "misled",
    "name_of",
    "names_of",
    "packed",
    "parse",
    "place_of",
    "read",
    "read_all",
    "read_bytes",
    "shown_name",
    "syntax_of",
    "unread",
    "words_at",
    "words_of",
]
