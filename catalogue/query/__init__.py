"""Queries: named files with typed parameters, run over the union of a catalogue's files."""

from __future__ import annotations

from catalogue.query.binding import bind, insertions, with_insertions
from catalogue.query.evaluating import evaluate_by
from catalogue.query.named import (
    SUFFIX,
    NamedQuery,
    find_query,
    has_query,
    is_sparql,
    may_be_sparql,
    named_queries,
    parse_query,
    read_folder,
    read_queries,
    read_query,
    unknown_query,
)
from catalogue.query.notes import half_read, naming, never_bound, refuse_half_read
from catalogue.query.results import Result, read_json, read_ntriples, read_triples
from catalogue.query.running import run
from catalogue.query.values import to_python
from catalogue.query.vocabulary import vocabulary_of
from catalogue.sparql.faults import place_in, syntax_refusal, token_end
from catalogue.sparql.forms import form_of
from catalogue.sparql.guard import Dataset, Refusal, look_closely, look_through
from catalogue.sparql.notes import Note
from catalogue.sparql.parameters import PARAMETER_TYPES, Parameter
from catalogue.sparql.rewriting import rewritten
from catalogue.sparql.totals import Totals
from catalogue.store.formats import RESULT_FORMATS

__all__ = [
    "PARAMETER_TYPES",
    "RESULT_FORMATS",
    "SUFFIX",
    "Dataset",
    "NamedQuery",
    "Note",
    "Parameter",
    "Refusal",
    "Result",
    "Totals",
    "bind",
    "evaluate_by",
    "find_query",
    "form_of",
    "half_read",
    "has_query",
    "insertions",
    "is_sparql",
    "look_closely",
    "look_through",
    "may_be_sparql",
    "named_queries",
    "naming",
    "never_bound",
    "parse_query",
    "place_in",
    "read_folder",
    "read_json",
    "read_ntriples",
    "read_queries",
    "read_query",
    "read_triples",
    "refuse_half_read",
    "rewritten",
    "run",
    "syntax_refusal",
    "to_python",
    "token_end",
    "unknown_query",
    "vocabulary_of",
    "with_insertions",
]
