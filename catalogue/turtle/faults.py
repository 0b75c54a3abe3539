"""Faults: how a syntax error is reported and fixed, and where reading goes on.

A broken statement keeps what was read of it; reading goes on behind the next `;` that stands outside brackets, behind the next
`.`, or where a line starts with what can only be a new statement, whichever comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from catalogue.messages import Message, Text
from catalogue.turtle import issues
from catalogue.turtle.issues import Repair, ReportedError, SyntaxIssue, UnreadableError
from catalogue.turtle.places import Span
from catalogue.turtle.tokens import Scan
from catalogue.turtle.tree import Statement, Term, Tree

if TYPE_CHECKING:
    from catalogue.turtle.slips import Slip

NODES = frozenset({"iri", "name", "blank"})
VERBS = frozenset({"iri", "name", "a"})
OPENERS = frozenset("[(")
SIMPLE = NODES | {"integer", "decimal", "double", "boolean"}
OBJECTS = SIMPLE | {"string", "[", "("}
_CLOSERS = frozenset("])")
_WORDS = frozenset({"langtag", "word"})
_TAG_AT_END = re.compile(r"@[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_MOST_SLIPS = 200
"""How many slips of a text are recognized: each takes time that grows with the length of the text."""


class Faults:
    """The state of reading: the tokens, the number of the next one, the brackets that are open, and the issues.

    Args:
        scan: the tokens of a text.
        trig: whether it may have graphs.
    """

    def __init__(self, scan: Scan, *, trig: bool) -> None:
        self._scan = scan
        self._kinds = scan.kinds
        self._trig = trig
        self._at = 0
        self._open: list[int] = []
        self._in_block = False
        self._statements: list[Statement] = []
        self._issues: list[SyntaxIssue] = []
        self._slips = 0
        self._separated = False
        self._goes_on = False
        self._tree = Tree(scan, self._statements, self._issues, trig)

    def _keyword(self, token: int) -> str:
        """Give the keyword that starts a directive or a named graph; nothing when the token is none."""
        kind = self._kinds[token]
        word = self._scan.word(token) if kind in _WORDS else ""
        if kind == "word":
            word = word.lower()
            return word if word in {"prefix", "base"} or (self._trig and word == "graph") else ""
        return word if word in {"@prefix", "@base"} else ""

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
        kinds = self._kinds
        if kinds[here] in NODES:  # where it begins is asked last: it is asked of each predicate and object
            return kinds[here + 1] in VERBS and kinds[here + 2] in OBJECTS and self._scan.begins_line(here)
        return kinds[here] in _WORDS and self._scan.begins_line(here) and bool(self._keyword(here))

    def _slip(self, name: str) -> Slip | None:
        """Report what is slipped where reading stands; None where nothing is recognized.

        Args:
            name: the function of `slips` that recognizes it.
        """
        from catalogue.turtle import slips  # most texts have none, and what recognizes them is slow to import

        find: Callable[[Scan, int], Slip | None] = getattr(slips, name)
        slip = find(self._scan, self._at) if self._slips < _MOST_SLIPS else None
        if slip is not None:
            self._slips += 1
            place = self._tree.lines.span(slip.start, slip.end)
            instead = place if slip.lacks_at is None else self._tree.lines.span(slip.lacks_at, slip.lacks_at)
            repair = None if slip.text is None else Repair(slips.title(slip), instead, slip.text, slip.safe)
            issue = SyntaxIssue(slip.message, place, repair=repair)
            if not (slip.joins and self._joined(issue)):
                self._add(issue)
        return slip

    def _joined(self, issue: SyntaxIssue) -> bool:
        """Mend an issue with the last one of its sort: a fence at the other end, the next line of a patch."""
        words = issue.message["en"]
        at = next((at for at, other in enumerate(self._issues) if other.message["en"] == words), None)
        first = self._issues[at].repair if at is not None else None
        if at is None or first is None or issue.repair is None:
            return False
        others = (*first.others, (issue.repair.place, issue.repair.text))
        self._issues[at] = replace(self._issues[at], repair=first._replace(others=others))
        return True

    def _behind(self, slip: Slip) -> Term:
        """Go on behind a slip: its tokens become one term, which stands for nothing."""
        scan, kinds = self._scan, self._kinds
        first = self._at
        while first and scan.starts[first - 1] >= slip.start:
            first -= 1
        behind = first
        while kinds[behind] != "end" and scan.starts[behind] < slip.end:
            behind += 1
        if behind > first and scan.ends[behind - 1] > slip.end:
            scan.cut(behind - 1, slip.end)
        kinds[first:behind] = ["error"] * (behind - first)
        self._at = max(behind, self._at)
        return Term(first, max(behind - 1, first))

    def _report(self, error: UnreadableError) -> None:
        """Report a fault; inside brackets, also which one is open."""
        if isinstance(error, ReportedError):
            return
        place = self._tree.lines.span(error.start, error.end)
        here = self._at
        ended = self._kinds[here] == "end" or self._starts_statement(here)
        if self._open and ended and error.kind == "syntax":
            self._not_closed(self._open[-1])
        elif ended and self._kinds[here] != "end" and here and self._kinds[here - 1] in {";", ","}:
            self._add(SyntaxIssue(error.message, place, repair=self._instead_of_separator(here - 1)))
        else:
            related = [(self._tree.span(token, token), issues.OPENED) for token in self._open[-1:]]
            self._add(SyntaxIssue(error.message, place, error.kind, related=related, repair=self._quote(here)))

    def _instead_of_separator(self, token: int) -> Repair:
        """Offer a full stop instead of the `;` or `,` that ends a statement."""
        return Repair(Message("turtle.write-instead"), self._tree.span(token, token), ".", safe=False)

    def _quote(self, token: int) -> Repair | None:
        """Offer the quotation mark that a string lacks, before what ends its line."""
        word = self._scan.word(token)
        if self._kinds[token] != "error" or word[0] not in "\"'" or word.startswith(('"""', "'''")):
            return None
        content = word.rstrip(" \t;,.").rstrip()
        tag = _TAG_AT_END.search(content)
        end = self._scan.starts[token] + (tag.start() if tag else len(content))
        title = Message("turtle.close-string", word=word[0])
        return Repair(title, self._tree.lines.span(end, end), word[0], safe=False)

    def _not_closed(self, opener: int) -> None:
        kind = self._kinds[opener]
        closer = {"[": "]", "(": ")", "{": "}"}[kind]
        related = [(self._tree.span(opener, opener), issues.OPENED)]
        title, dot = Message("turtle.add", closers=closer), "" if kind == "{" else " ."
        self._missing(Message("turtle.not-closed", opener=kind), f" {closer}{dot}", title, safe=False, related=related)

    def _missing(
        self, message: Text, insertion: str, title: Text, *, safe: bool, related: Sequence[tuple[Span, Text]] = ()
    ) -> None:
        """Report that something is missing behind the token before."""
        end = self._scan.ends[self._at - 1] if self._at else 0
        place = self._tree.lines.span(end, end)
        self._add(SyntaxIssue(message, place, related=related, repair=Repair(title, place, insertion, safe)))

    def _add(self, issue: SyntaxIssue) -> None:
        """Add an issue, unless its place has one already: of two faults in one place the first is reported."""
        if not self._issues or self._issues[-1].place.offset != issue.place.offset:
            self._issues.append(issue)

    def _recover(self, start: int) -> bool:
        """Go on behind a fault.

        Args:
            start: the statement's first token.

        Returns:
            Whether the statement itself goes on, with another predicate.
        """
        kinds = self._kinds
        depth = len(self._open)
        self._open.clear()
        while kinds[self._at] != "end":
            here, kind = self._at, kinds[self._at]
            if (here > start and self._starts_statement(here)) or (kind == "}" and self._in_block):
                return False
            self._at += 1
            if self._ends_with(here, "."):
                return False
            depth += (kind in OPENERS) - (kind in _CLOSERS)
            if depth <= 0 and self._ends_with(here, ";") and self._is_verb(self._at):
                return True
        return False

    def _is_verb(self, token: int) -> bool:
        """Tell whether a token is a predicate of the statement that is read."""
        return self._kinds[token] in VERBS and not self._starts_statement(token)

    def _ends_with(self, token: int, mark: str) -> bool:
        """Tell whether a token is a mark, or an unclosed string that has taken the mark at the end of its line."""
        if self._kinds[token] != "error":
            return self._kinds[token] == mark
        word = self._scan.word(token)
        return word[0] in "\"'" and word.rstrip().endswith(mark)
