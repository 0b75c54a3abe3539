"""Transport: a query sent over HTTP by SPARQLWrapper, or what changes a store, and what comes back, whatever it is.

SPARQLWrapper guesses the form of a query by regular expressions, which comments and names of prefixes mislead; here it is read.
"""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from http.client import HTTPException
from importlib.metadata import version
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit
from urllib.request import Request

from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.remote.bodies import WHOLE, read_error, read_whole
from catalogue.remote.credentials import Credentials
from catalogue.remote.exchange import Exchange
from catalogue.remote.problems import read_problem
from catalogue.remote.retries import FailureError, Headers, UnusableError, retry_after

TRIPLES = frozenset({"CONSTRUCT", "DESCRIBE"})
"""The forms of queries that are answered by triples."""

DONE = frozenset({200, 201, 202, 204})
"""The statuses that say that what was sent has been taken."""

LONGEST_ADDRESS = 2000
"""How many bytes an address with its query may have; a longer query goes by POST, since servers and proxies cut addresses."""

_ACCEPT = {
    False: "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    True: "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.5",
}
_BUSY = frozenset({429, 502, 503, 504})
_DEADLINE = 504
_UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN})
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
            authority = _authority(parts)
        except ValueError:
            authority = ""
        if not authority or parts.scheme not in {"http", "https"} or _NO_IRI.search(address) or not address.isprintable():
            raise UsageError(Message("remote.no-address-sparql-endpoint-write", address=repr(address)))
        if parts.username is not None:
            raise UsageError(Message("remote.address-endpoint-must-not-hold"))
        whole = urlunsplit((parts.scheme, authority, quote(parts.path, _SAFE), "", ""))
        return cls(whole, tuple(parse_qsl(parts.query, keep_blank_values=True)))


def _authority(parts: SplitResult) -> str:
    """Give the host of an address in ASCII, with its port if it names one; empty when it has no host.

    Raises:
        ValueError: there is no such host or port.
    """
    name = (parts.hostname or "").encode("idna").decode("ascii")
    port = parts.port
    host = f"[{name}]" if ":" in name else name
    return host if port is None or not host else f"{host}:{port}"


@dataclass(frozen=True)
class Bounds:
    """What one answer may cost.

    Attributes:
        timeout: how many seconds the whole exchange may take, in whole ones.
        size: how many bytes the answer may have.
        hosts: the hosts that redirects may lead to, beside the one that is asked, in lower case.
    """

    timeout: int = 30
    size: int = 100_000_000
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Response:
    """What an endpoint answers.

    Attributes:
        media_type: the media type, without parameters, in lower case.
        body: the bytes.
        headers: its headers, by names in any case.
    """

    media_type: str
    body: bytes
    headers: Headers = field(default_factory=dict)


class RefusedError(FailureError):
    """The endpoint answered with an error.

    Attributes:
        status: the status of HTTP.
        reason: the phrase behind it.
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
        reason: what happened; None when it did not answer in time.
    """

    def __init__(self, reason: str | None, *, may_pass: bool) -> None:
        self.reason = reason
        super().__init__(may_pass=may_pass)


class _Sparql(SPARQLWrapper):  # type: ignore[misc]  # it has no types
    """SPARQLWrapper, which makes the request; the exchange has a deadline, which it knows for parts of the answer only."""

    exchange: Exchange

    def _query(self) -> tuple[Any, str]:
        return self.exchange.open(self._createRequest()), self.returnFormat


