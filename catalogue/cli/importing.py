"""The command `import`: entries made of descriptions that others have written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import (
    HERE,
    Folder,
    app,
    echo,
    errors_shown,
    note,
    open_folder,
    show_error,
    show_warning,
    shown_path,
    tell,
    write,
)
from catalogue.cli.help import Command, Group
from catalogue.cli.language import language
from catalogue.errors import CatalogueError
from catalogue.messages import Message, Text, say

if TYPE_CHECKING:
    from catalogue.errors import Place
    from catalogue.model import EntityType
    from catalogue.workbench.bench import Bench
    from catalogue.workbench.texts import Text as FileText
    from catalogue.workspace.catalogue import Catalogue

importing = typer.Typer(
    cls=Group, help="help.import", no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
app.add_typer(importing, name="import")


@importing.command("publiccode", cls=Command, help="help.import.publiccode")
def publiccode(
    path: Annotated[Path, typer.Argument(help="help.import.path", metavar="help.metavar.file-or-folder")],
    catalogue: Folder = HERE,
    type_: Annotated[
        str, typer.Option("--type", "-t", help="help.import.type", show_default="help.default.type-of-software")
    ] = "",
    set_: Annotated[
        list[str] | None, typer.Option("--set", "-s", help="help.import.set", metavar="help.metavar.property")
    ] = None,
    slug: Annotated[str, typer.Option("--slug", help="help.new.slug", show_default="help.default.from-name")] = "",
    shown: Annotated[bool, typer.Option("--print", help="help.new.print")] = False,
) -> None:
    """Make an entry of each publiccode.yml file."""
    with errors_shown():
        from catalogue.workbench.bench import Bench
        from catalogue.workbench.importing import type_for_software
        from catalogue.workbench.publiccode_file import files_in
        from catalogue.workbench.types import find_type

        files = files_in(path)
        opened = open_folder(catalogue)
        bench = Bench(opened, language())
        wanted = find_type(bench.edition, type_, language()) if type_ else type_for_software(bench)
        codes = [_imported(opened, wanted, file, slug, set_ or (), is_written=not shown) for file in files]
        if len(files) > 1:
            note(Message("import.sum", count=codes.count(0), of=len(files)))
        raise typer.Exit(next((code for code in codes if code), 0))


def _imported(opened: Catalogue, type_: EntityType, file: Path, slug: str, options: Iterable[str], *, is_written: bool) -> int:
    """Import one file; what is wrong with it keeps no other from being imported.

    Returns:
        The exit code that it alone would have.
    """
    from catalogue.workbench.bench import Bench

    try:
        bench = Bench(opened, language())
        texts = _made(bench, type_, file, slug, options)
        if texts is None:
            return 1
        if not is_written:
            write("\n".join(text.added for text in texts).encode("utf-8"), None)
            return 0
        for path in bench.write(texts):
            echo(shown_path(path))
    except CatalogueError as error:
        show_error(error)
        return error.exit_code
    return 0


def _made(bench: Bench, type_: EntityType, file: Path, slug: str, options: Iterable[str]) -> list[FileText] | None:
    """Make the entry of a file, and tell what is wrong with the file and what is not taken over; None where a check refuses."""
    from catalogue.workbench.alike import called_alike
    from catalogue.workbench.filling import Filling
    from catalogue.workbench.importing import Importing
    from catalogue.workbench.options import read_options
    from catalogue.workbench.publiccode_file import read_publiccode

    read = read_publiccode(file)
    for mistake in read.mistakes:
        _tell(mistake.place, Message("warning.line", message=mistake.message))
    importing_ = Importing(bench, type_, read)
    given = read_options(options, importing_.given())
    for loss in importing_.losses:
        _tell(loss.place, Message("import.loss", key=loss.key, reason=loss.reason))
    filling = Filling(bench)
    errors = filling.fill(type_, "", slug, given)
    for message in (message for entry in bench.entries.named() for message in called_alike(bench.edition, entry)):
        show_warning(message)
    texts, findings = bench.tried()
    for finding in findings:
        if not errors or finding.value is not None:  # what is lacking was said
            tell(_visible(filling.placed(finding).line(language())))
    for error in errors:
        show_error(error)
    if errors:
        raise type(errors[0])(Message("import.not-made"), errors[0].place)
    return None if findings else texts


def _tell(place: Place, message: Text) -> None:
    tell(_visible(f"{place}: {say(message, language())}"))


def _visible(line: str) -> str:
    from catalogue.visible import visible

    return visible(line)
