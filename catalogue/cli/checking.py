"""The commands that check and lay out: check, fmt."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, language, opened, told, write
from catalogue.errors import CatalogueError, Text, UsageError, say, text

if TYPE_CHECKING:
    from catalogue.report.plain import Line
    from catalogue.validate import Filter, Report

_FORMATS = "text, concise, json, sarif, github, junit, turtle"
_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "place": "bold",
    "margin": "blue",
    "note": "cyan",
    "fix": "green",
}


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Report these files and folders only.", show_default="all")] = None,
    catalogue: Folder = HERE,
    texts: Annotated[Path | None, typer.Option(help="Folder of the quoted documents' texts, to compare quotes with.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help=f"One of: {_FORMATS}.")] = "text",  # noqa: A002 - the option's name
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the report to a file.")] = None,
    severity: Annotated[str, typer.Option(help="Tell what is at least this grave: info, warning, error.")] = "info",
    select: Annotated[
        list[str] | None, typer.Option(help="Tell these only: codes (C101), their beginnings (C1), names (min-count).")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Do not tell these.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Make the fixes that are safe, then tell what is left.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: also the likeliest of those that are not.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what --fix would change.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file is saved, until interrupted.")] = False,
    color: Annotated[bool | None, typer.Option(help="Colour the report.", show_default="on a terminal")] = None,
) -> None:
    """Check the data against the shapes and itself.

    Each finding tells file:line:column, severity, code, what is wrong and how to mend it, then the line with the token marked.
    Exit code 0: clean; 1: findings; 2: usage; 3: a file cannot be read whole; 4: the system refused to read. Informations do
    not count as findings, nor does what --severity, --select and --ignore leave out.
    """
    with told():
        if texts is not None and not texts.is_dir():
            raise UsageError(f"there is no folder {texts}", f"pas de dossier {texts}")
        only = _filter(severity, select, ignore)
        show = _Show(format, output, color)
        if unsafe_fixes and not (fix or diff):
            raise UsageError("--unsafe-fixes goes with --fix or --diff", "--unsafe-fixes va avec --fix ou --diff")
        if fix or diff:
            raise typer.Exit(_mend(catalogue, paths, texts, only, show, unsafe=unsafe_fixes, write_files=fix and not diff))
        if watch:
            _watch(catalogue, lambda: show(opened(catalogue).check(paths or (), texts=texts).filtered(only)))
            return
        raise typer.Exit(show(opened(catalogue).check(paths or (), texts=texts).filtered(only)))


def _filter(severity: str, select: list[str] | None, ignore: list[str] | None) -> Filter:
    from catalogue.validate import Filter

    return Filter.of(severity, select or (), ignore or ())


class _Show:
    """Shows a report where and how the options say, and gives the exit code."""

    def __init__(self, name: str, output: Path | None, color: bool | None) -> None:
        from catalogue.report import FORMATS

        if name not in FORMATS:
            raise UsageError(f"no format {name}; choose {_FORMATS}", f"pas de format {name} ; choisissez {_FORMATS}")
        self._name = name
        self._output = output
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        self._color = color if color is not None else sys.stdout.isatty() and not plain
        self._color = self._color and name == "text" and output is None

    def __call__(self, report: Report) -> int:
        from catalogue.report import write as written
        from catalogue.report.plain import lines

        if self._color:
            _print(lines(report, language(), _width()))
        else:
            words = written(report, self._name, language()).encode("utf-8", "backslashreplace")
            if self._output is None:
                write(words, None)
            else:
                from catalogue import files

                files.write(self._output, words)
        for skipped in report.skipped:
            typer.echo(say(skipped, language()), err=True)
        typer.echo(report.summary(language()), err=True)
        return report.exit_code


def _width() -> int:
    import shutil

    return max(shutil.get_terminal_size().columns - 8, 40)


def _print(lines: Iterator[Line]) -> None:
    from rich.console import Console
    from rich.text import Text as Styled

    console = Console(force_terminal=True, highlight=False, soft_wrap=True)
    for line in lines:
        styled = Styled()
        for piece in line:
            styled.append(piece.text, _STYLES.get(piece.style))
        console.print(styled)


def _mend(
    catalogue: Path,
    paths: list[Path] | None,
    texts: Path | None,
    only: Filter,
    show: _Show,
    *,
    unsafe: bool,
    write_files: bool,
) -> int:
    at = opened(catalogue)
    mended = at.mend(paths or (), texts=texts, only=only, unsafe=unsafe, write=write_files)
    count = len(mended.fixes)
    if not write_files:
        write(mended.diff().encode("utf-8"), None)
        would = text(f"{count} fixes would be made", f"{count} corrections seraient faites")
        typer.echo(say(would, language()), err=True)
        return 1 if count else 0
    code = show(mended.report)
    made = text(
        f"{count} fixes made in {len(mended.after)} files", f"{count} corrections faites dans {len(mended.after)} fichiers"
    )
    typer.echo(say(made, language()), err=True)
    return code


def _watch(catalogue: Path, run: Callable[[], int]) -> None:
    """Check at once and at each save; a catalogue that cannot be read for a moment may be whole at the next."""
    from catalogue.cli.watching import changes

    for _ in changes(catalogue):
        if sys.stdout.isatty():
            sys.stdout.write("\x1b[2J\x1b[H")
        try:
            run()
        except CatalogueError as error:
            word = say(text("error", "erreur"), language())
            typer.echo(f"{word}: {error.say(language())}", err=True)
        clock = time.strftime("%H:%M:%S")
        words = text(f"checked at {clock}; Ctrl-C ends", f"vérifié à {clock} ; Ctrl-C pour finir")
        typer.echo(say(words, language()), err=True)
        sys.stdout.flush()


@app.command()
def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Turtle and TriG files, and folders of them.", show_default="the data and the shapes"),
    ] = None,
    catalogue: Folder = HERE,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; tell which files are not in the layout.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> None:
    """Write Turtle files in the one canonical layout.

    The graph never changes, comments stay with what they stand at, and a file that is in the layout is not touched.
    Exit code 0: done, or nothing to do; 1: --check or --diff found files to change; 3: a file with faults was left as it is.
    """
    with told():
        found = opened(catalogue).format(paths or (), write=not (check or diff))
        for formatted in found:
            if formatted.error is not None:
                word = say(text("error", "erreur"), language())
                typer.echo(f"{word}: {formatted.error.say(language())}", err=True)
            elif diff:
                typer.echo(formatted.diff(), nl=False)
            elif formatted.is_changed:
                typer.echo(formatted.name)
        changed = sum(formatted.is_changed for formatted in found)
        typer.echo(say(_formatted(changed, len(found), written=not (check or diff)), language()), err=True)
        faults = any(formatted.error for formatted in found)
        raise typer.Exit(3 if faults else 1 if changed and (check or diff) else 0)


def _formatted(changed: int, files: int, *, written: bool) -> Text:
    if written:
        return text(f"{changed} of {files} files changed", f"{changed} fichiers modifiés sur {files}")
    return text(
        f"{changed} of {files} files are not in the layout" + ("; run `catalogue fmt`" if changed else ""),
        f"{changed} fichiers sur {files} ne sont pas mis en forme" + (" ; lancez `catalogue fmt`" if changed else ""),
    )
