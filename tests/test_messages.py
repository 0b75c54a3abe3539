"""Messages: one code, one text for each language, and nothing missing in any of them."""

import gettext
import json
import os
import pickle
import shutil
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import message_catalogues as tool
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hatch_build
from catalogue.errors import _REASONS, EXIT_CODES, OutputError, Place, UsageError, reason_of
from catalogue.messages import Message, Template, catalogues, codes, languages, say
from catalogue.messages.compiling import compile_all

ROOT = Path(__file__).parent.parent

PLURAL = 'msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[0] "{count}"\nmsgstr[1] "{count}s"'
GERMAN = """msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "count.error"
msgid_plural "count.error"
msgstr[0] ""
msgstr[1] ""

msgid "count.files"
msgid_plural "count.files"
msgstr[0] "{count} Datei"
msgstr[1] "{count} Dateien"

msgid "error.line"
msgstr "Fehler: {message}"

msgid "number.group"
msgstr "."
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the catalogues in a folder of their own, with one more: of a few messages in German."""
    locale = tmp_path / "locale"
    shutil.copytree(catalogues.LOCALE, locale)
    path = locale / "de" / "LC_MESSAGES" / "catalogue.po"
    path.parent.mkdir(parents=True)
    path.write_text(GERMAN, "utf-8")
    monkeypatch.setattr(catalogues, "LOCALE", locale)
    _forget()
    yield path
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (catalogues._shipped, catalogues.codes, catalogues._catalogue, catalogues._template):  # noqa: SLF001
        cached.cache_clear()


def test_every_message_of_the_code_stands_in_every_catalogue_and_no_other():
    assert tool.complaints() == []


def test_the_catalogues_are_written_in_one_order_so_that_changes_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(tool.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(tool, "LOCALE", tmp_path / "locale")
    before = {path: path.read_bytes() for path in tool.catalogues().values()}
    tool.update()
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize(
    ("source", "texts", "complaint"),
    [
        ('Message("a.b")', ('msgid "a.c"\nmsgstr "x"', None), "no message has the code a\\.b"),
        ("", ('msgid "a.b"\nmsgstr "x"', None), "no code uses a.b"),
        ('Message("a.b")', ('msgid "a.b"\nmsgstr "{x}"', None), "puts in x, the code gives nothing"),
        ('Message("a.b", x=1, y=2)', ('msgid "a.b"\nmsgstr "{x}"', None), "puts in x, the code gives x, y"),
        ('Message("a.b", x=1)', ('msgid "a.b"\nmsgstr "{x}"', 'msgid "a.b"\nmsgstr "{y}"'), "fr: a.b puts in y, not x"),
        ('Message("a.b")', ('msgid "a.b"\nmsgstr "x"', 'msgid "a.b"\nmsgstr ""'), "fr: a.b is empty"),
        ('Message("a.b")', ('msgid "a.b"\nmsgstr "x"', '#, fuzzy\nmsgid "a.b"\nmsgstr "x"'), "fr: a.b is marked fuzzy"),
        ('Message("a.b")', ('msgid "a.b"\nmsgstr "x"', ""), "fr: a.b is missing"),
        ('Message("a.b")', ('msgid "a.b"\nmsgstr "x"', 'msgid "a.b"\nmsgstr "x{"'), "fr: a.b is not a template"),
        (
            'Message("a.b", count=1)',
            (
                PLURAL,
                PLURAL.rpartition("\n")[0],
            ),
            "fr: a.b is empty",
        ),
        (
            'Message("a.b", count=1)',
            (PLURAL, 'msgid "a.b"\nmsgstr "{count}"'),
            "fr: a.b has plural forms in one language and none in the other",
        ),
        ("Message(name)", ('msgid "a.b"\nmsgstr "x"', None), "write the message's code here"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, texts: tuple[str, str | None], complaint: str
):
    program, locale = tmp_path / "catalogue", tmp_path / "locale"
    program.mkdir()
    (program / "module.py").write_text(source, "utf-8")
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    )
    english, french = texts
    for language, text in (("en", english), ("fr", english if french is None else french)):
        path = locale / language / "LC_MESSAGES" / "catalogue.po"
        path.parent.mkdir(parents=True)
        path.write_text(head + text + "\n", "utf-8")
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "PROGRAM", program)
    monkeypatch.setattr(tool, "LOCALE", locale)
    monkeypatch.setattr(tool, "library_sentences", set)
    try:
        complaints = tool.complaints()
    except SystemExit as end:
        complaints = [str(end.code)]
    assert any(complaint in line for line in complaints), complaints


def test_the_library_says_nothing_that_the_catalogues_lack():
    """Its sentences are read from what is installed: a new version that says more fails here."""
    sentences = tool.library_sentences()
    assert {"Options", "Commands", "Arguments", "Error", "[default: {}]"} <= sentences
    french = {str(entry.id): entry.string for entry in tool.read_catalogue(tool.catalogues()["fr"])}
    assert {sentence for sentence in sentences if not french.get(sentence)} == set()


@given(st.text(), st.integers(), st.floats(allow_nan=False))
def test_a_message_is_the_mapping_of_its_texts(word: str, number: int, ratio: float):
    for value in (word, number, ratio, {"en": word, "fr": "mot"}):
        message = Message("error.line", message=value)
        whole = dict(message)
        assert whole == message
        assert message == whole
        assert list(whole) == list(languages())
        assert json.loads(json.dumps(whole)) == message
        again = pickle.loads(pickle.dumps(message))  # noqa: S301 - our own
        assert (again, hash(again), again["fr"]) == (message, hash(message), message["fr"])


@given(st.text())
def test_a_value_is_put_in_as_it_is(word: str):
    """Braces and percent signs in a value mean nothing."""
    assert f"error: {word}" == Message("error.line", message=word)["en"]


def test_a_value_that_may_change_is_written_out_at_once():
    items = [1]
    message = Message("error.line", message=items)
    items.append(2)
    assert message["en"] == "error: [1]"


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 files", "0 fichier"),
        (1, "1 file", "1 fichier"),
        (2, "2 files", "2 fichiers"),
        (1000, "1000 files", "1000 fichiers"),
    ],
)
def test_a_count_chooses_the_plural_form_of_each_language(count: int, english: str, french: str):
    message = Message("count.files", count=count)
    assert (message["en"], message["fr"]) == (english, french)


