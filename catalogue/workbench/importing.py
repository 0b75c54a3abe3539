"""Importing: a new entry made of a document of publiccode.yml, by the same mapping by which entries are written as such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from catalogue.crosswalk import names_of, types_of_class, types_of_shapes, types_of_value
from catalogue.crosswalk.vocabulary import PUBLICCODE
from catalogue.edition import Edition
from catalogue.errors import Place, UsageError
from catalogue.exports.software.publiccode import code_of
from catalogue.exports.software.things import is_software_type
from catalogue.languages import recommended
from catalogue.lexical import is_valid
from catalogue.messages import Message, Text
from catalogue.model import EntityType
from catalogue.publiccode import COUNTRY_SECTION, DESCRIPTION, KEYS, SECTIONS, VERSION_KEY, Key, Kind, children
from catalogue.publiccode.checking import Steps, is_language
from catalogue.terms import RDF_LANG_STRING, XSD_STRING, Literal, NamedNode, Term, language_of, named_node
from catalogue.visible import visible
from catalogue.workbench.bench import Bench
from catalogue.workbench.form import Field, Form
from catalogue.workbench.given import Node, Origin, Part, Value
from catalogue.workbench.publiccode_file import Read

_LICENCES = "http://spdx.org/licenses/"
_NAME, _LOCALISED, _URL = "name", "description.localisedName", "url"
_MAPPED = replace(PUBLICCODE, equivalents={})
"""The standard without what is translated to it."""

_FIRST = ("description.longDescription",)
"""The keys that go before others that lead to the same property."""

_REFERRED = frozenset({Kind.URL, Kind.WEB, Kind.URI, Kind.PICTURE, Kind.PATH})
_CODED = frozenset({Kind.CODE, Kind.OPEN_CODE, Kind.COUNTRY, Kind.LANGUAGE})


Known: TypeAlias = NamedNode | Literal
"""A term that a value is."""


class Loss(NamedTuple):
    """Something in a document that is not taken over.

    Attributes:
        place: where it is.
        key: its key.
        reason: why not.
    """

    place: Place
    key: str
    reason: Text


def type_for_software(bench: Bench) -> EntityType:
    """Give the one entity type whose things are software, or may be by what a value of them says.

    Raises:
        UsageError: there is none, or there are several.
    """
    types = [type_ for type_ in bench.edition.model.types.values() if _may_be_software(bench, type_)]
    if len(types) == 1:
        return types[0]
    if types:
        raise UsageError(Message("import.which-type", types=", ".join(type_.name for type_ in types)))
    raise UsageError(Message("import.no-type"))


def _may_be_software(bench: Bench, type_: EntityType) -> bool:
    edition = bench.edition
    own = types_of_shapes(edition, type_.iri) or [name for each in type_.classes for name in types_of_class(edition, each)]
    if any(map(is_software_type, own)):
        return True
    try:
        form = bench.forms.of(type_)
    except UsageError:  # no entry of the type can be made
        return False
    return next(_kinds(bench, form), None) is not None


def _kinds(bench: Bench, form: Form) -> Iterator[tuple[Field, NamedNode]]:
    """List the values that say of an entry that it is software, with their properties."""
    for each in form.fields:
        if "additionalType" in names_of(bench.edition, each.prop):
            for term in bench.things.choices(each):
                if isinstance(term, NamedNode) and any(map(is_software_type, types_of_value(bench.edition, term))):
                    yield each, term


@dataclass
class Importing:
    """Reads one document into what is given for a new entry.

    Args:
        bench: the new entries.
        type_: the type of the entry.
        read: the document.

    Attributes:
        losses: what is not taken over, in the order of the standard.
    """

    bench: Bench
    type_: EntityType
    read: Read
    losses: list[Loss] = field(default_factory=list)
    _tags: dict[NamedNode, set[str]] = field(default_factory=dict)

    def given(self) -> Node:
        """Give what the document says of the entry.

        Raises:
            UsageError: no entry of the type can be made, or the catalogue has an entry with the same source code already.
        """
        self._refuse_twice()
        node = Node(Origin(self.read.place(())))
        node.parts += self._kind()
        for key in sorted(KEYS.values(), key=lambda key: key.path not in _FIRST):
            if len(key.steps) == 1 or ".".join(key.steps[:-1]) in SECTIONS:
                node.parts += self._of_key(key)
        self._unknown()
        self.losses.sort()
        return node

    @cached_property
    def _form(self) -> Form:
        return self.bench.forms.of(self.type_)

    @cached_property
    def _fields(self) -> Mapping[str, Field]:
        """The fields that keys lead to: the first that is mapped to one."""
        fields = _mapped_fields(self.bench.edition, self._form)
        if self._form.label is not None:
            fields |= {_NAME: self._form.label, _LOCALISED: self._form.label}
        return fields

    # What is there already, and what goes without saying

    def _refuse_twice(self) -> None:
        """Refuse software whose source code another entry has: it is the same."""
        address, leading = self.read.document.get(_URL), self._fields.get(_URL)
        iri = named_node(address) if isinstance(address, str) else None
        if leading is None or iri is None:
            return
        graph = self.bench.edition.graph
        same = [*graph.subjects(leading.predicate, iri), *graph.subjects(leading.predicate, Literal(iri.value))]
        if same:
            message = Message("import.there-already", iri=str(getattr(same[0], "value", same[0])), url=visible(iri.value))
            raise UsageError(message, self.read.place((_URL,)))

    def _kind(self) -> Iterator[Part]:
        """Say that the entry is software, where a value says so."""
        kind = next(_kinds(self.bench, self._form), None)
        if kind is not None:
            yield _part(kind[0], Origin(self.read.place(())), kind[1].value, kind[1])

    # Keys

    def _of_key(self, key: Key) -> Iterator[Part]:
        for steps, value, tag in self._values(key):
            if key.path == VERSION_KEY:
                continue
            reason: Text | None = None
            if not self.read.is_sound(steps):
                reason = Message("import.mistake")
            elif key.path not in self._fields:
                reason = Message("import.no-property")
            elif key.path == _LOCALISED and not self._fields[key.path].languages:
                reason = Message("import.no-language", tag=visible(tag))
            part = self._made(key, self._fields[key.path], steps, value, tag) if reason is None else reason
            if isinstance(part, Part):
                yield part
            else:
                self.losses.append(Loss(self.read.place(steps), key.path, part))

    def _values(self, key: Key) -> Iterator[tuple[Steps, Any, str]]:
        """List the values of a key: where each is, what it is, and its language."""
        document = self.read.document
        texts = document.get(DESCRIPTION)
        languages = texts if isinstance(texts, Mapping) else {}
        if key.path == _NAME and isinstance(document.get(_NAME), str):
            tags = self._tags_of_name(languages)
            if not tags:
                self._lose_name(document[_NAME], languages)
            for tag in tags:
                yield (_NAME,), document[_NAME], tag
        elif key.is_localised:
            for tag, each in languages.items():
                yield from _listed(each, (DESCRIPTION, tag), key.steps[1:], tag)
        else:
            yield from _listed(document, (), key.steps, "")

    def _tags_of_name(self, languages: Mapping[str, Any]) -> list[str]:
        """List the languages in which the name stands: those described without another one; the first where none can be."""
        naming = self._fields.get(_NAME)
        taken = [t for t in languages if is_language(t) and (naming is None or naming.takes_language(recommended(t)))]
        return [tag for tag in taken if not (isinstance(languages[tag], Mapping) and "localisedName" in languages[tag])] or (
            [] if taken else [""]
        )

    def _lose_name(self, name: str, languages: Mapping[str, Any]) -> None:
        """Note that the name has no place, since each language has another one."""
        names = {each.get("localisedName") for each in languages.values() if isinstance(each, Mapping)}
        if name not in names:
            self.losses.append(Loss(self.read.place((_NAME,)), _NAME, Message("import.localised")))

    def _unknown(self) -> None:
        """Note what is no key of the standard, or a section that it gives up."""
        for name in self.read.document:
            if COUNTRY_SECTION.fullmatch(name) and name not in KEYS:
                self.losses.append(Loss(self.read.place((name,)), name, Message("import.country")))

    # Values

    def _made(self, key: Key, to: Field, steps: Steps, value: Any, tag: str) -> Part | Text:
        """Make a property of a value, or say why it cannot be one."""
        origin = Origin(self.read.place(steps))
        if key.kind is Kind.GROUP:
            return self._group(key, to, steps, value)
        text = ("true" if value else "false") if isinstance(value, bool) else value
        term = self._term(key, to, text, tag)
        return _part(to, origin, text, term) if isinstance(term, NamedNode | Literal) else term

    def _term(self, key: Key, to: Field, text: str, tag: str) -> Known | Text:
        if key.kind in _CODED and not to.languages:
            concept = self._coded(key, to, text)
            if concept is not None:
                return concept
        if to.languages:
            return self._in_language(to, text, tag)
        if to.is_reference:
            return self._reference(key, to, text)
        return self._literal(to, text, tag)

    def _coded(self, key: Key, to: Field, text: str) -> Known | None:
        """Find the value of a property that stands for a code."""
        choices = (each for each in self.bench.things.choices(to) if isinstance(each, NamedNode | Literal))
        return next((each for each in choices if code_of(self.bench.edition, key, each) == text), None)

    def _in_language(self, to: Field, text: str, tag: str) -> Known | Text:
        tag = recommended(tag) or self.bench.edition.settings.languages[0]
        if not to.takes_language(tag):
            return Message("import.no-language", tag=tag)
        tags = self._tags.setdefault(to.predicate, set())
        if to.takes_each_language_once and tag in tags:
            return Message("import.second-text", tag=tag)
        tags.add(tag)
        return Literal(text, language=tag)

    def _reference(self, key: Key, to: Field, text: str) -> Known | Text:
        if key.kind is Kind.LICENCE:
            iri = named_node(_LICENCES + text) if " " not in text else None
            return iri if iri is not None else Message("import.several-licences")
        if key.kind in _REFERRED and not to.classes:
            iri = named_node(text)
            return iri if iri is not None else Message("import.relative")
        called = [each for each in self.bench.things.called(to, text) if isinstance(each, NamedNode)]
        return called[0] if len(called) == 1 else Message("import.no-entry", name=visible(text))

    def _literal(self, to: Field, text: str, tag: str) -> Known | Text:
        datatypes = to.datatypes or (XSD_STRING,)
        if RDF_LANG_STRING in datatypes:
            return Literal(text, language=recommended(tag) or self.bench.edition.settings.languages[0])
        if tag and self._is_other_language(tag):
            return Message("import.no-language", tag=tag)
        datatype = next((each for each in datatypes if is_valid(text, each)), None)
        if datatype is None:
            return Message("import.no-datatype")
        return Literal(text) if datatype == XSD_STRING else Literal(text, datatype=NamedNode(datatype))

    def _is_other_language(self, tag: str) -> bool:
        """Tell whether a text is in another language than the one that a property without languages takes: the first."""
        given = [recommended(each) for each in self.read.document.get(DESCRIPTION, {})]
        first = self.bench.edition.settings.languages[0]
        return recommended(tag) != (first if first in given else given[0])

    # Groups

    def _group(self, key: Key, to: Field, steps: Steps, value: Mapping[str, Any]) -> Part | Text:
        """Make a value of something with parts: a node of its own, the entry that it names, or its name."""
        origin = Origin(self.read.place(steps))
        if to.is_nested:
            return Part(_called(to), origin, self._nested(key, to, steps, value))
        name = value.get("name", value.get("id"))
        if to.is_reference:
            entry = self._entry(to, value)
            shown = visible(str(name or value.get("uri")))
            return _part(to, origin, entry.value, entry) if entry is not None else Message("import.no-entry", name=shown)
        if not isinstance(name, str):
            return Message("import.no-property")
        self._lose_parts(key, steps, value, {"name", "id"})
        term = self._term(KEYS[_NAME], to, name, "")
        return _part(to, origin, name, term) if isinstance(term, NamedNode | Literal) else term

    def _entry(self, to: Field, value: Mapping[str, Any]) -> NamedNode | None:
        """Find the entry that a group names: by its IRI, else by its name, where one alone has it."""
        iri = named_node(str(value.get("uri", value.get("id", ""))))
        if iri is not None and (iri in self.bench.edition.things or not to.classes):
            return iri
        called = self.bench.things.called(to, value["name"]) if isinstance(value.get("name"), str) else []
        return called[0] if len(called) == 1 and isinstance(called[0], NamedNode) else None

    def _nested(self, key: Key, to: Field, steps: Steps, value: Mapping[str, Any]) -> Node:
        form = self.bench.forms.nested(to)
        fields = _mapped_fields(self.bench.edition, form)
        if form.label is not None:
            fields.setdefault(f"{key.path}.name", form.label)
        node = Node(Origin(self.read.place(steps)))
        for part in children(key.path):
            name = part.steps[-1]
            if name in value and part.path in fields and not part.is_personal:
                made = self._made(part, fields[part.path], (*steps, name), value[name], "")
                if isinstance(made, Part):
                    node.parts.append(made)
                    continue
            if name in value:
                self._lose_parts(key, steps, value, value.keys() - {name})
        return node

    def _lose_parts(self, key: Key, steps: Steps, value: Mapping[str, Any], kept: Any) -> None:
        for name in value:
            path = f"{key.path}.{name}"
            if name not in kept and path in KEYS:
                reason = Message("import.personal") if KEYS[path].is_personal else Message("import.no-property")
                self.losses.append(Loss(self.read.place((*steps, name)), path, reason))


def _mapped_fields(edition: Edition, form: Form) -> dict[str, Field]:
    """Give the fields that keys lead to: what is mapped to a key goes before what is by way of schema.org."""
    fields: dict[str, Field] = {}
    for vocabulary in (_MAPPED, PUBLICCODE):
        for each in form.fields:
            for name in names_of(edition, each.prop, vocabulary):
                fields.setdefault(name, each)
    return fields


def _listed(mapping: Any, within: Steps, steps: Sequence[str], tag: str) -> Iterator[tuple[Steps, Any, str]]:
    """List the values at the end of some steps: those of a list one by one."""
    for step in steps:
        mapping = mapping.get(step) if isinstance(mapping, Mapping) else None
        within = (*within, step)
    if isinstance(mapping, list):
        yield from (((*within, number), each, tag) for number, each in enumerate(mapping) if each is not None)
    elif mapping is not None:
        yield within, mapping, tag


def _called(to: Field) -> str:
    return f"<{to.predicate.value}>"


def _part(to: Field, origin: Origin, text: str, term: Term) -> Part:
    return Part(_called(to), origin, Value(text, origin, recommended(language_of(term)), term))
