"""What a large document is put together from: sections, each a member of its compressed form, made or taken over.

A section is a part of a document that follows from little of the data. It has a key, a digest of all that it follows from
beside what every document of a release depends on: where a member with that key is at hand, in the last release or in a
document that was made before, it is taken, and nothing is written anew. What stands before and behind all sections follows from
what they use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import NamedTuple, Protocol
from weakref import finalize

from catalogue import gzipped
from catalogue.edition import Edition, held_by_edition
from catalogue.terms import Node

_HELD = 8 * 1024 * 1024
"""Up to how many bytes compressed members are held in memory; more are on the disk."""

SUM = 16
"""How many bytes keys and digests have."""


class Written(NamedTuple):
    """A section as it was written.

    Attributes:
        data: its bytes.
        uses: what it needs of what stands before all sections.
        is_whole: whether it follows from what its key says alone: else it is not taken over.
    """

    data: bytes
    uses: Collection[str] = ()
    is_whole: bool = True


def _nothing() -> None:
    pass


class Section(NamedTuple):
    """A part of a document.

    Attributes:
        key: the digest of what it follows from; empty where it is never taken over.
        write: writes it.
        passed: called in place of that where it is taken over.
    """

    key: bytes
    write: Callable[[], Written]
    passed: Callable[[], None] = _nothing


class Member(NamedTuple):
    """A compressed section.

    Attributes:
        key: the digest of what it follows from, and of what stands between it and another one before; or empty.
        size: how many bytes it has.
        sum: their digest.
        uses: what it needs of what stands before all sections.
    """

    key: bytes
    size: int
    sum: bytes
    uses: frozenset[str]


class Source(Protocol):
    """Members that can be taken over."""

    def take(self, key: bytes) -> tuple[Member, bytes] | None:
        """Give a member and its bytes by its key; None where it is not there as it was written."""
        ...


class Keeping(Protocol):
    """What a build gives for the documents of the release that it makes."""

    def source(self, path: str) -> Source | None:
        """Give the members of the last release's document of a path; None where there are none that can be taken over."""
        ...

    def note(self, path: str, start: int, members: Sequence[Member]) -> None:
        """Note of which members a document consists.

        Args:
            path: its path.
            start: how many bytes stand before the first one.
            members: they, in their order.
        """
        ...

    def stated(self, node: Node) -> str:
        """Give the digest of what is stated of a node."""
        ...


def digest_of_sum(data: bytes) -> bytes:
    """Give the digest of a member's bytes."""
    return blake2b(data, digest_size=SUM).digest()


def key_of(parts: Iterable[str]) -> bytes:
    """Give the digest of texts.

    >>> key_of(["a", "b"]) == key_of(["ab"])
    False
    """
    whole = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=SUM).digest()


class Composed:
    """A document as its sections, compressed: in memory while they are small, and on the disk else.

    Args:
        sections: its sections; what is empty is left out.
        sources: where members may be taken from.
        between: what stands between two sections.
        level: how hard what is made is compressed.

    Attributes:
        members: the sections as members.
        start: what stands before them.
        end: what stands behind them.

    >>> composed = Composed([Section(b"", lambda: Written(b"a")), Section(b"", lambda: Written(b"b"))], between=b",")
    >>> composed.start = b"["
    >>> b"".join(composed.plain())
    b'[a,b'
    """

    def __init__(
        self, sections: Iterable[Section], sources: Sequence[Source] = (), between: bytes = b"", level: int = gzipped.LEVEL
    ) -> None:
        self._file = SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - it lives as long as this
        finalize(self, self._file.close)
        self._uses: dict[frozenset[str], frozenset[str]] = {}  # most sections use the same
        self._places: dict[bytes, tuple[int, Member]] = {}
        self.members: list[Member] = []
        self.start = self.end = b""
        for section in sections:
            before = between if self.members else b""
            member, data = self._taken(section, sources, before) or self._made(section, before, level)
            if data:
                self._places[member.key] = self._file.tell(), member
                self.members.append(member)
                self._file.write(data)

    def _taken(self, section: Section, sources: Sequence[Source], before: bytes) -> tuple[Member, bytes] | None:
        if not section.key:
            return None
        taken = next(filter(None, (source.take(section.key + before) for source in sources)), None)
        if taken is not None:
            section.passed()
        return taken

    def _made(self, section: Section, before: bytes, level: int) -> tuple[Member, bytes]:
        data, uses, is_whole = section.write()
        compressed = gzipped.member(before + data, level) if data else b""
        key = section.key + before if section.key and is_whole else b""
        used = frozenset(uses)
        return Member(key, len(compressed), digest_of_sum(compressed), self._uses.setdefault(used, used)), compressed

    def take(self, key: bytes) -> tuple[Member, bytes] | None:
        """Give a member and its bytes by its key."""
        at, member = self._places.get(key, (0, None)) if key else (0, None)
        return None if member is None else (member, self._read(at, member.size))

    @property
    def uses(self) -> frozenset[str]:
        """What its sections need of what stands before them."""
        return frozenset(chain.from_iterable({member.uses for member in self.members}))

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)

    def _data(self) -> Iterator[bytes]:
        at = 0
        for member in self.members:
            yield self._read(at, member.size)
            at += member.size

    def plain(self) -> Iterator[bytes]:
        """Give its bytes, some after others."""
        yield self.start
        yield from map(gzipped.inflated, self._data())
        yield self.end

    def compressed(self, note: Callable[[int, Sequence[Member]], None] | None = None) -> Iterator[bytes]:
        """Give its bytes compressed, some after others.

        Args:
            note: called with how many bytes stand before the first member, and with the members.
        """
        start = gzipped.member(self.start) if self.start or not self.members else b""
        if note is not None:
            note(len(start), self.members)
        yield start
        yield from self._data()
        yield gzipped.member(self.end) if self.end else b""


class _State:
    """What is at hand while the documents of a release are made.

    Attributes:
        keeping: what a build gives; None where there is none.
        last: the last documents that were composed, with what they are, by a name for each kind of them.
    """

    def __init__(self) -> None:
        self.keeping: Keeping | None = None
        self.last: dict[str, tuple[str, Composed]] = {}


@held_by_edition
def _state(_: Edition) -> _State:
    return _State()


def keep_members(edition: Edition, keeping: Keeping | None) -> None:
    """Say what a build gives for documents that are put together from sections; None when it is done."""
    state = _state(edition)
    state.keeping, state.last = keeping, {}


def keeping_of(edition: Edition) -> Keeping | None:
    """Give what a build gives, or None."""
    return _state(edition).keeping


def last_composed(edition: Edition, name: str) -> Composed | None:
    """Give the last document of a name that was composed in a build; or None."""
    return _state(edition).last.get(name, ("", None))[1]


def compose_once(edition: Edition, name: str, path: str, compose: Callable[[], Composed]) -> Composed:
    """Compose a document, once for its forms in a build; the last one of each name is kept.

    Args:
        edition: the catalogue.
        name: what it is kept under.
        path: what it is.
        compose: makes it.
    """
    state = _state(edition)
    known = state.last.get(name)
    if known is not None and known[0] == path:
        return known[1]
    composed = compose()
    if state.keeping is not None:
        state.last[name] = path, composed
    return composed
