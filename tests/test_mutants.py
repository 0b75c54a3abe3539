"""`make mutants`: its table knows every module and its tests, and a change is tried in a copy of the project."""

import sys
import tomllib

from bench.changes import PACKAGE, ROOT, Mutant, Room, difference, is_without_effect, modules, room_of, rooms
from bench.mutants import TABLE, share, table
from bench.trials import EQUAL, NOTICED, SURVIVED, Outcome, Work, copies, outcomes

DESCRIBED = tomllib.loads(TABLE.read_text("utf-8"))


def test_every_module_is_in_a_room_and_every_room_has_modules_and_tests_that_are_there():
    known = rooms(DESCRIBED)
    placed = {path: room_of(path, known) for path in modules()}
    assert [path for path, room in placed.items() if room is None] == []
    assert {room.name for room in known} - {room.name for room in placed.values() if room} == set()
    assert [test for room in known for test in room.tests if not (ROOT / test).is_file()] == []


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
