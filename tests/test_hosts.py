"""Hosts of files: a release opens on each, in a folder of another site and from a disk; a server gives the same."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote, urljoin, urlsplit
from urllib.request import url2pathname, urlopen

import html5lib
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner

from catalogue import publish
from catalogue.cli.app import app
from catalogue.documents.addresses import SPARQL, VOID
from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.lint import check
from catalogue.release import build, manifest, verify
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.workspace.catalogue import Catalogue

BASE = "https://gardens.example.org/"
FIXTURES = Path(__file__).parent / "fixtures"
PREVIEW = "https://preview.example.net/branch/7/"
SERVICE = "https://query.example.com/sparql"


def garden_with(folder: Path, names: list[str], settings: str = "") -> Edition:
    """Give the garden with plants of some names."""
    init(folder)
    with (folder / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{settings}\n")
    lines = [f'<{BASE}{name}> a g:Plant ; skos:prefLabel "plant {number}"@en .\n' for number, name in enumerate(names)]
    head = f"@prefix g: <{BASE}ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    (folder / "data" / "plant" / "more.ttl").write_text(head + "".join(lines), "utf-8")
    return edition_of(folder)


def library(folder: Path) -> Edition:
    shutil.copytree(FIXTURES / "library", folder)
    return edition_of(folder)


CATALOGUES: dict[str, Callable[[Path], Edition]] = {
    "garden": lambda folder: garden_with(folder, []),
    "library below a path, in English and German": library,
    "a folder for what is no entry": lambda folder: garden_with(folder, ["index", "plant/x"], '[site]\nfolder = "_"'),
    "a service elsewhere": lambda folder: garden_with(folder, [], f'[sparql]\naddress = "{SERVICE}"'),
    "a service at the base": lambda folder: garden_with(folder, [], f'[sparql]\naddress = "{BASE}sparql"'),
    "names that look like files": lambda folder: garden_with(
        folder, ["plant/index", "plant/bean.fr", "garden/", "plant/a.b/c", "plant/\u00e9t\u00e9", "Plant/B", "plant/v1.html"]
    ),
}


@pytest.fixture(scope="module", params=CATALOGUES.values(), ids=CATALOGUES)
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    made: Edition = request.param(tmp_path_factory.mktemp("hosts") / "catalogue")
    return made


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(edition, tmp_path_factory.mktemp("built")).folder


class _Host(SimpleHTTPRequestHandler):
    """A host of files that adds `.html`, and answers with `404.html` where nothing is."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file() and not self.path.endswith("/") and path.with_name(f"{path.name}.html").is_file():
            self.path = f"{urlsplit(self.path).path}.html"
        super().do_GET()

    def send_error(self, code: int, *_: object) -> None:
        page = Path(self.directory, self.path.split("/")[1], "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the release as a folder of another site."""
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(folder, root / "copy")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(root))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/copy/"
        server.shutdown()


def body_at(address: str) -> bytes:
    """Give what a host answers with; it raises where nothing is."""
    with urlopen(quote(address, safe="/:%")) as answer:  # noqa: S310 - a server of this test
        body: bytes = answer.read()
    return body


REFERENCES = ("href", "src", "action", "data-src")


def references(page: bytes, address: str) -> set[str]:
    """Give the whole addresses of all that a page refers to: links, pictures, forms, what its scripts load."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    values = [value for element in tree.iter() for name in REFERENCES if (value := element.get(name))]
    folders = [element.get("data-index") for element in tree.iter() if element.get("data-index")]
    return {urljoin(address, value).partition("#")[0] for value in (*values, *(f"{name}start.js" for name in folders))}


def crawled(start: str, inside: str, service: str, read: Callable[[str], bytes]) -> set[str]:
    """Follow all references from a page that stay inside and are not the service's, and give the addresses."""
    seen, waiting = {start}, [start]
    while waiting:
        address = waiting.pop()
        body = read(address)
        if urlsplit(address).path.endswith((".html", "/")):
            fresh = {one for one in references(body, address) if one.startswith(inside) and not one.startswith(service)} - seen
            seen |= fresh
            waiting += sorted(fresh)
    return seen


def pages_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def service_of(edition: Edition) -> str:
    """Give how the addresses begin that a service answers which the settings say to stand beside the pages."""
    return "api/queries/" if (edition.settings.sparql.address or "").startswith(edition.settings.base) else "-"


