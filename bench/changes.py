"""Changes of the code, chosen at random: mutmut's operators, used as a library.

mutmut as a whole makes every change there is (56,000 here) and tries them in forks of one process, while much of the program
runs in processes of its own. So a sample of its changes is made, and tried by `bench.trials`.
"""

from __future__ import annotations

import difflib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "catalogue"
_NOT_CODE = "scaffold/template"


@dataclass(frozen=True)
class Room:
    """A part of the code, and the tests that go through it.

    Attributes:
        name: a folder or a module below `catalogue/`; a module belongs to the room with the longest name that it lies in.
        tests: test files, the quickest and nearest first, each once.
    """

    name: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes:
        room: the name of the room.
        path: the module, from the project's root.
        line: the line that is changed, from 1.
        code: the whole module as changed.
        diff: what is changed, line by line.
    """

    room: str
    path: str
    line: int
    code: str
    diff: str


def rooms(table: Mapping[str, object]) -> list[Room]:
    """Read the rooms of the table.

    Args:
        table: what `mutants.toml` says.
    """
    listed, everywhere = table["rooms"], table["everywhere"]
    assert isinstance(listed, dict)  # noqa: S101 # the file is ours, and a test reads it
    assert isinstance(everywhere, list)  # noqa: S101
    return [
        Room(name, tuple(f"tests/{file}" for file in dict.fromkeys([*files, *everywhere]))) for name, files in listed.items()
    ]


def modules(root: Path = ROOT) -> list[str]:
    """Give the modules of the program, from the project's root, in the order of their names."""
    paths = sorted((root / PACKAGE).rglob("*.py"))
    return [path.relative_to(root).as_posix() for path in paths if _NOT_CODE not in path.as_posix()]


def room_of(path: str, known: Sequence[Room]) -> Room | None:
    """Give the room of a module, or None where the table has none."""
    steps = path.removeprefix(f"{PACKAGE}/").split("/")
    names = ["/".join(steps[:count]) for count in range(len(steps), 0, -1)]
    by_name = {room.name: room for room in known}
    return next((by_name[name] for name in names if name in by_name), None)


def sample(room: Room, paths: Sequence[str], count: int, seed: int, root: Path = ROOT) -> list[Mutant]:
    """Choose changes of a room: lines at random, and one change of each.

    Args:
        room: the room.
        paths: its modules.
        count: how many.
        seed: the same gives the same changes of the same code.
        root: the project's root.

    Returns:
        As many as there are lines that can be changed, at most `count`.
    """
    from mutmut.mutation.file_mutation import create_mutations

    dice = random.Random(f"{seed} {room.name}")
    lines: list[tuple[str, int, list[Any]]] = []
    trees: dict[str, Any] = {}
    for path in paths:
        code = (root / path).read_text("utf-8")
        tree, mutations, *_ = create_mutations(path, code)
        trees[path] = tree
        by_line: dict[int, list[Any]] = {}
        places = _places(tree)
        for mutation in mutations:
            if mutation.original_node in places:
                by_line.setdefault(places[mutation.original_node].start.line, []).append(mutation)
        lines += [(path, line, changes) for line, changes in by_line.items()]
    dice.shuffle(lines)  # a larger sample begins with the smaller one
    return [_mutant(room, path, line, trees[path], dice.choice(changes)) for path, line, changes in lines[:count]]


def _places(tree: object) -> Mapping[object, Any]:
    from libcst.metadata import MetadataWrapper, PositionProvider

    return MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)


def _mutant(room: Room, path: str, line: int, tree: Any, mutation: Any) -> Mutant:
    code = tree.deep_replace(mutation.original_node, mutation.mutated_node).code
    return Mutant(room.name, path, line, code, difference(path, tree.code, code))


def difference(path: str, before: str, after: str) -> str:
    """Write what a change of a module changes, line by line."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, n=0, lineterm="")
    return "\n".join(lines)


def again(room: Room, diff: str, root: Path = ROOT) -> Mutant | None:
    """Make a change once more, in a module that may have changed since.

    Args:
        room: its room.
        diff: the change, as `difference` writes it.
        root: the project's root.

    Returns:
        The change; None when the lines that it changes are gone, or there are several such lines now.
    """
    head, *hunks = re.split(r"^@@ -(.*) \+.* @@$", diff, flags=re.MULTILINE)
    path = head.split("\n", maxsplit=1)[0].removeprefix("--- ")
    before = (root / path).read_text("utf-8")
    lines, first = before.split("\n"), 0
    for place, changed in reversed(list(zip(hunks[::2], hunks[1::2], strict=True))):
        was, now = ([line[1:] for line in changed.split("\n") if line.startswith(sign)] for sign in "-+")
        same = int(place.split(",")[0]) - bool(was)
        starts = [start for start in range(len(lines)) if lines[start : start + len(was)] == was]
        if same not in starts and len(starts) != 1:
            return None
        first = same if same in starts else starts[0]
        lines[first : first + len(was)] = now
    code = "\n".join(lines)
    return Mutant(room.name, path, first + 1, code, difference(path, before, code))


def is_without_effect(diff: str, equal: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether a change is known to have no effect: the table has the same lines, whatever the spaces before them."""
    head, _, *lines = diff.split("\n")
    was, now = ([line[1:].strip() for line in lines if line.startswith(sign)] for sign in "-+")
    path = head.removeprefix("--- ")
    return {"path": path, "was": "\n".join(was), "is": "\n".join(now)} in [
        {key: entry[key] for key in ("path", "was", "is")} for entry in equal
    ]
