"""Forms read by the programs that they are for: the first catalogue, and one with hostile names, give each of them the same."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import csvw
import frictionless
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pyld.jsonld as pyld
import pytest
import rdflib
from conftest import edition_of
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.config.tables import Tables
from catalogue.edition import Edition
from catalogue.exports import tables
from catalogue.scaffold import init
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
NAMES = {
    "quotes": """a "quoted", 'single'; «guillemets»""",
    "lines": "one\ntwo\nthree\ttab",
    "html": "<script>alert(1)</script>&amp;<b>x</b> &#10;",
    "bars": "a | b \\| c | ",
    "formula": '=HYPERLINK("http://x.example";"y")',
    "behind": "seed;=1+1;-2+3",
    "semicolons": "one; two;three",
    "number": "007",
    "date": "1/2",
    "bean": "lower",
    "Bean": "upper",
    "\u00e9": "composed",
    "e\u0301": "decomposed",
}
"""Labels by the ends of IRIs, some of which differ in case or in the form of Unicode alone."""


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("clients") / "garden"
    init(folder)
    (folder / "data" / "plant" / "bean.ttl").unlink()
    entries = (
        f"<{BASE}plant/{quote(end)}> a <{BASE}ontology#Plant> ; <{SKOS.prefLabel}> {rdflib.Literal(label, lang='en').n3()} ."
        for end, label in NAMES.items()
    )
    (folder / "data" / "hostile.ttl").write_text("\n".join(entries), "utf-8", newline="\n")
    title = json.dumps(NAMES["quotes"] + NAMES["html"] + NAMES["behind"], ensure_ascii=False)
    settings = (
        '\n[dcat]\ncontact = "mailto:help@gardens.example.org"\nthemes = ["ENVI"]\nkeywords = { en = ["a;b", "<i>"] }\n'
        f'[[dcat.datasets]]\nname = "plants"\ntitle = {{ en = {title} }}\ntypes = ["g:Plant"]\n'
    )
    file = folder / "catalogue.toml"
    file.write_text(file.read_text("utf-8") + settings, "utf-8")
    return edition_of(folder)


@pytest.fixture(scope="session", params=["first", "hostile"])
def edition(request: pytest.FixtureRequest) -> Edition:
    """Each of the two catalogues, with all forms of tables."""
    given: Edition = request.getfixturevalue("first_edition" if request.param == "first" else "hostile")
    settings = replace(given.settings, tables=Tables(("csvw", "parquet", "spreadsheet", "xlsx")))
    return replace(given, settings=settings)


@pytest.fixture(scope="session")
def name(edition: Edition) -> str:
    """The type whose things are read."""
    return "plant" if edition.settings.base == BASE else "initiative"


def at(edition: Edition, path: str) -> bytes:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, document.format.media_type, document.language)


@pytest.fixture(scope="session")
def files(edition: Edition, name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a type in a folder."""
    folder = tmp_path_factory.mktemp("files")
    ends = (".ttl", ".jsonld", ".csv", ".csv-metadata.json", "-spreadsheet.csv", ".en.xlsx", ".parquet")
    for path in (*(name + end for end in ends), "datapackage.json"):
        (folder / path).write_bytes(at(edition, path))
    return folder


@pytest.fixture(scope="session")
def expected(edition: Edition, name: str) -> dict[str, str]:
    """The English names of the things by IRI, as the data has them."""
    things = edition.instances(edition.model.by_name[name])
    return {thing.value: edition.own_label(thing).get("en", "") for thing in things}


Names = dict[str, str]
COLUMN = "prefLabel@en"


def of_graph(graph: rdflib.Graph, name: str) -> Names:
    """Give the English names of the things of a type."""
    class_ = {"plant": f"{BASE}ontology#Plant"}.get(name, "https://communs.example.org/ontology#Initiative")
    things = graph.subjects(RDF.type, rdflib.URIRef(class_))
    names = {
        str(thing): [str(each) for each in graph.objects(thing, SKOS.prefLabel) if each.language == "en"] for thing in things
    }
    return {thing: each[0] if each else "" for thing, each in names.items()}


def of_cells(rows: Iterator[tuple[str, str | None]]) -> Names:
    """Give the names that cells have, as our CSV writes them."""
    return {iri: next(iter(tables.values_in(cell or "")), "") for iri, cell in rows}


def turtle_rdflib(folder: Path, name: str) -> Names:
    return of_graph(rdflib.Graph().parse(folder / f"{name}.ttl"), name)


def jsonld_rdflib(folder: Path, name: str) -> Names:
    return of_graph(rdflib.Graph().parse(folder / f"{name}.jsonld", format="json-ld"), name)


