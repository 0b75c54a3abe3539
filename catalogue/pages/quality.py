"""The quality of the data, counted as the shapes say what an entry has: missing, inferred, contradicted, old, untranslated."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from catalogue import schema_org
from catalogue.edition import SOURCE, Edition, held_by_edition, per_edition
from catalogue.edition.claims import OBJECT, PREDICATE, SUBJECT
from catalogue.languages import nearest
from catalogue.model import EntityType, Property
from catalogue.names import STANDARD_PREFIXES
from catalogue.pages.sourcing import how_known
from catalogue.terms import RDF_TYPE, XSD, Literal, NamedNode, Node, Term, language_of

MISSING, KNOWN, CONTRADICTED, OLD, UNTRANSLATED = "missing", "known", "contradicted", "old", "untranslated"
PARTS = (MISSING, KNOWN, CONTRADICTED, OLD, UNTRANSLATED)
"""The parts of the page, in its order."""

_ASKED = frozenset({"LabelRole", "DescriptionRole", "KeyInfoRole"})
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?=[T+\-Z]|\Z)")
_NO_REMARKS = frozenset({RDF_TYPE, SOURCE, SUBJECT, PREDICATE, OBJECT})
_MODIFIED = frozenset(
    NamedNode(iri)
    for iri in (f"{STANDARD_PREFIXES['dct']}modified", *(f"{namespace}dateModified" for namespace in schema_org.NAMESPACES))
)
"""What says when an entry was last modified, whatever claims have."""
MOST_LINKS = 10
"""How many entries are linked for each count."""


@dataclass
class Count:
    """How many entries of a type have one thing about them that could be better.

    Attributes:
        type: the type.
        property: the property, where it is about one.
        value: the value that it has, where that is what is counted.
        language: the language that a text is lacking in, where that is what is counted.
        count: how many.
        things: the first of them, in the order of their IRIs.
    """

    type: EntityType
    property: Property | NamedNode | None = None
    value: Term | None = None
    language: str = ""
    count: int = 0
    things: list[NamedNode] = field(default_factory=list)

    def add(self, thing: NamedNode) -> None:
        """Count a thing."""
        self.count += 1
        if len(self.things) < MOST_LINKS:
            self.things.append(thing)


Key = tuple[str, Property | NamedNode | None, Term | None, str]
"""A part of the page, then what is counted in it, as the attributes of `Count` are."""


@per_edition
def quality(edition: Edition) -> Mapping[str, Sequence[Count]]:
    """Count what could be better about the entries that are subject matter, each with its primary type.

    Returns:
        For each part of the page the counts, in the order of the types and the properties.
    """
    counts: dict[str, dict[tuple[object, ...], Count]] = {}
    claims, known = _claims(edition), frozenset(how_known(edition))
    edition.graph.expect((*edition.subjects, *(claim for each in claims.values() for claim in each)))
    for thing in edition.subjects:
        type_ = edition.things[thing][0]
        counted = {
            (part, type_.iri, prop.path if isinstance(prop, Property) else prop, value, language): (prop, value, language)
            for part, prop, value, language in _of_thing(edition, thing, type_, claims.get(thing, ()), known)
        }
        for key, about in counted.items():
            counts.setdefault(key[0], {}).setdefault(key, Count(type_, *about)).add(thing)
    order = {iri: place for place, iri in enumerate(edition.model.types)}
    return {
        part: sorted(counts.get(part, {}).values(), key=lambda count: order.get(count.type.iri, len(order)))
        for part in (MISSING, KNOWN, CONTRADICTED, OLD, UNTRANSLATED)
    }


@per_edition
def wholes(edition: Edition) -> Mapping[str, int]:
    """Count the entries of each type that are subject matter, each with its primary type."""
    numbers: dict[str, int] = {}
    for thing in edition.subjects:
        iri = edition.things[thing][0].iri
        numbers[iri] = numbers.get(iri, 0) + 1
    return numbers


@per_edition
def _claims(edition: Edition) -> Mapping[Term, Sequence[Node]]:
    claims: dict[Term, list[Node]] = {}
    for claim, _, subject in edition.graph.triples(None, SUBJECT):
        claims.setdefault(subject, []).append(claim)
    return claims


def _of_thing(
    edition: Edition, thing: NamedNode, type_: EntityType, claims: Sequence[Node], known: Collection[NamedNode]
) -> Iterator[Key]:
    yield from _of_properties(edition, thing, type_, claims)
    for predicate in _gathering(edition, thing):
        yield CONTRADICTED, predicate, None, ""
    for node in (thing, *claims):
        for predicate, value in _remarks(edition, node, known):
            yield KNOWN, predicate, value, ""
    if _is_old(edition, thing, claims, known):
        yield OLD, None, None, ""


def _of_properties(edition: Edition, thing: NamedNode, type_: EntityType, claims: Sequence[Node]) -> Iterator[Key]:
    graph, stated, claimed = edition.graph, edition.graph.stated(thing), _claimed(edition, claims)
    for prop, step, least in _counted(edition, type_.iri):
        values = prop.path.follow(graph, thing) if step is None else stated.get(step, ())
        if len(values) < least:
            yield MISSING, prop, None, ""
        for language in _lacking(edition, values) if values else ():
            yield UNTRANSLATED, prop, None, language
        if prop.max_count == 1 and step is not None and len(claimed.get(step, ())) > 1:
            yield CONTRADICTED, prop, None, ""


@held_by_edition
def _counted(edition: Edition, type_iri: str) -> Sequence[tuple[Property, NamedNode | None, int]]:
    """List the properties of a type with the predicate that is all of the path, and how many values a thing has at least.

    Those that show what other things state are left out: there may be nothing to show.
    """
    types = {type_.iri: type_ for type_ in (*edition.model.types.values(), *edition.model.unlisted)}
    return [
        (prop, prop.path.step, max(1, prop.min_count) if prop.min_count or prop.role in _ASKED else 0)
        for prop in types[type_iri].properties
        if not prop.is_view
    ]


def _gathering(edition: Edition, thing: NamedNode) -> Iterator[NamedNode]:
    """Give the properties by which an entry gathers several claims, to hold them against one another."""
    for predicate, values in edition.graph.stated(thing).items():
        nodes = [value for value in values if not isinstance(value, Literal)] if len(values) > 1 else ()
        if sum(SUBJECT in edition.graph.stated(node) for node in nodes) > 1:
            yield predicate


def _lacking(edition: Edition, values: Iterable[Term]) -> Iterator[str]:
    """Give the languages of the pages in which there is no text, where there is one in another of them."""
    tags, languages = dict.fromkeys(filter(None, map(language_of, values))), edition.settings.languages
    if tags and any(nearest(language, tags) for language in languages):
        yield from (language for language in languages if not nearest(language, tags))


def _claimed(edition: Edition, claims: Iterable[Node]) -> Mapping[Term, Collection[Term]]:
    """Give the values that claims name for each property, texts in the language of the first: translations are one value."""
    values: dict[Term, list[Term]] = {}
    for claim in claims:
        stated = edition.graph.stated(claim)
        for predicate in stated.get(PREDICATE, ()):
            values.setdefault(predicate, []).extend(stated.get(OBJECT, ()))
    return {predicate: _in_one_language(named) for predicate, named in values.items() if named}


def _in_one_language(values: Sequence[Term]) -> Collection[Term]:
    first = language_of(values[0])
    return {value for value in values if language_of(value) == first}


def _remarks(edition: Edition, node: Node, known: Collection[NamedNode]) -> Iterator[tuple[NamedNode, Term]]:
    """Give what a thing or a claim says by a term of how it is known."""
    for predicate, values in edition.graph.stated(node).items():
        if predicate in known and predicate not in _NO_REMARKS:
            yield from ((predicate, value) for value in values if isinstance(value, NamedNode))


@per_edition
def is_age_known(edition: Edition) -> bool:
    """Tell whether it can be told of any entry that it is old: the revision has a date, and Git or entries have others."""
    if edition.modified is None or edition.history:
        return edition.modified is not None
    claims, known = _claims(edition), frozenset(how_known(edition))
    nodes = (node for thing in edition.subjects for node in (thing, *claims.get(thing, ())))
    return any(True for node in nodes for _ in _dates(edition, node, known))


def _is_old(edition: Edition, thing: NamedNode, claims: Iterable[Node], known: Collection[NamedNode]) -> bool:
    if edition.modified is None:
        return False
    limit = (edition.modified - timedelta(days=edition.settings.old_after)).date().isoformat()
    newest = max((date for node in (thing, *claims) for date in _dates(edition, node, known)), default="")
    if not newest:
        changes = [edition.history.get(path) for path in edition.graph.files_of(thing)]
        newest = max((change.time.date().isoformat() for change in changes if change), default="")
    return bool(newest) and newest < limit


def _dates(edition: Edition, node: Node, known: Collection[NamedNode]) -> Iterator[str]:
    """Give the dates of how a thing is known, and of its last modification, each as the last day that it may be."""
    for predicate, values in edition.graph.stated(node).items():
        if predicate in known or predicate in _MODIFIED:
            dates = (value.value for value in values if isinstance(value, Literal) and value.datatype.value != XSD + "string")
            matches = (_DATE.match(date) for date in dates)
            yield from ("-".join((m[1], m[2] or "12", m[3] or "31")) for m in matches if m is not None)
