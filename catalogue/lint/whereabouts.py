"""Whereabouts: where files say something of subjects, by digests, so that findings stand whose places are as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.columns.index import numbers_in
from catalogue.columns.sets import are_in, positions_of
from catalogue.columns.table import Numbers, numbers
from catalogue.lint.located import DIGEST_SIZE


@dataclass(frozen=True, eq=False)
class Whereabouts:
    """Where files say something of subjects.

    >>> where = Whereabouts.of([(0, 7, "aa"), (1, 7, "")])
    >>> [where.outdated(numbers([0, 1]), lambda file, subject: now).tolist() for now in ("aa", "", "bb")]
    [[1], [0], [0, 1]]

    Attributes:
        files: the number of each file.
        subjects: the number of each subject.
        digests: the digests of where, one behind the other; zeros where nowhere.
    """

    files: Numbers
    subjects: Numbers
    digests: bytes

    @classmethod
    def of(cls, located: Iterable[tuple[int, int, str]]) -> Whereabouts:
        """Note files, subjects and digests."""
        files, subjects, digests = zip(*located, strict=True) if located else ((), (), ())
        return cls(numbers(files), numbers(subjects), b"".join(map(_bytes_of, digests)))

    def outdated(self, files: Numbers, digest: Callable[[int, int], str]) -> Numbers:
        """Give the numbers of those that some files say elsewhere by now.

        Args:
            files: the numbers of the files that have changed.
            digest: gives the digest of where a file says something of a subject now, both by number.
        """
        return numbers(
            number
            for number in positions_of(are_in(self.files, files)).tolist()
            if self.digests[number * DIGEST_SIZE : (number + 1) * DIGEST_SIZE]
            != _bytes_of(digest(int(self.files[number]), int(self.subjects[number])))
        )

    def parts(self) -> dict[str, Any]:
        """Give its arrays, for `read`."""
        return {"located files": self.files, "located subjects": self.subjects, "located digests": self.digests}

    @classmethod
    def read(cls, parts: Mapping[str, memoryview]) -> Whereabouts:
        """Read what `parts` gave."""
        files, subjects = (numbers_in(parts[f"located {name}"]) for name in ("files", "subjects"))
        return cls(files, subjects, bytes(parts["located digests"]))


def _bytes_of(digest: str) -> bytes:
    return bytes.fromhex(digest).ljust(DIGEST_SIZE, b"\0")
