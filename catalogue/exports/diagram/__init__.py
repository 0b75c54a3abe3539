"""The diagram of a model: its entity types as boxes, what refers to others as arrows, laid out and written as SVG."""

from catalogue.exports.diagram.boxes import boxes_of
from catalogue.exports.diagram.svg import diagram

__all__ = ["boxes_of", "diagram"]
