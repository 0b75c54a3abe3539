"""The check of names: two entries of one type that are called alike may be one thing, entered twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from catalogue.collation import folded
from catalogue.columns.sets import are_in, distinct
from catalogue.columns.table import Columns, Numbers, numbers
from catalogue.edition import Edition
from catalogue.edition.labels import LABELS
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import shown
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Other, Unplaced
from catalogue.messages import Message
from catalogue.model import SUBCLASS, EntityType
from catalogue.names import STANDARD_PREFIXES
from catalogue.reads import PREDICATE
from catalogue.terms import RDF, Literal, NamedNode, Term, language_of, sort_key

_FEW = 3
"""How many entries of a type may share their names whatever part of them they are."""
_LEAST = 5
"""How many entries a type has at least: of fewer the names say little."""
_SHARE = 10
"""One in how many may share its name at most: where more do, the type is of a sort whose names mean little alone."""

_TELLING = frozenset(
    NamedNode(namespace + name)
    for namespace, names in (
        (STANDARD_PREFIXES["dct"], ("identifier", "issued", "date", "isVersionOf")),
        (STANDARD_PREFIXES["skos"], ("notation", "inScheme", "broader", "topConceptOf")),
        ("https://schema.org/", ("identifier", "version", "birthDate", "startDate")),
        ("http://schema.org/", ("identifier", "version", "birthDate", "startDate")),
        (STANDARD_PREFIXES["adms"], ("identifier",)),
        (STANDARD_PREFIXES["owl"], ("versionInfo",)),
    )
    for name in names
)
"""The properties whose values tell things of one name apart in any catalogue."""

_OF_TERMS = (RDF, STANDARD_PREFIXES["rdfs"], STANDARD_PREFIXES["owl"])
"""What the classes of the terms of vocabularies begin with: two vocabularies may well have terms of one name."""

Key = tuple[str, str]
"""A name as it is compared: its language, and the text without accents, case and superfluous spaces."""


class Label(NamedTuple):
    """A name of an entry as it is written.

    Attributes:
        entry: the entry.
        predicate: the property that says it.
        value: the text.
    """

    entry: NamedNode
    predicate: NamedNode
    value: Literal


@dataclass(frozen=True)
class Names:
    """How the entries of a type are called by its written labels.

    Args:
        edition: the catalogue.
        type_: the type.
    """

    edition: Edition
    type_: EntityType

    @property
    def predicates(self) -> Sequence[NamedNode]:
        """The properties that may name its entries; none where their names are composed, or they are terms of a language."""
        if self.type_.label_template or any(class_.startswith(_OF_TERMS) for class_ in self.type_.classes):
            return ()
        roles = self.type_.with_role("LabelRole")
        own = [NamedNode(prop.path.predicate) for prop in roles if prop.path.predicate is not None]
        return own if roles else LABELS

    def written(self, among: Numbers | None = None) -> Mapping[Key, Sequence[Label]]:
        """Give the labels of its entries by what is compared, one of each entry, in the order of the IRIs.

        Args:
            among: the entries that are looked at; all when None.
        """
        graph = self.edition.graph
        properties = self.predicates
        columns = graph.columns_for(*((PREDICATE, predicate) for predicate in properties))
        wanted = {columns.number(predicate): place for place, predicate in reversed(list(enumerate(properties)))}
        entries = self.edition.instances(self.type_) if wanted else []
        nodes = numbers(map(columns.number, entries))
        if among is not None:
            is_looked_at = are_in(nodes, among)
            entries, nodes = list(compress(entries, is_looked_at.tolist())), nodes[is_looked_at]
        owners, rows = columns.rows(0, nodes)
        of_entry: dict[int, list[tuple[int, int]]] = defaultdict(list)
        predicates, objects = columns.column(1)[rows].tolist(), columns.column(2)[rows].tolist()
        for owner, predicate, value in zip(owners.tolist(), predicates, objects, strict=True):
            if predicate in wanted:
                of_entry[owner].append((wanted[predicate], value))
        by_key: dict[Key, dict[NamedNode, Label]] = defaultdict(dict)
        for owner in sorted(of_entry):
            first = min(of_entry[owner])[0]
            terms = sorted((columns.terms[value] for place, value in of_entry[owner] if place == first), key=sort_key)
            for term in terms:  # in an order of their own: statements that were read anew come behind the others
                if isinstance(term, Literal):
                    label = Label(entries[owner], properties[first], term)
                    by_key[_key(term)].setdefault(entries[owner], label)
        return {key: list(labels.values()) for key, labels in by_key.items() if key[1]}

    @cached_property
    def _telling(self) -> Collection[NamedNode]:
        """The properties whose values tell entries apart: the type's key information too, where it is literals."""
        keys = (prop.path.predicate for prop in self.type_.with_role("KeyInfoRole"))
        return {*_TELLING, *(NamedNode(predicate) for predicate in keys if predicate is not None)}

    def are_apart(self, one: NamedNode, other: NamedNode) -> bool:
        """Tell whether the data tells two entries apart: one leads to the other, or they have other values that tell."""
        graph = self.edition.graph
        is_known = bool(graph.triples(one, None, other) or graph.triples(other, None, one))
        return is_known or any(self._differ(one, other, each) for each in self._telling)

    def _differ(self, one: NamedNode, other: NamedNode, predicate: NamedNode) -> bool:
        ours, theirs = self._values(one, predicate), self._values(other, predicate)
        return bool(ours and theirs) and ours.isdisjoint(theirs)

    def _values(self, entry: NamedNode, predicate: NamedNode) -> set[Term]:
        values = self.edition.graph.objects(entry, predicate)
        return {value for value in values if predicate in _TELLING or isinstance(value, Literal)}

    def called(self, labels: Collection[Term]) -> Sequence[NamedNode]:
        """List the entries that are called as one of some labels, in the order of their IRIs."""
        keys = {_key(label) for label in labels if isinstance(label, Literal)}
        written = self.written() if keys else {}
        entries = {label.entry for key in keys for label in written.get(key, ())}
        return sorted(entries, key=lambda entry: entry.value)


