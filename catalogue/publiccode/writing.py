"""YAML of a document: one form for each value, that any reader of YAML 1.1 or 1.2 understands alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalogue.publiccode.keys import KEYS

_PLAIN_KEYS = frozenset(step for key in KEYS.values() for step in key.steps)
"""Keys that are written without quotation marks: of tags of languages, `no` would be a truth value to some."""

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def as_yaml(document: Mapping[str, Any], remarks: Iterable[str] = ()) -> str:
    """Write a document.

    Args:
        document: texts, truth values, and mappings and lists of them; empty ones are left out.
        remarks: what stands before it, as comments of a line each.

    Returns:
        YAML: all texts are within double quotation marks, so that `no`, `1.0` and `# x` are these texts, and on one line.

    >>> print(as_yaml({"name": "no", "description": {"no": ["1.0"]}, "fundedBy": [{"uri": "a:b", "name": "é"}]}), end="")
    name: "no"
    description:
      "no":
        - "1.0"
    fundedBy:
      - uri: "a:b"
        name: "é"
    """
    comments = (f"# {' '.join(remark.split())}" for remark in remarks)
    return "".join(f"{_escaped(line)}\n" for line in (*comments, *_mapping(document, "")))


def _mapping(mapping: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        name = key if key in _PLAIN_KEYS else json.dumps(key, ensure_ascii=False)
        if isinstance(value, Mapping):
            lines = list(_mapping(value, f"{indent}  "))
        elif isinstance(value, str | bool):
            yield f"{indent}{name}: {_scalar(value)}"
            continue
        else:
            lines = list(_list(value, f"{indent}  "))
        if lines:
            yield f"{indent}{name}:"
            yield from lines


def _list(values: Sequence[Any], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            lines = list(_mapping(value, f"{indent}  "))
            if lines:
                yield f"{indent}- {lines[0].lstrip()}"
                yield from lines[1:]
        else:
            yield f"{indent}- {_scalar(value)}"


def _scalar(value: str | bool) -> str:  # noqa: FBT001 - a value of the document
    return ("true" if value else "false") if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)


def _escaped(line: str) -> str:
    """Escape what YAML takes for the end of a line, or does not have at all."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
