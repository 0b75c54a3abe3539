"""Which values of a thing its page shows in rows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from catalogue.edition import RELATIONS, Edition, held_by_edition
from catalogue.languages import nearest
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF_TYPE, NamedNode, Term, language_of
from catalogue.values import position

_CONCEPT, _PREFERRED, _ALTERNATIVE, HIDDEN_LABEL = (
    NamedNode(STANDARD_PREFIXES["skos"] + name) for name in ("Concept", "prefLabel", "altLabel", "hiddenLabel")
)
_NAMES = frozenset({_PREFERRED, _ALTERNATIVE})
_SEVERAL = 2


def in_language(values: Sequence[Term], language: str, languages: Sequence[str]) -> list[Term]:
    """Leave out the texts of the pages in other languages, where there are some in the page's own, which come first.

    Args:
        values: the values of a property.
        language: the page's language.
        languages: those that the catalogue has pages in.

    Returns:
        The values, texts in languages without pages among them, numbers by how large they are. Nothing is left out where there
        is a value of another kind.
    """
    if len(values) < _SEVERAL:
        return list(values)
    tags = dict.fromkeys(map(language_of, values))
    own = nearest(language, tags)
    if not own or "" in tags:
        return _in_order(values)
    elsewhere = {nearest(other, tags) for other in languages} - {own}
    shown = [value for value in values if language_of(value) not in elsewhere]
    return sorted(shown, key=lambda value: language_of(value) != own)


def _in_order(values: Sequence[Term]) -> list[Term]:
    """Order numbers by how large they are; what has a value that is no number stays in the order of the data."""
    positions: list[tuple[str, Term]] = []
    for value in values:
        place = position(value)
        if place is None:
            return list(values)
        positions.append((place, value))
    return [value for _, value in sorted(positions, key=itemgetter(0))]


def shown_in_rows(
    edition: Edition, language: str, thing: NamedNode, predicate: NamedNode, values: Sequence[Term]
) -> list[Term]:
    """Choose the values of a property that a page shows in its row.

    Args:
        edition: the catalogue.
        language: the page's language.
        thing: the thing of the page.
        predicate: the property.
        values: its values.

    Returns:
        Those in the page's language, as `in_language` has it. The labels of a concept are shown in all languages;
        hidden labels, which are for searching, not at all. Of what gives the thing its place, which the page shows
        otherwise, those that have claims.
    """
    if predicate == HIDDEN_LABEL:
        return []
    if predicate in RELATIONS:
        places, claims = edition.hierarchy.places, edition.claims
        return [value for value in values if not places(thing, predicate, value) or claims.of(thing, predicate, value)]
    if predicate in _NAMES and _is_concept(edition, thing):
        return by_language(values, (language, *edition.settings.languages))
    return in_language(values, language, edition.settings.languages)


def _is_concept(edition: Edition, thing: NamedNode) -> bool:
    """Tell whether a thing is a concept by its class, or by its place in a hierarchy, a scheme or a collection."""
    hierarchy = edition.hierarchy
    lists = (hierarchy.broader, hierarchy.narrower, hierarchy.schemes, hierarchy.collections)
    return any(each(thing) for each in lists) or not _concept_classes(edition).isdisjoint(
        edition.graph.objects(thing, RDF_TYPE)
    )


@held_by_edition
def _concept_classes(edition: Edition) -> frozenset[Term]:
    """Give `skos:Concept` and its subclasses."""
    classes = edition.model.classes
    return frozenset(
        classes.columns.terms[number] for number in classes.below(classes.columns.number(_CONCEPT)).tolist() if number >= 0
    )


def by_language(values: Sequence[Term], languages: Sequence[str]) -> list[Term]:
    """Order texts by language: first those of the pages in their order, then all others."""
    tags = dict.fromkeys(map(language_of, values))
    first = (nearest(language, tags) for language in languages)
    order = {tag: place for place, tag in enumerate(dict.fromkeys((*filter(None, first), *sorted(tags))))}
    return sorted(values, key=lambda value: order[language_of(value)])
