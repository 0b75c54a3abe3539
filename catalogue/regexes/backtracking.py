"""The engine that goes back and tries again, in a process of its own, and what its tables know of Unicode."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from functools import cache, lru_cache

from catalogue.regexes.characters import Range

_REMEMBERED = 256
_MEMORY = 1 << 30
"""How many bytes the process may take."""


@lru_cache(maxsize=_REMEMBERED)
def block(name: str) -> Range | None:
    r"""Give the characters of a block of Unicode.

    Args:
        name: its name, without spaces; older names count too.

    Returns:
        The first and the last of them, or None when there is no such block, or none of its characters can be in a text.

    >>> block("BasicLatin"), block("Greek"), block("Atlantis")
    (('\x00', '\x7f'), ('Ͱ', 'Ͽ'), None)
    """
    import regex

    try:
        match = regex.compile(rf"\p{{Block={name}}}+").search(_all_characters()) if name != "NoBlock" else None
    except regex.error:
        return None
    return (match[0][0], match[0][-1]) if match else None


@cache
def _all_characters() -> str:
    return "".join(map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]))


def matched(written: str, texts: Sequence[str], seconds: float) -> str | bool | None:
    """Tell which texts an expression matches.

    Args:
        written: the expression, as this engine reads it.
        texts: the texts.
        seconds: how long it may take.

    Returns:
        A character for each text: `1` when some part of it is matched, else `0`; None when the time is over, False when the
        expression cannot be run.

    >>> matched("a(?!b)", ["ab", "ac"], 5), matched("(", [], 5)
    ('01', False)
    """
    import regex

    try:
        compiled, end = regex.compile(written, regex.VERSION1), time.monotonic() + seconds
        matches = [compiled.search(text, timeout=max(end - time.monotonic(), 0)) is not None for text in texts]
    except TimeoutError:
        return None
    except (regex.error, MemoryError, OverflowError, RecursionError, ValueError):
        return False
    return "".join("1" if is_matched else "0" for is_matched in matches)


def main() -> None:
    """Answer what is asked on the standard input, a line of JSON each, until there is no more."""
    _limit_memory()
    for line in sys.stdin.buffer:
        verdicts = matched(*json.loads(line))
        sys.stdout.buffer.write(json.dumps(verdicts).encode() + b"\n")
        sys.stdout.buffer.flush()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):  # the system has no such limit, or keeps a lower one
        return
