"""Turtle: places in Turtle 1.1 texts.

The fast parser loads the data; this package is asked where in a text a subject, a predicate or an object stands. It knows no
other library, and never fails: what it cannot read it tells.
"""

from __future__ import annotations

from catalogue.turtle.issues import SyntaxIssue
from catalogue.turtle.located import LocatedDocument, LocatedTriple
from catalogue.turtle.places import Span
from catalogue.turtle.reader import locate
from catalogue.turtle.terms import Blank, Iri, Literal, Node, Term
from catalogue.turtle.tokens import TRIVIA, Token, TokenKind, tokenize

__all__ = [
    "TRIVIA",
    "Blank",
    "Iri",
    "Literal",
    "LocatedDocument",
    "LocatedTriple",
    "Node",
    "Span",
    "SyntaxIssue",
    "Term",
    "Token",
    "TokenKind",
    "locate",
    "tokenize",
]
