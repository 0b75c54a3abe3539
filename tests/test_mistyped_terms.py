"""Mistyped datatypes, terms in queries of shapes, namespaces of the settings: one finding at the token, with the nearest."""

from pathlib import Path

import pytest
from test_published_terms import CONCEPT, PREFIXES, SETTINGS, SHAPES, edits, found, made

from catalogue import Catalogue
from catalogue.edits import apply
from catalogue.lexical import DATATYPES
from catalogue.lint.datatypes import NUMBERS, unknown_datatype, unknown_term
from catalogue.lint.shapes.vocabulary import CLASSES
from catalogue.model import SH
from catalogue.model.vocabulary import NODE_KINDS, PROPERTIES, SEVERITIES
from catalogue.names import STANDARD_PREFIXES
from catalogue.published import meant_namespace, names_of, read_table
from catalogue.report.merging import merged
from catalogue.terms import XSD

WRONG = [
    ("xsd:dte", "xsd:date", False),
    ("xsd:Date", "xsd:date", True),
    ("xsd:datetime", "xsd:dateTime", True),
    ("xsd:int32", "xsd:int", False),
    ("xsd:uint8", "xsd:unsignedByte", False),
    ("xsd:bool", "xsd:boolean", False),
    ("xsd:deciaml", "xsd:decimal", False),
    ("xsd:year", "xsd:gYear", False),
    ("xsd:url", "xsd:anyURI", False),
    ("xsd:langString", "rdf:langString", True),
    ("rdf:string", "xsd:string", True),
    ("rdfs:Literal", None, False),
    ("xsd:zzzz", None, False),
    ("xsd:maxLength", None, False),
]
RIGHT = ["xsd:date", "xsd:int", "xsd:NMTOKEN", "rdf:HTML", "rdf:JSON", "schema:Date", "<https://elsewhere.example/dte>"]


def token(folder: Path, file: str, place: tuple[int, int, int]) -> str:
    line, column, end = place
    return (folder / file).read_text("utf-8").splitlines()[line - 1][column - 1 : end - 1]


@pytest.mark.parametrize(("written", "meant", "is_sure"), WRONG)
@pytest.mark.parametrize("literal", ['"x"', '"""two\nlines"""', "'a ^^ b'", '"x"^^ #'], ids=["short", "long", "mark", "apart"])
def test_a_mistyped_datatype_in_data_is_one_finding_at_its_token(
    tmp_path: Path, written: str, meant: str | None, literal: str, *, is_sure: bool
):
    """What the shape says of the value follows from it: the finding is as grave, and no other is reported."""
    literal = literal.removesuffix("^^ #") + (f"^^ # ^^ here\n{written}" if literal.endswith("#") else f"^^{written}")
    shapes = (
        SHAPES + "<shapes#N> sh:targetClass skos:Concept ; sh:property [ sh:path skos:notation ; sh:datatype xsd:date ] .\n"
    )
    folder = made(tmp_path, f"{PREFIXES}{CONCEPT}; skos:notation {literal} .\n", shapes)
    [finding] = merged(Catalogue(folder).check())
    assert ("C214", "data/a.ttl") == (finding.kind.code, finding.place.path)
    assert written == token(folder, "data/a.ttl", (finding.place.line, finding.place.column, finding.place.end_column))
    assert "VIOLATION" == finding.severity.name
    expected = [] if meant is None else [(meant, is_sure)]
    assert expected == edits([finding])[:1] if meant else all(not safe for text, safe in edits([finding]) if ":" in text)
    assert meant is None or meant in finding.advice["en"]
    assert written in finding.message["en"]


@pytest.mark.parametrize("written", RIGHT)
def test_a_datatype_that_may_be_right_is_not_reported(tmp_path: Path, written: str):
    folder = made(tmp_path, f'{PREFIXES}{CONCEPT}; skos:notation "x"^^{written} .\n')
    assert [] == found(folder, "C214", "C013")


