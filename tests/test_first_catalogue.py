"""The first catalogue: clean, complete, quoted word for word, and every question answered as the sources answer it."""

import csv
import re
from pathlib import Path

import pytest
import rdflib
import rdflib.compare
from conftest import ROOT, shared
from turtle_tokens import tokenize

from catalogue import publish
from catalogue.edition import Edition
from catalogue.lint import Severity
from catalogue.lint.quotes import quotes
from catalogue.query import NamedQuery
from catalogue.terms import NamedNode, Term
from catalogue.workspace.catalogue import Catalogue

BASE = "https://communs.example.org/"
ANSWERS = ROOT / "tests" / "answers"
EXACT = NamedNode("http://www.w3.org/ns/oa#exact")
QUERIES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))


def cn(name: str) -> NamedNode:
    return NamedNode(f"{BASE}ontology#{name}")


def thing(path: str) -> NamedNode:
    return NamedNode(BASE + path)


def test_it_has_no_errors_and_no_warnings(first: Catalogue):
    report = first.check()
    assert [finding.line("en") for finding in report if finding.severity is not Severity.INFO] == []
    assert report.conforms


def test_every_quote_stands_in_its_document_word_for_word(first_edition: Edition):
    names = first_edition.settings.quotes
    assert names is not None
    found = quotes(first_edition, names, shared("sources"))
    assert [(unplaced.focus.value, unplaced.message["en"]) for unplaced in found] == []


def test_a_wrong_quote_would_be_found(first_edition: Edition, tmp_path: Path):
    """The check of quotes can fail: against other texts of the same names every quote and digest is wrong."""
    files = {t.object.value for t in first_edition.graph.triples(None, cn("textFile"))}
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("another text", "utf-8")
    names = first_edition.settings.quotes
    assert names is not None
    found = [unplaced.kind.name for unplaced in quotes(first_edition, names, tmp_path)]
    quoted = first_edition.graph.triples(None, EXACT)
    assert found.count("quoted-text") == len(files) > 20
    assert 300 < found.count("quote") <= len(quoted)


@pytest.mark.parametrize("number", range(1, 89))
def test_every_statement_of_the_seed_article_is_in_the_data_or_left_out_with_a_reason(first_edition: Edition, number: int):
    graph = first_edition.graph
    passage = thing(f"passage/seed-s{number:02}")
    cited = graph.subjects(NamedNode("http://purl.org/dc/terms/source"), passage)
    assert graph.value(passage, EXACT), passage
    assert cited or graph.objects(passage, cn("leftOut")), passage


@pytest.mark.parametrize("number", range(1, 20))
def test_every_conflict_ties_two_sourced_facts(first_edition: Edition, number: int):
    graph = first_edition.graph
    facts = graph.objects(thing(f"conflict/c{number}"), cn("conflicting"))
    assert len(facts) >= 2
    sources = [tuple(graph.objects(fact, NamedNode("http://purl.org/dc/terms/source"))) for fact in facts if _is_node(fact)]
    assert all(sources)
    assert len(set(sources)) >= 2


def _is_node(term: Term) -> bool:
    return isinstance(term, NamedNode)


def test_it_holds_the_thirteen_laureates(first_edition: Edition):
    found = {t.object.value.removeprefix(BASE + "initiative/") for t in first_edition.graph.triples(None, cn("laureate"))}
    assert found == {
        "infoclimat", "ma-dada", "open-data-university", "open-food-facts", "parlons-democratie", "permis-de-construire",
        "primtux", "pyronear", "snu-augmente", "sport-inclusif", "umap", "vikidia", "vivons-en-forme",
    }  # fmt: skip


def test_a_body_named_with_the_organisation_it_belongs_to_is_one_partner(first: Catalogue):
    """Only a heading over a whole list, such as "Partenaires publics embarqués", may stand behind both in one role."""
    twice = first.query("""
        BASE <https://communs.example.org/>
        PREFIX cn: <https://communs.example.org/ontology#>
        PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?part ?whole WHERE {
            ?part cn:initiative ?initiative ; cn:role ?role ; dct:source ?passage ; cn:partner ?body .
            ?whole cn:initiative ?initiative ; cn:role ?role ; dct:source ?passage ; cn:partner ?organisation .
            ?body cn:attachedTo+ ?organisation .
            ?passage oa:exact ?quote FILTER (!CONTAINS(?quote, "Partenaires publics embarqués"))
        }
    """)
    assert [tuple(map(written, row)) for row in twice.rows] == []


