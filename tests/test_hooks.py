"""The hooks and the workflow for catalogues in other repositories run as they are written."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def run(folder: Path, command: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program as it is written in a file."""
    program, *arguments = shlex.split(command)
    assert program == "catalogue"
    return subprocess.run(
        [sys.executable, "-m", "catalogue", *arguments, *more], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_hooks_run_in_a_new_catalogue(garden: Path):
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    entries = dict(re.findall(r"- id: (\S+)\n(?:  .*\n)*?  entry: (.*)\n", hooks))
    assert set(entries) == {"catalogue-fmt", "catalogue-check"}
    assert run(garden, entries["catalogue-check"]).returncode == 0
    entry = garden / "data" / "plant" / "bean.ttl"
    before = entry.read_text("utf-8")
    entry.write_text(before.replace("    ", "  "), "utf-8")
    done = run(garden, entries["catalogue-fmt"], "data/plant/bean.ttl")
    assert (done.returncode, entry.read_text("utf-8")) == (0, before)


def test_the_workflow_of_a_new_catalogue_passes_in_it(garden: Path):
    workflow = (garden / ".github" / "workflows" / "catalogue.yml").read_text("utf-8")
    commands = re.findall(r"run: (catalogue .*)", workflow)
    assert commands == ["catalogue fmt --check", "catalogue check --format github", "catalogue build"]
    for command in commands:
        assert run(garden, command).returncode == 0, command
    assert (garden / "build" / "releases").is_dir()


def test_the_workflow_annotates_a_fault(garden: Path):
    (garden / "data" / "x.ttl").write_text("<urn:a> a", "utf-8")
    done = run(garden, "catalogue check --format github")
    assert done.returncode == 3
    assert done.stdout.startswith("::error ")
