"""One query evaluated within its limits: looked through, put well, asked, written, and its rows counted."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from catalogue.config import Sparql
from catalogue.messages import Message
from catalogue.sparql.empty import Context, never_bound, unknown_terms, unmentioned
from catalogue.sparql.exact import Data, exact
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.guard import Dataset, Passed, Refusal, look_closely, look_through
from catalogue.sparql.guard import unknown_graph as no_graph
from catalogue.sparql.known import NO_VOCABULARY, Known, Lookups, Vocabulary
from catalogue.sparql.notes import QUERY, Note
from catalogue.sparql.otherwise import otherwise_written
from catalogue.sparql.query import QueryText
from catalogue.sparql.rewriting import rewritten
from catalogue.sparql.roles import CLASS, PROPERTY
from catalogue.sparql.syntax import refusal
from catalogue.sparql.totals import TOTALS, Totals
from catalogue.store.engine import SolutionsFormat
from catalogue.store.merged import Chosen
from catalogue.terms import Literal
from catalogue.workers.messages import Asked, Reply
from catalogue.workers.statements import Statements
from catalogue.workers.writing import Writer, failed


class Evaluator:
    """Answers queries about statements, one at a time, within limits.

    Args:
        statements: the statements.
        base: what relative IRIs are resolved against.
        prefixes: the prefixes that queries need not declare.
        limits: what a query may cost.
        vocabulary: what the shapes and the ontology know, which is not among the statements.
    """

    def __init__(
        self,
        statements: Statements,
        base: str,
        prefixes: Mapping[str, str],
        limits: Sparql,
        vocabulary: Vocabulary = NO_VOCABULARY,
    ) -> None:
        self.statements = statements
        lookups = Lookups(self._sample, self._has_value, self._roles)
        self.known = Known(self._mentions, self._names, vocabulary, statements.graphs, lookups)
        self.limits = limits
        self.dataset = Dataset(statements.graphs, base, dict(prefixes))
        self._prefixes = dict(prefixes)
        self._writer = Writer(limits, self._prefixes)
        self._marks = [(f"{prefix}:", f"PREFIX {prefix}:", prefix) for prefix in prefixes]
        self._totals: Totals | None = None

    def count(self) -> bytes:
        """Count what many will ask for, to be given to `know`."""
        tables = [self._asked(sparql, {}).serialize(format=SolutionsFormat.TSV).decode() for sparql in TOTALS]
        return json.dumps(tables).encode()

    def know(self, counted: bytes) -> None:
        """Take what was counted; nothing where that failed: it is then counted when it is asked for."""
        self._totals = Totals(json.loads(counted)) if counted else None

    def answer(self, asked: Asked) -> Reply:
        """Answer a query.

        Args:
            asked: the query and the formats that the client can read.

        Returns:
            The whole answer.

        Raises:
            Refusal: the query is refused, cannot be read, fails, or its answer is too large.
        """
        if asked.is_to_be_read:
            return Reply("", refusal(asked.sparql, (), self._prefixes, self.dataset.base).encode())
        start = time.monotonic()
        query = QueryText(asked.sparql)
        passed = look_through(query, self.limits, self.dataset if asked.default_graphs is None else None)
        answer, doubts = self._evaluate(query, asked, passed)
        name, body, lacks_values = self._writer.write(answer, asked, lambda: self._evaluate(query, asked, passed)[0])
        is_early = time.monotonic() - start < self.limits.wall / 2
        why_empty = self._notes(query, asked) if lacks_values and is_early else ()
        return Reply(name, body, passed.is_volatile, notes=(*map(Note.of, doubts), *why_empty))

    def _notes(self, query: QueryText, asked: Asked) -> Iterator[Note]:
        """Tell why an answer may say nothing; of what was put into a query no place is told, which its client does not know."""
        given = asked.parameters
        context = Context(self.dataset.base, self._prefixes, QUERY if given is None else None)
        yield from never_bound(query, path=context.path)
        yield from unmentioned(given or (), self.known, context)
        yield from unknown_terms(query, self.known, context, [parameter.iri for parameter in given or ()])
        yield from otherwise_written(query, self.known, context)

    def _mentions(self, iri: str) -> bool:
        return self.statements.merged.mentions(iri)

    def _sample(self, iri: str, most: int) -> Iterator[Literal]:
        return self.statements.merged.sample(iri, most)

    def _has_value(self, iri: str, literal: Literal) -> bool:
        return self.statements.merged.has_value(iri, literal)

    def _names(self) -> Iterator[str]:
        """Give what there is a statement about, and the properties and classes, as far as they have been counted."""
        yield from self.statements.subjects()
        if self._totals is not None:
            yield from (term[1:-1] for term in (*self._totals.properties, *self._totals.classes) if term.startswith("<"))

    def _roles(self) -> Mapping[str, Collection[str]]:
        """Give the properties and the classes that have been counted; nothing where there are too many."""
        totals = self._totals
        if totals is None or not totals.properties or not totals.classes:
            return {}
        counted = {PROPERTY: totals.properties, CLASS: totals.classes}
        return {role: [term[1:-1] for term in terms if term.startswith("<")] for role, terms in counted.items()}

    def _evaluate(self, query: QueryText, asked: Asked, passed: Passed) -> tuple[Any, list[Message]]:
        """Evaluate a query, and give what is to be told beside its answer."""
        chosen = self._chosen(asked, passed)
        graphs = self.dataset.graphs if chosen is None else chosen.named
        put = exact(query, Data(self.statements.peculiar, graphs), self.dataset.base, self._prefixes)
        for sparql, prefixes in self._ways(query, put.text, chosen):
            try:
                return self._asked(sparql, prefixes, chosen), put.doubts
            except SyntaxError as error:
                wrong = failed(error)
            except (OSError, ValueError, RuntimeError) as error:
                raise failed(error) from error
        look_closely(query, self.limits)
        raise syntax_refusal(query, self.dataset.prefixes, self.dataset.base) or wrong

    def _chosen(self, asked: Asked, passed: Passed) -> Chosen | None:
        """Give the graphs that a query is about: those that its client names, else those that it names itself, else all."""
        if asked.default_graphs is None:
            return passed.chosen
        return Chosen(self._known(asked.default_graphs), self._known(asked.named_graphs or ()))

    def _ways(self, query: QueryText, text: str, chosen: Chosen | None) -> Iterator[tuple[str, dict[str, str]]]:
        """List how a query may be asked, until one way is read: what takes less first, and all prefixes last."""
        needed = self._needed(query.text)
        if self._totals is not None and chosen is None:
            put = query if text == query.text else QueryText(text)
            known = rewritten(put, self._totals, self.dataset.base, self._prefixes)
            if known:
                yield known, needed
        yield text, needed
        yield text, self._prefixes

    def _asked(self, sparql: str, prefixes: dict[str, str], chosen: Chosen | None = None) -> Any:
        return self.statements.merged.query(sparql, self.dataset.base, prefixes, chosen)

    def _needed(self, sparql: str) -> dict[str, str]:
        """Give the prefixes that a query seems to use and not to declare: to declare one costs as much as a small query."""
        return {prefix: self._prefixes[prefix] for used, given, prefix in self._marks if used in sparql and given not in sparql}

    def _known(self, graphs: tuple[str, ...]) -> tuple[str, ...]:
        for graph in graphs:
            if graph not in self.dataset.graphs:
                raise Refusal("graph", no_graph(graph))
        return graphs
