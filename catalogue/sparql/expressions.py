"""Expressions: what the tokens of one say (SPARQL 1.1 Query, section 19.8, from `ConditionalOrExpression` on)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from catalogue.sparql.reader import TriplesReader, UnreadError
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import Expression, Group

_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">="})
_ARITHMETIC = frozenset({"+", "-", "*", "/"})
_CALLED = frozenset({"word", "iri", "name"})
"""The kinds of tokens that name functions."""


class Operation(NamedTuple):
    """An expression, or a part of one.

    Attributes:
        kind: `or`, `and`, `comparison`, `in`, `arithmetic`, `sign`, `call`, `brackets`, `exists`, or `term` for a variable, an
            IRI or a literal.
        name: the operator of a comparison, and the sign; of a call, the keyword in capitals, empty where an IRI is called.
        start: the characters before it.
        end: the characters up to its end.
        tokens: its tokens, those of groups left out.
        parts: the expressions that it is made of; of `in`, what is looked for before the members.
        group: the group of `exists`.
    """

    kind: str
    name: str
    start: int
    end: int
    tokens: Sequence[SparqlToken]
    parts: tuple[Operation, ...] = ()
    group: Group | None = None

    @property
    def variable(self) -> str:
        """The name of a variable, or nothing for another expression."""
        return self.tokens[0].variable if self.kind == "term" else ""


def operation(expression: Expression) -> Operation | None:
    """Read an expression.

    Args:
        expression: the expression, or the call of a function, with a constraint's brackets or without.

    Returns:
        What it says; None where that is not read.

    >>> from catalogue.sparql.query import QueryText
    >>> (element,) = QueryText("ASK { FILTER (?x + 1 < 2 || STR(?x) IN ('a', 'b')) }").tree.where.elements
    >>> read = operation(element.expression).parts[0]
    >>> read.kind, [(part.kind, part.name) for part in read.parts]
    ('or', [('comparison', '<'), ('in', '')])
    """
    try:
        return _Operations(expression).whole()
    except UnreadError:
        return None


class _Operations(TriplesReader):
    """Reads the tokens of one expression."""

    def __init__(self, expression: Expression) -> None:
        super().__init__(expression.tokens)
        self._groups = iter(expression.groups)

    def whole(self) -> Operation:
        read = self._or()
        if self.at != len(self.tokens) - 1:
            raise UnreadError
        return read

    def _made(self, kind: str, start: int, parts: Sequence[Operation] = (), name: str = "") -> Operation:
        listed = self.since(start)
        end = max(listed[-1].end, parts[-1].end if parts else 0)
        return Operation(kind, name, listed[0].start, end, listed, tuple(parts))

    def _chain(self, kind: str, signs: frozenset[str], read: Callable[[], Operation]) -> Operation:
        start = self.at
        parts = [read()]
        while self.here.kind == "sign" and self.here.text in signs:
            self.take()
            parts.append(read())
        return parts[0] if len(parts) == 1 else self._made(kind, start, parts)

    def _or(self) -> Operation:
        return self._chain("or", frozenset({"||"}), self._and)

    def _and(self) -> Operation:
        return self._chain("and", frozenset({"&&"}), self._comparison)

    def _comparison(self) -> Operation:
        start = self.at
        left = self._arithmetic()
        if self.here.kind == "sign" and self.here.text in _COMPARISONS:
            sign = self.take().text
            return self._made("comparison", start, (left, self._arithmetic()), sign)
        if self.here.says("IN") or (self.here.says("NOT") and self.after.says("IN")):
            while not self.take().says("IN"):
                pass
            return self._made("in", start, (left, *self._arguments()))
        return left

    def _arithmetic(self) -> Operation:
        return self._chain("arithmetic", _ARITHMETIC, self._unary)

    def _unary(self) -> Operation:
        start = self.at
        if self.here.kind == "sign" and self.here.text in {"!", "+", "-"}:
            sign = self.take().text
            return self._made("sign", start, (self._unary(),), sign)
        return self._operand()

    def _operand(self) -> Operation:
        start, token = self.at, self.here
        if token.text == "(":
            return self._brackets()
        if token.says("EXISTS") or (token.says("NOT") and self.after.says("EXISTS")):
            return self._exists()
        if token.kind in _CALLED and self.after.text == "(" and not token.says("TRUE", "FALSE"):
            return self._call()
        if token.kind == "sign" or not self.is_term():
            raise UnreadError
        self.term()
        return self._made("term", start)

    def _brackets(self) -> Operation:
        start = self.at
        self.expect("(")
        inner = self._or()
        self.expect(")")
        return self._made("brackets", start, (inner,))

    def _exists(self) -> Operation:
        start = self.at
        while not self.take().says("EXISTS"):
            pass
        group = next(self._groups)
        return self._made("exists", start)._replace(end=group.end, group=group)

    def _call(self) -> Operation:
        start, function = self.at, self.take()
        return self._made("call", start, self._arguments(), function.text.upper() if function.kind == "word" else "")

    def _arguments(self) -> list[Operation]:
        """Read what stands in the brackets of a call or a list; the separator of `GROUP_CONCAT` is left out."""
        self.expect("(")
        if self.here.says("DISTINCT"):
            self.take()
        arguments: list[Operation] = []
        while not self.has(")"):
            if self.has("*"):
                continue
            arguments.append(self._or())
            if self.has(";"):
                while self.here.text != ")":
                    self.take()
            elif self.here.text != ")":
                self.expect(",")
        return arguments


def inside(read: Operation, without: Collection[str] = ()) -> Iterator[Operation]:
    """List an expression and all that it is made of, from the outside inwards; not what stands in groups.

    Args:
        read: the expression.
        without: the functions whose calls are left out, with what stands in them.
    """
    if read.kind != "call" or read.name not in without:
        yield read
        for part in read.parts:
            yield from inside(part, without)
