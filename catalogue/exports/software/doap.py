"""Entries that are software in DOAP: triples about projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalogue.crosswalk.facts import values_in
from catalogue.crosswalk.values import WEB
from catalogue.crosswalk.vocabulary import DOAP
from catalogue.edition import Edition
from catalogue.exports.dcat.terms import within
from catalogue.exports.software.things import address_of, is_agent, is_person
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Term, Triple, language_of, named_node

PREFIXES = {"doap": DOAP.namespaces[0], "foaf": STANDARD_PREFIXES["foaf"]}
"""The prefixes of its terms."""

_TEXTS = frozenset({"shortdesc", "description", "programming-language", "os", "platform", "audience", "created", "implements"})
_AGENTS = frozenset({"maintainer", "developer", "documenter", "helper", "tester", "translator", "vendor"})
_REPOSITORY, _RELEASE, _NAME = "repository", "release", "name"
_LEFT_TO_THE_READER = frozenset({"location", "browse", "revision", "anon-root", "module"})
"""Terms of what a project leads to, not of the project."""


def doap(edition: Edition, things: Sequence[NamedNode]) -> list[Triple]:
    """Describe entries as projects.

    Args:
        edition: the catalogue.
        things: the entries.

    Returns:
        The triples: texts in all their languages; repositories and releases as nodes that are named as fragments of the entry.
    """
    return list(dict.fromkeys(triple for thing in things for triple in _project(edition, thing)))


def _term(name: str) -> NamedNode:
    return NamedNode(PREFIXES["doap"] + name)


def _foaf(name: str) -> NamedNode:
    return NamedNode(PREFIXES["foaf"] + name)


def _project(edition: Edition, thing: NamedNode) -> Iterator[Triple]:
    yield Triple(thing, RDF_TYPE, _term("Project"))
    yield from _named(thing, _term(_NAME), edition.label_text(thing))
    for name, terms in values_in(edition, thing, DOAP).items():
        if name == _REPOSITORY:
            yield from _repositories(edition, thing, terms)
        elif name == _RELEASE:
            yield from _releases(thing, terms)
        elif name != _NAME and name not in _LEFT_TO_THE_READER:
            for term in terms:
                yield from _value(edition, thing, name, term)


def _named(node: NamedNode, predicate: NamedNode, texts: Mapping[str, str]) -> Iterator[Triple]:
    for tag, text in texts.items():
        yield Triple(node, predicate, Literal(text, language=tag) if tag else Literal(text))


def _value(edition: Edition, thing: NamedNode, name: str, term: Term) -> Iterator[Triple]:
    if name in _AGENTS:
        yield from _agent(edition, thing, name, term)
    elif name in _TEXTS:
        yield from _text(edition, thing, name, term)
    else:
        iri = _address(edition, term)
        if iri is not None:
            yield Triple(thing, _term(name), iri)


def _text(edition: Edition, thing: NamedNode, name: str, term: Term) -> Iterator[Triple]:
    if isinstance(term, Literal):
        yield Triple(thing, _term(name), term if language_of(term) else Literal(term.value))
    else:
        yield from _named(thing, _term(name), edition.own_label(term))


def _agent(edition: Edition, thing: NamedNode, name: str, term: Term) -> Iterator[Triple]:
    """Refer to an entry that is a person or an organisation, with its name."""
    if isinstance(term, NamedNode) and is_agent(edition, term):
        yield Triple(thing, _term(name), term)
        yield Triple(term, RDF_TYPE, _foaf("Person" if is_person(edition, term) else "Organization"))
        yield from _named(term, _foaf(_NAME), edition.label_text(term))


def _address(edition: Edition, term: Term) -> NamedNode | None:
    if isinstance(term, NamedNode):
        return term
    address = address_of(edition, term)
    return named_node(address) if address is not None else None


def _repositories(edition: Edition, thing: NamedNode, terms: Sequence[Term]) -> Iterator[Triple]:
    """Describe repositories: of Git where the address ends as it names them, else of whatever kind."""
    addresses = dict.fromkeys(address_of(edition, term) for term in terms)
    for number, address in enumerate(filter(None, addresses), 1):
        location = named_node(address)
        if location is not None:
            node = NamedNode(within(thing.value, f"repository-{number}"))
            yield Triple(thing, _term(_REPOSITORY), node)
            yield Triple(node, RDF_TYPE, _term("GitRepository" if address.endswith(".git") else "Repository"))
            yield Triple(node, _term("location"), location)
            if WEB.match(address) and not address.endswith(".git"):
                yield Triple(node, _term("browse"), location)


def _releases(thing: NamedNode, terms: Sequence[Term]) -> Iterator[Triple]:
    for number, term in enumerate((term for term in terms if isinstance(term, Literal)), 1):
        node = NamedNode(within(thing.value, f"release-{number}"))
        yield Triple(thing, _term(_RELEASE), node)
        yield Triple(node, RDF_TYPE, _term("Version"))
        yield Triple(node, _term("revision"), Literal(term.value))
