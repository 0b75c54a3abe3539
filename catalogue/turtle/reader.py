"""Reader: the triples of a Turtle 1.1 text, each with the places of its subject, predicate and object.

The grammar (Turtle 1.1, section 6.5) is walked with a stack of its own: one method for each thing that may come next, one frame
for each bracket or parenthesis that is open. It does what the fast parser does, so that the n-th triple of the one is the n-th
triple of the other:

- What one token completes comes out in reverse. `( 1 2 )` gives its first `rdf:first` before the triple that it is the object
  of, since the token `1` completes both.
- A broken statement keeps the triples before the fault. Reading goes on behind the next `.`, not counting one that is the fault
  itself. A `.` that is missing before a subject is told and read as if it were there.

Behind a token that is broken in itself the two may part: the fast parser takes an unclosed string on to the next quote, the
lexer here to the end of the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from catalogue.errors import text
from catalogue.turtle import issues
from catalogue.turtle.builder import Builder
from catalogue.turtle.escapes import string_value
from catalogue.turtle.issues import SyntaxIssue, UnreadableError, unexpected
from catalogue.turtle.located import LocatedDocument
from catalogue.turtle.places import Span
from catalogue.turtle.scope import Scope
from catalogue.turtle.terms import RDF, RDF_NIL, RDF_TYPE, XSD, Iri, Literal, Term
from catalogue.turtle.tokens import TRIVIA, Token, tokenize

_LANG_STRING = RDF + "langString"
_NUMBERS = {kind: XSD + kind for kind in ("integer", "decimal", "double")}
_CHECKED = frozenset({"iri", "string", "langtag", "error"})


def locate(source: str, base: str | None = None) -> LocatedDocument:
    """Read a Turtle text for the places of its triples.

    Args:
        source: any text; need not be Turtle.
        base: the IRI that relative IRIs are relative to before the text says one; none when there is none.

    Returns:
        Its triples and what could not be read. Nothing is raised, whatever the text.

    >>> document = locate("<http://example.org/umap> a <http://example.org/Initiative> ; oops .")
    >>> document.triples[0].object, document.triples[0].object_place.column
    (Iri(value='http://example.org/Initiative'), 29)
    >>> [(issue.place.line, issue.place.column, issue.message["en"]) for issue in document.errors]
    [(1, 63, 'expected a predicate, found `oops`')]
    """
    reader = _Reader(Scope(base))
    reader.read(tokenize(source))
    return LocatedDocument(tuple(reader.triples), tuple(reader.issues))


class _Reader(Builder):
    """The state of reading: what may come next, what is open, and what has been read.

    Each method that takes a token reads one thing; a token that is not part of it goes on to the next method.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self._expect: Callable[[Token], None] = self._statement
        self._string = ""
        self._pending: tuple[str, Span] = ("", Span(1, 1, 1, 1, 0, 0))
        self._prefix = ""
        self._dotted = False

    def read(self, tokens: Iterable[Token]) -> None:
        """Walk all tokens of a text."""
        triples = self.triples
        last: Token | None = None
        for token in tokens:
            kind = token.kind
            if kind in TRIVIA:
                continue
            last = token
            before = len(triples)
            try:
                if kind in _CHECKED:
                    self._check(token)
                self._expect(token)
            except UnreadableError as error:
                if self._expect != self._skip:
                    self.report(error.issue)
                self._expect = self._skip
            if len(triples) > before + 1:
                triples[before:] = triples[before:][::-1]
        if last is not None:
            self._end(last)

    def _check(self, token: Token) -> None:
        """A token that is wrong in itself completes nothing."""
        if token.kind == "iri":
            self._scope.iri(token)
        elif token.kind == "string":
            self._string = string_value(token)
        elif token.kind == "langtag":
            self._scope.language(token)
        else:
            raise issues.wrong(token)

    def _end(self, last: Token) -> None:
        if self._expect == self._suffix:
            self.emit(Literal(self._pending[0]), self._pending[1])
        if self._expect not in {self._statement, self._skip}:
            message = text("the text stops in the middle of a statement", "le texte s'arrête au milieu d'une phrase")
            self.report(SyntaxIssue(message, last.part(len(last.text), len(last.text))))

    def _skip(self, token: Token) -> None:
        if token.text == ".":
            self._expect = self._statement

    # Statements and directives

    def _statement(self, token: Token) -> None:
        self.frames.clear()
        word = token.text if token.kind == "langtag" else "@" + token.text.lower() if token.kind == "word" else ""
        self._dotted = token.kind == "langtag"
        if word == "@prefix":
            self._expect = self._prefix_name
        elif word == "@base":
            self._expect = self._base_iri
        else:
            self._subject(token)

    def _prefix_name(self, token: Token) -> None:
        if token.kind != "name" or token.text.find(":") != len(token.text) - 1:
            raise unexpected(token, issues.PREFIX)
        self._prefix = token.text
        self._expect = self._prefix_iri

    def _prefix_iri(self, token: Token) -> None:
        self._scope.set_prefix(self._prefix, self._namespace(token))

    def _base_iri(self, token: Token) -> None:
        self._scope.set_base(self._namespace(token))

    def _namespace(self, token: Token) -> Iri:
        if token.kind != "iri":
            raise unexpected(token, issues.NAMESPACE)
        self._expect = self._dot if self._dotted else self._statement
        return self._scope.iri(token)

    def _dot(self, token: Token) -> None:
        self._expect = self._statement
        if token.text != ".":
            self.report(unexpected(token, issues.DOT).issue)
            self._statement(token)

    # Subjects and predicates

    def _subject(self, token: Token) -> None:
        node = self._scope.node(token)
        if node is not None:
            self.open("", node, token.span)
            self._expect = self._verb
        elif token.text == "[":
            self.open("", self.blank(), token.span)
            self._expect = self._subject_list
        elif token.text == "(":
            self.open("", RDF_NIL, token.span)
            self._expect = self._subject_collection
        else:
            raise unexpected(token, issues.SUBJECT)

    def _subject_list(self, token: Token) -> None:
        if token.text == "]":
            self._expect = self._verb
        else:
            statement = self.frames[0]
            self.open("[", statement.subject, statement.subject_place, of_subject=True)
            self._verb(token)

    def _after_subject_list(self, token: Token) -> None:
        if token.text == ".":
            self._expect = self._statement
        else:
            self._verb(token)

    def _subject_collection(self, token: Token) -> None:
        if token.text == ")":
            self._expect = self._verb
        else:
            statement = self.frames[0]
            statement.subject = self.blank()
            self.open("(", statement.subject, statement.subject_place, of_subject=True)
            self._object(token)

    def _verb(self, token: Token) -> None:
        frame = self.frames[-1]
        if token.kind == "iri":
            frame.predicate = self._scope.iri(token)
        elif token.kind == "name":
            frame.predicate = self._scope.name(token)
        elif token.text == "a":
            frame.predicate = RDF_TYPE
        else:
            raise unexpected(token, issues.VERB)
        frame.predicate_place = token.span
        self._expect = self._object

    # Objects

    def _object(self, token: Token) -> None:
        node = self._scope.node(token)
        if node is not None:
            self._complete(node, token.span)
        elif token.kind == "string":
            self._pending = self._string, token.span
            self._expect = self._suffix
        elif token.kind in _NUMBERS:
            self._complete(Literal(token.text, _NUMBERS[token.kind]), token.span)
        elif token.text in {"true", "false"}:
            self._complete(Literal(token.text, XSD + "boolean"), token.span)
        elif token.text in {"[", "("}:
            self._pending = token.text, token.span
            self._expect = self._object_list if token.text == "[" else self._object_collection
        else:
            raise unexpected(token, issues.OBJECT)

    def _suffix(self, token: Token) -> None:
        lexical, place = self._pending
        if token.kind == "langtag":
            literal = Literal(lexical, _LANG_STRING, self._scope.language(token))
            self._complete(literal, place.to(token.span))
        elif token.text == "^^":
            self._expect = self._datatype
        else:
            self._complete(Literal(lexical), place)
            self._after_object(token)

    def _datatype(self, token: Token) -> None:
        lexical, place = self._pending
        if token.kind not in {"iri", "name"}:
            self.report(unexpected(token, issues.DATATYPE).issue)
            self._expect = self._skip
            self._skip(token)
            return
        datatype = self._scope.iri(token) if token.kind == "iri" else self._scope.name(token)
        if datatype.value == _LANG_STRING:
            message = text("a literal of this datatype has a language tag", "un littéral de ce type a une étiquette de langue")
            self.report(SyntaxIssue(message, token.span))
        self._complete(Literal(lexical, datatype.value), place.to(token.span))

    def _object_list(self, token: Token) -> None:
        place = self._pending[1]
        if token.text == "]":
            self._complete(self.blank(), place)
        else:
            self.open("[", self.blank(), place)
            self._verb(token)

    def _object_collection(self, token: Token) -> None:
        place = self._pending[1]
        if token.text == ")":
            self._complete(RDF_NIL, place)
        else:
            node = self.blank()
            self.emit(node, place)
            self.open("(", node, place)
            self._object(token)

    def _after_object(self, token: Token) -> None:
        if self.frames[-1].opener == "(":
            self._after_item(token)
        elif token.text == ",":
            self._expect = self._object
        elif token.text == ";":
            self._expect = self._after_semicolon
        else:
            self._close(token)

    def _after_item(self, token: Token) -> None:
        if token.text == ")":
            self.emit_rest(RDF_NIL, token.span)
            self._expect = self._verb if self.frames.pop().of_subject else self._after_object
        else:
            self.emit_rest(self.blank(), token.span)
            self._object(token)

    def _after_semicolon(self, token: Token) -> None:
        if token.text in {".", "]"}:
            self._close(token)
        elif token.text != ";":
            self._verb(token)

    def _close(self, token: Token) -> None:
        frame = self.frames[-1]
        if not frame.opener:
            self._dot(token)
        elif token.text == "]" or frame.of_subject:
            self.frames.pop()
            if not frame.of_subject:
                self._complete(frame.subject, frame.subject_place)
            elif token.text == "]":
                self._expect = self._after_subject_list
            else:
                self.report(unexpected(token, issues.BRACKET).issue)
                self._after_subject_list(token)
        else:
            raise unexpected(token, issues.BRACKET)

    def _complete(self, value: Term, place: Span) -> None:
        self.emit(value, place)
        self._expect = self._after_object
