"""Mistakes in shapes: each is reported once, at its characters, in both languages; official shapes have none."""

import dataclasses
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
from conftest import LIBRARY, ROOT, edition_of, shared
from hypothesis import strategies as st

from catalogue import sources
from catalogue.columns.graph import Graph
from catalogue.edition import Edition
from catalogue.edits import apply
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.kinds import KINDS, Severity
from catalogue.lint.places import Places
from catalogue.lint.shapes.checked import Checked
from catalogue.lint.shapes.checks import CHECKS as SHAPE_CHECKS
from catalogue.lint.shapes.findings import finding
from catalogue.lint.shapes.values import CHECKS
from catalogue.model import SH
from catalogue.model.vocabulary import PROPERTIES, ValueType
from catalogue.scaffold import init
from catalogue.shacl import reference as shacl
from catalogue.terms import RDF, XSD, Literal, NamedNode, Triple
from catalogue.workspace.catalogue import Catalogue

HEAD = """@base <https://gardens.example.org/> .
@prefix ex: <https://elsewhere.example/ns#> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://gardens.example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


class Case(NamedTuple):
    """A broken shape, its mistake between ⟦ and ⟧, and what is said of it."""

    turtle: str
    code: str
    en: str
    fr: str
    replacement: str | None = None
    safe: bool = False


def node(words: str) -> str:
    """A node shape that is used."""
    return f"s:X a sh:NodeShape ; sh:targetClass g:Plant ; {words} .\n"


def prop(words: str) -> str:
    """A property shape that is used."""
    return node(f"sh:property [ sh:path skos:prefLabel ; {words} ]")


def select(query: str, more: str = "") -> str:
    """A SPARQL constraint of a node shape."""
    return node(f'sh:sparql [ {more} sh:select """{query}""" ]')


CASES = {
    # what a bound is compared with, and what a count is
    "text as bound": Case(prop('sh:minInclusive ⟦"a"⟧'), "C310", '"a" is a text', '"a" est un texte'),
    "text as bound of numbers": Case(
        prop('sh:datatype xsd:integer ; sh:minInclusive ⟦"a"⟧'),
        "C310",
        '"a" can be compared with no value of sh:datatype xsd:integer',
        '"a" ne peut être comparé à aucune valeur de sh:datatype xsd:integer',
    ),
    "date as bound of moments": Case(
        prop('sh:datatype xsd:dateTime ; sh:maxExclusive ⟦"2024-01-01"^^xsd:date⟧'),
        "C310",
        "compared with no",
        "à aucune valeur",
    ),
    "number as bound of texts": Case(prop("sh:datatype xsd:string ; sh:maxInclusive ⟦5⟧"), "C310", "5 can be", "5 ne peut"),
    "bound of what has no order": Case(
        prop("sh:datatype ex:Money ; sh:maxInclusive ⟦5⟧"), "C310", "of sh:datatype <https://elsewhere", "valeur de sh:datatype"
    ),
    "bound of things": Case(
        prop("sh:nodeKind sh:IRI ; sh:minExclusive ⟦5⟧"), "C310", "no value of sh:nodeKind", "aucune valeur"
    ),
    "bound of a list": Case(prop('sh:in ( "a" "b" ) ; sh:minExclusive ⟦5⟧'), "C310", "no value of sh:in", "aucune valeur"),
    "bound with a language": Case(prop('sh:minInclusive ⟦"a"@en⟧'), "C310", "not a literal with an order", "littéral ordonné"),
    "bound that is ill-typed": Case(
        prop('sh:minInclusive ⟦"2024-13-01"^^xsd:date⟧'), "C310", "not a literal with an order", "littéral ordonné"
    ),
    "bound without an order": Case(
        prop('sh:minInclusive ⟦"00"^^xsd:hexBinary⟧'), "C310", "not a literal with an order", "littéral ordonné"
    ),
    "count of another datatype": Case(
        prop('sh:maxCount ⟦"2"^^xsd:int⟧'), "C310", "must be an xsd:integer", "doit être un xsd:integer", "2", safe=True
    ),
    "ASK alone in a constraint": Case(
        node('sh:sparql [ sh:ask """⟦ASK⟧ { $this <urn:p> ?x }""" ]'), "C309", "requires sh:select", "demande sh:select"
    ),
    # C301
    "unknown property": Case(
        prop("⟦sh:minCont⟧ 1"), "C301", "SHACL has no term sh:minCont", "SHACL n'a pas de terme sh:minCont", "sh:minCount"
    ),
    "capital letters": Case(
        prop("⟦sh:datatypE⟧ xsd:date"), "C301", "no term sh:datatypE", "pas de terme sh:datatypE", "sh:datatype", safe=True
    ),
    "unknown class": Case(
        "s:X a ⟦sh:NodShape⟧ ; sh:targetClass g:Plant .", "C301", "no term sh:NodShape", "pas de terme", "sh:NodeShape"
    ),
    "unknown node kind": Case(prop("sh:nodeKind ⟦sh:Iri⟧"), "C301", "no term sh:Iri", "pas de terme", "sh:IRI", safe=True),
    "unknown severity": Case(prop("sh:severity ⟦sh:Warn⟧"), "C301", "no term sh:Warn", "pas de terme", "sh:Warning"),
    "nothing near": Case(prop("⟦sh:zzz⟧ 1"), "C301", "no term sh:zzz", "pas de terme sh:zzz"),
    "class as property": Case(
        node("⟦sh:NodeShape⟧ s:Plant"), "C301", "sh:NodeShape is not a property", "n'est pas une propriété"
    ),
    "property as class": Case(node("a ⟦sh:minCount⟧"), "C301", "sh:minCount is not a class", "n'est pas une classe"),
    # C302
    "unused": Case("⟦s:X⟧ a sh:NodeShape ; sh:property s:Plant-name .", "C302", "<shapes#X> is never used", "ne sert jamais"),
    # C303
    "empty class of its own": Case(
        "ex:X a sh:NodeShape, ⟦owl:Class⟧ ; sh:property s:Plant-name .", "C303", "has no instance of", "aucune instance"
    ),
    "empty class": Case("s:X a sh:NodeShape ; sh:targetClass ⟦ex:Tree⟧ .", "C303", "has no instance of", "aucune instance"),
    "empty property": Case(
        "s:X a sh:NodeShape ; sh:targetSubjectsOf ⟦ex:height⟧ .", "C303", "the data has no triple with", "aucun triplet avec"
    ),
    "misspelt target": Case(
        "s:X a sh:NodeShape ; sh:targetSubjectsOf ⟦skos:preflabel⟧ .",
        "C214",
        "skos:preflabel is not a term of its vocabulary",
        "skos:preflabel n'est pas un terme de son vocabulaire",
        "skos:prefLabel",
        safe=True,
    ),
    "empty node": Case("s:X a sh:NodeShape ; sh:targetNode ⟦<plant/oak>⟧ .", "C303", "no triple about", "aucun triplet sur"),
    # C304
    "unclosed group": Case(prop('sh:pattern "^⟦(⟧ab"'), "C304", "the group is never closed", "n'est jamais fermé"),
    "unopened group": Case(prop('sh:pattern "^a⟦)⟧b"'), "C304", "unbalanced )", "sans pendant", '"^a\\\\)b"'),
    "unclosed set": Case(prop('sh:pattern "^⟦[⟧ab"'), "C304", "set of characters is never closed", "n'est jamais fermé"),
    "escapes before": Case(prop('sh:pattern "\\\\d\\t⟦[⟧ab"'), "C304", "never closed", "jamais fermé"),
    "long string": Case(
        prop('sh:pattern """\n(⟦*⟧b)"""'), "C304", "* has nothing to repeat", "n'a rien à répéter", '"\\n(\\\\*b)"'
    ),
    "range": Case(prop('sh:pattern "[⟦z-a⟧]"'), "C304", "runs backwards", "à l'envers", '"[a-z]"'),
    "count": Case(prop('sh:pattern "a⟦{3,2}⟧"'), "C304", "counts backwards", "à l'envers", '"a{2,3}"'),
    "brace": Case(prop('sh:pattern "a⟦{⟧,2}"'), "C304", "this brace is not a quantifier", "n'est pas un quantificateur"),
    "trailing backslash": Case(prop('sh:pattern "a⟦\\\\⟧"'), "C304", "ends in a backslash", "barre oblique inverse"),
    "no escape": Case(prop('sh:pattern "^a⟦\\\\Z⟧"'), "C304", "\\Z is not an escape", "n'est pas un échappement", '"^a$"'),
    "block": Case(
        prop('sh:pattern "⟦\\\\p{IsGreec}⟧"'), "C304", "there is no Unicode block IsGreec", "pas de bloc Unicode IsGreec"
    ),
    "group that is not there": Case(
        prop('sh:pattern "(a)⟦\\\\2⟧"'),
        "C304",
        "\\2 refers to a group that is not there",
        "\\2 renvoie à un groupe qui n'existe pas",
    ),
    "too large": Case(prop('sh:pattern ⟦"((a{1000}){1000}){1000}"⟧'), "C304", "too large", "trop grande"),
    "flags": Case(prop('sh:pattern "a" ; sh:flags "i⟦g⟧"'), "C304", "there is no flag g", "il n'y a pas d'option g", '"i"'),
    # C305
    "large": Case(
        prop('sh:pattern ⟦"(a{1000}){1000}"⟧'), "C305", "too large for linear time", "trop grand pour un temps linéaire"
    ),
    "lookahead": Case(prop('sh:pattern "^⟦(?=⟧a)b"'), "C305", "looks around", "regarde autour"),
    "negative lookbehind": Case(prop('sh:pattern "^⟦(?<!⟧a)b"'), "C305", "looks around", "regarde autour"),
    "back-reference": Case(prop('sh:pattern "(a)⟦\\\\1⟧"'), "C305", "refers back", "renvoie à un groupe"),
    "atomic": Case(prop('sh:pattern "⟦(?>⟧a)b"'), "C305", "atomic group", "groupe atomique", '"(?:a)b"'),
    "possessive": Case(prop('sh:pattern "a⟦++⟧b"'), "C305", "never gives back", "ne rend rien", '"a+b"'),
    # C306
    "recursion through a negation": Case(
        node("sh:not ⟦[⟧ sh:path g:grows ; sh:node s:X ]"),
        "C306",
        "<shapes#X> → sh:not [ sh:path g:grows ] → sh:node <shapes#X>",
        "la forme repose sur sa propre négation",
    ),
    "recursion in a list": Case(
        node("sh:or ( s:Plant [ sh:not ⟦s:X⟧ ] )"), "C306", "[ … ] → sh:not <shapes#X> → sh:or [ … ]", "négation"
    ),
    # C307
    "imports": Case("<shapes> owl:imports ⟦<https://elsewhere.example/>⟧ .", "C307", "is not imported", "n'est pas importé"),
    # C308
    "JavaScript": Case(
        node('⟦sh:js⟧ [ a sh:JSConstraint ; sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "x"^^xsd:anyURI ] ]'),
        "C308",
        "JavaScript in shapes is not supported",
        "JavaScript",
    ),
    # C309
    "syntax": Case(
        select("SELECT $this\nWHERE { $this a ⟦;⟧ }"), "C309", "syntax error at line 2, column 17", "à la ligne 2, colonne 17"
    ),
    "end": Case(select("SELECT $this⟦⟧"), "C309", "column 13 of the query, at its end", "à sa fin"),
    "bracket": Case(select("SELECT $this WHERE ⟦{⟧ $this ?p ?o"), "C309", "{ is unbalanced", "n'a pas de pendant"),
    "projection": Case(select("⟦SELECT⟧ ?x WHERE { $this ?p ?x }"), "C309", "does not project $this", "ne projette pas $this"),
    "form": Case(select("⟦ASK⟧ { $this ?p ?x }"), "C309", "requires a SELECT query", "demande une requête SELECT"),
    "ASK in a constraint": Case(
        node('sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ; sh:ask "⟦ASK⟧ { $this ?p ?o }" ]'),
        "C309",
        "sh:ask is for validators",
        "sh:ask est pour les validateurs",
    ),
    "MINUS": Case(select("SELECT $this { $this ?p ?o ⟦MINUS⟧ { $this a ?o } }"), "C309", "forbids MINUS", "interdit MINUS"),
    "VALUES": Case(select("SELECT $this { ⟦VALUES⟧ ?x { 1 } $this ?p ?x }"), "C309", "forbids VALUES", "interdit VALUES"),
    "SERVICE": Case(
        select("SELECT $this { ⟦SERVICE⟧ <http://localhost:1/> { $this ?p ?x } }"), "C309", "forbids SERVICE", "interdit"
    ),
    "AS": Case(select("SELECT $this { BIND (1 AS ⟦?this⟧) }"), "C309", "is pre-bound by SHACL", "est liée d'avance"),
    "nested": Case(
        select("SELECT $this { $this ?p ?o { ⟦SELECT⟧ ?o { ?x ?y ?o } } }"), "C309", "must project $this", "doit projeter $this"
    ),
    "nested star": Case(
        select("SELECT $this { { ⟦SELECT⟧ * { FILTER ($this = 1) } } }"), "C309", "must project $this", "doit projeter $this"
    ),
    "PATH without path": Case(select("SELECT $this { $this ⟦$PATH⟧ ?x }"), "C309", "for property shapes only", "que pour les"),
    "PATH as object": Case(
        prop('sh:sparql [ sh:select """SELECT $this { $this ?p ⟦$PATH⟧ }""" ]'), "C309", "between a subject", "entre un sujet"
    ),
    "syntax after PATH": Case(
        prop('sh:sparql [ sh:select """SELECT $this { $this $PATH ?x . ?x $PATH ⟦}⟧""" ]'), "C309", "column 42", "colonne 42"
    ),
    "prefix": Case(
        select("SELECT $this { $this ⟦nope:⟧name ?x }"),
        "C309",
        "the prefix nope: is not declared",
        "le préfixe nope:",
    ),
    "prefix in French": Case(
        select("SELECT $this { $this ⟦skos:⟧prefLabel ?été, skos:note }", "sh:prefixes s:prefixes ;")
        + 's:prefixes sh:declare [ sh:prefix "g" ; sh:namespace "https://gardens.example.org/ontology#"^^xsd:anyURI ] .',
        "C309",
        "the prefix skos:",
        "le préfixe skos:",
    ),
    "relative IRI": Case(select("SELECT $this { $this a ⟦<x>⟧ }"), "C309", "the query has no base", "n'a pas de base"),
    "unbound": Case(select("⟦SELECT⟧ $this (1 AS ?x) { $this ?p ?x }"), "C309", "already bound", "déjà liée"),
    "no query": Case(node('sh:sparql ⟦[⟧ sh:message "x" ]'), "C309", "has no sh:select", "n'a pas de sh:select"),
    "query in English": Case(
        node('sh:sparql [ sh:select ⟦"SELECT $this {}"@en⟧ ]'), "C309", "without a language", "sans langue", '"SELECT $this {}"'
    ),
    "declaration": Case('s:p sh:declare ⟦[⟧ sh:prefix "x" ] .', "C309", "one sh:namespace, not 0", "un sh:namespace, pas 0"),
    "namespace": Case(
        's:p sh:declare [ sh:prefix "x" ; sh:namespace ⟦"http://x/"⟧ ] .',
        "C309",
        "not an xsd:anyURI",
        "n'est pas un xsd:anyURI",
        '"http://x/"^^xsd:anyURI',
        safe=True,
    ),
    "ASK validator": Case(
        "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ] ;\n"
        '  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { BIND (1 AS ⟦?value⟧) FILTER ($p = 1) }" ] .',
        "C309",
        "is pre-bound by SHACL",
        "est liée d'avance",
    ),
    # C310
    "count as text": Case(prop('sh:minCount ⟦"1"⟧'), "C310", '"1" is not a count', "n'est pas un nombre", "1", safe=True),
    "count below 0": Case(prop("sh:minCount ⟦-1⟧"), "C310", "-1 is not a count", "-1 n'est pas"),
    "count as decimal": Case(prop("sh:maxLength ⟦1.0⟧"), "C310", "1.0 is not a count", "1.0 n'est pas", "1", safe=True),
    "flag that is not the term true": Case(
        prop('sh:uniqueLang ⟦"1"^^xsd:boolean⟧'), "C310", "has no effect: sh:uniqueLang needs true", "sans effet", "true"
    ),
    "closed by another form of true": Case(
        node('sh:closed ⟦"1"^^xsd:boolean⟧'), "C310", "has no effect: sh:closed needs true", "sans effet", "true"
    ),
    "boolean": Case(prop('sh:uniqueLang ⟦"yes"⟧'), "C310", "not true or false", "ni false", "true", safe=True),
    "two values": Case(prop("sh:minCount 1 , ⟦2⟧"), "C310", "has 2 values where one is allowed", "2 valeurs au lieu d'une"),
    "node kind": Case(prop('sh:nodeKind ⟦"IRI"⟧'), "C310", "not a kind of node", "un genre de nœud", "sh:IRI", safe=True),
    "datatype": Case(prop("sh:datatype ⟦xsd:sting⟧"), "C310", "xsd:sting is not a datatype", "type de données", "xsd:string"),
    "datatype's case": Case(prop("sh:datatype ⟦xsd:datetime⟧"), "C310", "not a datatype", "type", "xsd:dateTime", safe=True),
    "language": Case(prop("sh:datatype ⟦xsd:langString⟧"), "C310", "not a datatype", "type", "rdf:langString", safe=True),
    "any literal": Case(prop("sh:datatype ⟦rdfs:Literal⟧"), "C310", "rdfs:Literal is not a datatype", "type de données"),
    "class is a datatype": Case(prop("sh:class ⟦xsd:date⟧"), "C310", "a datatype, not a class", "pas une classe"),
    "class as text": Case(prop('sh:class ⟦"skos:Concept"⟧'), "C310", "not an IRI", "n'est pas un IRI", "skos:Concept"),
    "pattern with language": Case(prop('sh:pattern ⟦"a"@en⟧'), "C310", "without a language", "sans langue", '"a"'),
    "not a list": Case(prop('sh:languageIn ⟦"en"⟧'), "C310", "is not a list", "n'est pas une liste", '( "en" )'),
    "member": Case(prop("sh:languageIn ( ⟦1⟧ )"), "C310", "1 is not a language tag", "une balise de langue"),
    "empty list": Case(prop("sh:in ⟦()⟧"), "C310", "sh:in is empty", "sh:in est vide"),
    "circular list": Case(prop("sh:in ⟦_:c⟧") + "_:c rdf:first 1 ; rdf:rest _:c .", "C310", "circular", "circulaire"),
    "endless list": Case(prop("sh:in ⟦_:c⟧") + "_:c rdf:first 1 .", "C310", "rdf:rest is missing", "il manque rdf:rest"),
    "branching list": Case(
        prop("sh:in ⟦_:c⟧") + "_:c rdf:first 1, 2 ; rdf:rest () .", "C310", "branches: 2 rdf:first", "se divise : 2 rdf:first"
    ),
    "severity of a SPARQL constraint": Case(
        select("SELECT $this { $this <urn:p> ?x }", "⟦sh:severity⟧ sh:Info ;"), "C310", "for shapes", "pour les formes"
    ),
    "constraint in a SPARQL constraint": Case(
        select("SELECT $this { $this <urn:p> ?x }", "⟦sh:nodeKind⟧ sh:IRI ;"), "C310", "no effect on a SPARQL", "pas d'effet"
    ),
    "no shape": Case(node("sh:node ⟦s:Plan⟧"), "C310", "there is no shape <shapes#Plan>", "pas de forme", "s:Plant"),
    "no group": Case(prop("sh:group ⟦s:group⟧"), "C310", "there is no group", "il n'y a pas de groupe"),
    "order": Case(prop('sh:order ⟦"2"⟧'), "C310", '"2" is not a number', "n'est pas un nombre", "2", safe=True),
    "message": Case(prop("sh:message ⟦ex:words⟧"), "C310", "is not a text", "n'est pas un texte"),
    "bound": Case(prop("sh:minInclusive ⟦ex:one⟧"), "C310", "is not a literal with an order", "n'est pas un littéral ordonné"),
    "target": Case("s:X a sh:NodeShape ; sh:targetNode ⟦[]⟧ .", "C310", "not an IRI or a literal", "un littéral"),
    "no path": Case(node("sh:property ⟦[⟧ sh:minCount 1 ]"), "C310", "has no sh:path", "n'a pas de sh:path"),
    "two paths": Case(node("sh:property [ sh:path skos:prefLabel , ⟦skos:altLabel⟧ ]"), "C310", "has 2 values", "a 2 valeurs"),
    "path as text": Case(node('sh:property [ sh:path ⟦"name"⟧ ]'), "C310", "a text, not a path", "un texte, pas un chemin"),
    "empty path": Case(node("sh:property [ sh:path ⟦()⟧ ]"), "C310", "an empty list", "une liste vide"),
    "short path": Case(node("sh:property [ sh:path ⟦(⟧ g:grows ) ]"), "C310", "fewer than two", "moins de deux"),
    "strange path": Case(node("sh:property [ sh:path ⟦[⟧ ex:inverse g:grows ] ]"), "C310", "a property path", "pas un chemin"),
    "double path": Case(
        node("sh:property [ sh:path ⟦[⟧ sh:inversePath g:grows ; sh:zeroOrMorePath g:grows ] ]"),
        "C310",
        "a path has several operators",
        "a plusieurs opérateurs",
    ),
    "alternatives": Case(
        node("sh:property [ sh:path ⟦[⟧ sh:alternativePath g:grows ] ]"), "C310", "are not a list", "ne sont pas une liste"
    ),
    "path that contains itself": Case(
        node("sh:property [ sh:path ⟦_:p⟧ ]") + "_:p sh:inversePath _:p .", "C310", "contains itself", "se contient"
    ),
    "path of a node shape": Case(node("⟦sh:path⟧ g:grows"), "C310", "a node shape has no sh:path", "n'a pas de sh:path"),
    "count of a node shape": Case(node("⟦sh:minCount⟧ 1"), "C310", "property shapes only", "forme de propriété"),
    "comparison of a node shape": Case(node("⟦sh:lessThan⟧ g:opened"), "C310", "property shapes only", "forme de propriété"),
    "property in sh:node": Case(node("sh:node ⟦s:Plant-name⟧"), "C310", "sh:node takes a node shape", "veut une forme de nœud"),
    "count without shape": Case(prop("⟦sh:qualifiedMinCount⟧ 1"), "C310", "has no effect without", "est sans effet sans"),
    "shape without count": Case(
        prop("⟦sh:qualifiedValueShape⟧ s:Plant"), "C310", "has no effect without", "est sans effet sans"
    ),
    "flags without pattern": Case(prop('⟦sh:flags⟧ "i"'), "C310", "has no effect without sh:pattern", "sans sh:pattern"),
    "ignored without closed": Case(node("⟦sh:ignoredProperties⟧ ()"), "C310", "without sh:closed", "sans sh:closed"),
    "counts": Case(prop("sh:minCount 1 ; sh:maxCount ⟦0⟧"), "C310", "no value satisfies both", "aucune valeur ne satisfait"),
    "dates": Case(
        prop('sh:minInclusive "2025-01-01"^^xsd:date ; sh:maxInclusive ⟦"2024-01-01"^^xsd:date⟧'),
        "C310",
        "no value satisfies both",
        "aucune valeur ne satisfait",
    ),
    "datatype and node kind": Case(
        prop("sh:datatype xsd:string ; sh:nodeKind ⟦sh:IRI⟧"), "C310", "no value satisfies both", "aucune valeur ne satisfait"
    ),
    "datatype and class": Case(prop("sh:datatype xsd:date ; sh:class ⟦g:Plant⟧"), "C310", "satisfies both", "à la fois"),
    "languages of dates": Case(prop('sh:datatype xsd:date ; sh:languageIn ⟦(⟧ "en" )'), "C310", "satisfies both", "à la fois"),
    "choices": Case(
        prop("sh:datatype xsd:date ; sh:in ⟦(⟧ 1 2 )"), "C310", "no value of sh:in satisfies", "aucune valeur de sh:in"
    ),
    "required choice": Case(prop("sh:in ( 1 2 ) ; sh:hasValue ⟦3⟧"), "C310", "is not in sh:in", "n'est pas dans sh:in"),
    "required kind": Case(
        prop("sh:nodeKind sh:IRI ; sh:hasValue ⟦3⟧"), "C310", "does not satisfy sh:nodeKind", "ne satisfait pas sh:nodeKind"
    ),
    "component": Case(
        "⟦ex:C⟧ a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ] .",
        "C310",
        "requires sh:validator",
        "demande sh:validator",
    ),
    "undescribed property": Case(node("sh:property ⟦_:nobody⟧"), "C310", "has no sh:path", "n'a pas de sh:path"),
    "and of nothing": Case(node("sh:and ⟦()⟧"), "C310", "sh:and is empty", "sans effet"),
    "validator without query": Case(
        "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ] ; sh:validator ⟦ex:V⟧ .",
        "C309",
        "no sh:ask or sh:select",
        "ni sh:ask ni sh:select",
    ),
    "all optional": Case(
        'ex:C a sh:ConstraintComponent ; sh:validator [ sh:ask "ASK {}" ] ; sh:parameter ⟦[⟧ sh:path ex:p ; sh:optional true ]'
        " .",
        "C310",
        "all parameters of the component are optional",
        "facultatifs",
    ),
    "reserved parameter": Case(
        'ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ⟦ex:this⟧ ] ; sh:validator [ sh:ask "ASK {}" ] .',
        "C310",
        "cannot be called this",
        "ne peut pas s'appeler this",
    ),
    # C311
    "unknown property of the ontology": Case(
        node("sh:property [ sh:path ⟦g:grow⟧ ]"), "C311", "g:grow is not in", "n'est pas dans l'ontologie", "g:grows"
    ),
    "unknown class of the ontology": Case(prop("sh:class ⟦g:Plan⟧"), "C311", "is not in the ontology", "n'est pas", "g:Plant"),
    "unknown step": Case(node("sh:property [ sh:path ( g:grows ⟦g:tends⟧ ) ]"), "C311", "g:tends is not", "n'est pas dans"),
    "unknown target": Case("s:X a sh:NodeShape ; sh:targetClass ⟦g:Bed⟧ .", "C311", "g:Bed is not", "n'est pas dans"),
    # C312
    "rule": Case(node("⟦sh:rule⟧ [ a sh:TripleRule ]"), "C312", "SHACL-AF is not supported", "pas pris en charge"),
    "function": Case("ex:f a ⟦sh:SPARQLFunction⟧ .", "C312", "sh:SPARQLFunction of SHACL-AF", "n'est pas pris en charge"),
    "target of SPARQL": Case(
        's:X a sh:NodeShape ; ⟦sh:target⟧ [ a sh:SPARQLTarget ; sh:select "SELECT nonsense" ] .',
        "C312",
        "sh:target",
        "pris en charge",
    ),
    "draft": Case(prop("⟦sh:singleLine⟧ true"), "C312", "sh:singleLine of SHACL 1.2", "n'est pas pris en charge"),
    "entailment": Case("<shapes> ⟦sh:entailment⟧ ex:RDFS .", "C312", "sh:entailment of SHACL is not", "pris en charge"),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A catalogue whose shapes have no mistakes."""
    folder = tmp_path_factory.mktemp("sound") / "garden"
    init(folder)
    return edition_of(folder)


