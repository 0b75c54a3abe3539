"""The command `answers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, language, open_folder, tell, told
from catalogue.errors import Text, say, text

if TYPE_CHECKING:
    from catalogue.query.answers import Answered

_SHOWN = 3
"""How many rows are told of each difference."""


@app.command()
def answers(
    names: Annotated[list[str] | None, typer.Argument(help="Names of queries.", show_default="all")] = None,
    catalogue: Folder = HERE,
    write: Annotated[bool, typer.Option("--write", help="Write those that are missing or differ; read them through.")] = False,
) -> None:
    """Compare the answers of the named queries with the expected ones.

    Expected answers lie in the folder that `folders.answers` names. Exit code 0: all are as expected, or were written; 1: one
    differs, is missing or cannot be had. A file that says `#contains` is never written over.
    """
    with told():
        opened = open_folder(catalogue)
        found = opened.answers(names or (), write=write)
        for answered in found:
            _tell(answered, write=write)
        wrong = sum(not (answered.holds or (write and answered.may_be_written)) for answered in found)
        words = text(
            f"{len(found)} answers, {wrong} not as expected",
            f"{len(found)} réponses, dont {wrong} non conformes",
        )
        typer.echo(say(words, language()), err=True)
        raise typer.Exit(1 if wrong else 0)


def _tell(answered: Answered, *, write: bool) -> None:
    from catalogue.visible import visible

    if answered.holds:
        return
    if answered.error is not None:
        tell(answered.error)
        return
    words = say(_words(answered, written=write and answered.may_be_written), language())
    typer.echo(visible(f"{answered.file}: {words}"))
    for mark, rows in (("-", answered.missing), ("+", answered.unexpected)):
        for row in rows[:_SHOWN]:
            typer.echo(visible(f"  {mark} {', '.join(row)}"))


def _words(answered: Answered, *, written: bool) -> Text:
    missing, more = len(answered.missing), len(answered.unexpected)
    if answered.expected is None:
        found = text("there is no expected answer", "il n'y a pas de réponse attendue")
    else:
        found = text(
            f"{missing} expected rows are missing, {more} rows are not expected",
            f"{missing} lignes attendues manquent, {more} lignes ne sont pas attendues",
        )
    done = text("; written", " ; écrite")
    return text(found["en"] + done["en"], found["fr"] + done["fr"]) if written else found
