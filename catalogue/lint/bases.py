"""Bases: whether an IRI lies below another spelling of a base, and which base would fit some IRIs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

_AUTHORITY = re.compile(r"https?://(?:www\.)?([^/?#]*)", re.IGNORECASE)
_HOST = re.compile(r"https?://[^/?#]+")
_BASE = re.compile(r"https?://[^#?]+/")


def is_variant(iri: str, base: str) -> bool:
    """Tell whether an IRI that is not below a base is so but for the scheme, `www.`, the host's case or the last slash.

    >>> [is_variant(iri, "https://a.example/voc/") for iri in ("http://www.A.example/voc/x", "https://a.example/voc#x")]
    [True, True]
    >>> is_variant("https://a.example/vocabulary", "https://a.example/voc/")
    False
    """
    return _variant(iri, base.rstrip("/")) is not None


def fitting(iris: Sequence[str], base: str) -> str | None:
    """Give the base that would fit IRIs, or None when there is none.

    It is another spelling of the base, where IRIs begin so; else what those on the most frequent host have in common.

    Args:
        iris: IRIs, none of which is below the base.
        base: the base.

    >>> fitting(["http://a.example/voc/x"], "https://a.example/voc/"), fitting(["https://a.example/voc#x"], "https://a.example/voc/")
    ('http://a.example/voc/', 'https://a.example/')
    >>> fitting(["https://b.example/t/x", "https://b.example/t/y/z", "urn:x"], "https://a.example/")
    'https://b.example/t/'
    >>> fitting(["urn:x"], "https://a.example/") is None
    True
    """
    bare = base.rstrip("/")
    variants = Counter(variant for iri in iris if (variant := _variant(iri, bare)) is not None)
    if variants:
        return _cut(variants.most_common(1)[0][0])
    hosts = Counter(match[0] for iri in iris if (match := _HOST.match(iri)))
    if not hosts:
        return None
    host = hosts.most_common(1)[0][0]
    alike = sorted(iri for iri in iris if (match := _HOST.match(iri)) and match[0] == host)
    ends = zip(alike[0], alike[-1], strict=False)
    return _cut("".join(first for first, _ in takewhile(lambda pair: pair[0] == pair[1], ends)))


def _variant(iri: str, bare: str) -> str | None:
    """Give what an IRI has of a base without its last slash, up to and with the separator; None when it is no variant."""
    ours, theirs = _AUTHORITY.match(bare), _AUTHORITY.match(iri)
    if ours is None or theirs is None or ours[1].lower() != theirs[1].lower():
        return None
    path, rest = bare[ours.end() :], iri[theirs.end() :]
    if not rest.startswith(path) or rest[len(path) : len(path) + 1] not in {"", "/", "#"}:
        return None
    return iri[: theirs.end() + len(path) + 1]


def _cut(prefix: str) -> str | None:
    """Cut a beginning of IRIs so that it may be a base."""
    path = re.split(r"[#?]", prefix)[0]
    if _HOST.fullmatch(path):
        return path + "/"
    cut = path[: path.rfind("/") + 1]
    return cut if _BASE.fullmatch(cut) else None
