"""The lines of the files that findings are in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from catalogue.errors import Place
from catalogue.lint import Report
from catalogue.report.look import Look

_LINE_END = re.compile(r"\r\n|\n|\r")


_HELD = 128
"""How many files are held with their lines; others are cut into lines again when they are asked for again."""


def joined(_report: Report, parts: Iterable[str], _look: Look) -> str:
    """Write a report whose findings are written one behind the other, from what is written of its files."""
    return "".join(parts)


class Lines:
    """Gives lines of files; a file is cut into lines when it is first asked for.

    Args:
        texts: the texts of files, by path; some may be missing.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._of = lru_cache(maxsize=_HELD)(self._cut)

    def at(self, place: Place) -> str | None:
        r"""Give the line on which a place begins, without its line end, or None when it is not known.

        >>> Lines({"x.ttl": "a\r\nb"}).at(Place("x.ttl", 2)), Lines({}).at(Place("x.ttl", 2))
        ('b', None)
        """
        lines = self._of(place.path)
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None

    def inside(self, place: Place) -> str | None:
        r"""Give what stands at a place, lines joined by LF, or None when it or the end of the place is not known.

        >>> Lines({"x.ttl": "ab\ncd"}).inside(Place("x.ttl", 1, 2, 2, 2))
        'b\nc'
        """
        if not 0 < place.line <= place.end_line <= len(self._of(place.path)):
            return None
        *head, last = self._of(place.path)[place.line - 1 : place.end_line]
        return "\n".join([*head, last[: place.end_column - 1]])[place.column - 1 :]

    def _cut(self, path: str) -> list[str]:
        content = self._texts.get(path)
        if content is None:
            return []
        return _LINE_END.split(content) if "\r" in content else content.split("\n")
