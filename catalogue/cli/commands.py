"""The commands that ask, build, serve and begin a catalogue."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, language, open_folder, tell, told, write
from catalogue.cli.explain import ANSWERING, READING, WRITING, Clock, explanation
from catalogue.errors import Text, UsageError, say, text

if TYPE_CHECKING:
    from catalogue.query import NamedQuery, Result
    from catalogue.release import Progress, Release
    from catalogue.remote import Remote
    from catalogue.workspace.catalogue import Catalogue

_TIMEOUT = 30


@app.command()
def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Turtle and TriG files, and folders of them.", show_default="the data and the shapes"),
    ] = None,
    catalogue: Folder = HERE,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; tell which files are not in the layout.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> None:
    """Write Turtle files in the one canonical layout.

    The graph never changes, comments stay with what they stand at, and a file that is in the layout is not touched.
    Exit code 0: done, or nothing to do; 1: --check or --diff found files to change; 3: a file with faults was left as it is.
    """
    with told():
        found = open_folder(catalogue).format(paths or (), write=not (check or diff))
        for formatted in found:
            if formatted.error is not None:
                tell(formatted.error)
            elif diff:
                typer.echo(formatted.diff(), nl=False)
            elif formatted.is_changed:
                typer.echo(formatted.name)
        changed = sum(formatted.is_changed for formatted in found)
        typer.echo(say(_formatted(changed, len(found), written=not (check or diff)), language()), err=True)
        faults = any(formatted.error for formatted in found)
        raise typer.Exit(3 if faults else 1 if changed and (check or diff) else 0)


def _formatted(changed: int, files: int, *, written: bool) -> Text:
    if written:
        return text(f"{changed} of {files} files changed", f"{changed} fichiers modifiés sur {files}")
    return text(
        f"{changed} of {files} files are not in the layout" + ("; run `catalogue fmt`" if changed else ""),
        f"{changed} fichiers sur {files} ne sont pas mis en forme" + (" ; lancez `catalogue fmt`" if changed else ""),
    )


@app.command()
def query(
    name: Annotated[str, typer.Argument(help="Name of a query, a file, or - for standard input.", metavar="NAME|FILE|-")],
    catalogue: Folder = HERE,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A parameter: name=value.", metavar="NAME=VALUE")
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str,
        typer.Option(
            "--format",
            "-f",
            help="table, csv, tsv, json, xml, markdown; for triples turtle, ntriples, rdfxml, jsonld, markdown.",
            show_default="by the suffix of --output, else table or turtle",
        ),
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
    at: Annotated[
        str | None,
        typer.Option(
            help="Ask this revision: a branch, a tag, a commit, HEAD~3.", metavar="REVISION", show_default="the working tree"
        ),
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="Ask this SPARQL endpoint instead.", show_default="the folder's data")
    ] = None,
    timeout: Annotated[
        int | None, typer.Option(help="Seconds to wait for the endpoint.", min=1, show_default=str(_TIMEOUT))
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Do not ask; show how the query is read, and what each pattern of it finds.")
    ] = False,
    timed: Annotated[bool, typer.Option("--time", help="Tell how long reading, answering and writing took.")] = False,
) -> None:
    """Ask the catalogue a question in SPARQL.

    With --at, the query of that name is taken from the revision, else from the working tree, which is not touched.
    An endpoint that is busy or cannot be reached is asked three times, within a minute.
    Exit code 2: the query is wrong; 5: the endpoint refused or did not answer.
    """
    with told():
        if at is not None and endpoint is not None:
            raise UsageError("choose --at or --endpoint", "choisissez --at ou --endpoint")
        if timeout is not None and endpoint is None:
            raise UsageError("--timeout is for --endpoint", "--timeout ne vaut que pour --endpoint")
        clock = Clock()
        opened = open_folder(catalogue, at)
        if explain:
            _explain(opened, name, param or [], endpoint or "", output)
            return
        asked = opened if endpoint is None else _connect(opened, endpoint, timeout or _TIMEOUT)
        if endpoint is None:
            opened.edition.store.load()
        clock.lap(READING)
        # the store does not hear of an interruption: leave it to the system while a question is answered
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        named, given = _find(opened, name), _parameters(param or [])
        result = asked.run(named, given)
        clock.lap(ANSWERING)
        chosen = format or _format_of(output) or ("turtle" if result.is_graph else "table")
        if chosen == "table" and not result.is_graph:
            _print_table(result, output)
        else:
            write(result.serialize(chosen), output)
        clock.lap(WRITING)
        _hint(opened, named, given, is_empty=endpoint is None and not result)
        if timed:
            typer.echo(clock.told(), err=True)


def _hint(opened: Catalogue, named: NamedQuery, given: dict[str, str], *, is_empty: bool) -> None:
    """Tell why a column of an answer is empty, and why all of it may be."""
    from catalogue.query import never_bound, unmentioned
    from catalogue.visible import visible

    for hint in (*never_bound(named), *(unmentioned(opened.edition, named, given) if is_empty else ())):
        typer.echo(visible(say(hint, language())), err=True)


def _explain(opened: Catalogue, name: str, param: list[str], endpoint: str, output: Path | None) -> None:
    if endpoint:
        raise UsageError("--explain goes without --endpoint", "--explain ne va pas avec --endpoint")
    from catalogue.visible import visible

    explained = opened.explain(_find(opened, name), _parameters(param))
    write(visible(explanation(explained), "\n\t").encode(), output)


def _connect(opened: Catalogue, endpoint: str, timeout: int) -> Remote:
    from catalogue.workspace.opening import connect

    settings = opened.settings
    return connect(endpoint, base=settings.base, prefixes=settings.prefixes, timeout=timeout, language=language())


def _find(opened: Catalogue, name: str) -> NamedQuery:
    from catalogue.query import parse_query, read_query

    if name == "-":
        return parse_query(sys.stdin.read(), "-", "<stdin>")
    path = Path(name)
    if path.suffix and path.is_file():
        return read_query(path, opened.settings.folder)
    return opened.find_query(name)


def _parameters(given: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"write --param name=value, not {item!r}", f"écrivez --param nom=valeur, pas {item!r}")
        if name in pairs:
            raise UsageError(f"give --param {name} once", f"donnez --param {name} une fois")
        pairs[name] = value
    return pairs


def _format_of(output: Path | None) -> str:
    """Give the format that a file's suffix stands for, or nothing."""
    from catalogue.query import RESULT_FORMATS

    suffixes = {format_.suffix: name for name, format_ in RESULT_FORMATS.items()} | {".json": "json", ".xml": "xml"}
    return suffixes.get(output.suffix, "") if output is not None else ""


