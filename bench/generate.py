"""Make a catalogue of any size from the first one, with a known share of errors: `python -m bench.generate FOLDER -n 1000`."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from bench.broken import Broken, read_broken
from bench.cells import complete, part
from bench.entities import Entity, Material, read_material
from bench.filling import filled
from bench.folders import DataFolder, copy_model
from bench.truth import Truth, suffix_of
from bench.writing import Printer, Words
from catalogue.terms import BlankNode, Node

ROOT = Path(__file__).resolve().parent.parent
TRUTH = "truth.jsonl"
SUMMARY = "generated.json"


@dataclass(frozen=True)
class Plan:
    """What is made.

    Attributes:
        entities: how many entities the catalogue has.
        errors: which share of them is broken.
        seed: another seed gives another catalogue.
        per_file: how many entities a file has.
        triples: how many statements an entity has at least; with 0 it has as many as in the first catalogue.
    """

    entities: int
    errors: float = 0.01
    seed: int = 1
    per_file: int = 100
    triples: int = 0


@dataclass(frozen=True)
class Summary:
    """What was made: how many entities, how many of them broken, how many results an exact engine gives, how many files."""

    entities: int
    broken: int
    results: int
    files: int


def generate(folder: Path, plan: Plan, root: Path = ROOT) -> Summary:
    """Write a catalogue and what is wrong with it.

    The catalogue is the first one many times over, each time with other names and other words, and a part of it; the errors
    are the entries of `tests/broken/` in the same way. The same plan gives the same bytes.

    Args:
        folder: where it is written; what a former run left there is replaced.
        plan: what is made.
        root: the first catalogue's folder.
    """
    material = read_material(root)
    copy_model(root, folder, material.settings)
    making = _Making(plan, material, read_broken(root, material), filled(root, complete(material.own), plan.triples))
    with (
        (folder / TRUTH).open("w", encoding="utf-8", newline="\n") as truth,
        DataFolder(folder, material.settings, plan.per_file) as data,
    ):
        making.write(data, truth)
    summary = Summary(data.entities, making.count, making.results, data.files)
    text = json.dumps({"plan": asdict(plan), "summary": asdict(summary)}, indent=2)
    (folder / SUMMARY).write_text(text + "\n", "utf-8", newline="\n")
    return summary


class _Making:
    def __init__(self, plan: Plan, material: Material, broken: Broken, own: Sequence[Entity]) -> None:
        self.plan, self.material, self.broken, self.own = plan, material, broken, own
        self.count = round(plan.entities * plan.errors)
        self.results = 0
        self.words = Words(material.own)
        whole, rest = divmod(self.count, len(broken.entries))
        self.worlds = [len(broken.entries)] * whole + [rest] * bool(rest)

    def write(self, data: DataFolder, truth: TextIO) -> None:
        """Write all entities, the broken ones spread evenly among the others, and the truth."""
        self._write_shared(data)
        wrong = self.count + len(self.worlds) * len(self.broken.sound)
        right = max(0, self.plan.entities - data.entities - wrong)
        errors = self._errors(data, truth)
        told = 0
        for number, (entity, text) in enumerate(self._sound(data, right)):
            data.add((entity, text))
            while told * right < number * wrong and (error := next(errors, None)) is not None:
                data.add(*error)
                told += len(error)
        for error in errors:
            data.add(*error)

    def _write_shared(self, data: DataFolder) -> None:
        printer = Printer(self.material.settings, self.material.shared, numbered=False)
        data.declare(printer)
        texts = printer.write("")
        for entity in self.material.shared:
            data.add((entity, texts[entity.node]))

    def _sound(self, data: DataFolder, count: int) -> Iterator[tuple[Entity, str]]:
        """Write so many entities without errors: all of the first catalogue again and again, in the end a part of it."""
        whole, rest = divmod(count, len(self.own))
        printer = Printer(self.material.settings, self.own, self.words)
        data.declare(printer)
        for number in range(whole):
            texts = printer.write(f"{number}", f"{(number + self.plan.seed) % whole}")
            yield from ((entity, texts[entity.node]) for entity in self.own)
        if rest:
            entities = part(self.own, rest, random.Random(self.plan.seed))
            texts = Printer(self.material.settings, entities, self.words).write(f"{whole}")
            yield from ((entity, texts[entity.node]) for entity in entities)

    def _errors(self, data: DataFolder, truth: TextIO) -> Iterator[list[tuple[Entity, str]]]:
        if not self.worlds:
            return
        found = Truth(self.material.settings, self.broken, self.worlds)
        printer = Printer(self.material.settings, (*self.broken.sound, *self.broken.entries))
        data.declare(printer)
        for number, count in enumerate(self.worlds):
            for error in found.of(number):
                truth.write(json.dumps(error._asdict(), ensure_ascii=False) + "\n")
                self.results += 1
            texts = printer.write(suffix_of(number))
            for together in _together([*self.broken.sound, *self.broken.entries[:count]]):
                yield [(entity, texts[entity.node]) for entity in together]


def _together(entities: Sequence[Entity]) -> list[list[Entity]]:
    """Group entities that refer to one another by blank nodes, whose names only one file knows."""
    groups: list[list[Entity]] = []
    home: dict[Node, list[Entity]] = {}
    for entity in entities:
        others = [triple.object for triple in entity.statements if isinstance(triple.object, BlankNode)]
        linked = {id(home[node]): home[node] for node in (entity.node, *others) if node in home}
        group = next(iter(linked.values()), [])
        if not group:
            groups.append(group)
        for other in list(linked.values())[1:]:
            group += other
            groups = [kept for kept in groups if kept is not other]
        group.append(entity)
        home |= dict.fromkeys([entity.node, *others], group) | {member.node: group for member in group}
    return groups


def main() -> None:
    """Make what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the catalogue is written")
    parser.add_argument("-n", "--entities", type=int, default=1000, help="how many entities it has")
    parser.add_argument("--errors", type=float, default=Plan.errors, help="which share of them is broken")
    parser.add_argument("--seed", type=int, default=Plan.seed, help="another seed gives another catalogue")
    parser.add_argument("--per-file", type=int, default=Plan.per_file, help="how many entities a file has")
    parser.add_argument("--triples", type=int, default=Plan.triples, help="how many statements an entity has at least")
    asked = parser.parse_args()
    summary = generate(asked.folder, Plan(asked.entities, asked.errors, asked.seed, asked.per_file, asked.triples))
    words = f"{summary.entities} entities in {summary.files} files, {summary.broken} broken, {summary.results} results"
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    main()
