"""The catalogues that the tests work on: real folders, no mocks."""

import os
import shutil
import signal
from pathlib import Path

import hypothesis
import pytest

from catalogue.edition import Edition, read_edition
from catalogue.release import build
from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue

# A noisy machine breaks no deadline, and CI tries the same examples each time; locally each run tries new ones.
hypothesis.settings.register_profile("here", deadline=None, derandomize=bool(os.environ.get("CI")))
# A change of the code that is noticed is noticed by the first example that fails (bench/mutants.py).
hypothesis.settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate]
)
hypothesis.settings.load_profile("here")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as what a shell runs in the background has it, and hands on to its own
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LIBRARY = ROOT / "tests" / "fixtures" / "library"


@pytest.fixture(autouse=True)
def _fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every release of the tests is of the same moment, whatever the repository's last commit."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """A catalogue as `catalogue init` makes it."""
    folder = tmp_path / "garden"
    init(folder)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the second fixture: other languages, a base with a path, blank nodes, slugs that no file system likes."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


@pytest.fixture(params=["garden", "library"])
def folder(request: pytest.FixtureRequest) -> Path:
    """Each of the two fixture catalogues in turn."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def first() -> Catalogue:
    """The first catalogue, whole: read once for all tests."""
    return Catalogue(ROOT)


@pytest.fixture(scope="session")
def first_edition(first: Catalogue) -> Edition:
    """The edition of the first catalogue."""
    return first.edition


def edition_of(folder: Path) -> Edition:
    """Read a folder afresh."""
    return read_edition(folder)


def packed(folder: Path) -> None:
    """Have a catalogue's documents put into packs, however few they are."""
    settings = folder / "catalogue.toml"
    settings.write_text(f"releases.packed = 1\n{settings.read_text('utf-8')}", "utf-8")


FORMS = ("on-demand", "files", "packs")
"""How a service can have the documents of an edition: it makes them, or reads them from a release or from its packs."""


def served_as(folder: Path, form: str) -> Edition:
    """Load the edition of a new catalogue whose documents a service has in one of the forms."""
    if form == "packs":
        packed(folder)
    edition = edition_of(folder)
    if form != "on-demand":
        build(edition)
    return edition


def shared(*parts: str) -> Path:
    """Give a path in the folder of official documents beside the project, or skip the test where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs {'/'.join(('shared', *parts))} beside the project")
    return path
