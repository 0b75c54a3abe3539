"""Terms: what the tokens of a Turtle text stand for."""

from __future__ import annotations

from dataclasses import dataclass

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI.

    Attributes:
        value: the whole IRI, resolved, without escapes.
    """

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node.

    Attributes:
        name: its label without `_:`, or, for one that has no label, its number in the text, from 1.
    """

    name: str | int


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal.

    Attributes:
        lexical: the characters as written, without quotes and escapes.
        datatype: the IRI of the datatype, also where it is not written.
        language: the language tag in lower case; empty when there is none.
    """

    lexical: str
    datatype: str = XSD + "string"
    language: str = ""


Node = Iri | Blank
Term = Iri | Blank | Literal

RDF_TYPE = Iri(RDF + "type")
RDF_FIRST = Iri(RDF + "first")
RDF_REST = Iri(RDF + "rest")
RDF_NIL = Iri(RDF + "nil")
