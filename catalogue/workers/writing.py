"""Writing: an answer written in the format that was asked for, within limits: whole, or an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from catalogue.config import Sparql
from catalogue.messages import Message, Text, any_of
from catalogue.serialise import CharacterError, well_formed
from catalogue.sparql.guard import Refusal
from catalogue.store.engine import Boolean, Solutions, SolutionsFormat
from catalogue.store.failures import failure
from catalogue.store.formats import RESULT_FORMATS, ResultFormat, in_order, write_triples
from catalogue.store.rows import count_rows, has_empty_column, is_hollow
from catalogue.store.separated import has_bare_commas, with_empty_cells, write_rows
from catalogue.store.written import unmarked, unmarked_body
from catalogue.terms import Triple
from catalogue.workers.messages import Asked


class Writer:
    """Writes answers.

    Args:
        limits: what an answer may have.
        prefixes: the prefixes that Turtle is written with.
    """

    def __init__(self, limits: Sparql, prefixes: Mapping[str, str]) -> None:
        self.limits = limits
        self._prefixes = prefixes

    def write(self, answer: Any, asked: Asked, again: Callable[[], Any]) -> tuple[str, bytes, bool]:
        """Write an answer.

        Args:
            answer: solutions, a boolean or triples.
            asked: the query, with the formats that the client can read.
            again: gives the same answer once more: solutions can be gone through once.

        Returns:
            The name of the format, the body, and whether it, or a column of it, says nothing.

        Raises:
            Refusal: the client can read no format of it, or it is too large.
        """
        format_ = _format(asked, answer)
        body, lacks_values = self._written(answer, format_)
        if isinstance(answer, Solutions) and format_.solutions == SolutionsFormat.CSV:
            body = self._separated(body, answer, again)
        if isinstance(answer, Solutions) and count_rows(body, format_.name, self.limits.rows) > self.limits.rows:
            raise Refusal("rows", _too_large(Message("workers.rows"), self.limits.rows))
        return format_.name, body, lacks_values

    def _written(self, answer: Any, format_: ResultFormat) -> tuple[bytes, bool]:
        """Write an answer, and tell whether it, or a column of it, says nothing."""
        sink, size = _Sink(self.limits.bytes), 0
        try:
            if format_.triples is not None:
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
            raise (too_large if sink.is_full else failed(error)) from error
        if format_.triples is not None:
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
            raise (too_large if sink.is_full else failed(error)) from error
        return sink.written()

    def _write_triples(self, answer: Iterable[Any], format_: ResultFormat, sink: _Sink) -> int:
        triples = []
        for triple in answer:
            triples.append(triple)
            if len(triples) > self.limits.rows:
                raise Refusal("rows", _too_large(Message("workers.triples"), self.limits.rows))
        listed = in_order(Triple(triple.subject, triple.predicate, unmarked(triple.object)) for triple in triples)
        sink.write(write_triples(listed, format_, self._prefixes))
        return len(triples)


def _format(asked: Asked, answer: Any) -> ResultFormat:
    if not isinstance(answer, Solutions | Boolean):
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


def failed(error: BaseException) -> Refusal:
    """Give the refusal of a query that the store could not evaluate."""
    return Refusal("evaluation", failure(error))


def _too_large(message: Text, most: int) -> Text:
    return Message("workers.answer-more-than-ask-less", most=most, message=message)


def _no_format(kind: str) -> Text:
    return Message("workers.form-query-answered-one-ask", names=", ".join(_formats_for(kind)))


def _formats_for(kind: str) -> list[str]:
    return [name for name, format_ in RESULT_FORMATS.items() if getattr(format_, kind) is not None]
