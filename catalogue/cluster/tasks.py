"""Tasks: the parts of a plan, each done by one process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from catalogue.cluster.plans import CHECK, Plan, has_result, read_plan
from catalogue.cluster.shared import Shared
from catalogue.cluster.snapshots import Opened, opened
from catalogue.config import Limits
from catalogue.errors import Location, UsageError
from catalogue.messages import Message
from catalogue.processes import processors, spread


def run_task(shared: Shared, number: int, plan: str | None = None) -> int | None:
    """Run a task of a plan and put its result into the shared folder.

    Args:
        shared: the folder.
        number: the task, from 0.
        plan: the plan's digest; the newest plan when None.

    Returns:
        How many statements the catalogue has; None when the task had a result and was not run again.

    Raises:
        CatalogueError: as `run_tasks` does.
    """
    ((_, statements),) = run_tasks(shared, [number], plan)
    return statements


def run_tasks(shared: Shared, numbers: Sequence[int], plan: str | None = None) -> Iterator[tuple[int, int | None]]:
    """Run some tasks of a plan and put their results into the shared folder; the catalogue is opened once for all of them.

    Args:
        shared: the folder.
        numbers: the tasks, from 0. Several are run by as many processes as there are processors.
        plan: the plan's digest; the newest plan when None.

    Yields:
        Each task when it is done, and how many statements the catalogue has; None when it had a result and was not run again.

    Raises:
        UsageError: there is no such plan or task, or another program made the plan.
        InputError: something is missing in the folder, or damaged.
        OutputError: the folder cannot be read or written, or a process was ended; what others have done is there.
        RemoteError: the object store refused.
    """
    read = read_plan(shared, plan)
    for number in numbers:
        if number not in range(read.tasks):
            raise UsageError(Message("cluster.no-task", number=number, last=read.tasks - 1), Location(shared.place))
    pending = []
    for number in dict.fromkeys(numbers):
        if has_result(read, number, shared):
            yield number, None
        else:
            pending.append(number)
    if not pending:
        return
    limits = Limits(**read.limits) if read.limits is not None else None
    with opened(read.snapshot, shared, limits) as catalogue:
        if read.action == CHECK and len(pending) > 1:
            from catalogue.lint.searching import prepare

            prepare(catalogue.edition)
        run = partial(_run, read, catalogue, shared)
        jobs = min(processors(), len(pending))
        yield from spread(len(pending), jobs, lambda at: run(pending[at])) if jobs > 1 else map(run, pending)


def _run(plan: Plan, catalogue: Opened, shared: Shared, number: int) -> tuple[int, int]:
    """Do a task, and put its result into the shared folder; give how many statements the catalogue has, too."""
    result, statements = _done(plan, number, catalogue, shared), len(catalogue.edition.graph)
    shared.point(plan.result(number), shared.put(json.dumps(result, sort_keys=True).encode("utf-8", "surrogatepass")))
    return number, statements


def _done(plan: Plan, number: int, catalogue: Opened, shared: Shared) -> Mapping[str, Any]:
    """Do a task, and give its result, which is plain data; what it is not of is not imported."""
    if plan.action == CHECK:
        from catalogue.cluster.checking import check_share

        return check_share(plan, number, catalogue, shared)
    from catalogue.cluster.building import build_share

    return build_share(plan, number, catalogue, shared)
