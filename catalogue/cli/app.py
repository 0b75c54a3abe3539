"""What the commands share: the application, its language, its errors, and how it writes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.bounds import MOST_NUMBER, MOST_SECONDS, MOST_TASKS
from catalogue.cli.help import Group
from catalogue.cli.language import OPTION, ask, language
from catalogue.cli.registering import App
from catalogue.cli.writing import MUCH, give, give_up, writing
from catalogue.ending import Ended, raised_when_asked_to_end
from catalogue.errors import CatalogueError, UsageError
from catalogue.messages import Message, Text, any_of, languages, nearest_language, say

if TYPE_CHECKING:
    from catalogue.sparql.notes import Note
    from catalogue.workspace.catalogue import Catalogue

app = App(
    name="catalogue",
    cls=Group,
    help="help.catalogue",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _language(value: str) -> str:
    """Choose the language that an option names, if it names one."""
    if not value:
        return value
    nearest = nearest_language(value)
    if not nearest:
        message = Message("usage.no-language", tag=value, languages=any_of(languages()))
        raise typer.BadParameter(say(message, language()), param_hint=OPTION)
    ask(nearest)
    return nearest


Folder = Annotated[Path, typer.Option("--catalogue", "-C", help="help.folder", show_default="help.default.here")]
Strict = Annotated[bool, typer.Option("--strict", help="help.strict")]


def _at_most(most: int) -> Callable[[int | None], int | None]:
    """Give what refuses a number that is larger; the help of an option need not name such a large one."""

    def bounded(value: int | None) -> int | None:
        if value is not None and value > most:
            raise typer.BadParameter(say(Message("usage.most", most=most), language()))
        return value

    return bounded


as_seconds, as_number, as_tasks = map(_at_most, (MOST_SECONDS, MOST_NUMBER, MOST_TASKS))
Timeout = Annotated[
    int | None,
    typer.Option("--timeout", min=1, callback=as_seconds, help="help.timeout", show_default="help.default.settings"),
]
Memory = Annotated[
    int | None, typer.Option("--memory", min=1, callback=as_number, help="help.memory", show_default="help.default.settings")
]
Profile = Annotated[str | None, typer.Option("--profile", help="help.profile-of-store", show_default="help.default.settings")]
Credentials = Annotated[
    Path | None, typer.Option("--credentials", help="help.credentials", metavar="help.metavar.file", show_default=False)
]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="help.build.base-url", metavar="help.metavar.address")]
Revision = Annotated[
    str | None, typer.Option(help="help.build.at", metavar="help.metavar.revision", show_default="help.default.working-tree")
]
Language = Annotated[str, typer.Option(OPTION, callback=_language, help="help.lang", show_default="help.default.locale")]
HERE = Path()


class _State:
    """What the command has done."""

    statements = 0


def note_read(statements: int) -> None:
    """Note how many statements a command has read."""
    _State.statements = statements


def has_read_much() -> bool:
    """Whether a command has read so much that taking it apart takes its time."""
    return _State.statements >= MUCH


def echo(line: object, *, nl: bool = True) -> None:
    """Write a line to standard output.

    Args:
        line: what is written.
        nl: whether the line is ended.

    Raises:
        OutputError: the system refused; not when whoever reads has seen enough.
    """
    with writing():
        typer.echo(line, nl=nl)


def tell(line: str = "") -> None:
    """Write a line to people, on standard error; where that cannot be written, nobody waits for it."""
    try:
        typer.echo(line, err=True)
    except OSError:
        give_up(sys.stderr)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show an error that the user can mend on one line, and end with its exit code."""
    try:
        yield
    except CatalogueError as error:
        show_error(error)
        raise typer.Exit(error.exit_code) from None


@contextmanager
def end_shown() -> Iterator[None]:
    """Clean up, say so and end with the exit code of the signal where this process is asked to end meanwhile."""
    try:
        with raised_when_asked_to_end():
            yield
    except Ended as ended:
        note(Message("output.ended", signal=ended.request.name))
        raise typer.Exit(ended.exit_code) from None