def _print_table(result: Result, output: Path | None) -> None:
    if result.boolean is not None:
        write(f"{str(result.boolean).lower()}\n".encode(), output)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from catalogue.visible import visible

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in result.variables:
        table.add_column(name, overflow="fold")
    for row in result.rows:
        table.add_row(*[Text(visible(result.short(term), "\n\t")) for term in row])
    width = None if output is None and sys.stdout.isatty() else 100_000
    console = Console(width=width, highlight=False, soft_wrap=False)
    with console.capture() as capture:
        console.print(table)
    lines = "\n".join(line.rstrip() for line in capture.get().splitlines())
    count = say(text(f"{len(result)} rows", f"{len(result)} lignes"), language())
    write(f"{lines}\n".encode(), output)
    typer.echo(count, err=True)


@app.command()
def queries(catalogue: Folder = HERE) -> None:
    """List the named queries with their parameters.

    Exit code 2: the header of one is wrong; the others are listed.
    """
    with told():
        found = open_folder(catalogue).queries()
        for named in found.values():
            typer.echo(f"{named.name}  {say(named.title, language())}")
            for parameter in named.parameters:
                default = f" = {parameter.default}" if parameter.default is not None else ""
                words = say(parameter.description, language())
                typer.echo(f"    --param {parameter.name} ({parameter.type}{default})  {words}".rstrip())
        errors = [named.error for named in found.values() if named.error is not None]
        for error in errors:
            tell(error)
        if errors:
            raise typer.Exit(errors[0].exit_code)


