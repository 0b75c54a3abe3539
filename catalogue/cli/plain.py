"""Plain values: texts, numbers and folders that are read without the library, which would import a slow one for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

_ANY = -1
"""The number of values of an argument that may have any number."""
_DIGITS = 9
"""How many digits a plain number has at most."""


def spare(parameters: Iterable[Any]) -> None:
    """Read plain values: nothing, a text, a number in its bounds, and a folder or file that can be read.

    Args:
        parameters: options and arguments of a command, as the library has them; it reads, and refuses, all other values.
    """
    for parameter in parameters:
        parameter.process_value = partial(_processed, parameter, parameter.process_value)


def _processed(parameter: Any, process: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:
    if value is None:
        if parameter.required:
            return process(ctx, value)
        plain: Any = () if parameter.multiple or parameter.nargs == _ANY else None
    else:
        plain = _plain(value, parameter.type_descriptor)
        if plain is None:
            return process(ctx, value)
    return plain if parameter.callback is None else parameter.callback(ctx, parameter, plain)


def _plain(value: Any, described: Any) -> str | int | Path | list[int] | None:
    """Read a value where it is as plain as most are; None where it is not."""
    annotation, asked = described.annotation, described.parameter_info
    if annotation == list[int] and isinstance(value, tuple):
        numbers = [_number(each, asked) for each in value]
        known = [number for number in numbers if number is not None]
        return known if known and len(known) == len(numbers) else None
    if isinstance(value, Path):
        return value if value == Path() else None
    if not isinstance(value, str) or asked.parser is not None:
        return None
    if annotation is str:
        return value
    if annotation is int:
        return _number(value, asked)
    return Path(value) if annotation is Path and not _is_checked(asked) and os.access(value, os.R_OK) else None


def _number(text: str, asked: Any) -> int | None:
    """Read a number that is written in a few digits, and in the bounds that are asked for."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    number = int(text)
    is_less = asked.min is not None and number < asked.min
    return None if is_less or (asked.max is not None and number > asked.max) else number


def _is_checked(asked: Any) -> bool:
    """Tell whether more is asked of a path than that it can be read."""
    is_limited = asked.exists or asked.writable or not asked.file_okay or not asked.dir_okay
    return bool(is_limited or asked.resolve_path or asked.allow_dash or asked.path_type is not None)
