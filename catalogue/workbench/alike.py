"""Alike: which entries of the catalogue are called as a new one is."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.lint.namesakes import Names
from catalogue.messages import Message, Text
from catalogue.workbench.entries import Entry


def called_alike(edition: Edition, entry: Entry) -> Iterator[Text]:
    """Say of a new entry which others of its type are called so already, in the same language.

    Args:
        edition: the catalogue without the new entry.
        entry: the entry.
    """
    naming, type_ = entry.form.label, entry.form.type_
    labels = entry.given(naming) if naming is not None else ()
    for other in Names(edition, type_).called(labels):
        yield Message("new.called-so", type=type_.label, name=edition.own_label(other), iri=other.value)
