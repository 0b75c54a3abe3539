"""Reasons: why a query was ended before its answer was there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.messages import Message
from catalogue.sparql.guard import Refusal

_ABORTED = 6
_OVERFLOWED = (11, 7)
_OWN = frozenset({4, 5, _ABORTED, 8, *_OVERFLOWED, 24, 25, 31})
"""The signals by which a process ends through what it does itself: all that the system sends for a fault, or for a limit."""


def too_late(most: int) -> Refusal:
    """Refuse for the time that a query takes, of which it may take so many seconds."""
    return Refusal(
        "wall",
        Message("workers.query-took-longer-than-s", most=most),
    )


def too_much_memory(most: int) -> Refusal:
    """Refuse for the memory that a query takes, of which it may take so many bytes."""
    return Refusal(
        "memory",
        Message("workers.query-takes-more-than-bytes", most=most),
    )


def is_from_outside(news: Mapping[str, Any]) -> bool:
    """Tell whether something ended a worker that no query can do: a signal from outside, or the end of the nursery.

    Args:
        news: what the nursery says of its end; empty when it sent nothing.

    >>> is_from_outside({"signal": 9}), is_from_outside({"signal": 11}), is_from_outside({"stderr": "MemoryError()"})
    (True, False, False)
    """
    if not news:
        return True
    return bool(news.get("signal")) and news["signal"] not in _OWN and "memory" not in news.get("stderr", "").lower()


def too_deep() -> Refusal:
    """Refuse for how deep a query is nested, or how often it repeats an operator."""
    return Refusal("depth", Message("workers.query-nested-too-deep-repeats"))


def reason_of_end(news: Mapping[str, Any], memory: int) -> Refusal:
    """Tell from the way in which a worker ended what the query did to it.

    Args:
        news: what the nursery says of its end: the `signal` and its last lines on `stderr`; empty when it sent nothing.
        memory: how many bytes a query may take.

    >>> reason_of_end({"signal": 11}, 0).kind, reason_of_end({"stderr": "MemoryError()"}, 0).kind, reason_of_end({}, 0).kind
    ('depth', 'memory', 'evaluation')
    """
    signal, stderr = news.get("signal", 0), news.get("stderr", "")
    if signal == _ABORTED or "memory" in stderr.lower():
        return too_much_memory(memory)
    if signal in _OVERFLOWED:
        return too_deep()
    return Refusal("evaluation", Message("workers.query-ended-process-evaluated"))
