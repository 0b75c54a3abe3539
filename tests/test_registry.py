"""The registry: an export that one module adds is built, served, linked, described, documented, reserved; then it is gone."""

import gc
import importlib.util
import json
import weakref
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import Element

import html5lib
import pytest
import rdflib
from added_exports import ATOM, EXPORT, NEWS, VCARD
from conftest import ROOT, edition_of
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.documents import ADDRESSES, OWN_NAMES, formats
from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.lint import check
from catalogue.messages import Message
from catalogue.publish import DocumentKind, Export, Registry, ResourceKind
from catalogue.release import build, standing, verify
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
OWN = [VCARD, ATOM, NEWS]


@pytest.fixture
def edition(garden: Path) -> Edition:
    """The garden with the exports of one module more."""
    return replace(edition_of(garden), exports=(EXPORT,))


@pytest.fixture
def client(edition: Edition) -> TestClient:
    return TestClient(Site(edition), follow_redirects=False)


def page(edition: Edition, path: str) -> Element:
    document = publish.document_at(edition, path)
    assert document is not None
    data = publish.represent(edition, document.iri, document.format.media_type, document.language)
    return html5lib.parse(data, namespaceHTMLElements=False)


def links(tree: Element, rel: str) -> set[tuple[str, str, str]]:
    related = [link for link in tree.iter("link") if link.get("rel") == rel]
    return {(link.get("type") or "", link.get("hreflang") or "", link.get("href") or "") for link in related}


def test_it_is_built_and_listed_in_the_manifest(edition: Edition, tmp_path: Path):
    release = build(edition, tmp_path)
    listed = {f["path"]: f["mediaType"] for f in json.loads((release.folder / "manifest.json").read_bytes())["files"]}
    assert {path: kind for path, kind in listed.items() if kind in {format_.media_type for format_ in OWN}} == {
        "plant/bean.vcf": "text/vcard",
        "plant/tomato.vcf": "text/vcard",
        "garden/hill-side.vcf": "text/vcard",
        "plant.en.atom": "application/atom+xml",
        "plant.fr.atom": "application/atom+xml",
        "garden.en.atom": "application/atom+xml",
        "garden.fr.atom": "application/atom+xml",
        "news.json": "application/feed+json",
    }
    assert b"FN:runner bean\r\n" in (release.folder / "plant" / "bean.vcf").read_bytes()
    assert "<title>haricot à rames</title>" in (release.folder / "plant.fr.atom").read_text("utf-8")
    assert verify(release.folder) == {}


def test_its_every_document_is_served_as_it_is_built(edition: Edition, client: TestClient, tmp_path: Path):
    folder = build(edition, tmp_path).folder
    for path in [p for p in folder.rglob("*") if p.suffix in {format_.suffix for format_ in OWN}]:
        answer = client.get("/" + path.relative_to(folder).as_posix())
        assert (answer.status_code, answer.content) == (200, path.read_bytes())


@pytest.mark.parametrize(
    ("path", "accept", "language", "expected"),
    [
        ("/plant/bean", "text/vcard", "", "/plant/bean.vcf"),
        ("/plant/bean", "text/vcard;q=0.4, text/turtle;q=0.3", "", "/plant/bean.vcf"),
        ("/plant/bean", "text/*", "", "/plant/bean.en.html"),
        ("/plant", "application/atom+xml", "fr", "/plant.fr.atom"),
        ("/news", "*/*", "", "/news.json"),
    ],
)
def test_it_is_negotiated(client: TestClient, path: str, accept: str, language: str, expected: str):
    answer = client.get(path, headers={"Accept": accept, "Accept-Language": language})
    assert (answer.status_code, answer.headers["location"]) == (303, expected)


def test_headers_link_to_it_by_its_relation(client: TestClient):
    assert (
        '<https://gardens.example.org/plant/bean.vcf>; rel="describedby"; type="text/vcard"'
        in client.get("/plant/bean.ttl").headers["link"]
    )
    assert (
        '<https://gardens.example.org/plant.fr.atom>; rel="alternate"; type="application/atom+xml"; hreflang="fr"'
        in client.get("/plant.csv").headers["link"]
    )


