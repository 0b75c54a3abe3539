"""The commands about releases that are there: compared with their manifests, signed, listed and removed."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, as_seconds, echo, errors_shown, note, open_folder, release_in
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.errors import UsageError
from catalogue.messages import Message, say

if TYPE_CHECKING:
    from catalogue.release import Kept

_Release = Annotated[
    Path | None, typer.Argument(help="help.verify.release", metavar="help.metavar.release", show_default="build/current")
]


@app.command(cls=Command, help="help.verify")
def verify(
    release: _Release = None,
    catalogue: Folder = HERE,
    signers: Annotated[
        Path | None, typer.Option("--signers", help="help.verify.signers", metavar="help.metavar.file", show_default=False)
    ] = None,
) -> None:
    """Compare the files of a release with its manifest. Exit code 1 when they differ."""
    with errors_shown():
        from catalogue.release import verify as compare
        from catalogue.visible import visible

        wrong = compare(release_in(catalogue, release), signers)
        for path, difference in wrong.items():
            echo(visible(f"{path}: {say(difference, language())}"))
        same = Message("verify.same") if signers is None else Message("verify.same-and-signed")
        note(Message("verify.differ", count=len(wrong)) if wrong else same)
        raise typer.Exit(1 if wrong else 0)


@app.command(cls=Command, help="help.sign")
def sign(
    key: Annotated[Path, typer.Option("--key", help="help.sign.key", metavar="help.metavar.file")],
    release: _Release = None,
    catalogue: Folder = HERE,
) -> None:
    """Sign a release that is as its manifest says, with an SSH key."""
    with errors_shown():
        from catalogue.release import sign as seal

        echo(seal(release_in(catalogue, release), key))


@app.command(cls=Command, help="help.releases")
def releases(
    catalogue: Folder = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.build.output", show_default="build")] = None,
    keep: Annotated[int | None, typer.Option("--keep", min=1, help="help.releases.keep", show_default=False)] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="help.releases.remove", metavar="help.metavar.name", show_default=False)
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="help.releases.json")] = False,
    wait: Annotated[
        int, typer.Option("--wait", min=0, callback=as_seconds, help="help.build.wait", metavar="help.metavar.seconds")
    ] = 600,
) -> None:
    """List the releases that are there, or remove old ones."""
    with errors_shown():
        from catalogue.release import kept, remove_named, remove_old

        settings = open_folder(catalogue).settings
        target = output or settings.folder / settings.folders.build
        if keep is not None and remove:
            raise UsageError(Message("usage.keep-or-remove"))
        if keep is not None:
            for name in remove_old(target, keep, wait):
                note(Message("releases.removed", name=name))
        if remove:
            remove_named(target, remove, wait)
        listed = kept(target)
        if json_:
            echo(json.dumps([_record(release) for release in listed], indent=1))
            return
        for release in listed:
            echo(_line(release))
        if not listed:
            note(Message("releases.none", folder=target))


def _record(release: Kept) -> dict[str, object]:
    return {**asdict(release), "built": _time(release.built)}


def _time(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(release: Kept) -> str:
    marks = [mark for mark, is_so in ((_CURRENT_MARK, release.is_current), (_SERVED_MARK, release.is_served)) if is_so]
    sizes = Message(
        "releases.sizes",
        files=Message("count.files", count=release.files),
        size=Message("count.bytes", count=release.size),
        own=Message("count.bytes", count=release.own),
    )
    parts = (release.name, _time(release.built), say(sizes, language()), *(say(mark, language()) for mark in marks))
    return "  ".join(parts)


_CURRENT_MARK, _SERVED_MARK = Message("releases.current"), Message("releases.served")
