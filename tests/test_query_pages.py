"""Pages of queries: the question, its answer as a table and a chart, its files, and the address that names the release."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pytest
from conftest import ROOT, edition_of

from catalogue import publish
from catalogue.edition import Edition
from catalogue.names import path_of
from catalogue.pages import asset
from catalogue.pages.columns import column_text
from catalogue.pages.theme import STYLES
from catalogue.query import named_queries
from catalogue.query.drawing import MOST_NAMES, NAMES, NUMBERS, TIMES, Drawing, drawing
from catalogue.query.published import answer
from catalogue.query.results import Result, read_json
from catalogue.sparql.header import Chart

CHART = """# title: Years
# title@fr: Années
# keywords: time, gardens
# keywords@fr: temps, jardins
# chart: bar x=garden y=year -- Years of gardens
# chart@fr: Années des jardins
SELECT ?garden (xsd:integer(STR(?opened)) AS ?year) { ?garden <ontology#opened> ?opened } ORDER BY ?garden
"""


def write(folder: Path, name: str, sparql: str) -> None:
    (folder / "queries" / f"{name}.rq").write_text(sparql, "utf-8")


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, document.format.media_type, document.language).decode()


def paths(edition: Edition) -> list[str]:
    return [d.path for d in publish.documents(edition) if d.path.startswith("queries")]


def test_every_query_has_a_page_in_each_language_its_answer_and_its_text(garden: Path, library: Path):
    assert paths(edition_of(garden)) == [
        "queries.en.html",
        "queries.fr.html",
        "queries/gardens-of-plant.en.html",
        "queries/gardens-of-plant.fr.html",
        "queries/gardens-of-plant.csv",
        "queries/gardens-of-plant.srj",
        "queries/gardens-of-plant.rq",
        *(f"queries/gardens-of-plant/plant-tomato-3117ba08c9{end}" for end in (".en.html", ".fr.html", ".csv", ".srj")),
    ]
    assert paths(edition_of(library))[-3:] == [
        "queries/longer-than.en.html",
        "queries/longer-than.de.html",
        "queries/longer-than.rq",
    ]


def test_a_catalogue_without_queries_has_no_list_of_them(garden: Path):
    (garden / "queries" / "gardens-of-plant.rq").unlink()
    edition = edition_of(garden)
    assert paths(edition) == []
    assert "queries" not in page(edition, "index.en.html")


def test_the_page_of_a_query_shows_the_question_the_parameters_and_the_answer(garden: Path):
    edition = edition_of(garden)
    english, french = (page(edition, f"queries/gardens-of-plant.{tag}.html") for tag in ("en", "fr"))
    assert "<h1>Gardens that grow a plant</h1>" in english
    assert "<h1>Jardins qui cultivent une plante</h1>" in french
    assert '<a href="../garden/hill-side.en.html">Hillside garden</a>' in english
    assert '<a href="../plant/bean.fr.html">haricot à rames</a>' in french
    assert '<a href="../garden/hill-side.fr.html">Jardin du coteau</a></td>' in french
    assert 'href="../queries/gardens-of-plant.csv" type="text/csv"' in english
    assert '<span class="variable">?garden</span>' in english
    assert "# title" not in english


def test_the_files_of_a_query_are_its_answer_with_the_defaults_and_its_text(garden: Path):
    edition = edition_of(garden)
    assert page(edition, "queries/gardens-of-plant.csv").splitlines()[1].endswith("hill-side,Hillside garden,2019")
    assert len(json.loads(page(edition, "queries/gardens-of-plant.srj"))["results"]["bindings"]) == 1
    assert page(edition, "queries/gardens-of-plant.rq") == (garden / "queries" / "gardens-of-plant.rq").read_text("utf-8")


def test_the_list_is_grouped_by_the_first_keyword_and_has_an_index_of_all(garden: Path):
    write(garden, "years", CHART)
    write(garden, "all", "# title: All\nSELECT * { ?s a ?c }")
    text = page(edition_of(garden), "queries.en.html")
    assert re.findall(r"<h2[^>]*>([^ <]+)", text) == ["gardens", "time", "Other", "By"]
    assert text.index('<details class="index">') < text.index('<div id="k1">')
    assert '<div id="k1"><dt>gardens</dt><dd><a href="queries/gardens-of-plant.en.html">' in text
    assert '<a href="#k3">time</a>' in text
    assert '<a href="../queries.fr.html#k3">temps</a>' in page(edition_of(garden), "queries/years.fr.html")


def test_the_home_page_and_every_foot_lead_to_the_list(garden: Path):
    edition = edition_of(garden)
    assert page(edition, "index.fr.html").count('href="queries.fr.html"') == 2
    assert '<a href="../queries.en.html">Questions</a>' in page(edition, "plant/bean.en.html")


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("# param: n integer\nSELECT ?n {}", "It requires a value of n"),
        ("SELECT (NOW() AS ?now) {}", "because of NOW"),
        ("SELECT * { SERVICE <https://elsewhere.example/> { ?s ?p ?o } }", "because of SERVICE, which asks another service"),
        ("SELECT * {", "It has a syntax error: { is unbalanced."),
        ("# param: n integr\nSELECT ?n {}", "Its header is wrong: this is not a parameter with a type."),
        ("# param: n integer = x\nSELECT ?n {}", "is not a value of type integer"),
    ],
)
def test_a_query_without_an_answer_says_why(garden: Path, sparql: str, reason: str):
    write(garden, "x", sparql)
    edition = edition_of(garden)
    text = page(edition, "queries/x.en.html")
    assert "There is no answer here." in text
    assert reason in text.replace("&#39;", "'").replace("&#34;", '"')
    assert "Il n’y a pas de réponse ici." in page(edition, "queries/x.fr.html")
    if "is not a value" not in reason:
        assert [p for p in paths(edition) if p.startswith("queries/x.")] == [
            f"queries/x.{e}" for e in ("en.html", "fr.html", "rq")
        ]


def test_triples_are_shown_as_a_table_and_given_as_turtle(garden: Path):
    write(garden, "x", "CONSTRUCT { ?s <urn:made> [ <urn:of> ?s ] } WHERE { ?s a <ontology#Plant> }")
    one, two = (page(edition_of(garden), "queries/x.ttl") for _ in range(2))
    assert one == two
    assert one.count("<urn:of>") == 2
    text = page(edition_of(garden), "queries/x.en.html")
    assert headings(text) == {"subject": "Subject", "predicate": "Predicate", "object": "Object"}
    assert 'href="../queries/x.ttl"' in text


def test_a_boolean_is_shown_as_a_word(garden: Path):
    write(garden, "x", "ASK {}")
    assert "<p>oui</p>" in page(edition_of(garden), "queries/x.fr.html")
    assert page(edition_of(garden), "queries/x.csv") == "true"


def test_a_long_answer_is_cut_in_the_page_and_whole_in_its_files(garden: Path):
    digits = " ".join(map(str, range(10)))
    values = " ".join(f"VALUES ?{name} {{ {digits} }}" for name in "abc")
    write(garden, "x", f"SELECT (?a * 100 + ?b * 10 + ?c AS ?n) {{ {values} }}")
    edition = edition_of(garden)
    text = page(edition, "queries/x.en.html")
    assert text.count("<tr>") == 501
    assert "The first 500 of 1,000 rows." in text
    lines = page(edition, "queries/x.csv").split()
    assert len(lines) == 1001
    assert lines[1:] == sorted(lines[1:]), "rows without an order of the query stand in that of their terms"


def test_what_a_query_and_its_answer_say_is_inert(garden: Path):
    nasty = "# title: <script>alert(1)</script>\n# keywords: <b>\n# chart: bar x=x y=y color=x -- <i>\n"
    write(
        garden,
        "x",
        nasty + "SELECT ?x ?y { VALUES (?x ?y) { ('</svg><script>alert(2)</script>' 1) ('\\' + alert(3) + \\'' 2) } }",
    )
    edition = edition_of(garden)
    for path in ("queries/x.en.html", "queries.en.html"):
        [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(edition, path), re.DOTALL)
        assert not re.search("[<>&]", data)  # a data block, which nothing runs and no text ends
        scripts = re.findall(r'<script(?! type="application/ld\+json")[^>]*>', page(edition, path))
        assert all(re.fullmatch(r'<script src="(\.\./)?assets/[a-z-]+\.js" defer>', script) for script in scripts), scripts
        html5lib.HTMLParser(strict=True).parse(page(edition, path))
    assert "alert(3)" in page(edition, "queries/x.en.html")


def test_names_that_no_file_system_likes_have_safe_paths(garden: Path):
    for name in ("Été 1", "con", "index"):
        write(garden, name, "ASK {}")
    edition = edition_of(garden)
    found = {p for p in paths(edition) if p.endswith(".rq")}
    assert found >= {"queries/~c3~89t~c3~a9~201.rq", "queries/~63on.rq"}
    for path in found:
        assert page(edition, path)
        assert path.isascii()


def test_an_answer_is_cited_with_its_date_and_no_page_of_a_query_names_the_release(garden: Path):
    edition = replace(edition_of(garden), modified=datetime(2026, 5, 3, tzinfo=UTC))
    text = page(edition, "queries/gardens-of-plant.en.html")
    cited = "Gardens that grow a plant. Shared gardens. The gardeners, 3 May 2026. "
    cited += "https://gardens.example.org/queries/gardens-of-plant.en.html"
    assert f'<p class="address">{cited}</p>' in text
    assert "date = {2026-05-03}" in text
    assert '<a href="../index/contents.en.html#release">' in text
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[sparql]\naddress = "https://gardens.example.org/sparql"\n', "utf-8")
    edition = edition_of(garden)
    text = page(edition, "queries/gardens-of-plant.en.html")
    assert '<a href="https://gardens.example.org/sparql?query=PREFIX%20g%3A%20%3C' in text
    assert re.search("VALUES%20(%28)?%3Flang", text)
    assert re.search("VALUES%20(%28)?%3Fplant", text)
    assert edition.release not in text
    assert f"<code>{edition.release}</code>" in page(edition, "index/contents.en.html")


def test_a_release_is_named_by_its_queries_too(garden: Path):
    before = edition_of(garden).release
    write(garden, "x", "ASK {}")
    assert edition_of(garden).release != before
    assert re.fullmatch("[0-9a-f]{16}", before)


def test_things_under_queries_have_other_paths():
    assert path_of("https://gardens.example.org/queries/x", "https://gardens.example.org/") == "~71ueries/x"


# --- Charts ----------------------------------------------------------------------------------------------------------------


SVG = "{http://www.w3.org/2000/svg}"


def chart_of(text: str) -> ET.Element:
    return ET.fromstring(re.findall(r"<svg.*?</svg>", text.partition("<main")[2], re.DOTALL)[0])  # noqa: S314 - our own


def test_a_chart_is_an_image_with_a_title_and_a_description_without_script_and_style(garden: Path):
    write(garden, "years", CHART)
    for tag, title, description in (
        ("en", "Years of gardens", "Bar chart of year by Garden: 1 value from 2,019 to 2,019. The table below says the same."),
        (
            *("fr", "Années des jardins"),
            (
                "Diagramme en barres de year par Jardin\u00a0: 1 valeur de 2\u202f019 à 2\u202f019. "
                "Le tableau ci-dessous dit la même chose."
            ),
        ),
    ):
        text = page(edition_of(garden), f"queries/years.{tag}.html")
        html5lib.HTMLParser(strict=True).parse(text)
        svg = chart_of(text)
        space = "{http://www.w3.org/2000/svg}"
        assert svg.get("role") == "img"
        described = [svg.find(f"{space}{part}") for part in ("title", "desc")]
        assert svg.get("aria-labelledby") == " ".join(str(part.get("id")) for part in described if part is not None)
        assert described[0] is not None
        assert described[0].text == title
        assert described[1] is not None
        assert described[1].text == description
        assert not [e for e in svg.iter() if e.tag.endswith(("script", "style", "foreignObject")) or e.get("style")]
        assert "Hillside garden" in text if tag == "en" else "Jardin du coteau" in text
        assert "<table " in text


@pytest.mark.parametrize(
    ("sparql", "count"),
    [
        ("# chart: bar x=x y=n\nSELECT ?x ?n { VALUES (?x ?n) { ('a' 1) ('b' 2) } }", 1),
        ("SELECT ?x ?n { VALUES (?x ?n) { ('a' 1) ('b' 2) } }", 0),
        ("# chart: bar x=x y=n\nSELECT ?x ?n { VALUES (?x ?n) { ('a' 'one') ('b' UNDEF) } }", 0),
        ("# chart: bar x=x y=n\nSELECT ?x ?n { VALUES (?x ?n) { } }", 0),
        ("ASK {}", 0),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", 0),
    ],
    ids=["chart", "no chart", "no numbers", "no rows", "boolean", "triples"],
)
def test_a_page_has_a_figure_where_there_is_a_chart_with_something_to_draw(garden: Path, sparql: str, count: int):
    write(garden, "x", sparql)
    text = page(edition_of(garden), "queries/x.en.html")
    shown = text.partition("<main")[2]
    assert (shown.count("<figure"), shown.count("<svg")) == (count, count)


def test_pages_do_not_load_what_only_exports_need(garden: Path):
    code = (
        "import sys, pathlib; from catalogue.edition import read_edition; from catalogue import publish;"
        "e = read_edition(pathlib.Path('.'));"
        "[publish.represent(e, d.iri, d.format.media_type, d.language) for d in publish.documents(e)];"
        "print([m for m in ('rdflib',) if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=garden, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_each_part_of_the_style_sheet_stands_in_it_once():
    parts = {path.stem: path.read_bytes() for path in (ROOT / "catalogue" / "pages" / "assets" / "style").iterdir()}
    assert asset("assets/style.css") == b"".join(parts.pop(name) for name in STYLES)
    assert not parts


def result(variables: list[str], *rows: tuple[tuple[str, str], ...]) -> Result:
    """Make an answer of literals: their words and their datatypes."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    bindings = [
        {
            name: {"type": "literal", "value": words, "datatype": xsd + type_}
            for name, (words, type_) in zip(variables, row, strict=True)
        }
        for row in rows
    ]
    data = {"head": {"vars": variables}, "results": {"bindings": bindings}}
    return read_json(json.dumps(data).encode(), {}, "https://x.example/")  # type: ignore[arg-type]


