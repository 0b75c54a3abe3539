"""The reader beneath the parser: goes through tokens, and reads terms, paths and triple patterns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import PropertyPath, Term, TriplePattern, Triples, Verb

_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_TERMS = frozenset({"variable", "iri", "name", "blank", "string", "number"})
_REPEATED = {"*": "zeroOrMore", "+": "oneOrMore", "?": "zeroOrOne"}
_END = SparqlToken("", "", -1)


class UnreadError(Exception):
    """What follows is not read."""


class Reader:
    """Reads tokens, one after the other."""

    def __init__(self, listed: Sequence[SparqlToken]) -> None:
        self.tokens = [*listed, _END]
        self.at = 0
        self.partners = _partners(listed)

    @property
    def here(self) -> SparqlToken:
        """The next token."""
        return self.tokens[self.at]

    @property
    def after(self) -> SparqlToken:
        """The token behind it."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def take(self) -> SparqlToken:
        """Go past the next token."""
        token = self.tokens[self.at]
        if token is _END:
            raise UnreadError
        self.at += 1
        return token

    def has(self, sign: str) -> bool:
        """Go past a sign, if it comes next."""
        is_next = self.here.text == sign
        self.at += is_next
        return is_next

    def expect(self, sign: str) -> None:
        """Go past a sign, which must come next."""
        if not self.has(sign):
            raise UnreadError

    def partner(self) -> int:
        """Give the number of the bracket that closes the next token, which must be one that opens."""
        if self.at not in self.partners:
            raise UnreadError
        return self.partners[self.at]

    def since(self, start: int) -> tuple[SparqlToken, ...]:
        """Give the tokens from a number up to the next one."""
        return tuple(self.tokens[start : self.at])

    def end(self) -> int:
        """Give the characters up to the end of what is read."""
        return self.tokens[self.at - 1].end if self.at else 0


