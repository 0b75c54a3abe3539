"""Profiles: where a kind of store has its doors, how much it takes at once, and what of it readers see at once.

The rules of Oxigraph and of Virtuoso are tested against them; those of the others are recorded from their documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from catalogue.remote.credentials import BASIC, DIGEST

_SECONDS, _MILLISECONDS = "{}", "{}000"


@dataclass(frozen=True)
class Profile:
    """The rules of a kind of store.

    Attributes:
        name: what it is called in the settings.
        title: what it calls itself.
        address: how its address looks.
        query: the path of queries, below the store's address.
        update: the path of updates.
        data: the path of the Graph Store Protocol, with the graph's IRI at its end; None where triples are sent by updates.
        update_signed: the path of updates where credentials are given, if it is another.
        data_signed: likewise that of the Graph Store Protocol.
        lines: how many triples one request has at most.
        bytes: how many bytes one request has at most.
        subjects: how many IRIs one query names at most.
        rows: how many rows it gives in one answer at most, by its usual settings.
        is_whole: whether readers see one request of updates whole or not at all.
        scheme: how a name and a password are sent.
        deadline: the parameter of a query that says how long it may take, and how seconds are written there; None without one.
        source: where the rules are from.
    """

    name: str
    title: str
    address: str
    query: str
    update: str
    data: str | None
    update_signed: str | None = None
    data_signed: str | None = None
    lines: int = 50_000
    bytes: int = 8_000_000
    subjects: int = 2_000
    rows: int = 20_000
    is_whole: bool = True
    scheme: str = BASIC
    deadline: tuple[str, str] | None = None
    source: str = ""

    def query_address(self, address: str) -> str:
        """Give the address of queries."""
        return _below(address, self.query)

    def update_address(self, address: str, *, is_signed: bool) -> str:
        """Give the address of updates."""
        return _below(address, self.update_signed if is_signed and self.update_signed is not None else self.update)

    def data_address(self, address: str, graph: str, *, is_signed: bool) -> str | None:
        """Give the address of a graph, which is itself one; None where triples are sent by updates.

        >>> PROFILES["oxigraph"].data_address("http://127.0.0.1:7878/", "urn:a#b", is_signed=False)
        'http://127.0.0.1:7878/store?graph=urn%3Aa%23b'
        """
        path = self.data_signed if is_signed and self.data_signed is not None else self.data
        return None if path is None else _below(address, path) + quote(graph, safe="")

    def deadline_parameter(self, seconds: int) -> Mapping[str, str]:
        """Give the parameter by which the store ends a query itself; empty where it has none.

        >>> PROFILES["virtuoso"].deadline_parameter(10), PROFILES["oxigraph"].deadline_parameter(10)
        ({'timeout': '10000'}, {})
        """
        return {} if self.deadline is None else {self.deadline[0]: self.deadline[1].format(seconds)}


def _below(address: str, path: str) -> str:
    """Give the address of a path below another."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", "")) + path


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "oxigraph",
            "Oxigraph",
            "http://host:7878",
            "/query",
            "/update",
            "/store?graph=",
            source="tested with Oxigraph 0.5; a query or an update has at most 1 MiB there",
        ),
        Profile(
            "fuseki",
            "Apache Jena Fuseki",
            "http://host:3030/DATASET",
            "/query",
            "/update",
            "/data?graph=",
            deadline=("timeout", _SECONDS),
            source="https://jena.apache.org/documentation/fuseki2/",
        ),
        Profile(
            "rdf4j",
            "Eclipse RDF4J Server",
            "http://host:8080/rdf4j-server/repositories/NAME",
            "",
            "/statements",
            "/rdf-graphs/service?graph=",
            deadline=("timeout", _SECONDS),
            source="https://rdf4j.org/documentation/reference/rest-api/",
        ),
        Profile(
            "graphdb",
            "GraphDB",
            "http://host:7200/repositories/NAME",
            "",
            "/statements",
            "/rdf-graphs/service?graph=",
            deadline=("timeout", _SECONDS),
            source="https://graphdb.ontotext.com/documentation/",
        ),
        Profile(
            "stardog",
            "Stardog",
            "http://host:5820/DATABASE",
            "/query",
            "/update",
            "?graph=",
            deadline=("timeout", _MILLISECONDS),
            source="https://docs.stardog.com/developing/http-api",
        ),
        Profile(
            "neptune",
            "Amazon Neptune",
            "https://host:8182",
            "/sparql",
            "/sparql",
            "/sparql/gsp/?graph=",
            source="https://docs.aws.amazon.com/neptune/latest/userguide/transactions-neptune.html",
        ),
        Profile(
            "qlever",
            "QLever",
            "http://host:7001",
            "/",
            "/",
            "/?graph=",
            is_whole=False,
            deadline=("timeout", "{}s"),
            source="https://github.com/ad-freiburg/qlever/pull/2076",
        ),
        Profile(
            "virtuoso",
            "Virtuoso",
            "http://host:8890",
            "/sparql",
            "/sparql",
            "/sparql-graph-crud?graph-uri=",
            update_signed="/sparql-auth",
            data_signed="/sparql-graph-crud-auth?graph-uri=",
            lines=20_000,
            bytes=4_000_000,
            subjects=500,
            rows=5_000,
            is_whole=False,
            scheme=DIGEST,
            deadline=("timeout", _MILLISECONDS),
            source="tested with Virtuoso 7.2.5; https://github.com/openlink/virtuoso-opensource/issues/280 and 934",
        ),
        Profile(
            "sparql",
            "SPARQL 1.1",
            "http://host/sparql",
            "",
            "",
            None,
            lines=1_000,
            bytes=400_000,
            subjects=500,
            rows=5_000,
            is_whole=False,
            source="https://www.w3.org/TR/sparql11-protocol/",
        ),
    )
}
"""The stores whose rules are known, by name."""
