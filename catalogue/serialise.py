"""RDF in its line and prefix formats, in a stable order."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, partial
from typing import Any, AnyStr, NamedTuple

import pyoxigraph as ox

from catalogue.languages import recommended
from catalogue.patterns import possessive
from catalogue.quads import Quad, Syntax
from catalogue.terms import RDF, RDF_TYPE, Triple, sort_key

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME_END = rf"[{_START}][{_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*\Z"
_XML_PREFIX = re.compile(r"(?!xml|rdf\Z|its\Z)[A-Za-z_][A-Za-z0-9_-]*", re.IGNORECASE)
_RESERVED = frozenset(
    RDF + name
    for name in [
        "RDF",
        "Description",
        "ID",
        "about",
        "parseType",
        "resource",
        "nodeID",
        "datatype",
        "li",
        "aboutEach",
        "aboutEachPrefix",
        "bagID",
    ]
)
"""What RDF/XML keeps for itself and no predicate can be (RDF 1.1 XML Syntax, section 6.1.4)."""

_NOT_XML = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What XML 1.0 does not have (section 2.2)."""

_NOT_XML_ENCODED = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\xef](?:(?<!\xef)|\xbf[\xbe\xbf])")
"""The same in UTF-8, which has no surrogates; looked for by its first byte, since whole answers are looked through."""


_TAG = rb"[A-Za-z]++(?:-[A-Za-z0-9]++)++"
"""A language tag that may have other letters than small ones: it has several parts."""


@cache
def _pattern(written: AnyStr) -> re.Pattern[AnyStr]:
    """Compile a pattern when it is first needed: most commands write no RDF, and letters of all scripts take their time."""
    return possessive(written)


_Pattern = Callable[[], re.Pattern[bytes]]
_IN_LINES: tuple[_Pattern, _Pattern] = (
    partial(_pattern, rb'"@[A-Za-z]++-'),
    partial(_pattern, rb'"(?:[^"\\\n]++|\\.)*+"(?:@(%b))?+' % _TAG),
)
_IN_XML = partial(_pattern, rb'<[^<> ]++(?: [A-Za-z:]++="[^"<>]*+")*? xml:lang="(%b)"' % _TAG)
_IN_JSON = partial(_pattern, rb'"@language":"(%b)"' % _TAG)
_TAGS: Mapping[Syntax, tuple[_Pattern, _Pattern]] = {
    Syntax.RDF_XML: (partial(_pattern, rb' xml:lang="[A-Za-z]++-'), _IN_XML),
    Syntax.JSON_LD: (_IN_JSON, _IN_JSON),
}
"""By syntax, what a text has in it that may have a tag of several parts, and what has such a tag as its first group.

In Turtle and its relatives all strings are gone through, since one may have in it what looks like the end of another.
"""


