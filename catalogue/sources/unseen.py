"""Unseen characters: whether a text may have any, told fast; most files have none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ESCAPE = b"\\u00"
"""What the escapes of U+0000 to U+00FF begin with."""

_ARABIC_MARK = b"\xd8\x9c"

_SPACES, _CONTROLS, _LATER_CONTROLS = (0x09, 0x0A), (0x00, 0x1F), (0x80, 0x9F)
_CARRIAGE_RETURN, _DELETE = 0x0D, 0x7F
_LATIN, _PUNCTUATION = 0xC2, 0xE2
"""The first bytes of U+0080 to U+00BF, and of U+2000 to U+2FFF."""

_MARKS = ((0x80, (0x8E, 0x8F)), (0x80, (0xAA, 0xAE)), (0x81, (0xA6, 0xA9)))
"""Second bytes of marks of direction, and the third ones: U+200E and U+200F, U+202A to U+202E, U+2066 to U+2069."""

_PIECE = 96 * 1024
"""How many bytes are looked at together: so few that what is made of them stays near the processor."""


def may_hide(data: bytes) -> bool:
    r"""Tell whether UTF-8 may have characters that are not seen: controls, or marks that turn the direction of writing.

    >>> may_hide("a\u202eb".encode()), may_hide("\u0085".encode()), may_hide("«\u00a0é\u00a0» – ‘a’\n".encode())
    (True, True, False)
    """
    octets, is_ascii = np.frombuffer(data, dtype=np.uint8), data.isascii()
    is_escaped = False
    for start in range(0, len(octets), _PIECE):
        piece = octets[start : start + _PIECE + 2]
        if _has_controls(piece) or (not is_ascii and (_has_later_controls(piece) or _turns(piece))):
            return True
        is_escaped = is_escaped or bool((_pairs(piece, _ESCAPE[0]) == _ESCAPE[1]).any())
    return (is_escaped and _ESCAPE in data) or (_ARABIC_MARK[:1] in data and _ARABIC_MARK in data)  # a byte is found faster


def _are_in(octets: NDArray[np.uint8], ends: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which bytes are from one to another."""
    are_in: NDArray[np.bool_] = octets - np.uint8(ends[0]) <= ends[1] - ends[0]
    return are_in


def _has_controls(octets: NDArray[np.uint8]) -> bool:
    """Tell whether a control of ASCII is anywhere, but tabulators and line ends."""
    are_controls = _are_in(octets, _CONTROLS) & ~_are_in(octets, _SPACES) & (octets != _CARRIAGE_RETURN)
    return bool((are_controls | (octets == _DELETE)).any())


def _has_later_controls(octets: NDArray[np.uint8]) -> bool:
    """Tell whether U+0080 to U+009F are anywhere."""
    return bool(_are_in(_pairs(octets, _LATIN), _LATER_CONTROLS).any())


def _pairs(octets: NDArray[np.uint8], first: int) -> NDArray[np.uint8]:
    """Give the bytes that stand behind a byte."""
    behind: NDArray[np.uint8] = octets[1:][octets[:-1] == first]
    return behind


def _turns(octets: NDArray[np.uint8]) -> bool:
    """Tell whether a mark of direction is anywhere."""
    places = np.flatnonzero(octets[:-2] == _PUNCTUATION)
    second, third = octets[places + 1], octets[places + 2]
    return any(bool(((second == byte) & _are_in(third, ends)).any()) for byte, ends in _MARKS)
