"""First shapes drafted from the data: the data conforms to them, whatever it is, and they say what it has."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import CatalogueError
from catalogue.lint import Severity
from catalogue.messages import say
from catalogue.scaffold.drafting import Drafted, draft
from catalogue.terms import NamedNode
from catalogue.workspace.catalogue import Catalogue

BASE = "https://orchard.example.org/"
SETTINGS = f'[catalogue]\nbase = "{BASE}"\ntitle = "Orchard"\nlanguages = ["en", "fr"]\n[publisher]\nname = "Us"\n'
HEAD = f"""@base <{BASE}> .
@prefix o: <{BASE}terms#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def orchard(folder: Path, data: str, shapes: str = "") -> Path:
    """Make a catalogue of one file of data."""
    (folder / "data").mkdir(parents=True)
    (folder / "catalogue.toml").write_text(SETTINGS, "utf-8")
    (folder / "data" / "all.ttl").write_text(HEAD + data, "utf-8")
    if shapes:
        (folder / "shapes").mkdir()
        (folder / "shapes" / "own.ttl").write_text(HEAD + shapes, "utf-8")
    return folder


def drafted(folder: Path) -> Drafted:
    """Draft shapes for a catalogue, and write them."""
    shapes = draft(Catalogue(folder).edition)
    shapes.write()
    return shapes


def stated(folder: Path, shape: str, path: str) -> set[str]:
    """Give what a drafted property shape says of the values and of how many there are, as it is written."""
    edition = Catalogue(folder).edition
    prefixes = edition.settings.prefixes
    iri = path if ":" not in path else prefixes.expand(path) or path.replace("o:", f"{BASE}terms#")
    node = next(
        one.node
        for one in edition.shacl.shape(NamedNode(f"{BASE}shapes#{shape}")).properties
        if one.path is not None and one.path.predicate == iri
    )
    parts: set[str] = set()
    for predicate, values in edition.shapes_graph.properties(node).items():
        name = predicate.value.split("#")[-1]
        if name not in {"type", "path", "name", "order", "propertyRole"}:
            for value in values:
                members = edition.shacl.descriptions.members(value) if name in {"or", "languageIn"} else ()
                written = " ".join(
                    _short(each) if name == "languageIn" else _short(edition.shapes_graph.triples(each)[0].object)
                    for each in members
                )
                parts.add(f"{name} {written or _short(value)}")
    return parts


def _short(term: object) -> str:
    return str(getattr(term, "value", term)).split("#")[-1]


ONE = "<a> a o:Tree ; o:p {} ."
TWO = "<a> a o:Tree ; o:p {} . <b> a o:Tree ; o:p {} ."


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (ONE.format("1"), {"minCount 1", "maxCount 1", "datatype integer"}),
        (ONE.format("1, 2"), {"minCount 1", "datatype integer"}),
        (ONE.format("1") + "<b> a o:Tree .", {"maxCount 1", "datatype integer"}),
        (TWO.format("1", '"x"'), {"minCount 1", "maxCount 1", "or integer string"}),
        (TWO.format("1", "<b>"), {"minCount 1", "maxCount 1", "nodeKind IRIOrLiteral"}),
        (TWO.format("'x'@en", "<b>"), {"minCount 1", "maxCount 1", "nodeKind IRIOrLiteral", "uniqueLang true"}),
        (TWO.format("1", "[]"), {"minCount 1", "maxCount 1", "nodeKind BlankNodeOrLiteral"}),
        (TWO.format("1", "[], <b>"), {"minCount 1"}),
        (TWO.format("<x>", "[]"), {"minCount 1", "maxCount 1", "nodeKind BlankNodeOrIRI"}),
        (TWO.format("<a>", "<b>"), {"minCount 1", "maxCount 1", "nodeKind IRI", "class Tree"}),
        (TWO.format("<a>", "<x>"), {"minCount 1", "maxCount 1", "nodeKind IRI"}),
        (ONE.format('"a"@en'), {"minCount 1", "datatype langString", "languageIn en fr", "uniqueLang true"}),
        (ONE.format('"a"@EN, "b"@de'), {"minCount 1", "datatype langString", "languageIn en fr de", "uniqueLang true"}),
        (ONE.format('"a"@en, "b"@EN'), {"minCount 1", "datatype langString", "languageIn en fr"}),
        (ONE.format('"a"@en, "b"'), {"minCount 1", "or langString string", "uniqueLang true"}),
        (ONE.format('"soon"^^xsd:date'), {"minCount 1", "maxCount 1", "nodeKind Literal"}),
        (ONE.format("1, 1.0, 1e0, true, 'x'"), {"minCount 1", "nodeKind Literal"}),
        (ONE.format("( 1 2 )"), {"minCount 1", "maxCount 1", "nodeKind BlankNode"}),
    ],
)
def test_a_property_shape_says_what_the_data_has(tmp_path: Path, data: str, parts: set[str]):
    folder = orchard(tmp_path, data)
    drafted(folder)
    assert stated(folder, "Tree", "o:p") == parts


