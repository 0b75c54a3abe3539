"""The documentation says what is true: the tutorial works as written, and the reference leaves nothing out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from catalogue import errors, query
from catalogue.lint import CODES
from catalogue.publish import FORMATS
from catalogue.report import REPORT_FORMATS
from catalogue.workspace.catalogue import Catalogue

REFERENCE = ROOT / "docs" / "reference"
OF_THE_COMMAND = {"AbandonedError", "UnnameableError"}
"""The errors that nothing raises which is called from Python."""


def test_the_reference_is_not_stale():
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_reference_names_every_command_code_format_and_error():
    text = "".join(path.read_text("utf-8") for path in REFERENCE.glob("*.md"))
    names = [
        f"## catalogue {name}\n"
        for name in (
            "check",
            "fmt",
            "convert",
            "rebase",
            "query",
            "queries",
            "answers",
            "sources",
            "build",
            "serve",
            "init",
            "new",
            "verify",
        )
    ]
    pages = {path.stem for path in (REFERENCE / "findings").glob("*.md")}
    names += [f"| [{code}](findings/{code}.md) |" if code in pages else f"| {code} |" for code in CODES]
    names += [
        f"| {f.name} | `{f.media_type}`" for f in (*FORMATS.values(), *query.RESULT_FORMATS.values(), *REPORT_FORMATS.values())
    ]
    names += [f"`{name}`" for name in errors.__dict__ if name.endswith("Error") and name not in OF_THE_COMMAND]
    names += [f"| {code} |" for code in errors.EXIT_CODES]
    assert [name for name in names if name not in text] == []


def test_every_link_between_the_documents_leads_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), (page.name, target)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the first catalogue to work in."""
    folder = tmp_path_factory.mktemp("tutorial")
    for name in ("data", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "catalogue.toml", folder)
    return folder


def test_the_tutorial_works_as_written(copy: Path):
    blocks = re.findall(r"```turtle file=(\S+)\n(.*?)```", (ROOT / "docs" / "tutorial.md").read_text("utf-8"), re.DOTALL)
    (source, words), (entry, wrong), (same, right) = blocks
    assert entry == same
    (copy / source).write_text(words, "utf-8")
    (copy / entry).write_text(wrong, "utf-8")
    report = Catalogue(copy).check([copy / source, copy / entry])
    assert report.exit_code == 1
    assert {(finding.kind.name, str(finding.place)) for finding in report} >= {
        ("min-count", f"{entry}:10:5"),
        ("node-kind", f"{entry}:12:19"),
        ("dangling", f"{entry}:13:16"),
    }
    (copy / entry).write_text(right, "utf-8")
    report = Catalogue(copy).check([copy / source, copy / entry])
    assert [finding.line("en") for finding in report] == []


def test_the_examples_in_python_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python run\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - our own page
    assert len(blocks) == 2
    assert "frame" in names
