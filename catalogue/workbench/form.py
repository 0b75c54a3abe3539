"""Forms: what the shapes of an entity type ask of a new thing, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.languages import is_well_formed, recommended
from catalogue.messages import Message
from catalogue.model import EntityType, Property, Shape, TargetKind, sh
from catalogue.model.literals import number
from catalogue.model.properties import properties_of
from catalogue.terms import RDF_LANG_STRING, RDF_TYPE, NamedNode, Term

_REFERENCES = frozenset(map(sh, ("IRI", "BlankNodeOrIRI")))
_BLANK = frozenset({sh("BlankNode")})
_LITERAL = frozenset({sh("Literal")})
_DEFAULT = sh("defaultValue")
_HALF = 2
_ROLES = frozenset({"LabelRole", "DescriptionRole", "KeyInfoRole", "IDRole"})
"""The roles of properties that are usual; few who write an entry have a picture at hand."""


@dataclass(frozen=True)
class Field:
    """A property of an entity type, as it is asked for.

    Attributes:
        prop: the property.
        shapes: the property shapes about it, those taken over by its values left out.
        languages: the languages in which a text is asked for; empty when the values are no texts with a language.
        at_least: how many values a thing must have.
        is_usual: whether the shapes say that it is what a reader looks for first; where they say that of nothing, whether
            half of the things have it.
    """

    prop: Property
    shapes: tuple[Shape, ...]
    languages: tuple[str, ...] = ()
    at_least: int = 0
    is_usual: bool = False

    @property
    def predicate(self) -> NamedNode:
        """The predicate that leads to the values."""
        assert self.prop.path.predicate is not None  # noqa: S101 - fields are of such properties
        return NamedNode(self.prop.path.predicate)

    @property
    def at_most(self) -> int | None:
        """How many values a thing may have, or None."""
        return self.prop.max_count

    @property
    def is_required(self) -> bool:
        """Whether a thing must have a value."""
        return self.at_least > 0

    @property
    def is_label(self) -> bool:
        """Whether the value names the thing."""
        return self.prop.role == "LabelRole"

    @property
    def takes_each_language_once(self) -> bool:
        """Whether there is one text a language."""
        return any(shape.has_flag("uniqueLang") for shape in self.shapes)

    def takes_language(self, tag: str) -> bool:
        """Tell whether a text may be in a language: in any, unless the shapes list some."""
        is_open = bool(self.languages) and not any(shape.values("languageIn") for shape in self.shapes)
        return tag in self.languages or (is_open and is_well_formed(tag))

    @cached_property
    def offered(self) -> tuple[Shape, ...]:
        """The shapes that say what the values may be: the property shapes, their alternatives and qualified shapes."""
        shapes = [each for shape in self.shapes for each in (shape, *shape.alternatives, *shape.qualified)]
        return tuple(dict.fromkeys(shapes))

    @cached_property
    def datatypes(self) -> tuple[str, ...]:
        """The datatypes that the values may have, in the order in which they are offered; empty when any will do."""
        return self.prop.datatypes or tuple(dict.fromkeys(_iris(self.offered, "datatype")))

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes of which the values may be; empty when the shapes name none."""
        return tuple(dict.fromkeys(_iris(self.offered, "class")))

    @cached_property
    def listed(self) -> tuple[Term, ...]:
        """The values that `sh:in` lists; empty when it lists none."""
        return tuple(dict.fromkeys(value for shape in self.offered for value in shape.list("in")))

    @cached_property
    def fixed(self) -> tuple[Term, ...]:
        """The values that every thing has (`sh:hasValue`)."""
        return tuple(dict.fromkeys(value for shape in self.shapes for value in shape.values("hasValue")))

    @property
    def default(self) -> Term | None:
        """The value that is proposed (`sh:defaultValue`), or None."""
        return next((value for shape in self.shapes for value in shape.given(_DEFAULT)), None)

    @cached_property
    def value_shapes(self) -> tuple[Shape, ...]:
        """The shapes to which every value must conform (`sh:node`)."""
        return tuple(dict.fromkeys(node for shape in self.shapes for node in shape.shapes("node")))

    @cached_property
    def node_kinds(self) -> frozenset[Term]:
        """The kinds of nodes that are offered; empty when the shapes do not say."""
        return frozenset(kind for shape in self.offered for kind in shape.values("nodeKind"))

    @property
    def is_reference(self) -> bool:
        """Whether the values are things and addresses: IRIs, rather than literals."""
        if self.datatypes or self.is_nested:
            return False
        return bool(self.classes) or bool(self.node_kinds and self.node_kinds <= _REFERENCES)

    @property
    def is_literal(self) -> bool:
        """Whether the values can only be literals."""
        return bool(self.datatypes) or (bool(self.node_kinds) and self.node_kinds <= _LITERAL)

    @property
    def is_nested(self) -> bool:
        """Whether the values are nodes without a name, described where they stand."""
        if self.node_kinds and self.node_kinds <= _BLANK:
            return True
        may_be = not self.node_kinds or sh("BlankNodeOrIRI") in self.node_kinds
        return may_be and not (self.classes or self.prop.datatypes or self.listed) and bool(self.inner) and not self._is_coded

    @cached_property
    def inner(self) -> tuple[Shape, ...]:
        """The property shapes that say what is said of the values themselves."""
        shapes = [each for shape in (*self.shapes, *self.value_shapes) for each in shape.all_properties]
        return tuple(dict.fromkeys(shapes))

    @property
    def _is_coded(self) -> bool:
        """Whether the values are told by what they have, as the concepts of a code list: they are there already."""
        return any(shape.values("hasValue") for shape in self.inner) or any(shape.targets for shape in self.value_shapes)


