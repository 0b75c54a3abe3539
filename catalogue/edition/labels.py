"""Labels: what things, classes and properties are called, by language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.columns.graph import Graph
from catalogue.edition.claims import PREDICATE, SUBJECT
from catalogue.edition.entities import Entities
from catalogue.messages import Text, say
from catalogue.model import texts
from catalogue.names import STANDARD_PREFIXES, Prefixes, local_name
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term, language_of

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
        self._ontology = ontology
        self._entities = entities
        self._labels: dict[Node, Text] = {}
        self._own_labels: dict[Node, Text] = {}

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
        label = self._labels.get(node)
        if label is None:
            label = self._labels[node] = self._find(node)
        return label

    def own(self, node: Node) -> Text:
        """Give the label that the data or the ontology gives a node, by language; empty when they give none."""
        label = self._own_labels.get(node)
        if label is None:
            label = self._own_labels[node] = self._find_own(node)
        return label

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
        label: dict[str, str] = {}
        for prop in type_.with_role("LabelRole") if type_ else ():
            values = () if label else prop.path.follow(self._graph, node)
            for value in values:
                if isinstance(value, Literal):
                    label.setdefault(language_of(value), value.value)
        for predicate in LABELS:
            label = label or texts(self._graph.objects(node, predicate)) or texts(self._ontology.objects(node, predicate))
        return label