def test_every_reference_from_a_disk_leads_to_a_file(edition: Edition, folder: Path):
    start = (folder / "index.html").as_uri()
    inside = folder.as_uri() + "/"
    service = inside + service_of(edition)
    read = crawled(start, "file:", service, lambda address: Path(url2pathname(urlsplit(address).path)).read_bytes())
    assert all(address.startswith(inside) for address in read)
    assert len(read) > len(pages_in(folder)) / 3
    for page in pages_in(folder):
        if page != "404.html":
            for address in references((folder / page).read_bytes(), (folder / page).as_uri()):
                is_elsewhere = not address.startswith("file:") or address.startswith(service)
                assert is_elsewhere or Path(url2pathname(urlsplit(address).path)).is_file(), (page, address)


def test_every_reference_from_a_folder_of_another_site_is_answered(edition: Edition, site: str):
    read = crawled(site, site.removesuffix("copy/"), site + service_of(edition), body_at)
    assert all(address.startswith(site) for address in read)


def test_each_iri_opens_its_page_on_a_host_that_adds_html(edition: Edition, site: str):
    """But where a file of another has that name (`plant/bean.fr` beside `plant/bean`), or the file of the IRI is escaped."""
    left_out = {"plant/bean.fr", "index", "Plant/B", "plant/a.b/c", "plant/\u00e9t\u00e9", "book/con", "person/A"}
    base, first = edition.settings.base, edition.settings.languages[0]
    opened = 0
    for resource in publish.resources(edition):
        path = resource.iri.removeprefix(base)
        if resource.kind in {"home", "thing", "list", "vocabulary", "query", "queries", "search"} and path not in left_out:
            page = body_at(site + quote(path, safe="/")).decode()
            assert f'<link rel="canonical" href="{base}{resource.path}.{first}.html">' in page, path
            opened += 1
    assert opened > 5


def test_a_folder_shows_the_list_of_its_type(edition: Edition, site: str):
    own, first = edition.settings.own, edition.settings.languages[0]
    for type_ in edition.model.types.values():
        page = body_at(f"{site}{type_.name}/").decode()
        entry = publish.find_resource(edition, f"{edition.settings.base}{type_.name}/")
        entry = entry or publish.find_resource(edition, f"{edition.settings.base}{type_.name}/index")
        path = entry.path if entry is not None and entry.kind == "thing" else own(type_.name)
        assert f'rel="canonical" href="{edition.settings.base}{path}.{first}.html"' in page


def test_what_is_missing_is_told_in_each_language_with_links_that_hold_in_any_folder(edition: Edition, folder: Path):
    page = (folder / "404.html").read_bytes()
    languages = edition.settings.languages
    service = edition.settings.sparql.address
    for path in ("", "a", "a/b/c/"):
        address = edition.settings.base + path
        inside = {one for one in references(page, address) if one.startswith(edition.settings.base)} - {address, service}
        assert inside
        for one in inside:
            assert (folder / unquote(one.removeprefix(edition.settings.base))).is_file(), one
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    named = [element.get("hreflang") for element in tree.iter("a") if element.get("hreflang")]
    assert named == list(languages[1:])
    assert b"noindex" in page
    assert b"canonical" not in page


def test_the_server_gives_what_a_host_of_files_shows(edition: Edition, folder: Path):
    """The same bytes of each file; of a copy by one redirect to the page that it is a copy of, in the client's language."""
    copies = {document.path: document.same_as for document in publish.files(edition) if document.same_as}
    listed = json.loads((folder / "manifest.json").read_bytes())["files"]
    base = urlsplit(edition.settings.base).path
    with TestClient(Site(edition), follow_redirects=False) as client:
        for entry in listed:
            answer = client.get(base + entry["path"])
            if entry["path"] == VOID:  # a server describes its service, and what that answers from
                assert (answer.status_code, answer.headers["location"]) == (303, base + edition.settings.own(SPARQL))
                continue
            expected = 303 if entry["path"] in copies else 200
            assert answer.status_code == expected, entry["path"]
            if expected == 303:
                answer = client.get(answer.headers["location"])
            assert answer.content == (folder / entry["path"]).read_bytes(), entry["path"]
        for name in ("manifest.json", "manifest.json.sha256"):
            assert client.get(base + edition.settings.own(name)).content == (folder / name).read_bytes()


