"""The encodings in which what is large is sent (RFC 9110, section 8.4.1): each pinned, so that it gives the same bytes always.

The wall around zstd: Python has it from 3.14 on, an added library before. Where neither is there, gzip is left.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Mapping
from typing import Any


def _library() -> Any:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        return None
    return zstd


GZIP, ZSTD = "gzip", "zstd"
_GZIP_LEVEL, _ZSTD_LEVEL = 6, 9
"""As much as takes no longer than sending does: zstd is by a quarter smaller at this level, in less time, and its window is
one that every client has (RFC 9659)."""


_LIBRARY = _library()


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, _GZIP_LEVEL, mtime=0)


def _zstd(data: bytes) -> bytes:
    compressed: bytes = _LIBRARY.compress(data, _ZSTD_LEVEL)
    return compressed


ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {**({ZSTD: _zstd} if _LIBRARY is not None else {}), GZIP: _gzip}
"""What compresses to each encoding that there is here, by its name: the one first that is taken when a client likes several."""
