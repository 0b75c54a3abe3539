"""The model: what the shapes say an entity is.

Everything that needs to know what a type of thing has (pages, tables, the JSON-LD context, the documentation) reads it from
here, and this is read from the shapes alone.
"""

from catalogue.model.paths import SH, Path, read_list, read_path
from catalogue.model.shapes import EntityType, Group, Model, Property, read_model

__all__ = ["SH", "EntityType", "Group", "Model", "Path", "Property", "read_list", "read_model", "read_path"]
