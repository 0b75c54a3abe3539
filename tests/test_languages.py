"""Languages: tags are compared without case, looked up (RFC 4647), and leave in the case that is recommended (RFC 5646)."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st

from catalogue import publish
from catalogue.config import read_settings
from catalogue.errors import CatalogueError
from catalogue.languages import is_well_formed, lookup, nearest, recommended
from catalogue.lint import check
from catalogue.messages import say
from catalogue.names import Prefixes
from catalogue.pages.quality import UNTRANSLATED, quality
from catalogue.quads import Quad, Syntax, read
from catalogue.query.results import read_answer
from catalogue.serialise import nquads, ntriples, rdf_xml, serialised, turtle
from catalogue.serve.negotiate import best_language
from catalogue.shacl.reference import validate
from catalogue.sources import parse
from catalogue.store.engine import SolutionsFormat, Store
from catalogue.store.written import with_recommended_tags
from catalogue.terms import Literal, NamedNode, Triple, language_of
from catalogue.workspace.catalogue import Catalogue

TAGS = [
    "fr",
    "pt-BR",
    "zh-Hant",
    "zh-Hant-TW",
    "sr-Latn-RS",
    "es-419",
    "de-CH-1996",
    "sl-rozaj",
    "en-u-ca-gregory",
    "az-Latn-x-latn-az",
]
cases = st.sampled_from([str.lower, str.upper, str.swapcase, str.title, str])
tags = st.sampled_from(TAGS)
# what looks like the end of a literal, a tag, an attribute or a member
pieces = st.sampled_from(
    [
        '"@pt-br',
        "@pt-br",
        '"',
        "\\",
        "\t",
        "\n",
        " .",
        '"xml:lang":"pt-br"',
        ' xml:lang="pt-br"',
        "<literal",
        ">",
        '"@language":"pt-br"',
        "é",
        " ",
    ]
)
lexical_forms = st.lists(pieces, max_size=6).map("".join)
literals = st.one_of(
    st.builds(lambda form, tag: Literal(form, language=tag), lexical_forms, tags),
    lexical_forms.map(Literal),
    st.just(Literal("1", datatype=NamedNode("urn:pt-br"))),
)
SUBJECT, PREDICATE = NamedNode("https://x.example/pt-br"), NamedNode("https://x.example/p")


@given(tags, cases)
def test_a_tag_has_one_recommended_case_however_it_is_written(tag: str, written: Callable[[str], str]):
    assert is_well_formed(written(tag))
    assert tag == recommended(written(tag)) == recommended(recommended(tag))


@pytest.mark.parametrize(
    ("wanted", "there", "served"),
    [
        ("en-GB", ["fr", "en"], "en"),
        ("EN-gb", ["en", "en-GB"], "en-GB"),
        ("zh-Hant-CN-x-private1", ["zh", "zh-Hant"], "zh-Hant"),
        ("en-a-b1-c-d2", ["en-a-b1", "en"], "en-a-b1"),
        ("en", ["en-GB"], ""),
        ("pt-BR", ["pt-PT"], ""),
        ("fr", [""], ""),
    ],
)
def test_a_language_is_served_by_the_longest_tag_that_it_begins_with(wanted: str, there: list[str], served: str):
    assert served == lookup(wanted, there)


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ({"en": "lorry", "pt-BR": "caminhão"}, "pt-br", "caminhão"),
        ({"de": "Lkw", "en": "truck"}, "en-GB", "truck"),
        ({"de": "Lkw", "en-GB": "lorry"}, "en", "lorry"),
        ({"de": "Lkw", "en-GB": "lorry"}, "fr", "lorry"),
        ({"de": "Lkw", "": "truck"}, "fr", "truck"),
        ({"de": "Lkw"}, "fr", "Lkw"),
    ],
)
def test_a_text_is_given_in_the_nearest_language(text: dict[str, str], wanted: str, shown: str):
    assert shown == say(text, wanted)


def test_the_nearest_tag_is_one_that_serves_before_one_that_is_more_special():
    assert ("en", "en-GB", "") == (nearest("en-US", ["en-GB", "en"]), nearest("en", ["en-GB"]), nearest("e", ["en-GB"]))


@given(st.lists(literals, max_size=5, unique=True))
def test_all_syntaxes_of_rdf_have_recommended_tags_and_the_same_triples(values: list[Literal]):
    triples = [Triple(SUBJECT, PREDICATE, value) for value in values]
    prefixes = {"x": "https://x.example/"}
    written = {
        Syntax.TURTLE: turtle(triples, prefixes),
        Syntax.N_TRIPLES: ntriples(triples),
        Syntax.N3: serialised(triples, Syntax.N3),
        Syntax.JSON_LD: serialised(triples, Syntax.JSON_LD),
        Syntax.RDF_XML: rdf_xml(triples, prefixes),
        Syntax.N_QUADS: nquads([Quad(*triple) for triple in triples]),
    }
    for syntax, data in written.items():
        assert {(q.subject, q.predicate, q.object) for q in read(data, syntax)} == set(map(tuple, triples)), syntax
    lines = written[Syntax.N_TRIPLES].decode()
    expected = sorted(language_of(value) for value in values if value.language)
    assert expected == sorted(re.findall(r"@([A-Za-z0-9-]+) \.$", re.sub(r'"(?:[^"\\]|\\.)*"', "", lines), re.MULTILINE))
    document = json.loads(written[Syntax.JSON_LD])
    nodes = [value for node in document for value in node.get(PREDICATE.value, [])]
    assert expected == sorted(value["@language"] for value in nodes if "@language" in value)


@given(st.lists(literals, max_size=5, unique=True))
def test_all_formats_of_solutions_have_recommended_tags_and_the_same_terms(values: list[Literal]):
    store = Store()
    store.extend(Quad(SUBJECT, PREDICATE, value) for value in values)
    expected = sorted(language_of(value) for value in values if value.language)
    for format_ in (SolutionsFormat.JSON, SolutionsFormat.XML, SolutionsFormat.TSV):
        body = with_recommended_tags(store.query("SELECT ?x { ?s ?p ?x }").serialize(format=format_), format_)
        assert set(values) == {solution["x"] for solution in ox.parse_query_results(body, format=format_)}, format_
    body = read_answer(store.query("SELECT ?x { ?s ?p ?x }"), Prefixes(), "https://x.example/").serialize("json")
    bindings = json.loads(body)["results"]["bindings"]
    assert expected == sorted(binding["x"]["xml:lang"] for binding in bindings if "xml:lang" in binding["x"])


def test_a_client_gets_the_variety_that_it_asks_for():
    assert best_language(["pt-PT", "pt-BR"], "pt-br, pt;q=0.5") == "pt-BR"
    assert best_language(["en-GB", "en"], "en") == "en"
    assert best_language(["fr", "en"], "en-GB") == "en"
    assert best_language(["pt-PT", "fr"], "pt-BR, fr;q=0.5") == "pt-PT"


SETTINGS = """[catalogue]
base = "https://veg.example/"
title.PT-br = "Horta"
title.en-gb = "Allotment"
languages = ["pt-br", "EN-gb"]
[publisher]
name = "Nós"
[prefixes]
v = "https://veg.example/ns#"
"""
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix v: <https://veg.example/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
v:S a sh:NodeShape ; sh:targetClass v:Veg ; rdfs:label "Legume"@pt-br, "Vegetable"@en ;
  sh:property v:S-name, v:S-note .
v:S-name sh:path skos:prefLabel ; sh:name "nome"@PT-BR, "name"@en ; sh:datatype rdf:langString ; sh:uniqueLang true ;
  sh:languageIn ( "PT-br" "en" ) .
v:S-note sh:path v:note ; sh:name "nota"@pt-BR, "note"@en-GB ; sh:datatype rdf:langString .
"""
DATA = """@prefix v: <https://veg.example/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://veg.example/veg/a> a v:Veg ; skos:prefLabel "abobrinha"@pt-BR, "zucchini"@en, "courgette"@en-gb ;
  v:note "verde"@pt-br, "green"@EN, "grün"@de-ch .
"""
QUERY = """# title@pt-br: Nomes
# title@en-GB: Names
# param: lang language = pt-br -- Language
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name { ?s skos:prefLabel ?name FILTER (LANG(?name) = ?lang) }
"""


