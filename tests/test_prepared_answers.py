"""Prepared answers: where no service answers, each value of a parameter has a page and its data, bounded by a setting."""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st

from catalogue import publish
from catalogue.edition import Edition
from catalogue.query import named_queries, parse_query, run
from catalogue.query.choosing import choices
from catalogue.query.prepared import Given, _name, prepared
from catalogue.release import build
from catalogue.sparql.header import read_header
from catalogue.sparql.query import QueryText
from catalogue.workspace.rebasing import rebase

PLANTS = """@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<plant/kale> a g:Plant ; skos:prefLabel "kale"@en ; skos:inScheme <plant/greens> .
<plant/leek> a g:Plant ; skos:prefLabel "<b>leek</b> \\"&"@en .
<plant/greens> a g:Plant ; skos:prefLabel "greens"@en .
"""
BODY = "\nSELECT ?garden ?given { BIND (?x AS ?given) OPTIONAL { ?garden g:grows ?x } } ORDER BY ?garden\n"
BEAN, GREENS, KALE, LEEK, TOMATO = (f"plant/{name}" for name in ("bean", "greens", "kale", "leek", "tomato"))


@pytest.fixture
def plants(garden: Path) -> Path:
    (garden / "data" / "more.ttl").write_text(PLANTS, "utf-8")
    return garden


def ask(folder: Path, header: str, name: str = "x") -> Edition:
    (folder / "queries" / f"{name}.rq").write_text(header + BODY, "utf-8")
    return edition_of(folder)


def setting(folder: Path, text: str) -> None:
    path = folder / "catalogue.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{text}\n", "utf-8")


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, document.format.media_type, document.language).decode()


def paths(edition: Edition, start: str = "queries/x/") -> list[str]:
    return [document.path for document in publish.documents(edition) if document.path.startswith(start)]


def links(text: str) -> list[tuple[str, str, bool]]:
    """Give the values that may be chosen: where each leads, what it is called, and whether it is that of the page."""
    tags = re.findall(r'<a class="option" href="([^"]+)"( aria-current="true")?[^>]*>(.*?)</a>', text)
    return [(href, label, bool(current)) for href, current, label in tags]


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("# param: x iri = plant/bean -- The plant", [BEAN, GREENS, KALE, LEEK, TOMATO]),
        ("# param: x iri = plant/bean\n# values: x sh:class g:Plant", [BEAN, GREENS, KALE, LEEK, TOMATO]),
        ("# param: x iri = plant/bean\n# values: x sh:class <ontology#Plant>", [BEAN, GREENS, KALE, LEEK, TOMATO]),
        ("# param: x iri\n# values: x sh:class g:Garden", ["garden/hill-side"]),
        ("# param: x iri\n# values: x skos:inScheme plant/greens", [KALE]),
        ("# param: x iri = plant/bean\n# values: x skos:inScheme plant/greens", [BEAN, KALE]),
        ("# param: x iri = plant/bean\n# values: x sh:in plant/leek plant/bean", [LEEK, BEAN]),
        ("# param: x integer = 0\n# values: x sh:in 1 2 two 2 3", ["0", "1", "2", "3"]),
        ('# param: x string\n# values: x sh:in one "and two"', ["one", "and two"]),
        ("# param: x boolean = true", ["true", "false"]),
        ("# param: x language = en", ["en", "fr"]),
        ("# param: x iri = plant/none", []),
        ("# param: x iri\n# values: x sh:class g:Nothing", []),
        ("# param: x integer = 3", []),
        ("# param: x string", []),
    ],
)
def test_the_values_of_a_parameter_are_those_of_the_header_or_those_beside_the_default(
    plants: Path, header: str, values: Sequence[str]
):
    assert values == choices(ask(plants, header), "x", "x")


