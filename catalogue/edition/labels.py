"""Labels: what things, classes and properties are called, by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from catalogue.columns.graph import Graph
from catalogue.edition.claims import PREDICATE, SUBJECT
from catalogue.edition.composed import composed, placeholders
from catalogue.edition.entities import Entities
from catalogue.messages import Text, say
from catalogue.model import EntityType, Property, names
from catalogue.names import STANDARD_PREFIXES, Prefixes, local_name
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term, Triple, language_of
from catalogue.visible import shows_something

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
        self._composing: set[Node] = set()
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
        if self._composing:
            return self._find(node)
        self._reads.note(LABEL, node)
        label = self._labels.get(node)
        if label is None:
            with self._reads.once(LABEL, node):
                label = self._labels[node] = self._find(node)
        return label

    def own(self, node: Node) -> Text:
        """Give the label that the data or the ontology gives a node, by language; empty when they give none."""
        if self._composing:  # in a circle of names a part of one is another name
            return self._find_own(node)
        self._reads.note(OWN_LABEL, node)
        label = self._own_labels.get(node)
        if label is None:
            with self._reads.once(OWN_LABEL, node):
                label = self._own_labels[node] = self._find_own(node)
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
        if type_ is not None and type_.label_template and self._composed(node):
            return []
        props = type_.with_role("LabelRole") if type_ is not None else ()
        own = [NamedNode(prop.path.predicate) for prop in props if prop.path.predicate is not None]
        for predicate in (*own, *LABELS):
            for graph in (self._graph, self._ontology):
                names = [value for value in graph.objects(node, predicate) if isinstance(value, Literal)]
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
        return [*given, *(triple for node in iris for triple in self.card(node))]

    def _find(self, node: Node) -> Text:
        own = self.own(node)
        if own:
            return own
        if isinstance(node, BlankNode):
            return {"": "…"}
        return self._of_claim(node) or self._of_type(node) or {"": self._prefixes().shorten(node.value)}

    def _of_claim(self, node: NamedNode) -> Text:
        """Call a claim by what it is about: the thing and the properties."""
        subjects, predicates = (self._graph.objects(node, part) for part in (SUBJECT, PREDICATE))
        if not predicates or not subjects or not all(map(self._is_subject, subjects)):
            return {}
        parts = [subjects, predicates]
        return {tag: " – ".join(self._several(part, tag) for part in parts) for tag in self._languages}

    def _is_subject(self, term: Term) -> bool:
        """Tell whether a claim may be called by a subject: one with an IRI that is no claim itself."""
        return isinstance(term, NamedNode) and self._graph.value(term, SUBJECT) is None

    def _several(self, terms: list[Term], language: str) -> str:
        """Name terms one after the other, the first ones of many."""
        labels = [self.label(term, language) for term in terms[:_NAMED]]
        return ", ".join([*labels, "…"] if len(terms) > _NAMED else labels)

    def _of_type(self, node: NamedNode) -> Text:
        """Call a thing by its type and the end of its IRI."""
        type_ = self._entities.type_of(node)
        return {tag: f"{label} {local_name(node.value)}" for tag, label in type_.label.items()} if type_ else {}

    def _find_own(self, node: Node) -> Text:
        type_ = self._entities.type_of(node) if isinstance(node, NamedNode) else None
        label: dict[str, str] = {**self._composed(node)}
        for prop in type_.with_role("LabelRole") if type_ else ():
            values = () if label else prop.path.follow(self._graph, node)
            for value in values:
                if isinstance(value, Literal) and shows_something(value.value):
                    label.setdefault(language_of(value), value.value)
        for predicate in LABELS:
            label = label or names(self._graph.objects(node, predicate)) or names(self._ontology.objects(node, predicate))
        return label

    def _composed(self, node: Node) -> Text:
        """Give the name that the template of a thing's shape makes of its values; nothing while it is being made."""
        type_ = self._entities.type_of(node) if isinstance(node, NamedNode) else None
        if type_ is None or not type_.label_template or node in self._composing:
            return {}
        self._composing.add(node)
        try:
            return composed(type_.label_template, self._values(type_, node), self.text)
        finally:
            self._composing.remove(node)

    def _values(self, type_: EntityType, node: Node) -> dict[str, Sequence[Term]]:
        """Give the values of the properties that a template names."""
        kept = self._in_templates.get(id(type_))
        if kept is None:
            keys = {key for template in type_.label_template.values() for key in placeholders(template)}
            kept = type_, [prop for prop in reversed(type_.properties) if prop.key in keys]
            self._in_templates[id(type_)] = kept
        return {prop.key: prop.path.follow(self._graph, node) for prop in kept[1]}
