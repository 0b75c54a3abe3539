"""Errors in how the command was called, in the messages of the program instead of the library's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import typer

from catalogue.cli.help import word
from catalogue.cli.language import language
from catalogue.messages import Message, Text, say

_NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'\.?(?: Did you mean (?P<near>.*)\?)?")
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((?P<arguments>.*)\)")


def show(error: typer.TyperException) -> None:
    """Show an error in how the command was called, with its usage.

    Args:
        error: the library's error.
    """
    from typer import rich_utils

    if type(error).__name__ == "NoArgsIsHelpError":  # its help has been shown
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        word(context.command, language())
    shown = typer.TyperException(say(usage_message(error), language()))
    shown.ctx = context  # type: ignore[attr-defined]
    rich_utils.rich_format_error(shown)  # type: ignore[arg-type]


def usage_message(error: Any) -> Text:
    """Say what is wrong with how the command was called.

    Args:
        error: the library's error.

    Returns:
        A message; the library's own sentence where the error is of no kind that is known.
    """
    make = _MESSAGES.get(type(error).__name__, _other)
    return make(error)


def _no_option(error: Any) -> Text:
    if not error.possibilities:
        return Message("usage.no-option", option=error.option_name)
    near = ", ".join(sorted(error.possibilities))
    return Message("usage.no-option-near", option=error.option_name, near=near)


def _missing(error: Any) -> Text:
    return Message("usage.missing", name=_hint(error))


def _option_value(error: Any) -> Text:
    is_needed = "requires" in error.message
    return Message("usage.value-missing" if is_needed else "usage.value-unwanted", option=error.option_name)


def _bad_value(error: Any) -> Text:
    return Message("usage.bad-value", name=_hint(error), reason=_reason(error))


def _hint(error: Any) -> str:
    """Name the option or argument that an error is about."""
    hint: str = error.param_hint or (error.param.get_error_hint() if error.param is not None else "")
    return hint.replace("'", "")


def _reason(error: Any) -> Text | str:
    """Say what is wrong with a value: by what its reading says, else as the message of the error does."""
    faults: Sequence[Mapping[str, Any]] = getattr(error.__cause__, "errors", list)()
    fault = faults[0] if faults else {}
    match fault.get("type"):
        case "int_parsing":
            return Message("usage.whole-number", value=fault["input"])
        case "greater_than_equal":
            return Message("usage.least", least=fault["ctx"]["ge"])
        case "less_than_equal":
            return Message("usage.most", most=fault["ctx"]["le"])
    return str(error.message)


def _other(error: Any) -> Text:
    sentence = error.format_message()
    if match := _NO_COMMAND.fullmatch(sentence):
        name, near = match["name"], match["near"]
        return Message("usage.no-command-near", name=name, near=near.replace("'", "")) if near else _no_command(name)
    if match := _EXTRA.fullmatch(sentence):
        return Message("usage.extra", arguments=match["arguments"])
    if sentence == "Missing command.":
        return Message("usage.missing-command")
    return Message("usage.other", sentence=sentence)


def _no_command(name: str) -> Text:
    return Message("usage.no-command", name=name)


_MESSAGES: Mapping[str, Callable[[Any], Text]] = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadOptionUsage": _option_value,
    "BadParameter": _bad_value,
}
"""What makes the message, by the class of the library's error."""