def send(  # noqa: PLR0913 - all but the first three have names
    address: Address,
    sparql: str,
    form: str,
    *,
    bounds: Bounds,
    language: str,
    credentials: Credentials | None = None,
) -> Response:
    """Send a query once.

    Args:
        address: the endpoint.
        sparql: the query.
        form: its form, as `query.form_of` gives it.
        bounds: what the answer may cost.
        language: the language in which errors are wanted.
        credentials: who asks; None when that is not said.

    Returns:
        What it answers, whole.

    Raises:
        RefusedError: it answers with an error.
        UnreachedError: it does not answer.
        UnusableError: what it answers is partial or too long, or it leads elsewhere.
    """
    wrapper = _Sparql(address.url, agent=_agent())
    for name, value in address.parameters:
        wrapper.addParameter(name, value)
    size = len(address.url) + len(urlencode([*address.parameters, ("query", sparql)]))
    wrapper.setMethod(GET if size < LONGEST_ADDRESS else POST)
    wrapper.setOnlyConneg(True)
    wrapper.setReturnFormat(TURTLE if form in TRIPLES else JSON)
    wrapper.addCustomHttpHeader("Accept", _ACCEPT[form in TRIPLES])
    wrapper.addCustomHttpHeader("Accept-Language", language)
    wrapper.queryString, wrapper.queryType = sparql, form or "SELECT"
    with Exchange(bounds.timeout, bounds.hosts, credentials=credentials) as exchange:
        wrapper.exchange = exchange
        return _answered(lambda: wrapper.query().response, exchange, bounds.size)


def write(  # noqa: PLR0913 - all but the first three have names
    address: Address,
    body: bytes,
    media_type: str,
    *,
    bounds: Bounds,
    language: str,
    credentials: Credentials | None = None,
) -> Response:
    """Send what changes a store once; no redirect is followed.

    Args:
        address: where it is sent by `POST`.
        body: what is sent.
        media_type: what that is.
        bounds: what the exchange may cost.
        language: the language in which errors are wanted.
        credentials: who sends it; None when that is not said.

    Returns:
        What the store says, whole.

    Raises:
        RefusedError: it answers with an error, or leads elsewhere.
        UnreachedError: it does not answer.
        UnusableError: what it says is cut or too long.
    """
    url = f"{address.url}?{urlencode(address.parameters)}" if address.parameters else address.url
    headers = {"Content-Type": media_type, "Accept": "*/*", "Accept-Language": language, "User-Agent": _agent()}
    request = Request(url, body, headers, method="POST")  # noqa: S310 - an `Address` is one of HTTP
    with Exchange(bounds.timeout, credentials=credentials, is_redirected=False) as exchange:
        return _answered(lambda: exchange.open(request), exchange, bounds.size, DONE)


def _agent() -> str:
    return f"communs-catalogue/{version('communs-catalogue')}"


def _answered(opened: Callable[[], Any], exchange: Exchange, size: int, statuses: Collection[int] = WHOLE) -> Response:
    try:
        response: Any = opened()
        with response:
            body = read_whole(response, size, statuses)
            exchange.left()  # what is cut at the deadline may look whole
            return Response(_media_type(response.headers), body, response.headers)
    except HTTPError as error:
        with error:
            raise RefusedError(error.code, error.reason, error.headers, read_error(error)) from error
    except (OSError, HTTPException, UnicodeError, UnusableError) as error:  # the errors of urllib are such too
        if isinstance(error, UnusableError) and not error.may_pass:
            raise
        raise _failure(error, exchange) from error


def _failure(error: BaseException, exchange: Exchange) -> FailureError:
    """Give what an error comes from: the deadline where it is over, since connections are cut then."""
    try:
        exchange.left()
    except TimeoutError as over:
        return _unreached(over)
    return error if isinstance(error, UnusableError) else _unreached(error)


def _unreached(error: BaseException) -> UnreachedError:
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, BaseException) else error
    if isinstance(cause, TimeoutError):
        return UnreachedError(None, may_pass=False)
    may_pass = isinstance(cause, ConnectionError) or getattr(cause, "errno", None) in _UNREACHABLE
    if isinstance(cause, socket.gaierror):
        may_pass = cause.errno == socket.EAI_AGAIN
    return UnreachedError(str(reason or error) or type(error).__name__, may_pass=may_pass)


def _media_type(headers: Headers) -> str:
    return (headers.get("Content-Type") or "").partition(";")[0].strip().lower()
