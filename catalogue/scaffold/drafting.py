"""Drafting: first shapes for the classes of the data that no shape targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue import files
from catalogue.columns.sets import union, without
from catalogue.columns.table import BLANK, IRI, Numbers, numbers
from catalogue.edition import Edition
from catalogue.edition.labels import LABELS
from catalogue.errors import InputError
from catalogue.languages import lookup
from catalogue.lint.fixes import Writer
from catalogue.messages import Message, Text, say
from catalogue.messages.catalogues import languages
from catalogue.model import SH, Target, TargetKind, texts
from catalogue.model.naming import list_names
from catalogue.names import STANDARD_PREFIXES, Prefixes, local_name
from catalogue.scaffold.facts import GENERAL, Profiler, PropertyFacts, is_slip_of_published, naming
from catalogue.scaffold.groups import Classless, Group, classless
from catalogue.scaffold.prefixes import shape_prefixes
from catalogue.scaffold.shape import Drawing, ShapeDraft, identifier, in_languages, readable
from catalogue.terms import RDF, NamedNode
from catalogue.turtle import parse
from catalogue.turtle.layout import layout
from catalogue.workspace.formatting import Order
from catalogue.workspace.nesting import Nesting

_RDFS = STANDARD_PREFIXES["rdfs"]
_LABEL = NamedNode(_RDFS + "label")
_DESCRIPTIONS = [
    NamedNode(STANDARD_PREFIXES[prefix] + name)
    for prefix, name in (("dct", "description"), ("skos", "definition"), ("schema", "description"), ("rdfs", "comment"))
]


@dataclass(frozen=True)
class DraftedFile:
    """A file of drafted shapes.

    Attributes:
        path: where it is written; there is nothing yet.
        text: what it says, in the layout of the catalogue.
    """

    path: Path
    text: str


@dataclass(frozen=True)
class Drafted:
    """First shapes for a catalogue.

    Attributes:
        files: the files, one a class, in the order of the classes, then one a group of things without a class.
        shaped: how many classes of the data shapes target already.
        classless: the things without a class.
        is_covered: whether shapes validate anything of the data already.
        half_read: the files of the data that could be read in part only: what the rest has is not drafted.
    """

    files: Sequence[DraftedFile]
    shaped: int
    classless: Classless
    is_covered: bool
    half_read: Sequence[str] = ()

    @property
    def notes(self) -> Iterator[Text]:
        """What a steward should know of them."""
        if self.half_read:
            yield Message("shapes.half-read", count=len(self.half_read), example=self.half_read[0])
        if self.shaped:
            yield Message("shapes.already", count=self.shaped)
        if rest := self.classless.rest:
            yield Message("shapes.untyped", count=len(rest), example=rest[0])
        if outside := self.classless.outside:
            yield Message("shapes.outside", count=len(outside), example=outside[0])
        if not self.files:
            yield Message("shapes.nothing-new") if self.is_covered else Message("shapes.nothing")

    def write(self) -> None:
        """Write the files: all of them, or none.

        Raises:
            OutputError: one of them exists by now, or the system refused.
        """
        files.write_all([files.Change(file.path, None, file.text.encode("utf-8")) for file in self.files])


def draft(edition: Edition) -> Drafted:
    """Draft shapes for each class of the data that none targets, and for its things without a class that none validates.

    They say what is there, so that the data conforms.

    Args:
        edition: the catalogue, with or without shapes.

    Returns:
        The files; they are still to be written.

    Raises:
        InputError: a file of the shapes could be read in part only: what it targets is not known.
    """
    for source in edition.shapes:
        for issue in source.issues:
            if issue.fatal:
                raise InputError(issue.message, issue.place)
    return _Draftsman(edition).drafted()


class _Draftsman:
    """Drafts the shapes of an edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._settings = edition.settings
        self._columns = edition.graph.columns
        self._profiler = Profiler(edition)
        self._classes = self._profiler.data.classes
        self._prefixes = shape_prefixes(edition)

    def drafted(self) -> Drafted:
        """Give the files, and what is to be known of them."""
        shaped = [class_ for class_ in self._used if class_ in self._shaped]
        is_covered = bool(shaped) or len(self._edition.entities.validated) > 0
        half_read = [source.path for source in self._edition.data if any(issue.fatal for issue in source.issues)]
        return Drafted(list(self._files()), len(shaped), self._classless, is_covered, half_read)

    @cached_property
    def _classless(self) -> Classless:
        return classless(self._edition, self._profiler)

    @cached_property
    def _used(self) -> dict[str, int]:
        """The numbers of the classes of the data, by IRI, in the order of their IRIs."""
        classes = union(numbers(()), self._columns.backwards(self._classes.type).keys)
        iris = classes[self._columns.kinds(classes) == IRI]
        return dict(sorted(zip(self._columns.terms.values(iris), iris.tolist(), strict=True)))

    @cached_property
    def _shaped(self) -> frozenset[str]:
        """The classes that shapes target."""
        targets = (target for shape in self._edition.shacl.targeted for target in shape.targets)
        return frozenset(target.class_.value for target in targets if target.class_ is not None)

    @cached_property
    def _drafted(self) -> dict[str, int]:
        """The classes that get a shape: those that say something of things that are not only parts of others."""
        wanted = {iri: number for iri, number in self._used.items() if not self._is_passed_over(iri)}
        special = {iri: number for iri, number in wanted.items() if iri not in GENERAL}
        covered = self._instances(n for iri, n in self._used.items() if iri in special or iri in self._shaped)
        general = {iri: n for iri, n in wanted.items() if iri in GENERAL and len(without(self._classes.instances(n), covered))}
        drafted = {iri: n for iri, n in {**special, **general}.items() if self._has_entities(n)}
        sizes = {iri: len(self._classes.instances(number)) for iri, number in drafted.items()}
        return dict(sorted(drafted.items(), key=lambda item: (-sizes[item[0]], item[0])))

    def _is_passed_over(self, iri: str) -> bool:
        is_of_rdf = iri.startswith(SH) or iri == RDF + "List"
        return iri in self._shaped or is_of_rdf or is_slip_of_published(iri, is_class=True)

    def _has_entities(self, class_: int) -> bool:
        """Tell whether a class has other instances than blank nodes that are values of others."""
        instances = self._classes.instances(class_)
        are_blank = self._columns.kinds(instances) == BLANK
        blank = instances[are_blank]
        return not are_blank.all() or len(union(numbers(()), blank[self._columns.rows(2, blank)[0]])) < len(blank)

    def _instances(self, classes: Iterable[int]) -> Numbers:
        return union(numbers(()), *map(self._classes.instances, classes))

    def _drafts(self) -> Iterator[ShapeDraft]:
        first = int(max((shape.order for shape in self._edition.shacl.targeted), default=0.0)) + 1
        nodes = self._nodes()
        yield from self._of_classes(nodes, first)
        for order, group in enumerate(self._classless.groups, first + len(self._drafted)):
            target = Target(TargetKind.SUBJECTS_OF, group.predicate)
            facts = self._profiler.facts(group.subjects)
            yield _draft(
                target, nodes[target], self._group_label(group), order, facts, naming(facts, LABELS), len(group.subjects)
            )

    def _of_classes(self, nodes: Mapping[Target, NamedNode], first: int) -> Iterator[ShapeDraft]:
        facts = self._facts()
        for order, (iri, number) in enumerate(self._drafted.items(), first):
            label = naming(facts[iri], LABELS)
            inherited = {each for upper in self._relatives(number)[0] for each in facts[upper]}
            own = [each for each in facts[iri] if each is label or each not in inherited]
            target = Target(TargetKind.CLASS, NamedNode(iri))
            text = self._label(NamedNode(iri)) or {"": readable(local_name(iri)).capitalize()}
            yield _draft(target, nodes[target], text, order, own, label, len(self._classes.instances(number)))

    def _facts(self) -> dict[str, list[PropertyFacts]]:
        """Give the properties of each class: not those that only instances of one class below it have."""
        sizes = {iri: len(self._classes.instances(number)) for iri, number in self._drafted.items()}
        facts = {iri: self._profiler.facts(self._classes.instances(number)) for iri, number in self._drafted.items()}
        nodes = {iri: {each.predicate: each.nodes for each in of_class} for iri, of_class in facts.items()}
        own: dict[str, list[PropertyFacts]] = {}
        for iri, number in self._drafted.items():
            smaller = [nodes[lower] for lower in self._relatives(number)[1] if sizes[lower] < sizes[iri]]
            label = naming(facts[iri], LABELS)
            own[iri] = [
                each
                for each in facts[iri]
                if each is label or all(lower.get(each.predicate) != each.nodes for lower in smaller)
            ]
        return own

    def _relatives(self, class_: int) -> tuple[list[str], list[str]]:
        """List the drafted classes above a class and those below it: not those that are both."""
        above, below = (set(each.tolist()) for each in (self._classes.above(class_), self._classes.below(class_)))
        ways = above - below, below - above
        upper, lower = ([iri for iri, number in self._drafted.items() if number in way] for way in ways)
        return upper, lower

    def _nodes(self) -> dict[Target, NamedNode]:
        """Name the shapes: as their classes or properties are called, in the namespace of the catalogue for shapes."""
        used = {node.value for node in self._edition.shapes_graph.all_subjects()}
        nodes: dict[Target, NamedNode] = {}
        classes = {Target(TargetKind.CLASS, NamedNode(iri)): identifier(local_name(iri)) for iri in sorted(self._drafted)}
        properties = sorted(group.predicate.value for group in self._classless.groups)
        groups = {Target(TargetKind.SUBJECTS_OF, NamedNode(iri)): _group_name(iri) for iri in properties}
        for target, local in {**classes, **groups}.items():
            name = f"{self._settings.base}shapes#{local}"
            node, number = name, 1
            while any(each == node or each.startswith(f"{node}-") for each in used):
                number += 1
                node = f"{name}{number}"
            used.add(node)
            nodes[target] = NamedNode(node)
        return nodes

    def _group_label(self, group: Group) -> Text:
        """Say what the things of a group are, in the languages of the catalogue that there are messages in, else in English."""
        name = self._label(group.predicate) or {"": readable(local_name(group.predicate.value))}
        message = Message("shapes.things-with", property=name)
        known = [tag for tag in self._settings.languages if lookup(tag, languages())]
        return {tag: say(message, tag) for tag in known or ["en"]}

    def _label(self, term: NamedNode) -> Text:
        """Give what the data calls a class or a property, in the languages of the catalogue."""
        edition = self._edition
        label = texts(edition.graph.objects(term, _LABEL)) or texts(edition.shapes_graph.objects(term, _LABEL))
        return in_languages(label, self._settings.languages)

    def _files(self) -> Iterator[DraftedFile]:
        drafts = list(self._drafts())
        used = {each.predicate for one in drafts for each in _all(one.properties)}
        drawing = Drawing(self._settings.languages, {predicate: self._label(predicate) for predicate in used})
        folder = self._settings.folder / self._settings.folders.shapes
        taken = {path.name.removesuffix(path.suffix).lower() for path in folder.glob("*")}
        prefixes = Prefixes(self._prefixes)
        names = list_names((one.name for one in drafts), self._settings.base, prefixes, taken)
        for one in drafts:
            yield DraftedFile(folder / f"{names[one.name]}.ttl", self._text(one, drawing))

    def _text(self, one: ShapeDraft, drawing: Drawing) -> str:
        base = self._settings.base
        writer = Writer(self._prefixes, base)
        language = self._settings.languages[0]
        comment = say(Message("shapes.comment", things=Message("count.things", count=one.things)), language)
        declared = "".join(f"# {line}\n" for line in comment.splitlines()) + "\n" + f"@base <{base}> .\n"
        declared += "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self._prefixes.items())
        text = declared + Nesting(drawing.triples(one), writer).text()
        return layout(parse(text), Order(None), self._settings.languages)


