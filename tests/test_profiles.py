"""The profile DCAT-AP: our verdicts are those of the official shapes, and the points are those of the portal's methodology."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import pytest
import rdflib
from conftest import shared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.profiles import CLASSES, Description, Fault, Kind, Level, faults, metrics, rating, unused
from catalogue.profiles.quality import MOST
from catalogue.quads import Syntax, read
from catalogue.serialise import ntriples
from catalogue.terms import BlankNode, Literal, NamedNode, Term, Triple

PREFIXES = """
@base <https://town.example/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix odrl: <http://www.w3.org/ns/odrl/2/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix eu: <http://publications.europa.eu/resource/authority/> .
@prefix iana: <https://www.iana.org/assignments/media-types/> .
"""
RICH = """
<> a dcat:Catalog ; dct:title "Data of a town"@en ; dct:description "All of it." ; dct:publisher <#us> ;
    dct:issued "2020-01-02"^^xsd:date ; dct:modified "2024-05-06T07:08:09Z"^^xsd:dateTime ; dct:language <#en> ;
    dct:license <#free> ; dct:spatial <#here> ; dcat:themeTaxonomy <#themes> ; foaf:homepage <home> ;
    dcat:dataset <trees> ; dcat:service <api> ; dcat:record <record> ; dcat:catalog <parks> ; dct:rights <#open> .
<parks> a dcat:Catalog ; dct:title "Parks" ; dct:description "Parks." ; dct:publisher <#us> ; dct:issued "2020"^^xsd:gYear ;
    dct:modified "2020"^^xsd:gYear ; dct:language <#en> ; dct:license <#free> ; dct:spatial <#here> ;
    dcat:themeTaxonomy <#themes> ; foaf:homepage <home> ; dcat:service <api> .
<home> a foaf:Document .
<#us> a foaf:Agent ; foaf:name "The town"@en ; dct:type <#local> .
<#local> a skos:Concept ; skos:prefLabel "Local"@en .
<#en> a dct:LinguisticSystem .
<#free> a dct:LicenseDocument ; dct:type <#attribution> .
<#attribution> a skos:Concept ; skos:prefLabel "Attribution"@en .
<#here> a dct:Location ; dcat:bbox "POLYGON((0 0,1 0,1 1,0 1,0 0))" ; dcat:centroid "POINT(0.5 0.5)" .
<#themes> a skos:ConceptScheme ; dct:title "Themes"@en .
<#open> a dct:RightsStatement .
<trees> a dcat:Dataset ; dct:title "Trees"@en, "Arbres"@fr ; dct:description "Every tree."@en ; dcat:contactPoint <#desk> ;
    dcat:distribution <trees#csv> ; dcat:keyword "tree"@en ; dct:publisher <#us> ; dct:spatial <#here> ;
    dct:temporal <#since> ; dcat:theme <#green> ; dct:accessRights <#open> ; dct:accrualPeriodicity <#daily> ;
    dct:conformsTo <#schema> ; dct:identifier "trees" ; dct:issued "2020"^^xsd:gYear ; dct:modified "2024-05"^^xsd:gYearMonth ;
    dcat:landingPage <home> ; dct:language <#en> ; dcat:version "3" ; dcat:spatialResolutionInMeters 2.5 ;
    dcat:temporalResolution "P1D"^^xsd:duration ; adms:identifier <#id> ; dcat:inSeries <series> ;
    adms:versionNotes "More."@en ; dcat:qualifiedRelation <#relation> .
<#desk> a vcard:Kind ; vcard:fn "Help desk" .
<#since> a dct:PeriodOfTime ; dcat:startDate "2020-01-02"^^xsd:date ; dcat:endDate "2024"^^xsd:gYear ;
    time:hasBeginning <#then> .
<#then> a time:Instant .
<#green> a skos:Concept ; skos:prefLabel "Green"@en .
<#daily> a dct:Frequency .
<#schema> a dct:Standard .
<#id> a adms:Identifier ; skos:notation "7" .
<#relation> a dcat:Relationship ; dct:relation <parks> ; dcat:hadRole <#role> .
<#role> a dcat:Role .
<series> a dcat:DatasetSeries ; dct:title "Years"@en ; dct:description "One for each year."@en ; dcat:contactPoint <#desk> ;
    dct:publisher <#us> ; dct:issued "2020-01-02"^^xsd:date .
