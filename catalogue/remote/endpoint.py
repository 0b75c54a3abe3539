"""Endpoints: a SPARQL endpoint, with the methods that a catalogue has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from catalogue.errors import QueryError, UsageError
from catalogue.files import real_path
from catalogue.messages import Message
from catalogue.names import Prefixes
from catalogue.quads import Syntax, read
from catalogue.query import (
    NamedQuery,
    Result,
    find_query,
    form_of,
    is_sparql,
    may_be_sparql,
    never_bound,
    parse_query,
    read_folder,
    read_json,
    read_triples,
)
from catalogue.query.values import written
from catalogue.remote.credentials import Credentials
from catalogue.remote.faults import error_of, remote_error, short
from catalogue.remote.retries import FailureError, Retries
from catalogue.remote.sent import sent_query
from catalogue.remote.transport import TRIPLES, Address, Bounds, Response, send
from catalogue.sparql.forms import UPDATE
from catalogue.store.engine import SolutionsFormat, read_solutions
from catalogue.terms import NamedNode, Triple


class Remote:
    """A SPARQL endpoint.

    Args:
        endpoint: its address.
        base: what relative IRIs in queries are resolved against.
        prefixes: prefixes that queries need not declare.
        queries: a folder of query files, or None.
        timeout: how long an exchange may take, from the connection to the end of the answer, in whole seconds.
        retries: how often and how long it is asked again when it is busy or cannot be reached.
        language: the language in which the endpoint is asked to tell errors.
        max_answer: how many bytes an answer may have.
        redirect_to: the hosts that the endpoint may redirect to, beside its own, also of private networks.
        parameters: what is sent with each query, such as the graphs that it sees.
        credentials: who asks; None when that is not said.

    Raises:
        UsageError: the address or the base is none, a limit is not positive, or there is no such folder.
    """

    def __init__(  # noqa: PLR0913 - all but the first have names
        self,
        endpoint: str,
        *,
        base: str,
        prefixes: Prefixes,
        queries: Path | None = None,
        timeout: int = 30,
        retries: Retries | None = None,
        language: str = "en",
        max_answer: int = Bounds.size,
        redirect_to: Iterable[str] = (),
        parameters: Iterable[tuple[str, str]] = (),
        credentials: Credentials | None = None,
    ) -> None:
        address = Address.read(endpoint)
        self._address = replace(address, parameters=(*address.parameters, *parameters))
        self._credentials = credentials
        if timeout < 1:
            raise UsageError(Message("remote.timeout-must-one-second-more"))
        if max_answer < 1:
            raise UsageError(Message("remote.max-answer-must-one-byte-more"))
        if queries is not None and not queries.is_dir():
            raise UsageError(Message("remote.no-folder", queries=queries))
        try:
            NamedNode(base)
        except ValueError:
            raise UsageError(Message("remote.no-absolute-iri", base=repr(base))) from None
        self.endpoint = endpoint
        self.base = base
        self.prefixes = prefixes
        self.bounds = Bounds(timeout, max_answer, frozenset(host.strip("[]").lower() for host in redirect_to))
        self.retries = retries or Retries()
        self.language = language
        self._folder = real_path(queries) if queries is not None else None

    def __repr__(self) -> str:
        return f"Remote({self.endpoint!r})"

    def queries(self) -> dict[str, NamedQuery]:
        """Give the named queries of the folder of query files, in the order of their names.

        Raises:
            UsageError: no folder was given.
        """
        folder = self._queries()
        return read_folder(folder, folder.parent)

    def query(self, sparql_or_name: str, /, **parameters: object) -> Result:
        """Run a query.

        Args:
            sparql_or_name: SPARQL, whose header may name parameters, or the name of a query in the folder of query files.
            parameters: values of the parameters, as written on the command line, or numbers, booleans and dates.

        Returns:
            The whole result.

        Raises:
            QueryError: the query is unknown, the endpoint says that it is wrong, or a parameter does not fit.
            RemoteError: the endpoint refuses, fails, does not answer in time, or answers something else.
        """
        return self.run(self.find_query(sparql_or_name), {name: written(value) for name, value in parameters.items()})

    def find_query(self, sparql_or_name: str) -> NamedQuery:
        """Give the query of a name, or SPARQL itself as a query without a name.

        Raises:
            UsageError: it is a name, and no folder of query files was given.
            QueryError: there is no such query, or its header is wrong.
        """
        if is_sparql(sparql_or_name) or (self._folder is None and may_be_sparql(sparql_or_name)):
            return parse_query(sparql_or_name, "query", "<query>")
        folder = self._queries()
        return find_query(sparql_or_name, folder, folder.parent)

    def _queries(self) -> Path:
        if self._folder is None:
            raise UsageError(Message("remote.endpoint-knows-no-named-queries"))
        return self._folder

    def run(self, named: NamedQuery, parameters: Mapping[str, str]) -> Result:
        """Run a query with the values of its parameters; see `query`."""
        terms = named.bind(parameters, self.base, self.prefixes)
        form = form_of(named.text)
        if form == UPDATE:
            raise QueryError(Message("remote.only-queries-sent-no-updates"))
        sent = sent_query(named.text, terms, self.base, self.prefixes)
        once = partial(
            send, self._address, sent.text, form, bounds=self.bounds, language=self.language, credentials=self._credentials
        )
        try:
            answer = self.retries.run(once)
        except FailureError as failure:
            raise error_of(failure, self.endpoint, sent, named.path, self.bounds.timeout) from failure
        try:
            result = self._triples(answer) if form in TRIPLES else self._solutions(answer)
        except (SyntaxError, ValueError) as error:
            text = short(str(error))
            message = Message("remote.answers-no-sparql-result", text=text)
            raise remote_error(self.endpoint, message) from error
        return result.noted(partial(never_bound, named))

    def _triples(self, answer: Response) -> Result:
        format_ = Syntax.from_media_type(answer.media_type) or Syntax.TURTLE
        quads = read(answer.body, format_, self.endpoint)
        return read_triples([Triple(quad.subject, quad.predicate, quad.object) for quad in quads], self.prefixes, self.base)

    def _solutions(self, answer: Response) -> Result:
        body = answer.body
        if SolutionsFormat.from_media_type(answer.media_type) == SolutionsFormat.XML:
            parsed = read_solutions(body, SolutionsFormat.XML)
            body = bytes(parsed.serialize(format=SolutionsFormat.JSON))
        return read_json(body, self.prefixes, self.base)