def test_a_copy_is_of_the_page_beside_it_in_the_first_language(edition: Edition, folder: Path):
    copies = [document for document in publish.files(edition) if document.same_as]
    assert copies
    for copy in copies:
        assert copy.same_as.rpartition("/")[0] == copy.path.rpartition("/")[0]
        assert copy.same_as.endswith(f".{edition.settings.languages[0]}.html")
        assert (folder / copy.path).samefile(folder / copy.same_as)
        assert publish.document_at(edition, copy.path) is None


def test_no_two_files_have_one_path_on_any_file_system_and_all_are_listed(edition: Edition, folder: Path):
    paths = [document.path for document in publish.files(edition)]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert sorted(paths) == sorted(entry["path"] for entry in json.loads(manifest(edition))["files"])
    assert verify(folder) == {}
    parents = {parent.as_posix() for path in paths for parent in Path(path).parents}
    assert not parents & set(paths)


def test_pages_name_one_address_for_each_language_and_one_for_all_others(edition: Edition, folder: Path):
    sitemap = (folder / f"{edition.settings.own('sitemap.xml')}").read_text("utf-8")
    for path in pages_in(folder):
        text = (folder / path).read_text("utf-8")
        named = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="(https://[^"]*)">', text))
        if path == "404.html":
            assert named == {}
            continue
        assert list(named) == [*edition.settings.languages, "x-default"], path
        assert named["x-default"] == named[edition.settings.languages[0]]
        assert all((folder / unquote(one.removeprefix(edition.settings.base))).is_file() for one in named.values())
    locations = re.findall(r"<loc>([^<]*)</loc>", sitemap)
    assert locations
    assert sitemap.count('hreflang="x-default"') == len(locations)
    assert all((folder / unquote(one.removeprefix(edition.settings.base))).is_file() for one in locations)


def test_pages_link_to_a_service_only_where_the_settings_name_one_and_by_its_whole_address(edition: Edition, folder: Path):
    address = edition.settings.sparql.address
    linked = {
        one
        for page in pages_in(folder)
        for one in references((folder / page).read_bytes(), "file:///release/" + page)
        if urlsplit(one).path.endswith("/sparql")
    }
    asked = {one.partition("?")[0] for one in linked}
    if address is None:
        assert asked == set()
    else:
        assert asked == {address}


NAMES = {
    "404": (["404"], set()),
    "404.html": (["404.html"], {"404.html"}),
    "index": (["index"], {"index"}),
    "index.html": (["index.html"], {"index.html"}),
    "below 404": (["404/a", "404.a"], set()),
    "an index in a folder": (["plant/index", "plant/404"], set()),
    "a folder": (["plant/", "404/"], set()),
    "a page": (["plant/bean.html"], {"plant/bean.html"}),
}


@pytest.mark.parametrize(("names", "expected"), NAMES.values(), ids=NAMES)
def test_what_hosts_of_files_need_is_kept_from_entries(tmp_path: Path, names: list[str], expected: set[str]):
    findings = check(garden_with(tmp_path / "garden", names))
    assert {one.focus.removeprefix(BASE) for one in findings if one.kind.code == "C205"} == expected


@pytest.mark.parametrize(("name", "is_told"), [("404", 0), ("404.html", 1), ("index", 0), ("index.html", 1)])
def test_a_folder_of_our_own_leaves_all_addresses_but_what_the_web_gives(tmp_path: Path, name: str, is_told: int):
    edition = garden_with(tmp_path / "garden", [name], '[site]\nfolder = "_"')
    told = [finding for finding in check(edition) if finding.kind.code == "C205"]
    assert len(told) == is_told
    assert not any("[site] folder" in finding.advice["en"] for finding in told)
    if not is_told:
        with TestClient(Site(edition), base_url=BASE) as client:
            assert "plant 0" in client.get(f"/{name}", headers={"accept": "text/html"}).text


names = st.lists(
    st.sampled_from(
        ["index", "Index", "INDEX", "index.html", "a", "A", "a.fr", "a.FR", "a.fr.fr", "a/", "a/index", "a/b", "a.html/b", ""]
    ),
    unique=True,
    max_size=8,
)


