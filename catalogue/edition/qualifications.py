"""Qualifications: what says that a value is not plainly stated, such as that it is inferred, planned or rounded, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from catalogue.edition.edition import Edition
from catalogue.edition.keeping import per_edition
from catalogue.messages import Text
from catalogue.model import EntityType, Property, is_date
from catalogue.terms import RDF, Literal, NamedNode, Node, Term

STATEMENT_PARTS = frozenset(RDF + name for name in ("subject", "predicate", "object"))
"""The properties that say which values a claim is about."""


class Reason(NamedTuple):
    """Why a value is not plainly stated.

    Attributes:
        name: the name of the property that says it, by language.
        qualification: what is said of the value, such as that it is inferred.
        texts: the reasons that are given.
        about: the claim that says so, or the thing.
        group: the group of the property that says it: the values of that group are not plain; or None.
    """

    name: Text
    qualification: Term
    texts: tuple[Term, ...]
    about: Node
    group: str | None = None


def qualifications_of_claim(edition: Edition, claim: Node) -> list[Reason]:
    """List what a claim says of its values: its key information, but for what goes without saying.

    Args:
        edition: the catalogue.
        claim: the claim.

    Returns:
        For each value that is no date and no default (`sh:defaultValue`) of a property with the role of key information, but
        for those that say what the claim is about, the value with its reasons.
    """
    type_ = edition.type_of(claim) if isinstance(claim, NamedNode) else None
    if type_ is None:
        return []
    props = [prop for prop in type_.with_role("KeyInfoRole") if prop.path.predicate not in STATEMENT_PARTS]
    return list(_qualifications(edition, claim, props, _explaining(edition, type_.iri)))


def qualifications_of_thing(edition: Edition, thing: Node, shown: Collection[Property]) -> list[Reason]:
    """List what a thing says of itself as a whole: the values of properties with a default, where they are others.

    Args:
        edition: the catalogue.
        thing: the thing of a row.
        shown: the properties that the row shows already.
    """
    type_ = edition.type_of(thing) if isinstance(thing, NamedNode) else None
    if type_ is None:
        return []
    paths = {prop.path for prop in shown}
    props = [prop for prop in type_.properties if prop.defaults and prop.path not in paths]
    return list(_qualifications(edition, thing, props, _explaining(edition, type_.iri)))


def _qualifications(
    edition: Edition, node: Node, props: Collection[Property], explaining: Mapping[str, list[Property]]
) -> Iterator[Reason]:
    for prop in props:
        values = [value for value in prop.path.follow(edition.graph, node) if value not in prop.defaults]
        for value in values:
            if not (isinstance(value, Literal) and is_date(value)):
                after = (other for other in explaining.get(prop.group or "", ()) if other.order > prop.order)
                yield Reason(prop.name, value, tuple(_texts(edition, node, after)), node, prop.group)


def _texts(edition: Edition, node: Node, props: Iterator[Property]) -> Iterator[Term]:
    for prop in props:
        yield from prop.path.follow(edition.graph, node)


@per_edition
def _explaining(edition: Edition, iri: str) -> Mapping[str, list[Property]]:
    """Give the properties of a type that may explain others, by their groups: texts without a role."""
    type_: EntityType | None = edition.model.types.get(iri)
    explaining: dict[str, list[Property]] = {}
    for prop in type_.properties if type_ is not None else ():
        if prop.group and prop.is_text and prop.role is None:
            explaining.setdefault(prop.group, []).append(prop)
    return explaining
