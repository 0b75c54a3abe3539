"""Problems: errors of HTTP that say more than a text (RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """What an error says of itself.

    Attributes:
        detail: what is wrong, or empty.
        position: the line and the column in the query as it was sent, from 1, or None.
        limit: the name of the setting that was reached, or empty.
    """

    detail: str = ""
    position: tuple[int, int] | None = None
    limit: str = ""


def read_problem(media_type: str, body: bytes) -> Problem:
    """Read a problem; what is none says nothing.

    >>> body = b'{"title": "Bad", "detail": "no }", "position": {"line": 1, "column": 7}}'
    >>> read_problem("application/problem+json", body)
    Problem(detail='no }', position=(1, 7), limit='')
    """
    if media_type != MEDIA_TYPE:
        return Problem()
    try:
        members = json.loads(body)
    except (ValueError, RecursionError):
        return Problem()
    if not isinstance(members, dict):
        return Problem()
    texts = [members.get(name) for name in ("detail", "title")]
    detail = next((text for text in texts if isinstance(text, str) and text), "")
    limit = members.get("limit")
    return Problem(detail, _position(members.get("position")), limit if isinstance(limit, str) else "")


def _position(member: object) -> tuple[int, int] | None:
    if not isinstance(member, dict):
        return None
    line, column = member.get("line"), member.get("column")
    return (line, column) if type(line) is int and type(column) is int else None