@given(names)
def test_no_names_of_entries_give_two_files_one_path(tmp_path_factory: pytest.TempPathFactory, chosen: list[str]):
    edition = garden_with(tmp_path_factory.mktemp("names") / "garden", [f"plant/{name}" for name in chosen])
    paths = [document.path for document in publish.files(edition)]
    assert len({path.casefold() for path in paths}) == len(paths)
    parents = {parent.as_posix().casefold() for path in paths for parent in Path(path).parents}
    assert not parents & {path.casefold() for path in paths}


def files_at(edition: Edition, folder: Path) -> dict[str, bytes]:
    release = build(edition, folder).folder
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


def unpacked(data: bytes) -> bytes:
    """Give what is in an archive, as XLSX is one, or the bytes themselves."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


SHAPES = "dumps/shapes.ttl"


def test_a_preview_names_its_own_address_in_pages_and_lists_of_files_and_no_other_iri(tmp_path: Path):
    edition = garden_with(tmp_path / "garden", [])
    preview = edition.at(PREVIEW)
    assert preview.release != edition.release
    assert edition.at(BASE).release == edition.at(None).release == edition.release
    here, there = files_at(edition, tmp_path / "here"), files_at(preview, tmp_path / "there")
    assert here.keys() == there.keys()
    changed = {path for path in here if here[path] != there[path]} - {"manifest.json", "manifest.json.sha256"}
    described = {"index.ttl", "index.jsonld", "index.nt", "index.rdf", VOID}
    tables = {path for path in here if path.endswith((".xlsx", ".zip"))} | {"datapackage.json"}
    assert changed == {path for path in here if path.endswith(".html")} | {"sitemap.xml", "robots.txt"} | described | tables
    for path in tables:
        assert PREVIEW.encode() in unpacked(there[path]), path
    for path in changed - described - tables:
        assert (PREVIEW in there[path].decode()) is (path != "404.html"), path
    assert b'href="/branch/7/index.en.html"' in there["404.html"]
    assert BASE not in there["sitemap.xml"].decode() + there["robots.txt"].decode()
    addresses = re.compile(r"<(https://[^>]*)> \.$", re.MULTILINE)
    subjects = [{line.split()[0] for line in files["index.nt"].decode().splitlines()} for files in (here, there)]
    assert all(one.startswith((f"<{PREVIEW}", f"<{BASE}")) for one in subjects[0] ^ subjects[1])
    standards = {SHAPES, *(f"{name}.csv-metadata.json" for name in ("garden", "plant"))}
    own = {f"<{PREVIEW}>", *(f"<{PREVIEW}{path}>" for path in standards)}
    assert {one for one in subjects[1] - subjects[0] if not one.endswith(".html>")} == own
    assert all(one.endswith((".html>", *(f"{path}>" for path in standards))) for one in subjects[0] - subjects[1])
    files = {one.removeprefix(PREVIEW) for one in addresses.findall(there["index.nt"].decode()) if one.startswith(PREVIEW)}
    assert files
    assert files - {""} <= there.keys()


REFUSED = (
    "ftp://example.org/",
    "example.org/",
    "/preview/",
    "",
    "https://example.org",
    "https://example.org/a",
    "https:///",
    "https://example.org/?a=/",
    "https://example.org/#/",
    "https://exam ple.org/",
    "javascript:alert(1)/",
)


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_at_which_no_release_can_lie_is_an_error_of_usage(tmp_path: Path, address: str):
    init(tmp_path / "garden")
    with pytest.raises(UsageError):
        Catalogue(tmp_path / "garden").build(base_url=address)
    done = CliRunner().invoke(app, ["build", "-C", str(tmp_path / "garden"), "--base-url", address])
    assert done.exit_code == 2
    assert not (tmp_path / "garden" / "build").exists()


def test_the_command_builds_a_preview(tmp_path: Path):
    init(tmp_path / "garden")
    out = tmp_path / "out"
    for address in ("http://127.0.0.1:8000/", PREVIEW):
        done = CliRunner().invoke(app, ["build", "-C", str(tmp_path / "garden"), "-o", str(out), "--base-url", address])
        assert done.exit_code == 0
        assert f'<link rel="canonical" href="{address}index.en.html">' in (out / "current" / "index.html").read_text("utf-8")
    assert len(list((out / "releases").iterdir())) == 2
