"""Tables: reading the CSV back gives all values of the shaped properties, each in its language."""

import csv
import io
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.exports.tables import cell, exact, table_of, values_in
from catalogue.serialise import turtle
from catalogue.sources import parse
from catalogue.terms import RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Term, Triple, language_of
from catalogue.workspace.catalogue import Catalogue

BASE = "https://x.example/"
SHAPES = parse(
    b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://x.example/ns#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    x:S a sh:NodeShape ; sh:targetClass x:T ;
      sh:property [ sh:path x:text ; sh:datatype rdf:langString ], [ sh:path x:ref ; sh:nodeKind sh:IRI ],
        [ sh:path x:part ; sh:class x:T ], [ sh:path x:int ; sh:datatype xsd:integer ], [ sh:path x:any ],
        [ sh:path <https://y.example/any> ; sh:order 1 ], [ sh:path ( x:ref x:text ) ; sh:order 2 ] .""",
    "shapes.ttl",
)
THINGS = [NamedNode(f"{BASE}t/{name}") for name in "abc"]
PREDICATES = ["ns#text", "ns#ref", "ns#part", "ns#int", "ns#any"]

texts = st.text(st.sampled_from("ab|\\ \n\r,\"'=@é"), max_size=5)
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["en", "fr", "de", "pt-br", "zh-hant"])),
    texts.map(lambda text: Literal(text, datatype=NamedNode(XSD + "integer"))),
)
values = st.one_of(literals, st.sampled_from([*THINGS, NamedNode("https://elsewhere.example/x")]))
statements = st.builds(
    Triple, st.sampled_from(THINGS), st.sampled_from(PREDICATES).map(lambda name: NamedNode(BASE + name)), values
)


def edition_with(triples: list[Triple], folder: Path = Path()) -> Edition:
    """An edition in English and French whose things have some statements."""
    typed = [Triple(thing, RDF_TYPE, NamedNode(f"{BASE}ns#T")) for thing in THINGS]
    data = parse(turtle([*typed, *triples], {}), "data/a.ttl")
    languages = Settings(folder.resolve(), BASE, {"en": "x"}, languages=("en", "fr"), publisher={"en": "x"})
    return Edition(languages, [data], [SHAPES], Graph(BASE, [data]), Graph(BASE, [SHAPES]), None)


def rows_of(edition: Edition) -> list[dict[str, str]]:
    [type_] = edition.model.types.values()
    reader = csv.reader(io.StringIO(exact(table_of(edition, type_)).decode(), newline=""))
    names = next(reader)
    assert len(set(names)) == len(names)
    return [dict(zip(names, row, strict=True)) for row in reader]


def read_back(row: dict[str, str], key: str, tags: set[str]) -> list[tuple[str, str]]:
    """Read the values of a property: its column, and those of the languages that values of it have."""
    plain = [("", value) for value in values_in(row.get(key, ""))]
    return plain + [(tag, value) for tag in tags for value in values_in(row[f"{key}@{tag}"])]


def as_pair(term: Term) -> tuple[str, str]:
    return language_of(term), term.value


@given(st.lists(texts, max_size=4))
def test_a_cell_gives_its_values_back(written: list[str]):
    assert written == values_in(cell(written))


@given(st.lists(statements, max_size=12))
@settings(max_examples=150)
def test_reading_a_table_back_gives_all_values_of_the_shaped_properties(triples: list[Triple]):
    edition = edition_with(triples)
    [type_] = edition.model.types.values()
    rows = rows_of(edition)
    assert [thing.value for thing in THINGS] == [row["iri"] for row in rows]
    for key in ("any", "ref", "part", "int", "text"):
        [prop] = [prop for prop in type_.properties if prop.path.predicate == f"{BASE}ns#{key}"]
        followed = {thing.value: prop.path.follow(edition.graph, thing) for thing in THINGS}
        tags = {language_of(value) for each in followed.values() for value in each} - {""}
        for row in rows:
            expected = sorted(map(as_pair, followed[row["iri"]]))
            assert expected == sorted(read_back(row, key, tags)), key


def test_two_properties_of_one_name_have_columns_of_their_own():
    given_ = [Triple(THINGS[0], NamedNode(f"{base}any"), Literal(base)) for base in (f"{BASE}ns#", "https://y.example/")]
    row = rows_of(edition_with(given_))[0]
    assert (f"{BASE}ns#", "https://y.example/") == (row["any"], row["y_example_any"])


def test_texts_in_other_languages_and_untagged_ones_have_columns():
    subject, predicate = THINGS[0], NamedNode(f"{BASE}ns#text")
    given_ = [
        Literal("colour", language="en-gb"),
        Literal("Farbe", language="de"),
        Literal("plain"),
        Literal("colour", language="en"),
    ]
    row = rows_of(edition_with([Triple(subject, predicate, value) for value in given_]))[0]
    names = [name for name in row if name.partition("@")[0] == "text"]
    assert ["text", "text@en", "text@fr", "text@de", "text@en-GB"] == names
    assert ["plain", "colour", "", "Farbe", "colour"] == [row[name] for name in names]