def test_pages_link_to_it_by_its_relation_and_not_as_a_translation(edition: Edition):
    thing, list_ = page(edition, "plant/bean.fr.html"), page(edition, "plant.fr.html")
    assert ("text/vcard", "", "../plant/bean.vcf") in links(thing, "describedby")
    feeds = {("application/atom+xml", tag, f"{BASE}plant.{tag}.atom") for tag in ("en", "fr")}
    assert feeds <= links(list_, "alternate")  # absolute, as translations are
    assert {a.get("href") for a in list_.find(".//nav[@class='languages']").iter("a")} == {"plant.en.html", "plant.fr.html"}
    assert ("Atom", "plant.fr.atom") in {(a.text, a.get("href")) for a in list_.find(".//nav[@class='formats']").iter("a")}


def test_the_page_of_all_contents_offers_it_and_the_sitemap_lists_it_where_it_says_so(edition: Edition):
    offered = {
        (a.text, a.get("href")) for a in page(edition, "index/contents.en.html").find(".//ul[@class='downloads']").iter("a")
    }
    assert ("News", "../news.json") in offered
    assert {href for _, href in offered if href.endswith((".vcf", ".atom"))} == set()
    sitemap = publish.represent(edition, BASE + "sitemap", "application/xml").decode()
    assert f"<url><loc>{BASE}news.json</loc>\n</url>" in sitemap
    assert ".vcf" not in sitemap


