"""The names in a query: its prefixes, and the IRIs that its names and its IRIs in brackets stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from catalogue.sparql.text import FORMS, SparqlToken, closing

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Named(NamedTuple):
    """An IRI that a query names."""

    token: SparqlToken
    iri: str


class Names:
    """The names in a query.

    Args:
        query: its tokens.
        base: the catalogue's base.
        known: the prefixes that it need not declare.
    """

    def __init__(self, query: Sequence[SparqlToken], base: str, known: Mapping[str, str]) -> None:
        self._query = query
        self._base = base
        self.prefixes = dict(known)
        self._declaring: set[int] = set()
        self._read_prologue()

    def _read_prologue(self) -> None:
        """Read the BASE and the PREFIXes, in their order."""
        for index, token in enumerate(self._query):
            if token.says(*FORMS):
                return
            following = self._query[index + 1 : index + 3]
            if token.says("BASE") and following and following[0].kind == "iri":
                self._base = self._resolved(following[0].text)
                self._declaring.add(index + 1)
            elif token.says("PREFIX") and [t.kind for t in following] == ["name", "iri"]:
                self.prefixes[following[0].text[:-1]] = self._resolved(following[1].text)
                self._declaring |= {index + 1, index + 2}

    def _resolved(self, written: str) -> str:
        inner = written[1:-1]
        return inner if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", inner) else urljoin(self._base, inner)

    def undeclared(self) -> Iterator[tuple[str, list[SparqlToken]]]:
        """Give each prefix that is nowhere declared, with the names that use it."""
        found: dict[str, list[SparqlToken]] = {}
        for index, token in enumerate(self._query):
            prefix = token.text.partition(":")[0]
            if token.kind == "name" and index not in self._declaring and prefix not in self.prefixes:
                found.setdefault(prefix, []).append(token)
        yield from found.items()

    def asked_for(self) -> Iterator[Named]:
        """Give the IRIs that the query asks for: those that it makes itself, in a CONSTRUCT's template, are not among them."""
        made = self._template()
        for index, token in enumerate(self._query):
            if index in self._declaring or index in made:
                continue
            if token.kind == "iri":
                yield Named(token, self._resolved(token.text))
            elif token.kind == "name":
                prefix, _, local = token.text.partition(":")
                if prefix in self.prefixes:
                    yield Named(token, self.prefixes[prefix] + _ESCAPED.sub(r"\1", local))

    def _template(self) -> range:
        for index, token in enumerate(self._query):
            if token.says("CONSTRUCT") and self._query[index + 1 : index + 2] and self._query[index + 1].text == "{":
                return range(index + 1, closing(self._query, index + 1))
        return range(0)
