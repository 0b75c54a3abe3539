"""Compiling the catalogues, when the program is installed and, in a source tree, when a catalogue has changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_NO_DATE = datetime.fromtimestamp(0, UTC)


def compile_catalogue(source: Path, target: Path) -> bytes:
    """Compile a catalogue; whoever reads the compiled one meanwhile has the old one or the new one whole.

    Args:
        source: the `.po` file.
        target: the `.mo` file; it is not written where the system refuses, as in a source tree that is read only.

    Returns:
        The bytes of the compiled catalogue: the same for the same file.

    Raises:
        babel.messages.pofile.PoFileError: the file is not a catalogue.
    """
    made = written(read_po(BytesIO(source.read_bytes()), abort_invalid=True))
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    with suppress(OSError):
        beside.write_bytes(made)
        beside.replace(target)
    return made


def written(catalogue: Catalog) -> bytes:
    """Give the bytes of a compiled catalogue: the same for the same catalogue, without the entries that have no text."""
    for entry in [entry for entry in catalogue if entry.id and not _is_translated(entry.string)]:
        catalogue.delete(entry.id)  # the text of another language stands in for it
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def _is_translated(text: str | Sequence[str] | None) -> bool:
    """Tell whether an entry has its text, or its text for each plural form."""
    return bool(text) if text is None or isinstance(text, str) else all(text)


def compile_all(locale: Path) -> None:
    """Compile the catalogue of each language in a folder of locales."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(source, source.with_suffix(".mo"))
