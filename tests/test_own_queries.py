"""The catalogue's own queries that pages of the service show: no query of these takes it down either."""

import os
import threading
from pathlib import Path

import httpx2
import pytest
from conftest import edition_of
from sparql_service import limited, running
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.documents.formats import ASSET_FORMATS
from catalogue.release import build
from catalogue.serve import Site

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a worker needs a system that can fork")

NUMBERS = "".join(f"VALUES ?v{n} {{ {'1 ' * 160} }} " for n in range(4))
ENDLESS = f"# title: Endless\nSELECT (COUNT(*) AS ?n) {{ {NUMBERS} }}\n"
LARGE = '# title: Large\nSELECT ?v { BIND("aa" AS ?v0) ' + "".join(
    f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1}) " for n in range(40)
) + "BIND(?v40 AS ?v) }\n"  # fmt: skip


def test_a_query_without_end_costs_nobody_else_their_page(garden: Path):
    (garden / "queries" / "endless.rq").write_text(ENDLESS, "utf-8")
    with running(garden, wall=1) as address:
        endless = f"{address}queries/endless.en.html"
        asked = [threading.Thread(target=httpx2.get, args=(endless,), kwargs={"timeout": 60}) for _ in range(12)]
        for each in asked:
            each.start()
        for path in ("plant/bean.en.html", "plant/tomato.fr.html", "garden.en.html", "plant/bean.ttl"):
            assert httpx2.get(address + path, timeout=30).status_code == 200
        for each in asked:
            each.join()
        answer = httpx2.get(endless, timeout=30)
        assert answer.status_code == 503
        assert "endless" in answer.text
        assert httpx2.get(f"{address}readyz").status_code == 200


@pytest.mark.parametrize("sparql", [ENDLESS, LARGE], ids=["endless", "large"])
def test_what_it_takes_too_much_is_told_with_its_limit(garden: Path, sparql: str):
    (garden / "queries" / "wrong.rq").write_text(sparql, "utf-8")
    edition = limited(edition_of(garden), wall=1)
    with TestClient(Site(edition), follow_redirects=False) as client:
        for name in ("queries/wrong.en.html", "queries/wrong.csv", "queries/wrong.srj"):
            answer = client.get(f"/{name}", headers={"Accept": "application/json"})
            assert answer.status_code == 503
            assert "wrong" in answer.json()["detail"]
        assert client.get("/queries/gardens-of-plant.en.html").status_code == 200


def test_documents_are_the_same_whoever_evaluates_their_queries(garden: Path, tmp_path: Path):
    edition = edition_of(garden)
    release = build(edition_of(garden), tmp_path / "built").folder
    assets = {format_.suffix for format_ in ASSET_FORMATS}
    with TestClient(Site(edition, tmp_path / "none"), follow_redirects=False) as client:
        compared = 0
        for document in publish.documents(edition):
            if "queries" in document.path and not document.path.endswith(tuple(assets)):
                assert client.get(f"/{document.path}").content == (release / document.path).read_bytes(), document.path
                compared += 1
    assert compared > len(edition.queries)
