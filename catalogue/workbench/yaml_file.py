"""YAML: what a file gives, every value as it is written: the shapes say what it is, not YAML's guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue import sources
from catalogue.errors import InputError, Place
from catalogue.messages import Message
from catalogue.workbench.given import Node, Origin, Part, Value

_MOST = 100_000
"""How many values a file may have; one that names parts of itself again and again has more than it seems."""

_NOTHING = {"", "~", "null", "Null", "NULL"}
"""What stands for no value where it is written without quotation marks (YAML 1.2, section 10.3.2)."""


def read_yaml(path: Path) -> Node:
    """Read what a file gives for a new entry.

    Args:
        path: the file, in UTF-8: a mapping of properties to texts, to mappings of languages to texts, to other new entries, or
            to lists of those.

    Returns:
        What it gives. `no`, `2023-05-17` and `012` are these characters, and no truth value, date or number.

    Raises:
        InputError: it is no such YAML.
        OutputError: the system refused to read it.
    """
    name = str(path)
    data = sources.read_bytes(path, name)
    try:
        return parse_yaml(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise InputError(Message("config.not-utf-8-save-file"), Place(name, data.count(b"\n", 0, error.start) + 1)) from None


def parse_yaml(text: str, name: str) -> Node:
    """Read YAML: see `read_yaml`.

    >>> node = parse_yaml("name: {fr: no, en: 2023-05-17}", "x.yaml")
    >>> [part.value.text for part in node.parts[0].value.parts], str(node.parts[0].origin.place)
    (['no', '2023-05-17'], 'x.yaml:1:1')
    """
    import yaml  # only this command needs it

    try:
        composed = yaml.compose(text, Loader=yaml.BaseLoader)
    except RecursionError:
        raise InputError(Message("new.yaml-too-deep"), Place(name)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(name, mark.line + 1, mark.column + 1) if mark is not None else Place(name)
        raise InputError(_reason(error), place) from None
    return _Reading(name).root(composed)


_REASONS = (
    (re.compile(r"'\\t' that cannot start"), Message("new.yaml-tab")),
    (re.compile(r"flow (sequence|mapping)"), Message("new.yaml-bracket")),
    (re.compile(r"quoted scalar: found unexpected end"), Message("new.yaml-quote")),
    (re.compile(r"expected <block end>, but found '<scalar>'"), Message("new.yaml-rest")),
    (re.compile(r"expected <block end>"), Message("new.yaml-indentation")),
    (re.compile(r"mapping values are not allowed"), Message("new.yaml-colon")),
    (re.compile(r"could not find expected ':'"), Message("new.yaml-no-colon")),
    (re.compile(r"cannot start any token|undefined alias|scanning an? (anchor|alias)"), Message("new.yaml-sign")),
    (re.compile(r"another document"), Message("new.yaml-documents")),
)
"""What the parser says where a file is no YAML, and what that means for whoever wrote it."""


def _reason(error: Any) -> Message:
    """Say what is wrong with a file that is no YAML, and what to do."""
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    report = f"{getattr(error, 'context', None) or ''}: {problem}"
    return next((message for form, message in _REASONS if form.search(report)), Message("new.not-yaml", reason=problem))


class _Reading:
    """Reads the nodes of one file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def root(self, composed: Any) -> Node:
        if composed is None:
            return Node(Origin(Place(self._name)))
        if composed.id != "mapping":
            raise InputError(Message("new.yaml-no-mapping"), self._place(composed))
        return self._node(composed, ())

    def _place(self, composed: Any) -> Place:
        mark = composed.start_mark
        return Place(self._name, mark.line + 1, mark.column + 1)

    def _node(self, composed: Any, within: tuple[Any, ...]) -> Node:
        self._count += 1
        if composed in within or self._count > _MOST:
            raise InputError(Message("new.yaml-too-deep"), self._place(composed))
        node = Node(Origin(self._place(composed)))
        keys: set[str] = set()
        for key, value in composed.value:
            if key.id != "scalar":
                raise InputError(Message("new.yaml-no-key"), self._place(key))
            if key.value in keys:
                raise InputError(Message("new.yaml-key-twice", key=key.value), self._place(key))
            keys.add(key.value)
            origin = Origin(self._place(key))
            node.parts += [Part(key.value, origin, each) for each in self._values(value, (*within, composed))]
        return node

    def _values(self, composed: Any, within: tuple[Any, ...]) -> Iterator[Value | Node]:
        self._count += 1
        if composed in within or self._count > _MOST:
            raise InputError(Message("new.yaml-too-deep"), self._place(composed))
        if composed.id == "mapping":
            yield self._node(composed, within)
        elif composed.id == "sequence":
            for each in composed.value:
                yield from self._values(each, (*within, composed))
        elif composed.style or composed.value not in _NOTHING:
            yield Value(composed.value, Origin(self._place(composed)))
