"""What the commands share: the application, its language, its errors, and how it writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.errors import CatalogueError, say, text

if TYPE_CHECKING:
    from catalogue.workspace.catalogue import Catalogue

app = typer.Typer(
    name="catalogue",
    help="A catalogue and knowledge graph that lives in Git: check it, ask it, publish it.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[
    Path,
    typer.Option("--catalogue", "-C", help="The catalogue's folder, which holds catalogue.toml.", show_default="here"),
]
Language = Annotated[str, typer.Option("--lang", help="Language of the messages: en or fr.", show_default="the locale's")]
HERE = Path()
_MUCH = 100_000


class _State:
    """What the options before the command say, and what the command has done."""

    language = ""
    statements = 0


def language() -> str:
    """Give the language of messages: what `--lang` says, else the locale's, else English."""
    if _State.language:
        return _State.language
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    return "en"


def note_read(statements: int) -> None:
    """Note how many statements a command has read."""
    _State.statements = statements


def has_read_much() -> bool:
    """Whether a command has read so much that taking it apart takes its time."""
    return _State.statements >= _MUCH


@contextmanager
def told() -> Iterator[None]:
    """Tell an error that the user can mend in one line, and end with its exit code."""
    try:
        yield
    except CatalogueError as error:
        tell(error)
        raise typer.Exit(error.exit_code) from None


def tell(error: CatalogueError) -> None:
    """Tell an error in one line; names of files and what they say do not act on the terminal."""
    from catalogue.visible import visible

    word = say(text("error", "erreur"), language())
    typer.echo(visible(f"{word}: {error.say(language())}", "\n"), err=True)


def _version(value: bool) -> None:
    if value:
        from catalogue import __version__

        typer.echo(f"catalogue {__version__}")
        raise typer.Exit


@app.callback()
def options(
    lang: Language = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A catalogue and knowledge graph that lives in Git: check it, ask it, publish it."""
    del version
    if lang and lang not in {"en", "fr"}:
        raise typer.BadParameter("choose en or fr", param_hint="--lang")
    _State.language = lang


def open_folder(folder: Path, at: str | None = None) -> Catalogue:
    """Open the catalogue in a folder, as it is or as a revision has it."""
    from catalogue.workspace import opening

    return opening.open(folder, at=at)


def write(data: bytes, output: Path | None) -> None:
    """Write bytes to a file, whole or not at all, or to standard output."""
    from catalogue import files
    from catalogue.errors import OutputError

    if output is not None:
        files.write(output, data)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever reads has seen enough; nothing is left to be flushed at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", f"écriture impossible : {error.strerror}") from error