@app.command()
def build(
    catalogue: Folder = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder of releases.", show_default="build")] = None,
) -> None:
    """Check, then write a release: pages, data, DCAT, manifest; build/current points to it."""
    with told():
        opened = open_folder(catalogue)
        release = _build_with_bar(opened, output) if sys.stderr.isatty() else _build(opened, output)
        current = (output or opened.edition.settings.folder / opened.edition.settings.folders.build) / "current"
        page = current / f"index.{opened.edition.settings.languages[0]}.html"
        state = text("new", "nouvelle") if release.is_new else text("unchanged", "inchangée")
        counts = text(f"{release.files} files, {release.size:,} bytes", f"{release.files} fichiers, {release.size} octets")
        words = text("release {} ({}): {}", "version {} ({}) : {}")
        typer.echo(say(words, language()).format(release.digest, say(state, language()), say(counts, language())))
        typer.echo(page)


def _build(opened: Catalogue, output: Path | None, progress: Progress | None = None) -> Release:
    """Check, tell the errors if there are any, and build."""
    from catalogue.errors import FindingsError
    from catalogue.lint import Severity
    from catalogue.release import standing
    from catalogue.visible import visible

    current = standing(opened.edition, output)
    if current is not None:
        return current
    report = opened.check()
    errors = [finding for finding in report if finding.severity is Severity.VIOLATION]
    for finding in errors:
        typer.echo(visible(finding.line(language())))
    if errors:
        raise FindingsError(
            f"nothing was built: the check found {len(errors)} errors",
            f"rien n'a été construit : la vérification a trouvé {len(errors)} erreurs",
        )
    typer.echo(report.summary(language()), err=True)
    return opened.build(output, check=False, progress=progress)


def _build_with_bar(opened: Catalogue, output: Path | None) -> Release:
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
    )
    with bar:
        task = bar.add_task(say(text("checking", "vérification"), language()), total=None)
        words = say(text("writing", "écriture"), language())
        return _build(opened, output, lambda done, total: bar.update(task, completed=done, total=total, description=words))


@app.command()
def serve(
    catalogue: Folder = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8000,
    sparql_only: Annotated[
        bool, typer.Option("--sparql-only", help="Serve the SPARQL service and the named queries alone, no pages.")
    ] = False,
) -> None:
    """Serve the catalogue over HTTP, until interrupted: its documents, and the SPARQL service at /sparql."""
    with told():
        opened = open_folder(catalogue)
        from catalogue.serve import serve as serve_edition

        serve_edition(opened.edition, host, port, typer.echo, documents=not sparql_only)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The new catalogue's folder; it must be empty or not exist.")],
) -> None:
    """Make a small working catalogue to start from."""
    with told():
        from catalogue.scaffold import init as make

        for path in make(folder):
            typer.echo(path)
        typer.echo(
            say(
                text(
                    f"next: cd {folder} && catalogue check && catalogue build",
                    f"ensuite : cd {folder} && catalogue check && catalogue build",
                ),
                language(),
            ),
            err=True,
        )


@app.command()
def verify(
    release: Annotated[Path, typer.Argument(help="The release's folder.", show_default="build/current")] = Path(
        "build/current"
    ),
) -> None:
    """Compare the files of a release with its manifest. Exit code 1 when they differ."""
    with told():
        from catalogue.release import verify as compare

        wrong = compare(release)
        for path in wrong:
            typer.echo(path)
        words = text(
            f"{len(wrong)} files differ from the manifest" if wrong else "every file is as the manifest says",
            f"{len(wrong)} fichiers diffèrent du manifeste" if wrong else "chaque fichier est comme le dit le manifeste",
        )
        typer.echo(say(words, language()), err=True)
        raise typer.Exit(1 if wrong else 0)