<trees#csv> a dcat:Distribution ; dcat:accessURL <trees.csv> ; dcatap:availability <#stable> ; dct:description "A table."@en ;
    dct:format <#table> ; dct:license <#free> ; dcat:byteSize "12"^^xsd:nonNegativeInteger ; spdx:checksum <#sum> ;
    dcat:downloadURL <trees.csv> ; dcat:mediaType <#text> ; dct:issued "2020-01-02"^^xsd:date ; dct:title "Table"@en ;
    dcat:accessService <api> ; adms:status <#stable> .
<#stable> a skos:Concept ; skos:prefLabel "Stable"@en .
<#table> a dct:MediaTypeOrExtent .
<#text> a dct:MediaType .
<#sum> a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "00ff"^^xsd:hexBinary .
<api> a dcat:DataService ; dct:title "API"@en ; dcat:endpointURL <api/> ; dct:conformsTo <#schema> ; dcat:contactPoint <#desk> ;
    dcat:endpointDescription <api/doc> ; dcat:keyword "api"@en ; dct:publisher <#us> ; dcat:servesDataset <trees> ;
    dcat:theme <#green> ; dct:license <#free> .
<record> a dcat:CatalogRecord ; foaf:primaryTopic <trees> ; dct:modified "2024-05-06"^^xsd:date ; dct:conformsTo <#schema> ;
    dct:issued "2020-01-02"^^xsd:date ; adms:status <#stable> .
