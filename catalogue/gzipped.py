"""Gzip files of several members (RFC 1952, section 2.2): each is compressed by itself, and together they are one file."""

from __future__ import annotations

import struct
import zlib

LEVEL = 6
"""How hard members are compressed: 9 takes nearly twice as long, and saves 4 %."""

QUICK = 1
"""How hard what is decompressed again at once is compressed."""

_HEADER = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF))
"""Deflate; no name, no time, an unknown system: the bytes depend on nothing but the data and the library."""


def library() -> str:
    """Name the library that compresses: another one may give other bytes."""
    return zlib.ZLIB_RUNTIME_VERSION


def member(data: bytes, level: int = LEVEL) -> bytes:
    """Give a member of a gzip file.

    Args:
        data: its bytes.
        level: how hard they are compressed, from 0 to 9.

    >>> import gzip
    >>> gzip.decompress(member(b"a") + member(b"b"))
    b'ab'
    """
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    return _HEADER + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def inflated(compressed: bytes) -> bytes:
    """Give the bytes of one member.

    >>> inflated(member(b"a"))
    b'a'
    """
    return zlib.decompress(compressed, zlib.MAX_WBITS | 16)
