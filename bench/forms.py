"""How long documents take to make, by their form, in one process: `python -m bench.forms FOLDER`."""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from catalogue.edition import Edition, read_edition
from catalogue.publish import Digest, Document, files_of, for_hosts, know_digests, represent, resources


class Took(NamedTuple):
    """What the documents of one form took.

    Attributes:
        seconds: of the processor, to make them; what several forms share is in the time of the first that needs it.
        files: how many there are.
        size: their bytes.
        compressed: their bytes by gzip, each for itself.
        longest: the seconds of the one that took longest.
    """

    seconds: float = 0.0
    files: int = 0
    size: int = 0
    compressed: int = 0
    longest: float = 0.0

    def more(self, seconds: float, data: bytes) -> Took:
        """Add a document."""
        return Took(
            self.seconds + seconds,
            self.files + 1,
            self.size + len(data),
            self.compressed + len(gzip.compress(data, 6, mtime=0)),
            max(self.longest, seconds),
        )


def measure(edition: Edition) -> dict[str, Took]:
    """Make every document of an edition once, those last that say how long others are.

    Returns:
        By the suffix of their files, what documents took.
    """
    took: dict[str, Took] = {}
    digests: dict[str, Digest] = {}
    early, last = _documents(edition)
    know_digests(edition, digests.get)
    for documents in (early, last):
        for document in documents:
            start = time.process_time()
            data = represent(edition, document.iri, document.format.media_type, document.language)
            seconds = time.process_time() - start
            took[document.format.suffix] = took.get(document.format.suffix, Took()).more(seconds, data)
            digests[document.path] = Digest(len(data), sha256(data).hexdigest())
    return took


def _documents(edition: Edition) -> tuple[list[Document], list[Document]]:
    early: list[Document] = []
    last: list[Document] = []
    for resource in [*resources(edition), *for_hosts(edition)]:
        describing = {kind.format for kind in resource.document_kinds if kind.describes_files}
        for document in files_of(edition, resource) if resource.iri else resource.documents(edition):
            if not document.same_as:
                (last if document.format in describing else early).append(document)
    return early, last


def _lines(took: dict[str, Took], read: float) -> Iterator[str]:
    yield f"{'form':24}{'s':>9}{'longest':>9}{'files':>9}{'MB':>9}{'gzip MB':>9}"
    yield f"{'(reading the catalogue)':24}{read:9.2f}"
    for suffix, each in sorted(took.items(), key=lambda item: -item[1].seconds):
        numbers = f"{each.seconds:9.2f}{each.longest:9.2f}{each.files:9,}{each.size / 1e6:9.1f}{each.compressed / 1e6:9.1f}"
        yield f"{suffix:24}{numbers}"
    yield f"{'all':24}{sum(each.seconds for each in took.values()):9.2f}{'':9}{sum(each.files for each in took.values()):9,}"


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the catalogue")
    asked = parser.parse_args()
    start = time.process_time()
    edition = read_edition(asked.folder.resolve())
    edition.needs_shapes()
    read = time.process_time() - start
    sys.stdout.write("\n".join(_lines(measure(edition), read)) + "\n")


if __name__ == "__main__":
    main()
