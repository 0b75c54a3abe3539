"""Moved entries: an address that an entry had before answers, and nothing offers it to readers any more."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
import rdflib
from conftest import edition_of
from rdflib import DCTERMS, OWL, Literal, URIRef
from starlette.testclient import TestClient
from test_entities import BASE, BOOK, HEAD, SETTINGS

from catalogue.edition import Edition
from catalogue.lint import check
from catalogue.lint.findings import Finding
from catalogue.publish import document_at, documents, find_resource, moved_to, resources
from catalogue.publish.publication import Publication
from catalogue.release import build, verify
from catalogue.serve import Site

DCT = "@prefix dct: <http://purl.org/dc/terms/> .\n"
BOOKS = """
<book/fox> a :Book ; :name "The fox"@en, "Le renard"@fr .
<book/crow> a :Book ; :name "The crow"@en .
<tale#wolf> a :Book ; :name "The wolf"@en .
<book/Été> a :Book ; :name "Summer"@en .
<book/lamb> a :Book ; :name "The lamb"@en ; owl:deprecated true ; dct:isReplacedBy <book/crow> .
[] a rdf:Statement ; rdf:subject <book/fox> ; rdf:predicate :name ; rdf:object "The fox"@en ; dct:source <https://a.example/> .
"""


def stub(old: str, *new: str) -> str:
    return f"<{old}> owl:deprecated true ; dct:isReplacedBy {', '.join(f'<{iri}>' for iri in new)} .\n"


STUBS = "".join(
    stub(*iris)
    for iris in [
        ("fable/fox", "book/fox"),
        ("fable/renard", "fable/fox"),
        ("fable/both", "book/fox", "book/crow"),
        ("fable/away", "https://a.example/away?x#y"),
        ("fable/wolf", "tale#wolf"),
        ("old#fox", "book/fox"),
        ("fable/Été", "book/Été"),
        ("fable/Fox", "book/crow"),
        ("fable/a%20b", "book/crow"),
        ("fable/lamb", "book/lamb"),
        ("fable/lost", "fable/none"),
        ("circle/a", "circle/b"),
        ("circle/b", "circle/a"),
        ("fable/none", "circle/a"),
    ]
)


def catalogue(tmp_path: Path, data: str, settings: str = SETTINGS, shapes: str = "") -> Path:
    for name, text in {
        "catalogue.toml": settings,
        "shapes/s.ttl": f"{HEAD}s:Book a sh:NodeShape ; sh:targetClass :Book ; {BOOK}\n{shapes}",
        "data/books.ttl": HEAD + DCT + BOOKS,
        "data/moved.ttl": HEAD + DCT + data,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def findings(folder: Path, *codes: str) -> list[Finding]:
    report = check(edition_of(folder))
    return [finding for finding in report.findings if not codes or finding.kind.code in codes]


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return edition_of(catalogue(tmp_path, STUBS))


MOVED = [
    ("fable/fox", "/book/fox"),
    ("fable/fox.ttl", "/book/fox.ttl"),
    ("fable/fox.jsonld", "/book/fox.jsonld"),
    ("fable/fox.nt", "/book/fox.nt"),
    ("fable/fox.en.html", "/book/fox.en.html"),
    ("fable/fox.fr.html", "/book/fox.fr.html"),
    ("fable/fox.html", "/book/fox.html"),
    ("fable/fox.provenance", "/book/fox.provenance"),
    ("fable/fox.provenance.ttl", "/book/fox.provenance.ttl"),
    ("fable/renard", "/book/fox"),
    ("fable/renard.fr.html", "/book/fox.fr.html"),
    ("fable/away", "https://a.example/away?x#y"),
    ("fable/away.ttl", "https://a.example/away?x#y"),
    ("fable/away.html", "https://a.example/away?x#y"),
    ("fable/wolf", "/tale#wolf"),
    ("fable/wolf.en.html", "/tale.en.html#wolf"),
    ("fable/wolf.ttl", "/tale.ttl"),
    ("old", "/book/fox"),
    ("old.ttl", "/book/fox.ttl"),
    ("fable/%C3%89t%C3%A9", "/book/%C3%89t%C3%A9"),
    ("fable/%C3%89t%C3%A9.en.html", "/book/%C3%89t%C3%A9.en.html"),
    ("fable/Fox", "/book/crow"),
    ("fable/Fox.nt", "/book/crow.nt"),
    ("fable/~46ox.nt", "/book/crow.nt"),
    ("fable/a%20b", "/book/crow"),
    ("fable/a%20b.ttl", "/book/crow.ttl"),
    ("fable/lamb", "/book/lamb"),
]
NOWHERE = [
    "fable/fox.csv",
    "fable/fox.de.html",
    "fable/crow",
    "fable/lost",
    "circle/a",
    "fable/none",
    "fable/crow.provenance.ttl",
]


def test_each_address_that_an_entry_had_leads_to_the_same_document_of_what_replaces_it(edition: Edition):
    client = TestClient(Site(edition), follow_redirects=False)
    for path, location in MOVED:
        for method in ("GET", "HEAD"):
            answer = client.request(method, f"/{path}", headers={"Accept": "text/turtle"})
            assert (301, location, b"") == (answer.status_code, answer.headers.get("location"), answer.content), path
    assert {404} == {client.get(f"/{path}").status_code for path in NOWHERE}


def test_what_has_a_document_is_found_without_looking_at_all_entries(edition: Edition, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Publication, "same_address", property(lambda _: pytest.fail("all entries are looked at")))
    there = [document for document in documents(edition) if not document.path.startswith(("fable/", "circle/", "old"))]
    assert {moved_to(edition, document.path) for document in there} == {None}
    assert len(there) > 50


def test_what_replaces_it_is_negotiated_after_the_redirect(edition: Edition):
    client = TestClient(Site(edition))
    for accept, language, path in (("text/turtle", "", "book/fox.ttl"), ("text/html", "fr", "book/fox.fr.html")):
        answer = client.get("/fable/renard", headers={"Accept": accept, "Accept-Language": language})
        assert ([301, 303], f"/{path}") == ([each.status_code for each in answer.history], answer.url.path)


def test_a_redirect_stays_below_where_the_service_is_mounted_and_may_change(edition: Edition):
    client = TestClient(Site(edition), follow_redirects=False, root_path="/catalogue")
    answer = client.get("/catalogue/fable/fox.ttl")
    assert (301, "/catalogue/book/fox.ttl") == (answer.status_code, answer.headers["location"])
    assert "public, max-age=300" == answer.headers["cache-control"]


def test_what_moved_to_several_places_has_a_page_that_lets_the_reader_choose(edition: Edition):
    client = TestClient(Site(edition), follow_redirects=False)
    answer = client.get("/fable/both", headers={"Accept": "text/html"})
    assert (303, "/fable/both.en.html") == (answer.status_code, answer.headers["location"])
    page = html5lib.parse(client.get("/fable/both.en.html").content, namespaceHTMLElements=False)
    listed = [link.get("href") for link in page.iterfind(".//main//li/a")]
    assert ["../book/crow.en.html", "../book/fox.en.html"] == listed
    assert [] == page.findall(".//meta[@http-equiv]")
    assert f"{BASE}fable/both.en.html" == page.find(".//link[@rel='canonical']").get("href")


@pytest.mark.parametrize(
    ("path", "href", "canonical"),
    [
        ("fable/fox.en", "../book/fox.en.html", f"{BASE}book/fox.en.html"),
        ("fable/fox.fr", "../book/fox.fr.html", f"{BASE}book/fox.fr.html"),
        ("fable/wolf.en", "../tale.en.html#wolf", f"{BASE}tale.en.html#wolf"),
        ("fable/away.fr", "https://a.example/away?x#y", "https://a.example/away?x#y"),
        ("old.en", "book/fox.en.html", f"{BASE}book/fox.en.html"),
    ],
)
def test_a_page_at_the_former_address_sends_its_reader_on_without_a_script(
    edition: Edition, tmp_path: Path, path: str, href: str, canonical: str
):
    release = build(edition, tmp_path / "out")
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        (release.folder / f"{path}.html").read_text("utf-8")
    )
    assert f"0; url={href}" == page.find(".//meta[@http-equiv='refresh']").get("content")
    assert canonical == page.find(".//link[@rel='canonical']").get("href")
    assert [href] == [link.get("href") for link in page.iterfind(".//main//li/a")]
    assert path.rpartition(".")[2] == page.get("lang")
    assert [] == [script for script in page.iter("script") if not script.get("src")]


def test_the_data_at_the_former_address_says_what_replaces_it(edition: Edition, tmp_path: Path):
    folder = build(edition, tmp_path / "out").folder
    old, new = URIRef(f"{BASE}fable/fox"), URIRef(f"{BASE}book/fox")
    for suffix, format_ in ((".ttl", "turtle"), (".jsonld", "json-ld")):
        graph = rdflib.Graph().parse(folder / f"fable/fox{suffix}", format=format_)
        assert {(OWL.deprecated, Literal(True)), (DCTERMS.isReplacedBy, new)} == set(graph.predicate_objects(old))  # noqa: FBT003
        assert "The fox" in {str(label) for label in graph.objects(new)}


def test_a_moved_entry_has_documents_and_stands_in_nothing_that_offers_entries(edition: Edition, tmp_path: Path):
    folder = build(edition, tmp_path / "out").folder
    assert {} == verify(folder)
    moved = [resource for resource in resources(edition) if resource.kind == "moved"]
    assert len(set(edition.moved)) == len(moved) == 10
    paths = {document.path for resource in moved for document in resource.documents(edition)}
    assert paths <= {document.path for document in documents(edition)}
    assert all((folder / path).is_file() for path in paths)
    offering = [
        "sitemap.xml",
        "book.csv",
        *(f"{stem}.{end}" for stem in ("index", "book") for end in ("en.html", "fr.html", "ttl")),
    ]
    for name in offering:
        assert not [old for old in edition.moved if old.value.removeprefix(BASE) in (folder / name).read_text("utf-8")], name
    assert not set(edition.moved) & set(edition.things)


def test_a_deprecated_entry_with_its_class_stays_an_entry_with_its_page(edition: Edition):
    resource = find_resource(edition, f"{BASE}book/lamb")
    assert resource is not None
    assert "thing" == resource.kind
    assert document_at(edition, "book/lamb.en.html") is not None


def test_shapes_ask_nothing_of_a_moved_entry_and_no_check_does(tmp_path: Path):
    assert [] == findings(catalogue(tmp_path, stub("fable/fox", "book/fox") + stub("fable/f", "fable/fox")))


def test_data_that_still_links_to_it_is_a_warning_with_what_replaces_it(tmp_path: Path):
    lines = (
        stub("fable/fox", "book/fox")
        + '<book/owl> a :Book ; :name "The owl"@en ; rdfs:seeAlso <book/fox> ; :next <fable/fox> .'
    )
    [finding] = findings(catalogue(tmp_path, lines), "C225")
    assert ("WARNING", "<fable/fox> is deprecated") == (finding.severity.name, finding.message["en"])
    assert "use what replaces it: <book/fox>" == finding.advice["en"]
    assert ["<book/fox>"] == [fix.edits[0].text for fix in finding.fixes]


def test_a_link_to_a_moved_entry_leads_to_where_it_is(tmp_path: Path):
    shapes = 's:Next a sh:NodeShape ; sh:targetClass :Book ; sh:property [ sh:path :next ; sh:name "next"@en ] .\n'
    lines = stub("fable/fox", "book/fox") + '<book/owl> a :Book ; :name "The owl"@en ; :next <fable/fox> .'
    release = build(edition_of(catalogue(tmp_path, lines, shapes=shapes)), tmp_path / "out")
    page = html5lib.parse((release.folder / "book/owl.en.html").read_text("utf-8"), namespaceHTMLElements=False)
    assert "../book/fox.en.html" in [link.get("href") for link in page.iterfind(".//main//dd//a")]


@pytest.mark.parametrize(
    ("lines", "code", "message"),
    [
        (stub("fable/fox", "book/fix"), "C201", "<book/fix> is not described anywhere"),
        (stub("fable/fox", "elsewhere/fox"), "C201", "<elsewhere/fox> is not described anywhere"),
        (stub("fable/fox", "fable/fox"), "C225", "what replaces <fable/fox> leads back to it"),
        ("<fable/fox> owl:deprecated true .\n", "C204", "no shape covers <fable/fox>"),
        ("<fable/fox> dct:isReplacedBy <book/fox> .\n", "C204", "no shape covers <fable/fox>"),
        ("<fable/fox> a :Fable ; owl:deprecated true ; dct:isReplacedBy <book/fox> .\n", "C204", "no shape covers <fable/fox>"),
    ],
    ids=["slip", "described nowhere", "itself", "replaced by nothing", "not deprecated", "with a class"],
)
def test_what_leads_nowhere_is_a_finding(tmp_path: Path, lines: str, code: str, message: str):
    reported = findings(catalogue(tmp_path, lines))
    assert [code] == [finding.kind.code for finding in reported if finding.kind.code != "C223"]
    assert message in reported[0].message["en"] or message in reported[-1].message["en"]


def test_each_of_a_circle_is_a_finding(tmp_path: Path):
    folder = catalogue(tmp_path, stub("a/1", "a/2") + stub("a/2", "a/3") + stub("a/3", "a/1") + stub("a/4", "a/1"))
    assert [f"{BASE}a/{number}" for number in "123"] == [finding.focus for finding in findings(folder)]
    assert {} == edition_of(folder).moved


def test_a_catalogue_in_a_folder_with_our_own_documents_apart_answers_alike(tmp_path: Path):
    settings = SETTINGS.replace(BASE, f"{BASE}below/") + '\n[site]\nfolder = "site"\n'
    folder = catalogue(tmp_path, stub("fable/fox", "book/fox"), settings)
    for name in ("data/books.ttl", "data/moved.ttl"):
        (folder / name).write_text(
            (folder / name).read_text("utf-8").replace(f"@base <{BASE}>", f"@base <{BASE}below/>"), "utf-8"
        )
    client = TestClient(Site(edition_of(folder)), follow_redirects=False)
    for path, location in (("/fable/fox.ttl", "/book/fox.ttl"), ("/below/fable/fox", "/below/book/fox")):
        answer = client.get(path)
        assert (301, location) == (answer.status_code, answer.headers["location"])


def test_the_targets_of_the_first_catalogue_answer_at_the_addresses_that_they_had_as_observations(first_edition: Edition):
    former = {node.value: [new.value for new in by] for node, by in first_edition.moved.items()}
    targets = {old: new for old, [new] in former.items() if "/observation/" in old and "/target/" in new}
    assert 21 == len(targets)
    assert all(old.replace("/observation/", "/target/") == new for old, new in targets.items())
    assert all(find_resource(first_edition, iri) is not None for new in former.values() for iri in new)
