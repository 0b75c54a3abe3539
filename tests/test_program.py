"""The program's own digest and stamp: what they change with, and what they do not."""

import os
import sys
from importlib import metadata
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from catalogue import program

FILES = ("page.py", "pages/template.html", "pages/assets/editor.js", "pages/editor/source.ts", "messages/fr.mo", "page.pyc")
MADE_OF = {"page.py", "pages/template.html"}
REQUIRED = ("one-library", "a-library-that-is-not-installed", "for-tests; extra == 'test'")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of a few files, and a distribution that needs a few libraries."""
    packages = tmp_path / "packages"
    install(packages, "communs-catalogue", "1.0", REQUIRED)
    install(packages, "one-library", "1.0")
    install(packages, "for-tests", "1.0")
    install(packages, "another-library", "1.0")
    monkeypatch.syspath_prepend(str(packages))
    made = tmp_path / "catalogue"
    for name in FILES:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text("before", "utf-8")
    (made / "program.py").write_bytes(Path(program.__file__).read_bytes())
    return made


def install(packages: Path, name: str, version: str, required: tuple[str, ...] = ()) -> None:
    """Write what an installer writes of a distribution."""
    folder = packages / f"{name.replace('-', '_')}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {line}" for line in required)]
    (folder / "METADATA").write_text("\n".join(lines) + "\n", "utf-8")


def started(folder: Path) -> ModuleType:
    """Load the program as a new process would."""
    spec = spec_from_file_location("program_of_a_test", folder / "program.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "changes"), [(name, name in MADE_OF) for name in FILES])
def test_the_digest_changes_with_what_a_release_is_made_of(folder: Path, name: str, changes: bool):  # noqa: FBT001 - a case
    before = started(folder).program_digest()
    assert before == started(folder).program_digest()
    (folder / name).write_text("after", "utf-8")
    assert (started(folder).program_digest() != before) is changes
    (folder / name).rename(folder / name.replace(".", ".renamed."))
    assert (started(folder).program_digest() != before) is changes


@pytest.mark.parametrize(("library", "changes"), [("one-library", True), ("another-library", False), ("for-tests", False)])
def test_the_digest_changes_with_the_versions_of_the_libraries_that_are_needed(
    folder: Path,
    library: str,
    changes: bool,  # noqa: FBT001 - a case
):
    before = started(folder).program_digest()
    install(folder.parent / "packages", library, "2.0")
    assert metadata.version(library) == "2.0"
    assert (started(folder).program_digest() != before) is changes


def test_a_program_that_is_not_installed_has_a_digest_too(folder: Path, monkeypatch: pytest.MonkeyPatch):
    installed = started(folder).program_digest()
    monkeypatch.setattr(sys, "path", [])
    assert len(started(folder).program_digest()) == 64
    assert started(folder).program_digest() != installed


@pytest.mark.parametrize(("name", "changes"), [(name, name == "page.py") for name in FILES])
def test_the_stamp_changes_with_size_and_time_of_the_modules(folder: Path, name: str, changes: bool):  # noqa: FBT001 - a case
    before = started(folder).program_stamp()
    os.utime(folder / name, (1, 1))
    at_another_time = started(folder).program_stamp()
    assert (at_another_time != before) is changes
    (folder / name).write_text("longer than before", "utf-8")
    os.utime(folder / name, (1, 1))
    assert (started(folder).program_stamp() not in {before, at_another_time}) is changes
