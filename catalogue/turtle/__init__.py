"""Turtle: the syntax of Turtle 1.1 and TriG texts, with nothing lost, and the places of their triples.

The fast parser loads the data; this package is asked where in a text something stands, what is wrong with it, and how it is
laid out. It knows no other library, and never fails: what it cannot read it tells.
"""

from __future__ import annotations

from catalogue.turtle.escapes import place_in_string
from catalogue.turtle.issues import Repair, SyntaxIssue
from catalogue.turtle.located import LocatedDocument, LocatedTriple
from catalogue.turtle.outline import Outline
from catalogue.turtle.parser import NESTING_LIMIT, parse
from catalogue.turtle.places import Lines, Span
from catalogue.turtle.reader import locate, read
from catalogue.turtle.terms import Blank, Iri, Literal, Node, Term
from catalogue.turtle.tokens import Scan
from catalogue.turtle.tree import Tree, Triples

__all__ = [
    "NESTING_LIMIT",
    "Blank",
    "Iri",
    "Lines",
    "Literal",
    "LocatedDocument",
    "LocatedTriple",
    "Node",
    "Outline",
    "Repair",
    "Scan",
    "Span",
    "SyntaxIssue",
    "Term",
    "Tree",
    "Triples",
    "locate",
    "parse",
    "place_in_string",
    "read",
]
