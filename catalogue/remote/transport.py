"""Transport: a query sent over HTTP by SPARQLWrapper, and what comes back, whatever it is.

SPARQLWrapper guesses the form of a query by regular expressions, which comments and names of prefixes mislead; here it is told.
"""

from __future__ import annotations

import ast
import errno
import re
import socket
import time
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead
from importlib.metadata import version
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.remote.problems import read_problem
from catalogue.remote.retries import FailureError, Headers, retry_after

TRIPLES = frozenset({"CONSTRUCT", "DESCRIBE"})
"""The forms of queries that are answered by triples."""

LONGEST_ADDRESS = 2000
"""How many bytes an address with its query may have; a longer query goes by POST, since servers and proxies cut addresses."""

_ACCEPT = {
    False: "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    True: "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.5",
}
_BUSY = frozenset({429, 502, 503, 504})
_DEADLINE = 504
_UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN})
_CHUNK = 64 * 1024
_NO_IRI = re.compile(r"[\s<>\"{}|\\^`]")
_SAFE = "/:@!$&'()*+,;=~%-._"


@dataclass(frozen=True)
class Address:
    """The address of an endpoint.

    Attributes:
        url: the address without its query and fragment, in ASCII.
        parameters: the parameters that its query holds, such as `default-graph-uri`.
    """

    url: str
    parameters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, address: str) -> Address:
        """Read an address.

        Raises:
            UsageError: it is no http or https address, or holds a password.

        >>> Address.read("https://example.org/sparql?default-graph-uri=urn:a")
        Address(url='https://example.org/sparql', parameters=(('default-graph-uri', 'urn:a'),))
        """
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").encode("idna").decode("ascii")
            port = parts.port
        except ValueError:
            host = ""
        if not host or parts.scheme not in {"http", "https"} or _NO_IRI.search(address) or not address.isprintable():
            raise UsageError(Message("remote.no-address-sparql-endpoint-write", address=repr(address)))
        if parts.username is not None:
            raise UsageError(Message("remote.address-endpoint-must-not-hold"))
        where = f"[{host}]" if ":" in host else host
        whole = urlunsplit((parts.scheme, where if port is None else f"{where}:{port}", quote(parts.path, _SAFE), "", ""))
        return cls(whole, tuple(parse_qsl(parts.query, keep_blank_values=True)))


@dataclass(frozen=True)
class Response:
    """What an endpoint answers.

    Attributes:
        media_type: the media type, without parameters, in lower case.
        body: the bytes.
    """

    media_type: str
    body: bytes


class RefusedError(FailureError):
    """The endpoint answered with an error.

    Attributes:
        status: the status of HTTP.
        reason: the words behind it.
        body: the body.
        problem: what the body says where it is a problem.
        location: where it sends to, for redirections that are not followed.
    """

    def __init__(self, status: int, reason: str, headers: Headers, body: bytes) -> None:
        self.status = status
        self.reason = reason
        self.body = body
        self.problem = read_problem(_media_type(headers), body)
        self.location = headers.get("Location") or ""
        # A query that reached a deadline which the endpoint names as its limit would reach it again.
        may_pass = status in _BUSY and not (status == _DEADLINE and self.problem.limit)
        super().__init__(may_pass=may_pass, wait=retry_after(headers))


class UnreachedError(FailureError):
    """The endpoint did not answer, or not to the end.

    Attributes:
        words: what happened; None when it did not answer in time.
    """

    def __init__(self, words: str | None, *, may_pass: bool) -> None:
        self.words = words
        super().__init__(may_pass=may_pass)


def send(address: Address, sparql: str, form: str, *, timeout: int, language: str) -> Response:
    """Send a query once.

    Args:
        address: the endpoint.
        sparql: the query.
        form: its form, as `query.form_of` gives it.
        timeout: how long to wait, in whole seconds: for each part of the answer, and for the whole of it.
        language: the language in which errors are wanted.

    Returns:
        What it answers, whole.

    Raises:
        RefusedError: it answers with an error.
        UnreachedError: it does not answer.
    """
    wrapper = SPARQLWrapper(address.url, agent=f"communs-catalogue/{version('communs-catalogue')}")
    for name, value in address.parameters:
        wrapper.addParameter(name, value)
    size = len(address.url) + len(urlencode([*address.parameters, ("query", sparql)]))
    wrapper.setMethod(GET if size < LONGEST_ADDRESS else POST)
    wrapper.setTimeout(timeout)
    wrapper.setOnlyConneg(True)
    wrapper.setReturnFormat(TURTLE if form in TRIPLES else JSON)
    wrapper.addCustomHttpHeader("Accept", _ACCEPT[form in TRIPLES])
    wrapper.addCustomHttpHeader("Accept-Language", language)
    wrapper.queryString, wrapper.queryType = sparql, form or "SELECT"
    end = time.monotonic() + timeout
    try:
        response: Any = wrapper.query().response
        with response:
            return Response(_media_type(response.headers), _read(response, end))
    except SPARQLWrapperException as error:
        raise _refused(error) from error
    except HTTPError as error:
        with error:
            raise RefusedError(error.code, error.reason, error.headers, _rest(error)) from error
    except (OSError, HTTPException, UnicodeError) as error:  # the errors of urllib are such too
        raise _unreached(error) from error


def _read(response: Any, end: float) -> bytes:
    """Read a response to its end, as long as there is time."""
    chunks: list[bytes] = []
    while chunk := response.read1(_CHUNK):
        chunks.append(chunk)
        if time.monotonic() > end:
            raise TimeoutError
    body = b"".join(chunks)
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and not response.headers.get("Transfer-Encoding") and len(body) < int(length):
        raise IncompleteRead(body, int(length) - len(body))
    return body


def _rest(error: HTTPError) -> bytes:
    """Read what an error says; what is cut says enough."""
    try:
        return error.read()
    except IncompleteRead as cut:
        return cut.partial
    except (OSError, HTTPException):
        return b""


def _refused(error: SPARQLWrapperException) -> FailureError:
    """Give an error that SPARQLWrapper has read: its words end with the bytes as Python writes them."""
    response = error.__context__
    shown = str(error.args[0] if error.args else "").partition("Response:\n")[2]
    try:
        body = ast.literal_eval(shown)
    except (ValueError, SyntaxError):
        body = shown.encode()
    if not isinstance(response, HTTPError):
        return UnreachedError(str(error), may_pass=False)
    return RefusedError(response.code, response.reason, response.headers, body if isinstance(body, bytes) else b"")


def _unreached(error: BaseException) -> UnreachedError:
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, BaseException) else error
    if isinstance(cause, TimeoutError):
        return UnreachedError(None, may_pass=False)
    if isinstance(cause, IncompleteRead):
        return UnreachedError("the answer is cut", may_pass=True)
    may_pass = isinstance(cause, ConnectionError) or getattr(cause, "errno", None) in _UNREACHABLE
    if isinstance(cause, socket.gaierror):
        may_pass = cause.errno == socket.EAI_AGAIN
    return UnreachedError(str(reason or error) or type(error).__name__, may_pass=may_pass)


def _media_type(headers: Headers) -> str:
    return (headers.get("Content-Type") or "").partition(";")[0].strip().lower()
