"""Quotes: each stands, character by character, in the text of its document, and that text is the one that was quoted."""

import hashlib
from pathlib import Path

import pytest

from catalogue.workspace.catalogue import Catalogue

QUOTES = """
[quotes]
quote = "g:quote"
document = "g:document"
file = "g:file"
sha256 = "g:sha256"
start = "g:start"
end = "g:end"
"""
HEAD = """@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .

"""
TEXT = "Les haricots – beans – grimpent.\n"
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
BEANS = f'<text/beans> g:file "beans.txt" ; g:sha256 "{DIGEST}" .\n'


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ('<passage/a> g:quote "haricots – beans" ; g:document <text/beans> ; g:start 4 ; g:end 20 .', []),
        ('<passage/a> g:quote "Haricots" ; g:document <text/beans> .', ["C206 'Haricots'"]),
        ('<passage/a> g:quote "haricots - beans", "beans" ; g:document <text/beans> .', ["C206 'haricots - beans'"]),
        ('<passage/a> g:quote "beans" ; g:document <text/beans> ; g:start 4 ; g:end 9 .', ["C206 '4'"]),
        ('<passage/a> g:quote "beans" ; g:document <text/beans> ; g:start 4 .', []),
        ('<passage/a> g:quote "peas" ; g:document "beans.txt", [ g:file "beans.txt" ] .', ["C206 'peas'"]),
        ('<passage/a> g:quote "peas" ; g:document <text/none> .', []),
        ('<passage/a> g:quote "peas" ; g:document <text/b> . <text/b> g:file "gone.txt" .', ["C207 'gone.txt'"]),
        ('<passage/a> g:quote "beans" ; g:document <text/b> . <text/b> g:file "../outside.txt" .', ["C207 '../outside.txt'"]),
        (r'<passage/a> g:quote "beans" ; g:document <text/b> . <text/b> g:file "no\u0000ne" .', [r"C207 'no\x00ne'"]),
        ('<passage/a> g:quote "beans" ; g:document <text/b> . <text/b> g:file "beans.txt" ; g:sha256 "0" .', ["C207 '0'"]),
        (
            '<passage/a> g:quote "peas" ; g:document <text/b>, <text/beans> . <text/b> g:file "gone.txt" .',
            ["C206 'peas'", "C207 'gone.txt'"],
        ),
        (
            '<passage/a> g:quote "peas" ; g:document <text/beans> . <passage/b> g:quote "corn" ; g:document <text/beans> .',
            ["C206 'corn'", "C206 'peas'"],
        ),
    ],
)
def test_a_quote_stands_in_the_text_of_each_of_its_documents(garden: Path, statements: str, expected: list[str]):
    texts = garden.parent / "texts"
    texts.mkdir()
    (texts / "beans.txt").write_text(TEXT, "utf-8")
    (garden.parent / "outside.txt").write_text("beans", "utf-8")
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + QUOTES, "utf-8")
    (garden / "data" / "quotes.ttl").write_text(HEAD + BEANS + statements + "\n", "utf-8")
    wrong = [finding for finding in Catalogue(garden).check(texts=texts) if finding.kind.code in {"C206", "C207"}]
    findings = sorted(f"{finding.kind.code} {finding.value.value!r}" for finding in wrong if finding.value is not None)
    assert {finding.place.path for finding in wrong} <= {"data/quotes.ttl"}
    assert findings == expected
