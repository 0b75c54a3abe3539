"""Plain values: those of options that need not be read, for which the library would import a slow one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

_ANY = -1
"""The number of values of an argument that may have any number."""


def spare(parameters: Iterable[Any]) -> None:
    """Let values pass that are what they should be: nothing, a text where one is asked for, and the folder where one is.

    Args:
        parameters: options and arguments of a command, as the library has them.
    """
    for parameter in parameters:
        parameter.process_value = partial(_processed, parameter, parameter.process_value)


def _processed(parameter: Any, process: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:
    if parameter.required or not _is_plain(value, parameter.type_descriptor.annotation):
        return process(ctx, value)
    if value is None and (parameter.multiple or parameter.nargs == _ANY):
        value = ()
    return value if parameter.callback is None else parameter.callback(ctx, parameter, value)


def _is_plain(value: Any, annotation: Any) -> bool:
    if value is None or (annotation is str and isinstance(value, str)):
        return True
    return isinstance(value, Path) and value == Path()
