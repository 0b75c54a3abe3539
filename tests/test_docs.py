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
TUTORIAL = ROOT / "docs" / "tutorial.md"
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
        text = re.sub(r"`[^`\n]*`", "", page.read_text("utf-8"))  # what is code is no link
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
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


def test_the_tutorial_makes_a_laureate_from_a_file(copy: Path):
    """What its commands print is compared by `docs/generate.py --check`; here is what its file makes."""
    [yaml] = re.findall(r"```yaml file=laureate.yaml\n(.*?)```", TUTORIAL.read_text("utf-8"), re.DOTALL)
    (copy / "laureate.yaml").write_text(yaml, "utf-8")
    command = [sys.executable, "-m", "catalogue", "new", "initiative", "--from", str(copy / "laureate.yaml"), "-C", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert sorted(path.relative_to(copy).as_posix() for path in paths) == LAUREATE
    catalogue = Catalogue(copy)
    assert [finding.line("en") for finding in catalogue.check(paths)] == []
    assert not any(file.is_changed for file in catalogue.format(paths, write=False))
    for path in paths:
        path.unlink()


def steady(shown: str) -> list[str]:
    """Leave out what changes with the data: how many there are of something, and which links are the most usual."""
    without_menus = re.sub(r"^Other properties: .*?(?=^What next)", "", shown, flags=re.DOTALL | re.MULTILINE)
    return [re.sub(r"one of (\d{2,}|…)", "one of …", line.rstrip()) for line in without_menus.strip().splitlines()]


TYPED = [
    "Bibliothèque des outils",
    "Tool library",
    "example-tools",
    "social",
    "",
    "+",
    "2",
    "example-tools-what",
    "EXAMPLE-TOOLS what",
    "une bibliothèque d'outils partagés entre voisins",
    "+",
    "La bibliothèque des outils",
    "",
    "",
    "example-tools",
    "EXAMPLE-TOOLS",
    "web page",
    "2026-03",
    "",
    "",
    "",
    "",
    "",
    "Des outils partagés entre voisins.",
    "Tools shared among neighbours.",
    "+ Les Outils partagés",
    "Shared tools",
    "",
    "association",
    "",
    "",
    "",
    "",
    "",
    "",
    "award",
    "",
    "",
    "example-tools",
    "laureate",
    "3",
    "dinum",
    "",
    "2026-03",
    "",
    "",
    "stated",
    "support",
    "",
    "",
    "",
    "ongoing",
    "",
    "",
    "",
    "",
    "technical",
    "",
    "2026-03",
    "",
    "",
    "",
    "observation",
    "",
    "",
    "example-tools-users",
    "ongoing",
    "users",
    "exact",
    "2026-03",
    "",
    "",
    "stated",
    "1200",
    "",
    "",
    "y",
]
"""The lines that make the laureate of the tutorial."""

LAUREATE = [
    "data/initiative/example-tools.ttl",
    "data/organisation/les-outils-partages.ttl",
    "data/source-document/example-tools.ttl",
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals as POSIX has them")
def test_the_session_in_the_tutorial_is_what_the_terminal_shows(copy: Path):
    """The lines that it shows after its questions are typed, and make a laureate that the check passes."""
    from pseudo_terminal import Terminal

    [block] = re.findall(
        r"```text session=laureate\n\$ catalogue new initiative\n(.*?)```", TUTORIAL.read_text("utf-8"), re.DOTALL
    )
    terminal = Terminal(["--lang", "en", "new", "initiative"], copy, {"EDITOR": "nano"})
    for line in TYPED:
        terminal.answer(line)
    session = terminal.end()
    assert session.code == 0, session.shown
    assert steady(block) == steady(session.shown)
    catalogue = Catalogue(copy)
    assert [finding.line("en") for finding in catalogue.check([copy / path for path in LAUREATE])] == []
    assert not any(file.is_changed for file in catalogue.format([copy / path for path in LAUREATE], write=False))


def test_the_examples_in_python_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python run\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - our own page
    assert len(blocks) == 2
    assert "frame" in names
