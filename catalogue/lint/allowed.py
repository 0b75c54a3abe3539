"""Allowed values: those that a list or a code list allows, as a steward writes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from catalogue.lint.naming import called, shown
from catalogue.lint.places import Places
from catalogue.messages import Message, Text, say
from catalogue.model import Shape, sh
from catalogue.names import local_name
from catalogue.near import nearest_of_many
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.results import Result
from catalogue.terms import Literal, NamedNode, Term

_ALL = 12
"""How many values are all listed; of more, the nearest are."""

_NEAREST = 3
_OTHER_PARAMETERS = frozenset({"class", "datatype", "nodeKind", "pattern", "and", "or", "xone", "not", "node", "sparql"})
Value = NamedNode | Literal


def allowed_values(constraints: Constraints, result: Result) -> Sequence[Value]:
    """List the values that a violated `sh:in` allows, or a code list that `sh:node` names.

    A code list is what has one value of one property, as the concepts of a scheme have: the shape asks for nothing else.

    Args:
        constraints: the shapes and the data.
        result: the result.

    Returns:
        The values, in the order of the list; empty where the constraint is of another kind.
    """
    parameter = constraints.parameter(result)
    if parameter is None or result.component not in {"In", "Node"}:
        return ()
    if result.component == "In":
        members: Sequence[Term] = constraints.shapes.descriptions.members(parameter)
    elif isinstance(parameter, Literal):
        return ()
    else:
        members = constraints.cached_list(parameter, partial(_coded, constraints, constraints.shapes.shape(parameter)))
    return [member for member in members if isinstance(member, NamedNode | Literal)]


def _coded(constraints: Constraints, shape: Shape) -> Sequence[Term]:
    """List what a shape is met by that asks for one value of one property, or for a list of values."""
    listed = shape.value("in")
    if listed is not None:
        return constraints.shapes.descriptions.members(listed)
    if len(shape.properties) != 1 or any(shape.values(name) for name in _OTHER_PARAMETERS):
        return ()
    (property_,) = shape.properties
    value, path = property_.value("hasValue"), property_.path
    if value is None or path is None or not path.predicate or any(property_.values(name) for name in _OTHER_PARAMETERS):
        return ()
    return constraints.edition.graph.subjects(NamedNode(path.predicate), value)


def by_text(constraints: Constraints, values: Sequence[Value]) -> dict[str, Value]:
    """Give values by what a steward may write instead: their text, their name, their labels; in small letters.

    What more than one value is called by is left out.
    """
    named: dict[str, Value | None] = {}
    for value in values:
        labels = [] if isinstance(value, Literal) else constraints.edition.own_label(value).values()
        texts = {value.value, *labels} if isinstance(value, Literal) else {value.value, local_name(value.value), *labels}
        for text in {text.strip().casefold() for text in texts}:
            named[text] = value if named.get(text, value) == value else None
    return {text: value for text, value in named.items() if value is not None}


def listed(constraints: Constraints, result: Result, values: Sequence[Value], language: str) -> str:
    """List allowed values by their labels and as they are written; of many the nearest, with their number and place.

    Args:
        constraints: the shapes and the data.
        result: the result whose value is none of them.
        values: the values.
        language: the language of the labels.
    """
    edition = constraints.edition
    about = result.component, constraints.parameter(result)
    if len(values) <= _ALL:
        names = partial(_all_of, constraints, values, language)
        return constraints.cached_text(("allowed", *about, language), names)
    near = _nearest(constraints, result, values)
    where = constraints.cached_text(("place of list", *about), partial(_place, constraints, result))
    nearest = ", ".join(called(edition, value, language) for value in near)
    message = Message("phrase.one-of-many", names=nearest, number=len(values), where=where)
    return say(message if near else Message("phrase.one-of-list", number=len(values), where=where), language)


def _all_of(constraints: Constraints, values: Sequence[Value], language: str) -> str:
    *first, last = (called(constraints.edition, value, language) for value in values)
    return (", ".join(first) + say(_OR, language) if first else "") + last


_OR: Text = Message("phrase.or")


def _nearest(constraints: Constraints, result: Result, values: Sequence[Value]) -> Sequence[Value]:
    """Give the values that are most like the one of a result, by what a steward may write."""
    value = result.value
    if value is None:
        return ()
    texts = by_text(constraints, values)
    name = value.value if isinstance(value, Literal) else local_name(value.value)
    matches = nearest_of_many(name.casefold(), list(texts), 2 * _NEAREST)
    return list(dict.fromkeys(texts[match] for match in matches))[:_NEAREST]


def _place(constraints: Constraints, result: Result) -> str:
    """Say where a list is: in the shapes."""
    places, parameter = Places(constraints.edition), constraints.parameter(result)
    if result.component == "In":
        return str(places.find(result.shape, sh("in"), parameter))
    return (
        str(places.find(parameter))
        if parameter is not None and not isinstance(parameter, Literal)
        else shown(constraints.edition, result.parameter)
    )