def test_traps_are_not_stepped_into(first_edition: Edition):
    graph = first_edition.graph
    labels = {t.object.value for t in graph.triples(None, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"))}
    hidden = NamedNode("http://www.w3.org/2004/02/skos/core#hiddenLabel")
    assert "PrixmTux" not in labels
    assert [t.subject for t in graph.triples(None, hidden) if t.object.value == "PrixmTux"] == [thing("initiative/primtux")]
    assert graph.objects(thing("initiative/primtux"), cn("runBy")) == []
    assert not any("900" in t.object.value for t in graph.triples(thing("award/s2-umap")))
    for award in ("s2-umap", "s2-pyronear"):
        kinds = [graph.objects(s, cn("supportKind")) for s in graph.subjects(cn("award"), thing(f"award/{award}"))]
        assert kinds == [[]] * len(kinds)


def test_it_holds_no_contact_data(first_edition: Edition):
    mail = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")
    phone = re.compile(r"(?:\+33|\b0)[ .]?[1-9](?:[ .]?\d\d){4}\b")
    for triple in first_edition.graph.triples():
        words = triple.object.value
        if triple.predicate == cn("textFile"):
            continue
        assert not mail.search(words), triple
        assert not phone.search(words) or words.startswith("http") or words.isdecimal(), triple


def test_every_data_file_is_laid_out_alike(first_edition: Edition):
    for source in first_edition.data:
        text = source.data.decode("utf-8")
        lines = "".join("x" if "string" in token.kind else token.text for token in tokenize(text)).split("\n")
        assert lines[0] == f"@base <{BASE}> .", source.path
        assert lines[-1] == "", source.path
        assert lines[-2] != "", source.path
        assert not [line for line in lines if line != line.rstrip()], source.path
        assert "\t" not in text, source.path
        assert not re.search(r"^<[^>]*> a ", text, re.MULTILINE), source.path


def test_the_questions_are_numbered_without_a_gap(first: Catalogue):
    numbers = [int(name[1:3]) for name in first.queries() if re.match(r"q\d", name)]
    assert numbers == list(range(1, 38))


PREFIXES = """
    BASE <https://communs.example.org/>
    PREFIX cn: <https://communs.example.org/ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX sosa: <http://www.w3.org/ns/sosa/>
"""


@pytest.mark.parametrize(
    ("feature", "metric", "most"),
    [
        ("initiative/snu-augmente", "young-people", "300"),
        ("initiative/pyronear", "partner-fire-services", "2"),
        ("initiative/open-data-university", "students", None),
        ("season/1", "laureates", "9"),
        ("season/2", "support-duration-months", None),
    ],
)
def test_the_largest_observation_is_of_what_was_reached(first: Catalogue, feature: str, metric: str, most: str | None):
    """What is planned or wished for is a target: a maximum over observations needs no filter."""
    rows = first.query(f"""{PREFIXES}
        SELECT ?number WHERE {{
            ?observation sosa:hasFeatureOfInterest <{feature}> ; sosa:observedProperty <concept/metric-{metric}> ;
                sosa:hasSimpleResult ?number .
        }}
        ORDER BY DESC(?number)
        LIMIT 1
    """)
    assert [written(row["number"]) for row in rows] == ([] if most is None else [most])


def test_no_figure_is_observed_and_aimed_at(first: Catalogue):
    states = first.query(
        f"{PREFIXES} SELECT ?type ?state (COUNT(*) AS ?count) {{ ?figure a ?type ; cn:modality ?state }} GROUP BY ?type ?state"
    )
    by_type = {
        (row["type"].value.rpartition("#")[2].rpartition("/")[2], written(row["state"]).rpartition("-")[2]) for row in states
    }
    assert {state for name, state in by_type if name == "Observation"} == {"achieved", "ongoing"}
    assert {state for name, state in by_type if name == "Target"} == {"planned", "desired", "conditional"}
    assert [*first.query(f"{PREFIXES} SELECT ?figure {{ ?figure a sosa:Observation, cn:Target }}")] == []


def test_what_a_support_made_possible_is_an_outcome_and_no_prose(first: Catalogue):
    """Each laureate of season 1 has the outcomes that the closing booklet lists; no remark on a support tells of them."""
    rows = first.query("q36-outcomes", number=1)
    assert len({row["initiative"] for row in rows} - {None}) == 9
    listed = first.query(f"""{PREFIXES}
        PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT DISTINCT ?passage WHERE {{
            ?passage oa:hasSource <source-document/liv> .
            FILTER (CONTAINS(STR(?passage), "-result-"))
            FILTER NOT EXISTS {{ ?outcome a cn:Outcome ; dct:source ?passage }}
        }}
    """)
    assert [written(row["passage"]) for row in listed] == []
    remarks = first.query(f"{PREFIXES} SELECT ?text {{ ?x a cn:Support ; rdfs:comment ?text }}")
    assert [row["text"].value for row in remarks if "a permis" in row["text"].value or "possible" in row["text"].value] == []


def test_every_laureate_of_season_1_has_a_video_a_picture_and_the_problem_that_it_remedies(first: Catalogue):
    rows = first.query(f"""{PREFIXES}
        PREFIX schema: <http://schema.org/>
        SELECT ?initiative ?video ?picture ?problem WHERE {{
            ?award cn:inSeason <season/1> ; cn:laureate ?initiative .
            OPTIONAL {{ ?initiative schema:video ?video }}
            OPTIONAL {{ ?initiative schema:logo|schema:image ?picture }}
            OPTIONAL {{ ?initiative cn:problem ?problem FILTER (lang(?problem) = "fr") }}
        }}
    """)
    assert len({row["initiative"] for row in rows}) == 9
    assert [written(row["initiative"]) for row in rows if None in (row["video"], row["picture"], row["problem"])] == []


def test_every_node_is_named_by_an_iri(first: Catalogue):
    rows = first.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o)) }")
    assert [(written(row["s"]), written(row["p"])) for row in rows] == []


