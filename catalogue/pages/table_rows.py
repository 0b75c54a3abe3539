"""The rows of tables of values: their cells, what states them, and how they are not plainly so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.edition import SOURCE
from catalogue.edition.qualifications import Reason, qualifications_of_thing
from catalogue.messages import say
from catalogue.model import Property, spread
from catalogue.pages.literals import is_number
from catalogue.pages.parts import Line, Link, Value
from catalogue.pages.views import Viewer
from catalogue.terms import BlankNode, Literal, NamedNode, Term
from catalogue.visible import shows_something

_MOST_SOURCES = 6


def terms_in(viewer: Viewer, node: Term, column: Property | None) -> list[Term]:
    """Give the values of a thing in a column, those in the language of the page; itself where the column has its name."""
    if column is None:
        return [node]
    graph = viewer.edition.graph
    return spread(graph, viewer.in_language(column.path.follow(graph, node))) if not isinstance(node, Literal) else []


@dataclass(frozen=True)
class TableRow:
    """A row before it is shown.

    Attributes:
        viewer: the page.
        node: the value that it is about.
        columns: the properties of the columns.
        terms: the terms in each column.
    """

    viewer: Viewer
    node: Term
    columns: Sequence[Property | None]
    terms: Sequence[Sequence[Term]]

    def line(self, head: int, numbers: Sequence[int]) -> Line:
        """Show it.

        Args:
            head: the column that names it: what leads to its page stands there, or else at its end.
            numbers: the columns of numbers: what is said of a number stands before it.
        """
        cited = self._cited()
        cells = [
            [self._value(column, term, cited) for term in terms] for column, terms in zip(self.columns, self.terms, strict=True)
        ]
        link = self.viewer.link(self.node) if isinstance(self.node, NamedNode) else Link("")
        record = link if link.href and self.node not in self.terms[head] else None
        if record is not None and len(cells[head]) <= 1 and not any(value.href or value.parts for value in cells[head]):
            is_named = cells[head] and shows_something(cells[head][0].label)
            cells[head] = [cells[head][0]._replace(href=link.href) if is_named else _as_value(link)]
            record = None
        remarks = self._remarks(cells, numbers)
        noted = max((at for at, cell in enumerate(cells) if cell), default=head)
        return Line(cells, record, self._sources(cited), remarks, noted)

    def remark(self, line: Line) -> str:
        """Say how it is not plainly so: by what marks it, and by the values of its columns that are not their defaults."""
        others = [
            say(self.viewer.edition.label_text(term), self.viewer.language)
            for column, terms in zip(self.columns, self.terms, strict=True)
            if column is not None and column.defaults
            for term in terms
            if term not in column.defaults
        ]
        return ", ".join(dict.fromkeys([*others, *(remark.label for remark in line.marked)]))

    def _value(self, column: Property | None, term: Term, cited: Mapping[tuple[str, Term], Sequence[Term]]) -> Value:
        predicate = column.path.predicate if column is not None else None
        shapes = column.shapes if column is not None else ()
        if predicate is None or not isinstance(self.node, NamedNode):
            return self._viewed(column, term, self.viewer.value(term, shapes=shapes))
        claims = self.viewer.edition.claims.of(self.node, NamedNode(predicate), term)
        value = self.viewer.value(term, sources=cited.get((predicate, term), ()), claims=claims, shapes=shapes)
        return self._viewed(column, term, self.viewer.readable(predicate, value))

    def _viewed(self, column: Property | None, term: Term, value: Value) -> Value:
        about = self.node if not isinstance(self.node, Literal) else None
        return self.viewer.viewed(column.viewer, term, value, about, column) if column is not None else value

    def _cited(self) -> Mapping[tuple[str, Term], Sequence[Term]]:
        """Give the sources of each value, by its predicate; nothing where all have the same."""
        if not isinstance(self.node, NamedNode):
            return {}
        claims = self.viewer.edition.claims
        cited = {(predicate, term): claims.sources(self.node, NamedNode(predicate), term) for predicate, term in self._stated()}
        return cited if len({tuple(sources) for sources in cited.values()}) > 1 else {}

    def _stated(self) -> Iterator[tuple[str, Term]]:
        for column, terms in zip(self.columns, self.terms, strict=True):
            if column is not None and column.path.predicate is not None:
                yield from ((column.path.predicate, term) for term in terms)

    def _sources(self, cited: Mapping[tuple[str, Term], Sequence[Term]]) -> list[Link]:
        """Refer to the sources of the row as a whole, where its values do not name theirs one by one."""
        if any(cited.values()) or not isinstance(self.node, NamedNode):
            return []
        claims = self.viewer.edition.claims
        sources = dict.fromkeys(
            source for predicate, term in self._stated() for source in claims.sources(self.node, NamedNode(predicate), term)
        ) or dict.fromkeys(self.viewer.edition.graph.objects(self.node, SOURCE))
        return [self.viewer.source_link(source) for source in list(sources)[:_MOST_SOURCES]]

    def _remarks(self, cells: list[list[Value]], numbers: Sequence[int]) -> list[Link]:
        """Say how the row is not plainly stated; what is said of its number is put before the number."""
        shown = [column for column in self.columns if column is not None]
        if not isinstance(self.node, NamedNode | BlankNode):
            return []
        rest: list[Link] = []
        for reason in qualifications_of_thing(self.viewer.edition, self.node, shown):
            remark, column = self.viewer.remark(reason), self._number_of(reason, numbers)
            if column is None:
                rest.append(remark)
            else:
                first, *others = cells[column] or self._instead(reason) or [Value("")]
                cells[column] = [first._replace(before=[*first.before, remark]), *others]
        return rest

    def _number_of(self, reason: Reason, numbers: Sequence[int]) -> int | None:
        """Give the column of the number that is not plainly stated: the one in the group of what says so."""
        in_group = (at for at in numbers if (column := self.columns[at]) is not None and column.group == reason.group)
        return next(in_group, None) if reason.group else None

    def _instead(self, reason: Reason) -> list[Value]:
        """Show the other numbers of the group where the number itself is not known, such as its bounds."""
        viewer = self.viewer
        type_ = viewer.edition.type_of(self.node) if isinstance(self.node, NamedNode) else None
        in_group = [prop for prop in type_.properties if prop.group == reason.group] if type_ else []
        return [
            Value(f"{say(prop.name, viewer.language)} {viewer.value(term).label}", language=viewer.other_language(prop.name))
            for prop in in_group
            for term in terms_in(viewer, self.node, prop)
            if isinstance(term, Literal) and is_number(term)
        ]


def _as_value(link: Link) -> Value:
    return Value(link.label, link.href, link.language)
