"""The generator of catalogues for the measurements: the same bytes again, and a truth that the reference engine confirms."""

import json
import re
from collections import Counter
from pathlib import Path

from bench.generate import TRUTH, Plan, generate
from bench.truth import name
from catalogue import sources
from catalogue.edition import read_edition
from catalogue.lint import check
from catalogue.shacl import reference as shacl
from catalogue.terms import Triple

SMALL = Plan(entities=400, errors=0.02, per_file=7)


def triples(folder: Path) -> list[Triple]:
    return [
        Triple(*triple[:3]) for path in sources.find(folder, folder.resolve()) for triple in sources.read(path, folder).triples
    ]


def test_the_truth_of_a_generated_catalogue_is_what_the_reference_engine_finds_and_the_same_plan_gives_the_same_bytes(
    tmp_path: Path,
):
    once, again = tmp_path / "once", tmp_path / "again"
    summary = generate(once, SMALL)
    generate(again, SMALL)

    written = {path.relative_to(once): path.read_bytes() for path in once.rglob("*") if path.is_file()}
    assert written == {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}

    results = shacl.validate(triples(once / "data"), triples(once / "shapes"))
    found = Counter((name(r.focus), name(r.shape), r.component, name(r.predicate), r.severity) for r in results)
    stated = Counter(tuple(json.loads(line).values()) for line in (once / TRUTH).read_text("utf-8").splitlines())
    assert sorted(stated.elements()) == sorted(found.elements())
    assert (400, 8, len(results)) == (summary.entities, summary.broken, summary.results)
    assert len({component for _, _, component, _, _ in stated}) > 15


def test_a_blank_node_is_named_in_one_file_only(tmp_path: Path):
    generate(tmp_path / "few", Plan(entities=600, errors=0.5, per_file=1))
    files: dict[str, set[str]] = {}
    for path in (tmp_path / "few" / "data").rglob("*.ttl"):
        for label in re.findall(r"_:[\w-]+", path.read_text("utf-8")):
            files.setdefault(label, set()).add(path.name)
    assert len(files) > 10
    assert {label: found for label, found in files.items() if len(found) > 1} == {}


def test_another_seed_gives_another_catalogue(tmp_path: Path):
    for seed in (1, 2):
        generate(tmp_path / str(seed), Plan(entities=300, errors=0.001, seed=seed))
    data = [sorted((tmp_path / str(seed) / "data").rglob("*.ttl")) for seed in (1, 2)]
    assert [path.read_bytes() for path in data[0]] != [path.read_bytes() for path in data[1]]


def test_the_findings_of_one_file_are_those_of_all_that_lie_in_it(tmp_path: Path) -> None:
    """Results in other files are left out before their words are made."""
    generate(tmp_path, Plan(entities=400, errors=0.5, per_file=40))
    edition = read_edition(tmp_path)
    found = list(check(edition).findings)
    files = {finding.place.path for finding in found if finding.place.path.startswith("data/")}
    assert len(files) > 3
    for file in files:
        assert [f for f in found if f.place.path == file] == list(check(edition, only=frozenset({file})).findings)
