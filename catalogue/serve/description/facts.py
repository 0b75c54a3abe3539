"""What a service says of itself: counted by queries to its own workers, so that earlier releases can tell it too."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.config import Settings
from catalogue.exports.void import Facts
from catalogue.messages import Message
from catalogue.query import RESULT_FORMATS, Refusal, Result, read_json
from catalogue.serve.description.service import describe_service
from catalogue.store.formats import write_triples
from catalogue.stores.pool import StorePool
from catalogue.workers import Asked, Pool

_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class FILTER isIRI(?class) } GROUP BY ?class"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?n) { ?s ?property ?o } GROUP BY ?property"
_COUNTS = "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"


async def describe(
    pool: Pool | StorePool, settings: Settings, endpoint: str, format_name: str, parts: Sequence[str] = ()
) -> bytes:
    """Describe a service in one of the formats for triples.

    Args:
        pool: the workers of the release that it answers from.
        settings: the catalogue's settings.
        endpoint: the service's address.
        format_name: the name of the format.
        parts: the IRIs of the dumps of the data's parts.

    Returns:
        The description.

    Raises:
        Busy: no worker could count.
        Refusal: counting reached a limit, or the format cannot hold the description.
    """

    async def ask(sparql: str) -> Result:
        answer = await pool.ask(Asked(sparql, "json", "json", None))
        return read_json(answer.body, settings.prefixes, settings.base)

    counts = (await ask(_COUNTS)).to_python()[0]
    classes = {row["class"]: row["n"] for row in (await ask(_CLASSES)).to_python()}
    properties = {row["property"]: row["n"] for row in (await ask(_PROPERTIES)).to_python()}
    facts = Facts(counts["triples"], counts["subjects"], counts["objects"], classes, properties, parts)
    described = describe_service(endpoint, settings, facts, pool.graphs)
    try:
        return write_triples(described, RESULT_FORMATS[format_name], settings.prefixes)
    except ValueError as error:
        raise Refusal("evaluation", Message("query.result-cannot-written", name=format_name, error=error)) from error
