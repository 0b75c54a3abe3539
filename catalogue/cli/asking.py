"""The commands that ask: query, queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, language, opened, told, write
from catalogue.errors import UsageError, say, text

if TYPE_CHECKING:
    from catalogue.facade import Catalogue
    from catalogue.query import NamedQuery, Result
    from catalogue.remote import Remote


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
            help="table, csv, tsv, json, xml, markdown; for triples turtle, ntriples, jsonld, markdown.",
            show_default="table, or turtle",
        ),
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
    endpoint: Annotated[str, typer.Option(help="Ask this SPARQL endpoint instead.", show_default="the folder's data")] = "",
) -> None:
    """Ask the catalogue a question in SPARQL."""
    with told():
        at = opened(catalogue)
        asked = _connect(at, endpoint) if endpoint else at
        result = asked.run(_find(at, name), _parameters(param or []))
        chosen = format or ("turtle" if result.is_graph else "table")
        if chosen == "table" and not result.is_graph:
            _print_table(result, output)
        else:
            write(result.serialize(chosen), output)


def _connect(at: Catalogue, endpoint: str) -> Remote:
    from catalogue.facade import connect

    settings = at.settings
    return connect(endpoint, base=settings.base, prefixes=settings.prefixes)


def _find(at: Catalogue, name: str) -> NamedQuery:
    from catalogue.query import parse_query, read_query

    if name == "-":
        return parse_query(sys.stdin.read(), "-", "<stdin>")
    path = Path(name)
    if path.suffix and path.is_file():
        return read_query(path, at.settings.folder)
    return at.find_query(name)


def _parameters(given: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"write --param name=value, not {item!r}", f"écrivez --param nom=valeur, pas {item!r}")
        pairs[name] = value
    return pairs


def _print_table(result: Result, output: Path | None) -> None:
    if result.boolean is not None:
        write(f"{str(result.boolean).lower()}\n".encode(), output)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in result.variables:
        table.add_column(name, overflow="fold")
    for row in result.rows:
        table.add_row(*[Text(result.short(term)) for term in row])
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
    """List the named queries with their parameters."""
    with told():
        for named in opened(catalogue).queries().values():
            typer.echo(f"{named.name}  {say(named.title, language())}")
            for parameter in named.parameters:
                default = f" = {parameter.default}" if parameter.default is not None else ""
                words = say(parameter.description, language())
                typer.echo(f"    --param {parameter.name} ({parameter.type}{default})  {words}".rstrip())
