"""Titles and descriptions of what OpenAPI describes, by key."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.errors import Text, say, text

_SENTENCES: Mapping[str, Text] = {
    "accepted": text(
        "The answer, in the first media type that is accepted.", "La réponse, dans le premier type de média accepté."
    ),
    "form": text("The query as a field of a form.", "La requête comme champ de formulaire."),
    "allow": text("The methods of the address.", "Les méthodes de l'adresse."),
    "list": text("The named queries and their parameters", "Les requêtes nommées et leurs paramètres"),
    "list_of_release": text(
        "The named queries, which a release that is kept can be asked",
        "Les requêtes nommées, que l'on peut poser à une version conservée",
    ),
    "listed": text("The queries, in the order of their names.", "Les requêtes, dans l'ordre de leurs noms."),
    "known": text("The client's own copy is still right.", "La copie du client est encore juste."),
    "named_of_release": text("Ask a release that is kept a named query", "Poser une requête nommée à une version conservée"),
    "name": text("The name of a query.", "Le nom d'une requête."),
    "parameters": text("The query's own parameters.", "Les paramètres propres à la requête."),
    "query": text("A SPARQL 1.1 query.", "Une requête SPARQL 1.1."),
    "format": text("The format of the answer, instead of `Accept`.", "Le format de la réponse, au lieu de `Accept`."),
    "default-graph-uri": text("Files that make up the default graph.", "Les fichiers qui forment le graphe par défaut."),
    "named-graph-uri": text("Files that `GRAPH` sees.", "Les fichiers que voit `GRAPH`."),
    "release": text("The release that answers.", "La version qui répond."),
    "retry": text("After how many seconds to try again.", "Après combien de secondes réessayer."),
    "sparql_get": text("Ask in SPARQL", "Interroger en SPARQL"),
    "sparql_post": text("Ask in SPARQL, with the query in the body", "Interroger en SPARQL, la requête dans le corps"),
    "sparql_get_of_release": text("Ask a release that is kept", "Interroger une version conservée"),
    "sparql_post_of_release": text(
        "Ask a release that is kept, with the query in the body", "Interroger une version conservée, la requête dans le corps"
    ),
    "which": text("The short name of a release.", "Le nom court d'une version."),
}


def sentence(key: str, language: str) -> str:
    """Give a title or a description in a language.

    >>> sentence("query", "fr")
    'Une requête SPARQL 1.1.'
    """
    return say(_SENTENCES[key], language)
