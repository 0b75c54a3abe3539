"""SPARQL in shapes: queries that do not parse, or that SHACL does not allow (SHACL, section 5 and appendix A)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from catalogue.edition import Edition
from catalogue.errors import Text, text
from catalogue.graph import Graph, syntax_fault
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import Literal, NamedNode, Node
from catalogue.validate.checks import Remark
from catalogue.validate.constraints import sh
from catalogue.validate.kinds import KINDS

# Comments, IRIs and strings: where no keyword is one
_ASIDE = re.compile(
    r"#[^\n\r]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'",
    re.DOTALL,
)
_IMPORTS = NamedNode(STANDARD_PREFIXES["owl"] + "imports")
_REFUSED = re.compile(r"\b(?P<word>MINUS|VALUES|SERVICE)\b|\bAS\s+(?P<bound>[?$](?:this|value))\b", re.IGNORECASE)
_HEAD = re.compile(r"\b(?:SELECT)\b(?P<projected>.*?)(?:\bWHERE\b|\{)", re.IGNORECASE | re.DOTALL)


def wrong_sparql(edition: Edition) -> Iterator[Remark]:
    """Find what is wrong with the queries of constraints, and with the prefixes that they declare."""
    graph = edition.shapes_graph
    for name in ("select", "ask"):
        for triple in graph.triples(None, sh(name)):
            if isinstance(triple.object, Literal):
                yield from _query(edition, triple.subject, name, triple.object)
    for triple in graph.triples(None, sh("declare")):
        node = triple.object
        for part in ("prefix", "namespace"):
            if not isinstance(node, Literal) and graph.value(node, sh(part)) is None:
                yield Remark(
                    KINDS["bad-sparql"],
                    triple.subject,
                    sh("declare"),
                    node,
                    text(f"the declaration of a prefix lacks sh:{part}", f"la déclaration d'un préfixe n'a pas de sh:{part}"),
                    text(
                        'write [ sh:prefix "ex" ; sh:namespace "https://…"^^xsd:anyURI ]',
                        'écrivez [ sh:prefix "ex" ; sh:namespace "https://…"^^xsd:anyURI ]',
                    ),
                )


def prefixes(graph: Graph, node: Node) -> dict[str, str]:
    """Give the prefixes that a query may use: what `sh:prefixes` names declares, and what that imports."""
    found: dict[str, str] = {}
    owners = graph.objects(node, sh("prefixes"))
    for owner in owners:
        if not isinstance(owner, Literal):
            owners += [other for other in graph.objects(owner, _IMPORTS) if other not in owners]
        for declared in graph.objects(owner, sh("declare")) if not isinstance(owner, Literal) else ():
            if not isinstance(declared, Literal):
                prefix, namespace = (graph.value(declared, sh(part)) for part in ("prefix", "namespace"))
                if prefix is not None and namespace is not None:
                    found[prefix.value] = namespace.value
    return found


def _query(edition: Edition, node: Node, name: str, query: Literal) -> Iterator[Remark]:
    words = query.value
    known = {**_declared(words), **prefixes(edition.shapes_graph, node)}
    bare = _ASIDE.sub(lambda found: " " * len(found[0]), words)
    faults = [*_strange_prefixes(bare, known), *_refused(bare, name), *(_without_this(bare) if name == "select" else ())]
    if not faults:
        fault = syntax_fault(words.replace("$PATH", "<urn:path>"), edition.settings.base, known)
        faults = [_unreadable(words, *fault)] if fault is not None else []
    for fault in faults:
        yield Remark(KINDS["bad-sparql"], node, sh(name), query, fault.message, fault.advice, inner=fault.inner)


class _Fault(NamedTuple):
    """What is wrong with a query, and its characters."""

    message: Text
    advice: Text
    inner: tuple[int, int]


def _declared(words: str) -> dict[str, str]:
    return {found[1]: found[2] for found in re.finditer(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^>]*)>", words)}


def _strange_prefixes(bare: str, known: Mapping[str, str]) -> Iterator[_Fault]:
    told: set[str] = set()
    for found in re.finditer(r"(?<![\w?$:%.-])([A-Za-z][\w.-]*)?:(?=[\w\\%:-])", bare):
        prefix = found[1] or ""
        if prefix not in known and prefix not in told and prefix != "_":
            told.add(prefix)
            yield _Fault(
                text(f"the prefix {prefix}: is not declared for this query", f"le préfixe {prefix}: n'est pas déclaré ici"),
                text(
                    "SHACL does not take the file's prefixes: declare it with sh:prefixes and sh:declare",
                    "SHACL ne reprend pas les préfixes du fichier : déclarez-le par sh:prefixes et sh:declare",
                ),
                found.span(),
            )


def _refused(bare: str, name: str) -> Iterator[_Fault]:
    for found in _REFUSED.finditer(bare):
        if found["bound"] and name == "select" and found["bound"][1:].lower() == "value":
            continue  # only what asks is given the value
        group = "word" if found["word"] else "bound"
        words = found[group].upper() if group == "word" else f"AS {found[group]}"
        yield _Fault(
            text(f"{words} is not allowed in a constraint", f"{words} n'est pas permis dans une contrainte"),
            text(
                "SHACL binds $this before the query is run; write FILTER NOT EXISTS, UNION or BIND instead",
                "SHACL lie $this avant la requête ; écrivez plutôt FILTER NOT EXISTS, UNION ou BIND",
            ),
            found.span(group),
        )


def _without_this(bare: str) -> Iterator[_Fault]:
    """Find the query, and the queries inside it, that do not give `$this`."""
    for number, head in enumerate(_HEAD.finditer(bare)):
        if not re.search(r"[?$]this\b|\*", head["projected"]):
            where = text("the inner query", "la requête intérieure") if number else text("the query", "la requête")
            yield _Fault(
                text(f"{where['en']} does not give $this", f"{where['fr']} ne donne pas $this"),
                text("write SELECT $this …", "écrivez SELECT $this …"),
                (head.start(), head.start() + len("SELECT")),
            )


def _unreadable(words: str, line: int, column: int) -> _Fault:
    """Tell where a query does not parse: the parser names the place behind the word that it cannot read."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", words))]
    end = min(starts[min(line, len(starts)) - 1] + max(column - 1, 0), len(words))
    last = re.search(r"(\w+|\S)\s*$", words[:end])
    if last is None or (not words[end:].strip() and last[1] != "}"):
        what = text("at its end", "à la fin")
        inner = (end, end)
    else:
        what = text(f"at `{last[1]}`", f"à `{last[1]}`")
        inner = last.span(1)
        line = words.count("\n", 0, inner[0]) + 1
    return _Fault(
        text(f"the query does not parse, line {line}, {what['en']}", f"la requête ne se lit pas, ligne {line}, {what['fr']}"),
        {},
        inner,
    )