def _key(label: Literal) -> Key:
    return language_of(label).casefold(), folded(label.value)


def namesakes(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find the entries of the subject matter that are called as an entry before them of their type is, in the same language.

    Case, accents and superfluous spaces make no other name. Entries are not compared whose names are composed, nor those that
    a value tells apart: an identifier, a notation, a version, a date, the scheme or the broader concept, or a literal that is
    key information; nor those of which one leads to the other. Of a type of fewer than five entries none is reported, nor where
    more than a tenth of a type's entries, and at least three, share their names.
    """
    reported: set[tuple[NamedNode, NamedNode]] = set()
    among = scope.among("namesake", _entries)
    edition.graph.columns_for((PREDICATE, SUBCLASS))  # by which a type may be one of records
    for type_ in edition.ranks.subjects():
        for first, second in _pairs(Names(edition, type_), among, scope):
            pair = first.entry, second.entry
            if pair not in reported:
                reported.add(pair)
                yield _finding(edition, first, second)


def _entries(columns: Columns) -> Numbers:
    """Give all that is described: a change may give any entry a namesake, or tell it apart from one."""
    return distinct(columns.live_column(0))


def _pairs(names: Names, among: Numbers | None, scope: Scope) -> list[tuple[Label, Label]]:
    """List the labels that are those of entries before them, each with the first such label; each entry once."""
    pairs: dict[NamedNode, tuple[Label, Label]] = {}
    shared = [labels for labels in names.written(among).values() if len(labels) > 1]
    number = names.edition.graph.columns_for().number  # what it is asked for is noted already
    scope.suspect("namesake", [number(label.entry) for labels in shared for label in labels])
    if not shared:
        return []
    for labels in shared:
        for place, second in enumerate(labels[1:], 1):
            first = next((each for each in labels[:place] if not names.are_apart(each.entry, second.entry)), None)
            if first is not None:
                pairs.setdefault(second.entry, (first, second))
    sharing = {label.entry for pair in pairs.values() for label in pair}
    entries = len(names.edition.instances(names.type_))
    is_usual = entries < _LEAST or (len(sharing) >= _FEW and len(sharing) * _SHARE > entries)
    return [] if is_usual else list(pairs.values())


def _finding(edition: Edition, first: Label, second: Label) -> Unplaced:
    entry = shown(edition, first.entry)
    return Unplaced(
        *(KINDS["namesake"], *second),
        Message("C229.called-so", entry=entry, name=second.value.value),
        Message("C229.merge.advice"),
        others=(Other(Message("C229.called-so-here"), *first),),
    )
