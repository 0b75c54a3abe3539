"""Prefixes of the queries of shapes: wrong declarations, and what an undeclared prefix means (SHACL, section 5.2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalogue.lint.kinds import Severity
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.lint.shapes.values import string
from catalogue.messages import Message
from catalogue.model import sh
from catalogue.terms import XSD, BlankNode, Literal, NamedNode, Node, Triple

_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*", re.ASCII)


def are_sound(namespaces: Mapping[str, str]) -> dict[str, str]:
    """Give those of some prefixes that stand for an IRI."""
    return {prefix: iri for prefix, iri in namespaces.items() if _NAMESPACE.fullmatch(iri)}


def meant_namespace(shapes: Shapes, query: Statement, prefix: str) -> str | None:
    """Give what a prefix means that a query uses and does not declare: what it is in the query's file, or in the shapes files.

    Args:
        shapes: the shapes.
        query: the statement whose value the query is.
        prefix: the prefix.

    Returns:
        Its namespace; None where nothing declares it, or declarations differ.
    """
    own = are_sound(shapes.namespaces(query.file)).get(prefix)
    if own is not None:
        return own
    declared = [each.subject for each in shapes.all("prefix") if each.value.value == prefix]
    namespaces = {each.value.value for node in declared for each in shapes.of(node, "namespace")}
    return namespaces.pop() if len(namespaces) == 1 else None


def declaring(query: Statement, namespaces: Mapping[str, str]) -> tuple[Triple, ...]:
    """Give the triples by which a query has prefixes that it does not declare.

    Args:
        query: the statement whose value the query is.
        namespaces: the namespaces by prefix.
    """
    triples: list[Triple] = []
    for number, (prefix, namespace) in enumerate(namespaces.items()):
        declarer, declaration = (BlankNode(f"{part}-{number}-{_label(query.subject)}") for part in ("declarer", "declaration"))
        triples += [
            Triple(query.subject, sh("prefixes"), declarer),
            Triple(declarer, sh("declare"), declaration),
            Triple(declaration, sh("prefix"), Literal(prefix)),
            Triple(declaration, sh("namespace"), Literal(namespace, datatype=NamedNode(XSD + "anyURI"))),
        ]
    return tuple(triples)


def _label(node: Node) -> str:
    return "".join(
        character if character.isascii() and character.isalnum() else f"-{ord(character)}-" for character in node.value
    )


def declarations(shapes: Shapes) -> Iterator[Mistake]:
    """Find prefix declarations that lack a part, have a wrong one, or contradict another of the same node."""
    known: dict[tuple[Node, str], str] = {}
    for statement in shapes.all("declare"):
        parts = {name: shapes.of(statement.value, name) for name in ("prefix", "namespace")}
        for name, group in parts.items():
            if len(group) != 1:
                yield at_value(
                    "bad-sparql",
                    statement,
                    Wrong(
                        Message("C309.declaration-one-sh-not", name=name, actual=len(group)),
                        Message("C309.write-sh-prefix-ex-sh.advice"),
                    ),
                )
        yield from _wrong_parts(shapes, parts)
        if len(parts["prefix"]) == len(parts["namespace"]) == 1:
            prefix, namespace = parts["prefix"][0].value.value, parts["namespace"][0].value.value
            if known.setdefault((statement.subject, prefix), namespace) != namespace:
                yield at_value(
                    "bad-sparql",
                    parts["prefix"][0],
                    Wrong(
                        Message("C309.prefix-declared-twice", prefix=prefix),
                        Message("C309.keep-one.advice"),
                    ),
                    runs=True,
                )


def _wrong_parts(shapes: Shapes, parts: Mapping[str, list[Statement]]) -> Iterator[Mistake]:
    for statement in parts["prefix"]:
        wrong_prefix = string(shapes, statement)
        if wrong_prefix:
            yield at_value("bad-sparql", statement, wrong_prefix)
    for statement in parts["namespace"]:
        value = statement.value
        if isinstance(value, Literal) and value.datatype.value == XSD + "anyURI":
            continue
        mended = Literal(str(value.value), datatype=NamedNode(XSD + "anyURI"))
        wrong = Wrong(
            Message("lint.shapes.namespace-not-xsd-anyuri"),
            Message("lint.shapes.write-http-xsd-anyuri.advice"),
            shapes.written(mended, statement.file),
            safe=True,
        )
        yield at_value("bad-sparql", statement, wrong, severity=Severity.WARNING if isinstance(value, Literal) else None)
