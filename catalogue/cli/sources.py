"""The command `sources`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, echo, errors_shown, note, open_folder
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.errors import UsageError
from catalogue.messages import Message, Text, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalogue.edition import Edition
    from catalogue.pages.sourcing import Sourcing


@app.command(cls=Command, help="help.sources")
def sources(
    types: Annotated[
        list[str] | None,
        typer.Argument(help="help.sources.types", metavar="help.metavar.names", show_default="help.default.all"),
    ] = None,
    catalogue: Folder = HERE,
) -> None:
    """Count the values that name exactly what says them, or list those that do not."""
    with errors_shown():
        opened = open_folder(catalogue)
        counted = opened.sourcing()
        if not types:
            for of_type in counted:
                echo(say(_summary(of_type), language()))
            return
        chosen = _chosen(counted, types)
        for of_type in chosen:
            for line in _lacking(opened.edition, of_type):
                echo(line)
        for of_type in chosen:
            note(_summary(of_type))


def _chosen(counted: Sequence[Sourcing], names: Sequence[str]) -> list[Sourcing]:
    """Choose types by their names.

    Raises:
        UsageError: no type with values has such a name.
    """
    by_name = {of_type.type.name: of_type for of_type in counted}
    for name in names:
        if name not in by_name:
            raise UsageError(Message("usage.no-such-type", name=name, names=", ".join(by_name)))
    return [by_name[name] for name in dict.fromkeys(names)]


def _summary(of_type: Sourcing) -> Text:
    """Say how many values of a type name what says them; the share is rounded down, so that 100 % are all."""
    own = of_type.shown - len(of_type.lacking)
    percent = 100 * own // of_type.shown
    return Message("sources.share", type=of_type.type.name, own=own, shown=of_type.shown, percent=percent)


def _lacking(edition: Edition, of_type: Sourcing) -> Iterator[str]:
    """Write the values of a type without a source of their own as lines, each with its place."""
    from catalogue.lint.naming import shown
    from catalogue.lint.places import Places

    places = Places(edition)
    places.expect(triple.subject for triple in of_type.lacking)
    for triple in of_type.lacking:
        place = places.find(*triple)
        yield f"{place}: {' '.join(shown(edition, term) for term in triple)}"
