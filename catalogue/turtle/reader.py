"""Reader: the triples of a syntax tree, each with the places of its subject, predicate and object.

The n-th triple of a text without faults is the n-th triple of the fast parser, for which the order of its grammar's actions
counts: what one token completes comes out in reverse. `( 1 2 )` gives its first `rdf:first` before the triple that it is the
object of, since the token `1` completes both. A literal without a suffix is complete with the token behind it.

A term that stands for nothing (an undeclared prefix, a wrong escape) loses the triples that it is part of, and no others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, cast

from catalogue.messages import Message
from catalogue.turtle.escapes import string_value
from catalogue.turtle.issues import Repair, SyntaxIssue, UnreadableError
from catalogue.turtle.located import LocatedDocument, LocatedTriple
from catalogue.turtle.parser import parse
from catalogue.turtle.scope import Scope, language
from catalogue.turtle.terms import RDF, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, XSD, Blank, Iri, Literal, Node
from catalogue.turtle.terms import Term as Value
from catalogue.turtle.tree import Broken, Collection, Directive, GraphBlock, Object, Pair, PropertyList, Term, Tree, Triples

if TYPE_CHECKING:
    from catalogue.turtle.slips import Slip

_LANG_STRING = RDF + "langString"
_TYPES = {kind: XSD + kind for kind in ("integer", "decimal", "double", "boolean")}

Place = tuple[int, int]
Read = TypeVar("Read")
"""Where a term is written: characters before it, and up to its end."""


def locate(source: str, base: str | None = None, *, trig: bool = False) -> LocatedDocument:
    """Read a Turtle text for the places of its triples.

    Args:
        source: any text; need not be Turtle.
        base: the IRI that relative IRIs are relative to before the text says one; none when there is none.
        trig: whether it may have graphs, as TriG has.

    Returns:
        Its triples and what could not be read. Nothing is raised, whatever the text.

    >>> document = locate("<http://example.org/umap> a <http://example.org/Initiative> ; oops .")
    >>> document.triples[0].object, document.triples[0].object_place.column
    (Iri(value='http://example.org/Initiative'), 29)
    >>> [(issue.place.line, issue.place.column, issue.message["en"]) for issue in document.errors]
    [(1, 63, 'expected a predicate, found `oops`')]
    """
    return read(parse(source, trig=trig), base)


def read(tree: Tree, base: str | None = None) -> LocatedDocument:
    """Read the triples of a syntax tree.

    Args:
        tree: the syntax of a text.
        base: the IRI that relative IRIs are relative to before the text says one; none when there is none.

    Returns:
        Its triples, and what could not be read or stands for nothing.
    """
    reader = _Reader(tree, Scope(base))
    reader.read()
    issues = sorted([*tree.issues, *reader.issues], key=lambda issue: issue.place.offset)
    return LocatedDocument(tuple(reader.triples), tuple(issues), reader.lost(issues) if issues else frozenset())


def read_part(tree: Tree, scope: Scope) -> list[LocatedTriple]:
    """Read the triples of a part of a text.

    Args:
        tree: the syntax of the part.
        scope: the base and the prefixes in force where it begins; what the part declares is added.
    """
    reader = _Reader(tree, scope)
    reader.read()
    return reader.triples


class _Reader:
    """Walks the statements of a tree; `triples` and `issues` are what has been read."""

    def __init__(self, tree: Tree, scope: Scope) -> None:
        self._tree = tree
        self._scan = tree.scan
        self._lines = tree.lines
        self._scope = scope
        self._graph: Node | None = None
        self._blanks = 0
        self._completed = -1
        self._group = 0
        self._prefixes_told: set[str] = set()
        self._has_faulty_base = False
        self._untold: list[int] = []
        self.triples: list[LocatedTriple] = []
        self.issues: list[SyntaxIssue] = []

    def read(self) -> None:
        """Read all."""
        for statement in self._tree.statements:
            if isinstance(statement, Directive):
                self._directive(statement)
            elif isinstance(statement, GraphBlock):
                self._block(statement)
            elif isinstance(statement, Broken):
                self._broken(statement)
            else:
                self._triples(statement)
        self._close_group()

    def lost(self, issues: Sequence[SyntaxIssue]) -> frozenset[str]:
        """Give the IRIs of what is described in part only: subjects of faulty statements, and what stands nowhere else.

        Args:
            issues: what could not be read, in the order of the text.
        """
        offsets = sorted([*(issue.place.offset for issue in issues), *self._untold])
        lost: set[str] = set()
        for statement in self._tree.statements:
            first, last = self._place(statement.first, statement.last)
            if not isinstance(statement, Directive) and bisect_left(offsets, first) < bisect_right(offsets, last):
                lost |= self._iris_between(statement)
        terms = {term for triple in self.triples for term in (triple.predicate, triple.object)}
        subjects = {triple.subject for triple in self.triples}
        nowhere = {iri for iri in lost if Iri(iri) not in terms or Iri(iri) in subjects}
        return frozenset(nowhere)

    def _iris_between(self, statement: Triples | GraphBlock | Broken) -> set[str]:
        """Give the IRIs of a faulty statement that can be told, and those that are meant where one is written wrongly."""
        iris = set()
        for token in range(statement.first, statement.last + 1):
            word = _meant(self._scan.kinds[token], self._scan.word(token), is_first=token == statement.first)
            if word:
                with suppress(UnreadableError):
                    iris.add(self._scope.iri(word).value)
        return iris

    def _broken(self, broken: Broken) -> None:
        """Take it that a faulty directive declares its prefix, and its base: what needs them is not wrong."""
        first = self._scan.word(broken.first).lower()
        following = self._scan.word(broken.first + 1) if broken.last > broken.first else ""
        if first.startswith("@") or first in {"prefix", "base"}:
            self._prefixes_told.add(following.rstrip(" \t=").partition(":")[0])
            self._has_faulty_base |= "base" in first
        if first.startswith("xmlns"):
            words = map(self._scan.word, range(broken.first, broken.last + 1))
            self._prefixes_told |= {word.removeprefix("xmlns:") for word in words if word.startswith("xmlns:")}

    def _directive(self, directive: Directive) -> None:
        if "error" in self._scan.kinds[directive.first : directive.last + 1]:
            self._broken(Broken(directive.first, directive.last))
            return
        iri, prefix = self._iri(directive.iri), self._tree.prefix_of(directive)
        if iri is not None:
            self._scope.declare(prefix, iri)
        elif prefix:
            self._prefixes_told.add(prefix.removesuffix(":"))
        else:
            self._has_faulty_base = True

    def _block(self, block: GraphBlock) -> None:
        label = block.label
        if isinstance(label, PropertyList):
            self._graph = self._blank()
        elif isinstance(label, Term):
            graph = self._term(label)
            if graph is None:
                return
            self._graph = cast("Node", graph)  # the grammar has no literals here
        for statement in block.statements:
            if isinstance(statement, Triples):
                self._triples(statement)
        self._graph = None

    def _triples(self, triples: Triples) -> None:
        subject = triples.subject
        place = self._place(subject.first, subject.first)
        node: Value | None
        if isinstance(subject, Term):
            node = self._term(subject)
        else:
            node = self._opened(subject)
            self._inside(subject, node, place)
        if node is None:
            self._broken(Broken(triples.first, triples.last))
        else:
            self._pairs(triples.pairs, cast("Node", node), place)  # the grammar has no literals here

    def _pairs(self, pairs: list[Pair], subject: Node, at: Place) -> None:
        kinds = self._scan.kinds
        for pair in pairs:
            predicate = RDF_TYPE if kinds[pair.verb] == "a" else self._iri(pair.verb)
            if predicate is not None:
                place = self._place(pair.verb, pair.verb)
                for value in pair.objects:
                    self._object(subject, at, predicate, place, value)

    def _object(self, subject: Node, at: Place, predicate: Iri, verb: Place, value: Object) -> None:
        if isinstance(value, Term):
            term = self._term(value)
            if term is not None:
                self._emit(subject, at, predicate, verb, term, self._place(value.first, value.last), self._completing(value))
            return
        place, node = self._place(value.first, value.first), self._opened(value)
        if isinstance(value, PropertyList):
            self._inside(value, node, place)
            self._emit(subject, at, predicate, verb, node, place, value.last)
        else:
            self._emit(subject, at, predicate, verb, node, place, value.items[0].first if value.items else value.last)
            self._inside(value, node, place)

    def _opened(self, value: PropertyList | Collection) -> Node:
        """Give the node that a bracket opens."""
        return RDF_NIL if isinstance(value, Collection) and not value.items else self._blank()

    def _inside(self, value: PropertyList | Collection, node: Node, place: Place) -> None:
        """Read what stands between the brackets of a node."""
        if isinstance(value, PropertyList):
            self._pairs(value.pairs, node, place)
        else:
            self._items(value, node, place)

    def _items(self, collection: Collection, node: Node, at: Place) -> None:
        for number, item in enumerate(collection.items):
            if number:
                place = self._place(item.first, item.last if isinstance(item, Term) else item.first)
                following = self._blank()
                self._emit(node, at, RDF_REST, at, following, place, item.first)
                node, at = following, place
            self._object(node, at, RDF_FIRST, at, item)
        if collection.items:
            end = self._place(collection.last, collection.last)
            self._emit(node, at, RDF_REST, at, RDF_NIL, end, collection.last)

    def _emit(  # noqa: PLR0913, PLR0917 - the parts of a triple and their places
        self, subject: Node, at: Place, predicate: Iri, verb: Place, value: Value, place: Place, completed: int
    ) -> None:
        """Add a triple, which the grammar completes with a token; what one token completes comes out in reverse."""
        if completed != self._completed:
            self._close_group()
            self._completed = completed
        self.triples.append(LocatedTriple(subject, predicate, value, self._graph, self._lines, (*at, *verb, *place)))

    def _close_group(self) -> None:
        triples, group = self.triples, self._group
        if len(triples) > group + 1:
            triples[group:] = triples[group:][::-1]
        self._group = len(triples)

    def _completing(self, term: Term) -> int:
        """Give the token that completes a term: for a literal without a suffix, the one behind it."""
        return term.last + (term.first == term.last and self._scan.kinds[term.first] == "string")

    # Terms

    def _place(self, first: int, last: int) -> Place:
        return self._scan.starts[first], self._scan.ends[last]

    def _blank(self) -> Blank:
        self._blanks += 1
        return Blank(self._blanks)

    def _term(self, term: Term) -> Value | None:
        """Give what a term stands for; when it stands for nothing, report that and give None."""
        first = term.first
        kind = self._scan.kinds[first]
        if kind in {"iri", "name"}:
            return self._iri(first)
        if kind == "blank":
            return Blank(self._scan.word(first)[2:])
        if kind == "string":
            return self._literal(term)
        if kind == "error":
            return None
        return Literal(self._scan.word(first), _TYPES[kind])

    def _iri(self, token: int) -> Iri | None:
        return self._read(token, self._scope.iri)

    def _read(self, token: int, read: Callable[[str], Read]) -> Read | None:
        """Read a token, or report why it cannot be read."""
        try:
            return read(self._scan.word(token))
        except UnreadableError as error:
            self._report(error, token)
            return None

    def _literal(self, term: Term) -> Literal | None:
        last = term.last
        lexical_form = self._read(term.first, string_value)
        if lexical_form is None or last == term.first:
            return None if lexical_form is None else Literal(lexical_form)
        if self._scan.kinds[last] != "langtag":
            return self._typed(lexical_form, last)
        if "--" in self._scan.word(last):
            self._directed(last)
            return None
        tag = self._read(last, language)
        return None if tag is None else Literal(lexical_form, _LANG_STRING, tag)

    def _directed(self, token: int) -> None:
        """Report a base direction, which triples of RDF 1.1 cannot keep."""
        written, place = self._scan.word(token), self._tree.span(token, token)
        tag = written.partition("--")[0]
        repair = Repair(Message("turtle.write-tag", tag=tag), place, tag, safe=False)
        self.issues.append(SyntaxIssue(Message("turtle.base-direction", written=written), place, repair=repair))

    def _typed(self, lexical_form: str, datatype: int) -> Literal | None:
        iri = self._iri(datatype)
        if iri is not None and iri.value == _LANG_STRING:
            message = Message("turtle.literal-datatype-language-tag")
            self.issues.append(SyntaxIssue(message, self._tree.span(datatype, datatype)))
            return None
        return Literal(lexical_form, iri.value) if iri is not None else None

    def _report(self, error: UnreadableError, token: int) -> None:
        """Report what is wrong with a token; a prefix that is not declared is reported once."""
        if error.kind == "prefix":
            if error.prefix in self._prefixes_told:
                self._untold.append(self._scan.starts[token])
                return
            self._prefixes_told.add(error.prefix)
        if error.kind == "base" and self._has_faulty_base:
            self._untold.append(self._scan.starts[token])
            return
        start = self._scan.starts[token]
        slip = self._slip(token, error) if error.kind == "syntax" else None
        place = self._lines.span(start + error.start, start + error.end)
        if slip is None:
            self.issues.append(SyntaxIssue(error.message, place, error.kind, error.prefix))
            return
        from catalogue.turtle.slips import title

        whole = self._tree.span(token, token)
        repair = None if slip.text is None else Repair(title(slip), whole, slip.text, slip.safe)
        self.issues.append(SyntaxIssue(slip.message, place, repair=repair))

    def _slip(self, token: int, error: UnreadableError) -> Slip | None:
        """Recognize what is slipped inside a token."""
        from catalogue.turtle.slips.inside import inside_iri, inside_string  # what recognizes slips is slow to import

        kind, word = self._scan.kinds[token], self._scan.word(token)
        if kind == "iri":
            return inside_iri(word)
        return inside_string(word, error.start) if kind == "string" else None


_NOT_IN_IRIS = re.compile(r'[\x00-\x20"<>{}|^`\\]')


def _meant(kind: str, word: str, *, is_first: bool) -> str:
    """Give the IRI or the name that a token is, or is most likely meant to be; empty where it is neither.

    One that is not closed ends before the next blank, and what no IRI may have is encoded. The first of a statement may be in
    quotes.
    """
    if kind in {"iri", "name"}:
        return word if kind == "name" or not _NOT_IN_IRIS.search(word, 1, len(word) - 1) else f"<{_encoded(word[1:-1])}>"
    if kind == "error" and word.startswith("<"):
        return f"<{_encoded(next(iter(word[1:].split()), ''))}>"
    quoted = word[1:-1] if kind == "string" and is_first else ""
    return f"<{quoted}>" if quoted and not _NOT_IN_IRIS.search(quoted) else ""


def _encoded(iri: str) -> str:
    return _NOT_IN_IRIS.sub(lambda match: f"%{ord(match[0]):02X}", iri)
