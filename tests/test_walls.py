"""The house stands as it is drawn: each library behind its wall, and no circle of files."""

import ast
import importlib
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

MODULES: Mapping[str, Path] = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "catalogue").rglob("*.py")
}
"""All modules by name."""

WALLS: Mapping[str, tuple[str, ...]] = {
    "SPARQLWrapper": ("remote.transport",),
    "backports": ("serve.encodings",),
    "babel": ("messages.compiling", "pages"),
    "compression": ("serve.encodings",),  # of Python itself, from 3.14 on
    "distributed": ("cluster.scheduling",),
    "fsspec": ("cluster.shared",),
    "granian": ("serve.server",),
    "jinja2": ("pages",),
    "markdown_it": ("pages.markdown",),
    "markupsafe": ("pages.escaping", "pages.structured.writing"),
    "numpy": ("columns", "sources.plain", "sources.unseen", "query.frames"),
    "pandas": ("query",),
    "polars": ("query",),
    "prometheus_client": ("serve.state", "serve.statistics"),
    "pyarrow": ("query",),
    "pyoxigraph": ("quads", "serialise", "store.engine", "terms"),
    "pyshacl": ("shacl.reference",),
    "rapidfuzz": ("near",),
    "regex": ("regexes.backtracking",),
    "rdflib": ("shacl.reference", "exports.interchange", "query.explain", "workspace"),
    "resvg_py": ("pages.preview",),
    "rich": ("cli", "report"),
    "typer": ("cli",),
    "uvloop": ("serve.server",),
    "watchfiles": ("cli",),
    "xlsxwriter": ("exports.tables.workbooks",),
    "packaging": ("publiccode.licences",),
    "yaml": ("workbench.yaml_file",),
}
"""The third-party libraries, and the rooms that know them."""


def imports(name: str) -> Iterator[str]:
    """Give what a module imports, wherever it does: at its head, inside functions, for types alone."""
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


@pytest.mark.parametrize("library", WALLS)
def test_a_library_is_known_behind_its_wall_alone(library: str):
    rooms = [f"catalogue.{room}" for room in WALLS[library]]
    users = [name for name in MODULES if any(used.split(".")[0] == library for used in imports(name))]
    assert users, f"nothing uses {library}"
    assert [name for name in users if not any(name == room or name.startswith(f"{room}.") for room in rooms)] == []


def test_every_library_has_its_wall():
    standard = {"catalogue", "__future__", *__import__("sys").stdlib_module_names}
    used = {name.split(".")[0] for module in MODULES for name in imports(module)}
    assert sorted(used - standard - set(WALLS)) == []


@pytest.mark.parametrize("name", [name for name, path in MODULES.items() if "__all__" in path.read_text("utf-8")])
def test_every_public_name_of_a_module_is_there_once(name: str):
    module = importlib.import_module(name)
    assert [public for public in module.__all__ if not hasattr(module, public)] == []
    assert len(set(module.__all__)) == len(module.__all__)


def test_no_files_import_one_another_in_a_circle():
    """Neither inside functions nor for types alone."""
    graph = {name: {used for used in imports(name) if used in MODULES and used != name} for name in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))