def jsonld_pyld(folder: Path, name: str) -> Names:
    def never(address: str, _options: dict[str, Any]) -> None:
        pytest.fail(f"{address} is not to be fetched")

    quads = pyld.to_rdf(
        json.loads((folder / f"{name}.jsonld").read_bytes()), {"format": "application/n-quads", "documentLoader": never}
    )
    return of_graph(rdflib.Graph().parse(data=quads, format="nt"), name)


def json_alone(folder: Path, name: str) -> Names:
    """Read the JSON as a program does that knows nothing of RDF."""
    members = json.loads((folder / f"{name}.jsonld").read_bytes())["hydra:member"]
    return {member["@id"]: member["prefLabel"].get("en", "") for member in members}


def csv_python(folder: Path, name: str) -> Names:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return of_cells((row["iri"], row[COLUMN]) for row in csv.DictReader(file))


def csv_pandas(folder: Path, name: str) -> Names:
    frame = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    return of_cells(zip(frame["iri"], frame[COLUMN], strict=True))


def csv_polars(folder: Path, name: str) -> Names:
    return of_cells(pl.read_csv(folder / f"{name}.csv", infer_schema=False).select("iri", COLUMN).iter_rows())


def csvw_csvw(folder: Path, name: str) -> Names:
    table = csvw.Table.from_file(folder / f"{name}.csv-metadata.json")
    label = next(each.name for each in table.tableSchema.columns if each.name.startswith("prefLabel") and each.lang == "en")
    rows = table.iterdicts(fname=folder / f"{name}.csv")
    values = ((row["iri"], row[label]) for row in rows)
    read = {str(getattr(iri, "unsplit", iri.__str__)()): text for iri, text in values}
    names = {iri: text if isinstance(text, list) else tables.values_in(text or "") for iri, text in read.items()}
    return {iri: next(iter(each), "") for iri, each in names.items()}


def package_frictionless(folder: Path, name: str) -> Names:
    resources = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    [own] = [each for each in resources if each["path"] == f"{name}.csv"]
    resource = frictionless.Resource.from_descriptor(own, basepath=str(folder))
    assert resource.validate().valid
    return of_cells((row["iri"], row[COLUMN]) for row in resource.read_rows())


def xlsx_openpyxl(folder: Path, name: str) -> Names:
    sheet = openpyxl.load_workbook(folder / f"{name}.en.xlsx").worksheets[1]
    rows = list(sheet.rows)
    at = column_of(folder, name)
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    return of_cells((row[0].value, row[at].value) for row in rows[1:])


