"""The command `convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, echo, errors_shown, note, write
from catalogue.cli.help import Command
from catalogue.messages import Message

if TYPE_CHECKING:
    from catalogue.workspace.converting import Converted


@app.command(cls=Command, help="help.convert")
def convert(
    paths: Annotated[list[Path], typer.Argument(help="help.convert.paths", metavar="help.metavar.files")],
    catalogue: Folder = HERE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="help.convert.output", show_default="help.default.beside")
    ] = None,
    from_: Annotated[str, typer.Option("--from", help="help.convert.from", show_default="help.default.suffix")] = "",
    base: Annotated[str | None, typer.Option(help="help.convert.base")] = None,
    force: Annotated[bool, typer.Option("--force", help="help.convert.force")] = False,
) -> None:
    """Make Turtle of files in other syntaxes of RDF."""
    with errors_shown():
        from catalogue.workspace.converting import convert as converted

        for one in converted(catalogue, paths, output=output, syntax=from_, base=base, force=force):
            _deliver(one)


def _deliver(converted: Converted) -> None:
    """Write the Turtle of a file, say where, and what should be known of it."""
    if converted.path is None:
        write(converted.text.encode("utf-8"), None)
    else:
        converted.write()
        echo(converted.path)
    for message in converted.notes:
        note(message)
    note(Message("convert.converted", name=converted.name, triples=Message("count.statements", count=converted.triples)))