def test_a_datatype_that_the_catalogue_describes_is_its_own(tmp_path: Path):
    shapes = f"{SHAPES}xsd:money a rdfs:Datatype .\n"
    assert [] == found(made(tmp_path, f'{PREFIXES}{CONCEPT}; skos:notation "x"^^xsd:money .\n', shapes), "C214")


@pytest.mark.parametrize(("written", "meant", "is_sure"), WRONG)
def test_a_mistyped_datatype_in_shapes_is_one_finding_at_its_token(
    tmp_path: Path, written: str, meant: str | None, *, is_sure: bool
):
    parts = {
        "C310": (f"sh:datatype {written}", f'sh:minInclusive "5"^^{written}'),
        "C214": (f'sh:hasValue "x"^^{written}', f'sh:in ( "x"^^{written} )', f'rdfs:comment "x"^^{written}'),
    }
    for code, constraints in parts.items():
        for constraint in constraints:
            text = f"{SHAPES}<shapes#P> a sh:PropertyShape ; sh:path skos:note ; {constraint} .\n"
            folder = made(tmp_path, "", f"{text}<shapes#Concept> sh:property <shapes#P> .")
            [finding] = found(folder, "C310", "C214", "C301")
            assert code == finding.kind.code
            place = finding.place
            assert written == token(folder, "shapes/s.ttl", (place.line, place.column, place.end_column))
            assert ([(meant, is_sure)] if meant else []) == edits([finding])


def test_a_mistyped_datatype_of_another_vocabulary_in_a_shape_is_reported(tmp_path: Path):
    geo = "@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n"
    shapes = f"{geo}{SHAPES}<shapes#P> a sh:PropertyShape ; sh:path skos:note ; sh:datatype geo:wktLiterl .\n"
    [finding] = found(made(tmp_path, "", shapes), "C214")
    assert [("geo:wktLiteral", True)] == edits([finding])


def test_the_datatypes_are_those_of_the_lists():
    assert [] == [iri for iri in (*DATATYPES, *NUMBERS) if unknown_datatype(iri) is not None]
    assert [] == [name for name in names_of(XSD) if unknown_term(XSD + name) is not None]


QUERY = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX t: <https://voc.example.org/terms#>
SELECT $this WHERE { $this a skos:Concept ; ⟦⟧ . }"""
IN_QUERIES = [
    ("skos:prefLable ?x", "skos:prefLable", "C214", "skos:prefLabel", True),
    ("skos:preflabel ?x", "skos:preflabel", "C214", "skos:prefLabel", True),
    ("a skos:Koncept", "skos:Koncept", "C214", "skos:Concept", True),
    (
        "<http://www.w3.org/2004/02/skos/core#altLable> ?x",
        "<http://www.w3.org/2004/02/skos/core#altLable>",
        "C214",
        "<http://www.w3.org/2004/02/skos/core#altLabel>",
        True,
    ),
    ('skos:notation "1"^^xsd:int32', "xsd:int32", "C214", "xsd:int", False),
    ("t:grow ?x", "t:grow", "C311", "t:grows", False),
    ("t:Grows ?x", "t:Grows", "C311", "t:grows", True),
]


@pytest.mark.parametrize("slip", IN_QUERIES, ids=[slip[1] for slip in IN_QUERIES])
@pytest.mark.parametrize("marks", ['"""', "'''"])
@pytest.mark.parametrize("before", ["", "# é\\u00e9\\t\\\\ ^^\n"], ids=["plain", "escapes"])
def test_a_mistyped_term_in_a_query_of_a_shape_is_one_finding_inside_it(
    tmp_path: Path, slip: tuple[str, str, str, str, bool], marks: str, before: str
):
    pattern, written, code, meant, is_sure = slip
    query = before + QUERY.replace("⟦⟧", pattern)
    shapes = f"@prefix t: <https://voc.example.org/terms#> .\n{SHAPES}t:grows a rdf:Property .\n"
    shapes += f"<shapes#Q> sh:targetClass skos:Concept ; sh:sparql [ sh:select {marks}{query}{marks} ] .\n"
    folder = made(tmp_path, "", shapes)
    [finding] = found(folder, "C214", "C309", "C311")
    assert (code, "WARNING") == (finding.kind.code, finding.severity.name)
    place = finding.place
    assert written == token(folder, "shapes/s.ttl", (place.line, place.column, place.end_column))
    assert [(meant, is_sure)] == edits([finding])
    text = (folder / "shapes" / "s.ttl").read_text("utf-8")
    (folder / "shapes" / "s.ttl").write_text(apply(text, finding.fixes[0].edits), "utf-8")
    assert [] == found(folder, "C214", "C309", "C311")


