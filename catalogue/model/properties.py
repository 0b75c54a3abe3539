"""Properties of entity types: what all property shapes about one path say of it together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from catalogue.messages import Text
from catalogue.model.lists import REST
from catalogue.model.literals import names, number
from catalogue.model.paths import Path
from catalogue.model.shapes_graph import Shape
from catalogue.model.viewers import UI_NAMESPACES, VIEWER_PROPERTIES, viewer_name
from catalogue.model.vocabulary import RDFS, sh
from catalogue.names import STANDARD_PREFIXES, local_name
from catalogue.terms import RDF_LANG_STRING, Literal, NamedNode, Node, Term

LABEL = NamedNode(RDFS + "label")
_ROLES = tuple(NamedNode(namespace + "propertyRole") for namespace in UI_NAMESPACES)
"""The role of a property, as DASH has it and as the draft of SHACL 1.2 User Interfaces does."""
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OF_LISTS = tuple(map(sh, ("memberShape", "minListLength", "maxListLength", "uniqueMembers")))
_LIST_SHAPE = NamedNode(STANDARD_PREFIXES["dash"] + "ListShape")
_REFERENCES = frozenset(map(sh, ("IRI", "BlankNode", "BlankNodeOrIRI")))


@dataclass(frozen=True)
class Property:
    """A property of an entity type, as the property shapes about its path say it.

    Attributes:
        shape: the property shape, the most special one when there are several.
        path: the path that leads from a thing to its values.
        name: its name by language (`sh:name`).
        description: what it means, by language (`sh:description`).
        order: its place among the others (`sh:order`).
        group: IRI of its group, or None.
        severity: local name of the severity that its shape declares (`sh:severity`), or None.
        role: local name of its DASH role (`LabelRole`, `DescriptionRole`, `KeyInfoRole`), or None.
        viewer: local name of what shows its values, one of `VIEWERS`, or None.
        defaults: the values that go without saying (`sh:defaultValue`).
        of_classes: the classes of which a table shows the instances only (`sh:qualifiedValueShape`); empty when it shows all.
        datatypes: the datatypes that it allows; empty when it does not say.
        classes: the classes that its values must be instances of; empty when it does not say.
        is_reference: whether its values are things rather than literals.
        min_count: how many values there are at least.
        max_count: how many values there are at most, or None.
        has_unique_languages: whether there is one text at most in each language (`sh:uniqueLang`).
        is_list: whether its values are RDF lists.
        identifier: what programs call it (`sh:codeIdentifier`); empty when the shapes do not say.
        shapes: all property shapes about the path, the most special first.
    """

    shape: Node
    path: Path
    name: Text
    description: Text = field(default_factory=dict)
    order: float = 0.0
    group: str | None = None
    severity: str | None = None
    role: str | None = None
    viewer: str | None = None
    defaults: frozenset[Term] = frozenset()
    of_classes: tuple[str, ...] = ()
    datatypes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    is_reference: bool = False
    min_count: int = 0
    max_count: int | None = None
    has_unique_languages: bool = False
    is_list: bool = False
    identifier: str = ""
    shapes: tuple[Node, ...] = ()

    @cached_property
    def key(self) -> str:
        """The short name: what the shapes give, else the predicate's local name, else the shape's, else those of the path."""
        if self.identifier:
            return self.identifier
        iri = self.path.predicate
        if iri is not None:
            return local_name(iri)
        if isinstance(self.shape, NamedNode):
            return local_name(self.shape.value).split("-", 1)[-1]
        return "-".join(map(local_name, self.path.predicates))

    @property
    def is_table(self) -> bool:
        """Whether its values are shown as the rows of a table."""
        return self.viewer == "ValueTableViewer"

    @property
    def is_view(self) -> bool:
        """Whether it only shows on pages what triples of other things state: a table of what a composed path leads to."""
        return self.is_table and self.path.predicate is None

    @property
    def is_text(self) -> bool:
        """Whether its values are texts with a language."""
        return self.datatypes == (RDF_LANG_STRING,)


def properties_of(shapes: Iterable[Shape]) -> tuple[Property, ...]:
    """Read the properties that property shapes describe, one for each path, and for each choice of classes of tables.

    Args:
        shapes: property shapes, the most special first; those without a well-formed path are left out.

    Returns:
        The properties in their order. Where several shapes have the same path, the first that gives a name, a description, an
        order, a group, datatypes or classes counts for it; the role is that of the first with a name or a role, since to have
        none means something; of the numbers of values the narrowest counts.
    """
    by_path: dict[tuple[Path, tuple[str, ...]], list[Shape]] = {}
    for shape in shapes:
        if shape.path is not None:
            by_path.setdefault((shape.path, _chosen(shape, shape.path)), []).append(shape)
    properties = [_property(path, same) for (path, _), same in by_path.items()]
    return tuple(sorted(properties, key=lambda prop: (prop.order, prop.key)))


def _chosen(shape: Shape, path: Path) -> tuple[str, ...]:
    """Give the classes that tell a table of a composed path apart from others of the same path; none for anything else."""
    viewers = map(viewer_name, _given(shape, VIEWER_PROPERTIES))
    if path.predicate is not None or "ValueTableViewer" not in viewers:
        return ()
    return _of_classes(shape)


def _of_classes(shape: Shape) -> tuple[str, ...]:
    """Give the classes of which a shape chooses the instances."""
    return tuple(class_ for each in shape.qualified for class_ in _allowed(each, "class"))


def _property(path: Path, shapes: Sequence[Shape]) -> Property:
    least, most = _counts(shapes)
    return Property(
        shape=shapes[0].node,
        path=path,
        name=next(filter(None, (shape.names for shape in shapes)), {}) or _name_of(path, shapes[0]),
        description=next(filter(None, (shape.descriptions for shape in shapes)), {}),
        order=next((shape.order for shape in shapes if shape.values("order")), 0.0),
        group=next((shape.group.value for shape in shapes if shape.group is not None), None),
        severity=next((local_name(iri.value) for shape in shapes for iri in _iris(shape.values("severity"))), None),
        role=_role(shapes),
        viewer=next(
            filter(None, (viewer_name(viewer) for shape in shapes for viewer in _given(shape, VIEWER_PROPERTIES))), None
        ),
        defaults=frozenset(value for shape in shapes for value in shape.values("defaultValue")),
        of_classes=tuple(class_ for shape in shapes for class_ in _of_classes(shape)),
        datatypes=next(filter(None, (_allowed(shape, "datatype") for shape in shapes)), ()),
        classes=next(filter(None, (_allowed(shape, "class") for shape in shapes)), ()),
        is_reference=any(map(_leads_to_things, shapes)),
        min_count=least,
        max_count=most,
        has_unique_languages=any(shape.has_flag("uniqueLang") for shape in shapes),
        is_list=any(map(_has_lists, shapes)),
        identifier=next(
            (value.value for shape in shapes for value in shape.values("codeIdentifier") if is_identifier(value)), ""
        ),
        shapes=tuple(shape.node for shape in shapes),
    )


def parts_of(shapes: Iterable[Shape]) -> tuple[Property, ...]:
    """Read the properties that shapes give their value nodes, by `sh:property`, `sh:node`, `sh:and` and their alternatives.

    Args:
        shapes: the property shapes about one path, the most special first.
    """
    within = [each for shape in shapes for each in (shape, *shape.alternatives, *shape.qualified)]
    return properties_of(each for shape in within for each in shape.all_properties)


def _counts(shapes: Sequence[Shape]) -> tuple[int, int | None]:
    """Give how many values there are at least and at most: the narrowest of the bounds that shapes give."""
    least = max(int(number(shape.value("minCount"))) for shape in shapes)
    bounds = (shape.value("maxCount") for shape in shapes)
    return least, min((int(number(bound)) for bound in bounds if isinstance(bound, Literal)), default=None)


def _role(shapes: Sequence[Shape]) -> str | None:
    """Give the role of the first shape with a name or a role: to have a name and no role means something."""
    shape = next((shape for shape in shapes if shape.names or _given(shape, _ROLES)), shapes[0])
    return next((local_name(role.value) for role in _iris(_given(shape, _ROLES))), None)


def _given(shape: Shape, predicates: Iterable[NamedNode]) -> list[Term]:
    return [value for predicate in predicates for value in shape.given(predicate)]


def _name_of(path: Path, shape: Shape) -> Text:
    """Name a property without `sh:name`: as the ontology names its predicate, else as the path is written."""
    if path.predicate is None:
        return {"": str(path)}
    label = names(shape.graph.descriptions.values(NamedNode(path.predicate), LABEL))
    return label or {"": local_name(path.predicate)}


def _offered(shape: Shape, name: str) -> list[Term]:
    """Give the values of a parameter of a shape and of the alternatives of its `sh:or` and `sh:xone`."""
    return [value for each in (shape, *shape.alternatives) for value in each.values(name)]


def _iris(terms: Iterable[Term]) -> list[NamedNode]:
    return [term for term in terms if isinstance(term, NamedNode)]


def _allowed(shape: Shape, name: str) -> tuple[str, ...]:
    return tuple(iri.value for iri in _iris(_offered(shape, name)))


def is_identifier(term: Term) -> bool:
    """Tell whether a term is a name that `sh:codeIdentifier` may give (SHACL 1.2 Core)."""
    return isinstance(term, Literal) and _IDENTIFIER.fullmatch(term.value) is not None


def _has_lists(shape: Shape) -> bool:
    """Tell whether a shape asks for lists: by a parameter of SHACL 1.2 for lists, by DASH, or by what members must be."""
    if any(shape.given(predicate) for predicate in _OF_LISTS):
        return True
    within = shape.all_properties
    return _LIST_SHAPE in shape.values("node") or any(
        each.path is not None and REST.value in each.path.predicates for each in within
    )


def _leads_to_things(shape: Shape) -> bool:
    node_kinds = set(_offered(shape, "nodeKind"))
    return bool(_allowed(shape, "class")) or bool(node_kinds and node_kinds <= _REFERENCES)
