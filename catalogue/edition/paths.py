"""Paths: where the documents about an IRI lie in a release, so that no file system takes two of them for one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from catalogue.names import DOAP, PROVENANCE, cuts, document_of, folded, path_as_it_is, path_of

_VARIED = re.compile(r"[^a-z0-9_./-]")
"""What a path may have in another case or Unicode form."""


class Paths:
    """The paths of the documents about the IRIs of a release.

    Args:
        base: what the paths are relative to.
        iris: the IRIs that have documents, inside the base; those of their provenance follow from them.
        own: the paths, without suffix, of what the release has beside them.

    Capitals, `~` and what is beyond ASCII stay as they are in a path, so that the IRI and a suffix are the name of the file,
    unless another path or folder differs in case or Unicode form alone: then they are escaped in all of these.

    >>> base = "https://example.org/"
    >>> paths = Paths(base, [f"{base}note/{name}" for name in ("A", "b", "B")], [])
    >>> [paths.of(f"{base}note/{name}") for name in ("A", "b", "B")]
    ['note/A', 'note/b', 'note/~42']
    """

    def __init__(self, base: str, iris: Iterable[str], own: Iterable[str]) -> None:
        self._base = base
        documents = dict.fromkeys(map(document_of, iris))
        is_varied = any(_VARIED.search(iri, len(base)) for iri in documents)
        kept = (path for iri in documents for path in _alone(iri, base)) if is_varied else ()
        self._shared = _shared([*own, *kept]) if is_varied else frozenset()

    @property
    def shared(self) -> Sequence[str]:
        """The folders and paths, folded, that are spelled in several ways, in their order."""
        return sorted(self._shared)

    def of(self, iri: str) -> str:
        """Give the path, without suffix, of the documents about an IRI.

        Args:
            iri: an IRI inside the base.

        Raises:
            UnnameableError: it is not inside the base.
        """
        path = path_of(iri, self._base, is_alone=True)
        if self._shared and any(folded(part) in self._shared for part in _parts(path)):
            return path_of(iri, self._base)
        return path


def _alone(iri: str, base: str) -> Iterator[str]:
    """Give the paths of the documents about an IRI, of its provenance and its description in DOAP, as if no other was alike."""
    path = path_as_it_is(iri, base)
    for ending in ("", PROVENANCE, DOAP):
        yield path + ending if path else path_of(iri + ending, base, is_alone=True)


def _parts(path: str) -> Iterator[str]:
    """List the folders of a path, each with its slash, and the path itself."""
    place = path.find("/")
    while place >= 0:
        yield path[: place + 1]
        place = path.find("/", place + 1)
    yield path


def _shared(paths: Sequence[str]) -> frozenset[str]:
    """Give the folders and paths, folded, that are spelled in several ways, or could have a document of another spelling."""
    spellings: dict[str, str] = {}
    shared = set()
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        for part in _parts(path) if folder not in folders else (path,):
            key = folded(part)
            if spellings.setdefault(key, part) != part:
                shared.add(key)
        folders.add(folder)
    known = frozenset() if shared else frozenset(paths)  # these are spelled in one way
    for path in paths:
        if "." not in path or (path.count(".") == 1 and path.partition(".")[0] in known):
            continue
        for stem, _ in cuts(path):  # `a/B` has `a/B.fr.html`, and `a/b.fr` has `a/b.fr.html`
            if spellings.get(folded(stem), stem) != stem:
                shared |= {folded(stem), folded(path)}
    return frozenset(shared)
