"""Recency: when the files that a thing rests upon changed last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.graph import Graph
from catalogue.terms import NamedNode

_Times: TypeAlias = NDArray[np.int64]

_NEVER = -(2**62)
_UNKNOWN = 2**62
"""After all others: what rests upon a file of which it is not known has no time."""


def latest(graph: Graph, times: Mapping[str, int]) -> dict[NamedNode, int]:
    """Give when what is stated of each thing, of what it leads to, and of what leads to it, changed last.

    Args:
        graph: the statements.
        times: when each file changed last, in seconds; without the files of which it is not known.

    Returns:
        The times by IRI; without the things that rest upon a file of which it is not known.

    >>> from catalogue.sources import parse
    >>> files = [parse(b"<urn:a> <urn:p> <urn:b> .", "a.ttl"), parse(b"<urn:b> <urn:p> 1 . <urn:c> <urn:p> 1 .", "b.ttl")]
    >>> graph = Graph("", files)
    >>> {node.value: time for node, time in latest(graph, {"a.ttl": 9, "b.ttl": 5}).items()}
    {'urn:a': 9, 'urn:b': 9, 'urn:c': 5}
    >>> [node.value for node in latest(graph, {"b.ttl": 5})]
    ['urn:c']
    """
    columns = graph.columns
    of_files: _Times = np.array([times.get(path, _UNKNOWN) for path in graph.files] or [_NEVER], dtype=np.int64)
    live = columns.live
    subjects, objects = columns.column(0)[live], columns.column(2)[live]
    own: _Times = np.full(len(columns.terms), _NEVER, dtype=np.int64)
    np.maximum.at(own, subjects, of_files[columns.column(3)[live]])
    near = own.copy()
    np.maximum.at(near, subjects, own[objects])
    np.maximum.at(near, objects, own[subjects])
    known = np.flatnonzero((own > _NEVER) & (near < _UNKNOWN)).tolist()
    named = ((columns.terms[number], number) for number in known)
    return {term: int(near[number]) for term, number in named if isinstance(term, NamedNode)}
