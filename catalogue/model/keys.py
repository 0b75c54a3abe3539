"""Keys: what programs call each property and each type, the same in tables, in JSON-LD and in its schemas."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.model.properties import Property, is_identifier
from catalogue.model.shapes import EntityType, Model
from catalogue.model.shapes_graph import ShapesGraph
from catalogue.names import STANDARD_PREFIXES, Prefixes, local_name
from catalogue.terms import Node

RESERVED = frozenset({"iri"})
"""What no property is called: the column of a table that has the things themselves."""

_KEY = re.compile(r"[^\W\d][\w.-]*")
_NOT_IN_KEYS = re.compile(r"[^\w-]+")
_DIGEST_LENGTH = 8
_STANDARD = tuple(STANDARD_PREFIXES.values())


@dataclass(frozen=True)
class Keys:
    """What programs call the properties and the types of a catalogue.

    Attributes:
        properties: the key of each predicate that a property has, by its IRI.
        classes: the key of each class that an entity type is about, by its IRI.
    """

    properties: Mapping[str, str]
    classes: Mapping[str, str]

    def of(self, type_: EntityType) -> dict[str, Property]:
        """Give the properties of a type by their keys, in their order; those that only pages show are left out.

        A composed path has no predicate: its key is that of its property, with a number where another has it.
        """
        shown = [prop for prop in type_.properties if not prop.is_view]
        keys = {prop.path: self.properties[prop.path.predicate] for prop in shown if prop.path.predicate is not None}
        used = {*RESERVED, *self.properties.values()}
        for prop in sorted(
            (prop for prop in shown if prop.path.predicate is None), key=lambda prop: (prop.key, str(prop.path))
        ):
            keys[prop.path] = free(prop.key, used)
            used.add(keys[prop.path])
        return {keys[prop.path]: prop for prop in shown}


def read_keys(model: Model, shapes: ShapesGraph, prefixes: Prefixes, base: str) -> Keys:
    """Read the keys of a catalogue.

    Args:
        model: what the shapes say.
        shapes: the shapes themselves.
        prefixes: the catalogue's prefixes.
        base: the catalogue's base.

    Returns:
        For each predicate and class what `sh:codeIdentifier` calls it, else its local name. Where several have the same, one
        that the shapes call so keeps it, else one of the standard vocabularies, else the catalogue's own, else one of
        another's, and among these the first by its IRI; each of the others has its prefix in front. So neither the order of
        the shapes nor that of their files counts, and a term of one's own that is added renames nothing that is standard.
    """
    types = (*model.types.values(), *model.unlisted)
    given: dict[str, set[str]] = {}
    for prop in (prop for type_ in types for prop in type_.properties):
        if prop.path.predicate is not None:
            given.setdefault(prop.path.predicate, set()).update([prop.identifier] if prop.identifier else [])
    properties = keys_of({iri: min(names, default="") for iri, names in given.items()}, prefixes, base, RESERVED)
    classes = {class_: _identifier(shapes, type_.shape) for type_ in model.types.values() for class_ in type_.classes}
    return Keys(properties, keys_of(classes, prefixes, base, {*RESERVED, *properties.values()}))


def keys_of(given: Mapping[str, str], prefixes: Prefixes, base: str, reserved: Collection[str] = ()) -> dict[str, str]:
    """Give each IRI a key of its own; their order does not count.

    Args:
        given: what each is called already, or empty.
        prefixes: the catalogue's prefixes.
        base: the catalogue's base.
        reserved: keys that none may have.

    >>> keys_of({"https://x.example/title": "", "http://purl.org/dc/terms/title": ""}, Prefixes(), "https://x.example/")
    {'https://x.example/title': 'x_example_title', 'http://purl.org/dc/terms/title': 'title'}
    """
    used, keys = set(reserved), dict[str, str]()

    def rank(iri: str) -> tuple[bool, bool, bool, str]:
        return not given[iri], not iri.startswith(_STANDARD), not iri.startswith(base), iri

    makers: tuple[Callable[[str], Iterator[str]], ...] = (
        lambda iri: iter([given[iri] or local_name(iri)]),
        lambda iri: _qualified(iri, given[iri] or local_name(iri), prefixes),
    )
    for candidates in makers:  # no qualified key takes a plain one from another
        for iri in sorted((iri for iri in given if iri not in keys), key=rank):
            key = next((key for key in candidates(iri) if key not in used and _KEY.fullmatch(key)), None)
            if key is not None:
                keys[iri] = key
                used.add(key)
    return {iri: keys[iri] for iri in given}


def free(name: str, used: Collection[str]) -> str:
    """Give a name that is not used: itself, or with the first number that makes it another.

    >>> free("path", {"path", "path_2"})
    'path_3'
    """
    number, key = 1, name
    while key in used:
        number += 1
        key = f"{name}_{number}"
    return key


def _qualified(iri: str, name: str, prefixes: Prefixes) -> Iterator[str]:
    """Put the prefix before a name, or the end of the namespace; else a digest behind it, which no other has."""
    local = local_name(iri)
    prefix, colon, _ = prefixes.shorten(iri).partition(":")
    name = _NOT_IN_KEYS.sub("_", name).lstrip("-0123456789") or "property"
    if colon and prefix in prefixes:
        yield f"{_NOT_IN_KEYS.sub('_', prefix)}_{name}"
    namespace = local_name(iri.removesuffix(local))
    yield f"{_NOT_IN_KEYS.sub('_', namespace)}_{name}"
    yield f"{name}_{hashlib.sha256(iri.encode()).hexdigest()[:_DIGEST_LENGTH]}"


def _identifier(shapes: ShapesGraph, node: Node) -> str:
    values: Iterable[str] = (value.value for value in shapes.shape(node).values("codeIdentifier") if is_identifier(value))
    return next(iter(values), "")
