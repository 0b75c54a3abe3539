"""Labels: what things, classes and properties are called, by language."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from catalogue.columns.graph import Graph
from catalogue.edition.claims import PREDICATE, SUBJECT
from catalogue.edition.composed import composed, placeholders
from catalogue.edition.entities import Entities
from catalogue.messages import Text, say
from catalogue.model import EntityType, Property, names
from catalogue.names import STANDARD_PREFIXES, Prefixes, local_name
from catalogue.reads import Key
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term, Triple, language_of

LABELS = tuple(
    NamedNode(STANDARD_PREFIXES[prefix] + name)
    for prefix, name in (
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("dct", "title"),
        ("foaf", "name"),
        ("schema", "name"),
        ("dct", "identifier"),
    )
)
"""The properties that name things, the most usual ones first."""

LABEL, OWN_LABEL, NAMES, CARD = "label", "own label", "names", "card"
"""The look-ups of labels, as what is made of an edition notes them: `Labels.text`, `own`, `triples` and `card`."""

_LABEL = LABELS[1]

_NAMED = 3
"""How many of the properties that a claim is about are in its name."""

_REMEMBERED = 20_000
"""Of how many things it is kept what a template makes of their values."""


class _Composing(threading.local):
    """The names that a thread is composing, each of which has the next one in it.

    Attributes:
        nodes: what they are of.
        meets_itself: whether, since that was asked last, one of them was to have itself in it.
    """

    meets_itself = False

    def __init__(self) -> None:
        self.nodes: set[Node] = set()


class _Composed(NamedTuple):
    """A name that a template has made.

    Attributes:
        name: the name by language; empty where there is none.
        keys: what was looked up for it; None where nobody asked.
    """

    name: Text
    keys: set[Key] | None


class Labels:
    """The labels of a catalogue's terms; each is looked up once.

    Args:
        languages: the catalogue's languages.
        prefixes: gives the prefixes that terms without a label are shown with; asked when there is such a term.
        graph: the data.
        ontology: the shapes and the ontology.
        entities: the things, whose types say which property names them.
    """

    def __init__(
        self,
        languages: Sequence[str],
        prefixes: Callable[[], Prefixes],
        graph: Graph,
        ontology: Graph,
        entities: Entities,
    ) -> None:
        self._languages = languages
        self._prefixes = prefixes
        self._graph = graph
        self._reads = graph.reads
        self._ontology = ontology
        self._entities = entities
        self._labels: dict[Node, Text] = {}
        self._own_labels: dict[Node, Text] = {}
        self._compositions: dict[Node, _Composed] = {}
        self._composing = _Composing()
        self._in_circles: set[Node] = set()
        self._in_templates: dict[int, tuple[EntityType, Sequence[Property]]] = {}
        self._triples: dict[NamedNode, Sequence[Triple]] = {}
        self._cards: dict[NamedNode, Sequence[Triple]] = {}

    def label(self, node: Term, language: str) -> str:
        """Give what a term is called in a language.

        Args:
            node: an IRI, blank node or literal.
            language: the language that is wanted.

        Returns:
            The label of a thing, class or property; for an IRI without one, a short form of it.
        """
        return say(self.text(node), language)

    def text(self, node: Term) -> Text:
        """Give what a term is called, by language."""
        if isinstance(node, Literal):
            return {language_of(node): node.value}
        return self._kept(LABEL, self._labels, node, self._find)

    def own(self, node: Node) -> Text:
        """Give the label that the data or the ontology gives a node, by language; empty when they give none."""
        if self._composing.nodes:
            return self._find_own(node)
        return self._kept(OWN_LABEL, self._own_labels, node, self._find_own)

    def _kept(self, kind: str, kept: dict[Node, Text], node: Node, find: Callable[[Node], Text]) -> Text:
        """Give a label that is found once; part of a name in a circle each time: it depends on where the circle is entered."""
        composing, reads = self._composing, self._reads
        if composing.nodes and node in self._in_circles:
            return find(node)
        label = kept.get(node)
        if label is None:
            before, composing.meets_itself = composing.meets_itself, False
            with reads.noted() if reads.apart is not None else reads.paused() as keys:
                label = find(node)
            if composing.meets_itself:
                self._in_circles.add(node)
            if composing.nodes and composing.meets_itself:
                reads.repeat(keys or ())
                return label
            composing.meets_itself = before
            kept[node] = label
            if keys is not None and reads.apart is not None:
                reads.apart[kind, node] = keys
        reads.note(kind, node)
        return label

    def triples(self, node: NamedNode) -> Sequence[Triple]:
        """Give the triples that name an IRI: those of the data or the ontology, else what it is called, as `rdfs:label`.

        Returns:
            None where it is called by a short form of its IRI, or by its type.
        """
        self._reads.note(NAMES, node)
        triples = self._triples.get(node)
        if triples is None:
            with self._reads.once(NAMES, node):
                triples = self._triples[node] = self._given(node) or self._made(node)
        return triples

    def _given(self, node: NamedNode) -> list[Triple]:
        """List the triples of the data or the ontology that name an IRI; none where its name is composed."""
        type_ = self._entities.type_of(node)
        if type_ is not None and type_.label_template and self._composed(type_, node):
            return []
        props = type_.with_role("LabelRole") if type_ is not None else ()
        own = [NamedNode(prop.path.predicate) for prop in props if prop.path.predicate is not None]
        stated = self._graph.stated(node), self._ontology.stated(node)
        for predicate in (*own, *LABELS):
            for properties in stated:
                names = [value for value in properties.get(predicate, ()) if isinstance(value, Literal)]
                if names:
                    return [Triple(node, predicate, name) for name in names]
        return []

    def _made(self, node: NamedNode) -> list[Triple]:
        """Give what an IRI is called as triples, where a template makes a name of it or it is a claim."""
        name = self.own(node) or self._of_claim(node)
        return [Triple(node, _LABEL, Literal(text, language=tag) if tag else Literal(text)) for tag, text in name.items()]

    def card(self, node: NamedNode) -> Sequence[Triple]:
        """Give the triples that name an IRI, after its types as the data has them."""
        self._reads.note(CARD, node)
        card = self._cards.get(node)
        if card is None:
            with self._reads.once(CARD, node):
                types = (type_ for type_ in self._graph.objects(node, RDF_TYPE) if isinstance(type_, NamedNode))
                card = self._cards[node] = (*(Triple(node, RDF_TYPE, type_) for type_ in types), *self.triples(node))
        return card

    def with_labels(self, triples: Iterable[Triple]) -> list[Triple]:
        """Give triples, each once, and types and names of the IRIs that they lead to, but classes and what they describe."""
        given = dict.fromkeys(triples)
        described = {triple.subject for triple in given}
        linked = dict.fromkeys(t.object for t in given if t.predicate != RDF_TYPE and t.object not in described)
        iris = sorted((node for node in linked if isinstance(node, NamedNode)), key=lambda node: node.value)
        self._graph.expect(iris)
        return [*given, *(triple for node in iris for triple in self.card(node))]

    def _find(self, node: Node) -> Text:
        own = self._find_own(node) if self._composing.nodes else self.own(node)
        if own:
            return own
        if isinstance(node, BlankNode):
            return {"": "…"}
        return self._of_claim(node) or self._of_type(node) or {"": self._prefixes().shorten(node.value)}

    def _of_claim(self, node: NamedNode) -> Text:
        """Call a claim by what it is about: the thing and the properties."""
        stated = self._graph.stated(node)
        subjects, predicates = stated.get(SUBJECT), stated.get(PREDICATE)
        if not predicates or not subjects or not all(map(self._is_subject, subjects)):
            return {}
        several = (subjects, predicates)
        parts = [_Several([self.text(term) for term in terms[:_NAMED]], len(terms) > _NAMED) for terms in several]
        return {tag: " – ".join([part.label(tag) for part in parts]) for tag in self._languages}

    def _is_subject(self, term: Term) -> bool:
        """Tell whether a claim may be called by a subject: one with an IRI that is no claim itself."""
        return isinstance(term, NamedNode) and SUBJECT not in self._graph.stated(term)

    def _of_type(self, node: NamedNode) -> Text:
        """Call a thing by its type and the end of its IRI."""
        type_ = self._entities.type_of(node)
        return {tag: f"{label} {local_name(node.value)}" for tag, label in type_.label.items()} if type_ else {}

    def _find_own(self, node: Node) -> Text:
        type_ = self._entities.type_of(node) if isinstance(node, NamedNode) else None
        if type_ is not None:
            label = (type_.label_template and self._composed(type_, node)) or self._by_role(type_, node)
            if label:
                return label
        return self._by_predicate(self._graph.stated(node), self._ontology.stated(node))

    def _by_role(self, type_: EntityType, node: Node) -> Text:
        """Give the first texts by language that the shapes call labels."""
        given = (names(prop.path.follow(self._graph, node)) for prop in type_.with_role("LabelRole"))
        return next(filter(None, given), {})

    @staticmethod
    def _by_predicate(*stated: Mapping[NamedNode, Sequence[Term]]) -> Text:
        """Give the first texts by language of what usually names things."""
        for predicate in LABELS:
            for properties in stated:
                values = properties.get(predicate)
                label = names(values) if values else {}
                if label:
                    return label
        return {}

    def _composed(self, type_: EntityType, node: Node) -> Text:
        """Give the name that the template of a thing's type makes of its values; nothing while it is being made."""
        composing, reads = self._composing, self._reads
        if node in composing.nodes:
            composing.meets_itself = True
            return {}
        kept = self._compositions.get(node)
        if kept is None or (kept.keys is None and reads.keys is not None):
            kept = self._compose(type_, node)
        reads.repeat(kept.keys or ())
        return kept.name

    def _compose(self, type_: EntityType, node: Node) -> _Composed:
        composing, reads = self._composing, self._reads
        before, composing.meets_itself = composing.meets_itself, False
        composing.nodes.add(node)
        try:
            with reads.noted() if reads.keys is not None else reads.paused() as keys:
                made = _Composed(composed(type_.label_template, self._values(type_, node), self.text), keys)
        finally:
            composing.nodes.remove(node)
        if not composing.meets_itself:
            if len(self._compositions) >= _REMEMBERED:
                self._compositions.clear()  # so that memory does not grow with the catalogue
            self._compositions[node] = made
            composing.meets_itself = before
        return made

    def _values(self, type_: EntityType, node: Node) -> dict[str, Sequence[Term]]:
        """Give the values of the properties that a template names."""
        kept = self._in_templates.get(id(type_))
        if kept is None:
            keys = {key for template in type_.label_template.values() for key in placeholders(template)}
            kept = type_, [prop for prop in reversed(type_.properties) if prop.key in keys]
            self._in_templates[id(type_)] = kept
        return {prop.key: prop.path.follow(self._graph, node) for prop in kept[1]}


class _Several(NamedTuple):
    """What some terms are called, one after the other.

    Attributes:
        labels: the labels of the first ones.
        are_more: whether there are more.
    """

    labels: Sequence[Text]
    are_more: bool

    def label(self, language: str) -> str:
        """Give them in a language."""
        labels = [say(label, language) for label in self.labels]
        return ", ".join([*labels, "…"] if self.are_more else labels)
