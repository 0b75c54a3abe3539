"""The command that publishes a release into a SPARQL store."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from catalogue.cli.app import (
    HERE,
    Credentials,
    Folder,
    Profile,
    app,
    as_seconds,
    echo,
    end_shown,
    errors_shown,
    note,
    open_folder,
    show_note,
    tell,
)
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.messages import Message, say

_EVERY = 5.0
"""After how many seconds is told again how much is done."""


@app.command(cls=Command, help="help.publish")
def publish(
    store: Annotated[str, typer.Argument(help="help.publish.store", metavar="help.metavar.store")],
    catalogue: Folder = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.publish.output", show_default="build")] = None,
    profile: Profile = None,
    graph: Annotated[
        str | None, typer.Option("--graph", help="help.publish.graph", metavar="help.metavar.iri", show_default=False)
    ] = None,
    keep: Annotated[
        int | None, typer.Option("--keep", min=1, help="help.publish.keep", show_default="help.default.settings")
    ] = None,
    allow_normalised: Annotated[bool, typer.Option("--allow-normalised", help="help.publish.allow-normalised")] = False,
    allow_changed: Annotated[
        list[str] | None, typer.Option("--allow-changed", help="help.publish.allow-changed", metavar="help.metavar.datatype")
    ] = None,
    credentials: Credentials = None,
    wait: Annotated[
        int, typer.Option("--wait", min=0, callback=as_seconds, help="help.publish.wait", metavar="help.metavar.seconds")
    ] = 0,
) -> None:
    """Load the current release into a SPARQL store, verify it there, and make it the current one."""
    with end_shown(), errors_shown():
        from catalogue.release import find_dump
        from catalogue.stores.opening import open_store, store_named
        from catalogue.stores.publishing import Publishing, Source

        settings = open_folder(catalogue).settings
        known = store_named(settings, store, profile)
        is_allowed = allow_normalised or known.normalised
        changed = (*known.changed, *(allow_changed or ()))
        known = replace(known, graph=graph or known.graph, keep=keep or known.keep, normalised=is_allowed, changed=changed)
        target = output or settings.folder / settings.folders.build
        name, dump = find_dump(target)
        client = open_store(known, credentials, language=language())
        published = Publishing(client, known, settings, Source(name, dump, target), _Steps(), show_note).run(wait)
        triples = Message("count.statements", count=published.triples)
        message = Message("publish.published", name=name, triples=triples, store=known.address)
        if not published.is_new:
            message = Message("publish.unchanged", name=name, triples=triples, store=known.address)
        echo(say(message, language()))
        echo(published.graph)
        if published.normalised:
            note(Message("publish.normalised", count=published.normalised))
        for removed in published.removed:
            note(Message("publish.removed", graph=removed))


class _Steps:
    """Tells people how much is done, now and then."""

    def __init__(self) -> None:
        self._shown = time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Tell how much of a step is done."""
        now = time.monotonic()
        if not sys.stderr.isatty() and now - self._shown < _EVERY and done != total:
            return
        if now - self._shown >= _EVERY / 10 or done == total:
            self._shown = now
            sending, verifying = (
                Message("publish.sending", done=done, total=total),
                Message("publish.verifying", done=done, total=total),
            )
            tell(say(sending if step == "sending" else verifying, language()))
