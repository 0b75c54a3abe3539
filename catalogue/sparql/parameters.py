"""Parameters of named queries: variables that are given a term of a type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.errors import QueryError
from catalogue.lexical import is_valid
from catalogue.messages import Message, Text
from catalogue.names import Prefixes
from catalogue.terms import XSD, Literal, NamedNode, Term

PARAMETER_TYPES = (
    "iri",
    "string",
    "language",
    "integer",
    "decimal",
    "boolean",
    "date",
    "dateTime",
    "gYear",
    "gYearMonth",
)
"""The types that a query's header can give a parameter."""


SH_CLASS, SH_IN, IN_SCHEME = ALLOWED_BY = ("sh:class", "sh:in", "skos:inScheme")
"""How a query's header says which values a parameter may have, as shapes say it of properties."""

_ALLOWED = re.compile(r'"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+)')


class Allowed(NamedTuple):
    """Which values a parameter may have.

    Attributes:
        by: one of `ALLOWED_BY`.
        written: what the header has behind it: values, a class or a concept scheme.
    """

    by: str
    written: tuple[str, ...]


def allowed_values(text: str) -> Iterator[tuple[int, str]]:
    """List the values that a text has, with the characters before each; one with spaces stands in quotes.

    >>> list(allowed_values('one "and two"'))
    [(0, 'one'), (5, 'and two')]
    """
    for match in _ALLOWED.finditer(text):
        group = "quoted" if match["quoted"] is not None else "plain"
        yield match.start(group), match[group]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a named query: a variable that is given a term.

    Attributes:
        name: the variable's name, without `?`.
        type: one of `PARAMETER_TYPES`.
        default: the value when none is given, as written in the header, or None when one must be given.
        description: what it means, by language.
        allowed: which values it may have, or None where the header does not say so.
    """

    name: str
    type: str
    default: str | None
    description: Text = field(default_factory=dict)
    allowed: Allowed | None = None

    def term(self, value: str, base: str, prefixes: Prefixes) -> Term:
        """Give the RDF term of a value written on the command line or in a header.

        Args:
            value: the value; an IRI may be relative to the base or `prefix:name`.
            base: the catalogue's base.
            prefixes: the catalogue's prefixes.

        Returns:
            An IRI or a typed literal.

        Raises:
            QueryError: the value does not fit the type.

        >>> Parameter("month", "gYearMonth", None).term("2023-05", "https://example.org/", Prefixes()).value
        '2023-05'
        """
        if self.type == "iri":
            return self.iri(value, base, prefixes)
        if not is_valid(value, XSD + self.type):
            raise self._misfit(value)
        if self.type in {"string", "language"}:
            return Literal(value)
        return Literal(value, datatype=NamedNode(XSD + self.type))

    def iri(self, value: str, base: str, prefixes: Prefixes) -> NamedNode:
        """Give the IRI that is written so: whole, relative to the base, or `prefix:name`.

        Raises:
            QueryError: it is none.
        """
        written = value[1:-1] if value.startswith("<") and value.endswith(">") else value
        iri = prefixes.expand(written) if not re.match(r"[a-z][a-z0-9+.-]*://|urn:", written) else written
        try:
            return NamedNode(iri or base + written)
        except ValueError:
            raise self._misfit(value) from None

    def _misfit(self, value: str) -> QueryError:
        return QueryError(Message("sparql.parameter-not-value-type", name=self.name, value=repr(value), type=self.type))
