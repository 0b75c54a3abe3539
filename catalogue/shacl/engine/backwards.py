"""Backwards: of which focus nodes changes may change the solutions of a query, walked back along its triple patterns.

A solution that is gained or lost, or that `EXISTS` finds or finds no more, rests upon a changed statement. Each pattern is
walked back to the focus node along the next one on the shortest way there, all of which hold together with it. Of the patterns
of such a solution that match a changed statement, take one with the shortest way: the statements along that way are as they
were, so that the focus node is reached, whether the change is a gain or a loss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from catalogue.columns.sets import union
from catalogue.columns.table import Columns, Numbers, numbers
from catalogue.model import Path
from catalogue.shacl.engine.reach import AS_WRITTEN
from catalogue.shacl.engine.steps import follow
from catalogue.shacl.patterns import Pattern, Verb
from catalogue.terms import NamedNode

FOCUS = "?this"
"""What the focus node is called in patterns."""

Ends: TypeAlias = tuple[Numbers, Numbers]
"""The subjects and the objects of what a verb leads along otherwise than before."""


def concerned(columns: Columns, patterns: Sequence[Pattern], ends: Callable[[Verb], Ends]) -> Numbers | None:
    """Find the focus nodes of which a query may have other solutions than before.

    Args:
        columns: the statements, upon a layer.
        patterns: all triple patterns of the query.
        ends: gives the ends of what a verb leads along otherwise.

    Returns:
        Nodes, ascending; None for any node: where a pattern need not hold together with the others, where one is not joined
        with the focus node, where a path may have no step, or where literals are joined whose values count, not their forms.
    """
    changed = {pattern: both for pattern in patterns if any(map(len, both := ends(pattern.verb)))}
    if not changed:
        return numbers(())
    if any(pattern.groups is None or _may_stay(pattern.verb) for pattern in patterns):
        return None
    following = _following(patterns)
    found = [_back(columns, pattern, both, following) for pattern, both in changed.items() if _matches(columns, pattern, both)]
    nodes = [each for each in found if each is not None]
    return None if len(nodes) < len(found) else union(numbers(()), *nodes)


def _may_stay(verb: Verb) -> bool:
    return verb is not None and (verb.kind in {"zeroOrOne", "zeroOrMore"} or any(map(_may_stay, verb.parts)))


def _matches(columns: Columns, pattern: Pattern, both: Ends) -> bool:
    """Tell whether a pattern may match what has changed, by the IRIs that it names."""
    named = ((end, nodes) for end, nodes in zip((pattern.subject, pattern.object), both, strict=True) if end[:1] == "<")
    return all(columns.number(NamedNode(end[1:-1])) in nodes for end, nodes in named)


def _following(patterns: Sequence[Pattern]) -> Mapping[Pattern, tuple[Pattern, str] | None]:
    """Give for each pattern the next one on the shortest way to the focus node, and the variable that both have.

    The next one is of the same group, or of one around it: only that holds whenever the pattern does. A pattern that has the
    focus node itself has none; patterns without a way are left out.
    """
    following: dict[Pattern, tuple[Pattern, str] | None] = {p: None for p in patterns if FOCUS in _variables(p)}
    nearest: Iterable[Pattern] = list(following)
    while nearest:
        found: dict[Pattern, tuple[Pattern, str]] = {}
        for pattern in (p for p in patterns if p not in following):
            ways = ((each, name) for each in nearest for name in _variables(each) if name in _variables(pattern))
            way = next((way for way in ways if _is_around(way[0], pattern)), None)
            if way is not None:
                found[pattern] = way
        following |= found
        nearest = list(found)
    return following


def _variables(pattern: Pattern) -> list[str]:
    return [end for end in (pattern.subject, pattern.object) if end[:1] == "?"]


def _is_around(pattern: Pattern, inner: Pattern) -> bool:
    groups, inside = pattern.groups or (), inner.groups or ()
    return inside[: len(groups)] == groups


def _back(
    columns: Columns, pattern: Pattern, both: Ends, following: Mapping[Pattern, tuple[Pattern, str] | None]
) -> Numbers | None:
    """Walk from the ends of a changed pattern to the focus nodes; None for any node."""
    if pattern not in following:
        return None
    name, way = FOCUS, following[pattern]
    if way is not None:
        name = way[1]
    nodes = both[0 if pattern.subject == name else 1]
    while way is not None and len(nodes):
        if not _are_as_written(columns, nodes):
            return None
        pattern, name = way
        way = following[pattern]
        end = FOCUS if way is None else way[1]
        nodes = _along(columns, pattern.verb, nodes, turned=pattern.object == name and pattern.subject == end)
    return nodes if _are_as_written(columns, nodes) else None


def _along(columns: Columns, verb: Verb, nodes: Numbers, *, turned: bool) -> Numbers:
    if verb is None:
        return union(columns.at(0 if turned else 2, columns.rows(2 if turned else 0, nodes)[1]))
    return union(follow(columns, Path("inverse", parts=(verb,)) if turned else verb, nodes)[1])


def _are_as_written(columns: Columns, nodes: Numbers) -> bool:
    """Tell whether a store takes no other terms for any of some nodes: it keeps the values of literals."""
    tags = columns.terms.tags
    return all(tags[tag][:1] == "@" or tags[tag] in AS_WRITTEN for tag in set(columns.terms.tag_numbers[nodes].tolist()))
