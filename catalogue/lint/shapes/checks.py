"""The checks that look at shapes alone, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalogue.lint.shapes import (
    contradictions,
    depth,
    ontology,
    parameters,
    patterns,
    placeholders,
    published,
    queries,
    query_terms,
    recursion,
    schema_org,
    software,
    targets,
    viewers,
    vocabulary,
)
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake

CHECKS: tuple[Callable[[Shapes], Iterator[Mistake]], ...] = (
    vocabulary.unknown,
    vocabulary.imports,
    vocabulary.scripts,
    vocabulary.not_run,
    parameters.parameters,
    parameters.components,
    parameters.arguments,
    queries.parameter_names,
    contradictions.contradictions,
    patterns.patterns,
    queries.constraint_queries,
    placeholders.placeholders,
    placeholders.in_templates,
    viewers.viewers,
    recursion.recursive,
    depth.too_deep,
    ontology.unknown,
    published.unknown,
    schema_org.mappings,
    software.mappings,
    query_terms.unknown,
    targets.unused,
)
"""All of them."""
