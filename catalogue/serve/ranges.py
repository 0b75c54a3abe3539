"""Parts of documents (RFC 9110, section 14): one range of bytes; who asks for several gets the whole."""

from __future__ import annotations

import re

_RANGE = re.compile(r"\s*bytes\s*=\s*(?:(\d+)\s*-\s*(\d*)|-\s*(\d+))\s*", re.ASCII | re.IGNORECASE)
_MOST_DIGITS = 18


def part_of(header: str, size: int) -> range | None:
    """Give the bytes that a range asks for.

    Args:
        header: the header `Range`.
        size: how many bytes there are.

    Returns:
        Their numbers, none where no byte is in the range; None where the header asks for the whole, for several ranges or for
        what is no range: it is passed over then (section 14.2).

    >>> part_of("bytes=2-4", 10), part_of("bytes=8-", 10), part_of("bytes=-3", 10), part_of("bytes=3-99", 10)
    (range(2, 5), range(8, 10), range(7, 10), range(3, 10))
    >>> part_of("bytes=10-", 10), part_of("bytes=-0", 10), part_of("bytes=4-2", 10), part_of("bytes=0-1,4-5", 10)
    (range(10, 10), range(10, 10), None, None)
    """
    match = _RANGE.fullmatch(header)
    if match is None or any(len(digits or "") > _MOST_DIGITS for digits in match.groups()):
        return None
    first, last, final = match.groups()
    if final is not None:
        return range(max(0, size - int(final)), size)
    start, end = int(first), int(last) + 1 if last else size
    if last and end <= start:
        return None
    return range(min(start, size), min(end, size))
