"""How fast Turtle is read: ours beside the fast parser, rdflib and, where it is installed, lark. Not part of the tests."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib

from catalogue.turtle import Scan, locate, parse
from catalogue.turtle.layout import layout
from catalogue.workspace.formatting import Formatter

ROOT = Path(__file__).parent.parent
ROUNDS = 5
GRAMMAR = r"""
start: (directive | triples ".")*
directive: "@prefix" NAMESPACE IRI "." | "@base" IRI "."
triples: subject pairs | list pairs?
pairs: verb objects (";" (verb objects)?)*
objects: object ("," object)*
?verb: iri | "a"
?subject: iri | BLANK | collection
?object: iri | BLANK | collection | list | literal
list: "[" pairs? "]"
collection: "(" object* ")"
literal: STRING (LANGUAGE | "^^" iri)? | NUMBER | BOOLEAN
?iri: IRI | NAME | NAMESPACE
BOOLEAN.3: "true" | "false"
NUMBER: /[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/
LANGUAGE: /@[A-Za-z]+(-[A-Za-z0-9]+)*/
STRING: /\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|"(?!"")(?:[^"\\\r\n]|\\.)*"/s
IRI: /<[^<>"\r\n]*>/
NAME.2: /(?:[A-Za-z][\w-]*)?:[\w][\w.:-]*(?<!\.)/
NAMESPACE: /(?:[A-Za-z][\w-]*)?:/
BLANK: /_:\w+/
COMMENT: /#[^\r\n]*/
%ignore COMMENT
%ignore /\s+/
"""


def candidates(text: str) -> dict[str, Callable[[], object]]:
    """List what is measured, by name."""
    data = text.encode()
    files = [path.read_text("utf-8") for path in sorted((ROOT / "data").rglob("*.ttl"))]
    scrambled = [words.replace("\n    ", "\n  ") for words in files]
    formatter = Formatter(ROOT)
    formatter.text("", "x.ttl")  # reads the shapes
    found: dict[str, Callable[[], object]] = {
        "tokens": lambda: Scan(text),
        "parse to the tree": lambda: parse(text),
        "locate": lambda: locate(text),
        "layout (no order of shapes)": lambda: layout(parse(text), lambda _, __: ()),
        "fmt, each file, to change": lambda: [formatter.text(words, "x.ttl") for words in scrambled],
        "fmt, each file, in the layout": lambda: [formatter.text(words, "x.ttl") for words in files],
        "pyoxigraph": lambda: sum(1 for _ in ox.parse(data, format=ox.RdfFormat.TURTLE)),
        "rdflib": lambda: rdflib.Graph().parse(data=data, format="turtle"),
    }
    try:
        from lark import Lark
    except ImportError:
        return found
    parser = Lark(GRAMMAR, parser="lalr", propagate_positions=True)
    return found | {"lark (LALR), tree only": lambda: parser.parse(text)}


def main() -> None:
    """Measure on the first catalogue's data, candidates taking turns."""
    text = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "data").rglob("*.ttl")))
    size = len(text.encode()) / 1e6
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, run in candidates(text).items():
            start = time.perf_counter()
            run()
            times.setdefault(name, []).append(time.perf_counter() - start)
    sys.stdout.write(f"{size:.2f} MB, {ROUNDS} rounds\n\n| | MB/s, median | slowest - fastest |\n|---|---|---|\n")
    for name, taken in times.items():
        middle, slow, fast = (size / t for t in (statistics.median(taken), max(taken), min(taken)))
        sys.stdout.write(f"| {name} | {middle:.2f} | {slow:.2f} - {fast:.2f} |\n")


if __name__ == "__main__":
    main()