@pytest.fixture
def veg(tmp_path: Path) -> Path:
    """A catalogue in two languages with regions, whose tags are written in many ways."""
    for path, text in {
        "catalogue.toml": SETTINGS,
        "shapes/s.ttl": SHAPES,
        "data/a.ttl": DATA,
        "queries/names.rq": QUERY,
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def test_settings_compare_tags_without_case(veg: Path):
    settings = read_settings(veg)
    assert (("pt-BR", "en-GB"), {"pt-BR": "Horta", "en-GB": "Allotment"}) == (settings.languages, settings.title)
    assert {"pt-BR": "Nós"} == settings.publisher


@pytest.mark.parametrize("languages", ['["en", "EN"]', '["en_GB"]', "[]", '["e"]', '["en", 1]'])
def test_languages_are_well_formed_and_each_once(veg: Path, languages: str):
    (veg / "catalogue.toml").write_text(SETTINGS.replace('["pt-br", "EN-gb"]', languages), "utf-8")
    with pytest.raises(CatalogueError, match=r"catalogue\.toml:5"):
        read_settings(veg)


def test_shapes_compare_tags_without_case(veg: Path):
    assert [] == [finding.message["en"] for finding in Catalogue(veg).check() if finding.severity.word == "error"]


def test_a_language_that_is_used_twice_is_reported_at_its_place_however_it_is_written(veg: Path):
    (veg / "data/a.ttl").write_text(DATA.replace('"zucchini"@en', '"pepino"@pt-br'), "utf-8")
    [finding] = [finding for finding in Catalogue(veg).check() if finding.severity.word == "error"]
    assert "pt-BR" in finding.message["en"]
    assert DATA.splitlines()[1].index('"zucchini"') + 1 == finding.place.column


def test_pages_are_in_languages_with_regions(veg: Path):
    edition = edition_of(veg)
    portuguese, english = (
        publish.represent(edition, "https://veg.example/veg/a", "text/html", tag).decode() for tag in ("pt-BR", "en-GB")
    )
    assert "<h1>abobrinha</h1>" in portuguese
    assert "<h1>courgette</h1>" in english
    assert '<html lang="pt-BR">' in portuguese
    assert "verde" in portuguese
    assert "green" not in portuguese
    assert "green" in english
    assert "verde" not in english
    # a text in none of the languages of the pages is shown in all of them, and marked
    assert all(re.search(r'lang="de-CH"[^>]*>grün', page) for page in (portuguese, english))
    assert "German (Switzerland)" in english
    assert "português (Brasil)" in english


def test_all_documents_have_recommended_tags(veg: Path):
    edition = edition_of(veg)
    for document in publish.documents(edition):
        if document.format.name in {"sparql", "png", "xlsx", "zip"}:  # the file itself, a picture, and archives
            continue
        written = publish.represent(edition, document.iri, document.format.media_type, document.language)
        data = (gzip.decompress(written) if document.path.endswith(".gz") else written).decode()
        assert not re.search(r"(?:@|lang(?:uage)?\"?[=:]\s*\"|\")(?:pt-br|en-gb|de-ch)\b", data), document.path


def test_json_ld_has_the_tags_as_keys(veg: Path):
    data = publish.represent(edition_of(veg), "https://veg.example/veg/a", "application/ld+json")
    assert {"pt-BR": "abobrinha", "en": "zucchini", "en-GB": "courgette"} == json.loads(data)["prefLabel"]
    literal = rdflib.Literal("abobrinha", lang="pt-BR")
    assert literal in set(rdflib.Graph().parse(data=data.decode(), format="json-ld").objects())


@pytest.mark.parametrize("tag", ["pt-BR", "pt-br", "PT-BR"])
def test_a_parameter_that_is_a_language_is_compared_without_case(veg: Path, tag: str):
    opened = Catalogue(veg)
    assert ["abobrinha"] == [row["name"] for row in opened.query("names", lang=tag).to_python()]
    assert b'"xml:lang":"pt-BR"' in opened.query("names", lang=tag).serialize("json")
    assert {"pt-BR": "Nomes", "en-GB": "Names"} == dict(opened.queries()["names"].title)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT ?x { VALUES ?tag { "pt-BR" } ?s ?p ?x FILTER (LANG(?x) = ?tag) }',
        'SELECT ?x { ?s ?p ?x BIND ("PT-BR" AS ?tag) FILTER (?tag = LANG(?x)) }',
        'SELECT ?x { VALUES ?tag { "pt-BR" } ?s ?p ?x FILTER (LANG(?x) IN ("nl", ?tag)) }',
        'SELECT ?x { ?s ?p ?x FILTER (LANG(?x) = "Pt-Br") }',
        'SELECT ?x { ?s ?p ?x FILTER (LANGMATCHES(LANG(?x), "PT-br")) }',
        "SELECT ?x { VALUES ?tag { 5 <urn:a> } ?s ?p ?x FILTER (LANG(?x) != ?tag && LANGMATCHES(LANG(?x), 'pt-BR')) }",
    ],
)
def test_the_language_of_a_literal_is_compared_without_case_in_queries(veg: Path, sparql: str):
    assert {"abobrinha", "verde"} == {row["x"] for row in Catalogue(veg).query(sparql).to_python()}


