"""JSON Schema (2020-12) of the documents of a type: what the shapes demand of every thing, as far as a schema can say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.documents.addresses import CONTEXT
from catalogue.edition import Edition, per_edition
from catalogue.exports.dumping import dumped
from catalogue.exports.jsonld.constraints import Constraints, constraints, hard_shapes
from catalogue.exports.jsonld.forms import BY_LANGUAGE, THINGS, Form, Prefixed, forms
from catalogue.exports.jsonld.values import literal
from catalogue.languages import recommended
from catalogue.lexical import INTEGERS, pattern_of
from catalogue.messages import Text, say
from catalogue.model import EntityType, Property
from catalogue.terms import RDF_LANG_STRING, XSD, XSD_STRING, Literal, NamedNode

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_INTEGER = {"type": "string", "pattern": r"^[+-]?[0-9]+$"}
_TYPES = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_BOUNDS = {"minInclusive": "minimum", "minExclusive": "exclusiveMinimum"} | {
    "maxInclusive": "maximum",
    "maxExclusive": "exclusiveMaximum",
}


def schema(edition: Edition, type_: EntityType) -> bytes:
    """Write the schema that every document about a thing of a type conforms to, where the data conforms to the shapes.

    Args:
        edition: the catalogue.
        type_: the type. What shapes of less than a violation ask is left open, and so is what no schema can say.
    """
    tag = edition.settings.languages[0]
    own, others = _properties(edition, type_), [_properties(edition, other) for other in _sharing(edition, type_)]
    written = {key: _any([each, *(other[key] for other in others if key in other)]) for key, each in own.items()}
    hard = hard_shapes(edition, type_.iri)
    identifier: dict[str, Any] = {"type": "string", "format": "iri", **_all([{"pattern": each} for each in hard.patterns])}
    return dumped(
        {
            "$schema": _DIALECT,
            "$id": f"{edition.settings.base}{edition.settings.own(f'{CONTEXT}/{type_.name}')}.schema.json",
            **_annotations(type_.label, type_.description, tag),
            "type": "object",
            "properties": {"@context": {"type": "object"}, "@id": identifier, "@type": _TYPES, **written},
            "required": ["@context", "@id", *(["@type"] if type_.classes else []), *_required(edition, type_)],
        }
    )


def _annotations(label: Text, description: Text, tag: str) -> dict[str, str]:
    given = {"title": say(label, tag), "description": say(description, tag) if description else ""}
    return {name: text for name, text in given.items() if text}


@per_edition
def _together(edition: Edition) -> frozenset[tuple[str, ...]]:
    """Give the types that things are published as together, and with the types above them."""
    types = {tuple(type_.iri for type_ in each) for each in edition.things.values()}
    above = edition.model.above
    return frozenset(tuple(sorted({*each, *(upper for iri in each for upper in above.get(iri, ()))})) for each in types)


def _sharing(edition: Edition, type_: EntityType) -> list[EntityType]:
    """List the other types that things of a type have, whose documents may be laid out by these."""
    iris = {iri for each in _together(edition) if type_.iri in each for iri in each} - {type_.iri}
    return [edition.model.types[iri] for iri in sorted(iris) if iri in edition.model.types]


def _properties(edition: Edition, type_: EntityType) -> dict[str, dict[str, Any]]:
    hard, known, tag = hard_shapes(edition, type_.iri).nodes, forms(edition), edition.settings.languages[0]
    by_predicate = {prop.path.predicate: prop for prop in type_.properties}
    prefixed = Prefixed(known.prefixes, known.terms)
    return {
        form.key: {**_annotations(prop.name, prop.description, tag), **_Values(edition, prop, form, hard, prefixed).schema()}
        for iri, form in known.of(type_).items()
        for prop in (by_predicate[iri],)
    }


def _required(edition: Edition, type_: EntityType) -> Iterator[str]:
    hard = hard_shapes(edition, type_.iri).nodes
    by_predicate = {prop.path.predicate: prop for prop in type_.properties}
    for iri, form in forms(edition).of(type_).items():
        given = constraints(edition, by_predicate[iri], hard)
        is_kept = form.coercion != THINGS or given.classes or given.node_kinds == {"IRI"}
        if given.least and given.is_certain and is_kept and not form.is_list:
            yield form.key


class _Values:
    """The schema of the values of a property.

    Args:
        edition: the catalogue.
        prop: the property.
        form: how its values are written.
        hard: the property shapes that all things of the type conform to.
        prefixed: short forms of IRIs.
    """

    def __init__(self, edition: Edition, prop: Property, form: Form, hard: frozenset[Any], prefixed: Prefixed) -> None:
        self._form = form
        self._prop = prop
        self._given: Constraints = constraints(edition, prop, hard)
        self._prefixed = prefixed

    def schema(self) -> dict[str, Any]:
        """Give the schema of what stands under the key."""
        if self._form.coercion == BY_LANGUAGE:
            return self._texts()
        if self._form.is_list:
            return {"type": "array"}
        return self._array(self._value()) if self._form.is_many else self._value()

    def _array(self, items: dict[str, Any]) -> dict[str, Any]:
        array: dict[str, Any] = {"type": "array", "items": items, "minItems": 1}
        if self._given.is_certain and self._form.coercion != BY_LANGUAGE:
            if self._given.most is not None:
                array["maxItems"] = self._given.most
            if self._form.coercion != THINGS:
                array["minItems"] = max(1, self._given.least)
        return array

    def _texts(self) -> dict[str, Any]:
        text = self._string(self._given.patterns)
        each = {"type": "array", "items": text, "minItems": 1} if self._form.is_many else text
        map_: dict[str, Any] = {"type": "object", "minProperties": 1, "additionalProperties": each}
        ranges = self._given.languages
        if ranges is not None:
            tags = "|".join(map(_literally, sorted(recommended(tag) for tag in ranges)))
            none = "|@none" if self._form.has_plain else ""
            map_["propertyNames"] = {"pattern": f"^(?:(?:{tags})(?:-.*)?{none})$"}
        return map_

    def _value(self) -> dict[str, Any]:
        coercion = self._form.coercion
        if coercion == THINGS:
            return self._thing()
        allowed = self._enumerated()
        if allowed is not None:
            return {"enum": allowed}
        if coercion:
            return self._of_datatype(coercion, is_typed=True)
        datatypes = self._given.datatypes
        if not datatypes or self._prop.is_reference or self._prop.is_list:
            return {"type": ["string", "integer", "boolean", "object"]}
        return _any([self._of_datatype(datatype, is_typed=False) for datatype in datatypes])

    def _thing(self) -> dict[str, Any]:
        identifier: dict[str, Any] = {"type": "string"}
        things = self._given.allowed
        if things is not None and all(isinstance(each, NamedNode) for each in things):
            identifier = {"enum": [each.value for each in things]}
        elif self._given.node_kinds == {"IRI"}:
            identifier |= _all([{"pattern": each} for each in ("^(?!_:)", *self._given.patterns)])
        thing: dict[str, Any] = {"type": "object", "properties": {"@id": identifier, "@type": _TYPES}}
        return {**thing, "required": ["@id"]} if self._given.node_kinds == {"IRI"} else thing

    def _enumerated(self) -> list[Any] | None:
        allowed = self._given.allowed
        if allowed is None or not all(isinstance(each, Literal) for each in allowed):
            return None
        return [literal(each, self._form.coercion, self._prefixed) for each in allowed if isinstance(each, Literal)]

    def _of_datatype(self, datatype: str, *, is_typed: bool) -> dict[str, Any]:
        """Give the schema of a literal of a datatype, as it is written where the context gives it the datatype, or does not."""
        if datatype == RDF_LANG_STRING:
            properties = {"@value": self._string(self._given.patterns), "@language": {"type": "string"}}
            return {"type": "object", "properties": properties, "required": ["@value", "@language"]}
        if datatype == XSD_STRING:
            return self._string(self._given.patterns)
        lexical = self._lexical(datatype)
        names = [self._prefixed.shorten(datatype), datatype]
        text: dict[str, Any] = lexical
        if not is_typed:
            properties = {"@value": lexical, "@type": {"enum": list(dict.fromkeys(names))}}
            text = {"type": "object", "properties": properties, "required": ["@value", "@type"]}
        local = datatype.removeprefix(XSD)
        if datatype == XSD + "boolean":
            return {"anyOf": [{"type": "boolean"}, text]}
        is_native = local in INTEGERS if is_typed else local == "integer"
        return {"anyOf": [{"type": "integer", **self._bounds()}, text]} if is_native and datatype.startswith(XSD) else text

    def _lexical(self, datatype: str) -> dict[str, Any]:
        if datatype.startswith(XSD) and datatype.removeprefix(XSD) in INTEGERS:
            return _INTEGER if self._given.is_certain else {"type": "string"}
        pattern = pattern_of(datatype) if self._given.is_certain else None
        patterns = [*([f"^(?:{pattern})$"] if pattern is not None else []), *self._given.patterns]
        return self._string(patterns)

    def _string(self, patterns: Sequence[str]) -> dict[str, Any]:
        lengths = {name: getattr(self._given, attribute) for name, attribute in _LENGTHS.items()}
        bounds = {name: value for name, value in lengths.items() if value is not None}
        return {"type": "string", **bounds, **_all([{"pattern": each} for each in patterns])}

    def _bounds(self) -> dict[str, int]:
        return {_BOUNDS[name]: bound for name, bound in self._given.bounds.items()}


_LENGTHS = {"minLength": "shortest", "maxLength": "longest"}


def _all(schemas: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Join schemas that all hold."""
    return dict(schemas[0]) if len(schemas) == 1 else {"allOf": list(schemas)} if schemas else {}


def _any(schemas: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Join schemas one of which holds, each once; the annotations of the first stay."""
    different: list[dict[str, Any]] = []
    notes: dict[str, Any] = {name: schemas[0][name] for name in ("title", "description") if name in schemas[0]}
    for each in schemas:
        plain = {name: value for name, value in each.items() if name not in {"title", "description"}}
        if plain not in different:
            different.append(plain)
    return {**notes, **(different[0] if len(different) == 1 else {"anyOf": different})}


def _literally(tag: str) -> str:
    return tag.replace("*", ".*")
