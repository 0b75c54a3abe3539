"""The check of what concepts and other entries are mapped to in schema.org: terms that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from catalogue import schema_org
from catalogue.crosswalk import MATCHES
from catalogue.edition import Edition
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import near_or
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text
from catalogue.near import is_certain, nearest
from catalogue.published import names_of
from catalogue.terms import NamedNode


def mapped_entries(edition: Edition, _: Scope) -> Iterator[Unplaced]:
    """Find mappings of entries to what schema.org lacks: pages leave them out."""
    for predicate in MATCHES:
        for value in edition.graph.values_of(predicate):
            name = schema_org.local(value.value) if isinstance(value, NamedNode) else None
            if not name or not isinstance(value, NamedNode) or is_term(name):
                continue
            meant = nearest_term(name)
            near = NamedNode(value.value.removesuffix(name) + meant) if meant else None
            for triple in edition.graph.triples(None, predicate, value):
                yield Unplaced(
                    *(KINDS["schema-org"], triple.subject, predicate, value),
                    Message("C242.no-term", term=value.value),
                    Message("C242.see.advice"),
                    meant=(near,) if near else (),
                    certain=meant is not None and is_certain(name, meant),
                    worded=partial(_worded, value, near),
                )


def is_term(name: str) -> bool:
    """Tell whether schema.org has a term of a name: a type, a property, or a member of an enumeration."""
    return name in names_of(schema_org.NAMESPACE) or schema_org.is_type(name) or schema_org.is_property(name)


def nearest_term(name: str) -> str | None:
    """Give the type or the property that is most like a name."""
    names = (*schema_org.types(), *schema_org.properties())
    return next((each for each in names if is_certain(name, each)), None) or nearest(name, names)


def _worded(term: NamedNode, near: NamedNode | None, shown: Callable[[NamedNode], str]) -> tuple[Text, Text]:
    advice = near_or(shown(near) if near else None, Message("C242.see.advice"))
    return Message("C242.no-term", term=shown(term)), advice
