"""Problems: what went wrong with a request, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.messages import Message, Text, say
from catalogue.serve.http import BadRequest
from catalogue.serve.negotiate import best_language
from catalogue.serve.statuses import ERRORS, LIMITS, REFUSED
from catalogue.sparql.guard import Refusal

MEDIA_TYPE = "application/problem+json"

_NO_SPARQL = Message("serve.no-sparql")
_NOT_NOW = Message("serve.not-now")
_LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Problem:
    """What went wrong.

    Attributes:
        status: the HTTP status.
        detail: what is wrong and what would help.
        limit: the setting whose limit was reached, or empty.
        start: the line and the column in the query, from 1; (0, 0) when unknown.
        end: the line and the column after the last character; (0, 0) when unknown.
        headers: headers of the response.
        name: what kind of problem it is, when the status does not say it well enough.
        near: the address on this host, encoded, that may have been meant; or empty.
    """

    status: int
    detail: Text
    limit: str = ""
    start: tuple[int, int] = (0, 0)
    end: tuple[int, int] = (0, 0)
    headers: Mapping[str, str] = field(default_factory=dict)
    name: Text | None = None
    near: str = ""

    @property
    def title(self) -> Text:
        """What kind of problem it is."""
        return self.name or ERRORS[self.status].title

    def header_lines(self) -> Iterator[tuple[bytes, bytes]]:
        """Give the headers of the response as they are sent."""
        return ((name.lower().encode(), value.encode()) for name, value in self.headers.items())

    def written(self, language: str) -> bytes:
        """Write it as a JSON object.

        Args:
            language: `en` or `fr`.

        Returns:
            UTF-8 bytes: `type`, `title`, `status`, `detail`, and where they are known `limit`, `near` and `position`.

        >>> Problem(403, {"en": "no", "fr": "non"}).written("fr").decode()
        '{"type":"about:blank","title":"Non permis","status":403,"detail":"non"}'
        """
        members: dict[str, Any] = {
            "type": "about:blank",
            "title": say(self.title, language),
            "status": self.status,
            "detail": say(self._with_near(language) if self.near else self.detail, language),
        }
        if self.limit:
            members["limit"] = self.limit
        if self.near:
            members["near"] = self.near
        if self.start[0]:
            members["position"] = {"line": self.start[0], "column": self.start[1]}
            if self.end[0]:
                members["position"] |= {"endLine": self.end[0], "endColumn": self.end[1]}
        return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()

    def _with_near(self, language: str) -> Text:
        """Give the detail with the address that may have been meant: a sentence of its own behind sentences."""
        if say(self.detail, language).endswith("."):
            return Message("serve.near-sentence", detail=self.detail, near=self.near)
        return Message("serve.near", detail=self.detail, near=self.near)


NOT_AS_REQUIRED = Message("serve.not-as-required")
NO_QUERY = Message("serve.no-query")
NO_FORMAT = Message("serve.no-format")


def of_refusal(refusal: Refusal) -> Problem:
    """Give the problem of a query that was refused."""
    limit = refusal.kind if refusal.kind in LIMITS else ""
    name = _NO_SPARQL if refusal.kind == "syntax" else None
    return Problem(REFUSED[refusal.kind], refusal.message, limit, refusal.start, refusal.end, name=name)


def of_request(request: BadRequest) -> Problem:
    """Give the problem of a request that is not one of the protocol."""
    return Problem(request.status, request.message)


def wrong_method(allowed: str) -> Problem:
    """Say which methods an address has, given as `Allow` lists them."""
    return Problem(405, Message("serve.use-one", allowed=allowed), headers={"Allow": allowed})


def unacceptable(offered: Iterable[str]) -> Problem:
    """Say which media types there are, where none of them is accepted."""
    listed = ", ".join(sorted(set(offered)))
    return Problem(
        406,
        Message("serve.nothing-here-format-you-accept", listed=listed),
    )


def no_such_part(size: int) -> Problem:
    """Say that a document has none of the bytes that are asked for."""
    name, detail = Message("serve.range-not-satisfiable"), Message("serve.no-such-part", size=size)
    return Problem(416, detail, name=name, headers={"Content-Range": f"bytes */{size}"})


def busy(seconds: int) -> Problem:
    """Say that all workers are at work."""
    return Problem(
        503,
        Message("serve.too-many-queries-same-time"),
        "queue",
        headers={"Retry-After": str(seconds)},
    )


def ended() -> Problem:
    """Say that the process was ended from outside that answered a query."""
    return Problem(503, Message("serve.worker-ended"), headers={"Retry-After": "1"}, name=_NOT_NOW)


def unreachable(message: Text) -> Problem:
    """Say that what answers queries elsewhere does not answer."""
    return Problem(503, message, headers={"Retry-After": "5"}, name=_NOT_NOW)


def loading(seconds: int) -> Problem:
    """Say that the statements are being loaded, which is tried again within some seconds."""
    return Problem(503, Message("serve.loading"), headers={"Retry-After": str(seconds)}, name=_NOT_NOW)


def ending() -> Problem:
    """Say that the server is about to end."""
    return Problem(503, Message("serve.ending"), headers={"Retry-After": "1"}, name=_NOT_NOW)


def crowded() -> Problem:
    """Say that a client has too many requests at the same time."""
    return Problem(429, Message("serve.crowded"), headers={"Retry-After": "1"})


def spent(seconds: int) -> Problem:
    """Say that a client has used what it may in a minute."""
    return Problem(
        429,
        Message("serve.you-used-your-share-service", seconds=seconds),
        "client",
        headers={"Retry-After": str(seconds)},
    )


def language_of(accept_language: str) -> str:
    """Choose the language of a message.

    >>> language_of("fr-CA, en;q=0.5"), language_of("")
    ('fr', 'en')
    """
    return best_language(_LANGUAGES, accept_language)
