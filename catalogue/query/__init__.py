"""Queries: named files with typed parameters, run over the union of a catalogue's files."""

from __future__ import annotations

from catalogue.query.binding import bind
from catalogue.query.named import (
    SUFFIX,
    NamedQuery,
    named_queries,
    parse_query,
    read_queries,
    read_query,
    unknown_query,
)
from catalogue.query.results import RESULT_FORMATS, Result, ResultFormat, read_json, read_triples, to_python
from catalogue.query.running import run
from catalogue.sparql.header import CHART_KINDS, Chart
from catalogue.sparql.parameters import PARAMETER_TYPES, Parameter

__all__ = [
    "CHART_KINDS",
    "PARAMETER_TYPES",
    "RESULT_FORMATS",
    "SUFFIX",
    "Chart",
    "NamedQuery",
    "Parameter",
    "Result",
    "ResultFormat",
    "bind",
    "named_queries",
    "parse_query",
    "read_json",
    "read_queries",
    "read_query",
    "read_triples",
    "run",
    "to_python",
    "unknown_query",
]