def test_source_documents_have_an_address_but_earlier_revisions_and_those_of_which_none_is_known(first: Catalogue):
    rows = first.query(f"""{PREFIXES}
        PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        SELECT ?document WHERE {{ ?document a cn:SourceDocument FILTER NOT EXISTS {{ ?document foaf:page ?page }} }}
    """)
    earlier = {
        "cand-2023-02-23",
        "cgu-2023-02-16",
        "cp23-55382b2a",
        "faq-2023-04-19",
        "lau-primtux-20231003",
        "lau-pyronear-20230515",
        "seed-02e9895c",
    }
    assert {written(row["document"]).removeprefix("source-document/") for row in rows} == earlier | {
        "off-blog-2025",
        "offp",
    }


def test_source_documents_name_their_publisher_but_those_of_a_person_and_those_that_no_source_ascribes(first: Catalogue):
    """A publisher that is named has a claim that says where, as every other statement of a document does."""
    rows = first.query(f"""{PREFIXES}
        SELECT ?document ?publisher ?source WHERE {{
            ?document a cn:SourceDocument .
            OPTIONAL {{
                ?document dct:publisher ?publisher .
                OPTIONAL {{ ?claim rdf:subject ?document ; rdf:predicate dct:publisher ; dct:source ?source }}
            }}
        }}
    """)
    of_persons = {"handymenu-source", "lar", "primtux-precisions", "uart", "umap-licence", "umap-pyproject"}
    not_ascribed = {"beta", "geo", "nxt", "off-encyclopedia", "rep"}
    without = {written(row["document"]).removeprefix("source-document/") for row in rows if row["publisher"] is None}
    assert without == of_persons | not_ascribed
    assert [written(row["document"]) for row in rows if row["publisher"] and not row["source"]] == []


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_has_a_title_a_description_and_keywords_in_both_languages(first: Catalogue, name: str):
    query: NamedQuery = first.queries()[name]
    assert {"en", "fr"} <= set(query.title) & set(query.description) & set(query.keywords)
    for parameter in query.parameters:
        assert {"en", "fr"} <= set(parameter.description), parameter.name


def written(term: Term | None) -> str:
    """Write a term as the answers have it: IRIs relative to the base, literals by their words."""
    return "" if term is None else term.value.removeprefix(BASE)


def answer(path: Path) -> tuple[bool, list[str], list[tuple[str, ...]]]:
    """Read an expected answer: whether it need only be contained, its columns, its rows."""
    lines = path.read_text("utf-8").splitlines()
    contained = lines[0].startswith("#contains")
    rows = list(csv.reader(lines[1:] if contained else lines))
    return contained, rows[0], [tuple(row) for row in rows[1:]]


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_is_answered_as_the_sources_answer_it(first: Catalogue, name: str):
    contained, columns, expected = answer(ANSWERS / f"{name}.csv")
    result = first.query(name)
    assert set(columns) <= set(result.variables)
    places = [result.variables.index(column) for column in columns]
    found = [tuple(written(row[place]) for place in places) for row in result.rows]
    missing = [row for row in expected if row not in found]
    assert missing == []
    if not contained:
        assert sorted(found) == sorted(expected)
    refused = ANSWERS / f"{name}.not.csv"
    if refused.is_file():
        assert [row for row in answer(refused)[2] if row in found] == []


