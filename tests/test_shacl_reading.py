"""The reading of SHACL: shapes as typed objects, their targets, and what they take over from one another."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable

import pytest
import rdflib
from conftest import edition_of, shared
from rdflib.namespace import RDF, SH

from catalogue.columns.graph import Graph
from catalogue.model import Classes, Shape, ShapesGraph, validated
from catalogue.model.vocabulary import NODE_KINDS, PARAMETERS, PROPERTIES, SEVERITIES, Use
from catalogue.shacl import reference
from catalogue.shacl.engine import validate
from catalogue.sources import parse
from catalogue.terms import NamedNode

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
    assert "tree-shape Plant thing-shape" == names(shapes.shapes_of_class(ex("Tree")))
    assert "rings height name" == names(shapes.properties_of_class(ex("Tree")))
    assert "thing-shape tree-shape Plant" == names(shapes.shapes_of_class(ex("Thing")))
    assert "" == names(shapes.shapes_of_class(ex("Stone")))


def test_all_kinds_of_targets_say_which_shapes_validate_a_node():
    """Instances of subclasses included, whether the ontology or the data says so; a deactivated shape validates nothing."""
    shapes = shapes_graph("""
        ex:node sh:targetNode ex:oak, ex:absent . ex:class sh:targetClass ex:Plant .
        ex:Plant a rdfs:Class, sh:NodeShape .
        ex:subjects sh:targetSubjectsOf ex:grows . ex:objects sh:targetObjectsOf ex:grows .
        ex:off sh:targetNode ex:oak ; sh:deactivated true . ex:Tree rdfs:subClassOf ex:Plant .
    """)
    data = graph("ex:oak a ex:Oak . ex:Oak rdfs:subClassOf ex:Tree . ex:hill ex:grows ex:oak .")
    result = validated(shapes, Classes(data.columns, shapes.graph.columns))
    by_node = {name: set(names(result.shapes_of(data.columns.number(ex(name)))).split()) for name in ("oak", "hill", "absent")}
    assert {"oak": {"node", "class", "Plant", "objects"}, "hill": {"subjects"}, "absent": {"node"}} == by_node
    assert {data.columns.number(ex(name)) for name in by_node} == set(result.nodes.tolist())
    assert () == result.shapes_of(-1)


def test_no_shapes_validate_nothing():
    data = graph("ex:oak a ex:Tree .")
    assert 0 == len(validated(shapes_graph(""), Classes(data.columns)).nodes)


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