"""
BASE = "https://town.example/"


def triples(turtle: str) -> list[Triple]:
    return [Triple(q.subject, q.predicate, q.object) for q in read((PREFIXES + turtle).encode(), Syntax.TURTLE)]


RICH_TRIPLES = triples(RICH)
OTHERS: Sequence[Term] = [
    Literal("text"),
    Literal("texte", language="fr"),
    Literal("2024-02-30", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    Literal("2024-02-28", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    Literal("0g", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#hexBinary")),
    Literal("-1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")),
    Literal("P1D", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#duration")),
    Literal("1.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    NamedNode(BASE + "trees"),
    NamedNode(BASE + "#us"),
    NamedNode(BASE + "#green"),
    NamedNode("https://elsewhere.example/x"),
    BlankNode("b"),
]
CHANGES = st.tuples(
    st.sampled_from(["drop", "drop", "change", "add", "copy"]),
    st.integers(0, len(RICH_TRIPLES) - 1),
    st.integers(0, len(OTHERS) - 1),
    st.integers(0, len(RICH_TRIPLES) - 1),
)


def changed(changes: Iterable[tuple[str, int, int, int]]) -> list[Triple]:
    """Take statements away, give them other values, or give a property to other things."""
    result = list(RICH_TRIPLES)
    for change, number, other, second in changes:
        chosen = RICH_TRIPLES[number]
        if change in {"drop", "change"} and chosen in result:
            result.remove(chosen)
        if change in {"change", "add"}:
            result.append(chosen._replace(object=OTHERS[other]))
        if change == "copy":
            result.append(chosen._replace(subject=RICH_TRIPLES[second].subject))
    return list(dict.fromkeys(result))


@cache
def official(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(shared("profiles", "dcat-ap-3.0.1", name))


def official_results(description: Sequence[Triple], name: str) -> set[tuple[str, str]]:
    """Give the focus nodes and result paths of the results of a file of shapes, of whatever severity."""
    import pyshacl

    data = rdflib.Graph().parse(data=ntriples(description).decode(), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=official(name), inference="none", do_owl_imports=False)
    shacl = rdflib.SH
    results = set()
    for result in report.objects(None, shacl.result):
        path = report.value(result, shacl.resultPath)
        inverse = report.value(path, shacl.inversePath) if isinstance(path, rdflib.BNode) else None
        focus = report.value(result, shacl.focusNode)
        named = "_" if isinstance(focus, rdflib.BNode) else str(focus)
        results.add((named, f"^{inverse}" if inverse is not None else str(path)))
    return results


def as_results(some: Iterable[Fault]) -> set[tuple[str, str]]:
    """Give faults as the official report has them; that of a catalogue without dataset and service has no path."""
    results = set()
    for fault in some:
        name, iri = fault.requirement.name, fault.requirement.iri
        is_of_both = (fault.class_, name, fault.requirement.level) == ("dcat:Catalog", "dcat:dataset", Level.RECOMMENDED)
        path = "None" if is_of_both else f"^{iri}" if name.startswith("^") else iri
        record = fault.record
        results.add(("_" if isinstance(record, BlankNode) else record.value, path))
    return results


def of_file(some: Iterable[Fault], name: str) -> list[Fault]:
    """Choose the faults that a file of the official shapes speaks of."""
    of_range = [fault for fault in some if fault.kind is Kind.OTHER_CLASS]
    described = [fault for fault in some if fault.kind is Kind.NOT_DESCRIBED]
    if name == "range.ttl":
        return [*of_range, *described]
    missing = [
        f for f in some if f.kind is Kind.MISSING and f.level is Level.RECOMMENDED and not f.requirement.name.startswith("^")
    ]
    if name == "shapes_recommended.ttl":
        return missing
    of_relations = [fault for fault in described if fault.class_ == "dcat:Relationship"]
    return [fault for fault in some if fault not in (*of_range, *missing, *of_relations) and not fault.is_noted]


@pytest.mark.parametrize("name", ["shapes.ttl", "range.ttl", "shapes_recommended.ttl"])
def test_a_rich_description_has_no_faults(name: str):
    assert list(faults(Description(RICH_TRIPLES))) == []
    assert official_results(RICH_TRIPLES, name) == set()


@pytest.mark.parametrize("name", ["shapes.ttl", "range.ttl", "shapes_recommended.ttl"])
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changes=st.lists(CHANGES, min_size=1, max_size=12))
def test_verdicts_are_those_of_the_official_shapes(name: str, changes: list[tuple[str, int, int, int]]):
    """The records and properties with faults are those that the official shapes report, whatever the description."""
    description = changed(changes)
    ours = of_file(list(faults(Description(description))), name)
    assert as_results(ours) == official_results(description, name)


@pytest.mark.parametrize("number", range(len(RICH_TRIPLES)))
def test_each_statement_that_is_missing_is_a_fault_only_where_the_profile_wants_it(number: int):
    taken = RICH_TRIPLES[number]
    description = Description(triple for triple in RICH_TRIPLES if triple != taken)
    for fault in faults(description):
        assert fault.level is not Level.OPTIONAL
        assert taken.subject in {fault.record, *fault.values} or taken.object == fault.record


@pytest.mark.parametrize("number", range(len(RICH_TRIPLES)))
def test_a_property_that_is_not_given_is_missing_or_could_be_there(number: int):
    """What is taken away is a fault where it is mandatory or recommended, and listed as optional where it is that."""
    subject, predicate, _ = RICH_TRIPLES[number]
    description = Description(t for t in RICH_TRIPLES if (t.subject, t.predicate) != (subject, predicate))
    listed = {(fault.record, fault.requirement.iri) for fault in faults(description) if fault.kind is Kind.MISSING}
    optional = {(record, requirement.iri) for record, _, requirement in unused(description)}
    known = {
        requirement.iri
        for class_, requirements in CLASSES.items()
        if Description(RICH_TRIPLES).are(subject, class_)
        for requirement in requirements
    }
    if predicate.value in known:
        assert (subject, predicate.value) in listed | optional


@pytest.mark.parametrize(
    ("points", "name"), [(0, "bad"), (120, "bad"), (121, "sufficient"), (221, "good"), (351, "excellent"), (MOST, "excellent")]
)
def test_ratings_are_those_of_the_methodology(points: float, name: str):
    assert rating(points) == name


def test_the_dimensions_have_the_points_of_the_methodology():
    counted = list(metrics(Description(RICH_TRIPLES)))
    sums = {d: sum(m.most for m in counted if m.dimension == d) for d in dict.fromkeys(m.dimension for m in counted)}
    assert sums == {
        "findability": 100,
        "accessibility": 100,
        "interoperability": 110,
        "reusability": 75,
        "contextuality": 20,
    }
    assert sum(sums.values()) == MOST
    assert {metric.name for metric in counted if metric.share is None} == {"access-answers", "download-answers"}


def test_each_metric_has_the_points_of_the_methodology():
    """The indicators of <https://data.europa.eu/mqa/methodology>, in its order, with their points."""
    counted = [(metric.dimension[0], metric.name, metric.most) for metric in metrics(Description(RICH_TRIPLES))]
    assert sorted(counted) == sorted(
        [
            *(("f", "keywords", 30), ("f", "themes", 30), ("f", "place", 20), ("f", "period", 20)),
            *(("a", "access-answers", 50), ("a", "download", 20), ("a", "download-answers", 30)),
            *(("i", "format", 20), ("i", "media-type", 10), ("i", "format-known", 10)),
            *(("i", "open-format", 20), ("i", "machine-readable", 20), ("i", "conforms", 30)),
            *(("r", "licence", 20), ("r", "licence-known", 10), ("r", "access-rights", 10)),
            *(("r", "access-rights-known", 5), ("r", "contact", 20), ("r", "publisher", 10)),
            *(("c", "rights", 5), ("c", "size", 5), ("c", "issued", 5), ("c", "modified", 5)),
        ]
    )


