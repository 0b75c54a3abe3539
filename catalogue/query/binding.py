"""Binding parameters: RDF terms given to a query as inline data, never as text.

The store can substitute variables itself, but only in SELECT queries, only those that are projected, and not in subqueries.
So each group of the query that uses a parameter is given a `VALUES` block with its term, written by the store's own
serialiser. The block is put in between two tokens; nothing of the query's text is replaced. Where it is grouped, a parameter
is one more thing to group by, which changes no group: without that it would have no value behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from catalogue.sparql.text import SparqlToken, tokens
from catalogue.terms import Term


@dataclass
class _Group:
    """A group of patterns.

    Attributes:
        start: where parameters may be put: the characters before its first token.
        variables: which variables it uses itself, or what is given, grouped and ordered of it.
        grouped_at: the characters up to the end of each `GROUP BY` that is about it.
    """

    start: int
    variables: set[str]
    grouped_at: list[int] = field(default_factory=list)


@dataclass
class _Level:
    """What stands between two braces, or outside of all.

    Attributes:
        group: the group that it is, or None.
        is_query: whether it is a query.
        asked: the last group inside, which a query is about.
        modifier: the last word in it.
    """

    group: _Group | None = None
    is_query: bool = True
    asked: _Group | None = None
    modifier: str = ""


def bind(sparql: str, terms: Mapping[str, Term]) -> str:
    """Give a query in which variables have terms.

    Args:
        sparql: the query.
        terms: terms by variable name, without `?`.

    Returns:
        The query with `VALUES` blocks: in its outermost group for all of `terms` that it uses anywhere, and in each group
        and subquery for those that it uses itself; behind a query without a group. Line numbers stay as they were.

    >>> from catalogue.terms import Literal
    >>> bind("SELECT ?s { ?s ?p ?n FILTER(lang(?n) = ?lang) }", {"lang": Literal("fr")})
    'SELECT ?s { VALUES (?lang) { ("fr") } ?s ?p ?n FILTER(lang(?n) = ?lang) }'
    >>> bind("SELECT ?s { ?s ?p ?n } GROUP BY ?s HAVING (MIN(?n) > ?x)", {"x": Literal("b")})
    'SELECT ?s { VALUES (?x) { ("b") } ?s ?p ?n } GROUP BY ?x ?s HAVING (MIN(?n) > ?x)'
    """
    pieces: list[str] = []
    done = 0
    for position, words in insertions(sparql, terms):
        pieces += [sparql[done:position], words]
        done = position
    return "".join([*pieces, sparql[done:]])


def insertions(sparql: str, terms: Mapping[str, Term]) -> list[tuple[int, str]]:
    """List what `bind` puts into a query: the positions in the query, in their order, and what is put in there."""
    listed = tokens(sparql)
    used = sorted({name for token in listed if (name := token.variable) in terms})
    if not used:
        return []
    groups = _groups(listed)
    if not groups:  # `CONSTRUCT WHERE` and `DESCRIBE` without a group have room behind them only
        return [(listed[-1].end, _values(used, terms))]
    groups[0].variables |= set(used)
    found: list[tuple[int, str]] = []
    for group in groups:
        names = [name for name in used if name in group.variables]
        if names:
            found.append((group.start, _values(names, terms)))
            found += [(position, "".join(f" ?{name}" for name in names)) for position in group.grouped_at]
    return sorted(found)


def _values(names: Sequence[str], terms: Mapping[str, Term]) -> str:
    return f" VALUES ({' '.join(f'?{name}' for name in names)}) {{ ({' '.join(str(terms[name]) for name in names)}) }}"


def _groups(listed: Sequence[SparqlToken]) -> list[_Group]:
    """List the groups that can take a `VALUES` block, the outermost first."""
    reader = _Reader()
    for token, after in zip_longest(listed, listed[1:]):
        if token.text == "{":
            reader.open(token, begins_query=after is not None and after.keyword == "SELECT")
        elif token.text == "}":
            reader.close()
        elif token.variable:
            reader.use(token.variable)
        elif token.keyword:
            reader.note(token)
    return reader.groups


class _Reader:
    """Reads which groups there are, and which variables belong to each."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._levels = [_Level()]
        self._given: set[str] = set()
        self._before = ""

    def open(self, brace: SparqlToken, *, begins_query: bool) -> None:
        """Go into braces."""
        if self._before in _NO_GROUP or begins_query:
            self._levels.append(_Level(is_query=begins_query))
        else:
            self.groups.append(_Group(brace.end, self._given))
            self._levels.append(_Level(self.groups[-1], is_query=False))
            self._given = set()
        self._before = ""

    def close(self) -> None:
        """Go out of them."""
        if len(self._levels) > 1:
            group = self._levels.pop().group
            self._levels[-1].asked = group
        self._before = ""

    def use(self, name: str) -> None:
        """Note a variable."""
        level = self._levels[-1]
        if level.group is not None and self._before != "VALUES":
            level.group.variables.add(name)
        elif level.is_query and self._before == "SELECT":
            self._given.add(name)
        elif level.is_query and level.asked is not None:
            level.asked.variables.add(name)

    def note(self, word: SparqlToken) -> None:
        """Note a word."""
        level = self._levels[-1]
        if word.keyword == "WHERE" and self._before == "CONSTRUCT":
            self._before = "CONSTRUCT WHERE"
        elif word.keyword in {"CONSTRUCT", "VALUES", "SELECT", "WHERE", "ASK", "DESCRIBE"}:
            self._before = word.keyword
        elif word.keyword == "BY" and level.modifier == "GROUP" and level.is_query and level.asked is not None:
            level.asked.grouped_at.append(word.end)
        level.modifier = word.keyword


_NO_GROUP = frozenset({"CONSTRUCT", "CONSTRUCT WHERE", "VALUES"})
