"""The SPARQL 1.1 Protocol: what a request asks for (W3C Recommendation, section 2)."""

from __future__ import annotations

from binascii import a2b_qp
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

from catalogue.documents.formats import SPARQL
from catalogue.messages import Message
from catalogue.query import RESULT_FORMATS, Refusal
from catalogue.serve.http import BadRequest
from catalogue.serve.negotiate import HTML, media_weight, preferences, prefers_page
from catalogue.sparql.empty import Given
from catalogue.workers import Asked

FORM = "application/x-www-form-urlencoded"
QUERY = SPARQL.media_type
UPDATE = "application/sparql-update"
_SOLUTIONS = ("json", "xml", "csv", "tsv")
_TRIPLES = ("turtle", "ntriples", "jsonld", "rdfxml")
_ALIASES: Mapping[str, Sequence[str]] = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "jsonld": ("application/json",),
    "rdfxml": ("application/xml", "text/xml"),
    "ntriples": ("text/plain",),
    "turtle": ("application/turtle",),
}
_MOST_FIELDS = 100
_SHORT = 256


class Formats(NamedTuple):
    """The formats that a client would rather have, for each kind of result.

    Attributes:
        solutions: for solutions, or None when it can read none.
        boolean: for a boolean, likewise.
        triples: for triples, likewise.
        html: whether it would rather have a page.
    """

    solutions: str | None
    boolean: str | None
    triples: str | None
    html: bool


class Operation(NamedTuple):
    """What a request asks for.

    Attributes:
        sparql: the query, or None when the service itself is asked for.
        formats: the formats of the answer.
        default_graphs: the graphs of the default graph that the request names.
        named_graphs: the named graphs that it names.
        language: the language of the page that it names, or empty.
        parameters: those that name something, of a named query; None of a query that the client wrote.
    """

    sparql: str | None
    formats: Formats
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    language: str = ""
    parameters: tuple[Given, ...] | None = None

    def asked(self) -> Asked:
        """Give the query as a worker takes it; a dataset of the request stands before that of the query."""
        given = bool(self.default_graphs or self.named_graphs)
        formats = self.formats
        return Asked(
            self.sparql or "",
            formats.solutions,
            formats.boolean,
            formats.triples,
            self.default_graphs if given else None,
            self.named_graphs if given else None,
            self.parameters,
        )


def read_get(query_string: bytes, accept: str) -> Operation:
    """Read a `GET` request.

    Args:
        query_string: the request's query string, still encoded.
        accept: its `Accept` header.

    Raises:
        BadRequest: it is not one of the protocol.
        Refusal: it is an update.

    >>> read_get(b"query=ASK%20%7B%7D", "text/csv").formats.boolean
    'csv'
    """
    if query_string.startswith(b"query=") and b"&" not in query_string:  # what nearly all requests are, read quickly
        try:
            return Operation(unquoted(query_string[6:]).decode(), formats(accept))
        except UnicodeDecodeError:
            raise BadRequest(400, _NOT_UTF8) from None
    return _operation(_fields(query_string), accept)


def unquoted(value: bytes) -> bytes:
    r"""Decode the value of a field of a query string.

    A query has hundreds of characters that are encoded, and each takes Python a while; quoted-printable is the same but for its
    sign, and is decoded at once.

    >>> unquoted(b"%3Cx%3E+%c3%A9=%2B")
    b'<x> \xc3\xa9=+'
    """
    spaced = value.replace(b"+", b" ")
    decoded = a2b_qp(spaced.replace(b"=", b"=3D").replace(b"%", b"="))
    if len(decoded) == len(spaced) - 2 * spaced.count(b"%") and b"\n" not in spaced and b"\r" not in spaced:
        return decoded
    return unquote_to_bytes(spaced)  # a sign that encodes nothing stays, and so does one at the end of a line


