"""Searches: what gives findings, run again only when something has changed that their findings rest upon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.outdated import Outdated
from catalogue.lint.tracing import Origin, Trace, made_of
from catalogue.lint.unplaced import Unplaced


class Searches(NamedTuple):
    """Runs searches.

    Attributes:
        outdated: which findings of a former check stand no longer; None where none stand.
        trace: notes what findings rest upon; None where nobody asks.
    """

    outdated: Outdated | None
    trace: Trace | None

    def findings(
        self, name: str, run: Callable[[], Iterable[Unplaced]], editing: Editing, state: str = ""
    ) -> Sequence[Finding]:
        """Give the findings of a search, which is not run again when nothing has changed that it and they rest upon.

        Args:
            name: the search.
            run: gives what it finds; what it looks up is noted.
            editing: gives the findings their places.
            state: what they rest upon beside the data.
        """
        if self.outdated is not None and self.outdated.stand(name, state):
            return ()
        if self.trace is None:
            return list(self.placed(run(), editing, name))
        with self.trace.noted() as noted:
            unplaced = list(run())
        self.trace.searched(name, state, (), noted)
        return list(self.placed(unplaced, editing, name))

    def of_terms(self, name: str, run: Callable[[], Iterable[Finding]], state: str) -> Sequence[Finding]:
        """Give the findings of a search that looks only at which IRIs are subjects, predicates, objects and classes.

        Args:
            name: the search.
            run: gives its findings.
            state: what they rest upon beside the data.
        """
        if self.outdated is not None and self.outdated.has_same_terms and self.outdated.stand(name, state):
            return ()
        return self.again(name, list(run()), state)

    def again(self, name: str, findings: Sequence[Finding], state: str) -> Sequence[Finding]:
        """Give the findings of a search that was run, or that need not be run, which was seen elsewhere.

        Args:
            name: the search.
            findings: its findings; none when it was not run.
            state: what they rest upon beside the data.
        """
        if self.trace is not None:
            self.trace.searched(name, state, findings, ())
        return findings

    def placed(self, unplaced: Iterable[Unplaced], editing: Editing, search: str = "") -> Iterator[Finding]:
        """Give findings at their places; those that stand are not made again.

        Args:
            unplaced: what was found.
            editing: gives the places.
            search: the search that found it, as `Origin` has it.
        """
        for each in unplaced:
            if self.outdated is None and self.trace is None:
                yield each.placed(editing)
            else:
                yield from self.made(made_of(each), partial(each.placed, editing), search)

    def made(self, whole: bytes, make: Callable[[], Finding], search: str = "") -> Iterator[Finding]:
        """Give a finding, unless it stands.

        Args:
            whole: what it is made of; empty where nobody can tell, and it is made each time.
            make: makes it.
            search: the search that found it, as `Origin` has it.
        """
        if self.outdated is not None and self.outdated.stands(whole, search=search):
            return
        if self.trace is None:
            yield make()
            return
        with self.trace.noted() as keys:
            finding = make()
        self.trace.keep(finding, Origin(self.trace.plain(keys), made_of=whole, search=search))
        yield finding
