"""Links: what a term is called on a page, and where its own page or its place on the web is from there."""

from __future__ import annotations

from catalogue.edition import Edition, repeated_per_edition
from catalogue.languages import lookup
from catalogue.messages import Text, language_shown, say
from catalogue.names import document_of
from catalogue.pages.addresses import beside, elsewhere, in_short, page_of
from catalogue.pages.excerpts import MARKS, plain_text
from catalogue.pages.parts import Link
from catalogue.pages.pictures import place_name
from catalogue.terms import NamedNode, Term


def href_of(edition: Edition, node: Term, language: str, root: str) -> str:
    """Give the address of the page that tells of a term, of a web page for a web IRI, or nothing.

    Args:
        edition: the catalogue.
        node: the term.
        language: the language of the page that links.
        root: the address of the release's root from there.
    """
    if not isinstance(node, NamedNode):
        return ""
    path, fragment = page_of(edition, node)
    if not path:
        return elsewhere(edition, node)
    is_own = document_of(node.value) == edition.settings.base
    return f"{root}{edition.settings.own(path) if is_own else path}.{language}.html{fragment}"


@repeated_per_edition
def link_to(edition: Edition, node: Term, language: str, root: str) -> Link:
    """Give a term's label and address.

    Args:
        edition: the catalogue.
        node: the term.
        language: the language of the page that links.
        root: the address of the release's root from there.
    """
    label = edition.label_text(node)
    text, href = say(label, language), href_of(edition, node, language, root)
    if isinstance(node, NamedNode):
        href = href or beside(edition, node)
        is_named = text != node.value
        text = _unmarked(edition, node, text) if is_named else place_name(text, language) or in_short(text)
    return Link(text, href, other_language(label, language))


def _unmarked(edition: Edition, node: NamedNode, label: str) -> str:
    """Give what a thing is called as text, where its name may have its quote in it."""
    quotes = edition.settings.quotes
    may_have_marks = quotes is not None and any(mark in label for mark in MARKS)
    if quotes is None or not may_have_marks or edition.graph.value(node, NamedNode(quotes.quote)) is None:
        return label
    return plain_text(label)


def other_language(text: Text, language: str) -> str:
    """Give the language in which a text is shown when that is not the page's; else nothing."""
    return unless_served(language_shown(text, language), language) if text else ""


def unless_served(tag: str, language: str) -> str:
    """Give a language where it is none that serves readers of a page's language (RFC 4647); else nothing."""
    return "" if not tag or lookup(language, (tag,)) else tag
