"""Retries: what may pass is tried again, so many times and for so long; queries change nothing, so that it is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TypeAlias, TypeVar

from catalogue.messages import Text

Outcome = TypeVar("Outcome")
Headers: TypeAlias = "Message[str, str] | Mapping[str, str]"

_LONGEST = 10.0


class FailureError(Exception):
    """An endpoint gave no answer.

    Args:
        may_pass: whether the same request may be answered later.
        wait: after how many seconds the endpoint wants to be asked again; None when it did not say.

    Attributes:
        tries: how often it was tried.
        seconds: how long that took.
    """

    def __init__(self, *, may_pass: bool, wait: float | None = None) -> None:
        super().__init__()
        self.may_pass = may_pass
        self.wait = wait
        self.tries = 1
        self.seconds = 0.0


class UnusableError(FailureError):
    """What the endpoint answers is not used.

    Args:
        message: why, and what to do.
        may_pass: whether the same request may be answered later.

    Attributes:
        message: why, and what to do.
    """

    def __init__(self, message: Text, *, may_pass: bool = False) -> None:
        super().__init__(may_pass=may_pass)
        self.message = message


class PartialError(UnusableError):
    """The endpoint has ended its answer at a limit of its own.

    Args:
        message: which limit, and what to do.
        is_late: whether its time was over; else there were too many rows.

    Attributes:
        is_late: likewise.
    """

    def __init__(self, message: Text, *, is_late: bool) -> None:
        super().__init__(message)
        self.is_late = is_late


@dataclass(frozen=True)
class Retries:
    """How often and how long something is tried.

    Attributes:
        attempts: how often it is tried at most.
        patience: for how many seconds it is tried; nothing is tried again that would have to wait longer.
        first: how many seconds are waited before the second attempt, where the endpoint does not say it; twice as long before
            each of the others, and never longer than 10.
    """

    attempts: int = 3
    patience: float = 60.0
    first: float = 0.5

    def run(self, attempt: Callable[[], Outcome]) -> Outcome:
        """Try until there is an answer.

        Raises:
            FailureError: the last one, with the number of attempts and the time.
        """
        start = time.monotonic()
        tries = 0
        while True:
            tries += 1
            try:
                return attempt()
            except FailureError as failure:
                failure.tries, failure.seconds = tries, time.monotonic() - start
                wait = failure.wait if failure.wait is not None else min(self.first * 2 ** (tries - 1), _LONGEST)
                if not failure.may_pass or tries >= self.attempts or failure.seconds + wait > self.patience:
                    raise
            time.sleep(wait)


def retry_after(headers: Headers, now: datetime | None = None) -> float | None:
    """Give how long an endpoint wants to be left alone (RFC 9110, section 10.2.3).

    Args:
        headers: the headers of its response.
        now: the time; the clock's when None.

    Returns:
        Seconds, 0 or more; None when it does not say, or says what makes no sense.

    >>> retry_after({"Retry-After": "120"})
    120.0
    >>> retry_after({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, datetime(2015, 10, 21, 7, 27, 30, tzinfo=UTC))
    30.0
    """
    value = (headers.get("Retry-After") or "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        time_ = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if time_.tzinfo is None:  # `-0000` is UTC too
        time_ = time_.replace(tzinfo=UTC)
    return max((time_ - (now or datetime.now(UTC))).total_seconds(), 0.0)
