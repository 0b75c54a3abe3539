"""Language tags (BCP 47): well-formed ones, the case in which they are written, and the nearest of several.

RDF compares tags without case, and its terms hold them in small letters here. A tag is written in the case that is recommended
wherever it is shown or leaves the program; texts by language have such tags as their keys.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from catalogue.remembering import remembered

_WELL_FORMED = re.compile(
    r"""
      (?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})   # language, with extensions
      (?:-[a-z]{4})?                                # script
      (?:-(?:[a-z]{2}|[0-9]{3}))?                   # region
      (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*      # variants
      (?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*           # extensions
      (?:-x(?:-[a-z0-9]{1,8})+)?                    # private use
    | x(?:-[a-z0-9]{1,8})+
    | en-gb-oed | sgn-(?:be-fr|be-nl|ch-de) | zh-min(?:-nan)? | art-lojban | cel-gaulish | no-(?:bok|nyn)
    | i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LONGEST = 255
"""How many characters a tag has at most for which others are looked for."""

_REGION, _SCRIPT = 2, 4
"""How many characters the subtags have whose letters are not small."""


def is_well_formed(tag: str) -> bool:
    """Tell whether a language tag is well-formed (RFC 5646, section 2.1), as RDF 1.1 Concepts, section 3.3, asks for.

    >>> is_well_formed("pt-BR"), is_well_formed("en_GB"), is_well_formed("")
    (True, False, False)
    """
    return _WELL_FORMED.fullmatch(tag) is not None


@remembered(1024)
def recommended(tag: str) -> str:
    """Write a language tag in the case that RFC 5646 recommends (section 2.1.1).

    >>> [recommended(tag) for tag in ("FR", "pt-br", "ZH-hant-TW", "az-latn-x-LATN", "en-u-ca-GREGORY", "")]
    ['fr', 'pt-BR', 'zh-Hant-TW', 'az-Latn-x-latn', 'en-u-ca-gregory', '']
    """
    first, *others = tag.lower().split("-")
    written = [first]
    is_extended = len(first) == 1
    for subtag in others:
        is_extended = is_extended or len(subtag) == 1
        if is_extended or len(subtag) not in {_REGION, _SCRIPT}:
            written.append(subtag)
        else:
            written.append(subtag.upper() if len(subtag) == _REGION else subtag.capitalize())
    return "-".join(written)


def lookup(wanted: str, tags: Collection[str]) -> str:
    """Look up the tag that serves a language (RFC 4647, section 3.4).

    Args:
        wanted: the language tag that is wanted, in any case.
        tags: what there is, in the recommended case.

    Returns:
        The tag itself, or the longest that it begins with; empty when there is none.

    >>> lookup("EN-gb", {"fr", "en"}), lookup("zh-Hant-CN-x-private", ["zh", "zh-Hant"]), lookup("en", ["en-GB"])
    ('en', 'zh-Hant', '')
    """
    if wanted in tags and len(wanted) <= _LONGEST:  # most tags are there as they are wanted
        return wanted
    for tag in _ranges(wanted):
        if tag in tags:
            return tag
    return ""


@remembered(1024)
def _ranges(wanted: str) -> tuple[str, ...]:
    """List the tags that serve a language, the longest first; none for what is too long to be a tag."""
    if len(wanted) > _LONGEST:
        return ()
    subtags, ranges = recommended(wanted).split("-"), []
    while subtags:
        ranges.append("-".join(subtags))
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()
    return tuple(filter(None, ranges))


def nearest(wanted: str, tags: Collection[str]) -> str:
    """Give the tag that is nearest to a language: the one that serves it, else the first that is a kind of it.

    Args:
        wanted: the language tag that is wanted, in any case.
        tags: what there is, in the recommended case.

    Returns:
        The tag; empty when there is none.

    >>> nearest("en-GB", ["en-US", "en"]), nearest("en", ["fr", "en-GB"]), nearest("de", ["fr"])
    ('en', 'en-GB', '')
    """
    tag = lookup(wanted, tags)
    if tag:
        return tag
    beginning = f"{recommended(wanted)}-"
    return next((tag for tag in tags if tag.startswith(beginning)), "")
