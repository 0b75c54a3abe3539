"""The images that stand for pages where these are shared, and what the pages say of themselves there."""

import re
import struct
import subprocess
import sys
from pathlib import Path
from xml.dom.minidom import parseString

import pytest
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from test_theme import PNG, document, paths, put

from catalogue.edition import Edition
from catalogue.pages.preview import _ROOM, HEIGHT, WIDTH, Preview, _fitted, _wrapped, preview_image, svg
from catalogue.pages.typeface import typeface
from catalogue.release import build
from catalogue.serve.site import Site

COLOURS = {"paper": "#fff", "ink": "#000", "soft": "#555", "accent": "#0a5a55"}


def properties(edition: Edition, path: str) -> dict[str, list[str]]:
    """Give what a page says by `meta property` and `meta name`."""
    named: dict[str, list[str]] = {}
    for name, content in re.findall(
        r'<meta (?:property|name)="([a-z:_]+)" content="([^"]*)">', document(edition, path).decode()
    ):
        named.setdefault(name, []).append(content)
    return named


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    width, height = struct.unpack_from(">II", png, 16)
    return width, height


def drawn(texts: Preview) -> list[str]:
    """Give the lines of text of an image."""
    document = parseString(svg(texts, COLOURS))  # noqa: S318 - our own
    return [element.firstChild.data for element in document.getElementsByTagName("text")]


def test_pages_of_a_type_have_its_image_and_all_others_that_of_the_catalogue(garden: Path):
    edition, base = edition_of(garden), "https://gardens.example.org/assets/preview"
    for path, image in [
        ("plant/bean.fr.html", "/plant.fr.png"),
        ("plant.en.html", "/plant.en.png"),
        ("index.fr.html", ".fr.png"),
        ("queries.en.html", ".en.png"),
    ]:
        assert properties(edition, path)["og:image"] == [base + image]
        relative = image if image.startswith(".") else f"/{image[1:]}"
        assert size(document(edition, f"assets/preview{relative}")) == (WIDTH, HEIGHT)


def test_a_page_says_what_it_is_where_it_is_shared(garden: Path):
    said = properties(edition_of(garden), "plant/bean.fr.html")
    assert said["og:title"] == ["haricot à rames"]
    assert said["og:type"] == ["article"]
    assert said["og:url"] == ["https://gardens.example.org/plant/bean.fr.html"]
    assert (said["og:locale"], said["og:locale:alternate"]) == (["fr_FR"], ["en_GB"])
    assert (said["og:image:width"], said["og:image:height"]) == ([str(WIDTH)], [str(HEIGHT)])
    assert said["og:image:alt"] == ["Plantes · Jardins partagés"]
    assert said["twitter:card"] == ["summary_large_image"]
    assert properties(edition_of(garden), "index.en.html")["og:type"] == ["website"]


def test_an_image_of_the_theme_goes_before_those_that_are_drawn(garden: Path):
    before = paths(edition_of(garden))
    edition, base = edition_of(put(garden, preview_plant__png=PNG)), "https://gardens.example.org/assets/"
    assert properties(edition, "plant/bean.fr.html")["og:image"] == [f"{base}theme/preview-plant.png"]
    assert "og:image:width" not in properties(edition, "plant/bean.fr.html")
    assert properties(edition, "garden.fr.html")["og:image"] == [f"{base}preview/garden.fr.png"]
    assert before - paths(edition) == {"assets/preview/plant.en.png", "assets/preview/plant.fr.png"}
    edition = edition_of(put(garden, preview__png=PNG))
    for path, name in [("plant.fr.html", "preview-plant"), ("garden.fr.html", "preview"), ("index.en.html", "preview")]:
        assert properties(edition, path)["og:image"] == [f"{base}theme/{name}.png"]
    assert {path for path in paths(edition) if path.startswith("assets/preview")} == set()


def test_the_colours_are_those_of_the_theme(garden: Path):
    ours = preview_image(edition_of(garden), "plant", "en")
    put(garden, style__css=":root { --accent: #702963 }\n@media (prefers-color-scheme: dark) { :root { --paper: #000 } }")
    theirs = preview_image(edition_of(garden), "plant", "en")
    assert ours != theirs
    put(garden, style__css=":root { --accent: #702963 }\n")
    assert preview_image(edition_of(garden), "plant", "en") == theirs


def test_images_are_the_same_in_another_process_and_are_taken_over_by_the_next_build(garden: Path, tmp_path: Path):
    first = build(edition_of(garden), tmp_path / "a").folder
    subprocess.run([sys.executable, "-m", "catalogue", "build", "-C", str(garden), "--output", str(tmp_path / "b")], check=True)
    images = sorted(path.relative_to(first) for path in first.rglob("assets/preview*/**/*.png"))
    assert len(images) > 3
    other = (tmp_path / "b" / "current").resolve()
    assert all((first / path).read_bytes() == (other / path).read_bytes() for path in images)
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", "scarlet runner"), "utf-8")
    second = build(edition_of(garden), tmp_path / "a").folder
    assert second != first
    assert all((first / path).stat().st_ino == (second / path).stat().st_ino for path in images)


def test_the_server_gives_the_same_image(garden: Path):
    edition = edition_of(garden)
    response = TestClient(Site(edition)).get("/assets/preview/plant.fr.png")
    assert response.headers["content-type"] == "image/png"
    assert response.content == document(edition, "assets/preview/plant.fr.png")


@pytest.mark.parametrize("text", ["شجرة", "植物", "🌳 Trees", "a\u0301\u0489 x", "हिन्दी", "\u202etxet"])
def test_a_text_with_signs_that_cannot_be_drawn_is_left_out_whole(text: str):
    assert drawn(Preview(text, above="Catalogue", below="Below")) == ["Catalogue", "Below"]
    assert drawn(Preview(text)) == []


@pytest.mark.parametrize(
    "text", ["Jardins partagés", "Žluťoučký kůň", "Сады", "Κήποι", "l’État\u202f: « oui\u202f»", "Straße", "A & B <i>"]
)
def test_other_texts_are_drawn(text: str):
    assert " ".join(drawn(Preview(text))) == text.replace("\u202f", " ")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcW éx-&<>'\"\n\t", max_size=400), st.text(max_size=40))
def test_no_line_is_wider_than_its_room_and_there_are_few(title: str, other: str):
    plain = " ".join(title.split())[:300]
    size_, lines = _fitted(plain, 3)
    assert len(lines) <= 3
    assert all(typeface().width(line) * size_ <= _ROOM for line in lines)
    assert all(typeface().width(line) * 34 <= _ROOM for line in _wrapped(plain, 34, 3))
    assert len(drawn(Preview(title, above=other, below=other))) <= 3 + 1 + 3


def test_a_long_word_and_a_long_title_are_cut():
    assert all(line.endswith("…") for line in drawn(Preview("W" * 10_000)))
    lines = drawn(Preview("word " * 1000))
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_a_catalogue_in_arabic_has_an_image_without_words(garden: Path):
    file = garden / "catalogue.toml"
    text = re.sub(r"(?m)^(languages|title|description)\b.*\n", "", file.read_text("utf-8"))
    text = text.replace("[catalogue]\n", '[catalogue]\nlanguages = ["ar"]\ntitle = "حدائق"\ndescription = "حدائق مشتركة"\n')
    file.write_text(text, "utf-8")
    edition = edition_of(garden)
    assert size(preview_image(edition, "", "ar")) == (WIDTH, HEIGHT)
    assert properties(edition, "index.ar.html")["og:locale"] == ["ar_EG"]
