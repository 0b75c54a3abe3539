"""The examples of findings: read from `examples.toml`, and checked in a small catalogue of their own."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.lint import Finding, Report
from catalogue.turtle import NESTING_LIMIT
from catalogue.workspace.catalogue import Catalogue

FILE = Path(__file__).parent / "examples.toml"
SETTINGS = """[catalogue]
base = "https://gardens.example.org/"
title.en = "Gardens"
languages = ["en", "fr"]

[publisher]
name.en = "The gardeners"

[prefixes]
g = "https://gardens.example.org/ontology#"
s = "https://gardens.example.org/shapes#"
"""
PREFIXES = """@base <https://gardens.example.org/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://gardens.example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
ONTOLOGY = """g:Plant a owl:Class ; rdfs:label "plant"@en, "plante"@fr .
g:Garden a owl:Class ; rdfs:label "garden"@en, "jardin"@fr .
g:code a owl:DatatypeProperty ; rdfs:label "code"@en, "code"@fr .
g:harvested a owl:DatatypeProperty ; rdfs:label "harvested"@en, "récolté"@fr .
g:height a owl:DatatypeProperty ; rdfs:label "height"@en, "hauteur"@fr .
g:near a owl:ObjectProperty ; rdfs:label "grows near"@en, "pousse près de"@fr .
g:page a owl:ObjectProperty ; rdfs:label "page"@en, "page"@fr .
g:sown a owl:DatatypeProperty ; rdfs:label "sown"@en, "semé"@fr .
g:state a owl:DatatypeProperty ; rdfs:label "state"@en, "état"@fr .
s:Garden a sh:NodeShape ; sh:targetClass g:Garden ; sh:property [ sh:path dct:title ] .
"""
PLANT = "s:Plant a sh:NodeShape ; sh:targetClass g:Plant ; sh:property [ sh:path dct:title ]"
SOUND = "<plant/sound> a g:Plant .\n<garden/sound> a g:Garden .\n"


@dataclass(frozen=True)
class Example:
    """A bad and a good text, and where the bad one is to be told.

    Attributes:
        code: the finding's code.
        bad: a text that gives the finding, without marks.
        good: a text that does not.
        start: characters of the bad text before the place that must be told.
        end: characters up to its end.
        why: what the finding means; empty for further examples of a kind.
        shape: what the shape of plants says beside its target.
        settings: what stands in `catalogue.toml` beside the usual.
        is_shapes: whether the texts are shapes.
        is_raw: whether the texts are whole files, without the usual prefixes.
        name: the file that the texts are put into, when not the usual one.
        told: the file that is told, when another.
        line: the line that is told there; none for the whole file.
        others: further files of the catalogue, by path.
        quoted: the texts of quoted documents, by path.
        is_whole_file: whether the file is told as a whole.
    """

    code: str
    bad: str
    good: str
    start: int
    end: int
    why: str = ""
    shape: str = ""
    settings: str = ""
    is_shapes: bool = False
    is_raw: bool = False
    name: str = ""
    told: str = ""
    line: int = 0
    others: Mapping[str, str] = field(default_factory=dict)
    quoted: Mapping[str, str] = field(default_factory=dict)
    is_whole_file: bool = False

    @property
    def is_query(self) -> bool:
        """Whether the texts are queries."""
        return self.file.endswith(".rq")

    @property
    def file(self) -> str:
        """The file that the texts are put into."""
        return self.name or ("shapes/x.ttl" if self.is_shapes else "data/x.ttl")

    def text(self, part: str) -> str:
        """Give a whole file with one of the texts."""
        return part if self.is_raw or self.is_query else PREFIXES + part

    def place(self) -> tuple[int, int]:
        """Give the line and the column that must be told, both from 1; 0 for what is told as a whole."""
        if self.told:
            return self.line, 0
        if self.is_whole_file or not self.file.endswith((".ttl", ".rq")):
            return 0, 0
        text = self.text(self.bad)
        before = text[: len(text) - len(self.bad) + self.start]
        line = before.count("\n") + 1
        return line, len(before[before.rfind("\n") + 1 :].removeprefix("\ufeff")) + 1

    def check(self, part: str) -> Report:
        """Check a small catalogue with one of the texts."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for inner in ("data", "shapes"):
                (folder / inner).mkdir()
            (folder / "catalogue.toml").write_text(SETTINGS + self.settings, "utf-8")
            shape = f"{PLANT} ; {self.shape} ." if self.shape else f"{PLANT} ."
            (folder / "shapes" / "plants.ttl").write_text(f"{PREFIXES}{ONTOLOGY}{shape}\n", "utf-8")
            (folder / "queries").mkdir()
            if self.is_shapes or self.is_query:
                (folder / "data" / "sound.ttl").write_text(PREFIXES + SOUND, "utf-8")
            for path in (self.file, *self.others):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
            for path, words in self.others.items():
                (folder / path).write_text(PREFIXES + words, "utf-8")
            for path, words in self.quoted.items():
                (folder / "texts").mkdir(exist_ok=True)
                (folder / "texts" / path).write_text(words, "utf-8")
            if part:
                data = self.text(part).encode("utf-8").replace(b"\\xe9", b"\xe9")
                (folder / self.file).write_bytes(data)
            return Catalogue(folder).check(texts=folder / "texts" if self.quoted else None)

    def findings(self, part: str) -> list[Finding]:
        """List the findings of this example's kind in its file."""
        return [f for f in self.check(part) if f.kind.code == self.code and f.place.path == (self.told or self.file)]


def read() -> Iterator[Example]:
    """Read the examples, in the order of their codes."""
    entries = tomllib.loads(FILE.read_text("utf-8"))["example"]
    for entry in sorted(entries, key=lambda entry: entry["code"]):
        bad = entry["bad"].replace("NEST", "[ g:height " * NESTING_LIMIT)
        yield Example(
            code=entry["code"],
            bad=bad.replace("⟦", "").replace("⟧", ""),
            good=entry["good"],
            start=max(bad.find("⟦"), 0),
            end=max(bad.find("⟧") - 1, 0),
            why=entry.get("why", ""),
            shape=entry.get("shape", ""),
            settings=entry.get("settings", ""),
            is_shapes=entry.get("shapes", False),
            is_raw=entry.get("raw", False),
            name=entry.get("file", ""),
            told=entry.get("told", ""),
            line=entry.get("line", 0),
            others=entry.get("others", {}),
            quoted=entry.get("quoted", {}),
            is_whole_file=entry.get("whole", False),
        )
