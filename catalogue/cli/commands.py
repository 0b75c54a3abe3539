"""The commands that ask, build, serve and begin a catalogue."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from catalogue.cli.app import (
    HERE,
    Folder,
    Memory,
    Strict,
    Timeout,
    app,
    echo,
    end_shown,
    errors_shown,
    note,
    open_folder,
    open_limited,
    show_error,
    show_note,
    show_notes,
    shown_path,
    tell,
    write,
)
from catalogue.cli.cluster import ClusterAddress, Gather, SharedFolder, Tasks, Way, begun_check, elsewhere
from catalogue.cli.explain import ANSWERING, READING, WRITING, Clock, explanation
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.cli.results import write_result
from catalogue.documents.addresses import HOME, SPARQL
from catalogue.errors import InputError, Place, UsageError
from catalogue.messages import Message, say

if TYPE_CHECKING:
    from catalogue.edition import Edition
    from catalogue.lint import Report
    from catalogue.query import NamedQuery
    from catalogue.release import Progress, Release
    from catalogue.remote import Remote
    from catalogue.workspace.catalogue import Catalogue

_TIMEOUT = 30
_MAX_ANSWER = 100_000_000
_PATIENCE = 600
_MOST_WARNINGS = 20
"""How many warnings a build shows."""

_EVERY = 0.1
"""After how many seconds the bar of a build is drawn again."""


@app.command(cls=Command, help="help.query")
def query(
    name: Annotated[str, typer.Argument(help="help.query.name", metavar="help.metavar.query")],
    catalogue: Folder = HERE,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="help.query.param", metavar="help.metavar.parameter")
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option("--format", "-f", help="help.query.format", show_default="help.default.format")
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.output")] = None,
    at: Annotated[
        str | None,
        typer.Option(help="help.query.at", metavar="help.metavar.revision", show_default="help.default.working-tree"),
    ] = None,
    endpoint: Annotated[str | None, typer.Option(help="help.query.endpoint", show_default="help.default.data")] = None,
    timeout: Annotated[int | None, typer.Option(help="help.query.timeout", min=1, show_default="help.default.settings")] = None,
    max_answer: Annotated[
        int | None, typer.Option("--max-answer", help="help.query.max-answer", min=1, show_default=str(_MAX_ANSWER))
    ] = None,
    redirect_to: Annotated[
        list[str] | None, typer.Option("--redirect-to", help="help.query.redirect-to", metavar="help.metavar.host")
    ] = None,
    memory: Memory = None,
    explain: Annotated[bool, typer.Option("--explain", help="help.query.explain")] = False,
    timed: Annotated[bool, typer.Option("--time", help="help.query.time")] = False,
    strict: Strict = False,
) -> None:
    """Ask the catalogue a question in SPARQL."""
    with errors_shown():
        bounds = {"max-answer": max_answer, "redirect-to": redirect_to}
        given_bounds = [name for name, value in bounds.items() if value is not None]
        _refuse_misuse(at, endpoint, given_bounds, is_bounded=memory is not None, strict=strict)
        _refuse_bytes(name, *(param or ()), at, endpoint)
        clock = Clock()
        opened = open_limited(catalogue, at, strict=strict, timeout=timeout, memory=memory)
        if explain:
            _explain(opened, name, param or [], endpoint or "", output)
            return
        asked = _loaded(opened) if endpoint is None else _connect(opened, endpoint, timeout, max_answer, redirect_to)
        clock.lap(READING)
        named, given = _find(opened, name), _parameters(param or [])
        with _interruptible():
            result = asked.run(named, given)
        clock.lap(ANSWERING)
        write_result(result, format, output)
        clock.lap(WRITING)
        show_notes(result.notes)
        if timed:
            tell(clock.line())


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let an interruption end the command as the system would, when nothing is left of the worker that answers."""
    from catalogue.isolation.aside import why_not_aside

    if why_not_aside() is not None:  # the store does not hear of an interruption
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)


def _refuse_misuse(at: str | None, endpoint: str | None, bounds: list[str], *, is_bounded: bool, strict: bool) -> None:
    """Refuse options that make no sense together."""
    if strict and endpoint is not None:
        raise UsageError(Message("usage.strict-endpoint"))
    if at is not None and endpoint is not None:
        raise UsageError(Message("usage.at-or-endpoint"))
    if bounds and endpoint is None:
        raise UsageError(Message("usage.bounds-alone", option=f"--{bounds[0]}"))
    if is_bounded and endpoint is not None:
        raise UsageError(Message("usage.memory-endpoint"))


def _loaded(opened: Catalogue) -> Catalogue:
    opened.edition.store.load()
    return opened


