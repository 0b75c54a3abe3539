"""Expected answers and settings with the IRIs moved, edited exactly: quotes, line ends and comments stay."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.patterns import possessive
from catalogue.sparql.parameters import Parameter
from catalogue.sparql.splicing import Piece
from catalogue.workspace.moving.move import Move
from catalogue.workspace.moving.texts import value_pieces

_TOML = r"""
    \#[^\n]*+
  | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"{3,5} | '''(?:[^']|'(?!''))*+'{3,5} | "(?:[^"\\\n]|\\.)*+" | '[^'\n]*+' )
"""
_CELL = r"""(?:(?<=[,\r\n])|\A)(?:"(?P<quoted>(?:[^"]|"")*+)"|(?P<plain>[^",\r\n]*+))(?=[,\r\n]|\Z)"""
_HEAD = re.compile(r"\ufeff?(?:[ \t]*#[^\r\n]*(?:\r\n|\r|\n|\Z))*")
_GIVEN = re.compile(r"#[ \t]*param[ \t]+(?P<name>\w+)=(?P<value>[^\r\n]*)")


def settings_pieces(text: str, move: Move) -> Iterator[Piece]:
    """Give the changes of settings: of each string that begins with the old base.

    Args:
        text: TOML.
        move: what moves.
    """
    for match in possessive(_TOML, re.VERBOSE | re.DOTALL).finditer(text):
        written = match["string"]
        value = tomllib.loads(f"x = {written}")["x"] if written else ""
        if not value.startswith(move.old):
            continue
        target = move.note(value, match.start(), is_declared=True)
        quotes = 3 if written[:3] in {'"""', "'''"} else 1
        start = match.start() + quotes
        if written[quotes:].startswith(move.old):
            yield Piece(start, start + len(move.old), move.new)
        else:  # with escapes, or behind a line end
            yield Piece(match.start(), match.end(), '"' + target.replace("\\", "\\\\").replace('"', '\\"') + '"')


def moved_values(value: Any, move: Move) -> Any:
    """Give what parsed settings become: each string that begins with the old base begins with the new one."""
    if isinstance(value, dict):
        return {key: moved_values(inner, move) for key, inner in value.items()}
    if isinstance(value, list):
        return [moved_values(inner, move) for inner in value]
    return move.of(value) if isinstance(value, str) else value


def head_of(text: str) -> int:
    """Count the characters of the lines at the head of an expected answer that say something of it."""
    match = _HEAD.match(text)
    return match.end() if match else 0


def head_pieces(text: str, parameters: Mapping[str, Parameter], move: Move) -> Iterator[Piece]:
    """Give the changes of the head of an expected answer: of the parameters that it gives.

    Args:
        text: the file.
        parameters: those of the query, by name.
        move: what moves.
    """
    for match in _GIVEN.finditer(text, 0, head_of(text)):
        parameter = parameters.get(match["name"])
        if parameter is not None:
            yield from value_pieces(parameter, match["value"].rstrip(), match.start("value"), move)


def table_pieces(text: str, move: Move) -> Iterator[Piece]:
    """Give the changes of the rows of an expected table: IRIs are whole, or relative to the base of the catalogue.

    Args:
        text: CSV, with lines at its head.
        move: what moves.
    """
    head = head_of(text)
    names = text.find("\n", head)
    for match in possessive(_CELL).finditer(text, head) if names >= 0 else ():
        quoted = match["quoted"]
        value = match["plain"] if quoted is None else quoted.replace('""', '"')
        moved = moved_cell(value, move)
        if match.start() > names and moved != value:
            move.note(value if value.startswith(move.old) else move.before.base + value, match.start(), is_declared=True)
            yield Piece(match.start(), match.end(), moved if quoted is None and "," not in moved else f'"{moved}"')


def moved_cell(value: str, move: Move) -> str:
    """Give what a cell of an expected table becomes.

    >>> from catalogue.names import Prefixes
    >>> from catalogue.workspace.moving.move import Names
    >>> names = Names("https://a.example/", Prefixes())
    >>> move = Move("https://a.example/plant/", "https://a.example/crop/", names, names)
    >>> moved_cell("plant/fig", move), moved_cell("a plant", move)
    ('crop/fig', 'a plant')
    """
    before, after = move.before.base, move.after.base
    if value.startswith(move.old):
        return move.of(value).removeprefix(after)
    is_inside = move.old.startswith(before) and move.old != before and (before + value).startswith(move.old)
    return move.of(before + value).removeprefix(after) if is_inside else value


def rows_of(text: str) -> list[list[str]]:
    """Read the rows of an expected table, its columns the first."""
    return list(csv.reader(text[head_of(text) :].splitlines(keepends=True)))
