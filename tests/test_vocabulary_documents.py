"""Documents of vocabularies: they tell of the ontology, of its terms, and of the entries whose IRIs lead there too."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
import rdflib
from conftest import edition_of
from starlette.testclient import TestClient
from test_entities import BASE, NAME, made

from catalogue import publish
from catalogue.edition import Edition
from catalogue.lint import check
from catalogue.serve import Site

SHAPE = f"s:Tree a sh:NodeShape ; sh:targetClass a:Tree ; {NAME} ."
ENTRIES = '<ns#oak> a a:Tree ; :name "oak"@en . <ns#Elm> a a:Tree ; :name "elm"@en . <tree/fir> a a:Tree ; :name "fir"@en .'
ONTOLOGIES = ["<ns>", "<ns#>", "<ns#onto>"]


def edition_with(folder: Path, ontology: str, data: str = ENTRIES, terms: str = "ns") -> Edition:
    """A catalogue whose shapes have an ontology and two of its terms, and whose data has entries."""
    words = f'{ontology} a owl:Ontology ; rdfs:label "Trees"@en . '
    words += f'<{terms}#Leaf> a owl:Class ; rdfs:label "leaf"@en . <{terms}#has> a owl:ObjectProperty ; rdfs:label "has"@en . '
    return edition_of(made(folder, f"{words} {SHAPE}", data))


def subjects(edition: Edition, path: str) -> set[str]:
    """What a document in Turtle describes, relative to the base."""
    document = publish.document_at(edition, path)
    assert document is not None, path
    graph = rdflib.Graph().parse(data=publish.represent(edition, document.iri, "text/turtle"), format="turtle")
    return {str(subject).removeprefix(BASE) for subject in graph.subjects() if isinstance(subject, rdflib.URIRef)}


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, "text/html", "en").decode()


@pytest.mark.parametrize("ontology", ONTOLOGIES)
def test_one_document_tells_of_the_ontology_its_terms_and_the_entries(tmp_path: Path, ontology: str):
    edition = edition_with(tmp_path, ontology)
    assert [] == [finding.kind.code for finding in check(edition) if finding.kind.code == "C205"]
    assert {ontology.strip("<>"), "ns#Leaf", "ns#has", "ns#oak", "ns#Elm"} == subjects(edition, "ns.ttl")
    html = page(edition, "ns.en.html")
    assert "<h1>Trees</h1>" in html
    identifiers = [
        element.get("id") for element in html5lib.parse(html, namespaceHTMLElements=False).iter() if element.get("id")
    ]
    assert {"Leaf", "has", "oak", "Elm"} <= set(identifiers)
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("ontology", ONTOLOGIES)
def test_every_link_to_an_entry_leads_to_its_place(tmp_path: Path, ontology: str):
    edition = edition_with(tmp_path, ontology)
    assert 'href="ns.en.html#oak"' in page(edition, "tree.en.html")
    with TestClient(Site(edition), follow_redirects=False) as client:
        answer = client.get("/ns", headers={"Accept": "text/turtle"})
        assert (303, "/ns.ttl") == (answer.status_code, answer.headers["location"])
        assert "ns#oak" in client.get("/ns.ttl").text


@pytest.mark.parametrize("ontology", ["<>", "<#>"])
def test_an_ontology_at_the_base_is_on_the_home_page_which_stays(tmp_path: Path, ontology: str):
    edition = edition_with(tmp_path, ontology, terms="")
    assert "<h1>Things</h1>" in page(edition, "index.en.html")
    assert 'id="Leaf"' in page(edition, "index.en.html")
    described = subjects(edition, "index.ttl")
    assert {ontology.strip("<>"), "#Leaf", "#has"} <= described
    assert (rdflib.URIRef(BASE), rdflib.RDF.type, rdflib.DCAT.Catalog) in rdflib.Graph().parse(
        data=publish.represent(edition, BASE, "text/turtle"), format="turtle"
    )


def test_several_ontologies_of_one_document_are_told_together(tmp_path: Path):
    edition = edition_of(made(tmp_path, f"<ns> a owl:Ontology . <ns#> a owl:Ontology . <ns#L> a owl:Class . {SHAPE}", ENTRIES))
    assert {"ns", "ns#", "ns#L", "ns#oak", "ns#Elm"} == subjects(edition, "ns.ttl")


def test_the_terms_of_a_namespace_that_ends_in_a_slash_are_those_right_below(tmp_path: Path):
    words = "<ns/> a owl:Ontology . <ns/L> a owl:Class . <ns/a/b> a owl:Class . <ns/x#y> a owl:Class ."
    edition = edition_of(made(tmp_path, f"{words} {SHAPE}", ENTRIES))
    [document] = [resource for resource in publish.resources(edition) if resource.iri == f"{BASE}ns/"]
    assert {"ns/", "ns/L"} == subjects(edition, f"{document.path}.ttl")


@pytest.mark.parametrize("name", ["ns#Leaf", "ns"])
def test_a_term_or_an_ontology_that_is_an_entry_too_is_told_once_as_such(tmp_path: Path, name: str):
    edition = edition_with(tmp_path, "<ns>", f'<{name}> a a:Tree ; :name "both"@en .')
    assert [] == [finding.kind.code for finding in check(edition) if finding.kind.code == "C205"]
    html = page(edition, "ns.en.html")
    assert 1 == html.count("<h2>both</h2>") + html.count('<h2 lang="en">both</h2>')
    assert html.count('id="Leaf"') == 1
    graph = rdflib.Graph().parse(data=publish.represent(edition, f"{BASE}ns", "text/turtle"), format="turtle")
    assert 2 <= len(list(graph.objects(rdflib.URIRef(BASE + name), rdflib.RDF.type)))


@pytest.mark.parametrize("data", [ENTRIES, ""])
@pytest.mark.parametrize("ontology", [*ONTOLOGIES, "<>", "<ns/>"])
def test_no_two_documents_have_one_path_and_every_entry_is_told(tmp_path: Path, ontology: str, data: str):
    edition = edition_with(tmp_path, ontology, data)
    documents = list(publish.documents(edition))
    assert len({document.path for document in documents}) == len(documents)
    told = set().union(
        *(subjects(edition, each.path) for each in documents if each.path.endswith(".ttl") and "dumps" not in each.path)
    )
    assert {thing.value.removeprefix(BASE) for thing in edition.things} <= told


def test_a_list_is_never_at_the_address_of_a_vocabulary(tmp_path: Path):
    """Whatever its IRI ends in."""
    shapes = f"s:Ns a sh:NodeShape ; sh:targetClass :Ns ; {NAME} ."
    for number, ontology in enumerate(ONTOLOGIES):
        edition = edition_of(
            made(tmp_path / str(number), f"{ontology} a owl:Ontology . {shapes}", "<a/b> a :Ns ; :name 'b'@en .")
        )
        paths = [document.path for document in publish.documents(edition)]
        assert len(set(paths)) == len(paths)
        assert ["ns"] != list(edition.model.by_name)
