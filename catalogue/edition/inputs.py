"""Inputs: what was read of an edition, written down, with digests that tell whether it is the same in another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b
from json.encoder import encode_basestring as _string
from typing import Any, TypeAlias

from catalogue.edition import edition as names
from catalogue.edition.claims import CLAIMS
from catalogue.edition.edition import Edition
from catalogue.edition.entities import INSTANCES, TYPES
from catalogue.edition.history import digest_of
from catalogue.edition.labels import CARD, LABEL, NAMES, OWN_LABEL
from catalogue.edition.noted import KEPT, OF_FILES, Group, Lazy, canonical, part_of, sums_of_groups
from catalogue.model import SUBCLASS
from catalogue.reads import ALL, FILE, OBJECT, PREDICATE, SUBJECT, Key
from catalogue.sources.statements import tag_of, term_of
from catalogue.terms import BlankNode, NamedNode

_PLACES = {SUBJECT: 0, PREDICATE: 1, OBJECT: 2}

_ABOUT = tuple(f'["{kind}",' for kind in _PLACES)
_SIZE = 16

OF_DATA = frozenset(
    {*_PLACES, FILE, LABEL, OWN_LABEL, NAMES, CLAIMS, TYPES, INSTANCES, names.THINGS, names.SUBJECTS, names.MOVED}
)
"""The kinds of look-ups that give the same where all files are the same, and so are settings, shapes and program."""

DERIVED = "derived"
"""The look-up of all that a function made by `per_edition` gives, from which the parts follow that are looked up."""

_MEMBERSHIPS = frozenset({TYPES, names.THINGS})
"""What follows from the statements with a term as subject or object, and from which class is above which."""

Written: TypeAlias = str
"""A look-up as JSON, on one line: texts, lists of texts, and terms as lists that begin with nothing."""


class Inputs:
    """What can be read of an edition, by what `Reads` notes.

    Args:
        edition: the catalogue: until this is closed, what look-ups of it follow from is kept for this alone.

    >>> from catalogue.terms import NamedNode
    >>> Inputs.named(Inputs.written(("label", NamedNode("urn:a"))))
    ('label', <NamedNode value=urn:a>)
    >>> Inputs.written(("label", NamedNode("urn:a")))
    '["label",[null,"<","urn:a"]]'
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._graph = edition.graph.digests()
        self._results: dict[tuple[str, tuple[str, ...]], Any] = {}
        self._groups: dict[Key, Mapping[Group, int]] = {}
        self._before = edition.graph.reads.apart
        edition.graph.reads.apart = {}
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
            names.HISTORY: lambda: (digest_of(edition.history), edition.beginnings.digest),
            names.KEPT_RESULT: self._kept,
            DERIVED: self._kept,
        }

    def close(self) -> None:
        """Let others go on with what they had kept of what look-ups follow from; what documents have in common is forgotten."""
        self._edition.graph.reads.apart = self._before
        self._edition.graph.reads.common.clear()

    def prepare(self) -> None:
        """Make what processes that are forked afterwards share: what is stated of each term, as digests."""
        self._graph.sum()

    @staticmethod
    def written(key: Key) -> Written:
        """Write down a look-up."""
        return f"[{','.join(map(_part, key))}]"

    @staticmethod
    def named(written: Written) -> Key:
        """Give the look-up that was written down."""
        return tuple(map(_named, json.loads(written)))

    @property
    def frame(self) -> str:
        """What every document depends on, whatever it reads: the settings, shapes and queries, and the classes of the data."""
        return f"{self._edition.frame} {self._of_term(PREDICATE, SUBCLASS)}"

    def digest(self, key: Key) -> str:
        """Give the digest of what a look-up gives, 32 hexadecimal digits.

        One that is not known, or has values that cannot be compared, is as all.
        """
        kind, *of = key
        if kind in _PLACES:
            return self._of_term(kind, *of)
        try:
            return _digest(canonical(self._values[kind](*of)))
        except (LookupError, TypeError):
            return _digest(f"all {self._edition.digest}")

    def is_surely_same(self, key: Key, files: Mapping[str, str]) -> bool:
        """Tell, without asking for it, whether a look-up gives what it gave where files of the data had some digests.

        Args:
            key: the look-up.
            files: the digests of the files, by path.
        """
        if key[0] == FILE:
            path = key[1]
        elif key[0] == names.KEPT_RESULT and key[1] in OF_FILES:
            path = key[2][0]
        else:
            return False
        return path in files and self._edition.graph.digest_of(path) == files[path]

    @staticmethod
    def is_about(written: Written, values: Collection[str] | None) -> bool:
        """Tell whether a look-up is of the statements with a term at a place, as fast as so many look-ups need it.

        Args:
            written: the look-up.
            values: the IRIs, names and lexical forms of the terms that count, as JSON; None where each counts.

        >>> subject, label = (Inputs.written((kind, NamedNode("urn:a"))) for kind in ("subject", "label"))
        >>> Inputs.is_about(subject, Inputs.as_values(["urn:a"])), Inputs.is_about(label, None)
        (True, False)
        """
        if not written.startswith(_ABOUT):
            return False
        return values is None or written[written.rindex(',"') + 1 : -2] in values  # a quote in a text has a stroke before it

    @staticmethod
    def as_values(texts: Iterable[str]) -> Collection[str]:
        """Give IRIs, names and lexical forms as `is_about` takes them."""
        return frozenset(map(_as_json, texts))

    def grounds(self, key: Key) -> Collection[Key] | None:
        """Tell from which look-ups it follows what another one gives, as far as they were noted when that was asked for.

        Args:
            key: the look-up, of which this is asked once: what was kept to tell it is forgotten, so that memory does not grow.

        Returns:
            The look-ups: where each of them gives the same, so does this one. None where that is not known; for statements of
            a term there are none.
        """
        kind, of = key[0], key[1:]
        if kind in _PLACES:
            return ()
        if kind in {names.KEPT_RESULT, DERIVED}:
            return self._grounds_of_kept(key)
        if kind in _MEMBERSHIPS and of and isinstance(of[0], NamedNode | BlankNode):
            return ((SUBJECT, of[0]), (OBJECT, of[0]))
        if kind == names.MOVED and of:
            return ((names.MOVED,),)
        if kind == CLAIMS:
            with self._edition.graph.reads.noted() as keys:
                self._edition.claims.parts(*of)
            return keys
        return self._kept_apart(key)

    def _grounds_of_kept(self, key: Key) -> Collection[Key] | None:
        """Tell from which look-ups a kept result follows: a part of it from the whole, and from its own if it has such."""
        kind, name, arguments, *item = key
        if name in OF_FILES:
            return ((FILE, arguments[0]),)
        if kind == DERIVED:
            return self._kept_apart((names.KEPT_RESULT, name, arguments))
        whole = (DERIVED, name, arguments)
        if not item or not isinstance(self._whole(name, arguments), Lazy):
            return (whole,)
        own = self._kept_apart(key)
        return None if own is None else (*own, whole)

    def _kept_apart(self, key: Key) -> Collection[Key] | None:
        keys = (self._edition.graph.reads.apart or {}).pop(key, None)
        return (self._before or {}).get(key) if keys is None else keys

    def _of_term(self, kind: str, term: Any) -> str:
        return self._graph.of(_PLACES[kind], tag_of(term), term.value).ljust(_SIZE, b"\0").hex()

    def _things(self, thing: Any = None) -> Any:
        things = self._edition.things
        return list(things) if thing is None else things.get(thing)

    def _moved(self, iri: Any = None) -> Any:
        moved = self._edition.moved
        if isinstance(iri, tuple):
            return self._in_group((names.MOVED,), moved, iri)
        return dict(moved) if iri is None else moved.get(iri)

    def _kept(self, name: str, arguments: tuple[str, ...], item: Any = None) -> Any:
        value = self._whole(name, arguments)
        if isinstance(item, tuple):
            return self._in_group((name, arguments), value, item)
        return value if item is None else part_of(value, item)

    def _in_group(self, key: Key, keys: Iterable[Any], group: Group) -> int:
        """Tell which keys of what is kept are of a group: that there was nothing for another one follows from that."""
        if key not in self._groups:
            self._groups[key] = sums_of_groups(keys)
        return self._groups[key].get(group, 0)

    def _whole(self, name: str, arguments: tuple[str, ...]) -> Any:
        value = self._results.get((name, arguments))
        if value is None:
            value = self._results[name, arguments] = KEPT[name](self._edition, *arguments)
        return value


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()


def _part(part: Any) -> str:
    """Write down a part of a look-up: a text and texts are themselves, a term is nothing, its tag and its value."""
    if isinstance(part, str):
        return _string(part)
    if isinstance(part, tuple):
        return _as_json(part)
    return f"[null,{_string(tag_of(part))},{_string(part.value)}]"


def _named(part: Any) -> Any:
    if not isinstance(part, list):
        return part
    return term_of(*part[1:]) if part and part[0] is None else tuple(part)


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