def with_shapes(edition: Edition, turtle: str) -> Edition:
    """Add a file to the shapes of an edition."""
    file = sources.parse(turtle.encode(), "shapes/x.ttl")
    assert [issue.message["en"] for issue in file.issues] == []
    shapes = [*edition.shapes, file]
    return dataclasses.replace(edition, shapes=shapes, shapes_graph=Graph(edition.settings.base, shapes))


def findings(edition: Edition) -> list[Finding]:
    """Find the mistakes in the shapes of an edition."""
    editing = Editing(Places(edition))
    return [finding(mistake, editing) for mistake in Checked(edition, SHAPE_CHECKS).mistakes]


SOUND_BOUNDS = [
    *(
        'sh:datatype xsd:string ; sh:minInclusive "a"',
        'sh:minInclusive "a" ; sh:maxInclusive "f"',
        'sh:minLength 2 ; sh:minInclusive "a"',
    ),
    *(
        'sh:in ( "a" "b" ) ; sh:minInclusive "a"',
        "sh:datatype xsd:byte ; sh:minInclusive 2.5",
        "sh:in ( 1 2 ) ; sh:maxInclusive 1e0",
    ),
    *(
        'sh:datatype xsd:dateTime ; sh:minInclusive "2024-01-01T00:00:00Z"^^xsd:dateTime',
        "sh:datatype xsd:boolean ; sh:maxInclusive true",
    ),
    'sh:datatype xsd:duration ; sh:maxInclusive "P1M"^^xsd:duration',
    *('sh:datatype xsd:gYear ; sh:minInclusive "1990"^^xsd:gYear', "sh:datatype xsd:negativeInteger ; sh:maxInclusive 0"),
]


