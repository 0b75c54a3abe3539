"""Steps: where property paths lead, for a whole set of nodes at a time (SHACL, section 2.3.1)."""

from __future__ import annotations

from catalogue.columns.index import halves, pairs_of
from catalogue.columns.sets import positions, union, without
from catalogue.columns.table import Columns, Numbers, Positions
from catalogue.model import Path
from catalogue.terms import NamedNode


def follow(columns: Columns, path: Path, nodes: Numbers) -> tuple[Positions, Numbers]:
    """Follow a path from some nodes.

    Args:
        columns: the statements.
        path: the path.
        nodes: where to start; a node may be there twice.

    Returns:
        For each value node, the position of its start in `nodes`, and itself; in the order of the positions, each pair once.
    """
    return _follow(columns, path, nodes, turned=False)


def _follow(columns: Columns, path: Path, nodes: Numbers, *, turned: bool) -> tuple[Positions, Numbers]:
    if path.kind == "predicate":
        predicate = columns.number(NamedNode(path.iri))
        index = columns.backwards(predicate) if turned else columns.forwards(predicate)
        return index.of(nodes)
    if path.kind == "inverse":
        return _follow(columns, path.parts[0], nodes, turned=not turned)
    here = positions(len(nodes)), nodes
    if path.kind == "sequence":
        return _sequence(columns, path.parts[::-1] if turned else path.parts, here, turned=turned)
    if path.kind == "alternative":
        return _once(*(_follow(columns, part, nodes, turned=turned) for part in path.parts))
    if path.kind == "zeroOrOne":
        return _once(here, _follow(columns, path.parts[0], nodes, turned=turned))
    return _closure(columns, path, here, turned=turned)


def _sequence(
    columns: Columns, parts: tuple[Path, ...], here: tuple[Positions, Numbers], *, turned: bool
) -> tuple[Positions, Numbers]:
    owners, reached = here
    for part in parts:
        steps, reached = _follow(columns, part, reached, turned=turned)
        owners, reached = _once((owners[steps], reached))
    return owners, reached


def _closure(columns: Columns, path: Path, here: tuple[Positions, Numbers], *, turned: bool) -> tuple[Positions, Numbers]:
    """Follow a path again and again, from what is new alone: circles end."""
    pairs = pairs_of(*here) if path.kind == "zeroOrMore" else positions(0)
    owners, reached = here
    while len(reached):
        steps, reached = _follow(columns, path.parts[0], reached, turned=turned)
        new = without(pairs_of(owners[steps], reached), pairs)
        pairs = union(pairs, new)
        owners, reached = halves(new)
    return halves(pairs)


def _once(*ends: tuple[Positions, Numbers]) -> tuple[Positions, Numbers]:
    return halves(union(*(pairs_of(*each) for each in ends)))
