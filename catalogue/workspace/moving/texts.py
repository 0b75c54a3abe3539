"""Turtle and SPARQL with the IRIs moved, edited token by token.

What is written stays as it is wherever it means the moved IRI already: a name whose prefix moves, an IRI that is relative to a
base that moves. All else is written whole. Comments and texts for people are not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from catalogue import turtle
from catalogue.errors import QueryError
from catalogue.sparql.header import read_header
from catalogue.sparql.parameters import SH_IN, Parameter, allowed_values
from catalogue.sparql.query import QueryText
from catalogue.sparql.splicing import Piece
from catalogue.terms import XSD
from catalogue.turtle.escapes import string_value
from catalogue.turtle.issues import UnreadableError
from catalogue.turtle.scope import Scope
from catalogue.turtle.tree import Directive, Tree
from catalogue.workspace.moving.move import Move, Names, Scopes

_SH = "http://www.w3.org/ns/shacl#"
_ANY_URI = XSD + "anyURI"
_CLASS = Parameter("class", "iri", None)
"""What the name of a class or of a concept scheme is read as."""

_QUERIES = frozenset(_SH + name for name in ("select", "ask", "construct", "update"))
_PATTERNS = frozenset({_SH + "pattern", "http://rdfs.org/ns/void#uriRegexPattern"})
_ADDRESSES = frozenset(
    {_SH + "namespace", "http://purl.org/vocab/vann/preferredNamespaceUri", "http://rdfs.org/ns/void#uriSpace"}
)


def turtle_pieces(tree: Tree, document: turtle.LocatedDocument, move: Move, declared: Move) -> Iterator[Piece]:
    """Give the changes of a Turtle text.

    Args:
        tree: its syntax, without faults.
        document: its triples.
        move: what moves.
        declared: the same for the queries in it, with the prefixes that are declared for them.
    """
    scopes, scan = Scopes(move, Scope(None), Scope(None)), tree.scan
    for statement in tree.statements:
        if isinstance(statement, Directive):
            yield from scopes.token(scan.word(statement.iri), scan.starts[statement.iri], tree.prefix_of(statement))
            continue
        for token in range(statement.first, statement.last + 1):
            if scan.kinds[token] in {"iri", "name"}:
                yield from scopes.token(scan.word(token), scan.starts[token])
    strings = {scan.starts[token]: token for token, kind in enumerate(scan.kinds) if kind == "string"}
    for triple in document.triples:
        if isinstance(triple.object, turtle.Literal):
            start, others = triple.object_place.offset, len(move.others)
            token = strings.get(start, -1)
            changes = literal_pieces(triple.predicate.value, triple.object.lexical, triple.object.datatype, declared)
            yield from _in_string(scan.word(token), start, changes) if token >= 0 else ()
            move.others[others:] = [(iri, start) for iri, _ in move.others[others:]]


def literal_pieces(predicate: str, lexical_form: str, datatype: str, move: Move) -> Iterator[Piece]:
    """Give the changes of a literal: of an address, a pattern or a query in it; texts for people have none.

    Args:
        predicate: the predicate that it is the object of.
        lexical_form: its characters.
        datatype: its datatype.
        move: what moves.
    """
    if predicate in _QUERIES:
        yield from sparql_pieces(QueryText(lexical_form), move)
    elif predicate in _PATTERNS:
        yield from move.mentions(lexical_form, is_pattern=True)
    elif (datatype == _ANY_URI or predicate in _ADDRESSES) and lexical_form.startswith(move.old):
        move.note(lexical_form, 0, is_declared=True)
        yield Piece(0, len(move.old), move.new)


def _in_string(written: str, start: int, changes: Iterable[Piece]) -> Iterator[Piece]:
    """Give changes of what a string says as changes of the text in which the string is written from `start` on."""
    quote = written[0]
    for change in changes:
        inside = change.text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
        first, last = (start + turtle.place_in_string(written, index) for index in (change.start, change.end))
        yield Piece(first, last, inside)


def sparql_pieces(query: QueryText, move: Move) -> Iterator[Piece]:
    """Give the changes of a query, without those of its header: IRIs, names, and the old base in strings."""
    scopes = Scopes(move, move.before.scope(), move.after.scope())
    prefixes = {
        declaration.value.start: declaration.prefix.text if declaration.prefix is not None else ""
        for declaration in query.prologue
        if declaration.keyword.says("BASE", "PREFIX")
    }
    declared = {declaration.prefix.start for declaration in query.prologue if declaration.prefix is not None}
    for token in query.tokens:
        try:
            if token.kind in {"iri", "name"} and token.start not in declared:
                yield from scopes.token(token.text, token.start, prefixes.get(token.start))
            elif token.kind == "string":
                mentions = move.mentions(string_value(token.text), is_pattern=False)
                yield from _in_string(token.text, token.start, mentions)
        except UnreadableError:  # it stands for nothing, which the check reports
            continue


def iris_in(query: QueryText, names: Names) -> list[tuple[bool, str]]:
    """List what the tokens of a query stand for: IRIs whole, strings without their text, and all else as it is written.

    Returns:
        For each token whether it is an IRI or a name, and what it stands for.
    """
    scope, listed = names.scope(), []
    declared = {declaration.value.start: declaration for declaration in query.prologue}
    prefixes = {declaration.prefix.start for declaration in query.prologue if declaration.prefix is not None}
    for token in query.tokens:
        is_iri, text = token.kind in {"iri", "name"}, "" if token.kind == "string" else token.text
        is_iri = is_iri and token.start not in prefixes
        try:
            text = scope.iri(token.text).value if is_iri else text
        except UnreadableError:  # a prefix that is not declared
            is_iri = False
        listed.append((is_iri, text))
        if is_iri and token.start in declared:
            prefix = declared[token.start].prefix
            scope.declare(prefix.text if prefix is not None else "", turtle.Iri(text))
    return listed


def header_pieces(query: QueryText, move: Move) -> Iterator[Piece]:
    """Give the changes of a query's header: the defaults of its parameters, and the values that these may have."""
    header, lines = read_header(query), query.text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    for name, declared in header.declared.items():
        parameter = header.parameters[name]
        if parameter.default is not None:
            start = starts[declared.line - 1] + declared.default_column - 1
            yield from value_pieces(parameter, parameter.default, start, move)
    for name, (line, column) in header.allowed.items():
        parameter, allowed = header.parameters[name], header.parameters[name].allowed
        for before, written in allowed_values(lines[line - 1][column - 1 :].rstrip()):
            named = parameter if allowed is None or allowed.by == SH_IN else _CLASS
            yield from value_pieces(named, written, starts[line - 1] + column - 1 + before, move)


def value_pieces(parameter: Parameter, value: str, start: int, move: Move) -> Iterator[Piece]:
    """Give the change of a parameter's value that is written from `start` on."""
    if parameter.type == "string":
        yield from (Piece(start + a, start + b, text) for a, b, text in move.mentions(value, is_pattern=False))
        return
    if parameter.type != "iri":
        return
    try:
        iri = parameter.term(value, move.before.base, move.before.prefixes).value
        target = move.note(iri, start)
        if parameter.term(value, move.after.base, move.after.prefixes).value != target:
            yield Piece(start, start + len(value), f"<{target}>" if value.startswith("<") else target)
    except QueryError:  # it is none: the check reports it
        return
