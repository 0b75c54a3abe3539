"""Pages: what of the data gets none, because it lies outside the base or has no IRI."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

from catalogue.columns.sets import are_in
from catalogue.config import FILE_NAME
from catalogue.edition import Edition
from catalogue.edits import Related
from catalogue.lint.bases import fitting, is_variant
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import shown
from catalogue.lint.places import Places
from catalogue.lint.scope import Scope, targeted
from catalogue.messages import Message, Text
from catalogue.terms import RDF, NamedNode, Node

_ABOUT = NamedNode(RDF + "subject")


Made: TypeAlias = Callable[[bytes, Callable[[], Finding]], Iterator[Finding]]


def without_pages(edition: Edition, scope: Scope, places: Places, made: Made, *, is_explained: bool) -> Iterator[Finding]:
    """Find what shapes target and no page shows, and whether anything has a page at all.

    Args:
        edition: the catalogue.
        scope: what is looked at.
        places: finds where the files say something.
        made: gives a finding, by what it is made of and what makes it, unless it stands, as `Searches.made` does.
        is_explained: whether another error may be the reason why no shape targets anything.

    Returns:
        The findings; none where there are no shapes or no data, or where a part of a file could not be read.
    """
    outside = _outside(edition, scope)
    if not edition.shapes or not len(edition.graph) or _is_half_read(edition):
        return
    unpaged = _Unpaged(edition, places, len(edition.entities.validated) - len(outside), outside, _nameless(edition))
    if unpaged.inside:
        yield from unpaged.outside_base()
    elif outside or unpaged.nameless or not is_explained:
        yield unpaged.everything()
    if unpaged.inside or outside:
        yield from unpaged.nameless_things(made)


def _is_half_read(edition: Edition) -> bool:
    return any(issue.fatal for source in (*edition.data, *edition.shapes) for issue in source.issues)


def _outside(edition: Edition, scope: Scope) -> list[str]:
    """List what shapes validate outside the base, in its order."""
    things, among = edition.entities.validated, scope.among("outside", targeted)
    looked_at = things if among is None else things[are_in(things, among)]
    iris = edition.graph.columns.terms.values(looked_at)
    outside = {iri: number for number, iri in zip(looked_at.tolist(), iris, strict=True) if not edition.settings.owns(iri)}
    scope.suspect("outside", outside.values())
    return sorted(outside)


def _nameless(edition: Edition) -> Mapping[str, Sequence[Node]]:
    """List the things without an IRI by file, in its order; not claims, which are shown with what they are about."""
    graph, columns, nodes = edition.graph, edition.graph.columns, edition.entities.nameless
    if len(nodes):
        nodes = nodes[~are_in(nodes, columns.forwards(columns.number(_ABOUT)).keys)]
    owners, rows = columns.rows(0, nodes)
    by_file: dict[str, dict[Node, None]] = {}
    for row, owner in sorted(zip(rows.tolist(), owners.tolist(), strict=True)):
        by_file.setdefault(graph.files[columns.term_at(3, row)], {})[columns.terms[int(nodes[owner])]] = None
    return {file: list(each) for file, each in by_file.items()}


class _Unpaged(NamedTuple):
    """What of a catalogue gets no page.

    Attributes:
        edition: the catalogue.
        places: finds where the files say something.
        inside: how many things get a page.
        outside: the IRIs of the things outside the base, in their order.
        nameless: the things without an IRI, by file.
    """

    edition: Edition
    places: Places
    inside: int
    outside: Sequence[str]
    nameless: Mapping[str, Sequence[Node]]

    def everything(self) -> Finding:
        """Report that nothing has a page, and why."""
        if self.outside:
            message = Message("C216.outside", count=len(self.outside), base=self._base)
            return self._finding("no-pages", message, self._move(self.outside), NamedNode(self.outside[0]))
        for nodes in self.nameless.values():
            count = sum(map(len, self.nameless.values()))
            return self._finding("no-pages", Message("C216.nameless", count=count), Message("C219.name.advice"), nodes[0])
        return self._finding("no-pages", Message("C216.no-target"), Message("C216.no-target.advice"))

    def outside_base(self) -> Iterator[Finding]:
        """Report the things outside the base beside those inside: that the base may be wrong, or how many they are."""
        external = [iri for iri in self.outside if not self.edition.settings.is_elsewhere(iri)]
        variants = [iri for iri in external if is_variant(iri, self._base)]
        doubtful = external if len(external) > self.inside else variants
        if doubtful:
            message = Message("C217.outside", count=len(doubtful), base=self._base)
            advice = self._move(variants) if variants else Message("C217.elsewhere.advice")
            yield self._finding("outside-base", message, advice, NamedNode(doubtful[0]))
        left = sorted(set(external) - set(doubtful))
        if left:
            message = Message("C218.outside", count=len(left), base=self._base)
            yield self._finding("external", message, Message("C218.nothing.advice"), NamedNode(left[0]))

    def nameless_things(self, made: Made) -> Iterator[Finding]:
        """Report the things without an IRI, once for each file."""
        for file, nodes in self.nameless.items():
            of = json.dumps(["nameless", file, nodes[0].value, len(nodes)]).encode()
            yield from made(of, partial(self._nameless_things, file, nodes))

    def _nameless_things(self, file: str, nodes: Sequence[Node]) -> Finding:
        kind, message = KINDS["nameless"], Message("C219.no-iri", count=len(nodes))
        return Finding(kind, kind.severity, self.places.find(nodes[0], file=file), message, Message("C219.name.advice"))

    @property
    def _base(self) -> str:
        return self.edition.settings.namespace

    def _move(self, iris: Sequence[str]) -> Text:
        """Advise to change the base or the IRIs."""
        fit = fitting(iris, self._base)
        if fit is None or fit == self._base:
            return Message("C216.move.advice", base=self._base)
        return Message("C216.rebase.advice", fit=fit, base=self._base, file_name=FILE_NAME)

    def _finding(self, name: str, message: Text, advice: Text, example: Node | None = None) -> Finding:
        """Give a finding at the base of the settings, with a thing as an example."""
        kind = KINDS[name]
        related: tuple[Related, ...] = ()
        if example is not None:
            place = self.places.find(example)
            related = (Related(place, Message("C216.example", thing=shown(self.edition, example))),)
        return Finding(
            kind, kind.severity, self.edition.settings.place_of("catalogue", "base"), message, advice, related=related
        )
