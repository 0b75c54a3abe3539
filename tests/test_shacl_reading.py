"""The reading of SHACL: shapes as typed objects, their targets, and what they take over from one another."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable

import pytest
import rdflib
from conftest import edition_of, shared
from hypothesis import given
from hypothesis import strategies as st
from pyshacl.shapes_graph import ShapesGraph as PyshaclGraph
from rdflib.namespace import RDF, SH

from catalogue.columns.graph import Graph
from catalogue.columns.index import numbers
from catalogue.lint.check import check
from catalogue.model import Classes, Shape, ShapesGraph, focus_nodes, read_model
from catalogue.model.vocabulary import NODE_KINDS, PARAMETERS, PROPERTIES, SEVERITIES, Use
from catalogue.shacl import reference
from catalogue.shacl.engine import prepared, validate
from catalogue.shacl.results import ShapesError
from catalogue.sources import Source, packed, parse
from catalogue.terms import XSD_STRING, BlankNode, Literal, NamedNode, Term

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <urn:ex:> .
"""


def ex(name: str) -> NamedNode:
    return NamedNode("urn:ex:" + name)


def graph(turtle: str) -> Graph:
    """Give what some Turtle says."""
    return Graph("", [parse((PREFIXES + turtle).encode(), "x.ttl")])


def shapes_graph(turtle: str) -> ShapesGraph:
    """Read shapes."""
    return ShapesGraph(graph(turtle))


def names(shapes: Iterable[Shape]) -> str:
    """Give the local names of shapes, in their order."""
    return " ".join(shape.node.value.removeprefix("urn:ex:") for shape in shapes)


def test_each_value_of_a_parameter_is_given():
    """Each is a constraint of its own, so none is dropped."""
    shapes = shapes_graph("ex:s sh:class ex:a, ex:b ; sh:minCount 1 ; sh:or ( ex:t ex:u ), ( ex:v ) ; sh:name 'n'@en .")
    shape = shapes.shape(ex("s"))
    assert {"class": [ex("a"), ex("b")]}.items() <= {k: list(v) for k, v in shape.parameters.items()}.items()
    assert {"and", "name"}.isdisjoint(shape.parameters)
    assert {"class", "minCount", "or"} == set(shape.parameters)
    assert ["t u", "v"] == sorted(names(members) for members in shape.shape_lists("or"))
    assert "t u v" == " ".join(sorted(names(shape.references).split()))


def test_properties_are_taken_over_by_node_and_and():
    """Transitively, through circles, the nearest first; a deactivated shape gives nothing."""
    shapes = shapes_graph("""
        ex:s sh:node ex:t ; sh:property ex:own ; sh:and ( ex:u ex:member ) .
        ex:t sh:node ex:s, ex:v ; sh:property ex:of-t .
        ex:u sh:property ex:of-u, ex:off ; sh:node ex:away .
        ex:v sh:property ex:of-v ; sh:or ( ex:w ) .
        ex:w sh:property ex:of-w .
        ex:away sh:deactivated true ; sh:property ex:of-away .
        ex:own sh:path ex:p . ex:of-t sh:path ex:q . ex:of-u sh:path ex:r . ex:of-v sh:path ex:o .
        ex:member sh:path ex:m ; sh:node ex:w .
        ex:off sh:path ex:x ; sh:deactivated "1"^^xsd:boolean .
    """)
    shape = shapes.shape(ex("s"))
    assert "t u member v" == names(shape.taken_over)
    assert "own of-t of-u member of-v" == names(shape.all_properties)