def test_blank_nodes_are_described_where_they_are_values(tmp_path: Path):
    folder = orchard(tmp_path, "<a> a o:Tree ; o:at [ a o:Place ; o:on [ o:x 1 ] ; o:y 2 ] . <b> a o:Tree ; o:at [ o:y 3 ] .")
    assert [file.path.name for file in drafted(folder).files] == ["tree.ttl"]
    edition = Catalogue(folder).edition
    at = edition.shacl.shape(NamedNode(f"{BASE}shapes#Tree")).properties[0]
    inner = {part.path.predicate: part for part in at.properties if part.path is not None}
    assert list(inner) == [f"{BASE}terms#on", f"{BASE}terms#y"]
    assert (inner[f"{BASE}terms#on"].value("minCount"), inner[f"{BASE}terms#y"].value("minCount").value) == (None, "1")
    assert [part.path.predicate for part in inner[f"{BASE}terms#on"].properties if part.path] == [f"{BASE}terms#x"]


def test_what_a_class_above_says_alike_is_not_said_again(tmp_path: Path):
    folder = orchard(
        tmp_path,
        "o:Oak rdfs:subClassOf o:Tree . <a> a o:Tree ; skos:prefLabel 'a' ; o:age 1 ; o:in <a> ."
        "<b> a o:Oak ; skos:prefLabel 'b' ; o:age 2 ; o:in <a> ; o:acorns 3 .",
    )
    drafted(folder)
    shacl = Catalogue(folder).edition.shacl
    paths = {
        name: [each.path.predicate.split("#")[-1] for each in shacl.shape(NamedNode(f"{BASE}shapes#{name}")).properties]
        for name in ("Tree", "Oak")
    }
    assert paths == {"Tree": ["age", "in", "prefLabel"], "Oak": ["acorns", "prefLabel"]}


@pytest.mark.parametrize(
    ("data", "targets"),
    [
        ("<t/a> a o:A, o:B ; o:p 1 . <t/b> a o:B, o:A ; o:p 2 .", {"A", "B"}),
        ("o:A rdfs:subClassOf o:B . o:B rdfs:subClassOf o:A . <t/a> a o:A ; o:p 1 . <t/b> a o:B ; o:p 2 .", {"A", "B"}),
        ("o:A rdfs:subClassOf o:B . <t/a> a o:A ; o:p 1 . <t/b> a o:A ; o:p 2 .", {"A"}),
        ("o:A rdfs:subClassOf o:B . <t/a> a o:A ; o:p 1 . <t/b> a o:A, o:B ; o:p 2 .", {"A", "B"}),
    ],
)
def test_classes_with_the_very_same_things_are_one_type(tmp_path: Path, data: str, targets: set[str]):
    folder = orchard(tmp_path, data)
    assert [file.path.name for file in drafted(folder).files] == ["a.ttl"]
    type_ = next(iter(Catalogue(folder).edition.model.types.values()))
    assert {iri.split("#")[-1] for iri in type_.classes} == targets
    assert stated(folder, "A", "o:p") == {"minCount 1", "maxCount 1", "datatype integer"}
    assert draft(Catalogue(folder).edition).files == []
    assert (Catalogue(folder).build().folder / "a.en.html").exists()


def test_a_class_with_the_things_of_one_that_has_a_shape_gets_none(tmp_path: Path):
    own = "o:Own a sh:NodeShape ; sh:targetClass o:Tree ; sh:property [ sh:path o:p ] ."
    shapes = draft(Catalogue(orchard(tmp_path, "<a> a o:Tree, o:Big, o:Old ; o:p 1 . <b> a o:Old ; o:p 1 .", own)).edition)
    assert ([file.path.name for file in shapes.files], shapes.shaped) == (["old.ttl"], 2)


@pytest.mark.parametrize(
    ("data", "titles"),
    [
        (
            "<a> a foaf:Organization, org:Organization ; o:p 1 . <b> a org:Organization ; o:p 1 .",
            ["Organization (org)", "Organization (foaf)"],
        ),
        ("<a> a o:Agent ; o:p 1 . <b> a <http://e.example/x#Agent> ; o:p 1 .", ["Agent (e.example/x)", "Agent (o)"]),
        (
            "o:A rdfs:label 'thing'@en . o:B rdfs:label 'Thing'@en . <a> a o:A ; o:p 1 . <b> a o:B ; o:p 1 .",
            ["thing (A)", "Thing (B)"],
        ),
        ("<a> a o:Agent ; o:p 1 . <b> a o:Tree ; o:p 1 .", ["Agent", "Tree"]),
    ],
)
def test_no_two_types_are_called_alike(tmp_path: Path, data: str, titles: list[str]):
    head = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .\n"
    folder = orchard(tmp_path, head + data)
    drafted(folder)
    assert [say(each.plural, "en") for each in Catalogue(folder).edition.model.types.values()] == titles


def test_a_draft_leaves_the_titles_of_the_shapes_to_them(tmp_path: Path):
    own = "o:Own sh:targetClass o:Tree ; rdfs:label 'tree'@en ; skos:altLabel 'Bush'@en ; sh:property [ sh:path o:p ] ."
    folder = orchard(tmp_path, "<a> a o:Tree ; o:p 1 . <b> a o:Bush ; o:p 1 .", own)
    drafted(folder)
    assert [say(each.plural, "en") for each in Catalogue(folder).edition.model.types.values()] == ["Bush", "Bush (o)"]


