"""Change the code at random and see whether the tests notice: `make mutants`, or `python -m bench.mutants --rooms remote`.

A sample of the changes that mutmut would make of each room is made, each in a copy of the project, and the tests of that room
(`mutants.toml`) are run on it. A change that no test notices is a test that is missing, or it is without effect; then it stands
in `mutants.toml` with the reason.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.changes import ROOT, Mutant, Room, again, modules, room_of, rooms, sample
from bench.trials import EQUAL, NOTICED, SURVIVED, BrokenError, Outcome, Work, copies, outcomes

TABLE = Path(__file__).with_suffix(".toml")


def table(listed: Sequence[Outcome]) -> str:
    """Write how many changes were noticed, room by room."""
    lines = ["| room | changes | noticed | without effect | noticed of the rest |", "|---|---|---|---|---|"]
    for name in [*dict.fromkeys(outcome.room for outcome in listed), "all"]:
        of_room = [outcome for outcome in listed if name in {outcome.room, "all"}]
        noticed, equal = (sum(outcome.result == result for outcome in of_room) for result in (NOTICED, EQUAL))
        lines.append(f"| {name} | {len(of_room)} | {noticed} | {equal} | {share(of_room):.0%} |".replace("%", " %"))
    return "\n".join(lines)


def share(listed: Sequence[Outcome]) -> float:
    """Give the share of changes that were noticed, of those that have an effect; 1 where there are none."""
    telling = [outcome for outcome in listed if outcome.result != EQUAL]
    return sum(outcome.result == NOTICED for outcome in telling) / len(telling) if telling else 1.0


def samples(chosen: Sequence[Room], known: Sequence[Room], each: int, seed: int) -> dict[Room, list[Mutant]]:
    """Choose changes of rooms at random.

    Args:
        chosen: the rooms.
        known: all rooms of the table.
        each: how many changes of each room.
        seed: the same gives the same changes of the same code.
    """
    paths: dict[Room, list[str]] = {room: [] for room in chosen}
    for path in modules():
        room = room_of(path, known)
        if room in paths:
            paths[room].append(path)
    return {room: sample(room, paths[room], each, seed) for room in chosen}


def survivors(chosen: Sequence[Room], path: Path) -> dict[Room, list[Mutant]]:
    """Read the changes of rooms that no test noticed in an earlier run; those whose lines are gone are named and left out.

    Args:
        chosen: the rooms.
        path: the file with the outcomes of that run.
    """
    earlier = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    mutants: dict[Room, list[Mutant]] = {}
    for room in chosen:
        for diff in [outcome["diff"] for outcome in earlier if (outcome["room"], outcome["result"]) == (room.name, SURVIVED)]:
            mutant = again(room, diff)
            if mutant is None:
                print(f"its lines have changed since:\n{diff}", file=sys.stderr)  # noqa: T201
            else:
                mutants.setdefault(room, []).append(mutant)
    return mutants


def main(arguments: Sequence[str] | None = None) -> int:
    """Try a sample of changes, and tell which were not noticed.

    Returns:
        0 when enough were noticed, else 1; 2 when the tests fail without any change.
    """
    options = _options(arguments)
    # ended, it leaves nothing behind; and what it starts heeds an interrupt, though a shell may keep it from the background
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, signal.default_int_handler)
    described = tomllib.loads(TABLE.read_text("utf-8"))
    known = [room for room in rooms(described) if not options.rooms or room.name in options.rooms]
    chosen = survivors(known, options.again) if options.again else samples(known, rooms(described), options.each, options.seed)
    done: list[Outcome] = []
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with copies(options.jobs) as folders, options.output.open("w", encoding="utf-8") as file:
        try:
            for outcome in outcomes(Work(chosen, described["equal"], options.python), folders):
                done.append(outcome)
                print(json.dumps(asdict(outcome), ensure_ascii=False), file=file, flush=True)
                print(f"{outcome.result:9} {outcome.seconds:6.1f} s  {outcome.path}:{outcome.line}  {outcome.by}", flush=True)  # noqa: T201
        except KeyboardInterrupt:
            print("ended; so far:", file=sys.stderr)  # noqa: T201
        except BrokenError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 2
    unseen = "\n\n".join(outcome.diff for outcome in done if outcome.result == SURVIVED)
    print(f"\nNot noticed:\n\n{unseen}\n\n{table(sorted(done, key=lambda outcome: outcome.room))}")  # noqa: T201
    return 0 if share(done) >= options.least / 100 else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--rooms", nargs="+", default=[], help="only these rooms of mutants.toml")
    parser.add_argument("--each", type=int, default=7, help="how many changes of each room")
    parser.add_argument(
        "--again", type=Path, help="instead of a sample, what was not noticed in a run whose outcomes are in this file"
    )
    parser.add_argument("--seed", type=int, default=18, help="another number, other changes")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--least", type=float, default=90, help="how many of a hundred must be noticed")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that runs the tests")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "mutants.jsonl", help="the file with all outcomes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
