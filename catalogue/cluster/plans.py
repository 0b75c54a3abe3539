"""Plans: what is done in how many tasks, and which of them have a result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.cluster.shared import Shared
from catalogue.errors import InputError, Location, UsageError
from catalogue.messages import Message
from catalogue.program import program_digest

CHECK, BUILD = "check", "build"
"""What can be planned."""

PACK = "pack"
"""What a result names the object by that has the bytes of its documents."""

_VERSION = 1
_NEWEST = "plan"
"""The name that points to the plan that was put into a folder last."""


@dataclass(frozen=True)
class Plan:
    """What is to be done.

    Attributes:
        action: `CHECK` or `BUILD`.
        tasks: in how many tasks.
        snapshot: the catalogue, as `snapshots.pack` gave it.
        limits: what one query may take, by the names of `Limits`; None without limits.
        more: what tasks of this action need to know beside.
        digest: what it is named by: the same plan for the same catalogue.
    """

    action: str
    tasks: int
    snapshot: Mapping[str, Any]
    limits: Mapping[str, int] | None
    more: Mapping[str, Any]
    digest: str = ""

    def result(self, number: int) -> str:
        """Name the result of a task, by its number from 0."""
        return f"results/{self.digest}/{number}"


def put_plan(plan: Plan, shared: Shared) -> Plan:
    """Put a plan into a shared folder, as the newest.

    Returns:
        The plan, named.

    Raises:
        OutputError: the folder cannot be written.
        RemoteError: the object store refused.
    """
    members = {name: getattr(plan, name) for name in ("action", "tasks", "snapshot", "limits", "more")}
    text = json.dumps({"version": _VERSION, "program": program_digest(), **members}, sort_keys=True)
    digest = shared.put(text.encode("utf-8", "surrogatepass"))
    shared.point(_NEWEST, digest)
    return Plan(plan.action, plan.tasks, plan.snapshot, plan.limits, plan.more, digest)


def read_plan(shared: Shared, digest: str | None = None) -> Plan:
    """Read a plan of a shared folder.

    Args:
        shared: the folder.
        digest: which; the newest when None.

    Raises:
        UsageError: there is none, or another program made it.
        InputError: it is damaged.
        OutputError: the folder cannot be read.
        RemoteError: the object store refused.
    """
    name = digest or shared.pointed(_NEWEST)
    if name is None:
        message = Message("cluster.no-plan") if shared.is_there else Message("cluster.no-folder")
        raise UsageError(message, Location(shared.place))
    plan = plain(shared, name)
    if (plan.get("version"), plan.get("program")) != (_VERSION, program_digest()):
        raise UsageError(Message("cluster.other-program"), Location(shared.place))
    return Plan(plan["action"], plan["tasks"], plan["snapshot"], plan["limits"], plan["more"], name)


def plain(shared: Shared, digest: str) -> dict[str, Any]:
    """Read an object of plain data, as JSON has it.

    Raises:
        InputError: it is missing, damaged or something else.
    """
    try:
        data = json.loads(shared.get(digest).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise InputError(Message("cluster.object-damaged", digest=digest), Location(shared.place)) from error
    if not isinstance(data, dict):
        raise InputError(Message("cluster.object-damaged", digest=digest), Location(shared.place))
    return data


def missing(plan: Plan, shared: Shared) -> list[int]:
    """List the tasks of a plan that have no whole result, by their numbers from 0."""
    return [number for number in range(plan.tasks) if not has_result(plan, number, shared)]


def has_result(plan: Plan, number: int, shared: Shared) -> bool:
    """Tell whether a task has a result, and all objects of that are there and undamaged."""
    digest = shared.pointed(plan.result(number))
    if digest is None:
        return False
    try:
        named = plain(shared, digest).get(PACK)
    except InputError:
        return False
    return named is None or shared.holds(named)


def results(plan: Plan, shared: Shared) -> list[Mapping[str, Any]]:
    """Read the results of all tasks of a plan, in the order of their numbers.

    Raises:
        UsageError: tasks have not been run.
        InputError: a result is damaged.
    """
    pointed = [shared.pointed(plan.result(number)) for number in range(plan.tasks)]
    left = [number for number, digest in enumerate(pointed) if digest is None]
    if left:
        message = Message("cluster.not-run", count=len(left), tasks=plan.tasks, first=left[0], folder=shared.place)
        raise UsageError(message, Location(shared.place))
    return [plain(shared, digest) for digest in pointed if digest is not None]