def test_labels_stand_beside_references_only_where_there_are_some():
    ref, part = NamedNode(f"{BASE}ns#ref"), NamedNode(f"{BASE}ns#part")
    elsewhere = NamedNode("https://elsewhere.example/x")
    row = rows_of(edition_with([Triple(THINGS[0], ref, elsewhere), Triple(THINGS[0], part, elsewhere)]))[0]
    assert {"ref": elsewhere.value, "part": elsewhere.value} == {
        k: v for k, v in row.items() if k.split("@")[0] in {"ref", "part"}
    }
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    labelled = [Triple(elsewhere, label, Literal(text, language=tag)) for text, tag in (("one|", "en"), ("un", "fr"))]
    row = rows_of(edition_with([Triple(THINGS[0], ref, elsewhere), Triple(THINGS[0], ref, THINGS[1]), *labelled]))[0]
    assert f"{elsewhere.value} | {THINGS[1].value}" == row["ref"]
    assert ([r"one\|", "un"], 2) == ([row[f"ref@{tag}"].split(" | ")[0] for tag in ("en", "fr")], len(values_in(row["ref@fr"])))
    assert "part@en" in rows_of(edition_with([]))[0]
    assert "ref@en" not in rows_of(edition_with([]))[0]


def test_translations_stand_in_the_order_of_the_files(garden: Path):
    folder = garden / "data" / "plant"
    (garden / "shapes" / "plant.ttl").write_text(
        (garden / "shapes" / "plant.ttl").read_text("utf-8").replace("s:Plant-name .", "s:Plant-name, s:Plant-also .")
        + """
s:Plant-also sh:path skos:altLabel ; sh:name "also"@en, "aussi"@fr ;
    sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .
""",
        "utf-8",
    )
    bean = (folder / "bean.ttl").read_text("utf-8").rstrip(" .\n")
    (folder / "bean.ttl").write_text(
        f'{bean} ;\n    skos:altLabel "pole"@en, "climber"@en, "à perche"@fr, "grimpant"@fr .\n', "utf-8"
    )
    more = (folder / "bean.ttl").read_text("utf-8").partition("<plant/bean>")[0]
    (folder / "a-more.ttl").write_text(f'{more}<plant/bean> skos:altLabel "zebra"@en, "zèbre"@fr .\n', "utf-8")
    opened = Catalogue(garden)
    expected = {"altLabel@en": "zebra | pole | climber", "altLabel@fr": "zèbre | à perche | grimpant"}

    def cells() -> dict[str, str]:
        data = publish.represent(opened.edition, "https://gardens.example.org/plant", "text/csv").decode()
        rows = {row["iri"]: row for row in csv.DictReader(io.StringIO(data))}
        return {name: rows["https://gardens.example.org/plant/bean"][name] for name in expected}

    assert expected == cells()
    # also after a file was read again
    path = folder / "a-more.ttl"
    path.write_text(path.read_text("utf-8").replace("zebra", "zebu"), "utf-8")
    opened.refresh()
    assert {**expected, "altLabel@en": "zebu | pole | climber"} == cells()


def test_a_blank_node_is_written_as_turtle_has_it():
    part = NamedNode(f"{BASE}ns#any")
    prefix = "http://purl.org/dc/terms/"
    one, two = BlankNode("one"), BlankNode("two")
    triples = [
        Triple(THINGS[0], part, one),
        Triple(one, RDF_TYPE, NamedNode(f"{prefix}Location")),
        Triple(one, NamedNode(f"{prefix}title"), Literal('a | "b"', language="pt-br")),
        Triple(one, NamedNode(f"{prefix}extent"), Literal("3", datatype=NamedNode(XSD + "integer"))),
        Triple(one, NamedNode(f"{prefix}relation"), two),
        Triple(two, NamedNode("urn:back"), one),
        Triple(two, NamedNode("urn:text"), Literal("x")),
    ]
    row = rows_of(edition_with(triples))[0]
    written = (
        '[ a dct:Location ; dct:extent "3"^^xsd:integer ; dct:relation [ <urn:back> [] ; <urn:text> "x" ]'
        ' ; dct:title "a | \\"b\\""@pt-BR ]'
    )
    assert [written] == values_in(row["any"])


def test_a_long_chain_of_blank_nodes_is_written():
    chain = [BlankNode(f"n{number}") for number in range(3000)]
    step = NamedNode("urn:next")
    triples = [Triple(THINGS[0], NamedNode(f"{BASE}ns#any"), chain[0])]
    triples += [Triple(one, step, other) for one, other in pairwise(chain)]
    assert rows_of(edition_with(triples))[0]["any"].startswith("[ <urn:next> [ <urn:next> ")


@pytest.mark.parametrize("name", ["garden", "plant"])
def test_tables_of_a_new_catalogue_have_no_other_columns_than_its_shapes_ask_for(garden: Path, name: str):
    text = publish.represent(edition_of(garden), f"https://gardens.example.org/{name}", "text/csv").decode()
    assert {"en", "fr"} >= {column.partition("@")[2] for column in text.splitlines()[0].split(",")} - {""}
