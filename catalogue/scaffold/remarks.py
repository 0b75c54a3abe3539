"""Remarks: what the comment of a draft says of what could be done better in the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.messages import Message, Text
from catalogue.model import Target
from catalogue.names import Prefixes
from catalogue.scaffold.facts import PropertyFacts, is_part_of_name

_FEW = 10
"""Of how many things one may be called as another is, without a remark."""


def remarks(targets: Sequence[Target], name: PropertyFacts | None, prefixes: Prefixes) -> Iterator[Text]:
    """Give what a steward should know of a draft.

    Args:
        targets: what it targets.
        name: the property that names its things, or None.
        prefixes: those of the catalogue.
    """
    if len(targets) > 1:
        yield Message("shapes.comment-same", classes=", ".join(prefixes.shorten(target.term.value) for target in targets))
    if name is None:
        yield Message("shapes.comment-nameless")
        return
    label = prefixes.shorten(name.predicate.value)
    if not name.kinds:
        yield Message("shapes.comment-empty", label=label)
    elif is_part_of_name(name.predicate):
        yield Message("shapes.comment-part", label=label)
    if _FEW * (shared := name.nodes - name.distinguished) > name.nodes:
        yield Message("shapes.comment-shared", count=shared, things=Message("count.things", count=name.nodes), label=label)
