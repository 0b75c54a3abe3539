"""Ranks: claims, passages, identifiers and code lists are records of the subject matter, reached from it and listed apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from conftest import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCAT, PROV, RDF, SKOS
from rdflib.compare import to_isomorphic
from starlette.testclient import TestClient
from test_entities import BASE, HEAD, SETTINGS

from catalogue import publish
from catalogue.config import read_settings
from catalogue.documents.addresses import VOID
from catalogue.edition import Edition
from catalogue.errors import SettingsError
from catalogue.exports.vocabulary import vocabulary
from catalogue.lint import check
from catalogue.names import SEGMENT_LIMIT
from catalogue.pages.sparql import starting_query
from catalogue.release import build, verify
from catalogue.serve import Site

PREFIXES = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""
LABEL = 'sh:property [ sh:path skos:prefLabel ; sh:name "name"@en ; dash:propertyRole dash:LabelRole ]'
SHAPES = f"""
:Claim rdfs:subClassOf rdf:Statement .
s:Claim a sh:NodeShape ; sh:targetClass :Claim ; sh:order 1 ; rdfs:label "Claim"@en ;
    sh:property [ sh:path rdf:subject ; sh:name "of"@en ], [ sh:path dct:source ; sh:name "source"@en ] .
s:Passage a sh:NodeShape ; sh:targetClass :Passage ; sh:order 2 ; sh:labelTemplate "“{{?words}}”, {{?from}}"@en ;
    sh:property [ sh:path :words ; sh:name "words"@en ], [ sh:path :from ; sh:name "letter"@en ] .
s:Id a sh:NodeShape ; sh:targetClass adms:Identifier ; sh:order 3 ; sh:property [ sh:path :of ; sh:name "identifies"@en ] .
s:Code a sh:NodeShape ; sh:targetClass skos:Concept ; sh:order 4 ; {LABEL} .
s:Genre a sh:NodeShape ; sh:targetClass :Genre ; sh:order 5 ; {LABEL} .
s:Book a sh:NodeShape ; sh:targetClass :Book ; sh:order 6 ; {LABEL}, [ sh:path :state ; sh:name "state"@en ] .
s:Letter a sh:NodeShape ; sh:targetClass :Letter ; sh:order 7 ; {LABEL} .
:Genre rdfs:subClassOf skos:Concept . :Note a owl:Class .
"""
DATA = """
<letter/1> a :Letter ; skos:prefLabel "Letter to Ann"@en .
<passage/1> a :Passage ; :words "it has been read"@en ; :from <letter/1> .
<passage/2> a :Passage ; :words "a fable"@en ; :from <letter/1> .
<passage/3> a :Passage ; :words "nobody cites this"@en ; :from <letter/1> .
<code/read> a skos:Concept ; skos:prefLabel "read"@en, "lu"@fr ; skos:inScheme <code/states> .
<code/states> a skos:Concept ; skos:prefLabel "states"@en .
<genre/fable> a :Genre ; skos:prefLabel "fable"@en ; skos:broader <genre/tale> .
<genre/tale> a :Genre ; skos:prefLabel "tale"@en .
<id/1> a adms:Identifier ; :of <book/fox> ; skos:notation [ :words "42" ] .
<claim/1> a :Claim ; rdf:subject <book/fox> ; rdf:predicate :state ; rdf:object <code/read> ; dct:source <passage/1> .
[] a :Claim ; rdf:subject <book/fox> ; rdf:predicate :genre ; rdf:object <genre/fable> ; dct:source <passage/2> .
<book/fox> a :Book ; skos:prefLabel "The fox"@en ; :state <code/read> ; :genre <genre/fable> ;
    :page <https://books.example/fox> ; :printed [ :in "Linz" ] .
