"""Pre-binding: a query of a constraint made into one that runs once for all focus nodes (SHACL, section 5.3 and appendix A).

SHACL evaluates a query for each focus node with `$this` bound before anything else, in every group. Here the rows of bound
values stand in a graph of their own, and each group that names one of them first looks its values up there: joins do the rest.
A query that counts or cuts its solutions as a whole is run for one row at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalogue.sparql.text import SparqlToken, closing, in_scope, selects, tokens
from catalogue.terms import NamedNode

ROWS = "urn:x-bound:"
"""The graph of the bound values, and the prefix of its predicates."""

_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
_WHOLE = ("LIMIT", "OFFSET", "REDUCED")
_AGGREGATES = ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
_OPTIONAL = frozenset({"shapesGraph", "currentShape"})


class UnboundError(Exception):
    """A query breaks the rules of pre-binding."""


@dataclass(frozen=True)
class Prepared:
    """A query that looks its bound values up.

    Attributes:
        text: the query.
        at_once: whether it may run for many rows together.
        tokens: the tokens of the query as it was written, its path and form replaced.
    """

    text: str
    at_once: bool
    tokens: Sequence[SparqlToken]


def predicate(variable: str) -> NamedNode:
    """Give the predicate that leads to the values of a bound variable."""
    return NamedNode(ROWS + variable)


def prepare(query: str, bound: Sequence[str], path: str = "") -> Prepared:
    """Prepare a query.

    Args:
        query: a SELECT, or an ASK, which becomes a SELECT of the rows for which it is true.
        bound: the variables that are bound, `this` first.
        path: what stands for `$PATH`, or nothing.

    Returns:
        The query. It finds its rows in the graph `ROWS`: there, a node for each row has each of its values by the predicate
        of its variable, and the predicate of a variable has, as a node, all values that the variable takes in any row.

    Raises:
        UnboundError: the query breaks the rules of pre-binding.

    >>> print(prepare("SELECT $this { $this <urn:p> ?x FILTER (?x > 3) }", ["this"]).text)
    SELECT $this { GRAPH <urn:x-bound:> { <urn:x-bound:this> <urn:x-bound:> ?this } $this <urn:p> ?x FILTER (?x > 3) }
    """
    query = _with_path(query, path)
    found = tokens(query)
    if any(token.says("ASK") for token in found[:1]) or _form(found).says("ASK"):
        query = _as_select(query, found, [name for name in bound if name in {"this", "value"}])
        found = tokens(query)
    _keep_to_the_rules(found, bound)
    pieces, last = [], 0
    for start, end in _groups(found):
        named = _named(found, start, end, bound)
        pieces += [query[last : found[start].end], _lookup(named, bound)]
        last = found[start].end
    return Prepared("".join([*pieces, query[last:]]), _is_at_once(found), found)


def _form(query: Sequence[SparqlToken]) -> SparqlToken:
    forms = (token for token in query if token.says("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
    return next(forms, SparqlToken("word", "", 0))


def _with_path(query: str, path: str) -> str:
    for token in reversed([token for token in tokens(query) if token.variable == "PATH"]):
        query = f"{query[: token.start]}({path}){query[token.end :]}"
    return query


def _as_select(query: str, found: Sequence[SparqlToken], given: Sequence[str]) -> str:
    form = _form(found)
    names = " ".join("?" + name for name in given)
    return f"{query[: form.start]}SELECT DISTINCT {names} WHERE {query[form.end :]}".replace("WHERE  WHERE", "WHERE")


def _keep_to_the_rules(query: Sequence[SparqlToken], bound: Sequence[str]) -> None:
    for before, token in pairwise(query):
        if token.says(*_FORBIDDEN):
            raise UnboundError(f"SHACL forbids {token.text} in its queries")
        if before.says("AS") and token.variable in bound:
            raise UnboundError(f"{token.text} is pre-bound by SHACL and cannot be assigned")
    for select in selects(query):
        used = {token.variable for token in select.body} & set(bound)
        given = select.projected | (in_scope(select.body) if select.everything else set())
        missing = (used | {"this"} if select.nested else {"this"}) - given - _OPTIONAL
        if missing:
            raise UnboundError(f"a SELECT does not give ${min(missing)}")


def _groups(query: Sequence[SparqlToken]) -> list[tuple[int, int]]:
    """List the groups in which something may be looked up: the indexes of their braces."""
    found = []
    for at, token in enumerate(query):
        if token.text == "{" and not query[at + 1].says("SELECT"):
            found.append((at, closing(query, at)))
    return found


def _named(query: Sequence[SparqlToken], start: int, end: int, bound: Sequence[str]) -> set[str]:
    """Give the bound variables that a group names itself, its inner groups excepted; `this` too in the group of a SELECT."""
    found, at = set(), start + 1
    while at < end:
        if query[at].text == "{":
            at = closing(query, at)
        elif query[at].variable in bound:
            found.add(query[at].variable)
        at += 1
    is_body = start == 0 or query[start - 1].says("WHERE") or not _is_inside(query, start)
    return found | _given(query, start, bound) if is_body else found


def _is_inside(query: Sequence[SparqlToken], start: int) -> bool:
    depth = sum((token.text == "{") - (token.text == "}") for token in query[:start])
    return depth > 0 and not _is_selected(query, start)


def _is_selected(query: Sequence[SparqlToken], start: int) -> bool:
    """Tell whether a group is the body of a SELECT that does not write `WHERE`."""
    for token in reversed(query[:start]):
        if token.says("SELECT"):
            return True
        if token.text in {"{", "}"}:
            return False
    return False


def _given(query: Sequence[SparqlToken], start: int, bound: Sequence[str]) -> set[str]:
    """Give the bound variables that the SELECT before a group names, in its projection or behind the group."""
    found = {"this"}
    for token in reversed(query[:start]):
        if token.says("SELECT"):
            break
        if token.variable in bound:
            found.add(token.variable)
    depth = 0
    for token in query[closing(query, start) + 1 :]:
        depth += (token.text in {"{", "("}) - (token.text in {"}", ")"})
        if depth < 0 or token.text == "{":
            break
        if token.variable in bound:
            found.add(token.variable)
    return found


def _lookup(named: set[str], bound: Sequence[str]) -> str:
    if not named:
        return ""
    names = [name for name in bound if name in named]
    if len(names) == 1:
        return f" GRAPH <{ROWS}> {{ <{ROWS}{names[0]}> <{ROWS}> ?{names[0]} }}"
    said = " ; ".join(f"<{ROWS}{name}> ?{name}" for name in names)
    return f" GRAPH <{ROWS}> {{ ?_row {said} }}"


def _is_at_once(query: Sequence[SparqlToken]) -> bool:
    if any(token.says(*_WHOLE) for token in query):
        return False
    return all(_is_grouped(query, select.keyword, select.body) for select in selects(query))


def _is_grouped(query: Sequence[SparqlToken], keyword: SparqlToken, body: Sequence[SparqlToken]) -> bool:
    """Tell whether a SELECT counts nothing, or counts by `$this`."""
    own = [token for token in query if token.start > keyword.start and (not body or token.start < body[0].start)]
    behind: list[SparqlToken] = []
    depth = 0
    for token in query:
        if body and token.start <= body[-1].end:
            continue
        depth += (token.text == "{") - (token.text == "}")
        if depth < -1:
            break
        behind.append(token)
    grouping = [at for at, token in enumerate(behind) if token.says("GROUP")]
    if not grouping:
        return not any(token.says(*_AGGREGATES) for token in [*own, *behind])
    ends = (at for at, token in enumerate(behind) if at > grouping[0] and token.says("HAVING", "ORDER"))
    return any(token.variable == "this" for token in behind[grouping[0] : next(ends, len(behind))])
