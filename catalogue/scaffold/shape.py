"""Shape: the triples of a drafted node shape and of its property shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from catalogue.columns.table import BLANK, IRI, LITERAL
from catalogue.languages import nearest
from catalogue.messages import Text
from catalogue.model import Target, sh
from catalogue.model.grouping import PLURAL
from catalogue.model.literals import TRUE
from catalogue.names import STANDARD_PREFIXES, local_name
from catalogue.scaffold.facts import PropertyFacts
from catalogue.terms import RDF, RDF_LANG_STRING, RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Term, Triple

_INTEGER = NamedNode(XSD + "integer")
_LABEL = NamedNode(STANDARD_PREFIXES["rdfs"] + "label")
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_DASH = STANDARD_PREFIXES["dash"]
_ROLE = NamedNode(_DASH + "propertyRole")
_STATUS = NamedNode(STANDARD_PREFIXES["adms"] + "status")
_DRAFT = NamedNode("http://purl.org/adms/status/UnderDevelopment")
"""The status of what is not finished, of the code list that ADMS has for it."""

_MOST_DATATYPES = 4
_MOST_LANGUAGES = 12
"""How many datatypes and languages are listed: where there are more, the data does not mean these ones."""

_NODE_KINDS: Mapping[frozenset[int], str] = {
    frozenset({IRI}): "IRI",
    frozenset({BLANK}): "BlankNode",
    frozenset({LITERAL}): "Literal",
    frozenset({IRI, BLANK}): "BlankNodeOrIRI",
    frozenset({BLANK, LITERAL}): "BlankNodeOrLiteral",
    frozenset({IRI, LITERAL}): "IRIOrLiteral",
}
_SHORT: Mapping[str, str] = {"pref": "preferred", "alt": "alternative"}
_PART = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")
_NOT_LOCAL = re.compile(r"[^A-Za-z0-9_-]+")


def readable(name: str) -> str:
    """Give a local name as people write it.

    >>> readable("prefLabel"), readable("DCATDataset"), readable("date_of_%C3%A9tude")
    ('preferred label', 'dcat dataset', 'date of étude')
    """
    parts = [part.lower() for part in _PART.split(unquote(name)) if part]
    return " ".join(_SHORT.get(part, part) for part in parts) or name


def identifier(name: str) -> str:
    """Give what a name is called in the IRI of a shape: letters, digits and hyphens, so that prefixes can shorten it.

    >>> identifier("Garden"), identifier("é.1"), identifier("%")
    ('Garden', 'X1', 'X')
    """
    plain = _NOT_LOCAL.sub("-", name).strip("-") or "X"
    return plain if plain[0].isalpha() else f"X{plain}"


@dataclass(frozen=True)
class ShapeDraft:
    """What a drafted node shape says.

    Attributes:
        targets: the classes that it targets, or the property whose subjects.
        node: the shape.
        label: what one of its things is called, by language.
        order: its place among the others.
        properties: its properties in their order.
        naming: the one that names things, or None.
        describing: the one that describes them, or None.
        things: how many things it is about.
        remarks: what a steward should know of it.
    """

    targets: Sequence[Target]
    node: NamedNode
    label: Text
    order: int
    properties: Sequence[PropertyFacts]
    naming: PropertyFacts | None
    describing: PropertyFacts | None
    things: int
    remarks: Sequence[Text] = ()

    @property
    def name(self) -> str:
        """The IRI that names what it describes, as that of a type: its class if it has one alone, else the shape."""
        class_ = self.targets[0].class_ if len(self.targets) == 1 else None
        return (class_ or self.node).value

    @property
    def key(self) -> PropertyFacts | None:
        """The property that lists show beside the IRI, where nothing names the things."""
        shown = (each for each in self.properties if each is not self.describing and BLANK not in each.kinds)
        return None if self.naming else next(shown, None)


@dataclass
class Drawing:
    """Makes the triples of drafted shapes.

    Args:
        languages: the languages of the catalogue.
        names: what properties are called, by language; nothing for those that the data gives no label.
    """

    languages: Sequence[str]
    names: Mapping[NamedNode, Text]
    _blank_nodes: int = field(default=0, init=False)

    def triples(self, draft: ShapeDraft) -> Iterator[Triple]:
        """Give the triples of a node shape and of its property shapes, those of a subject after one another."""
        nodes = dict(zip(draft.properties, _property_nodes(draft), strict=True))
        yield Triple(draft.node, RDF_TYPE, sh("NodeShape"))
        yield from (Triple(draft.node, sh(target.kind), target.term) for target in draft.targets)
        yield from _texts(draft.node, _LABEL, draft.label)
        yield from _texts(draft.node, PLURAL, draft.label)
        yield Triple(draft.node, sh("order"), _integer(draft.order))
        yield Triple(draft.node, _STATUS, _DRAFT)
        yield from (Triple(draft.node, sh("property"), node) for node in nodes.values())
        for order, (facts, node) in enumerate(nodes.items(), 1):
            yield Triple(node, RDF_TYPE, sh("PropertyShape"))
            yield from self._property(node, facts, order)
            if facts is draft.naming:
                yield Triple(node, _ROLE, NamedNode(_DASH + "LabelRole"))
            elif facts is draft.key:
                yield Triple(node, _ROLE, NamedNode(_DASH + "KeyInfoRole"))
            elif facts is draft.describing:
                yield Triple(node, _ROLE, NamedNode(_DASH + "DescriptionRole"))

    def _property(self, node: Node, facts: PropertyFacts, order: int) -> Iterator[Triple]:
        """Give what a property shape says but for its type and its role."""
        yield Triple(node, sh("path"), facts.predicate)
        name = self.names.get(facts.predicate) or {"": readable(local_name(facts.predicate.value))}
        yield from _texts(node, sh("name"), name)
        yield Triple(node, sh("order"), _integer(order))
        is_text = facts.is_literal and facts.datatypes == (RDF_LANG_STRING,)
        if facts.is_given:
            yield Triple(node, sh("minCount"), _integer(1))
        if facts.is_single and not (is_text and self._is_translated(facts)):
            yield Triple(node, sh("maxCount"), _integer(1))
        yield from self._values(node, facts)
        if is_text:
            yield from self._in_languages(node, facts)
        if facts.languages and facts.is_unique:
            yield Triple(node, sh("uniqueLang"), TRUE)
        for place, part in enumerate(facts.parts, 1):
            inner = self._blank_node()
            yield Triple(node, sh("property"), inner)
            yield from self._property(inner, part, place)

    def _is_translated(self, facts: PropertyFacts) -> bool:
        """Tell whether a text may be there in several languages, even if none is yet."""
        return len({*self.languages, *facts.languages}) > 1

    def _values(self, node: Node, facts: PropertyFacts) -> Iterator[Triple]:
        """Say what the values are: by their datatypes, else by their kinds, and by their class."""
        if facts.is_literal and 0 < len(facts.datatypes) <= _MOST_DATATYPES:
            yield from self._of_datatypes(node, facts.datatypes)
        elif facts.kinds in _NODE_KINDS:
            yield Triple(node, sh("nodeKind"), sh(_NODE_KINDS[facts.kinds]))
        if facts.class_ is not None:
            yield Triple(node, sh("class"), facts.class_)

    def _of_datatypes(self, node: Node, datatypes: Sequence[str]) -> Iterator[Triple]:
        if len(datatypes) == 1:
            yield Triple(node, sh("datatype"), NamedNode(datatypes[0]))
            return
        alternatives = [self._blank_node() for _ in datatypes]
        yield from self._list(node, sh("or"), alternatives)
        for alternative, datatype in zip(alternatives, datatypes, strict=True):
            yield Triple(alternative, sh("datatype"), NamedNode(datatype))

    def _in_languages(self, node: Node, facts: PropertyFacts) -> Iterator[Triple]:
        """Allow the languages of the catalogue, and the others that there are."""
        others = [tag for tag in facts.languages if tag not in self.languages]
        tags = [*self.languages, *others]
        if len(tags) <= _MOST_LANGUAGES:
            yield from self._list(node, sh("languageIn"), [Literal(tag) for tag in tags])

    def _list(self, node: Node, predicate: NamedNode, members: Sequence[Term]) -> Iterator[Triple]:
        cells = [self._blank_node() for _ in members]
        yield Triple(node, predicate, cells[0])
        following: list[Term] = [*cells[1:], _NIL]
        for cell, member, rest in zip(cells, members, following, strict=True):
            yield Triple(cell, _FIRST, member)
            yield Triple(cell, _REST, rest)

    def _blank_node(self) -> BlankNode:
        self._blank_nodes += 1
        return BlankNode(f"d{self._blank_nodes}")


def _property_nodes(draft: ShapeDraft) -> Iterator[NamedNode]:
    """Name the property shapes: the shape's name, then the property's; a number where several would have one name."""
    used: set[str] = set()
    for facts in draft.properties:
        name = f"{draft.node.value}-{identifier(local_name(facts.predicate.value))}"
        iri, number = name, 1
        while iri in used:
            number += 1
            iri = f"{name}-{number}"
        used.add(iri)
        yield NamedNode(iri)


def _texts(node: Node, predicate: NamedNode, text: Text) -> Iterator[Triple]:
    for tag, value in text.items():
        yield Triple(node, predicate, Literal(value, language=tag) if tag else Literal(value))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=_INTEGER)


def in_languages(text: Text, languages: Sequence[str]) -> Text:
    """Give what a text is in the languages of a catalogue; the whole text where it is in none of them.

    >>> in_languages({"de": "Apfel", "en-GB": "apple"}, ("en", "fr"))
    {'en-GB': 'apple'}
    """
    near = {tag: text[tag] for language in languages if (tag := nearest(language, text))}
    return near or text