def _draft(  # noqa: PLR0913, PLR0917 - they are what a shape has
    target: Target,
    node: NamedNode,
    label: Text,
    order: int,
    facts: Sequence[PropertyFacts],
    name: PropertyFacts | None,
    things: int,
) -> ShapeDraft:
    properties = sorted(facts, key=lambda each: _rank(each, name))
    return ShapeDraft(target, node, label, order, properties, name, _describing(properties), things)


def _group_name(predicate: str) -> str:
    """Name the shape of the things that have a property."""
    local = identifier(local_name(predicate))
    return f"ThingsWith{local[0].upper()}{local[1:]}"


def _all(properties: Iterable[PropertyFacts]) -> Iterator[PropertyFacts]:
    for each in properties:
        yield each
        yield from _all(each.parts)


def _rank(facts: PropertyFacts, label: PropertyFacts | None) -> tuple[int, int, int]:
    """Give the place of a property: labels first, then what most things have, then what stands first."""
    is_label = facts is label, facts.is_literal and facts.predicate in LABELS
    return 0 if is_label[0] else 1 if is_label[1] else 2, -facts.nodes, facts.first


def _describing(properties: Sequence[PropertyFacts]) -> PropertyFacts | None:
    texts_ = {each.predicate: each for each in properties if each.is_literal}
    return next((texts_[predicate] for predicate in _DESCRIPTIONS if predicate in texts_), None)
