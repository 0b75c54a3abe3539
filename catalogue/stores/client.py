"""Requests to a store: questions, updates and triples, each tried again while that may help, and errors in our own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from catalogue.errors import RemoteError
from catalogue.messages import Message, Text
from catalogue.remote.credentials import Credentials
from catalogue.remote.faults import refusal, remote_error, short
from catalogue.remote.retries import FailureError, Retries, UnusableError
from catalogue.remote.transport import Address, Bounds, RefusedError, Response, UnreachedError, send, write
from catalogue.store.engine import Boolean, SolutionsFormat, read_solutions
from catalogue.stores.profiles import Profile
from catalogue.terms import Term

N_TRIPLES, UPDATE = "application/n-triples", "application/sparql-update"

PATIENT = Retries(attempts=6, patience=180.0)
"""How often and how long a store is asked: what is sent twice changes nothing more than once."""

_TOO_LARGE = 413
_UNKNOWN, _FORBIDDEN = 401, 403
_NO_PERMISSION = "No permission"
"""What Virtuoso says, as a fault of the server, to users who may not write."""

_MISSING = frozenset({404, 405, 501})
_MOST_SAID = 1_000_000
_MOST_ANSWERED = 400_000_000
_WRITTEN_ERROR = re.compile(
    rb'Virtuoso [0-9A-Z]{5} Error|"exception"\s*:|"status"\s*:\s*"ERROR"|^\s*(?:\w+\.)*[A-Z]\w*Exception:', re.MULTILINE
)
"""How a success looks that has an error inside."""


class TooLargeError(Exception):
    """A request has more than the store takes at once."""


class StoreClient:
    """Asks one store.

    Args:
        address: its address, as its profile has it.
        profile: its rules.
        credentials: who asks; None when that is not said.
        timeout: how many seconds one exchange may take.
        retries: how often and how long what may pass is tried.
        language: the language in which errors are wanted.

    Raises:
        UsageError: the address is none, or has a password.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - each says one thing
        self,
        address: str,
        profile: Profile,
        credentials: Credentials | None = None,
        timeout: int = 300,
        retries: Retries = PATIENT,
        language: str = "en",
    ) -> None:
        Address.read(address)
        self.address = address
        self.profile = profile
        self.credentials = credentials
        self.requests = 0
        self._bounds = Bounds(timeout, _MOST_ANSWERED)
        self._retries = retries
        self._language = language

    def impatient(self, timeout: int) -> StoreClient:
        """Give one that asks the same store, once and for so many seconds."""
        once = Retries(attempts=1, patience=0.0)
        return StoreClient(self.address, self.profile, self.credentials, timeout, once, self._language)

    def select(self, sparql: str) -> list[Sequence[Term | None]]:
        """Ask for solutions.

        Returns:
            The rows, in the order of the variables.

        Raises:
            RemoteError: there are none.
        """
        parsed = self._parsed(sparql)
        try:
            return [] if isinstance(parsed, Boolean) else [tuple(solution) for solution in parsed]
        except (SyntaxError, ValueError) as error:
            raise self.error(Message("remote.answers-no-sparql-result", text=short(str(error)))) from error

    def ask(self, sparql: str) -> bool:
        """Ask whether something is so.

        Raises:
            RemoteError: it does not say.
        """
        parsed = self._parsed(sparql)
        if not isinstance(parsed, Boolean):
            raise self.error(Message("remote.answers-no-sparql-result", text="ASK"))
        return bool(parsed)

    def _parsed(self, sparql: str) -> Any:
        address = Address.read(self.profile.query_address(self.address))
        once = partial(
            send, address, sparql, "SELECT", bounds=self._bounds, language=self._language, credentials=self.credentials
        )
        response = self._run(once)
        is_xml = SolutionsFormat.from_media_type(response.media_type) == SolutionsFormat.XML
        try:
            return read_solutions(response.body, SolutionsFormat.XML if is_xml else SolutionsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self.error(Message("remote.answers-no-sparql-result", text=short(str(error)))) from error

    def update(self, sparql: str) -> None:
        """Have an update done.

        Raises:
            RemoteError: the store refuses it, fails, or does not say that it is done.
        """
        address = self.profile.update_address(self.address, is_signed=self.credentials is not None)
        self._write(address, sparql.encode(), UPDATE)

    def add(self, graph: str, triples: bytes) -> None:
        """Add triples to a graph.

        Args:
            graph: the graph's IRI.
            triples: the triples as N-Triples, without blank nodes.

        Raises:
            TooLargeError: the store takes less at once.
            RemoteError: the store refuses them, fails, or does not say that they are there.
        """
        address = self.profile.data_address(self.address, graph, is_signed=self.credentials is not None)
        if address is not None:
            self._write(address, triples, N_TRIPLES)
        else:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples.decode()}}} }}")

    def _write(self, address: str, body: bytes, media_type: str) -> None:
        once = partial(
            write,
            Address.read(address),
            body,
            media_type,
            bounds=self._bounds,
            language=self._language,
            credentials=self.credentials,
        )
        response = self._run(once, is_divisible=True)
        if _WRITTEN_ERROR.search(response.body[:_MOST_SAID]):
            raise self.error(Message("stores.error-inside", text=self._clean(response.body)))

    def _run(self, once: Callable[[], Response], *, is_divisible: bool = False) -> Response:
        def counted() -> Response:
            self.requests += 1
            return once()

        try:
            return self._retries.run(counted)
        except FailureError as failure:
            if is_divisible and isinstance(failure, RefusedError) and failure.status == _TOO_LARGE:
                raise TooLargeError from failure
            raise self.error(self._reason(failure), failure) from failure

    def error(self, message: Text, failure: FailureError | None = None) -> RemoteError:
        """Give an error that names the store."""
        return remote_error(self.address, message, failure)

    def _clean(self, data: bytes) -> str:
        text = short(data.decode("utf-8", "replace"))
        return self.credentials.hidden_in(text) if self.credentials is not None else text

    def _reason(self, failure: FailureError) -> Text:
        """Say why a store gave no answer, and what to do."""
        if isinstance(failure, RefusedError):
            return self._refusal(failure)
        if isinstance(failure, UnusableError):
            return failure.message
        reason = failure.reason if isinstance(failure, UnreachedError) else ""
        if reason is None:
            return Message("remote.did-not-answer-within-s", timeout=self._bounds.timeout)
        return Message("remote.does-not-answer", text=reason)

    def _refusal(self, failure: RefusedError) -> Text:
        """Say what a status means here."""
        status, said = f"{failure.status} {failure.reason}".strip(), self._clean(failure.body)
        is_forbidden = failure.status == _FORBIDDEN or _NO_PERMISSION in said
        if is_forbidden and self.credentials is None:
            return Message("stores.forbidden-to-all", status=status, text=said)
        if is_forbidden:
            return Message("stores.forbidden", status=status, text=said)
        if failure.status == _UNKNOWN and self.credentials is not None:
            return Message("stores.wrong-credentials", status=status)
        if failure.status == _UNKNOWN:
            return Message("stores.no-credentials", status=status)
        if failure.status in _MISSING:
            return Message("stores.wrong-address", status=status, profile=self.profile.name, address=self.profile.address)
        return refusal(failure, said)
