"""Checks in tasks: each task searches its share and makes the findings of it, and whoever gathers puts them in order.

Tasks also note what each of their searches found something at. Where the catalogue has changed since, whoever gathers makes the
findings anew, as a check does that looks again at what one before found something at, and at what has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from catalogue.lint.of_data import PARTS
from catalogue.lint.ready import Ready, packed_findings, unpacked_findings
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
    found, mistakes = searching.in_shapes(catalogue.edition)
    packed = packed_findings(mistakes) if mistakes is not None else None
    more = {"shapes": digest_of(catalogue.edition.shapes), "found": _listed(found), "mistakes": packed}
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
        What it found, what each search found something at, which ones did not come to their end, and whether all could.
    """
    searched = searching.search(catalogue.edition, number, plan.tasks, is_sound=plan.more["mistakes"] is not None)
    found = _listed(searched.found)
    beyond = {name for name, each in found.items() if each and each[-1] >= catalogue.terms}  # terms of this process alone
    return {
        "found": found,
        "unfinished": sorted(searched.unfinished | beyond),
        "is_whole": not searched.unfinished,
        "of_shapes": packed_findings(searched.of_shapes),
        "of_data": {name: packed_findings(each) for name, each in searched.of_data.items()},
    }


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
    gathered = results(plan, shared)
    if folder is None:
        base, stamped = whole(workspace).base, None
    else:
        base, stamped = statements(plan.snapshot, shared, workspace.folder, folder)
    base.note(plan.more["shapes"], _united(plan, gathered), None)
    base.ready = _ready(plan, gathered)
    if stamped is not None:
        base.recorded = base.shapes  # it lies in no cache of the catalogue, and need not
        workspace.begin_with(base, stamped)


def _ready(plan: Plan, gathered: Sequence[Mapping[str, Any]]) -> tuple[str, Ready] | None:
    """Give the findings of all tasks with what they are of; None where some could not be made."""
    if plan.more["mistakes"] is None or not all(each["is_whole"] for each in gathered):
        return None
    of_data = [each for name in PARTS for part in gathered for each in part["of_data"].get(name, ())]
    return plan.snapshot["digest"], Ready(
        unpacked_findings(plan.more["mistakes"]),
        unpacked_findings(each for part in gathered for each in part["of_shapes"]),
        unpacked_findings(of_data),
    )


def _united(plan: Plan, gathered: Sequence[Mapping[str, Any]]) -> dict[str, Numbers]:
    found: dict[str, list[Numbers]] = {}
    for part in (plan.more["found"], *(each["found"] for each in gathered)):
        for name, each in part.items():
            found.setdefault(name, []).append(numbers(each))
    unfinished = {name for each in gathered for name in each["unfinished"]}
    return {name: union(numbers(()), *each) for name, each in found.items() if name not in unfinished}
