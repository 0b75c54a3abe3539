"""The examples of the reference: each bad text gives its finding at the place that is marked, and the good one does not."""

from dataclasses import replace

import finding_examples
import pytest
from finding_examples import Example

from catalogue.edits import apply
from catalogue.lint import CODES

EXAMPLES = list(finding_examples.read())
WITHOUT = {"C208": "the last resort: what is wrong with shapes has a kind of its own"}


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e.code}-{n}" for n, e in enumerate(EXAMPLES)])
def test_a_bad_text_is_told_at_its_mark_and_a_good_one_is_not(example: Example):
    found = example.findings(example.bad)
    assert found, [finding.line("en") for finding in example.check(example.bad)]
    places = [(finding.place.line, finding.place.column) for finding in found]
    assert example.place() in places
    [finding] = [f for f in found if (f.place.line, f.place.column) == example.place()]
    marked = example.bad[example.start : example.end]
    if "\n" not in marked and "\r" not in marked:
        assert finding.place.end_column in {0, example.place()[1] + len(marked)}
    for finding in found:
        assert finding.message["fr"]
        assert finding.message["en"]
        assert finding.message["fr"] != finding.message["en"]
        if example.code != "C002" and not example.code.startswith("C1"):  # theirs, if any, is the shapes' own message
            assert "" not in {finding.advice["fr"], finding.advice["en"]}
            assert finding.advice["fr"] != finding.advice["en"]
        for related in finding.related:
            assert (related.place.path != "", related.place.line > 0) == (True, True)
            assert related.message["fr"] != related.message["en"]
    assert [finding.line("en") for finding in example.findings(example.good)] == []


def test_every_kind_has_an_example_or_a_reason():
    assert set(CODES) - {example.code for example in EXAMPLES} == set(WITHOUT)


def test_every_kind_with_examples_says_why_it_matters():
    assert {e.code for e in EXAMPLES} == {e.code for e in EXAMPLES if e.why}


SURE, UNSURE = True, False
OFFERED = {
    "C002": [SURE, UNSURE, UNSURE, UNSURE, UNSURE, SURE, SURE, UNSURE],
    "C003": [SURE],
    "C004": [SURE],
    "C008": [UNSURE],
    "C009": [UNSURE],
    "C011": [SURE],
    "C013": [SURE, SURE],
    "C103": [SURE, SURE],
    "C105": [SURE],
    "C106": [UNSURE],
    "C108": [UNSURE],
    "C109": [UNSURE],
    "C112": [UNSURE],
    "C116": [SURE],
    "C120": [UNSURE],
    "C201": [UNSURE],
    "C203": [UNSURE, SURE],
    "C210": [UNSURE, UNSURE],
    "C212": [SURE],
    "C213": [SURE],
    "C214": [SURE, SURE, SURE, SURE, SURE],
    "C225": [UNSURE],
    "C242": [UNSURE],
    "C243": [UNSURE],
    "C301": [UNSURE],
    "C310": [SURE, UNSURE],
    "C311": [UNSURE],
    "C401": [UNSURE],
    "C402": [SURE, UNSURE],
    "C405": [UNSURE, SURE],
    "C407": [UNSURE],
    "C408": [UNSURE],
}
"""Whether each fix that an example offers is sure."""


def test_what_is_sure_is_sure_and_what_is_not_is_not():
    offered: dict[str, list[bool]] = {}
    for example in EXAMPLES:
        for finding in example.findings(example.bad):
            offered.setdefault(example.code, []).extend(fix.safe for fix in finding.fixes)
    assert {code: sure for code, sure in offered.items() if sure} == OFFERED


def test_the_safe_fixes_of_examples_mend_them():
    """What `check --fix` does to a bad text leaves no finding of its kind."""
    fixed = set()
    for example in EXAMPLES:
        safe = [finding.fixes[0] for finding in example.findings(example.bad) if finding.fixes and finding.fixes[0].safe]
        if safe and not example.told:
            text = apply(example.text(example.bad), safe[0].edits)
            assert replace(example, is_raw=True).findings(text) == []
            fixed.add(example.code)
    assert {"C002", "C003", "C004", "C011", "C103", "C105", "C116", "C203", "C212"} <= fixed