def drawn(kind: str, *rows: tuple[tuple[str, str], ...]) -> Drawing | None:
    return drawing(Chart(kind, "x", "y"), result(["x", "y"], *rows), lambda term: term.value)


def test_an_axis_holds_numbers_times_or_names_as_the_answer_does():
    number = ("3", "integer")
    for terms, axis in (
        ([("1", "integer"), ("2.5", "decimal")], NUMBERS),
        (
            [("2022", "gYear"), ("2023-05", "gYearMonth"), ("2023-05-17", "date"), ("2023-05-17T10:00:00+02:00", "dateTime")],
            TIMES,
        ),
        ([("2022", "gYear"), ("a", "string")], NAMES),
        ([("2023-02-31", "date")], NAMES),
    ):
        found = drawn("point", *[(term, number) for term in terms])
        assert found is not None
        assert found.axis == axis
    found = drawn("bar", (("1", "integer"), number))
    assert found is not None
    assert found.axis == NAMES


def test_rows_without_a_number_and_names_beyond_the_most_are_left_out_and_counted():
    rows = [((f"n{number}", "string"), (str(number), "integer")) for number in range(MOST_NAMES + 5)]
    found = drawn("bar", (("a", "string"), ("none", "string")), *rows)
    assert found is not None
    assert (len(found.names), found.left_out) == (MOST_NAMES, 6)
    assert drawn("bar", (("a", "string"), ("none", "string"))) is None
    assert drawn("bar", (("a", "string"), ("NaN", "double"))) is None


