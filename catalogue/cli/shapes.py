"""The commands about shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, echo, errors_shown, note, open_folder, shown_path, write
from catalogue.cli.help import Command, Group
from catalogue.cli.language import language
from catalogue.messages import Message

shapes = typer.Typer(
    cls=Group, help="help.shapes", no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
app.add_typer(shapes, name="shapes")


@shapes.command(cls=Command, help="help.shapes.draft")
def draft(
    catalogue: Folder = HERE,
    shown: Annotated[bool, typer.Option("--print", help="help.shapes.draft.print")] = False,
) -> None:
    """Write first shapes for the classes of the data that have none."""
    with errors_shown():
        from catalogue.config import FILE_NAME
        from catalogue.scaffold.drafting import draft as drafted_for
        from catalogue.scaffold.settings import missing_settings

        if not (catalogue / FILE_NAME).exists():
            raise missing_settings(catalogue)
        drafted = drafted_for(open_folder(catalogue).edition)
        if shown:
            write("\n".join(file.text for file in drafted.files).encode("utf-8"), None)
        else:
            drafted.write()
            for file in drafted.files:
                echo(shown_path(file.path))
        for message in drafted.notes:
            note(message)
        if drafted.files and not shown:
            note(Message("shapes.next", count=len(drafted.files)))


@shapes.command(cls=Command, help="help.shapes.diagram")
def diagram(
    types: Annotated[
        list[str] | None,
        typer.Argument(help="help.shapes.diagram.types", metavar="help.metavar.type", show_default="help.default.types"),
    ] = None,
    catalogue: Folder = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.output")] = None,
) -> None:
    """Draw the entity types and what they refer to, as SVG."""
    with errors_shown():
        from catalogue.exports.diagram import diagram as drawn

        write(drawn(open_folder(catalogue).edition, language(), types or ()), output)
