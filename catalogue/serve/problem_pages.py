"""Problems as pages, for those who read: by one rule at every address."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from catalogue import pages
from catalogue.edition import Edition
from catalogue.messages import nearest_language, typeset
from catalogue.serve.memory import Kept, Memory
from catalogue.serve.negotiate import best_language, media_weight, preferences, prefers_page
from catalogue.serve.problems import MEDIA_TYPE, Problem

_ROOM = 1024 * 1024
_JSON = ("application/json", MEDIA_TYPE)


class ProblemPage(NamedTuple):
    """A page that tells a problem.

    Attributes:
        language: its language.
        body: HTML.
    """

    language: str
    body: bytes


class ProblemPages:
    """Tells problems by pages.

    Args:
        edition: the edition that is served.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._memory = Memory(_ROOM)

    async def find(self, problem: Problem, root: str, accept: str, accept_language: str) -> ProblemPage | None:
        """Give the page of a problem, or None to a client that would rather have JSON.

        Args:
            problem: what went wrong.
            root: the path of the service on its host, ending in `/`.
            accept: the client's header `Accept`.
            accept_language: its header `Accept-Language`.
        """
        ranges = preferences(accept)
        if not prefers_page(ranges, max(media_weight(name, ranges) for name in _JSON)):
            return None
        language = best_language(self._edition.settings.languages, accept_language)
        with pages.worded(self._edition):
            shown = shown_in(problem, language)
        key = (root, language, problem.status, shown)
        kept = self._memory.get(key)
        if kept is None:
            kept = Kept("", (), await asyncio.to_thread(self._page, problem.status, shown, language, root), b"")
            self._memory.keep(key, kept)
        return ProblemPage(language, bytes(kept.body))

    def _page(self, status: int, shown: pages.Problem, language: str, root: str) -> bytes:
        with pages.worded(self._edition):
            return pages.problem_page(self._edition, language, shown, root, is_missing=status == _NOT_FOUND)


def shown_in(problem: Problem, language: str) -> pages.Problem:
    """Give a problem as pages show it, in the nearest language that problems have."""
    tongue = nearest_language(language) or "en"
    line, column = problem.start
    title, detail = typeset(problem.title, tongue), typeset(problem.detail, tongue)
    return pages.Problem(title, detail, line, column, problem.limit, tongue, problem.near)


_NOT_FOUND = 404