PEOPLE = "<a> a o:P ; {} 'Adam' ; {} 'Smith' . <b> a o:P ; {} 'Adam' ; {} 'Jones' . <c> a o:P ; {} 'Eve' ; {} 'Kahn' ."


@pytest.mark.parametrize(
    ("data", "label", "remarks"),
    [
        (PEOPLE.format(*["foaf:givenname", "foaf:familyName"] * 3), "familyName", ["a part of a name only"]),
        (PEOPLE.format(*["foaf:givenname", "foaf:surname"] * 3), "surname", ["a part of a name only"]),
        (PEOPLE.format(*["foaf:firstName", "foaf:lastName"] * 3), "lastName", ["a part of a name only"]),
        (PEOPLE.format(*["o:given_name", "o:family_name"] * 3), "family_name", ["a part of a name only"]),
        (PEOPLE.format(*["foaf:givenname", "foaf:name"] * 3), "name", []),
        (PEOPLE.format(*["rdfs:label", "o:fullName"] * 3), "fullName", []),
        (PEOPLE.format(*["rdfs:label", "o:p"] * 3), "label", ["2 of 3 things have no rdfs:label that is theirs alone"]),
        ("<a> a o:P ; rdfs:label 'P' ; o:title 'x' . <b> a o:P ; rdfs:label 'P' ; o:title 'y' .", "title", []),
        (
            "<a> a o:P ; dct:title 'P' ; dct:identifier 'x' . <b> a o:P ; dct:title 'P' ; dct:identifier 'y' .",
            "title",
            ["2 of 2"],
        ),
        ("<a> a o:P ; dct:identifier 'x' ; o:p 1 . <b> a o:P ; dct:identifier 'y' .", "identifier", []),
        ("<a> a o:P ; skos:prefLabel 'a'@en, 'b'@fr . <b> a o:P ; skos:prefLabel 'a'@en, 'c'@fr .", "prefLabel", []),
        ("<a> a o:P ; o:p 1 .", None, ["Nothing names the things"]),
        ("<a> a o:P .", "label", ["nothing but a class"]),
    ],
)
def test_the_label_tells_things_apart_and_the_comment_says_what_is_to_be_done(
    tmp_path: Path, data: str, label: str | None, remarks: list[str]
):
    folder = orchard(tmp_path, "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n" + data)
    text = drafted(folder).files[0].text
    comment = [line for line in text.splitlines() if line.startswith("#")][2:]
    assert len(comment) == len(remarks)
    assert all(remark in line for remark, line in zip(remarks, comment, strict=True))
    prop = next(iter(Catalogue(folder).edition.model.types.values())).label_property
    assert (prop and prop.key) == label
    assert (Catalogue(folder).build().folder / "p.en.html").exists()


@pytest.mark.parametrize("name", ["dct:description", "dc:description", "schema:description", "s2:description", "rdfs:comment"])
def test_what_describes_things_has_its_role(tmp_path: Path, name: str):
    head = "@prefix dc: <http://purl.org/dc/elements/1.1/> . @prefix schema: <http://schema.org/> .\n"
    folder = orchard(tmp_path, f"{head}@prefix s2: <https://schema.org/> .\n<a> a o:P ; rdfs:label 'x' ; {name} 'long' .")
    drafted(folder)
    type_ = next(iter(Catalogue(folder).edition.model.types.values()))
    assert [prop.path.predicate for prop in type_.with_role("DescriptionRole")] != []


DISTRIBUTION = "<x/{0}-{1}> a dcat:Distribution ; dct:title '{0}{1}' . <d/{0}> dcat:distribution <x/{0}-{1}> .\n"
DATASETS = "".join(
    f"<d/{n}> a dcat:Dataset ; dct:title '{n}' ; dct:publisher <o/1>, [ a o:Org ; rdfs:label '{n}' ] .\n"
    f"<c> dcat:dataset <d/{n}> .\n" + "".join(DISTRIBUTION.format(n, m) for m in range(4))
    for n in range(3)
)


@pytest.mark.parametrize(
    ("data", "classes"),
    [
        (
            f"{DATASETS}<c> a dcat:Catalog ; dct:title 'c' . <o/1> a o:Org ; rdfs:label 'o' .",
            "Dataset Org Catalog Distribution",
        ),
        (DATASETS.replace("<c>", "<https://e.example/c>") + "<o/1> a o:Org .", "Dataset Org Distribution"),
        ("<a> a o:A . <b> a o:B . <c> a o:B .", "B A"),
        ("<a> a o:A ; o:has <b1>, <b2> . <z> a o:A ; o:has <b3> . <b1> a o:B . <b2> a o:B . <b3> a o:B .", "A B"),
        ("<a> a o:A ; o:has <b1>, <b2> . <z> a o:A ; o:has <b2> . <b1> a o:B . <b2> a o:B . <b3> a o:B .", "B A"),
        ("<https://e.example/a> a o:A ; o:p 1 . <https://e.example/b> a o:A ; o:p 1 . <b> a o:B ; o:p 1 .", "B A"),
        ("[] a o:A ; o:p 1 . [] a o:A ; o:p 2 . <b> a o:B ; o:p 1 .", "B A"),
    ],
)
def test_types_with_entries_come_first_and_what_hangs_off_others_last(tmp_path: Path, data: str, classes: str):
    folder = orchard(tmp_path, "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n" + data)
    drafted(folder)
    types = Catalogue(folder).edition.model.types.values()
    assert [type_.classes[0].split("#")[-1] for type_ in types] == classes.split()


