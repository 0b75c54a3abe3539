"""Parser: the syntax tree of a Turtle 1.1 or TriG 1.1 text (Turtle, section 6.5; TriG, section 4.5).

Reading never stops at a fault. A broken statement keeps what was read of it; reading goes on behind the next `;` that stands
outside brackets, behind the next `.`, or where a line starts with what can only be a new statement, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from catalogue.messages import Message, Text
from catalogue.turtle import issues
from catalogue.turtle.faults import NODES, OBJECTS, OPENERS, SIMPLE, VERBS, Faults
from catalogue.turtle.foreign import foreign_syntax, stray_issues
from catalogue.turtle.issues import Repair, ReportedError, SyntaxIssue, UnreadableError
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
_BEHIND_OBJECTS = frozenset({",", ";", ".", "]", "}", "end"})
_VALUES = SIMPLE - NODES | {"string"}


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
        self._pass_over_comments()
        while self._kinds[self._at] != "end":
            self._statements.append(self._statement())
        if self._issues or self._scan.strays:
            self._put_in_order()
        return self._tree

    def _pass_over_comments(self) -> None:
        """Let no comment of HTML be an IRI, though it stands between angle brackets."""
        scan = self._scan
        if scan.text.find("<!--", scan.starts[0], scan.ends[-1]) >= 0:
            for token, kind in enumerate(scan.kinds):
                if kind == "iri" and scan.text.startswith("<!--", scan.starts[token]):
                    scan.kinds[token] = "error"

    def _put_in_order(self) -> None:
        """Put the issues in order: what is no Turtle at all is one, and so is what follows from a stray character."""
        strays = stray_issues(self._scan)
        lines = {line for stray in strays for line in stray.lines}
        issues_ = [stray.issue for stray in strays]
        issues_ += [issue for issue in self._issues if issue.place.line not in lines]
        other = None if self._trig else foreign_syntax(self._scan)
        if other:
            self._statements.clear()
        self._issues[:] = [other] if other else sorted(issues_, key=lambda issue: issue.place.offset)

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
                self._slipped_directive(Message("turtle.prefix"))
            self._at += 1
        iri = self._at
        if self._kinds[iri] != "iri":
            self._slipped_directive(Message("turtle.namespace"))
        self._at += 1
        if word.startswith("@"):
            self._dot()
        return Directive(start, self._at - 1, prefix, iri)

    def _slipped_directive(self, wanted: Text) -> None:
        """Take a word for a prefix, and an address for a namespace, where it is clear that they are."""
        slip = self._slip("in_directive")
        if slip is None:
            raise self._unexpected(wanted)
        self._at = self._behind(slip).last

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
        kind, is_valued = self._kinds[start], self._kinds[start + 1] in _VALUES
        is_verb = kind == "a" or (kind == "name" and is_valued)
        if is_verb or is_valued or kind == ";":
            resumed = self._resumed(start)
            if resumed is not None:
                return resumed
        if is_verb:
            return self._without_subject(start)
        subject = self._subject()
        if self._trig and not self._in_block and self._kinds[self._at] == "{" and not isinstance(subject, Collection):
            return self._block(start, subject)
        pairs: list[Pair] = []
        self._predicates(start, subject, pairs)
        return Triples(start, self._at - 1, subject, pairs)

    def _without_subject(self, start: int) -> Broken:
        """Tell that a statement begins with its predicate, and read on to its end."""
        message = Message("turtle.slips.no-subject", predicate=self._scan.word(start))
        self._add(SyntaxIssue(message, self._tree.span(start, start)))
        self._predicates(start, Term(start, start), [])
        return Broken(start, max(self._at - 1, start))

    def _subject(self) -> Object:
        kind = self._kinds[self._at]
        if kind in NODES:
            self._at += 1
            return Term(self._at - 1, self._at - 1)
        if kind in OPENERS:
            return self._object()
        slip = self._slip("instead_of_term")
        if slip is None:
            raise self._unexpected(Message("turtle.subject"))
        if slip.is_term:
            return self._behind(slip)
        if slip.end <= self._scan.starts[self._at]:
            self._lose_number(slip.start)
            raise ReportedError
        self._behind(slip)
        if self._kinds[self._at] == "end" or (kind == "." and not self._starts_statement(self._at)):
            raise ReportedError
        return self._subject()

    def _lose_number(self, start: int) -> None:
        """Let a number stand for nothing that is reported to end in a full stop."""
        number = self._at - 2
        if number >= 0 and self._kinds[number] == "integer" and self._scan.starts[number] == start:
            self._kinds[number] = "error"

    def _resumed(self, start: int) -> Statement | None:
        """Go on with the statement before, where a full stop has ended it too early; None where none has."""
        former = self._statements[-1] if self._statements else None
        kinds = self._kinds
        goes_on = kinds[start] == ";" or (kinds[start] in VERBS and not self._scan.begins_line(start))
        if not goes_on or self._in_block or not isinstance(former, Triples) or kinds[former.last] != ".":
            return None
        place = self._tree.span(former.last, former.last)
        is_separated = kinds[start] == ";"
        is_number = kinds[former.last - 1] == "integer" and self._scan.ends[former.last - 1] == self._scan.starts[former.last]
        text = "" if is_separated else ";"
        message = Message("turtle.slips.dot-before") if is_separated else Message("turtle.slips.dot-early")
        title = Message("turtle.slips.remove") if is_separated else Message("turtle.slips.write", text=text)
        issue = SyntaxIssue(message, place, repair=Repair(title, place, text, safe=is_separated))
        self._add(self._number_dot(former.last) if is_separated and is_number else issue)
        self._semicolons()
        self._statements.pop()
        if self._is_inside():
            self._predicates(former.first, former.subject, former.pairs)
        elif self._kinds[self._at] == ".":
            self._at += 1
        return Triples(former.first, self._at - 1, former.subject, former.pairs)

    def _number_dot(self, dot: int) -> SyntaxIssue:
        """Give the issue of a number that ends in the full stop of a statement; it stands for nothing."""
        from catalogue.turtle import slips  # most texts have none

        slip = slips.number_dot(self._scan, dot)
        self._kinds[dot - 1] = "error"
        place = self._tree.span(dot - 1, dot)
        return SyntaxIssue(slip.message, place, repair=Repair(slips.title(slip), place, slip.text or "", safe=False))

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
        start, slipped = self._at, self._separated
        self._separated = False
        while self._kinds[self._at] == ";":
            self._at += 1
        return self._at > start or slipped

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
        verb, objects = self._verb(pairs)
        while True:
            if self._starts_statement(self._at):
                raise self._unexpected(issues.OBJECT)
            objects.append(self._object())
            if len(objects) == 1:
                pairs.append(Pair(verb, objects))
            if self._kinds[self._at] not in _BEHIND_OBJECTS:
                self._slipped_behind(objects)
            if self._goes_on:
                self._goes_on = False
            elif self._kinds[self._at] == ",":
                self._at += 1
            else:
                return

    def _verb(self, pairs: list[Pair]) -> tuple[int, list[Object]]:
        """Read a predicate; give its token and the objects that it has already."""
        kinds = self._kinds
        verb = self._at
        if kinds[verb] in VERBS and not self._starts_statement(verb):
            self._at += 1
            return verb, []
        slip = None if kinds[verb] in VERBS else self._slip("instead_of_verb")
        if slip is None:
            raise self._unexpected(Message("turtle.verb"))
        if slip.text == "a":
            kinds[verb] = "a"
            self._at += 1
            return verb, []
        if slip.text == "," and pairs:
            return pairs[-1].verb, pairs[-1].objects
        if slip.end <= self._scan.starts[verb]:
            raise ReportedError
        self._behind(slip)
        if kinds[self._at] not in VERBS or self._starts_statement(self._at):
            raise ReportedError
        return self._verb(pairs)

    def _slipped_behind(self, objects: list[Object]) -> None:
        """Recognize what is slipped behind an object, and go on behind it."""
        if self._starts_statement(self._at):
            return
        slip = self._slip("behind_term")
        if slip is None:
            return
        if slip.lacks_at is not None:
            self._goes_on = slip.text == ","
            self._separated = slip.text != ","
        elif slip.is_term or slip.end - slip.start > 1:
            self._behind(slip)
        elif slip.end > self._scan.starts[self._at]:
            self._kinds[self._at] = slip.text or "error"
        elif len(objects) > 1:
            objects.pop()
            self._at -= 1
            self._separated = True

    def _object(self) -> Object:
        here = self._at
        kind = self._kinds[here]
        if kind in SIMPLE:
            self._at = here + 1
            return Term(here, here)
        if kind == "string":
            return self._literal()
        if kind == "[" and self._is_no_node(here):
            slip = self._slip("instead_of_list")
            if slip is not None:
                return self._behind(slip)
        if kind in OPENERS:
            return self._nested(kind)
        slip = self._slip("instead_of_term")
        if slip is None:
            raise self._unexpected(issues.OBJECT)
        if slip.is_term and slip.end > self._scan.starts[here]:
            return self._behind(slip)
        if slip.end <= self._scan.starts[here]:
            raise ReportedError
        self._behind(slip)
        return self._object()

    def _is_no_node(self, here: int) -> bool:
        """Tell whether no predicate, or nothing but a separator behind one, follows a bracket."""
        following, behind = self._kinds[here + 1], self._kinds[here + 2 : here + 3]
        return following != "]" and (following not in VERBS or behind in ([","], ["]"]))

    def _literal(self) -> Term:
        here = self._at
        suffix = self._kinds[here + 1]
        if suffix == "langtag" and not self._starts_statement(here + 1):
            self._at = here + 2
        elif suffix == "^^":
            self._at = here + 2
            if self._kinds[self._at] not in {"iri", "name"}:
                slip = self._slip("instead_of_term")
                if slip is None or not slip.is_term:
                    raise self._unexpected(Message("turtle.datatype"))
                return self._behind(slip)
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
