"""JSON as documents have it: with an indent, so that people can read it too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring
from typing import Any


def dumped(document: Any) -> bytes:
    r"""Write what `json.dumps` writes with an indent of two blanks, whose encoder for that is slow.

    >>> value = {"a": [1, True, None, [], {}, {"b": "é\u2028\""}]}
    >>> dumped(value).decode() == json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    True
    """
    return f"{_indented(document, chr(10))}\n".encode()


def dumped_in(key: str, members: Iterable[bytes], document: Any) -> Iterator[bytes]:
    """Write a document with a list as its last member, as `dumped` writes the whole.

    Args:
        key: the key of the list.
        members: the members as `member` writes them, some at a time, with what stands between them.
        document: what stands before it: an object that is not empty.

    >>> members = [b",".join(map(member, [{"a": 1}, [2]]))]
    >>> b"".join(dumped_in("c", members, {"b": []})) == dumped({"b": [], "c": [{"a": 1}, [2]]})
    True
    """
    yield dumped(document).removesuffix(b"\n}\n") + f",\n  {encode_basestring(key)}: [".encode()
    is_empty = True
    for piece in members:
        is_empty = False
        yield piece
    yield b"]\n}\n" if is_empty else b"\n  ]\n}\n"


def member(value: Any) -> bytes:
    """Write a member of the list in which `dumped_in` ends a document."""
    return f"{_MEMBER}{_indented(value, _MEMBER)}".encode()


_MEMBER = "\n    "


def _indented(value: Any, line: str) -> str:
    """Write a value; most are texts, which their dictionary or list writes itself.

    Args:
        value: what JSON has.
        line: the end of a line and the indent of the next.
    """
    if type(value) is str:
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        inner = f"{line}  "
        members = [
            f"{encode_basestring(key)}: {encode_basestring(each) if type(each) is str else _indented(each, inner)}"
            for key, each in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list) and value:
        inner = f"{line}  "
        members = [encode_basestring(each) if type(each) is str else _indented(each, inner) for each in value]
        return f"[{inner}{f',{inner}'.join(members)}{line}]"
    return json.dumps(value)