def test_a_class_has_the_shapes_of_its_superclasses():
    """By both kinds of class targets, through circles of classes, the nearest first."""
    shapes = shapes_graph("""
        ex:Tree rdfs:subClassOf ex:Plant . ex:Plant rdfs:subClassOf ex:Thing . ex:Thing rdfs:subClassOf ex:Tree .
        ex:Plant a rdfs:Class, sh:NodeShape ; sh:property ex:height . ex:height sh:path ex:height .
        ex:thing-shape sh:targetClass ex:Thing ; sh:property ex:name . ex:name sh:path ex:name .
        ex:tree-shape sh:targetClass ex:Tree ; sh:node ex:wooden .
        ex:wooden sh:property ex:rings . ex:rings sh:path ex:rings .
        ex:off-shape sh:targetClass ex:Tree ; sh:deactivated true ; sh:property ex:name .
    """)
    data = graph("ex:oak a ex:Tree . ex:thing a ex:Thing . ex:pebble a ex:Stone .")
    classes = Classes(data.columns, shapes.graph.columns)
    validating = {"thing-shape", "tree-shape", "Plant"}
    assert {"oak": validating, "thing": validating, "pebble": set()} == shapes_by_node(shapes, classes, "oak thing pebble")
    described = read_model(shapes, classes).type_of([ex("Tree").value])
    assert described is not None
    assert {"rings", "height", "name"} == {prop.key for prop in described.properties}
    assert read_model(shapes, classes).type_of([ex("Stone").value]) is None


def test_all_kinds_of_targets_say_which_shapes_validate_a_node():
    """Instances of subclasses included, whether the ontology or the data says so; a deactivated shape validates nothing."""
    shapes = shapes_graph("""
        ex:node sh:targetNode ex:oak, ex:absent . ex:class sh:targetClass ex:Plant .
        ex:Plant a rdfs:Class, sh:NodeShape .
        ex:subjects sh:targetSubjectsOf ex:grows . ex:objects sh:targetObjectsOf ex:grows .
        ex:off sh:targetNode ex:oak ; sh:deactivated true . ex:Tree rdfs:subClassOf ex:Plant .
    """)
    data = graph("ex:oak a ex:Oak . ex:Oak rdfs:subClassOf ex:Tree . ex:hill ex:grows ex:oak .")
    by_node = shapes_by_node(shapes, Classes(data.columns, shapes.graph.columns), "oak hill absent Oak Tree")
    expected = {"oak": {"node", "class", "Plant", "objects"}, "hill": {"subjects"}, "absent": {"node"}}
    assert expected | {"Oak": set(), "Tree": set()} == by_node


def shapes_by_node(shapes: ShapesGraph, classes: Classes, nodes: str) -> dict[str, set[str]]:
    """Give the shapes that are not deactivated and have a node among their focus nodes, for each of some nodes."""
    active = [shape for shape in shapes.targeted if not shape.is_deactivated]
    focus = {shape.node: set(focus_nodes(shape, classes).tolist()) for shape in active}
    numbers = {name: classes.columns.number(ex(name)) for name in nodes.split()}
    return {name: {names([shape]) for shape in active if number in focus[shape.node]} for name, number in numbers.items()}


# Truth: by value for what is passed over, by the term `true` for constraint components

FORMS = {
    "true": (True, True),
    '"1"^^xsd:boolean': (True, False),  # for components so says the case uniqueLang-002 of the official suite
    "false": (False, False),
    '"0"^^xsd:boolean': (False, False),
    '" true "^^xsd:boolean': (False, False),  # RDF collapses no white space: these are ill-typed
    '" 1"^^xsd:boolean': (False, False),
    '"TRUE"^^xsd:boolean': (False, False),
    '"true"': (False, False),
    '"true"@en': (False, False),
    "1": (False, False),
}
"""Whether a term deactivates, and whether it makes a constraint component act."""

ALIKE = ("true", '"1"^^xsd:boolean', "false", '"0"^^xsd:boolean', '" true "^^xsd:boolean', '" 1"^^xsd:boolean')
"""The forms of which pySHACL says the same of deactivation: it takes any string for true."""

FLAGGED = {
    "uniqueLang": "ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:uniqueLang FORM ] .",
    "closed": "ex:s sh:targetNode ex:a ; sh:closed FORM ; sh:ignoredProperties ( ex:q ) .",
    "qualifiedValueShapesDisjoint": """
        ex:s sh:targetNode ex:a ; sh:property ex:x, ex:y .
        ex:x sh:path ex:q ; sh:qualifiedValueShape ex:t ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint FORM .
        ex:y sh:path ex:q ; sh:qualifiedValueShape ex:u . ex:t sh:nodeKind sh:IRI . ex:u sh:nodeKind sh:BlankNodeOrIRI .""",
}
DATA = 'ex:a ex:p "x"@en, "y"@en ; ex:q ex:b .'
DEACTIVATED = "ex:s sh:targetNode ex:a ; sh:deactivated FORM ; sh:property [ sh:path ex:p ; sh:minCount 3 ] ."


