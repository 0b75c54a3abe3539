"""Drafting: first shapes for the classes of the data that no shape targets."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue import files, sources
from catalogue.columns.table import Numbers
from catalogue.edition import Edition
from catalogue.edition.labels import LABELS
from catalogue.errors import InputError
from catalogue.languages import lookup
from catalogue.lint.fixes import Writer
from catalogue.messages import Message, Text, say
from catalogue.messages.catalogues import languages
from catalogue.model import Target, TargetKind, texts
from catalogue.model.naming import list_names
from catalogue.names import STANDARD_PREFIXES, Prefixes, local_name
from catalogue.scaffold.classes import ClassGroup, ClassGroups
from catalogue.scaffold.facts import Profiler, PropertyFacts, naming
from catalogue.scaffold.groups import Classless, Group, classless
from catalogue.scaffold.prefixes import shape_prefixes
from catalogue.scaffold.remarks import remarks
from catalogue.scaffold.shape import Drawing, ShapeDraft, identifier, in_languages, readable
from catalogue.scaffold.titles import distinct_titles
from catalogue.terms import NamedNode
from catalogue.turtle import parse
from catalogue.turtle.layout import layout
from catalogue.workspace.formatting import Order
from catalogue.workspace.nesting import Nesting

_RDFS = STANDARD_PREFIXES["rdfs"]
_LABEL = NamedNode(_RDFS + "label")
_DESCRIPTIONS = [
    NamedNode(STANDARD_PREFIXES[prefix] + name)
    for prefix, name in (("dct", "description"), ("skos", "definition"), ("schema", "description"), ("rdfs", "comment"))
] + [NamedNode(f"{namespace}description") for namespace in ("http://purl.org/dc/elements/1.1/", "https://schema.org/")]
"""The properties that describe things, the most usual ones first."""


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
        empty: the classes whose things lie outside the base and have no properties: there is nothing to draft.
        not_read: the files of data and shapes that are not read, since they are in other syntaxes.
        has_data: whether there is any data.
        folder: the catalogue's folder.
    """

    files: Sequence[DraftedFile]
    shaped: int
    classless: Classless
    is_covered: bool
    half_read: Sequence[str] = ()
    empty: Sequence[str] = ()
    not_read: Sequence[str] = ()
    has_data: bool = True
    folder: Path = Path()

    @property
    def notes(self) -> Iterator[Text]:
        """What a steward should know of them."""
        if self.half_read:
            yield Message("shapes.half-read", count=len(self.half_read), example=self.half_read[0])
        if self.shaped:
            yield Message("shapes.already", count=self.shaped)
        if self.empty:
            yield Message("shapes.empty", count=len(self.empty), example=self.empty[0])
        if rest := self.classless.rest:
            yield Message("shapes.untyped", count=len(rest), example=rest[0])
        if outside := self.classless.outside:
            yield Message("shapes.outside", count=len(outside), example=outside[0])
        if self.not_read:
            yield Message("shapes.convert", count=len(self.not_read), command=sources.conversion(self.not_read))
        if not self.has_data:
            yield Message("shapes.no-data")
        elif not self.files:
            yield Message("shapes.nothing-new") if self.is_covered else Message("shapes.nothing")

    def write(self) -> None:
        """Write the files: all of them, or none.

        Raises:
            OutputError: one of them exists by now, or the system refused.
        """
        files.write_all([files.Change(file.path, None, file.text.encode("utf-8")) for file in self.files], self.folder)


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
        self._profiler = Profiler(edition)
        self._classes = ClassGroups(edition, self._profiler)
        self._prefixes = shape_prefixes(edition)

    def drafted(self) -> Drafted:
        """Give the files, and what is to be known of them."""
        shaped = self._classes.shaped
        is_covered = bool(shaped) or len(self._edition.entities.validated) > 0
        half_read = [source.path for source in self._edition.data if any(issue.fatal for issue in source.issues)]
        empty = sorted(group.iris[0] for group in self._classes.drafted if group not in self._groups)
        root, folders = self._settings.folder, self._settings.folders
        not_read = sources.convertible([root / folders.data, root / folders.shapes], root)
        has_data = bool(len(self._edition.graph)) or bool(half_read)
        return Drafted(
            list(self._files()), len(shaped), self._classless, is_covered, half_read, empty, not_read, has_data, root
        )

    @cached_property
    def _classless(self) -> Classless:
        return classless(self._edition, self._profiler)

    @cached_property
    def _groups(self) -> dict[ClassGroup, tuple[PropertyFacts, ...]]:
        """The groups of classes that get a shape, each with what its things have: those that have nothing must be entries."""
        facts = {group: self._profiler.facts(group.instances) for group in self._classes.drafted}
        return {group: each or _NAMELESS for group, each in facts.items() if each or self._classes.has_entries(group)}

    def _drafts(self) -> Iterator[ShapeDraft]:
        order = int(max((shape.order for shape in self._edition.shacl.targeted), default=0.0)) + 1
        classes = ((each.targets, each.instances, self._own(each), self._label_of(each)) for each in self._groups)
        for place, (targets, things, facts, label) in enumerate(itertools.chain(classes, self._of_classless()), order):
            properties = sorted(facts, key=lambda each: _rank(each, label))
            yield ShapeDraft(
                targets,
                self._nodes[targets],
                self._titles[targets],
                place,
                properties,
                label,
                _describing(properties),
                len(things),
                tuple(remarks(targets, label, Prefixes(self._prefixes))),
            )

    def _of_classless(self) -> Iterator[tuple[tuple[Target, ...], Numbers, Sequence[PropertyFacts], PropertyFacts | None]]:
        for each in self._classless.groups:
            facts = self._profiler.facts(each.subjects)
            yield _targets(each), each.subjects, facts, naming(facts, LABELS)

    def _label_of(self, group: ClassGroup) -> PropertyFacts | None:
        facts = self._groups[group]
        return facts[0] if facts is _NAMELESS else naming(facts, LABELS)

    @cached_property
    def _kept(self) -> dict[ClassGroup, list[PropertyFacts]]:
        """The properties of each group of classes: not those that only things of one class below have."""
        nodes = {group: {each.predicate: each.nodes for each in facts} for group, facts in self._groups.items()}
        kept: dict[ClassGroup, list[PropertyFacts]] = {}
        for group, facts in self._groups.items():
            lower = [other for other in self._classes.relatives(group)[1] if other in nodes]
            smaller = [nodes[other] for other in lower if len(other.instances) < len(group.instances)]
            label = self._label_of(group)
            kept[group] = [
                each for each in facts if each is label or all(other.get(each.predicate) != each.nodes for other in smaller)
            ]
        return kept

    def _own(self, group: ClassGroup) -> list[PropertyFacts]:
        """Give the properties of a group of classes: not those that a class above has alike, unless there are no others."""
        inherited = {each for upper in self._classes.relatives(group)[0] for each in self._kept.get(upper, ())}
        label = self._label_of(group)
        own = [each for each in self._kept[group] if each is label or each not in inherited]
        return own or list(self._groups[group])

    @cached_property
    def _titles(self) -> dict[tuple[Target, ...], Text]:
        """Give what the things of each draft are called, no two of them alike."""
        labels = {group.targets: self._class_label(group) for group in self._groups}
        labels |= {_targets(group): self._group_label(group) for group in self._classless.groups}
        taken = [text for type_ in self._edition.model.types.values() for text in (type_.plural or type_.label,)]
        terms = [NamedNode(each.iris[0]) for each in self._groups] + [each.predicate for each in self._classless.groups]
        named = distinct_titles(list(labels.values()), terms, taken, Prefixes(self._prefixes), self._settings.languages)
        return dict(zip(labels, named, strict=True))

    def _class_label(self, group: ClassGroup) -> Text:
        """Give what the data calls one of the classes, else the local name of the first."""
        labels = (self._label(NamedNode(iri)) for iri in group.iris)
        return next(filter(None, labels), None) or {"": readable(local_name(group.iris[0])).capitalize()}

    @cached_property
    def _nodes(self) -> dict[tuple[Target, ...], NamedNode]:
        """Name the shapes: as their classes or properties are called, in the namespace of the catalogue for shapes."""
        used = {node.value for node in self._edition.shapes_graph.all_subjects()}
        nodes: dict[tuple[Target, ...], NamedNode] = {}
        classes = {group.targets: identifier(local_name(group.iris[0])) for group in sorted(self._groups, key=_first_class)}
        groups = {
            _targets(group): _group_name(group.predicate.value)
            for group in sorted(self._classless.groups, key=lambda group: group.predicate.value)
        }
        for targets, local in {**classes, **groups}.items():
            name = f"{self._settings.base}shapes#{local}"
            node, number = name, 1
            while any(each == node or each.startswith(f"{node}-") for each in used):
                number += 1
                node = f"{name}{number}"
            used.add(node)
            nodes[targets] = NamedNode(node)
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
        comment = "\n".join(say(text, language) for text in (_comment(one), *one.remarks))
        declared = "".join(f"# {line}\n" for line in comment.splitlines()) + "\n" + f"@base <{base}> .\n"
        declared += "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self._prefixes.items())
        text = declared + Nesting(drawing.triples(one), writer).text()
        return layout(parse(text), Order(None), self._settings.languages)


_NAMELESS = (PropertyFacts(NamedNode(_RDFS + "label"), is_given=False, is_single=False, kinds=frozenset()),)
"""What is drafted of things that have nothing but a class: a name to be given, so that there is a list."""


def _comment(one: ShapeDraft) -> Text:
    return Message("shapes.comment", things=Message("count.things", count=one.things))


def _first_class(group: ClassGroup) -> str:
    return group.iris[0]


def _targets(group: Group) -> tuple[Target, ...]:
    return (Target(TargetKind.SUBJECTS_OF, group.predicate),)


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
