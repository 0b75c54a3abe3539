"""The SPARQL 1.1 Protocol: what a request asks for (W3C Recommendation, section 2)."""

from __future__ import annotations

from binascii import a2b_qp
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from catalogue.documents.formats import SPARQL
from catalogue.messages import Message
from catalogue.query import Refusal
from catalogue.serve.formats import Formats, accepted, named
from catalogue.serve.http import BadRequest
from catalogue.sparql.empty import Given
from catalogue.sparql.forms import form_of
from catalogue.sparql.query import QueryText
from catalogue.workers import Asked

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
QUERY = SPARQL.media_type
UPDATE = "application/sparql-update"
_MOST_FIELDS = 100


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
            return Operation(unquoted(query_string[6:]).decode(), accepted(accept))
        except UnicodeDecodeError:
            raise BadRequest(400, _NOT_UTF8) from None
    return _operation(read_fields(query_string), accept)


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
    media_type = _media_type_in_utf8(content_type)
    fields = read_fields(query_string)
    if media_type == FORM:
        return _operation([*read_fields(body), *fields], accept)
    if media_type == QUERY:
        try:
            return _operation([("query", body.decode()), *fields], accept)
        except UnicodeDecodeError:
            raise BadRequest(400, _NOT_UTF8) from None
    if media_type == UPDATE:
        raise Refusal("update", _READ_ONLY)
    raise BadRequest(415, Message("serve.send", form=FORM, query=QUERY))


def fields_of(query_string: bytes, content_type: str, body: bytes) -> bytes:
    """Give the query string of a `GET` that asks what a `POST` asks.

    Args:
        query_string: the request's query string, still encoded.
        content_type: its `Content-Type` header: of a form, or of a query as it is.
        body: its body.

    >>> fields_of(b"format=csv", "application/sparql-query", b"ASK { }")
    b'query=ASK%20%7B%20%7D&format=csv'
    """
    own = body if _media_type(content_type) == FORM else b"query=" + quote(body, safe="").encode()
    return b"&".join(filter(None, (own, query_string)))


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _media_type_in_utf8(content_type: str) -> str:
    """Give the media type of a body, which must be in UTF-8."""
    _, _, parameters = content_type.partition(";")
    charset = dict(parse_qsl(parameters.replace(";", "&").replace(" ", ""))).get("charset", "utf-8")
    if charset.strip('"').lower() not in {"utf-8", "utf8"}:
        raise BadRequest(415, Message("serve.send-utf-8-not", charset=charset))
    return _media_type(content_type)


def read_json_body(query_string: bytes, content_type: str, body: bytes) -> tuple[list[tuple[str, str]], str]:
    """Read the fields of the address of a `POST` request, and its body, which can only be JSON.

    Args:
        query_string: the request's query string, still encoded.
        content_type: its `Content-Type` header.
        body: its body.

    Raises:
        BadRequest: it is not called JSON, or not in UTF-8.
    """
    if _media_type_in_utf8(content_type) != JSON:
        raise BadRequest(415, Message("serve.send-form", form=JSON))
    try:
        return read_fields(query_string), body.decode()
    except UnicodeDecodeError:
        raise BadRequest(400, _NOT_UTF8) from None


def read_form(query_string: bytes, content_type: str, body: bytes) -> list[tuple[str, str]]:
    """Read the fields of a `POST` request that can only be a form, then those of its address.

    Args:
        query_string: the request's query string, still encoded.
        content_type: its `Content-Type` header.
        body: its body.

    Raises:
        BadRequest: it is no form, or not in UTF-8.
    """
    if _media_type_in_utf8(content_type) != FORM:
        raise BadRequest(415, Message("serve.send-form", form=FORM))
    return [*read_fields(body), *read_fields(query_string)]


def read_fields(encoded: bytes) -> list[tuple[str, str]]:
    """Read the fields of a query string or of a form.

    Raises:
        BadRequest: there are too many, or they are not in UTF-8.
    """
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
    if len(given.get("query", ())) > 1:
        raise BadRequest(400, Message("serve.give-one-not-several", name="query"))
    sparql = given["query"][0] if "query" in given else None
    return Operation(
        sparql,
        _formats(given.get("format", ()), accept, sparql),
        tuple(filter(None, given.get("default-graph-uri", ()))),
        tuple(filter(None, given.get("named-graph-uri", ()))),
        given.get("lang", [""])[0],
    )


def _formats(values: Sequence[str], accept: str, sparql: str | None) -> Formats:
    """Choose formats: the field `format` decides for each kind of result that has what it names, else `Accept` does."""
    by_name, by_accept = named(values), accepted(accept)
    if by_name is None:
        return by_accept
    if by_accept.html and by_name.of(triples=_is_graph(sparql)) is None:
        return by_accept
    return by_name.or_else(by_accept)


def _is_graph(sparql: str | None) -> bool:
    """Tell whether a query gives triples; where there is none the service describes itself, in triples."""
    return sparql is None or form_of(QueryText(sparql)) in {"CONSTRUCT", "DESCRIBE"}


_NOT_UTF8 = Message("serve.not-utf8")
_READ_ONLY = Message("serve.read-only")
