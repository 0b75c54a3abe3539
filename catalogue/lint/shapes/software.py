"""Mappings of shapes and ontologies to what catalogues of software have no name for."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.crosswalk import OF_CLASSES, OF_PROPERTIES
from catalogue.lint.naming import near_or
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Wrong, at_value
from catalogue.lint.software_terms import ADVICE, missing
from catalogue.terms import NamedNode

_MAPPINGS = frozenset((*OF_CLASSES, *OF_PROPERTIES))


def mappings(shapes: Shapes) -> Iterator[Mistake]:
    """Find mappings to keys and codes that publiccode.yml lacks, and to terms that CodeMeta lacks."""
    for statement in shapes.statements:
        value = statement.value
        absent = missing(value) if statement.predicate in _MAPPINGS else None
        if absent is None or not isinstance(value, NamedNode):
            continue
        near = shapes.named(absent.near, statement.file) if absent.near is not None else None
        replacement = shapes.written(absent.near, statement.file) if absent.near is not None else None
        message = absent.message(shapes.named(value, statement.file))
        yield at_value(
            "software-mapping", statement, Wrong(message, near_or(near, ADVICE), replacement, safe=absent.is_certain)
        )
