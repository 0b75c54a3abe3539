"""Tracing: what each finding of a validation rests upon, noted while it is made of the data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.columns.graph import Graph
from catalogue.edition.edition import KEPT_RESULT, THINGS
from catalogue.edition.entities import INSTANCES, TYPES
from catalogue.lint.findings import Finding
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import packed
from catalogue.model import SUBCLASS, Model, TargetKind
from catalogue.reads import ALL, FILE, LOCATED, OBJECT, PREDICATE, SUBJECT, TERMS, Key
from catalogue.shacl.constraints import JUDGED
from catalogue.sources.statements import tag_of
from catalogue.terms import RDF_TYPE, Node, Term

_MOST = 400
"""How many look-ups of one finding are kept apart; what takes more rests upon everything."""

_MOST_OF_SEARCH = 1_000_000
"""The same of all findings of a search together."""

ANYTHING = frozenset({ALL})
"""What rests upon everything that the data says."""


class Origin(NamedTuple):
    """Where a finding comes from.

    Attributes:
        keys: what was looked up of the data for it: statements, files, and what nodes are judged to be by shapes.
        shape: the shape whose target led to it; None when it is of no shape.
        target: that target, by its number.
        made_of: what it was made of, as `made_of` writes it; empty where that is the finding itself.
        search: the search that gave it, whose findings stand without being looked for again as long as nothing has changed
            that any of them or the search rests upon; empty when it is of none.
    """

    keys: frozenset[Key] = frozenset()
    shape: Node | None = None
    target: int = 0
    made_of: bytes = b""
    search: str = ""


@dataclass
class Trace:
    """Notes what findings rest upon.

    Attributes:
        graph: the data.
        origins: the findings, by their identity, with where they come from.
        searches: the searches that need not be made again: what each rests upon, beside the data and in it.
        memberships: what follows from which things there are of the types: the look-ups that tell of which type anything is.
        is_whole: whether all findings were noted, and none was left out because of another one.
    """

    graph: Graph
    origins: dict[int, tuple[Finding, Origin]] = field(default_factory=dict)
    searches: dict[str, tuple[str, frozenset[Key]]] = field(default_factory=dict)
    memberships: frozenset[Key] = ANYTHING
    is_whole: bool = False

    def __post_init__(self) -> None:
        reads = self.graph.reads
        if reads.apart is None:
            reads.apart = {}

    @contextmanager
    def noted(self) -> Iterator[set[Key]]:
        """Note what is looked up from here on."""
        with self.graph.reads.noted() as keys:
            yield keys

    def keep(self, finding: Finding, origin: Origin) -> None:
        """Note where a finding comes from."""
        self.origins[id(finding)] = finding, origin

    def origin(self, finding: Finding) -> Origin | None:
        """Give where a finding comes from; None when nobody noted it."""
        known = self.origins.get(id(finding))
        return known[1] if known is not None else None

    def searched(self, name: str, state: str, findings: Iterable[Finding], keys: Iterable[Key]) -> None:
        """Note what all findings of a search rest upon.

        Args:
            name: the search.
            state: what they rest upon beside the data.
            findings: the findings.
            keys: what was looked up.
        """
        self.searches[name] = state, self.plain(keys, _MOST_OF_SEARCH)
        for finding in findings:
            self.keep(finding, Origin(search=name))

    def apart(self) -> Trace:
        """Give one that notes the same way, and has noted nothing yet."""
        return Trace(self.graph, memberships=self.memberships)

    def take(self, origins: Iterable[tuple[Finding, Origin]], searches: Mapping[str, tuple[str, frozenset[Key]]]) -> None:
        """Take over what another process has noted: where findings come from, and what searches rest upon."""
        self.searches.update(searches)
        for finding, origin in origins:
            self.keep(finding, origin)

    def plain(self, keys: Iterable[Key], most: int = _MOST) -> frozenset[Key]:
        """Give look-ups as look-ups of statements and files, and of what nodes are judged to be; at most so many, else all."""
        reads = self.graph.reads
        plain: set[Key] = set()
        for key in reads.traced(keys):
            if key[0] in _PLAIN:
                plain.add(key)
            elif key[0] in _OF_TERMS and len(key) > 1:
                plain |= {(SUBJECT, key[1]), (OBJECT, key[1]), (PREDICATE, SUBCLASS)}
            elif key[0] == INSTANCES:
                plain |= self.memberships
            elif key[0] == KEPT_RESULT or key not in (reads.apart or {}):
                return ANYTHING
        if ALL in plain:
            return ANYTHING
        return frozenset(plain) if len(plain) <= most else ANYTHING


_PLAIN = frozenset({SUBJECT, OBJECT, PREDICATE, FILE, LOCATED, JUDGED, TERMS[0]})
_OF_TERMS = frozenset({TYPES, THINGS})
"""What follows from the statements with a term as subject or object, and from which class is above which."""


def made_of(unplaced: Unplaced) -> bytes:
    """Write what a finding without a place consists of; nothing where that cannot be written."""
    if unplaced.worded is not None:
        return b""
    advise = unplaced.advise
    return json.dumps(
        [
            *(unplaced.kind.name, *map(_written, (unplaced.focus, unplaced.predicate, unplaced.value))),
            *(packed(unplaced.message), packed(unplaced.advice), unplaced.file, list(map(_written, unplaced.meant))),
            *(
                unplaced.certain,
                unplaced.is_datatype,
                None if advise is None else getattr(advise, "__qualname__", repr(advise)),
            ),
            [[packed(o.message), *map(_written, (o.subject, o.predicate, o.value)), o.file] for o in unplaced.others],
        ]
    ).encode()


def _written(term: Term | None) -> list[str] | None:
    return None if term is None else [tag_of(term), term.value]


def memberships(model: Model) -> frozenset[Key]:
    """Give the look-ups that tell which things are of which types."""
    keys: set[Key] = {(PREDICATE, RDF_TYPE), (PREDICATE, SUBCLASS)}
    for target in (target for type_ in (*model.types.values(), *model.unlisted) for target in type_.targets):
        if target.kind is TargetKind.SUBJECTS_OF:
            keys.add((PREDICATE, target.term))
        elif target.kind is TargetKind.OBJECTS_OF:
            return ANYTHING
        elif target.kind is TargetKind.NODE:
            keys.add((SUBJECT, target.term))
    return frozenset(keys)
