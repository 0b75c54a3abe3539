"""Languages of the settings: those that there are not, and those in which there is nothing, are reported at their line."""

from pathlib import Path

import pytest

from catalogue.lint.tongues import is_registered, meant_language
from catalogue.workspace.catalogue import Catalogue


def reported(folder: Path, head: str, data: str) -> list[str]:
    """Give the findings about the languages of a catalogue."""
    (folder / "data").mkdir()
    (folder / "data" / "a.ttl").write_text(f"@prefix t: <https://t.example/> .\n{data}", "utf-8")
    settings = f'[catalogue]\nbase = "https://t.example/"\n{head}\n[publisher]\nname = "We"\n'
    (folder / "catalogue.toml").write_text(settings, "utf-8")
    return [each.line("en") for each in Catalogue(folder).check() if each.kind.code == "C221"]


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("english", "en"),
        ("français", "fr"),
        ("Deutsch", "de"),
        ("eng", "en"),
        ("deu", "de"),
        ("jp", "ja"),
        ("cz", "cs"),
        ("jp-JP", "ja-JP"),
        ("engilsh", "en"),
        ("xx", None),
        ("zzzzz", None),
        ("en", ""),
        ("pt-BR", ""),
        ("zh-Hant", ""),
        ("gsw", ""),
        ("eu", ""),
    ],
)
def test_a_language_that_is_not_registered_is_reported_with_what_was_meant(tag: str, meant: str | None):
    assert is_registered(tag) == (meant == "")
    assert meant == "" or meant_language(tag) == meant


@pytest.mark.parametrize(
    ("head", "data", "messages"),
    [
        (
            'title = "T"\nlanguages = ["en", "english"]',
            "",
            ['4:1: there is no language english: its pages would be for nobody → did you mean "en"?'],
        ),
        ('title = "T"\nlanguages = ["en", "xx"]', "", ["4:1: there is no language xx"]),
        ('title = { de = "T" }\nlanguages = ["en", "fr"]', "", ["3:1: catalogue.title is in de, and the pages are in en, fr"]),
        ('title = { en = "T" }\nlanguages = ["en-GB", "fr"]', "", []),
        (
            'title = "T"\nlanguages = ["de"]',
            't:a t:b "x"@en, "y"@fr, "z"@en .',
            ["4:1: the data has texts with languages, and none in de → most are in en"],
        ),
        ('title = "T"\nlanguages = ["de"]', 't:a t:b "x"@en, "y", "z" .', []),
        ('title = "T"\nlanguages = ["de"]', 't:a t:b "x"@de-AT, "y"@en, "z"@en .', []),
        ('title = "T"\nlanguages = ["de"]', "t:a t:b 1 .", []),
    ],
)
def test_what_does_not_fit_is_reported_at_its_line(tmp_path: Path, head: str, data: str, messages: list[str]):
    lines = reported(tmp_path, head, data)
    assert len(lines) == len(messages)
    assert all(
        line.replace("warning C221: ", "").startswith(f"catalogue.toml:{message}")
        for line, message in zip(lines, messages, strict=True)
    )
