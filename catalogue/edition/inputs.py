"""Inputs: what was read of an edition, written down, with digests that tell whether it is the same in another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, TypeAlias

from catalogue.edition import edition as names
from catalogue.edition.claims import CLAIMS
from catalogue.edition.edition import Edition
from catalogue.edition.entities import INSTANCES, TYPES
from catalogue.edition.labels import CARD, LABEL, NAMES, OWN_LABEL
from catalogue.edition.noted import KEPT, OF_FILES, canonical, part_of
from catalogue.model import SUBCLASS
from catalogue.reads import ALL, FILE, OBJECT, PREDICATE, SUBJECT, Key
from catalogue.sources.statements import tag_of, term_of

_PLACES = {SUBJECT: 0, PREDICATE: 1, OBJECT: 2}

OF_DATA = frozenset(
    {*_PLACES, FILE, LABEL, OWN_LABEL, NAMES, CLAIMS, TYPES, INSTANCES, names.THINGS, names.SUBJECTS, names.MOVED}
)
"""The kinds of look-ups that give the same where all files are the same, and so are settings, shapes and program."""

Written: TypeAlias = tuple[Any, ...]
"""A look-up as texts, and tuples of texts, which JSON has as lists."""


class Inputs:
    """What can be read of an edition, by what `Reads` notes.

    Args:
        edition: the catalogue.

    >>> from catalogue.terms import NamedNode
    >>> Inputs.named(Inputs.written(("label", NamedNode("urn:a"))))
    ('label', <NamedNode value=urn:a>)
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._graph = edition.graph.digests()
        self._results: dict[tuple[str, tuple[str, ...]], Any] = {}
        self._values: Mapping[str, Callable[..., Any]] = {
            ALL[0]: lambda: edition.digest,
            FILE: edition.graph.digest_of,
            LABEL: edition.labels.text,
            OWN_LABEL: edition.labels.own,
            NAMES: edition.labels.triples,
            CARD: edition.labels.card,
            CLAIMS: edition.claims.parts,
            TYPES: edition.entities.types_of,
            INSTANCES: lambda iri: edition.entities.instances(edition.model.types[iri]),
            names.THINGS: self._things,
            names.SUBJECTS: lambda: edition.subjects,
            names.MOVED: self._moved,
            names.PATHS: lambda: edition.ambiguous_paths,
            names.MODIFIED: lambda: str(edition.modified),
            names.RELEASE: lambda: edition.release,
            names.KEPT_RESULT: self._kept,
        }

    def prepare(self) -> None:
        """Make what processes that are forked afterwards share: what is stated of each term, as digests."""
        self._graph.sum()

    @staticmethod
    def written(key: Key) -> Written:
        """Write down a look-up."""
        return tuple(map(_plain, key))

    @staticmethod
    def named(written: Written) -> Key:
        """Give the look-up that was written down."""
        return tuple(map(_named, written))

    @property
    def frame(self) -> str:
        """What every document depends on, whatever it reads: the settings, shapes and queries, and the classes of the data."""
        return f"{self._edition.frame} {self._of_term(PREDICATE, SUBCLASS)}"

    def digest(self, key: Key) -> str:
        """Give the digest of what a look-up gives; one that is not known, or has values that cannot be compared, is as all."""
        kind, *of = key
        if kind in _PLACES:
            return self._of_term(kind, *of)
        try:
            return _digest(canonical(self._values[kind](*of)))
        except (LookupError, TypeError):
            return f"all {self._edition.digest}"

    def is_surely_same(self, key: Key, files: Mapping[str, str]) -> bool:
        """Tell, without asking for it, whether a look-up gives what it gave where files of the data had some digests.

        Args:
            key: the look-up.
            files: the digests of the files, by path.
        """
        if key[0] != names.KEPT_RESULT or key[1] not in OF_FILES:
            return False
        path = key[2][0]
        return path in files and self._edition.graph.digest_of(path) == files[path]

    def _of_term(self, kind: str, term: Any) -> str:
        return self._graph.of(_PLACES[kind], tag_of(term), term.value).hex()

    def _things(self, thing: Any = None) -> Any:
        things = self._edition.things
        return list(things) if thing is None else things.get(thing)

    def _moved(self, iri: Any = None) -> Any:
        moved = self._edition.moved
        return dict(moved) if iri is None else moved.get(iri)

    def _kept(self, name: str, arguments: tuple[str, ...], item: Any = None) -> Any:
        value = self._results.get((name, arguments))
        if value is None:
            value = self._results[name, arguments] = KEPT[name](self._edition, *arguments)
        return value if item is None else part_of(value, item)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(part: Any) -> Any:
    """Write down a part of a look-up: a text and texts are themselves, a term is nothing, its tag and its value."""
    return part if isinstance(part, str | tuple) else (None, tag_of(part), part.value)


def _named(part: Any) -> Any:
    return term_of(*part[1:]) if isinstance(part, tuple) and part and part[0] is None else part
