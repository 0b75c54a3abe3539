"""The page of all contents offers every file that there is to take: tables in all forms, dumps, and what describes them."""

import posixpath
from pathlib import Path

import html5lib
import pytest
from conftest import edition_of

from catalogue.pages.literals import in_bytes
from catalogue.release import build

FORMS = '\n[tables]\nformats = ["csvw", "spreadsheet", "xlsx", "parquet"]\n'
TABLES = (".csv", ".xlsx", ".parquet", ".csv-metadata.json")


@pytest.fixture
def release(garden: Path, tmp_path: Path) -> Path:
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + FORMS, "utf-8")
    return build(edition_of(garden), tmp_path / "built").folder


@pytest.mark.parametrize(("language", "other"), [("en", "fr"), ("fr", "en")])
def test_each_file_is_offered_in_the_language_of_the_page_and_with_its_size(release: Path, language: str, other: str):
    page = html5lib.parse((release / f"index/contents.{language}.html").read_bytes(), namespaceHTMLElements=False)
    main = next(page.iter("main"))
    offered = {posixpath.normpath(posixpath.join("index", a.get("href") or "")) for a in main.iter("a")}
    tables = {path.name for path in release.iterdir() if path.name.endswith(TABLES)}
    assert len(tables) > len(TABLES)
    assert {name for name in tables if f".{other}." not in name} <= offered
    assert {f"dumps/tables.{language}.xlsx", "dumps/tables.zip", "datapackage.json"} <= offered
    assert {".well-known/void", "manifest.json", "index.ttl", "dumps/shapes.ttl"} <= offered
    assert {path.relative_to(release).as_posix() for path in (release / "dumps").glob("*.nq")} <= offered
    assert not {path for path in offered if path.endswith(f".{other}.xlsx")}
    sizes = 0
    for file in main.iterfind(".//span[@class='file']"):
        link, size = next(file.iter("a")), file.find("span[@class='size']")
        path = release / posixpath.normpath(posixpath.join("index", link.get("href") or ""))
        assert path.is_file()
        if size is not None:
            assert size.text == in_bytes(path.stat().st_size, language)
            sizes += 1
    assert sizes > len(tables) / 2
