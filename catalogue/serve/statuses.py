"""Statuses: what each means, and which status each kind of refusal has. Answers, problems and descriptions read this table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from catalogue.errors import Text, text


class Status(NamedTuple):
    """An HTTP status of an error.

    Attributes:
        title: what problems with it are called.
        meaning: what it means here.
    """

    title: Text
    meaning: Text


ERRORS: Mapping[int, Status] = {
    400: Status(
        text("Bad request", "Requête incorrecte"),
        text(
            "The query does not parse, a parameter does not fit, or a limit forbids the query.",
            "La requête ne se lit pas, un paramètre ne convient pas, ou une limite interdit la requête.",
        ),
    ),
    403: Status(
        text("Not allowed", "Non permis"),
        text(
            "The query would change data or ask another service.",
            "La requête modifierait des données ou en appellerait d'autres.",
        ),
    ),
    404: Status(
        text("Not found", "Introuvable"),
        text("There is no such release or query here.", "Cette version ou cette requête n'est pas ici."),
    ),
    405: Status(
        text("Method not allowed", "Méthode non permise"),
        text("The address has other methods: see `Allow`.", "L'adresse a d'autres méthodes : voir `Allow`."),
    ),
    406: Status(
        text("Not acceptable", "Format non disponible"),
        text("There is no answer of a media type that is accepted.", "Aucune réponse dans un type de média accepté."),
    ),
    408: Status(
        text("Request too slow", "Envoi trop lent"),
        text("The body did not come in time.", "Le corps n'est pas arrivé à temps."),
    ),
    413: Status(
        text("Query too long", "Requête trop longue"),
        text("The query is too long.", "La requête est trop longue."),
    ),
    414: Status(
        text("Address too long", "Adresse trop longue"),
        text(
            "The address is too long: send the query in the body.",
            "L'adresse est trop longue : envoyez la requête dans le corps.",
        ),
    ),
    415: Status(
        text("Unsupported media type", "Type de contenu non accepté"),
        text("The body is of another media type.", "Le corps est d'un autre type de média."),
    ),
    422: Status(
        text("The query cannot be answered", "La requête ne peut pas aboutir"),
        text("The answer is too large, or needs too much memory.", "La réponse est trop grande, ou demande trop de mémoire."),
    ),
    429: Status(
        text("Too much asked by one client", "Trop de demandes d'un même client"),
        text("The client has used up its share: wait.", "Le client a épuisé sa part : attendez."),
    ),
    431: Status(
        text("Headers too large", "En-têtes trop grands"),
        text("The headers are too many or too large.", "Les en-têtes sont trop nombreux ou trop grands."),
    ),
    500: Status(
        text("Internal error", "Erreur interne"),
        text("The program has a fault.", "Le programme a un défaut."),
    ),
    503: Status(
        text("Busy", "Occupé"),
        text("Too many queries are waiting: wait.", "Trop de requêtes attendent : attendez."),
    ),
    504: Status(
        text("The query took too long", "La requête a pris trop de temps"),
        text("The answer took too long.", "La réponse a pris trop de temps."),
    ),
}
"""Every error that is answered."""

REFUSED: Mapping[str, int] = {
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
"""The status of each kind of refusal of a query; those named like a setting of `[sparql]` are limits."""

LIMITS = frozenset({"depth", "patterns", "operators", "query", "memory", "rows", "bytes", "wall"})
"""The kinds of refusal that are limits."""

BY_SERVER = frozenset({414, 431})
"""What the HTTP server answers itself, without a body: the request never reaches the program."""

WAITING = frozenset({429, 503})
"""What says in `Retry-After` when to come again."""
