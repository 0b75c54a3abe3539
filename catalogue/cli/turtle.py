"""The commands that write Turtle: `fmt`, `convert` and `rebase`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, echo, errors_shown, note, show_error, write
from catalogue.cli.help import Command
from catalogue.messages import Message, Text

if TYPE_CHECKING:
    from catalogue.workspace.converting import Converted
    from catalogue.workspace.formatting import Formatted


@app.command(cls=Command, help="help.fmt")
def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="help.fmt.paths", metavar="help.metavar.paths", show_default="help.default.data-and-shapes"),
    ] = None,
    catalogue: Folder = HERE,
    check: Annotated[bool, typer.Option("--check", help="help.fmt.check")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="help.fmt.diff")] = False,
) -> None:
    """Write Turtle files in the one canonical layout."""
    with errors_shown():
        from catalogue.workspace.catalogue import Catalogue

        is_written = not (check or diff)
        files = Catalogue(catalogue).format(paths or (), write=is_written)
        for formatted in files:
            _show_formatted(formatted, diff=diff)
        if not files:
            note(Message("fmt.none"))
        changed = sum(formatted.is_changed for formatted in files)
        note(_formatted(changed, len(files), written=is_written))
        faults = any(formatted.error for formatted in files)
        raise typer.Exit(3 if faults else 1 if changed and not is_written else 0)


def _show_formatted(formatted: Formatted, *, diff: bool) -> None:
    if formatted.error is not None:
        show_error(formatted.error)
    elif diff:
        echo(formatted.diff(), nl=False)
    elif formatted.is_changed:
        echo(formatted.name)


def _formatted(changed: int, files: int, *, written: bool) -> Text:
    shown = Message("count.files", count=files)
    if written:
        return Message("fmt.changed", count=changed, files=shown)
    return Message("fmt.to-change" if changed else "fmt.none-to-change", count=changed, files=shown)


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


@app.command(cls=Command, help="help.rebase")
def rebase(
    old: Annotated[str, typer.Argument(help="help.rebase.old", metavar="help.metavar.old")],
    new: Annotated[str, typer.Argument(help="help.rebase.new", metavar="help.metavar.new")],
    catalogue: Folder = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.rebase.dry-run")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="help.rebase.diff")] = False,
) -> None:
    """Move the IRIs of a catalogue from one base to another."""
    with errors_shown():
        from catalogue.workspace.catalogue import Catalogue

        is_written = not (dry_run or diff)
        rebased = Catalogue(catalogue).rebase(old, new, write=is_written)
        for file in rebased.changed:
            echo(file.diff() if diff else file.name, nl=not diff)
        files = Message("count.files", count=len(rebased.changed))
        note(Message("rebase.moved" if is_written else "rebase.to-move", count=rebased.iris, files=files))
        for message in rebased.notes:
            note(message)
