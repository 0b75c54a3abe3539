"""The check of repetition: what a file says twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from catalogue import turtle
from catalogue.columns.oddities import duplicates
from catalogue.edition import Edition
from catalogue.edits import Fix, Related
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.kinds import KINDS
from catalogue.lint.located import Located
from catalogue.lint.naming import shown
from catalogue.lint.scope import Scope, added
from catalogue.messages import Message


def repeated(edition: Edition, editing: Editing, scope: Scope) -> Iterator[Finding]:
    """Find statements that a file says more than once.

    Args:
        edition: the catalogue.
        editing: makes the edits that say them once.
        scope: what is looked at.
    """
    kind = KINDS["repeated"]
    graph = edition.graph
    for number, triples in duplicates(graph, scope.among("repeated", added(3))):
        scope.suspect("repeated", [number])
        file = graph.files[number]
        for triple in triples:
            located = editing.places.statements(*triple, file)
            value = shown(edition, triple.object)
            if not located:  # where long literals are left out, the triples are not those that are located
                yield Finding(
                    kind, kind.severity, Place(file), Message("lint.said-twice", value=value), Message("lint.say-once.advice")
                )
            for statement in located[1:]:
                first = located[0]
                yield Finding(
                    kind,
                    kind.severity,
                    statement.place(statement.object),
                    Message("lint.said-twice", value=value),
                    Message("lint.say-once.advice"),
                    related=(Related(first.place(first.object), Message("lint.said-here-already.related")),),
                    fixes=tuple(_removals(editing, statement)),
                )


def _removals(editing: Editing, statement: Located) -> Iterator[Fix]:
    """Remove the object, with its predicate and its subject where nothing else is said of them."""
    tree = editing.places.syntax(statement)
    stretch = _stretch(statement, tree)
    if stretch is not None and "#" not in _without_tokens(tree, *stretch):
        start, end = (tree.scan.starts[stretch[0]], tree.scan.ends[stretch[1]])
        if tree.scan.kinds[stretch[0]] in {",", ";"}:
            start = tree.scan.ends[stretch[0] - 1]
        elif tree.scan.kinds[stretch[1]] in {",", ";"}:
            end = tree.scan.starts[stretch[1] + 1]
        edit = editing.edit(statement, tree.lines.span(start, end), "")
        yield Fix(Message("lint.remove.fix"), (edit,), safe=True)


def _stretch(statement: Located, tree: turtle.Tree) -> tuple[int, int] | None:
    """Give the first and last token of what is to be removed."""
    kinds, starts = tree.scan.kinds, tree.scan.starts
    first = bisect_left(starts, statement.object.offset)
    last = bisect_left(starts, statement.object.offset + statement.object.length) - 1
    if kinds[first - 1] == ",":
        return first - 1, last
    if kinds[last + 1] == ",":
        return first, last + 1
    verb = first - 1
    if kinds[verb - 1] == ";":
        return verb - 1, last
    if kinds[last + 1] == ";" and kinds[last + 2] in {"iri", "name", "a"}:
        return verb, last + 1
    is_whole = starts[verb - 1] == statement.subject.offset and kinds[last + 1] == "." and tree.scan.begins_line(verb - 1)
    return (verb - 1, last + 1) if is_whole else None


def _without_tokens(tree: turtle.Tree, first: int, last: int) -> str:
    """Give what stands between the tokens of a stretch, and before and behind it."""
    starts, ends = tree.scan.starts, tree.scan.ends
    before = ends[first - 1] if first and tree.scan.kinds[first] in {",", ";"} else starts[first]
    after = starts[last + 1] if tree.scan.kinds[last] in {",", ";"} else ends[last]
    gaps = [tree.text[before : starts[first]], tree.text[ends[last] : after]]
    gaps += [tree.text[ends[token] : starts[token + 1]] for token in range(first, last)]
    return "".join(gaps)