TWO_FILES = """
<a> a dcat:Dataset ; dct:title "A" ; dct:description "A" ; dcat:keyword "a" ; dcat:distribution <a#csv>, <a#xls> .
<b> a dcat:Dataset ; dct:title "B" .
<a#csv> a dcat:Distribution ; dcat:accessURL <a.csv> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/text> ;
    dct:license <http://publications.europa.eu/resource/authority/licence/CC0> .
<http://publications.europa.eu/resource/authority/file-type/CSV> a dct:MediaTypeOrExtent .
<https://www.iana.org/assignments/media-types/text> a dct:MediaType .
<http://publications.europa.eu/resource/authority/licence/CC0> a dct:LicenseDocument .
<a#xls> a dcat:Distribution ; dcat:accessURL <a.xls> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/XLS> .
<http://publications.europa.eu/resource/authority/file-type/XLS> a dct:MediaTypeOrExtent .
"""


def points_of(text: str) -> dict[str, float]:
    return {metric.name: metric.points for metric in metrics(Description(triples(text)))}


def test_points_are_the_mean_of_the_datasets_and_of_their_files_the_share_or_the_best():
    """Of two datasets one has two files: the better one counts for interoperability, the share of both for the rest."""
    points = points_of(TWO_FILES)
    expected = {
        "keywords": 15,
        "themes": 0,
        "format": 10,
        "media-type": 5,
        "format-known": 5,
        "open-format": 10,
        "machine-readable": 10,
        "licence": 5,
        "licence-known": 2.5,
        "conforms": 15,
        "size": 0,
    }
    assert {name: points[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("code", "open_points", "machine_points"),
    [
        ("CSV", 10, 10),
        ("XLSX", 0, 10),
        ("ODS", 10, 10),
        ("PDF", 0, 0),
        ("ZIP", 10, 0),
        ("PARQUET", 0, 0),
        ("RDF_TURTLE", 10, 10),
    ],
)
def test_file_types_count_as_the_lists_of_the_portal_have_them(code: str, open_points: float, machine_points: float):
    one = TWO_FILES.replace("file-type/CSV", f"file-type/{code}").replace(", <a#xls>", "")
    points = points_of(one)
    assert (points["open-format"], points["machine-readable"]) == (open_points, machine_points)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<a#csv> a", "<a#csv> a", 5),
        ("dcat:mediaType <https:", "dct:x <https:", 0),
        ("https://www.iana.org/assignments/media-types/text", "urn:text", 0),
        ("dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;", "", 0),
    ],
)
def test_format_and_media_type_must_both_be_of_their_vocabularies(before: str, after: str, expected: float):
    one = TWO_FILES.replace(", <a#xls>", "").replace(before, after)
    assert points_of(one)["format-known"] == expected


def test_without_datasets_there_are_no_points():
    assert sum(metric.points for metric in metrics(Description([]))) == 0
