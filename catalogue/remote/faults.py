"""Faults: what an endpoint says is wrong, in our own errors."""

from __future__ import annotations

from catalogue.errors import CatalogueError, Place, QueryError, RemoteError
from catalogue.messages import Message, Text
from catalogue.query import place_in, syntax_refusal, token_end
from catalogue.remote.retries import FailureError, UnusableError
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
            return _query_error(_detail(failure), failure.problem.position, sent, path)
        return remote_error(endpoint, refusal(failure, _detail(failure)), failure)
    if isinstance(failure, UnusableError):
        return remote_error(endpoint, failure.message, failure)
    reason = failure.reason if isinstance(failure, UnreachedError) else ""
    message = (
        Message("remote.did-not-answer-within-s", timeout=timeout)
        if reason is None
        else Message("remote.does-not-answer", text=reason)
    )
    return remote_error(endpoint, message, failure)


def remote_error(endpoint: str, message: Text, failure: FailureError | None = None) -> RemoteError:
    """Give an error with the endpoint, and how often it was tried."""
    if failure is not None and failure.tries > 1:
        message = Message("remote.tried", message=message, tries=failure.tries, seconds=f"{failure.seconds:.1f}")
    if failure is not None and failure.may_pass and failure.wait:
        message = Message("remote.wait", message=message, seconds=f"{failure.wait:.0f}")
    return RemoteError(Message("remote.endpoint", endpoint=endpoint, message=message))


def short(text: str) -> str:
    """Give a text on one line, and not too much of it."""
    return " ".join(text.split())[:_SHORT]


def refusal(failure: RefusedError, detail: str) -> Text:
    """Say what an endpoint answers that refuses: with what it says itself, or where it leads to."""
    status = f"{failure.status} {failure.reason}".strip()
    if detail:
        return Message("remote.refuses", text=detail, status=status)
    if failure.location:
        return Message("remote.answers-moved", status=status, location=short(failure.location))
    return Message("remote.answers", status=status)


def _query_error(message: str, position: tuple[int, int] | None, sent: Sent, path: str) -> QueryError:
    """Tell the place in the query as it was written, also where the endpoint's message names it."""
    match = place_in(message)
    place = Place(path)
    if match:
        line, column = sent.place(int(match[1]), int(match[2]))
        named = f"{line}{message[match.end(1) : match.start(2)]}{column}"
        message = message[: match.start(1)] + named + message[match.end(2) :]
        refusal = syntax_refusal(QueryText(sent.text), {}, _ANY)  # the engine may stop behind the mistake
        if refusal is not None:
            line, column = sent.place(*refusal.start)
        place = Place(path, line, column, *token_end(sent.query, line, column))
    if position:
        line, column = sent.place(*position)
        place = Place(path, line, column, *token_end(sent.query, line, column))
    return QueryError(Message("remote.endpoint-refuses-query", text=message), place)


def _detail(failure: RefusedError) -> str:
    """Give the endpoint's message: what a problem says, with the limit that was reached, or the text."""
    problem = failure.problem
    detail = short(problem.detail or failure.body.decode("utf-8", "replace"))
    return f"{detail} [{short(problem.limit)}]" if problem.limit else detail
