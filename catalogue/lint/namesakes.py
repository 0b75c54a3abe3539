"""The check of names: two entries of one type that are called alike may be one thing, entered twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from zlib import crc32

from catalogue.collation import folded
from catalogue.columns.index import NOTHING, Index, Positions, ends_of, halves, pairs_in
from catalogue.columns.kept import KeptColumns
from catalogue.columns.sets import are_in, are_repeated, distinct, mask, union, without
from catalogue.columns.table import LITERAL, Columns, Numbers, numbers
from catalogue.edition import Edition
from catalogue.edition.entities import INSTANCES
from catalogue.edition.labels import LABELS
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import shown
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Other, Unplaced
from catalogue.lint.upon import beside_data
from catalogue.messages import Message
from catalogue.model import SUBCLASS, EntityType
from catalogue.names import STANDARD_PREFIXES
from catalogue.reads import PREDICATE, SUBJECT
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

    @property
    def _places(self) -> Mapping[int, int]:
        """The numbers of these properties, each with its place among them."""
        columns = self.edition.graph.columns_for(*((PREDICATE, predicate) for predicate in self.predicates))
        return {columns.number(predicate): place for place, predicate in reversed(list(enumerate(self.predicates)))}

    def compared(self, entries: Numbers, forwards: Callable[[int], Index]) -> Positions:
        """Give what the labels of some entries are compared by, as codes, which are alike where the keys are, or by chance.

        Args:
            entries: the entries, by number.
            forwards: gives the statements of a property by their subjects.

        Returns:
            The code in the upper half, the entry in the lower one; ascending, each once.
        """
        places, rows = self._places, [pairs_in(())]
        for predicate in sorted(places, key=places.__getitem__):
            owners, values = forwards(predicate).of(entries)
            codes = self._codes(values)
            named = zip(values.tolist(), entries[owners].tolist(), strict=True)
            rows.append(pairs_in((codes[value], entry) for value, entry in named if value in codes))
            entries = without(entries, entries[owners])
        return union(*rows)

    def _codes(self, values: Numbers) -> Mapping[int, int]:
        """Give the codes of the keys of some terms: of the literals that show something."""
        columns = self.edition.graph.columns_for()
        literals = distinct(values[columns.kinds(values) == LITERAL])
        tags = map(columns.terms.tags.__getitem__, columns.terms.tag_numbers[literals].tolist())
        texts = zip(literals.tolist(), tags, columns.terms.values(literals), strict=True)
        keys = ((number, (tag[1:].casefold() if tag[:1] == "@" else "", folded(text))) for number, tag, text in texts)
        return {number: _code(key) for number, key in keys if key[1]}

    def written(self, entries: Numbers) -> Mapping[Key, Sequence[Label]]:
        """Give the labels of some entries by what is compared, one of each entry, in the order of the IRIs.

        Args:
            entries: the entries, by number.
        """
        columns, wanted = self.edition.graph.columns_for(), self._places
        sequence = sorted(zip(columns.terms.values(entries), entries.tolist(), strict=True))
        owners, rows = columns.rows(0, numbers(number for _, number in sequence))
        of_entry: dict[int, list[tuple[int, int]]] = defaultdict(list)
        predicates, objects = columns.at(1, rows).tolist(), columns.at(2, rows).tolist()
        for owner, predicate, value in zip(owners.tolist(), predicates, objects, strict=True):
            if predicate in wanted:
                of_entry[owner].append((wanted[predicate], value))
        names = self.predicates
        by_key: dict[Key, dict[NamedNode, Label]] = defaultdict(dict)
        for owner in sorted(of_entry):
            first, entry = min(of_entry[owner])[0], columns.terms[sequence[owner][1]]
            terms = sorted((columns.terms[value] for place, value in of_entry[owner] if place == first), key=sort_key)
            for term in terms:  # in an order of their own: statements that were read anew come behind the others
                if isinstance(term, Literal):
                    by_key[_key(term)].setdefault(entry, Label(entry, names[first], term))
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
        written = self.written(self.edition.entities.members(self.type_)) if keys else {}
        entries = {label.entry for key in keys for label in written.get(key, ())}
        return sorted(entries, key=lambda entry: entry.value)


def _key(label: Literal) -> Key:
    return language_of(label).casefold(), folded(label.value)


def _code(key: Key) -> int:
    return crc32("\n".join(key).encode()) >> 1


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
    return columns.terms_at(0)


class Group(NamedTuple):
    """Entries that are called alike.

    Attributes:
        labels: the label of each, in the order of the IRIs.
        pairs: those of entries that none before them is told apart from, each with the first such label.
    """

    labels: Sequence[Label]
    pairs: Sequence[tuple[Label, Label]]

    @property
    def order(self) -> tuple[str, Any]:
        """Where it stands among the groups of its type: its first entry, and where its label stands among those of that."""
        first = self.labels[0]
        return first.entry.value, sort_key(first.value)


@dataclass(frozen=True)
class _Beneath:
    """How the entries of a type are called in the layer beneath.

    Attributes:
        entries: the entries, ascending.
        compared: what their labels are compared by.
        groups: groups of entries that are called alike and of which nothing had changed when they were put together, by code.
    """

    entries: Numbers
    compared: Positions
    groups: dict[int, Sequence[Group]] = field(default_factory=dict)


def _grouped(names: Names, entries: Numbers, codes: Collection[int]) -> dict[int, list[Group]]:
    """Put those of some entries together that are called alike by one of some codes."""
    groups: dict[int, list[Group]] = {code: [] for code in codes}
    for key, labels in names.written(entries).items():
        code = _code(key)
        if len(labels) > 1 and code in groups:
            firsts = (
                next((each for each in labels[:place] if not names.are_apart(each.entry, second.entry)), None)
                for place, second in enumerate(labels)
            )
            pairs = [(first, second) for first, second in zip(firsts, labels, strict=True) if first is not None]
            groups[code].append(Group(labels, pairs))
    return groups


def _groups(names: Names, among: Numbers | None) -> tuple[list[Group], int]:
    """Put the entries of a type together that are called alike.

    Args:
        names: their names.
        among: the entries that are looked at; all when None.

    Returns:
        The groups in their order, and how many entries there are of the type.
    """
    edition = names.edition
    columns, entities = edition.graph.columns_for(), edition.entities
    kept = columns.beneath
    if not names.predicates:
        return [], 0
    edition.graph.reads.note(INSTANCES, names.type_.iri)
    if kept is None or not columns.changes.predicates or columns.number(SUBCLASS) in columns.changes.predicates:
        entries = entities.members(names.type_)
        looked_at = entries if among is None else entries[are_in(entries, among)]
        codes, owners = _shared(names.compared(looked_at, columns.forwards))
        grouped, count = _grouped(names, distinct(owners), set(codes.tolist())), len(entries)
        found = [group for each in grouped.values() for group in each]
    else:
        found, count = _since(names, kept)
    groups = sorted(found, key=lambda group: group.order)
    edition.graph.reads.note_each(SUBJECT, (label.entry for group in groups for label in group.labels))
    return groups, count


def _since(names: Names, kept: KeptColumns) -> tuple[list[Group], int]:
    """Give the groups, and how many entries there are: as in the layer beneath, but for the entries that have changed."""
    edition, type_ = names.edition, names.type_
    columns, entities = edition.graph.columns_for(), edition.entities
    beneath = kept.once(f"names {type_.iri}", beside_data(edition), lambda: _of_layer(names, kept))
    touched = union(*columns.changes.ends())
    members = entities.members(type_, touched)
    is_touched = are_in(ends_of(beneath.compared)[1], touched)
    now = union(beneath.compared[~is_touched], names.compared(members, columns.forwards))
    changed = {*halves(beneath.compared[is_touched])[0].tolist(), *halves(without(now, beneath.compared))[0].tolist()}
    codes, owners = _shared(now)
    known = beneath.groups
    wanted = {code for code in codes.tolist() if code in changed or code not in known}
    new = _grouped(names, distinct(owners[mask(map(wanted.__contains__, codes.tolist()))]), wanted)
    known.update({code: groups for code, groups in new.items() if code not in changed})
    found = [group for code in set(codes.tolist()) for group in (new[code] if code in new else known[code])]
    return found, len(beneath.entries) - int(are_in(beneath.entries, touched).sum()) + len(members)


def _of_layer(names: Names, kept: KeptColumns) -> _Beneath:
    entries = names.edition.entities.members_beneath(names.type_, kept)
    return _Beneath(entries, names.compared(entries, lambda predicate: kept.forwards.get(predicate, NOTHING)))


def _shared(compared: Positions) -> tuple[Positions, Numbers]:
    """Give the codes that several entries have, as often as they have them, and these entries."""
    codes, owners = halves(compared)
    are_several = are_repeated(codes)
    return codes[are_several], owners[are_several]


def _pairs(names: Names, among: Numbers | None, scope: Scope) -> list[tuple[Label, Label]]:
    """List the labels that are those of entries before them, each with the first such label; each entry once."""
    pairs: dict[NamedNode, tuple[Label, Label]] = {}
    groups, entries = _groups(names, among)
    number = names.edition.graph.columns_for().number  # what it is asked for is noted already
    scope.suspect("namesake", [number(label.entry) for group in groups for label in group.labels])
    for group in groups:
        for first, second in group.pairs:
            pairs.setdefault(second.entry, (first, second))
    sharing = {label.entry for pair in pairs.values() for label in pair}
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
