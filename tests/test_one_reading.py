"""One reading: the text of a query is tokenised, parsed and tried once, whoever asks what of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import edition_of

from catalogue.config import Sparql
from catalogue.publish import document_at, represent
from catalogue.query import running
from catalogue.scaffold import init
from catalogue.sparql import parser, syntax, tokens
from catalogue.workers.evaluator import Evaluator
from catalogue.workers.messages import Asked
from catalogue.workers.statements import Statements
from catalogue.workspace.catalogue import Catalogue

QUERY = """# title: Plants
# param: lang language = fr -- In which language
# chart: bar x=label y=n
SELECT ?label (COUNT(?plant) AS ?n) { ?plant a ?class ; ?p ?label FILTER (lang(?label) = ?lang) } GROUP BY ?label
"""


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often a text is tokenised, parsed, tried on an empty store, and run."""
    seen: Counter[str] = Counter()
    for module, name in ((tokens, "tokens"), (parser, "parse"), (syntax, "syntax_fault"), (running, "run")):
        counted = _counted(getattr(module, name), name, seen)
        for other in [other for other in sys.modules.values() if getattr(other, "__name__", "").startswith("catalogue.")]:
            if vars(other).get(name) is getattr(counted, "__wrapped__", None):
                monkeypatch.setattr(other, name, counted)
    return seen


def _counted(function: Callable[..., Any], name: str, seen: Counter[str]) -> Callable[..., Any]:
    def counted(*args: Any, **given: Any) -> Any:
        seen[name] += 1
        return function(*args, **given)

    counted.__wrapped__ = function  # type: ignore[attr-defined] # as functools does
    return counted


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    init(tmp_path / "garden")
    for path in (tmp_path / "garden" / "queries").glob("*.rq"):
        path.unlink()
    (tmp_path / "garden" / "queries" / "plants.rq").write_text(QUERY, "utf-8")
    return tmp_path / "garden"


def test_the_documents_of_a_named_query_are_made_from_one_reading(garden: Path, counts: Counter[str]):
    """It is run once for each value of its parameter: the tables have the default, which one of the pages has too."""
    edition = edition_of(garden)
    languages = edition.settings.languages
    suffixes = [*(f"{language}.html" for language in languages), "csv", "srj", "rq"]
    for suffix in suffixes:
        document = document_at(edition, f"queries/plants.{suffix}")
        assert document is not None
        assert represent(edition, document.iri, document.format.media_type, document.language)
    assert Counter(tokens=1, parse=1, syntax_fault=1, run=len({"fr", *languages})) == counts


def test_a_check_reads_a_query_file_and_a_constraint_once(garden: Path, counts: Counter[str]):
    (garden / "queries" / "answers" / "plants.csv").write_text("label\n", "utf-8")
    (garden / "shapes" / "more.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; "
        f'sh:sparql [ sh:select "SELECT $this {{ $this <urn:p> ?value }} # {garden}" ] .',
        "utf-8",
    )
    list(Catalogue(garden).check(cache=False))
    texts = 2
    assert Counter(tokens=texts, parse=texts, syntax_fault=1) == counts


@pytest.mark.parametrize(
    ("sparql", "readings"),
    [
        ("SELECT * { ?s ?p ?o }", {}),
        ("SELECT (NOW() AS ?now) { ?s ?p ?o }", {"tokens": 1}),
        ("SELECT ?s { ?s a ?c . ?s ?p ?o }", {"tokens": 1, "parse": 1}),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {"tokens": 1, "parse": 1}),
    ],
)
def test_a_request_is_read_once_and_only_where_it_must(
    tmp_path: Path, counts: Counter[str], sparql: str, readings: dict[str, int]
):
    path = tmp_path / "statements.nq"
    path.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\n", "utf-8")
    store = Evaluator(Statements(path), "urn:", {}, Sparql())
    store.know(store.count())
    store.answer(Asked(sparql, "csv", "csv", "ntriples"))
    assert Counter(readings) == counts
