"""Issues: what could not be read in a Turtle text, why, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from catalogue.errors import Text, text
from catalogue.turtle.places import Span

_SHOWN = 40

IssueKind = Literal["syntax", "prefix", "base", "nesting"]


class Repair(NamedTuple):
    """A way to mend an issue.

    Attributes:
        title: what it does, by language.
        place: what is replaced; empty where something is put in.
        text: what stands there afterwards.
        safe: whether it is surely what was meant.
    """

    title: Text
    place: Span
    text: str
    safe: bool


@dataclass(frozen=True)
class SyntaxIssue:
    """What could not be read.

    Attributes:
        message: what is wrong, by language.
        place: the characters that are wrong; none where something is missing.
        kind: `prefix` for one that is not declared, `base` for a relative IRI without a base, `nesting` for brackets that are
            too deep, `syntax` for all else.
        prefix: the prefix that is not declared, without its colon.
        related: other places, with what is there.
        repair: how to fix it, where that is clear.
    """

    message: Text
    place: Span
    kind: IssueKind = "syntax"
    prefix: str = ""
    related: Sequence[tuple[Span, Text]] = ()
    repair: Repair | None = None


class UnreadableError(Exception):
    """Something cannot be read further; never leaves the package.

    Args:
        message: what is wrong, by language.
        start: characters before what is wrong; of a token where that is all that is known.
        end: characters up to its end.
        kind: the kind of the issue.
        prefix: the prefix that is not declared.
    """

    def __init__(self, message: Text, start: int, end: int, kind: IssueKind = "syntax", prefix: str = "") -> None:
        super().__init__(message["en"])
        self.message = message
        self.start = start
        self.end = end
        self.kind: IssueKind = kind
        self.prefix = prefix


SUBJECT = text("a subject", "un sujet")
VERB = text("a predicate", "un prédicat")
OBJECT = text("an object", "un objet")
DATATYPE = text("the IRI of a datatype", "l'IRI d'un type de données")
PREFIX = text("a prefix such as `ex:`", "un préfixe tel que `ex:`")
NAMESPACE = text("an IRI between `<` and `>`", "un IRI entre `<` et `>`")
DOT = text("`.` at the end of the statement", "`.` à la fin de la phrase")
BRACKET = text("`]`, `;` or `,`", "`]`, `;` ou `,`")
ITEM = text("an object or `)`", "un objet ou `)`")
BRACE = text("`{`", "`{`")
GRAPH = text("the name of a graph", "le nom d'un graphe")

STOPS = text("the file stops in the middle of a statement", "le fichier s'arrête au milieu d'une phrase")
NO_DOT = text("`.` is missing at the end of the statement", "il manque `.` à la fin de la phrase")
NO_SEMICOLON = text("`;` is missing before the next predicate", "il manque `;` avant le prédicat suivant")
OPENED = text("opened here", "ouvert ici")


def expected(wanted: Text, actual: str) -> Text:
    """Say that a token is not what the grammar asks for.

    Args:
        wanted: what should stand there, by language.
        actual: the characters that stand there.

    >>> expected(OBJECT, ";")["en"]
    'expected an object, found `;`'
    """
    shown = actual if len(actual) <= _SHOWN else actual[: _SHOWN - 1] + "…"
    return text(f"expected {wanted['en']}, found `{shown}`", f"attendu : {wanted['fr']} ; trouvé : `{shown}`")


def not_closed(opener: str) -> Text:
    """Say that a bracket is not closed."""
    return text(f"`{opener}` is not closed", f"`{opener}` n'est pas fermé")


def wrong(actual: str) -> Text:
    """Say why a token of kind `error` is none.

    >>> wrong("'abc")["fr"]
    "la chaîne n'est pas fermée"
    """
    if actual[0] in "\"'":
        return text("the string is not closed", "la chaîne n'est pas fermée")
    if actual.startswith(("<<", ">>", "{|", "|}", "~")):
        return text(f"`{actual}` is RDF 1.2, not Turtle 1.1", f"`{actual}` est du RDF 1.2, pas du Turtle 1.1")
    if actual[0] == "<":
        return text("the IRI is not closed", "l'IRI n'est pas fermé")
    return text(f"unexpected character {actual!r}", f"caractère inattendu : {actual!r}")
