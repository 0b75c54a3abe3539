"""Problems: what went wrong with a request, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.errors import Text, say, text
from catalogue.serve.negotiate import language_weight, preferences
from catalogue.serve.protocol import METHODS, BadRequest
from catalogue.sparql.guard import Refusal

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[str, int] = {
    "syntax": 400,
    "graph": 400,
    "depth": 400,
    "patterns": 400,
    "operators": 400,
    "query": 413,
    "update": 403,
    "remote": 403,
    "format": 406,
    "evaluation": 422,
    "memory": 422,
    "rows": 422,
    "bytes": 422,
    "wall": 504,
}
"""The HTTP status of each kind of refusal; those named like a setting of `[sparql]` are limits."""

_TITLES: Mapping[int, Text] = {
    400: text("Bad request", "Requête incorrecte"),
    403: text("Not allowed", "Non permis"),
    404: text("Not found", "Introuvable"),
    405: text("Method not allowed", "Méthode non permise"),
    406: text("Not acceptable", "Format non disponible"),
    408: text("Request too slow", "Envoi trop lent"),
    413: text("Query too long", "Requête trop longue"),
    415: text("Unsupported media type", "Type de contenu non accepté"),
    422: text("The query cannot be answered", "La requête ne peut pas aboutir"),
    429: text("Too much asked by one client", "Trop de demandes d'un même client"),
    500: text("Internal error", "Erreur interne"),
    503: text("Busy", "Occupé"),
    504: text("The query took too long", "La requête a pris trop de temps"),
}
_NO_SPARQL = text("This query is not SPARQL", "Cette requête n'est pas du SPARQL")
_LIMITS = frozenset({"depth", "patterns", "operators", "query", "memory", "rows", "bytes", "wall"})
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
        return self.name or _TITLES[self.status]

    def written(self, language: str) -> bytes:
        """Write it as a JSON object.

        Args:
            language: `en` or `fr`.

        Returns:
            UTF-8 bytes: `type`, `title`, `status`, `detail`, and where they are known `limit` and `position`.

        >>> Problem(403, text("no", "non")).written("fr").decode()
        '{"type":"about:blank","title":"Non permis","status":403,"detail":"non"}'
        """
        said: dict[str, Any] = {
            "type": "about:blank",
            "title": say(self.title, language),
            "status": self.status,
            "detail": say(self.detail, language),
        }
        if self.limit:
            said["limit"] = self.limit
        if self.start[0]:
            said["position"] = {"line": self.start[0], "column": self.start[1]}
            if self.end[0]:
                said["position"] |= {"endLine": self.end[0], "endColumn": self.end[1]}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


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
    limit = refusal.kind if refusal.kind in _LIMITS else ""
    name = _NO_SPARQL if refusal.kind == "syntax" else None
    return Problem(STATUS[refusal.kind], refusal.message, limit, refusal.start, refusal.end, name=name)


def of_request(request: BadRequest) -> Problem:
    """Give the problem of a request that is not one of the protocol."""
    return Problem(request.status, request.message)


def wrong_method() -> Problem:
    """Say which methods there are."""
    return Problem(405, text(f"use one of {METHODS}", f"employez l'une de {METHODS}"), headers={"Allow": METHODS})


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
