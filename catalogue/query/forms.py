"""Forms: whether a text is a SELECT, ASK, CONSTRUCT or DESCRIBE query, or an update."""

from __future__ import annotations

import re

from catalogue.query.binding import tokens

UPDATE = "UPDATE"

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_DECLARATIONS = {"BASE": "iri", "PREFIX": "iri", "VERSION": "string"}
"""What declarations of the prologue begin with, and the kind of token that they end with."""

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST = 0x10FFFF


def form_of(sparql: str) -> str:
    r"""Give the form of a query.

    The form is the first word behind the prologue. Escapes of characters are read first, as SPARQL 1.1 Query says (section
    19.2); since not all engines do so, a text that is an update without that is an update too.

    Args:
        sparql: the text.

    Returns:
        SELECT, ASK, CONSTRUCT, DESCRIBE or UPDATE; empty when it is none of them.

    >>> form_of("# insert\nPREFIX select: <urn:ask#> CONSTRUCT WHERE { ?s ?p ?o }")
    'CONSTRUCT'
    >>> form_of(r"\u0049NSERT DATA {}"), form_of("SELCT * {}")
    ('UPDATE', '')
    """
    written, meant = _form(sparql), _form(unescaped(sparql))
    return UPDATE if UPDATE in {written, meant} else meant


def unescaped(sparql: str) -> str:
    r"""Give a text with the characters that its escapes `\uXXXX` and `\UXXXXXXXX` stand for."""
    return _ESCAPE.sub(_character, sparql)


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= _LAST else found[0]


def _form(sparql: str) -> str:
    ending = ""
    for kind, characters, _ in tokens(sparql):
        word = characters.upper()
        if ending:
            ending = "" if kind == ending else ending
        elif kind != "word":
            return ""
        elif word in _DECLARATIONS:
            ending = _DECLARATIONS[word]
        else:
            return UPDATE if word in _UPDATES else word if word in _FORMS else ""
    return ""
