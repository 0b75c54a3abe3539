"""Things: what may stand as the value of a property, those that there are and the new ones, by what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from catalogue.columns.table import IRI, numbers
from catalogue.edition import Edition
from catalogue.messages import Text, say
from catalogue.model import Classes
from catalogue.names import local_name
from catalogue.near import nearest_of_many
from catalogue.shacl.engine import Run, prepared
from catalogue.terms import Literal, NamedNode, Term, named_node
from catalogue.visible import visible
from catalogue.workbench.entries import Entries
from catalogue.workbench.form import Field

NEAREST = 5
"""How many things are shown that somebody may have meant."""

FEW = 12
"""Up to how many values are listed without being asked for."""


class Things:
    """What a catalogue has, and what is new.

    Args:
        edition: the catalogue.
        entries: the new things.
    """

    def __init__(self, edition: Edition, entries: Entries) -> None:
        self.edition = edition
        self._entries = entries
        self._offered: dict[NamedNode, dict[Term, list[Term]]] = {}
        self._named: dict[int, dict[str, list[Term]]] = {}
        self._candidates: dict[object, Sequence[Term]] = {}

    @cached_property
    def _run(self) -> Run:
        return prepared(self.edition.graph, self.edition.shacl)

    @cached_property
    def _classes(self) -> Classes:
        return self._run.data.classes

    def label(self, node: Term, language: str) -> str:
        """Give what a value is called."""
        return say(self.labels(node), language) or self.edition.label(node, language)

    def called_and_named(self, node: Term, language: str) -> str:
        """Give what a value is called, with its IRI where that is another thing, so that nothing in it acts."""
        label = visible(self.label(node, language))
        if not isinstance(node, NamedNode) or not self.labels(node):
            return label
        return f"{label} <{visible(node.value.removeprefix(self.edition.settings.base))}>"

    def labels(self, node: Term) -> Text:
        """Give what a value is called, by language; empty when it has no name."""
        if isinstance(node, Literal):
            return {"": node.value}
        entry = self._entries.of(node)
        return entry.label if entry is not None else self.edition.own_label(node)

    def choices(self, field: Field) -> list[Term]:
        """List the values that a field may have, by the order of their list, else of their IRIs, the new ones last.

        Returns:
            Nothing where there is no end of them, as with texts, numbers and addresses.
        """
        key = (field.predicate, field.shapes)
        if key not in self._candidates:
            self._candidates[key] = self._existing(field)
        new = [entry.node for entry in self._entries.named() if self._may_be(field, entry.form.type_.classes)]
        return [*self._candidates[key], *(node for node in new if node not in self._candidates[key])]

    def _existing(self, field: Field) -> list[Term]:
        if field.listed:
            return self._conforming(field, field.listed)
        iris: dict[str, None] = {}
        columns = self.edition.graph.columns
        for class_ in field.classes:
            nodes = self._classes.instances(columns.intern(NamedNode(class_)))
            iris |= dict.fromkeys(columns.terms.values(nodes[columns.kinds(nodes) == IRI]))
        return self._conforming(field, [NamedNode(iri) for iri in sorted(iris)])

    def _conforming(self, field: Field, values: Iterable[Term]) -> list[Term]:
        """Leave out the values that the shapes of the field refuse, as those of other code lists."""
        listed = list(values)
        nodes = numbers([self._run.number(value) for value in listed])
        for shape in field.value_shapes:
            if not len(nodes):
                break
            conforming = self._run.conforms(shape.node, nodes)
            listed = [value for value, fits in zip(listed, conforming.tolist(), strict=True) if fits]
            nodes = nodes[conforming]
        return listed

    def _may_be(self, field: Field, classes: Sequence[str]) -> bool:
        """Tell whether a new thing of some classes may be a value of a field."""
        return any(self.is_below(class_, upper) for class_ in classes for upper in field.classes)

    def is_below(self, class_: str, upper: str) -> bool:
        """Tell whether a class is another one, or below it."""
        columns = self.edition.graph.columns
        above = self._classes.above(columns.intern(NamedNode(class_)))
        return columns.intern(NamedNode(upper)) in above.tolist()

    def called(self, field: Field, text: str) -> list[Term]:
        """List the values of a field that are called so: by a label in any language, the end of the IRI, or the text itself."""
        wanted = text.strip().casefold()
        return [value for value in self.choices(field) if wanted in self._names(value)]

    def meaning(self, field: Field, value: Term, language: str) -> str:
        """Give what means a value of a field and no other: its name, else its IRI."""
        label = self.label(value, language)
        if self.called(field, label) == [value] or not isinstance(value, NamedNode):
            return label
        return f"<{value.value.removeprefix(self.edition.settings.base)}>"

    def containing(self, field: Field, text: str) -> list[Term]:
        """List the values of a field whose name has a text in it."""
        wanted = text.strip().casefold()
        return [value for value in self.choices(field) if any(wanted in name for name in self._names(value))]

    def near(self, field: Field, text: str) -> list[Term]:
        """List the values of a field that may have been meant, the likeliest first."""
        names: dict[str, Term] = {}
        for value in self.choices(field):
            for name in self._names(value):
                names.setdefault(name, value)
        matches = nearest_of_many(text.strip().casefold(), list(names), NEAREST)
        return list(dict.fromkeys(names[match] for match in matches))

    def _names(self, value: Term) -> set[str]:
        names = {name.strip().casefold() for name in self.labels(value).values()}
        if isinstance(value, NamedNode):
            base = self.edition.settings.base
            names |= {local_name(value.value).casefold(), value.value.removeprefix(base).casefold()}
        return names

    def iri(self, text: str) -> NamedNode | None:
        """Read an IRI: whole, between `<` and `>` and then also relative to the base, or with a prefix of the catalogue.

        Returns:
            The IRI, or None when the text is none. What stands without brackets and is relative is one when a thing has it.
        """
        text = text.strip()
        settings = self.edition.settings
        if text.startswith("<") and text.endswith(">"):
            inner = text[1:-1]
            return named_node(inner) or named_node(settings.base + inner)
        expanded = self.edition.prefixes.expand(text) if " " not in text and "//" not in text else None
        if expanded is not None:
            return named_node(expanded)
        if "://" in text or text.startswith(("urn:", "mailto:")):
            return named_node(text)
        relative = named_node(settings.base + text) if text and " " not in text else None
        return relative if relative is not None and self.is_known(relative) else None

    def is_known(self, node: Term) -> bool:
        """Tell whether anything is said of a thing, in the data or among the new ones."""
        return self._entries.of(node) is not None or self.edition.graph.count(node) > 0  # type: ignore[arg-type]
