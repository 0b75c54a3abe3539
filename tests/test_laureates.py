"""The laureates' view: one row for each laureate and season, whatever is added to the data, and a table for a spreadsheet."""

import csv
import io
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from conftest import ROOT

from catalogue import publish
from catalogue.edition import Edition
from catalogue.query import bind
from catalogue.terms import Literal
from catalogue.workspace.catalogue import Catalogue

BASE = "https://communs.example.org/"
CN = rdflib.Namespace(f"{BASE}ontology#")
PREFIXES = f"""
@base <{BASE}> .
@prefix cn: <{CN}> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
<season/7> a cn:Season ; cn:seasonNumber 7 .
<season/8> a cn:Season ; cn:seasonNumber 8 .
<initiative/bees> a cn:Initiative ; skos:prefLabel "Abeilles"@fr, "Bees"@en .
<award/bees> a cn:Award ; cn:laureate <initiative/bees> ; cn:inSeason <season/7> ; cn:awardStatus <concept/award-full> .
<support/bees> a cn:Support ; cn:award <award/bees> ; cn:modality <concept/modality-ongoing> .
"""
"""One laureate with the least that its row needs."""

FIGURE = """
<observation/{name}> a sosa:Observation ; sosa:hasFeatureOfInterest {of} ; sosa:observedProperty <concept/metric-maps> ;
    sosa:hasSimpleResult {number} ; cn:asOf {date} ; cn:modality <concept/modality-{state}> ;
    dct:source <source-document/seed> .
"""


def row(tmp_path: Path, added: str, language: str = "en") -> Mapping[str, str]:
    """Give the one row about the bees in season 7, of a catalogue with that laureate, more data, and the first's code lists."""
    rows = rows_with(tmp_path, added, language)
    assert [(row["laureate"], row["season"]) for row in rows] == [(BASE + "initiative/bees", "7")]
    return rows[0]


def rows_with(tmp_path: Path, added: str, language: str = "en") -> list[dict[str, str]]:
    folder = tmp_path / "bees"
    shutil.copytree(ROOT / "data" / "concept-scheme", folder / "data" / "concept-scheme")
    documents = (f"data/source-document/{name}.ttl" for name in ("seed", "cp22", "off-copyright"))
    for name in ("catalogue.toml", "queries/laureates.rq", *documents):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "data" / "bees.ttl").write_text(PREFIXES + DATA + added, "utf-8")
    answer = Catalogue(folder).query("laureates", lang=language).serialize("csv")
    return list(csv.DictReader(io.StringIO(answer.decode("utf-8"))))


def figure(name: str, number: int, date: str, of: str = "<initiative/bees>", state: str = "achieved") -> str:
    return FIGURE.format(name=name, number=number, date=date, of=of, state=state)


def test_there_is_one_row_for_each_laureate_and_season(first: Catalogue, first_edition: Edition):
    graph = rdflib.Graph()
    for source in first_edition.data:
        graph.parse(data=source.data.decode("utf-8"), format="turtle")
    expected = {
        (str(graph.value(award, CN.laureate)), int(graph.value(graph.value(award, CN.inSeason), CN.seasonNumber)))
        for award in graph.subjects(rdflib.RDF.type, CN.Award)
    }
    rows = first.query("laureates").to_python()
    assert len(rows) == len(expected) == 13
    assert {(row["laureate"], row["season"]) for row in rows} == expected
    assert all(row["name"] and row["status"] and row["periods"] and row["runBy"] and row["domains"] for row in rows)


def test_it_is_the_same_in_whatever_order_the_data_is_read(first: Catalogue, first_edition: Edition):
    query = bind(first.queries()["laureates"].text, {"lang": Literal("fr")})
    expected = first.query("laureates", lang="fr").serialize("csv")
    texts = [source.data for source in first_edition.data]
    for seed in range(5):
        quads = [q for text in texts for q in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)]
        random.Random(seed).shuffle(quads)
        store = pyoxigraph.Store()
        for quad in quads:
            store.add(quad)
        assert store.query(query).serialize(format=pyoxigraph.QueryResultsFormat.CSV) == expected


