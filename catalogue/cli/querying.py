"""The commands that ask a catalogue a question in SPARQL, and list its named queries."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from catalogue.cli.app import (
    HERE,
    Credentials,
    Folder,
    Memory,
    Profile,
    Strict,
    app,
    as_number,
    as_seconds,
    echo,
    errors_shown,
    note,
    open_folder,
    open_limited,
    refuse_without_store,
    show_error,
    show_notes,
    tell,
    write,
)
from catalogue.cli.explain import ANSWERING, READING, WRITING, Clock, explanation
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.cli.results import write_result
from catalogue.errors import InputError, Place, UsageError
from catalogue.messages import Message, say

if TYPE_CHECKING:
    from catalogue.query import NamedQuery
    from catalogue.remote import Remote
    from catalogue.workspace.catalogue import Catalogue

_TIMEOUT = 30
_MAX_ANSWER = 100_000_000


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
    store: Annotated[
        str | None, typer.Option("--store", help="help.query.store", metavar="help.metavar.store", show_default=False)
    ] = None,
    profile: Profile = None,
    credentials: Credentials = None,
    timeout: Annotated[
        int | None, typer.Option(help="help.query.timeout", min=1, callback=as_seconds, show_default="help.default.settings")
    ] = None,
    max_answer: Annotated[
        int | None,
        typer.Option("--max-answer", help="help.query.max-answer", min=1, callback=as_number, show_default=str(_MAX_ANSWER)),
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
        refuse_without_store(store, profile, credentials)
        if store is not None and endpoint is not None:
            raise UsageError(Message("usage.store-or-endpoint"))
        elsewhere = "--store" if store is not None else "--endpoint" if endpoint is not None else None
        _refuse_misuse(at, elsewhere, given_bounds, is_bounded=memory is not None, strict=strict)
        _refuse_bytes(name, *(param or ()), at, endpoint, store)
        clock = Clock()
        opened = open_limited(catalogue, at, strict=strict, timeout=timeout, memory=memory)
        if explain:
            _explain(opened, name, param or [], store or endpoint or "", output)
            return
        remotely = _Remotely(timeout or _TIMEOUT, max_answer or _MAX_ANSWER, tuple(redirect_to or ()))
        if store is not None:
            asked: Catalogue | Remote = _in_store(opened, store, profile, credentials, remotely)
        else:
            asked = _loaded(opened) if endpoint is None else _connect(opened, endpoint, remotely)
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


def _refuse_misuse(at: str | None, elsewhere: str | None, bounds: list[str], *, is_bounded: bool, strict: bool) -> None:
    """Refuse options that make no sense together; `elsewhere` is the one that says what is asked but the catalogue here."""
    if strict and elsewhere is not None:
        raise UsageError(Message("usage.strict-endpoint"))
    if at is not None and elsewhere is not None:
        raise UsageError(Message("usage.at-or-elsewhere", option=elsewhere))
    if bounds and elsewhere is None:
        raise UsageError(Message("usage.bounds-alone", option=f"--{bounds[0]}"))
    if is_bounded and elsewhere is not None:
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


class _Remotely(NamedTuple):
    """What an answer from elsewhere may cost.

    Attributes:
        timeout: how many seconds the exchange may take.
        max_answer: how many bytes the answer may have.
        redirect_to: the hosts that may be redirected to.
    """

    timeout: int
    max_answer: int
    redirect_to: tuple[str, ...]


def _connect(opened: Catalogue, endpoint: str, remotely: _Remotely) -> Remote:
    from catalogue.workspace.opening import connect

    settings = opened.settings
    return connect(endpoint, base=settings.base, prefixes=settings.prefixes, language=language(), **remotely._asdict())


def _in_store(opened: Catalogue, store: str, profile: str | None, credentials: Path | None, remotely: _Remotely) -> Remote:
    from catalogue.stores.asking import Bounds

    bounds = Bounds(remotely.timeout, remotely.max_answer, remotely.redirect_to, language=language())
    return opened.store(store, profile=profile, credentials=credentials, bounds=bounds)


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
