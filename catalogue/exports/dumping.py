"""JSON as documents have it: with an indent, so that people can read it too."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any


def dumped(document: Any) -> bytes:
    r"""Write what `json.dumps` writes with an indent of two blanks, whose encoder for that is slow.

    >>> value = {"a": [1, True, None, [], {}, {"b": "é\u2028\""}]}
    >>> dumped(value).decode() == json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    True
    """
    return f"{_indented(document, chr(10))}\n".encode()


def around(key: str, document: Any, *, is_empty: bool) -> tuple[bytes, bytes]:
    """Write what stands before and behind the members of a list that is the last member of a document, as `dumped` writes it.

    Args:
        key: the key of the list.
        document: what stands before it: an object that is not empty.
        is_empty: whether it has no members; else `member` writes each, and a comma stands between two.

    >>> start, end = around("c", {"b": []}, is_empty=False)
    >>> start + member({"a": 1}) + b"," + member([2]) + end == dumped({"b": [], "c": [{"a": 1}, [2]]})
    True
    """
    start = dumped(document).removesuffix(b"\n}\n") + f",\n  {encode_basestring(key)}: [".encode()
    return start, b"]\n}\n" if is_empty else b"\n  ]\n}\n"


def member(value: Any) -> bytes:
    """Write a member of the list that `around` stands around."""
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
