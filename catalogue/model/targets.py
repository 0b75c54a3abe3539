"""Targets: the focus nodes of shapes (SHACL, section 2.1.3)."""

from __future__ import annotations

from catalogue.columns.index import NOTHING
from catalogue.columns.kept import KeptColumns
from catalogue.columns.sets import Mask, are_among, are_in, distinct, union
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


def selected_beneath(target: Target, classes: Classes, kept: KeptColumns) -> Numbers:
    """Give the nodes that a target selects in the layer beneath the data, ascending, with the classes as they are now."""
    term = classes.columns.intern(target.term)
    if target.kind is TargetKind.NODE:
        return numbers([term])
    if target.kind is TargetKind.SUBJECTS_OF:
        return union(kept.forwards.get(term, NOTHING).keys)
    if target.kind is TargetKind.OBJECTS_OF:
        return union(kept.backwards.get(term, NOTHING).keys)
    return distinct(kept.backwards.get(classes.type, NOTHING).of(classes.below(term))[1])


def are_selected(target: Target, classes: Classes, nodes: Numbers) -> Mask:
    """Tell which of some nodes a target selects in the data."""
    columns = classes.columns
    term = columns.intern(target.term)
    if target.kind is TargetKind.NODE:
        return are_in(nodes, numbers([term]))
    if target.kind is TargetKind.SUBJECTS_OF:
        return are_among(columns.forwards(term).keys, nodes)
    if target.kind is TargetKind.OBJECTS_OF:
        return are_among(columns.backwards(term).keys, nodes)
    return classes.are_instances(nodes, term)


def focus_nodes(shape: Shape, classes: Classes) -> Numbers:
    """Give the nodes that the targets of a shape select, each once, ascending; those of a deactivated shape too."""
    return union(numbers(()), *(selected(target, classes) for target in shape.targets))
