"""The service: what it answers to each kind of request, as JSON knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from catalogue.edition import Edition
from catalogue.messages import Text, say
from catalogue.reconciliation.extension import Extension
from catalogue.reconciliation.matching import Candidate, Matcher
from catalogue.reconciliation.properties import Column
from catalogue.reconciliation.reading import Question, Wanted
from catalogue.reconciliation.types import Type
from catalogue.search import EXCERPT, Entry, cut, searched, words
from catalogue.terms import NamedNode

SUGGESTED = 20
"""How many suggestions are given at once; `cursor` gives the next ones."""

Listed = TypeVar("Listed")

ENTITY, TYPE, PROPERTY = "entity", "type", "property"
"""What is suggested."""


class Service:
    """Answers what clients of reconciliation ask.

    Args:
        edition: the catalogue; what is asked of it is read when it is first needed.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._suggested: Mapping[str, Callable[[str, str], Iterable[dict[str, Any]]]] = {
            ENTITY: self._entities,
            TYPE: self._types,
            PROPERTY: self._properties,
        }

    @cached_property
    def matcher(self) -> Matcher:
        """What knows the entries."""
        return Matcher(self.edition)

    def types(self, language: str) -> list[dict[str, Any]]:
        """List the types of entries that clients may choose from first: the entity types, in their order."""
        return [self._type(type_, language) for type_ in self.matcher.types.entities]

    def answer(self, batch: Mapping[str, Question], language: str) -> dict[str, Any]:
        """Give the candidates of each query of a batch.

        Raises:
            QueryError: a type or a property is unknown.
        """
        given = {key: self.matcher.candidates(question) for key, question in batch.items()}
        return {key: {"result": [self._candidate(each, language) for each in result]} for key, result in given.items()}

    def suggest(self, kind: str, prefix: str, start: int, language: str, limit: int = SUGGESTED) -> dict[str, Any]:
        """Suggest entries, types or properties whose names begin with a text; an id gives what has it.

        Args:
            kind: `entity`, `type` or `property`.
            prefix: what was typed so far; empty for the first ones.
            start: how many are left out.
            language: the language of names.
            limit: how many are given.
        """
        suggested = self._suggested[kind](prefix.strip(), language)
        return {"result": list(islice(suggested, start, start + limit))}

    def propose(self, type_: str, limit: int, language: str) -> dict[str, Any]:
        """List the properties that entries of a type have, or of any where the type is empty.

        Raises:
            QueryError: the type is unknown.
        """
        columns = self._columns(self.matcher.type(type_)) if type_ else list(self.matcher.columns.by_id.values())
        listed = [_described(each.id, each.name, each.description, language) for each in columns[:limit]]
        return {**({"type": type_} if type_ else {}), "limit": limit, "properties": listed}

    def extend(self, ids: Sequence[str], wanted: Sequence[Wanted], language: str) -> dict[str, Any]:
        """Give the values of properties of entries.

        Raises:
            QueryError: a property is unknown, or a setting cannot be.
        """
        return Extension(self.edition, self.matcher).answer(ids, wanted, language)

    def thing(self, id_: str) -> NamedNode | None:
        """Give the thing of the catalogue with an IRI, which may be written without the namespace; None when there is none."""
        thing = self._things.get(id_)
        return self._things.get(self.edition.settings.namespace + id_) if thing is None else thing

    @cached_property
    def _things(self) -> Mapping[str, NamedNode]:
        """The things by their IRIs: what a client sends need not be one."""
        return {thing.value: thing for thing in self.edition.things}

    def _columns(self, type_: Type) -> list[Column]:
        """List the properties of a type; of a class that stands above entity types, those of any of them."""
        matcher = self.matcher
        if type_.entity is not None:
            return list(matcher.columns.of_type(type_.id))
        below = [each.id for each in matcher.types.entities if type_.id in matcher.types.above(each.id)]
        return list({column.id: column for iri in below for column in matcher.columns.of_type(iri)}.values())

    def _entries(self, language: str) -> Mapping[str, Entry]:
        """Give what is searched in a language, by IRI."""
        if language not in self._by_language:
            self._by_language[language] = {entry.iri: entry for entry in searched(self.edition, language)}
        return self._by_language[language]

    @cached_property
    def _by_language(self) -> dict[str, Mapping[str, Entry]]:
        return {}

    def _candidate(self, candidate: Candidate, language: str) -> dict[str, Any]:
        return {
            **self._entity(candidate.number, language),
            "score": candidate.score,
            "match": candidate.is_match,
            "type": [type_.written(language) for type_ in self.matcher.types.shown(candidate.number)],
            "features": [{"id": id_, "value": value} for id_, value in candidate.features.items()],
        }

    def _entity(self, number: int, language: str) -> dict[str, Any]:
        entry = self._entries(language)[self.matcher.iris[number]]
        description = {"description": cut(entry.text, EXCERPT)} if entry.text else {}
        return {"id": entry.iri, "name": entry.name, **description}

    def _entities(self, prefix: str, language: str) -> Iterator[dict[str, Any]]:
        matcher = self.matcher
        exact = matcher.number(prefix)
        numbers = matcher.names.beginning(prefix) if prefix else iter(range(len(matcher.iris)))
        for number in dict.fromkeys((exact,)) if exact is not None else numbers:
            types = [type_.written(language) for type_ in matcher.types.shown(number)]
            yield {**self._entity(number, language), "notable": types}

    def _types(self, prefix: str, language: str) -> Iterator[dict[str, Any]]:
        types = self.matcher.types.by_id.values()
        chosen = _beginning(prefix, ((each, (each.id, each.short), each.name) for each in types))
        return (self._type(type_, language) for type_ in chosen)

    def _properties(self, prefix: str, language: str) -> Iterator[dict[str, Any]]:
        columns = self.matcher.columns.by_id.values()
        chosen = _beginning(prefix, ((each, (each.id, each.key), each.name) for each in columns))
        return (_described(column.id, column.name, column.description, language) for column in chosen)

    def _type(self, type_: Type, language: str) -> dict[str, Any]:
        by_id = self.matcher.types.by_id
        broader = [by_id[iri].written(language) for iri in type_.broader]
        described = _described(type_.id, type_.name, type_.description, language)
        return {**described, **({"broader": broader} if broader else {})}


def _described(id_: str, name: Text, description: Text, language: str) -> dict[str, str]:
    text = say(description, language)
    return {"id": id_, "name": say(name, language) or id_, **({"description": text} if text else {})}


def _beginning(prefix: str, listed: Iterable[tuple[Listed, Sequence[str], Text]]) -> list[Listed]:
    """Choose what has a text as an id, or a name with words that begin as those of the text do, in any language.

    Args:
        prefix: the text.
        listed: each with its ids, of which the last is a name too, and its names.

    Returns:
        Those whose names begin so come first.
    """
    wanted = words(prefix)
    chosen: list[tuple[bool, Listed]] = []
    for each, ids, name in listed:
        if prefix in ids and prefix:
            return [each]
        names = [words(text) for text in (*name.values(), ids[-1])]
        fitting = [cut for cut in names if all(any(own.startswith(word) for own in cut) for word in wanted)]
        if fitting and (wanted or not prefix):
            chosen.append((not any(cut[:1] and cut[0].startswith(wanted[0]) for cut in fitting if wanted), each))
    return [each for _, each in sorted(chosen, key=lambda pair: pair[0])]
