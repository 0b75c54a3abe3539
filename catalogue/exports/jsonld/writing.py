"""JSON-LD 1.1 to program with: one object for each thing, as the shapes say, with its context in it: nothing is fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from catalogue.edition import Edition
from catalogue.exports.dumping import dumped
from catalogue.exports.jsonld.forms import BY_LANGUAGE, Form, Forms, Prefixed, forms, used_context
from catalogue.exports.jsonld.values import fits, literal
from catalogue.model import FIRST, REST, EntityType
from catalogue.names import HYDRA
from catalogue.serialise import BySubject, by_subject
from catalogue.terms import RDF, RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term, Triple, language_of

_TYPE, _FIRST, _REST, _NIL = RDF_TYPE.value, FIRST.value, REST.value, NamedNode(RDF + "nil")
_DEEPEST = 24
PREFIX, FORM, CLASS, SCHEME = "pfcs"
"""What is used of a context, as the letter before it tells: a prefix, the form of a property, a class; the scheme of an IRI."""
_SINGLE = frozenset(HYDRA + name for name in ("totalItems", "view", "first", "previous", "next", "last"))
"""The properties of pages of collections, of which each has one value."""


def document(edition: Edition, triples: Iterable[Triple], roots: Sequence[Node] = (), type_: EntityType | None = None) -> bytes:
    """Write triples as one object: the first thing, with what it leads to in place, and its context.

    Args:
        edition: the catalogue, whose shapes give the keys.
        triples: the triples.
        roots: the things that the document is about, the first first; without any the first subject is it.
        type_: the type whose forms the keys have where it is not that of the first thing.

    Returns:
        UTF-8 bytes. Things that have no more than names and types stand with these wherever something leads to them; what
        nothing leads to stands in `@included`. Values that do not fit what the shapes say stand under the predicate's own name.
    """
    return _written(edition, triples, roots, lambda writer: writer.whole(type_), has_cards=True)


def graph(edition: Edition, triples: Iterable[Triple], roots: Sequence[Node] = ()) -> bytes:
    """Write triples as a graph: things one after another, each as `document` writes it.

    Args:
        edition: the catalogue.
        triples: the triples.
        roots: the things; without any all that have an IRI are, and what leads to one of them has no more than its IRI.
    """
    listed = by_subject(triples)
    all_ = () if roots else dict.fromkeys(triple.subject for triple in listed if isinstance(triple.subject, NamedNode))
    return _written(edition, listed, roots or list(all_), Writer.graph, has_cards=bool(roots))


def _written(
    edition: Edition,
    triples: Iterable[Triple],
    roots: Sequence[Node],
    write: Callable[[Writer], dict[str, Any]],
    *,
    has_cards: bool,
) -> bytes:
    listed = by_subject(triples)
    passed_over: frozenset[str] = frozenset()
    while True:
        writer = Writer(forms(edition), listed, roots, passed_over, has_cards=has_cards)
        content = write(writer)
        context = used_context(writer.prefixed, writer.used, writer.classes)  # which uses prefixes itself
        mistaken = writer.prefixed.used.keys() & writer.schemes
        if not mistaken:
            break
        passed_over |= mistaken  # an IRI would be read as a short form
    return dumped({"@context": context, **content})


class Writer:
    """Writes nodes, and notes what the context of the document must have.

    Args:
        known: the forms of the catalogue.
        triples: all triples of the document.
        roots: the things that it is about.
        passed_over: the prefixes that it must not use.
        has_cards: whether what leads to one of the roots has its names and types.
    """

    def __init__(
        self,
        known: Forms,
        triples: BySubject,
        roots: Sequence[Node],
        passed_over: Collection[str],
        *,
        has_cards: bool,
    ) -> None:
        self._known = known
        self._subjects = _by_subject(triples)
        self._references = Counter(
            value
            for properties in self._subjects.values()
            for values in properties.values()
            for value in values
            if isinstance(value, BlankNode)
        )
        first = next(iter(self._subjects), None)
        given = [root for root in roots if root in self._subjects]
        self._roots: dict[Node, None] = dict.fromkeys(given or ([first] if first is not None else []))
        self._has_cards = has_cards
        self._main: Mapping[str, Form] = {}
        self._is_one = False
        self._written: set[Node] = set()
        self._shared: frozenset[Node] = frozenset()
        self._written_here: set[Node] = set()
        self._named: set[Node] = set()
        self._cards: dict[Node, dict[str, Any]] = {}
        self.prefixed = Prefixed(known.prefixes, known.terms.union(passed_over) if passed_over else known.terms)
        self.used: dict[str, Form] = {}
        self.classes: dict[str, str] = {}
        self.schemes: set[str] = set()

    def whole(self, type_: EntityType | None) -> dict[str, Any]:
        """Write the first root, and what it does not lead to under `@included`.

        Args:
            type_: the type whose forms come first; that of the first root when None.
        """
        if not self._roots:
            return {}
        root = next(iter(self._roots))
        self._main = self._known.of(type_) if type_ is not None else self._forms_of(root)
        self._is_one = True
        self._shared = self._shared_by_roots()
        node = self._node(root)
        rest = list(self._rest())
        return {**node, "@included": rest} if rest else node

    def graph(self) -> dict[str, Any]:
        """Write all nodes one after another."""
        return {"@graph": list(self._rest())}

    def named(self, triples: BySubject, references: Callable[[BlankNode], int]) -> Iterator[dict[str, Any]]:
        """Write all nodes with an IRI of a part of the triples, one after another."""
        self._take(triples, references)
        self._roots = dict.fromkeys(subject for subject in self._subjects if isinstance(subject, NamedNode))
        yield from (self._node(subject) for subject in self._roots)
        self._written.difference_update(self._roots)

    def blank(self, triples: BySubject, references: Callable[[BlankNode], int]) -> Iterator[dict[str, Any]]:
        """Write nodes that stand in no place that leads to them, one after another."""
        self._take(triples, references)
        self._roots = {}
        yield from self._rest()

    def is_written(self, node: BlankNode) -> bool:
        """Tell whether a blank node has been written."""
        return node in self._written

    def is_any_left(self) -> bool:
        """Tell whether a blank node that is a subject of the last part has not been written."""
        return any(isinstance(node, BlankNode) and node not in self._written for node in self._subjects)

    def written(self, nodes: Iterable[Node]) -> None:
        """Take nodes for written."""
        self._written.update(nodes)

    def forget_used(self) -> None:
        """Forget what was used so far."""
        self.prefixed.used, self.used, self.classes, self.schemes = {}, {}, {}, set()

    def uses(self) -> Iterator[str]:
        """Tell what was used, a text with a letter for each."""
        forms_ = (form.iri for form in self.used.values())
        kinds = ((PREFIX, self.prefixed.used), (FORM, forms_), (CLASS, self.classes.values()), (SCHEME, self.schemes))
        return (f"{kind}{value}" for kind, values in kinds for value in values)

    def _take(self, triples: BySubject, references: Callable[[BlankNode], int]) -> None:
        self._subjects = _by_subject(triples)
        leading = (value for each in self._subjects.values() for values in each.values() for value in values)
        blank = {value for value in leading if isinstance(value, BlankNode)}
        self._references = Counter({node: references(node) for node in blank})

    def _rest(self) -> Iterator[dict[str, Any]]:
        for subject in (*self._roots, *self._subjects):
            if subject not in self._written:
                yield self._node(subject)

    def _shared_by_roots(self) -> frozenset[Node]:
        """Give the blank nodes that several of the roots lead to: each of these has them whole, so that they have names."""
        shared: set[Node] = set()
        owners: dict[Node, Node] = {}
        for root in self._roots if self._references else ():
            leading, seen = [root], {root}
            while leading:
                for value in chain.from_iterable(self._subjects.get(leading.pop(), {}).values()):
                    if isinstance(value, BlankNode) and value not in seen:
                        seen.add(value)
                        leading.append(value)
                        if owners.setdefault(value, root) != root:
                            shared.add(value)
        return frozenset(shared)

    def _node(self, subject: Node, depth: int = 0) -> dict[str, Any]:
        self._written.add(subject)
        if subject in self._shared:
            self._written_here.add(subject)
        properties = self._subjects[subject]
        own = self._forms_of(subject)
        needs_id = isinstance(subject, NamedNode) or not depth or self._references[subject] != 1 or subject in self._named
        needs_id = needs_id or subject in self._shared
        node: dict[str, Any] = {"@id": self._id(subject)} if needs_id else {}
        self._add_types(node, properties.get(_TYPE, ()))
        for predicate in _ordered(properties, own):
            values = properties[predicate]
            if predicate == _TYPE:
                values = [value for value in values if not isinstance(value, NamedNode)]
            self._add(node, predicate, values, own, depth)
        return node

    def _card(self, subject: Node, depth: int) -> dict[str, Any]:
        """Write the names and types of a thing that the document has more of elsewhere."""
        properties, own = self._subjects[subject], self._forms_of(subject)
        card: dict[str, Any] = {"@id": self._id(subject)}
        self._add_types(card, properties.get(_TYPE, ()))
        label = next((predicate for predicate in self._known.names_of(own) if predicate in properties), None)
        if label is not None:
            values = [value for value in properties[label] if isinstance(value, Literal)]
            self._add(card, label, values, own, depth)
        return card

    def _add_types(self, node: dict[str, Any], values: Iterable[Term]) -> None:
        types = [self._class(value.value) for value in values if isinstance(value, NamedNode)]
        if types:
            node["@type"] = types

    def _class(self, iri: str) -> str:
        key = self._known.keys.classes.get(iri)
        if key is None:
            return self._short(iri)
        self.classes[key] = iri
        return key

    def _forms_of(self, subject: Node) -> Mapping[str, Form]:
        types = self._subjects[subject].get(_TYPE, ())
        own = self._known.of_classes(value.value for value in types if isinstance(value, NamedNode))
        return own or (self._main if subject in self._roots else {})

    def _add(self, node: dict[str, Any], predicate: str, values: Sequence[Term], own: Mapping[str, Form], depth: int) -> None:
        """Add the values that fit under the key of their property; the others under the predicate's own name."""
        form, others = self._main.get(predicate) or self._known.shared.get(predicate), values
        if form is not None:
            is_many = own[predicate].is_many if predicate in own else form.is_many
            others = [value for value in values if not self._is_put(node, form, value, depth, is_many=is_many)]
            if form.key in node:
                self.used[form.key] = form
        self._add_plain(node, predicate, others, depth)

    def _is_put(self, node: dict[str, Any], form: Form, value: Term, depth: int, *, is_many: bool) -> bool:
        """Put a value under the key of its property, if it fits and there is room for it."""
        if not fits(form, value) or (not is_many and form.coercion != BY_LANGUAGE and form.key in node):
            return False
        if form.coercion and isinstance(value, BlankNode) and self._cells(value):
            return False  # members would be taken for what the context says of values
        if form.coercion == BY_LANGUAGE:
            return _is_text_put(node.setdefault(form.key, {}), value, is_many=is_many)
        if form.is_list:
            cells = self._cells(value)
            if cells or value == _NIL:
                node[form.key] = self._members(cells, depth)
            return form.key in node
        if is_many:
            node.setdefault(form.key, []).append(self._value(value, form.coercion, depth))
        else:
            node[form.key] = self._value(value, form.coercion, depth)
        return True

    def _add_plain(self, node: dict[str, Any], predicate: str, values: Sequence[Term], depth: int) -> None:
        if not values:
            return
        written = [self._value(value, "", depth) for value in values]
        node[self._short(predicate)] = written[0] if predicate in _SINGLE and len(written) == 1 else written

    def _value(self, value: Term, coercion: str, depth: int) -> Any:
        if isinstance(value, Literal):
            return literal(value, coercion, self.prefixed)
        if value not in self._subjects:
            return {"@id": self._id(value)}
        cells = self._cells(value) if isinstance(value, BlankNode) and depth < _DEEPEST else []
        return {"@list": self._members(cells, depth + 1)} if cells else self._thing(value, depth)

    def _thing(self, node: Node, depth: int) -> dict[str, Any]:
        """Write a thing in the place that leads to it: all of it where it stands in no other, else its names or its IRI.

        What the first root leads to is whole there, also where another of its things leads to it before.
        """
        if node in self._roots:
            if self._is_one and not depth and node not in self._written:
                self._written_here.clear()
                return self._node(node, depth + 1)
            if not self._has_cards:
                return {"@id": self._id(node)}
            if node not in self._cards:
                self._cards[node] = self._card(node, depth + 1)
            return self._cards[node]
        if node in self._cards:
            return self._cards[node]
        written = self._written_here if node in self._shared else self._written
        if depth < _DEEPEST and node not in written:
            thing = self._node(node, depth + 1)
            if self._is_card(node):
                self._cards[node] = thing
            return thing
        self._named.add(node)
        return {"@id": self._id(node)}

    def _is_card(self, node: Node) -> bool:
        """Tell whether a thing has no more than names and types, which stand wherever something leads to it."""
        return isinstance(node, NamedNode) and all(
            predicate == _TYPE or (predicate in self._known.names and all(isinstance(value, Literal) for value in values))
            for predicate, values in self._subjects[node].items()
        )

    def _members(self, cells: Sequence[Node], depth: int) -> list[Any]:
        self._written.update(cells)
        return [self._value(self._subjects[cell][_FIRST][0], "", depth) for cell in cells]

    def _cells(self, head: Term) -> list[Node]:
        """List the cells of an RDF list of which no more is stated, and which nothing else leads to; none of anything else."""
        cells: list[Node] = []
        node = head
        while isinstance(node, BlankNode):
            properties = self._subjects.get(node, {})
            is_cell = properties.keys() == {_FIRST, _REST} and all(len(values) == 1 for values in properties.values())
            is_elsewhere = node in self._written or node in self._roots or node in self._shared
            if not is_cell or self._references[node] != 1 or is_elsewhere:
                return []
            cells.append(node)
            node = properties[_REST][0]
        return cells if node == _NIL else []

    def _short(self, iri: str) -> str:
        short = self.prefixed.shorten(iri)
        if short == iri:
            self.schemes.add(iri.partition(":")[0])
        return short

    def _id(self, node: Term) -> str:
        if isinstance(node, BlankNode):
            return f"_:{node.value}"
        self.schemes.add(node.value.partition(":")[0])
        return node.value


def _is_text_put(texts: dict[str, Any], value: Term, *, is_many: bool) -> bool:
    """Put a text under its language, if there is room for it."""
    tag = language_of(value) or "@none"
    if is_many:
        texts.setdefault(tag, []).append(value.value)
        return True
    return tag not in texts and texts.setdefault(tag, value.value) == value.value


def _by_subject(triples: BySubject) -> dict[Node, dict[str, list[Term]]]:
    subjects: dict[Node, dict[str, list[Term]]] = {}
    for triple in triples:
        values = subjects.setdefault(triple.subject, {}).setdefault(triple.predicate.value, [])
        if values[-1:] != [triple.object]:
            values.append(triple.object)
    return subjects


def _ordered(properties: Mapping[str, Sequence[Term]], own: Mapping[str, Form]) -> Iterator[str]:
    """Order predicates: as the shapes have them, then the others as they are."""
    yield from (predicate for predicate in own if predicate in properties)
    yield from (predicate for predicate in properties if predicate not in own)