@pytest.mark.parametrize("name", ["ask", "construct", "update", "select"])
def test_queries_of_every_form_are_looked_at(tmp_path: Path, name: str):
    texts = {
        "ask": "ASK { ?x skos:prefLable ?y }",
        "construct": "CONSTRUCT { ?x skos:prefLable ?y } WHERE { ?x ?p ?y }",
        "update": "INSERT { ?x skos:prefLable ?y } WHERE { ?x ?p ?y }",
        "select": "SELECT $this { $this skos:prefLable ?y }",
    }
    head = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    shapes = f'{SHAPES}<shapes#Q> a sh:SPARQLExecutable ; sh:{name} "{head}{texts[name]}" .\n'
    [finding] = found(made(tmp_path, "", shapes), "C214")
    assert [("skos:prefLabel", True)] == edits([finding])


def test_a_mistyped_namespace_of_queries_of_shapes_is_one_finding_where_it_is_declared(tmp_path: Path):
    """In the query itself, or beside it for several queries."""
    inside = "PREFIX d: <http://purl.org/dc/term/> SELECT $this { $this d:title ?x ; d:created ?y }"
    beside = "SELECT $this { $this k:prefLabel ?x ; k:altLabel ?y }"
    shapes = f"""{SHAPES}
<shapes#d> sh:declare [ sh:prefix "k" ; sh:namespace "http://www.w3.org/2004/02/skos/core"^^xsd:anyURI ] .
<shapes#Q> sh:targetClass skos:Concept ; sh:sparql [ sh:select "{inside}" ] ,
    [ sh:prefixes <shapes#d> ; sh:select "{beside}" ] , [ sh:prefixes <shapes#d> ; sh:select "{beside} # again" ] .
"""
    findings = found(made(tmp_path, "", shapes), "C013", "C214", "C309")
    assert ["C013", "C013"] == [finding.kind.code for finding in findings]
    skos = '"http://www.w3.org/2004/02/skos/core#"^^xsd:anyURI'
    assert [(skos, True), ("<http://purl.org/dc/terms/>", True)] == edits(findings)


