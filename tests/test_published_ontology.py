"""The first catalogue's ontology: published terms do not vanish, and what replaces a deprecated one is a term in use."""

from conftest import ROOT

from catalogue.edition import Edition
from catalogue.model import deprecated_terms
from catalogue.terms import RDF_TYPE, NamedNode

NAMESPACE = "https://communs.example.org/ontology#"
EVER = ROOT / "tests" / "fixtures" / "terms-ever-published.txt"


def described(edition: Edition) -> set[str]:
    typed = {triple.subject.value for triple in edition.shapes_graph.triples(None, RDF_TYPE)}
    return {iri.removeprefix(NAMESPACE) for iri in typed if iri.startswith(NAMESPACE)}


def test_every_term_that_was_ever_published_is_still_described(first_edition: Edition):
    ever = {line for line in EVER.read_text("utf-8").splitlines() if not line.startswith("#")}
    vanished = sorted(ever - described(first_edition))
    assert [] == vanished, "describe them in shapes/deprecated.ttl, with owl:deprecated true and dct:isReplacedBy"
    unlisted = sorted(described(first_edition) - ever)
    assert [] == unlisted, f"add them to {EVER.relative_to(ROOT)}"


def test_each_deprecated_term_names_a_term_in_use_that_replaces_it(first_edition: Edition):
    graph = first_edition.shapes_graph
    deprecated = deprecated_terms(graph)
    assert len(deprecated) > 50
    for term, replacements in deprecated.items():
        assert [] != replacements, term
        for replacement in replacements:
            assert replacement not in deprecated
            assert [] != graph.triples(replacement), replacement


def test_no_shape_and_no_query_uses_a_deprecated_term(first_edition: Edition):
    graph = first_edition.shapes_graph
    deprecated = deprecated_terms(graph)
    uses = [
        triple
        for triple in graph.triples()
        if triple.subject not in deprecated and (triple.predicate in deprecated or triple.object in deprecated)
    ]
    assert [] == uses
    names = {term.value.removeprefix(NAMESPACE) for term in deprecated if isinstance(term, NamedNode)}
    for query in sorted((ROOT / "queries").glob("*.rq")):
        words = {
            word.removeprefix("cn:") for word in query.read_text("utf-8").replace("/", " ").split() if word.startswith("cn:")
        }
        assert set() == words & names, query.name
