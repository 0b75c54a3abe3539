"""Checks and builds in tasks: the commands `plan` and `run-task`, and what `check` and `build` take from a cluster."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from catalogue.cli import tasking
from catalogue.cli.app import (
    HERE,
    BaseUrl,
    Folder,
    Memory,
    Revision,
    Timeout,
    app,
    as_tasks,
    errors_shown,
    note,
    note_read,
    open_limited,
)
from catalogue.cli.help import Command
from catalogue.errors import Location, UsageError
from catalogue.messages import Message, any_of

if TYPE_CHECKING:
    from catalogue.cluster import Plan, Shared
    from catalogue.cluster.scheduling import Cluster
    from catalogue.release.making import Elsewhere, Made, Maker
    from catalogue.release.units import Unit
    from catalogue.workspace.catalogue import Catalogue

_ACTIONS = ("check", "build")

ClusterAddress = Annotated[
    str | None, typer.Option("--cluster", help="help.cluster.address", metavar="help.metavar.address", show_default=False)
]
SharedFolder = Annotated[
    str | None, typer.Option("--in", help="help.cluster.in", metavar="help.metavar.folder", show_default=False)
]
Tasks = Annotated[
    int | None,
    typer.Option("--tasks", min=1, callback=as_tasks, help="help.cluster.tasks", show_default="help.default.threads"),
]
Gather = Annotated[
    str | None, typer.Option("--gather", help="help.cluster.gather", metavar="help.metavar.folder", show_default=False)
]


class Way(NamedTuple):
    """Who does what takes long: this process alone where nothing is given.

    Attributes:
        cluster: the address of a scheduler whose workers run tasks.
        shared: the folder that they share.
        tasks: how many tasks there are; as many as the workers can run at one time when None.
        gather: the shared folder where all tasks have been run.
    """

    cluster: str | None = None
    shared: str | None = None
    tasks: int | None = None
    gather: str | None = None

    def refuse_misuse(self) -> None:
        """Refuse options that make no sense together.

        Raises:
            UsageError: there is a cluster without a folder, a folder or a number of tasks without a cluster, or both ways.
        """
        if self.cluster is None and (self.shared is not None or self.tasks is not None):
            raise UsageError(Message("usage.in-without-cluster"))
        if self.cluster is not None and self.shared is None:
            raise UsageError(Message("usage.cluster-without-in"))
        if self.cluster is not None and self.gather is not None:
            raise UsageError(Message("usage.cluster-and-gather"))

    def refuse_no_folder(self) -> None:
        """Refuse a shared folder to gather from that is not there, also where none of its results is needed.

        Raises:
            UsageError: it is not there.
            OutputError: the system refused to look.
            RemoteError: the object store refused.
        """
        if self.gather is None:
            return
        from catalogue.cluster import open_shared

        shared = open_shared(self.gather)
        if not shared.is_there:
            raise UsageError(Message("cluster.no-folder"), Location(shared.place))


@app.command(cls=Command, help="help.plan")
def plan(
    action: Annotated[str, typer.Argument(help="help.plan.action", metavar="check|build")],
    tasks: Annotated[int, typer.Option("--tasks", min=1, callback=as_tasks, help="help.plan.tasks")],
    shared: Annotated[str, typer.Option("--in", help="help.cluster.in", metavar="help.metavar.folder")],
    catalogue: Folder = HERE,
    base_url: BaseUrl = None,
    at: Revision = None,
    timeout: Timeout = None,
    memory: Memory = None,
) -> None:
    """Plan a check or a build in tasks that other machines run."""
    with errors_shown():
        from catalogue import cluster

        if action not in _ACTIONS:
            raise UsageError(Message("usage.no-action", action=action, actions=any_of(_ACTIONS)))
        if base_url is not None and action != "build":
            raise UsageError(Message("usage.base-url-of-check"))
        workspace = open_limited(catalogue, at, timeout=timeout, memory=memory).workspace
        folder = cluster.open_shared(shared)
        if action == "check":  # what plans a build is slow to import
            cluster.plan_check(workspace, tasks, folder)
        else:
            cluster.plan_build(workspace, tasks, folder, base_url)
        note_read(len(workspace.edition.graph))
        note(Message("plan.next", count=tasks, last=tasks - 1, action=action, folder=folder.place))


@app.command("run-task", cls=Command, help="help.run-task")
def run_task(
    shared: Annotated[str, typer.Argument(help="help.run-task.folder", metavar="help.metavar.folder")],
    numbers: Annotated[list[int], typer.Argument(min=0, help="help.run-task.number", metavar="help.metavar.number")],
) -> None:
    """Run tasks of the plan in a shared folder."""
    with errors_shown():
        note_read(tasking.run_tasks(shared, numbers, note))


@contextmanager
def begun_check(opened: Catalogue, way: Way, progress: Callable[[int, int], None] | None = None) -> Iterator[None]:
    """Have the next check of a catalogue begin with what tasks have found; the check is done meanwhile.

    Args:
        opened: the catalogue.
        way: who does the tasks.
        progress: called with how many tasks of a cluster are done and how many there are.

    Raises:
        CatalogueError: tasks have not been run, a task was ended, or the cluster or the folder has gone.
    """
    if way == Way():
        yield
        return
    from catalogue.cluster import begin_check, open_shared, plan_check

    shared = open_shared(way.gather or way.shared or "")
    with tempfile.TemporaryDirectory(prefix="catalogue-") as temporary:
        if way.cluster is None:
            begin_check(opened.workspace, _planned("check", shared), shared, Path(temporary))
        else:
            with _scheduled(way.cluster) as cluster:
                planned = plan_check(opened.workspace, way.tasks or cluster.threads(), shared)
                _run(cluster, planned, shared, progress)
            begin_check(opened.workspace, planned, shared)
        yield


def elsewhere(
    opened: Catalogue, way: Way, base_url: str | None, progress: Callable[[int, int], None] | None = None
) -> Elsewhere | None:
    """Give what makes the documents of a build on a cluster, or takes those that tasks have made; None for this process."""
    if way == Way():
        return None
    from catalogue.cluster import open_shared, plan_build, ready_made

    shared = open_shared(way.gather or way.shared or "")

    def made(units: Sequence[Unit], maker: Maker) -> Generator[tuple[int, list[Made]], None, None]:
        if way.cluster is None:
            planned = _planned("build", shared)
        else:
            with _scheduled(way.cluster) as cluster:
                planned = plan_build(opened.workspace, way.tasks or cluster.threads(), shared, base_url)
                _run(cluster, planned, shared, progress)
        yield from ready_made(opened.edition.at(base_url), planned, shared)(units, maker)

    return made


def _planned(action: str, shared: Shared) -> Plan:
    from catalogue.cluster import read_plan

    planned = read_plan(shared)
    if planned.action != action:
        raise UsageError(Message("cluster.other-action", action=planned.action))
    return planned


def _scheduled(address: str) -> Cluster:
    from catalogue.cluster.scheduling import Cluster

    return Cluster(address)


def _run(cluster: Cluster, planned: Plan, shared: Shared, progress: Callable[[int, int], None] | None) -> None:
    note(Message("cluster.begun", count=planned.tasks, folder=shared.place))
    cluster.run(planned, shared, progress)
