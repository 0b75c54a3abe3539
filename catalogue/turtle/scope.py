"""Scope: the base and the prefixes in force, and the terms that tokens stand for under them."""

from __future__ import annotations

from functools import lru_cache

from catalogue.languages import is_well_formed
from catalogue.messages import Message
from catalogue.turtle.escapes import iri_value, local_value
from catalogue.turtle.hosts import is_host
from catalogue.turtle.iris import resolve
from catalogue.turtle.issues import UnreadableError
from catalogue.turtle.terms import Iri


class Scope:
    """The base and the prefixes in force at one point of a text.

    Places of errors count from the beginning of what is written.

    Args:
        base: the IRI that relative IRIs are relative to before the text says one; none when there is none.

    >>> Scope("http://example.org/a").iri("<b>")
    Iri(value='http://example.org/b')
    """

    def __init__(self, base: str | None) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._iris: dict[str, Iri] = {}

    def copy(self) -> Scope:
        """Give a scope with the same base and prefixes, for what follows."""
        other = Scope(self._base)
        other._prefixes = dict(self._prefixes)
        return other

    def declare(self, prefix: str, iri: Iri) -> None:
        """Declare a prefix, given with its colon, or the base when it is empty, for what follows."""
        if prefix:
            self._prefixes[prefix] = iri.value
        else:
            self._base = iri.value
        self._iris.clear()

    def written(self, iri: str) -> list[str]:
        """List ways to write an IRI: whole, relative to a base that it begins with, and by each prefix that fits.

        >>> scope = Scope("http://example.org/")
        >>> scope.declare("p:", Iri("http://example.org/plant/"))
        >>> scope.written("http://example.org/plant/pea")
        ['<http://example.org/plant/pea>', '<plant/pea>', 'p:pea']
        """
        written = [f"<{iri}>"]
        if self._base and iri.startswith(self._base):
            written.append(f"<{iri.removeprefix(self._base)}>")
        return written + [prefix + iri.removeprefix(start) for prefix, start in self._prefixes.items() if iri.startswith(start)]

    def iri(self, written: str) -> Iri:
        """Give the IRI that is written in angle brackets, or that a prefixed name stands for.

        Args:
            written: an IRI with its brackets, or a prefixed name.

        Returns:
            The IRI, resolved; of a name, those of the prefix and the local part, one after the other.

        Raises:
            UnreadableError: it is not an IRI, it is relative and there is no base, the prefix is not declared, or prefix and
                local part do not make an IRI.
        """
        known = self._iris.get(written)
        if known is None:
            known = self._iris[written] = Iri(self._resolved(written) if written[0] == "<" else self._expanded(written))
        return known

    def _resolved(self, written: str) -> str:
        try:
            value = resolve(iri_value(written), self._base)
        except ValueError:
            if is_host(written[1:-1]):
                raise UnreadableError(Message("turtle.no-scheme", address=written[1:-1]), 0, len(written)) from None
            message = Message("turtle.relative-iri-no-base-declared")
            raise UnreadableError(message, 0, len(written), "base") from None
        if value is None:
            message = Message("turtle.not-iri", written=written)
            raise UnreadableError(message, 0, len(written))
        return value

    def _expanded(self, written: str) -> str:
        prefix, _, local = written.partition(":")
        namespace = self._prefixes.get(prefix + ":")
        if namespace is None:
            message = Message("turtle.prefix-not-declared", prefix=prefix)
            raise UnreadableError(message, 0, len(prefix) + 1, "prefix", prefix)
        value = namespace + local_value(local)
        if resolve(value, None) is None:
            message = Message("turtle.does-not-make-iri", written=written)
            raise UnreadableError(message, 0, len(written))
        return value


@lru_cache(maxsize=1024)
def language(written: str) -> str:
    """Give the language that a language tag names.

    Args:
        written: the language tag with its `@`.

    Returns:
        The tag without `@`, in lower case.

    Raises:
        UnreadableError: the tag is not well-formed.

    >>> language("@fr-FR")
    'fr-fr'
    """
    tag = written[1:].lower()
    if not is_well_formed(tag):
        raise UnreadableError(Message("turtle.not-language-tag", written=written), 0, len(written))
    return tag
