"""The base: all data as read at one time, beneath later readings, and what a check of it has reported something at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.columns.index import Numbers
from catalogue.columns.layer import Layer
from catalogue.edition import Edition
from catalogue.lint import Before
from catalogue.lint.ready import Ready
from catalogue.lint.standing import Standing
from catalogue.report.sections import Section
from catalogue.sources import Source


@dataclass(eq=False)
class Base:
    """The data of a catalogue, as it was read whole.

    Attributes:
        conditions: what the reading rested upon besides the files, as `Disk.conditions` has it.
        origin: the graph of the data, or the layer that was kept of one.
        sources: the files without their statements, by name: all that need not be read again to lie upon the base.
        digests: SHA-256 of each file, by name.
        shapes: the digest of the shapes of the last check of everything; empty when there was none.
        suspects: what each search of that check has reported something at, by its name.
        standing: the findings of that check; None when there was none, or they cannot stand alone.
        ready: the findings that tasks have made, with the digest of the edition that they are of; None where none have.
        sections: what was written of files all of whose findings stand, by the way in which it was written.
        record: the name of its record on disk, or None.
        recorded: the shapes of the suspects on disk.
        kept: the name of the record of its findings on disk, or None.
    """

    conditions: str
    origin: Graph | Layer
    sources: Mapping[str, Source]
    digests: Mapping[str, str]
    shapes: str = ""
    suspects: Mapping[str, Numbers] = field(default_factory=dict)
    standing: Standing | None = None
    ready: tuple[str, Ready] | None = None
    sections: dict[str, Mapping[str, Section]] = field(default_factory=dict)
    record: str | None = None
    recorded: str = ""
    kept: str | None = None

    @classmethod
    def of(cls, edition: Edition, conditions: str) -> Base:
        """Make a base of an edition that lies upon none."""
        sources = {source.path: replace(source, triples=()) for source in edition.data}
        return cls(conditions, edition.graph, sources, {name: source.digest for name, source in sources.items()})

    @cached_property
    def layer(self) -> Layer:
        """What the statements of a later edition lie upon; made when there is one."""
        layer = self.origin if isinstance(self.origin, Layer) else self.origin.layer()
        self.origin = layer  # the graph is not needed any more
        return layer

    def differs(self, edition: Edition) -> bool:
        """Tell whether an edition has other data."""
        return {source.path: source.digest for source in edition.data} != self.digests

    def suspects_of(self, shapes: str) -> Mapping[str, Numbers] | None:
        """Give what was reported when everything was checked with these shapes; None when it was not."""
        return self.suspects if shapes and shapes == self.shapes else None

    def before(self, shapes: str, edition: Edition) -> Before | None:
        """Give the findings of a check of everything with these shapes, and what is otherwise in an edition; None for none."""
        if self.standing is None or not shapes or shapes != self.shapes:
            return None
        digests = {source.path: source.digest for source in edition.data}
        return Before(self.standing, frozenset(path for path, digest in self.digests.items() if digests.get(path) != digest))

    def ready_for(self, edition: Edition) -> Ready | None:
        """Give the findings that tasks have made; None where there are none, or anything is otherwise in an edition."""
        return self.ready[1] if self.ready is not None and self.ready[0] == edition.digest else None

    def note(self, shapes: str, suspects: Mapping[str, Numbers], standing: Standing | None) -> None:
        """Note what a check of everything in it has reported something at, and its findings."""
        self.shapes, self.suspects, self.standing, self.ready, self.sections = shapes, suspects, standing, None, {}


def digest_of(sources: Iterable[Source]) -> str:
    """Give what changes with the names, the order and the bytes of files."""
    return hashlib.sha256("\n".join(f"{source.path} {source.digest}" for source in sources).encode()).hexdigest()
