"""Addresses: what is not an entry's, and that an entry without a finding is served at its IRI."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

import pytest
from conftest import ROOT, edition_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.documents import ADDRESSES, Address, Format, formats
from catalogue.documents.addresses import address_at, is_kept
from catalogue.edition import Edition
from catalogue.lint import check
from catalogue.names import folded
from catalogue.release import build, verify
from catalogue.scaffold import init
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
PLANT = """@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def with_plants(folder: Path, *paths: str) -> Edition:
    """Give the garden with plants of some IRIs, relative to the base."""
    lines = [f'<{BASE}{path}> a g:Plant ; skos:prefLabel "x"@en .\n' for path in paths]
    (folder / "data" / "plant" / "more.ttl").write_text(PLANT + "".join(lines), "utf-8")
    return edition_of(folder)


def taken(edition: Edition) -> dict[str, str]:
    """Give what C205 says of each thing, and of each shape."""
    return {finding.focus: finding.message["en"] for finding in check(edition) if finding.kind.code == "C205"}


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("index", "the home page"),
        ("index/x", "the home page"),
        ("index.html", "the document of <https://gardens.example.org/> in HTML"),
        ("index.fr.html", "the document of <https://gardens.example.org/> in HTML"),
        ("context", "the JSON-LD context"),
        ("context.jsonld", "the document of <https://gardens.example.org/context> in JSON-LD"),
        ("context/mine", "the JSON-LD context"),
        ("manifest.json", "the manifest of the release"),
        ("release", "the SPARQL endpoint of a release"),
        ("manifest/x", "the manifest of the release"),
        ("robots.txt", "the document of <https://gardens.example.org/robots> in Text"),
        ("robots/mine", "the file for crawlers"),
        ("sitemap/mine", "the sitemap"),
        ("sitemap.xml", "the document of <https://gardens.example.org/sitemap> in XML"),
        ("assets/mine.css", "the files that all pages share"),
        ("dumps/mine", "the dumps of the data"),
        ("queries", "the named queries"),
        ("queries/gardens-of-plant", "a named query"),
        ("queries/mine", "the named queries"),
        ("sparql", "the SPARQL endpoint"),
        ("sparql/", "the SPARQL endpoint"),
        ("api", "the programming interface"),
        ("api/queries", "the programming interface"),
        ("api/mine", "the programming interface"),
        ("sparql?query=x", "the SPARQL endpoint"),
        ("healthz?x", "the state of the service"),
        (
            "plant/bean?",
            f"<{BASE}plant/bean>, which HTTP does not tell from it: they differ only by percent-encoding or by an empty query",
        ),
        ("release/mine/sparql", "the SPARQL endpoint of a release"),
        ("release/mine/api/queries/x", "the named queries of a release"),
        (".well-known/void", "the description of the dataset"),
        ("plant", "the list of all entries of a type"),
        ("plant.csv", "the document of <https://gardens.example.org/plant> in CSV"),
        ("plant/bean.ttl", "the document of <https://gardens.example.org/plant/bean> in Turtle"),
        ("plant/bean.html", "the document of <https://gardens.example.org/plant/bean> in HTML"),
    ],
)
def test_an_entry_at_an_address_of_ours_is_a_finding_that_says_what_is_there(garden: Path, path: str, what: str):
    edition = with_plants(garden, path)
    [message] = taken(edition).values()
    assert re.fullmatch(rf"the address of .+ is taken by {re.escape(what)}", message)


@pytest.mark.parametrize(
    "path",
    [
        "ontology",
        "release/1.0",
        "release/1.0/notes",
        "sparql/mine",
        "sparql/mine?x=1",
        "search?q=x",
        "plant?page=2",
        "plant/bean?x=1",
        "plant/pea?",
        "sparql-tutorial",
        "apis/x",
        "about",
        "shapes",
        "searching",
        "search/plant",
        "Search",
        "plants",
        "plant/bean.pdf",
        "plant/pea.ttl",
        "index.en",
        "manifests",
        "plant/index",
        "plant/sparql",
        "plant/api/x",
        "X/",
    ],
)
def test_an_entry_that_only_looks_like_an_address_of_ours_is_published(garden: Path, path: str):
    assert taken(with_plants(garden, path)) == {}


