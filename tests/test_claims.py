"""Claims: about single values, several, or properties as a whole; who reads them agrees on what says each value."""

import re
from itertools import product
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_bad_input import HEAD, catalogue, checked
from test_pages import page

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.edition.claims import Claims
from catalogue.sources import parse
from catalogue.terms import RDF, XSD, Literal, NamedNode, Node, Term, Triple
from catalogue.workspace.catalogue import Catalogue

BASE = "https://gardens.example.org/"
PREFIXES = (
    f"{HEAD}@prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
PEA = """
<plant/pea> a g:Plant ;
    skos:prefLabel "pea"@en, "pois"@fr ;
    g:height 1 ;
    g:colour "green", "yellow" ;
    dct:source <urn:s1>, <urn:s2> .
"""
G = f"{BASE}ontology#"
NAME = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def graph_of(turtle: str) -> Graph:
    return Graph(BASE, [parse((PREFIXES + turtle).encode(), "data/x.ttl")])


def test_what_claims_are_about_is_told_without_listing_them():
    claims = Claims(graph_of("<c> rdf:subject <plant/pea> . <d> rdf:predicate g:height ; rdf:object <plant/bean> ."))
    for name in ("plant/pea", "plant/bean", "c", "d", "elsewhere"):
        assert claims.are_about(NamedNode(BASE + name)) is bool(claims.about(NamedNode(BASE + name))), name
    assert claims.are_about(NamedNode(f"{BASE}plant/pea"))


def sources(turtle: str, predicate: NamedNode, value: Term) -> list[str]:
    """Give the ends of the sources of a value of the pea."""
    return [source.value[-2:] for source in Claims(graph_of(turtle)).sources(NamedNode(f"{BASE}plant/pea"), predicate, value)]


@pytest.mark.parametrize(
    ("claim", "english", "french", "height"),
    [
        ("", [], [], []),
        ('rdf:predicate skos:prefLabel ; rdf:object "pea"@en ; dct:source <urn:s3>', ["s3"], [], []),
        ('rdf:predicate skos:prefLabel ; rdf:object "pea"@en, "pois"@fr ; dct:source <urn:s3>', ["s3"], ["s3"], []),
        ("rdf:predicate skos:prefLabel ; dct:source <urn:s3>", ["s3"], ["s3"], []),
        ("rdf:predicate skos:prefLabel, g:height ; dct:source <urn:s3>, <urn:s4>", ["s3", "s4"], ["s3", "s4"], ["s3", "s4"]),
        ("rdf:predicate g:height ; dct:source <urn:s3> ; rdf:subject <plant/bean>", [], [], ["s3"]),
        ("rdf:predicate g:height", [], [], []),  # a claim without a source
        ("dct:source <urn:s3>", [], [], []),  # about no property
    ],
)  # fmt: skip
def test_the_sources_of_a_value_are_those_of_the_claim_about_it(
    claim: str, english: list[str], french: list[str], height: list[str]
):
    claims = f"<c> rdf:subject <plant/pea> ; {claim} ." if claim else ""
    assert sources(PEA + claims, NAME, Literal("pea", language="en")) == english
    assert sources(PEA + claims, NAME, Literal("pois", language="fr")) == french
    assert sources(PEA + claims, NamedNode(f"{G}height"), Literal("1", datatype=NamedNode(f"{XSD}integer"))) == height


NAMES = "<c> rdf:subject <plant/pea> ; rdf:predicate skos:prefLabel ; dct:source <urn:s3> ."


@pytest.mark.parametrize(
    ("more", "english", "french"),
    [
        ('rdf:object "pois"@fr', ["s3"], ["s4"]),  # the nearest claim counts
        ('rdf:object "pois"@fr, "pea"@en', ["s4"], ["s4"]),
        ("g:note 1", ["s3", "s4"], ["s3", "s4"]),  # two of the same nearness
    ],
)
def test_what_names_a_value_comes_before_what_is_about_the_property(more: str, english: list[str], french: list[str]):
    text = f"{PEA}{NAMES} <d> rdf:subject <plant/pea> ; rdf:predicate skos:prefLabel ; {more} ; dct:source <urn:s4> ."
    assert sources(text, NAME, Literal("pea", language="en")) == english
    assert sources(text, NAME, Literal("pois", language="fr")) == french


def test_one_source_of_an_entry_is_that_of_each_value_and_several_are_of_none():
    value = Literal("green")
    colour = NamedNode(f"{G}colour")
    assert sources(PEA.replace(", <urn:s2>", ""), colour, value) == ["s1"]
    assert sources(PEA, colour, value) == []
    assert sources(PEA.replace("dct:source <urn:s1>, <urn:s2>", 'g:size "big"'), colour, value) == []


SUBJECTS = ["<plant/a>", "<plant/b>"]
PREDICATES = ["g:p", "g:q"]
VALUES = ["1", "2", '"x"@en']
some = st.lists(st.sampled_from([*SUBJECTS, '"no subject"']), max_size=2, unique=True)
claim_parts = st.tuples(
    some,
    st.lists(st.sampled_from([*PREDICATES, '"no predicate"']), max_size=2, unique=True),
    st.lists(st.sampled_from(VALUES), max_size=2, unique=True),
    st.lists(st.sampled_from(["<urn:s1>", "<urn:s2>", "<urn:s3>"]), max_size=2, unique=True),
)
triples = st.lists(st.tuples(*map(st.sampled_from, (SUBJECTS, PREDICATES, VALUES))), max_size=6, unique=True)


def written(number: int, parts: tuple[list[str], ...]) -> str:
    names = ("rdf:subject", "rdf:predicate", "rdf:object", "dct:source")
    lines = [f"<c/{number}> {name} {', '.join(terms)} .\n" for name, terms in zip(names, parts, strict=True) if terms]
    return "".join(lines)


def _terms(graph: Graph, node: Node, name: str) -> list[Term]:
    return graph.objects(node, NamedNode(RDF + name))


@given(triples, st.lists(claim_parts, max_size=4))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_claims_are_what_one_reads_from_them_one_by_one(
    stated: list[tuple[str, str, str]], claims: list[tuple[list[str], list[str], list[str], list[str]]]
):
    """The index agrees with a reading of all claims for each value."""
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in stated)
    graph = graph_of(text + "".join(written(number, parts) for number, parts in enumerate(claims)))
    nodes = sorted({triple.subject for triple in graph.triples() if triple.subject.value.startswith(f"{BASE}c/")}, key=str)
    combinations = graph_of("".join(f"{s} {p} {o} .\n" for s, p, o in product(SUBJECTS, PREDICATES, VALUES)))
    for triple in combinations.triples():
        about = [
            node
            for node in nodes
            if triple.subject in _terms(graph, node, "subject") and triple.predicate in _terms(graph, node, "predicate")
        ]
        naming = [node for node in about if triple.object in _terms(graph, node, "object")]
        whole = [node for node in about if not _terms(graph, node, "object")]
        assert sorted(Claims(graph).of(*triple), key=str) == (naming or whole)