def test_more_colours_than_can_be_told_apart_are_not_drawn():
    many = result(["x", "y", "z"], *[(("a", "string"), ("1", "integer"), (f"c{n}", "string")) for n in range(9)])
    assert drawing(Chart("bar", "x", "y", "z"), many, lambda term: term.value) is None


def test_the_charts_of_the_first_catalogue_are_drawn(first_edition: Edition):
    names = [f"queries/{name}.fr.html" for name in named_queries(first_edition)]
    pages_ = {name: page(first_edition, name) for name in names}
    assert len(names) == len(first_edition.queries) > 35
    assert sum("<svg" in text for text in pages_.values()) >= 5
    assert not [name for name, text in pages_.items() if "Il n’y a pas de réponse ici." in text]


# --- Columns, forms and citations --------------------------------------------------------------------------------------------


def headings(text: str) -> dict[str, str]:
    return dict(re.findall(r'<th scope="col"[^>]* title="\?(\w+)">([^<]*)</th>', text))


def test_columns_are_called_as_the_header_says_else_as_the_shapes_do_else_by_the_words_of_the_variable(garden: Path):
    write(
        garden,
        "x",
        "# column: year -- year of opening\n# column@fr: year -- année d’ouverture\n"
        "SELECT ?garden ?opened ?firstPlant ?year { VALUES (?garden ?opened ?firstPlant ?year) { (1 2 3 4) } }",
    )
    edition = edition_of(garden)
    english, french = (headings(page(edition, f"queries/x.{tag}.html")) for tag in ("en", "fr"))
    assert english == {"garden": "Garden", "opened": "Opened", "firstPlant": "First plant", "year": "Year of opening"}
    assert french["year"] == "Année d’ouverture"
    assert french["garden"] == "Jardin"


