"""Datatypes: which there are in the namespaces of XSD, RDF, RDFS and SHACL, and what is meant by one that there is not."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue import published
from catalogue.lexical import INTEGERS
from catalogue.model import SH
from catalogue.model.vocabulary import RDFS
from catalogue.names import namespace_of
from catalogue.near import nearest
from catalogue.published import Unknown, is_published, names_of
from catalogue.terms import RDF, XSD

_FACETS = """
    anyType ENTITIES enumeration fractionDigits IDREFS length maxExclusive maxInclusive maxLength minExclusive minInclusive
    minLength NMTOKENS pattern totalDigits whiteSpace
"""
"""The terms of XSD that no literal has as its datatype: facets, lists, and what all types are derived from."""
_OF_XSD = names_of(XSD) - frozenset(_FACETS.split())
_OF_RDF = frozenset({"HTML", "JSON", "PlainLiteral", "XMLLiteral", "langString", "dirLangString"})
_DATATYPES: Mapping[str, frozenset[str]] = {XSD: _OF_XSD, RDF: _OF_RDF, RDFS: frozenset(), SH: frozenset()}
"""The namespaces whose datatypes are known, with their local names."""
NUMBERS = frozenset(XSD + name for name in (*INTEGERS, "decimal", "double", "float"))
"""The datatypes of numbers."""
_OTHER_NAMES = """
    bool=boolean str=string text=string varchar=string number=decimal numeric=decimal int8=byte int16=short int32=int int64=long
    uint=unsignedInt uint8=unsignedByte uint16=unsignedShort uint32=unsignedInt uint64=unsignedLong bigint=integer
    float32=float float64=double real=double timestamp=dateTime uri=anyURI url=anyURI iri=anyURI
    year=gYear month=gMonth day=gDay
"""
_ELSEWHERE = dict(pair.split("=") for pair in _OTHER_NAMES.split())
"""What datatypes of XSD are called elsewhere, in small letters."""
_IN_RDF = {name.lower(): name for name in _OF_RDF}
_SMALL = {name.lower(): name for name in sorted(_OF_XSD)}


def is_judged(iri: str) -> bool:
    """Tell whether an IRI is in a namespace of which all datatypes are known."""
    return namespace_of(iri) in _DATATYPES


def unknown_datatype(iri: str) -> Unknown | None:
    """Tell that there is no such datatype, where its namespace is of XSD, RDF, RDFS, SHACL or a published vocabulary.

    Args:
        iri: the datatype of a literal, or what stands where one should.

    Returns:
        None when there is, or when nothing is known of its namespace.

    >>> unknown_datatype("http://www.w3.org/2001/XMLSchema#Date")
    Unknown(near='http://www.w3.org/2001/XMLSchema#date', is_sure=True)
    >>> unknown_datatype("http://www.w3.org/2001/XMLSchema#int32").near, unknown_datatype("https://example.org/dte")
    ('http://www.w3.org/2001/XMLSchema#int', None)
    """
    namespace = namespace_of(iri)
    if namespace not in _DATATYPES:
        return published.unknown(iri)
    name = iri[len(namespace) :]
    return None if not name or name in _DATATYPES[namespace] else _meant(name)


def unknown_term(iri: str, *, is_class: bool | None = None) -> Unknown | None:
    """Tell that a published vocabulary lacks a term; those of XSD are datatypes, wherever they stand.

    Args:
        iri: the term.
        is_class: whether it stands where a class does, or where a property does; None where either may stand.
    """
    if iri.startswith(XSD):
        return None if is_published(iri) else unknown_datatype(iri)
    return published.unknown(iri, is_class=is_class)


def _meant(name: str) -> Unknown:
    """Give the datatype that a name may have been meant for, whatever its namespace."""
    in_rdf = _IN_RDF.get(name.lower())
    if in_rdf is not None:
        return Unknown(RDF + in_rdf, is_sure=True)
    near = _SMALL.get(name.lower())
    if near is None:
        near = nearest(_ELSEWHERE.get(name.lower(), name), _OF_XSD) or _SMALL.get(nearest(name.lower(), _SMALL) or "")
        return Unknown(near and XSD + near, is_sure=False)
    return Unknown(XSD + near, is_sure=True)