@pytest.mark.parametrize("form", FORMS)
def test_a_shape_is_deactivated_by_any_lexical_form_of_true(form: str):
    turtle = DEACTIVATED.replace("FORM", form)
    assert FORMS[form][0] == shapes_graph(turtle).shape(ex("s")).is_deactivated
    assert FORMS[form][0] == (not validate(graph(DATA), graph(turtle)))
    if form in ALIKE:
        triples = [parse((PREFIXES + text).encode(), "x.ttl").triples for text in (DATA, turtle)]
        assert FORMS[form][0] == (not reference.validate(*triples))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", FLAGGED)
def test_a_constraint_component_acts_upon_the_term_true(name: str, form: str):
    assert FORMS[form][1] == bool(validate(graph(DATA), graph(FLAGGED[name].replace("FORM", form))))


def test_a_property_shape_and_a_constraint_are_deactivated_alike():
    constraint = """ex:s sh:targetNode ex:a ; sh:sparql [ sh:deactivated FORM ; sh:select "SELECT $this { $this ?p ?o }" ] ."""
    inner = "ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 3 ; sh:deactivated FORM ] ."
    for form, (is_true, _) in FORMS.items():
        for turtle in (constraint, inner):
            assert is_true == (not validate(graph(DATA), graph(turtle.replace("FORM", form)))), (form, turtle)


def test_a_deactivated_shape_is_neither_checked_nor_published():
    """A catalogue whose shape of plants is deactivated by `"1"^^xsd:boolean`."""
    edition = edition_of(shared("cases", "deactivated"))
    deactivated = [shape for shape in edition.shacl.targeted if shape.is_deactivated]
    assert ["plant"] == [shape.node.value.rpartition("#")[2].lower() for shape in deactivated]
    assert not validate(edition.graph, edition.shapes_graph)
    assert {"Garden"} == {iri.rpartition("#")[2] for iri in edition.model.types}


# Parameters that are given several times

SEVERAL = {
    "and": ("( [ sh:nodeKind sh:IRI ] )", "( [ sh:nodeKind sh:BlankNode ] )"),
    "class": ("ex:C", "ex:D"),
    "disjoint": ("ex:s", "ex:q"),
    "equals": ("ex:q", "ex:r"),
    "hasValue": ("ex:b", "ex:c"),
    "node": ("[ sh:nodeKind sh:IRI ]", "[ sh:nodeKind sh:BlankNode ]"),
    "not": ("[ sh:nodeKind sh:BlankNode ]", "[ sh:nodeKind sh:IRI ]"),
    "or": ("( [ sh:nodeKind sh:IRI ] )", "( [ sh:nodeKind sh:BlankNode ] )"),
    "xone": ("( [ sh:nodeKind sh:IRI ] )", "( [ sh:nodeKind sh:BlankNode ] )"),
    "lessThan": ("ex:r", "ex:t"),
    "lessThanOrEquals": ("ex:r", "ex:t"),
}
"""For each parameter that a shape may have several values of, one that is met below and one that is not."""

ON_PATHS = {"lessThan": "ex:n", "lessThanOrEquals": "ex:n"}
PAIRED = "ex:a ex:q ex:b ; ex:n 4 ; ex:r 5 ; ex:t 3 . ex:b a ex:C ."


@pytest.mark.parametrize(
    "name", [name for name, each in PARAMETERS.items() if each.several and name not in {"property", "sparql"}]
)
def test_a_result_names_the_value_that_is_violated(name: str):
    """Each value is a constraint of its own: one that is met is not blamed for another, in whichever order they stand."""
    met, violated = SEVERAL[name]
    path = ON_PATHS.get(name, "ex:q")
    for values in (f"{met}, {violated}", f"{violated}, {met}"):
        shapes = shapes_graph(f"ex:s sh:targetNode ex:a ; sh:property ex:p . ex:p sh:path {path} ; sh:{name} {values} .")
        declared = {result.declared for result in validate(graph(PAIRED), shapes.graph)}
        assert 2 == len(shapes.shape(ex("p")).values(name))
        assert 1 == len(declared)
        alone = shapes_graph(f"ex:s sh:targetNode ex:a ; sh:property ex:p . ex:p sh:path {path} ; sh:{name} {met} .")
        assert [] == validate(graph(PAIRED), alone.graph)
        value = declared.pop()
        assert value in shapes.shape(ex("p")).values(name)
        if not isinstance(value, BlankNode):
            assert violated == f"ex:{value.value.removeprefix('urn:ex:')}"


