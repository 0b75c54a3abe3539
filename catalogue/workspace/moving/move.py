"""The move of IRIs from one base to another, and the tokens that stand for them before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from catalogue import turtle
from catalogue.names import Prefixes
from catalogue.sparql.splicing import Piece
from catalogue.turtle.issues import UnreadableError
from catalogue.turtle.scope import Scope

_SPECIAL = frozenset(r".^$*+?()[]{}|")
"""The characters that mean something in a regular expression."""


@dataclass(frozen=True)
class Names:
    """What relative IRIs and prefixed names stand for in queries and settings.

    Attributes:
        base: the catalogue's base.
        prefixes: the prefixes that need not be declared.
    """

    base: str
    prefixes: Prefixes

    def scope(self) -> Scope:
        """Give a scope in which they are declared."""
        scope = Scope(self.base)
        for prefix, namespace in self.prefixes.items():
            scope.declare(f"{prefix}:", turtle.Iri(namespace))
        return scope


@dataclass
class Move:
    """The move of all IRIs that begin with one base to another.

    Attributes:
        old: what they begin with.
        new: what they begin with afterwards.
        before: what names stand for in the catalogue as it is.
        after: what they stand for once its settings are moved.
        moved: the IRIs that began with the old base, as far as texts were moved.
        terms: those of them that are terms, and not only declared.
        others: IRIs that begin with the new base already, each with its name in messages and its place in the text.
    """

    old: str
    new: str
    before: Names
    after: Names
    moved: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    others: list[tuple[str, int]] = field(default_factory=list)

    def of(self, iri: str) -> str:
        """Give the IRI that another one becomes.

        >>> from catalogue.names import Prefixes
        >>> names = Names("https://a.example/", Prefixes())
        >>> Move("http://a.example/", "https://a.example/", names, names).of("http://a.example/plant/fig")
        'https://a.example/plant/fig'
        """
        return self.new + iri[len(self.old) :] if iri.startswith(self.old) else iri

    def note(self, iri: str, at: int, *, is_declared: bool = False) -> str:
        """Note an IRI that stands in a text, and give what it becomes."""
        if iri.startswith(self.old):
            self.moved.add(iri)
            if not is_declared:
                self.terms.add(iri)
        elif iri.startswith(self.new) and not is_declared:
            self.others.append((iri, at))
        return self.of(iri)

    @cached_property
    def _mention(self) -> re.Pattern[str]:
        r"""The old base in a text, and in a regular expression with `\` before what is special there."""
        return re.compile("".join(char if char.isalnum() else rf"\\?{re.escape(char)}" for char in self.old))

    def mentions(self, text: str, *, is_pattern: bool) -> Iterator[Piece]:
        """Give the changes of a text of a program, such as a pattern, wherever it has the old base.

        Args:
            text: the text.
            is_pattern: whether it is surely a regular expression.
        """
        for match in self._mention.finditer(text):
            written = match[0]
            escaped = set(re.findall(r"\\(.)", written))
            special = _SPECIAL if escaped else _SPECIAL - {"."} if is_pattern else frozenset()
            if is_pattern and not _SPECIAL & set(self.old):
                special = _SPECIAL
            inside = "".join(f"\\{char}" if char in special or char in escaped else char for char in self.new)
            self.moved.add(self.old)
            yield Piece(match.start(), match.end(), inside)


class Scopes:
    """The base and the prefixes in force in a text, as it is and as it becomes."""

    def __init__(self, move: Move, before: Scope, after: Scope) -> None:
        self._move = move
        self._before = before
        self._after = after

    def token(self, written: str, start: int, prefix: str | None = None) -> Iterator[Piece]:
        """Move an IRI or a name; give the change, if there is one.

        Args:
            written: the token.
            start: the characters before it.
            prefix: the prefix, with its colon, that it declares; empty for the base, None when it declares nothing.

        Raises:
            UnreadableError: it stands for nothing.
        """
        iri = self._before.iri(written).value
        target = self._move.note(iri, start, is_declared=prefix is not None)
        if not self._means(written, target):
            old = self._move.old
            begun = f"<{self._move.new}{written[1 + len(old) :]}" if written.startswith(f"<{old}") else ""
            yield Piece(start, start + len(written), begun if begun and self._means(begun, target) else f"<{target}>")
        if prefix is not None:
            self._before.declare(prefix, turtle.Iri(iri))
            self._after.declare(prefix, turtle.Iri(target))

    def _means(self, written: str, iri: str) -> bool:
        try:
            return self._after.iri(written).value == iri
        except UnreadableError:
            return False
