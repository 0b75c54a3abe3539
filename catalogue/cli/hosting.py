"""The command `hosting`: rules by which a host of files chooses documents as the service does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, errors_shown, note, open_folder, write
from catalogue.cli.help import Command
from catalogue.messages import Message


@app.command(cls=Command, help="help.hosting")
def hosting(
    host: Annotated[str, typer.Argument(help="help.hosting.host", metavar="help.metavar.host")],
    catalogue: Folder = HERE,
    folder: Annotated[str, typer.Option("--folder", help="help.hosting.folder", show_default="help.default.host-folder")] = "",
    base_url: Annotated[
        str | None, typer.Option("--base-url", help="help.hosting.base-url", metavar="help.metavar.address")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.output")] = None,
) -> None:
    """Write the rules for a host of files."""
    with errors_shown():
        from catalogue.hosts import WITHOUT_QUERIES, host_named, rules_of

        written = host_named(host)
        edition = open_folder(catalogue).edition.at(base_url)
        edition.needs_shapes()
        rules = rules_of(edition)
        write(written(rules, folder).encode(), output)
        if rules.asked and host in WITHOUT_QUERIES:
            note(Message("hosting.queries", count=len(rules.asked), host=host))
        if edition.settings.releases.packed:
            note(Message("hosting.packed"))
