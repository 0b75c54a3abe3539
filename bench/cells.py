"""A part of the first catalogue that is a whole in itself: what stays keeps every rule of the shapes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from bench.entities import CN, DCT, Entity, referrers
from catalogue.terms import XSD, Literal, NamedNode, Node, Triple

_NEEDED = (CN + "award", CN + "deadlineOf")
"""What these properties point to cannot do without what points there: an award has a support, a call has a deadline."""

_COUNTS = ((CN + "statedLaureateCount", CN + "fromRound"),)
"""Properties that say how many entities point to theirs by another property."""

_EXACT = "http://www.w3.org/ns/oa#exact"
"""The property that has the words of a passage."""

_REGISTERS = frozenset(NamedNode(f"https://communs.example.org/concept/scheme-{name}") for name in ("siret", "siren"))
"""Registers whose numbers have check digits: there are no others to give to copies."""

_FINANCIAL = NamedNode("https://communs.example.org/concept/support-financial")
_LARGEST = 80


def complete(entities: Iterable[Entity]) -> list[Entity]:
    """Give financial supports an amount: the shapes tell of those that have none, and nothing else of the first catalogue.

    Numbers with check digits are left out, since those of the copies would be wrong.
    """
    return [
        _with_amount(e) if _FINANCIAL in e.values(CN + "supportKind") and not e.values(CN + "amount") else e
        for e in entities
        if _REGISTERS.isdisjoint(e.values(CN + "identifierScheme"))
    ]


def _with_amount(support: Entity) -> Entity:
    amount = Literal("80000.0", datatype=NamedNode(XSD + "decimal"))
    added = (
        Triple(support.node, NamedNode(CN + "amount"), amount),
        Triple(support.node, NamedNode(CN + "currency"), Literal("EUR")),
    )
    return Entity(support.node, support.folder, support.statements + added)


def part(entities: Sequence[Entity], size: int, chance: random.Random) -> list[Entity]:
    """Take entities away, each with all that does not make sense without it, until so many are left.

    Args:
        entities: a whole.
        size: how many shall be left.
        chance: decides which.

    Returns:
        The entities that are left, in their order; a few more than `size` when that many make no whole.
    """
    pruning = _Pruning(entities)
    for largest in (_LARGEST, len(entities)):
        roots = list(entities)
        chance.shuffle(roots)
        for root in roots:
            if len(pruning.left) <= size:
                break
            if root.node in pruning.left and not any(root.values(needed) for needed in _NEEDED):
                gone = pruning.with_dependents(root.node)
                if len(gone) <= largest and len(pruning.left) - len(gone) >= size:
                    pruning.left -= gone
    return [_recounted(entity, pruning) for entity in entities if entity.node in pruning.left]


class _Pruning:
    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = {entity.node: entity for entity in entities}
        self.referrers = referrers(entities)
        self.left = set(self.entities)

    def with_dependents(self, root: Node) -> set[Node]:
        """List what goes when one goes: what refers to it, what it was needed by, and passages that nothing cites any more."""
        gone: set[Node] = set()
        pending = [root]
        while pending:
            node = pending.pop()
            if node in gone or node not in self.left:
                continue
            gone.add(node)
            pending += [entity.node for entity, _ in self.referrers[node]]
            entity = self.entities[node]
            pending += [value for needed in _NEEDED for value in entity.values(needed) if not isinstance(value, Literal)]
            pending += [value for value in entity.values(DCT + "source") if self._is_unused(value, gone)]  # type: ignore[misc]
        return gone

    def _is_unused(self, passage: object, gone: set[Node]) -> bool:
        entity = self.entities.get(passage)  # type: ignore[call-overload]
        if entity is None or entity.values(CN + "leftOut") or not entity.values(_EXACT):
            return False
        users = {user.node for user, predicate in self.referrers[entity.node] if predicate == DCT + "source"}
        return not (users & self.left) - gone


def _recounted(entity: Entity, pruning: _Pruning) -> Entity:
    for counted, pointing in _COUNTS:
        if entity.values(counted):
            users = {user.node for user, predicate in pruning.referrers[entity.node] if predicate == pointing}
            number = Literal(str(len(users & pruning.left)), datatype=NamedNode(XSD + "integer"))
            statements = [
                t if t.predicate.value != counted else Triple(t.subject, t.predicate, number) for t in entity.statements
            ]
            return Entity(entity.node, entity.folder, tuple(statements))
    return entity
