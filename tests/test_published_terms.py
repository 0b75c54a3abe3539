"""Terms and namespaces of published vocabularies: what they lack is reported at its token, what follows from it is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import Catalogue, published
from catalogue.lint import Finding
from catalogue.names import STANDARD_PREFIXES
from catalogue.near import is_slip
from catalogue.published import is_published, mistyped_namespaces, read_table, unknown

BASE = "https://voc.example.org/"
SETTINGS = f'[catalogue]\nbase = "{BASE}"\ntitle = "V"\n[publisher]\nname = "V"\n'
NAMESPACES = {
    **STANDARD_PREFIXES,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schemas": "https://schema.org/",
}
PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in NAMESPACES.items()) + f"@base <{BASE}> .\n"
SHAPES = f"""{PREFIXES}
<shapes#Concept> a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property
    [ sh:path skos:prefLabel ; sh:minCount 1 ] , [ sh:path skos:broader ; sh:class skos:Concept ] .
"""
CONCEPT = '<c/1> a skos:Concept ; skos:prefLabel "one"@en '


def made(tmp_path: Path, data: str = "", shapes: str = SHAPES, **queries: str) -> Path:
    for folder in ("data", "shapes", "queries"):
        (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / "catalogue.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "shapes" / "s.ttl").write_text(shapes, "utf-8")
    (tmp_path / "data" / "a.ttl").write_text(data or f"{PREFIXES}{CONCEPT}.\n", "utf-8")
    for name, text in queries.items():
        (tmp_path / "queries" / f"{name}.rq").write_text(text, "utf-8")
    return tmp_path


def found(folder: Path, *codes: str) -> list[Finding]:
    return [finding for finding in Catalogue(folder).check() if not codes or finding.kind.code in codes]


def edits(findings: list[Finding]) -> list[tuple[str, bool]]:
    return [(fix.edits[0].text, fix.safe) for finding in findings for fix in finding.fixes]


SLIPS = [
    ("skos:preflabel", "skos:prefLabel", True),
    ("dct:descripton", "dct:description", True),
    ("dct:titel", "dct:title", True),
    ("foaf:homePage", "foaf:homepage", True),
    ("schema:nmae", "schema:name", True),
    ("schemas:Name", "schemas:name", True),
    ("dcat:distributon", "dcat:distribution", True),
    ("skos:broader:", "skos:broader", True),
    ("prov:wasDerviedFrom", "prov:wasDerivedFrom", True),
    ("org:memberof", "org:memberOf", True),
    ("void:sparqlendpoint", "void:sparqlEndpoint", True),
    ("dct:descriptive", "dct:description", False),
    ("dcat:issued", "dct:issued", False),
]
CLASSES = [
    ("skos:Koncept", "skos:Concept", True),
    ("skos:concept", "skos:Concept", True),
    ("foaf:Organisation", "foaf:Organization", True),
    ("dcat:DataSet", "dcat:Dataset", True),
    ("rdfs:Property", "rdf:Property", False),
]


@pytest.mark.parametrize(("written", "meant", "is_sure"), SLIPS)
def test_a_mistyped_property_is_reported_in_data_shapes_and_queries(tmp_path: Path, written: str, meant: str, *, is_sure: bool):
    prefix = written.partition(":")[0]
    query = f"PREFIX {prefix}: <{NAMESPACES[prefix]}> SELECT ?x {{ ?x {written} ?y }}"
    shapes = f"{SHAPES}<shapes#P> a sh:PropertyShape ; sh:targetClass skos:Concept ; sh:path {written} .\n"
    folder = made(tmp_path, f'{PREFIXES}{CONCEPT}; {written} "x" .\n', shapes, q=query)
    findings = found(folder, "C214", "C405")
    assert ["data/a.ttl", "queries/q.rq", "shapes/s.ttl"] == [finding.place.path for finding in findings]
    for finding in findings:
        text = (folder / finding.place.path).read_text("utf-8").splitlines()[finding.place.line - 1]
        assert written == text[finding.place.column - 1 : finding.place.end_column - 1]
    assert [(meant, is_sure)] * 2 == [edit for edit in edits(findings) if edit[0] == meant][:2]


@pytest.mark.parametrize(("written", "meant", "is_sure"), CLASSES)
def test_a_mistyped_class_is_reported_in_data_and_shapes(tmp_path: Path, written: str, meant: str, *, is_sure: bool):
    shapes = f"{SHAPES}<shapes#K> a sh:NodeShape ; sh:targetClass {written} ; sh:class {written} .\n"
    folder = made(
        tmp_path, f"{PREFIXES}{CONCEPT}, {written} .\n".replace(' "one"@en ,', ' "one"@en ; a skos:Concept ,'), shapes
    )
    findings = found(folder, "C214", "C303")
    assert ["C214"] * 3 == [finding.kind.code for finding in findings]
    assert [(meant, is_sure)] * 3 == edits(findings)


@pytest.mark.parametrize(
    "text",
    [
        'skos:prefLabel "uno"@es ; skos:title "x"',
        'dct:desc "x"',
    ],
)
def test_a_term_that_nothing_is_like_is_reported_without_a_guess(tmp_path: Path, text: str):
    [finding] = found(made(tmp_path, f"{PREFIXES}{CONCEPT}; {text} .\n"), "C214")
    assert all(not fix.safe for fix in finding.fixes)


@pytest.mark.parametrize(
    "text",
    [
        f"{CONCEPT}; rdf:_1 <c/2> ; rdf:_12 <c/3> .",
        f"{CONCEPT}; schema:somethingNewEnough 1 .",
        f'{CONCEPT}; <http://unknown.example/terms#titel> "x" .',
        f'{CONCEPT}; skos:ownTerm "x" . skos:ownTerm rdfs:label "own"@en .',
        f"{CONCEPT}; rdfs:seeAlso <http://www.w3.org/2004/02/skos/core> , <https://www.w3.org/ns/dcat> , skos:Nothing .",
        f"{CONCEPT}; dct:conformsTo <http://purl.org/dc/terms/> .",
    ],
)
def test_what_may_be_right_is_not_reported(tmp_path: Path, text: str):
    assert [] == [finding.line("en") for finding in found(made(tmp_path, f"{PREFIXES}{text}\n"), "C013", "C214")]


MISTYPED = [
    ("skos", "http://www.w3.org/2004/02/skos/core"),
    ("skos", "http://www.w3.org/2004/02/skos/core/"),
    ("skos", "https://www.w3.org/2004/02/skos/core#"),
    ("skos", "http://w3.org/2004/02/skos/core#"),
    ("skos", "http://www.w3.org/2004/2/skos/core#"),
    ("skos", "http://www.w3.org/2004/02/skos/cor#"),
]


@pytest.mark.parametrize(("prefix", "written"), MISTYPED)
def test_a_mistyped_namespace_is_one_finding_at_its_declaration(tmp_path: Path, prefix: str, written: str):
    """Nothing is reported that follows from it: missing values, things without a type, targets that match nothing."""
    data = f'{PREFIXES}{CONCEPT}; skos:broader <c/2> ; skos:altlabel "eins"@de .\n'
    data += '<c/2> a skos:Concept ; skos:prefLabel "two"@en .\n'
    folder = made(tmp_path, data.replace(f"<{NAMESPACES[prefix]}>", f"<{written}>"))
    [finding] = found(folder)
    line = next(number for number, line in enumerate(PREFIXES.splitlines(), 1) if f"@prefix {prefix}:" in line)
    assert ("C013", "data/a.ttl", line) == (finding.kind.code, finding.place.path, finding.place.line)
    assert [(f"<{NAMESPACES[prefix]}>", False)] == edits([finding])  # not safe: one of its names, altlabel, is no term


@pytest.mark.parametrize("prefix", ["skos", "sh"])
@pytest.mark.parametrize("end", ["", "/"])
def test_a_mistyped_namespace_of_the_shapes_is_one_finding(tmp_path: Path, prefix: str, end: str):
    wrong = NAMESPACES[prefix].rstrip("#") + end
    folder = made(tmp_path, shapes=SHAPES.replace(f"<{NAMESPACES[prefix]}>", f"<{wrong}>"))
    [finding] = found(folder)
    assert ("C013", "shapes/s.ttl") == (finding.kind.code, finding.place.path)
    assert [(f"<{NAMESPACES[prefix]}>", True)] == edits([finding])


def test_the_fix_of_a_mistyped_namespace_leaves_what_else_is_wrong(tmp_path: Path):
    data = PREFIXES.replace("skos/core#", "skos/core") + "<c/1> a skos:Concept .\n"
    folder = made(tmp_path, data)
    assert ["C013"] == [finding.kind.code for finding in found(folder)]
    (folder / "data" / "a.ttl").write_text(data.replace("skos/core>", "skos/core#>"), "utf-8")
    assert ["C101"] == [finding.kind.code for finding in found(folder)]


def test_other_errors_are_reported_beside_a_mistyped_namespace(tmp_path: Path):
    """Another file, and other properties of the same thing, are checked as ever."""
    folder = made(tmp_path, PREFIXES.replace("skos/core#", "skos/core") + f"{CONCEPT}; schema:url <c/nowhere> .\n")
    (folder / "data" / "b.ttl").write_text(f"{PREFIXES}<c/2> a skos:Concept .\n", "utf-8")
    assert [("C013", "data/a.ttl"), ("C215", "data/a.ttl"), ("C101", "data/b.ttl")] == [
        (finding.kind.code, finding.place.path) for finding in found(folder)
    ]


def test_a_mistyped_namespace_in_whole_iris_is_reported_where_they_stand(tmp_path: Path):
    text = f'{PREFIXES}{CONCEPT}; <http://www.w3.org/2004/02/skos/corealtLabel> "x"@en .\n'
    assert [("skos:altLabel", True)] == edits(found(made(tmp_path, text), "C214"))


def test_a_mistyped_namespace_of_a_query_is_one_finding(tmp_path: Path):
    query = "PREFIX d: <http://purl.org/dc/term/> SELECT ?x { ?x d:title ?y ; d:created ?z }"
    findings = found(made(tmp_path, q=query), "C013", "C405")
    assert [("C013", 11)] == [(finding.kind.code, finding.place.column) for finding in findings]
    assert [("<http://purl.org/dc/terms/>", True)] == edits(findings)


LISTED = {namespace: entry for namespace, entry in read_table().items() if entry.names}
TERMS = [namespace + name for namespace, entry in LISTED.items() for name in entry.names]


def test_no_term_of_the_table_is_unknown_and_no_namespace_of_it_mistyped():
    assert [] == [iri for iri in TERMS if unknown(iri, is_class=None) is not None or not is_published(iri)]
    assert {} == mistyped_namespaces(TERMS)


@given(st.sampled_from(TERMS), st.data())
def test_what_is_surely_meant_differs_by_one_character_or_by_capitals(iri: str, data: st.DataObject):
    """Whatever is done to a term: what is offered as sure is a term, and a slip of what is written."""
    namespace = next(name for name in LISTED if iri.startswith(name) and iri[len(name) :] in LISTED[name].names)
    name = iri[len(namespace) :]
    at = data.draw(st.integers(0, len(name) - 1))
    changed = data.draw(
        st.sampled_from(
            [name[:at] + name[at + 1 :], name[:at] + "q" + name[at:], name.lower(), name[:at] + "q" + name[at + 1 :]]
        )
    )
    fault = unknown(namespace + changed)
    if fault is not None and fault.near is not None:
        assert is_published(fault.near)
        local = fault.near.removeprefix(namespace)
        assert not fault.is_sure or is_slip(changed, local) or changed.lower() == local.lower()


@pytest.mark.parametrize("namespace", [name for name, entry in LISTED.items() if entry.mark == "closed"])
@pytest.mark.parametrize("wrong", [str.upper, lambda name: name.rstrip("#/"), lambda name: name.replace("http:", "https:")])
def test_every_namespace_is_known_when_its_end_or_scheme_is_wrong(namespace: str, wrong: Callable[[str], str]):
    name = max(LISTED[namespace].names, key=len)
    written = wrong(namespace)
    assert namespace in mistyped_namespaces([written + name]).values() or written == namespace


def test_the_prefixes_that_every_catalogue_knows_are_published():
    assert set(STANDARD_PREFIXES.values()) <= set(read_table())
    assert published.TABLE.stat().st_size < 200_000
