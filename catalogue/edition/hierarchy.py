"""Hierarchies: what is broader than what or a part of it, in which scheme and collection, in either direction of the data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from catalogue.columns.graph import Graph
from catalogue.model import FIRST, REST, Model, read_list
from catalogue.names import STANDARD_PREFIXES
from catalogue.reads import OBJECT, PREDICATE, SUBJECT, Reads
from catalogue.terms import NamedNode, Node, Term, Triple

_SKOS = STANDARD_PREFIXES["skos"]
_RDFS = STANDARD_PREFIXES["rdfs"]
_UPWARD = (NamedNode(_SKOS + "broader"), NamedNode(_RDFS + "subClassOf"), NamedNode(_RDFS + "subPropertyOf"))
_DOWNWARD = NamedNode(_SKOS + "narrower")
_IN_SCHEME, _TOP_OF, _HAS_TOP = (NamedNode(_SKOS + name) for name in ("inScheme", "topConceptOf", "hasTopConcept"))
_MEMBER, _MEMBER_LIST = NamedNode(_SKOS + "member"), NamedNode(_SKOS + "memberList")

SCHEMES = frozenset({_IN_SCHEME, _TOP_OF})
"""The properties that lead from a concept to its schemes."""

RELATIONS = frozenset({*_UPWARD, _DOWNWARD, *SCHEMES, _HAS_TOP, _MEMBER, _MEMBER_LIST})
"""The properties that give things their places in hierarchies, schemes and collections."""

_PART_OF = {
    NamedNode(STANDARD_PREFIXES[prefix] + part): NamedNode(STANDARD_PREFIXES[prefix] + whole)
    for prefix, part, whole in (
        ("dct", "isPartOf", "hasPart"),
        ("org", "subOrganizationOf", "hasSubOrganization"),
        ("org", "unitOf", "hasUnit"),
        ("schema", "isPartOf", "hasPart"),
        ("schema", "parentOrganization", "subOrganization"),
    )
}
"""The properties that lead from a part to its whole, each with the one that leads back."""

MOST_LEVELS = 20
"""How many things a path has at most."""


@dataclass(frozen=True)
class Place:
    """A place in a tree.

    Attributes:
        thing: what stands there.
        level: how many things stand above it.
        is_repeated: whether it stands above already, with all that is narrower.
    """

    thing: NamedNode
    level: int
    is_repeated: bool


@dataclass(frozen=True)
class Path:
    """A way down to a thing.

    Attributes:
        things: what is broader, from the top to what is directly above the thing; at most `MOST_LEVELS`.
        is_cut: whether there is more above the first.
    """

    things: Sequence[NamedNode]
    is_cut: bool


class _Relation:
    """Which IRIs stand below which others, each pair once; nothing stands below itself.

    Args:
        pairs: the lower and the upper terms; those that are no IRIs are left out.
        reads: notes of which terms it is asked: what it has of one are statements that have it as subject or object.
    """

    def __init__(self, pairs: Iterable[tuple[Term, Term]], reads: Reads) -> None:
        self._reads = reads
        self._up: dict[NamedNode, dict[NamedNode, None]] = {}
        self._down: dict[NamedNode, dict[NamedNode, None]] = {}
        for lower, upper in pairs:
            if lower != upper and isinstance(lower, NamedNode) and isinstance(upper, NamedNode):
                self._up.setdefault(lower, {})[upper] = None
                self._down.setdefault(upper, {})[lower] = None

    def above(self, thing: NamedNode) -> list[NamedNode]:
        self._note(thing)
        return list(self._up.get(thing, ()))

    def below(self, thing: NamedNode) -> list[NamedNode]:
        self._note(thing)
        return list(self._down.get(thing, ()))

    def _note(self, thing: NamedNode) -> None:
        self._reads.note(SUBJECT, thing)
        self._reads.note(OBJECT, thing)


def part_relations(model: Model) -> list[NamedNode]:
    """List the properties between parts and wholes that property shapes give things, whichever way these follow them."""
    types = (*model.types.values(), *model.unlisted)
    paths = [prop.path for type_ in types for prop in type_.properties]
    used = {iri for path in paths for iri in (path.predicate, path.inverse) if iri is not None}
    return [node for pair in _PART_OF.items() for node in pair if node.value in used]


class Hierarchy:
    """What a graph says is broader and narrower, what is a part of what, and what its schemes and collections hold.

    Args:
        graph: the data.
        parts: the properties that lead from parts to wholes or back: what they lead to has a place above or below, as what is
            broader or narrower has.
    """

    def __init__(self, graph: Graph, parts: Collection[NamedNode] = ()) -> None:
        self._graph = graph
        self._parts = parts

    @cached_property
    def _levels(self) -> _Relation:
        return self._relation(self._pairs(_UPWARD, (_DOWNWARD,)))

    @cached_property
    def _places(self) -> _Relation:
        if not self._parts:
            return self._levels
        upward = [*_UPWARD, *(part for part in _PART_OF if part in self._parts)]
        downward = [_DOWNWARD, *(whole for whole in _PART_OF.values() if whole in self._parts)]
        return self._relation(self._pairs(upward, downward))

    def _relation(self, pairs: Iterable[tuple[Term, Term]]) -> _Relation:
        with self._graph.reads.paused():
            return _Relation(pairs, self._graph.reads)

    def _pairs(self, upward: Iterable[NamedNode], downward: Iterable[NamedNode]) -> Iterator[tuple[Term, Term]]:
        for predicate in upward:
            yield from ((triple.subject, triple.object) for triple in self._graph.triples(None, predicate))
        for predicate in downward:
            yield from ((triple.object, triple.subject) for triple in self._graph.triples(None, predicate))

    @cached_property
    def _tops(self) -> _Relation:
        return self._relation(self._pairs((_TOP_OF,), (_HAS_TOP,)))

    @cached_property
    def _schemes(self) -> _Relation:
        return self._relation(self._pairs((_TOP_OF, _IN_SCHEME), (_HAS_TOP,)))

    @cached_property
    def _lists(self) -> list[Triple]:
        with self._graph.reads.paused():
            return self._graph.triples(None, _MEMBER_LIST)

    @cached_property
    def _collections(self) -> _Relation:
        lists = self._lists
        listed = ((member, triple.subject) for triple in lists for member in read_list(self._graph, triple.object))
        return self._relation(chain(self._pairs((), (_MEMBER,)), listed))

    def broader(self, thing: NamedNode) -> list[NamedNode]:
        """List what is directly broader than a thing (`skos:broader`, `skos:narrower`, `rdfs:subClassOf` and the like)."""
        return self._levels.above(thing)

    def narrower(self, thing: NamedNode) -> list[NamedNode]:
        """List what is directly narrower than a thing."""
        return self._levels.below(thing)

    def above(self, thing: NamedNode) -> list[NamedNode]:
        """List what a thing has its place below: what is directly broader, and what it is a part of."""
        return self._places.above(thing)

    def paths(self, thing: NamedNode) -> list[Path]:
        """Give a path to a thing for each that is directly above it.

        Returns:
            The paths, each of which leads on to the first that is above and is not in the path yet.
        """
        return [self._path(thing, upper) for upper in self.above(thing)]

    def _path(self, thing: NamedNode, upper: NamedNode) -> Path:
        path: dict[NamedNode, None] = {thing: None}
        higher: NamedNode | None = upper
        while higher is not None and len(path) <= MOST_LEVELS:
            path[higher] = None
            higher = next((node for node in self.above(higher) if node not in path), None)
        return Path(list(path)[:0:-1], higher is not None)

    def schemes(self, thing: NamedNode) -> list[NamedNode]:
        """List the schemes that a concept is in (`skos:inScheme`) or at the top of."""
        return self._schemes.above(thing)

    def concepts(self, scheme: NamedNode) -> list[NamedNode]:
        """List the concepts of a scheme.

        Returns:
            Its top concepts, then all others that are in it, then those narrower than any of these that are in no scheme.
        """
        concepts = dict.fromkeys((*self._tops.below(scheme), *self._schemes.below(scheme)))
        waiting = list(concepts)
        while waiting:
            lower = [node for node in self.narrower(waiting.pop()) if node not in concepts and not self.schemes(node)]
            concepts.update(dict.fromkeys(lower))
            waiting.extend(lower)
        return list(concepts)

    def collections(self, thing: NamedNode) -> list[NamedNode]:
        """List the collections that a thing is a member of (`skos:member`, `skos:memberList`)."""
        self._graph.reads.note_each(PREDICATE, (_MEMBER_LIST, FIRST, REST) if self._lists else (_MEMBER_LIST,))
        return self._collections.above(thing)

    def members(self, collection: Node) -> tuple[list[Term], list[Term]]:
        """Give the members of a collection: those of its lists (`skos:memberList`), in their order, and the others."""
        heads = self._graph.objects(collection, _MEMBER_LIST)
        listed = dict.fromkeys(member for head in heads for member in read_list(self._graph, head))
        return list(listed), [member for member in self._graph.objects(collection, _MEMBER) if member not in listed]

    def places(self, thing: NamedNode, predicate: NamedNode, value: Term) -> bool:
        """Tell whether a statement gives a thing or its value a place that these lists have."""
        if predicate == _MEMBER_LIST:
            return bool(read_list(self._graph, value))
        is_place = isinstance(value, NamedNode) and value != thing
        return predicate == _MEMBER or (predicate in RELATIONS and is_place)

    def tree(self, ordered: Sequence[NamedNode]) -> list[Place]:
        """Give each of some things its places below those of them that are broader, or that it is a part of.

        Args:
            ordered: the things, each once, in the order that they have at each level.

        Returns:
            The places from top to bottom. A thing stands below each that is broader, and what is narrower stands below its
            first place only. Where only cycles lead to a thing, the
            first in the order that has no place yet begins a tree.
        """
        rank = {thing: number for number, thing in enumerate(ordered)}
        tops = [thing for thing in ordered if not any(upper in rank for upper in self.above(thing))]
        placed: set[NamedNode] = set()
        places: list[Place] = []
        for top in (*tops, *ordered):
            if top not in placed:
                places.extend(self._below(top, rank, placed))
        return places

    def _below(self, top: NamedNode, rank: dict[NamedNode, int], placed: set[NamedNode]) -> Iterator[Place]:
        waiting = [(top, 0)]
        while waiting:
            thing, level = waiting.pop()
            yield Place(thing, level, thing in placed)
            if thing not in placed:
                placed.add(thing)
                lower = [node for node in self._places.below(thing) if node in rank]
                waiting.extend((node, level + 1) for node in sorted(lower, key=rank.__getitem__, reverse=True))
