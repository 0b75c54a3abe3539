"""Parser: the syntax tree of a Turtle 1.1 or TriG 1.1 text (Turtle, section 6.5; TriG, section 4.5).

Reading never stops at a fault. A broken statement keeps what was read of it; reading goes on behind the next `;` that stands
outside brackets, behind the next `.`, or where a line starts with what can only be a new statement, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from catalogue.messages import Message
from catalogue.turtle import issues
from catalogue.turtle.faults import NODES, OBJECTS, OPENERS, SIMPLE, VERBS, Faults
from catalogue.turtle.issues import SyntaxIssue, UnreadableError
from catalogue.turtle.tokens import Scan
from catalogue.turtle.tree import (
    Broken,
    Collection,
    Directive,
    GraphBlock,
    Object,
    Pair,
    PropertyList,
    Statement,
    Term,
    Tree,
    Triples,
)

NESTING_LIMIT = 128
"""How many brackets and parentheses may be open at once."""

_ENDS = frozenset({".", "}", "end"})


def parse(source: str, *, trig: bool = False) -> Tree:
    """Read the syntax of a text.

    Args:
        source: any text; need not be Turtle.
        trig: whether it may have graphs, as TriG has.

    Returns:
        Its tree, with what could not be read. Nothing is raised, whatever the text.

    >>> tree = parse("@prefix ex: <urn:ex:> . ex:a a ex:B ; ex:c [ ex:d 1 ] .")
    >>> [type(statement).__name__ for statement in tree.statements], list(tree.issues)
    (['Directive', 'Triples'], [])
    """
    return _Parser(Scan(source), trig=trig).tree()


def parse_part(scan: Scan) -> Tree:
    """Read the syntax of a part of a text, of Turtle, that is cut into tokens."""
    return _Parser(scan, trig=False).tree()


class _Parser(Faults):
    """Walks the tokens of a text; `_at` is the number of the next one."""

    def tree(self) -> Tree:
        """Read all."""
        while self._kinds[self._at] != "end":
            self._statements.append(self._statement())
        return self._tree

    # Statements

    def _statement(self) -> Statement:
        word = self._keyword(self._at)
        if word:
            return self._guarded(self._named_graph if word == "graph" else lambda: self._directive(word))
        if self._trig and self._kinds[self._at] == "{":
            return self._block(self._at, None)
        return self._guarded(self._triples)

    def _guarded(self, read: Callable[[], Statement]) -> Statement:
        """Read a statement, or go on behind it; what was read of its predicates is kept."""
        start = self._at
        try:
            return read()
        except UnreadableError as error:
            self._report(error)
            self._recover(start)
            return Broken(start, max(self._at - 1, start))

    def _directive(self, word: str) -> Statement:
        start, prefix = self._at, -1
        self._at += 1
        if word.endswith("prefix"):
            prefix = self._at
            name = self._scan.word(prefix)
            if self._kinds[prefix] != "name" or name.find(":") != len(name) - 1:
                raise self._unexpected(Message("turtle.prefix"))
            self._at += 1
        iri = self._at
        if self._kinds[iri] != "iri":
            raise self._unexpected(Message("turtle.namespace"))
        self._at += 1
        if word.startswith("@"):
            self._dot()
        return Directive(start, self._at - 1, prefix, iri)

    def _dot(self) -> None:
        """Read the full stop of a statement, or tell that it is missing."""
        if self._kinds[self._at] == ".":
            self._at += 1
        elif self._kinds[self._at] == "end" or self._starts_statement(self._at):
            message = issues.STOPS if self._kinds[self._at] == "end" else Message("turtle.no-dot")
            self._missing(message, " .", Message("turtle.add-2"), safe=True)
        else:
            raise self._unexpected(Message("turtle.dot"))

    def _triples(self) -> Statement:
        start = self._at
        subject = self._subject()
        if self._trig and not self._in_block and self._kinds[self._at] == "{" and not isinstance(subject, Collection):
            return self._block(start, subject)
        pairs: list[Pair] = []
        self._predicates(start, subject, pairs)
        return Triples(start, self._at - 1, subject, pairs)

    def _subject(self) -> Object:
        kind = self._kinds[self._at]
        if kind in NODES:
            self._at += 1
            return Term(self._at - 1, self._at - 1)
        if kind in OPENERS:
            return self._object()
        raise self._unexpected(Message("turtle.subject"))

    def _predicates(self, start: int, subject: Object, pairs: list[Pair]) -> None:
        """Read the predicates and objects of a statement, up to its full stop."""
        kinds = self._kinds
        if isinstance(subject, PropertyList) and subject.pairs and (kinds[self._at] == "." or self._ends_in_block()):
            self._at += kinds[self._at] == "."
            return
        goes_on = True
        while goes_on:
            try:
                self._pair(pairs)
                goes_on = self._is_inside() if self._semicolons() else self._lacks_semicolon()
                if not goes_on and not self._ends_in_block():
                    self._dot()
            except UnreadableError as error:
                self._report(error)
                goes_on = self._recover(start)

    def _is_inside(self) -> bool:
        """Tell whether the statement goes on behind a semicolon."""
        return self._kinds[self._at] not in _ENDS and not self._starts_statement(self._at)

    def _ends_in_block(self) -> bool:
        """Tell whether a brace ends the statement: the last one of a graph may have no full stop."""
        return self._kinds[self._at] == "}" and self._in_block and not self._open

    def _semicolons(self) -> bool:
        """Read the semicolons behind the objects of a predicate, and tell whether there are any."""
        start = self._at
        while self._kinds[self._at] == ";":
            self._at += 1
        return self._at > start

    def _lacks_semicolon(self) -> bool:
        """Tell that a semicolon is missing, where a predicate with an object stands in a line of its own."""
        here = self._at
        followed = self._kinds[here + 1] if self._kinds[here] in VERBS else ""
        if followed not in OBJECTS or not self._scan.breaks_line(here) or self._starts_statement(here):
            return False
        self._missing(Message("turtle.no-semicolon"), " ;", Message("turtle.add-3"), safe=False)
        return True

    # Graphs

    def _named_graph(self) -> Statement:
        start = self._at
        self._at += 1
        kind = self._kinds[self._at]
        if kind not in NODES and kind != "[":
            raise self._unexpected(issues.GRAPH)
        label = self._subject()
        if self._kinds[self._at] != "{":
            raise self._unexpected(Message("turtle.brace"))
        return self._block(start, label)

    def _block(self, start: int, label: Object | None) -> Statement:
        opening = self._at
        if isinstance(label, PropertyList) and label.pairs:
            message = issues.expected(issues.GRAPH, self._scan.word(start))
            self._add(SyntaxIssue(message, self._tree.span(label.first, label.last)))
        self._at += 1
        self._in_block = True
        statements: list[Triples | Broken] = []
        while self._kinds[self._at] not in {"}", "end"}:
            statements.append(cast("Triples | Broken", self._guarded(self._triples)))  # no block is read inside a block
        self._in_block = False
        if self._kinds[self._at] == "}":
            self._at += 1
        else:
            self._not_closed(opening)
        return GraphBlock(start, self._at - 1, label, opening, statements)

    # Predicates and objects

    def _pair(self, pairs: list[Pair]) -> None:
        """Read a predicate and its objects; those before a fault are kept."""
        kinds = self._kinds
        verb = self._at
        if kinds[verb] not in VERBS or self._starts_statement(verb):
            raise self._unexpected(Message("turtle.verb"))
        self._at += 1
        objects: list[Object] = []
        while True:
            if self._starts_statement(self._at):
                raise self._unexpected(issues.OBJECT)
            objects.append(self._object())
            if len(objects) == 1:
                pairs.append(Pair(verb, objects))
            if kinds[self._at] != ",":
                return
            self._at += 1

    def _object(self) -> Object:
        here = self._at
        kind = self._kinds[here]
        if kind in SIMPLE:
            self._at = here + 1
            return Term(here, here)
        if kind == "string":
            return self._literal()
        if kind in OPENERS:
            return self._nested(kind)
        raise self._unexpected(issues.OBJECT)

    def _literal(self) -> Term:
        here = self._at
        suffix = self._kinds[here + 1]
        if suffix == "langtag" and not self._starts_statement(here + 1):
            self._at = here + 2
        elif suffix == "^^":
            self._at = here + 2
            if self._kinds[self._at] not in {"iri", "name"}:
                raise self._unexpected(Message("turtle.datatype"))
            self._at += 1
        else:
            self._at = here + 1
        return Term(here, self._at - 1)

    def _nested(self, opener: str) -> Object:
        here = self._at
        if len(self._open) >= NESTING_LIMIT:
            message = Message("turtle.nested-more-than-deep", nesting_limit=NESTING_LIMIT)
            raise UnreadableError(message, self._scan.starts[here], self._scan.ends[here], "nesting")
        self._at += 1
        self._open.append(here)
        node: Object
        if opener == "[":
            node = PropertyList(here, here, [])
            self._property_list(node.pairs)
        else:
            node = Collection(here, here, [])
            while self._kinds[self._at] != ")":
                node.items.append(self._item())
        self._open.pop()
        node.last = self._at
        self._at += 1
        return node

    def _property_list(self, pairs: list[Pair]) -> None:
        goes_on = self._kinds[self._at] != "]"
        while goes_on:
            self._pair(pairs)
            goes_on = self._kinds[self._at] in VERBS if self._semicolons() else self._lacks_semicolon()
        if self._kinds[self._at] != "]":
            raise self._unexpected(Message("turtle.bracket"))

    def _item(self) -> Object:
        here = self._at
        begins = self._kinds[here + 1 : here + 2] == ["a"] and self._starts_statement(here)
        if self._kinds[here] in OBJECTS and not begins:
            return self._object()
        raise self._unexpected(Message("turtle.item"))