def _baseless(turtle: str) -> list[tuple[str, str]]:
    """Give the subjects and predicates of claims, one by one, that the data has no value for."""
    graph = graph_of(turtle)
    baseless: list[tuple[str, str]] = []
    for claim in graph.subjects_of(NamedNode(RDF + "subject")):
        subjects, predicates, values = (_terms(graph, claim, part) for part in ("subject", "predicate", "object"))
        pairs = [(s, p) for s, p in product(subjects, predicates) if isinstance(s, NamedNode) and isinstance(p, NamedNode)]
        baseless += [(claim.value, "object") for pair, value in product(pairs, values) if Triple(*pair, value) not in graph]
        baseless += [(claim.value, "predicate") for pair in pairs if not values and not graph.objects(*pair)]
    return baseless


@given(triples, st.lists(claim_parts, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_a_claim_of_what_is_not_there_is_a_finding_and_no_other_is(
    tmp_path_factory: pytest.TempPathFactory,
    stated: list[tuple[str, str, str]],
    claims: list[tuple[list[str], list[str], list[str], list[str]]],
):
    folder = tmp_path_factory.mktemp("claims")
    (folder / "data").mkdir()
    named = f'[catalogue]\nbase = "{BASE}"\ntitle = "Claims"\nlanguages = ["en"]\n[publisher]\nname = "Tests"\n'
    (folder / "catalogue.toml").write_text(named, "utf-8")
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in stated)
    text += "".join(written(number, parts) for number, parts in enumerate(claims))
    (folder / "data" / "x.ttl").write_text(PREFIXES + text, "utf-8")
    lines = [finding for finding in Catalogue(folder).check() if finding.kind.code == "C209"]
    expected = {(claim, part) for claim, part in _baseless(text)}
    where = {(str(finding.focus), _part(PREFIXES + text, finding.place.line or 0)) for finding in lines}
    assert where == expected


def _part(text: str, line: int) -> str:
    """Give the part of a claim that a line of `written` has."""
    return text.splitlines()[line - 1].split("rdf:")[1].split()[0]


@pytest.mark.parametrize(
    ("claim", "places"),
    [
        ("rdf:predicate g:height", []),
        ("rdf:predicate g:weight", ["<plant/pea> has no g:weight"]),
        ("rdf:predicate g:height, g:weight", ["<plant/pea> has no g:weight"]),
        ("rdf:predicate g:height ; rdf:object 1", []),
        ("rdf:predicate g:height ; rdf:object 1, 2", ["<plant/pea> has no g:height 2"]),
        ('rdf:predicate skos:prefLabel ; rdf:object "pea"@en, "pois"@fr', []),
        ('rdf:predicate skos:prefLabel, g:height ; rdf:object "pea"@en', ['<plant/pea> has no g:height "pea"@en']),
    ],
)
def test_what_a_claim_is_about_and_is_not_there_is_named(garden: Path, claim: str, places: list[str]):
    lines, _ = checked(garden, f"{PREFIXES}{PEA}<claim/x> a rdf:Statement ; rdf:subject <plant/pea> ; {claim} .\n".encode())
    reported = [line.partition("C209: ")[2].partition(" → ")[0] for line in lines if "C209" in line]
    assert reported == places


def with_claims(garden: Path) -> Catalogue:
    """The garden with a pea of two sources, two claims, and shapes for them."""
    claims = """
<claim/pea-name> a g:Claim ; rdf:subject <plant/pea> ; rdf:predicate skos:prefLabel ;
    g:sure true ; dct:source <urn:book:names> .
<claim/pea-look> a g:Claim ; rdf:subject <plant/pea> ; rdf:predicate g:height, g:colour, g:taste, g:shape, g:smell ;
    dct:source <urn:book:looks> .
<plant/pea> g:taste "sweet" ; g:shape "round" ; g:smell "none" ; g:sure false ; g:month 5 .
"""
    (garden / "data" / "plant" / "pea.ttl").write_text(PREFIXES + PEA + claims, "utf-8")
    (garden / "shapes" / "claim.ttl").write_text(
        f"""{PREFIXES}@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dash: <http://datashapes.org/dash#> .
<shapes#Claim> a sh:NodeShape ; sh:targetClass g:Claim ; rdfs:label "Claim"@en, "Affirmation"@fr ; sh:order 9 ;
    sh:property [ sh:path g:sure ; sh:name "sure"@en, "sûr"@fr ; dash:propertyRole dash:KeyInfoRole ] .
""",
        "utf-8",
    )
    return Catalogue(garden)


def noted(text: str, value: str) -> str:
    """Give the notes that the marks beside a value of a page refer to."""
    shown = text.partition(f"<span>{value}</span>")[2].partition("</dd>")[0]
    marks = dict.fromkeys(re.findall(r'href="#((?:source|reason)-\d+)"', shown))
    return "".join(text.partition(f'<li id="{mark}"')[2].partition("</li>")[0] + "\n" for mark in marks)


def test_a_page_shows_the_sources_of_a_claim_about_a_property_beside_each_of_its_values(garden: Path):
    edition = with_claims(garden).edition
    for language, name in (("en", "pea"), ("fr", "pois")):
        text = page(edition, f"plant/pea.{language}.html")
        assert "urn:book:names" in noted(text, name)
        for colour in ("green", "yellow"):
            assert "urn:book:looks" in noted(text, colour)
            assert "urn:book:names" not in noted(text, colour)


def test_all_sources_of_a_value_are_referred_to_one_by_one(garden: Path):
    with_claims(garden)
    books = [f"urn:book:b{number}" for number in range(7)]
    sources = ", ".join(f"<{book}>" for book in books)
    claim = f"<claim/pea-month> rdf:subject <plant/pea> ; rdf:predicate g:month ; dct:source {sources} ."
    (garden / "data" / "x.ttl").write_text(PREFIXES + claim, "utf-8")
    shown = noted(page(edition_of(garden), "plant/pea.en.html"), "5")
    assert [book for book in books if book not in shown] == []


def test_a_value_without_a_source_of_its_own_shows_none_of_those_of_the_entry(garden: Path):
    text = page(with_claims(garden).edition, "plant/pea.en.html")
    assert noted(text, "5") == ""
    assert "fn" not in text.partition("<span>5</span>")[2].partition("</dd>")[0]
    assert all(source in text for source in ("urn:s1", "urn:s2"))


def test_what_says_how_a_thing_is_known_is_not_from_its_only_source(garden: Path):
    with_claims(garden)
    leek = '<plant/leek> a g:Plant ; skos:prefLabel "leek"@en ; g:month 5 ; g:sure false ; dct:source <urn:leeks> .'
    (garden / "data" / "plant" / "leek.ttl").write_text(PREFIXES + leek, "utf-8")
    text = page(Catalogue(garden).edition, "plant/leek.en.html")
    assert "<span>no</span>" in text
    assert "urn:leeks" in noted(text, "5")
    assert "urn:leeks" not in noted(text, "no")


def test_the_remarks_of_a_claim_about_a_property_stand_beside_its_values(garden: Path):
    text = page(with_claims(garden).edition, "plant/pea.en.html")
    assert ">sure</a>" in text.partition("<span>pea</span>")[2].partition("</dd>")[0]
    assert "<strong>sure</strong>" in noted(text, "pea")


def test_two_properties_of_a_claim_that_are_true_have_a_note_each(garden: Path):
    with_claims(garden)
    shapes = garden / "shapes" / "claim.ttl"
    seen = '[ sh:path g:seen ; sh:name "seen"@en, "vu"@fr ; dash:propertyRole dash:KeyInfoRole ]'
    shapes.write_text(shapes.read_text("utf-8").replace("dash:KeyInfoRole ] .", f"dash:KeyInfoRole ], {seen} ."), "utf-8")
    (garden / "data" / "x.ttl").write_text(PREFIXES + "<claim/pea-name> g:seen true .", "utf-8")
    notes = noted(page(edition_of(garden), "plant/pea.en.html"), "pea")
    assert sorted(re.findall(r"<strong>(\w+)</strong>", notes)) == ["seen", "sure"]


def test_a_claim_is_called_by_the_thing_and_its_first_properties(garden: Path):
    labels = with_claims(garden).edition.labels
    assert labels.label(NamedNode(f"{BASE}claim/pea-name"), "en") == "pea – skos:prefLabel"
    assert labels.label(NamedNode(f"{BASE}claim/pea-look"), "fr").startswith("pois – ")
    assert labels.label(NamedNode(f"{BASE}claim/pea-look"), "en").count(",") == 3
    assert labels.label(NamedNode(f"{BASE}claim/pea-look"), "en").endswith(", …")


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        ("rdf:subject <plant/bean>, <plant/tomato> ; rdf:predicate g:size", "runner bean, tomato – g:size"),
        ("rdf:subject <plant/bean> ; rdf:predicate g:size, g:colour, g:smell", "runner bean – g:colour, g:size, g:smell"),
        ("rdf:predicate g:size", "Claim x"),  # about no thing
        ("rdf:subject <plant/bean>", "Claim x"),  # about no property
    ],
)
def test_a_claim_is_called_by_all_that_it_is_about_where_that_is_little(garden: Path, parts: str, label: str):
    with_claims(garden)
    (garden / "data" / "x.ttl").write_text(f"{PREFIXES}<claim/x> a g:Claim ; {parts} .\n", "utf-8")
    assert Catalogue(garden).edition.label(NamedNode(f"{BASE}claim/x"), "en") == label


