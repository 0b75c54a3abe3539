"""A catalogue brings the words of its pages in its own languages: gettext catalogues in its theme."""

import re
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from conftest import ROOT, edition_of
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.edition import Edition
from catalogue.errors import InputError
from catalogue.messages import Message, languages, say
from catalogue.pages import worded
from catalogue.pages.strings import string
from catalogue.release import build
from catalogue.serve.site import Site

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural}\\n"\n\n'
TWO = "nplurals=2; plural=(n != 1);"
SIX = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
SHOWN = ("page.", "sparql-page.", "serve.", "publish.", "number.")
"""The rooms of the messages that pages show."""


def english() -> Catalog:
    with (ROOT / "catalogue" / "messages" / "locale" / "en" / "LC_MESSAGES" / "catalogue.po").open("rb") as file:
        return read_po(file)


def invented(plural: str, plurals: int) -> str:
    """Write a catalogue with a text for every message that pages show: no word of English, the values of ours."""
    entries = []
    for entry in english():
        code = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        if not str(code).startswith(SHOWN):
            continue
        text = entry.string[0] if isinstance(entry.string, tuple | list) else entry.string
        worded = "".join(re.findall(r"\{[^}]*\}|\s", str(text))) if "{" in str(text) else ""
        shown = f"¤ {worded}".strip() if code != "number.group" else "."
        if entry.pluralizable:
            forms = "\n".join(f'msgstr[{number}] "{shown} {{count}}{number}"' for number in range(plurals))
            entries.append(f'msgid "{code}"\nmsgid_plural "{code}"\n{forms}\n')
        else:
            entries.append(f'msgid "{code}"\nmsgstr "{shown}"\n')
    return HEAD.format(plural=plural) + "\n".join(entries)


def with_words(garden: Path, tag: str, text: str | bytes) -> Path:
    """Make a language the only one of the pages, and give the theme its words."""
    file = garden / "catalogue.toml"
    file.write_text(re.sub(r"(?m)^languages = .*", f'languages = ["{tag}"]', file.read_text("utf-8")), "utf-8")
    return put(garden, tag, text)


def put(garden: Path, tag: str, text: str | bytes) -> Path:
    path = garden / "theme" / "locale" / tag.replace("-", "_") / "LC_MESSAGES" / "catalogue.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return garden


def document(edition: Edition, path: str) -> str:
    found = publish.document_at(edition, path)
    assert found is not None, path
    return publish.represent(edition, found.iri, found.format.media_type, found.language).decode()


def texts(html: str) -> set[str]:
    body = re.sub(r"(?s)<(script|pre|code)\b.*?</\1>", "", html.partition("<body")[2])
    attributes = re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', body)
    return {piece.strip() for piece in [*re.findall(r">([^<>]+)<", body), *attributes]}


@pytest.mark.parametrize(
    ("tag", "plural", "plurals"), [("es", TWO, 2), ("ar", SIX, 6), ("zh-Hant", "nplurals=1; plural=0;", 1)]
)
def test_no_page_has_a_word_of_english_that_the_catalogue_has_in_its_language(
    garden: Path, tag: str, plural: str, plurals: int
):
    edition = edition_of(with_words(garden, tag, invented(plural, plurals)))
    entries = (entry for entry in english() if entry.id)
    forms = (form for entry in entries for form in (entry.string if isinstance(entry.string, tuple) else (entry.string,)))
    labels = {label for file in garden.rglob("*.ttl") for label in re.findall(r'"([^"]*)"', file.read_text("utf-8"))}
    ours = {str(form) for form in forms if "{" not in str(form) and len(str(form)) > 3} - labels
    pages = [each.path for each in publish.documents(edition) if each.path.endswith(".html")]
    assert len(pages) > 10
    for path in pages:
        assert texts(document(edition, path)) & ours == set(), path


def test_the_service_has_the_words_too(garden: Path):
    client = TestClient(Site(edition_of(with_words(garden, "es", invented(TWO, 2)))))
    shown = {"Accept": "text/html", "Accept-Language": "es"}
    for path in ("/nothing", "/sparql", "/sparql?query=SELECT%20*%20%7B%7D"):
        text = client.get(path, headers=shown).text
        assert '<html lang="es">' in text
        assert "¤" in text
        assert '<span lang="en">' not in text
        assert texts(text) & {"Not found", "There is no such page.", "Run", "Answer"} == set()


def test_what_is_not_translated_is_in_the_wider_language_else_in_english_and_marked(garden: Path):
    put(
        garden,
        "es",
        HEAD.format(plural=TWO) + 'msgid "page.all-of"\nmsgstr "Por {name}"\n\nmsgid "page.name"\nmsgstr "Nombre"\n',
    )
    put(garden, "es-MX", HEAD.format(plural=TWO) + 'msgid "page.name"\nmsgstr "El nombre"\n\nmsgid "page.yes"\nmsgstr ""\n')
    put(garden, "fr", HEAD.format(plural=TWO) + 'msgid "page.name"\nmsgstr "Le nom"\n')
    with worded(edition_of(garden)):
        shown = [str(string("name", tag)) for tag in ("es-MX", "es", "es-AR", "fr", "fr-CA", "en", "de")]
        assert shown == ["El nombre", "Nombre", "Nombre", "Le nom", "Le nom", "Name", "Name"]
        assert string("all-of", "es-MX", name="x") == "Por x"
        assert string("yes", "fr") == "oui"
        marks = {tag: hasattr(string(key, tag), "__html__") for key, tag in [("name", "es-MX"), ("yes", "fr"), ("yes", "es")]}
        assert marks == {"es-MX": False, "fr": False, "es": True}
        assert string("yes", "es") == "yes"
    assert string("name", "es") == "Name"
    assert string("name", "fr") == "Nom"
    assert languages() == ("en", "fr")