@pytest.mark.parametrize(
    ("added", "cells"),
    [
        pytest.param("", {"name": "Bees", "status": "laureate, full support", "periods": "(ongoing)", "kinds": ""}, id="least"),
        pytest.param(
            '<support/bees> schema:startDate "2023-05"^^xsd:gYearMonth ; schema:duration "P1Y"^^xsd:duration .',
            {"periods": "2023-05/P1Y (ongoing)"},
            id="start and duration",
        ),
        pytest.param(
            '<support/bees> schema:endDate "2024"^^xsd:gYear ; cn:asOf "2023-10-12"^^xsd:date .',
            {"periods": "../2024 (ongoing, 2023-10-12)"},
            id="end alone",
        ),
        pytest.param(
            '<support/bees> schema:startDate "2023"^^xsd:gYear ; cn:supportLevel <concept/level-full> .',
            {"periods": "full support 2023/.. (ongoing)"},
            id="start alone",
        ),
        pytest.param(
            """
            <support/b> cn:award <award/bees> ; cn:phase 2 ; schema:startDate "2022-09"^^xsd:gYearMonth ;
                cn:supportKind <concept/support-technical>, <concept/support-financial> ;
                cn:modality <concept/modality-achieved> .
            <support/a> cn:award <award/bees> ; cn:phase 1 ; schema:startDate "2022-09"^^xsd:gYearMonth ;
                cn:supportKind <concept/support-technical> ; cn:modality <concept/modality-planned> .
            """,
            {
                "periods": "(ongoing) | phase 1 2022-09/.. (planned) | phase 2 2022-09/.. (achieved)",
                "kinds": "financial | technical",
            },
            id="several supports",
        ),
        pytest.param(
            """
            <award/again> a cn:Award ; cn:laureate <initiative/bees> ; cn:inSeason <season/7> ;
                cn:awardStatus <concept/award-candidate> .
            """,
            {"status": "candidate | laureate, full support", "periods": "(ongoing)"},
            id="two awards of one season",
        ),
        pytest.param(
            """
            <initiative/bees> cn:community "Gardeners"@en, "Jardiniers"@fr, "Beekeepers"@en ;
                dcat:theme <policy-domain/b>, <policy-domain/a> ; foaf:homepage <http://b.example>, <http://a.example> .
            <policy-domain/a> skos:prefLabel "soil"@en . <policy-domain/b> skos:prefLabel "air"@en .
            """,
            {"runBy": "Beekeepers | Gardeners", "domains": "soil | air", "homepages": "http://a.example | http://b.example"},
            id="a community that runs it",
        ),
        pytest.param(
            """
            <initiative/bees> cn:community "Gardeners"@en ; cn:runBy <organisation/b>, <organisation/a> .
            <organisation/a> skos:prefLabel "Hives"@en . <organisation/b> skos:prefLabel "Apiary"@en .
            <instance/one> cn:instanceOf <initiative/bees> ; cn:host <organisation/a> .
            <instance/two> cn:instanceOf <initiative/bees> ; cn:host <organisation/a> .
            """,
            {"runBy": "Apiary | Hives", "hosts": "Hives"},
            id="organisations that run and host it",
        ),
    ],
)
def test_what_there_are_several_of_is_joined_in_its_row(tmp_path: Path, added: str, cells: Mapping[str, str]):
    found = row(tmp_path, added)
    assert {name: found[name] for name in cells} == cells


def test_a_laureate_of_two_seasons_has_a_row_for_each(tmp_path: Path):
    rows = rows_with(
        tmp_path,
        """
        <award/next> a cn:Award ; cn:laureate <initiative/bees> ; cn:inSeason <season/8> ;
            cn:awardStatus <concept/award-ended> .
        <initiative/bees> foaf:homepage <http://a.example> .
        """,
        "fr",
    )
    assert [(row["name"], row["season"], row["status"], row["periods"], row["homepages"]) for row in rows] == [
        ("Abeilles", "7", "lauréat, accompagnement complet", "(en cours)", "http://a.example"),
        ("Abeilles", "8", "terminé", "", "http://a.example"),
    ]


LICENSED = """
<common-resource/hive> cn:resourceOf <initiative/bees> ; skos:prefLabel "hive"@en, "ruche"@fr ;
    dct:license <http://spdx.org/licenses/MIT>, <http://spdx.org/licenses/Apache-2.0> .
"""
CLAIM = """
<claim/{name}> a cn:Claim ; rdf:subject <common-resource/hive> ; rdf:predicate dct:license ;
    rdf:object <http://spdx.org/licenses/{licence}> ; dct:source <source-document/{source}> {date}.
"""
WHOLE = """
<claim/whole> a cn:Claim ; rdf:subject <initiative/bees>, <common-resource/hive> ; rdf:predicate foaf:homepage, dct:license ;
    dct:source <source-document/seed> ; cn:asOf "2024"^^xsd:gYear .
"""
"""A claim about properties as a whole, of several things."""


def claim(name: str, licence: str, source: str, date: str = "") -> str:
    return CLAIM.format(name=name, licence=licence, source=source, date=f'; cn:asOf "{date}"^^xsd:gYear ' if date else "")


