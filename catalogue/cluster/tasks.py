"""Tasks: one part of a plan, done by one process."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from catalogue.cluster.building import build_share
from catalogue.cluster.checking import check_share
from catalogue.cluster.plans import BUILD, CHECK, Plan, has_result, read_plan
from catalogue.cluster.shared import Shared
from catalogue.cluster.snapshots import Opened, opened
from catalogue.config import Limits
from catalogue.errors import Location, UsageError
from catalogue.messages import Message

_ACTIONS: Mapping[str, Callable[[Plan, int, Opened, Shared], Mapping[str, Any]]] = {CHECK: check_share, BUILD: build_share}
"""What does a task of each action: its result is plain data."""


def run_task(shared: Shared, number: int, plan: str | None = None) -> bool:
    """Run a task of a plan and put its result into the shared folder.

    Args:
        shared: the folder.
        number: the task, from 0.
        plan: the plan's digest; the newest plan when None.

    Returns:
        Whether it was run; False when it had a result.

    Raises:
        UsageError: there is no such plan or task, or another program made the plan.
        InputError: something is missing in the folder, or damaged.
        OutputError: the folder cannot be read or written.
        RemoteError: the object store refused.
    """
    read = read_plan(shared, plan)
    if number not in range(read.tasks):
        raise UsageError(Message("cluster.no-task", number=number, last=read.tasks - 1), Location(shared.place))
    if has_result(read, number, shared):
        return False
    limits = Limits(**read.limits) if read.limits is not None else None
    with opened(read.snapshot, shared, limits) as catalogue:
        result = _ACTIONS[read.action](read, number, catalogue, shared)
    shared.point(read.result(number), shared.put(json.dumps(result, sort_keys=True).encode("utf-8", "surrogatepass")))
    return True