DIRECTED = [
    '<urn:a> <urn:p> "abc"@en--ltr .',
    '<urn:a> <urn:p> "abc" @ar-EG--rtl, "def"@en .',
    "<urn:a> <urn:p> 'abc'@en--ltr ; <urn:q> [ <urn:r> 1 ] .",
    '<urn:a> <urn:p> """a\nb"""@en--rtl .',
]


@pytest.mark.parametrize(("text", "name"), [*((text, "a.ttl") for text in DIRECTED), (DIRECTED[0], "a.nt")])
def test_a_base_direction_is_refused_at_its_place(text: str, name: str):
    [issue] = parse(text.encode(), name).issues
    start = text.index("@")
    written = re.search(r"@[\w-]+", text)
    assert written is not None
    assert f"`{written[0]}`" in issue.message["en"]
    assert "direction" in issue.message["fr"]
    assert issue.place.column == start - text.rfind("\n", 0, start)
    [fix] = issue.fixes
    [edit] = fix.edits
    assert not fix.safe
    assert parse((text[: edit.start] + edit.text + text[edit.end :]).encode(), name).issues == ()
    assert written[0].partition("--")[0] == edit.text


@pytest.mark.parametrize("text", ['<urn:a> <urn:p> "x@en--ltr" .', "# @en--ltr\n<urn:a> <urn:p> <urn:a@en--ltr> ."])
def test_what_only_looks_like_a_base_direction_is_read(text: str):
    source = parse(text.encode(), "a.ttl")
    assert ((), 1) == (source.issues, len(source.triples))