def read_post(query_string: bytes, content_type: str, body: bytes, accept: str) -> Operation:
    """Read a `POST` request: a form, or a query as it is.

    Args:
        query_string: the request's query string, still encoded.
        content_type: its `Content-Type` header.
        body: its body.
        accept: its `Accept` header.

    Raises:
        BadRequest: it is not one of the protocol.
        Refusal: it is an update.
    """
    media_type, _, parameters = content_type.partition(";")
    media_type = media_type.strip().lower()
    charset = dict(parse_qsl(parameters.replace(";", "&").replace(" ", ""))).get("charset", "utf-8")
    if charset.strip('"').lower() not in {"utf-8", "utf8"}:
        raise BadRequest(415, Message("serve.send-utf-8-not", charset=charset))
    fields = _fields(query_string)
    if media_type == FORM:
        return _operation([*_fields(body), *fields], accept)
    if media_type == QUERY:
        try:
            return _operation([("query", body.decode()), *fields], accept)
        except UnicodeDecodeError:
            raise BadRequest(400, _NOT_UTF8) from None
    if media_type == UPDATE:
        raise Refusal("update", _READ_ONLY)
    raise BadRequest(415, Message("serve.send", form=FORM, query=QUERY))


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    pieces = [piece.partition(b"=") for piece in encoded.split(b"&") if piece]
    if len(pieces) > _MOST_FIELDS:
        raise BadRequest(400, Message("serve.more-than-fields", most_fields=_MOST_FIELDS))
    try:
        return [(unquoted(name).decode(), unquoted(value).decode()) for name, _, value in pieces]
    except UnicodeDecodeError:
        raise BadRequest(400, _NOT_UTF8) from None


def _operation(fields: Sequence[tuple[str, str]], accept: str) -> Operation:
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refusal("update", _READ_ONLY)
    for name in ("query", "format"):
        if len(given.get(name, ())) > 1:
            raise BadRequest(400, Message("serve.give-one-not-several", name=name))
    chosen = given.get("format", [""])[0]
    return Operation(
        given["query"][0] if "query" in given else None,
        named_formats(chosen) if chosen else formats(accept),
        tuple(given.get("default-graph-uri", ())),
        tuple(given.get("named-graph-uri", ())),
        given.get("lang", [""])[0],
    )


def named_formats(name: str) -> Formats:
    """Read the field `format`: the name of a format, or its media type."""
    known_name = next((n for n in (*_SOLUTIONS, *_TRIPLES) if name in {n, RESULT_FORMATS[n].media_type}), None)
    if name in {"html", HTML}:
        return Formats("json", "json", "ntriples", html=True)
    if known_name is None:
        known = ", ".join(("html", *_SOLUTIONS, *_TRIPLES))
        raise BadRequest(400, Message("serve.no-format-choose", name=name, known=known))
    solutions = known_name if known_name in _SOLUTIONS else None
    return Formats(solutions, solutions, known_name if known_name in _TRIPLES else None, html=False)


def formats(accept: str) -> Formats:
    """Choose the formats that a client would rather have.

    Args:
        accept: the `Accept` header; empty accepts everything.

    >>> formats("text/csv, text/turtle;q=0.5")
    Formats(solutions='csv', boolean='csv', triples='turtle', html=False)
    """
    return _remembered(accept) if len(accept) <= _SHORT else _chosen(accept)


def _chosen(accept: str) -> Formats:
    wanted = preferences(accept)
    solutions, best = _best(_SOLUTIONS, wanted)
    triples, best_triples = _best(_TRIPLES, wanted)
    if prefers_page(wanted, max(best, best_triples)):
        return Formats("json", "json", "ntriples", html=True)
    return Formats(solutions, solutions, triples, html=False)


_remembered = lru_cache(maxsize=1024)(_chosen)
"""What clients accept is nearly always one of a few short texts."""


def _best(names: Sequence[str], wanted: Sequence[tuple[str, float]]) -> tuple[str | None, float]:
    chosen, best = None, 0.0
    named = {media_type for media_type, _ in wanted}
    for name in names:
        own = RESULT_FORMATS[name].media_type
        types = (own,) if own in named else (own, *_ALIASES.get(name, ()))
        weight = max(media_weight(media_type, wanted) for media_type in types)
        if weight > best:
            chosen, best = name, weight
    return chosen, best


_NOT_UTF8 = Message("serve.not-utf8")
_READ_ONLY = Message("serve.read-only")
