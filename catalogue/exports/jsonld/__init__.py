"""JSON-LD to program with: documents, contexts and frames, and the schemas (JSON Schema) that the documents conform to."""

from catalogue.exports.jsonld.forms import Form, Forms, forms
from catalogue.exports.jsonld.framing import context, frame
from catalogue.exports.jsonld.members import Members, around_members, mistaken
from catalogue.exports.jsonld.schema import schema
from catalogue.exports.jsonld.writing import document, graph

__all__ = [
    "Form",
    "Forms",
    "Members",
    "around_members",
    "context",
    "document",
    "forms",
    "frame",
    "graph",
    "mistaken",
    "schema",
]