@pytest.mark.parametrize(
    ("date", "calls"),
    [
        ("2021-12-16", []),
        ("2021-12-17", ["s1"]),
        ("2022-01-27", []),
        ("2023-03-31", []),
        ("2023-05-20", ["s2-dinum", "s2-ditp"]),
        ("2023-05-30", ["s2-dinum"]),
        ("2023-09-09", []),
    ],
)
def test_a_call_is_open_from_its_opening_or_else_its_season_to_its_deadline(first: Catalogue, date: str, calls: list[str]):
    rows = first.query("q05-open-calls", date=date)
    assert [written(row["call"]) for row in rows] == [f"call-for-projects/{call}" for call in calls]


@pytest.mark.parametrize(
    ("date", "dated"),
    [("2023-12-31", set()), ("2024-01-01", {"umap"}), ("2024-09-30", {"umap", "pyro-engine", "pyro-platform"})],
)
def test_a_licence_is_known_from_the_date_of_its_claim_or_else_of_its_document(first: Catalogue, date: str, dated: set[str]):
    """That of uMap is of 2024, those of Pyronear are of September 2024, those of Open Food Facts bear no date."""
    resources = {written(row["resource"]).removeprefix("common-resource/") for row in first.query("q17-licences", date=date)}
    assert resources & {"umap", "pyro-engine", "pyro-platform"} == dated
    assert "open-food-facts-database" in resources


@pytest.mark.parametrize(
    ("date", "licences"),
    [
        ("2019-12-31", set()),
        ("2020-01-01", {"AGPL-3.0-only", "CECILL-2.1", "GPL-3.0-only", "MIT"}),
        ("2021-12-31", {"AGPL-3.0-only", "CECILL-2.1", "GPL-3.0-only", "MIT"}),
        ("2022-01-01", {"Apache-2.0"}),
        ("2026-11-01", {"Apache-2.0"}),
    ],
)
def test_a_licence_holds_until_a_later_one_is_claimed(first: Catalogue, date: str, licences: set[str]):
    rows = first.query("q17-licences", date=date)
    held = {written(row["licence"]) for row in rows if written(row["resource"]) == "common-resource/pyro-vision"}
    assert held == {f"http://spdx.org/licenses/{licence}" for licence in licences}


def test_no_page_shows_a_bare_iri_of_the_catalogue(first_edition: Edition):
    """Every link to a thing of the catalogue shows its label."""
    for document in publish.documents(first_edition):
        if document.format.name == "html" and document.language == "fr" and document.path.startswith(("initiative", "award")):
            page = publish.represent(first_edition, document.iri, "text/html", "fr").decode()
            shown = re.findall(r">(https://communs\.example\.org/[^<]*)<", page)
            assert set(shown) <= {document.iri}, document.path
            assert not re.findall(r">(?:cn|schema|dct|skos):\w+<", page), document.path


def test_every_value_of_a_laureate_is_followed_by_its_source(first_edition: Edition):
    page = publish.represent(first_edition, BASE + "initiative/umap", "text/html", "fr").decode()
    values = re.findall(r"<dd>(.*?)</dd>", page.partition("<h2>Sources")[0], re.DOTALL)
    unsourced = [value for value in values if '<sup class="fn"><a href="#source-' not in value]
    assert len(values) > 15
    computed = ("season/2.fr.html", "concept/award-")  # season and status are those of the award, which names their sources
    assert [value for value in unsourced if not any(part in value for part in computed)] == []


@pytest.mark.parametrize(
    "name",
    [
        "initiative", "season", "award", "support", "call-for-projects", "selection-round", "deadline", "track", "programme",
        "outcome", "partnership", "deployment", "observation", "plan", "target", "organisation", "common-resource", "instance",
        "event", "party-role",
    ],
)  # fmt: skip
def test_the_values_of_what_the_catalogue_is_about_name_the_passages_that_say_them(first: Catalogue, name: str):
    [of_type] = [one for one in first.sourcing() if one.type.name == name]
    lacking = [f"{written(t.subject)} {t.predicate.value} {t.object}" for t in of_type.lacking]
    assert of_type.share >= 0.95, lacking


def test_its_dcat_description_conforms_to_dcat_ap(first_edition: Edition):
    import pyshacl

    data = rdflib.Graph().parse(data=publish.represent(first_edition, BASE, "text/turtle").decode(), format="turtle")
    shapes = rdflib.Graph().parse(shared("profiles", "dcat-ap-3.0.1", "shapes.ttl"))
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, do_owl_imports=False)
    assert conforms, report
    named = {str(each).removeprefix(BASE) for each in data.objects(None, rdflib.DCAT.dataset)}
    assert named == {
        "dumps/catalogue",
        *(f"#dataset-{name}" for name in ("laureates", "organisations", "figures", "sources")),
    }


