"""Kept columns: the statements of a layer as arrays, and what follows from them alone, for all that lies upon it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from catalogue.columns import dictionary
from catalogue.columns.index import Index, Numbers, Order
from catalogue.columns.sets import are_first

Result = TypeVar("Result")


@dataclass(frozen=True)
class KeptColumns:
    """The statements of a layer, with all that they are looked up by.

    Attributes:
        terms: their terms.
        columns: the four columns, as `Columns.column` gives them.
        orders: the rows by subject, by predicate and by object.
        forwards: the statements of each predicate by their subjects.
        backwards: the statements of each predicate by their objects.
    """

    terms: dictionary.KeptTerms
    columns: Sequence[Numbers]
    orders: Sequence[Order]
    forwards: Mapping[int, Index]
    backwards: Mapping[int, Index]
    _derived: dict[str, tuple[Hashable, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Give what follows from the layer alone and from a key, for all that lies upon it.

        Args:
            name: what it is.
            key: what it follows from beside the layer: with another one it is computed anew.
            compute: computes it; nobody changes what it returns.
        """
        known = self._derived.get(name)
        if known is None or known[0] != key:
            known = self._derived[name] = key, compute()
        result: Result = known[1]
        return result

    def terms_at(self, place: int) -> Numbers:
        """Give the terms that stand at a place of any statement, ascending, each once."""
        terms = self.orders[place].terms
        return self.once(f"terms at {place}", None, lambda: terms[are_first(terms)])
