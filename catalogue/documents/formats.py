"""Formats of documents: the ones that the program's own documents have. An export that adds documents may bring another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A format of documents.

    Attributes:
        name: its short name.
        media_type: its media type.
        suffix: the suffix of its files.
        title: what readers call it.
        file_type: its code in the EU's file type table, or empty.
        quality: how gladly it is given when a client accepts several alike (0 to 1).
        also: other media types by which a client that accepts no more than these is given it.
        is_rdf: whether it is a syntax of RDF.
    """

    name: str
    media_type: str
    suffix: str
    title: str
    file_type: str = ""
    quality: float = 1.0
    also: tuple[str, ...] = ()
    is_rdf: bool = False


_JSON = ("application/json",)
_YAML = ("application/x-yaml", "text/yaml", "text/x-yaml")

HTML = Format("html", "text/html", ".html", "HTML", "HTML")
TURTLE = Format("turtle", "text/turtle", ".ttl", "Turtle", "RDF_TURTLE", 0.9, is_rdf=True)
JSON_LD = Format("jsonld", "application/ld+json", ".jsonld", "JSON-LD", "JSON_LD", 0.8, _JSON, is_rdf=True)
JSON_SCHEMA = Format("jsonschema", "application/schema+json", ".schema.json", "JSON Schema", "JSON", 0.2, _JSON)
N_TRIPLES = Format("ntriples", "application/n-triples", ".nt", "N-Triples", "RDF_N_TRIPLES", 0.7, is_rdf=True)
N_QUADS = Format("nquads", "application/n-quads", ".nq", "N-Quads", "RDF_N_QUADS", 0.6, is_rdf=True)
RDF_XML = Format("rdfxml", "application/rdf+xml", ".rdf", "RDF/XML", "RDF_XML", 0.65, is_rdf=True)
TRIG = Format("trig", "application/trig", ".trig", "TriG", "RDF_TRIG", 0.62, is_rdf=True)

ON_DEMAND = (N_TRIPLES, RDF_XML, TRIG)
"""The formats in which the server gives each entry, and a release has it where the settings name them."""

CSV = Format("csv", "text/csv", ".csv", "CSV", "CSV", 0.5)
CSVW = Format("csvw", "application/csvm+json", ".csv-metadata.json", "CSVW", "JSON", 0.2)
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "Excel (XLSX)", "XLSX", 0.3)
PARQUET = Format("parquet", "application/vnd.apache.parquet", ".parquet", "Parquet", "BIN", 0.3)  # the table has no Parquet
DATA_PACKAGE = Format("datapackage", "application/vnd.datapackage+json", ".json", "Data Package", "JSON", 0.2)
CODEMETA = Format("codemeta", "application/vnd.codemeta.ld+json", ".codemeta.json", "CodeMeta", "JSON_LD", 0.2)
PUBLICCODE = Format(
    "publiccode", "application/yaml", ".publiccode.yml", "publiccode.yml", "", 0.2, _YAML
)  # the table has no YAML
ZIP = Format("zip", "application/zip", ".zip", "ZIP", "ZIP", 0.2)
GZIP = Format("gzip", "application/gzip", ".gz", "gzip", "GZIP", 0.2)
XML = Format("xml", "application/xml", ".xml", "XML", "", 0.4)
TEXT = Format("text", "text/plain", ".txt", "Text", "", 0.3)
RESULTS = Format("results", "application/sparql-results+json", ".srj", "JSON", "JSON", 0.4, _JSON)
SPARQL = Format("sparql", "application/sparql-query", ".rq", "SPARQL", "SPARQLQ", 0.3)
CSS = Format("css", "text/css", ".css", "CSS", "", 0.2)
JAVASCRIPT = Format("javascript", "text/javascript", ".js", "JavaScript", "", 0.1)
SVG = Format("svg", "image/svg+xml", ".svg", "SVG", "", 0.2)
PNG = Format("png", "image/png", ".png", "PNG", "", 0.2)
JPEG = Format("jpeg", "image/jpeg", ".jpg", "JPEG", "", 0.2)
WEBP = Format("webp", "image/webp", ".webp", "WebP", "", 0.2)
AVIF = Format("avif", "image/avif", ".avif", "AVIF", "", 0.2)
GIF = Format("gif", "image/gif", ".gif", "GIF", "", 0.2)
ICO = Format("ico", "image/x-icon", ".ico", "ICO", "", 0.2)
WOFF2 = Format("woff2", "font/woff2", ".woff2", "WOFF2", "", 0.2)

ASSET_FORMATS = (CSS, SVG, PNG, JPEG, WEBP, AVIF, GIF, ICO, WOFF2)
"""The formats of files that pages share: ours, and those of a catalogue's theme."""

COMPRESSED = frozenset(format_.media_type for format_ in (XLSX, PARQUET, ZIP, GZIP))
"""The media types of what is compressed already: it does not become smaller."""