def _partners(listed: Sequence[SparqlToken]) -> dict[int, int]:
    """Give the number of the bracket that closes each one that opens; those without a partner close with the text."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for number, token in enumerate(listed):
        if token.kind == "sign" and token.text in _OPENING:
            opened.append(number)
        elif token.kind == "sign" and token.text in _CLOSING and opened:
            partners[opened.pop()] = number
    return partners | dict.fromkeys(opened, len(listed))


class TriplesReader(Reader):
    """Reads triple patterns."""

    def triples(self) -> Triples:
        """Read patterns up to what is none."""
        start = end = self.at
        self._patterns: list[TriplePattern] = []
        self._is_plain = True
        while self.is_term():
            self._subject()
            end = self.at
            if not self.has("."):
                break
        listed = self.tokens[start:end]
        variables = tuple(token for token in listed if token.kind == "variable")
        return Triples(listed[0].start, listed[-1].end, tuple(self._patterns), variables, self._is_plain)

    def is_term(self) -> bool:
        """Tell whether a term comes next."""
        token = self.here
        if token.kind == "sign":
            return token.text in {"[", "(", "<"} or (token.text in {"+", "-"} and self.after.kind == "number")
        return token.kind in _TERMS or token.says("TRUE", "FALSE")

    def _subject(self) -> None:
        subject = self.term()
        if not subject.is_bracketed or self._is_verb():
            self._properties(subject)

    def _is_verb(self) -> bool:
        token = self.here
        return token.kind in {"variable", "iri", "name"} or token.text in {"a", "^", "!", "("}

    def _properties(self, subject: Term) -> None:
        """Read what is asked of a subject."""
        while True:
            verb = self._verb()
            while True:
                value = self.term()
                self._patterns.append(TriplePattern(subject, verb, value))
                self._annotations(value)
                if not self.has(","):
                    break
            if not self.has(";"):
                return
            while self.has(";"):
                pass
            if not self._is_verb():
                return

    def _annotations(self, value: Term) -> None:
        """Read what is said of the triple itself (SPARQL 1.2)."""
        while True:
            if self.has("~"):
                if self.here.kind in {"variable", "iri", "name", "blank"}:
                    self.take()
            elif self.here.text == "{" and self.after.text in {"|", "||"} and self.after.start == self.here.end:
                close, patterns = self.partner(), self._patterns
                self.at += 2
                self._patterns = []  # they are about the triple
                self._properties(value)
                self._patterns = patterns
                self.at = close + 1
            else:
                return
            self._is_plain = False

    def _verb(self) -> Verb:
        token = self.here
        if token.kind == "variable":
            return Term((self.take(),))
        if token.kind in {"iri", "name"} and self.after.kind != "sign":
            return PropertyPath("predicate", (self.take(),))
        return self._path()

    def term(self) -> Term:
        """Read a term."""
        start = self.at
        token = self.take()
        if token.kind == "string" and self.here.kind == "tag":
            self.take()
        elif token.kind == "string" and self.here.text == "^^":
            self.at += 1
            if self.take().kind not in {"iri", "name"}:
                raise UnreadError
        elif token.kind == "sign":
            self._signed(token)
        elif token.kind not in _TERMS and not token.says("TRUE", "FALSE"):
            raise UnreadError
        return Term(self.since(start))

    def _signed(self, token: SparqlToken) -> None:
        """Read a term that begins with a sign."""
        if token.text in {"+", "-"} and self.here.kind == "number":
            self.take()
        elif token.text == "[":
            self._property_list()
        elif token.text == "(":
            self._collection()
        elif token.text == "<" and self.has("<"):
            self._triple_term()
        else:
            raise UnreadError

    def _property_list(self) -> None:
        start = self.at - 1
        if not self.has("]"):
            self._is_plain = False
            subject = Term(tuple(self.tokens[start : self.partners[start] + 1]))
            self._properties(subject)
            self.expect("]")

    def _collection(self) -> None:
        if not self.has(")"):
            self._is_plain = False
            while not self.has(")"):
                self.term()

    def _triple_term(self) -> None:
        self._is_plain = False
        opened = 2
        while opened:
            token = self.take()
            if token.text in {"{", "}"}:
                raise UnreadError
            opened += (token.text == "<") - (token.text == ">")

    def _path(self) -> PropertyPath:
        return self._joined("|", "alternative", lambda: self._joined("/", "sequence", self._step))

    def _joined(self, sign: str, kind: str, read: Callable[[], PropertyPath]) -> PropertyPath:
        start = self.at
        parts = [read()]
        while self.has(sign):
            parts.append(read())
        return parts[0] if len(parts) == 1 else PropertyPath(kind, self.since(start), tuple(parts))

    def _step(self) -> PropertyPath:
        start = self.at
        if self.has("^"):
            return PropertyPath("inverse", (), (self._step(),))._replace(tokens=self.since(start))
        path = self._primary()
        token = self.here
        is_number = token.text == "+" and self.after.kind == "number" and self.after.start == token.end
        if token.kind == "sign" and token.text in _REPEATED and not is_number:
            self.take()
            return PropertyPath(_REPEATED[token.text], self.since(start), (path,))
        return path

    def _primary(self) -> PropertyPath:
        start = self.at
        if self.has("("):
            path = self._path()
            self.expect(")")
            return path._replace(tokens=self.since(start))
        if self.has("!"):
            parts = self._excluded()
            return PropertyPath("negated", self.since(start), parts)
        token = self.take()
        if token.kind not in {"iri", "name"} and token.text != "a":
            raise UnreadError
        return PropertyPath("predicate", (token,))

    def _excluded(self) -> tuple[PropertyPath, ...]:
        """Read which predicates a path does not have; `!()` excludes none."""
        if not self.has("("):
            return (self._step(),)
        parts: list[PropertyPath] = []
        while not self.has(")"):
            parts.append(self._step())
            if self.here.text != ")":
                self.expect("|")
        return tuple(parts)
