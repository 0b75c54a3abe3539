"""What reading JSON-LD leaves out without an error, as its standard has it: undefined terms and ill-formed names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.quads import Syntax, read
from catalogue.terms import Literal, NamedNode, named_node
from catalogue.turtle import Lines


@dataclass(frozen=True)
class LeftOut:
    """What a file has that is in none of its triples, each name with its line; 0 where the file writes it otherwise.

    Attributes:
        terms: the terms that no context defines.
        names: the IRIs and language tags that are ill-formed.
    """

    terms: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)


def left_out(text: str, base: str | None) -> LeftOut:
    """Tell what a text in JSON-LD has that is in none of its triples.

    Args:
        text: the text, which can be read.
        base: what relative IRIs are resolved against.

    Returns:
        What a lenient reading has and a strict one has not: so nothing that a context maps to `null`.

    >>> left_out('{"@id": "urn:a", "name": "A", "urn:p": {"@id": "urn:b c"}}', None)
    LeftOut(terms={'name': 1}, names={'urn:b c': 1})
    """
    lines = Lines(text)
    terms: dict[str, int] = {}
    names: dict[str, int] = {}
    for quad in read(text.encode("utf-8"), Syntax.JSON_LD, base, is_lenient=True):
        for name in _ill_formed(quad.predicate):
            (names if ":" in name else terms).setdefault(name, 0)
        for term in (quad.subject, quad.object, quad.graph_name):
            for name in _ill_formed(term):
                names.setdefault(name.removeprefix(base or ""), 0)
    return LeftOut(
        {name: _line(text, lines, name, ":") for name in terms}, {name: _line(text, lines, name, "") for name in names}
    )


def _ill_formed(term: Any) -> Iterator[str]:
    """Give the IRI or the language tag of a term that a strict reading does not have."""
    if isinstance(term, NamedNode):
        if named_node(term.value) is None:
            yield term.value
    elif isinstance(term, Literal) and term.language is not None and not _is_tag(term.language):
        yield term.language


def _is_tag(language: str) -> bool:
    try:
        Literal("", language=language)
    except ValueError:
        return False
    return True


def _line(text: str, lines: Lines, name: str, after: str) -> int:
    """Give the line on which a string is first written, and before a colon if it is a key."""
    written = {json.dumps(name), json.dumps(name, ensure_ascii=False)}
    starts = [start for each in written for start in _starts(text, each, after)]
    starts = starts or [start for each in written for start in _starts(text, each, "")]
    return lines.position(min(starts))[0] if starts else 0


def _starts(text: str, written: str, after: str) -> Iterator[int]:
    """Give where a string is first written that some character follows, spaces aside."""
    start = text.find(written)
    while start >= 0:
        end = start + len(written)
        if text[end : end + 200].lstrip().startswith(after):
            yield start
            return
        start = text.find(written, end)