@pytest.mark.parametrize(
    ("data", "files", "note"),
    [
        ("dct:title a owl:AnnotationProperty . <t/a> a o:A ; o:p 1 .", ["a.ttl"], "AnnotationProperty"),
        ("<t/b> a owl:AnnotationProperty . <t/a> a o:A ; o:p 1 .", ["a.ttl", "annotation-property.ttl"], ""),
        ("o:B rdfs:subClassOf o:A . <t/a> a o:A ; o:p 1 . <t/b> a o:B ; o:p 1 .", ["a.ttl", "b.ttl"], ""),
    ],
)
def test_no_shape_is_empty(tmp_path: Path, data: str, files: list[str], note: str):
    folder = orchard(tmp_path, data)
    shapes = drafted(folder)
    assert sorted(file.path.name for file in shapes.files) == files
    assert [note in say(each, "en") for each in shapes.notes] == ([True] if note else [])
    assert all("sh:property" in file.text for file in shapes.files)
    built = Catalogue(folder).build().folder
    assert [(built / file).with_suffix(".en.html").exists() for file in files] == [True] * len(files)


@pytest.mark.parametrize(
    "data", ["<a> a o:A ; o:p 1 .", "<a> a o:A ; rdfs:label 'x' .", "<a> a o:A .", "<a> o:p 1 . <b> o:p 2 ."]
)
def test_what_the_next_steps_write_into_a_draft_needs_no_other_prefix(tmp_path: Path, data: str):
    folder = orchard(tmp_path, data)
    path = drafted(folder).files[0].path
    shape = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("s:"))
    more = f"{shape} skos:altLabel 'Many'@en ; rdfs:comment 'All'@en . {shape}-p dash:propertyRole dash:KeyInfoRole .\n"
    path.write_text(f"{path.read_text('utf-8')}\n{more}", "utf-8")
    assert [each.line("en") for each in Catalogue(folder).check() if each.kind.code.startswith("C0")] == []
    assert say(next(iter(Catalogue(folder).edition.model.types.values())).plural, "en") == "Many"


def test_names_are_labels_in_the_languages_of_the_catalogue_else_the_words_of_the_local_name(tmp_path: Path):
    folder = orchard(
        tmp_path,
        'o:p rdfs:label "height"@en, "Höhe"@de, "hauteur"@fr . o:q rdfs:label "Alter"@de . o:Tree rdfs:label "arbre"@fr .'
        "<a> a o:Tree ; skos:prefLabel 'a' ; o:p 1 ; o:q 2 ; o:heightOfTrunk 3 .",
    )
    drafted(folder)
    type_ = next(iter(Catalogue(folder).edition.model.types.values()))
    assert type_.label == {"fr": "arbre"}
    assert {prop.key: prop.name for prop in type_.properties} == {
        "prefLabel": {"": "preferred label"},
        "p": {"en": "height", "fr": "hauteur"},
        "q": {"de": "Alter"},
        "heightOfTrunk": {"": "height of trunk"},
    }


def test_the_name_comes_first_then_what_most_things_have(tmp_path: Path):
    folder = orchard(
        tmp_path,
        "<a> a o:Tree ; o:rare 1 ; o:usual 2 ; dct:title 'a' ; dct:description 'b' . <b> a o:Tree ; o:usual 1 ; dct:title 'b'.",
    )
    drafted(folder)
    type_ = next(iter(Catalogue(folder).edition.model.types.values()))
    assert [(prop.key, prop.role) for prop in type_.properties] == [
        ("title", "LabelRole"),
        ("usual", None),
        ("rare", None),
        ("description", "DescriptionRole"),
    ]


def test_only_classes_without_shapes_are_drafted_and_nothing_is_overwritten(tmp_path: Path):
    own = "o:TreeShape a sh:NodeShape ; sh:targetClass o:Tree ; sh:order 7 ."
    folder = orchard(
        tmp_path, "<a> a o:Tree ; o:p 1 . <b> a o:Bush ; o:p 1 . <c> o:p 1 . o:p rdfs:label 'p' . o:Bush rdfs:label 'b' .", own
    )
    (folder / "shapes" / "bush.ttl").write_text("# ours\n", "utf-8")
    shapes = drafted(folder)
    assert [file.path.name for file in shapes.files] == ["o-bush.ttl"]
    assert (shapes.shaped, shapes.classless.rest) == (1, (f"{BASE}c",))
    assert (folder / "shapes" / "bush.ttl").read_text("utf-8") == "# ours\n"
    assert Catalogue(folder).edition.model.types[f"{BASE}terms#Bush"].order == 8
    again = draft(Catalogue(folder).edition)
    assert (again.files, again.shaped) == ([], 2)


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path):
    folder = orchard(tmp_path, "<a> a o:Tree ; o:p 1 .")
    shapes = draft(Catalogue(folder).edition)
    shapes.files[0].path.parent.mkdir()
    shapes.files[0].path.write_text("mine", "utf-8")
    with pytest.raises(CatalogueError):
        shapes.write()
    assert shapes.files[0].path.read_text("utf-8") == "mine"


