"""`make mutants`: its table knows every module and its tests, and a change is tried in a copy of the project."""

import json
import sys
import tempfile
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bench import changes
from bench.changes import PACKAGE, ROOT, Mutant, Room, difference, is_without_effect, modules, room_of, rooms
from bench.mutants import TABLE, share, survivors, table
from bench.trials import EQUAL, NOTICED, SURVIVED, Outcome, Work, copies, outcomes

DESCRIBED = tomllib.loads(TABLE.read_text("utf-8"))
LINES = st.lists(st.sampled_from(["a = 1", "b = 2", "    c()", ""]), min_size=1, max_size=8)


def test_every_module_is_in_a_room_and_every_room_has_modules_and_tests_that_are_there():
    known = rooms(DESCRIBED)
    placed = {path: room_of(path, known) for path in modules()}
    assert [path for path, room in placed.items() if room is None] == []
    assert {room.name for room in known} - {room.name for room in placed.values() if room} == set()
    assert [test for room in known for test in room.tests if not (ROOT / test).is_file()] == []


def test_every_room_has_the_tests_that_go_through_all_once_and_last_unless_it_names_them_itself():
    table = {"rooms": {"a": ["test_x.py"], "b": ["test_walls.py", "test_x.py"]}, "everywhere": ["test_walls.py"]}
    assert [room.tests for room in rooms(table)] == [
        ("tests/test_x.py", "tests/test_walls.py"),
        ("tests/test_walls.py", "tests/test_x.py"),
    ]
    assert DESCRIBED["everywhere"]


def test_a_room_with_a_longer_name_has_what_lies_in_it():
    known = [Room("lint", ()), Room("lint/fixes", ()), Room("edits.py", ())]
    names = {
        path: room_of(f"{PACKAGE}/{path}", known) for path in ("lint/fixes/forms.py", "lint/check.py", "linting.py", "edits.py")
    }
    assert [room and room.name for room in names.values()] == ["lint/fixes", "lint", None, "edits.py"]


def test_what_has_no_effect_is_known_by_its_lines_and_has_a_reason():
    diff = "--- a.py\n+++ a.py\n@@ -1 +1 @@\n-  x = 1\n+  x = 2"
    known = {"path": "a.py", "was": "x = 1", "is": "x = 2", "reason": "it is never read"}
    assert is_without_effect(diff, [known])
    assert not any(is_without_effect(diff, [{**known, key: "y"}]) for key in ("path", "was", "is"))
    for entry in DESCRIBED["equal"]:
        assert set(entry) == set(known)
        assert entry["reason"]


def test_the_table_counts_what_has_an_effect():
    results = [NOTICED, SURVIVED, EQUAL, NOTICED]
    listed = [Outcome("edits.py", "", number, result, 1.0, "") for number, result in enumerate(results)]
    assert table(listed).splitlines()[2:] == ["| edits.py | 4 | 2 | 1 | 67 % |", "| all | 4 | 2 | 1 | 67 % |"]
    assert share([]) == 1.0


@given(LINES, LINES)
def test_a_change_is_made_again_where_its_lines_are(before: list[str], after: list[str]):
    assume(before != after)
    was, now = ("\n".join([*lines, "end()\n"]) for lines in (before, after))
    diff = difference("m.py", was, now)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "m.py").write_text(was, "utf-8")
        mutant = changes.again(Room("m.py", ()), diff, Path(folder))
    assert mutant is not None
    assert (mutant.path, mutant.code, mutant.diff) == ("m.py", now, diff)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = 1\ny = 2\n", ("x = 3\ny = 2\n", 1)),
        ("# above\n\nx = 1\ny = 2\n", ("# above\n\nx = 3\ny = 2\n", 3)),
        ("x = 1\nx = 1\n", ("x = 3\nx = 1\n", 1)),
        ("# above\nx = 1\nx = 1\n", None),
        ("x = 2\n", None),
    ],
)
def test_a_change_is_made_again_only_where_it_is_clear_where(tmp_path: Path, code: str, expected: tuple[str, int] | None):
    (tmp_path / "m.py").write_text(code, "utf-8")
    mutant = changes.again(Room("m.py", ()), difference("m.py", "x = 1\n", "x = 3\n"), tmp_path)
    assert (mutant and (mutant.code, mutant.line)) == expected


def test_what_survived_is_read_from_the_outcomes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = f"{PACKAGE}/near.py"
    code = (ROOT / path).read_text("utf-8")
    diff = difference(path, code, code.replace("import", "export", 1))
    gone = difference(path, "this line is nowhere\n", "\n")
    results = [
        ("near.py", SURVIVED, diff),
        ("near.py", NOTICED, gone),
        ("edits.py", SURVIVED, gone),
        ("near.py", SURVIVED, gone),
    ]
    listed = [json.dumps(asdict(Outcome(room, path, 1, result, 1.0, text))) for room, result, text in results]
    (tmp_path / "outcomes").write_text("\n".join(listed), "utf-8")
    near = Room("near.py", ())
    assert [mutant.diff for mutant in survivors([near], tmp_path / "outcomes")[near]] == [diff]
    assert capsys.readouterr().err.count("this line is nowhere") == 1


@pytest.mark.parametrize(("fails", "expected"), [((2,), NOTICED), ((2, 3), SURVIVED), ((2, 3, 4), NOTICED)])
def test_what_fails_without_the_change_too_is_tried_again(tmp_path: Path, fails: tuple[int, ...], expected: str):
    """The first run is without a change, the second with it; where that fails, the third is of what failed, without it."""
    (tmp_path / "m.py").write_text("", "utf-8")
    (tmp_path / "conftest.py").write_text(
        "import hypothesis\n\nhypothesis.settings.register_profile('mutants', deadline=None)\n", "utf-8"
    )
    (tmp_path / "test_time.py").write_text(
        "from pathlib import Path\n\nCOUNT = Path(__file__).with_name('count')\n\n\ndef test_by_chance():\n"
        "    COUNT.write_text(COUNT.read_text() + '.' if COUNT.exists() else '.')\n"
        f"    assert len(COUNT.read_text()) not in {fails}\n",
        "utf-8",
    )
    mutant = Mutant("m.py", "m.py", 1, "# changed\n", difference("m.py", "", "# changed\n"))
    [outcome] = outcomes(Work({Room("m.py", ("test_time.py",)): [mutant]}, [], sys.executable), [tmp_path])
    assert outcome.result == expected
    assert outcome.by == ("test_time.py::test_by_chance" if expected == NOTICED else "")
    assert (tmp_path / "m.py").read_text("utf-8") == ""


def test_changes_are_made_in_a_copy_and_noticed_or_not():
    path = f"{PACKAGE}/edits.py"
    before = (ROOT / path).read_text("utf-8")
    worse, same = before.replace("done = edit.end", "done = edit.start"), before + "\n# the end\n"
    mutants = [Mutant("edits.py", path, 1, code, difference(path, before, code)) for code in (worse, same)]
    with copies(1) as folders:
        found = list(outcomes(Work({Room("edits.py", ("tests/test_forms.py",)): mutants}, [], sys.executable), folders))
    assert [outcome.result for outcome in found] == [NOTICED, SURVIVED]
    assert "done = edit.start" in found[0].diff
    assert (ROOT / path).read_text("utf-8") == before
    assert not folders[0].exists()
