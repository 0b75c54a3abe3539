"""A SPARQL endpoint asked as a catalogue is asked; the wall around SPARQLWrapper."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from catalogue.errors import QueryError, RemoteError
from catalogue.names import Prefixes
from catalogue.query import NamedQuery, Result, bind, parse_query, read_json, read_triples
from catalogue.terms import Triple

_TRIPLES = {"CONSTRUCT", "DESCRIBE"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_SHORT = 300


class Remote:
    """A SPARQL endpoint.

    Args:
        endpoint: its address.
        base: what relative IRIs in queries are resolved against.
        prefixes: prefixes that queries need not declare.
        timeout: how long to wait for an answer, in whole seconds.
    """

    def __init__(self, endpoint: str, base: str, prefixes: Prefixes, timeout: int) -> None:
        self.endpoint = endpoint
        self.base = base
        self.prefixes = prefixes
        self.timeout = timeout

    def __repr__(self) -> str:
        return f"Remote({self.endpoint!r})"

    def query(self, sparql: str, /, **parameters: str) -> Result:
        """Run a query.

        Args:
            sparql: the query; its header may name parameters.
            parameters: their values, as written on the command line.

        Returns:
            The whole result.

        Raises:
            QueryError: the endpoint says that the query is wrong, or a parameter does not fit.
            RemoteError: the endpoint refuses, fails, does not answer in time, or answers something else.
        """
        return self.run(parse_query(sparql, "query", "<query>"), parameters)

    def run(self, named: NamedQuery, parameters: Mapping[str, str]) -> Result:
        """Run a query with the values of its parameters; see `query`."""
        terms = named.bind(parameters, self.base, self.prefixes)
        prologue = [f"BASE <{self.base}>", *(f"PREFIX {name}: <{iri}>" for name, iri in self.prefixes.items())]
        wrapper = SPARQLWrapper(self.endpoint)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self.timeout)
        wrapper.setQuery(" ".join(prologue) + " " + bind(named.sparql, terms))
        if wrapper.queryType in _UPDATES:
            raise QueryError("only queries are sent, no updates", "seules des requêtes sont envoyées, pas de mises à jour")
        is_graph = wrapper.queryType in _TRIPLES
        wrapper.setReturnFormat(TURTLE if is_graph else JSON)
        answer = self._ask(wrapper)
        try:
            if is_graph:
                quads = ox.parse(answer, format=ox.RdfFormat.TURTLE, base_iri=self.endpoint)
                triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
                return read_triples(triples, self.prefixes, self.base)
            return read_json(answer, self.prefixes, self.base)
        except (SyntaxError, ValueError) as error:
            words = " ".join(str(error).split())[:_SHORT]
            raise self._failed(
                f"answers what is no SPARQL result: {words}", f"répond autre chose qu'un résultat SPARQL : {words}"
            ) from error

    def _ask(self, wrapper: SPARQLWrapper) -> bytes:
        try:
            return bytes(wrapper.query().response.read())
        except SPARQLWrapperException as error:
            words = _words(error)
            if type(error).__name__ in {"QueryBadFormed", "URITooLong"}:
                raise QueryError(
                    f"the endpoint refuses the query: {words}", f"le service refuse la requête : {words}"
                ) from error
            raise self._failed(f"refuses: {words}", f"refuse : {words}") from error
        except HTTPError as error:
            error.close()
            raise self._failed(f"answers {error.code} {error.reason}", f"répond {error.code} {error.reason}") from error
        except TimeoutError as error:
            raise self._silent() from error
        except (URLError, OSError, HTTPException) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise self._silent() from error
            words = str(getattr(error, "reason", error))
            raise self._failed(f"does not answer: {words}", f"ne répond pas : {words}") from error

    def _silent(self) -> RemoteError:
        return self._failed(f"did not answer within {self.timeout} s", f"n'a pas répondu en {self.timeout} s")

    def _failed(self, en: str, fr: str) -> RemoteError:
        return RemoteError(f"{self.endpoint} {en}", f"{self.endpoint} {fr}")


def _words(error: SPARQLWrapperException) -> str:
    """Give the endpoint's own words, without what SPARQLWrapper puts before them."""
    words = str(error.args[0] if error.args else error)
    words = words.partition("Response:\n")[2] or words
    return " ".join(words.removeprefix("b'").removesuffix("'").split())[:_SHORT]
