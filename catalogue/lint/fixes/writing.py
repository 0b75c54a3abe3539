"""Writing: terms as a file would write them, with its own prefixes and base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from catalogue import turtle
from catalogue.lint.naming import is_bare
from catalogue.names import LOCAL_NAME
from catalogue.terms import XSD_STRING, Literal, NamedNode, language_of

_NOT_RELATIVE = re.compile(r"\A(?:\Z|[/?#]|[^/]*:)|(?:\A|/)\.\.?(?:[/?#]|\Z)")
"""What would mean another IRI behind the base: what is empty, begins otherwise than a path does, or has dot segments."""
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Writer(NamedTuple):
    """Writes terms under the prefixes and the base of a file.

    Attributes:
        namespaces: prefix to namespace, as the file declares them.
        base: what relative IRIs are relative to, or empty.
        is_turtle: whether literals may stand without quotation marks: not in N-Triples.
    """

    namespaces: Mapping[str, str]
    base: str = ""
    is_turtle: bool = True

    @classmethod
    def of(cls, text: str) -> Writer:
        """Read the prefixes and the base of a Turtle text.

        >>> Writer.of("@base <https://example.org/> . @prefix ex: <https://example.org/ns#> .").namespaces
        {'ex': 'https://example.org/ns#'}
        """
        return cls.under(turtle.Outline(text).declarations())

    @classmethod
    def under(cls, declarations: Iterable[tuple[str, str]], *, is_turtle: bool = True) -> Writer:
        """Take declarations as `turtle.Outline.declarations` gives them; the first of each counts."""
        namespaces: dict[str, str] = {}
        base = ""
        for prefix, iri in declarations:
            if prefix:
                namespaces.setdefault(prefix[:-1], iri)
            else:
                base = base or iri
        return cls(namespaces, base, is_turtle)

    def iri(self, iri: str) -> str:
        """Write an IRI: with a prefix, relative to the base, or whole, whichever leaves least to write.

        >>> Writer({"ex": "https://example.org/ns#"}, "https://example.org/").iri("https://example.org/thing/a")
        '<thing/a>'
        """
        names = [
            f"{prefix}:{iri[len(namespace) :]}"
            for prefix, namespace in sorted(self.namespaces.items(), key=lambda item: (-len(item[1]), item[0]))
            if namespace and iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri[len(namespace) :])
        ]
        if names:
            return names[0]
        relative = iri.removeprefix(self.base) if self.base.endswith("/") else iri
        is_relative = relative != iri and not _NOT_RELATIVE.search(relative)
        return f"<{relative}>" if is_relative else f"<{iri}>"

    def literal(self, literal: Literal) -> str:
        r"""Write a literal.

        >>> Writer({"xsd": "urn:xsd#"}).literal(Literal("2024", datatype=NamedNode("urn:xsd#gYear")))
        '"2024"^^xsd:gYear'
        """
        datatype = literal.datatype.value
        if self.is_turtle and is_bare(literal):
            return literal.value
        words = '"' + literal.value.translate(_ESCAPES) + '"'
        if literal.language:
            return f"{words}@{language_of(literal)}"
        return words if datatype == XSD_STRING else f"{words}^^{self.iri(datatype)}"

    def term(self, term: NamedNode | Literal) -> str:
        """Write an IRI or a literal."""
        return self.literal(term) if isinstance(term, Literal) else self.iri(term.value)
