"""What the templates show of things: values with their sources, rows, links in and out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from catalogue.collation import name_key
from catalogue.edition import RELATIONS, SCHEMES, Edition, held_by_edition, repeated_per_edition
from catalogue.edition.qualifications import STATEMENT_PARTS, Reason, qualifications_of_claim
from catalogue.messages import Text, say
from catalogue.model import EntityType, Property, members_of, spread
from catalogue.pages.columns import property_column
from catalogue.pages.excerpts import plain_text
from catalogue.pages.footnotes import Footnotes
from catalogue.pages.links import href_of, link_to, other_language, unless_served
from catalogue.pages.literals import language_name, localized
from catalogue.pages.moments import machine_date
from catalogue.pages.nested import Part, declared, parts
from catalogue.pages.parts import Link, Row, Table, Value
from catalogue.pages.rows import rows_of
from catalogue.pages.selection import by_language, in_language, shown_in_rows
from catalogue.pages.sourcing import how_known
from catalogue.pages.strings import string
from catalogue.pages.value_viewers import Showing, shown_by
from catalogue.terms import RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Term, Triple, language_of

MOST_ROWS = 100
"""How many rows a table on the page of a thing has at most; what is left out is in the list of its type."""

MOST_VALUES = 100
"""How many values of a property the page of a thing shows at most, and how many a cell of a table."""

MOST_SOURCES = 500
"""How many sources of one value its page names at most; its provenance has all."""

MOST_NESTED = 20
"""How many blank nodes a value may stand within; its data has all."""

_MORE = "…"
"""What stands for a blank node that is not shown."""

MOST_DETAILS = 20
"""How many values of a property the details of a value show at most."""

_PLACES = {predicate.value for predicate in RELATIONS}
_UNLISTED = ""


@dataclass
class Viewer:
    """Makes views for one page: knows its path and language, and collects the sources that it names.

    Attributes:
        edition: the catalogue.
        language: the page's language.
        path: the page's path without suffix, which links are relative to.
        root: address that links start with instead, for a page shown at other paths than its own.
        footnotes: what the page refers to at its foot.
        within: the blank nodes within which the value stands that is shown now.
    """

    edition: Edition
    language: str
    path: str
    root: str = ""
    footnotes: Footnotes = field(default_factory=Footnotes)
    within: list[BlankNode] = field(default_factory=list)

    @cached_property
    def up(self) -> str:
        """The address of the release's root from the page, which links start with."""
        return self.root or "../" * self.path.count("/")

    def href(self, target: str) -> str:
        """Give the relative address of another document of the release."""
        return self.up + target

    def own(self, target: str) -> str:
        """Give the relative address of what is no entry's."""
        return self.up + self.edition.settings.own(target)

    def thing_href(self, node: Term) -> str:
        """Give the address of the page that tells of a term, of a web page for a web IRI, or nothing."""
        return href_of(self.edition, node, self.language, self.up)

    def link(self, node: Term) -> Link:
        """Give a term's label and address."""
        return link_to(self.edition, node, self.language, self.up)

    def readable(self, predicate: str, value: Value) -> Value:
        """Give a value as text where it is a quote."""
        quotes = self.edition.settings.quotes
        is_quote = quotes is not None and predicate == quotes.quote
        return value._replace(label=plain_text(value.label)) if is_quote else value

    def other_language(self, text: Text) -> str:
        """Give the language in which a text is shown when that is not the page's; else nothing."""
        return other_language(text, self.language)

    def value(
        self, node: Term, *, sources: Sequence[Term] = (), claims: Sequence[Node] = (), shapes: tuple[Node, ...] = ()
    ) -> Value:
        """Show one value with its sources; the property shapes that it is a value of name what it is made of."""
        links = [self.source_link(source) for source in sources[:MOST_SOURCES]]
        reasons = [reason for claim in claims for reason in qualifications_of_claim(self.edition, claim)] if claims else ()
        remarks = list(dict.fromkeys(map(self.remark, reasons))) if reasons else []
        if isinstance(node, BlankNode):
            return self._nested(node, shapes)._replace(sources=links, remarks=remarks)
        if isinstance(node, NamedNode):
            link = self.link(node)
            return Value(link.label, link.href, link.language, sources=links, remarks=remarks)
        return self._literal(node, links, remarks)

    def _literal(self, node: Literal, links: Sequence[Link], remarks: Sequence[Link]) -> Value:
        other = unless_served(language_of(node), self.language)
        name = language_name(other, self.language) if other else ""
        text = localized(node, self.language, is_whole=True)
        return Value(text, "", other, name, machine_date(node), sources=links, remarks=remarks)

    def source_link(self, source: Term) -> Link:
        """Refer to a source at the foot of the page by its number."""
        number = self.footnotes.cite(source)
        return Link(str(number), f"#source-{number}")

    def remark(self, reason: Reason) -> Link:
        """Say how something is not plainly stated, and refer to the reason at the foot of the page by its number."""
        return Link(self.qualified(reason), f"#reason-{self.footnotes.explain(reason)}")

    def qualified(self, reason: Reason) -> str:
        """Say how something is not plainly stated: by the value, or by the name of a property that is true."""
        value = reason.qualification
        is_yes = isinstance(value, Literal) and value.datatype.value == XSD + "boolean" and value.value in {"true", "1"}
        return say(reason.name, self.language) if is_yes else self.value(value).label

    def _nested(self, node: BlankNode, shapes: tuple[Node, ...]) -> Value:
        """Show what is stated of a blank node; that there is nothing, or more, where it is within itself or too many others."""
        if node in self.within or len(self.within) >= MOST_NESTED:
            return Value(_MORE)
        self.within.append(node)
        shown = list(self._parts(node, shapes))
        self.within.pop()
        return Value("", parts=shown) if shown else Value(string("without_details", self.language))

    def _parts(self, node: BlankNode, shapes: tuple[Node, ...]) -> Iterator[Row]:
        """Show what is stated of a blank node; the members of a list in a list by their numbers."""
        graph = self.edition.graph
        for number, member in enumerate(members := members_of(graph, node) or (), 1):
            yield Row(str(number), [self.value(member)])
        for part in () if members else parts(self.edition, node, shapes):
            yield Row(say(part.name, self.language), self.first(spread(graph, part.values), partial(self._part_value, part)))

    def _part_value(self, part: Part, term: Term) -> Value:
        return self.viewed(part.viewer, term, self.value(term, shapes=part.shapes))

    def first(self, terms: Iterable[Term], shown_as: Callable[[Term], Value]) -> list[Value]:
        """Show the first `MOST_VALUES` terms, and how many more there are, with the list of their type if they have one."""
        listed = list(terms)
        values, rest = [shown_as(term) for term in listed[:MOST_VALUES]], listed[MOST_VALUES:]
        if rest:
            types = [
                self.edition.things[term][:1] for term in rest if isinstance(term, NamedNode) and term in self.edition.things
            ]
            common = types[0][0] if len(types) == len(rest) and all(each == types[0] for each in types) else None
            values.append(Value(string("more", self.language, count=len(rest)), self.list_href(common)))
        return values

    def viewed(
        self, viewer: str | None, term: Term, value: Value, about: Node | None = None, prop: Property | None = None
    ) -> Value:
        """Show a value as the viewer of its property has it.

        Args:
            viewer: the local name of the viewer, or None.
            term: the value.
            value: how it is shown without.
            about: what it is a value of, which names an image that has no name of its own.
            prop: the property, whose shapes say what the details of the value are.
        """
        if viewer is None:
            return value
        if viewer == "DetailsViewer" and isinstance(term, NamedNode):
            return value._replace(parts=list(self._details(term, prop)))
        name = self.edition.label(about, self.language) if isinstance(about, NamedNode) else ""
        return shown_by(viewer, term, value, Showing(self.edition, self.language, self.own, name))

    def _details(self, thing: NamedNode, prop: Property | None) -> Iterator[Row]:
        """Show what the shapes of a property give of its value, else the key information of its type: no deeper than once."""
        given = declared(self.edition, prop.shapes) if prop is not None else ()
        type_ = self.edition.type_of(thing)
        graph = self.edition.graph
        for each in given or (type_.with_role("KeyInfoRole") if type_ is not None else ()):
            terms = spread(graph, self.in_language(each.path.follow(graph, thing)))[:MOST_DETAILS]
            values = [self.viewed(_shallow(each.viewer), term, self.value(term), thing) for term in terms]
            if values:
                yield Row(say(each.name, self.language), values, language=self.other_language(each.name))

    def in_language(self, values: Sequence[Term]) -> list[Term]:
        """Choose texts by their language, as `selection.in_language` does."""
        return in_language(values, self.language, self.edition.settings.languages)

    def type_links(self, thing: NamedNode) -> list[Link]:
        """Give what a thing is published as, each with its list: its types, or its classes where no type has a list."""
        listed = [type_ for type_ in self.edition.things[thing] if type_.is_listed]
        classes = [] if listed else self.edition.graph.objects(thing, RDF_TYPE)
        return [
            *[Link(say(type_.label, self.language), self.own(f"{type_.name}.{self.language}.html")) for type_ in listed],
            *[self.link(class_) for class_ in classes],
        ]

    def row(self, thing: NamedNode, prop: Property) -> Row | None:
        """Show a property of a thing with its values, or nothing when there are none."""
        values_of_path, predicate = prop.path.follow(self.edition.graph, thing), prop.path.step
        if predicate is not None and predicate not in SCHEMES:
            terms = shown_in_rows(self.edition, self.language, thing, predicate, values_of_path)
        else:
            terms = self.in_language(values_of_path)
        if prop.viewer == "LangStringViewer":
            terms = by_language(values_of_path, (self.language, *self.edition.settings.languages))
        if not terms:
            return None
        values = self.first(spread(self.edition.graph, terms), partial(self._value_of, thing, prop))
        return Row(
            say(prop.name, self.language),
            values,
            say(prop.description, self.language),
            self.thing_href(predicate) if predicate is not None else "",
            self.other_language(prop.name),
        )

    def _value_of(self, thing: NamedNode, prop: Property, term: Term) -> Value:
        predicate = prop.path.step
        if predicate is not None:
            value = self.sourced(thing, predicate, term, prop.shapes)
        else:
            value = self.value(term, shapes=prop.shapes)
        return self.viewed(prop.viewer, term, value, thing, prop)

    def sourced(self, thing: NamedNode, predicate: NamedNode, value: Term, shapes: tuple[Node, ...] = ()) -> Value:
        """Show a value of a thing with its sources, and with what the claims about it say of themselves."""
        edition = self.edition
        claims = edition.claims.of(thing, predicate, value)
        sources = edition.claims.sources_by(claims, thing)
        if not claims and predicate in how_known(edition):
            sources = []  # what is said of how a thing is known, such as its date, its one source does not say
        if value in sources and value in edition.graph.objects(thing, predicate):
            sources = []
        return self.readable(predicate.value, self.value(value, sources=sources, claims=claims, shapes=shapes))

    def unshaped(self, thing: NamedNode, type_: EntityType) -> Iterator[Row]:
        """Show what no property shape of the type speaks of, so that nothing is hidden."""
        graph = self.edition.graph
        for predicate in {t.predicate: None for t in graph.triples(thing)}:
            if predicate.value not in type_.predicates and predicate != RDF_TYPE:
                terms = shown_in_rows(self.edition, self.language, thing, predicate, graph.objects(thing, predicate))
                values = self.first(spread(graph, terms), partial(self.sourced, thing, predicate))
                if values:
                    yield Row(self.edition.label(predicate, self.language), values, href=self.thing_href(predicate))

    def incoming(self, thing: NamedNode, type_: EntityType) -> list[Table]:
        """Show the things that lead here and that no property shows, one table for each property and type.

        Each is titled by the inverse property; of many things the first are shown.
        """
        chosen = {value for prop in type_.properties if prop.of_classes for value in rows_of(self.edition, thing, prop)}
        links = self._links_to(thing, STATEMENT_PARTS | _PLACES | type_.arrivals, chosen)
        order = _order_of_types(self.edition)
        keys = sorted(links, key=lambda key: (order[key[0]], key[1]))
        return [self._incoming_table(type_iri, predicate, links[type_iri, predicate]) for type_iri, predicate in keys]

    def _links_to(
        self, thing: NamedNode, left_out: Collection[str | None], shown: Collection[Term]
    ) -> Mapping[tuple[str, str], list[NamedNode]]:
        """Give the things that lead to one, by their primary type and the predicate; none that is left out or shown already."""
        links: dict[tuple[str, str], list[NamedNode]] = {}
        for triple in _arriving(self.edition, thing):
            subject = triple.subject
            linking = self.edition.things.get(subject) if isinstance(subject, NamedNode) else None
            if not linking or not isinstance(subject, NamedNode) or subject == thing or subject in shown:
                continue
            if triple.predicate.value not in left_out:
                primary = linking[0].iri if linking[0].is_listed else _UNLISTED
                links.setdefault((primary, triple.predicate.value), []).append(subject)
        return links

    def _incoming_table(self, type_iri: str, predicate: str, things: Sequence[NamedNode]) -> Table:
        type_ = self.edition.model.types.get(type_iri)
        properties = type_.properties if type_ else ()
        inverse = self.edition.model.inverse_labels.get(predicate)
        name = next(
            (prop.name for prop in properties if prop.path.predicate == predicate), self.edition.model.label_of(predicate)
        )
        props = [prop for prop in properties if prop.role == "KeyInfoRole" and prop.path.predicate != predicate]
        title = say(type_.plural, self.language) if type_ else string("other", self.language)
        first = self.ordered(things)[:MOST_ROWS]
        table = self.table(title, first, props, say(inverse or name, self.language))
        return replace(table, more=len(things) - len(first), more_href=self.list_href(type_))

    def list_href(self, type_: EntityType | None) -> str:
        """Give the address of the list of a type, or nothing where it has none."""
        return self.own(f"{type_.name}.{self.language}.html") if type_ and type_.is_listed else ""

    def table(self, title: str, things: Sequence[NamedNode], props: Sequence[Property], relation: str = "") -> Table:
        """Show things with some of their properties in columns; columns without any value are left out."""
        cells = {thing: [self._cell(thing, prop) for prop in props] for thing in things}
        kept = [i for i in range(len(props)) if any(row[i] for row in cells.values())]
        lines = [(self.link(thing), [cells[thing][i] for i in kept]) for thing in self.ordered(things)]
        return Table(title, relation, [property_column(props[i], self.language) for i in kept], lines)

    def _cell(self, thing: NamedNode, prop: Property) -> list[Value]:
        graph = self.edition.graph
        terms = self.in_language(prop.path.follow(graph, thing))
        return self.in_cell(thing, prop, spread(graph, terms))

    def in_cell(self, thing: NamedNode, prop: Property, terms: Iterable[Term]) -> list[Value]:
        """Show values of a thing's property in a cell of a table: the first of them, and how many more there are."""

        def shown_as(term: Term) -> Value:
            value = self.readable(prop.path.predicate or "", self.value(term, shapes=prop.shapes))
            return self.viewed(prop.viewer, term, value, thing)

        return self.first(terms, shown_as)

    def tree(self, title: str, things: Sequence[NamedNode], props: Sequence[Property]) -> Table:
        """Show things in a table, each below what is broader; as `table` does where none of them is."""
        table, hierarchy = self.table(title, things, props), self.edition.hierarchy
        if not any(map(hierarchy.broader, things)):
            return table
        lines = dict(zip(self.ordered(things), table.lines, strict=True))
        places = hierarchy.tree(list(lines))
        if not any(place.level for place in places):
            return table
        return replace(
            table,
            lines=[(lines[place.thing][0], [] if place.is_repeated else lines[place.thing][1]) for place in places],
            levels=[(place.level, place.is_repeated) for place in places],
        )

    def ordered(self, things: Iterable[NamedNode]) -> list[NamedNode]:
        """Order things by what they are called in the page's language."""
        return sorted(things, key=lambda thing: (name_key(self.edition.label(thing, self.language)), thing.value))


@repeated_per_edition
def _arriving(edition: Edition, thing: NamedNode) -> Sequence[Triple]:
    """List the triples that lead to a thing, which its pages in all languages show."""
    return edition.graph.triples(None, None, thing)


@held_by_edition
def _order_of_types(edition: Edition) -> Mapping[str, int]:
    """Give the places of the types in their order, and of what has no list after them."""
    return {iri: place for place, iri in enumerate((*edition.model.types, _UNLISTED))}


def _shallow(viewer: str | None) -> str | None:
    """Leave out the viewer that would show details within details."""
    return None if viewer == "DetailsViewer" else viewer
