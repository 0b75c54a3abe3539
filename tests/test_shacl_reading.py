"""The reading of SHACL: shapes as typed objects, their targets, and what they take over from one another."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.columns.graph import Graph
from catalogue.model import Classes, Shape, ShapesGraph, validated
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
