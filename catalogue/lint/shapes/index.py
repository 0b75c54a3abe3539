"""The index: the statements of the shapes files, by subject and by value, each with its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from catalogue.edition import Edition
from catalogue.lint.fixes.writing import Writer
from catalogue.lint.naming import shown
from catalogue.lint.shapes.mistakes import Statement
from catalogue.model import SH, sh
from catalogue.model.lists import FIRST, REST
from catalogue.model.vocabulary import OWL_IMPORTS, SHAPE_LISTS, SHAPE_PARAMETERS, TARGETS
from catalogue.shacl.recursion import Recursion
from catalogue.terms import Literal, NamedNode, Node, Term


class Shapes:
    """The statements of an edition's shapes files, of which a duplicate counts once.

    Args:
        edition: the catalogue.

    Attributes:
        edition: the same.
        graph: the shapes, as SHACL defines them.
        statements: all statements, in the order of the files.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.graph = edition.shacl
        first: dict[object, Statement] = {}
        for source in edition.shapes:
            for triple in source.triples:
                if triple not in first:
                    first[triple] = Statement(*triple, source.path)
        self.statements: list[Statement] = list(first.values())
        self._by_subject: dict[Node, dict[NamedNode, list[Statement]]] = {}
        self._by_value: dict[Term, list[Statement]] = {}
        self._writers: dict[str, Writer] = {}
        for statement in self.statements:
            self._by_subject.setdefault(statement.subject, {}).setdefault(statement.predicate, []).append(statement)
            self._by_value.setdefault(statement.value, []).append(statement)

    def about(self, node: Term) -> Mapping[NamedNode, list[Statement]]:
        """Give the statements about a node, by predicate."""
        return {} if isinstance(node, Literal) else self._by_subject.get(node, {})

    def all_about(self, node: Term) -> list[Statement]:
        """List the statements about a node."""
        return [statement for group in self.about(node).values() for statement in group]

    def given(self, node: Term) -> dict[str, list[Statement]]:
        """Give the statements about a node with properties of SHACL, by the property's local name."""
        groups = self.about(node).items()
        return {predicate.value.removeprefix(SH): group for predicate, group in groups if predicate.value.startswith(SH)}

    def of(self, node: Term, name: str) -> list[Statement]:
        """List the statements about a node with a property of SHACL."""
        return self.about(node).get(sh(name), [])

    def only(self, node: Term, name: str) -> Statement | None:
        """Give the one statement about a node with a property of SHACL, or None when there is none or there are several."""
        group = self.of(node, name)
        return group[0] if len(group) == 1 else None

    def value(self, node: Term, name: str) -> Term | None:
        """Give the one value of a node's property of SHACL, or None when there is none or there are several."""
        statement = self.only(node, name)
        return statement.value if statement else None

    def uses(self, term: Term) -> list[Statement]:
        """List the statements whose value a term is."""
        return self._by_value.get(term, [])

    def is_value_of(self, term: Term, *names: str) -> bool:
        """Tell whether a term is the value of one of these properties of SHACL."""
        predicates = {sh(name) for name in names}
        return any(use.predicate in predicates for use in self.uses(term))

    def file_of(self, node: Term) -> str:
        """Give the first file that has a statement about a node."""
        return next((group[0].file for group in self.about(node).values()), self.edition.settings.folders.shapes)

    def subjects(self) -> Iterable[Node]:
        """List the subjects of the statements."""
        return self._by_subject

    def all(self, *names: str) -> Iterator[Statement]:
        """List the statements with one of these properties of SHACL, in the order of the files."""
        predicates = {sh(name) for name in names}
        return (statement for statement in self.statements if statement.predicate in predicates)

    def is_a(self, node: Term, *classes: NamedNode | str) -> bool:
        """Tell whether a node is a SHACL instance of one of these classes; a local name stands for a class of SHACL."""
        iris = [sh(class_) if isinstance(class_, str) else class_ for class_ in classes]
        return not isinstance(node, Literal) and not self.graph.classes_of(node).isdisjoint(iris)

    def members(self, head: Term) -> list[Statement]:
        """List the `rdf:first` statements of a list, in their order, as far as it goes."""
        members: list[Statement] = []
        seen: set[Term] = set()
        while head not in seen:
            seen.add(head)
            about = self.about(head)
            members += about.get(FIRST, [])[:1]
            rest = about.get(REST, [])
            if not rest:
                break
            head = rest[0].value
        return members

    def imported(self, node: Term) -> tuple[Node, ...]:
        """List what a node imports, and what that imports."""
        return self.graph.descriptions.reached(node, OWL_IMPORTS)

    def references(self, shape: Term) -> Iterator[tuple[Statement, Term]]:
        """List what a shape refers to: the statement that does, and the other shape."""
        for name in SHAPE_PARAMETERS:
            for statement in self.of(shape, name):
                yield statement, statement.value
        for name in SHAPE_LISTS:
            for statement in self.of(shape, name):
                for member in self.members(statement.value):
                    yield statement, member.value

    @cached_property
    def shapes(self) -> dict[Node, None]:
        """The shapes: what is typed, has a target, or is referred to as one (SHACL, section 2), in the order of the files."""
        typed = (node for node in self.subjects() if self.is_a(node, "NodeShape", "PropertyShape", "Shape"))
        targeted = (statement.subject for statement in self.all(*TARGETS))
        shapes: dict[Node, None] = dict.fromkeys([*typed, *targeted])
        pending = [*shapes, *(statement.subject for statement in self.all(*SHAPE_PARAMETERS, *SHAPE_LISTS))]
        while pending:
            shape = pending.pop()
            shapes.setdefault(shape)
            pending += [other for _, other in self.references(shape) if not isinstance(other, Literal) and other not in shapes]
        return shapes

    @cached_property
    def recursion(self) -> Recursion:
        """Which shapes refer to one another in circles."""
        return Recursion(self.graph)

    def shown(self, term: Term) -> str:
        """Write a term for a message."""
        return shown(self.edition, term)

    def named(self, term: NamedNode, file: str) -> str:
        """Write an IRI for a message: as a file would where it has a prefix for it, else as the settings do."""
        written = self.written(term, file)
        return shown(self.edition, term) if written.startswith("<") else written

    def written(self, term: NamedNode | Literal, file: str) -> str:
        """Write a term as a file would write it, with its own prefixes."""
        return self._writer(file).term(term)

    def namespaces(self, file: str) -> Mapping[str, str]:
        """Give the namespaces of the prefixes that a file declares."""
        return self._writer(file).namespaces

    def _writer(self, file: str) -> Writer:
        if file not in self._writers:
            data = next((source.data for source in self.edition.shapes if source.path == file), b"")
            self._writers[file] = Writer.of(data.decode("utf-8", "replace"))
        return self._writers[file]
