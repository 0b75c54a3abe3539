"""Names: what terms are called in messages, with labels where there are any."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalogue.edition import Edition
from catalogue.lint import phrases
from catalogue.messages import Message, Text, say
from catalogue.names import local_name
from catalogue.terms import XSD, XSD_STRING, Literal, NamedNode, Term, language_of
from catalogue.visible import visible

_BARE: Mapping[str, re.Pattern[str]] = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
"""The lexical forms that Turtle has without quotation marks (section 2.5), by datatype."""
_SHORT = 60


def datatype_name(edition: Edition, iri: str, language: str) -> str:
    """Name a datatype in plain words, with its short IRI."""
    name = phrases.DATATYPES.get(local_name(iri))
    short = edition.settings.prefixes.shorten(iri)
    return f"{say(name, language)} ({short})" if name else short


def class_name(edition: Edition, iri: str, language: str) -> str:
    """Name a class by its label, with its short IRI."""
    label = say(edition.own_label(NamedNode(iri)), language)
    short = edition.settings.prefixes.shorten(iri)
    return f"{quoted(label, language)} ({short})" if label and label != short else short


def called(edition: Edition, node: Term, language: str) -> str:
    """Name a thing by its label, if it has one, and its IRI."""
    label = say(edition.own_label(node), language) if not isinstance(node, Literal) else ""
    return f"{quoted(label, language)} {shown(edition, node)}" if label else shown(edition, node)


def quoted(text: str, language: str) -> str:
    """Put words between the quotation marks of a language."""
    text = visible(text)
    return f"«\u00a0{text}\u00a0»" if language.startswith("fr") else f"“{text}”"


def suggestion(edition: Edition, meant: NamedNode | None, otherwise: Text) -> Text:
    """Ask whether a term was meant, or give other advice when there is none."""
    return near_or(None if meant is None else shown(edition, meant), otherwise)


def near_or(name: str | None, otherwise: Text) -> Text:
    """Ask whether what has a name was meant, or give other advice when there is none."""
    return otherwise if name is None else Message("near", name=name)


def shown(edition: Edition, term: Term) -> str:
    """Write a term as a steward would write it in Turtle, cut when it is long."""
    if isinstance(term, NamedNode):
        short = edition.settings.prefixes.shorten(term.value)
        return short if short != term.value else f"<{term.value.removeprefix(edition.settings.base)}>"
    return _shown_literal(edition, term) if isinstance(term, Literal) else "[ … ]"


def is_bare(literal: Literal) -> bool:
    """Tell whether Turtle has a literal without quotation marks and datatype.

    >>> is_bare(Literal(True)), is_bare(Literal("1", datatype=NamedNode(XSD + "boolean"))), is_bare(Literal("true"))
    (True, False, False)
    """
    form = _BARE.get(literal.datatype.value)
    return form is not None and form.fullmatch(literal.value) is not None


def _shown_literal(edition: Edition, literal: Literal) -> str:
    lexical_form = literal.value if len(literal.value) <= _SHORT else literal.value[:_SHORT] + "…"
    lexical_form = visible(lexical_form)
    if literal.language:
        return f'"{lexical_form}"@{language_of(literal)}'
    datatype = literal.datatype.value
    if is_bare(literal):
        return lexical_form
    if datatype == XSD_STRING:
        return f'"{lexical_form}"'
    return f'"{lexical_form}"^^{edition.settings.prefixes.shorten(datatype)}'
