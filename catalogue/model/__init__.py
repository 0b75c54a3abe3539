"""The model: what the shapes say, read once.

`vocabulary` has the terms of SHACL, `shapes_graph` the shapes with their targets, paths and parameters, `targets` which shapes
validate a node, `shapes` the entity types. Everything that needs to know what a type of thing has (validation, pages, tables,
the JSON-LD context, the documentation) reads it from here, and this is read from the shapes alone.
"""

from catalogue.model.asked import Asked
from catalogue.model.classes import Classes
from catalogue.model.deprecation import REPLACED_BY, deprecated_terms
from catalogue.model.lists import FIRST, REST, members_of, read_list, spread, spread_each
from catalogue.model.literals import is_date, is_true, names, texts
from catalogue.model.paths import Path, follow_each, read_path
from catalogue.model.properties import Property, parts_of
from catalogue.model.shapes import EntityType, Group, LastModel, Model, combined, read_model
from catalogue.model.shapes_graph import Shape, ShapesGraph, Target, TargetKind
from catalogue.model.targets import are_selected, focus_nodes, selected, selected_beneath
from catalogue.model.viewers import VIEWERS
from catalogue.model.vocabulary import SH, SUBCLASS, sh

__all__ = [
    "FIRST",
    "REPLACED_BY",
    "REST",
    "SH",
    "SUBCLASS",
    "VIEWERS",
    "Asked",
    "Classes",
    "EntityType",
    "Group",
    "LastModel",
    "Model",
    "Path",
    "Property",
    "Shape",
    "ShapesGraph",
    "Target",
    "TargetKind",
    "are_selected",
    "combined",
    "deprecated_terms",
    "focus_nodes",
    "follow_each",
    "is_date",
    "is_true",
    "members_of",
    "names",
    "parts_of",
    "read_list",
    "read_model",
    "read_path",
    "selected",
    "selected_beneath",
    "sh",
    "spread",
    "spread_each",
    "texts",
]
