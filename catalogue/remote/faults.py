"""Faults: what an endpoint says is wrong, in our own errors."""

from __future__ import annotations

from catalogue.errors import CatalogueError, Place, QueryError, RemoteError
from catalogue.messages import Message, Text
from catalogue.query import place_in, syntax_refusal, token_end
from catalogue.remote.retries import FailureError
from catalogue.remote.sent import Sent
from catalogue.remote.transport import RefusedError, UnreachedError
from catalogue.sparql.query import QueryText

_SHORT = 300
_ANY = "https://example.org/"
_OF_THE_QUERY = frozenset({400, 413, 414, 422})
"""The statuses that say that the query is wrong, or asks too much."""


def error_of(failure: FailureError, endpoint: str, sent: Sent, path: str, timeout: int) -> CatalogueError:
    """Give the error that a failure is.

    Args:
        failure: why there is no answer.
        endpoint: the endpoint, as the user gave it.
        sent: the query.
        path: what the query is called in places.
        timeout: how long was waited for an answer, in seconds.

    Returns:
        A QueryError with its place, when the endpoint says that the query is wrong or asks too much; else a RemoteError.
    """
    if isinstance(failure, RefusedError):
        if failure.status in _OF_THE_QUERY or failure.problem.position is not None:
            return _query_error(_words(failure), failure.problem.position, sent, path)
        return _refusal(failure, endpoint)
    words = failure.words if isinstance(failure, UnreachedError) else ""
    message = (
        Message("remote.did-not-answer-within-s", timeout=timeout)
        if words is None
        else Message("remote.does-not-answer", text=words)
    )
    return remote_error(endpoint, message, failure)


def remote_error(endpoint: str, message: Text, failure: FailureError | None = None) -> RemoteError:
    """Give an error with the endpoint, and how often it was tried."""
    if failure is not None and failure.tries > 1:
        message = Message("remote.tried", message=message, tries=failure.tries, seconds=f"{failure.seconds:.1f}")
    if failure is not None and failure.may_pass and failure.wait:
        message = Message("remote.wait", message=message, seconds=f"{failure.wait:.0f}")
    return RemoteError(Message("remote.endpoint", endpoint=endpoint, message=message))


def short(words: str) -> str:
    """Give words on one line, and not too many."""
    return " ".join(words.split())[:_SHORT]


def _refusal(failure: RefusedError, endpoint: str) -> RemoteError:
    status = f"{failure.status} {failure.reason}".strip()
    words = _words(failure)
    if words:
        return remote_error(endpoint, Message("remote.refuses", text=words, status=status), failure)
    if failure.location:
        location = short(failure.location)
        message = Message("remote.answers-moved", status=status, location=location)
        return remote_error(endpoint, message, failure)
    return remote_error(endpoint, Message("remote.answers", status=status), failure)


def _query_error(words: str, position: tuple[int, int] | None, sent: Sent, path: str) -> QueryError:
    """Tell the place in the query as it was written, also where the endpoint's words name it."""
    found = place_in(words)
    place = Place(path)
    if found:
        line, column = sent.place(int(found[1]), int(found[2]))
        named = f"{line}{words[found.end(1) : found.start(2)]}{column}"
        words = words[: found.start(1)] + named + words[found.end(2) :]
        refusal = syntax_refusal(QueryText(sent.text), {}, _ANY)  # the engine may stop behind the mistake
        if refusal is not None:
            line, column = sent.place(*refusal.start)
        place = Place(path, line, column, *token_end(sent.query, line, column))
    if position:
        line, column = sent.place(*position)
        place = Place(path, line, column, *token_end(sent.query, line, column))
    return QueryError(Message("remote.endpoint-refuses-query", text=words), place)


def _words(failure: RefusedError) -> str:
    """Give the endpoint's words: what a problem says, with the limit that was reached, or the text."""
    problem = failure.problem
    words = short(problem.words or failure.body.decode("utf-8", "replace"))
    return f"{words} [{short(problem.limit)}]" if problem.limit else words