def test_nothing_is_drafted_where_shapes_cannot_be_read(tmp_path: Path):
    folder = orchard(tmp_path, "<a> a o:Tree .", "o:TreeShape sh:targetClass")
    with pytest.raises(CatalogueError):
        draft(Catalogue(folder).edition)


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ("<a> a owl:NamedIndividual, o:Tree ; o:p 1 .", ["tree.ttl"]),
        ("<a> a owl:NamedIndividual ; o:p 1 .", ["named-individual.ttl"]),
        ("<a> a sh:NodeShape ; sh:targetClass o:X .", []),
        ("[] a o:Tree ; o:p 1 .", ["tree.ttl"]),
        ("<a> a o:Tree, o:Big ; o:p 1 . <b> a o:Tree .", ["big.ttl", "tree.ttl"]),
        ("<a> a <http://e.example/Tree>, o:Tree ; o:p 1 . <b> a o:Tree .", ["http-e-example-tree.ttl", "tree.ttl"]),
        ("<a> a o:%C3%89t%C3%A9, <terms#Été> ; o:p 1 .", None),
        ("<a> a [ a owl:Class ] .", []),
    ],
)
def test_each_class_of_things_has_one_file(tmp_path: Path, data: str, names: list[str] | None):
    shapes = draft(Catalogue(orchard(tmp_path, data)).edition)
    files = [file.path.name for file in shapes.files]
    assert len({name.lower() for name in files}) == len(files)
    assert names is None or [name.split("-")[-1] for name in sorted(files)] == [name.split("-")[-1] for name in names]


LITERALS = ["1", "1.5", "'x'", "'x'@en", "'y'@fr", "'z'@EN", "'d'@de-AT", "'2024-01-02'^^xsd:date", "'soon'^^xsd:date", "true"]
SUBJECTS = ["<a>", "<b>", "<c>", "<d>", "<https://else.example/e>", "_:x", "_:y", "_:z"]
NESTED = ["( 1 <a> )", "( )", "[ o:p 1 ]", "[ a o:B ; o:q [ o:p 'x'@fr ], [ o:p 2 ] ]", "[ o:q <b> ; rdfs:label 'n' ]"]
CLASSES = ["[ a owl:Class ]", "o:A", "o:B", "o:C", "owl:Thing"]
PREDICATES = ["o:p", "o:q", "rdfs:label", "skos:prefLabel", "dct:description"]
TRIPLES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(SUBJECTS), st.just("a"), st.sampled_from(CLASSES)),
        st.tuples(st.sampled_from(CLASSES[1:]), st.just("rdfs:subClassOf"), st.sampled_from(CLASSES)),
        st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), st.sampled_from([*SUBJECTS, *LITERALS, *NESTED])),
    ),
    min_size=1,
    max_size=25,
)
OWN = (
    "o:OwnShape a sh:NodeShape ; sh:targetClass o:B ; sh:property [ sh:path o:p ; sh:nodeKind sh:IRI ; sh:severity sh:Info ] ."
)


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@settings(max_examples=60)
@given(own=st.sampled_from(["", OWN]), triples=TRIPLES)
def test_the_data_conforms_to_what_is_drafted_from_it(
    tmp_path_factory: pytest.TempPathFactory, engine: str, own: str, triples: list[tuple[str, ...]]
):
    data = "".join(f"{' '.join(triple)} .\n" for triple in triples)
    folder = orchard(tmp_path_factory.mktemp("draft"), data, own)
    before = Catalogue(folder).edition
    shapes = drafted(folder)
    results = [each for each in Catalogue(folder).check(engine=engine) if each.result is not None]
    assert [each.line("en") for each in results if each.severity is not Severity.INFO] == []
    after = Catalogue(folder).edition
    validated = {thing.value for thing in after.entities.things}
    untyped = {triple[0] for triple in triples} & set(SUBJECTS[:4]) - {triple[0] for triple in triples if triple[1] == "a"}
    assert set(shapes.classless.rest) == {f"{BASE}{subject[1:-1]}" for subject in untyped} - validated
    names = {f"shapes/{file.path.name}" for file in shapes.files}
    assert [each.line("en") for each in Catalogue(folder).check() if each.place.path in names] == []
    assert [file.text for file in draft(before).files] == [file.text for file in shapes.files]
    paths = [file.path for file in shapes.files]
    assert not paths or [file.name for file in Catalogue(folder).format(paths, write=False) if file.is_changed] == []


