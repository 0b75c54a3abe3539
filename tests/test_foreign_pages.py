"""Pages in a language that there are no messages in: what is in English is marked so, and DCAT does not call it otherwise."""

import re
from pathlib import Path

import pytest

from catalogue.workspace.catalogue import Catalogue

BASE = "https://baum.example/"
HEAD = f"""@base <{BASE}> .
@prefix b: <{BASE}terms#> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
DATA = """<t/eiche> a b:Baum ; rdfs:label "Eiche"@de ; b:neben <t/tanne> . <t/tanne> a b:Baum ; rdfs:label "Tanne"@de ."""
SHAPES = """b:Shape a sh:NodeShape ; sh:targetClass b:Baum ; rdfs:label "Baum"@de ;
    sh:property [ sh:path rdfs:label ; sh:order 1 ; dash:propertyRole dash:LabelRole ] ,
        [ sh:path b:neben ; sh:order 2 ; dash:propertyRole dash:KeyInfoRole ] ."""
QUERY = "# title: Bäume\nSELECT ?s { ?s ?p ?o }\n"


def built(folder: Path, languages: str) -> Path:
    """Build a catalogue of trees."""
    for name, text in (("data/a.ttl", HEAD + DATA), ("shapes/s.ttl", HEAD + SHAPES), ("queries/baum.rq", QUERY)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    settings = f'[catalogue]\nbase = "{BASE}"\ntitle = "Bäume"\nlanguages = {languages}\n[publisher]\nname = "Wir"\n'
    (folder / "catalogue.toml").write_text(settings, "utf-8")
    return Catalogue(folder).build().folder


def test_every_text_of_our_own_is_marked_as_english_on_a_page_in_german(tmp_path: Path):
    german = built(tmp_path, '["de", "en"]')
    pages = [path for path in german.rglob("*.de.html") if path.name != "sparql.de.html"]
    assert len(pages) >= 5
    for path in pages:
        text = path.read_text("utf-8")
        english = (german / str(path.relative_to(german)).replace(".de.html", ".en.html")).read_text("utf-8")
        marked = re.sub(r'<span lang="en">([^<]*)</span>', "", text)
        for words in re.findall(r'<span lang="en">([^<]*)</span>', text):
            assert words in english
        assert not re.findall(r"(?<=>)(?:Sources|Queries|Other|Also as|Downloads|Licence|Name|About|In the data)\b", marked)
        assert "<title><" not in text
        assert not re.findall(r'="[^">]*<span', text)
        assert '<span lang="en">' in text
        assert '<span lang="en">' not in english


@pytest.mark.parametrize(
    ("languages", "titles"),
    [
        ('["de"]', ['"Bäume – everything"@en', '"Baum (CSV)"@de', '"Baum, for spreadsheets (CSV)"@en']),
        (
            '["es", "fr"]',
            [
                *('"Bäume – everything"@en', '"Bäume – tout"@fr', '"Baum (CSV)"@de'),
                *('"Baum, for spreadsheets (CSV)"@en', '"Baum, pour tableurs (CSV)"@fr'),
            ],
        ),
        ('["en-GB"]', ['"Bäume – everything"@en-GB', '"Baum (CSV)"@de', '"Baum, for spreadsheets (CSV)"@en-GB']),
    ],
)
def test_dcat_tags_texts_with_the_language_that_they_are_in(tmp_path: Path, languages: str, titles: list[str]):
    text = (built(tmp_path, languages) / "index.nt").read_text("utf-8")
    given = re.findall(r'title> ("(?:[^"(]+)(?: [(]CSV[)])?"@[\w-]+)', text)
    assert {title for title in given if "everything" in title or "tout" in title or "Baum" in title} == set(titles)
