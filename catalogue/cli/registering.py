"""Registering: the commands, each in the module that has it, which is imported when the command is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

import typer
from typer.models import CommandInfo, TyperInfo

COMMANDS = {
    "answers": "answers",
    "check": "check",
    "query": "querying",
    "queries": "querying",
    "build": "commands",
    "plan": "cluster",
    "run-task": "cluster",
    "publish": "publishing",
    "serve": "commands",
    "init": "commands",
    "hosting": "hosting",
    "import": "importing",
    "new": "new",
    "profile": "profile",
    "verify": "releases",
    "sign": "releases",
    "releases": "releases",
    "shapes": "shapes",
    "sources": "sources",
    "fmt": "turtle",
    "convert": "turtle",
    "rebase": "turtle",
}
"""The modules of this package that have the commands, by the commands' names, in the order in which help lists them."""

_WITH_VALUES = ("--lang", "--links")
"""The options that stand before a command and have a value."""

_ALONE = "--version"
"""The option that needs no command."""


class App(typer.Typer):
    """The whole command; all commands are imported when they are first listed, unless one alone was chosen.

    Importing all of them and making what reads their options takes longer than what many of them do.
    """

    _are_imported = True  # as long as the library makes it

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._are_imported = False

    @property
    def registered_commands(self) -> list[CommandInfo]:
        """The commands; all are imported first, unless one was chosen."""
        self._import(COMMANDS)
        self._commands.sort(key=_place)  # a module that another one needs registers its commands first
        return self._commands

    @registered_commands.setter
    def registered_commands(self, commands: list[CommandInfo]) -> None:
        self._commands = commands

    @property
    def registered_groups(self) -> list[TyperInfo]:
        """The groups of commands; likewise."""
        self._import(COMMANDS)
        return self._groups

    @registered_groups.setter
    def registered_groups(self, groups: list[TyperInfo]) -> None:
        self._groups = groups

    def choose(self, arguments: Sequence[str]) -> None:
        """Have the one command that arguments name, if they do, instead of all; none where only the version is asked for.

        A module has several commands, and may need another one that has some: to make what reads their options takes long.

        Args:
            arguments: those of the whole command.
        """
        name = named(arguments)
        if name is not None:
            self._import([name] if name in COMMANDS else [])
            self._commands = [command for command in self._commands if name_of(command) == name]
            self._groups = [group for group in self._groups if group.name == name]

    def _import(self, names: Iterable[str]) -> None:
        if not self._are_imported:
            self._are_imported = True
            for module in dict.fromkeys(COMMANDS[name] for name in names):
                import_module(f"{__package__}.{module}")


def name_of(command: CommandInfo) -> str:
    """Give the name of a command."""
    return command.name or str(getattr(command.callback, "__name__", ""))


def _place(command: CommandInfo) -> int:
    """Give the place of a command among all."""
    name = name_of(command)
    return list(COMMANDS).index(name) if name in COMMANDS else len(COMMANDS)


def named(arguments: Sequence[str]) -> str | None:
    """Give the command that arguments name, or the option that needs none.

    Args:
        arguments: those of the whole command.

    Returns:
        The name; None where there is none, or that is not as plain as it usually is.

    >>> named(["--lang", "fr", "check", "data"]), named(["chekc"]), named(["--help", "check"]), named(["--version"])
    ('check', None, None, '--version')
    """
    rest = iter(arguments)
    for argument in rest:
        if argument in _WITH_VALUES:
            next(rest, None)
        elif not argument.startswith(tuple(f"{option}=" for option in _WITH_VALUES)):
            return argument if argument in COMMANDS or argument == _ALONE else None
    return None
