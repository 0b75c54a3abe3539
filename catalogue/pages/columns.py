"""The columns of answers and lists: what they are called, and which have numbers alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalogue.edition import Edition, per_edition
from catalogue.messages import Text, say
from catalogue.model import Property
from catalogue.names import STANDARD_PREFIXES
from catalogue.pages.literals import are_numbers
from catalogue.pages.parts import Column
from catalogue.query import NamedQuery

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")
_LOCAL = re.compile(r"[^/#:]*$")


def property_column(prop: Property, language: str) -> Column:
    """Head a column with the values of a property, as it is called in a language."""
    return Column(say(prop.name, language), kind="number" if are_numbers(prop.datatypes) else "")


def column_label(edition: Edition, query: NamedQuery, variable: str, language: str) -> str:
    """Name a column of an answer.

    Args:
        edition: the catalogue.
        query: the query, whose header may name it (`# column: name -- label`).
        variable: the variable.
        language: the reader's language.

    Returns:
        The label in the header; else the name of the type or of the property that is called as the variable is; else the
        variable in separate words.
    """
    label = column_text(edition, query, variable)
    return say(label, language) if label else spaced(variable)


def column_text(edition: Edition, query: NamedQuery, variable: str) -> Text:
    """Give the label of a column in its languages: in the header, else in the shapes; empty where it is called nowhere."""
    return query.columns.get(variable) or _called_so(edition).get(variable.lower()) or {}


def spaced(variable: str) -> str:
    """Write a variable in separate words.

    >>> spaced("percentInferred"), spaced("first_day"), spaced("n")
    ('percent inferred', 'first day', 'n')
    """
    return " ".join(part.lower() if part.istitle() else part for part in _WORDS.split(variable) if part) or variable


@per_edition
def _called_so(edition: Edition) -> Mapping[str, Text]:
    """Give the labels of types and properties by their names; none where properties of one name have several."""
    labels: dict[str, Text | None] = {}
    for type_ in edition.model.types.values():
        for prop in type_.properties:
            predicate = prop.path.predicate
            if predicate and not predicate.startswith(STANDARD_PREFIXES["rdf"]):
                local = _local(predicate)
                labels[local] = prop.name if labels.get(local, prop.name) == prop.name else None
    called = {name: label for name, label in labels.items() if name and label}
    return called | {
        type_.name.replace("-", ""): type_.label for type_ in edition.model.types.values() if type_.name and type_.label
    }


def _local(iri: str) -> str:
    match = _LOCAL.search(iri)
    return match[0].lower() if match else ""