def test_findings_about_values_of_one_parameter_name_each():
    """The class that a value lacks; both alternatives that fail, where the sentence is the same."""
    reports = [check(edition_of(shared("cases", name))) for name in ("class-twice", "two-or")]
    classes, alternatives = ([finding for finding in report.findings if finding.result is not None] for report in reports)
    assert ["<http://ex.org/x> is http://ex.org/A, not http://ex.org/B"] == [
        finding.message["en"].partition(": ")[2] for finding in classes
    ]
    assert [7, 8] == sorted(finding.related[0].place.line for finding in alternatives)


# The vocabulary

NOT_READ = frozenset(name for name, each in PROPERTIES.items() if each.use is Use.UNREAD)


def vocabulary() -> rdflib.Graph:
    """Give the vocabulary of SHACL as the W3C publishes it."""
    published = rdflib.Graph()
    return published.parse(
        data=(importlib.resources.files("pyshacl") / "assets" / "shacl.ttl").read_text("utf-8"), format="turtle"
    )


def named(published: rdflib.Graph, class_: rdflib.URIRef) -> set[str]:
    return {str(term).removeprefix(str(SH)) for term in published.subjects(RDF.type, class_)}


def test_every_property_of_shacl_is_read_or_listed_as_not_supported():
    assert named(vocabulary(), RDF.Property) == set(PROPERTIES)
    assert {"rule", "target", "expression", "js", "entailment"} <= NOT_READ


def test_every_parameter_names_its_components_as_the_standard_does():
    published = vocabulary()
    declared: dict[str, set[str]] = {}
    for component, parameter in published.subject_objects(SH.parameter):
        path = str(published.value(parameter, SH.path)).removeprefix(str(SH))
        declared.setdefault(path, set()).add(str(component).removeprefix(str(SH)))
    assert {name: components for name, components in declared.items() if name not in NOT_READ} == {
        name: set(each.components) for name, each in PARAMETERS.items()
    }


def test_node_kinds_and_severities_are_those_of_the_standard():
    published = vocabulary()
    assert named(published, SH.NodeKind) == set(NODE_KINDS)
    assert named(published, SH.Severity) == set(SEVERITIES)


FACTS = """
ex:a a ex:C ; ex:p "ab"@en, "b"@en ; ex:q ex:b, "3" ; ex:r 5, 7 . ex:b ex:p 4 ; ex:q ex:a . ex:D rdfs:subClassOf ex:C .
ex:c a ex:D ; ex:s "x" .
"""

