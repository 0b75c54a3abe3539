"""Filling: new entries made of what options and files give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.errors import CatalogueError, UsageError
from catalogue.languages import recommended
from catalogue.lint import Finding
from catalogue.messages import Message, Text, any_of, say
from catalogue.model import EntityType
from catalogue.near import nearest
from catalogue.terms import BlankNode, NamedNode, Term
from catalogue.visible import visible
from catalogue.workbench.bench import Bench, Link
from catalogue.workbench.entries import Entry
from catalogue.workbench.form import Field
from catalogue.workbench.given import Node, Origin, Part, Value
from catalogue.workbench.hints import hint
from catalogue.workbench.reading import Unread
from catalogue.workbench.types import find_type, names_of

TYPE, SLUG = "a", "slug"
"""The names under which the type of an entry and the end of its IRI are given."""


@dataclass
class Filling:
    """Makes new entries of what is given.

    Args:
        bench: the new entries.
    """

    bench: Bench
    _errors: list[CatalogueError] = field(default_factory=list)
    _origins: dict[tuple[object, ...], Origin] = field(default_factory=dict)
    _later: list[Callable[[], None]] = field(default_factory=list)
    _refused: set[tuple[Term, Term]] = field(default_factory=set)

    def fill(self, type_: EntityType, name: str, slug: str, given: Node) -> list[CatalogueError]:
        """Make an entry, and those that are given with it.

        Args:
            type_: its type.
            name: its name in the first language, or empty.
            slug: the end of its IRI; when empty it is given, or made of the name.
            given: what is given of it.

        Returns:
            What is wrong with what is given, or lacking; empty when all is made. What the shapes say is another question.

        Raises:
            UsageError: no thing can be made of this type.
        """
        self.bench.forms.of(type_)
        self._entry(type_, given, name=name, slug=slug)
        for read in self._later:
            read()
        for entry, origin in self._made():
            self._require(entry, origin)
        return self._errors

    def placed(self, finding: Finding) -> Finding:
        """Give a finding at the place at which what it is about is given, where that is in a file."""
        node = NamedNode(finding.focus) if ":" in finding.focus and not finding.focus.startswith("_:") else None
        keys = ((node, finding.path, finding.value), (node, finding.path), (node,))
        origin = next((self._origins[key] for key in keys if key in self._origins), None)
        return replace(finding, place=origin.place) if origin is not None and origin.place is not None else finding

    def _made(self) -> Iterator[tuple[Entry, Origin]]:
        return ((entry, self._origins[entry.node,]) for entry in self.bench.entries)

    # Entries

    def _entry(self, type_: EntityType, given: Node, *, name: str = "", slug: str = "", about: Entry | None = None) -> Entry:
        bench = self.bench
        slug = slug or next((value.text for value in given.texts(SLUG)), "")
        label = bench.naming.slug_like(about) if about is not None else name or self._name_of(type_, given)
        node = bench.naming.iri(type_, bench.naming.proposed(type_, label))
        assert node is not None  # noqa: S101 - what is proposed can be an IRI
        if slug:
            try:
                node = bench.slug(type_, slug)
            except UsageError as error:
                self._errors.append(given.origin.error(error.message))
        entry = bench.begin(type_, node)
        self._origins[entry.node,] = given.origin
        naming = entry.form.label
        if name and naming is not None:
            self._text(entry, naming, Value(name, given.origin, next(iter(naming.languages), "")))
        self._parts(entry, given)
        return entry

    def _name_of(self, type_: EntityType, given: Node) -> str:
        """Give what a new entry is called, from what is given of it: in the first language of the catalogue if it can."""
        naming = self.bench.forms.of(type_).label
        names = [part.value for part in given.parts if naming is not None and _is_called(self.bench, naming, part.key)]
        tagged = {value.tag: value.text for value in names if isinstance(value, Value)}
        tagged |= {p.key: p.value.text for n in names if isinstance(n, Node) for p in n.parts if isinstance(p.value, Value)}
        return say(tagged, self.bench.edition.settings.languages[0])

    def _parts(self, entry: Entry, given: Node) -> None:
        for part in given.parts:
            if part.key in {TYPE, SLUG} and self._field(entry, part.key) is None:
                continue
            prop = self._field(entry, part.key)
            link = self._link(entry, part.key) if prop is None else None
            if prop is not None:
                self._property(entry, prop, part)
            elif link is not None:
                self._linked(entry, link, part)
            else:
                self._errors.append(part.origin.error(self._no_property(entry, part.key)))

    def _field(self, entry: Entry, key: str) -> Field | None:
        exact = [each for each in entry.form.fields if _is_called(self.bench, each, key)]
        return exact[0] if exact else None

    def _link(self, entry: Entry, key: str) -> Link | None:
        """Find the way in which entries of a type lead to this one: the most usual where there are several."""
        wanted = key.casefold()
        links = self.bench.links(entry) if isinstance(entry.node, NamedNode) else []
        return next((link for link in links if wanted in names_of(self.bench.edition, link.type_)), None)

    def _no_property(self, entry: Entry, key: str) -> Text:
        names = [name for each in entry.form.fields for name in (each.prop.key, *each.prop.name.values())]
        names += [link.type_.name for link in self.bench.links(entry)] if isinstance(entry.node, NamedNode) else []
        near = nearest(key, names)
        type_ = entry.form.type_.label
        if near is not None:
            return Message("new.no-property-near", key=visible(key), type=type_, near=near)
        known = ", ".join(each.prop.key for each in entry.form.fields)
        return Message("new.no-property", key=visible(key), type=type_, names=known)

    # Values

    def _property(self, entry: Entry, prop: Field, part: Part) -> None:
        self._origins.setdefault((entry.node, prop.predicate.value), part.origin)
        value = part.value
        if isinstance(value, Value):
            if prop.is_literal or prop.languages:
                self._text(entry, prop, value)
            else:  # what is referred to may be given further on
                self._later.append(lambda: self._text(entry, prop, value))
        elif prop.languages:
            self._in_languages(entry, prop, value)
        elif prop.is_nested:
            self._nested(entry, prop, value)
        else:
            self._new(entry, prop, value)

    def _in_languages(self, entry: Entry, prop: Field, given: Node) -> None:
        for part in given.parts:
            tag = recommended(part.key)
            if not prop.takes_language(tag):
                known = any_of(prop.languages)
                self._errors.append(part.origin.error(Message("new.no-language", key=visible(part.key), languages=known)))
            elif isinstance(part.value, Value):
                self._text(entry, prop, replace(part.value, tag=tag))
            else:
                self._errors.append(part.origin.error(Message("new.no-text")))

    def _nested(self, entry: Entry, prop: Field, given: Node) -> None:
        """Make a node without a name, described within another one."""
        inner = self.bench.entries.add(Entry(self.bench.forms.nested(prop), BlankNode()))
        self._origins[inner.node,] = given.origin
        self._give(entry, prop, inner.node, given.origin)
        self._parts(inner, given)

    def _new(self, entry: Entry, prop: Field, given: Node) -> None:
        """Make a new entry as the value of a property."""
        types = self.bench.types_of(prop)
        named = next(iter(given.texts(TYPE)), None)
        if named is not None:
            try:
                types = [find_type(self.bench.edition, named.text, self.bench.language)]
            except UsageError as error:
                self._errors.append(named.origin.error(error.message))
                return
        if len(types) != 1:
            names = ", ".join(type_.name for type_ in types)
            message = Message("new.which-type", types=names) if types else Message("new.no-text")
            self._errors.append(given.origin.error(message))
            return
        new = self._entry(types[0], given)
        self._give(entry, prop, new.node, given.origin)

    def _linked(self, entry: Entry, link: Link, part: Part) -> None:
        """Make a new entry that leads to another one."""
        value = part.value
        given = value if isinstance(value, Node) else Node(value.origin)
        new = self._entry(link.type_, given, name=value.text if isinstance(value, Value) else "", about=entry)
        self._give(new, link.field, entry.node, part.origin)

    def _text(self, entry: Entry, prop: Field, given: Value) -> None:
        if not given.text.strip():
            return
        if prop.is_nested:
            self._errors.append(given.origin.error(Message("new.no-text-but-parts", name=prop.prop.name)))
            return
        value = given.term or self.bench.reader.read(prop, given.text, recommended(given.tag) if given.tag else "")
        if isinstance(value, Unread):
            self._refused.add((entry.node, prop.predicate))
            self._errors.append(given.origin.error(self._unread(prop, value)))
        else:
            self._give(entry, prop, value, given.origin)

    def _unread(self, prop: Field, unread: Unread) -> Text:
        things, language = self.bench.things, self.bench.language
        near = ", ".join(things.called_and_named(value, language) for value in unread.meant)
        message = Message("new.wrong-value", name=prop.prop.name, reason=unread.reason)
        return Message("new.wrong-value-near", message=message, near=near) if near else message

    def _give(self, entry: Entry, prop: Field, value: Term, origin: Origin) -> None:
        entry.add(prop.predicate, value)
        self._origins[entry.node, prop.predicate.value, value] = origin
        self._origins.setdefault((entry.node, prop.predicate.value), origin)

    # What is lacking

    def _require(self, entry: Entry, origin: Origin) -> None:
        """Say all that an entry still needs."""
        lacking = [each for each in entry.form.required if len(entry.values.get(each.predicate, ())) < each.at_least]
        lacking = [each for each in lacking if (entry.node, each.predicate) not in self._refused]
        if not lacking:
            return
        language = self.bench.language
        lines = [line for each in lacking for line in self._lines(entry, each, origin, language)]
        written = "\n".join(f"    {line}" for line in lines)
        message = Message("new.lacks", count=len(lacking), type=entry.form.type_.label, lines=written)
        self._errors.append(origin.error(message))

    def _lines(self, entry: Entry, lacking: Field, origin: Origin, language: str) -> Iterator[str]:
        """Write how a property that is lacking is given, in the manner in which the others are."""
        key = self._key(entry.form.fields, lacking)
        name, form = say(lacking.prop.name, language), say(hint(self.bench.things, lacking), language)
        remark = f"{name} ({form})" if form else name
        tags = {getattr(value, "language", None) for value in entry.values.get(lacking.predicate, ())}
        for tag in [tag for tag in lacking.languages if tag.lower() not in tags] or [""]:
            if origin.place is None:
                yield f"--set {origin.option}{key}{f'@{tag}' if tag else ''}=…    {remark}"
            else:
                yield (f"{key}: {{{tag}: …}}" if tag else f"{key}: …") + f"    # {remark}"

    def _key(self, fields: Sequence[Field], wanted: Field) -> str:
        """Give the shortest name that means one property alone."""
        key = wanted.prop.key
        is_alone = [each for each in fields if _is_called(self.bench, each, key)] == [wanted]
        return key if is_alone else self.bench.edition.prefixes.shorten(wanted.predicate.value)


def _is_called(bench: Bench, field_: Field, key: str) -> bool:
    """Tell whether a property is called so: by its name in any language, its local name, its short or its whole IRI."""
    iri = field_.predicate.value
    exact = {iri, f"<{iri}>", bench.edition.prefixes.shorten(iri)}
    names: Mapping[str, str] = field_.prop.name
    return key in exact or key.casefold() in {field_.prop.key.casefold(), *(name.casefold() for name in names.values())}