def test_each_value_has_a_page_in_each_language_and_the_data_that_the_query_gives_for_it(plants: Path):
    edition = ask(plants, "# title: Grown\n# param: x iri = plant/bean -- The plant")
    assert {given.value for given in prepared(edition, "x").values()} == {GREENS, KALE, LEEK, TOMATO}
    titles = set()
    for name, given_value in prepared(edition, "x").items():
        start = f"queries/x/{name}"
        assert {p for p in paths(edition) if p.startswith(start)} == {
            start + s for s in (".en.html", ".fr.html", ".csv", ".srj")
        }
        expected = run(edition, named_queries(edition)["x"], {"x": given_value.value})
        assert page(edition, f"{start}.csv") == expected.serialize("csv").decode()
        assert page(edition, f"{start}.srj") == expected.serialize("json").decode()
        text = page(edition, f"{start}.en.html")
        html5lib.HTMLParser(strict=True).parse(text)
        titles |= set(re.findall("<title>(.*?)</title>", text))
        assert f'href="../../queries/x/{name}.csv" type="text/csv"' in text
    assert len(titles) == 4
    assert "Grown – The plant &lt;b&gt;leek&lt;/b&gt; &#34;&amp; · Shared gardens" in titles


def test_links_lead_from_the_query_to_every_answer_and_from_each_to_the_others(plants: Path):
    release = build(ask(plants, "# title: Grown\n# param: x iri = plant/bean -- The plant"), plants / "site").folder
    queue, seen = [release / "queries" / "x.en.html"], set()
    while queue:
        path = queue.pop()
        if path not in seen:
            seen.add(path)
            listed = links(path.read_text("utf-8"))
            assert [label for _, label, _ in listed][1:] == ["greens", "kale", "runner bean", "tomato"]
            assert sum(current for *_, current in listed) == 1
            queue += [(path.parent / unquote(href)).resolve() for href, *_ in listed]
    assert len(seen) == 5


def test_the_other_parameters_keep_their_defaults_and_language_is_that_of_the_page(plants: Path):
    header = "# param: x iri = plant/bean\n# param: y boolean = true\n# param: lang language = en"
    (plants / "queries" / "x.rq").write_text(f"{header}\nSELECT ?x ?y ?lang {{}}\n", "utf-8")
    edition = edition_of(plants)
    given_values = prepared(edition, "x")
    assert sorted(given_values.values()) == [
        *(Given("x", value) for value in (GREENS, KALE, LEEK, TOMATO)),
        Given("y", "false"),
    ]
    [name] = [name for name, each in given_values.items() if each.parameter == "y"]
    assert page(edition, f"queries/x/{name}.csv").splitlines()[1] == "https://gardens.example.org/plant/bean,false,en"
    assert "français" in page(edition, f"queries/x/{name}.fr.html")
    assert re.findall(r'<a class="others" href="([^"]+)"', page(edition, f"queries/x/{name}.fr.html")) == [
        "../../queries/x.fr.html#choose-x"
    ]


def test_a_query_with_a_required_parameter_is_answered_for_its_values_alone(plants: Path):
    edition = ask(plants, "# title: Grown\n# param: x iri\n# values: x sh:class g:Garden")
    assert "There is no answer here." in page(edition, "queries/x.en.html")
    [(href, label, current)] = links(page(edition, "queries/x.en.html"))
    assert (label, current) == ("Hillside garden", False)
    assert "1 row" in page(edition, href.removeprefix("../"))
    assert not prepared(ask(plants, "# param: x iri\n# param: y iri\n# values: x sh:class g:Garden"), "x")


@pytest.mark.parametrize(("most", "count", "told"), [(0, 0, 0), (4, 0, 1), (5, 4, 0)])
def test_a_setting_bounds_how_many_values_have_answers_and_the_page_says_where_they_are_too_many(
    plants: Path, most: int, count: int, told: int
):
    setting(plants, f"[site]\nprepared = {most}")
    edition = ask(plants, "# param: x iri = plant/bean -- The plant")
    assert count == len(prepared(edition, "x"))
    assert told == page(edition, "queries/x.en.html").count(f"5 values: these pages have answers for at most {most}")