@pytest.mark.parametrize("class_", ["Context", "Index", "Api"])
def test_a_list_is_never_at_an_address_of_ours_and_the_advice_to_its_entries_is_free(garden: Path, class_: str):
    for path in [*(garden / "shapes").glob("*.ttl"), *(garden / "data").rglob("*.ttl")]:
        path.write_text(re.sub(r"g:Plant\b", f"g:{class_}", path.read_text("utf-8")), "utf-8")
    name = class_.lower()
    entry = garden / "data" / "plant" / "more.ttl"
    entry.write_text(f"{PLANT}<{name}/x> a g:{class_} ; skos:prefLabel 'x'@en .", "utf-8")
    edition = edition_of(garden)
    [finding] = [finding for finding in check(edition) if finding.kind.code == "C205"]
    assert finding.advice["en"].endswith(f"; else name it <{edition.settings.base}g-{name}/…>")
    assert publish.document_at(edition, f"g-{name}.en.html") is not None
    paths = [document.path for document in publish.documents(edition)]
    assert len(set(paths)) == len(paths)


letters = st.one_of(st.characters(whitelist_categories=["L", "N"]), st.sampled_from("-._~!$&'()*+,;=:@??"))
segments = st.text(letters, max_size=8)
names = st.one_of(segments, st.sampled_from([*(a.name for a in ADDRESSES), "plant", "bean", "queries", "x", "en"]))
suffixes = st.sampled_from(["", "", ".ttl", ".html", ".en.html", ".json", ".jsonld", ".txt", ".rq", ".x"])
paths = st.lists(st.builds("{}{}".format, names, suffixes).filter(lambda name: name not in {".", ".."}), min_size=1, max_size=3)


@given(st.lists(paths.map("/".join), min_size=1, max_size=12, unique=True))
@example(["a", "a.ttl", "a.en.html", "a.html", "a/b", "a.x"])
@example(["a", "a?", "b?", "a?x", "a?x=/é+'", "?x", "a.ttl?x", "plant?x", "plant/?x", "a??", "a?x.ttl", "a?x?y"])
@settings(max_examples=25, deadline=None)
def test_an_entry_without_a_finding_is_served_at_its_iri(paths: list[str]):
    with tempfile.TemporaryDirectory() as folder:
        init(Path(folder) / "garden")
        edition = with_plants(Path(folder) / "garden", *paths)
        unserved = taken(edition)
        client = TestClient(Site(edition), follow_redirects=False)
        for path in paths:
            if BASE + path in unserved:
                continue
            answer = client.get(BASE + quote(path, safe="/?"), headers={"Accept": "text/turtle"})
            assert answer.status_code == 303, path
            document = publish.document_at(edition, unquote(answer.headers["location"]).removeprefix("/"))
            assert document is not None
            assert document.iri == BASE + path


def test_the_service_answers_at_its_addresses_and_nothing_of_an_entry_does(garden: Path):
    edition = edition_of(garden)
    with TestClient(Site(edition), follow_redirects=False) as client:
        for path in ("sparql", "api/queries", "api/openapi.json", "api/vocabulary.json", "api/nothing", ".well-known/void"):
            assert address_at(path) is not None
            assert "There is no such page" not in client.get("/" + path).text
        for below in ("sparql", "api/queries"):
            path = f"release/{edition.release}/{below}"
            assert address_at(path) is not None
            assert client.get("/" + path).status_code == 200


@given(st.lists(st.sampled_from(["a", "b", "*", "release", "sparql"]), min_size=1, max_size=3), st.booleans())
def test_an_address_holds_itself_and_where_it_is_a_folder_what_is_below(parts: list[str], is_folder: bool):  # noqa: FBT001
    address = Address("/".join(parts), {}, is_folder)
    path = "/".join("x" if part == "*" else part for part in parts)
    assert address.holds(path)
    assert address.holds(path + "/")
    assert address.holds(path + "/y") == is_folder
    assert not address.holds(path + "y") or parts[-1] == "*"
    assert len(parts) == 1 or not address.holds(path.rpartition("/")[0])


def test_the_first_segment_of_every_address_is_kept():
    assert all(is_kept(address.path.partition("/")[0]) and is_kept(address.name) for address in ADDRESSES if address.name)


