"""Loading statements into a store in memory: the order in which they come decides how quickly they are gone through."""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from catalogue.columns.sets import have_twice
from catalogue.quads import DefaultGraph, Syntax, read
from catalogue.store.engine import Store
from catalogue.terms import NamedNode

_TYPE = b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_LINES = 1000


def share(store: Store, path: Path) -> bool:
    """Tell whether statements in N-Quads may stand in more than one graph.

    Their lines are compared without the graph, by numbers made of them: what is the same has the same number, and what is not
    hardly ever has.

    Args:
        store: where they have been loaded.
        path: the statements, one a line, written in one way.
    """
    is_plain = all(isinstance(graph, NamedNode) for graph in store.named_graphs())
    if not is_plain or next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None:
        return True
    with path.open("rb") as lines:
        return have_twice(array("q", (hash(line[: line.rfind(b" <")]) for line in lines)))


def load(store: Store, path: Path) -> None:
    """Load statements in N-Quads into a store in memory, such that what is asked together lies together.

    The store keeps the statements of a predicate in a chain, in the order in which they came. Classes come first, since to
    count instances is to follow their whole chain; of all else, the statements about one thing stay together. Those with blank
    nodes come last, by another way: the quick one gives blank nodes other labels each time.

    Args:
        store: an empty store.
        path: the statements, one a line, with a space between two terms.
    """
    store.load(_selected(path, lambda line: _TYPE in line and not _has_blank(line)), format=Syntax.N_QUADS)
    store.load(_selected(path, lambda line: _TYPE not in line and not _has_blank(line)), format=Syntax.N_QUADS)
    store.extend(read(_selected(path, _has_blank), Syntax.N_QUADS))


def _has_blank(line: bytes) -> bool:
    """Say whether a statement has a blank node, or a text that looks like one."""
    return line.startswith(b"_:") or b" _:" in line


def _selected(path: Path, wanted: Callable[[bytes], bool]) -> io.BufferedReader:
    return io.BufferedReader(_Selected(path, wanted))


class _Selected(io.RawIOBase):
    """Reads those lines of a file that are wanted."""

    def __init__(self, path: Path, wanted: Callable[[bytes], bool]) -> None:
        self._file = path.open("rb")
        self._lines = filter(wanted, self._file)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(b"".join(islice(self._lines, _LINES)))
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()
