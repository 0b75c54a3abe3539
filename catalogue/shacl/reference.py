"""The wall around pySHACL and rdflib: data and shapes in, results in our own terms out."""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDFS, SH

from catalogue.languages import recommended
from catalogue.model import Path
from catalogue.shacl.results import Result, ShapesError, in_stable_order, numbered, short_name
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term, Triple
from catalogue.workers.apart import apart


def validate_in_time(data: Iterable[Triple], shapes: Iterable[Triple], seconds: float) -> list[Result]:
    """Validate data against shapes as `validate` does, in a process that is ended when it takes too long.

    Args:
        data: the statements to validate.
        shapes: the shapes and the ontology.
        seconds: how long it may take; where processes cannot be forked it takes as long as it takes.

    Raises:
        ShapesError: the shapes are not well formed, or pySHACL has ended without an answer.
        TimeoutError: it took too long.
    """
    if not hasattr(os, "fork"):
        return validate(data, shapes)
    answer = apart(lambda: _answer(data, shapes), seconds)
    outcome = pickle.loads(answer) if answer else "pySHACL has ended without an answer"  # noqa: S301 - our own process wrote it
    if isinstance(outcome, str):
        raise ShapesError(outcome)
    return cast("list[Result]", outcome)


def _answer(data: Iterable[Triple], shapes: Iterable[Triple]) -> bytes:
    """Validate, and write the results, or why there are none."""
    try:
        return pickle.dumps(validate(data, shapes))
    except ShapesError as error:
        return pickle.dumps(str(error))


def validate(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Result]:
    """Validate data against shapes with pySHACL.

    Args:
        data: the statements to validate.
        shapes: the shapes and the ontology; its subclass statements count as part of the data.

    Returns:
        The results in a stable order.

    Raises:
        ShapesError: the shapes are not well formed.
    """
    import pyshacl

    with _quiet():
        shapes_graph, data_graph = _rdflib_graph(shapes), _rdflib_graph(data)
    for triple in shapes_graph.triples((None, RDFS.subClassOf, None)):
        data_graph.add(triple)
    try:
        with _quiet():
            _, report, summary = pyshacl.validate(
                data_graph, shacl_graph=shapes_graph, inference="none", advanced=False, do_owl_imports=False, js=False
            )
    except Exception as error:  # whatever the engine stumbles over in shapes that are not well formed
        raise ShapesError(" ".join(str(getattr(error, "message", error)).split())) from error
    if not isinstance(report, rdflib.Graph):
        raise ShapesError(" ".join(str(summary).split()))
    return _results(report, shapes_graph)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging values that the validation is about to report as findings."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_rdflib_term(triple.subject), _rdflib_term(triple.predicate), _rdflib_term(triple.object)))
    return graph


def _rdflib_term(term: Any) -> Any:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == str(rdflib.XSD.string):
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


def _own_term(term: Any) -> Term:
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=str(term.language))
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))


def _results(report: rdflib.Graph, shapes: rdflib.Graph) -> list[Result]:
    unnested = set(report.objects(None, SH.result)) - set(report.objects(None, SH.detail))
    nodes = [node for node in unnested if (node, SH.focusNode, None) in report]  # data may speak of results too
    return list(numbered(in_stable_order(_result(report, shapes, node) for node in nodes)))


def _result(report: rdflib.Graph, shapes: rdflib.Graph, node: Any) -> Result:
    path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
    shape, constraint = report.value(node, SH.sourceShape), report.value(node, SH.sourceConstraint)
    component, severity = (str(report.value(node, name)) for name in (SH.sourceConstraintComponent, SH.resultSeverity))
    return Result(
        focus=_own_term(report.value(node, SH.focusNode)),
        shape=cast("Node", _own_term(shape)),  # the report says so
        component=short_name(component),
        component_iri=component,
        path=_path(report, path) if path is not None else None,
        value=_own_term(value) if value is not None else None,
        constraint=_own_term(constraint) if constraint is not None else None,
        severity=severity.removeprefix(str(SH)),
        messages=_messages_of(report, shapes, node),
    )


def _messages_of(report: rdflib.Graph, shapes: rdflib.Graph, node: Any) -> dict[str, str]:
    """Give the messages of a result: those of the shape, or of the report where these have the solution's values in place."""
    constraint = report.value(node, SH.sourceConstraint)
    has_own = constraint is not None and (constraint, SH.message, None) in shapes
    messages = _messages(shapes, constraint if has_own else report.value(node, SH.sourceShape), SH.message)
    is_of_standard = str(report.value(node, SH.sourceConstraintComponent)).startswith(str(SH))
    if any("{" in text for text in messages.values()) or not (messages or is_of_standard):
        return _messages(report, node, SH.resultMessage)
    return messages


def _messages(graph: rdflib.Graph, node: Any, predicate: Any) -> dict[str, str]:
    messages = {
        recommended(value.language or ""): str(value)
        for value in graph.objects(node, predicate)
        if isinstance(value, rdflib.Literal)
    }
    return dict(sorted(messages.items()))


def _path(report: rdflib.Graph, node: Any) -> Path:
    if isinstance(node, rdflib.URIRef):
        return Path("predicate", str(node))
    for kind in ("inverse", "zeroOrMore", "oneOrMore", "zeroOrOne"):
        inner = report.value(node, SH[f"{kind}Path"])
        if inner is not None:
            return Path(kind, parts=(_path(report, inner),))
    alternative = report.value(node, SH.alternativePath)
    members = Collection(report, alternative if alternative is not None else node)
    return Path("alternative" if alternative is not None else "sequence", parts=tuple(_path(report, m) for m in members))
