r"""Slips in prefixed names: characters that are escaped there, as `/` in `c:pots\/big`."""

from __future__ import annotations

import re

from catalogue.messages import Message
from catalogue.turtle.slips.spot import Slip, Spot

_REST = re.compile(r"""[~!$&+*'()=/?@%](?:[^\s<>"{}|^`\\;,\[\]#]*[^\s<>"{}|^`\\;,\[\]#.])?""")
"""What goes on a name behind the first character that is not escaped; a full stop at its end ends the statement."""
_ESCAPED = re.compile(r"[~!$&+*'()=/?@]|%(?![0-9A-Fa-f]{2})")
"""The characters that a local name has with a backslash only (Turtle 1.1, section 2.4); an IRI has `%` as `%25` only."""


def local_name(spot: Spot) -> Slip | None:
    r"""Recognize a prefixed name that goes on with a character that must be escaped: `c:pots/big`."""
    if spot.before != "name" or not spot.is_joined:
        return None
    match = spot.match(_REST)
    if match is None:
        return None
    escaped = _ESCAPED.sub(lambda sign: _escape(sign[0]), match[0])
    message = Message("turtle.slips.local-name", sign=match[0][0], written=_escape(match[0][0]))
    return Slip(message, spot.before_at, match.end(), spot.before_word + escaped)


def _escape(sign: str) -> str:
    return "%25" if sign == "%" else f"\\{sign}"