@pytest.mark.parametrize(
    ("data", "targets", "rest", "outside"),
    [
        ("<a> o:p 1 .", [], ["a"], []),
        ("<a> o:p 1 . <b> o:p 2 .", ["o:p"], [], []),
        ("<a> o:p 1 . <b> o:q 2 .", [], ["a", "b"], []),
        ("<a> o:p 1 ; dct:title 'a' . <b> o:p 2 ; dct:title 'b' .", ["dct:title"], [], []),
        ("<a> o:p 1 ; dct:title 'a' . <b> o:p 2 . <c> o:p 1 .", ["o:p"], [], []),
        ("<a> o:p 1 . <b> o:p 2 . <c> o:p 1 ; o:q 1 . <d> o:q 1 . <e> o:q 1 . <f> o:r 1 .", ["o:p", "o:q"], ["f"], []),
        ("<a> o:p 1 ; o:q 1 . <b> o:p 1 ; o:q 2 . <t> a o:Tree ; o:p 3 .", ["o:Tree", "o:q"], [], []),
        ("<http://x.example/a> o:p 1 . <http://x.example/b> o:p 1 . <c> o:p 1 .", [], ["c"], ["a", "b"]),
        ("<http://x.example/a> o:p 1 . <b> o:p 1 . <c> o:p 1 .", ["o:p"], [], ["a"]),
        ("o:p rdfs:label 'p' . o:q rdfs:label 'q' . <a> o:p 1 ; o:q 1 .", [], ["a"], []),
        ("<a> sh:path o:p . <b> sh:path o:p .", [], ["a", "b"], []),
    ],
)
def test_things_without_a_class_are_grouped_by_what_most_of_them_have(
    tmp_path: Path, data: str, targets: list[str], rest: list[str], outside: list[str]
):
    folder = orchard(tmp_path, data)
    shapes = drafted(folder)
    prefixes = Catalogue(folder).edition.settings.prefixes
    iris = {f"{BASE}terms#{name[2:]}" if name.startswith("o:") else str(prefixes.expand(name)) for name in targets}
    shacl = Catalogue(folder).edition.shacl
    assert {target.term.value for shape in shacl.targeted for target in shape.targets} == iris if iris else not shapes.files
    assert [iri.removeprefix(BASE) for iri in shapes.classless.rest] == rest
    assert [iri.removeprefix("http://x.example/") for iri in shapes.classless.outside] == outside
    assert draft(Catalogue(folder).edition).files == []


def test_a_group_is_called_by_its_property_in_the_languages_of_the_catalogue(tmp_path: Path):
    folder = orchard(
        tmp_path,
        'o:heightOfTrunk rdfs:label "height"@en, "hauteur"@fr . <x/a> o:heightOfTrunk 1 . <x/b> o:heightOfTrunk 2 .',
    )
    assert [file.path.name for file in drafted(folder).files] == ["things-with-height-of-trunk.ttl"]
    type_ = next(iter(Catalogue(folder).edition.model.types.values()))
    assert type_.label == {"en": "Things with height", "fr": "Choses avec hauteur"}
    built = Catalogue(folder).build().folder
    assert (built / "x" / "a.en.html").exists()
    assert "Choses avec hauteur" in (built / "things-with-height-of-trunk.fr.html").read_text("utf-8")


def test_a_property_that_nearly_all_have_names_things_before_a_known_one_that_few_have(tmp_path: Path):
    elements = "<http://purl.org/dc/elements/1.1/title>"
    folder = orchard(tmp_path, f"<a> {elements} 'a' ; rdfs:label 'x' . <b> {elements} 'b' . <c> {elements} 'c' .")
    drafted(folder)
    type_ = next(iter(Catalogue(folder).edition.model.types.values()))
    assert [(prop.key, prop.role) for prop in type_.properties] == [("title", "LabelRole"), ("label", None)]


@pytest.mark.parametrize(
    ("data", "languages"),
    [
        ("<a> o:p 1 .", '"en"'),
        (
            "<a> skos:prefLabel 'a'@de, 'b'@uk, 'c'@sv, 'd'@es, 'e'@en . <b> skos:prefLabel 'a'@uk .",
            '"uk", "de", "en", "es", "sv"',
        ),
        ("<a> skos:prefLabel 'a'@de ; o:note 'b'@fr, 'c'@fr .", '"de"'),
        ("<a> o:note 'b'@FR, 'c'@fr, 'd'@pt-br .", '"fr", "pt-BR"'),
        ("".join(f"<{n}> rdfs:label '{n}' . " for n in range(9)) + "<a> rdfs:label 'a'@ja .", '"en"'),
        ("".join(f"<{n}> rdfs:label '{n}' ; rdfs:comment '{n}'@pt . " for n in range(9)) + "<a> rdfs:label 'a'@ja .", '"pt"'),
        ("<a> rdfs:label 'a', 'b'@de . <b> rdfs:label 'c'@de .", '"de"'),
        ("<a> rdfs:label 'a', 'c', 'b'@de . <b> rdfs:label 'd', 'e'@de .", '"de"'),
        ("".join(f"<t{n}> o:fullName '{n}'@de . " for n in range(11)) + "<a> o:fullName 'a'@la .", '"de"'),
    ],
)
def test_the_languages_of_the_names_are_suggested_the_most_frequent_first(tmp_path: Path, data: str, languages: str):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "all.ttl").write_text(HEAD + data, "utf-8")
    assert f"languages = [{languages}]\n" in run(tmp_path, "shapes", "draft").stderr


