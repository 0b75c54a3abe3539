"""The graph: everything that a catalogue says, each file a named graph, asked as their union.

This module is the wall around the store (pyoxigraph). It gives the terms their names for the rest of the program, looks
statements up, and runs SPARQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import pyoxigraph as ox

from catalogue.errors import QueryError
from catalogue.sources import Source
from catalogue.terms import RDF_TYPE, NamedNode, Node, Term, Triple, sort_key

Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Graph:
    """The statements of several files, each file a named graph.

    >>> from catalogue.sources import parse
    >>> graph = Graph("https://example.org/", [parse(b"<urn:a> <urn:p> 1, 2 .", "data/a.ttl")])
    >>> [value.value for value in graph.objects(NamedNode("urn:a"), NamedNode("urn:p"))]
    ['1', '2']
    >>> graph.files_of(NamedNode("urn:a"))
    ['data/a.ttl']
    """

    def __init__(self, base: str, sources: Iterable[Source] = ()) -> None:
        self.base = base
        self._store = ox.Store()
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> None:
        """Add the statements of a file as its named graph."""
        name = ox.NamedNode(self.base + source.path)
        self._store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in source.triples)

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, triple: Triple) -> bool:
        return next(self._match(triple.subject, triple.predicate, triple.object), None) is not None

    def _match(self, subject: Any, predicate: Any, value: Any) -> Iterator[Any]:
        return iter(self._store.quads_for_pattern(subject, predicate, value, None))

    def objects(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """List the objects of a subject's property, each once, in a stable order."""
        return sorted({quad.object for quad in self._match(subject, predicate, None)}, key=sort_key)

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """List the subjects that have a value, each once, in a stable order."""
        return sorted({quad.subject for quad in self._match(None, predicate, value)}, key=sort_key)

    def value(self, subject: Node, predicate: NamedNode) -> Term | None:
        """Give the first object of a subject's property in the stable order, or None."""
        return next(iter(self.objects(subject, predicate)), None)

    def triples(
        self, subject: Node | None = None, predicate: NamedNode | None = None, value: Term | None = None
    ) -> list[Triple]:
        """List the statements that match a pattern, each once, in a stable order."""
        found = {Triple(quad.subject, quad.predicate, quad.object) for quad in self._match(subject, predicate, value)}
        return sorted(found, key=lambda t: (sort_key(t.subject), sort_key(t.predicate), sort_key(t.object)))

    def quads(self) -> list[ox.Quad]:
        """List all statements with their named graphs, in a stable order."""
        return sorted(
            self._store,
            key=lambda q: (str(q.graph_name), sort_key(q.subject), sort_key(q.predicate), sort_key(q.object)),
        )

    def files_of(self, subject: Node) -> list[str]:
        """List the files that say something of a subject."""
        return sorted({q.graph_name.value.removeprefix(self.base) for q in self._match(subject, None, None)})

    def instances(self, type_: NamedNode) -> list[Node]:
        """List the things that are said to be of a type, in a stable order."""
        return self.subjects(RDF_TYPE, type_)

    def description(self, subject: Node) -> list[Triple]:
        """List what is said of a subject, with the blank nodes that it leads to."""
        found: list[Triple] = []
        seen: set[Node] = {subject}
        pending: list[Node] = [subject]
        while pending:
            for triple in self.triples(pending.pop(0)):
                found.append(triple)
                value = triple.object
                if isinstance(value, ox.BlankNode) and value not in seen:
                    seen.add(value)
                    pending.append(value)
        return found

    def query(self, sparql: str, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Run a SPARQL query over the union of all named graphs.

        Args:
            sparql: the query; relative IRIs are resolved against the catalogue's base.
            prefixes: prefixes that the query need not declare.

        Returns:
            Solutions, a boolean or triples, by the form of the query.

        Raises:
            QueryError: the query does not parse, or its evaluation failed.
        """
        try:
            return self._store.query(sparql, base_iri=self.base, prefixes=dict(prefixes or {}), use_default_graph_as_union=True)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            words = getattr(error, "msg", None) or str(error)
            raise QueryError(f"the query fails: {words}", f"la requête échoue : {words}") from error


def runs_pattern(pattern: str, flags: str = "") -> bool:
    """Whether the engine can run a regular expression as SPARQL's `REGEX` does, in time linear in the text.

    Args:
        pattern: the regular expression.
        flags: its flags, or nothing.

    >>> runs_pattern("^[a-z]+$"), runs_pattern("a(?!b)"), runs_pattern("a", "g")
    (True, False, False)
    """
    variables: dict[ox.Variable, Any] = {ox.Variable("pattern"): ox.Literal(pattern), ox.Variable("flags"): ox.Literal(flags)}
    asked = "SELECT ?pattern ?flags (REGEX('', ?pattern, ?flags) AS ?found) {}"
    answer = _NOWHERE.query(asked, substitutions=variables)
    return isinstance(answer, ox.QuerySolutions) and next(answer)["found"] is not None


_NOWHERE = ox.Store()
