"""Nested shapes: however many ways lead from shape to shape, each node is judged by each of them once."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_recursion import conforming, run_of

from catalogue.columns.table import Numbers
from catalogue.shacl.engine import Run
from catalogue.shacl.engine.evaluation import CompiledShape

DATA = ":a :x 1 . :b :y 1 . :c :x 1 ; :y 1 ."
NODES = [":a", ":b", ":c"]
LAST = "[ sh:path :x ; sh:minCount 1 ]"
NESTED = {
    "or": ":n{0} a sh:NodeShape ; sh:or ( :n{1} :n{1} ) .",
    "and": ":n{0} a sh:NodeShape ; sh:and ( :n{1} :n{1} :n{1} ) .",
    "xone": ":n{0} a sh:NodeShape ; sh:xone ( :n{1} [ sh:not :n{1} ; sh:node :n{1} ] ) .",
    "not": ":n{0} a sh:NodeShape ; sh:and ( [ sh:not [ sh:not :n{1} ] ] :n{1} ) .",
    "node": ":n{0} a sh:NodeShape ; sh:node :n{1}, [ sh:node :n{1} ] .",
}


@pytest.mark.parametrize("depth", [3, 24])
@pytest.mark.parametrize("kind", NESTED)
def test_shapes_that_lead_to_the_same_ones_on_many_ways_take_no_longer(kind: str, depth: int, monkeypatch: pytest.MonkeyPatch):
    judged: Counter[tuple[object, int]] = Counter()
    judge = Run._judge  # noqa: SLF001 - what is counted

    def counting(self: Run, compiled: CompiledShape, focus: Numbers) -> object:
        judged.update((compiled.shape.node, number) for number in focus.tolist())
        return judge(self, compiled, focus)

    monkeypatch.setattr(Run, "_judge", counting)
    shapes = [NESTED[kind].format(number, number + 1) for number in range(depth)]
    run = run_of(DATA, "\n".join([*shapes, f":n{depth} a sh:NodeShape ; sh:property {LAST} ."]))
    assert conforming(run, ":n0", NODES) == {":a", ":c"}
    assert conforming(run, ":n0", [":c", ":b"]) == {":c"}
    assert judged
    assert max(judged.values()) == 1


@given(st.lists(st.lists(st.sampled_from(NODES), max_size=4), max_size=6), st.integers(0, 5))
def test_what_was_judged_before_is_judged_the_same(asked: Sequence[Sequence[str]], seed: int):
    shapes = f":S a sh:NodeShape ; sh:or ( [ sh:property {LAST} ] [ sh:not :T ] ) . :T a sh:NodeShape ; sh:property {LAST} ."
    run = run_of(DATA, shapes)
    for nodes in asked:
        shape = random.Random(seed).choice([":S", ":T"])
        assert conforming(run, shape, nodes) == conforming(run_of(DATA, shapes), shape, nodes)