def test_dcat_has_its_distributions_where_it_says_so(edition: Edition):
    graph = rdflib.Graph().parse(data=publish.represent(edition, BASE, "text/turtle"), format="turtle")
    dataset = rdflib.URIRef(BASE + "news")
    assert (rdflib.URIRef(BASE), rdflib.DCAT.dataset, dataset) in graph
    [distribution] = graph.objects(dataset, rdflib.DCAT.distribution)
    assert graph.value(distribution, rdflib.DCAT.downloadURL) == rdflib.URIRef(BASE + "news.json")
    assert not any(str(url).endswith((".vcf", ".atom")) for url in graph.objects(None, rdflib.DCAT.downloadURL))


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The program that writes the reference."""
    spec = importlib.util.spec_from_file_location("generate_reference", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_documents_it(edition: Edition, reference: ModuleType):
    written = "".join(reference.documents(publish.publication(edition).registry))
    for line in (
        "| vcard | `text/vcard` | `.vcf` | 0.5 |\n",
        (
            "| thing | an entry | html, turtle, jsonld, ntriples (on demand), rdfxml (on demand), trig (on demand), codemeta, "
            "publiccode, vcard (describedby) | |\n"
        ),
        " | html, turtle, jsonld, ntriples, csv, csvw (describedby), xlsx, parquet, atom | ",
        " | turtle, jsonld, ntriples, csv, csvw, xlsx, parquet |\n",
        "| news | the news | news | news |\n",
        "| `news`, `news/…` | the news |\n",
    ):
        assert line in written


@pytest.mark.parametrize(
    ("iri", "taken_by", "advice"),
    [
        ("news", "the news", "C205.name.advice"),
        ("news/1", "the news", "C205.name.advice"),
        ("news.json", "the document of <https://gardens.example.org/news> in JSON Feed", "C205.name.advice"),
        ("plant/bean.vcf", "the document of <https://gardens.example.org/plant/bean> in vCard", "C205.entry.advice"),
        ("plant.fr.atom", "the document of <https://gardens.example.org/plant> in Atom", "C205.folder.advice"),
    ],
)
def test_its_addresses_are_kept_from_entries_and_only_by_it(garden: Path, iri: str, taken_by: str, advice: str):
    """A folder for what is no entry moves the documents of lists, and not what the export says where it is."""
    entry = garden / "data" / "plant" / "new.ttl"
    entry.write_text((garden / "data" / "plant" / "bean.ttl").read_text("utf-8").replace("<plant/bean>", f"<{iri}>"), "utf-8")
    plain = edition_of(garden)
    assert [f for f in check(plain) if f.kind.code == "C205"] == []
    [finding] = [f for f in check(replace(plain, exports=(EXPORT,))) if f.kind.code == "C205"]
    assert finding.message["en"] == f"the address of <{iri}> is taken by {taken_by}"
    assert finding.advice == Message(advice, folder="https://gardens.example.org/plant")
    moved = replace(plain, exports=(EXPORT,), settings=replace(plain.settings, own_folder="_"))
    assert (advice == "C205.folder.advice") == (not [f for f in check(moved) if f.kind.code == "C205"])


def test_it_leaves_no_trace(garden: Path, edition: Edition, tmp_path: Path):
    build(edition, tmp_path / "one")
    plain = edition_of(garden)
    assert EXPORT not in publish.REGISTRY.exports
    assert not any(document.format in OWN for document in publish.documents(plain))
    assert not {format_.name for format_ in OWN} & publish.FORMATS.keys()
    assert "vcard" not in publish.represent(plain, BASE + "plant/bean", "text/html", "en").decode().casefold()


def test_a_release_with_it_has_another_name_and_is_not_taken_for_one_without(garden: Path, edition: Edition, tmp_path: Path):
    plain = edition_of(garden)
    assert edition.release != plain.release
    build(edition, tmp_path)
    assert standing(plain, tmp_path) is None
    assert standing(edition, tmp_path) is not None


def test_nothing_holds_an_edition_for_the_life_of_the_process(folder: Path):
    edition = edition_of(folder)
    for document in publish.documents(edition):
        publish.represent(edition, document.iri, document.format.media_type, document.language)
    check(edition)
    gone = weakref.ref(edition)
    del edition
    gc.collect()
    assert gone() is None


def written(*_: object) -> bytes:
    return b""


NOTES = ResourceKind("notes", {"en": "notes", "fr": "notes"}, lambda _: [])
OTHER = formats.Format("other", "text/other", ".other", "Other")


@pytest.mark.parametrize(
    "export",
    [
        Export("x", resources=[ResourceKind("thing", {"en": "again", "fr": "encore"}, lambda _: [])]),
        Export("x", documents=[DocumentKind(formats.TURTLE, ["thing"], written)]),
        Export("x", documents=[DocumentKind(OTHER, ["nothing"], written)]),
        Export("x", [DocumentKind(replace(OTHER, name="turtle"), ["notes"], written)], [NOTES]),
        Export("x", [DocumentKind(replace(OTHER, media_type="text/turtle"), ["notes"], written)], [NOTES]),
        Export("x", [DocumentKind(replace(OTHER, suffix=".ttl"), ["notes"], written)], [NOTES]),
    ],
    ids=["resource", "document", "resource that is not there", "name", "media type", "suffix"],
)
def test_what_is_there_twice_or_of_nothing_is_refused(export: Export):
    with pytest.raises(UsageError):
        publish.REGISTRY.extended(export)


DUMPS = ("", " in Turtle", " in N-Quads", " in JSON-LD")
KINDS_OF_RESOURCES = [
    *(
        "home",
        "contents",
        "quality",
        *(f"{name}{end}" for name in ("dump", "subject matter", "records") for end in DUMPS),
        "shapes",
        "assets",
        "context",
        "schema",
        "list",
        "page of a list",
    ),
    *("narrowed list", "data of a list", "spreadsheet", "data package", "tables"),
    *("page of a collection", "vocabulary", "queries", "query", "prepared answer", "search"),
    *("search-index", "names", "sitemap", "part of the sitemap"),
    *("robots", "asset", "preview", "text", "missing", "provenance", "thing", "DOAP", "software", "moved"),
    "index of a folder",
    *("index of a folder that describes files", "description of the dataset"),
]


@pytest.mark.parametrize("name", KINDS_OF_RESOURCES)
def test_an_export_adds_a_kind_of_documents_to_each_kind_of_resources_by_its_name(name: str):
    registry = publish.REGISTRY.extended(Export("x", [DocumentKind(OTHER, [name], written)]))
    assert registry.documents_of(name)[-1].format is OTHER
    assert list(registry.resources) == KINDS_OF_RESOURCES


def test_a_format_may_be_that_of_several_kinds_of_documents():
    export = Export("x", [DocumentKind(formats.TURTLE, ["notes"], written)], [NOTES])
    assert [kind.format.name for kind in publish.REGISTRY.extended(export).documents_of("notes")] == ["turtle"]
    assert Registry([]).formats == {}


def test_every_document_of_a_release_that_is_not_an_entrys_is_at_an_address_that_is_kept(folder: Path):
    """What the table of addresses, which is beneath the registry, says is what the registry does."""
    edition = edition_of(folder)
    for resource in publish.resources(edition):
        # of what is no entry's, the page where there is nothing alone gives way to an entry
        if resource.kind not in {"thing", "provenance", "moved", "list", "vocabulary", "missing", "spreadsheet"}:
            assert resource.path.partition("/")[0] in OWN_NAMES or resource.kind in {"search", "data package"}
            assert any(address.holds(resource.path) for address in ADDRESSES), resource.path
