"""The sections of dumps, each some subjects or files: what stands before a border says where it is, whatever else changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias
from zlib import crc32

from catalogue import serialise
from catalogue.columns.parting import NamedGraph, links_to_blank_nodes, named_graphs, quads_of, subjects_of
from catalogue.documents.formats import JSON_LD, N_QUADS, TURTLE, Format
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.publish.members import Composed, Section, Source, Written, key_of
from catalogue.publish.parts import Selection
from catalogue.terms import BlankNode, NamedNode, Node, Triple

_SUBJECTS, _STATEMENTS = 200, 1600
"""How many subjects a section has on average, and how many statements where files are put together."""

Stated: TypeAlias = Callable[[Node], str]
"""Gives the digest of what is stated of a node."""


class Asked(NamedTuple):
    """A dump that is asked for.

    Attributes:
        edition: the catalogue.
        selection: which statements it has.
        stated: gives the digest of what is stated of a node; None where nothing is taken over.
        sources: where sections may be taken from.
        level: how hard sections are compressed.
    """

    edition: Edition
    selection: Selection
    stated: Stated | None
    sources: Sequence[Source]
    level: int


def sections_of(format_: Format) -> Callable[[Asked], Composed]:
    """Give what composes a dump in a format."""
    return {TURTLE: _turtle, N_QUADS: _quads, JSON_LD: _jsonld}[format_]


def _stretches(subjects: Iterable[Node]) -> Iterator[list[Node]]:
    """Part subjects: a part ends behind one whose own hash says so."""
    stretch: list[Node] = []
    for subject in subjects:
        stretch.append(subject)
        if crc32(str(subject).encode()) % _SUBJECTS == 0:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _key(asked: Asked, kind: str, nodes: Iterable[Node]) -> bytes:
    """Give the digest of what is stated of nodes, as far as it is in the dump; nothing where nothing is taken over."""
    if asked.stated is None:
        return b""
    states = ((node, asked.selection.of(node)) for node in nodes)
    told = (f"{node} {'-' if state is None else f'+{state} {asked.stated(node)}'}" for node, state in states)
    return key_of((kind, *told))


def _turtle(asked: Asked) -> Composed:
    graph, prefixes, has = asked.edition.graph, asked.edition.settings.prefixes, asked.selection

    def write(subjects: Sequence[Node]) -> Written:
        with graph.reads.paused():
            part = serialise.turtle_part((t for subject in subjects for t in graph.triples(subject) if has(t)), prefixes)
        return Written(part.body, part.prefixes)

    def sections() -> Iterator[Section]:
        for stretch in _stretches(graph.ordered_subjects()):
            subjects = [subject for subject in stretch if has.of(subject) is not None]
            if subjects:
                yield Section(_key(asked, "turtle", subjects), partial(write, subjects))

    composed = Composed(sections(), asked.sources, level=asked.level)
    composed.start = serialise.turtle_start(composed.uses)
    return composed


def _quads(asked: Asked) -> Composed:
    graph, has = asked.edition.graph, asked.selection

    def write(files: Sequence[NamedGraph]) -> Written:
        with graph.reads.paused():
            return Written(b"".join(serialise.nquads(quad for quad in quads_of(graph, file) if has(quad)) for file in files))

    def sections() -> Iterator[Section]:
        files: list[NamedGraph] = []
        told: list[str] = []
        all_files = named_graphs(graph)
        for file in all_files:
            state = _state_of(asked, file)
            if state is not None:
                files.append(file)
                told += file.path, file.digest, state
            is_last = crc32(file.path.encode("utf-8", "surrogatepass")) % _STATEMENTS < file.length or file is all_files[-1]
            if is_last and files:
                yield Section(key_of(("n-quads", *told)) if asked.stated else b"", partial(write, files))
                files, told = [], []

    return Composed(sections(), asked.sources, level=asked.level)


def _state_of(asked: Asked, file: NamedGraph) -> str | None:
    """Tell what of a file is in a dump: all where it is empty, or of which subjects; None where nothing is."""
    has = asked.selection
    if not has.records:
        return None if has.is_of_records else ""
    states = [(subject, has.of(subject)) for subject in subjects_of(asked.edition.graph, file)]
    told = [(str(subject), state) for subject, state in states if state is not None]
    if not told:
        return None
    is_whole = len(told) == len(states) and not any(state for _, state in told)
    return "" if is_whole else key_of(part for each in told for part in each).hex()


class _Blank(NamedTuple):
    """The blank nodes of a graph.

    Attributes:
        leads: those to which nodes lead, by node.
        leaders: the nodes that lead to each.
        subjects: those of which something is stated, in their order.
    """

    leads: Mapping[Node, Sequence[BlankNode]]
    leaders: Mapping[BlankNode, set[Node]]
    subjects: Sequence[BlankNode]

    def led_to(self, nodes: Iterable[Node]) -> list[BlankNode]:
        """List those to which nodes lead, by others too, in a stable order."""
        seen: set[Node] = set()
        pending = list(nodes)
        while pending:
            new = [value for value in self.leads.get(pending.pop(), ()) if value not in seen]
            seen.update(new)
            pending += new
        return sorted((node for node in seen if isinstance(node, BlankNode)), key=str)

    def is_apart(self, nodes: Iterable[Node], led_to: Sequence[BlankNode]) -> bool:
        """Tell whether nothing but some nodes, and the blank nodes to which they lead, leads to these."""
        own = {*nodes, *led_to}
        return all(self.leaders[node] <= own for node in led_to)


def _blank(edition: Edition, subjects: Iterable[Node]) -> _Blank:
    leads: dict[Node, list[BlankNode]] = {}
    leaders: dict[BlankNode, set[Node]] = {}
    for subject, value in links_to_blank_nodes(edition.graph):
        leads.setdefault(subject, []).append(value)
        leaders.setdefault(value, set()).add(subject)
    return _Blank(leads, leaders, [subject for subject in subjects if isinstance(subject, BlankNode)])


def _jsonld(asked: Asked) -> Composed:
    edition, graph, has = asked.edition, asked.edition.graph, asked.selection
    subjects = graph.ordered_subjects()
    named, blank = [node for node in subjects if isinstance(node, NamedNode)], _blank(edition, subjects)

    def about(node: BlankNode) -> Iterable[Triple]:
        with graph.reads.paused():
            return [triple for triple in graph.triples(node) if has(triple)]

    def references(node: BlankNode) -> int:
        with graph.reads.paused():
            return sum(has(triple) for triple in graph.triples(None, None, node))

    if not named:
        whole = jsonld.graph(edition, (triple for node in blank.subjects for triple in about(node)))
        return Composed([Section(b"", lambda: Written(whole))], level=asked.level)
    passed_over: frozenset[str] = frozenset()
    while True:
        members = jsonld.Members(edition, about, references, passed_over)
        sections = _sections_of_json(asked, members, named, blank, f"json-ld {' '.join(sorted(passed_over))}")
        composed = Composed(sections, asked.sources, between=b",", level=asked.level)
        mistaken, is_empty = jsonld.mistaken(edition, composed.uses, passed_over), not composed.members
        if not mistaken:
            composed.start, composed.end = jsonld.around_members(edition, composed.uses, passed_over, is_empty=is_empty)
            return composed
        passed_over |= mistaken


def _sections_of_json(
    asked: Asked, members: jsonld.Members, named: Sequence[Node], blank: _Blank, kind: str
) -> Iterator[Section]:
    """Give the sections of a dump in JSON-LD: those of subjects with an IRI, then what leads to no place of its own.

    Args:
        asked: the dump.
        members: writes them.
        named: the subjects with an IRI.
        blank: the blank nodes.
        kind: what all of their keys begin with.
    """
    graph, has = asked.edition.graph, asked.selection

    def write(nodes: Sequence[Node]) -> Written:
        with graph.reads.paused():
            data, uses = members.of(t for node in nodes for t in graph.description(node) if has(t))
        return Written(data, uses, not members.left())

    for stretch in _stretches(named):
        if all(has.of(subject) is None for subject in stretch):
            continue
        led_to = blank.led_to(stretch)
        nodes = [*stretch, *led_to] if led_to else [subject for subject in stretch if has.of(subject) is not None]
        key = _key(asked, kind, nodes) if blank.is_apart(stretch, led_to) else b""
        yield Section(key, partial(write, stretch), partial(members.passed, led_to))
    yield Section(b"", lambda: Written(*members.rest(blank.subjects)))
