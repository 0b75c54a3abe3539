"""The commands that build, serve and begin a catalogue."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from catalogue.cli.app import (
    HERE,
    BaseUrl,
    Credentials,
    Folder,
    Memory,
    Profile,
    Revision,
    Strict,
    Timeout,
    app,
    as_seconds,
    echo,
    end_shown,
    errors_shown,
    note,
    open_folder,
    open_limited,
    refuse_without_store,
    show_error,
    show_note,
    show_notes,
    shown_path,
    tell,
)
from catalogue.cli.cluster import ClusterAddress, Gather, SharedFolder, Tasks, Way, begun_check, elsewhere
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.documents.addresses import HOME, SPARQL
from catalogue.errors import UsageError
from catalogue.messages import Message, say

if TYPE_CHECKING:
    from catalogue.edition import Edition
    from catalogue.lint import Report
    from catalogue.release import Progress, Release
    from catalogue.stores.client import StoreClient
    from catalogue.workspace.catalogue import Catalogue

_PATIENCE = 600
_MOST_WARNINGS = 20
"""How many warnings a build shows."""

_EVERY = 0.1
"""After how many seconds the bar of a build is drawn again."""


@app.command(cls=Command, help="help.build")
def build(
    catalogue: Folder = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.build.output", show_default="build")] = None,
    base_url: BaseUrl = None,
    at: Revision = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="help.build.jobs", show_default="help.default.jobs")
    ] = None,
    wait: Annotated[
        int, typer.Option("--wait", min=0, callback=as_seconds, help="help.build.wait", metavar="help.metavar.seconds")
    ] = _PATIENCE,
    key: Annotated[
        Path | None, typer.Option("--sign", help="help.build.sign", metavar="help.metavar.file", show_default=False)
    ] = None,
    timeout: Timeout = None,
    memory: Memory = None,
    cluster: ClusterAddress = None,
    shared: SharedFolder = None,
    tasks: Tasks = None,
    gather: Gather = None,
) -> None:
    """Check, then write a release: pages, data, DCAT, manifest; build/current points to it."""
    with end_shown(), errors_shown():
        way = Way(cluster, shared, tasks, gather)
        way.refuse_misuse()
        if at is not None and output is None:
            raise UsageError(Message("usage.at-without-output"))
        opened = open_limited(catalogue, at, timeout=timeout, memory=memory)
        order = _Order(output, jobs, base_url, wait, key, way)
        release = (_build_with_bar if sys.stderr.isatty() else _build)(opened, order)
        current = (output or opened.edition.settings.folder / opened.edition.settings.folders.build) / "current"
        page = current / opened.edition.settings.own(f"{HOME}.{opened.edition.settings.languages[0]}.html")
        state = _state(release)
        documents, size = Message("count.documents", count=release.files), Message("count.bytes", count=release.size)
        message = Message("build.release", name=release.digest, state=state, documents=documents, size=size)
        echo(say(message, language()))
        if release.taken:
            note(Message("build.taken-over", count=release.taken))
        if release.mended:
            note(Message("build.mended", count=release.mended))
        echo(shown_path(page))


def _state(release: Release) -> Message:
    """Say what a build did to a release: one with documents that were changed or gone had its name already."""
    if release.is_new:
        return Message("build.new")
    return Message("build.repaired" if release.mended else "build.unchanged")


class _Order(NamedTuple):
    """What is to be built.

    Attributes:
        output: where releases lie; the settings' build folder when None.
        jobs: how many processes make documents.
        base_url: where the release will lie when that is not the base.
        wait: how long to wait while another process builds into the same folder, in seconds.
        key: the file of the SSH key that the release is signed with; none is when None.
        way: who checks and who makes documents.
    """

    output: Path | None
    jobs: int | None
    base_url: str | None
    wait: int
    key: Path | None
    way: Way


def _build(opened: Catalogue, order: _Order, progress: Progress | None = None, tasks_done: Progress | None = None) -> Release:
    """Check, show the errors if there are any, and build; tell how many documents are written, and tasks of a cluster done."""
    from catalogue.release import BuildOptions, sign, standing

    output, jobs, base_url, wait, key, way = order
    current = standing(opened.edition.at(base_url), output)
    if current is None:
        with begun_check(opened, way._replace(gather=None), tasks_done):
            _refuse_errors(opened)
            options = BuildOptions(wait, show_note, key, elsewhere(opened, way, base_url, tasks_done))
            return opened.build(output, check=False, progress=progress, jobs=jobs, base_url=base_url, options=options)
    way.refuse_no_folder()
    if key is not None:
        sign(current.folder, key)
    return current


def _refuse_errors(opened: Catalogue) -> None:
    """Check, show what is reported, and refuse to build where there is an error."""
    from catalogue.errors import FindingsError
    from catalogue.lint import Severity
    from catalogue.report.merging import merged
    from catalogue.visible import visible

    report = merged(opened.check())
    errors = [finding for finding in report if finding.severity is Severity.VIOLATION]
    for finding in errors:
        echo(visible(finding.line(language())))
    if errors:
        raise FindingsError(Message("build.errors", count=len(errors)))
    for finding in (finding for finding in report if finding.kind.name == "empty"):
        tell(visible(finding.line(language())))
    _show_warnings(report)


def _show_warnings(report: Report) -> None:
    """Write the warnings to people, a line each, the first ones where there are many; then how many findings there are."""
    from catalogue.lint import Severity
    from catalogue.visible import visible

    warnings = [finding for finding in report if finding.severity is Severity.WARNING]
    for finding in warnings[:_MOST_WARNINGS]:
        tell(visible(finding.line(language())))
    if len(warnings) > _MOST_WARNINGS:
        note(Message("build.more-warnings", count=len(warnings) - _MOST_WARNINGS))
    tell(report.summary(language()))


def _build_with_bar(opened: Catalogue, order: _Order) -> Release:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,  # no thread: workers are forked meanwhile
    )
    with bar:
        task = bar.add_task(say(Message("build.checking"), language()), total=None)
        writing = say(Message("build.writing"), language())
        bar.refresh()
        running = say(Message("build.tasks"), language())
        shown = time.monotonic()

        def progress(done: int, total: int, description: str = writing) -> None:
            nonlocal shown
            bar.update(task, completed=done, total=total, description=description)
            if done == total or time.monotonic() - shown > _EVERY:
                bar.refresh()
                shown = time.monotonic()

        def tasks_done(done: int, total: int) -> None:
            progress(done, total, running)

        return _build(opened, order, progress, tasks_done)


def _pass_over_hangup() -> None:
    """Let the signal that renews the service do nothing until there is one: by itself it would end the process."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


