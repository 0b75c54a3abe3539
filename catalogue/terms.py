"""The terms of RDF 1.1, by the names that the whole program uses; the parser and the store share them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from catalogue.languages import recommended

BlankNode = ox.BlankNode
Literal = ox.Literal
NamedNode = ox.NamedNode

Node: TypeAlias = ox.NamedNode | ox.BlankNode
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = NamedNode(RDF + "type")
RDF_LANG_STRING = RDF + "langString"
XSD_STRING = XSD + "string"


class Triple(NamedTuple):
    """A statement."""

    subject: Node
    predicate: ox.NamedNode
    object: Term


def language_of(term: object) -> str:
    """Give the language tag of a literal as it is written, in the recommended case; empty for any other term.

    The term itself has it in small letters.

    >>> language_of(Literal("tomate", language="pt-BR")), language_of(Literal("tomate")), language_of(NamedNode("urn:a"))
    ('pt-BR', '', '')
    """
    return recommended(term.language) if isinstance(term, ox.Literal) and term.language else ""


def languages_of(terms: Iterable[object]) -> set[str]:
    """Give the language tags of many terms, as `language_of` does.

    >>> sorted(languages_of([Literal("tomate", language="pt-BR"), Literal("tomate"), NamedNode("urn:a")]))
    ['', 'pt-BR']
    """
    tags = {term.language if isinstance(term, ox.Literal) else None for term in terms}
    return {recommended(tag) if tag else "" for tag in tags}


def written(term: Term) -> str:
    """Write a term as N-Triples has it, with the language tag in the recommended case.

    >>> written(Literal("tomate", language="pt-BR")), written(NamedNode("urn:a"))
    ('"tomate"@pt-BR', '<urn:a>')
    """
    tag = language_of(term)
    return f"{ox.Literal(term.value)}@{tag}" if tag else str(term)


def named_node(iri: str) -> NamedNode | None:
    """Give the IRI that a text is, or None when it is none, or a relative one.

    >>> named_node("https://example.org/?q=100%25"), named_node("https://example.org/?q=100%")
    (<NamedNode value=https://example.org/?q=100%25>, None)
    """
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def sort_key(term: object) -> tuple[int, str, str, str]:
    """Give the key of a stable order of terms: IRIs, then literals by their words, then blank nodes.

    >>> [t.value for t in sorted([Literal("b"), NamedNode("urn:a"), Literal("a")], key=sort_key)]
    ['urn:a', 'a', 'b']
    """
    if isinstance(term, ox.NamedNode):
        return (0, term.value, "", "")
    if isinstance(term, ox.Literal):
        return (1, term.value, term.language or "", term.datatype.value)
    return (2, str(term), "", "")
