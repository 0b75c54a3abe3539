"""Tests have the same names each time that they are collected: else processes that share them agree on none, and none runs."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def names(seed: str) -> list[str]:
    """Collect all tests in another process, whose sets have another order and whose clock goes on meanwhile."""
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "--collect-only", "-q", "tests"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")} | {"PYTHONHASHSEED": seed}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_tests_have_the_same_names_each_time():
    first, second = names("1"), names("2")
    assert len(first) > 1000
    assert [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]] == []
    assert len(first) == len(second)