def test_that_most_names_have_no_language_is_a_comment_of_the_suggested_settings(tmp_path: Path):
    (tmp_path / "data").mkdir()
    names = "".join(f"<{n}> a o:T ; rdfs:label '{n}' . " for n in range(9))
    (tmp_path / "data" / "all.ttl").write_text(f"{HEAD}{names}<a> a o:T ; rdfs:label 'a'@ja .", "utf-8")
    english, french = (run(tmp_path, "--lang", tag, "shapes", "draft").stderr for tag in ("en", "fr"))
    assert "# 9 of 10 names have no language: write the one that they are in\n    languages" in english
    assert "# 9 noms sur 10 n'ont pas de langue" in french
    (tmp_path / "catalogue.toml").write_text(english.split(":\n", 1)[1], "utf-8")
    assert run(tmp_path, "shapes", "draft").returncode == 0


@pytest.mark.parametrize("command", [("check",), ("shapes", "draft"), ("build",), ("check", "-C", "./")])
def test_the_folder_where_one_is_has_a_name_in_a_sentence(tmp_path: Path, command: tuple[str, ...]):
    assert "there is no catalogue.toml in this folder" in run(tmp_path, *command).stderr
    assert "pas de catalogue.toml dans ce dossier" in run(tmp_path, "--lang", "fr", *command).stderr


def test_a_folder_of_dots_is_named_by_its_path(tmp_path: Path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for folder, dots in (("a", ".."), ("a/b", "../..")):
        for command in (("check",), ("shapes", "draft")):
            stderr = run(tmp_path / folder, *command, "-C", dots).stderr
            assert f"there is no catalogue.toml in {tmp_path.resolve()}" in stderr


@pytest.mark.parametrize(("count", "findings"), [(1, 1), (5, 5), (6, 1), (300, 1)])
def test_many_things_of_a_file_that_no_shape_covers_are_one_finding(tmp_path: Path, count: int, findings: int):
    folder = orchard(tmp_path, "".join(f"<x/{n}> o:p 1 .\n" for n in reversed(range(count))), "o:S sh:targetClass o:C .")
    (folder / "data" / "other.ttl").write_text(HEAD + "<other> o:p 1 .", "utf-8")
    for _ in range(2):  # the second check reads what the first has kept
        untyped = [each for each in Catalogue(folder).check() if each.kind.code == "C204"]
        assert [each.place.path for each in untyped] == ["data/all.ttl"] * findings + ["data/other.ttl"]
        if findings < count:
            assert (f" {count} things" in untyped[0].line("en"), untyped[0].place.line) == (True, HEAD.count("\n") + 1)
            assert untyped[0].focus == f"{BASE}x/{count - 1}"
            assert "`catalogue shapes draft`" in untyped[0].line("fr")


def test_a_slip_in_a_published_term_is_not_drafted(tmp_path: Path):
    """It is reported in the data; in a shape it would stay when the data has been mended."""
    things = '<t/1> a o:Tree ; skos:preflabel "a" ; dct:title "b" . <t/2> a skos:Koncept ; dct:title "c" .'
    text = "".join(file.text for file in drafted(orchard(tmp_path, things)).files)
    assert ["dct:title" in text, "preflabel" in text, "Koncept" in text] == [True, False, False]


def test_data_that_is_read_in_part_is_told(tmp_path: Path):
    made = drafted(orchard(tmp_path, '<t/1> a o:Tree ; dct:title "b" . <t/2> a o:Tree ; dct:title "c'))
    assert ["data/all.ttl could be read in part only" in say(note, "en") for note in made.notes] == [True]


def test_what_two_files_state_is_one_value(tmp_path: Path):
    folder = orchard(tmp_path, "<a> a o:Tree ; o:p 1 .")
    (folder / "data" / "again.ttl").write_text(HEAD + "<a> a o:Tree ; o:p 1 .", "utf-8")
    drafted(folder)
    assert stated(folder, "Tree", "o:p") == {"minCount 1", "maxCount 1", "datatype integer"}


def test_there_are_pages_as_soon_as_shapes_are_drafted(tmp_path: Path):
    folder = orchard(tmp_path, "<tree/a> a o:Tree ; skos:prefLabel 'Old oak'@en ; o:age 300 .")
    drafted(folder)
    built = Catalogue(folder).build().folder
    assert "Old oak" in (built / "tree" / "a.en.html").read_text("utf-8")
    assert "Old oak" in (built / "tree.en.html").read_text("utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as users do."""
    command = [sys.executable, "-m", "catalogue", *arguments]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False
    )


def test_the_command_writes_prints_and_says_what_to_do(tmp_path: Path):
    subclass = "<c> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <d> ."  # a term of a vocabulary: no draft would be of use
    folder = orchard(tmp_path, f"<a> a o:Tree ; o:p 1 . <b> o:p 1 . {subclass}")
    printed = run(folder, "shapes", "draft", "--print")
    assert printed.returncode == 0
    assert "sh:targetClass o:Tree" in printed.stdout
    assert not (folder / "shapes").exists()
    written = run(folder, "shapes", "draft")
    assert (written.returncode, written.stdout) == (0, "shapes/tree.ttl\n")
    assert (folder / "shapes" / "tree.ttl").read_text("utf-8") == printed.stdout
    assert written.stderr == (
        f"1 thing that is no term of a vocabulary has no class (`a ...`) and no shape: <{BASE}b>\n"
        "1 draft: read it, then run `catalogue check` and `catalogue build`\n"
    )
    assert run(folder, "shapes", "draft").stderr.endswith("nothing to draft: what the data describes has shapes already\n")


@pytest.mark.parametrize(
    ("file", "moves", "more"),
    [("all.ttl", True, ""), ("data/all.ttl", False, ""), ("rdf/x/all.ttl", False, '[folders]\n    data = "rdf"\n')],
)
def test_without_settings_the_message_gives_them(tmp_path: Path, file: str, moves: bool, more: str):  # noqa: FBT001
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        HEAD + "<tree/a> a o:Tree ; skos:prefLabel 'x'@fr . <tree/sub/b> a o:Tree . <https://y.example/> a o:X .", "utf-8"
    )
    done = run(tmp_path, "shapes", "draft")
    assert done.returncode == 2
    assert ("Move the data files into a folder data/" in done.stderr) == moves
    assert (
        f'    [catalogue]\n    base = "{BASE}tree/"\n    title = "…"\n    languages = ["fr"]\n    [publisher]\n    name = "…"\n'
        in done.stderr
    )
    written = done.stderr.split(":\n", 1)[1]
    assert written.endswith(more) or not more
    (tmp_path / "catalogue.toml").write_text(written, "utf-8")
    if moves:
        (tmp_path / "data").mkdir()
        path.rename(tmp_path / "data" / "all.ttl")
    assert run(tmp_path, "shapes", "draft").returncode == 0
    assert run(tmp_path, "build").returncode == 0


