"""Bad input breaks no document and leaks nothing: pages are sound, texts shown as they are, data reads back, links resolve."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote, urljoin
from xml.etree import ElementTree as ET

import hostile
import html5lib
import pyoxigraph as ox
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from page_faults import LINKED, RELATIVE, faults

from catalogue import publish
from catalogue.documents.addresses import MANIFEST
from catalogue.edition import Edition
from catalogue.names import DEVICE_NAMES
from catalogue.pages.characters import fit
from catalogue.pages.markdown import prose
from catalogue.pages.views import MOST_ROWS, MOST_SOURCES, MOST_VALUES
from catalogue.visible import balanced, shows_something

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
KNOWN = {"thing/{n}": "fr", "document/{n}": "fr", "passage/{n}": "ar", "code/{n}": "ar", "figure/{n}-1": "fr"}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(hostile.texts(tmp_path_factory.mktemp("texts") / "catalogue"))


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(hostile.names(tmp_path_factory.mktemp("names") / "catalogue"))


def paths_of(edition: Edition, pattern: str) -> list[str]:
    """List the documents of a release whose paths match."""
    return [document.path for document in publish.files(edition) if re.fullmatch(pattern, document.path)]


def represented(edition: Edition, path: str) -> bytes:
    """Give a document of a release as the build writes it, or of the server."""
    document = publish.served_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, document.format.media_type, document.language)


def text_of(page: bytes) -> str:
    """Give what a page shows, with spaces as one space each."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    return " ".join("".join(body.itertext()).split())


def shown(text: str) -> str:
    """Give a text as a page shows it: what HTML does not have is U+FFFD."""
    refused = (sign if sign in "\t\n\r\f" or not _is_refused(sign) else "\ufffd" for sign in text)
    return " ".join(balanced("".join(refused)).split())


