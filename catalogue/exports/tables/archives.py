"""All tables in one archive, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can say; each file in one is of it."""

_READABLE = 0o644 << 16


def archive(files: Mapping[str, bytes]) -> bytes:
    """Write files into a ZIP archive, in the order of their names, all of the same moment.

    Args:
        files: their bytes by name.

    >>> archive({"b": b"2", "a": b"1"}) == archive({"a": b"1", "b": b"2"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=zlib.Z_BEST_COMPRESSION) as written:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.create_system = 3  # that of Unix, whatever this one is
            entry.external_attr = _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, files[name])
    return out.getvalue()