def test_numbers_and_plurals_are_as_the_language_has_them(garden: Path):
    text = 'msgid "page.rows"\nmsgid_plural "page.rows"\n' + "".join(f'msgstr[{n}] "{n}: {{count:,}}"\n' for n in range(6))
    edition = edition_of(with_words(garden, "ar", HEAD.format(plural=SIX) + text + '\nmsgid "number.group"\nmsgstr "٬"\n'))
    with worded(edition):
        assert [string("rows", "ar", count=count) for count in (0, 1, 2, 5, 1011)] == [
            "0: 0",
            "1: 1",
            "2: 2",
            "3: 5",
            "4: 1٬011",
        ]
        assert say(Message("page.rows", count=1), "ar-EG") == "1: 1"


def test_the_words_are_part_of_the_release_and_the_file_is_not(garden: Path, tmp_path: Path):
    before = edition_of(garden)
    name = before.release
    put(garden, "fr", HEAD.format(plural=TWO) + 'msgid "page.contents"\nmsgstr "Le fonds"\n')
    edition = edition_of(garden)
    assert edition.release != name
    assert {each.path for each in publish.documents(edition)} == {each.path for each in publish.documents(before)}
    folder = build(edition, tmp_path / "out").folder
    assert "Le fonds" in (folder / "index.fr.html").read_text("utf-8")
    assert "Le fonds" not in (folder / "index.en.html").read_text("utf-8")
    assert not list(folder.rglob("*.po"))


BROKEN: dict[str, tuple[str | bytes, int, str]] = {
    "no catalogue": ("msgid\n", 1, "not a gettext catalogue"),
    "an unknown keyword": (HEAD.format(plural=TWO) + 'msgid "a"\nmsgstr "b"\nmsg "c"\n', 8, "not a gettext catalogue"),
    "plural forms that are no expression": (HEAD.format(plural="nplurals=2; plural=import os;"), 1, "not a gettext catalogue"),
    "a value that ours has not": (HEAD.format(plural=TWO) + 'msgid "page.all-of"\nmsgstr "{nombre}"\n', 6, "{nombre}"),
    "a way into Python": (HEAD.format(plural=TWO) + 'msgid "page.all-of"\nmsgstr "{name.__class__}"\n', 6, "{name.__class__}"),
    "an open brace": (HEAD.format(plural=TWO) + 'msgid "page.all-of"\nmsgstr "{name"\n', 6, "not a gettext catalogue"),
    "too few forms": (
        HEAD.format(plural=SIX) + 'msgid "page.rows"\nmsgid_plural "page.rows"\nmsgstr[0] "{count}"\nmsgstr[1] "{count}"\n',
        6,
        "plural forms",
    ),
    "no UTF-8": (HEAD.format(plural=TWO).encode() + b'msgid "page.all-of"\nmsgstr "\xff"\n', 7, "UTF-8"),
}


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_used_is_told_with_its_place(garden: Path, text: str | bytes, line: int, problem: str):
    edition = edition_of(with_words(garden, "es", text))
    with pytest.raises(InputError) as error:
        document(edition, "index.es.html")
    assert error.value.place is not None
    assert (error.value.place.path, error.value.place.line) == ("theme/locale/es/LC_MESSAGES/catalogue.po", line)
    assert problem in error.value.message["en"]


def test_a_page_in_arabic_is_written_from_right_to_left(garden: Path):
    edition = edition_of(with_words(garden, "ar", invented(SIX, 6)))
    for path in ("index", "plant", "plant/bean", "index/contents", "queries", "search"):
        assert '<html lang="ar" dir="rtl">' in document(edition, f"{path}.ar.html")


def test_names_of_the_catalogue_in_another_language_are_marked(garden: Path):
    """On pages in a language that they are not in; names without a language are of none."""
    settings = garden / "catalogue.toml"
    text = re.sub(r"(?m)^languages = .*$", 'languages = ["fr", "en", "uk"]', settings.read_text("utf-8"))
    settings.write_text(re.sub(r'(?m)^(name|title)\.(fr|en) = "Les.*$|^title\.en = .*$', "", text), "utf-8")
    edition = edition_of(garden)
    marked = {}
    for language in ("fr", "en", "uk"):
        match = publish.document_at(edition, f"plant/bean.{language}.html")
        assert match is not None
        page = publish.represent(edition, match.iri, match.format.media_type, match.language).decode()
        found = (
            re.search(r'<a class="site" href="[^"]*"( lang="(\w+)")?', page),
            re.search(r'<span( lang="(\w+)")?[^>]*>The gardeners', page),
        )
        marked[language] = [each and each[2] for each in found]
    assert marked == {"fr": [None, "en"], "en": ["fr", None], "uk": ["fr", "en"]}
