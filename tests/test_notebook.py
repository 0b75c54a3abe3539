"""The notebook in the documentation runs as it is, offline, and its outputs are what it says."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from conftest import ROOT

from catalogue.workspace.catalogue import Catalogue

WHERE = "import pathlib, sys\nprint(pathlib.Path(catalogue.__file__).parent)\nprint(sys.executable)"
NOTEBOOK = ROOT / "docs" / "notebooks" / "questions.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook, run by this Python upon this checkout; settings of the user are left aside."""
    folder = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
            environment.setenv(name, str(folder))
        environment.setenv("PYTHONPATH", str(ROOT))
        environment.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(WHERE, metadata={"tags": ["where"]}))
        client = nbclient.NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
        )
        return client.execute(env=dict(os.environ))


def output(notebook: Any, tag: str) -> dict[str, str]:
    """What the cell of a tag shows, by media type; printed words are `text/plain`."""
    [cell] = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
    shown: dict[str, str] = {}
    for out in cell.outputs:
        shown |= out.get("data") or {"text/plain": shown.get("text/plain", "") + out.get("text", "")}
    return shown


def test_it_is_kept_without_outputs():
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells)
    nbformat.validate(nbformat.read(NOTEBOOK, as_version=4))


def test_it_runs_upon_this_checkout_with_this_python(executed: Any):
    where, python = output(executed, "where")["text/plain"].split()
    assert Path(where).resolve() == ROOT / "catalogue"
    assert Path(python) == Path(sys.executable)


def test_it_lists_the_questions(executed: Any, first: Catalogue):
    lines = output(executed, "questions")["text/plain"].splitlines()
    assert [line.split()[0] for line in lines] == list(first.queries())


def test_its_tables_are_the_results(executed: Any, first: Catalogue):
    result = first.query("q01-full-support", month="2023-05")
    assert output(executed, "result")["text/html"] == result._repr_html_()
    assert output(executed, "pandas")["text/html"].count("<td>") == len(result) * len(result.variables)
    figures = first.query("q09-figures-over-time", thing="initiative/umap").to_polars()
    assert f"shape: ({figures.height}, {figures.width})" in output(executed, "polars")["text/plain"]
    themes = first.query("q27-laureates-per-eu-theme", lang="fr").to_arrow()
    assert output(executed, "arrow")["text/plain"].startswith(str(themes.schema).splitlines()[0])


def test_its_chart_shows_what_was_asked(executed: Any, first: Catalogue):
    svg = output(executed, "chart")["image/svg+xml"]
    themes = first.query("q27-laureates-per-eu-theme", lang="fr").to_polars()
    assert svg.startswith("<svg")
    assert svg.count('aria-roledescription="bar"') == themes.height
    assert all(name.partition(",")[0] in svg for name in themes["name"])


def test_it_asks_an_earlier_revision(executed: Any):
    words = output(executed, "revision")["text/plain"]
    assert " rows · lignes " in words or "repository" in words


def test_it_asks_the_service_that_it_starts(executed: Any):
    assert "la même réponse: True" in output(executed, "endpoint")["text/plain"]
