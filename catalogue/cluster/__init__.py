"""Clusters: a check or a build in tasks that any number of machines do, each from what lies in a folder that all of them share.

A plan has a number of tasks. Whoever runs one needs nothing but the shared folder and this program: a snapshot of the catalogue
lies there, and the result of the task is put there. Everything is plain data, named by what it is: what is damaged is noticed,
a task that has a result is not run again, and nothing that is read becomes running code.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalogue.cluster.building import plan_build, ready_made
    from catalogue.cluster.checking import begin_check, plan_check
    from catalogue.cluster.plans import Plan, missing, read_plan
    from catalogue.cluster.shared import Shared, open_shared
    from catalogue.cluster.tasks import run_task, run_tasks

__all__ = [
    "Plan",
    "Shared",
    "begin_check",
    "missing",
    "open_shared",
    "plan_build",
    "plan_check",
    "read_plan",
    "ready_made",
    "run_task",
    "run_tasks",
]

_MODULES = {
    "building": ("plan_build", "ready_made"),
    "checking": ("begin_check", "plan_check"),
    "plans": ("Plan", "missing", "read_plan"),
    "shared": ("Shared", "open_shared"),
    "tasks": ("run_task", "run_tasks"),
}


def __getattr__(name: str) -> Any:
    """Import what a command needs when it is first asked for: each task begins with that."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"catalogue.cluster.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