def test_formats_are_called_as_readers_and_the_file_type_table_of_the_eu_call_them():
    called = {f.media_type: (f.title, f.file_type) for f in vars(formats).values() if isinstance(f, Format)}
    assert called == {
        "text/html": ("HTML", "HTML"),
        "text/turtle": ("Turtle", "RDF_TURTLE"),
        "application/ld+json": ("JSON-LD", "JSON_LD"),
        "application/n-triples": ("N-Triples", "RDF_N_TRIPLES"),
        "application/trig": ("TriG", "RDF_TRIG"),
        "application/n-quads": ("N-Quads", "RDF_N_QUADS"),
        "text/csv": ("CSV", "CSV"),
        "application/csvm+json": ("CSVW", "JSON"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Excel (XLSX)", "XLSX"),
        "application/vnd.apache.parquet": ("Parquet", "BIN"),
        "application/vnd.codemeta.ld+json": ("CodeMeta", "JSON_LD"),
        "application/yaml": ("publiccode.yml", ""),
        "application/vnd.datapackage+json": ("Data Package", "JSON"),
        "application/zip": ("ZIP", "ZIP"),
        "application/gzip": ("gzip", "GZIP"),
        "application/xml": ("XML", ""),
        "text/plain": ("Text", ""),
        "application/sparql-results+json": ("JSON", "JSON"),
        "application/rdf+xml": ("RDF/XML", "RDF_XML"),
        "application/schema+json": ("JSON Schema", "JSON"),
        "application/sparql-query": ("SPARQL", "SPARQLQ"),
        "text/css": ("CSS", ""),
        "text/javascript": ("JavaScript", ""),
        "image/svg+xml": ("SVG", ""),
        "image/png": ("PNG", ""),
        "image/jpeg": ("JPEG", ""),
        "image/webp": ("WebP", ""),
        "image/avif": ("AVIF", ""),
        "image/gif": ("GIF", ""),
        "image/x-icon": ("ICO", ""),
        "font/woff2": ("WOFF2", ""),
    }


def test_a_client_that_takes_anything_gets_a_page_before_data_and_data_before_files_of_pages():
    of_quality = sorted((f for f in vars(formats).values() if isinstance(f, Format)), key=lambda f: (-f.quality, f.name))
    names = (
        "html turtle jsonld ntriples rdfxml trig nquads csv results xml parquet sparql text xlsx avif codemeta css csvw "
        "datapackage gif gzip ico jpeg jsonschema png publiccode svg webp woff2 zip javascript"
    )
    assert [f.name for f in of_quality] == names.split()
    assert [f.quality for f in of_quality] == [1, 0.9, 0.8, 0.7, 0.65, 0.62, 0.6, 0.5, 0.4, 0.4, *[0.3] * 4, *[0.2] * 16, 0.1]


def test_an_address_is_that_of_a_folder_where_there_may_be_files_or_formats_below():
    alone = [address.path for address in ADDRESSES if not address.is_folder]
    assert sorted(alone) == [
        ".well-known/void",
        "datapackage",
        "healthz",
        "manifest.json",
        "metrics",
        "readyz",
        "release/*/sparql",
        "search",
        "sparql",
    ]


def test_a_check_of_plain_names_starts_without_what_writes_documents(garden: Path):
    """Pages and queries would make the start of each check slower by a quarter."""
    program = (
        "import sys; from pathlib import Path; from catalogue.edition import read_edition; from catalogue.lint import check;"
        "check(read_edition(Path(sys.argv[1])));"
        "print(sorted({'catalogue.publish', 'catalogue.pages', 'jinja2'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(garden)], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


ALIEN = [
    "",
    "#frag",
    "fig#it",
    "fig#that",
    "leaf",
    "leaf#part",
    "a_b",
    "a",
    "a.b",
    "v1.0",
    "v1.0/x",
    "X",
    "x",
    "X/",
    "sub/AgeGroup",
    "é",
    "e\u0301",
    "%C3%A8",
    "%7e",
    "a~b",
    "aux.x",
    ".hidden",
    "dot.",
    "l" * 240,
    "l" * 300,
    "é" * 100,
]
"""Paths of published IRIs that nobody can rename."""


@pytest.fixture(scope="module")
def alien(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A garden whose plants have all kinds of IRIs, each labelled by its place among them."""
    folder = tmp_path_factory.mktemp("alien") / "garden"
    init(folder)
    lines = [f'<{BASE}{path}> a g:Plant ; skos:prefLabel "plant {place}"@en .\n' for place, path in enumerate(ALIEN)]
    (folder / "data" / "plant" / "more.ttl").write_text(PLANT + "".join(lines), "utf-8")
    return edition_of(folder)


def test_published_iris_of_any_form_are_no_finding(alien: Edition):
    assert taken(alien) == {}


def test_their_documents_have_paths_of_their_own_on_every_file_system(alien: Edition):
    paths = [document.path for document in publish.documents(alien)]
    assert len({folded(path) for path in paths}) == len(paths)
    folders = {path.rpartition("/")[0] for path in paths}
    assert not folders & set(paths)
    assert all(len(name.encode()) <= 255 for path in paths for name in path.split("/"))


@pytest.mark.parametrize("path", ALIEN)
def test_a_published_iri_of_any_form_is_served_at_its_own_address(alien: Edition, path: str):
    client = TestClient(Site(alien), base_url="https://gardens.example.org", follow_redirects=False)
    label = f"plant {ALIEN.index(path)}"
    address = "/" + quote(path.partition("#")[0], safe="/%~")
    for accept in ("text/turtle", "application/ld+json", "application/n-triples", "text/html"):
        answer = client.get(address, headers={"accept": accept})
        assert answer.status_code == 303
        assert f"{label}" in client.get(answer.headers["location"]).text
    if path.partition("#")[0]:
        assert label in client.get(f"{address}.ttl").text
        assert label in client.get(f"{address}.en.html").text


@pytest.mark.parametrize(("path", "label"), [("a~5fb", "a_b"), ("a~2eb", "a.b"), ("v1~2e0/x", "v1.0/x")])
def test_a_document_keeps_the_address_that_earlier_releases_gave_it(alien: Edition, path: str, label: str):
    answer = TestClient(Site(alien)).get(f"/{path}.ttl")
    assert f'"plant {ALIEN.index(label)}"' in answer.text


@pytest.mark.parametrize("path", ["Q42", "note/Été.1", "Ontologie/Plante_1", "~user/B", "日本/語"])
def test_an_iri_and_a_suffix_are_the_file_of_a_release(garden: Path, path: str):
    edition = with_plants(garden, path)
    release = build(edition)
    assert f"<{BASE}{path}>" in (release.folder / f"{path}.ttl").read_text("utf-8")
    assert verify(release.folder) == {}
    for address in re.findall(r"<loc>(.*?)</loc>", (release.folder / "sitemap.xml").read_text("utf-8")):
        assert (release.folder / address.removeprefix(BASE)).is_file()
    page = (release.folder / f"{path}.en.html").read_text("utf-8")
    hrefs = [href for href in re.findall(r'(?:href|src)="([^"#?:]+)["#]', page) if not href.startswith("/")]
    assert len(hrefs) > 5
    assert all((release.folder / path).parent.joinpath(href).is_file() for href in hrefs)


@pytest.mark.parametrize(
    ("one", "other"),
    [("note/A", "note/a"), ("Note/a", "note/b"), ("é", "É"), ("é", "e\u0301"), ("Plant", "x"), ("X", "x.fr/y")],
)
def test_files_are_apart_where_case_and_unicode_form_do_not_count(garden: Path, one: str, other: str):
    edition = with_plants(garden, one, other)
    assert taken(edition) == {}
    paths = [document.path for document in publish.documents(edition)]
    assert len({folded(path) for path in paths}) == len(paths)
    folders = {folder.as_posix() for path in paths for folder in PurePosixPath(path).parents}
    assert len({folded(folder) for folder in folders}) == len(folders)
    client = TestClient(Site(edition), follow_redirects=True)
    for path in (one, other):
        for address in (f"{BASE}{quote(path)}", f"{BASE}{quote(path)}.ttl"):
            assert f"<{BASE}{path}>" in client.get(address, headers={"accept": "text/turtle"}).text


@pytest.mark.parametrize(("path", "old"), [("Q42", "~5142"), ("note/Été.1", "note/~c3~89t~c3~a9.1"), ("a~b", "a~7eb")])
def test_a_document_keeps_the_address_that_had_more_escapes(garden: Path, path: str, old: str):
    client = TestClient(Site(with_plants(garden, path)))
    assert client.get(f"{BASE}{old}.ttl").text == client.get(f"{BASE}{quote(path)}.ttl").text
    assert f"<{BASE}{path}>" in client.get(f"{BASE}{old}.ttl").text


@pytest.mark.parametrize(
    "path", ["Plant/bean", "plant/Bean", "plant/~62ean", "~70lant/bean", "plant//bean", "/plant/bean", "plant/~zz"]
)
def test_what_is_no_path_of_the_release_is_no_document(garden: Path, path: str):
    edition = edition_of(garden)
    assert publish.document_at(edition, "plant/bean.ttl") is not None
    assert publish.document_at(edition, f"{path}.ttl") is None


@pytest.mark.parametrize(("one", "other"), [("%C3%A9", "é"), ("%7E", "~"), ("%c3%a9", "%C3%A9")])
def test_iris_that_http_does_not_tell_apart_are_a_finding(garden: Path, one: str, other: str):
    messages = taken(with_plants(garden, one, other))
    assert f"<{BASE}{other}>, which HTTP does not tell from it" in messages[BASE + one]


def test_the_things_of_one_document_are_linked_at_their_fragments(alien: Edition):
    page = publish.represent(alien, f"{BASE}fig", "text/html", "en").decode()
    assert 'id="it"' in page
    assert 'id="that"' in page
    assert "fig.en.html#that" in publish.represent(alien, f"{BASE}plant", "text/html", "en").decode()