def test_the_base_of_things_without_a_class_is_suggested_too(tmp_path: Path):
    (tmp_path / "a.ttl").write_text("<https://n.example/t/a> <urn:p> 1 . <https://n.example/t/b> <urn:p> 2 .", "utf-8")
    assert 'base = "https://n.example/t/"' in run(tmp_path, "shapes", "draft").stderr


@pytest.mark.parametrize(
    ("things", "base"),
    [
        ("<https://n.example/ns/a/x> <https://n.example/ns/b/y>", "https://n.example/ns/"),
        ("<http://www.w3.org/ns/sosa/x> <http://www.w3.org/ns/ssn/y> skos:z", "http://www.w3.org/ns/"),
        (
            "<https://n.example/open> <https://n.example/d/1> <https://n.example/d/2> <https://n.example/d/3>",
            "https://n.example/",
        ),
        ("skos:a skos:b <https://n.example/d/1>", "http://www.w3.org/2004/02/skos/"),
    ],
)
def test_the_base_is_the_longest_folder_of_the_things(tmp_path: Path, things: str, base: str):
    data = "".join(f"{thing} a o:T ; o:p 1 .\n" for thing in things.split())
    (tmp_path / "a.ttl").write_text(f"{HEAD}{data}<http://www.w3.org/more> a owl:AnnotationProperty .", "utf-8")
    assert f'base = "{base}"' in run(tmp_path, "shapes", "draft").stderr


def test_what_lies_beside_the_folder_of_data_is_not_asked_to_be_moved(tmp_path: Path):
    for name in ("data/all.ttl", "raw/x.ttl"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"<https://{name[:3]}.example/a> a <urn:T>; <urn:p> 1 .", "utf-8")
    stderr = run(tmp_path, "shapes", "draft").stderr
    assert ("Move the data files" in stderr, 'base = "https://dat.example/"' in stderr, "[folders]" in stderr) == (
        False,
        True,
        False,
    )


def test_given_files_are_formatted_where_there_is_no_catalogue(tmp_path: Path):
    file = tmp_path / "a.ttl"
    file.write_text("<urn:a> <urn:b> 2,1; a <urn:C>.", "utf-8")
    assert run(tmp_path, "fmt", "--check", "a.ttl").returncode == 1
    assert run(tmp_path, "fmt", "a.ttl").returncode == 0
    assert file.read_text("utf-8") == "<urn:a>\n    a <urn:C> ;\n    <urn:b> 1, 2 .\n"
    without_paths = run(tmp_path, "fmt")
    assert (without_paths.returncode, "`catalogue shapes draft` says what to write" in without_paths.stderr) == (2, True)


def test_a_build_shows_its_warnings(tmp_path: Path):
    folder = orchard(tmp_path, "<a> a o:Tree ; o:p 1 .", "o:S sh:targetClass o:Tree ; sh:property [ sh:path o:p ] .")
    (folder / "data" / "many.ttl").write_text(HEAD + "".join(f"<t/{n}> skos:wrong{n} 1 .\n" for n in range(25)), "utf-8")
    stderr = run(folder, "build").stderr.splitlines()
    assert sum(" warning C" in line for line in stderr) == 20
    assert any(line.endswith("more warnings: `catalogue check` shows them") for line in stderr)
    assert run(folder, "build").stdout.splitlines()[1] == "build/current/index.en.html"
