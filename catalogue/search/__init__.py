"""Search: what of a catalogue readers search, and the index that a script in their browser reads, on any static host.

`searched` lists the entries, `files` writes the index of one language, `stamp` tells whether it must be written again. All of
them follow from the edition alone. `words` is how a text is folded and cut into words; the script has the same rule.
"""

from catalogue.search.entries import Entry, in_language, searched
from catalogue.search.folding import fold, words
from catalogue.search.index import EXCERPT, cut, file_names, files, stamp

__all__ = ["EXCERPT", "Entry", "cut", "file_names", "files", "fold", "in_language", "searched", "stamp", "words"]