@pytest.mark.parametrize("constraints", SOUND_BOUNDS)
def test_a_bound_that_values_can_be_compared_with_is_no_mistake(sound: Edition, constraints: str):
    assert [] == findings(with_shapes(sound, HEAD + prop(constraints)))


def test_a_wrong_bound_is_one_finding_and_not_one_for_each_value(tmp_path: Path):
    folder = tmp_path / "garden"
    init(folder)
    shapes = 'sh:property [ sh:path g:n ; sh:minInclusive "a" ]'
    (folder / "shapes" / "x.ttl").write_text(HEAD + "s:X a sh:NodeShape ; sh:targetSubjectsOf g:n ; " + shapes + " .\n")
    (folder / "data" / "x.ttl").write_text(HEAD + "<x> g:n 1, 2, 3 .\n")
    codes = [finding.kind.code for finding in Catalogue(folder).check()]
    assert (1, 0) == (codes.count("C310"), codes.count("C118"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_reported_once_at_its_characters(sound: Edition, case: Case):
    before, marked, after = re.split("[⟦⟧]", HEAD + case.turtle)
    found = findings(with_shapes(sound, before + marked + after))
    assert [case.code] == [finding.kind.code for finding in found], [finding.line("en") for finding in found]
    [finding] = found
    start, end = ((t.count("\n") + 1, len(t) - t.rfind("\n")) for t in (before, before + marked))
    assert start == (finding.place.line, finding.place.column)
    if marked not in {"(", "[", "()", "[]"}:  # a place is where they open
        assert end == (finding.place.end_line, finding.place.end_column)
    assert case.en in finding.message["en"]
    assert case.fr in finding.message["fr"]
    assert finding.advice.keys() in ({"en", "fr"}, set())


@pytest.mark.parametrize(
    "case", [c for c in CASES.values() if c.replacement], ids=[n for n, c in CASES.items() if c.replacement]
)
def test_a_mistake_with_a_likely_meaning_can_be_mended(sound: Edition, case: Case):
    turtle = HEAD + re.sub("[⟦⟧]", "", case.turtle)
    [finding] = findings(with_shapes(sound, turtle))
    [fix] = finding.fixes
    assert (case.replacement, case.safe) == (fix.edits[0].text, fix.safe)
    assert [] == [f.line("en") for f in findings(with_shapes(sound, apply(turtle, fix.edits))) if f.severity > Severity.INFO]


def test_every_kind_of_mistake_is_tried():
    kinds = {kind.code for kind in KINDS.values() if kind.code.startswith("C3")} - {
        "C313",
        "C314",
    }  # running them shows the first; the other has tests of its own, with all viewers
    assert kinds | {"C214"} == {case.code for case in CASES.values()}


@pytest.mark.parametrize(
    "folder", [ROOT, ROOT / "catalogue" / "scaffold" / "template", LIBRARY], ids=["first", "garden", "library"]
)
def test_the_project_s_own_shapes_have_no_mistakes(folder: Path):
    found = findings(edition_of(folder))
    assert [] == [finding.line("en") for finding in found if finding.severity > Severity.INFO]


def test_a_shape_that_forbids_is_there_to_match_nothing(sound: Edition):
    guards = (
        "s:A a sh:NodeShape ; sh:targetClass ex:Person ; sh:not [ sh:nodeKind sh:BlankNodeOrIRI ] .",
        "s:B a sh:NodeShape ; sh:targetSubjectsOf ex:mail ; sh:property [ sh:path ex:mail ; sh:maxCount 0 ] .",
    )
    assert [] == findings(with_shapes(sound, HEAD + "\n".join(guards)))


def test_a_likely_misspelling_of_a_target_is_graver_than_an_empty_one(sound: Edition):
    data = [*sound.data, sources.parse(b"<urn:a> <https://elsewhere.example/ns#height> 1 .", "data/x.ttl")]
    used = dataclasses.replace(sound, data=data, graph=Graph(sound.settings.base, data))
    for term, severity, written in (("ex:width", Severity.INFO, []), ("ex:heigth", Severity.WARNING, ["ex:height"])):
        [finding] = findings(with_shapes(used, f"{HEAD}s:X a sh:NodeShape ; sh:targetSubjectsOf {term} ."))
        assert ("C303", severity) == (finding.kind.code, finding.severity)
        assert written == [fix.edits[0].text for fix in finding.fixes]


@pytest.mark.parametrize(
    "turtle",
    [
        "s:X a sh:NodeShape ; sh:targetClass g:Recipe .",
        "s:X a sh:NodeShape ; sh:targetClass g:Plant ; sh:class g:Recipe .",
        "s:X a sh:NodeShape ; sh:targetClass g:Plant ; sh:node s:Recipe .",
        "s:X a sh:NodeShape ; sh:targetClass g:Plant ; sh:property [ sh:path g:cooked ] .",
    ],
)
def test_nothing_far_is_meant(sound: Edition, turtle: str):
    """No fix makes another class, shape or property of what nothing is like, though the namespace is the same."""
    reported = findings(with_shapes(sound, HEAD + turtle))
    assert reported
    assert [] == [fix for finding in reported for fix in finding.fixes]


def test_the_advice_names_the_prefixes_that_are_declared_elsewhere(sound: Edition):
    declared = (
        's:prefixes sh:declare [ sh:prefix "skos" ; sh:namespace "http://www.w3.org/2004/02/skos/core#"^^xsd:anyURI ] .\n'
    )
    [finding] = findings(with_shapes(sound, HEAD + declared + select("SELECT $this { $this skos:prefLabel ?x }")))
    assert finding.advice["en"] == "add sh:prefixes <shapes#prefixes> beside the query"


# What is checked as a whole, together with what it stands for: queries with their prefixes, and components.
CHECKED_ELSEWHERE = {
    ValueType.COMPONENT,
    ValueType.CONSTRAINT,
    ValueType.DECLARATION,
    ValueType.ONTOLOGY,
    ValueType.QUERY,
    ValueType.VALIDATOR,
}


def test_every_type_of_value_is_checked():
    assert set(ValueType) - {ValueType.ANY} - CHECKED_ELSEWHERE == set(CHECKS)


# The official suite: what is wrong with it, and why that is told.
KNOWN = {
    "core/node/qualified-001-shapes.ttl": {
        "C310"
    },  # parameters of property shapes on a node shape, to test that they do nothing
    "core/property/qualifiedValueShape-001.ttl": {"C301"},  # its data uses sh:nodeShape, which SHACL does not have
}


def test_official_shapes_have_no_mistakes_and_the_failures_do(sound: Edition):
    """The W3C suite: no errors but the known, and an error C309 in each file whose expected result is a failure."""
    root = shared("conformance", "shacl")
    found: dict[str, set[str]] = {}
    failures: set[str] = set()
    for path in sorted(root.rglob("*.ttl")):
        file = sources.parse(f"@base <{path.as_uri()}> .\n".encode() + path.read_bytes(), path.name)
        graph = Graph(sound.settings.base, [file])
        edition = dataclasses.replace(sound, data=[file], shapes=[file], graph=graph, shapes_graph=graph)
        name = path.relative_to(root).as_posix()
        errors = {m.kind.code for m in Checked(edition, SHAPE_CHECKS).mistakes if m.gravity is Severity.VIOLATION}
        if errors:
            found[name] = errors
        if any(isinstance(t.object, NamedNode) and t.object.value.endswith("shacl-test#Failure") for t in file.triples):
            failures.add(name)
    assert {name: {"C309"} for name in failures} | KNOWN == found
    assert 7 == len(failures)


# What the validator gets.
FAULTY = {
    "a constraint": (prop('sh:pattern "(" ; sh:maxCount 0'), {"C102"}),
    "a constraint under sh:not": (node('sh:not [ sh:path skos:prefLabel ; sh:pattern "(" ]'), set()),
    "a misspelling under sh:not": (node('sh:not [ sh:path skos:prefLabel ; sh:patern "x" ]'), set()),
    "an alternative": (node('sh:or ( [ sh:path skos:prefLabel ; sh:maxCount 0 ; sh:pattern "(" ] )'), {"C112"}),
    "one of exactly one": (node('sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:path skos:prefLabel ; sh:pattern "(" ] )'), set()),
    "a qualified shape": (prop('sh:qualifiedValueShape [ sh:pattern "(" ] ; sh:qualifiedMaxCount 0 ; sh:maxCount 0'), {"C102"}),
    "a property of a closed shape": (
        node("sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:minCount 1 ]"),
        set(),
    ),
    "a query": (node('sh:sparql [ sh:select "SELECT" ] ; sh:property [ sh:path skos:prefLabel ; sh:maxCount 0 ]'), {"C102"}),
    "a component": (
        'ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ] ; sh:validator [ sh:ask "SELECT" ] .\n' + node("ex:p 1"),
        set(),
    ),
    "a path": (node('sh:property [ sh:path "x" ] , [ sh:path skos:prefLabel ; sh:maxCount 0 ]'), {"C102"}),
    "flags": (prop('sh:pattern "RUNNER|TOMATO" ; sh:flags "ig" ; sh:maxCount 0'), {"C102"}),
    "what a closed shape ignores": (node('sh:closed true ; sh:ignoredProperties ( "x" )'), set()),
    "whether it is deactivated": (node('sh:deactivated "yes" ; sh:property [ sh:path skos:prefLabel ; sh:maxCount 0 ]'), set()),
    "a step of a path": (
        node("sh:property [ sh:path ( g:grows [ sh:invrse g:grows ] ) ] , [ sh:path skos:prefLabel ; sh:maxCount 0 ]"),
        {"C102"},
    ),
    "a list": (prop("sh:in 1 ; sh:maxCount 0"), {"C102"}),
}


@pytest.mark.parametrize(("turtle", "codes"), FAULTY.values(), ids=FAULTY)
def test_data_is_checked_against_what_is_sound_and_nothing_false_is_found(garden: Path, turtle: str, codes: set[str]):
    (garden / "shapes" / "x.ttl").write_text(HEAD + turtle, "utf-8")
    report = Catalogue(garden).check()
    assert codes == {f.kind.code for f in report if f.place.path.startswith("data/")}, [f.line("en") for f in report]
    assert "C208" not in {f.kind.code for f in report}
    assert ["ignored by the validation" in words["en"] for words in report.skipped] == [True]
    places = {str(f.place) for f in report if f.place.path == "shapes/x.ttl" and f.severity is Severity.VIOLATION}
    assert any(f"{place} C" in report.skipped[0]["fr"] for place in places), "which mistakes are the reason"


@pytest.mark.parametrize(
    ("turtle", "codes"),
    {
        "a category": (prop('sh:pattern "^\\\\p{Ll}" ; sh:maxCount 0'), {"C102"}),
        "a category that misses": (prop('sh:pattern "^\\\\p{Lo}"'), {"C106"}),
        "the graph of the shapes": (
            prop('sh:sparql [ sh:select "SELECT $this { GRAPH $shapesGraph { $currentShape ?y ?z } }" ]'),
            {"C117"},
        ),
    }.values(),
)
def test_what_only_some_engines_run_is_run(garden: Path, turtle: str, codes: set[str]):
    (garden / "shapes" / "x.ttl").write_text(HEAD + turtle, "utf-8")
    report = Catalogue(garden).check()
    assert codes == {f.kind.code for f in report if f.place.path.startswith("data/")}, [f.line("en") for f in report]
    assert [] == [f.line("en") for f in report if f.place.path.startswith("shapes/")]


def test_prefixes_that_are_imported_within_the_shapes_count(garden: Path):
    prefixes = (
        "s:all owl:imports s:some .\n"
        's:some sh:declare [ sh:prefix "skos" ; sh:namespace "http://www.w3.org/2004/02/skos/core#"^^xsd:anyURI ] .\n'
    )
    query = select("SELECT $this { $this skos:prefLabel ?x }", "sh:prefixes s:all ;")
    (garden / "shapes" / "x.ttl").write_text(HEAD + prefixes + query, "utf-8")
    assert {"C117"} == {finding.kind.code for finding in Catalogue(garden).check()}


Change = tuple[int, int, int]
ODD = (
    Literal("("),
    Literal("1"),
    Literal("NaN", datatype=NamedNode(XSD + "double")),
    Literal("SELECT"),
    NamedNode(RDF + "nil"),
)


@hypothesis.given(st.lists(st.tuples(*[st.integers(0, 10_000)] * 3), min_size=1, max_size=4))
def test_whatever_the_shapes_say_nothing_breaks_and_nothing_false_is_found(sound: Edition, changes: list[Change]):
    """Statements get other predicates and values: all is read, and what is left out finds nothing that the whole does not."""
    statements = [t for source in sound.shapes for t in source.triples]
    terms = [*dict.fromkeys(t.object for t in statements), *ODD]
    for at, which, what in changes:
        old = statements[at % len(statements)]
        predicate = NamedNode(SH + sorted(PROPERTIES)[which % len(PROPERTIES)]) if which % 3 == 0 else old.predicate
        statements[at % len(statements)] = Triple(old.subject, predicate, terms[what % len(terms)])
    file = dataclasses.replace(sound.shapes[0], triples=sources.packed(statements))
    graph = Graph(sound.settings.base, [file])
    edition = dataclasses.replace(sound, shapes=[file], shapes_graph=graph)
    kept = Checked(edition, SHAPE_CHECKS).runnable
    data = [t for source in edition.data for t in source.triples]
    try:
        whole = shacl.validate(data, statements)
    except shacl.ShapesError:
        return
    left = shacl.validate(data, kept)
    assert {(r.focus, r.component, r.value) for r in left} <= {(r.focus, r.component, r.value) for r in whole}


def test_sound_shapes_are_given_whole(sound: Edition):
    assert sum(len(source.triples) for source in sound.shapes) == len(Checked(sound, SHAPE_CHECKS).runnable)
    assert Checked(sound, SHAPE_CHECKS).kept is None


def test_all_checks_together_take_little_time(first_edition: Edition):
    """Far from a measurement: a check that compares every shape with every other would take minutes."""
    start = time.perf_counter()
    assert [] == [each for each in Checked(first_edition, SHAPE_CHECKS).mistakes if each.gravity > Severity.INFO]
    assert time.perf_counter() - start < 5


def test_sound_shapes_that_were_checked_before_import_no_check(garden: Path):
    """The second check of a catalogue starts without the linter of shapes: that they are sound is cached."""
    command = [sys.executable, "-X", "importtime", "-m", "catalogue", "check", "-C", str(garden)]
    imported = [subprocess.run(command, capture_output=True, text=True, check=True).stderr for _ in range(2)]
    assert [True, False] == ["catalogue.lint.shapes.checks" in names for names in imported]
