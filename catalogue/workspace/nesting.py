"""Nesting: triples written as Turtle, blank nodes between brackets and lists between parentheses where that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from catalogue.lint.fixes import Writer
from catalogue.terms import RDF, RDF_TYPE, BlankNode, Literal, NamedNode, Term, Triple

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_DEEPEST = 12
"""How deep blank nodes are nested before they get a label."""

Pairs = list[tuple[NamedNode, Term]]


class Nesting:
    """Writes triples as Turtle, one statement a line; the layout does the rest.

    Args:
        triples: the triples, each once.
        writer: writes terms.
        labels: blank nodes that keep their label where no other node has them as a value.
    """

    def __init__(self, triples: Iterable[Triple], writer: Writer, labels: Collection[BlankNode] = ()) -> None:
        self._writer = writer
        self._labels = labels
        self._pairs: dict[Term, Pairs] = {}
        uses: Counter[Term] = Counter()
        for triple in triples:
            self._pairs.setdefault(triple.subject, []).append((triple.predicate, triple.object))
            uses[triple.object] += isinstance(triple.object, BlankNode)
        self._uses = uses
        self._lists = self._find_lists()
        self._heads = self._find_heads()

    def text(self) -> str:
        """Give the statements, in the order in which their subjects come first."""
        return "".join(
            f"{self._head(subject)} {self._predicates(pairs)} .\n"
            for subject, pairs in self._pairs.items()
            if subject in self._heads
        )

    def _is_nestable(self, term: Term) -> bool:
        """Tell whether one node alone has a blank node as a value, once."""
        return isinstance(term, BlankNode) and self._uses[term] == 1

    def _find_lists(self) -> dict[Term, tuple[Term, Term]]:
        """Find the nodes at which a list begins that ends in `rdf:nil`: each with its item and what follows it."""
        before: dict[Term, list[Term]] = {}
        parts: dict[Term, tuple[Term, Term]] = {}
        for node, pairs in self._pairs.items():
            values = dict(pairs)
            if len(pairs) == len(values) == 2 and values.keys() == {_FIRST, _REST} and self._is_nestable(node):  # noqa: PLR2004
                parts[node] = values[_FIRST], values[_REST]
                before.setdefault(values[_REST], []).append(node)
        lists: dict[Term, tuple[Term, Term]] = {}
        pending: list[Term] = [_NIL]
        while pending:
            for node in before.get(pending.pop(), ()):
                lists[node] = parts[node]
                pending.append(node)
        return lists

    def _find_heads(self) -> set[Term]:
        """Find the subjects that have a statement of their own: all but blank nodes that stand in one."""
        heads: set[Term] = set()
        placed: set[Term] = set()
        for subject in self._pairs:
            if not self._is_nestable(subject):
                self._place(subject, heads, placed)
        for subject in self._pairs:  # what is left are circles of blank nodes
            if subject not in placed and subject not in self._lists:
                self._place(subject, heads, placed)
        self._lists = {node: parts for node, parts in self._lists.items() if node in placed}  # and of lists
        for subject in self._pairs:
            if subject not in placed:
                self._place(subject, heads, placed)
        return heads & self._pairs.keys()

    def _place(self, start: Term, heads: set[Term], placed: set[Term]) -> None:
        """Place a subject and what stands within its statement; what would stand too deep gets a statement of its own."""
        pending = [(start, 0)]
        while pending:
            node, depth = pending.pop()
            if depth == 0 or depth > _DEEPEST:
                heads.add(node)
                depth = 0
            placed.add(node)
            for _, value in self._pairs.get(node, ()):
                cells = list(self._cells(value))
                placed.update(cells)
                values = [self._lists[cell][0] for cell in cells] or [value]
                pending += [(each, depth + 1) for each in values if self._is_nestable(each) and each not in placed]

    def _cells(self, node: Term) -> Iterator[Term]:
        """List the nodes of a list; nothing when it is none."""
        while node in self._lists:
            yield node
            node = self._lists[node][1]

    def _head(self, subject: Term) -> str:
        is_unnamed = isinstance(subject, BlankNode) and not self._uses[subject] and subject not in self._labels
        return "[]" if is_unnamed else self._flat(subject)

    def _flat(self, term: Term) -> str:
        return f"_:{term.value}" if isinstance(term, BlankNode) else self._writer.term(term)

    def _predicates(self, pairs: Sequence[tuple[NamedNode, Term]]) -> str:
        return " ; ".join(f"{self._verb(predicate)} {self._object(value)}" for predicate, value in pairs)

    def _verb(self, predicate: NamedNode) -> str:
        return "a" if predicate == RDF_TYPE else self._writer.iri(predicate.value)

    def _object(self, value: Term) -> str:
        if value == _NIL:
            return "()"
        if value in self._lists:
            return f"( {' '.join(self._object(self._lists[cell][0]) for cell in self._cells(value))} )"
        if isinstance(value, Literal) or not self._is_nestable(value) or value in self._heads:
            return self._flat(value)
        pairs = self._pairs.get(value, [])
        return f"[ {self._predicates(pairs)} ]" if pairs else "[]"
