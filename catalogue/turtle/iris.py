"""IRIs: which characters they may have, and what a relative one means (RFC 3987 and RFC 3986, section 5.2)."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import IPv6Address
from typing import NamedTuple

from catalogue.patterns import possessive

# ucschar and iprivate of RFC 3987, section 2.2
_UCS = r"\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF\U000E1000-\U000EFFFD" + "".join(
    rf"\U000{plane:X}0000-\U000{plane:X}FFFD" for plane in range(0x1, 0xE)
)
_PRIVATE = r"\uE000-\uF8FF\U000F0000-\U000FFFFD\U00100000-\U0010FFFD"
_ASCII = r"A-Za-z0-9\-._~!$&'()*+,;="
_ESCAPED = r"%[0-9A-Fa-f]{2}"
_FUTURE = re.compile(r"v[0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'(*+),;=:]+", re.IGNORECASE)

_REFERENCE = r"""
    (?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*+):)?+
    (?://(?P<authority>
        (?:(?:[NAME:]++|ESCAPED)*+@)?+
        (?:\[(?P<ip>[0-9A-Za-z.:\-_~!$&'()*+,;=]*+)\]|(?:[NAME]++|ESCAPED)*+)
        (?::[0-9]*+)?+
    )(?=[/?\#]|\Z))?+
    (?(authority)|(?!//))(?P<path>(?:[NAME:@/]++|ESCAPED)*+)
    (?:\?(?P<query>(?:[NAMEPRIVATE:@/?]++|ESCAPED)*+))?+
    (?:\#(?P<fragment>(?:[NAME:@/?]++|ESCAPED)*+))?+
"""


@cache
def _reference(is_ascii: bool) -> re.Pattern[str]:  # noqa: FBT001 - the argument of a cache
    """Give the pattern of a reference; that of those in ASCII, which most are, is compiled ten times as fast."""
    ucs, private = ("", "") if is_ascii else (_UCS, _PRIVATE)
    parts = {"PRIVATE": private, "NAME": ucs + _ASCII, "ESCAPED": _ESCAPED}
    return possessive(re.sub("PRIVATE|NAME|ESCAPED", lambda match: parts[match[0]], _REFERENCE), re.VERBOSE)


class _Parts(NamedTuple):
    scheme: str | None
    authority: str | None
    path: str
    query: str | None
    fragment: str | None


def resolve(reference: str, base: str | None) -> str | None:
    """Give the IRI that a reference means.

    Dot segments are taken away from what is relative only: a path after an authority stays as it is written, and so does the
    base. This is what the fast parser does; RFC 3986 would take away all of them.

    Args:
        reference: an IRI, whole or relative.
        base: the whole IRI that it is relative to; none when there is none.

    Returns:
        The whole IRI; none when `reference` is not an IRI.

    Raises:
        ValueError: the reference is relative and there is no base.

    >>> resolve("../c?d", "http://example.org/a/b"), resolve("http://a/../b", None), resolve("a b", "http://a/")
    ('http://example.org/c?d', 'http://a/../b', None)
    """
    parts = _split(reference)
    if parts is None:
        return None
    if parts.scheme is not None:
        return reference
    around = _split(base) if base is not None else None
    if around is None or around.scheme is None:
        raise ValueError(reference)
    target = _target(parts, around)
    return None if target.authority is None and target.path.startswith("//") else _join(target)


def _split(reference: str) -> _Parts | None:
    match = _reference(reference.isascii()).fullmatch(reference)
    if match is None:
        return None
    groups = match.groupdict()
    ip = groups.pop("ip")
    if ip is not None and not _is_ip(ip):
        return None
    parts = _Parts(**groups)
    if parts.scheme is None and parts.authority is None and ":" in parts.path.partition("/")[0]:
        return None
    return parts


def _is_ip(literal: str) -> bool:
    """Tell whether an address between brackets is one (RFC 3986, section 3.2.2: IPv6address and IPvFuture)."""
    if _FUTURE.fullmatch(literal):
        return True
    try:
        IPv6Address(literal)
    except ValueError:
        return False
    return True


def _target(reference: _Parts, base: _Parts) -> _Parts:
    if reference.authority is not None:
        return reference._replace(scheme=base.scheme)
    if not reference.path:
        query = base.query if reference.query is None else reference.query
        return _Parts(base.scheme, base.authority, base.path, query, reference.fragment)
    around = base.path.split("/")[:-1] or ([] if base.authority is None else [""])
    path = _without_dots(reference.path, [] if reference.path.startswith("/") else around)
    return _Parts(base.scheme, base.authority, path, reference.query, reference.fragment)


def _without_dots(path: str, directory: list[str]) -> str:
    """RFC 3986, section 5.2.4, segment by segment, from the segments of the base onwards."""
    kept = list(directory)
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            kept[-1:] = [""] if len(kept) == 1 else []
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _join(parts: _Parts) -> str:
    return "".join(
        (
            f"{parts.scheme}:",
            "" if parts.authority is None else f"//{parts.authority}",
            parts.path,
            "" if parts.query is None else f"?{parts.query}",
            "" if parts.fragment is None else f"#{parts.fragment}",
        )
    )
