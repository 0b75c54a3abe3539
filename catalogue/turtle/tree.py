"""Tree: the syntax of a Turtle or TriG text, with nothing lost.

A node knows its first and its last token by their numbers in the scan; what stands between two tokens (spaces, line ends,
comments) is there. Nodes say what is written, not what it means: prefixes are not resolved here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalogue.turtle.issues import SyntaxIssue
from catalogue.turtle.places import Lines, Span
from catalogue.turtle.tokens import Scan

_COMMENT = re.compile(r"#[^\r\n]*")


@dataclass(slots=True)
class Term:
    """An IRI, a prefixed name, a labelled blank node or a literal; a literal's suffix belongs to it."""

    first: int
    last: int


@dataclass(slots=True)
class PropertyList:
    """A blank node with its predicates and objects between `[` and `]`; empty for `[]`."""

    first: int
    last: int
    pairs: list[Pair]


@dataclass(slots=True)
class Collection:
    """A list between `(` and `)`."""

    first: int
    last: int
    items: list[Object]


Object = Term | PropertyList | Collection


@dataclass(slots=True)
class Pair:
    """A predicate and its objects.

    Attributes:
        verb: the predicate's token.
        objects: at least one.
    """

    verb: int
    objects: list[Object]

    @property
    def first(self) -> int:
        """The number of its first token."""
        return self.verb

    @property
    def last(self) -> int:
        """The number of its last token."""
        return self.objects[-1].last


@dataclass(slots=True)
class Triples:
    """A subject with its predicates and objects.

    Attributes:
        first: the number of its first token.
        last: that of its last: the full stop, unless it is missing or the statement is broken.
        subject: the subject.
        pairs: empty only for a blank node property list that stands alone, and in broken statements.
    """

    first: int
    last: int
    subject: Object
    pairs: list[Pair]


@dataclass(slots=True)
class Directive:
    """A declaration of a prefix or of the base.

    Attributes:
        first: the number of its first token.
        last: that of its last, the full stop included.
        prefix: the token of the prefix; -1 where the base is declared.
        iri: the token of the IRI.
    """

    first: int
    last: int
    prefix: int
    iri: int


@dataclass(slots=True)
class GraphBlock:
    """Statements between `{` and `}` (TriG).

    Attributes:
        first: the number of its first token.
        last: that of its last, the brace.
        label: the graph's name; none for the default graph.
        opening: the token of the opening brace.
        statements: what it holds.
    """

    first: int
    last: int
    label: Object | None
    opening: int
    statements: list[Triples | Broken]


@dataclass(slots=True)
class Broken:
    """Tokens that could not be read."""

    first: int
    last: int


Statement = Triples | Directive | GraphBlock | Broken


@dataclass(frozen=True)
class Tree:
    """The syntax of a text.

    Attributes:
        scan: its tokens.
        statements: what it is made of, in order; together they hold all tokens.
        issues: what could not be read, in the order of the text.
        is_trig: whether it was read as TriG.
    """

    scan: Scan
    statements: Sequence[Statement]
    issues: Sequence[SyntaxIssue] = field(default=())
    is_trig: bool = False

    @property
    def text(self) -> str:
        """The text, to the last character."""
        return self.scan.text

    @property
    def lines(self) -> Lines:
        """Where its lines begin."""
        return self.scan.lines

    def span(self, first: int, last: int) -> Span:
        """Give the place from one token to another."""
        return self.lines.span(self.scan.starts[first], self.scan.ends[last])

    def prefix_of(self, directive: Directive) -> str:
        """Give the prefix that a directive declares, with its colon; empty where it declares the base."""
        return self.scan.word(directive.prefix) if directive.prefix >= 0 else ""

    def comments_before(self, token: int) -> Iterator[re.Match[str]]:
        """Find the comments between a token and the one before it."""
        before = self.scan.ends[token - 1] if token else 0
        return _COMMENT.finditer(self.text, before, self.scan.starts[token])