<book/owl> a :Book ; skos:prefLabel "The owl"@en ; dct:source <passage/2> .
<book/hen> a :Book ; skos:prefLabel "The hen"@en ; dct:source <letter/1> .
"""
QUOTES = '[quotes]\nquote = ":words"\ndocument = ":from"\nfile = ":file"\n'
CODES = '[site]\nrecords = [":Claim", ":Passage", "adms:Identifier", "http://www.w3.org/2004/02/skos/core#Concept"]\n'
ALL = {"claim", "passage", "identifier", "concept"}


def books(folder: Path, tables: str = CODES, data: str = DATA, base: str = BASE) -> Path:
    """Write a catalogue of books, with what is said of them and who said so."""
    for part in ("shapes", "data"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    own = f'"" = "{BASE}ontology#"\nadms = "http://www.w3.org/ns/adms#"\n'
    (folder / "catalogue.toml").write_text(SETTINGS.replace(BASE, base) + own + tables, "utf-8")
    (folder / "shapes" / "s.ttl").write_text(HEAD + PREFIXES + SHAPES, "utf-8")
    (folder / "data" / "d.ttl").write_text(HEAD + PREFIXES + data, "utf-8")
    return folder


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(books(tmp_path_factory.mktemp("books")))


def names(edition: Edition) -> set[str]:
    return {edition.model.types[iri].name for iri in edition.ranks.records}


def text(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, document.format.media_type, document.language).decode()


def graph(edition: Edition, path: str) -> rdflib.Graph:
    formats = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}
    return rdflib.Graph().parse(data=text(edition, path), format=formats[path.rpartition(".")[2]])


def iri(path: str) -> rdflib.URIRef:
    return rdflib.URIRef(BASE + path)


@pytest.mark.parametrize(
    ("tables", "records"),
    [
        ("", {"claim", "identifier"}),
        (QUOTES, {"claim", "identifier", "passage"}),
        (CODES, ALL),
        ('[site]\nrecords = ["s:Code"]\n', {"concept"}),
        ('[site]\nrecords = ["skos:Concept"]\n' + QUOTES, {"concept"}),
        (f'[site]\nrecords = ["{BASE}ontology#Genre"]\n', {"genre"}),
        ("[site]\nrecords = []\n", set()),
    ],
)
def test_records_are_claims_identifiers_and_what_is_quoted_or_what_the_settings_name(
    tmp_path: Path, tables: str, records: set[str]
):
    tables = f's = "{BASE}shapes#"\n{tables}'
    assert records == names(edition_of(books(tmp_path, tables)))


@pytest.mark.parametrize("value", ['"skos:Concept"', '["nobody:Claim"]', '["Claim"]', "[7]", '[""]'])
def test_names_that_are_none_are_refused_with_their_line(tmp_path: Path, value: str):
    folder = books(tmp_path, f"[site]\nrecords = {value}\n")
    with pytest.raises(SettingsError, match=r"site\.records must be a list of IRIs") as error:
        read_settings(folder)
    assert error.value.place is not None
    assert "records" in (folder / "catalogue.toml").read_text("utf-8").split("\n")[error.value.place.line - 1]


def test_a_thing_is_a_record_when_all_that_it_is_published_as_is(edition: Edition):
    records = {thing.value.removeprefix(BASE) for thing in edition.things if edition.is_record(thing)}
    assert records == {"claim/1", "code/read", "code/states", "id/1", "passage/1", "passage/2", "passage/3"}


def links(page: str) -> set[str]:
    return set(re.findall(r'href="(?:\.\./)*([a-z-]+)\.en\.html"', page)) - {"index"}


@pytest.mark.parametrize("path", ["index.en.html", "book/fox.en.html", "book.en.html", "claim.en.html"])
def test_no_page_lists_the_types_of_records_among_those_of_entries(edition: Edition, path: str):
    own = {"claim"} if path == "claim.en.html" else set()
    assert links(text(edition, path)) - own == {"book", "genre", "letter"}


def test_the_sitemap_has_no_record_and_no_list_of_records(edition: Edition):
    listed = re.findall(rf"<loc>{BASE}([a-z/0-9-]+)\.en\.html</loc>", text(edition, "sitemap.xml"))
    assert sorted(listed) == [
        *("book", "book/fox", "book/hen", "book/owl", "genre", "genre/fable", "genre/tale"),
        *("index", "index/1", "index/contents", "index/quality", "letter", "letter/1", "search"),
    ]


def test_dcat_describes_the_whole_with_its_parts_and_the_lists_of_entries_alone(edition: Edition):
    described = graph(edition, "index.ttl")
    datasets = {str(dataset).removeprefix(BASE) for dataset in described.objects(None, DCAT.dataset)}
    assert datasets == {"dumps/catalogue"}
    files = {str(file).removeprefix(BASE) for file in described.objects(None, DCAT.downloadURL)}
    tables = {f"{name}.csv" for name in ("book", "genre", "letter")}
    parts = {
        f"dumps/{part}.{suffix}" for part in ("catalogue", "subject-matter", "provenance") for suffix in ("ttl", "jsonld", "nq")
    }
    assert tables | parts <= files
    assert {file for file in files if file.endswith(".csv")} == tables | {each.replace(".", "-spreadsheet.") for each in tables}


def test_queries_start_from_the_subject_matter_and_complete_it_first(edition: Edition):
    assert "?thing a <https://x.example/ontology#Genre>" in starting_query(edition).replace(
        "a :Genre", f"a <{BASE}ontology#Genre>"
    )
    completed = [thing["class"].rpartition("#")[2] for thing in vocabulary(edition)["things"]]
    assert completed == ["Letter", "Genre", "Genre", "Book", "Book", "Book", *completed[6:]]


def test_records_stay_at_their_addresses_and_are_reached_from_what_they_are_about(edition: Edition):
    for path in (
        "claim/1.en.html",
        "claim.csv",
        "passage/1.ttl",
        "id/1.jsonld",
        "code/read.fr.html",
        "concept.nt",
        "passage.en.html",
    ):
        assert text(edition, path)
    page = text(edition, "book/fox.en.html")
    for path in ("passage/1", "id/1", "code/read"):
        assert f'href="../{path}.en.html"' in page
    assert 'href="../passage/3.en.html"' in text(edition, "letter/1.en.html")


def test_a_things_data_is_the_thing_and_the_types_and_labels_of_what_it_links_to(edition: Edition):
    expected = rdflib.Graph().parse(
        data=HEAD
        + """
        @prefix prov: <http://www.w3.org/ns/prov#> .
        <book/fox> a :Book ; skos:prefLabel "The fox"@en ; :state <code/read> ; :genre <genre/fable> ;
            :page <https://books.example/fox> ; :printed [ :in "Linz" ] ; prov:has_provenance <book/fox.provenance> .
        <code/read> a skos:Concept ; skos:prefLabel "read"@en, "lu"@fr .
        <genre/fable> a :Genre ; skos:prefLabel "fable"@en .
        """,
        format="turtle",
    )
    for path in ("book/fox.ttl", "book/fox.jsonld"):
        assert to_isomorphic(graph(edition, path)) == to_isomorphic(expected)


def test_what_is_named_by_a_template_has_a_label_in_the_data_of_what_links_to_it(edition: Edition):
    label = rdflib.Literal("“a fable”, Letter to Ann", lang="en")
    assert (iri("passage/2"), rdflib.RDFS.label, label) in graph(edition, "book/owl.ttl")


def subjects(described: rdflib.Graph) -> set[str]:
    """Give what a graph says more of than its type and its name."""
    cards = ({RDF.type, SKOS.prefLabel}, {RDF.type, rdflib.RDFS.label})
    typed = {node for node in described.subjects(RDF.type) if set(described.predicates(node)) not in cards}
    return {str(node).removeprefix(BASE) if isinstance(node, rdflib.URIRef) else "_" for node in typed}


@pytest.mark.parametrize(
    ("path", "records"),
    [
        ("book/fox", {"claim/1", "_", "id/1", "passage/1", "passage/2"}),
        ("book/owl", {"passage/2"}),
        ("letter/1", {"passage/1", "passage/2", "passage/3"}),
    ],
)
def test_a_things_provenance_has_the_records_about_it_and_those_that_they_cite(edition: Edition, path: str, records: set[str]):
    for suffix in (".ttl", ".jsonld"):
        assert subjects(graph(edition, f"{path}.provenance{suffix}")) == records


def test_a_provenance_has_the_labels_of_what_its_records_link_to(edition: Edition):
    described = graph(edition, "book/fox.provenance.ttl")
    assert (iri("book/fox"), SKOS.prefLabel, rdflib.Literal("The fox", lang="en")) in described
    assert (iri("letter/1"), SKOS.prefLabel, rdflib.Literal("Letter to Ann", lang="en")) in described
    assert {RDF.type, SKOS.prefLabel} == set(described.predicates(iri("book/fox")))


@pytest.mark.parametrize("path", ["book/hen", "genre/tale", "passage/1", "code/read", "claim/1", "id/1"])
def test_what_no_record_is_about_has_no_provenance(edition: Edition, path: str):
    assert publish.document_at(edition, f"{path}.provenance.ttl") is None
    assert (iri(path), PROV.has_provenance, None) not in graph(edition, f"{path}.ttl")
    assert "has_provenance" not in text(edition, f"{path}.en.html")


def test_a_record_has_a_provenance_when_claims_are_about_it(tmp_path: Path):
    about = "<claim/2> a :Claim ; rdf:subject <passage/1> ; rdf:predicate :words ; rdf:object 'it has been read'@en ."
    edition = edition_of(books(tmp_path, data=DATA + about))
    assert subjects(graph(edition, "passage/1.provenance.ttl")) == {"claim/2"}


def test_claims_are_in_the_provenance_where_no_type_keeps_records(tmp_path: Path):
    edition = edition_of(books(tmp_path, "[site]\nrecords = []\n"))
    assert subjects(graph(edition, "book/fox.provenance.ttl")) == {"claim/1", "_"}
    assert {"book", "claim", "concept"} <= links(text(edition, "index.en.html"))


@pytest.fixture(scope="module")
def client(edition: Edition) -> TestClient:
    return TestClient(Site(edition), follow_redirects=False)


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "en.html", "fr.html"])
def test_a_things_documents_link_to_its_provenance(client: TestClient, suffix: str):
    answer = client.get(f"/book/fox.{suffix}")
    for other, media_type in (("ttl", "text/turtle"), ("jsonld", "application/ld+json")):
        link = f'<{BASE}book/fox.provenance.{other}>; rel="http://www.w3.org/ns/prov#has_provenance"; type="{media_type}"'
        assert link in answer.headers["link"]
        if suffix.endswith("html"):
            rel = 'rel="http://www.w3.org/ns/prov#has_provenance"'
            assert f'<link {rel} type="{media_type}" href="../book/fox.provenance.{other}">' in answer.text


@pytest.mark.parametrize(
    ("path", "accept", "location"),
    [
        ("/book/fox.provenance", "text/turtle", "/book/fox.provenance.ttl"),
        ("/book/fox.provenance", "application/ld+json", "/book/fox.provenance.jsonld"),
        ("/book/fox.provenance", "*/*", "/book/fox.provenance.ttl"),
        ("/book/fox.provenance", "text/html", None),
        ("/book/fox", "text/turtle", "/book/fox.ttl"),
        ("/book/fox", "application/ld+json", "/book/fox.jsonld"),
        ("/book/fox", "*/*", "/book/fox.en.html"),
    ],
)
def test_the_provenance_is_no_variant_of_the_thing(client: TestClient, path: str, accept: str, location: str | None):
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers.get("location")) == (303 if location else 406, location)


def test_every_document_is_served_as_it_is_built(edition: Edition, client: TestClient, tmp_path: Path):
    folder = build(edition, tmp_path).folder
    assert verify(folder) == {}
    paths = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert "book/fox.provenance.ttl" in paths
    copies = {file.path for file in publish.files(edition) if file.same_as}  # a server leads from these to a language
    assert VOID in paths
    for path in set(paths) - {VOID}:  # a server describes its service there
        answer = client.get(f"/{path}", follow_redirects=path in copies)
        assert (answer.status_code, answer.content) == (200, (folder / path).read_bytes()), path


def triples(edition: Edition, path: str) -> set[tuple[str, ...]]:
    """Give the statements of a dump, blank nodes by what is said of them."""
    described = rdflib.Dataset(default_union=True)
    described.parse(data=text(edition, path), format="nquads")
    return {
        tuple("_" if isinstance(term, rdflib.BNode) else term.n3() for term in (s, p, o)) for s, p, o, _ in described.quads()
    }


def test_the_dumps_of_subject_matter_and_records_part_the_whole(edition: Edition):
    whole, subject, records = (triples(edition, f"dumps/{name}.nq") for name in ("catalogue", "subject-matter", "provenance"))
    assert whole == subject | records
    assert {(s.strip("<>").removeprefix(BASE), p.rpartition("#")[2].strip(">")) for s, p, _ in subject & records} == {
        ("code/read", "prefLabel")
    }
    assert {s for s, _, _ in records if not s.startswith("_")} == {
        f"<{BASE}{path}>" for path in ("claim/1", "code/read", "code/states", "id/1", "passage/1", "passage/2", "passage/3")
    }


def test_the_dumps_say_the_same_in_each_format(edition: Edition):
    for name in ("subject-matter", "provenance"):
        turtle, json_ld = (graph(edition, f"dumps/{name}.{suffix}") for suffix in ("ttl", "jsonld"))
        assert to_isomorphic(turtle) == to_isomorphic(json_ld)


def test_a_catalogue_without_records_has_one_dump(garden: Path):
    edition = edition_of(garden)
    dumps = {document.path for document in publish.documents(edition) if document.path.startswith("dumps/")}
    tables = {"dumps/tables.zip", "dumps/tables.en.xlsx", "dumps/tables.fr.xlsx"}
    whole = {f"dumps/catalogue.{suffix}{end}" for suffix in ("ttl", "nq", "jsonld") for end in ("", ".gz")}
    assert dumps - tables == {*whole, "dumps/shapes.ttl"}


TAKEN: dict[str, Callable[[str], str]] = {
    "book/fox.provenance": lambda _: "the provenance of another entry",
    "book/fox.provenance.ttl": lambda base: f"the document of <{base}book/fox.provenance> in Turtle",
    "book/fox.provenance.jsonld": lambda base: f"the document of <{base}book/fox.provenance> in JSON-LD",
    "letter/1.provenance": lambda _: "the provenance of another entry",
}
FREE = [
    "book/hen.provenance",
    "book/fox.provenance.nt",
    "book/fox.provenances",
    "provenance",
    "book/provenance",
    "book/.provenance",
]


@pytest.mark.parametrize("path", [*TAKEN, *FREE])
def test_an_entry_at_the_address_of_a_provenance_is_an_error(tmp_path: Path, path: str):
    edition = edition_of(books(tmp_path, data=f'{DATA}<{path}> a :Book ; skos:prefLabel "New"@en .'))
    messages = [finding.message["en"] for finding in check(edition) if finding.kind.code == "C205"]
    assert messages == ([f"the address of <{path}> is taken by {TAKEN[path](BASE)}"] if path in TAKEN else [])
    paths = [document.path for document in publish.documents(edition)]
    assert len(paths) == len(set(paths))


SLUGS = st.text(alphabet="aZé.~%# /_-0", min_size=1, max_size=8) | st.sampled_from(
    ["x" * 230, "é" * 100, "con", "a.", "a/", ".a"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slug=SLUGS)
def test_every_entry_has_a_provenance_of_its_own_path_whatever_it_is_called(tmp_path: Path, slug: str):
    written = slug.replace("%", "%25").replace(" ", "%20").replace("#", "%23")
    data = f"<z/{written}> a :Book ; :state <code/read> ; dct:source <passage/1> . <code/read> a skos:Concept . "
    edition = edition_of(books(tmp_path, data=data + "<passage/1> a :Passage ; :words 'x'@en ."))
    documents = list(publish.documents(edition))
    paths = [document.path for document in documents]
    assert len(paths) == len({path.casefold() for path in paths})
    assert all(len(part.encode()) <= 255 for path in paths for part in path.split("/"))
    [turtle] = [each for each in documents if each.iri.endswith(".provenance") and each.path.endswith(".ttl")]
    assert publish.document_at(edition, turtle.path) == turtle
    assert len(turtle.path.rpartition("/")[2].removesuffix(".ttl").encode()) <= SEGMENT_LIMIT


def test_things_of_one_document_share_its_provenance(tmp_path: Path):
    data = """<tales#a> a :Book ; dct:source <passage/1> . <tales#b> a :Book ; dct:source <passage/2> .
    <passage/1> a :Passage . <passage/2> a :Passage ."""
    edition = edition_of(books(tmp_path, data=data))
    assert subjects(graph(edition, "tales.provenance.ttl")) == {"passage/1", "passage/2"}
    linked = graph(edition, "tales.ttl").objects(None, PROV.has_provenance)
    assert set(linked) == {iri("tales.provenance")}


@pytest.mark.parametrize("folder", ["", "_/"])
def test_the_provenance_of_what_is_at_the_base_is_beside_the_home_page(tmp_path: Path, folder: str):
    setting = '\nfolder = "_"\n' if folder else ""
    data = "<> a :Book ; dct:source <passage/1> . <passage/1> a :Passage ; :words 'x'@en ."
    edition = edition_of(books(tmp_path, CODES + setting, data))
    path = f"{folder}index.provenance"
    assert subjects(graph(edition, f"{path}.ttl")) == {"passage/1"}
    assert (iri(""), PROV.has_provenance, iri(path)) in graph(edition, f"{folder}index.ttl")
    client = TestClient(Site(edition), follow_redirects=False)
    assert client.get(f"/{path}").headers["location"] == f"/{path}.ttl"
    assert f"<{BASE}{path}.ttl>" in client.get(f"/{folder}index.ttl").headers["link"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slugs=st.lists(st.text(alphabet="aAéÉ.", min_size=1, max_size=3), min_size=2, max_size=4, unique=True))
def test_no_file_system_takes_two_provenances_for_one(tmp_path: Path, slugs: list[str]):
    things = "".join(f"<z/{slug}> a :Book ; dct:source <passage/1> .\n" for slug in slugs if not slug.startswith("."))
    edition = edition_of(books(tmp_path, data=f"{things}<passage/1> a :Passage ; :words 'x'@en ."))
    paths = [document.path for document in publish.documents(edition)]
    assert len(paths) == len({path.casefold() for path in paths})
    for document in publish.documents(edition):
        assert publish.document_at(edition, document.path) == document


def test_the_description_of_the_service_names_the_dumps_of_the_parts(edition: Edition):
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    with TestClient(Site(edition), follow_redirects=False) as service:
        described = rdflib.Graph().parse(data=service.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle")
    dumps = {
        str(dump).removeprefix(BASE)
        for part in described.objects(None, void.subset)
        for dump in described.objects(part, void.dataDump)
    }
    assert dumps == {"dumps/subject-matter.nq", "dumps/provenance.nq"}
