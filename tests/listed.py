"""A catalogue of tools, as many as a test wants, with all that lists divide and are ordered by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

BASE = "https://tools.example.org/"
SETTINGS = f"""[catalogue]
base = "{BASE}"
title.en = "Tools"
title.fr = "Outils"
languages = ["en", "fr"]

[publisher]
name = "Somebody"
"""
PREFIXES = f"""@base <{BASE}> .
@prefix : <{BASE}ontology#> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <{BASE}shapes#> .
@prefix schema: <http://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
KEY = "dash:propertyRole dash:KeyInfoRole"
NAME = 'sh:property [ sh:path :name ; sh:name "name"@en, "nom"@fr ; dash:propertyRole dash:LabelRole ]'
PROPERTIES = {
    "kind": f'[ sh:path :kind ; sh:name "kind"@en, "genre"@fr ; sh:order 1 ; {KEY} ; sh:class :Kind ]',
    "free": f'[ sh:path :free ; sh:name "free"@en, "libre"@fr ; sh:order 2 ; {KEY} ; sh:datatype xsd:boolean ]',
    "since": f'[ sh:path :since ; sh:name "since"@en, "depuis"@fr ; sh:order 3 ; {KEY} ; sh:datatype xsd:date ]',
    "users": f'[ sh:path :users ; sh:name "users"@en, "usagers"@fr ; sh:order 4 ; {KEY} ; sh:datatype xsd:integer ]',
    "state": f'[ sh:path :state ; sh:name "state"@en, "état"@fr ; sh:order 5 ; {KEY} ; sh:datatype xsd:string ]',
    "makers": f'[ sh:path ( [ sh:inversePath :makes ] :team ) ; sh:name "team"@en ; sh:order 6 ; {KEY} ]',
}
KINDS = ("saw", "drill", "file", "lathe", "plane")


def shapes(*names: str, more: str = "") -> str:
    """Give the shapes of tools with some of the properties above, and of kinds."""
    properties = "".join(f" ; sh:property {PROPERTIES[name]}" for name in names)
    return (
        f'{PREFIXES} s:Tool a sh:NodeShape ; sh:targetClass :Tool ; rdfs:label "Tool"@en, "Outil"@fr ; '
        f'skos:altLabel "Tools"@en, "Outils"@fr ; {NAME}{properties}{more} .\n'
        f's:Kind a sh:NodeShape ; sh:targetClass :Kind ; rdfs:label "Kind"@en, "Genre"@fr ; {NAME} .\n'
    )


def tools(count: int) -> str:
    """Describe tools: names of all letters, one or two kinds, some of no kind, dates of six years, numbers of users."""
    lines = [f'<kind/{kind}> a :Kind ; :name "{kind}"@en, "{kind} (fr)"@fr .' for kind in KINDS]
    for number in range(count):
        letter = chr(ord("A") + number * 7 % 26)
        kinds = "".join(f" ; :kind <kind/{KINDS[number * step % 5]}>" for step in (1, 3)[: number % 3])
        lines.append(
            f'<tool/t{number}> a :Tool ; :name "{letter} tool {number}"@en, "{letter} outil {number}"@fr{kinds} ; '
            f':free {"true" if number % 4 else "false"} ; :since "{2019 + number % 6}-0{1 + number % 9}-11"^^xsd:date ; '
            f':users {number * 37 % 1000} ; :state "state {number % 3}" .'
        )
    return "\n".join(lines)


def made(folder: Path, shapes_text: str, data: str | Iterable[str], settings: str = SETTINGS) -> Path:
    """Write a catalogue into a folder."""
    for name in ("data", "shapes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.toml").write_text(settings, "utf-8")
    (folder / "shapes" / "s.ttl").write_text(shapes_text, "utf-8")
    (folder / "data" / "d.ttl").write_text(PREFIXES + (data if isinstance(data, str) else "\n".join(data)), "utf-8")
    return folder
