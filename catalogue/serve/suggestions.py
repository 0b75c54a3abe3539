"""Suggestions: which address may have been meant by one at which nothing is, for a bounded share of the time.

Whoever asks for addresses at random, thousands a second, gets most answers without a search: searching takes a small share of
one processor, however many ask.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from functools import cached_property
from urllib.parse import quote

from catalogue.edition import Edition
from catalogue.near import Iris
from catalogue.publish import asked, resources

SHARE = 0.05
"""Which share of one processor's time searches take at most."""

BURST = 0.25
"""For how many seconds may be searched at once, after a time without searches."""

LONGEST = 200
"""How many characters an address may have that is searched for."""

_PAGE = 0.002
"""What a new page with a suggestion takes to write, in seconds."""

_SUFFIX = re.compile(r"\.[^/]*\Z")
_SAFE = "/%:@!$&'()*+,;=~"
"""What stands in a path as it is (RFC 3986, section 3.3)."""


class Allowance:
    """Time that may be spent: it comes back at an even rate, up to a limit.

    Args:
        share: how many seconds come back in one.
        burst: how many seconds there may be at most, and are at first.
        clock: gives the time in seconds.

    >>> allowance = Allowance(0.5, 1.0, iter([0, 0, 4]).__next__)
    >>> allowance.spend(2.0)
    >>> allowance.is_left(), allowance.is_left()
    (False, True)
    """

    def __init__(self, share: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._share, self._burst, self._clock = share, burst, clock
        self._left, self._at = burst, clock()

    def is_left(self) -> bool:
        """Whether there is time to spend."""
        now = self._clock()
        self._left, self._at = min(self._burst, self._left + (now - self._at) * self._share), now
        return self._left > 0

    def spend(self, seconds: float) -> None:
        """Take what was spent away."""
        self._left -= seconds


class Suggestions:
    """Suggests addresses of an edition.

    Args:
        edition: the catalogue.
        allowance: the time that searches may take.
    """

    def __init__(self, edition: Edition, allowance: Allowance | None = None) -> None:
        self._edition = edition
        self._allowance = allowance or Allowance(SHARE, BURST)
        self._is_searching = False

    async def near(self, path: str) -> str:
        """Give the path of what may have been meant.

        Args:
            path: a path below the base at which nothing is, decoded.

        Returns:
            A path below the base, encoded as in an address; empty when nothing is near, or when there is no time to search.
        """
        if self._is_searching or not 0 < len(path) <= LONGEST or not self._allowance.is_left():
            return ""
        self._is_searching = True
        try:
            near, seconds = await asyncio.to_thread(self._timed, path)
        finally:
            self._is_searching = False
        self._allowance.spend(seconds)
        return near

    def _timed(self, path: str) -> tuple[str, float]:
        """Search, and give the time of the processor that it took; not that of collecting the addresses, which is once."""
        _ = self._iris
        start = time.thread_time()
        near = self.search(path)
        return near, time.thread_time() - start + (_PAGE if near else 0.0)

    def search(self, path: str) -> str:
        """Give what `near` gives, however long it takes: what the path names without its suffix, else what is like it."""
        base, stem = self._edition.settings.base, _SUFFIX.sub("", path)
        resource = asked(self._edition, stem) if stem not in {path, ""} else None
        if resource is not None:
            near: str | None = resource.iri
        else:
            near = self._iris.search(base + path) or (self._iris.search(base + stem) if stem != path else None)
        return quote(near.removeprefix(base), safe=_SAFE) if near is not None else ""

    @cached_property
    def _iris(self) -> Iris:
        """The addresses that have documents: those with `?` or `#` are no address of a request by themselves."""
        base = self._edition.settings.base
        iris = (resource.iri for resource in resources(self._edition))
        return Iris(iri for iri in iris if iri.startswith(base) and iri != base and "?" not in iri and "#" not in iri)
