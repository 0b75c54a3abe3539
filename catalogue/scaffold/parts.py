"""Parts: which groups of things only hang off others, as the distributions of datasets do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.columns.index import ends_of, pairs_of
from catalogue.columns.sets import are_in, counted, distinct
from catalogue.columns.table import Columns, Numbers, numbers
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF, RDF_TYPE, NamedNode

_LISTING = (
    RDF_TYPE,
    *(NamedNode(RDF + name) for name in ("subject", "object")),
    *(
        NamedNode(STANDARD_PREFIXES[prefix] + name)
        for prefix, names in (
            ("dcat", ("dataset", "record", "service", "catalog")),
            ("foaf", ("primaryTopic", "topic")),
            ("owl", ("sameAs",)),
            ("rdfs", ("member", "subClassOf", "subPropertyOf")),
            ("schema", ("dataset", "itemListElement")),
            ("skos", ("hasTopConcept", "member", "narrower", "broader")),
            ("void", ("subset",)),
        )
        for name in names
    ),
    *map(NamedNode, ("http://www.w3.org/ns/ldp#contains", "http://www.w3.org/ns/hydra/core#member")),
)
"""Properties whose values are listed or spoken of, which makes them no parts."""
_OF_PARTS = frozenset({NamedNode(STANDARD_PREFIXES["dcat"] + "distribution")})
"""Properties whose values are parts, even of one thing alone."""
_MOST = 10
"""How many parts a thing has on average at most; what has more is a list."""


@dataclass(frozen=True, eq=False)
class _Hold:
    """What holds the things of a group.

    Attributes:
        parents: the things that have them as values.
        is_of_parts: whether one of the properties says that they are parts.
    """

    parents: Numbers
    is_of_parts: bool


def are_parts(columns: Columns, groups: Sequence[Numbers]) -> list[bool]:
    """Tell of which groups each thing is a value of one other thing alone, which may have several; what has parts is none.

    Args:
        columns: the statements.
        groups: IRIs of things, each once, ascending.
    """
    passed_over = numbers(map(columns.intern, _LISTING))
    holds = [_hold(columns, group, passed_over) for group in groups]
    parents = [hold.parents for hold in holds if hold is not None]
    return [
        hold is not None and not any(are_in(others, group).any() for others in parents if others is not hold.parents)
        for hold, group in zip(holds, groups, strict=True)
    ]


def _hold(columns: Columns, things: Numbers, passed_over: Numbers) -> _Hold | None:
    rows = columns.rows(2, things)[1]
    predicates = columns.at(1, rows)
    pairs = pairs_of(columns.at(2, rows), columns.at(0, rows))
    counts = ~are_in(predicates, passed_over) & ~are_in(columns.at(0, rows), things)
    held, parents = ends_of(distinct(pairs[counts]))
    each, times = counted(held)
    if not len(things) or len(each) < len(things) or not (times == 1).all():
        return None
    hold = _Hold(distinct(parents), not _OF_PARTS.isdisjoint(columns.terms[n] for n in distinct(predicates).tolist()))
    is_list = _MOST * len(hold.parents) < len(things) or (len(hold.parents) == 1 < len(things))
    return None if is_list and not hold.is_of_parts else hold