@pytest.mark.parametrize(
    ("added", "licences"),
    [
        ("", "Apache-2.0 (hive) | MIT (hive)"),
        (claim("a", "MIT", "off-copyright"), "Apache-2.0 (hive) | MIT (hive)"),
        (claim("a", "MIT", "off-copyright", "2020"), "MIT (hive, 2020)"),
        (claim("a", "MIT", "x", "2020") + claim("b", "Apache-2.0", "x", "2022"), "Apache-2.0 (hive, 2022)"),
        (claim("a", "MIT", "x", "2022") + claim("b", "Apache-2.0", "x", "2022"), "Apache-2.0 (hive, 2022) | MIT (hive, 2022)"),
        (claim("a", "MIT", "x", "2020") + claim("b", "MIT", "x", "2023") + claim("c", "Apache-2.0", "x", "2022"),
         "MIT (hive, 2023)"),
        (claim("a", "MIT", "cp22"), "MIT (hive, 2022-11-29)"),
        (WHOLE, "Apache-2.0 (hive, 2024) | MIT (hive, 2024)"),
        (WHOLE + claim("b", "MIT", "x", "2025"), "MIT (hive, 2025)"),
    ],
)  # fmt: skip
def test_licences_are_the_latest_that_a_source_gives(tmp_path: Path, added: str, licences: str):
    assert row(tmp_path, LICENSED + added)["licences"] == licences


DAY, LATER = '"2023-05-17"^^xsd:date', '"2023-10"^^xsd:gYearMonth'
OF_IT = "<instance/one> cn:instanceOf <initiative/bees> . <common-resource/hive> cn:resourceOf <initiative/bees> .\n"


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("", ("", "")),
        (figure("a", 5, DAY), ("5", "2023-05-17")),
        (figure("a", 5, DAY) + figure("b", 4, LATER), ("4", "2023-10")),
        (figure("a", 5, DAY) + figure("b", 7, DAY) + figure("c", 6, DAY), ("7", "2023-05-17")),
        (figure("a", 5, DAY) + figure("b", 5, DAY), ("5", "2023-05-17")),
        (OF_IT + figure("a", 5, DAY) + figure("b", 4, LATER, "<instance/one>"), ("4", "2023-10")),
        (OF_IT + figure("a", 5, DAY) + figure("b", 4, LATER, "<common-resource/hive>"), ("4", "2023-10")),
        (figure("a", 5, DAY) + figure("b", 4, LATER, "<initiative/another>"), ("5", "2023-05-17")),
        *(
            (figure("a", 5, DAY) + figure("b", 9, LATER, state=state), ("5", "2023-05-17"))
            for state in ("planned", "desired", "conditional")
        ),
        (figure("a", 5, DAY) + figure("b", 9, LATER).replace("sosa:Observation", "cn:Target"), ("5", "2023-05-17")),
        (figure("a", 5, DAY) + figure("b", 9, LATER, state="ongoing"), ("9", "2023-10")),
    ],
)
def test_the_figure_is_the_one_measured_last_and_no_wish(tmp_path: Path, added: str, expected: tuple[str, str]):
    found = row(tmp_path, added)
    assert (found["figure"], found["asOf"]) == expected
    if added:
        assert found["metric"] == "maps"
        assert found["sources"].endswith(
            "lauréats <https://www.numerique.gouv.fr/actualites/"
            "accelerateur-dinitiatives-citoyennes-4-nouveaux-communs-numeriques-laureats/>"
        )


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("", "A note"),
        ("; foaf:page <https://b.example/>, <https://a.example/>", "A note <https://a.example/>"),
    ],
)
def test_a_source_stands_with_its_published_address_if_it_has_one(tmp_path: Path, pages: str, expected: str):
    note = f'<source-document/note> a cn:SourceDocument ; dct:title "A note"@en {pages} .'
    measured = figure("one", 5, LATER).replace("source-document/seed", "source-document/note")
    assert row(tmp_path, note + measured)["sources"] == expected


@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_table_opens_in_a_spreadsheet(first_edition: Edition, language: str):
    """UTF-8, lines ended by CR LF, as many cells in each, and none that a spreadsheet would take for a formula."""
    data = publish.represent(first_edition, BASE + "queries/laureates", "text/csv", language)
    text = data.decode("utf-8")
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert not data.startswith(b"\xef\xbb\xbf")
    assert text.count("\r\n") == text.count("\n") == len(lines) == 14
    assert {len(line) for line in lines} == {16}
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {"fr": "éducation", "en": "education"}[language] in lines[1][8]
