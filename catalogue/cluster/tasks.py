"""Tasks: one part of a plan, done by one process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalogue.cluster.plans import CHECK, Plan, has_result, read_plan
from catalogue.cluster.shared import Shared
from catalogue.cluster.snapshots import Opened, opened
from catalogue.config import Limits
from catalogue.errors import Location, UsageError
from catalogue.messages import Message


def run_task(shared: Shared, number: int, plan: str | None = None) -> int | None:
    """Run a task of a plan and put its result into the shared folder.

    Args:
        shared: the folder.
        number: the task, from 0.
        plan: the plan's digest; the newest plan when None.

    Returns:
        How many statements the catalogue has; None when the task had a result and was not run again.

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
        return None
    limits = Limits(**read.limits) if read.limits is not None else None
    with opened(read.snapshot, shared, limits) as catalogue:
        result, statements = _done(read, number, catalogue, shared), len(catalogue.edition.graph)
    shared.point(read.result(number), shared.put(json.dumps(result, sort_keys=True).encode("utf-8", "surrogatepass")))
    return statements


def _done(plan: Plan, number: int, catalogue: Opened, shared: Shared) -> Mapping[str, Any]:
    """Do a task, and give its result, which is plain data; what it is not of is not imported."""
    if plan.action == CHECK:
        from catalogue.cluster.checking import check_share

        return check_share(plan, number, catalogue, shared)
    from catalogue.cluster.building import build_share

    return build_share(plan, number, catalogue, shared)
