"""What gets no page: where nothing or little of the data has one, the check says why, once, and how to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import edition_of, shared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_entities import NAME, SETTINGS, made

from catalogue.lint import Finding, Severity
from catalogue.lint.bases import fitting, is_variant
from catalogue.workspace import reading
from catalogue.workspace.catalogue import Catalogue

SHAPE = f"s:Book a sh:NodeShape ; sh:targetClass :Book ; {NAME} ."
CODES = {"C216", "C217", "C218", "C219"}


def unpaged(folder: Path, *, cache: bool = False) -> list[Finding]:
    return [each for each in Catalogue(folder).check(cache=cache).findings if each.kind.code in CODES]


def codes(folder: Path) -> list[str]:
    return [finding.kind.code for finding in unpaged(folder)]


def books(prefix: str, count: int) -> str:
    return "".join(f"<{prefix}{number}> a :Book ." for number in range(count))


CASES = {
    "things inside": (books("book/", 2), []),
    "all under http": (books("http://x.example/", 2), ["C216"]),
    "all elsewhere": (books("https://y.example/", 2), ["C216"]),
    "all elsewhere and no web": (books("urn:b:", 2), ["C216"]),
    "all without an IRI": ("[] a :Book . [] a :Book .", ["C216"]),
    "outside, and without an IRI": (books("urn:b:", 1) + "[] a :Book .", ["C216", "C219"]),
    "of no class that has a shape": ("<http://x.example/1> a :Film .", ["C216"]),
    "one of three under http": (books("book/", 2) + books("http://x.example/", 1), ["C217"]),
    "most elsewhere": (books("book/", 1) + books("https://y.example/", 2), ["C217"]),
    "some elsewhere": (books("book/", 2) + books("https://y.example/", 2), ["C218"]),
    "some elsewhere, one under www": (
        books("book/", 2) + "<urn:b> a :Book . <https://www.x.example/z> a :Book .",
        ["C217", "C218"],
    ),
    "one without an IRI": (books("book/", 1) + "[] a :Book .", ["C219"]),
    "a value without an IRI": ("<book/1> a :Book ; :wrote [ a :Book ] .", []),
    "a claim without an IRI": ("<book/1> a :Book ; :pages 1 . [] a :Book ; rdf:subject <book/1> .", []),
    "no data": ("", []),
    "untyped outside": (books("book/", 1) + "<https://y.example/1> :name 'y'@en .", []),
    "a syntax error": (books("http://x.example/", 2) + "<a> :p ]]] .", []),
    "an unknown class": ("<book/1> a :Bok .", []),
}


@pytest.mark.parametrize(("data", "expected"), CASES.values(), ids=CASES)
def test_what_gets_no_page_is_reported_once(tmp_path: Path, data: str, expected: list[str]):
    assert expected == codes(made(tmp_path, SHAPE, data))


def test_without_shapes_nothing_is_reported(tmp_path: Path):
    folder = made(tmp_path, "", books("http://x.example/", 1))
    shutil.rmtree(folder / "shapes")
    (folder / "shapes").mkdir()
    assert [] == codes(folder)


def test_where_nothing_has_a_page_the_base_is_the_place_and_the_advice_has_the_base_that_fits(tmp_path: Path):
    [finding] = unpaged(made(tmp_path, SHAPE, books("http://x.example/", 2)))
    assert ("catalogue.toml", 2) == (finding.place.path, finding.place.line)
    assert finding.severity is Severity.VIOLATION
    assert "its 2 things with an IRI lie outside the base https://x.example/" in finding.message["en"]
    for language in ("en", "fr"):
        assert '`base = "http://x.example/"`' in finding.message[language] + finding.advice[language]
        assert "`catalogue rebase http://x.example/ https://x.example/`" in finding.advice[language]
    [related] = finding.related
    assert related.place.path == "data/d.ttl"
    assert "<http://x.example/0>" in related.message["en"]


def test_things_outside_the_base_are_counted_with_an_example(tmp_path: Path):
    [finding] = unpaged(made(tmp_path, SHAPE, books("book/", 1) + books("https://y.example/", 3)))
    assert finding.message["en"].startswith("3 things that shapes target lie outside the base")
    assert "<https://y.example/0>" in finding.related[0].message["en"]
    assert "elsewhere" in finding.advice["en"]


def test_a_base_without_its_last_slash_is_no_base_to_move_to(tmp_path: Path):
    [finding] = unpaged(made(tmp_path, SHAPE, books("book/", 2) + "<https://x.example> a :Book ."))
    assert (finding.kind.code, "rebase" in finding.advice["en"]) == ("C217", False)


def test_things_without_an_iri_are_counted_in_each_file(tmp_path: Path):
    folder = made(tmp_path, SHAPE, books("book/", 1) + "\n[] a :Book .\n_:x a :Book .")
    (folder / "data" / "e.ttl").write_text("[] a <https://x.example/ontology#Book> .", "utf-8")
    found = unpaged(folder)
    assert ["C219", "C219"] == [each.kind.code for each in found]
    assert ["2 things", "a thing "] == [each.message["en"][:8] for each in found]
    assert [("data/d.ttl", 14), ("data/e.ttl", 1)] == [(each.place.path, each.place.line) for each in found]


def test_things_of_others_are_a_number_that_asks_nothing(tmp_path: Path):
    report = Catalogue(made(tmp_path, SHAPE, books("book/", 2) + books("https://y.example/", 1))).check()
    assert report.conforms
    assert "C218" not in {finding.kind.code for finding in report.without_asides()}
    assert 1 == report.without_asides().asides


@pytest.mark.parametrize("prefix", ["https://y.example/", "http://x.example/"])
@pytest.mark.parametrize("count", [1, 3])
def test_what_the_settings_say_is_elsewhere_may_lie_outside_the_base(tmp_path: Path, prefix: str, count: int):
    folder = made(tmp_path, SHAPE, books("book/", 2) + books(prefix, count))
    assert 1 == len(unpaged(folder))
    (folder / "catalogue.toml").write_text(f'{SETTINGS}\n[data]\nelsewhere = ["{prefix}*"]\n', "utf-8")
    assert [] == unpaged(folder)


VARIANTS = [
    "http://x.example/a/1",
    "https://www.x.example/a/1",
    "http://WWW.x.example/a/1",
    "https://X.example/a/1",
    "https://x.example/a",
    "https://x.example/a#1",
]
STRANGERS = [
    "https://x.example/ab",
    "https://x.example/b/1",
    "https://y.example/a/1",
    "https://x.example.org/a/1",
    "urn:x",
    "a",
]


@pytest.mark.parametrize(("iri", "expected"), [*((iri, True) for iri in VARIANTS), *((iri, False) for iri in STRANGERS)])
def test_a_variant_of_a_base_differs_in_scheme_www_case_of_the_host_or_the_last_slash(iri: str, expected: object):
    assert expected == is_variant(iri, "https://x.example/a/")


segments = st.lists(st.sampled_from(["a", "b", "c#d", "e?f", ""]), max_size=3)
iris = st.builds(
    lambda host, path: "/".join([host, *path]), st.sampled_from(["http://x.example", "https://y.example"]), segments
)


@given(st.lists(iris | st.just("urn:x"), min_size=1))
def test_a_base_that_fits_is_a_base_and_begins_the_iris_of_a_host(iris: list[str]):
    base = fitting(iris, "https://x.example/b/")
    web = [iri for iri in iris if iri != "urn:x"]
    assert (base is None) == (not web)
    if base is not None:
        assert base.endswith("/")
        assert not set("#?") & set(base)
        host = "/".join(base.split("/")[:3])
        beginning = [iri for iri in web if iri.startswith(base) or iri + "/" == base]
        assert beginning
        assert "x.example" in host or set(beginning) == {iri for iri in web if iri.startswith(host)}


PARTS = [
    books("book/", 1),
    books("http://x.example/", 2),
    books("https://y.example/", 2),
    "[] a :Book . [] a :Book .",
    "[] a :Novel .",
    "_:a a :Book . <book/3> :wrote _:a .",
    ":Novel rdfs:subClassOf :Book .",
    "<book/9> a :Novel ; :wrote <book/none>, <download/x> .",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from(PARTS), unique=True)), min_size=2, max_size=4))
def test_a_check_of_what_has_changed_reports_the_same(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, states: list[dict[str, list[str]]]
):
    monkeypatch.setattr(reading, "SHARE", 1)
    folder = made(tmp_path_factory.mktemp("changing"), SHAPE, "")
    head = (folder / "data" / "d.ttl").read_text("utf-8")
    for state in states:
        for name, parts in state.items():
            (folder / "data" / f"{name}.ttl").write_text(head + "\n".join(parts), "utf-8")
        again, afresh = (list(Catalogue(folder).check(cache=cache).findings) for cache in (True, False))
        assert afresh == again


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS), unique=True))
def test_nothing_has_a_page_where_and_only_where_it_is_reported(tmp_path_factory: pytest.TempPathFactory, parts: list[str]):
    folder = made(tmp_path_factory.mktemp("some"), SHAPE, "\n".join(parts))
    edition = edition_of(folder)
    assert ("C216" in codes(folder)) == (len(edition.graph) > 0 and not edition.things)


@pytest.mark.parametrize("case", ["wrong-base", "blank-entity"])
def test_the_cases_have_one_finding(tmp_path: Path, case: str):
    folder = Path(shutil.copytree(shared("cases", case), tmp_path / case))
    assert ["C216"] == [finding.kind.code for finding in Catalogue(folder).check().without_asides()]


def test_a_case_of_downloads_below_the_base_has_none(tmp_path: Path):
    folder = Path(shutil.copytree(shared("cases", "own-download-address"), tmp_path / "case"))
    assert [] == [str(finding.place) for finding in Catalogue(folder).check().findings if finding.kind.code[:2] == "C2"]
