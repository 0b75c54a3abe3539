"""What the templates show of things: values with their sources, sections, links in and out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.collation import collation_key
from catalogue.edition import RELATIONS, SCHEMES, SOURCE, Edition
from catalogue.languages import lookup
from catalogue.messages import Text, language_shown, say
from catalogue.model import EntityType, Property, members_of, spread
from catalogue.names import document_of
from catalogue.pages.addresses import beside, elsewhere, host, page_of, shown
from catalogue.pages.literals import language_name, localized, machine_date
from catalogue.pages.nested import parts
from catalogue.pages.parts import Link, Row, Section, SourceNote, Table, Value
from catalogue.pages.selection import in_language, shown_in_rows
from catalogue.pages.sourcing import how_known
from catalogue.pages.strings import string
from catalogue.terms import RDF, RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term, language_of, sort_key

_STATEMENT_PARTS = {RDF + name for name in ("subject", "predicate", "object")}
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
        cited: the numbers of the sources that the page refers to one by one, in the order in which it does.
        others: the sources of the entry as a whole.
        addresses: where the documents of sources are on the web.
    """

    edition: Edition
    language: str
    path: str
    root: str = ""
    cited: dict[Term, int] = field(default_factory=dict)
    others: dict[Term, None] = field(default_factory=dict)
    addresses: dict[Term, Sequence[Link]] = field(default_factory=dict)

    def href(self, target: str) -> str:
        """Give the relative address of another document of the release."""
        return (self.root or "../" * self.path.count("/")) + target

    def own(self, target: str) -> str:
        """Give the relative address of what is no entry's."""
        return self.href(self.edition.settings.own(target))

    def thing_href(self, node: Term) -> str:
        """Give the address of the page that tells of a term, of a web page for a web IRI, or nothing."""
        if not isinstance(node, NamedNode):
            return ""
        path, fragment = page_of(self.edition, node)
        if not path:
            return elsewhere(self.edition, node)
        page = f"{path}.{self.language}.html"
        return (self.own(page) if document_of(node.value) == self.edition.settings.base else self.href(page)) + fragment

    def link(self, node: Term) -> Link:
        """Give a term's label and address."""
        label = self.edition.label_text(node)
        text, href = say(label, self.language), self.thing_href(node)
        if isinstance(node, NamedNode):
            href = href or beside(self.edition, node)
            text = shown(text) if text == node.value else text
        return Link(text, href, self.other_language(label))

    def other_language(self, text: Text) -> str:
        """Give the language in which a text is shown when that is not the page's; else nothing."""
        return self._other(language_shown(text, self.language)) if text else ""

    def _other(self, tag: str) -> str:
        """Give a language where it is none that serves the page's (RFC 4647); else nothing."""
        return "" if not tag or lookup(self.language, (tag,)) else tag

    def value(
        self, node: Term, *, sources: Sequence[Term] = (), claims: Sequence[Node] = (), shapes: tuple[Node, ...] = ()
    ) -> Value:
        """Show one value with its sources; the property shapes that it is a value of name what it is made of."""
        links = [self._source_link(source) for source in sources]
        remarks = [link for claim in claims for link in self._remarks(claim)]
        if isinstance(node, BlankNode):
            return Value("", parts=list(self._parts(node, shapes)), sources=links, remarks=remarks)
        if isinstance(node, NamedNode):
            link = self.link(node)
            return Value(link.label, link.href, link.language, sources=links, remarks=remarks)
        return self._literal(node, links, remarks)

    def _literal(self, node: Literal, links: Sequence[Link], remarks: Sequence[Link]) -> Value:
        other = self._other(language_of(node))
        name = language_name(other, self.language) if other else ""
        text = localized(node, self.language)
        return Value(text, "", other, name, machine_date(node), sources=links, remarks=remarks)

    def _source_link(self, source: Term) -> Link:
        """Refer to a source at the foot of the page by its number."""
        quote = self._quote(source)
        number = self.cited.setdefault(source, len(self.cited) + 1)
        return Link(str(number), f"#source-{number}", note=quote.value if quote is not None else self.link(source).label)

    def _quote(self, source: Term) -> Term | None:
        quotes = self.edition.settings.quotes
        if quotes is None or not isinstance(source, NamedNode):
            return None
        return self.edition.graph.value(source, NamedNode(quotes.quote))

    def _remarks(self, claim: Node) -> Iterator[Link]:
        """Tell what a claim says of itself: its key information but for the statement that it is about."""
        type_ = self.edition.type_of(claim) if isinstance(claim, NamedNode) else None
        href = self.thing_href(claim)
        for prop in type_.with_role("KeyInfoRole") if type_ else ():
            if prop.path.predicate not in _STATEMENT_PARTS:
                for value in prop.path.follow(self.edition.graph, claim):
                    yield Link(self.value(value).label, href, note=say(prop.name, self.language))

    def _parts(self, node: BlankNode, shapes: tuple[Node, ...]) -> Iterator[Row]:
        """Show what is stated of a blank node; the members of a list in a list by their numbers."""
        graph = self.edition.graph
        for number, member in enumerate(members := members_of(graph, node) or (), 1):
            yield Row(str(number), [self.value(member)])
        for part in () if members else parts(self.edition, node, shapes):
            values = [self.value(value, shapes=part.shapes) for value in spread(graph, part.values)]
            yield Row(say(part.name, self.language), values)

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
        values_of_path, predicate = prop.path.follow(self.edition.graph, thing), prop.path.predicate
        if predicate and NamedNode(predicate) not in SCHEMES:
            terms = shown_in_rows(self.edition, self.language, thing, NamedNode(predicate), values_of_path)
        else:
            terms = self.in_language(values_of_path)
        if not terms:
            return None
        values = list(self._values(thing, prop, spread(self.edition.graph, terms)))
        return Row(
            say(prop.name, self.language),
            values,
            say(prop.description, self.language),
            self.thing_href(NamedNode(predicate)) if predicate else "",
        )

    def _values(self, thing: NamedNode, prop: Property, terms: Iterable[Term]) -> Iterator[Value]:
        predicate = prop.path.predicate
        for term in terms:
            if predicate:
                yield self.sourced(thing, NamedNode(predicate), term, prop.shapes)
            else:
                yield self.value(term, shapes=prop.shapes)

    def sourced(self, thing: NamedNode, predicate: NamedNode, value: Term, shapes: tuple[Node, ...] = ()) -> Value:
        """Show a value of a thing with its sources, and with what the claims about it say of themselves."""
        edition = self.edition
        claims = edition.claims.of(thing, predicate, value)
        sources = edition.claims.sources(thing, predicate, value)
        if not claims and predicate in how_known(edition):
            sources = []  # what is said of how a thing is known, such as its date, its one source does not say
        if value in edition.graph.objects(thing, predicate) and value in sources:
            sources = []
        return self.value(value, sources=sources, claims=claims, shapes=shapes)

    def sections(self, thing: NamedNode, type_: EntityType) -> list[Section]:
        """Show all properties of a thing, in the groups and the order of the shapes; its sources stand at the page's foot."""
        groups: dict[str | None, list[Row]] = {group: [] for group in self.edition.model.groups}
        places = {group: place for place, group in enumerate(groups)}
        for prop in sorted(type_.properties, key=lambda prop: places.get(prop.group, len(places))):
            row = self.row(thing, prop)
            if prop.path.predicate == SOURCE.value:
                self.others.update(dict.fromkeys(prop.path.follow(self.edition.graph, thing)))
            elif row is not None:
                groups.setdefault(prop.group if prop.group in groups else None, []).append(row)
        rest = list(self._unshaped(thing, type_))
        if rest:
            groups.setdefault(None, []).extend(rest)
        return [Section(self._group_title(group), rows) for group, rows in groups.items() if rows]

    def _group_title(self, group: str | None) -> str:
        groups = self.edition.model.groups
        described = groups.get(group or "")
        return say(described.label, self.language) if described else string("other" if groups else "about", self.language)

    def _unshaped(self, thing: NamedNode, type_: EntityType) -> Iterator[Row]:
        """Show what no property shape of the type speaks of, so that nothing is hidden."""
        known = {prop.path.predicate for prop in type_.properties}
        graph = self.edition.graph
        for predicate in {t.predicate: None for t in graph.triples(thing)}:
            if predicate.value not in known and predicate != RDF_TYPE:
                terms = shown_in_rows(self.edition, self.language, thing, predicate, graph.objects(thing, predicate))
                values = [self.sourced(thing, predicate, value) for value in spread(graph, terms)]
                if values:
                    yield Row(self.edition.label(predicate, self.language), values, href=self.thing_href(predicate))

    def incoming(self, thing: NamedNode, type_: EntityType) -> list[Table]:
        """Show the things that lead here, one table for each property and type, titled by the inverse property."""
        links = self._links_to(thing, _STATEMENT_PARTS | _PLACES | {prop.path.inverse for prop in type_.properties})
        order = {iri: place for place, iri in enumerate((*self.edition.model.types, _UNLISTED))}
        keys = sorted(links, key=lambda key: (order[key[0]], key[1]))
        return [self._incoming_table(type_iri, predicate, links[type_iri, predicate]) for type_iri, predicate in keys]

    def _links_to(self, thing: NamedNode, left_out: Collection[str | None]) -> Mapping[tuple[str, str], list[NamedNode]]:
        """Give the things that lead to one, by their primary type and the predicate, which is none of those left out."""
        links: dict[tuple[str, str], list[NamedNode]] = {}
        for triple in self.edition.graph.triples(None, None, thing):
            subject = triple.subject
            linking = self.edition.things.get(subject) if isinstance(subject, NamedNode) else None
            if linking and isinstance(subject, NamedNode) and subject != thing and triple.predicate.value not in left_out:
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
        return self.table(title, things, props, say(inverse or name, self.language))

    def table(self, title: str, things: Sequence[NamedNode], props: Sequence[Property], relation: str = "") -> Table:
        """Show things with some of their properties in columns; columns without any value are left out."""
        cells = {thing: [self._cell(thing, prop) for prop in props] for thing in things}
        kept = [i for i in range(len(props)) if any(row[i] for row in cells.values())]
        lines = [(self.link(thing), [cells[thing][i] for i in kept]) for thing in self.ordered(things)]
        return Table(title, relation, [say(props[i].name, self.language) for i in kept], lines)

    def _cell(self, thing: NamedNode, prop: Property) -> list[Value]:
        graph = self.edition.graph
        terms = self.in_language(prop.path.follow(graph, thing))
        return [self.value(term, shapes=prop.shapes) for term in spread(graph, terms)]

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
        return sorted(things, key=lambda thing: (collation_key(self.edition.label(thing, self.language)), thing.value))

    def source_notes(self) -> list[SourceNote]:
        """Show the sources that the page named, for its foot, in the order of their numbers."""
        sources = dict.fromkeys([*self.cited, *sorted(self.others, key=sort_key)])
        return [self._source_note(source, number) for number, source in enumerate(sources, 1)]

    def _source_note(self, source: Term, number: int) -> SourceNote:
        link, quotes, quote = self.link(source), self.edition.settings.quotes, self._quote(source)
        document = None
        if quotes is not None and isinstance(source, NamedNode):
            document = self.edition.graph.value(source, NamedNode(quotes.document))
        return SourceNote(
            number,
            link,
            quote.value if quote else "",
            language_of(quote),
            self.link(document) if document is not None else None,
            self._addresses(document or source),
        )

    def _addresses(self, document: Term) -> Sequence[Link]:
        """List where a document is on the web: the first address at each host among its key information."""
        if document not in self.addresses:
            by_host: dict[str, Link] = {}
            for link in self._key_addresses(document):
                by_host.setdefault(link.label, link)
            self.addresses[document] = list(by_host.values())
        return self.addresses[document]

    def _key_addresses(self, document: Term) -> Iterator[Link]:
        type_ = self.edition.type_of(document) if isinstance(document, NamedNode) else None
        for prop in type_.with_role("KeyInfoRole") if type_ else ():
            for value in prop.path.follow(self.edition.graph, document) if isinstance(document, NamedNode) else ():
                href = self.link(value).href
                if value not in self.edition.things and host(href):
                    yield Link(host(href), href)
