"""The terms that the queries of shapes name: those that a published vocabulary or the catalogue's ontology lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.lint.datatypes import unknown_term
from catalogue.lint.kinds import Severity
from catalogue.lint.naming import near_or
from catalogue.lint.ontology import not_in_vocabulary, own_terms, see_vocabulary
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.lint.shapes.prefixes import meant_namespace
from catalogue.lint.terms_used import is_described
from catalogue.messages import Message, Text
from catalogue.model.executables import Executable
from catalogue.names import LOCAL_NAME, namespace_of
from catalogue.near import Iris, is_certain
from catalogue.published import Unknown, is_published, mistyped_namespaces
from catalogue.sparql.names import Named
from catalogue.sparql.query import QueryText, query_text
from catalogue.terms import Literal, NamedNode


def unknown(shapes: Shapes) -> Iterator[Mistake]:
    """Find the terms in queries of shapes that nobody knows, each where it stands, and declarations of mistyped namespaces."""
    own = own_terms(shapes.edition)
    declared: set[Statement] = set()
    for statement in shapes.all("select", "ask", "construct", "update"):
        if isinstance(statement.value, Literal):
            query = _Query(shapes, statement, query_text(statement.value.value))
            for mistake, declaration in query.mistyped():
                if declaration not in declared:
                    yield mistake
                declared.add(declaration)
            yield from query.unknown(own)


@dataclass(frozen=True)
class _Query:
    """A query of a shape, and the statement whose value it is."""

    shapes: Shapes
    statement: Statement
    query: QueryText

    @cached_property
    def named(self) -> Sequence[Named]:
        """The IRIs that it names, with the prefixes that it is given or that it can only mean."""
        prefixes = dict(Executable(self.statement.subject, self.shapes.graph.descriptions).prefixes)
        for prefix, _ in self.query.names("", prefixes).undeclared():
            namespace = meant_namespace(self.shapes, self.statement, prefix)
            if namespace is not None:
                prefixes[prefix] = namespace
        return list(self.query.names("", prefixes).asked_for())

    @cached_property
    def meant(self) -> dict[str, str]:
        """The mistyped namespaces of published vocabularies that it uses, each with the one that was meant."""
        owns = self.shapes.edition.settings.owns
        return mistyped_namespaces(named.iri for named in self.named if not owns(named.iri))

    def mistyped(self) -> Iterator[tuple[Mistake, Statement]]:
        """Report the declarations of mistyped namespaces, in the query or beside it, each with the statement that has it."""
        for declaration in self.query.prologue if self.meant else ():
            written, token = declaration.value.text[1:-1], declaration.value
            if declaration.prefix is not None and written in self.meant:
                wrong = self._namespace(written, f"<{self.meant[written]}>")
                wrong = wrong._replace(inner=(token.start, token.end), is_inside=True)
                yield at_value("namespace", self.statement, wrong, runs=True), self.statement
        for statement in self.shapes.all("namespace") if self.meant else ():
            value = statement.value
            if isinstance(value, Literal) and value.value in self.meant:
                meant = Literal(self.meant[value.value], datatype=value.datatype)
                wrong = self._namespace(value.value, self.shapes.written(meant, statement.file))
                yield at_value("namespace", statement, wrong, runs=True), statement

    def _namespace(self, written: str, replacement: str) -> Wrong:
        meant = self.meant[written]
        iris = [meant + named.iri.removeprefix(written) for named in self.named if self._is_of(named, written)]
        message, advice = Message("C013.no-vocabulary"), Message("near", name=f"<{meant}>")
        return Wrong(message, advice, replacement, safe=all(map(is_published, iris)))

    @staticmethod
    def _is_of(named: Named, namespace: str) -> bool:
        return named.iri.startswith(namespace) and LOCAL_NAME.fullmatch(named.iri, len(namespace)) is not None

    def unknown(self, own: dict[str, Iris]) -> Iterator[Mistake]:
        """Report the terms that a published vocabulary lacks, and those that the ontology lacks."""
        for named in self.named:
            if any(self._is_of(named, namespace) for namespace in self.meant):
                continue
            if not self.shapes.edition.settings.owns(named.iri):
                yield from self._unpublished(named)
            elif namespace_of(named.iri) in own:
                yield from self._undefined(named, own[namespace_of(named.iri)])

    def _unpublished(self, named: Named) -> Iterator[Mistake]:
        edition, fault = self.shapes.edition, unknown_term(named.iri)
        if fault is not None and not is_described(edition, NamedNode(named.iri)):
            wrong = self._wrong(named, fault, not_in_vocabulary(named.token.text), see_vocabulary(named.iri))
            yield at_value("vocabulary-term", self.statement, wrong)

    def _undefined(self, named: Named, defined: Iris) -> Iterator[Mistake]:
        edition, term = self.shapes.edition, NamedNode(named.iri)
        if edition.shapes_graph.mentions(term) or edition.graph.mentions(term):
            return
        near = defined.nearest(named.iri)
        fault = Unknown(near, near is not None and is_certain(named.iri, near))
        message, advice = (
            Message("C311.not-ontology", term=named.token.text),
            Message("C311.define-ontology-correct.advice"),
        )
        wrong = self._wrong(named, fault, message, advice)
        yield at_value("unknown-model-term", self.statement, wrong, severity=Severity.WARNING)

    @staticmethod
    def _wrong(named: Named, fault: Unknown, message: Text, advice: Text) -> Wrong:
        """Say it at the token of a term, with the one that was meant in its place."""
        written = (named.written(fault.near) or f"<{fault.near}>") if fault.near else None
        inner = named.token.start, named.token.end
        return Wrong(message, near_or(written, advice), written, fault.is_sure, inner, is_inside=True)
