"""Zero-length paths: `<x> :p* ?y` leads to `<x>` itself also where no triple has it (SPARQL 1.1 Query, section 18.4).

The store looks for the term among its triples. So a pattern with a constant end whose path may have no length is put beside
another group, which gives the term where no triple has it.
"""

from __future__ import annotations

from collections.abc import Callable

from catalogue.sparql.names import Names
from catalogue.sparql.tree import PropertyPath, Term, TriplePattern, Triples

_CONSTANT = frozenset({"iri", "name", "string", "number", "word", "sign"})


def lengthless(pattern: TriplePattern) -> int:
    """Count the ways in which a pattern matches a constant end without going along a triple.

    >>> from catalogue.sparql.query import QueryText
    >>> (block,) = QueryText("ASK { u:a u:p*|u:q? ?x . ?y u:p* ?x . u:a u:p/u:q* ?x }").tree.where.elements
    >>> [lengthless(pattern) for pattern in block.patterns]
    [2, 0, 0]
    """
    if isinstance(pattern.verb, Term) or not (_is_constant(pattern.subject) or _is_constant(pattern.object)):
        return 0
    return _ways(pattern.verb)


def _ways(path: PropertyPath) -> int:
    if path.kind in {"zeroOrMore", "zeroOrOne"}:
        return 1
    if path.kind == "alternative":
        return sum(map(_ways, path.parts))
    if path.kind == "oneOrMore":
        return min(_ways(path.parts[0]), 1)
    return _ways(path.parts[0]) if path.kind == "inverse" else 0


def _is_constant(term: Term) -> bool:
    return not term.is_bracketed and term.tokens[0].kind in _CONSTANT


def with_zero_length(block: Triples, names: Names, written: Callable[[int, int], str]) -> str | None:
    """Write patterns such that those with a constant end match it also where no triple has it.

    Args:
        block: the patterns.
        names: the query's names.
        written: gives a stretch of the query, written anew.

    Returns:
        The patterns; None where they stay as they are.
    """
    if not block.is_plain or not any(map(lengthless, block.patterns)):
        return None
    patterns, groups = [], []
    for pattern in block.patterns:
        text = " ".join(written(part.tokens[0].start, part.tokens[-1].end) for part in pattern)
        beside = [_itself(pattern, names, written)] * lengthless(pattern)
        if beside and beside[0] is not None:
            groups.append(" UNION ".join(f"{{ {each} }}" for each in [text, *beside]))
        else:
            patterns.append(text)
    return " ".join([" . ".join(patterns), *(f"{{ {group} }}" for group in groups)])


def _itself(pattern: TriplePattern, names: Names, written: Callable[[int, int], str]) -> str | None:
    """Write a group that gives the constant end where no triple has it; None where the other end is another one."""
    ends = [pattern.subject, pattern.object]
    texts = [written(term.tokens[0].start, term.tokens[-1].end) for term in ends]
    constant = 0 if _is_constant(ends[0]) else 1
    other = ends[1 - constant]
    if not other.variable and not (_is_constant(other) and _same(ends[0], ends[1], texts, names)):
        return None
    bound = f"BIND({texts[constant]} AS ?{other.variable}) " if other.variable else ""
    absent = [f"?_subject ?_predicate {texts[constant]}"]
    if ends[constant].tokens[0].kind in {"iri", "name"}:
        absent.append(f"{texts[constant]} ?_predicate ?_object")
    return bound + " ".join(f"FILTER NOT EXISTS {{ {triple} }}" for triple in absent)


def _same(one: Term, other: Term, texts: list[str], names: Names) -> bool:
    """Tell whether two constants are the same."""
    iris = [names.iri(term.tokens[0]) if len(term.tokens) == 1 else None for term in (one, other)]
    return iris[0] == iris[1] if iris[0] is not None else texts[0] == texts[1]
