"""Literals as they are written: the store keeps the value of many instead of the lexical form, so it gets them otherwise.

The store knows numbers, booleans, dates and durations by value: `12.50` comes out as `12.5`, and `"5"^^xsd:int` as an integer.
A literal that it would change is *marked*: its datatype is put under a name of our own, which the store does not know and so
keeps as it is. Queries are put such that they compute with the value (`catalogue.sparql.computing`), and results are unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from catalogue.lexical import INTEGERS
from catalogue.quads import Quad
from catalogue.serialise import recommended_in
from catalogue.store.engine import SolutionsFormat, Store
from catalogue.terms import XSD, Literal, NamedNode, Term

MARK = "urn:x-written:"
"""What the datatypes of marked literals begin with, in place of the namespace of XSD."""

_ZONE = r"(?:Z|[+-](?!00:00)[0-9]{2}:[0-9]{2})?"
_YEAR = r"[0-9]{4}"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{0,2}[1-9])?"
_SURELY_KEPT: Mapping[str, str] = {
    "boolean": "true|false",
    "integer": "0|-?[1-9][0-9]{0,17}",
    "decimal": r"0|-?[1-9][0-9]{0,11}|-?(?:0|[1-9][0-9]{0,11})\.[0-9]{0,5}[1-9]",
    "double": r"0|-?[1-9][0-9]{0,8}|-?(?:0|[1-9][0-9]{0,8})\.[0-9]{0,4}[1-9]",
    "float": r"0|-?[1-9][0-9]{0,2}|-?(?:0|[1-9][0-9]{0,2})\.[0-9]{0,1}[1-9]",
    "dateTime": rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}T{_TIME}{_ZONE}",
    "date": rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}",
    "gYear": rf"{_YEAR}{_ZONE}",
    "gYearMonth": rf"{_YEAR}-[0-9]{{2}}{_ZONE}",
    "gMonth": rf"--[0-9]{{2}}{_ZONE}",
    "gMonthDay": rf"--[0-9]{{2}}-[0-9]{{2}}{_ZONE}",
    "gDay": rf"---[0-9]{{2}}{_ZONE}",
    "duration": r"P(?:[1-9]Y)?(?:[1-9]M)?(?:[1-9]D)?(?<!P)",
    "yearMonthDuration": r"P(?:[1-9]Y)?(?:[1-9]M)?(?<!P)",
    "dayTimeDuration": r"P[1-9]D",
    "dateTimeStamp": r"(?!)",
    **dict.fromkeys(INTEGERS - {"integer"}, "(?!)"),
}
"""For each datatype of XSD whose literals the store may change, by its name there, forms that it keeps: most in use."""

CHANGED = frozenset(XSD + name for name in _SURELY_KEPT)
"""The datatypes whose literals the store may change."""

_PATTERNS = {XSD + name: re.compile(pattern, re.ASCII).fullmatch for name, pattern in _SURELY_KEPT.items()}
_PREDICATE = NamedNode(MARK)


class Peculiar(NamedTuple):
    """The properties that have values which a query must treat with care.

    Attributes:
        marked: the IRIs of those that have a marked literal.
        boolean: the IRIs of those that have a boolean, which the store cannot compare by `<`.
        beyond: the IRIs of those that have a number beyond the range of the store, each with the first such number.
    """

    marked: Collection[str] = frozenset()
    boolean: Collection[str] = frozenset()
    beyond: Mapping[str, str] = MappingProxyType({})


def is_surely_kept(lexical_form: str, datatype: str) -> bool:
    """Tell whether the store keeps a literal, at a glance: where this is not so, `kept` knows.

    >>> is_surely_kept("12.5", XSD + "decimal"), is_surely_kept("12.50", XSD + "decimal"), is_surely_kept("1.0", XSD + "string")
    (True, False, True)
    """
    matches = _PATTERNS.get(datatype)
    return matches is None or matches(lexical_form) is not None


def kept(literals: Sequence[Literal]) -> list[bool]:
    """Tell which literals the store keeps as they are written: it is asked where that is not seen at a glance.

    Args:
        literals: literals, as they are written.

    Returns:
        For each, whether its lexical form and its datatype are kept.

    >>> kept([Literal("007", datatype=NamedNode(XSD + "integer")), Literal("abc", datatype=NamedNode(XSD + "integer"))])
    [False, True]
    """
    are_kept = [is_surely_kept(literal.value, literal.datatype.value) for literal in literals]
    doubtful = [number for number, is_kept in enumerate(are_kept) if not is_kept]
    if doubtful:
        store = Store()
        store.extend(Quad(NamedNode(f"{MARK}{number}"), _PREDICATE, literals[number]) for number in doubtful)
        for quad in store:
            number = int(quad.subject.value[len(MARK) :])
            are_kept[number] = quad.object == literals[number]
    return are_kept


def canonical_forms(literals: Sequence[Literal]) -> list[str]:
    """Give the lexical form in which the store writes the value of each literal; for an ill-typed one the form that it has.

    >>> canonical_forms([Literal("12.50", datatype=NamedNode(XSD + "decimal"))])
    ['12.5']
    """
    store = Store()
    store.extend(Quad(NamedNode(f"{MARK}{number}"), _PREDICATE, literal) for number, literal in enumerate(literals))
    forms = {quad.subject.value: quad.object.value for quad in store}
    return [forms[f"{MARK}{number}"] for number in range(len(literals))]


def marked(literal: Literal) -> Literal:
    """Give a literal under a datatype that the store does not know.

    >>> unmarked(marked(Literal("007", datatype=NamedNode(XSD + "integer"))))
    <Literal value=007 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """
    return Literal(literal.value, datatype=NamedNode(MARK + literal.datatype.value[len(XSD) :]))


def marks(terms: Iterable[Any]) -> dict[Term, Term]:
    """Give those of some terms that the store would change, each with the marked literal that stands for it.

    >>> list(marks([Literal("007", datatype=NamedNode(XSD + "integer")), NamedNode("urn:a"), Literal("a")]).values())
    [<Literal value=007 datatype=<NamedNode value=urn:x-written:integer>>]
    """
    literals = [term for term in terms if isinstance(term, Literal) and not is_surely_kept(term.value, term.datatype.value)]
    return {literal: marked(literal) for literal, is_kept in zip(literals, kept(literals), strict=True) if not is_kept}


@lru_cache(maxsize=4096)
def mark(lexical_form: str, datatype: str) -> Literal | None:
    """Give the marked literal that stands for one that the store would change; None when it would not.

    >>> mark("1", XSD + "boolean"), mark("true", XSD + "boolean")
    (<Literal value=1 datatype=<NamedNode value=urn:x-written:boolean>>, None)
    """
    if is_surely_kept(lexical_form, datatype):
        return None
    literal = Literal(lexical_form, datatype=NamedNode(datatype))
    return None if kept([literal])[0] else marked(literal)


_VALUE = (
    f'COALESCE(IF(STRSTARTS(STR(DATATYPE({{0}})),"{MARK}"),'
    f'STRDT(STR({{0}}),IRI(CONCAT("{XSD}",STRAFTER(STR(DATATYPE({{0}})),"{MARK}")))),{{0}}),{{0}})'
)


def value_of(variable: str) -> str:
    """Give an expression of SPARQL for the value of a variable whose term may be a marked literal."""
    return _VALUE.format(f"?{variable}")


def unmarked(term: Any) -> Any:
    """Give the literal that a marked one stands for; any other term as it is."""
    if isinstance(term, Literal) and term.datatype.value.startswith(MARK):
        return Literal(term.value, datatype=NamedNode(XSD + term.datatype.value[len(MARK) :]))
    return term


_WRITTEN = {
    SolutionsFormat.JSON: (f'"datatype":"{MARK}'.encode(), f'"datatype":"{XSD}'.encode()),
    SolutionsFormat.XML: (f'<literal datatype="{MARK}'.encode(), f'<literal datatype="{XSD}'.encode()),
}
"""What a marked literal has in it as the store writes it, and what it should have; no text in these formats can have it."""

_TAG = rb"([a-z]+(?:-[a-z0-9]+)+)"
_TAGS = {
    SolutionsFormat.JSON: re.compile(rb'"xml:lang":"' + _TAG),
    SolutionsFormat.XML: re.compile(rb'<literal xml:lang="' + _TAG),
    SolutionsFormat.TSV: re.compile(rb'"@' + _TAG + rb"(?=[\t\r\n]|\Z)"),
}
"""Language tags of several parts, which may have other letters than small ones: no text has this in it, as it is written."""

_IN_TSV = re.compile(rb'("[^"\\\t\n]+"\^\^<)' + MARK.encode())


def unmarked_body(body: bytes, format_: SolutionsFormat) -> bytes:
    r"""Give solutions, as the store has written them, with the literals that the marked ones stand for.

    >>> unmarked_body(b'?x\n"007"^^<urn:x-written:integer>\n', SolutionsFormat.TSV)
    b'?x\n"007"^^<http://www.w3.org/2001/XMLSchema#integer>\n'
    """
    body = with_recommended_tags(body, format_)
    if MARK.encode() not in body:
        return body
    if format_ in _WRITTEN:
        return body.replace(*_WRITTEN[format_])
    return _IN_TSV.sub(rb"\1" + XSD.encode(), body) if format_ == SolutionsFormat.TSV else body


def with_recommended_tags(body: bytes, format_: SolutionsFormat) -> bytes:
    r"""Give solutions, as the store has written them, with language tags in the case that is recommended.

    >>> with_recommended_tags(b'?x\n"a \\"@pt-br"@pt-br\n', SolutionsFormat.TSV)
    b'?x\n"a \\"@pt-br"@pt-BR\n'
    """
    pattern = _TAGS.get(format_)
    return body if pattern is None else pattern.sub(recommended_in, body)
