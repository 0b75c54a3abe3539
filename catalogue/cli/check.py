"""The command `check`."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from catalogue.cli.app import (
    HERE,
    Folder,
    Memory,
    app,
    as_seconds,
    errors_shown,
    note,
    note_read,
    open_folder,
    open_limited,
    show_error,
    tell,
    write,
)
from catalogue.cli.cluster import ClusterAddress, Gather, SharedFolder, Tasks, Way, begun_check
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.cli.repeating import replies
from catalogue.errors import CatalogueError, UsageError, reason_of
from catalogue.messages import Message, any_of, say
from catalogue.report import REPORT_FORMATS, Look, find_format
from catalogue.workspace.replies import Begun, Reply, repository_around

if TYPE_CHECKING:
    from catalogue.report.sections import Asked as Wanted
    from catalogue.report.sections import Written
    from catalogue.workspace.catalogue import Catalogue

_ENGINES = ("compiled", "pyshacl")
_TIMEOUT = 600
_WIDTH = 120
"""How wide lines are where there is no terminal."""


@app.command(cls=Command, help="help.check")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="help.check.paths", metavar="help.metavar.paths", show_default="help.default.all"),
    ] = None,
    catalogue: Folder = HERE,
    texts: Annotated[Path | None, typer.Option(help="help.check.texts")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help=f"{', '.join(REPORT_FORMATS)}.")] = "text",  # noqa: A002
    output: Annotated[Path | None, typer.Option("--output", "-o", help="help.check.output")] = None,
    severity: Annotated[str, typer.Option(help="help.check.severity")] = "info",
    select: Annotated[list[str] | None, typer.Option(help="help.check.select", metavar="help.metavar.codes")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="help.check.ignore", metavar="help.metavar.codes")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="help.check.fix")] = False,
    unsafe_fixes: Annotated[bool, typer.Option("--unsafe-fixes", help="help.check.unsafe-fixes")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="help.check.diff")] = False,
    engine: Annotated[str, typer.Option(help="help.check.engine", metavar="help.metavar.engine")] = "compiled",
    timeout: Annotated[
        int | None, typer.Option(min=1, callback=as_seconds, help="help.check.timeout", show_default="help.default.settings")
    ] = None,
    max_findings: Annotated[
        int | None, typer.Option(min=0, help="help.check.max-findings", show_default="help.default.all")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="help.check.explain")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="help.check.verbose")] = False,
    color: Annotated[
        bool | None, typer.Option("--color/--no-color", help="help.check.color", show_default="help.default.terminal")
    ] = None,
    memory: Memory = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="help.check.cache")] = True,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="help.check.watch")] = False,
    cluster: ClusterAddress = None,
    shared: SharedFolder = None,
    tasks: Tasks = None,
    gather: Gather = None,
) -> None:
    """Check the data against the shapes and itself."""
    with errors_shown(), _interruptible(watch):
        _refuse_unknown(texts, format, engine)
        verbose = verbose or bool(select)  # what is selected is wanted
        wanted = _filter(severity, _codes(select), _codes(ignore), with_asides=verbose)
        look = _look(open_folder(catalogue).settings.folder, color, output)
        opening = partial(open_limited, catalogue, timeout=timeout, memory=memory)
        listed = tuple(paths or ())
        asked = _Asked(
            catalogue,
            opening,
            listed,
            texts,
            wanted,
            format,
            look,
            output,
            engine,
            timeout or _TIMEOUT,
            max_findings,
            explain,
            verbose,
            cache,
        )
        way = Way(cluster, shared, tasks, gather)
        way.refuse_misuse()
        _refuse_misuse(changes=fix or diff, unsafe=unsafe_fixes, watch=watch)
        if way != Way() and (watch or fix or diff or engine != _ENGINES[0]):
            raise UsageError(Message("usage.cluster-alone"))
        if watch:
            _watch(asked)
        elif fix or diff:
            raise typer.Exit(_mend(asked, unsafe=unsafe_fixes, write_fixes=not diff))
        else:
            raise typer.Exit(_check_once(asked, way))


def _refuse_unknown(texts: Path | None, format_: str, engine: str) -> None:
    """Refuse a folder, a format or an engine that there is none of."""
    if texts is not None and not texts.is_dir():
        raise UsageError(Message("usage.no-folder", folder=texts))
    find_format(format_)
    if engine not in _ENGINES:
        raise UsageError(Message("usage.no-engine", engine=engine, engines=any_of(_ENGINES)))


def _refuse_misuse(*, changes: bool, unsafe: bool, watch: bool) -> None:
    """Refuse options that make no sense together."""
    if unsafe and not changes:
        raise UsageError(Message("usage.unsafe-fixes-alone"))
    if watch and changes:
        raise UsageError(Message("usage.watch-with-fix"))


class _Asked(NamedTuple):
    """What the options say: what is checked, what is shown of it, and how."""

    folder: Path
    open: Callable[[], Catalogue]
    paths: tuple[Path, ...]
    texts: Path | None
    wanted: Wanted
    format: str
    look: Look
    output: Path | None
    engine: str
    timeout: int
    max_findings: int | None
    explain: bool
    verbose: bool
    cache: bool


def _check_once(asked: _Asked, way: Way) -> int:
    """Check, print, keep what was printed where the next check would print the same, and give the exit code."""
    opened = asked.open()
    begun = _begun(asked, opened) if way == Way() else None
    with begun_check(opened, way):
        reply = _check(asked, opened)
    if begun is not None and opened.workspace.stands:
        begun.keep(reply)
    return reply.code


def _begun(asked: _Asked, catalogue: Catalogue) -> Begun | None:
    """Note what a check rests upon, so that its reply can be given again; None where it rests upon more."""
    from catalogue.config import FILE_NAME
    from catalogue.isolation.aside import why_not_aside

    kept = replies(catalogue.folder)
    if kept is None or not asked.cache or asked.texts is not None or asked.engine != _ENGINES[0] or asked.output is not None:
        return None
    folders = {name: folder for name, folder in vars(catalogue.settings.folders).items() if name != "build"}
    return None if why_not_aside() is not None else kept.begin([FILE_NAME, *folders.values()])


def _check(asked: _Asked, catalogue: Catalogue) -> Reply:
    """Check once, print, and give what was printed."""
    report = catalogue.check(
        asked.paths,
        texts=asked.texts,
        engine=asked.engine,
        timeout=asked.timeout,
        max_findings=asked.max_findings,
        cache=asked.cache,
    )
    written = catalogue.workspace.write(report, asked.format, asked.look, asked.wanted, keep=asked.cache)
    return _show(asked, written)


def _mend(asked: _Asked, *, unsafe: bool, write_fixes: bool) -> int:
    """Fix what can be fixed and show the rest, or show what the fixes would change."""
    from catalogue.report.sections import write_by_file

    keep = asked.wanted.of
    mended = asked.open().mend(asked.paths, texts=asked.texts, keep=keep, unsafe=unsafe, write=write_fixes)
    fixes = len(mended.fixes)
    if write_fixes:
        code = _show(asked, write_by_file(mended.report, find_format(asked.format), asked.look, asked.wanted, {})).code
        note(Message("check.fixes-made", fixes=fixes, files=Message("count.files", count=len(mended.after))))
        return code
    write(mended.diff().encode("utf-8"), asked.output)
    note(Message("check.fixes-to-make", fixes=fixes))
    return 1 if fixes else 0


def _show(asked: _Asked, written: Written) -> Reply:
    """Print a report, and give what was printed."""
    report = written.report
    note_read(report.triples)
    write(written.text, asked.output)
    notes = (*(report.plan if asked.explain else ()), *(report.hints if asked.verbose else ()), *report.skipped)
    lines = (*(say(message, language()) for message in notes), report.summary(language()))
    for line in lines:
        tell(line)
    return Reply(written.text, lines, report.exit_code)


def _watch(asked: _Asked) -> None:
    """Check now and after each change until interrupted; what goes wrong meanwhile is shown, and the next change mends it."""
    from catalogue.cli.watch import changes

    catalogue = asked.open()
    for _ in changes(asked.folder, asked.texts):
        _clear(asked.output)
        note(Message("check.begun"))
        begun = time.monotonic()
        try:
            if not asked.cache:  # with the cache, a check looks at the disk anyway
                catalogue.refresh()
            _check(asked, catalogue)
        except CatalogueError as error:
            show_error(error)
        except FileNotFoundError as error:  # a folder that went while it was listed
            tell(f"{error.filename}: {say(reason_of(error), language())}")
        now, seconds = time.strftime("%H:%M:%S"), time.monotonic() - begun
        note(Message("check.waiting", time=now, seconds=f"{seconds:.1f}"))


@contextmanager
def _interruptible(watch: bool) -> Iterator[None]:
    """Let Ctrl-C be how watching ends, wherever it meets it: while libraries are read, while it checks, while it waits."""
    try:
        yield
    except KeyboardInterrupt:
        if not watch:
            raise
        tell()


def _clear(output: Path | None) -> None:
    if _on_terminal(output) and os.environ.get("TERM") != "dumb":
        from rich.console import Console

        Console().clear()


def _filter(severity: str, select: list[str], ignore: list[str], *, with_asides: bool) -> Wanted:
    from catalogue.lint import Report
    from catalogue.report.sections import Asked as Wanted

    wanted = Wanted(severity, tuple(select), tuple(ignore), with_asides)
    wanted.of(Report((), 0, 0))  # a word that names nothing is an error before anything is read
    return wanted


def _codes(lists: list[str] | None) -> list[str]:
    return [word.strip() for codes in lists or () for word in codes.split(",") if word.strip()]


def _look(folder: Path, color: bool | None, output: Path | None) -> Look:
    return Look(language(), _colour(color, output), _width(output), _folder_in_repository(folder))


def _colour(asked: bool | None, output: Path | None) -> bool:
    """Say whether there are colours: as asked, else NO_COLOR and FORCE_COLOR, else whether a terminal shows them."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (_on_terminal(output) and os.environ.get("TERM") != "dumb")


def _width(output: Path | None) -> int:
    return shutil.get_terminal_size((_WIDTH, 24)).columns if _on_terminal(output) else _WIDTH


def _on_terminal(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty()


def _folder_in_repository(folder: Path) -> str:
    """Give the catalogue's folder relative to that of its Git repository, empty when they are the same or there is none."""
    around = repository_around(str(folder))
    inside = folder.relative_to(around).as_posix() if around else "."
    return "" if inside == "." else inside