@pytest.mark.parametrize(
    "texts", ['"haricot à rames"@fr-FR', '"haricot à rames"@fr-FR, "le même"@fr-CA', '"haricot"@fr-x-jardin']
)
def test_a_text_with_a_region_serves_the_language_and_is_no_finding(garden: Path, texts: str):
    """`sh:languageIn` takes basic language ranges (SHACL, 4.4.4): `fr` matches `fr-FR`; `sh:uniqueLang` compares whole tags."""
    shape = garden / "shapes" / "plant.ttl"
    text = shape.read_text("utf-8").replace(
        "sh:uniqueLang true ;", 'sh:uniqueLang true ;\n    sh:languageIn ( "en" "fr" ) ;', 1
    )
    assert "sh:languageIn" in text
    shape.write_text(text, "utf-8")
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace('"haricot à rames"@fr', texts), "utf-8")
    edition = edition_of(garden)
    assert [finding for finding in check(edition) if finding.place.path != "catalogue.toml"] == []
    data, shapes = ([triple for source in sources for triple in source.triples] for sources in (edition.data, edition.shapes))
    assert [result for result in validate(data, shapes) if result.severity.name == "VIOLATION"] == []
    french, english = (
        publish.represent(edition, "https://gardens.example.org/plant/bean", "text/html", tag).decode() for tag in ("fr", "en")
    )
    match = re.search(r'<h1 lang="fr-[A-Za-z-]+">(.*)</h1>', french)
    assert match is not None
    assert match[1] in re.findall(r'"(.*?)"@', texts)
    assert f"<title>{match[1]} · " in french
    assert "<h1>runner bean</h1>" in english
    assert list(quality(edition)[UNTRANSLATED]) == []
