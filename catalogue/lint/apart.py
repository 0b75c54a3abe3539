"""Apart: the data is searched by a process of its own, while this one judges it by the shapes, where there is much of both.

Several make findings of results, where those are many. Each process is forked with all that is loaded, and sends its findings
with what it has noted of them: what it found something at, and what the findings rest upon. So a check notes and finds the
same, whoever has searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple, TypeAlias, TypeVar

from catalogue.columns.graph import Graph
from catalogue.columns.index import Numbers
from catalogue.isolation.aside import why_not_aside
from catalogue.lint.findings import Finding
from catalogue.lint.scope import Scope
from catalogue.lint.tracing import Origin, Trace
from catalogue.processes import EndedError, beside, processors, spread
from catalogue.reads import Key
from catalogue.shacl.results import Result

ENOUGH = 100_000
"""From how many statements on another process is worth being forked."""

MANY, PIECE = 100, 32
"""From how many results on their findings are made by several processes, and how many of them each makes at a time."""

Judged = TypeVar("Judged")


class _Sent(NamedTuple):
    """What a process that searched sends.

    Attributes:
        findings: its findings, in the order in which they were found.
        found: what each search found something at.
        origins: where findings come from.
        searches: what searches rest upon whose findings stand together.
    """

    findings: list[Finding]
    found: Mapping[str, Numbers]
    origins: list[tuple[Finding, Origin]]
    searches: Mapping[str, tuple[str, frozenset[Key]]]


Made: TypeAlias = tuple[Finding, Origin | None]
"""A finding, and where it comes from where anybody asks."""


def made_by_several(
    results: Sequence[Result], make: Callable[[Result], Made], graph: Graph, jobs: int | None
) -> Iterator[Made]:
    """Give the findings that results are, made by several processes where there are many.

    Args:
        results: the results.
        make: makes a finding of one.
        graph: the data.
        jobs: how many processes make them; as many as there are processors when None.

    Yields:
        The findings in the order of the results. What a process that was ended has not made this one makes.
    """
    done: dict[int, Sequence[Made]] = {}
    pieces = [results[start : start + PIECE] for start in range(0, len(results), PIECE)]
    if len(results) >= MANY and jobs != 1 and is_worthwhile(graph):
        with suppress(EndedError):
            done.update(spread(len(pieces), jobs or processors(), lambda number: (number, list(map(make, pieces[number])))))
    for number, piece in enumerate(pieces):
        made = done.pop(number, None)
        if made is None:
            yield from map(make, piece)
        else:  # a result is held once: others know it by its identity
            yield from (
                (replace(finding, result=result), origin) for (finding, origin), result in zip(made, piece, strict=True)
            )


def is_worthwhile(graph: Graph) -> bool:
    """Tell whether there is so much data that it is searched by a process of its own, and whether there can be one."""
    return len(graph) >= ENOUGH and processors() > 1 and why_not_aside() is None


def searched_apart(
    judge: Callable[[], Judged], search: Callable[[Scope, Trace | None], list[Finding]], scope: Scope, trace: Trace | None
) -> tuple[Judged, list[Finding]]:
    """Judge data here and search it in another process, both wholly.

    Args:
        judge: what this process does.
        search: gives findings, and notes what it found something at and what they rest upon; in this process, after all, when
            the other one is ended.
        scope: what is looked at, which is everything.
        trace: notes what findings rest upon; None where nobody asks.

    Returns:
        What each gives.
    """
    graph = scope.graph
    known = len(graph.columns.terms)

    def send() -> _Sent:
        own, noted = Scope(graph), trace.apart() if trace is not None else None
        findings = search(own, noted)
        origins, searches = (list(noted.origins.values()), noted.searches) if noted is not None else ([], {})
        return _Sent(findings, own.found_among(known), origins, searches)

    results: list[Judged] = []
    try:
        sent, _ = beside(send, lambda: results.append(judge()), 2)
    except EndedError:
        return results[0], search(scope, trace)
    scope.take(sent.found)
    if trace is not None:
        trace.take(sent.origins, sent.searches)
    return results[0], sent.findings
