"""The parser: the tree of a query from its tokens.

It raises for nothing: what it cannot read it notes in the tree as such, and goes on at the next brace. Whether a text is a
query the store says; what the store reads, this reads.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import lru_cache

from catalogue.sparql.reader import TriplesReader, UnreadError
from catalogue.sparql.slips import KEYWORDS
from catalogue.sparql.tokens import SparqlToken, depth
from catalogue.sparql.tree import (
    Bind,
    Column,
    Declaration,
    Element,
    Expression,
    Filter,
    Group,
    Query,
    Slice,
    Term,
    Triples,
    Union,
    Unread,
    Values,
)

DEEPEST = 100
"""How many brackets may be open at most: the engine ends its process where many more are."""

_PREFIX = "PREFIX"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_GROUPS = {"OPTIONAL": "optional", "MINUS": "minus", "LATERAL": "lateral", "GRAPH": "graph", "SERVICE": "service"}


def parse(listed: Sequence[SparqlToken]) -> Query:
    """Read a query.

    Args:
        listed: its tokens; they may be anything.

    Returns:
        Its tree. All behind the prologue is unread when its brackets are nested too deeply.

    >>> from catalogue.sparql.tokens import tokens
    >>> query = parse(tokens("SELECT ?s { ?s a ?c ; u:p 1 FILTER NOT EXISTS { ?s u:q ?c } }"))
    >>> [type(element).__name__ for element in query.where.elements], query.where.elements[1].expression.groups[0].kind
    (['Triples', 'Filter'], 'not exists')
    """
    reader = _Queries([part for token in listed for part in _apart(token)])
    return reader.query() if depth(listed) <= DEEPEST else reader.unread()


def prologue_of(listed: Sequence[SparqlToken]) -> tuple[Declaration, ...]:
    """Read the declarations that a query begins with, and nothing else of it.

    Args:
        listed: its tokens; they may be anything.
    """
    return _Queries(listed).prologue()


def _apart(token: SparqlToken) -> Sequence[SparqlToken]:
    """Part names that the store reads as several keywords, such as `NOTEXISTS`."""
    if token.kind != "word" or token.text.upper() in KEYWORDS:
        return (token,)
    lengths = _lengths(token.text.upper())
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    parts = [(token.text[start : start + length], token.start + start) for start, length in zip(starts, lengths, strict=True)]
    return [SparqlToken("number" if text.isdecimal() else "word", text, start) for text, start in parts] or (token,)


@lru_cache(maxsize=256)
def _lengths(word: str) -> tuple[int, ...]:
    """Give the lengths of the keywords that a word is made of, and of a number behind them; none when it is not."""
    for length in range(len(word), 1, -1):
        if word[:length] in KEYWORDS or (length == len(word) and word.isdecimal()):
            rest = _lengths(word[length:]) if length < len(word) else ()
            if rest or length == len(word):
                return (length, *rest)
    return (1,) if word.isdecimal() else ()


class _Groups(TriplesReader, ABC):
    """Reads groups and their elements."""

    def group(self, kind: str, start: int | None = None, name: Term | None = None) -> Group:
        """Read a group.

        Args:
            kind: what it is.
            start: the number of its first token, where that is not its brace.
            name: what stands behind `GRAPH` or `SERVICE`.
        """
        first = self.at if start is None else start
        close = self.partner()
        opening = self.take().start
        if self.here.says("SELECT") and kind != "template":
            select = self.query(close)
            elements: Sequence[Element] = ()
        else:
            select, elements = None, self._elements(close)
        self.at = min(close + 1, len(self.tokens) - 1)
        return Group(kind, self.tokens[first].start, opening, self.end(), elements, select, name)

    @abstractmethod
    def query(self, close: int | None = None) -> Query:
        """Read a query, or a subquery up to the brace of a number."""

    def _elements(self, close: int) -> tuple[Element, ...]:
        elements: list[Element] = []
        while self.at < close:
            if self.has("."):
                continue
            start = self.at
            try:
                elements.append(self._element())
            except UnreadError:
                self.at = start
                elements.append(self._unread(close))
        return tuple(elements)

    def _unread(self, close: int) -> Element:
        """Go to the next brace; a group is read."""
        start = self.at
        if self.here.text == "{":
            return self.group("unread")
        while self.at < close and (self.at == start or self.here.text != "{"):
            self.at += 1
        return Unread(self.since(start))

    def _element(self) -> Element:
        token = self.here
        if token.kind != "word" or token.says("TRUE", "FALSE"):
            return self._union() if token.text == "{" else self._some_triples()
        start, keyword = self.at, token.text.upper()
        self.take()
        if keyword == "FILTER":
            return Filter(token.start, self._constraint())
        if keyword == "BIND" and self._is_alias():
            return Bind(token.start, self._column())
        if keyword == "VALUES":
            return self._values(token)
        if keyword not in _GROUPS:
            raise UnreadError
        return self._named_group(start, keyword)

    def _some_triples(self) -> Triples:
        if not self.is_term():
            raise UnreadError
        return self.triples()

    def _named_group(self, start: int, keyword: str) -> Group:
        name = None
        if keyword in {"GRAPH", "SERVICE"}:
            if self.here.says("SILENT"):
                self.take()
            name = self.term()
        if self.here.text != "{":
            raise UnreadError
        return self.group(_GROUPS[keyword], start, name)

    def _union(self) -> Group | Union:
        branches = [self.group("group")]
        while self.here.says("UNION") and self.after.text == "{":
            self.take()
            branches.append(self.group("group"))
        return branches[0] if len(branches) == 1 else Union(tuple(branches))

    def _values(self, keyword: SparqlToken) -> Values:
        start = self.at
        while self.here.text in {"(", ")"} or self.here.kind == "variable":
            self.take()
        variables = tuple(token for token in self.since(start) if token.kind == "variable")
        if self.here.text != "{":
            raise UnreadError
        self.at = self.partner()
        self.take()
        return Values(keyword.start, self.end(), variables)

    def _constraint(self) -> Expression:
        """Read an expression in brackets, the call of a function, or a group with `EXISTS` before it."""
        start = self.at
        if self.here.text != "(":
            token = self.take()
            if token.says("NOT") and self.here.says("EXISTS"):
                token = self.take()
            if token.says("EXISTS") and self.here.text == "{":
                return self._expression(start, self.partner() + 1)
            if token.kind not in {"word", "iri", "name"}:
                raise UnreadError
            if self.here.text != "(":
                raise UnreadError
        return self._expression(start, self.partner() + 1)

    def _expression(self, start: int, end: int) -> Expression:
        """Read the tokens from one number up to another, and the groups among them."""
        if end > len(self.tokens) - 1:
            raise UnreadError
        self.at = start
        own: list[SparqlToken] = []
        groups: list[Group] = []
        while self.at < end:
            if self.here.text == "{":
                is_negated = [token.text.upper() for token in self.tokens[max(self.at - 2, 0) : self.at]] == ["NOT", "EXISTS"]
                groups.append(self.group("not exists" if is_negated else "exists"))
            else:
                own.append(self.take())
        return Expression(self.tokens[start].start, self.end(), tuple(own), tuple(groups))

    def _column(self) -> Column:
        """Read a variable, or an expression in brackets that may give one its value."""
        start = self.at
        if self.here.kind == "variable":
            token = self.take()
            return Column(token.start, token.end, None, token)
        if self.here.text != "(":
            expression = self._constraint()
            return Column(expression.start, expression.end, expression, None)
        close = self.partner()
        if not self._is_alias():
            expression = self._expression(start, close + 1)
            return Column(expression.start, expression.end, expression, None)
        expression = self._expression(start + 1, close - 2)
        self.at = close + 1
        return Column(self.tokens[start].start, self.end(), expression, self.tokens[close - 1])

    def _is_alias(self) -> bool:
        """Tell whether an expression in brackets comes next that gives a variable its value."""
        close = self.partners.get(self.at, 0) if self.here.text == "(" else 0
        return close > self.at + 2 and self.tokens[close - 1].kind == "variable" and self.tokens[close - 2].says("AS")


class _Queries(_Groups):
    """Reads whole queries and those inside them."""

    def unread(self) -> Query:
        """Read the prologue, and leave the rest unread."""
        return Query(self.prologue(), None, unread=tuple(self.tokens[self.at : -1]))

    def query(self, close: int | None = None) -> Query:
        limit = len(self.tokens) - 1 if close is None else close
        prologue = self.prologue() if close is None else ()
        start = self.at
        while self.at < limit and not self.here.says(*_FORMS) and self.here.text != "{":
            self.at += 1
        skipped = self.since(start)
        if not self.here.says(*_FORMS):
            self.at = limit
            return Query(prologue, None, unread=self.since(start))
        query = Query(prologue, self.take(), unread=skipped)
        self._part(query, self._head, limit)
        self._body(query, limit)
        self._part(query, self._tail, limit)
        query.unread = (*query.unread, *self.tokens[self.at : limit])
        self.at = limit
        return query

    def _part(self, query: Query, read: Callable[[Query, int], None], limit: int) -> None:
        """Read a part of a query; where that fails, what was gone past is unread."""
        start = self.at
        try:
            read(query, limit)
        except UnreadError:
            query.unread = (*query.unread, *self.since(start))

    def prologue(self) -> tuple[Declaration, ...]:
        """Read the declarations."""
        declarations: list[Declaration] = []
        while True:
            start = self.at
            try:
                declarations.append(self._declaration())
            except UnreadError:
                self.at = start
                return tuple(declarations)

    def _declaration(self) -> Declaration:
        token = self.take()
        if token.kind == "name" and token.text.upper().startswith(_PREFIX):  # no space need follow it
            keyword, token = (
                token._replace(kind="word", text=token.text[: len(_PREFIX)]),
                token._replace(text=token.text[len(_PREFIX) :], start=token.start + len(_PREFIX)),
            )
            return Declaration(keyword, token, self._of_kind("iri"))
        if token.says(_PREFIX):
            return Declaration(token, self._of_kind("name"), self._of_kind("iri"))
        if token.says("BASE"):
            return Declaration(token, None, self._of_kind("iri"))
        if token.says("VERSION"):
            return Declaration(token, None, self._of_kind("string"))
        raise UnreadError

    def _of_kind(self, kind: str) -> SparqlToken:
        token = self.take()
        if token.kind != kind:
            raise UnreadError
        return token

    def _head(self, query: Query, limit: int) -> None:
        """Read what stands between the form and the group."""
        if query.says("SELECT"):
            self._projection(query)
        elif query.says("DESCRIBE"):
            self._described(query)
        elif query.says("CONSTRUCT") and self.here.text == "{":
            query.template = self.group("template")
        start = self.at
        while self.here.says("FROM") and self.at < limit:
            self.take()
            if self.here.says("NAMED"):
                self.take()
            self.term()
        query.dataset = self.since(start)

    def _projection(self, query: Query) -> None:
        query.modifier = self.take() if self.here.says("DISTINCT", "REDUCED") else None
        query.star = self._star()
        columns: list[Column] = []
        while self.here.text == "(" or self.here.kind == "variable":
            columns.append(self._column())
        query.columns = tuple(columns)

    def _star(self) -> SparqlToken | None:
        token = self.here
        return token if self.has("*") else None

    def _described(self, query: Query) -> None:
        query.star = self._star()
        described: list[Term] = []
        while self.here.kind in {"variable", "iri", "name"}:
            described.append(self.term())
        query.described = tuple(described)

    def _body(self, query: Query, limit: int) -> None:
        """Read the group; it is looked for where something before it is not read."""
        if self.here.says("WHERE"):
            self.take()
        start = self.at
        if not (query.says("DESCRIBE") and self._is_modifier(limit)):
            while self.at < limit and self.here.text != "{":
                self.at += 1
        query.unread = (*query.unread, *self.since(start))
        if self.here.text == "{" and self.at < limit:
            query.where = self.group("where")

    def _is_modifier(self, limit: int) -> bool:
        return self.at >= limit or self.here.says("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")

    def _tail(self, query: Query, limit: int) -> None:
        """Read what follows the group."""
        modifiers = query.modifiers
        if self._is_next("GROUP", limit):
            modifiers.grouped_at = self._by()
            modifiers.grouping = self._columns(limit)
        if self._is_next("HAVING", limit):
            having = [self._constraint()]
            while not self._is_modifier(limit):
                having.append(self._constraint())
            modifiers.having = tuple(having)
        if self._is_next("ORDER", limit):
            self._by()
            modifiers.ordering = self._columns(limit)
        slices: list[Slice] = []
        while self.at < limit and self.here.says("LIMIT", "OFFSET"):
            slices.append(Slice(self.take(), self._of_kind("number")))
        modifiers.slices = tuple(slices)
        keyword = self.here
        if self._is_next("VALUES", limit):
            query.values = self._values(keyword)

    def _is_next(self, keyword: str, limit: int) -> bool:
        """Go past a keyword, if it comes next."""
        is_next = self.at < limit and self.here.says(keyword)
        self.at += is_next
        return is_next

    def _by(self) -> int:
        if not self.here.says("BY"):
            raise UnreadError
        return self.take().end

    def _columns(self, limit: int) -> tuple[Column, ...]:
        columns: list[Column] = []
        while not self._is_modifier(limit):
            direction = self.take() if self.here.says("ASC", "DESC") else None
            column = self._column()
            columns.append(column._replace(start=direction.start, direction=direction) if direction else column)
        return tuple(columns)
