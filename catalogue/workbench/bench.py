"""The bench: a catalogue with new things upon it, tried before they are written, and written all or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue import files
from catalogue.edition import Edition
from catalogue.errors import FindingsError, UsageError
from catalogue.lint import Finding
from catalogue.messages import Message
from catalogue.model import EntityType
from catalogue.terms import NamedNode, Node, Term
from catalogue.workbench.entries import Entries, Entry
from catalogue.workbench.form import Field, Forms
from catalogue.workbench.naming import Naming
from catalogue.workbench.placing import Placing
from catalogue.workbench.reading import Reader
from catalogue.workbench.texts import Text, Texts
from catalogue.workbench.things import Things
from catalogue.workbench.trial import Trial, about_value
from catalogue.workspace.catalogue import Catalogue

_OF_NAMES = frozenset({"Pattern", "NodeKind", "MinLength", "MaxLength"})
"""The components that judge an IRI as it is written."""


@dataclass(frozen=True)
class Link:
    """A way in which things of a type lead to another thing.

    Attributes:
        type_: the type of the things that lead.
        field: the property that leads.
        times: how often it leads from one to the other in the catalogue.
    """

    type_: EntityType
    field: Field
    times: int


class Bench:
    """New things of a catalogue.

    Args:
        catalogue: the catalogue.
        language: the language of what people type and read.

    Attributes:
        catalogue: the same.
        edition: the catalogue as it was read.
        language: the same.
        entries: the new things.
        forms: what the shapes ask of them.
        things: what may be a value.
        reader: reads values.
        naming: names them.
    """

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue = catalogue
        self.edition: Edition = catalogue.edition
        self.language = language
        self.entries = Entries()
        self.forms = Forms(self.edition)
        self.things = Things(self.edition, self.entries)
        self.reader = Reader(self.things, language)
        self.naming = Naming(self.edition, self.entries)

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self.edition)

    @cached_property
    def _trial(self) -> Trial:
        return Trial(self.catalogue.workspace, self._texts)

    def begin(self, type_: EntityType, node: Node) -> Entry:
        """Begin a new thing, with the values that all of its type have."""
        entry = self.entries.add(Entry(self.forms.of(type_), node))
        for field in entry.form.fields:
            for value in field.fixed:
                entry.add(field.predicate, value)
        return entry

    def slug(self, type_: EntityType, slug: str) -> NamedNode:
        """Give the IRI of a new thing from a slug.

        Raises:
            UsageError: it cannot be a slug, or there is such a thing already.
        """
        iri = self.naming.iri(type_, slug)
        if iri is None:
            raise UsageError(Message("new.no-slug", slug=slug))
        if not self.naming.is_free(iri):
            raise UsageError(Message("new.slug-taken", iri=iri.value))
        return iri

    def refused(self, entry: Entry, field: Field, value: Term) -> list[Finding]:
        """Give what a check would say against a value that a thing has been given; the value is taken away again then.

        Nothing is said against a new thing: it may still be lacking something.
        """
        if self.entries.of(value) is not None:
            return []
        findings = about_value(self.findings(), entry.node, field.predicate, value)
        if findings:
            entry.remove(field.predicate, value)
        return findings

    def refused_name(self, entry: Entry) -> list[Finding]:
        """Give what a check would say against the IRI of a thing: first what its own type asks, then the wider ones."""
        findings = [
            finding
            for finding in self.findings()
            if finding.focus == getattr(entry.node, "value", "")
            and finding.result is not None
            and finding.result.component in _OF_NAMES
            and finding.value == entry.node
        ]
        return sorted(findings, key=lambda finding: finding.shape != getattr(entry.form.type_.shape, "value", ""))

    def findings(self) -> list[Finding]:
        """Give what a check would report of the new things: errors and warnings, and none that there are already."""
        return self._trial.of_entries(self.entries)

    # What leads to a thing

    def links(self, entry: Entry) -> list[Link]:
        """List the ways in which things may lead to a new one: what the shapes and the other things of its type say.

        Returns:
            Those that the shapes name the class for, the most usual first; then the others.
        """
        links = [link for type_ in self.edition.model.types.values() for link in self._links_from(type_, entry.form.type_)]
        return sorted(links, key=lambda link: (not link.field.classes, -link.times))

    def _links_from(self, type_: EntityType, to: EntityType) -> Iterator[Link]:
        try:
            form = self.forms.of(type_)
        except UsageError:
            return
        for field in form.fields:
            may_lead = any(self.things.is_below(class_, upper) for class_ in to.classes for upper in field.classes)
            if may_lead or (field.is_reference and not field.classes):
                times = self._times(type_, field, to)
                if times or (may_lead and field.is_required):
                    yield Link(type_, field, times)

    def _times(self, type_: EntityType, field: Field, to: EntityType) -> int:
        """Count how often things of a type lead to those of another."""
        there = self._instances(to)
        return sum(
            value in there
            for thing in self.edition.instances(type_)
            for value in self.edition.graph.objects(thing, field.predicate)
        )

    def _instances(self, type_: EntityType) -> frozenset[NamedNode]:
        if type_.iri not in self._sets:
            self._sets[type_.iri] = frozenset(self.edition.instances(type_))
        return self._sets[type_.iri]

    @cached_property
    def _sets(self) -> dict[str, frozenset[NamedNode]]:
        return {}

    def types_of(self, field: Field) -> list[EntityType]:
        """List the types of which a new thing could be that is a value of a field."""
        types = [
            type_
            for type_ in self.edition.model.types.values()
            if any(self.things.is_below(class_, upper) for class_ in type_.classes for upper in field.classes)
        ]
        return [type_ for type_ in types if self._can_begin(type_)]

    def _can_begin(self, type_: EntityType) -> bool:
        try:
            self.forms.of(type_)
        except UsageError:
            return False
        return True

    # Writing

    def texts(self) -> list[Text]:
        """Give the files with the new things in them, as they are on disk now."""
        folder = self.edition.settings.folder
        placed = Placing(self.edition, self.entries).files()
        return [self._texts.of(name, _bytes(folder / name), self.entries, added) for name, added in placed.items()]

    def tried(self) -> tuple[list[Text], list[Finding]]:
        """Give the files with the new things in them, and what a check would report of them that it does not report already."""
        self.catalogue.refresh()
        texts = self.texts()
        return texts, self._trial.of_texts({text.name: text.after for text in texts})

    def write(self, texts: Sequence[Text]) -> list[Path]:
        """Write the files: all of them, or none.

        Returns:
            Their paths.

        Raises:
            OutputError: one was changed or made meanwhile, or the system refused to write.
        """
        folder = self.edition.settings.folder
        changes = [
            files.Change(
                folder / text.name, None if text.before is None else text.before.encode("utf-8"), text.after.encode("utf-8")
            )
            for text in texts
        ]
        files.write_all(changes, folder)
        self.catalogue.refresh()
        return [change.path for change in changes]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def refuse_findings(findings: Iterable[Finding]) -> None:
    """Refuse to write what a check would report.

    Raises:
        FindingsError: there is something.
    """
    count = len(list(findings))
    if count:
        raise FindingsError(Message("new.findings", count=count))
