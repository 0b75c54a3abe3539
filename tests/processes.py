"""The processes that a test's own process has begun, as Linux lists them."""

from pathlib import Path

import pytest

NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes")


def children(parent: int) -> list[int]:
    """List the processes that the threads of a process have begun: none where it, or a thread of it, has ended meanwhile."""
    listed = []
    try:
        tasks = list(Path(f"/proc/{parent}/task").iterdir())
    except OSError:
        return []
    for task in tasks:
        try:
            listed += [int(number) for number in (task / "children").read_text("ascii").split()]
        except OSError:
            continue
    return listed
