"""One query evaluated within its limits: looked through, put well, asked, written, and its rows counted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from catalogue.config import Sparql
from catalogue.messages import Message, Text, any_of
from catalogue.serialise import CharacterError, well_formed
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
from catalogue.store.engine import Boolean, Solutions, SolutionsFormat, Triples
from catalogue.store.failures import failure
from catalogue.store.formats import RESULT_FORMATS, ResultFormat, in_order, write_triples
from catalogue.store.merged import Chosen
from catalogue.store.rows import count_rows, has_empty_column, is_hollow
from catalogue.store.separated import has_bare_commas, with_empty_cells, write_rows
from catalogue.store.written import unmarked, unmarked_body
from catalogue.terms import Literal, Triple
from catalogue.workers.messages import Asked, Reply
from catalogue.workers.statements import Statements


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
        format_ = _format(asked, answer)
        body, lacks_values = self._written(answer, format_)
        if isinstance(answer, Solutions) and format_.solutions == SolutionsFormat.CSV:
            body = self._separated(body, answer, lambda: self._evaluate(query, asked, passed)[0])
        if isinstance(answer, Solutions) and count_rows(body, format_.name, self.limits.rows) > self.limits.rows:
            raise Refusal("rows", _too_large(Message("workers.rows"), self.limits.rows))
        is_early = time.monotonic() - start < self.limits.wall / 2
        why_empty = self._notes(query, asked) if lacks_values and is_early else ()
        return Reply(format_.name, body, passed.is_volatile, notes=(*map(Note.of, doubts), *why_empty))

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
                wrong = _failed(error)
            except (OSError, ValueError, RuntimeError) as error:
                raise _failed(error) from error
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

    def _written(self, answer: Any, format_: ResultFormat) -> tuple[bytes, bool]:
        """Write an answer, and tell whether it, or a column of it, says nothing."""
        sink, size = _Sink(self.limits.bytes), 0
        try:
            if isinstance(answer, Triples):
                size = self._write_triples(answer, format_, sink)
            elif format_.solutions is not None:
                answer.serialize(sink, format=format_.solutions)
            written = sink.written()
            if format_.solutions is not None:
                written = unmarked_body(written, format_.solutions)
            body = well_formed(written) if format_.solutions == SolutionsFormat.XML else written
        except CharacterError as error:
            raise Refusal("evaluation", _not_xml(format_, error.character)) from error
        except (OSError, ValueError, RuntimeError) as error:
            too_large = Refusal("bytes", _too_large(Message("workers.bytes"), self.limits.bytes))
            raise (too_large if sink.is_full else _failed(error)) from error
        if isinstance(answer, Triples):
            return body, size == 0
        return body, is_hollow(body, format_.name) or has_empty_column(body, format_.name)

    def _separated(self, body: bytes, answer: Solutions, again: Callable[[], Any]) -> bytes:
        """Give solutions in CSV with a cell for each variable in each row; else ask again and write them."""
        variables = [variable.value for variable in answer.variables]
        if not has_bare_commas(body, len(variables)):
            return with_empty_cells(body, len(variables))
        sink = _Sink(self.limits.bytes)
        try:
            write_rows(variables, ([row[name] for name in variables] for row in again()), sink)
        except (OSError, ValueError, RuntimeError) as error:
            too_large = Refusal("bytes", _too_large(Message("workers.bytes"), self.limits.bytes))
            raise (too_large if sink.is_full else _failed(error)) from error
        return sink.written()

    def _write_triples(self, answer: Triples, format_: ResultFormat, sink: _Sink) -> int:
        triples = []
        for triple in answer:
            triples.append(triple)
            if len(triples) > self.limits.rows:
                raise Refusal("rows", _too_large(Message("workers.triples"), self.limits.rows))
        listed = in_order(Triple(triple.subject, triple.predicate, unmarked(triple.object)) for triple in triples)
        sink.write(write_triples(listed, format_, self.dataset.prefixes))
        return len(triples)


def _format(asked: Asked, answer: Any) -> ResultFormat:
    if isinstance(answer, Triples):
        wanted, kind = asked.triples, "triples"
    else:
        wanted, kind = asked.boolean if isinstance(answer, Boolean) else asked.solutions, "solutions"
    if wanted is None:
        raise Refusal("format", _no_format(kind))
    return RESULT_FORMATS[wanted]


class _Sink:
    """Takes what is written, up to a limit: an answer is whole or it is an error."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.is_full = False
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if self._size > self.limit:
            self.is_full = True
            raise OSError(self.limit)
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    def written(self) -> bytes:
        return b"".join(self._pieces)


def _not_xml(format_: ResultFormat, character: str) -> Text:
    kind = "solutions" if format_.triples is None else "triples"
    others = [name for name in _formats_for(kind) if name != format_.name]
    return Message("workers.answer-character-xml-cannot-hold", character=ord(character), others=any_of(others))


def _failed(error: BaseException) -> Refusal:
    return Refusal("evaluation", failure(error))


def _too_large(message: Text, most: int) -> Text:
    return Message("workers.answer-more-than-ask-less", most=most, message=message)


def _no_format(kind: str) -> Text:
    return Message("workers.form-query-answered-one-ask", names=", ".join(_formats_for(kind)))


def _formats_for(kind: str) -> list[str]:
    return [name for name, format_ in RESULT_FORMATS.items() if getattr(format_, kind) is not None]