def _explain(opened: Catalogue, name: str, param: list[str], endpoint: str, output: Path | None) -> None:
    if endpoint:
        raise UsageError(Message("usage.explain-endpoint"))
    from catalogue.visible import visible

    explained = opened.explain(_find(opened, name), _parameters(param))
    write(visible(explanation(explained), "\n\t").encode(), output)


def _connect(
    opened: Catalogue, endpoint: str, timeout: int | None, max_answer: int | None, redirect_to: list[str] | None
) -> Remote:
    from catalogue.workspace.opening import connect

    settings = opened.settings
    return connect(
        endpoint,
        base=settings.base,
        prefixes=settings.prefixes,
        timeout=timeout or _TIMEOUT,
        language=language(),
        max_answer=max_answer or _MAX_ANSWER,
        redirect_to=redirect_to or (),
    )


def _find(opened: Catalogue, name: str) -> NamedQuery:
    from catalogue.query import parse_query, read_query

    if name == "-":
        return parse_query(_standard_input(), "-", "<stdin>")
    path = Path(name)
    if path.suffix and path.is_file():
        return read_query(path, opened.settings.folder)
    return opened.find_query(name)


def _standard_input() -> str:
    """Read what is given on standard input.

    Raises:
        InputError: it is not UTF-8.
    """
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = Message("C001.not-utf-8-byte-0x", data=data[error.start])
        raise InputError(message, Place("<stdin>", data.count(b"\n", 0, error.start) + 1)) from None


def _refuse_bytes(*arguments: str | None) -> None:
    """Refuse what is written on the command line and is not UTF-8: it cannot be a query, nor part of one."""
    for argument in filter(None, arguments):
        if not argument.isascii() and any("\ud800" <= character <= "\udfff" for character in argument):
            raise UsageError(Message("usage.not-utf-8", argument=repr(argument)))


def _parameters(given: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(Message("usage.parameter", parameter=repr(item)))
        if name in pairs:
            raise UsageError(Message("usage.parameter-twice", name=name))
        pairs[name] = value
    return pairs


@app.command(cls=Command, help="help.queries")
def queries(catalogue: Folder = HERE) -> None:
    """List the named queries with their parameters."""
    with errors_shown():
        opened = open_folder(catalogue)
        known = opened.queries()
        if not known:
            note(Message("queries.none", folder=opened.settings.folders.queries))
        for named in (one for one in known.values() if one.unreadable is None):
            echo(f"{named.name}  {say(named.title, language())}")
            for parameter in named.parameters:
                default = f" = {parameter.default}" if parameter.default is not None else ""
                description = say(parameter.description, language())
                echo(f"    --param {parameter.name} ({parameter.type}{default})  {description}".rstrip())
        errors = [named.error for named in known.values() if named.error is not None]
        for error in errors:
            show_error(error)
        if errors:
            raise typer.Exit(errors[0].exit_code)


@app.command(cls=Command, help="help.build")
def build(
    catalogue: Folder = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.build.output", show_default="build")] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", help="help.build.base-url", metavar="help.metavar.address")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(help="help.build.at", metavar="help.metavar.revision", show_default="help.default.working-tree"),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="help.build.jobs", show_default="help.default.jobs")
    ] = None,
    wait: Annotated[int, typer.Option("--wait", min=0, help="help.build.wait", metavar="help.metavar.seconds")] = _PATIENCE,
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
        state = Message("build.new" if release.is_new else "build.unchanged")
        files, size = Message("count.files", count=release.files), Message("count.bytes", count=release.size)
        message = Message("build.release", name=release.digest, state=state, files=files, size=size)
        echo(say(message, language()))
        echo(shown_path(page))


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


def _build(opened: Catalogue, order: _Order, progress: Progress | None = None) -> Release:
    """Check, show the errors if there are any, and build."""
    from catalogue.release import BuildOptions, sign, standing

    output, jobs, base_url, wait, key, way = order
    current = standing(opened.edition.at(base_url), output)
    if current is None:
        with begun_check(opened, way._replace(gather=None)):
            _refuse_errors(opened)
            options = BuildOptions(wait, show_note, key, elsewhere(opened, way, base_url))
            return opened.build(output, check=False, progress=progress, jobs=jobs, base_url=base_url, options=options)
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
        shown = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal shown
            bar.update(task, completed=done, total=total, description=writing)
            if done == total or time.monotonic() - shown > _EVERY:
                bar.refresh()
                shown = time.monotonic()

        return _build(opened, order, progress)


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
    strict: Strict = False,
) -> None:
    """Serve the catalogue over HTTP, until interrupted: its documents, and the SPARQL service at /sparql."""
    with errors_shown():
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

        serve_edition(opened.edition, (host, port), started, read=read, manner=Manner(not sparql_only, require_isolation))


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
