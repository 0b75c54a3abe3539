"""YAML: what a file gives, every value as it is written: the shapes say what it is, not YAML's guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue import sources
from catalogue.errors import BOM, InputError, Place, decoded
from catalogue.messages import Message
from catalogue.visible import visible
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
    return parse_yaml(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """Read a file in UTF-8.

    Raises:
        InputError: it is in another encoding.
        OutputError: the system refused to read it.
    """
    return decoded(sources.read_bytes(path, name), name).removeprefix(BOM)


def parse_yaml(text: str, name: str) -> Node:
    """Read YAML: see `read_yaml`.

    >>> node = parse_yaml("name: {fr: no, en: 2023-05-17}", "x.yaml")
    >>> [part.value.text for part in node.parts[0].value.parts], str(node.parts[0].origin.place)
    (['no', '2023-05-17'], 'x.yaml:1:1')
    """
    import yaml  # only these commands need it

    return _Reading(name).root(_composed(text, name, yaml.BaseLoader))


def compose_plainly(text: str, name: str) -> Any:
    """Compose YAML that strangers wrote: without aliases, which make much of little, and without tags, which name objects.

    Args:
        text: the text.
        name: the file's name in places.

    Returns:
        The root node as PyYAML has it, none of whose values has been made a number, a date or an object; None for nothing.

    Raises:
        InputError: it is no YAML, nested too deeply, or has an alias or a tag.
    """
    import yaml

    class Plainly(yaml.BaseLoader):  # type: ignore[misc]
        """Composes nodes, each where it is written."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()
            if isinstance(event, yaml.AliasEvent):
                raise InputError(Message("yaml.alias", name=event.anchor), _place_at(name, event.start_mark))
            tag = getattr(event, "tag", None)
            if tag is not None and tag not in _PLAIN_TAGS:
                raise InputError(Message("yaml.tag", tag=visible(tag)), _place_at(name, event.start_mark))
            return super().compose_node(parent, index)

    return _composed(text, name, Plainly)


_PLAIN_TAGS = frozenset(
    {"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp"))}
)
"""The tags of the core schema, which say no more than what a value looks like."""


def _composed(text: str, name: str, loader: Any) -> Any:
    import yaml

    try:
        return yaml.compose(text, Loader=loader)
    except RecursionError:
        raise InputError(Message("new.yaml-too-deep"), Place(name)) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        place = Place(name, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        raise InputError(Message("yaml.character", code=f"U+{_code(error.character):04X}"), place) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(_reason(error), _place_at(name, mark) if mark is not None else Place(name)) from None


def _code(character: Any) -> int:
    """Give the number of a character that PyYAML refuses, which it names or counts."""
    return ord(character) if isinstance(character, str) else int(character)


def _place_at(name: str, mark: Any) -> Place:
    return Place(name, mark.line + 1, mark.column + 1)


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
        return _place_at(self._name, composed.start_mark)

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
