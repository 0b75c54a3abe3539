"""Scope: the base and the prefixes in force, and the terms that tokens stand for under them."""

from __future__ import annotations

import re

from catalogue.errors import text
from catalogue.turtle.escapes import iri_value, local_value
from catalogue.turtle.iris import resolve
from catalogue.turtle.issues import UnreadableError
from catalogue.turtle.terms import Blank, Iri, Node
from catalogue.turtle.tokens import Token

# Well-formed language tags: RFC 5646, section 2.1; RDF 1.1 Concepts, section 3.3, asks for them
_LANGUAGE = re.compile(
    r"""
      (?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})   # language, with extensions
      (?:-[a-z]{4})?                                # script
      (?:-(?:[a-z]{2}|[0-9]{3}))?                   # region
      (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*      # variants
      (?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*           # extensions
      (?:-x(?:-[a-z0-9]{1,8})+)?                    # private use
    | x(?:-[a-z0-9]{1,8})+
    | en-gb-oed | sgn-(?:be-fr|be-nl|ch-de) | zh-min(?:-nan)? | art-lojban | cel-gaulish | no-(?:bok|nyn)
    | i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
    """,
    re.VERBOSE,
)


class Scope:
    """The base and the prefixes in force at one point of a text.

    Args:
        base: the IRI that relative IRIs are relative to before the text says one; none when there is none.

    >>> scope = Scope("http://example.org/a")
    >>> scope.iri(Token("iri", "<b>", 0, 1, 1))
    Iri(value='http://example.org/b')
    """

    def __init__(self, base: str | None) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._iris: dict[str, Iri] = {}
        self._names: dict[str, Iri] = {}
        self._languages: dict[str, str] = {}

    def set_base(self, iri: Iri) -> None:
        """Declare the base of what follows."""
        self._base = iri.value
        self._iris.clear()

    def set_prefix(self, prefix: str, iri: Iri) -> None:
        """Declare a prefix, given with its colon, for what follows."""
        self._prefixes[prefix] = iri.value
        self._names.clear()

    def node(self, token: Token) -> Node | None:
        """Give the node that one token stands for.

        Args:
            token: any token.

        Returns:
            An IRI or a blank node with a label; none when the token is neither.

        Raises:
            UnreadableError: it is an IRI or a prefixed name, and a wrong one.

        >>> Scope(None).node(Token("blank", "_:b", 0, 1, 1))
        Blank(name='b')
        """
        if token.kind == "iri":
            return self.iri(token)
        if token.kind == "name":
            return self.name(token)
        return Blank(token.text[2:]) if token.kind == "blank" else None

    def iri(self, token: Token) -> Iri:
        """Give the IRI that is written in angle brackets.

        Args:
            token: an IRI with its brackets.

        Returns:
            The IRI, resolved.

        Raises:
            UnreadableError: it is not an IRI, or it is relative and there is no base.
        """
        known = self._iris.get(token.text)
        if known is None:
            known = self._iris[token.text] = Iri(self._resolved(token))
        return known

    def _resolved(self, token: Token) -> str:
        try:
            value = resolve(iri_value(token), self._base)
        except ValueError:
            message = text("a relative IRI, and no base is declared", "un IRI relatif, et aucune base n'est déclarée")
            raise UnreadableError(message, token.span) from None
        if value is None:
            message = text(f"`{token.text}` is not an IRI", f"`{token.text}` n'est pas un IRI")
            raise UnreadableError(message, token.span)
        return value

    def name(self, token: Token) -> Iri:
        """Give the IRI that a prefixed name stands for.

        Args:
            token: a prefixed name.

        Returns:
            The IRI of the prefix and the local part, one after the other.

        Raises:
            UnreadableError: the prefix is not declared, or the two do not make an IRI.
        """
        known = self._names.get(token.text)
        if known is None:
            known = self._names[token.text] = Iri(self._expanded(token))
        return known

    def _expanded(self, token: Token) -> str:
        prefix, _, local = token.text.partition(":")
        namespace = self._prefixes.get(prefix + ":")
        if namespace is None:
            message = text(f"the prefix `{prefix}:` is not declared", f"le préfixe `{prefix}:` n'est pas déclaré")
            raise UnreadableError(message, token.part(0, len(prefix) + 1))
        value = namespace + local_value(local)
        if resolve(value, None) is None:
            message = text(f"`{token.text}` does not make an IRI", f"`{token.text}` ne donne pas un IRI")
            raise UnreadableError(message, token.span)
        return value

    def language(self, token: Token) -> str:
        """Give the language that a language tag names.

        Args:
            token: the language tag with its `@`.

        Returns:
            The tag without `@`, in lower case.

        Raises:
            UnreadableError: the tag is not well-formed.

        >>> Scope(None).language(Token("langtag", "@fr-FR", 6, 1, 7))
        'fr-fr'
        """
        known = self._languages.get(token.text)
        if known is None:
            known = token.text[1:].lower()
            if not _LANGUAGE.fullmatch(known):
                message = text(f"`{token.text}` is not a language tag", f"`{token.text}` n'est pas une étiquette de langue")
                raise UnreadableError(message, token.span)
            self._languages[token.text] = known
        return known