class CharacterError(ValueError):
    """A character that XML 1.0 does not have, in what would be written as XML.

    Args:
        character: the character.
    """

    def __init__(self, character: str) -> None:
        super().__init__(f"XML has no character U+{ord(character):04X}")
        self.character = character


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write triples as Turtle, subject by subject as they come, types first, with the prefixes that are used.

    Args:
        triples: the statements; those of one subject should follow one another.
        prefixes: the prefixes that may be used.

    Returns:
        UTF-8 bytes.

    >>> from catalogue.terms import NamedNode
    >>> t = Triple(NamedNode("urn:a"), NamedNode("http://xmlns.com/foaf/0.1/homepage"), NamedNode("urn:b"))
    >>> print(turtle([t], {"foaf": "http://xmlns.com/foaf/0.1/"}).decode().splitlines()[2])
    <urn:a> foaf:homepage <urn:b> .
    """
    ordered = by_subject(triples)
    iris = {term.value for t in ordered for term in (t.subject, t.predicate, t.object) if isinstance(term, ox.NamedNode)}
    iris |= {t.object.datatype.value for t in ordered if isinstance(t.object, ox.Literal)}
    written = ox.serialize(map(_statement, ordered), format=Syntax.TURTLE, prefixes=_used(prefixes, iris)) or b""
    return _with_sorted_prefixes(_with_recommended_tags(written, Syntax.TURTLE))


class TurtlePart(NamedTuple):
    """A part of a document in Turtle.

    Attributes:
        prefixes: the lines of the prefixes that are used in it.
        body: what stands behind them.
    """

    prefixes: frozenset[str]
    body: bytes


def turtle_part(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> TurtlePart:
    """Write a part of the triples of a document: behind `turtle_start`, parts are what `turtle` makes of all of them.

    Args:
        triples: the statements; those of one subject are in one part.
        prefixes: the prefixes that may be used.

    >>> from catalogue.terms import NamedNode
    >>> t = [Triple(NamedNode(f"urn:{s}"), NamedNode("http://xmlns.com/foaf/0.1/homepage"), NamedNode("urn:b")) for s in "ab"]
    >>> prefixes = {"foaf": "http://xmlns.com/foaf/0.1/"}
    >>> parts = [turtle_part([each], prefixes) for each in t]
    >>> turtle_start(parts[0].prefixes) + b"".join(part.body for part in parts) == turtle(t, prefixes)
    True
    """
    lines = turtle(triples, prefixes).splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith(_PREFIX)), len(lines))
    heads = frozenset(line.decode() for line in lines[:count])
    return TurtlePart(heads, b"".join(lines[count + bool(count) :]))  # behind prefixes there is an empty line


def turtle_start(prefixes: Collection[str]) -> bytes:
    """Write what stands before all parts of a document in Turtle: the lines of the prefixes that are used in any."""
    return "".join([*sorted(prefixes), "\n" if prefixes else ""]).encode()


_PREFIX = b"@prefix "


def serialised(triples: Iterable[Triple], syntax: Syntax) -> bytes:
    """Write triples in a syntax, in the order they come."""
    return _with_recommended_tags(ox.serialize(map(_statement, triples), format=syntax) or b"", syntax)


def _with_recommended_tags(written: bytes, syntax: Syntax) -> bytes:
    """Write language tags in the case that is recommended: the engine has them in small letters, which is it for most."""
    may_have, tag = _TAGS.get(syntax, _IN_LINES)
    if may_have().search(written) is None:
        return written
    return tag().sub(lambda match: match[0] if match[1] is None else recommended_in(match), written)


def recommended_in(match: re.Match[bytes]) -> bytes:
    """Write what matches anew, with the language tag that is its first group in the case that is recommended."""
    start, whole = match.start(), match[0]
    return whole[: match.start(1) - start] + recommended(match[1].decode()).encode() + whole[match.end(1) - start :]


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Write triples as N-Triples, in the order they come."""
    return serialised(by_subject(triples), Syntax.N_TRIPLES)


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write triples as RDF/XML (RDF 1.1 XML Syntax), subject by subject as they come.

    Args:
        triples: the statements; those of one subject should follow one another.
        prefixes: the prefixes that may be used.

    Returns:
        UTF-8 bytes; blank nodes are named anew where XML demands it.

    Raises:
        ValueError: a predicate cannot be an element of XML, or a literal has a character that XML does not have
            (`CharacterError`).
    """
    ordered = by_subject(triples)
    iris = {triple.predicate.value for triple in ordered}
    for iri in sorted(iris):
        if not is_element(iri):
            raise ValueError(f"<{iri}> is no element of XML")
    named = {prefix: namespace for prefix, namespace in sorted(prefixes.items()) if _XML_PREFIX.fullmatch(prefix)}
    written = ox.serialize(map(_with_xml_names, ordered), format=Syntax.RDF_XML, prefixes=_used(named, iris)) or b""
    return well_formed(_with_recommended_tags(written, Syntax.RDF_XML))


def is_element(iri: str) -> bool:
    """Tell whether a predicate can be an element of RDF/XML.

    >>> is_element("http://schema.org/name"), is_element("https://example.org/1")
    (True, False)
    """
    return iri not in _RESERVED and _pattern(_XML_NAME_END).search(iri) is not None


def _used(prefixes: Mapping[str, str], iris: Collection[str]) -> dict[str, str]:
    listed = "\n" + "\n".join(iris)  # which no IRI has in it
    return {prefix: namespace for prefix, namespace in prefixes.items() if f"\n{namespace}" in listed}


def well_formed(written: bytes) -> bytes:
    r"""Make well-formed XML of what the engine writes, which a parser reads back as it was.

    Args:
        written: XML in UTF-8, whose markup is right.

    Returns:
        The same with its carriage returns as references: a parser takes one for a line feed (XML 1.0, section 2.11).

    Raises:
        CharacterError: it has a character that XML does not have; there is no way to write one.

    >>> well_formed("<p>a\r\nb\ufffd</p>".encode())
    b'<p>a&#xD;\nb\xef\xbf\xbd</p>'
    """
    match = _NOT_XML_ENCODED.search(written)
    if match is not None:
        raise CharacterError(match[0].decode())
    return written.replace(b"\r", b"&#xD;")


def xml_text(text: str) -> str:
    r"""Write a text so that XML can hold it: what XML does not have is replaced by U+FFFD.

    >>> xml_text("a\x01b\tc") == "a\ufffdb\tc"
    True
    """
    return _pattern(_NOT_XML).sub("\ufffd", text)


def _with_xml_names(triple: Triple) -> ox.Triple:
    subject, value = triple.subject, triple.object
    return ox.Triple(
        ox.BlankNode(f"b{subject.value}") if isinstance(subject, ox.BlankNode) else subject,
        triple.predicate,
        ox.BlankNode(f"b{value.value}") if isinstance(value, ox.BlankNode) else value,
    )


def _statement(triple: Triple) -> ox.Triple:
    return ox.Triple(*triple)


def nquads(quads: Iterable[Quad]) -> bytes:
    """Write quads as N-Quads, in the order they come."""
    return _with_recommended_tags(ox.serialize(quads, format=Syntax.N_QUADS) or b"", Syntax.N_QUADS)


def _with_sorted_prefixes(written: bytes) -> bytes:
    """Sort the prefix lines at the head: the serialiser writes them in an order of its own that changes."""
    lines = written.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith(_PREFIX)), len(lines))
    blank = [b"\n"] if 0 < count < len(lines) else []
    return b"".join([*sorted(lines[:count]), *blank, *lines[count:]])


class BySubject(list[Triple]):
    """Triples in the order of `by_subject`, which leaves them as they are: several formats are written of the same ones."""


def by_subject(triples: Iterable[Triple]) -> BySubject:
    """Order triples: subjects as they first come, types first, then predicates and objects in the stable order."""
    if isinstance(triples, BySubject):
        return triples
    order: dict[object, int] = {}
    listed = list(triples)
    for triple in listed:
        order.setdefault(triple.subject, len(order))

    def place(triple: Triple) -> tuple[Any, ...]:
        predicate = triple.predicate
        return order[triple.subject], predicate != RDF_TYPE, predicate.value, sort_key(triple.object)

    return BySubject(sorted(listed, key=place))