def _is_refused(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" or ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF


@pytest.mark.parametrize("pattern", [r"[^/]*\.fr\.html", r"index/\w*\.ar\.html", r"404\.html", r"queries/.*\.fr\.html"])
def test_pages_of_their_own_are_sound(texts: Edition, pattern: str):
    paths = paths_of(texts, pattern)
    assert {path: faults(represented(texts, path)) for path in paths} == {path: [] for path in paths}
    assert paths


@pytest.mark.parametrize(("number", "kind"), list(enumerate(hostile.TEXTS)), ids=list(hostile.TEXTS))
def test_a_text_is_shown_as_it_is_and_breaks_no_page_of_what_it_names(texts: Edition, number: int, kind: str):
    for path, language in KNOWN.items():
        page = represented(texts, f"{path.format(n=number)}.{language}.html")
        assert faults(page) == []
        assert shown(hostile.TEXTS[kind]) in text_of(page)


def test_no_address_that_could_run_is_a_link(texts: Edition):
    for number, address in enumerate(hostile.ADDRESSES.values()):
        page = html5lib.parse(represented(texts, f"thing/{number}.fr.html"), namespaceHTMLElements=False)
        leads = [value for element in page.iter() for name in ("href", "src", "action") if (value := element.get(name))]
        assert all(LINKED.match(lead) or RELATIVE.match(lead) for lead in leads)
        assert (address in leads) == bool(re.match(r"https?://.|mailto:.|tel:.", address, re.IGNORECASE)), address


@pytest.mark.parametrize("path", ["thing/{n}", "document/{n}", "passage/{n}", "figure/{n}-1"])
def test_all_data_of_a_thing_reads_back_and_says_the_same_in_each_syntax(texts: Edition, path: str):
    for number, kind in enumerate(hostile.TEXTS):
        nt, ttl, jsonld = (represented(texts, path.format(n=number) + end) for end in (".nt", ".ttl", ".jsonld"))
        said = [{quad.triple for quad in ox.parse(data, format=FORMATS[end])} for end, data in ((".nt", nt), (".ttl", ttl))]
        literals = [{triple.object for triple in each if isinstance(triple.object, ox.Literal)} for each in said]
        assert literals[0] == literals[1]
        assert hostile.TEXTS[kind] in {literal.value for literal in literals[0]}
        assert hostile.BASE in json.dumps(json.loads(jsonld))


def test_files_for_programs_are_well_formed(texts: Edition):
    for path in paths_of(texts, r"[^/]*\.(xml|csv|jsonld)|queries/.*\.(csv|srj|svg)|assets/search/.*|index/.*\.js"):
        data = represented(texts, path)
        if path.endswith((".xml", ".svg")):
            ET.fromstring(data)  # noqa: S314 - our own
        elif path.endswith(".csv"):
            assert len({len(row) for row in csv.reader(io.StringIO(data.decode(), newline=""))}) == 1, path
        elif path.endswith(".js"):
            assert not {"\u2028", "\u2029"} & set(data.decode())
        else:
            json.loads(data)


def references(page: bytes, address: str) -> set[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    values = [value for element in tree.iter() for name in ("href", "src", "action") if (value := element.get(name))]
    return {urljoin(address, value).partition("#")[0] for value in values}


def test_names_make_files_that_every_system_keeps_apart_and_to_which_all_links_lead(names: Edition):
    files = paths_of(names, ".*")
    assert len({unicodedata.normalize("NFKC", path).casefold() for path in files}) == len(files)
    for path in files:
        for part in path.split("/"):
            assert part.partition(".")[0].lower() not in DEVICE_NAMES
            assert not part.endswith((".", " "))
            assert not set(part) & set('<>:"|?*\\\0%#')
            assert len(part.encode()) <= 255
    root, known = "file:///site/", {*files, MANIFEST}
    for path in paths_of(names, r"(thing/.*|index/.*|[^/]*)\.fr\.html"):
        page = represented(names, path)
        assert faults(page) == [], path
        for address in references(page, root + quote(path)):
            assert not address.startswith("file:") or unquote(address.removeprefix(root)) in known, (path, address)


CATALOGUES: dict[str, Callable[[Path], Path]] = {
    "nothing": hostile.nothing,
    "one": hostile.one,
    "nameless": hostile.nameless,
    "tongues": hostile.tongues,
    "deep": lambda folder: hostile.deep(folder, 300),
}


@pytest.mark.parametrize("make", CATALOGUES.values(), ids=CATALOGUES)
def test_a_catalogue_with_too_little_or_too_much_has_sound_pages(tmp_path: Path, make: Callable[[Path], Path]):
    edition = edition_of(make(tmp_path / "catalogue"))
    wanted = r"(?:404|(?:[^/]*|thing/(?:1|c1|own|299)|index/[^/]*)\.fr)\.html"
    paths = paths_of(edition, wanted)
    assert len(paths) > 4
    for path in paths:
        assert faults(represented(edition, path)) == [], path


def test_a_page_to_which_thousands_lead_is_bounded(tmp_path: Path):
    """Whichever way they lead: as rows, tables, parts, sources and claims."""
    edition = edition_of(hostile.linked(tmp_path, 2_000))
    page = represented(edition, "the/hub.fr.html")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag in {"tbody", "ol", "ul", "dl"}:
            has_notes = element.tag == "ol" or element.get("class") == "documents"
            assert len(element) <= (MOST_SOURCES if has_notes else 0) + MOST_ROWS + 1
        if element.tag == "div":
            assert len(element.findall("dd")) <= MOST_VALUES + 1
        assert len(element.findall("a")) <= MOST_SOURCES
    assert "et 1 900 de plus" in text_of(page).replace("\u202f", " ").replace("\u00a0", " ")
    assert len(page) < 400_000


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.text(max_size=5))
def test_whatever_characters_come_a_page_has_those_that_html_has(text: str, rest: str):
    title, end = escape(text), escape(rest)
    page = fit(f"<!doctype html><meta charset=utf-8><title>{title}</title><p title='{end}'>{title}<b>{end}</b></p>".encode())
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert parser.errors == []
    paragraph = tree.find(".//p")
    given_text = "".join(paragraph.itertext()).removesuffix("".join(paragraph.find("b").itertext()))
    assert given_text.split() == shown(text).split()


_OPENING = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}


@given(st.text(alphabet="a\u05d0 \u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_what_changes_the_direction_of_a_text_ends_in_it(text: str):
    waiting: list[str] = []
    for sign in balanced(text):
        if sign in _OPENING:
            waiting.append(_OPENING[sign])
        elif sign == "\u202c":
            assert waiting.pop() == sign
        elif sign == "\u2069":
            while waiting.pop() != sign:
                pass
    assert waiting == []
    assert re.sub("[\u202c\u2069]", "", balanced(text)) == re.sub("[\u202c\u2069]", "", text)
    assert balanced(balanced(text)) == balanced(text)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u200b", "\u2060\ufeff", "\u3164", "\u2800", "\u202e\u202c", "\u00a0"])
def test_a_text_of_which_nothing_is_seen_is_no_name(text: str):
    assert not shows_something(text)
    assert shows_something(f"{text}x")


def test_a_table_in_a_text_can_be_moved_with_the_keyboard():
    body = prose("a\n\n| x |\n|---|\n| y |\n\n<div>\n", str, str).body
    assert body.count('<div class="scroll" tabindex="0">') == body.count("</div>") == 1
    assert unquote(body) == body