@pytest.mark.parametrize(
    ("values", "has_numbers"),
    [
        ("1 2.5 1e3", True),
        ("1 UNDEF", True),
        ("UNDEF", False),
        ("", False),
        ('1 "one"', False),
        ('"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>', False),
        ('"x"^^<http://www.w3.org/2001/XMLSchema#integer>', False),
    ],
)
def test_a_column_whose_terms_are_all_numbers_is_aligned_as_such(garden: Path, values: str, has_numbers: bool):  # noqa: FBT001
    write(garden, "x", f"SELECT ?n {{ VALUES ?n {{ {values} }} }}")
    text = page(edition_of(garden), "queries/x.en.html").partition('id="answer"')[2]
    assert has_numbers == ('<th scope="col" class="number" title="?n">' in text)
    assert has_numbers == ('<td class="number" data-h="N">' in text)


NAMESPACES = "PREFIX g: <ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"


@pytest.mark.parametrize(
    ("pattern", "columns"),
    [
        ("?plant skos:prefLabel ?name FILTER (lang(?name) = 'en')", ["plant"]),
        ("?plant skos:prefLabel ?name FILTER (lang(?name) = 'fr')", ["plant", "name"]),
        (
            "?plant a g:Plant OPTIONAL { ?plant skos:prefLabel ?name FILTER (lang(?name) = 'en' && ?plant = <plant/bean>) }",
            ["plant", "name"],
        ),
        ("?thing skos:prefLabel ?name, ?plant FILTER (lang(?name) = 'en' && lang(?plant) = 'en')", ["plant", "name"]),
    ],
)
def test_a_column_that_repeats_what_things_are_called_stands_in_the_files_alone(garden: Path, pattern: str, columns: list[str]):
    write(garden, "x", f"{NAMESPACES} SELECT ?plant ?name {{ {pattern} }}")
    edition = edition_of(garden)
    assert columns == list(headings(page(edition, "queries/x.en.html")))
    assert page(edition, "queries/x.csv").splitlines()[0] == "plant,name"


