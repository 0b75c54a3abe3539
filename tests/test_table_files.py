"""Tables in other forms than CSV: read by the programs that they are for, with the same cells, and the same bytes each time."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import csvw
import frictionless
import openpyxl
import pandas as pd
import polars as pl
import pytest
import rdflib
import uritemplate
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from test_tables import BASE as TABLE_BASE
from test_tables import THINGS, edition_with, statements

from catalogue import publish
from catalogue.edition import Edition
from catalogue.errors import SettingsError, UsageError
from catalogue.exports import tables
from catalogue.exports.tables import Column, Table, workbooks
from catalogue.exports.tables.cells import inert, is_active
from catalogue.release import build
from catalogue.serve import Site
from catalogue.terms import XSD, Literal, NamedNode, Term, Triple

BASE = "https://gardens.example.org/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "-x", "+", '=HYPERLINK("https://x.example")']
NUMBERS = ["-5", "+5", "-5.25", "1e3", "-.5", "-1E-3"]


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


def one_table(*columns: tuple[str, list[list[Term]]]) -> Table:
    made = [
        Column(name, {"en": f"The {name}"}, {}, [[term.value for term in row] for row in rows], rows) for name, rows in columns
    ]
    return Table("thing", {"en": "Things: [all]"}, {}, made)


def sheets(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def book_of(table: Table, edition: Edition, language: str = "en") -> openpyxl.Workbook:
    return sheets(tables.workbook(edition, [table], language))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_a_text_everywhere_and_exact_in_the_csv(text: str):
    edition = edition_with([])
    table = one_table(("a", [[Literal(text)]]))
    cell = book_of(table, edition).worksheets[1]["A2"]
    assert (text.replace("\r", "_x000D_"), "s", True) == (cell.value.replace("\r", "_x000D_"), cell.data_type, cell.quotePrefix)
    assert [["a"], [text]] == list(csv.reader(io.StringIO(tables.exact(table).decode(), newline="")))
    guarded = tables.guarded(table).decode()
    assert guarded.startswith('\ufeff"a"')
    assert [["a"], [f"'{text}"]] == list(csv.reader(io.StringIO(guarded[1:], newline="")))


SPLIT = {
    "one; two;three": "one; two;three",
    "a;=1+1;b": "a;'=1+1;b",
    ";@SUM(A1)": ";'@SUM(A1)",
    "one\n+SUM(A1)": "one\n'+SUM(A1)",
    "one\r\n=1+1": "one\r\n'=1+1",
    "one\r=1+1": "one\r'=1+1",
    "=1;=2": "'=1;'=2",
    "-5;-6": "'-5;-6",
    'say "a;b"': 'say "a;b"',
    "x\t=1": "x\t=1",
}
"""Texts that a spreadsheet might cut at semicolons or lines, and how they stand in the CSV for spreadsheets."""


@pytest.mark.parametrize(("text", "expected"), SPLIT.items())
def test_a_text_with_semicolons_stays_one_cell_and_none_of_its_parts_is_computed(text: str, expected: str):
    """LibreOffice takes tabs, commas and semicolons for separators, but not in quotes."""
    table = one_table(("a", [[Literal(text)]]), ("b", [[Literal("last")]]))
    guarded = tables.guarded(table).decode()[1:]
    assert [["a", "b"], [expected, "last"]] == list(csv.reader(io.StringIO(guarded, newline="")))
    for separator in ";\t":
        sniffed = guarded.replace('","', f'"{separator}"')  # what a program reads that takes either sign for a separator
        assert [["a", "b"], [expected, "last"]] == list(csv.reader(io.StringIO(sniffed, newline=""), delimiter=separator))
    assert [["a", "b"], [text, "last"]] == list(csv.reader(io.StringIO(tables.exact(table).decode(), newline="")))


@given(st.text(alphabet="a1=+-@;\n\r\t \"'", min_size=1))
def test_however_a_text_is_cut_at_semicolons_and_lines_no_part_is_computed(text: str):
    [[written]] = list(csv.reader(io.StringIO(tables.guarded(one_table(("a", [[Literal(text)]]))).decode(), newline="")))[1:]
    assert written.replace("'", "") == text.replace("'", "")
    assert not any(is_active(part) for part in re.split(r"[;\n]", written) if not part.startswith("\r"))


UNSEEN = [" ", "\u00a0", "\ufeff", "\u200b", "\u200e", "\u2060", "\u00ad", "\x01", "\u3000"]


@given(
    st.lists(st.sampled_from(UNSEEN), min_size=1, max_size=3),
    st.sampled_from(["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3"]),
)
def test_what_nobody_sees_before_a_formula_does_not_hide_it(before: list[str], formula: str):
    text = "".join(before) + formula
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_stay_numbers(number: str):
    assert inert(number) == number
    cell = book_of(one_table(("a", [[typed(number, "double")]])), edition_with([])).worksheets[1]["A2"]
    assert (float(number), "n") == (cell.value, cell.data_type)


@given(st.text())
def test_a_guarded_text_is_the_text_behind_an_apostrophe_at_most_and_is_never_computed(text: str):
    assert inert(text) in {text, f"'{text}"}
    assert not is_active(inert(text))
    assert not inert(text).startswith(("=", "@", "\t", "\r"))


TYPED = [
    (typed("007", "integer"), 7),
    (typed("1.50", "decimal"), 1.5),
    (typed("true", "boolean"), True),
    (typed("2024-02-29", "date"), datetime(2024, 2, 29)),  # noqa: DTZ001 - a cell has no zone
    (typed("2024-02-29T10:20:30", "dateTime"), datetime(2024, 2, 29, 10, 20, 30)),  # noqa: DTZ001
    (typed("2024-02-29T10:20:30Z", "dateTime"), "2024-02-29T10:20:30Z"),
    (typed("1789-07-14", "date"), "1789-07-14"),
    (typed("12345678901234567890", "integer"), "12345678901234567890"),
    (typed(f"1{'0' * 400}", "integer"), f"1{'0' * 400}"),
    (typed(f"0.{'1' * 20}", "decimal"), f"0.{'1' * 20}"),
    (typed("NaN", "double"), "NaN"),
    (typed("abc", "integer"), "abc"),
    (Literal("5"), "5"),
    (NamedNode("https://x.example/"), "https://x.example/"),
]


@pytest.mark.parametrize(("term", "value"), TYPED)
def test_cells_of_a_workbook_are_of_the_type_of_their_values_where_it_holds_them(term: Term, value: object):
    assert value == book_of(one_table(("a", [[term]])), edition_with([])).worksheets[1]["A2"].value


def test_a_sheet_has_headings_a_filter_and_a_frozen_row_and_the_first_explains():
    edition = edition_with([])
    book = book_of(one_table(("a", [[Literal("x")], []]), ("b", [[], [Literal("y"), Literal("z|")]])), edition)
    about, sheet = book.worksheets
    assert ["About", "Things all"] == book.sheetnames
    assert (["The a", "The b"], ["x", None], [None, r"y | z\|"]) == tuple([c.value for c in row] for row in sheet.rows)
    assert ("B2", "A1:B3") == (sheet.freeze_panes, sheet.auto_filter.ref)
    lines = [[cell.value for cell in row if cell.value] for row in about.rows]
    assert ["Things all", "2 rows", f"{edition.address}thing.csv"] in lines
    assert ["The b", "b"] in lines
    assert ["Publisher", "x"] in lines


def test_sheets_have_names_that_spreadsheets_allow():
    edition = edition_with([])
    titles = ["History", "history", "a" * 40, "a" * 41, "'x'", "[]", "", "About"]
    made = [Table(f"t{n}", {"en": title}, {}, one_table(("a", [])).columns) for n, title in enumerate(titles)]
    names = sheets(tables.workbook(edition, made, "en")).sheetnames
    assert len(titles) + 1 == len({name.casefold() for name in names})
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and "history" != name.lower() for name in names)


def test_what_a_sheet_cannot_hold_is_cut_and_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 4)
    texts = ["é" * 32_767, "é" * 32_768, "🌳" * 16_384, "5", "6"]
    book = book_of(one_table(("a", [[Literal(text)] for text in texts])), edition_with([]))
    values = [row[0].value for row in book.worksheets[1].rows]
    assert [texts[0], "é" * 32_766 + "…", "🌳" * 16_383 + "…"] == values[1:]
    told = [row[0].value for row in book.worksheets[0].rows if row[0].value]
    assert any(text.startswith("2 rows do not fit") for text in told)
    assert any(text.startswith("2 cells have more than 32,767 characters") for text in told)


def triples_of(table: csvw.Table, path: Path) -> Iterator[tuple[str, str, rdflib.term.Node]]:
    """Give the triples of a described table, as Generating RDF from Tabular Data on the Web makes them, in minimal mode."""
    schema = table.tableSchema
    for row in table.iterdicts(fname=path):
        values = {column.name: as_text(value) for column, value in zip(schema.columns, row.values(), strict=True)}
        for column in schema.columns:
            written = values[column.name]
            if not column.suppressOutput and written not in (None, []):
                subject = uritemplate.expand(schema.aboutUrl.uri, values)
                for each in written if isinstance(written, list) else [written]:
                    yield subject, str(column.propertyUrl), object_of(column, each, values)


def as_text(value: object) -> object:
    """Give a value as templates take it: the library parses IRIs."""
    if isinstance(value, list):
        return [as_text(each) for each in value]
    return value.unsplit() if hasattr(value, "unsplit") else value


def object_of(column: csvw.Column, value: object, row: dict[str, object]) -> rdflib.term.Node:
    if column.valueUrl:
        return rdflib.URIRef(uritemplate.expand(column.valueUrl.uri, row))
    language = column.lang if column.lang not in {None, "und"} else None
    datatype = None if column.datatype is None or column.datatype.base == "string" else rdflib.XSD[column.datatype.base]
    return rdflib.Literal(str(value), lang=language, datatype=datatype)


def described(edition: Edition, folder: Path) -> list[tuple[str, str, rdflib.term.Node]]:
    """Write the table of the one type and its metadata, and give the triples that the library reads from them."""
    [type_] = edition.model.types.values()
    table = tables.table_of(edition, type_)
    (folder / "t.csv").write_bytes(tables.exact(table))
    metadata = folder / "t.csv-metadata.json"
    metadata.write_bytes(tables.csvw(edition, table).replace(f'"{table.file.rpartition("/")[2]}"'.encode(), b'"t.csv"'))
    return list(triples_of(csvw.Table.from_file(metadata), folder / "t.csv"))


@given(st.lists(statements, max_size=12))
@settings(max_examples=60)
def test_what_a_reader_of_csvw_makes_of_a_table_is_in_the_data(tmp_path_factory: pytest.TempPathFactory, triples: list[Triple]):
    edition = edition_with(triples)
    data = {(t.subject.value, t.predicate.value, t.object.value) for t in edition.graph.triples()}
    made = described(edition, tmp_path_factory.mktemp("csvw"))
    assert {(subject, predicate, str(value)) for subject, predicate, value in made} <= data


def test_columns_that_csvw_can_say_give_all_their_triples(tmp_path: Path):
    subject = THINGS[0]
    rows = [
        ("ns#text", Literal("arbre", language="fr")),
        ("ns#text", Literal("un autre", language="fr")),
        ("ns#text", Literal("tree", language="en")),
        ("ns#int", typed("5", "integer")),
        ("ns#ref", THINGS[1]),
    ]
    triples = [Triple(subject, NamedNode(TABLE_BASE + name), value) for name, value in rows]
    made = described(edition_with(triples), tmp_path)
    literal = {(p.rpartition("#")[2], str(v), getattr(v, "language", None)) for s, p, v in made if s == subject.value}
    assert literal == {
        ("text", "arbre", "fr"),
        ("text", "un autre", "fr"),
        ("text", "tree", "en"),
        ("int", "5", None),
        ("ref", THINGS[1].value, None),
    }
    assert {rdflib.XSD.integer} == {v.datatype for _, p, v in made if p.endswith("#int")}


@pytest.mark.parametrize(
    "values",
    [[THINGS[0], THINGS[1]], [NamedNode("https://x.example/é")], [Literal("a|b")], [Literal("")], [Literal("a"), THINGS[1]]],
    ids=["several IRIs", "an IRI that a template changes", "an escaped value", "an empty value", "a literal and an IRI"],
)
def test_columns_that_csvw_cannot_say_are_suppressed(values: list[Term]):
    edition = edition_with([Triple(THINGS[0], NamedNode(f"{TABLE_BASE}ns#any"), value) for value in values])
    [type_] = edition.model.types.values()
    columns = json.loads(tables.csvw(edition, tables.table_of(edition, type_)))["tableSchema"]["columns"]
    assert [True] == [column.get("suppressOutput") for column in columns if column["titles"] == "any"]


@pytest.fixture
def release(folder: Path, tmp_path: Path) -> Path:
    """A release with all forms of tables, of each of the two fixture catalogues."""
    return build(edition_of(with_all_forms(folder)), tmp_path / "out").folder


def package_of(release: Path) -> Path:
    [path] = release.rglob("datapackage.json")
    return path


def test_the_data_package_is_valid_and_so_is_the_one_in_the_archive(release: Path, tmp_path: Path):
    package = package_of(release)
    assert frictionless.validate(str(package)).valid
    [archive] = release.rglob("tables.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "zip")
        assert sorted(opened.namelist()) == opened.namelist()
        for name in opened.namelist():
            assert (package.parent / name).read_bytes() == opened.read(name)
    assert frictionless.validate(str(tmp_path / "zip" / "datapackage.json")).valid
    resources = json.loads(package.read_bytes())["resources"]
    assert resources
    assert {each["path"] for each in resources} <= set(zipfile.ZipFile(archive).namelist())


def test_all_forms_of_a_table_have_the_rows_of_its_csv(release: Path):
    for path in package_of(release).parent.glob("*.parquet"):
        exact = pd.read_csv(path.with_suffix(".csv"), dtype=str, keep_default_na=False)
        frame, other = pd.read_parquet(path), pl.read_parquet(path)
        sheet = openpyxl.load_workbook(path.with_suffix(".en.xlsx")).worksheets[1]
        spreadsheet = pd.read_csv(path.with_name(f"{path.stem}-spreadsheet.csv"), dtype=str, keep_default_na=False)
        assert list(exact) == list(frame) == other.columns == list(spreadsheet)
        assert list(exact["iri"]) == list(frame["iri"]) == other["iri"].to_list() == list(spreadsheet["iri"])
        assert list(exact["iri"]) == [row[0].value for row in list(sheet.rows)[1:]]
        for name in exact:
            lists = [values if isinstance(values, list) else [values] for values in other[name].to_list()]
            counted = [sum(value is not None for value in values) for values in lists]
            assert [len(tables.values_in(cell)) for cell in exact[name]] == counted, name


LABELS = {
    "quotes": """a "quoted", 'single'; «guillemets»""",
    "lines": "one\ntwo\r\nthree\ttab",
    "html": "<script>alert(1)</script>&amp;<b>x</b> &#10;",
    "bars": "a | b \\| c | ",
    "formula": '=HYPERLINK("http://x.example";"y")',
    "escape": "_x0041_ %41 \\U0001F333",
    "space": "  ",
    "bean": "lower",
    "Bean": "upper",
    "\u00e9": "composed",
    "e\u0301": "decomposed",
}
"""The labels of things by the ends of their IRIs, some of which differ in case or in the form of Unicode alone."""


def test_hostile_texts_and_iris_that_differ_little_are_the_same_in_all_forms(garden: Path, tmp_path: Path):
    skos = "http://www.w3.org/2004/02/skos/core#prefLabel"
    entries = (
        f"<{BASE}plant/{end}> a <{BASE}ontology#Plant> ; <{skos}> {rdflib.Literal(label, lang='en').n3()} ."
        for end, label in LABELS.items()
    )
    (garden / "data" / "plant" / "bean.ttl").unlink()
    (garden / "data" / "hostile.ttl").write_text("\n".join(entries), "utf-8", newline="\n")
    release = build(edition_of(with_all_forms(garden)), tmp_path / "out").folder
    exact = pd.read_csv(release / "plant.csv", dtype=str, keep_default_na=False)
    other = pl.read_csv(release / "plant.csv", infer_schema=False)
    frame, columns = pd.read_parquet(release / "plant.parquet"), pl.read_parquet(release / "plant.parquet")
    rows = list(openpyxl.load_workbook(release / "plant.en.xlsx").worksheets[1].iter_rows(min_row=2))
    ends = [iri.removeprefix(f"{BASE}plant/") for iri in exact["iri"]]
    assert sorted(ends) == sorted([*LABELS, "tomato"])
    for number, end in enumerate(ends):
        cell = exact["prefLabel@en"][number]
        label = LABELS.get(end, "tomato")
        assert [label] == tables.values_in(cell)
        assert label == frame["prefLabel@en"][number] == columns["prefLabel@en"][number]
        assert cell == other["prefLabel@en"][number]
        written = rows[number][1]
        assert ("s", cell) == (written.data_type, written.value.replace("_x000D_", "\r"))
        assert exact["iri"][number] == frame["iri"][number] == columns["iri"][number] == rows[number][0].value


def with_all_forms(folder: Path) -> Path:
    toml = folder / "catalogue.toml"
    toml.write_text(f'{toml.read_text("utf-8")}\n[tables]\nformats = ["csvw", "parquet", "spreadsheet", "xlsx"]\n', "utf-8")
    return folder


ENDS = (".xlsx", ".parquet", ".zip", "-spreadsheet.csv", ".csv-metadata.json", "datapackage.json")


def test_the_bytes_are_the_same_in_any_number_of_processes_and_from_the_service(folder: Path, tmp_path: Path):
    with_all_forms(folder)
    releases = [build(edition_of(folder), tmp_path / str(jobs), jobs=jobs).folder for jobs in (1, 2)]
    ends = ENDS
    paths = sorted(str(p.relative_to(releases[0])) for p in releases[0].rglob("*") if p.name.endswith(ends))
    assert {end for end in ends if any(path.endswith(end) for path in paths)} == set(ends)
    edition = edition_of(folder)
    root = edition.settings.base.split("/", 3)[3]
    with TestClient(Site(edition), follow_redirects=False) as client:
        for path in paths:
            built = (releases[0] / path).read_bytes()
            assert built == (releases[1] / path).read_bytes(), path
            assert built == client.get(f"/{root}{path}").content, path


def test_after_a_change_all_forms_are_those_of_a_whole_build(garden: Path, tmp_path: Path):
    with_all_forms(garden)
    first = build(edition_of(garden), tmp_path / "out").folder
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", "=1+1"), "utf-8")
    second, whole = build(edition_of(garden), tmp_path / "out").folder, build(edition_of(garden), tmp_path / "whole").folder
    for path in whole.rglob("*"):
        if path.name.endswith(ENDS):
            assert path.read_bytes() == (second / path.relative_to(whole)).read_bytes(), path
    for name in ("plant.csv", "plant-spreadsheet.csv", "plant.en.xlsx", "plant.parquet", "datapackage.json"):
        assert (first / name).read_bytes() != (second / name).read_bytes(), name


def test_the_answer_of_a_query_that_is_a_dataset_is_among_the_tables(garden: Path):
    sparql = '# title: All\n# dataset: yes\nSELECT ?plant ?note { ?plant a <ontology#Plant> BIND("a|b" AS ?note) }\n'
    (garden / "queries" / "all.rq").write_text(sparql, "utf-8")
    edition = edition_of(garden)
    package = json.loads(publish.represent(edition, f"{BASE}datapackage", "application/vnd.datapackage+json"))
    assert ["garden.csv", "plant.csv", "queries/all.csv"] == sorted(each["path"] for each in package["resources"])
    sheet = sheets(publish.represent(edition, f"{BASE}dumps/tables", XLSX, "en")).worksheets[-1]
    assert ("All", ["plant", "note"]) == (sheet.title, [cell.value for cell in sheet[1]])
    assert "a|b" == sheet["B2"].value


def test_formats_that_there_are_not_and_a_library_that_is_missing_are_told(garden: Path, monkeypatch: pytest.MonkeyPatch):
    toml = garden / "catalogue.toml"
    before = toml.read_text("utf-8")
    toml.write_text(f'{before}\n[tables]\nformats = ["pdf"]\n', "utf-8")
    with pytest.raises(SettingsError, match="csvw, parquet, spreadsheet, xlsx"):
        edition_of(garden)
    toml.write_text(f'{before}\n[tables]\nformats = ["parquet"]\n', "utf-8")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    edition = edition_of(garden)
    with pytest.raises(UsageError, match=r"pip install 'communs-catalogue\[parquet\]'"):
        publish.represent(edition, f"{BASE}plant", "application/vnd.apache.parquet")
    assert publish.document_at(edition, "plant.en.xlsx") is publish.document_at(edition, "plant-spreadsheet.csv") is None
