"""Statuses: what each means, and which status each kind of refusal has. Answers, problems and descriptions read this table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from catalogue.messages import Message, Text


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
        Message("serve.bad-request"),
        Message("serve.query-does-not-parse-parameter.advice"),
    ),
    403: Status(
        Message("serve.not-allowed"),
        Message("serve.query-would-change-data-ask.advice"),
    ),
    404: Status(
        Message("serve.not-found"),
        Message("serve.no-such-release-query-here.advice"),
    ),
    405: Status(
        Message("serve.method-not-allowed"),
        Message("serve.address-other-methods-see-allow.advice"),
    ),
    406: Status(
        Message("serve.not-acceptable"),
        Message("serve.no-answer-media-type-accepted.advice"),
    ),
    408: Status(
        Message("serve.request-too-slow"),
        Message("serve.body-did-not-come-time.advice"),
    ),
    412: Status(
        Message("serve.precondition-failed"),
        Message("serve.condition-does-not-hold.advice"),
    ),
    413: Status(
        Message("serve.query-too-long"),
        Message("serve.query-too-long.advice"),
    ),
    414: Status(
        Message("serve.address-too-long"),
        Message("serve.address-too-long-send-query.advice"),
    ),
    415: Status(
        Message("serve.unsupported-media-type"),
        Message("serve.body-another-media-type.advice"),
    ),
    422: Status(
        Message("serve.query-cannot-answered"),
        Message("serve.answer-too-large-needs-too.advice"),
    ),
    429: Status(
        Message("serve.too-much-asked-one-client"),
        Message("serve.client-used-up-share-wait.advice"),
    ),
    431: Status(
        Message("serve.headers-too-large"),
        Message("serve.headers-too-many-too-large.advice"),
    ),
    500: Status(
        Message("serve.internal-error"),
        Message("serve.program-fault.advice"),
    ),
    503: Status(
        Message("serve.busy"),
        Message("serve.too-many-queries-waiting-wait.advice"),
    ),
    504: Status(
        Message("serve.query-took-too-long"),
        Message("serve.answer-took-too-long.advice"),
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
