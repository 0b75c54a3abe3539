"""The names in a query: its prefixes, and the IRIs that its names and its IRIs in brackets stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from catalogue.names import LOCAL_NAME
from catalogue.sparql.tokens import SparqlToken, unescaped
from catalogue.sparql.tree import Declaration, Group
from catalogue.turtle.iris import resolve

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Named(NamedTuple):
    """An IRI that a query names."""

    token: SparqlToken
    iri: str

    def written(self, iri: str) -> str | None:
        """Write another IRI with the prefix that this one is written with; None in another namespace, or without a prefix."""
        prefix, colon, local = self.token.text.partition(":")
        namespace = self.iri.removesuffix(local)
        inside = iri.removeprefix(namespace)
        is_alike = self.token.kind == "name" and colon and iri.startswith(namespace) and LOCAL_NAME.fullmatch(inside)
        return f"{prefix}:{inside}" if is_alike else None


class Names:
    """The names in a query.

    Args:
        listed: its tokens.
        prologue: its declarations.
        base: the catalogue's base.
        known: the prefixes that it need not declare.

    Attributes:
        prefixes: the known prefixes and those that it declares.
    """

    def __init__(
        self, listed: Sequence[SparqlToken], prologue: Sequence[Declaration], base: str, known: Mapping[str, str]
    ) -> None:
        self._listed = listed
        self._start = prologue[-1].value.end if prologue else 0
        self._base = base
        self.prefixes = dict(known)
        for declaration in prologue:
            if declaration.prefix is not None:
                self.prefixes[declaration.prefix.text[:-1]] = self._resolved(declaration.value)
            elif declaration.keyword.says("BASE"):
                self._base = self._resolved(declaration.value)

    def iri(self, token: SparqlToken) -> str | None:
        """Give the IRI that a token stands for; None when it stands for none, or its prefix is not declared."""
        if token.kind == "iri":
            return self._resolved(token)
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + _ESCAPED.sub(r"\1", local)

    def undeclared(self) -> Iterator[tuple[str, list[SparqlToken]]]:
        """Give each prefix that is nowhere declared, with the names that use it."""
        names: dict[str, list[SparqlToken]] = {}
        for token in self._used():
            prefix = token.text.partition(":")[0]
            if token.kind == "name" and prefix not in self.prefixes:
                names.setdefault(prefix, []).append(token)
        yield from names.items()

    def asked_for(self, template: Group | None = None) -> Iterator[Named]:
        """Give the IRIs that the query asks for.

        Args:
            template: the template of a `CONSTRUCT`: what the query makes itself is not asked for.
        """
        start, end = (template.start, template.end) if template is not None else (0, 0)
        for token in self._used():
            iri = self.iri(token) if not start <= token.start < end else None
            if iri is not None:
                yield Named(token, iri)

    def _used(self) -> Iterator[SparqlToken]:
        """Give the names and the IRIs in brackets behind the prologue."""
        yield from (token for token in self._listed if token.kind in {"iri", "name"} and token.start >= self._start)

    def _resolved(self, token: SparqlToken) -> str:
        """Give an IRI in brackets whole; as it is written where it is not an IRI, which the store refuses."""
        written = unescaped(token.text[1:-1])
        try:
            return resolve(written, self._base) or written
        except ValueError:
            return written
