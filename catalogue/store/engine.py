"""The engine: the SPARQL engine of this process and the forms of its results, by the names that the whole program uses."""

from __future__ import annotations

from typing import Any, TypeAlias

import pyoxigraph as ox

Store = ox.Store
Solutions = ox.QuerySolutions
Boolean = ox.QueryBoolean
Triples = ox.QueryTriples
Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What a query gives: solutions, a boolean or triples, by its form."""

SolutionsFormat = ox.QueryResultsFormat
"""The formats of solutions and booleans."""


def read_solutions(data: bytes, format_: SolutionsFormat) -> Any:
    """Read solutions or a boolean.

    Raises:
        SyntaxError: they are not in that format.
        ValueError: when the solutions are gone through, where they are cut or hold what is no term.

    >>> bool(read_solutions(b'{"head": {}, "boolean": true}', SolutionsFormat.JSON))
    True
    """
    return ox.parse_query_results(data, format=format_)
