"""The command's help in the language of its messages: options name their texts by code, and are worded when they are shown."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup, TyperOption

from catalogue.cli.language import language
from catalogue.cli.plain import spare
from catalogue.messages.catalogues import template

if TYPE_CHECKING:  # the two classes of the library have no common one that is public
    from typer.core import TyperCommand as Base
else:
    Base = object

_CODE = "help."
_ATTRIBUTES = ("help", "metavar", "show_default")
_OF_LIBRARY = {"install_completion": "help.install-completion", "show_completion": "help.show-completion"}
"""The options that the library adds to the whole command, by name."""


_TYPES = {"<bool>": "help.type.bool", "<int range>": "help.type.number", "<path>": "help.type.path", "<str>": "help.type.text"}
"""What stands for the value of an option, as the library writes it."""


def word(command: TyperCommand | TyperGroup, tag: str) -> None:
    """Put the texts of a language in the place of the codes, in the help of a command and of its options and arguments.

    Args:
        command: the command; one that is worded already stays as it is.
        tag: the language.
    """
    command.help = _worded(command.help, tag)
    command.options_metavar = _worded("help.metavar.options", tag)
    for parameter in command.params:
        if parameter.name in _OF_LIBRARY:
            parameter.help = _OF_LIBRARY[parameter.name]  # type: ignore[attr-defined]
        if parameter.metavar is None and isinstance(parameter, TyperOption):
            # only choices, of which there are none, ask for the context
            parameter.metavar = _TYPES.get(parameter.display_type(None))  # type: ignore[arg-type]
        for name in _ATTRIBUTES:
            setattr(parameter, name, _worded(getattr(parameter, name, None), tag))
        if parameter.metavar == parameter.name:  # as the library writes it, with its dots where there may be several
            parameter.metavar = None
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = _worded("help.metavar.command", tag)
        for inner in command.commands.values():
            word(inner, tag)  # type: ignore[arg-type]


def _worded(text: Any, tag: str) -> Any:
    return template(tag, text) if isinstance(text, str) and text.startswith(_CODE) else text


class _Worded(Base):
    """What is worded when it is shown, and reads plain values itself."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Read the arguments."""
        spare(self.params)
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage."""
        word(self, language())
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_worded("help.usage", language()))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        word(self, language())
        super().format_help(ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option `--help`."""
        option = super().get_help_option(ctx)
        if option is not None:
            spare([option])
            option.help, option.metavar = (_worded(code, language()) for code in ("help.help", "help.type.bool"))
        return option

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Give what may stand next on the command line, with its help."""
        word(self, language())
        return super().shell_complete(ctx, incomplete)


class Command(_Worded, TyperCommand):
    """A command whose help is worded when it is shown."""


class Group(_Worded, TyperGroup):
    """The whole command: its help is worded when it is shown, and `--lang` stands before a command as well as behind it.

    A group of commands within it is one too; it has no `--lang` of its own, and gets that of the whole command.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for lang in [parameter for parameter in self.params if parameter.name == "lang"]:
            self._hand_on(lang)

    def _hand_on(self, option: Any) -> None:
        """Let an option stand behind each command too."""
        for command in self.commands.values():
            twin = copy.copy(option)
            twin.expose_value = False
            command.params.append(twin)
            if isinstance(command, Group):
                command._hand_on(option)  # noqa: SLF001 - of this class
