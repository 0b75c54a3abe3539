"""Failures: what the store raises, told in one way wherever it is asked."""

from __future__ import annotations

from catalogue.messages import Message, Text

FAILURES = (SyntaxError, ValueError, OSError, RuntimeError)
"""What the store raises: for a query that does not parse, and for one whose evaluation failed."""


def failure(error: BaseException) -> Text:
    """Say that a query fails, and why.

    >>> failure(ValueError("no such function"))["en"]
    'the query fails: no such function'
    """
    reason = getattr(error, "msg", None) or str(error)
    return Message("store.query-fails", reason=reason)