@app.command(cls=Command, help="help.serve")
def serve(
    catalogue: Folder = HERE,
    host: Annotated[str, typer.Option(help="help.serve.host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="help.serve.port", min=0, max=65535)] = 8000,
    sparql_only: Annotated[bool, typer.Option("--sparql-only", help="help.serve.sparql-only")] = False,
    require_isolation: Annotated[bool, typer.Option("--require-isolation", help="help.serve.require-isolation")] = False,
    store: Annotated[
        str | None, typer.Option("--store", help="help.serve.store", metavar="help.metavar.store", show_default=False)
    ] = None,
    profile: Profile = None,
    credentials: Credentials = None,
    strict: Strict = False,
) -> None:
    """Serve the catalogue over HTTP, until interrupted: its documents, and the SPARQL service at /sparql."""
    with errors_shown():
        refuse_without_store(store, profile, credentials)
        _pass_over_hangup()
        opened = open_folder(catalogue)
        from catalogue.query import half_read, refuse_half_read
        from catalogue.serve import Manner, not_isolated
        from catalogue.serve import serve as serve_edition

        if strict:
            refuse_half_read(opened.edition)
        show_notes(half_read(opened.edition))
        for error in filter(None, (named.error for named in opened.queries().values())):
            show_error(error)

        def started(address: str, missing: Sequence[str]) -> None:
            echo(address)
            if missing:
                note(not_isolated(missing))
            note(Message("serve.sparql-at", address=address + opened.edition.settings.own(SPARQL)))

        def read() -> Edition:
            again = open_folder(catalogue)
            if strict or not half_read(opened.edition):  # what was whole is not given up for what is damaged
                refuse_half_read(again.edition)
            return again.edition

        client = None if store is None else _store_client(opened, store, profile, credentials)
        manner = Manner(not sparql_only, require_isolation, client)
        serve_edition(opened.edition, (host, port), started, read=read, manner=manner)


def _store_client(opened: Catalogue, store: str, profile: str | None, credentials: Path | None) -> StoreClient:
    from catalogue.stores.opening import open_store, store_named

    return open_store(store_named(opened.settings, store, profile), credentials, language=language())


@app.command(cls=Command, help="help.init")
def init(
    folder: Annotated[Path, typer.Argument(help="help.init.folder", metavar="help.metavar.folder")],
) -> None:
    """Make a small working catalogue to start from."""
    with errors_shown():
        from catalogue.scaffold import init as make

        for path in make(folder):
            echo(path)
        note(Message("init.next", folder=folder))
