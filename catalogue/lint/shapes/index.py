"""The index: the statements of the shapes files, by subject and by value, each with its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from catalogue.edition import Edition
from catalogue.lint.fixes.writing import Writer
from catalogue.lint.shapes.mistakes import Statement
from catalogue.lint.wording import shown
from catalogue.model import SH, SUBCLASS, lists, vocabulary
from catalogue.model.vocabulary import SHAPE_LISTS, SHAPE_PARAMETERS, TARGETS
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term

OWL_IMPORTS = vocabulary.OWL_IMPORTS.value
FIRST, REST = lists.FIRST.value, lists.REST.value

_TYPE, _SUBCLASS = RDF_TYPE.value, SUBCLASS.value


class Shapes:
    """The statements of an edition's shapes files; what is said twice counts once.

    Args:
        edition: the catalogue.

    Attributes:
        edition: the same.
        statements: all statements, in the order of the files.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        found = ((t, source.path) for source in edition.shapes for t in source.triples)
        first: dict[object, Statement] = {}
        for triple, file in found:
            if triple not in first:
                first[triple] = Statement(*triple, file)
        self.statements: list[Statement] = list(first.values())
        self._said: dict[Node, dict[str, list[Statement]]] = {}
        self._used: dict[Term, list[Statement]] = {}
        self._writers: dict[str, Writer] = {}
        for statement in self.statements:
            self._said.setdefault(statement.subject, {}).setdefault(statement.predicate.value, []).append(statement)
            self._used.setdefault(statement.value, []).append(statement)

    def about(self, node: Term) -> Mapping[str, list[Statement]]:
        """Give the statements about a node, by the predicate's IRI."""
        return {} if isinstance(node, Literal) else self._said.get(node, {})

    def said(self, node: Term, name: str) -> list[Statement]:
        """List the statements about a node with a property of SHACL."""
        return self.about(node).get(SH + name, [])

    def value(self, node: Term, name: str) -> Term | None:
        """Give the one value of a node's property of SHACL, or None when there is none or there are several."""
        found = self.said(node, name)
        return found[0].value if len(found) == 1 else None

    def uses(self, term: Term) -> list[Statement]:
        """List the statements whose value a term is."""
        return self._used.get(term, [])

    def file_of(self, node: Term) -> str:
        """Give the first file that says something of a node."""
        return next((group[0].file for group in self.about(node).values()), self.edition.settings.folders.shapes)

    def subjects(self) -> Iterable[Node]:
        """List what the shapes say something of."""
        return self._said

    def all(self, *names: str) -> Iterator[Statement]:
        """List the statements with one of these properties of SHACL, in the order of the files."""
        wanted = {SH + name for name in names}
        return (statement for statement in self.statements if statement.predicate.value in wanted)

    def types(self, node: Term) -> set[str]:
        """Give the IRIs of a node's classes, with the classes above them that the shapes name."""
        pending = [s.value.value for s in self.about(node).get(_TYPE, [])]
        found: set[str] = set()
        while pending:
            class_ = pending.pop()
            if class_ not in found:
                found.add(class_)
                pending += self._above.get(class_, [])
        return found

    @cached_property
    def _above(self) -> dict[str, list[str]]:
        above: dict[str, list[str]] = {}
        for statement in self.statements:
            if statement.predicate.value == _SUBCLASS:
                above.setdefault(statement.subject.value, []).append(statement.value.value)
        return above

    def is_a(self, node: Term, *classes: str) -> bool:
        """Whether a node is said to be of one of these classes of SHACL."""
        return not self.types(node).isdisjoint(SH + name for name in classes)

    def members(self, head: Term) -> list[Statement]:
        """List the `rdf:first` statements of a list, in their order, as far as it goes."""
        found: list[Statement] = []
        seen: set[Term] = set()
        while head not in seen:
            seen.add(head)
            about = self.about(head)
            found += about.get(FIRST, [])[:1]
            rest = about.get(REST, [])
            if not rest:
                break
            head = rest[0].value
        return found

    def imported(self, node: Term) -> list[Term]:
        """List what a node imports, and what that imports."""
        found: list[Term] = []
        pending: list[Term] = [node]
        while pending:
            for statement in self.about(pending.pop()).get(OWL_IMPORTS, []):
                if statement.value not in found and statement.value != node:
                    found.append(statement.value)
                    pending.append(statement.value)
        return found

    def references(self, shape: Term) -> Iterator[tuple[Statement, Term]]:
        """List what a shape refers to: the statement that does, and the other shape."""
        for name in SHAPE_PARAMETERS:
            for statement in self.said(shape, name):
                yield statement, statement.value
        for name in SHAPE_LISTS:
            for statement in self.said(shape, name):
                for member in self.members(statement.value):
                    yield statement, member.value

    @cached_property
    def shapes(self) -> dict[Node, None]:
        """The shapes: what is typed, has a target, or is referred to as one (SHACL, section 2), in the order of the files."""
        typed = (s for s in self.subjects() if self.is_a(s, "NodeShape", "PropertyShape", "Shape"))
        targeted = (statement.subject for statement in self.all(*TARGETS))
        found: dict[Node, None] = dict.fromkeys([*typed, *targeted])
        pending = [*found, *(s.subject for s in self.all(*SHAPE_PARAMETERS, *SHAPE_LISTS))]
        while pending:
            shape = pending.pop()
            found.setdefault(shape)
            pending += [s for _, s in self.references(shape) if not isinstance(s, Literal) and s not in found]
        return found

    def shown(self, term: Term) -> str:
        """Write a term for a message."""
        return shown(self.edition, term)

    def written(self, term: NamedNode | Literal, file: str) -> str:
        """Write a term as a file would write it, with its own prefixes."""
        if file not in self._writers:
            data = next((source.data for source in self.edition.shapes if source.path == file), b"")
            self._writers[file] = Writer.of(data.decode("utf-8", "replace"))
        return self._writers[file].term(term)


def is_blank(term: Term) -> bool:
    """Whether a term is a blank node."""
    return isinstance(term, BlankNode)