MISTYPED = [
    ("skos", "http://www.w3.org/2004/02/skos/core", "http://www.w3.org/2004/02/skos/core#"),
    ("k", "http://www.w3.org/2004/02/skos/core/", "http://www.w3.org/2004/02/skos/core#"),
    ("k", "https://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2004/02/skos/core#"),
    ("dct", "http://purl.org/dc/terms", "http://purl.org/dc/terms/"),
    ("dct", "http://www.purl.org/dc/terms/", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1#", "http://xmlns.com/foaf/0.1/"),
    ("schema", "https://schema.org", "https://schema.org/"),
    ("schema", "http://www.schema.org/", "http://schema.org/"),
    ("org", "http://www.w3.org/ns/orb#", "http://www.w3.org/ns/org#"),
    ("skos", "http://www.w3.org/2004/2/skos/core#", "http://www.w3.org/2004/02/skos/core#"),
]
NOT_MISTYPED = [
    ("schema", "https://schema.org/"),
    ("schema", "http://schema.org/"),
    ("o", "http://www.w3.org/ns/orb#"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("x", "https://voc.example.org/terms#"),
    ("x", "https://elsewhere.example/skos/core"),
]


@pytest.mark.parametrize(("prefix", "written", "meant"), MISTYPED)
def test_a_mistyped_namespace_of_the_settings_is_one_finding_at_its_line(tmp_path: Path, prefix: str, written: str, meant: str):
    query = f"SELECT ?x {{ ?x {prefix}:prefLabel ?y ; {prefix}:title ?z }}"
    folder = made(tmp_path, q=query)
    (folder / "catalogue.toml").write_text(f'{SETTINGS}[prefixes]\no = "urn:o:"\n{prefix} = "{written}"\n', "utf-8")
    [finding] = found(folder, "C013", "C405")
    line = len(SETTINGS.splitlines()) + 3
    assert ("C013", "catalogue.toml", line) == (finding.kind.code, finding.place.path, finding.place.line)
    assert meant in finding.advice["en"]


@pytest.mark.parametrize(("prefix", "written"), NOT_MISTYPED)
def test_a_namespace_of_the_settings_that_may_be_right_is_not_reported(tmp_path: Path, prefix: str, written: str):
    folder = made(tmp_path)
    (folder / "catalogue.toml").write_text(f'{SETTINGS}[prefixes]\n{prefix} = "{written}"\n', "utf-8")
    assert [] == found(folder, "C013")


def test_no_namespace_of_the_table_is_mistyped():
    assert [] == [iri for iri in read_table() if meant_namespace(iri, may_differ=True) is not None]
    assert [] == [iri for iri in STANDARD_PREFIXES.values() if meant_namespace(iri, may_differ=True) is not None]


def test_the_terms_of_shacl_stand_in_one_list():
    """What is known of them beyond their names is of terms that the list has."""
    assert {*PROPERTIES, *NODE_KINDS, *SEVERITIES, *CLASSES} <= names_of(SH)
    assert {"NodeShape", "PropertyShape", "SPARQLConstraint", "JSRule"} <= CLASSES
    assert CLASSES.isdisjoint({"IRI", "Warning", "MinCountConstraintComponent", "path", "PathExpression"})


def test_terms_are_named_as_the_file_writes_them(tmp_path: Path):
    """Under the prefixes of the file that has them, whatever the settings have."""
    data = f'{PREFIXES}@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n{CONCEPT}; geo:asWKt "x" .\n'
    [finding] = found(made(tmp_path, data), "C214")
    assert "geo:asWKt is not a term of its vocabulary" == finding.message["en"]
    assert "did you mean geo:asWKT?" == finding.advice["en"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("skos:Concept <https://plants.example/x>", None),
        ("foaf:OnlineAccount <https://x.example/ada>", None),
        ("dcat:Distribution <https://x.example/a.csv>", "dcat:distribution"),
        ("dcat:distribution <https://x.example/a.csv>", ""),
        ("skos:broader <https://x.example/a>", ""),
    ],
)
def test_a_class_where_a_property_stands_is_reported(tmp_path: Path, written: str, meant: str | None):
    prefixes = "".join(f"@prefix {name}: <{STANDARD_PREFIXES[name]}> .\n" for name in ("dcat", "foaf"))
    folder = made(tmp_path, f"{PREFIXES}{prefixes}{CONCEPT}; {written} .\n")
    reported = found(folder, "C214")
    assert len(reported) == (meant != "")
    for finding in reported:
        assert (
            token(folder, "data/a.ttl", (finding.place.line, finding.place.column, finding.place.end_column))
            == written.split(maxsplit=1)[0]
        )
        assert "is a class, and stands here as a property" in finding.message["en"]
        assert [text for text, _ in edits(reported)] == ([meant] if meant else [])
        assert not any(is_safe for _, is_safe in edits(reported))