def test_triples_have_all_their_parts_on_the_page(garden: Path):
    write(garden, "x", f"{NAMESPACES} CONSTRUCT WHERE {{ <plant/bean> skos:prefLabel ?name }}")
    assert list(headings(page(edition_of(garden), "queries/x.en.html"))) == ["subject", "predicate", "object"]
    named = "CONSTRUCT { ?s skos:prefLabel ?name } WHERE { ?s skos:prefLabel ?name FILTER (lang(?name) = 'en') }"
    write(garden, "x", f"{NAMESPACES} {named}")
    assert list(headings(page(edition_of(garden), "queries/x.en.html"))) == ["subject", "predicate", "object"]


@pytest.mark.parametrize(
    "header",
    ["# column: what stands where", "# column: nowhere -- nothing", "# columns: one, two", "# column:"],
)
def test_a_comment_that_is_no_column_does_not_keep_a_query_from_its_answer(garden: Path, header: str):
    write(garden, "x", f"{header}\nSELECT ?a {{ VALUES ?a {{ 1 }} }}")
    text = page(edition_of(garden), "queries/x.en.html")
    assert headings(text) == {"a": "A"}


def with_service(garden: Path, address: str = "https://gardens.example.org/sparql") -> Edition:
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + f'\n[sparql]\naddress = "{address}"\n', "utf-8")
    return edition_of(garden)