@pytest.mark.parametrize("name", ["shapes.ttl", "range.ttl", "shapes_recommended.ttl", "dcat-ap-SHACL.ttl"])
def test_it_meets_the_ranges_and_recommendations_of_dcat_ap(first_edition: Edition, name: str):
    """No result of any severity; property shapes that the last file names and does not have are left out."""
    import pyshacl

    shacl, rdfs = rdflib.SH, rdflib.RDFS
    data = rdflib.Graph().parse(data=publish.represent(first_edition, BASE, "text/turtle").decode(), format="turtle")
    shapes = rdflib.Graph().parse(shared("profiles", "dcat-ap-3.0.1", name))
    for shape, part in list(shapes.subject_objects(shacl.property)):
        if shapes.value(part, shacl.path) is None:
            shapes.remove((shape, shacl.property, part))
    for prop in (rdflib.DCAT.endpointURL, rdflib.DCAT.endpointDescription):
        for value in list(data.objects(None, prop)):
            data.add((value, rdflib.RDF.type, rdfs.Resource))
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, do_owl_imports=False)
    assert list(report.objects(None, shacl.result)) == [], text


@pytest.mark.parametrize(
    "type_",
    [
        "initiative",
        "award",
        "support",
        "observation",
        "outcome",
        "target",
        "partnership",
        "season",
        "programme",
        "source-document",
    ],
)
def test_turtle_and_json_ld_of_each_thing_are_the_same_graph_under_a_second_parser(first_edition: Edition, type_: str):
    things = first_edition.instances(first_edition.model.by_name[type_])
    for found in things:
        one, two = (
            rdflib.Graph().parse(data=publish.represent(first_edition, found.value, media_type).decode(), format=name)
            for media_type, name in (("text/turtle", "turtle"), ("application/ld+json", "json-ld"))
        )
        assert rdflib.compare.isomorphic(one, two), found
        assert len(one) > 3
    assert things


def test_its_records_are_no_entries(first_edition: Edition):
    """Claims, passages, identifiers, audiences and code lists; policy domains, which are concepts too, are what it is about."""
    names = {first_edition.model.types[iri].name for iri in first_edition.ranks.records}
    assert names == {"claim", "passage", "identifier", "people-audience", "concept", "concept-scheme"}
    sitemap = publish.represent(first_edition, BASE + "sitemap", "application/xml").decode()
    folders = set(re.findall(rf"<loc>{BASE}([a-z-]+)[/.]", sitemap))
    assert names.isdisjoint(folders)
    assert {"initiative", "policy-domain", "source-document"} <= folders


def test_a_passage_is_named_by_its_document_and_its_first_words(first_edition: Edition):
    graph = first_edition.graph
    for passage in graph.instances(NamedNode(BASE + "ontology#" + "Passage")):
        [document] = graph.objects(passage, NamedNode("http://www.w3.org/ns/oa#hasSource"))
        [quote] = graph.objects(passage, EXACT)
        title = graph.objects(document, NamedNode("http://purl.org/dc/terms/title"))[0].value.split()
        name = first_edition.label(passage, "fr")
        assert " ".join(quote.value.split())[:40] in name, passage
        assert " ".join(title)[:40] in name, passage


def test_the_name_of_a_property_says_something_alone(first_edition: Edition):
    words = {"de", "du", "en", "dans", "par", "pour", "cadre", "organisme", "of", "in", "to", "from", "by", "for", "at", "body"}
    names = {name for type_ in first_edition.model.types.values() for prop in type_.properties for name in prop.name.values()}
    assert words & names == set()


def test_everything_that_a_laureates_data_links_to_in_the_catalogue_has_a_name_there(first_edition: Edition):
    graph = rdflib.Graph().parse(
        data=publish.represent(first_edition, BASE + "initiative/umap", "text/turtle"), format="turtle"
    )
    labels = [rdflib.SKOS.prefLabel, rdflib.RDFS.label, rdflib.DCTERMS.title]
    linked = {node for node in graph.objects() if isinstance(node, rdflib.URIRef) and str(node).startswith(BASE)}
    entries = {node for node in linked if "#" not in node and not node.endswith(".provenance")}
    assert entries
    assert [node for node in entries if not any(graph.value(node, label) for label in labels)] == []
