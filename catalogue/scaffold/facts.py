"""Facts: what the data has of each property of some nodes, as shapes can say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from catalogue.columns.profile import Usage, usages
from catalogue.columns.sets import counted, union
from catalogue.columns.table import BLANK, IRI, LITERAL, Numbers, numbers
from catalogue.edition import Edition
from catalogue.languages import recommended
from catalogue.names import STANDARD_PREFIXES
from catalogue.published import unknown
from catalogue.shacl.engine.data import Data
from catalogue.terms import RDF, RDF_TYPE, NamedNode

_REST = NamedNode(RDF + "rest")
_DEEPEST = 4
"""How deep blank nodes within blank nodes are described."""

GENERAL = frozenset(
    {STANDARD_PREFIXES["owl"] + "Thing", STANDARD_PREFIXES["owl"] + "NamedIndividual", STANDARD_PREFIXES["rdfs"] + "Resource"}
)
"""The classes that say nothing of a thing that has another."""


def is_slip_of_published(iri: str, *, is_class: bool) -> bool:
    """Tell whether a term is none of the published vocabulary of its namespace, which has one that is near.

    >>> is_slip_of_published("http://purl.org/dc/terms/titel", is_class=False)
    True
    """
    lacking = unknown(iri, is_class=is_class)
    return lacking is not None and lacking.near is not None


@dataclass(frozen=True)
class PropertyFacts:
    """What the data has of one property of some nodes; the same facts are equal, however many nodes they are about.

    Attributes:
        predicate: the property.
        is_given: whether each of the nodes has a value.
        is_single: whether none has several.
        kinds: the kinds of the values, as `catalogue.columns.table` has them.
        datatypes: their datatypes, the most frequent first; empty when one of the literals is ill-typed.
        languages: their language tags, the most frequent first.
        is_unique: whether no node has two texts in one language.
        class_: the most special class that all values are instances of, or None.
        parts: what all values, which are blank nodes, have themselves.
        nodes: how many nodes have it.
        distinguished: how many of them have a value that no other has.
        first: the row where it first stands.
    """

    predicate: NamedNode
    is_given: bool
    is_single: bool
    kinds: frozenset[int]
    datatypes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_unique: bool = False
    class_: NamedNode | None = None
    parts: tuple[PropertyFacts, ...] = ()
    nodes: int = field(default=0, compare=False)
    distinguished: int = field(default=0, compare=False)
    first: int = field(default=0, compare=False)

    @property
    def is_literal(self) -> bool:
        """Whether all values are literals."""
        return self.kinds == {LITERAL}


class Profiler:
    """Tells what the data of an edition has.

    Args:
        edition: the edition; its ontology says which classes are below which, as it does for the check.

    Attributes:
        data: the statements.
    """

    def __init__(self, edition: Edition) -> None:
        self.data = Data(edition.graph.columns, edition.shapes_graph.columns)
        self._columns = edition.graph.columns
        self._type = self._columns.intern(RDF_TYPE)
        self._rest = self._columns.intern(_REST)

    def facts(self, nodes: Numbers, depth: int = 0) -> tuple[PropertyFacts, ...]:
        """Give the facts of each property of some nodes but `rdf:type` and slips, in the order in which they first stand there.

        Args:
            nodes: the nodes, each once.
            depth: how many blank nodes lead to them.
        """
        used = (usage for usage in usages(self._columns, nodes) if self._is_meant(usage.predicate))
        return tuple(self._facts(usage, len(nodes), depth) for usage in sorted(used, key=lambda usage: usage.first))

    def _is_meant(self, predicate: int) -> bool:
        """Tell whether a property is more than a slip: a draft of one would outlive the slip in the data."""
        return predicate != self._type and not is_slip_of_published(self._columns.terms.value(predicate), is_class=False)

    def _facts(self, usage: Usage, size: int, depth: int) -> PropertyFacts:
        columns, values, counts = self._columns, usage.values, usage.counts
        kinds = columns.kinds(values)
        are_literals = kinds == LITERAL
        literals = values[are_literals]
        languages, is_unique = self._languages(usage)
        return PropertyFacts(
            predicate=columns.terms[usage.predicate],
            is_given=len(counts) == size,
            is_single=bool((counts == 1).all()),
            kinds=frozenset(kinds.tolist()),
            datatypes=self._datatypes(literals),
            languages=languages,
            is_unique=is_unique,
            class_=None if are_literals.any() else self._class(values),
            parts=self._parts(values, depth) if (kinds == BLANK).all() else (),
            nodes=len(counts),
            distinguished=usage.distinguished,
            first=usage.first,
        )

    def _datatypes(self, literals: Numbers) -> tuple[str, ...]:
        if not self.data.are_well_formed(literals).all():
            return ()
        return self._by_frequency(self.data.datatypes(literals), self._columns.terms.value)

    def _languages(self, usage: Usage) -> tuple[tuple[str, ...], bool]:
        languages = self.data.languages(usage.objects)
        return self._by_frequency(
            languages[languages >= 0], lambda number: recommended(self.data.language(number))
        ), usage.are_unique(languages)

    def _by_frequency(self, of_values: Numbers, name: Callable[[int], str]) -> tuple[str, ...]:
        """Name some numbers, those first that are there most often."""
        each, times = counted(of_values)
        named = [(-count, name(number)) for number, count in zip(each.tolist(), times.tolist(), strict=True)]
        return tuple(name for _, name in sorted(named))

    def _class(self, values: Numbers) -> NamedNode | None:
        """Give the most special class that all values are instances of."""
        classes = self.data.classes
        of_first = self._columns.forwards(self._type).at(int(values[0])).tolist()
        candidates = union(numbers(()), *(classes.above(each) for each in of_first))
        common: list[tuple[int, int, str]] = []
        for each in candidates[self._columns.kinds(candidates) == IRI].tolist():
            iri = self._columns.terms.value(each)
            if iri not in GENERAL and classes.are_instances(values, each).all():
                common.append((len(classes.instances(each)), len(classes.below(each)), iri))
        return NamedNode(min(common)[2]) if common else None

    def _parts(self, values: Numbers, depth: int) -> tuple[PropertyFacts, ...]:
        """Tell what blank nodes have; nothing of lists, whose members stand in any number of nodes."""
        if depth == _DEEPEST or len(self._columns.forwards(self._rest).of(values)[0]):
            return ()
        return self.facts(values, depth + 1)


def naming(facts: Sequence[PropertyFacts], known: Sequence[NamedNode]) -> PropertyFacts | None:
    """Choose the property that names things: the first that is there about as often as any, and tells about as many apart.

    Args:
        facts: the properties.
        known: the properties that are known to name things, the most usual ones first; those called so come behind them, the
            parts of names, and what is for machines, behind all others.
    """
    texts = {each.predicate: each for each in facts if each.is_literal}
    candidates = [texts[predicate] for predicate in known if predicate in texts]
    candidates += [each for each in texts.values() if each not in candidates and is_called_so(each.predicate)]
    most = max((each.nodes for each in candidates), default=0)
    usual = sorted((each for each in candidates if 2 * each.nodes >= most), key=lambda each: _rank_of_name(each.predicate))
    people_read = [each for each in usual if each.predicate != _IDENTIFIER] or usual
    best = max((each.distinguished for each in people_read), default=0)
    return next((each for each in people_read if 2 * each.distinguished >= best), None)


def _rank_of_name(predicate: NamedNode) -> int:
    """Tell how little of a name a property gives: 0 when it is all, 1 a family name, 2 another part."""
    return 2 if _OTHER_PART.search(predicate.value) else 1 if _FAMILY_NAME.search(predicate.value) else 0


def is_part_of_name(predicate: NamedNode) -> bool:
    """Tell whether a property gives a part of a person's name.

    >>> is_part_of_name(NamedNode("urn:givenname")), is_part_of_name(NamedNode("urn:family_name"))
    (True, True)
    >>> is_part_of_name(NamedNode("urn:fullName"))
    False
    """
    return _rank_of_name(predicate) > 0


def is_called_so(predicate: NamedNode) -> bool:
    """Tell whether a property is called as one that names things.

    >>> is_called_so(NamedNode("urn:fullName")), is_called_so(NamedNode("urn:height"))
    (True, False)
    """
    return _NAMING.search(predicate.value) is not None


_NAMING = re.compile(r"(?:name|label|title)\Z", re.IGNORECASE)
_FAMILY_NAME = re.compile(r"(?:family[_-]?|sur|last[_-]?)name\Z", re.IGNORECASE)
_OTHER_PART = re.compile(
    r"(?:given|first|fore|middle|additional|maiden|nick|user|short)[_-]?name\Z|/foaf/0\.1/title\Z|honorific\w*\Z", re.IGNORECASE
)
_IDENTIFIER = NamedNode(STANDARD_PREFIXES["dct"] + "identifier")
