"""Checks in tasks: each task searches its share of the terms, and a check of what they found gives the report.

A check notes what each of its searches found something at, and a later one looks at that and at what has changed since: of all
else it would say what it said before, which is nothing. Tasks give these notes, and no findings. So whoever gathers makes the
findings, as a check of everything would make them, of what tasks found something at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from catalogue.cluster.plans import CHECK, Plan, put_plan, results
from catalogue.cluster.shared import Shared
from catalogue.cluster.snapshots import Opened, pack, statements, whole
from catalogue.columns.index import Numbers, numbers
from catalogue.columns.sets import union
from catalogue.config import Limits
from catalogue.lint import searching
from catalogue.lint.scope import Share
from catalogue.workspace.base import digest_of
from catalogue.workspace.workspace import Workspace


def plan_check(workspace: Workspace, tasks: int, shared: Shared) -> Plan:
    """Plan the check of a catalogue.

    Args:
        workspace: the catalogue.
        tasks: in how many tasks.
        shared: where the plan is put, with all that tasks need.

    Raises:
        CatalogueError: the catalogue cannot be read, or the folder cannot be written.
    """
    catalogue = whole(workspace)
    shared.make()
    found, is_sound = searching.in_shapes(catalogue.edition)
    more = {"shapes": digest_of(catalogue.edition.shapes), "found": _listed(found), "is_sound": is_sound}
    limits = _limits(workspace.limits, tasks)
    return put_plan(Plan(CHECK, tasks, pack(catalogue, shared, with_data=False), limits, more), shared)


def _limits(limits: Limits | None, tasks: int) -> dict[str, int] | None:
    """Give the limits of tasks: no more results together than there may be of one check."""
    return asdict(replace(limits, results=limits.results // tasks)) if limits is not None else None


def _listed(found: Mapping[str, Numbers]) -> dict[str, list[int]]:
    return {name: each.tolist() for name, each in found.items()}


def check_share(plan: Plan, number: int, catalogue: Opened, _shared: Shared) -> dict[str, Any]:
    """Search the share of a task.

    Args:
        plan: the plan.
        number: the task.
        catalogue: the catalogue.

    Returns:
        What each search found something at, and which ones did not come to their end.
    """
    share = Share(catalogue.edition.graph, number, plan.tasks)
    unfinished = searching.search(catalogue.edition, share, is_sound=plan.more["is_sound"])
    found = _listed(share.found)
    beyond = {name for name, each in found.items() if each and each[-1] >= catalogue.terms}  # terms of this process alone
    return {"found": found, "unfinished": sorted(unfinished | beyond)}


def begin_check(workspace: Workspace, plan: Plan, shared: Shared, folder: Path | None = None) -> None:
    """Have the next check of a catalogue look at what tasks found something at, and at what has changed since.

    What tasks could not finish, a constraint that could not be evaluated, is left to that check.

    Args:
        workspace: the catalogue, as it was planned for or as it is now.
        plan: the plan.
        shared: where the results of all its tasks are.
        folder: a folder that is there until the check has ended; None where this workspace was planned for just before, whose
            statements need not be read again.

    Raises:
        UsageError: tasks have not been run.
        InputError: something is missing there, damaged, or of other settings.
        OutputError: the folder cannot be read.
        RemoteError: the object store refused.
    """
    found = _united(plan, results(plan, shared))
    if folder is None:
        whole(workspace).base.note(plan.more["shapes"], found, None)
        return
    base, stamped = statements(plan.snapshot, shared, workspace.folder, folder)
    base.note(plan.more["shapes"], found, None)
    base.recorded = base.shapes  # it lies in no cache of the catalogue, and need not
    workspace.begin_with(base, stamped)


def _united(plan: Plan, gathered: list[Mapping[str, Any]]) -> dict[str, Numbers]:
    found: dict[str, list[Numbers]] = {}
    for part in (plan.more["found"], *(each["found"] for each in gathered)):
        for name, each in part.items():
            found.setdefault(name, []).append(numbers(each))
    unfinished = {name for each in gathered for name in each["unfinished"]}
    return {name: union(numbers(()), *each) for name, each in found.items() if name not in unfinished}