def show_error(error: CatalogueError) -> None:
    """Show an error on one line; names and contents of files do not act on the terminal."""
    _show(Message("error.line", message=error.say(language())), "\n")


def show_warning(message: Text) -> None:
    """Show what may be wrong and keeps nothing from being done; names of entries do not act on the terminal."""
    _show(Message("warning.line", message=message), "\n")


def note(message: Text) -> None:
    """Write a message to people beside what the command gives, which stays as it is for programs."""
    tell(say(message, language()))


def show_note(message: Text) -> None:
    """Write what is told beside what a command gives to people; names and contents of files do not act on the terminal."""
    _show(Message("note.line", message=message))


def show_notes(notes: Iterable[Note]) -> None:
    """Write what is told beside an answer to people, a line each."""
    for one in notes:
        _show(Message("note.line", message=one.say(language())))


def _show(line: Message, keep: str = "") -> None:
    from catalogue.visible import visible

    tell(visible(say(line, language()), keep))


def _version(value: bool) -> None:
    if value:
        from catalogue import __version__

        echo(f"catalogue {__version__}")
        raise typer.Exit


@app.callback()
def options(
    lang: Language = "",
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="help.version")] = False,
    links: Annotated[list[Path] | None, typer.Option("--links", help="help.links", metavar="help.metavar.folder")] = None,
) -> None:
    """Take what stands before the command."""
    del version
    ask(lang)
    if links:
        from catalogue.links import follow

        follow(links)


def open_folder(folder: Path, at: str | None = None, *, strict: bool = False) -> Catalogue:
    """Open the catalogue in a folder, as it is or as a revision has it; a strict one answers only when all could be read."""
    from catalogue.workspace import opening

    return opening.open(folder, at=at, strict=strict)


def release_in(folder: Path, release: Path | None) -> Path:
    """Give the release that a command is about: the folder or the name that is given, else the current one.

    A folder without settings may have releases alone, as a host of them has. A name is one of those that `catalogue releases`
    lists; where a folder of that name is in the current one, it is meant.
    """
    if release is not None and (release.name != str(release) or release.exists()):
        return release
    from catalogue.config import FILE_NAME, Folders
    from catalogue.release.layout import CURRENT, RELEASES

    folders = open_folder(folder).settings.folders if (folder / FILE_NAME).exists() else Folders()
    if release is None:
        return folder / folders.build / CURRENT
    named = folder / folders.build / RELEASES / release
    return named if named.is_dir() else release


def open_limited(
    folder: Path, at: str | None = None, *, strict: bool = False, timeout: int | None = None, memory: int | None = None
) -> Catalogue:
    """Open the catalogue in a folder as `open_folder` does; its queries are evaluated within the limits that it sets.

    Args:
        folder: the catalogue's folder.
        at: a revision of its Git repository.
        strict: whether all must have been read.
        timeout: how many seconds one query may take, instead of what the settings say.
        memory: how many bytes one query may take; likewise.
    """
    from dataclasses import replace

    from catalogue.isolation.aside import why_not_aside

    reason = why_not_aside()
    if reason is not None:
        note(reason)
    opened = open_folder(folder, at, strict=strict)
    limits = opened.settings.limits
    opened.workspace.limits = replace(limits, timeout=timeout or limits.timeout, memory=memory or limits.memory)
    return opened


def refuse_without_store(store: str | None, profile: str | None, credentials: Path | None) -> None:
    """Refuse options that say something of a store where there is none."""
    for option, value in (("--profile", profile), ("--credentials", credentials)):
        if store is None and value is not None:
            raise UsageError(Message("usage.store-alone", option=option))


def shown_path(path: Path) -> str:
    """Give a path as people write it: relative to the folder where they are, if it is below it.

    >>> shown_path(Path.cwd() / "shapes" / "tree.ttl"), shown_path(Path("/no/such"))
    ('shapes/tree.ttl', '/no/such')
    """
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def write(data: bytes, output: Path | None) -> None:
    """Write bytes to a file, whole or not at all, or to standard output."""
    from catalogue import files

    if output is not None:
        files.write(output, data)
        return
    give(data)
