"""Issues: what could not be read in a Turtle text, and why."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.errors import Text, text
from catalogue.turtle.places import Span
from catalogue.turtle.tokens import Token

_SHOWN = 40


@dataclass(frozen=True)
class SyntaxIssue:
    """What could not be read.

    Attributes:
        message: what is wrong, by language.
        place: the characters that are wrong; none where something is missing at the end.
    """

    message: Text
    place: Span


class UnreadableError(Exception):
    """A statement cannot be read further; never leaves the package.

    Args:
        message: what is wrong, by language.
        place: the characters that are wrong.
    """

    def __init__(self, message: Text, place: Span) -> None:
        super().__init__(message["en"])
        self.issue = SyntaxIssue(message, place)


SUBJECT = text("a subject", "un sujet")
VERB = text("a predicate", "un prédicat")
OBJECT = text("an object", "un objet")
DATATYPE = text("the IRI of a datatype", "l'IRI d'un type de données")
PREFIX = text("a prefix such as `ex:`", "un préfixe tel que `ex:`")
NAMESPACE = text("an IRI between `<` and `>`", "un IRI entre `<` et `>`")
DOT = text("`.` at the end of the statement", "`.` à la fin de la phrase")
BRACKET = text("`]`, `;` or `,`", "`]`, `;` ou `,`")


def unexpected(token: Token, wanted: Text) -> UnreadableError:
    """Tell that a token is not what the grammar asks for.

    Args:
        token: what stands there.
        wanted: what should stand there, by language.

    Returns:
        The error, to be raised.

    >>> unexpected(Token("punctuation", ";", 0, 1, 1), OBJECT).issue.message["en"]
    'expected an object, found `;`'
    """
    shown = token.text if len(token.text) <= _SHOWN else token.text[: _SHOWN - 1] + "…"
    message = text(f"expected {wanted['en']}, found `{shown}`", f"attendu : {wanted['fr']} ; trouvé : `{shown}`")
    return UnreadableError(message, token.span)


def wrong(token: Token) -> UnreadableError:
    """Tell that a token of kind `error` is none.

    Args:
        token: what stands there.

    Returns:
        The error, to be raised.

    >>> wrong(Token("error", "'abc", 0, 1, 1)).issue.message["fr"]
    "la chaîne n'est pas fermée"
    """
    found = token.text
    if found[0] in "\"'":
        message = text("the string is not closed", "la chaîne n'est pas fermée")
    elif found.startswith(("<<", ">>", "{|", "|}", "~")):
        message = text(f"`{found}` is RDF 1.2, not Turtle 1.1", f"`{found}` est du RDF 1.2, pas du Turtle 1.1")
    elif found[0] == "<":
        message = text("the IRI is not closed", "l'IRI n'est pas fermé")
    else:
        message = text(f"unexpected character {found!r}", f"caractère inattendu : {found!r}")
    return UnreadableError(message, token.span)
