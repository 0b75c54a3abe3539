"""Titles and descriptions of what OpenAPI describes, by key."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.messages import Message, Text, say

_SENTENCES: Mapping[str, Text] = {
    "accepted": Message("serve.description.sentences.accepted"),
    "form": Message("serve.description.sentences.form"),
    "allow": Message("serve.description.sentences.allow"),
    "list": Message("serve.description.sentences.list"),
    "list_of_release": Message("serve.description.sentences.list-of-release"),
    "listed": Message("serve.description.sentences.listed"),
    "known": Message("serve.description.sentences.known"),
    "named_of_release": Message("serve.description.sentences.named-of-release"),
    "name": Message("serve.description.sentences.name"),
    "notes": Message("serve.description.sentences.notes"),
    "parameters": Message("serve.description.sentences.parameters"),
    "query": Message("serve.description.sentences.query"),
    "format": Message("serve.description.sentences.format"),
    "default-graph-uri": Message("serve.description.sentences.default-graph-uri"),
    "named-graph-uri": Message("serve.description.sentences.named-graph-uri"),
    "release": Message("serve.description.sentences.release"),
    "retry": Message("serve.description.sentences.retry"),
    "sparql_get": Message("serve.description.sentences.sparql-get"),
    "sparql_post": Message("serve.description.sentences.sparql-post"),
    "sparql_get_of_release": Message("serve.description.sentences.sparql-get-of-release"),
    "sparql_post_of_release": Message("serve.description.sentences.sparql-post-of-release"),
    "which": Message("serve.description.sentences.which"),
}


def sentence(key: str, language: str) -> str:
    """Give a title or a description in a language.

    >>> sentence("query", "fr")
    'Une requête SPARQL 1.1.'
    """
    return say(_SENTENCES[key], language)
