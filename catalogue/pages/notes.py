"""Notes: what stands at the foot of a page about the sources that it names, and why something is not plainly stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalogue.edition import Edition, repeated_per_edition
from catalogue.messages import say
from catalogue.pages.addresses import host
from catalogue.pages.excerpts import plain_text, shortened
from catalogue.pages.links import link_to
from catalogue.pages.parts import Link, ReasonNote, SourceNote, Value
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer
from catalogue.terms import NamedNode, Term, language_of, sort_key
from catalogue.visible import shows_something

_MOST_OTHERS = 100
_LONGEST_QUOTE = 400


def source_notes(viewer: Viewer) -> list[SourceNote]:
    """Show the sources that a page named, in the order of their numbers, then those of the entry as a whole.

    Args:
        viewer: the page, whose values are all made.
    """
    others = sorted(viewer.footnotes.others, key=sort_key)
    sources = dict.fromkeys([*viewer.footnotes.cited, *others[:_MOST_OTHERS]])
    shown = (_source_note(viewer.edition, source, viewer.language, viewer.up) for source in sources)
    notes = [replace(note, number=number) for number, note in enumerate(shown, 1)]
    more = len(others[_MOST_OTHERS:])
    rest = Link(string("more", viewer.language, count=more))
    return [*notes, SourceNote(len(notes) + 1, rest, "", "", None, ())] if more else notes


def by_document(notes: Sequence[SourceNote]) -> list[list[SourceNote]]:
    """Put the notes of one document together, the documents in the order of their first notes."""
    groups: dict[object, list[SourceNote]] = {}
    for note in notes:
        groups.setdefault(note.document or note.number, []).append(note)
    return list(groups.values())


@repeated_per_edition
def _source_note(edition: Edition, source: Term, language: str, root: str) -> SourceNote:
    """Show a source, which many pages name: its number there is not known yet."""
    graph, quotes = edition.graph, edition.settings.quotes
    quote = document = None
    if quotes is not None and isinstance(source, NamedNode):
        quote = graph.value(source, NamedNode(quotes.quote))
        document = graph.value(source, NamedNode(quotes.document))
    return SourceNote(
        0,
        link_to(edition, source, language, root),
        shortened(plain_text(quote.value), _LONGEST_QUOTE) if quote and shows_something(quote.value) else "",
        language_of(quote),
        link_to(edition, document, language, root) if document is not None else None,
        _addresses(edition, document or source, language, root),
    )


@repeated_per_edition
def _addresses(edition: Edition, document: Term, language: str, root: str) -> Sequence[Link]:
    """List where a document is on the web: the first address at each host among its key information."""
    by_host: dict[str, Link] = {}
    type_ = edition.type_of(document) if isinstance(document, NamedNode) else None
    for prop in type_.with_role("KeyInfoRole") if type_ else ():
        for value in prop.path.follow(edition.graph, document):
            href = link_to(edition, value, language, root).href
            if value not in edition.things and host(href):
                by_host.setdefault(host(href), Link(host(href), href))
    return list(by_host.values())


def reason_notes(viewer: Viewer) -> list[ReasonNote]:
    """Show why values of a page are not plainly stated, in the order of their numbers."""
    return [
        ReasonNote(
            number,
            viewer.qualified(reason),
            say(reason.name, viewer.language),
            [viewer.value(text) for text in viewer.in_language(reason.texts)],
            viewer.link(reason.about),
            viewer.thing_href(reason.qualification),
            _meanings(viewer, reason.qualification),
        )
        for number, reason in enumerate(viewer.footnotes.explained, 1)
    ]


def _meanings(viewer: Viewer, qualification: Term) -> list[Value]:
    """Show what a qualification means: the first description of what it is."""
    type_ = viewer.edition.type_of(qualification) if isinstance(qualification, NamedNode) else None
    for prop in type_.with_role("DescriptionRole") if type_ is not None else ():
        texts = viewer.in_language(prop.path.follow(viewer.edition.graph, qualification))
        if texts:
            return [viewer.value(text) for text in texts]
    return []
