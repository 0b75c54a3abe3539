"""The check of hierarchies: concepts that are broader than themselves, step after step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from catalogue.columns.cycles import cycles, pairs
from catalogue.columns.table import Columns, Numbers, numbers
from catalogue.edition import Edition
from catalogue.lint.kinds import KINDS
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Other, Unplaced
from catalogue.messages import Message, Text
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import NamedNode, Triple

_SKOS = STANDARD_PREFIXES["skos"]
_UPWARD = [NamedNode(_SKOS + name) for name in ("broader", "broaderTransitive")]
_DOWNWARD = [NamedNode(_SKOS + name) for name in ("narrower", "narrowerTransitive")]
_LISTED = 8
"""How many concepts of a cycle are named at most."""
_ANY = 0
"""The suspect where a hierarchy has changed: cycles are looked for in all of it."""


def circular(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find the cycles of `skos:broader` and `skos:narrower`, each reported once, at a statement of it."""
    among = scope.among("cycle", _changed)
    if among is not None and not len(among):
        return
    columns = edition.graph.columns
    for cycle in cycles(*pairs(columns, _UPWARD, _DOWNWARD)):
        scope.suspect("cycle", cycle)
        yield _finding(edition, [columns.terms[number] for number in cycle])


def _changed(columns: Columns) -> Numbers:
    """Tell whether any hierarchy has changed."""
    properties = {columns.number(each) for each in (*_UPWARD, *_DOWNWARD)}
    return numbers([_ANY] if properties & columns.changes.predicates else [])


def _finding(edition: Edition, members: Sequence[NamedNode]) -> Unplaced:
    steps = [_statement(edition, *step) for step in zip(members, [*members[1:], members[0]], strict=True)]
    first, others = steps[0], steps[1:_LISTED]
    is_alone = len(members) == 1
    return Unplaced(
        *(KINDS["cycle"], *first),
        {},
        worded=_wording(members),
        others=tuple(Other(Message("C222.goes-on"), *each) for each in others) if not is_alone else (),
    )


def _statement(edition: Edition, lower: NamedNode, upper: NamedNode) -> Triple:
    """Give a statement that makes a concept narrower than another."""
    graph = edition.graph
    upward = (triple for each in _UPWARD for triple in graph.triples(lower, each, upper))
    downward = (triple for each in _DOWNWARD for triple in graph.triples(upper, each, lower))
    return next(upward, None) or next(downward)


def _wording(members: Sequence[NamedNode]) -> Callable[[Callable[[NamedNode], str]], tuple[Text, Text]]:
    def worded(shown: Callable[[NamedNode], str]) -> tuple[Text, Text]:
        if len(members) == 1:
            return Message("C222.itself", node=shown(members[0])), Message("C222.itself.advice")
        names = [shown(member) for member in members[:_LISTED]]
        chain = ", ".join([*names, *(["…"] if len(members) > _LISTED else []), names[0]])
        return Message("C222.cycle", number=len(members), chain=chain), Message("C222.cycle.advice")

    return worded
