"""The command `check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, language, open_folder, told
from catalogue.errors import UsageError, say


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Report these files and folders only.", show_default="all")] = None,
    catalogue: Folder = HERE,
    texts: Annotated[Path | None, typer.Option(help="Folder of the quoted documents' texts, to compare quotes with.")] = None,
) -> None:
    """Check the data against the shapes and itself.

    One finding per line: file:line:column, severity, code, what is wrong, how to mend it. Exit code 0: clean; 1: findings;
    2: usage; 3: a file cannot be read whole; 4: the system refused to read. Informations do not count as findings.
    """
    with told():
        if texts is not None and not texts.is_dir():
            raise UsageError(f"there is no folder {texts}", f"pas de dossier {texts}")
        report = open_folder(catalogue).check(paths or (), texts=texts)
        for finding in report:
            typer.echo(finding.line(language()))
        for skipped in report.skipped:
            typer.echo(say(skipped, language()), err=True)
        typer.echo(report.summary(language()), err=True)
        raise typer.Exit(report.exit_code)