ON_A = "ex:s sh:targetNode ex:a ; "
ACTS = {
    "and": ON_A + "sh:and ( [ sh:nodeKind sh:Literal ] ) .",
    "class": ON_A + "sh:class ex:D .",
    "closed": ON_A + "sh:closed true .",
    "datatype": ON_A + "sh:property [ sh:path ex:r ; sh:datatype xsd:date ] .",
    "disjoint": ON_A + "sh:property [ sh:path ex:q ; sh:disjoint ex:q ] .",
    "equals": ON_A + "sh:property [ sh:path ex:q ; sh:equals ex:r ] .",
    "flags": ON_A + 'sh:property [ sh:path ex:p ; sh:pattern "B" ; sh:flags "i" ] .',
    "hasValue": ON_A + "sh:property [ sh:path ex:q ; sh:hasValue ex:c ] .",
    "ignoredProperties": ON_A + "sh:closed true ; sh:ignoredProperties ( ex:p ) .",
    "in": ON_A + "sh:property [ sh:path ex:q ; sh:in ( ex:c ) ] .",
    "languageIn": ON_A + 'sh:property [ sh:path ex:p ; sh:languageIn ( "fr" ) ] .',
    "lessThan": ON_A + "sh:property [ sh:path ex:r ; sh:lessThan ex:r ] .",
    "lessThanOrEquals": ON_A + "sh:property [ sh:path ex:r ; sh:lessThanOrEquals ex:r ] .",
    "maxCount": ON_A + "sh:property [ sh:path ex:p ; sh:maxCount 1 ] .",
    "maxExclusive": ON_A + "sh:property [ sh:path ex:r ; sh:maxExclusive 5 ] .",
    "maxInclusive": ON_A + "sh:property [ sh:path ex:r ; sh:maxInclusive 5 ] .",
    "maxLength": ON_A + "sh:property [ sh:path ex:p ; sh:maxLength 1 ] .",
    "minCount": ON_A + "sh:property [ sh:path ex:p ; sh:minCount 3 ] .",
    "minExclusive": ON_A + "sh:property [ sh:path ex:r ; sh:minExclusive 5 ] .",
    "minInclusive": ON_A + "sh:property [ sh:path ex:r ; sh:minInclusive 6 ] .",
    "minLength": ON_A + "sh:property [ sh:path ex:p ; sh:minLength 2 ] .",
    "node": ON_A + "sh:node [ sh:nodeKind sh:Literal ] .",
    "nodeKind": ON_A + "sh:nodeKind sh:Literal .",
    "not": ON_A + "sh:not [ sh:nodeKind sh:IRI ] .",
    "or": ON_A + "sh:or ( [ sh:nodeKind sh:Literal ] ) .",
    "pattern": ON_A + 'sh:property [ sh:path ex:p ; sh:pattern "^a" ] .',
    "property": ON_A + "sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] .",
    "qualifiedMaxCount": ON_A
    + "sh:property [ sh:path ex:q ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 0 ] .",
    "qualifiedMinCount": ON_A
    + "sh:property [ sh:path ex:q ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 2 ] .",
    "qualifiedValueShape": ON_A
    + "sh:property [ sh:path ex:q ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 2 ] .",
    "qualifiedValueShapesDisjoint": FLAGGED["qualifiedValueShapesDisjoint"].replace("FORM", "true"),
    "sparql": ON_A + 'sh:sparql [ sh:select "SELECT $this { $this a ?c }" ] .',
    "uniqueLang": ON_A + "sh:property [ sh:path ex:p ; sh:uniqueLang true ] .",
    "xone": ON_A + "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:nodeKind sh:BlankNodeOrIRI ] ) .",
    "targetNode": "ex:s sh:targetNode ex:a ; sh:nodeKind sh:Literal .",
    "targetClass": "ex:s sh:targetClass ex:C ; sh:nodeKind sh:Literal .",
    "targetSubjectsOf": "ex:s sh:targetSubjectsOf ex:s ; sh:nodeKind sh:Literal .",
    "targetObjectsOf": "ex:s sh:targetObjectsOf ex:s ; sh:nodeKind sh:IRI .",
    "path": "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:nodeKind sh:IRI .",
    "deactivated": ON_A + "sh:nodeKind sh:Literal ; sh:deactivated true .",
    "severity": ON_A + "sh:nodeKind sh:Literal ; sh:severity sh:Info .",
    "message": ON_A + 'sh:nodeKind sh:Literal ; sh:message "no"@en .',
    "alternativePath": ON_A + "sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:maxLength 0 ] .",
    "inversePath": ON_A + "sh:property [ sh:path [ sh:inversePath ex:q ] ; sh:nodeKind sh:Literal ] .",
    "oneOrMorePath": ON_A + "sh:property [ sh:path [ sh:oneOrMorePath ex:q ] ; sh:nodeKind sh:BlankNode ] .",
    "zeroOrMorePath": ON_A + "sh:property [ sh:path [ sh:zeroOrMorePath ex:q ] ; sh:nodeKind sh:BlankNode ] .",
    "zeroOrOnePath": ON_A + "sh:property [ sh:path [ sh:zeroOrOnePath ex:q ] ; sh:nodeKind sh:BlankNode ] .",
}
"""For each property of shapes and paths, a shape of which the results are others without it."""

