"""The statements that workers query, loaded once, and one query evaluated upon them within its limits."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from catalogue.config import Sparql
from catalogue.errors import Text, text
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.guard import Dataset, Passed, Refusal, look_closely, look_through
from catalogue.sparql.guard import unknown_graph as no_graph
from catalogue.sparql.query import QueryText
from catalogue.sparql.rewriting import rewritten
from catalogue.sparql.totals import TOTALS, Totals
from catalogue.store.formats import RESULT_FORMATS, ResultFormat, in_order, write_triples
from catalogue.store.merged import Chosen, Merged, merge
from catalogue.store.rows import count_rows
from catalogue.terms import Triple
from catalogue.workers.loading import load, share
from catalogue.workers.messages import Answer, Asked


class Store:
    """The statements of a release, read-only.

    Args:
        path: the statements in N-Quads.
        folder: an empty folder for a store on disk, or None for one in memory.
        base: what relative IRIs are resolved against.
        prefixes: the prefixes that queries need not declare.
        limits: what a query may cost.
    """

    def __init__(self, path: Path, folder: Path | None, base: str, prefixes: Mapping[str, str], limits: Sparql) -> None:
        self.folder = folder
        self.limits = limits
        store = ox.Store(str(folder)) if folder is not None else ox.Store()
        if folder is not None:
            store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        else:
            load(store, path)
        self.size = len(store)
        self._shares = share(store, path)
        if self._shares:
            merge(store, ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
        graphs = frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
        self.dataset = Dataset(graphs, base, dict(prefixes))
        self._prefixes = dict(prefixes)
        self._marks = [(f"{prefix}:", f"PREFIX {prefix}:", prefix) for prefix in prefixes]
        self._totals: Totals | None = None
        self._merged: Merged | None = None
        if folder is None:
            self._merged = Merged(store, shares=self._shares)
        else:
            store.optimize()

    def open(self) -> None:
        """Open the store in the process that queries it: one on disk has threads, which no fork takes along."""
        if self._merged is None:
            self._merged = Merged(ox.Store.read_only(str(self.folder)), shares=self._shares)

    def count(self) -> bytes:
        """Count what many will ask for, to be told to `know`."""
        self.open()
        tables = [self._asked(sparql, {}).serialize(format=ox.QueryResultsFormat.TSV).decode() for sparql in TOTALS]
        return json.dumps(tables).encode()

    def know(self, counted: bytes) -> None:
        """Take what was counted; nothing where that failed: it is then counted when it is asked for."""
        self._totals = Totals(json.loads(counted)) if counted else None

    def answer(self, asked: Asked) -> Answer:
        """Answer a query.

        Args:
            asked: the query and the formats that the client can read.

        Returns:
            The whole answer.

        Raises:
            Refusal: the query is refused, cannot be read, fails, or its answer is too large.
        """
        query = QueryText(asked.sparql)
        passed = look_through(query, self.limits, self.dataset if asked.default_graphs is None else None)
        found = self._evaluate(query, asked, passed)
        format_ = _format(asked, found)
        sink = _Sink(self.limits.bytes)
        try:
            if isinstance(found, ox.QueryTriples):
                self._write_triples(found, format_, sink)
            elif format_.solutions is not None:
                found.serialize(sink, format=format_.solutions)
        except (OSError, ValueError, RuntimeError) as error:
            raise sink.refusal or _failed(error) from error
        body = sink.written()
        if format_.name == "xml" and (found_at := _NO_XML.search(body)):
            raise Refusal("evaluation", _not_xml(found_at[0]))
        if isinstance(found, ox.QuerySolutions) and count_rows(body, format_.name, self.limits.rows) > self.limits.rows:
            raise Refusal("rows", _too_large("rows", "lignes", self.limits.rows))
        return Answer(format_.name, body, passed.is_volatile)

    def _evaluate(self, query: QueryText, asked: Asked, passed: Passed) -> Any:
        chosen = passed.chosen
        if asked.default_graphs is not None:
            chosen = Chosen(self._known(asked.default_graphs), self._known(asked.named_graphs or ()))
        needed = self._needed(asked.sparql)
        ways = [(asked.sparql, needed), (asked.sparql, self._prefixes)]
        if self._totals is not None and chosen is None:
            known = rewritten(query, self._totals, self.dataset.base, self._prefixes)
            ways[:0] = [(known, needed)] if known else []
        for sparql, prefixes in ways:
            try:
                return self._asked(sparql, prefixes, chosen)
            except SyntaxError as error:
                wrong = error
            except (OSError, ValueError, RuntimeError) as error:
                raise _failed(error) from error
        look_closely(query, self.limits)
        raise syntax_refusal(query, self.dataset.prefixes, self.dataset.base) or _failed(wrong) from wrong

    def _asked(self, sparql: str, prefixes: dict[str, str], chosen: Chosen | None = None) -> Any:
        assert self._merged is not None  # noqa: S101 - it is opened before it is asked
        return self._merged.query(sparql, self.dataset.base, prefixes, chosen)

    def _needed(self, sparql: str) -> dict[str, str]:
        """Give the prefixes that a query seems to use and not to declare: to declare one costs as much as a small query."""
        return {prefix: self._prefixes[prefix] for used, given, prefix in self._marks if used in sparql and given not in sparql}

    def _known(self, graphs: tuple[str, ...]) -> tuple[str, ...]:
        for graph in graphs:
            if graph not in self.dataset.graphs:
                raise Refusal("graph", no_graph(graph))
        return graphs

    def _write_triples(self, found: ox.QueryTriples, format_: ResultFormat, sink: _Sink) -> None:
        triples = []
        for triple in found:
            triples.append(triple)
            if len(triples) > self.limits.rows:
                raise Refusal("rows", _too_large("triples", "triplets", self.limits.rows))
        listed = in_order(Triple(triple.subject, triple.predicate, triple.object) for triple in triples)
        sink.write(write_triples(listed, format_, self.dataset.prefixes))


def _format(asked: Asked, found: Any) -> ResultFormat:
    if isinstance(found, ox.QueryTriples):
        wanted, kind = asked.triples, "triples"
    else:
        wanted, kind = asked.boolean if isinstance(found, ox.QueryBoolean) else asked.solutions, "solutions"
    if wanted is None:
        raise Refusal("format", _no_format(kind))
    return RESULT_FORMATS[wanted]


class _Sink:
    """Takes what is written, up to a limit: an answer is whole or it is an error."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.refusal: Refusal | None = None
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if self._size > self.limit:
            self.refusal = Refusal("bytes", _too_large("bytes", "octets", self.limit))
            raise OSError(str(self.refusal))
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    def written(self) -> bytes:
        return b"".join(self._pieces)


def _not_xml(character: bytes) -> Text:
    return text(
        f"the answer has a character that XML cannot hold: U+{character[0]:04X}; ask for JSON, CSV or TSV",
        f"la réponse a un caractère que XML ne peut pas contenir : U+{character[0]:04X} ; demandez du JSON, du CSV ou du TSV",
    )


_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _failed(error: Exception) -> Refusal:
    return Refusal("evaluation", text(f"the query fails: {error}", f"la requête échoue : {error}"))


def _too_large(en: str, fr: str, most: int) -> Text:
    return text(
        f"the answer has more than {most} {en}; ask for less, or page it with ORDER BY, LIMIT and OFFSET",
        f"la réponse a plus de {most} {fr} ; demandez-en moins, ou par pages avec ORDER BY, LIMIT et OFFSET",
    )


def _no_format(kind: str) -> Text:
    names = ", ".join(name for name, format_ in RESULT_FORMATS.items() if getattr(format_, kind) is not None)
    return text(
        f"this form of query is answered as one of {names}; ask for one of them",
        f"cette forme de requête a sa réponse en {names} ; demandez l'un d'eux",
    )
