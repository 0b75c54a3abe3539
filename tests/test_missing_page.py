"""The page that static hosts show where there is nothing."""

import re
from pathlib import Path

import pytest
from conftest import edition_of

from catalogue import publish
from catalogue.edition import Edition
from catalogue.lint import check
from catalogue.release import build


def with_base(folder: Path, base: str) -> Path:
    for file in [folder / "catalogue.toml", *folder.rglob("*.ttl"), *folder.rglob("*.rq")]:
        file.write_text(file.read_text("utf-8").replace("https://gardens.example.org/", base), "utf-8")
    return folder


def missing(edition: Edition) -> str:
    document = publish.document_at(edition, "404.html")
    assert document is not None
    return publish.represent(edition, document.iri, "text/html", document.language).decode()


@pytest.mark.parametrize(("base", "root"), [("https://gardens.example.org/", "/"), ("https://x.example/a/b/", "/a/b/")])
def test_its_links_work_at_any_depth(garden: Path, base: str, root: str):
    text = missing(edition_of(with_base(garden, base)))
    links = {href for href in re.findall(r' (?:href|src|action)="([^"]+)"', text) if not href.startswith(("#", "http"))}
    assert links
    assert [link for link in links if not link.startswith(root)] == []
    assert {f"{root}index.en.html", f"{root}index.fr.html", f"{root}assets/style.css"} <= links


def test_it_is_for_readers_and_not_for_what_gathers_pages(garden: Path, tmp_path: Path):
    edition = edition_of(garden)
    text = missing(edition)
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical"' not in text
    assert '<html lang="en">' in text
    assert (build(edition, tmp_path / "out").folder / "404.html").read_text("utf-8") == text
    sitemap = publish.document_at(edition, "sitemap.xml")
    assert sitemap is not None
    assert b"404" not in publish.represent(edition, sitemap.iri, "application/xml")


def test_it_stands_at_the_root_whatever_folder_our_addresses_are_in(garden: Path):
    file = garden / "catalogue.toml"
    file.write_text(f'{file.read_text("utf-8")}\n[site]\nfolder = "_"\n', "utf-8")
    assert 'href="/_/index.en.html"' in missing(edition_of(garden))


def test_an_entry_with_that_address_goes_first(garden: Path):
    bean = garden / "data" / "plant" / "bean.ttl"
    (bean.parent / "n404.ttl").write_text(bean.read_text("utf-8").replace("<plant/bean>", "<404>"), "utf-8")
    edition = edition_of(garden)
    assert any(thing.value.endswith("/404") for thing in edition.things)
    assert publish.document_at(edition, "404.html") is None
    assert publish.document_at(edition, "404.en.html") is not None
    assert [finding for finding in check(edition) if "404" in finding.message["en"]] == []
    assert "404.html" not in {document.path for document in publish.files(edition)}
