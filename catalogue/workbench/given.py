"""What is given for new entries by options and files: a tree of properties, each value with the place that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.errors import CatalogueError, InputError, Place, UsageError
from catalogue.messages import Text
from catalogue.terms import Term


@dataclass(frozen=True)
class Origin:
    """Where something is given: in a file, or by an option.

    Attributes:
        place: its place in a file; None where it is given by an option.
        option: how the option writes it; empty in a file.
    """

    place: Place | None = None
    option: str = ""

    def error(self, message: Text) -> CatalogueError:
        """Make the error that says what is wrong there."""
        return InputError(message, self.place) if self.place is not None else UsageError(message)


@dataclass(frozen=True)
class Value:
    """A text that is given as a value.

    Attributes:
        text: the text; empty for nothing.
        origin: where it is given.
        tag: its language, where one is given with it.
        term: the term of RDF that it is, where that is known; else it is read as the shapes say.
    """

    text: str
    origin: Origin
    tag: str = ""
    term: Term | None = None


@dataclass
class Node:
    """A thing that is given by its properties, or a text by its languages.

    Attributes:
        origin: where it is given.
        parts: what is given of it, in order.
    """

    origin: Origin
    parts: list[Part] = field(default_factory=list)

    def texts(self, key: str) -> Iterator[Value]:
        """Give the texts that are given under a name."""
        return (part.value for part in self.parts if part.key == key and isinstance(part.value, Value))


@dataclass(frozen=True)
class Part:
    """A property of a thing with one value.

    Attributes:
        key: how the property is called.
        origin: where it is called so.
        value: the value.
    """

    key: str
    origin: Origin
    value: Value | Node