ASK = '[ sh:ask "ASK { FILTER (STR($value) = STR($one)) }" ]'
SELECT = '[ sh:select "SELECT $this { $this a ?c FILTER (STR($this) != STR($one)) }" ]'
OF_C = f"sh:parameter [ sh:path ex:one ] ; sh:validator {ASK} ."
BY_NAME = """ex:s sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex:o ; sh:select "SELECT $this { $this x:p ?o }" ] .
ex:o sh:declare [ sh:prefix "x" ; sh:namespace "urn:ex:"^^xsd:anyURI ] ."""
ACTS |= {
    "parameter": f"ex:s sh:targetNode ex:a ; ex:one ex:b . ex:k {OF_C}",
    "validator": f"ex:s sh:targetNode ex:a ; ex:one ex:b . ex:k {OF_C}",
    "ask": f"ex:s sh:targetNode ex:a ; ex:one ex:b . ex:k {OF_C}",
    "optional": f"ex:s sh:targetNode ex:a ; ex:one ex:b . ex:k sh:parameter [ sh:path ex:two ; sh:optional true ] ; {OF_C}",
    "nodeValidator": "ex:s sh:targetNode ex:a ; ex:one ex:b . ex:k sh:parameter [ sh:path ex:one ] ;"
    f" sh:nodeValidator {SELECT} .",
    "propertyValidator": "ex:s sh:targetNode ex:a ; sh:path ex:q ; ex:one ex:b . ex:k sh:parameter [ sh:path ex:one ] ;"
    f" sh:propertyValidator {SELECT} .",
    "select": ON_A + 'sh:sparql [ sh:select "SELECT $this { $this a ?c }" ] .',
    "prefixes": BY_NAME,
    "declare": BY_NAME,
    "prefix": BY_NAME,
    "namespace": BY_NAME,
}


def outcome(shapes: Graph) -> list[object]:
    """Give what a validation of the facts results in."""
    try:
        return sorted(map(repr, validate(graph(FACTS), shapes)))
    except ShapesError as error:
        return [error.args]


HELD_ELSEWHERE = {"labelTemplate"}
"""What `test_composed_names.py` holds."""


@pytest.mark.parametrize(
    "name",
    [name for name, each in PROPERTIES.items() if each.use not in {Use.REPORT, Use.UNREAD} and name not in HELD_ELSEWHERE],
)
def test_every_property_of_shapes_is_acted_upon(name: str):
    """Without it the results are others, or the model says otherwise: no property is in the table and read by nothing."""
    if name in {"name", "description", "group", "order"}:
        value = {"group": "ex:g", "order": "2"}.get(name, '"x"@en')
        shape = shapes_graph(f"ex:s sh:path ex:p ; sh:{name} {value} .").shape(ex("s"))
        assert {"name": {"en": "x"}, "description": {"en": "x"}, "group": ex("g"), "order": 2.0}[name] == {
            "name": shape.names,
            "description": shape.descriptions,
            "group": shape.group,
            "order": shape.order,
        }[name]
        return
    triples = parse((PREFIXES + ACTS[name]).encode(), "s.ttl").triples
    kept = [triple for triple in triples if triple.predicate != PROPERTIES[name].iri]
    assert len(kept) < len(triples)
    assert outcome(Graph("", [Source("s.ttl", b"", triples)])) != outcome(Graph("", [Source("s.ttl", b"", packed(kept))]))


# Targets, as pySHACL selects them

TERMS = [f"ex:n{n}" for n in range(5)]
node, property_, class_ = st.sampled_from(TERMS), st.sampled_from(["ex:p", "ex:q"]), st.sampled_from(["ex:C", "ex:D", "ex:E"])
statement = st.one_of(
    st.tuples(node, property_, node | st.sampled_from(['"x"', "1"])),
    st.tuples(node, st.just("a"), class_),
    st.tuples(class_, st.just("rdfs:subClassOf"), class_),
)
subclass = st.tuples(class_, st.just("rdfs:subClassOf"), class_)
target = st.one_of(
    node.map("sh:targetNode {}".format),
    st.just('sh:targetNode "x"'),
    class_.map("sh:targetClass {}".format),
    property_.map("sh:targetSubjectsOf {}".format),
    property_.map("sh:targetObjectsOf {}".format),
)
shape_lines = st.one_of(
    st.tuples(st.sampled_from(["ex:s", "ex:t", "ex:u"]), target, st.sampled_from(["", " ; sh:deactivated true"])).map(
        lambda parts: f"{parts[0]} {parts[1]}{parts[2]} ."
    ),
    class_.map("{} a sh:NodeShape, rdfs:Class .".format),
    class_.map("{} a sh:NodeShape, owl:Class .".format),
    class_.map("{} a rdfs:Class ; sh:property ex:p .".format),  # pySHACL overlooks some other parameters
    class_.map("{} a owl:Class ; sh:property ex:p .".format),
    class_.map("{} a sh:NodeShape, ex:Meta . ex:Meta rdfs:subClassOf rdfs:Class .".format),
    subclass.map(lambda parts: " ".join(parts) + " ."),
)


