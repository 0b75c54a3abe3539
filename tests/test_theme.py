"""The theme of a catalogue: its templates, its style and its images give the pages another look."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import edition_of
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.edition import Edition
from catalogue.errors import InputError
from catalogue.release import build, verify
from catalogue.serve.site import Site
from catalogue.sources.revision import read_revision

PNG = b"\x89PNG\r\n\x1a\n"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


def put(folder: Path, **files: str | bytes) -> Path:
    """Write files of the theme; `__` stands for the dot of a suffix, `_in_` for a slash."""
    for name, data in files.items():
        path = folder / "theme" / name.replace("_in_", "/").replace("__", ".").replace("_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def document(edition: Edition, path: str) -> bytes:
    found = publish.document_at(edition, path)
    assert found is not None, path
    return publish.represent(edition, found.iri, found.format.media_type, found.language)


def paths(edition: Edition) -> set[str]:
    return {each.path for each in publish.documents(edition)}


def test_a_template_overrides_ours_of_its_name_and_may_extend_it(garden: Path):
    put(
        garden,
        base__html='{% extends "catalogue/base.html" %}{% block footer %}<p>Planted in 2019.</p>{% endblock %}',
        list__html='{% extends "base.html" %}{% block content %}<h1>{{ title }} ({{ count }})</h1>{% endblock %}',
    )
    edition = edition_of(garden)
    assert b"<p>Planted in 2019.</p>" in document(edition, "garden/hill-side.en.html")
    plants = document(edition, "plant.en.html")
    assert b"<h1>Plants (2)</h1>" in plants
    assert b"<p>Planted in 2019.</p>" in plants


def test_what_a_template_of_a_theme_shows_is_escaped(garden: Path):
    put(garden, home__html='{{ "<script>" }}')
    assert document(edition_of(garden), "index.en.html") == b"&lt;script&gt;"


def test_the_style_stands_after_ours_and_the_icon_in_the_place_of_ours(garden: Path):
    before = edition_of(garden)
    ours = document(before, "assets/style.css")
    put(garden, style__css=":root { --accent: #702963; }\n", icon__svg=LOGO)
    edition = edition_of(garden)
    assert document(edition, "assets/style.css") == ours + b":root { --accent: #702963; }\n"
    assert document(edition, "assets/icon.svg") == LOGO
    assert paths(edition) == paths(before)


def test_other_files_are_published_as_they_are_and_the_logo_stands_before_the_name(garden: Path, tmp_path: Path):
    put(garden, logo__svg=LOGO, logo__png=PNG, pictures_in_bean__jpg=b"\xff\xd8", notes__md="for people")
    edition = edition_of(garden)
    added = {path for path in paths(edition) if path.startswith("assets/theme/")}
    assert added == {"assets/theme/logo.svg", "assets/theme/logo.png", "assets/theme/pictures/bean.jpg"}
    assert document(edition, "assets/theme/logo.png") == PNG
    assert b'<img src="../assets/theme/logo.svg" alt="">' in document(edition, "garden/hill-side.en.html")
    release = build(edition, tmp_path / "out")
    listed = json.loads((release.folder / "manifest.json").read_bytes())["files"]
    assert {"assets/theme/logo.png": "image/png", "assets/theme/pictures/bean.jpg": "image/jpeg"}.items() <= {
        each["path"]: each["mediaType"] for each in listed
    }.items()
    assert verify(release.folder) == {}
    client = TestClient(Site(edition))
    for path in added:
        assert client.get(f"/{path}").content == (release.folder / path).read_bytes()


def test_a_theme_is_part_of_what_names_a_release(garden: Path):
    names = [edition_of(garden).release]
    steps: list[dict[str, str | bytes]] = [
        *({"style__css": "a {}"}, {"style__css": "b {}"}),
        *({"logo__svg": LOGO}, {"home__html": "x"}),
    ]
    names += [edition_of(put(garden, **files)).release for files in steps]
    assert len(set(names)) == len(names)


def test_links_out_of_the_folder_are_not_followed(garden: Path, tmp_path: Path):
    secret = tmp_path / "secret.css"
    secret.write_text("a {}")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.svg").write_bytes(LOGO)
    put(garden, logo__svg=LOGO)
    theme = garden / "theme"
    for link, target in (
        ("style.css", secret),
        ("more", outside),
        ("gone.png", tmp_path / "nothing"),
        ("up.svg", theme / "../catalogue.toml"),
    ):
        (theme / link).symlink_to(target)
    (theme / "same.svg").symlink_to("logo.svg")
    (theme / "loop").symlink_to(".")
    assert [file.name for file in edition_of(garden).theme] == ["logo.svg", "same.svg"]


@pytest.mark.parametrize("name", [".hidden.css", "a b.css", "é.svg", "x.exe", "x.js", "CON\n.svg", "a..svg"])
def test_what_has_no_name_for_an_address_or_another_suffix_is_passed_over(garden: Path, name: str):
    put(garden, logo__svg=LOGO)
    (garden / "theme" / name).write_bytes(b"x")
    assert [file.name for file in edition_of(garden).theme] == ["logo.svg"]


def test_the_folder_may_be_called_otherwise(garden: Path):
    put(garden, style__css="a {}")
    (garden / "theme").rename(garden / "look")
    file = garden / "catalogue.toml"
    file.write_text(file.read_text("utf-8") + '\n[folders]\ntheme = "look"\n', "utf-8")
    assert [each.path for each in edition_of(garden).theme] == ["look/style.css"]


BROKEN: dict[str, tuple[str, int, str]] = {
    "an unknown tag": ("<p>\n{% nothing %}", 2, "not a template"),
    "a block that is not closed": ('{% extends "base.html" %}\n{% block content %}\nx', 3, "not a template"),
    "an expression that is not closed": ("a\nb\n{{ title", 3, "not a template"),
    "a name that is not there": ("\n\n\n{{ no_such_name }}", 4, "fails"),
    "a template that is not there": ('\n{% include "nothing.html" %}', 2, "fails"),
    "a value that is missing": ('{{ string("rows", lang) }}', 1, "fails"),
    "a division by zero": ("\n{{ 1 / 0 }}", 2, "fails"),
    "a way into Python": ("{{ ''.__class__.__mro__ }}", 1, "fails"),
    "a way to the edition": ("{{ viewer.edition.settings.folder }}", 1, "fails"),
    "a way to what functions know": ("{{ string.__globals__ }}", 1, "fails"),
}


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_template_is_told_with_its_place(garden: Path, text: str, line: int, problem: str):
    edition = edition_of(put(garden, home__html=text))
    with pytest.raises(InputError) as error:
        document(edition, "index.fr.html")
    assert error.value.place is not None
    assert (error.value.place.path, error.value.place.line) == ("theme/home.html", line)
    assert problem in error.value.message["en"]


def test_a_template_that_is_not_utf_8_is_told_with_its_place(garden: Path):
    with pytest.raises(InputError) as error:
        document(edition_of(put(garden, home__html=b"a\n\xff")), "index.fr.html")
    assert str(error.value.place) == "theme/home.html:2:1"


def test_the_command_shows_no_traceback_of_a_broken_template(garden: Path):
    run = [sys.executable, "-m", "catalogue", "build", "--lang", "en"]
    done = subprocess.run(run, cwd=put(garden, home__html="{{ oh"), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "theme/home.html:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_revision_has_the_theme_that_it_was_committed_with(garden: Path):
    put(garden, style__css="a {}")
    git = ["git", "-C", str(garden), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    put(garden, style__css="b {}")
    revision = read_revision(garden, "HEAD")
    assert (revision.folder / "theme" / "style.css").read_text() == "a {}"
