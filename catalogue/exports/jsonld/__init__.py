"""JSON-LD to program with: documents, contexts and frames, and the schemas (JSON Schema) that the documents conform to."""

from catalogue.exports.jsonld.forms import Form, Forms, forms
from catalogue.exports.jsonld.framing import context, frame
from catalogue.exports.jsonld.schema import schema
from catalogue.exports.jsonld.writing import Parts, document, graph, graph_in_parts

__all__ = ["Form", "Forms", "Parts", "context", "document", "forms", "frame", "graph", "graph_in_parts", "schema"]
