"""Shapes that users have: a description checked with the files of a profile, as SHACL defines it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from catalogue.errors import InputError, Place, UsageError
from catalogue.messages import Message
from catalogue.model import sh
from catalogue.profiles.description import Description
from catalogue.quads import read_file, syntax_named
from catalogue.shacl.reference import validate
from catalogue.shacl.results import Result, ShapesError
from catalogue.terms import Triple


class Outcome(NamedTuple):
    """What a file of shapes says of a description.

    Attributes:
        path: the file.
        results: the validation results.
        reason: why it could not be applied, or empty.
    """

    path: Path
    results: Sequence[Result]
    reason: str = ""


def check_with(description: Description, shapes: Path) -> Iterator[Outcome]:
    """Check a description with a file of shapes, or with each file of a folder by itself.

    What a file of shapes names as a property shape without having it is left out, and nothing is fetched.

    Raises:
        UsageError: there is no such file or folder, or no shapes in it.
        InputError: a file is not well formed.
    """
    files = [shapes] if shapes.is_file() else sorted(path for path in shapes.glob("*") if syntax_named(path.name) is not None)
    if not files:
        raise UsageError(Message("profile.no-shapes", path=shapes))
    for path in files:
        triples = _read(path)
        if not any(triple.predicate in {sh("targetClass"), sh("targetNode")} for triple in triples):
            continue
        try:
            yield Outcome(path, validate(description.triples, triples))
        except ShapesError as error:
            yield Outcome(path, (), str(error))


def _read(path: Path) -> list[Triple]:
    syntax = syntax_named(path.name)
    if syntax is None:
        raise UsageError(Message("profile.no-syntax", path=path))
    try:
        triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in read_file(path, syntax)]
    except SyntaxError as error:
        place = Place(str(path), error.lineno or 0, error.offset or 0)
        raise InputError(Message("profile.not-readable", reason=error.msg), place) from error
    described = {triple.subject for triple in triples if triple.predicate == sh("path")}
    return [triple for triple in triples if triple.predicate != sh("property") or triple.object in described]
