"""What was looked up while documents were made: each look-up once, by number, with a digest and what it follows from."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from catalogue.edition import Inputs, Written
from catalogue.reads import Key

NUMBER = "I"
"""What numbers are as an array: four bytes for each."""

_COUNT = "i"
_UNKNOWN = -1


class Looked(NamedTuple):
    """What was looked up, once for all who asked.

    Attributes:
        key: the look-up, as `Inputs.written` has it.
        digest: the digest of what it gave.
        grounds: the numbers of the look-ups from which that followed; None where they are not known.
    """

    key: Written
    digest: str
    grounds: Sequence[int] | None


class LookUps:
    """Look-ups by number.

    Args:
        keys: each look-up, as `Inputs.written` has it.
        digests: the digests of what they gave.
        grounds: the numbers of those from which each followed; None where they are not known.
    """

    def __init__(
        self, keys: Iterable[Written] = (), digests: Iterable[str] = (), grounds: Iterable[Sequence[int] | None] = ()
    ) -> None:
        self.keys = list(keys)
        self.digests = list(digests)
        self.grounds = list(grounds)

    @cached_property
    def numbers(self) -> dict[Written, int]:
        """The numbers of the look-ups."""
        return dict(zip(self.keys, range(len(self.keys)), strict=True))

    def copy(self) -> LookUps:
        """Give the same ones, to which others may be added."""
        copied = LookUps(self.keys, self.digests, self.grounds)
        copied.numbers = self.numbers.copy()
        return copied

    def learn(self, known: list[int], new: Sequence[int | Looked]) -> None:
        """Add what was read by a process.

        Args:
            known: the numbers here of what it had read before, by its own numbers; those of what is new are added.
            new: what is new, with grounds by its own numbers; what is here already, and is surely the same, by its number.
        """
        start = len(known)
        known += (each if isinstance(each, int) else self.numbers.setdefault(each.key, len(self.numbers)) for each in new)
        for number, each in zip(known[start:], new, strict=True):
            if not isinstance(each, int):
                self._put(number, each, None if each.grounds is None else array(NUMBER, [known[n] for n in each.grounds]))

    def _put(self, number: int, looked: Looked, grounds: Sequence[int] | None) -> None:
        if number < len(self.keys):  # one that has changed is where it was
            self.digests[number], self.grounds[number] = looked.digest, grounds
        else:
            self.keys.append(looked.key)
            self.digests.append(looked.digest)
            self.grounds.append(grounds)

    def written(self) -> Iterator[bytes]:
        """Write them down in four pieces, for `read`."""
        yield "\n".join(self.keys).encode("utf-8", "surrogatepass")
        yield "\n".join(self.digests).encode()
        yield packed(_COUNT, (_UNKNOWN if each is None else len(each) for each in self.grounds))
        yield b"".join(packed(NUMBER, each) for each in self.grounds if each)

    @classmethod
    def read(cls, pieces: Sequence[bytes]) -> LookUps:
        """Read what `written` gave.

        >>> looked = LookUps()
        >>> looked.learn([], [Looked('["all"]', "1", None), Looked('["label","a"]', "2", [0])])
        >>> read = LookUps.read(list(looked.written()))
        >>> read.keys, read.digests, [each and each.tolist() for each in read.grounds]
        (['["all"]', '["label","a"]'], ['1', '2'], [None, [0]])
        """
        keys, digests, counts, numbers = pieces
        grounds, all_, start = [], unpacked(NUMBER, numbers), 0
        for count in unpacked(_COUNT, counts):
            grounds.append(None if count == _UNKNOWN else all_[start : start + count])
            start += max(count, 0)
        if not grounds:
            return cls()
        return cls(keys.decode("utf-8", "surrogatepass").split("\n"), digests.decode().split("\n"), grounds)


class Numbering:
    """Numbers what a process reads.

    Args:
        inputs: what can be read of the edition.
        former: what was read for the last release.
        asked: the digests of what of that was looked up again, by number.
    """

    def __init__(self, inputs: Inputs, former: LookUps, asked: Mapping[int, str]) -> None:
        self._inputs = inputs
        self._former = former
        self._asked = asked
        self._numbers: dict[Key, int] = {}

    def numbered(self, keys: Iterable[Key]) -> tuple[list[int], list[int | Looked]]:
        """Give the numbers of look-ups, and which are new of them and of those from which they follow.

        Returns:
            The numbers; and what is new, whose numbers go on from those that were given before. What was read for the last
            release too, and was not asked for again since it is surely the same, is named by its number there.
        """
        pending: list[Key] = []

        def number(key: Key) -> int:
            known = self._numbers.get(key)
            if known is None:
                known = self._numbers[key] = len(self._numbers)
                pending.append(key)
            return known

        numbers = list(map(number, keys))
        new: list[int | Looked] = []
        while len(new) < len(pending):  # which grows
            key = pending[len(new)]
            written = self._inputs.written(key)
            former = self._former.numbers.get(written)
            if former is not None and former not in self._asked:
                new.append(former)
                continue
            digest = self._inputs.digest(key) if former is None else self._asked[former]
            grounds = self._inputs.grounds(key)
            new.append(Looked(written, digest, None if grounds is None else list(map(number, grounds))))
        return numbers, new


def packed(code: str, numbers: Iterable[int]) -> bytes:
    """Write numbers down, the least byte of each first: there are very many.

    Args:
        code: what they are as an array.
        numbers: the numbers.
    """
    written = array(code, numbers)
    if sys.byteorder == "big":
        written.byteswap()
    return written.tobytes()


def unpacked(code: str, data: bytes) -> array[int]:
    """Read numbers that were written down."""
    numbers = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
