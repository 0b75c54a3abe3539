"""What the store says of a query that it cannot read, told at the token that is wrong and in few words.

The store tells the furthest place that it came to, which often lies behind the mistake, and all that it would have taken there.
So words that SPARQL does not have and brackets without partner are looked for first: they are the commonest mistakes, and their
places are sure.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from catalogue.errors import Text, text
from catalogue.query.guard import Refusal
from catalogue.sparql.text import SparqlToken, line_and_column, tokens

KEYWORDS = frozenset(
    """A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY
    COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR
    FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL
    ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE
    NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS
    SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR
    STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES
    VERSION WHERE WITH YEAR""".split()  # noqa: SIM905 - read as words
)
"""The words of SPARQL, in capitals."""

_PLACE = re.compile(r"(?:at |line )(\d+)(?::|,? column )(\d+)")
_SIGN = re.compile(r'"((?:[^"\\]|\\.)+)"')
_SENTENCE = re.compile(r"(?:^|, |of )([A-Z][\w']*(?: [\w`?']+){3,})")
_CLOSING = frozenset({"(", ")", "{", "}", "[", "]", ".", ";", ",", "AS", "BY"})
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_MOST = 6
_LONG = 60
_NEAR = 0.7
_PREFIX = "Prefix not found"
_IRI = "IRI parsing failed"


def syntax_refusal(sparql: str, said: str) -> Refusal:
    """Tell a syntax error at its token.

    Args:
        sparql: the query.
        said: what the store says.

    Returns:
        The refusal of kind `syntax`, with the place of the token that is wrong where it can be told.

    >>> print(syntax_refusal("ASK { ?s ?p ?o FILTRE(?o > 1) }", "error at 1:22: expected OPTIONAL"))
    1:16: “FILTRE” is no word of SPARQL; did you mean FILTER?
    """
    found = _PLACE.search(said)
    if found is None:
        return Refusal("syntax", text(f"the query cannot be read: {said}", f"la requête est illisible : {said}"))
    index = _index(sparql, int(found[1]), int(found[2]))
    listed = list(tokens(sparql))
    token, message = _unknown_word(listed) or _unpaired(listed) or _unnamed(listed, index, said) or (None, {})
    if token is None:
        token = next((token for token in listed if token.end > index), None)
        message = _unexpected(token, said[found.end() :])
    if token is None:
        return Refusal("syntax", message, line_and_column(sparql, len(sparql)))
    return Refusal("syntax", message, *(line_and_column(sparql, place) for place in (token.start, token.end)))


def place_in(words: str) -> re.Match[str] | None:
    """Find the line and the column in what an engine says of a fault; None when it names none.

    >>> place_in("error at 3:14: expected a variable").groups()
    ('3', '14')
    """
    return _PLACE.search(words)


def token_end(sparql: str, line: int, column: int) -> tuple[int, int]:
    """Give the line and the column after the token at a place; (0, 0) when there is none.

    >>> token_end("ASK { ?sub ?p ?o }", 1, 7)
    (1, 11)
    """
    index = _index(sparql, line, column)
    token = next((token for token in tokens(sparql) if token.start <= index < token.end), None)
    return line_and_column(sparql, token.end) if token is not None else (0, 0)


def _index(sparql: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = sparql.find("\n", start) + 1
    return start + column - 1


def _unknown_word(listed: Sequence[SparqlToken]) -> tuple[SparqlToken, Text] | None:
    """Find the first word that SPARQL does not have."""
    for token in listed:
        word = token.keyword
        if word and word not in KEYWORDS:
            near = difflib.get_close_matches(word, KEYWORDS, 1, _NEAR)
            hint, conseil = (f"; did you mean {near[0]}?", f" ; vouliez-vous dire {near[0]} ?") if near else ("", "")
            return token, text(
                f"“{_shortened(token)}” is no word of SPARQL{hint}",
                f"« {_shortened(token)} » n'est pas un mot de SPARQL{conseil}",
            )
    return None


def _unpaired(listed: Sequence[SparqlToken]) -> tuple[SparqlToken, Text] | None:
    """Find the first bracket that closes nothing, or else the last that nothing closes."""
    waiting: list[SparqlToken] = []
    for token in listed:
        if token.text in _PAIRS:
            waiting.append(token)
        elif token.text in _PAIRS.values():
            if not waiting or _PAIRS[waiting[-1].text] != token.text:
                return token, text(f"“{token.text}” closes nothing here", f"« {token.text} » ne ferme rien ici")
            waiting.pop()
    if not waiting:
        return None
    return waiting[-1], text(f"“{waiting[-1].text}” is never closed", f"« {waiting[-1].text} » n'est jamais fermé")


def _unnamed(listed: Sequence[SparqlToken], index: int, said: str) -> tuple[SparqlToken, Text] | None:
    """Find the name that the store could make no IRI of, if that is what it says."""
    before = [token for token in listed if token.start <= index]
    if _PREFIX in said:
        for token in reversed(before):
            prefix, colon, _ = token.text.partition(":")
            if token.kind == "name" and colon:
                return token, text(f"the prefix {prefix}: is not declared", f"le préfixe {prefix}: n'est pas déclaré")
    if _IRI in said:
        for token in reversed(before):
            if token.kind == "iri":
                return token, text(
                    f"{_shortened(token)} is no IRI, or a relative one without BASE",
                    f"{_shortened(token)} n'est pas un IRI, ou il est relatif sans BASE",
                )
    return None


def _unexpected(token: SparqlToken | None, said: str) -> Text:
    sentence = _SENTENCE.search(said)
    if sentence is not None:
        return text(f"the query makes no sense: {sentence[1]}", f"la requête n'a pas de sens : {sentence[1]}")
    expected = _expected(said)
    if token is None:
        return text(f"the query ends too early{expected['en']}", f"la requête finit trop tôt{expected['fr']}")
    words = _shortened(token)
    return text(f"“{words}” is not expected here{expected['en']}", f"« {words} » est inattendu ici{expected['fr']}")


def _shortened(token: SparqlToken) -> str:
    return token.text if len(token.text) <= _LONG else f"{token.text[:_LONG]}…"


def _expected(said: str) -> Text:
    """List what was expected, where it is few signs; long lists of what may begin a term help nobody."""
    signs = list(dict.fromkeys(sign.replace('\\"', '"') for sign in _SIGN.findall(said)))
    alone = said.strip().removeprefix(": expected ")
    names = [alone] if alone in _CLOSING else signs
    if not names or len(names) > _MOST or not _CLOSING.issuperset(names):
        return {"en": "", "fr": ""}
    if len(names) == 1:
        return text(f"; expected is {names[0]}", f" ; on attend {names[0]}")
    return text(f"; expected is one of: {' '.join(names)}", f" ; on attend l'un de : {' '.join(names)}")