@given(
    st.lists(statement.map(lambda parts: " ".join(parts) + " ."), max_size=12).map("\n".join),
    st.lists(shape_lines, max_size=6).map("\n".join),
)
def test_targets_select_what_pyshacl_selects(facts: str, shaped: str):
    """Shape by shape, in any data, where the subclasses of ontology and data count alike."""
    data, shapes = graph(facts), shapes_graph(shaped)
    theirs = rdflib.Graph().parse(data=PREFIXES + facts, format="turtle")
    shaped_graph = rdflib.Graph().parse(data=PREFIXES + shaped, format="turtle")
    for triple in shaped_graph.triples((None, rdflib.RDFS.subClassOf, None)):
        theirs.add(triple)
    expected = {
        str(shape.node): {term.n3() for term in shape.focus_nodes(theirs)}
        for shape in PyshaclGraph(shaped_graph).shapes
        if shape.target() != ([], [], [], set(), set())
    }
    classes = Classes(data.columns, shapes.graph.columns)
    ours = {
        shape.node.value: {rdflib_form(data.columns.terms[n]) for n in focus_nodes(shape, classes).tolist()}
        for shape in shapes.targeted
    }
    assert {name: nodes for name, nodes in expected.items() if nodes} == {name: nodes for name, nodes in ours.items() if nodes}


def rdflib_form(term: Term) -> str:
    """Write a term as rdflib does in N-Triples."""
    if isinstance(term, Literal):
        return rdflib.Literal(term.value, datatype=None if term.datatype.value == XSD_STRING else term.datatype.value).n3()
    return f"<{term.value}>"


# What is taken over, as the engine evaluates it

FORMS_OF_PROPERTIES = ("sh:minCount 1", "sh:maxCount 1", "sh:nodeKind sh:IRI", "sh:hasValue ex:n1")
property_shapes = st.lists(st.tuples(property_, st.sampled_from(FORMS_OF_PROPERTIES), st.booleans()), min_size=4, max_size=4)
links = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(["node", "and"])), max_size=5)
held = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(["property", "and"])), max_size=6)


@given(
    st.lists(statement.map(lambda parts: " ".join(parts) + " ."), max_size=10).map("\n".join),
    property_shapes,
    links,
    held,
    st.sets(st.integers(1, 3), max_size=1),
)
def test_a_node_conforms_when_it_conforms_to_all_that_is_taken_over(
    facts: str,
    properties: list[tuple[str, str, bool]],
    linked: list[tuple[int, int, str]],
    holding: list[tuple[int, int, str]],
    off: set[int],
):
    """Of shapes that only refer to others by `sh:property`, `sh:node` and `sh:and`, without a circle."""
    lines = [
        f"ex:p{n} sh:path {path} ; {form} {'; sh:deactivated true' if is_off else ''} ."
        for n, (path, form, is_off) in enumerate(properties)
    ]
    values = {"node": "ex:s{}", "and": "( ex:s{} )"}
    lines += [f"ex:s{a} sh:{name} {values[name].format(b)} ." for a, b, name in linked if a < b]
    values = {"property": "ex:p{}", "and": "( ex:p{} )"}
    lines += [f"ex:s{a} sh:{name} {values[name].format(b)} ." for a, b, name in holding]
    lines += [f"ex:s{n} sh:deactivated true ." for n in off]
    shapes, data = shapes_graph("\n".join(lines)), graph(facts)
    run = prepared(data, shapes)
    nodes = numbers([run.number(ex(f"n{n}")) for n in range(5)])
    whole = run.conforms(ex("s0"), nodes).tolist()
    parts = [run.conforms(shape.node, nodes).tolist() for shape in shapes.shape(ex("s0")).all_properties]
    assert whole == [all(part[n] for part in parts) for n in range(5)]
