"""Types: an entity type, by what people call it."""

from __future__ import annotations

from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.messages import Message, say
from catalogue.model import EntityType
from catalogue.names import local_name
from catalogue.near import nearest


def find_type(edition: Edition, name: str, language: str) -> EntityType:
    """Find an entity type by what people call it: its list, its label in any language, its class.

    Args:
        edition: the catalogue.
        name: what it is called.
        language: the language in which the types are listed when there is none of that name.

    Raises:
        UsageError: there is none of that name, or more than one; or there are no shapes.
    """
    edition.needs_shapes()
    types = list(edition.model.types.values())
    names = {type_.iri: names_of(edition, type_) for type_ in types}
    wanted = name.strip().casefold()
    for candidates in ([type_ for type_ in types if type_.name == wanted], [t for t in types if wanted in names[t.iri]]):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            shown = ", ".join(type_.name for type_ in candidates)
            raise UsageError(Message("new.types-so-called", name=name, types=shown))
    known = ", ".join(f"{type_.name} ({say(type_.label, language)})" for type_ in types)
    near = nearest(wanted, {each for of_type in names.values() for each in of_type})
    if near is not None:
        near = next(type_.name for type_ in types if near in names[type_.iri])
        raise UsageError(Message("new.no-type-near", name=name, near=near))
    raise UsageError(Message("new.no-type", name=name, types=known) if types else Message("new.no-types"))


def names_of(edition: Edition, type_: EntityType) -> set[str]:
    """Give all that an entity type may be called, in small letters."""
    iris = {type_.iri, *type_.classes}
    short = {edition.prefixes.shorten(iri) for iri in iris} | set(map(local_name, iris))
    return {name.casefold() for name in (type_.name, *short, *iris, *type_.label.values(), *type_.plural.values())}
