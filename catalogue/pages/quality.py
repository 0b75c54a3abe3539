"""The quality of the data, counted as the shapes say what an entry has: missing, inferred, contradicted, old, untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from catalogue.edition import SOURCE, Edition, per_edition
from catalogue.edition.claims import OBJECT, PREDICATE, SUBJECT
from catalogue.languages import nearest
from catalogue.model import EntityType, Property
from catalogue.pages.sourcing import how_known
from catalogue.terms import RDF_TYPE, XSD, Literal, NamedNode, Node, Term, language_of

MISSING, KNOWN, CONTRADICTED, OLD, UNTRANSLATED = "missing", "known", "contradicted", "old", "untranslated"
PARTS = (MISSING, KNOWN, CONTRADICTED, OLD, UNTRANSLATED)
"""The parts of the page, in its order."""

_ASKED = frozenset({"LabelRole", "DescriptionRole", "KeyInfoRole"})
_NO_REMARKS = frozenset({RDF_TYPE, SOURCE, SUBJECT, PREDICATE, OBJECT})
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?=[T+\-Z]|\Z)")
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
    claims = _claims(edition)
    for thing in edition.subjects:
        type_ = edition.things[thing][0]
        counted = {
            (part, type_.iri, prop.path if isinstance(prop, Property) else prop, value, language): (prop, value, language)
            for part, prop, value, language in _of_thing(edition, thing, type_, claims.get(thing, ()))
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


def _of_thing(edition: Edition, thing: NamedNode, type_: EntityType, claims: Sequence[Node]) -> Iterator[Key]:
    stated = [edition.graph.properties(node) for node in (thing, *claims)]
    by_iri: dict[str, Sequence[Term]] = {predicate.value: values for predicate, values in stated[0].items()}
    for prop in type_.properties:
        if prop.is_view:
            continue  # it shows what other things state, and there may be nothing to show
        predicate = prop.path.predicate
        values = by_iri.get(predicate, ()) if predicate else prop.path.follow(edition.graph, thing)
        is_asked = prop.min_count or prop.role in _ASKED
        if is_asked and len(values) < max(1, prop.min_count):
            yield MISSING, prop, None, ""
        if values:
            yield from ((UNTRANSLATED, prop, None, language) for language in _lacking(edition, values))
        if claims and prop.max_count == 1 and len(_claimed(edition, claims, prop)) > 1:
            yield CONTRADICTED, prop, None, ""
    yield from ((CONTRADICTED, gathering, None, "") for gathering in _gathering(edition, stated[0]))
    known = how_known(edition)
    told = [(each, values) for properties in stated for each, values in properties.items() if each in known]
    for each, values in told:
        if each not in _NO_REMARKS:
            yield from ((KNOWN, each, value, "") for value in values if isinstance(value, NamedNode))
    if _is_old(edition, thing, told):
        yield OLD, None, None, ""


def _gathering(edition: Edition, properties: Mapping[NamedNode, Sequence[Term]]) -> Iterator[NamedNode]:
    """Give the properties by which an entry gathers several claims, to hold them against one another."""
    for predicate, values in properties.items():
        if (
            len(values) > 1
            and sum(not isinstance(value, Literal) and bool(edition.graph.objects(value, SUBJECT)) for value in values) > 1
        ):
            yield predicate


def _lacking(edition: Edition, values: Iterable[Term]) -> Iterator[str]:
    """Give the languages of the pages in which there is no text, where there is one in another of them."""
    tags, languages = dict.fromkeys(filter(None, map(language_of, values))), edition.settings.languages
    if tags and any(nearest(language, tags) for language in languages):
        yield from (language for language in languages if not nearest(language, tags))


def _claimed(edition: Edition, claims: Iterable[Node], prop: Property) -> set[tuple[Term, str]]:
    """Give the values that claims name for a property, texts with their language: translations are one value."""
    predicate, graph = prop.path.predicate, edition.graph
    about = (claim for claim in claims if predicate and NamedNode(predicate) in graph.objects(claim, PREDICATE))
    values = [value for claim in about for value in graph.objects(claim, OBJECT)]
    first = language_of(values[0]) if values else ""
    return {(value, first) for value in values if language_of(value) == first}


def _is_old(edition: Edition, thing: NamedNode, told: Iterable[tuple[NamedNode, Sequence[Term]]]) -> bool:
    if edition.modified is None:
        return False
    limit = (edition.modified - timedelta(days=edition.settings.old_after)).date().isoformat()
    newest = max((date for _, values in told for date in _dates(values)), default="")
    if not newest:
        changes = [edition.history.get(path) for path in edition.graph.files_of(thing)]
        newest = max((change.time.date().isoformat() for change in changes if change), default="")
    return bool(newest) and newest < limit


def _dates(values: Iterable[Term]) -> Iterator[str]:
    """Give the dates among some values, each as the last day that it may be."""
    dates = (value.value for value in values if isinstance(value, Literal) and value.datatype.value != XSD + "string")
    matches = (_DATE.match(date) for date in dates)
    yield from ("-".join((m[1], m[2] or "12", m[3] or "31")) for m in matches if m is not None)
