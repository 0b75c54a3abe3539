"""Layout: one canonical way to write a Turtle or TriG text.

Terms stay as they are written. Statements stay in their order; those of one subject that follow one another become one. What
has no order in RDF gets one: predicates as `Order` says, objects by what is written. A comment moves with what it stands
before, or behind in its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import cast

from catalogue.turtle.comments import Comment
from catalogue.turtle.entries import INDENT, Entries, Entry, Order, trailing
from catalogue.turtle.tree import Broken, Directive, GraphBlock, Statement, Term, Tree, Triples

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


def layout(tree: Tree, order: Order, languages: Sequence[str] = ()) -> str:
    r"""Write a text in the canonical layout.

    Args:
        tree: its syntax, without issues.
        order: the order of predicates; those that it puts in one place are ordered by what is written.
        languages: the order of the languages of texts; others follow.

    Returns:
        The text in the layout; the layout of a layout is the same.

    Raises:
        ValueError: the tree has issues. What its terms stand for must have been read without issues too.

    >>> from catalogue.turtle.parser import parse
    >>> print(layout(parse("@prefix ex: <urn:ex:>. ex:a ex:b 2,1;a ex:C."), lambda classes, iri: ()), end="")
    @prefix ex: <urn:ex:> .
    <BLANKLINE>
    ex:a
        a ex:C ;
        ex:b 1, 2 .
    """
    if tree.issues:
        raise ValueError("a text with faults has no layout")
    return _Writer(tree, order, languages).text()


class _Writer:
    """Writes the statements of a tree."""

    def __init__(self, tree: Tree, order: Order, languages: Sequence[str]) -> None:
        self._tree = tree
        self._scan = tree.scan
        self._entries = Entries(tree, order, languages)
        self._comments = self._entries.comments

    def text(self) -> str:
        """Write all."""
        statements = self._tree.statements
        directives = [s for s in statements if isinstance(s, Directive)]
        parts: list[str] = []
        if directives and self._may_gather(directives):
            for directive in directives:
                self._declare(directive)
            body = self._blocks([s for s in statements if not isinstance(s, Directive)], "")
            parts += [*self._head(directives), *body]  # which prefixes are used is known when the body is written
        else:
            parts += self._blocks(statements, "")
        parts.append(_paragraphs(self._comments.before(len(self._scan.kinds) - 1), ""))
        return "\n".join(part + "\n" for part in parts if part)

    # Directives

    def _may_gather(self, directives: Sequence[Directive]) -> bool:
        """Tell whether all directives may stand at the head: none changes what an earlier one says."""
        prefixes: dict[str, str] = {}
        first = next((s.first for s in self._tree.statements if not isinstance(s, Directive)), len(self._scan.kinds))
        for directive in directives:
            iri, prefix = self._scan.word(directive.iri), self._tree.prefix_of(directive)
            if prefixes.setdefault(prefix, iri) != iri or (not prefix and directive.first > first):
                return False
        return "" not in prefixes or all(map(_ABSOLUTE.match, prefixes.values()))

    def _declare(self, directive: Directive) -> None:
        scope = self._entries.scope
        scope.declare(self._tree.prefix_of(directive), scope.iri(self._scan.word(directive.iri)))

    def _head(self, directives: Sequence[Directive]) -> list[str]:
        """Write the directives that are used, the base first, prefixes in their order; what stood above them stays above."""
        comments, first = self._comments, directives[0].first
        used = {"", *self._used_prefixes()}
        lines: dict[str, str] = {}
        orphans: list[str] = []
        for directive in directives:
            before = comments.above(directive.first) if directive.first != first else []
            prefix = self._tree.prefix_of(directive)
            if prefix in used and prefix not in lines:
                lines[prefix] = "".join(f"{comment}\n" for comment in before) + self._directive(directive)
            else:
                orphans += [*before, *comments.inside(directive.first, directive.last), *comments.behind(directive.last)]
        above, head = _paragraphs(comments.before(first), ""), "\n".join(lines[prefix] for prefix in sorted(lines))
        if above and head and not comments.is_parted(first):
            above, head = "", above + "\n" + head
        return [above, head, "\n".join(orphans)]

    def _directive(self, directive: Directive) -> str:
        inside = self._comments.inside(directive.first, directive.last)
        behind = self._comments.behind(directive.last)
        prefix = self._tree.prefix_of(directive)
        name = f"@prefix {prefix}" if prefix else "@base"
        return "\n".join([*inside, " ".join([f"{name} {self._scan.word(directive.iri)} .", *behind])])

    def _used_prefixes(self) -> Iterable[str]:
        """List the prefixes of the names that the body has, as it is written."""
        for statement in self._tree.statements:
            if not isinstance(statement, Directive):
                for token in range(statement.first, statement.last + 1):
                    if self._scan.kinds[token] == "name" and token not in self._entries.unwritten:
                        yield self._scan.word(token).partition(":")[0] + ":"

    # Statements

    def _blocks(self, statements: Sequence[Statement], indent: str) -> list[str]:
        """Write statements, each with the comments before it; those of one subject that follow one another become one."""
        parts: list[str] = []
        pending = list(statements)[::-1]
        while pending:
            statement = pending.pop()
            if isinstance(statement, Directive):
                self._declare(statement)
                written = self._directive(statement)
            elif isinstance(statement, GraphBlock):
                written = self._graph(statement)
            elif isinstance(statement, Triples):
                group = [statement]
                while pending and self._continues(group[-1], pending[-1]):
                    group.append(cast("Triples", pending.pop()))
                written = self._triples(group, indent)
            else:
                written = self._untouched(statement)
            above = _paragraphs(self._comments.before(statement.first), indent)
            if above and self._comments.is_parted(statement.first):
                parts.append(above)
                above = ""
            parts.append((above + "\n" if above else "") + written)
        return parts

    def _untouched(self, broken: Broken) -> str:
        return self._tree.text[self._scan.starts[broken.first] : self._scan.ends[broken.last]]

    def _continues(self, statement: Triples, following: Statement) -> bool:
        """Tell whether a statement is about the subject of the one before, and no paragraph of comments parts them."""
        if not isinstance(following, Triples) or not isinstance(statement.subject, Term):
            return False
        same = self._scan.word(statement.subject.first) == self._scan.word(following.subject.first)
        comments = self._comments.before(following.first)
        parted = any(c.parted for c in comments) or (comments and self._comments.is_parted(following.first))
        return isinstance(following.subject, Term) and same and not parted

    def _graph(self, block: GraphBlock) -> str:
        label = "" if block.label is None else f"{self._entries.flat(block.label) or '[]'} "
        inside = [*self._comments.inside(block.first, block.opening), *self._comments.behind(block.opening)]
        parts = ["\n".join(INDENT + comment for comment in inside)]
        parts += self._blocks(block.statements, INDENT)
        parts.append(_paragraphs(self._comments.before(block.last), INDENT))
        behind = trailing(self._comments.behind(block.last))
        body = "\n\n".join(part for part in parts if part)
        return f"{label}{{\n{body}\n}}{behind}" if body else f"{label}{{ }}{behind}"

    def _triples(self, group: Sequence[Triples], indent: str) -> str:
        subject = group[0].subject
        head = indent + (self._entries.flat(subject) or self._entries.expanded(subject, indent))
        if not any(triples.pairs for triples in group):
            return self._alone(group[0], head, indent)
        entries: list[Entry] = []
        dangling: list[str] = []
        for number, triples in enumerate(group):
            own, loose = self._gathered(triples)
            if number:
                before = self._comments.above(triples.first)
                own[0].before[:0] = before + self._comments.behind(triples.subject.last)
            entries += own
            dangling += loose
        behind = trailing(self._comments.behind(subject.last))
        lines = self._entries.lines(self._entries.sorted(entries), indent + INDENT, " .", dangling)
        return "\n".join([head + behind, *lines])

    def _gathered(self, triples: Triples) -> tuple[list[Entry], list[str]]:
        """Gather what a statement says, with the comments around its full stop; the last one in a graph may have none."""
        is_ended = self._scan.kinds[triples.last] == "."
        entries, loose = self._entries.gather(triples.pairs, triples.last if is_ended else triples.last + 1)
        if is_ended:
            loose += self._comments.above(triples.last)
            last = entries[-1].values[-1]
            last.behind += self._comments.behind(triples.last)
            last.settle()
        return entries, loose

    def _alone(self, triples: Triples, head: str, indent: str) -> str:
        """Write an anonymous blank node that is the subject of nothing outside its brackets."""
        is_ended = self._scan.kinds[triples.last] == "."
        comments = self._comments.behind(triples.subject.last)
        if is_ended:
            comments = comments + self._comments.above(triples.last) + self._comments.behind(triples.last)
        if len(comments) > 1:
            return "\n".join([*(indent + comment for comment in comments), f"{head} ."])
        return " ".join([f"{head} .", *comments])


def _paragraphs(comments: Sequence[Comment], indent: str) -> str:
    """Write comments in lines of their own, an empty line where one stood between them."""
    return "\n".join(("\n" if c.parted and number else "") + indent + c.text for number, c in enumerate(comments))
