"""Why an answer, or a column of it, is empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from catalogue.messages import Message
from catalogue.sparql.notes import QUERY, Note, place_of_token
from catalogue.sparql.query import QueryText
from catalogue.sparql.scopes import unbound


def never_bound(query: QueryText, given: Collection[str] = (), path: str = QUERY) -> Iterator[Note]:
    """Tell which variables of a query have no value whatever the data says, which is why a column or an answer is empty.

    Args:
        query: the query, which parses.
        given: the names of its parameters, which have values everywhere.
        path: its file, for places.

    Yields:
        A note for each, with the variable that may be meant.

    >>> [str(note) for note in never_bound(QueryText("SELECT ?nme { ?s ?p ?name }"))]
    ['<query>:1:8: ?nme is never bound; did you mean ?name?']
    """
    for variable in unbound(query, given):
        near = variable.near
        hint = Message("query.did-you-mean", near=near) if near else {}
        message = {tag: sentence + hint.get(tag, "") for tag, sentence in variable.message.items()}
        yield Note(variable.message.code, message, place_of_token(query.text, variable.token, path))
