"""The verdict on a description: what of a profile's requirements each record does not meet, and what it could have as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from catalogue.lexical import is_valid
from catalogue.profiles.description import Description
from catalogue.profiles.requirements import DCAT_AP, DESCRIBED, Level, Profile, Requirement, Values
from catalogue.terms import XSD, Literal, NamedNode, Node, Term


class Kind(Enum):
    """What is wrong with a property of a record."""

    MISSING = "missing"
    TOO_MANY = "too-many"
    NO_TEXT = "no-text"
    NO_RESOURCE = "no-resource"
    NO_IRI = "no-iri"
    OTHER_DATATYPE = "other-datatype"
    NOT_DESCRIBED = "not-described"
    OTHER_CLASS = "other-class"


class Fault(NamedTuple):
    """A requirement that a record does not meet.

    Attributes:
        record: the record.
        class_: what it is, by its name with a prefix.
        requirement: what is said of the property.
        kind: what is wrong.
        values: the values that are wrong, or too many.
        is_noted: whether the specification says so, and the portals' shapes do not look at it.
    """

    record: Node
    class_: str
    requirement: Requirement
    kind: Kind
    values: Sequence[Term] = ()
    is_noted: bool = False

    @property
    def level(self) -> Level:
        """How grave it is: what is there must be right, and what is missing is as grave as it is wanted."""
        return self.requirement.level if self.kind is Kind.MISSING or self._is_about_a_recommended_way_back else Level.MANDATORY

    @property
    def _is_about_a_recommended_way_back(self) -> bool:
        return self.requirement.name.startswith("^")


def faults(description: Description, profile: Profile = DCAT_AP) -> Iterator[Fault]:
    """Find the requirements of a profile that the records of a description do not meet, class by class, record by record."""
    for class_, requirements in profile.classes.items():
        either = profile.either.get(class_)
        for record in description.instances(class_):
            for requirement in requirements:
                yield from _faults_of(description, record, class_, requirement)
            if either is not None and not any(description.values(record, name) for name in either):
                yield Fault(record, class_, Requirement(either[0], Level.RECOMMENDED, None, Values.ANY, ""), Kind.MISSING)


def _faults_of(description: Description, record: Node, class_: str, requirement: Requirement) -> Iterator[Fault]:
    values = description.values(record, requirement.name)
    if not values and requirement.level is not Level.OPTIONAL:
        yield Fault(record, class_, requirement, Kind.MISSING)
    if requirement.most is not None and len(values) > requirement.most:
        yield Fault(record, class_, requirement, Kind.TOO_MANY, values)
    if requirement.values in _CHECKS:
        kind, fits = _CHECKS[requirement.values]
        wrong = [value for value in values if not fits(description, value)]
        if wrong:
            yield Fault(record, class_, requirement, kind, wrong, requirement.values is Values.NOTED_DATE)
    others = [value for value in values if not description.are(value, requirement.range)] if requirement.range else []
    if others:
        yield Fault(record, class_, requirement, Kind.OTHER_CLASS, others)


def unused(description: Description, profile: Profile = DCAT_AP) -> Iterator[tuple[Node, str, Requirement]]:
    """List the optional properties that records do not have, each with the record and its class."""
    for class_, requirements in profile.classes.items():
        for record in description.instances(class_):
            for requirement in requirements:
                if requirement.level is Level.OPTIONAL and not description.values(record, requirement.name):
                    yield record, class_, requirement


def _is_literal(_: Description, value: Term) -> bool:
    return isinstance(value, Literal)


def _is_resource(_: Description, value: Term) -> bool:
    return not isinstance(value, Literal)


def _is_iri(_: Description, value: Term) -> bool:
    return isinstance(value, NamedNode)


def _is_of(*names: str) -> Callable[[Description, Term], bool]:
    """Give what tells whether a value is a well-formed literal of one of some datatypes of XML Schema."""
    datatypes = frozenset(XSD + name for name in names)

    def fits(_: Description, value: Term) -> bool:
        return isinstance(value, Literal) and value.datatype.value in datatypes and is_valid(value.value, value.datatype.value)

    return fits


def _is_described(description: Description, value: Term) -> bool:
    return any(description.are(value, class_) for class_ in DESCRIBED)


_is_date = _is_of("date", "dateTime", "gYear", "gYearMonth")
_CHECKS: Mapping[Values, tuple[Kind, Callable[[Description, Term], bool]]] = {
    Values.LITERAL: (Kind.NO_TEXT, _is_literal),
    Values.RESOURCE: (Kind.NO_RESOURCE, _is_resource),
    Values.IRI: (Kind.NO_IRI, _is_iri),
    Values.DATE: (Kind.OTHER_DATATYPE, _is_date),
    Values.NOTED_DATE: (Kind.OTHER_DATATYPE, _is_date),
    Values.DECIMAL: (Kind.OTHER_DATATYPE, _is_of("decimal")),
    Values.DURATION: (Kind.OTHER_DATATYPE, _is_of("duration")),
    Values.HEX: (Kind.OTHER_DATATYPE, _is_of("hexBinary")),
    Values.COUNT: (Kind.OTHER_DATATYPE, _is_of("nonNegativeInteger")),
    Values.DESCRIBED: (Kind.NOT_DESCRIBED, _is_described),
}
