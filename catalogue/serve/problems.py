"""Problems: what went wrong with a request, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.errors import Text, say, text
from catalogue.serve.http import BadRequest
from catalogue.serve.negotiate import language_weight, preferences
from catalogue.serve.statuses import ERRORS, LIMITS, REFUSED
from catalogue.sparql.guard import Refusal

MEDIA_TYPE = "application/problem+json"

_NO_SPARQL = text("This query is not SPARQL", "Cette requête n'est pas du SPARQL")
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
    """

    status: int
    detail: Text
    limit: str = ""
    start: tuple[int, int] = (0, 0)
    end: tuple[int, int] = (0, 0)
    headers: Mapping[str, str] = field(default_factory=dict)
    name: Text | None = None

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
            UTF-8 bytes: `type`, `title`, `status`, `detail`, and where they are known `limit` and `position`.

        >>> Problem(403, text("no", "non")).written("fr").decode()
        '{"type":"about:blank","title":"Non permis","status":403,"detail":"non"}'
        """
        members: dict[str, Any] = {
            "type": "about:blank",
            "title": say(self.title, language),
            "status": self.status,
            "detail": say(self.detail, language),
        }
        if self.limit:
            members["limit"] = self.limit
        if self.start[0]:
            members["position"] = {"line": self.start[0], "column": self.start[1]}
            if self.end[0]:
                members["position"] |= {"endLine": self.end[0], "endColumn": self.end[1]}
        return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


NO_QUERY = text(
    "the request has no query: send it as the field `query` of a form, or as application/sparql-query",
    "la demande n'a pas de requête : envoyez-la dans le champ `query` d'un formulaire, ou comme application/sparql-query",
)
NO_PAGE = text(
    "there is no page here; choose json, xml, csv, tsv, or for triples turtle, ntriples, jsonld, rdfxml",
    "il n'y a pas de page ici ; choisissez json, xml, csv, tsv, ou pour des triplets turtle, ntriples, jsonld, rdfxml",
)
NO_FORMAT = text("there is nothing here in a format that you accept", "il n'y a rien ici dans un format que vous acceptez")


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
    return Problem(405, text(f"use one of {allowed}", f"employez l'une de {allowed}"), headers={"Allow": allowed})


def unacceptable(offered: Iterable[str]) -> Problem:
    """Say which media types there are, where none of them is accepted."""
    listed = ", ".join(sorted(set(offered)))
    return Problem(
        406,
        text(
            f"there is nothing here in a format that you accept; choose {listed}",
            f"il n'y a rien ici dans un format que vous acceptez ; choisissez {listed}",
        ),
    )


def busy(seconds: int) -> Problem:
    """Say that all workers are at work."""
    return Problem(
        503,
        text("too many queries at the same time; try again", "trop de requêtes en même temps ; réessayez"),
        "queue",
        headers={"Retry-After": str(seconds)},
    )


def spent(seconds: int) -> Problem:
    """Say that a client has used what it may in a minute."""
    return Problem(
        429,
        text(
            f"you have used your share of this service; try again in {seconds} s",
            f"vous avez utilisé votre part de ce service ; réessayez dans {seconds} s",
        ),
        "client",
        headers={"Retry-After": str(seconds)},
    )


def language_of(accept_language: str) -> str:
    """Choose the language of a message.

    >>> language_of("fr-CA, en;q=0.5"), language_of("")
    ('fr', 'en')
    """
    wanted = preferences(accept_language)
    return max(_LANGUAGES, key=lambda tag: language_weight(tag, wanted)) if wanted else _LANGUAGES[0]
