"""Releases: whole or not at all, the same bytes everywhere, and every document where its IRI leads."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from conftest import edition_of

from catalogue import publish
from catalogue.errors import OutputError, Place, UsageError
from catalogue.release import ADDED, CHANGED, MISSING, verify
from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue


def test_every_document_has_a_path_of_its_own(folder: Path):
    paths = [document.path.casefold() for document in publish.documents(edition_of(folder))]
    assert len(set(paths)) == len(paths) > 40


def test_every_path_leads_back_to_its_document(folder: Path):
    edition = edition_of(folder)
    for document in publish.documents(edition):
        assert publish.document_at(edition, document.path) == document


@pytest.mark.parametrize(
    "path", ["", "nope", "plant/bean", "plant/bean.xx.html", "plant/bean.html", "../catalogue.toml", "plant/~zz.ttl"]
)
def test_what_is_no_document_is_not_found(garden: Path, path: str):
    assert publish.document_at(edition_of(garden), path) is None


def test_each_thing_has_a_page_in_each_language_and_its_data_in_each_format(garden: Path):
    folder = Catalogue(garden).build().folder
    found = sorted(path.name for path in (folder / "plant").glob("bean.*"))
    assert found == ["bean.en.html", "bean.fr.html", "bean.html", "bean.jsonld", "bean.ttl"]


def test_a_release_is_the_same_whatever_the_hash_seed_the_locale_and_the_time_zone(folder: Path):
    digests = set()
    for seed, locale, zone in (("1", "C.UTF-8", "UTC"), ("2", "fr_FR.UTF-8", "Asia/Tokyo")):
        out = folder.parent / f"out-{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        subprocess.run([sys.executable, "-m", "catalogue", "build", "-o", str(out)], cwd=folder, env=environment, check=True)
        digests.add((out / "current").resolve().name)
    assert len(digests) == 1


def test_building_the_same_again_makes_no_new_release(garden: Path):
    one, two = Catalogue(garden).build(), Catalogue(garden).build()
    assert (one.is_new, two.is_new, one.digest) == (True, False, two.digest)


def test_what_is_being_built_is_no_release_until_it_is_whole(garden: Path):
    """Its folder has a name with a full stop before it, which no server gives and no list shows."""
    seen: list[str] = []
    releases = garden / "build" / "releases"
    built = Catalogue(garden).build(progress=lambda *_: seen.extend(path.name for path in releases.iterdir()))
    assert {name.partition("-")[0] for name in seen} == {".building", ".collecting"}
    assert [path.name for path in releases.iterdir()] == [built.digest]


def test_a_release_that_is_not_whole_is_built_again(garden: Path):
    first = Catalogue(garden).build()
    (first.folder / "plant.csv").unlink()
    assert Catalogue(garden).build().folder == first.folder
    assert verify(first.folder) == {}


def test_current_points_to_the_last_release_and_the_older_ones_stay(garden: Path):
    before = Catalogue(garden).build()
    (garden / "data" / "plant" / "tomato.ttl").unlink()
    entry = garden / "data" / "garden" / "hill-side.ttl"
    entry.write_text(entry.read_text("utf-8").replace("<plant/bean>, <plant/tomato>", "<plant/bean>"), "utf-8")
    after = Catalogue(garden).build()
    assert (garden / "build" / "current").resolve() == after.folder
    assert before.folder.is_dir()
    assert not (after.folder / "plant" / "tomato.ttl").exists()


def test_the_manifest_tells_path_size_digest_and_media_type_of_every_file(folder: Path):
    release = Catalogue(folder).build()
    listed = {entry["path"]: entry for entry in json.loads((release.folder / "manifest.json").read_bytes())["files"]}
    on_disk = {p.relative_to(release.folder).as_posix() for p in release.folder.rglob("*") if p.is_file()}
    assert on_disk == {*listed, "manifest.json", "manifest.json.sha256"}
    for path, entry in listed.items():
        data = (release.folder / path).read_bytes()
        assert (entry["size"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert entry["mediaType"] in publish.REGISTRY.media_types


def test_verify_finds_what_was_changed_removed_and_added(garden: Path):
    folder = Catalogue(garden).build().folder
    assert verify(folder) == {}
    (folder / "plant.csv").write_text("changed")
    (folder / "plant.nt").unlink()
    (folder / "new.txt").write_text("new")
    assert list(verify(folder).items()) == [("new.txt", ADDED), ("plant.csv", CHANGED), ("plant.nt", MISSING)]
    command = [sys.executable, "-m", "catalogue", "verify", "--lang", "fr"]
    done = subprocess.run(command, cwd=garden, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "new.txt: absent du manifeste\nplant.csv: modifié\nplant.nt: manquant\n")
    assert done.stderr == "3 fichiers diffèrent du manifeste\n"


def test_a_catalogue_with_errors_is_not_built(garden: Path):
    (garden / "data" / "x.ttl").write_text("x", "utf-8")
    done = subprocess.run([sys.executable, "-m", "catalogue", "build"], cwd=garden, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("data/x.ttl:1:1: error C002: ")
    assert done.stderr == "error: nothing was built: the check reports 1 error\n"
    assert not (garden / "build").exists()


def test_every_page_is_valid_html_whose_links_lead_somewhere(folder: Path):
    opened = Catalogue(folder)
    release, root = opened.build().folder, urlsplit(opened.settings.base).path
    for page in release.rglob("*.html"):
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        tree = parser.parse(page.read_text("utf-8"))
        ids = {element.get("id") for element in tree.iter() if element.get("id")}
        for element in tree.iter():
            target = element.get("href") or element.get("src") or ""
            if "://" in target or not target:
                continue
            file, _, fragment = target.partition("#")
            place = release / file.removeprefix(root) if file.startswith("/") else page.parent / file
            assert not file or place.is_file(), (page, target)
            assert not file.startswith("/") or page.name == "404.html"  # which is shown at any path
            if fragment and not file:
                assert fragment in ids, (page, target)


def test_no_page_shows_a_bare_iri_of_a_thing_that_has_a_label(garden: Path):
    release = Catalogue(garden).build().folder
    page = (release / "garden" / "hill-side.en.html").read_text("utf-8")
    assert page.count("https://gardens.example.org/plant/") == 0
    assert page.count(">runner bean</a>") == 1


def test_the_sitemap_lists_every_page_with_its_translations(garden: Path):
    release = Catalogue(garden).build().folder
    text = (release / "sitemap.xml").read_text("utf-8")
    pages = {p.relative_to(release).as_posix() for p in release.rglob("*.??.html")}
    pages -= {page for page in pages if page.startswith("queries/gardens-of-plant/")}  # its answers for other values
    assert {line[10:-6].removeprefix("https://gardens.example.org/") for line in text.splitlines() if "<loc>" in line} == pages
    assert text.count('hreflang="fr"') == text.count('hreflang="x-default"') == len(pages)


def test_a_new_catalogue_is_listed_in_the_order_of_its_names(tmp_path: Path):
    made = init(tmp_path / "new")
    assert [path.relative_to(tmp_path / "new").parts for path in made] == sorted(
        path.relative_to(tmp_path / "new").parts for path in (tmp_path / "new").rglob("*") if path.is_file()
    )


def test_a_new_catalogue_is_made_in_an_empty_folder_alone(tmp_path: Path):
    assert init(tmp_path)
    with pytest.raises(UsageError, match=f"^{re.escape(str(tmp_path))} is not empty"):
        init(tmp_path)
    with pytest.raises(UsageError, match=r"catalogue\.toml is not empty"):
        init(tmp_path / "catalogue.toml")


def test_a_new_catalogue_that_cannot_be_written_is_refused_at_its_folder(tmp_path: Path):
    (tmp_path / "file").write_text("", "utf-8")
    folder = tmp_path / "file" / "new"
    with pytest.raises(OutputError) as refused:
        init(folder)
    assert refused.value.place == Place(str(folder))
