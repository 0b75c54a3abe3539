"""Naming: the path of each entity type's list."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from catalogue.documents.addresses import address_at
from catalogue.names import DEVICE_NAMES, SEGMENT_LIMIT, Prefixes, kebab, local_name

_SHAPE = "-shape"
_DIGEST_LENGTH = 8


def list_names(iris: Iterable[str], base: str, prefixes: Prefixes, taken: Collection[str] = ()) -> dict[str, str]:
    """Give each entity type a name of its own: the path of its list, and the first segment that its things' IRIs should have.

    Args:
        iris: the classes or shapes that name the types.
        base: the catalogue's base: its own terms come before others of the same name.
        prefixes: the catalogue's prefixes.
        taken: names that other documents have, beside those that every release keeps.

    Returns:
        By IRI, the local name in kebab case. Where several have the same, the catalogue's own term keeps it, else the one whose
        IRI comes first, and each of the others gets its prefix in front. The order of the types and their labels do not count.

    >>> names = list_names(["urn:b:Plant", "urn:a:Plant", "urn:a:Query"], "urn:base:", Prefixes({"b": "urn:b:"}), {"query"})
    >>> list(names.values())
    ['b-plant', 'plant', 'a-query']
    """
    wanted = list(dict.fromkeys(iris))
    used = {*DEVICE_NAMES, *taken}
    names: dict[str, str] = {}
    for candidates in (_plain, lambda iri: _qualified(iri, prefixes)):  # no qualified name takes a plain one from another
        for iri in sorted((iri for iri in wanted if iri not in names), key=lambda iri: (not iri.startswith(base), iri)):
            name = next(
                (candidate for candidate in candidates(iri) if candidate not in used and address_at(candidate) is None), None
            )
            if name is not None:
                names[iri] = name
                used.add(name)
    return {iri: names[iri] for iri in wanted}


def _plain(iri: str) -> Iterator[str]:
    name = _segment(local_name(iri))
    if len(name) <= SEGMENT_LIMIT:
        yield name.removesuffix(_SHAPE) or name


def _qualified(iri: str, prefixes: Prefixes) -> Iterator[str]:
    """Put the prefix before a name, or the end of the namespace; else a digest behind it, which no other has."""
    local = local_name(iri)
    name = _segment(local)[: SEGMENT_LIMIT // 2]
    prefix, colon, _ = prefixes.shorten(iri).partition(":")
    if colon and prefix in prefixes:
        yield f"{_segment(prefix)}-{name}"
    yield f"{_segment(local_name(iri.removesuffix(local)))[: SEGMENT_LIMIT // 4]}-{name}"
    yield f"{name}-{hashlib.sha256(iri.encode()).hexdigest()[:_DIGEST_LENGTH]}"


def _segment(name: str) -> str:
    """Give a name as a path segment for every file system: kebab case without accents, other letters by their numbers."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    written = re.sub(r"[^\x00-\x7f]+", lambda match: "-".join(["", *(f"u{ord(letter):x}" for letter in match[0]), ""]), plain)
    return re.sub(r"[^a-z0-9]+", "-", kebab(written)).strip("-") or "things"
