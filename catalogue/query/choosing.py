"""Choosing: which values the parameters of named queries may be given, as the header says it, or as their default has it."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.edition import Edition, per_edition
from catalogue.errors import QueryError
from catalogue.query.named import named_queries
from catalogue.sparql.parameters import IN_SCHEME, SH_CLASS, Allowed, Parameter
from catalogue.terms import NamedNode


@per_edition
def choices(edition: Edition, query: str, parameter: str) -> Sequence[str]:
    """List the values that a parameter may be given.

    Args:
        edition: the catalogue.
        query: the name of the query.
        parameter: the name of the parameter.

    Returns:
        The values as they are sent, each once: the default and those that the header allows; else the languages of the
        catalogue, true and false, or what stands beside the default, the concepts of its code list or the things of its type,
        where the default is one of them. Nothing where any value may be written.
    """
    declared = next(each for each in named_queries(edition)[query].parameters if each.name == parameter)
    values, default = _values(edition, declared), declared.default
    if default is None or default in values:
        return values
    return [default, *values] if declared.allowed is not None and values else []


def _values(edition: Edition, parameter: Parameter) -> list[str]:
    if parameter.allowed is not None:
        return _allowed(edition, parameter, parameter.allowed)
    if parameter.type == "language":
        return list(edition.settings.languages)
    if parameter.type == "boolean":
        return ["true", "false"]
    default = _iri(edition, parameter, parameter.default or "") if parameter.type == "iri" and parameter.default else None
    return _sent(edition, parameter, _beside(edition, default)) if default is not None else []


def _allowed(edition: Edition, parameter: Parameter, allowed: Allowed) -> list[str]:
    """List the values that the header allows; those that do not fit the type are left out."""
    if allowed.by not in {SH_CLASS, IN_SCHEME}:
        return [value for value in dict.fromkeys(allowed.written) if _fits(edition, parameter, value)]
    named = _iri(edition, parameter, allowed.written[0])
    if named is None:
        return []
    if allowed.by == IN_SCHEME:
        return _sent(edition, parameter, edition.hierarchy.concepts(named))
    type_ = edition.ranks.named(named.value)
    things = edition.instances(type_) if type_ is not None else edition.graph.instances(named)
    return _sent(edition, parameter, [thing for thing in things if isinstance(thing, NamedNode)])


def _beside(edition: Edition, thing: NamedNode) -> Sequence[NamedNode]:
    """List what stands beside a thing: the concepts of its code list, or the things of its type; nothing where it is none."""
    schemes = edition.hierarchy.schemes(thing)
    if schemes:
        return [concept for scheme in schemes for concept in edition.hierarchy.concepts(scheme)]
    type_ = edition.type_of(thing)
    return edition.instances(edition.model.types[type_.iri]) if type_ is not None and type_.iri in edition.model.types else []


def _sent(edition: Edition, parameter: Parameter, things: Sequence[NamedNode]) -> list[str]:
    """Write things as they are sent: relative to the base; the default as the header has it."""
    default = _iri(edition, parameter, parameter.default) if parameter.default else None
    base = edition.settings.base
    written = (parameter.default if thing == default else thing.value.removeprefix(base) for thing in things)
    return list(dict.fromkeys(value or "" for value in written))


def _iri(edition: Edition, parameter: Parameter, written: str) -> NamedNode | None:
    try:
        return parameter.iri(written, edition.settings.base, edition.settings.prefixes)
    except QueryError:
        return None


def _fits(edition: Edition, parameter: Parameter, value: str) -> bool:
    try:
        parameter.term(value, edition.settings.base, edition.settings.prefixes)
    except QueryError:
        return False
    return True