@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json"])
def test_the_provenance_of_a_thing_has_its_claims(garden: Path, media_type: str):
    text = publish.represent(with_claims(garden).edition, f"{BASE}plant/pea.provenance", media_type).decode()
    assert "urn:book:names" in text
    assert "urn:book:looks" in text


def test_the_values_that_name_what_says_them_are_counted(garden: Path):
    """Those of an entry with one source do; what claims have too says how a thing is known, and is not counted."""
    with_claims(garden)
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8") + "<plant/bean> <http://purl.org/dc/terms/source> <urn:s1> .\n", "utf-8")
    counted = {of_type.type.name: of_type for of_type in Catalogue(garden).sourcing()}
    plants = counted["plant"]
    assert {triple.subject.value.rpartition("/")[2] for triple in plants.lacking} == {"pea", "tomato"}
    pea = [triple for triple in plants.lacking if triple.subject.value.endswith("pea")]
    assert [(triple.predicate.value.rpartition("#")[2], triple.object.value) for triple in pea] == [("month", "5")]
    assert plants.shown == 2 + 2 + 9
    assert plants.share == 1 - len(plants.lacking) / plants.shown
    assert "claim" not in counted


def test_the_command_counts_and_lists_values_without_a_source_of_their_own(garden: Path):
    with_claims(garden)
    counted = catalogue(garden, "sources")
    assert counted.stdout.splitlines()[-1] == "plant: 8 of 13 values name what says them (61 %)"
    listed = catalogue(garden, "sources", "plant", "plant")
    assert len(listed.stdout.splitlines()) == 5
    assert listed.stderr.splitlines() == ["plant: 8 of 13 values name what says them (61 %)"]
    assert listed.stdout.startswith("data/plant/bean.ttl:")
    assert [line.partition(": ")[2] for line in listed.stdout.splitlines() if "pea" in line] == ["<plant/pea> g:month 5"]


def test_a_type_that_is_not_there_is_a_wrong_use(garden: Path):
    done = catalogue(garden, "sources", "tree")
    assert (done.returncode, done.stdout) == (2, "")
    assert "tree" in done.stderr
    assert "garden, plant" in done.stderr
