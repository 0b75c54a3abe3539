"""Targets: the focus nodes of shapes (SHACL, section 2.1.3)."""

from __future__ import annotations

from catalogue.columns.sets import union
from catalogue.columns.table import Numbers, numbers
from catalogue.model.classes import Classes
from catalogue.model.shapes_graph import Shape, Target, TargetKind


def selected(target: Target, classes: Classes) -> Numbers:
    """Give the nodes that a target selects in the data, ascending."""
    columns = classes.columns
    term = columns.intern(target.term)
    if target.kind is TargetKind.NODE:
        return numbers([term])
    if target.kind is TargetKind.SUBJECTS_OF:
        return union(columns.forwards(term).keys)
    if target.kind is TargetKind.OBJECTS_OF:
        return union(columns.backwards(term).keys)
    return classes.instances(term)


def focus_nodes(shape: Shape, classes: Classes) -> Numbers:
    """Give the nodes that the targets of a shape select, each once, ascending; those of a deactivated shape too."""
    return union(numbers(()), *(selected(target, classes) for target in shape.targets))