def test_of_many_values_the_page_of_the_query_alone_has_the_list(plants: Path):
    data = "".join(f'<plant/p{n}> a g:Plant ; skos:prefLabel "p{n}"@en .\n' for n in range(60))
    (plants / "data" / "many.ttl").write_text(PLANTS.partition("<plant")[0] + data, "utf-8")
    edition = ask(plants, "# param: x iri = plant/bean -- The plant")
    text = page(edition, "queries/x.en.html")
    assert "<summary>Choose from 65 values</summary>" in text
    assert len(links(text)) == 65
    [name] = [name for name, each in prepared(edition, "x").items() if each.value == "plant/p7"]
    assert not links(page(edition, f"queries/x/{name}.en.html"))
    assert '<a class="others" href="../../queries/x.en.html#choose-x">' in page(edition, f"queries/x/{name}.en.html")


def test_where_a_service_answers_nothing_is_prepared_and_there_is_a_form(plants: Path):
    setting(plants, '[sparql]\naddress = "https://gardens.example.org/sparql"')
    edition = ask(plants, "# param: x iri = plant/bean\n# values: x sh:in plant/bean plant/kale")
    assert not prepared(edition, "x")
    text = page(edition, "queries/x.en.html")
    assert re.findall(r'<option value="([^"]+)"', text) == [KALE, BEAN]
    assert len(prepared(edition.at("https://preview.example/"), "x")) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("# values: z sh:class g:Plant", "there is no parameter of this name before it"),
        ("# values: x sh:class g:Plant g:Garden", "sh:class gives one class or code list, of a parameter of the type iri"),
        ("# values: y skos:inScheme g:Plant", "skos:inScheme gives one class or code list, of a parameter of the type iri"),
        ("# values: x sh:pattern a", "these are no values of a parameter"),
        ("# values: that are measured", "these are no values of a parameter"),
    ],
)
def test_what_a_header_cannot_mean_is_told_and_the_query_is_answered(line: str, message: str):
    text = f"# param: x iri = plant/bean\n# param: y integer = 1\n{line}\nSELECT ?x ?y {{}}"
    [fault] = read_header(QueryText(text)).faults
    assert (fault.line, fault.message["en"], fault.is_key) == (3, message, True)
    assert parse_query(text, "q", "queries/q.rq").error is None


def test_values_move_with_the_base_and_translations_leave_them_alone(plants: Path):
    header = (
        "# param: x iri = plant/bean\n# values: x sh:in <https://gardens.example.org/plant/kale> plant/leek\n"
        "# param@fr: x -- La plante\n# param: y iri\n# values: y sh:class <https://gardens.example.org/ontology#Plant>"
    )
    ask(plants, header)
    [after] = [
        file.after for file in rebase(plants, "https://gardens.example.org/", "https://b.example/").files if "x.rq" in file.name
    ]
    assert "# values: x sh:in <https://b.example/plant/kale> plant/leek\n" in after
    assert "# values: y sh:class <https://b.example/ontology#Plant>\n" in after


@given(st.lists(st.tuples(st.sampled_from("xy"), st.text(max_size=300)), unique=True, max_size=6))
def test_answers_have_names_that_are_apart_and_fit_for_any_file_system(values: Sequence[tuple[str, str]]):
    query = parse_query("SELECT ?x {}", "q", "queries/q.rq")
    names = [_name(query, Given(*value)) for value in values]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z0-9-]{10,100}", name) for name in names)


def test_a_build_upon_another_has_the_answers_of_the_new_values(plants: Path):
    ask(plants, "# title: Grown\n# param: x iri = plant/bean -- The plant")
    build(edition_of(plants), plants / "upon")
    more = PLANTS + '<plant/beet> a g:Plant ; skos:prefLabel "beet"@en .\n'
    (plants / "data" / "more.ttl").write_text(more.replace('"kale"', '"curly kale"'), "utf-8")
    upon, whole = (build(edition_of(plants), plants / name).folder for name in ("upon", "whole"))
    files = [{p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()} for folder in (upon, whole)]
    assert files[0] == files[1]
    assert sum("x-beet-" in path.name for path in files[0] if path.parent.name == "x") == 4