def column_of(folder: Path, name: str) -> int:
    """Give the place of the column of names, which the workbook heads by what readers call it."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file)).index(COLUMN)


def xlsx_pandas(folder: Path, name: str) -> Names:
    frame = pd.read_excel(folder / f"{name}.en.xlsx", sheet_name=1, dtype=str, keep_default_na=False)
    return of_cells(zip(frame.iloc[:, 0], frame.iloc[:, column_of(folder, name)], strict=True))


def of_values(rows: Iterator[tuple[str, Any]]) -> Names:
    """Give the names that typed columns have: a text, or a list of texts."""
    lists = {iri: [value] if isinstance(value, str) else list(() if value is None else value) for iri, value in rows}
    return {iri: values[0] if values else "" for iri, values in lists.items()}


def parquet_pandas(folder: Path, name: str) -> Names:
    frame = pd.read_parquet(folder / f"{name}.parquet")
    return of_values(zip(frame["iri"], frame[COLUMN].where(frame[COLUMN].notna(), None), strict=True))


def parquet_polars(folder: Path, name: str) -> Names:
    return of_values(pl.read_parquet(folder / f"{name}.parquet").select("iri", COLUMN).iter_rows())


def parquet_pyarrow(folder: Path, name: str) -> Names:
    table = pq.read_table(folder / f"{name}.parquet")
    return of_values(zip(table["iri"].to_pylist(), table[COLUMN].to_pylist(), strict=True))


CLIENTS: list[Callable[[Path, str], Names]] = [
    turtle_rdflib,
    jsonld_rdflib,
    jsonld_pyld,
    json_alone,
    csv_python,
    csv_pandas,
    csv_polars,
    csvw_csvw,
    package_frictionless,
    xlsx_openpyxl,
    xlsx_pandas,
    parquet_pandas,
    parquet_polars,
    parquet_pyarrow,
]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_each_client_reads_all_names_of_a_form_as_the_data_has_them(
    client: Callable[[Path, str], Names], files: Path, name: str, expected: Names
):
    assert len(expected) > 10
    assert client(files, name) == expected


@pytest.mark.parametrize("separators", [",", ",;\t"])
def test_a_spreadsheet_keeps_the_cells_apart_whatever_it_takes_for_separators(
    files: Path, name: str, expected: Names, separators: str
):
    """What is not in quotes may be cut at any of them; nothing that is shown begins as a formula does."""
    text = (files / f"{name}-spreadsheet.csv").read_text("utf-8-sig")
    for separator in separators:
        rows = list(csv.reader(io.StringIO(text.replace('","', f'"{separator}"'), newline=""), delimiter=separator))
        at = rows[0].index(COLUMN)
        found = of_cells((row[0], row[at]) for row in rows[1:])
        assert {iri: label.replace("'", "") for iri, label in found.items()} == {
            iri: label.replace("'", "") for iri, label in expected.items()
        }
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "@"))]


def harvested(data: bytes, format_: str) -> dict[str, dict[str, Any]]:
    """Read a description as a harvester of CKAN does: one package for each dataset, one resource for each distribution."""
    graph = rdflib.Graph().parse(data=data, format=format_)

    def texts(node: rdflib.term.Node, predicate: rdflib.URIRef) -> dict[str, str]:
        return {
            value.language or "": str(value) for value in graph.objects(node, predicate) if isinstance(value, rdflib.Literal)
        }

    def first(node: rdflib.term.Node | None, predicate: rdflib.URIRef) -> str:
        return str(next(iter(sorted(graph.objects(node, predicate))), "")) if node is not None else ""

    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    vcard = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
    packages = {}
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        contact = next(iter(graph.objects(dataset, DCAT.contactPoint)), None)
        publisher = next(iter(graph.objects(dataset, DCTERMS.publisher)), None)
        packages[str(dataset)] = {
            "title": texts(dataset, DCTERMS.title),
            "notes": texts(dataset, DCTERMS.description),
            "tags": sorted(str(each) for each in graph.objects(dataset, DCAT.keyword)),
            "identifier": first(dataset, DCTERMS.identifier),
            "themes": [str(each) for each in graph.objects(dataset, DCAT.theme)],
            "modified": first(dataset, DCTERMS.modified),
            "license": first(dataset, DCTERMS.license),
            "page": first(dataset, DCAT.landingPage),
            "publisher": texts(publisher, FOAF.name) if publisher is not None else {},
            "contact": first(contact, vcard.hasEmail) or first(contact, vcard.hasURL),
            "resources": {
                first(file, DCAT.downloadURL): {
                    "name": texts(file, DCTERMS.title),
                    "format": first(file, DCTERMS["format"]).rpartition("/")[2],
                    "mimetype": first(file, DCAT.mediaType).partition("media-types/")[2],
                    "size": int(first(file, DCAT.byteSize)),
                    "hash": first(next(iter(graph.objects(file, spdx.checksum)), None), spdx.checksumValue),
                    "license": first(file, DCTERMS.license),
                }
                for file in graph.objects(dataset, DCAT.distribution)
            },
        }
    return packages


def test_a_harvester_finds_datasets_with_all_that_a_portal_shows_in_each_syntax(edition: Edition):
    packages = harvested(at(edition, "index.ttl"), "turtle")
    assert harvested(at(edition, "index.jsonld"), "json-ld") == packages == harvested(at(edition, "index.rdf"), "xml")
    settings = edition.settings
    assert len(packages) == 1 + len(settings.portal.datasets)
    for iri, package in packages.items():
        assert package["identifier"] == iri
        assert set(package["title"]) == set(package["notes"]) or settings.base == BASE
        assert all(package[key] for key in ("tags", "themes", "license", "page", "publisher", "contact", "resources"))
        for url, file in package["resources"].items():
            path = url.removeprefix(edition.address)
            assert publish.document_at(edition, path) is not None, url
            document = publish.document_at(edition, path.removesuffix(".gz"))  # what is compressed has its own media type there
            assert document is not None, url
            assert file["mimetype"] == document.format.media_type.partition(";")[0]
            assert (len(file["hash"]), file["license"]) == (64, package["license"])
            assert file["name"]
    for dataset in settings.portal.datasets:
        assert packages[f"{settings.base}#dataset-{dataset.name}"]["title"] == dict(dataset.title)


def test_what_a_harvester_downloads_has_the_size_and_the_digest_that_it_was_told(hostile: Edition):
    with TestClient(Site(hostile), base_url=BASE) as client:
        told = client.get("/index.ttl").content
        packages = harvested(told, "turtle")
        files = {url: file for package in packages.values() for url, file in package["resources"].items()}
        assert len(files) > 10
        for url, file in files.items():
            data = client.get(url.removeprefix(BASE.rstrip("/"))).content
            assert (len(data), sha256(data).hexdigest()) == (file["size"], file["hash"]), url