@dataclass(frozen=True)
class Form:
    """What is asked of a new thing.

    Attributes:
        type_: the entity type.
        class_: the class that the thing is said to be of, or None.
        fields: what it may have, in the order in which the shapes have it.
    """

    type_: EntityType
    class_: NamedNode | None
    fields: tuple[Field, ...]

    @property
    def label(self) -> Field | None:
        """The field that names the thing."""
        return next((field for field in self.fields if field.is_label), None)

    @property
    def required(self) -> list[Field]:
        """The fields that must be filled in, but those whose values are always the same."""
        return [field for field in self.fields if field.is_required and not field.fixed]

    @property
    def usual(self) -> list[Field]:
        """The fields that need not be filled in and mostly are."""
        return [field for field in self.fields if field.is_usual and not field.is_required]

    @property
    def others(self) -> list[Field]:
        """The other fields."""
        return [field for field in self.fields if not field.is_usual and not field.is_required]


class Forms:
    """Makes the forms of a catalogue, each once.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._forms: dict[str, Form] = {}

    def of(self, type_: EntityType) -> Form:
        """Give the form of an entity type.

        Raises:
            UsageError: nothing that is written could make a thing be of this type.
        """
        if type_.iri not in self._forms:
            self._forms[type_.iri] = self._make(type_)
        return self._forms[type_.iri]

    def nested(self, field: Field) -> Form:
        """Give the form of what is described within another thing, as a value of a property; without fields if it has none."""
        properties = properties_of(field.inner)
        class_ = next(iter(field.classes), None)
        prop = field.prop
        type_ = EntityType(
            iri=prop.path.iri,
            shape=prop.shape,
            targets=(),
            name=prop.key,
            label=prop.name,
            plural=prop.name,
            description=prop.description,
            order=0,
            properties=properties,
            is_listed=False,
        )
        fields = [each for prop in properties if (each := self._field(type_, prop, frozenset())) is not None]
        return Form(type_, NamedNode(class_) if class_ is not None else None, tuple(fields))

    def _make(self, type_: EntityType) -> Form:
        subjects_of = {target.term for target in type_.targets if target.kind is TargetKind.SUBJECTS_OF}
        if not type_.classes and not subjects_of:
            raise UsageError(Message("new.no-class", type=type_.label))
        class_ = type_.iri if type_.iri in type_.classes else next(iter(type_.classes), None)
        needed = frozenset(subjects_of) if class_ is None else frozenset()
        groups = {iri: place for place, iri in enumerate(self._edition.model.groups)}
        fields = [field for prop in type_.properties if (field := self._field(type_, prop, needed)) is not None]
        fields.sort(key=lambda field: (not field.is_label, groups.get(field.prop.group or "", len(groups)), field.prop.order))
        return Form(type_, NamedNode(class_) if class_ is not None else None, tuple(fields))

    def _field(self, type_: EntityType, prop: Property, needed: frozenset[Term]) -> Field | None:
        """Make the field of a property; None for what is no statement about the thing itself."""
        predicate = prop.path.predicate
        if predicate is None or predicate == RDF_TYPE.value or prop.max_count == 0:
            return None
        shapes = tuple(map(self._edition.shacl.shape, prop.shapes))
        is_label = prop.role == "LabelRole"
        least = max(prop.min_count, _qualified_least(shapes), int(NamedNode(predicate) in needed))
        has_roles = any(each.role in _ROLES - {"LabelRole"} for each in type_.properties)
        is_usual = is_label or (prop.role in _ROLES if has_roles else self._is_frequent(type_, NamedNode(predicate)))
        return Field(prop, shapes, self._languages(shapes, prop), least, is_usual)

    def _languages(self, shapes: Iterable[Shape], prop: Property) -> tuple[str, ...]:
        """Give the languages in which texts are asked for: those that the shapes allow, in the order of the catalogue."""
        listed = [shape for shape in shapes if shape.values("languageIn")]
        if RDF_LANG_STRING not in prop.datatypes and not listed:
            return ()
        own = self._edition.settings.languages
        allowed = [recommended(tag.value) for shape in listed[:1] for tag in shape.list("languageIn")]
        return tuple([tag for tag in own if tag in allowed] + [tag for tag in allowed if tag not in own]) if allowed else own

    def _is_frequent(self, type_: EntityType, predicate: NamedNode) -> bool:
        """Tell whether half of the things of a type have a property, or more."""
        things = self._edition.instances(type_)
        having = self._having(predicate) if things else frozenset()
        return bool(things) and _HALF * sum(thing in having for thing in things) >= len(things)

    def _having(self, predicate: NamedNode) -> frozenset[Term]:
        return frozenset(self._edition.graph.subjects_of(predicate))


def _iris(shapes: Iterable[Shape], name: str) -> Iterator[str]:
    return (value.value for shape in shapes for value in shape.values(name) if isinstance(value, NamedNode))


def _qualified_least(shapes: Sequence[Shape]) -> int:
    return sum(int(number(shape.value("qualifiedMinCount"))) for shape in shapes)
