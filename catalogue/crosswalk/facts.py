"""What is plainly stated of a thing by properties that are ones of schema.org or another vocabulary, in whatever language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue import schema_org
from catalogue.crosswalk import (
    names_in_shapes,
    names_of_predicate,
    properties_of,
    types_of_class,
    types_of_shapes,
    types_of_value,
)
from catalogue.crosswalk.vocabulary import SCHEMA_ORG, Vocabulary
from catalogue.edition import Edition, Lazy, held_by_edition, per_edition
from catalogue.edition.qualifications import qualifications_of_claim, qualifications_of_thing
from catalogue.model import Path, spread
from catalogue.reads import Key
from catalogue.terms import RDF_TYPE, NamedNode, Node, Term

_MADE = frozenset({"name", "mainEntityOfPage"})
"""What follows from the page itself and no mapping gives."""


class Facts(NamedTuple):
    """A thing in terms of schema.org.

    Attributes:
        types: its types, the most special ones; `Thing` where none is known.
        values: the values of its properties that one of the types has, by the name of the property, as the data has them.
    """

    types: Sequence[str]
    values: Sequence[tuple[str, Sequence[Term]]]


_NOTHING = Facts([schema_org.THING], [])


class _Kept(NamedTuple):
    """What is kept of a thing, with what was looked up for it."""

    facts: Facts
    keys: frozenset[Key]


@held_by_edition
def _last(_edition: Edition) -> dict[NamedNode, _Kept]:
    """Keep the last thing: its pages in all languages are made one after the other."""
    return {}


def facts_of(edition: Edition, thing: NamedNode) -> Facts:
    """Give what is plainly stated of a thing.

    Of one that calls itself inferred, planned or the like, and of a record that is nothing in schema.org, only that it is one.
    """
    if edition.is_record(thing) and not _may_have_type(edition, thing):
        return _NOTHING
    kept, reads = _last(edition), edition.graph.reads
    known = kept.get(thing)
    if known is None:
        with reads.noted() as keys:
            facts = facts_of_node(edition, thing) if is_plain(edition, thing) else _NOTHING
        known = _Kept(facts, frozenset(keys))
        kept.clear()
        kept[thing] = known
    reads.repeat(known.keys)
    return known.facts


def _may_have_type(edition: Edition, thing: NamedNode) -> bool:
    """Tell whether a thing may be more than a `Thing`, as far as its classes and shapes say."""
    iris = _iris(edition, thing)
    return _has_kinds(edition, iris) or bool(_declared(edition, iris, _classes(edition, thing)))


def facts_of_node(edition: Edition, node: Node) -> Facts:
    """Give what is plainly stated of a node, an entry or a blank node."""
    mapped = list(_mapped(edition, node))
    types = _types(edition, node, mapped)
    values: list[tuple[str, Sequence[Term]]] = []
    for path, names in mapped:
        own = [name for name in names if name not in _MADE and any(schema_org.has(type_, name) for type_ in types)]
        reached = _reached(edition, node, path) if own else ()
        values += [(name, reached) for name in own if reached]
    return Facts(types, values)


def values_in(edition: Edition, node: Node, vocabulary: Vocabulary) -> Mapping[str, Sequence[Term]]:
    """Give what is plainly stated of a node in another vocabulary: the values of its properties, each once, by their names."""
    values: dict[str, dict[Term, None]] = {}
    for path, names in _mapped(edition, node, vocabulary):
        reached = _reached(edition, node, path)
        for name in names if reached else ():
            values.setdefault(name, {}).update(dict.fromkeys(spread(edition.graph, reached)))
    return {name: list(terms) for name, terms in values.items()}


def types_of(edition: Edition, thing: NamedNode) -> Sequence[str]:
    """Give the types of an entry that another leads to."""
    return _types(edition, thing, list(_mapped(edition, thing)) if _has_kinds(edition, _iris(edition, thing)) else [])


def instances_of(edition: Edition, types: frozenset[str]) -> list[NamedNode]:
    """List the entries that plainly are of one of some types of schema.org or of one below it, in the order of their IRIs."""
    iris = sorted({thing.value for thing in _may_be(edition, types)})
    return [thing for thing in map(NamedNode, iris) if _is_one_of(types, types_of(edition, thing)) and is_plain(edition, thing)]


def _may_be(edition: Edition, types: frozenset[str]) -> Iterator[NamedNode]:
    """List the entries that are of some types, as far as their shapes and classes say, and those whose values may say so."""
    for type_ in edition.model.types.values():
        if _has_kinds(edition, (type_.iri,)) or _is_one_of(types, types_of_shapes(edition, type_.iri)):
            yield from edition.instances(type_)
    for class_ in edition.graph.values_of(RDF_TYPE):
        if isinstance(class_, NamedNode) and _is_one_of(types, types_of_class(edition, class_.value)):
            for node in edition.graph.instances(class_):
                if isinstance(node, NamedNode) and node in edition.things:
                    yield node


def _is_one_of(types: frozenset[str], names: Iterable[str]) -> bool:
    return any(not types.isdisjoint(schema_org.above(name)) for name in names)


def is_plain(edition: Edition, thing: Node) -> bool:
    """Tell whether a thing as a whole is stated as a fact: it calls itself neither inferred nor planned, or the like."""
    return _plain_things(edition)[thing]


@per_edition
def _plain_things(edition: Edition) -> Mapping[Node, bool]:
    """Tell of things whether they are stated as facts, of each when it is first asked for: many lead to the same ones."""
    return Lazy(edition.graph.reads, lambda thing: not qualifications_of_thing(edition, thing, ()))


@per_edition
def _plain_claims(edition: Edition) -> Mapping[Node, bool]:
    """Tell of claims whether they state plainly what they are about."""
    return Lazy(edition.graph.reads, lambda claim: not qualifications_of_claim(edition, claim))


def _iris(edition: Edition, node: Node) -> tuple[str, ...]:
    return tuple(type_.iri for type_ in edition.things.get(node, ())) if isinstance(node, NamedNode) else ()


@held_by_edition
def _has_kinds(edition: Edition, iris: tuple[str, ...]) -> bool:
    """Tell whether values of things of some types may say what they are in schema.org."""
    return any("additionalType" in names for _, names in properties_of(edition, iris))


def _types(edition: Edition, node: Node, mapped: Iterable[tuple[Path, Sequence[str]]]) -> Sequence[str]:
    """Give the types of a node: those that a value of it names go with those of its shapes, or else of its classes."""
    declared = _declared(edition, _iris(edition, node), _classes(edition, node))
    named = [
        name
        for path, properties in mapped
        if "additionalType" in properties
        for value in _reached(edition, node, path)
        for name in types_of_value(edition, value)
    ]
    return schema_org.most_special([*declared, *named]) if named else declared or [schema_org.THING]


def _classes(edition: Edition, node: Node) -> tuple[str, ...]:
    return tuple(class_.value for class_ in edition.graph.objects(node, RDF_TYPE) if isinstance(class_, NamedNode))


@held_by_edition
def _declared(edition: Edition, iris: tuple[str, ...], classes: tuple[str, ...]) -> Sequence[str]:
    """Give the types that the shapes of a thing map it to, else its classes; none where they do not."""
    names = [name for iri in iris for name in types_of_shapes(edition, iri)]
    return schema_org.most_special(names or [name for class_ in classes for name in types_of_class(edition, class_)])


def _mapped(edition: Edition, node: Node, vocabulary: Vocabulary = SCHEMA_ORG) -> Iterator[tuple[Path, Sequence[str]]]:
    """List the paths from a node that are properties of a vocabulary: those of its shapes, then what no shape speaks of."""
    iris = _iris(edition, node)
    yield from ((prop.path, names) for prop, names in properties_of(edition, iris, vocabulary))
    known, names_of = _known(edition, iris), names_of_predicate if iris else names_in_shapes
    for predicate in dict.fromkeys(triple.predicate.value for triple in edition.graph.triples(node)):
        if predicate not in known and (names := names_of(edition, predicate, vocabulary)):
            yield _step(predicate), names


@held_by_edition
def _known(edition: Edition, iris: tuple[str, ...]) -> frozenset[str | None]:
    """Give the predicates that the shapes of some types speak of."""
    types = (edition.model.types[iri] for iri in iris if iri in edition.model.types)
    return frozenset(prop.path.predicate for type_ in types for prop in type_.properties)


@lru_cache(maxsize=256)
def _step(predicate: str) -> Path:
    return Path("predicate", predicate)


def _reached(edition: Edition, node: Term, path: Path) -> list[Term]:
    """Follow a path from a node over what is plainly stated alone."""
    if path.kind != "sequence":
        values = path.follow(edition.graph, node)
        return [value for value in values if _is_plainly(edition, node, path, value)]
    nodes: Iterable[Term] = [node]
    for part in path.parts:
        nodes = dict.fromkeys(value for each in nodes for value in _reached(edition, each, part))
    return list(nodes)


def _is_plainly(edition: Edition, node: Term, path: Path, value: Term) -> bool:
    """Tell whether a value is plainly stated: a claim about it says so, or there is none; and so is the thing that it is."""
    if isinstance(value, NamedNode) and value in edition.things and not is_plain(edition, value):
        return False
    claims = edition.claims.of(node, NamedNode(path.predicate), value) if path.predicate is not None else ()
    return not claims or any(_plain_claims(edition)[claim] for claim in claims)
