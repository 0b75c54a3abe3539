"""Marking: statements in N-Quads with marked literals in place of those that the store would change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from catalogue.store.written import CHANGED, MARK, Peculiar, is_surely_kept, kept
from catalogue.terms import XSD, Literal, NamedNode

_TYPED = b'"^^<' + XSD.encode()
"""What stands between the lexical form of a literal with a datatype of XSD and the name of that."""

_MARKED = b'"^^<' + MARK.encode()
_NAMES = {datatype[len(XSD) :].encode(): datatype for datatype in CHANGED}
_CHUNK = 1 << 24


class Form(NamedTuple):
    """A literal in N-Quads: its lexical form as it is written there, and its datatype's name in XSD."""

    lexical_form: bytes
    name: bytes


def marked_copy(path: Path, copy: Path) -> Peculiar:
    r"""Write a copy of statements with marked literals, where they have a literal that the store would change.

    Args:
        path: the statements in N-Quads, one a line, with a space between two terms.
        copy: where to write them; nothing is written where no literal is to be marked.

    Returns:
        The properties that have peculiar values.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path, copy = Path(folder, "a.nq"), Path(folder, "b.nq")
    ...     _ = path.write_bytes(b'<urn:a> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .\n')
    ...     marked_copy(path, copy).marked, copy.read_bytes()
    (frozenset({'urn:p'}), b'<urn:a> <urn:p> "01"^^<urn:x-written:integer> <urn:g> .\n')
    """
    doubtful: dict[Form, set[bytes]] = {}
    booleans: set[bytes] = set()
    for chunk in _chunks(path):
        for before, form in _literals(chunk.split(_TYPED)):
            if form.name == b"boolean":
                booleans.add(_predicate(before))
            if form in doubtful or not _is_surely_kept(form):
                doubtful.setdefault(form, set()).add(_predicate(before))
    changed = _changed(list(doubtful))
    if changed:
        with copy.open("wb") as file:
            file.writelines(_marked(chunk.split(_TYPED), changed) for chunk in _chunks(path))
    marked = frozenset(predicate.decode() for form in changed for predicate in doubtful[form])
    return Peculiar(marked, frozenset(predicate.decode() for predicate in booleans))


def _chunks(path: Path) -> Iterator[bytes]:
    """Read a file in stretches of whole lines."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk + file.readline()


def _literals(pieces: list[bytes]) -> Iterator[tuple[bytes, Form]]:
    """Give the literals that the store might change, each with what stands before its datatype."""
    for before, after in pairwise(pieces):
        name = after[: after.find(b">")]
        if name in _NAMES:
            yield before, Form(before[before.rfind(b'"') + 1 :], name)


def _predicate(before: bytes) -> bytes:
    line = before[before.rfind(b"\n") + 1 :]
    return line.split(b" ", 2)[1][1:-1]


def _is_surely_kept(form: Form) -> bool:
    return b"\\" not in form.lexical_form and is_surely_kept(form.lexical_form.decode(), _NAMES[form.name])


def _changed(forms: list[Form]) -> Collection[Form]:
    """Choose the literals that the store would change; none that has an escape is of such a datatype."""
    plain = [form for form in forms if b"\\" not in form.lexical_form]
    are_kept = kept([Literal(form.lexical_form.decode(), datatype=NamedNode(_NAMES[form.name])) for form in plain])
    return {form for form, is_kept in zip(plain, are_kept, strict=True) if not is_kept}


def _marked(pieces: list[bytes], changed: Collection[Form]) -> bytes:
    written = pieces[:1]
    for before, after in pairwise(pieces):
        form = Form(before[before.rfind(b'"') + 1 :], after[: after.find(b">")])
        written += [_MARKED if form in changed else _TYPED, after]
    return b"".join(written)
