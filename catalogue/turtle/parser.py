"""Parser: the syntax tree of a Turtle 1.1 or TriG 1.1 text (Turtle, section 6.5; TriG, section 4.5).

Reading never stops at a fault. A broken statement keeps what was read of it; reading goes on behind the next `;` that stands
outside brackets, behind the next `.`, or where a line starts with what can only be a new statement, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from catalogue.errors import Text, text
from catalogue.turtle import issues
from catalogue.turtle.issues import Repair, SyntaxIssue, UnreadableError
from catalogue.turtle.places import Span
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

_NODES = frozenset({"iri", "name", "blank"})
_VERBS = frozenset({"iri", "name", "a"})
_SIMPLE = _NODES | {"integer", "decimal", "double", "boolean"}
_OBJECTS = _SIMPLE | {"string", "[", "("}
_ENDS = frozenset({".", "}", "end"})
_OPENERS = frozenset("[(")
_CLOSERS = frozenset("])")


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
    return _Parser(Scan(source), trig).tree()


class _Parser:
    """Walks the tokens of a text; `_at` is the number of the next one."""

    def __init__(self, scan: Scan, trig: bool) -> None:  # noqa: FBT001 - of the same module
        self._scan = scan
        self._kinds = scan.kinds
        self._trig = trig
        self._at = 0
        self._open: list[int] = []
        self._statements: list[Statement] = []
        self._issues: list[SyntaxIssue] = []
        self._tree = Tree(scan, self._statements, self._issues, trig)

    def tree(self) -> Tree:
        """Read all."""
        while self._kinds[self._at] != "end":
            self._statements.append(self._statement())
        return self._tree

    # Statements

    def _statement(self) -> Statement:
        kind = self._kinds[self._at]
        word = self._keyword(self._at)
        if word:
            read = self._named_graph if word == "graph" else lambda: self._directive(word)
            return self._guarded(self._at, read)
        if self._trig and kind == "{":
            return self._block(self._at, None)
        return self._triples()

    def _keyword(self, token: int) -> str:
        """Give the keyword that starts a directive or a named graph; nothing when the token is none."""
        kind = self._kinds[token]
        word = self._scan.word(token) if kind in {"langtag", "word"} else ""
        if kind == "word":
            word = word.lower()
            return word if word in {"prefix", "base"} or (self._trig and word == "graph") else ""
        return word if word in {"@prefix", "@base"} else ""

    def _guarded(self, start: int, read: Callable[[], Statement]) -> Statement:
        """Read a statement of which nothing is kept when it is broken."""
        try:
            return read()
        except UnreadableError as error:
            self._report(error)
            self._recover(start)
            return Broken(start, max(self._at - 1, start))

    def _directive(self, word: str) -> Statement:
        start = self._at
        keyword = word.removeprefix("@")
        prefix = -1
        self._at += 1
        if keyword == "prefix":
            prefix = self._at
            name = self._scan.word(prefix)
            if self._kinds[prefix] != "name" or name.find(":") != len(name) - 1:
                raise self._unexpected(issues.PREFIX)
            self._at += 1
        iri = self._at
        if self._kinds[iri] != "iri":
            raise self._unexpected(issues.NAMESPACE)
        self._at += 1
        if word.startswith("@"):
            self._dot()
        return Directive(start, self._at - 1, keyword, prefix, iri)

    def _dot(self) -> None:
        """Read the full stop of a statement, or tell that it is missing."""
        if self._kinds[self._at] == ".":
            self._at += 1
        elif self._kinds[self._at] == "end" or self._starts_statement(self._at):
            message = issues.STOPS if self._kinds[self._at] == "end" else issues.NO_DOT
            self._missing(message, " .", text("add `.`", "ajouter `.`"), safe=True)
        else:
            raise self._unexpected(issues.DOT)

    def _triples(self) -> Statement:
        start = self._at
        try:
            subject = self._subject()
            if self._trig and not self._open and self._kinds[self._at] == "{" and not isinstance(subject, Collection):
                return self._block(start, subject)
        except UnreadableError as error:
            self._report(error)
            self._recover(start)
            return Broken(start, max(self._at - 1, start))
        pairs: list[Pair] = []
        self._predicates(start, subject, pairs)
        return Triples(start, self._at - 1, subject, pairs)

    def _subject(self) -> Object:
        kind = self._kinds[self._at]
        if kind in _NODES:
            self._at += 1
            return Term(self._at - 1, self._at - 1)
        if kind in _OPENERS:
            return self._object()
        raise self._unexpected(issues.SUBJECT)

    def _predicates(self, start: int, subject: Object, pairs: list[Pair]) -> None:
        """Read the predicates and objects of a statement, up to its full stop."""
        kinds = self._kinds
        if isinstance(subject, PropertyList) and subject.pairs and (kinds[self._at] == "." or self._ends_in_block()):
            self._at += kinds[self._at] == "."
            return
        while True:
            try:
                self._pair(pairs)
                if kinds[self._at] == ";":
                    while kinds[self._at] == ";":
                        self._at += 1
                    if kinds[self._at] not in _ENDS and not self._starts_statement(self._at):
                        continue
                elif self._lacks_semicolon():
                    continue
                if not self._ends_in_block():
                    self._dot()
            except UnreadableError as error:
                self._report(error)
                if self._recover(start):
                    continue
            return

    def _ends_in_block(self) -> bool:
        """Tell whether a brace ends the statement: the last one of a graph may have no full stop."""
        return self._kinds[self._at] == "}" and len(self._open) == 1

    def _lacks_semicolon(self) -> bool:
        """Tell that a semicolon is missing, where a predicate with an object stands in a line of its own."""
        here = self._at
        followed = self._kinds[here + 1] if self._kinds[here] in _VERBS else ""
        if followed not in _OBJECTS or not self._scan.breaks_line(here) or self._starts_statement(here):
            return False
        self._missing(issues.NO_SEMICOLON, " ;", text("add `;`", "ajouter `;`"), safe=False)
        return True

    # Graphs

    def _named_graph(self) -> Statement:
        start = self._at
        self._at += 1
        kind = self._kinds[self._at]
        if kind not in _NODES and kind != "[":
            raise self._unexpected(issues.GRAPH)
        label = self._subject()
        if self._kinds[self._at] != "{":
            raise self._unexpected(issues.BRACE)
        return self._block(start, label)

    def _block(self, start: int, label: Object | None) -> Statement:
        opening = self._at
        if isinstance(label, PropertyList) and label.pairs:
            message = issues.expected(issues.GRAPH, self._scan.word(start))
            self._add(SyntaxIssue(message, self._tree.span(label.first, label.last)))
        self._at += 1
        self._open.append(opening)
        statements: list[Triples | Broken] = []
        while self._kinds[self._at] not in {"}", "end"}:
            statements.append(cast("Triples | Broken", self._triples()))  # no block is read inside a block
        self._open.pop()
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
        if kinds[verb] not in _VERBS or self._starts_statement(verb):
            raise self._unexpected(issues.VERB)
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
        if kind in _SIMPLE:
            self._at = here + 1
            return Term(here, here)
        if kind == "string":
            return self._literal()
        if kind in _OPENERS:
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
                raise self._unexpected(issues.DATATYPE)
            self._at += 1
        else:
            self._at = here + 1
        return Term(here, self._at - 1)

    def _nested(self, opener: str) -> Object:
        here = self._at
        if sum(1 for token in self._open if self._kinds[token] in _OPENERS) >= NESTING_LIMIT:
            message = text(f"nested more than {NESTING_LIMIT} deep", f"imbriqué sur plus de {NESTING_LIMIT} niveaux")
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
        kinds = self._kinds
        if kinds[self._at] == "]":
            return
        while True:
            self._pair(pairs)
            if kinds[self._at] == ";":
                while kinds[self._at] == ";":
                    self._at += 1
                if kinds[self._at] in _VERBS:
                    continue
            elif self._lacks_semicolon():
                continue
            if kinds[self._at] != "]":
                raise self._unexpected(issues.BRACKET)
            return

    def _item(self) -> Object:
        here = self._at
        begins = self._kinds[here + 1 : here + 2] == ["a"] and self._starts_statement(here)
        if self._kinds[here] in _OBJECTS and not begins:
            return self._object()
        raise self._unexpected(issues.ITEM)

    # Faults

    def _unexpected(self, wanted: Text) -> UnreadableError:
        """Tell that the next token is not what the grammar asks for."""
        here = self._at
        kind, word = self._kinds[here], self._scan.word(here)
        start, end = self._scan.starts[here], self._scan.ends[here]
        if kind == "end":
            start = end = self._scan.ends[here - 1] if here else 0
            return UnreadableError(issues.STOPS, start, end)
        if kind == "error":
            return UnreadableError(issues.wrong(word), start, end)
        return UnreadableError(issues.expected(wanted, word), start, end)

    def _starts_statement(self, here: int) -> bool:
        """Tell whether a token can only start a statement: it begins a line, and a predicate and an object follow."""
        kind = self._kinds[here]
        if not self._scan.begins_line(here):
            return False
        if kind not in _NODES:
            return bool(self._keyword(here))
        return self._kinds[here + 1] in _VERBS and self._kinds[here + 2] in _OBJECTS

    def _report(self, error: UnreadableError) -> None:
        """Tell a fault; inside brackets, also which one is open."""
        place = self._tree.lines.span(error.start, error.end)
        brackets = [token for token in self._open if self._kinds[token] in _OPENERS]
        here = self._at
        ended = self._kinds[here] == "end" or self._starts_statement(here)
        if brackets and ended and error.kind == "syntax":
            self._not_closed(brackets[-1])
        elif ended and self._kinds[here] != "end" and here and self._kinds[here - 1] in {";", ","}:
            self._add(SyntaxIssue(error.message, place, repair=self._instead_of_separator(here - 1)))
        else:
            related = [(self._tree.span(token, token), issues.OPENED) for token in brackets[-1:]]
            self._add(SyntaxIssue(error.message, place, error.kind, related=related, repair=self._quote(here)))

    def _instead_of_separator(self, token: int) -> Repair:
        """Offer a full stop instead of the `;` or `,` that ends a statement."""
        title = text("write `.` instead", "écrire `.` à la place")
        return Repair(title, self._tree.span(token, token), ".", safe=False)

    def _quote(self, token: int) -> Repair | None:
        """Offer the quotation mark that a string lacks, before what ends its line."""
        word = self._scan.word(token)
        if self._kinds[token] != "error" or word[0] not in "\"'" or word.startswith(('"""', "'''")):
            return None
        end = self._scan.starts[token] + len(word.rstrip(" \t;,.").rstrip())
        title = text(f"close the string with `{word[0]}`", f"fermer la chaîne par `{word[0]}`")
        return Repair(title, self._tree.lines.span(end, end), word[0], safe=False)

    def _not_closed(self, opener: int) -> None:
        closers = {"[": "]", "(": ")", "{": "}"}
        kind = self._kinds[opener]
        title = text(f"add `{closers[kind]}`", f"ajouter `{closers[kind]}`")
        dot = "" if kind == "{" else " ."
        related = [(self._tree.span(opener, opener), issues.OPENED)]
        message = issues.not_closed(kind)
        self._missing(message, f" {closers[kind]}{dot}", title, safe=False, related=related)

    def _missing(
        self, message: Text, words: str, title: Text, *, safe: bool, related: Sequence[tuple[Span, Text]] = ()
    ) -> None:
        """Tell that something is missing behind the token before."""
        end = self._scan.ends[self._at - 1] if self._at else 0
        place = self._tree.lines.span(end, end)
        self._add(SyntaxIssue(message, place, related=related, repair=Repair(title, place, words, safe)))

    def _add(self, issue: SyntaxIssue) -> None:
        """Add an issue, unless its place has one already: of two faults in one place the first is told."""
        if not self._issues or self._issues[-1].place.offset != issue.place.offset:
            self._issues.append(issue)

    def _recover(self, start: int) -> bool:
        """Go on behind a fault.

        Args:
            start: the statement's first token.

        Returns:
            Whether the statement itself goes on, with another predicate.
        """
        kinds, scan = self._kinds, self._scan
        depth = sum(1 for token in self._open if kinds[token] in _OPENERS)
        in_block = bool(self._open) and kinds[self._open[0]] == "{"
        del self._open[int(in_block) :]
        read = start < self._at
        while kinds[self._at] != "end":
            here, kind = self._at, kinds[self._at]
            if self._starts_statement(here) and (here > start or read):
                return False
            if kind == "}" and in_block:
                return False
            self._at += 1
            if kind == "." or (kind == "error" and self._ended_with(scan.word(here), ".")):
                return False
            depth += (kind in _OPENERS) - (kind in _CLOSERS)
            separated = kind == ";" or (kind == "error" and self._ended_with(scan.word(here), ";"))
            if separated and depth <= 0 and kinds[self._at] in _VERBS and not self._starts_statement(self._at):
                return True
        return False

    @staticmethod
    def _ended_with(word: str, mark: str) -> bool:
        """Tell whether an unclosed string has taken along the mark at the end of its line."""
        return word[0] in "\"'" and word.rstrip().endswith(mark)
