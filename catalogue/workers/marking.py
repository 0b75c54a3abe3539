"""Marking: statements in N-Quads with marked literals in place of those that the store would change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from catalogue.store.beyond import is_beyond
from catalogue.store.written import CHANGED, MARK, Peculiar, is_surely_kept, kept
from catalogue.terms import XSD, Literal, NamedNode

_TYPED = b'"^^<' + XSD.encode()
"""What stands between the lexical form of a literal with a datatype of XSD and the name of that."""

_MARKED = b'"^^<' + MARK.encode()
_NAMES = {datatype[len(XSD) :].encode(): datatype for datatype in CHANGED}
_CHUNK = 1 << 24


Form: TypeAlias = tuple[bytes, bytes]
"""A literal in N-Quads: its lexical form as it is written there, and its datatype's name in XSD."""


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
    predicates = _peculiar(path)
    changed = _changed([form for form in predicates if not _is_surely_kept(*form)])
    if changed:
        with copy.open("wb") as file:
            file.writelines(_marked(chunk.split(_TYPED), changed) for chunk in _chunks(path))
    booleans = filter(_is_boolean, predicates)
    marked, boolean = (
        frozenset(predicate.decode() for form in forms for predicate in predicates[form]) for forms in (changed, booleans)
    )
    return Peculiar(marked, boolean, _beyond(predicates))


def _beyond(predicates: Mapping[Form, Collection[bytes]]) -> Mapping[str, str]:
    """Give the properties that have a number beyond the range of the store, each with one of them."""
    literals = ((_literal(form), names) for form, names in predicates.items() if form[1] in _NAMES)
    return {name.decode(): literal.value for literal, names in literals if is_beyond(literal) for name in names}


def _literal(form: Form) -> Literal:
    lexical_form, name = form
    return Literal(lexical_form.decode(), datatype=NamedNode(_NAMES[name]))


def _peculiar(path: Path) -> dict[Form, set[bytes]]:
    """Find the booleans and the literals that the store may change, with the properties whose values they are."""
    predicates: dict[Form, set[bytes]] = {}
    for chunk in _chunks(path):
        pieces = chunk.split(_TYPED)
        forms = _forms(pieces)
        peculiar = {form for form in set(forms) if _is_boolean(form) or not _is_surely_kept(*form)}
        for form, before in zip(forms, pieces, strict=False) if peculiar else ():
            if form in peculiar:
                predicates.setdefault(form, set()).add(_predicate(before))
    return predicates


def _is_boolean(form: Form) -> bool:
    return form[1] == b"boolean"


def _chunks(path: Path) -> Iterator[bytes]:
    """Read a file in stretches of whole lines."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk + file.readline()


def _forms(pieces: list[bytes]) -> list[Form]:
    """Give the literals with a datatype of XSD, each between two pieces."""
    return [(before[before.rfind(b'"') + 1 :], after[: after.find(b">")]) for before, after in pairwise(pieces)]


def _predicate(before: bytes) -> bytes:
    line = before[before.rfind(b"\n") + 1 :]
    return line.split(b" ", 2)[1][1:-1]


def _is_surely_kept(lexical_form: bytes, name: bytes) -> bool:
    """Tell whether the store keeps a literal, at a glance: what has an escape is ill-typed."""
    return name not in _NAMES or b"\\" in lexical_form or is_surely_kept(lexical_form.decode(), _NAMES[name])


def _changed(forms: list[Form]) -> Collection[Form]:
    """Choose the literals that the store would change."""
    are_kept = kept(list(map(_literal, forms)))
    return {form for form, is_kept in zip(forms, are_kept, strict=True) if not is_kept}


def _marked(pieces: list[bytes], changed: Collection[Form]) -> bytes:
    written = pieces[:1]
    for form, after in zip(_forms(pieces), pieces[1:], strict=True):
        written += [_MARKED if form in changed else _TYPED, after]
    return b"".join(written)
