"""Page examples: the files that a page of the documentation shows are written, its commands run, and their output put in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from catalogue.scaffold import init

FENCED = re.compile(r"```(?P<syntax>\w+)(?: (?P<use>\w+)=(?P<path>\S+))?\n(?P<body>.*?)```", re.DOTALL)
"""A block of a page: a file (`file=`), more lines for its end (`add=`), or commands, which are run in a folder (`in=`)."""


class Examples:
    """A page that shows files and commands, in the order in which a reader makes and runs them.

    Args:
        folder: where the files are written; commands are run there, or in a folder within.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def shown(self, page: str) -> str:
        """Write the files of a page, run its commands, and give the page with what they print."""
        return FENCED.sub(self._block, page)

    def _block(self, match: re.Match[str]) -> str:
        if match["use"] in {"file", "add"}:
            path = self._folder / match["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a" if match["use"] == "add" else "w", encoding="utf-8") as file:
                file.write(match["body"])
        elif match["syntax"] == "console":
            folder = self._folder / (match["path"] or "")
            printed = (self._printed(command, folder) for command in re.findall(r"^\$ .+\n", match["body"], re.MULTILINE))
            return f"{match[0][: match.start('body') - match.start()]}{''.join(printed)}```"
        return match[0]

    def _printed(self, command: str, folder: Path) -> str:
        """Run a command; a release's digest and size, which change with the program, and the folder are not shown."""
        done = subprocess.run(  # noqa: S602 - the commands of our own pages
            f'catalogue() {{ "{sys.executable}" -m catalogue --lang en "$@"; }}\n{command[2:]}',
            shell=True,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        printed = f"{done.stdout}{done.stderr}".replace(f"{folder.resolve()}/", "")
        return command + re.sub(r"release \w{16} (.*?), [\d,]+ bytes", r"release … \1", printed)


def examples(page: str, start: Callable[[Path], object] = init) -> str:
    """Write the files and run the commands that a page shows, and put in what they print.

    Args:
        page: the page, in Markdown.
        start: makes the folder to start from: `init` a small catalogue, `Path.mkdir` an empty folder.
    """
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "gardens")
        return Examples(Path(folder) / "gardens").shown(page)
