"""Hierarchies that go in a circle: each cycle is one warning, at a statement of it, with its members."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_published_terms import PREFIXES, found, made

from catalogue.columns.cycles import cycles
from catalogue.columns.table import numbers
from catalogue.lint import Finding


def concepts(*statements: str) -> str:
    names = sorted({word for text in statements for word in text.split() if word.startswith("<")})
    named = "".join(f'{name} a skos:Concept ; skos:prefLabel "c"@en .\n' for name in names)
    return f"{PREFIXES}{named}" + "".join(f"{text} .\n" for text in statements)


def written(folder: Path, finding: Finding) -> str:
    return (folder / finding.place.path).read_text("utf-8").splitlines()[finding.place.line - 1]


CYCLES = [
    (["<a> skos:broader <a>"], ["<a> is broader than itself"]),
    (["<a> skos:narrower <a>"], ["<a> is broader than itself"]),
    (["<a> skos:broader <b>", "<b> skos:broader <a>"], ["narrower than the next: <a>, <b>, <a>"]),
    (["<a> skos:narrower <b>", "<b> skos:narrower <a>"], ["narrower than the next: <a>, <b>, <a>"]),
    (["<a> skos:broader <b>", "<a> skos:narrower <b>"], ["narrower than the next: <a>, <b>, <a>"]),
    (["<a> skos:broader <b>", "<b> skos:broader <c>", "<c> skos:broader <a>"], ["next: <a>, <b>, <c>, <a>"]),
    (["<a> skos:broader <b>", "<c> skos:narrower <b>", "<c> skos:broader <a>"], ["next: <a>, <b>, <c>, <a>"]),
    (["<a> skos:broaderTransitive <b>", "<b> skos:broader <a>"], ["next: <a>, <b>, <a>"]),
    (["<a> skos:broader <b>", "<b> skos:broader <a>", "<c> skos:broader <a>", "<a> skos:broader <d>"], ["<a>, <b>, <a>"]),
    (
        ["<a> skos:broader <b>", "<b> skos:broader <a>", "<c> skos:broader <d>", "<d> skos:broader <c>"],
        ["<a>, <b>, <a>", "<c>, <d>, <c>"],
    ),
    (
        ["<a> skos:broader <b>", "<b> skos:broader <a>", "<a> skos:broader <c>", "<c> skos:broader <a>"],
        ["<a>, <b>, <a>", "<a>, <c>, <a>"],
    ),
]
NO_CYCLES = [
    ["<a> skos:broader <b>", "<b> skos:narrower <a>"],
    ["<a> skos:broader <b>", "<a> skos:broader <c>", "<b> skos:broader <d>", "<c> skos:broader <d>"],
    ["<a> skos:related <b>", "<b> skos:related <a>", "<a> skos:related <a>"],
    ["<a> rdfs:subClassOf <a>"],
    ["<a> skos:broader <b>", "<a> skos:broadMatch <b>", "<b> skos:broadMatch <a>"],
]


@pytest.mark.parametrize(("statements", "expected"), CYCLES)
def test_a_cycle_is_one_warning_at_a_statement_of_it_with_its_members(
    tmp_path: Path, statements: list[str], expected: list[str]
):
    folder = made(tmp_path, concepts(*statements))
    findings = found(folder, "C222")
    assert ["WARNING"] * len(expected) == [finding.severity.name for finding in findings]
    for finding in findings:
        assert any(finding.message["en"].endswith(text) for text in expected), finding.message["en"]
        assert finding.message["en"] != finding.message["fr"]
        assert written(folder, finding).removesuffix(" .") in statements
        assert all("cycle" in related.message["en"] for related in finding.related)


@pytest.mark.parametrize("statements", NO_CYCLES)
def test_a_hierarchy_without_a_cycle_is_not_reported(tmp_path: Path, statements: list[str]):
    assert [] == found(made(tmp_path, concepts(*statements)), "C222")


def test_a_long_cycle_names_its_first_members_and_their_number(tmp_path: Path):
    chain = [f"<{number:02}> skos:broader <{(number + 1) % 30:02}>" for number in range(30)]
    [finding] = found(made(tmp_path, concepts(*chain)), "C222")
    assert finding.message["en"].startswith("a cycle of 30 concepts, each narrower than the next: <00>, <01>")
    assert finding.message["en"].endswith("…, <00>")


PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


@given(PAIRS)
def test_there_are_cycles_where_a_term_leads_to_itself_and_nowhere_else(relation: list[tuple[int, int]]):
    """Compared with walking on from each term; what is given are cycles, which share no pair."""
    given_cycles = cycles(numbers([one for one, _ in relation]), numbers([other for _, other in relation]))
    reached = {one: {other for first, other in relation if first == one} for one, _ in relation}
    for _ in range(8):
        reached = {one: others.union(*(reached.get(other, ()) for other in others)) for one, others in reached.items()}
    circular = {one for one, others in reached.items() if one in others}
    steps = [pair for cycle in given_cycles for pair in itertools.pairwise([*cycle, cycle[0]])]
    assert len(steps) == len(set(steps))
    assert set(steps) <= set(relation)
    assert {one for one, _ in steps} <= circular
    assert bool(circular) == bool(given_cycles)
    left = [pair for pair in relation if pair not in steps]
    assert not circular or len(left) < len(relation)


def test_a_deep_chain_and_a_wide_circle_take_no_recursion():
    size = 50_000
    chain = numbers(range(size))
    assert [] == cycles(chain[:-1], chain[1:])
    [cycle] = cycles(chain, numbers([*range(1, size), 0]))
    assert list(range(size)) == cycle
