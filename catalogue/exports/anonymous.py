"""Blank nodes as text: what is stated of them, as Turtle has it, since they have no name that outlives the program."""

from __future__ import annotations

from catalogue.edition import Edition
from catalogue.model import members_of
from catalogue.names import Prefixes
from catalogue.terms import RDF_TYPE, XSD_STRING, BlankNode, Literal, Term, written


def anonymous(edition: Edition, node: BlankNode) -> str:
    """Write a blank node as Turtle has it, with the catalogue's prefixes: `[ a g:Plot ; g:area "3"^^xsd:integer ]`.

    Args:
        edition: the catalogue.
        node: the blank node.

    Returns:
        The statements about it and about the blank nodes that it leads to, in a stable order. Each node is written out once,
        where it stands first; elsewhere it is `[]`.
    """
    pieces: list[str] = []
    complete: set[BlankNode] = set()
    pending: list[str | BlankNode] = [node]
    while pending:
        piece = pending.pop()
        if isinstance(piece, str):
            pieces.append(piece)
        elif piece in complete:
            pieces.append("[]")
        else:
            complete.add(piece)
            pending += reversed(_pieces(edition, piece))
    return "".join(pieces)


def _pieces(edition: Edition, node: BlankNode) -> list[str | BlankNode]:
    """Give what a blank node is written as, with the blank nodes among its values."""
    pieces: list[str | BlankNode] = []
    prefixes = edition.prefixes
    members = members_of(edition.graph, node)
    if members is not None:
        for member in members:
            pieces += [" ", member if isinstance(member, BlankNode) else _term(member, prefixes)]
        return ["(", *pieces, " )"]
    properties = sorted(edition.graph.properties(node).items(), key=lambda pair: (pair[0] != RDF_TYPE, pair[0].value))
    for number, (predicate, values) in enumerate(properties):
        pieces.append(" ; " if number else "[ ")
        pieces.append("a" if predicate == RDF_TYPE else _term(predicate, prefixes))
        for place, value in enumerate(values):
            pieces.append(", " if place else " ")
            pieces.append(value if isinstance(value, BlankNode) else _term(value, prefixes))
    return [*pieces, " ]"] if pieces else ["[]"]


def _term(term: Term, prefixes: Prefixes) -> str:
    if not isinstance(term, Literal):
        short = prefixes.shorten(term.value)
        return short if short != term.value else f"<{short}>"
    if term.language or term.datatype.value == XSD_STRING:
        return written(term)
    return f"{Literal(term.value)}^^{_term(term.datatype, prefixes)}"
