"""The command that makes new entries: it asks on a terminal, or takes options and files."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, echo, errors_shown, note, open_folder, show_error, show_warning, write
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.errors import AbandonedError
from catalogue.messages import Message, say

if TYPE_CHECKING:
    from catalogue.cli.asking import Asking
    from catalogue.model import EntityType
    from catalogue.workbench.bench import Bench
    from catalogue.workbench.texts import Text


@app.command(cls=Command, help="help.new")
def new(
    type_: Annotated[str, typer.Argument(help="help.new.type", metavar="help.metavar.type")],
    name: Annotated[str, typer.Argument(help="help.new.name", metavar="help.metavar.name")] = "",
    catalogue: Folder = HERE,
    set_: Annotated[list[str] | None, typer.Option("--set", "-s", help="help.new.set", metavar="help.metavar.property")] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="help.new.from")] = None,
    slug: Annotated[str, typer.Option("--slug", help="help.new.slug", show_default="help.default.from-name")] = "",
    shown: Annotated[bool, typer.Option("--print", help="help.new.print")] = False,
) -> None:
    """Make a new entry, and what belongs to it."""
    with errors_shown():
        from catalogue.workbench.bench import Bench
        from catalogue.workbench.types import find_type

        opened = open_folder(catalogue)
        bench = Bench(opened, language())
        wanted = find_type(bench.edition, type_, language())
        if set_ or from_ is not None:
            texts = _filled(bench, wanted, name, slug, set_ or (), from_)
        elif sys.stdin.isatty() and sys.stdout.isatty():
            texts = _asked(bench, wanted, name, slug, is_written=not shown)
        else:
            texts = _filled(bench, wanted, name, slug, (), None)
        if shown:
            write("\n".join(text.added for text in texts).encode("utf-8"), None)
        else:
            _write(bench, texts)


def _filled(bench: Bench, type_: EntityType, name: str, slug: str, options: Sequence[str], file: Path | None) -> list[Text]:
    """Make the entries that options and a file give, unless a check would report something of them."""
    from catalogue.visible import visible
    from catalogue.workbench.alike import called_alike
    from catalogue.workbench.bench import refuse_findings
    from catalogue.workbench.filling import Filling
    from catalogue.workbench.options import read_options
    from catalogue.workbench.yaml_file import read_yaml

    filling = Filling(bench)
    given = read_yaml(file) if file is not None else None
    errors = filling.fill(type_, name, slug, read_options(options, given))
    for error in errors:
        show_error(error)
    for message in (message for entry in bench.entries.named() for message in called_alike(bench.edition, entry)):
        show_warning(message)
    texts, findings = bench.tried()
    for finding in findings:
        if not errors or finding.value is not None:  # what is lacking was said
            echo(visible(filling.placed(finding).line(language())))
    if errors:
        raise typer.Exit(errors[0].exit_code)
    refuse_findings(findings)
    return texts


def _asked(bench: Bench, type_: EntityType, name: str, slug: str, *, is_written: bool) -> list[Text]:
    """Ask for the entries on the terminal."""
    from catalogue.cli.asking import Asking
    from catalogue.workbench.interview import Interview

    terminal = Asking()
    interview = Interview(bench, terminal)
    try:
        interview.run(type_, name, slug)
        while True:
            texts, _ = bench.tried()
            if not is_written or _is_confirmed(bench, terminal, texts):
                return texts
            interview.resume()
    except KeyboardInterrupt:
        terminal.tell("")
        raise AbandonedError(Message("new.abandoned")) from None


def _is_confirmed(bench: Bench, terminal: Asking, texts: Sequence[Text]) -> bool:
    """Show what would be written, and ask whether it is to be."""
    from catalogue.workbench.showing import Showing

    terminal.tell("")
    for text in texts:
        terminal.tell(say(Message("new.file-new" if text.before is None else "new.file-changed", file=text.name), language()))
    count = Message("count.entries", count=len(list(bench.entries.named())))
    return Showing(bench, terminal).is_yes(Message("new.ask-write", entries=count), default=True)


def _write(bench: Bench, texts: Sequence[Text]) -> None:
    """Write the files, say which, and how to look at them."""
    paths = bench.write(texts)
    for path in paths:
        echo(_relative(path))
    files = " ".join(shlex.quote(str(_relative(path))) for path in paths)
    note(Message("new.next", editor=f"{_editor()} {files}"))


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _editor() -> str:
    """Give the command that edits files: that of the environment, else one that there is."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return named or next((name for name in ("nano", "vim") if shutil.which(name)), "vi")
