"""Apart: the data is searched by a process of its own, while this one judges it by the shapes, where there is much of both.

That process is forked with all that is loaded, and sends its findings with what it has noted of them: what it found something
at, and what the findings rest upon. So a check notes and finds the same, whoever has searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from catalogue.columns.graph import Graph
from catalogue.columns.index import Numbers
from catalogue.isolation.aside import why_not_aside
from catalogue.lint.findings import Finding
from catalogue.lint.scope import Scope
from catalogue.lint.tracing import Origin, Trace
from catalogue.processes import EndedError, beside, processors
from catalogue.reads import Key

ENOUGH = 100_000
"""From how many statements on another process is worth being forked."""

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