def test_a_form_asks_the_service_with_other_values(garden: Path):
    text = page(with_service(garden), "queries/gardens-of-plant.fr.html")
    [form] = re.findall(r'<form class="ask".*?</form>', text, re.DOTALL)
    assert 'action="../api/queries/gardens-of-plant" method="get"' in form
    [plants] = re.findall(r'<select id="[^"]+" name="plant">(.*?)</select>', form, re.DOTALL)
    assert '<option value="plant/bean" selected>haricot à rames</option>' in plants
    assert plants.count("<option") > 1
    assert '<option value="fr" selected>français</option>' in form
    assert re.findall(r'name="format" value="(\w+)"', form) == ["html", "csv", "json"]
    labels = re.findall(r'<label for="([^"]+)"', form)
    assert labels == re.findall(r'<(?:select|input) id="([^"]+)"', form)
    html5lib.HTMLParser(strict=True).parse(text)


@pytest.mark.parametrize("address", ["", "https://elsewhere.example/sparql"])
def test_without_a_service_beside_the_pages_the_values_are_shown_and_no_form(garden: Path, address: str):
    edition = with_service(garden, address) if address else edition_of(garden)
    text = page(edition, "queries/gardens-of-plant.en.html")
    assert '<form class="ask"' not in text
    assert "<dt>The plant</dt>" in text


def test_every_type_of_parameter_has_a_field(garden: Path):
    types = {
        "date": "2023-01-02", "integer": "3", "gYearMonth": "2023-05", "gYear": "2023", "decimal": "1.5",
        "boolean": "true", "string": 'a "b" <c>', "iri": "urn:x", "dateTime": "2023-01-02T03:04:05",
    }  # fmt: skip
    params = "".join(f"# param: {type_} {type_} = {value} -- about {type_}\n" for type_, value in types.items())
    write(
        garden, "x", params + "# param: format string = a\nSELECT " + " ".join(f"?{type_}" for type_ in types) + " ?format {}"
    )
    text = page(with_service(garden), "queries/x.en.html")
    html5lib.HTMLParser(strict=True).parse(text)
    inputs = dict(re.findall(r'<input id="[^"]+" name="(\w+)" type="([\w-]+)"', text))
    assert inputs == {
        "date": "date", "integer": "number", "gYearMonth": "month", "gYear": "text", "decimal": "text",
        "string": "text", "iri": "text", "dateTime": "datetime-local", "format": "text",
    }  # fmt: skip
    assert '<option value="true" selected>yes</option>' in text
    assert 'value="a &#34;b&#34; &lt;c&gt;"' in text
    assert 'name="format" value="csv"' not in text


def test_a_citation_has_the_address_at_which_the_service_answers(garden: Path):
    text = page(with_service(garden), "queries/gardens-of-plant.en.html")
    address = "https://gardens.example.org/api/queries/gardens-of-plant?plant=plant/bean&amp;lang=en"
    assert f'<a href="{address}">{address}</a>' in text


def test_every_column_of_the_first_catalogue_has_a_label_in_each_of_its_languages(first_edition: Edition):
    """In the header of its query, or as the shapes call the property or type that the variable is named after."""
    languages = set(first_edition.settings.languages)
    missing = [
        (name, variable)
        for name, query in named_queries(first_edition).items()
        for variable in answer(first_edition, query).result.variables  # type: ignore[union-attr] # each has an answer
        if not languages <= set(column_text(first_edition, query, variable))
    ]
    assert missing == []
