"""Make a catalogue of any size from the first one, with a known share of errors: `python -m bench.generate FOLDER -n 1000`."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.cells import complete, part
from bench.entities import Entity, Material, read_material
from bench.errors import Broken, Error, read_broken
from bench.writing import Printer, Words
from catalogue.config import FILE_NAME
from catalogue.terms import NamedNode, Node

ROOT = Path(__file__).resolve().parent.parent
TRUTH = "truth.jsonl"
SUMMARY = "generated.json"
_FILES_IN_A_FOLDER = 1000


@dataclass(frozen=True)
class Plan:
    """What is made.

    Attributes:
        entities: how many entities the catalogue has.
        errors: which share of them is broken.
        seed: another seed gives another catalogue.
        per_file: how many entities a file has.
    """

    entities: int
    errors: float = 0.01
    seed: int = 1
    per_file: int = 100


@dataclass
class Summary:
    """What was made."""

    entities: int = 0
    broken: int = 0
    results: int = 0
    files: int = 0


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
    making = _Making(folder, plan, material, read_broken(root, material))
    making.prepare(root)
    making.write()
    summary = making.summary
    text = json.dumps({"plan": asdict(plan), "summary": asdict(summary)}, indent=2)
    (folder / SUMMARY).write_text(text + "\n", "utf-8")
    return summary


class _Making:
    def __init__(self, folder: Path, plan: Plan, material: Material, broken: Broken) -> None:
        self.folder, self.plan, self.material, self.broken = folder, plan, material, broken
        self.summary = Summary()
        self.own = complete(material.own)
        self.words = Words(material.own)
        self.prefixes: dict[str, str] = {}
        self.pending: dict[str, list[str]] = defaultdict(list)
        self.files: dict[str, int] = defaultdict(int)

    def prepare(self, root: Path) -> None:
        """Copy the settings and the shapes, and take away the data of a former run."""
        folders = self.material.settings.folders
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in (folders.data, folders.shapes, folders.queries):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in (folders.shapes, folders.queries):
            if (root / name).is_dir():
                shutil.copytree(root / name, self.folder / name)
        shutil.copyfile(root / FILE_NAME, self.folder / FILE_NAME)

    def write(self) -> None:
        """Write all entities, the broken ones spread evenly among the others, and the truth."""
        count = round(self.plan.entities * self.plan.errors)
        worlds = [len(self.broken.entries)] * (count // len(self.broken.entries))
        if rest := count % len(self.broken.entries):
            worlds.append(rest)
        wrong = count + len(worlds) * len(self.broken.sound)
        right = self.plan.entities - wrong - len([e for e in self.material.shared if e.types])
        self._write_shared()
        self.summary.broken = count
        errors = self._errors(worlds)
        done, told = 0, 0
        for entity, text in self._sound(max(right, 0)):
            self._add(entity, text)
            done += 1
            while told * right < done * wrong and (error := next(errors, None)) is not None:
                self._add(*error)
                told += 1
        for error in errors:
            self._add(*error)
        for folder in self.pending:
            self._flush(folder)

    def _write_shared(self) -> None:
        texts = self._printer(self.material.shared, None, numbered=False).write("")
        for entity in self.material.shared:
            self._add(entity, texts[entity.node])

    def _sound(self, count: int) -> Iterator[tuple[Entity, str]]:
        whole, rest = divmod(count, len(self.own))
        printer = self._printer(self.own, self.words)
        for number in range(whole):
            texts = printer.write(f"{number}", f"{(number + self.plan.seed) % whole}")
            yield from ((entity, texts[entity.node]) for entity in self.own)
        if rest:
            entities = part(self.own, rest, random.Random(self.plan.seed))  # noqa: S311 - the same each time
            texts = self._printer(entities, self.words).write(f"{whole}")
            yield from ((entity, texts[entity.node]) for entity in entities)

    def _errors(self, worlds: list[int]) -> Iterator[tuple[Entity, str]]:
        truths: dict[int, list[tuple[Node, Error]]] = {}
        printer = self._printer((*self.broken.sound, *self.broken.entries), None)
        with (self.folder / TRUTH).open("w", encoding="utf-8", newline="\n") as stream:
            for number, count in enumerate(worlds):
                suffix = f"e{number}"
                entities = (*self.broken.sound, *self.broken.entries[:count])
                if count not in truths:
                    truths[count] = self.broken.truth(count)
                own = {entity.node for entity in entities}
                for focus, error in truths[count]:
                    named = f"{error.focus}-{suffix}" if isinstance(focus, NamedNode) and focus in own else error.focus
                    stream.write(json.dumps(error._replace(focus=named)._asdict(), ensure_ascii=False) + "\n")
                    self.summary.results += 1
                texts = printer.write(suffix)
                yield from ((entity, texts[entity.node]) for entity in entities)

    def _printer(self, entities: Sequence[Entity], words: Words | None, *, numbered: bool = True) -> Printer:
        printer = Printer(self.material.settings, entities, words, numbered=numbered)
        self.prefixes.update(printer.prefixes)
        return printer

    def _add(self, entity: Entity, text: str) -> None:
        texts = self.pending[entity.folder]
        texts.append(text)
        self.summary.entities += bool(entity.types)
        if len(texts) >= self.plan.per_file:
            self._flush(entity.folder)

    def _flush(self, folder: str) -> None:
        texts, self.pending[folder] = self.pending[folder], []
        if not texts:
            return
        number = self.files[folder]
        self.files[folder] += 1
        self.summary.files += 1
        path = (
            self.folder
            / self.material.settings.folders.data
            / folder
            / f"{number // _FILES_IN_A_FOLDER:03}"
            / f"{number:06}.ttl"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"@base <{self.material.settings.base}> .\n"
        head += "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(self.prefixes.items()))
        path.write_text("\n".join([head, *texts]), "utf-8", newline="\n")


def main() -> None:
    """Make what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the catalogue is written")
    parser.add_argument("-n", "--entities", type=int, default=1000, help="how many entities it has")
    parser.add_argument("--errors", type=float, default=Plan.errors, help="which share of them is broken")
    parser.add_argument("--seed", type=int, default=Plan.seed, help="another seed gives another catalogue")
    parser.add_argument("--per-file", type=int, default=Plan.per_file, help="how many entities a file has")
    asked = parser.parse_args()
    summary = generate(asked.folder, Plan(asked.entities, asked.errors, asked.seed, asked.per_file))
    sys.stdout.write(
        f"{summary.entities} entities in {summary.files} files, {summary.broken} broken, {summary.results} results\n"
    )


if __name__ == "__main__":
    main()