def test_digits_are_grouped_as_the_language_does():
    message = Message("count.bytes", count=1234567)
    assert (message["en"], message["fr"]) == ("1,234,567 bytes", "1\u202f234\u202f567 octets")


def test_messages_in_messages_are_in_the_same_language():
    inner = Message("count.files", count=2)
    assert Message("error.line", message=inner)["fr"] == "erreur : 2 fichiers"


def test_a_template_keeps_its_placeholders():
    assert Template("count.files", 2)["fr"] == "{count} fichiers"
    assert dict(Template("error.line")) == {"en": "error: {message}", "fr": "erreur : {message}"}


def test_an_error_takes_a_message():
    error = UsageError(Message("error.line", message="x"))
    assert (str(error), error.say("fr"), error.say("de")) == ("error: x", "erreur : x", "error: x")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ({"en": "file", "fr": "fichier"}, "fr", "fichier"),
        ({"fr": "fichier", "fr-CA": "dossier"}, "fr-CA", "dossier"),
        ({"en": "file", "fr": "fichier"}, "fr-CA", "fichier"),
        ({"de": "Datei", "": "x", "en": "file"}, "fr", "file"),
        ({"de": "Datei", "": "x"}, "fr", "x"),
        ({"de": "Datei", "it": "file"}, "fr", "Datei"),
        ({}, "fr", ""),
    ],
)
def test_a_text_is_given_in_the_nearest_language_then_in_english_then_without_one(
    text: dict[str, str], language: str, expected: str
):
    assert say(text, language) == expected


def test_another_language_is_one_more_catalogue(german: Path):
    assert german.is_file()
    assert languages() == ("en", "de", "fr")
    assert Message("count.files", count=2)["de"] == "2 Dateien"
    assert Message("count.error", count=2)["de"] == "2 errors", "a plural without a text is in English"
    assert say(Message("error.line", message=Message("count.bytes", count=1234)), "de-AT") == "Fehler: 1.234 bytes"
    assert set(Message("count.files", count=1)) == {"en", "de", "fr"}
    assert say(EXIT_CODES[0], "de") == say(EXIT_CODES[0], "en"), "what is not translated is in English"


def test_the_catalogue_of_a_new_language_lacks_every_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(tool.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(tool, "LOCALE", tmp_path / "locale")
    path = tool.new("pl")
    begun = tool.read_catalogue(path)
    assert begun.num_plurals == 3, "Polish has three plural forms"
    beside = {entry.id: entry.auto_comments for entry in begun if entry.id}
    assert beside["C201.described-nowhere"] == [say(Template("C201.described-nowhere"), "en")]
    assert beside["count.files", "count.files"] == ["{count} file", "{count} files"]
    lacking = [line for line in tool.complaints() if line.startswith("pl: ")]
    assert len(lacking) >= len(codes(""))
    assert all(line.endswith("is empty") for line in lacking), lacking


def test_a_catalogue_that_is_newer_is_compiled_again(german: Path):
    assert Message("count.files", count=1)["de"] == "1 Datei"
    compiled = german.with_suffix(".mo")
    before = compiled.stat().st_mtime_ns
    german.write_text(GERMAN.replace("Datei", "Akte"), "utf-8")
    _forget()
    assert Message("count.files", count=1)["de"] == "1 Akte"
    assert compiled.stat().st_mtime_ns > before


def test_compiling_gives_the_same_bytes_for_the_same_catalogue(tmp_path: Path):
    made = []
    for name in ("a", "b"):
        shutil.copytree(catalogues.LOCALE, tmp_path / name, ignore=shutil.ignore_patterns("*.mo"))
        compile_all(tmp_path / name)
        made.append({p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.mo")})
    assert made[0] == made[1]
    assert len(made[0]) == len(languages())


def test_installing_compiles_the_catalogues(tmp_path: Path):
    target = tmp_path / hatch_build.MESSAGES
    shutil.copytree(ROOT / hatch_build.MESSAGES, target, ignore=shutil.ignore_patterns("*.mo"))
    hatch_build.compile_messages(tmp_path)
    for language in languages():
        data = (target / "locale" / language / "LC_MESSAGES" / "catalogue.mo").read_bytes()
        assert gettext.GNUTranslations(BytesIO(data)).gettext("exit.0") == EXIT_CODES[0][language]


@pytest.mark.parametrize("number", sorted(_REASONS))
def test_why_the_system_refuses_is_said_in_english_as_it_says_it_and_in_french(number: int):
    reason = reason_of(OSError(number, os.strerror(number)))
    if sys.platform == "linux":
        assert say(reason, "en") == os.strerror(number)
    assert say(reason, "fr") != say(reason, "en")
    told = OutputError(Message("sources.cannot-read", reason=reason), Place("data/x.ttl"))
    assert say(told.message, "fr") == f"lecture impossible : {say(reason, 'fr')}"
