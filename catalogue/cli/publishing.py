"""The commands that make and show: build, serve, init, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import HERE, Folder, app, language, opened, told
from catalogue.errors import say, text

if TYPE_CHECKING:
    from catalogue.facade import Catalogue
    from catalogue.release import Progress, Release


@app.command()
def build(
    catalogue: Folder = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder of releases.", show_default="build")] = None,
) -> None:
    """Check, then write a release: pages, data, DCAT, manifest; build/current points to it."""
    with told():
        at = opened(catalogue)
        release = _build_with_bar(at, output) if sys.stderr.isatty() else _build(at, output)
        current = (output or at.edition.settings.folder / at.edition.settings.folders.build) / "current"
        page = current / f"index.{at.edition.settings.languages[0]}.html"
        state = text("new", "nouvelle") if release.is_new else text("unchanged", "inchangée")
        counts = text(f"{release.files} files, {release.size:,} bytes", f"{release.files} fichiers, {release.size} octets")
        words = text("release {} ({}): {}", "version {} ({}) : {}")
        typer.echo(say(words, language()).format(release.digest, say(state, language()), say(counts, language())))
        typer.echo(page)


def _build(at: Catalogue, output: Path | None, progress: Progress | None = None) -> Release:
    """Check, tell the errors if there are any, and build."""
    from catalogue.errors import FindingsError
    from catalogue.release import standing
    from catalogue.validate import Severity

    current = standing(at.edition, output)
    if current is not None:
        return current
    report = at.check()
    errors = [finding for finding in report if finding.severity is Severity.VIOLATION]
    for finding in errors:
        typer.echo(finding.line(language()))
    if errors:
        raise FindingsError(
            f"nothing was built: the check found {len(errors)} errors",
            f"rien n'a été construit : la vérification a trouvé {len(errors)} erreurs",
        )
    typer.echo(report.summary(language()), err=True)
    return at.build(output, check=False, progress=progress)


def _build_with_bar(at: Catalogue, output: Path | None) -> Release:
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
        return _build(at, output, lambda done, total: bar.update(task, completed=done, total=total, description=words))


@app.command()
def serve(
    catalogue: Folder = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8000,
) -> None:
    """Serve the catalogue over HTTP with content negotiation, until interrupted."""
    with told():
        at = opened(catalogue)
        from catalogue.serve import serve as serve_edition

        serve_edition(at.edition, host, port, typer.echo)


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
