"""What is wrong with a document of publiccode.yml, or missing in it, by the standard alone: nothing is fetched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from catalogue.languages import is_well_formed
from catalogue.messages import Message, Text, any_of
from catalogue.near import nearest
from catalogue.publiccode.keys import (
    COUNTRY_SECTION,
    DESCRIPTION,
    KEYS,
    SECTIONS,
    VERSION_KEY,
    Key,
    Kind,
    children,
    is_version,
)
from catalogue.publiccode.licences import is_licence
from catalogue.visible import visible

Tree: TypeAlias = Mapping[str, Any]
"""A document: texts, truth values, and mappings and lists of them."""

Steps: TypeAlias = tuple[str | int, ...]
"""The way to a value in a document: keys, and places in lists from 0."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]+[^\s]*")
_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_URI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]+[^\s]*|urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[^\s]+)", re.IGNORECASE)
_ALIAS = re.compile(r"alias:(?:gdpr|eidas|nis2|cra|spid|cie|anpr|pagopa|io)")
_PICTURE = re.compile(r"[^\s]+\.(?:svgz?|png)", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Z]{2}|[a-z]{2}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FEW_CODES = 12
_NEEDS_CONTACTS = frozenset({"internal", "community"})


class Fault(NamedTuple):
    """Something that makes a document invalid.

    Attributes:
        steps: where it is, or where what is missing would be.
        message: what is wrong, and what to write.
        is_missing: whether something that must be there is not.
    """

    steps: Steps
    message: Text
    is_missing: bool = False


def check(document: Tree) -> list[Fault]:
    """List what is wrong with a document, and what it lacks, in the order of the standard.

    >>> [".".join(map(str, fault.steps)) for fault in check({"publiccodeYmlVersion": "0.5", "name": "x"})][:2]
    ['url', 'platforms']
    """
    faults = [*_unknown(document, ()), *_version(document)]
    for key in KEYS.values():
        if len(key.steps) == 1 or ".".join(key.steps[:-1]) in SECTIONS:
            faults += _in_languages(document, key) if key.is_localised else _at(document, (), key.steps, key)
    return [*faults, *_maintained(document)]


def _version(document: Tree) -> Iterator[Fault]:
    version = document.get(VERSION_KEY)
    if isinstance(version, str) and not is_version(version):
        yield Fault((VERSION_KEY,), Message("publiccode.version", version=visible(version)))


def _unknown(mapping: Any, within: Steps) -> Iterator[Fault]:
    """List what is no key of the standard, or no mapping where one must be; sections of countries are let pass."""
    path = ".".join(step for step in within if isinstance(step, str))
    if not isinstance(mapping, Mapping):
        yield Fault(within, Message("publiccode.no-mapping", key=path))
        return
    for name, value in mapping.items():
        steps, own = (*within, name), f"{path}.{name}" if path else name
        if own == DESCRIPTION:
            yield from _languages(value)
        elif own in SECTIONS:
            yield from _unknown(value, steps)
        elif own not in KEYS and not (not path and COUNTRY_SECTION.fullmatch(name)):
            yield Fault(steps, _no_key(own))


def _languages(value: Any) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield Fault((DESCRIPTION,), Message("publiccode.no-languages"))
        return
    if not value:
        yield Fault((DESCRIPTION,), Message("publiccode.missing", key=DESCRIPTION), is_missing=True)
    for tag, texts in value.items():
        if not is_language(tag):
            yield Fault((DESCRIPTION, tag), Message("publiccode.no-language", tag=visible(tag)))
        if not isinstance(texts, Mapping):
            yield Fault((DESCRIPTION, tag), Message("publiccode.no-mapping", key=f"{DESCRIPTION}.{visible(tag)}"))
            continue
        for name in texts:
            if f"{DESCRIPTION}.{name}" not in KEYS:
                yield Fault((DESCRIPTION, tag, name), _no_key(f"{DESCRIPTION}.{name}"))


def _no_key(path: str) -> Text:
    near = nearest(path, (*KEYS, *SECTIONS))
    if near is not None:
        return Message("publiccode.no-key-near", key=visible(path), near=near)
    return Message("publiccode.no-key", key=visible(path))


def is_language(tag: str) -> bool:
    """Tell whether a tag names a language: a well-formed one that does not begin with a part for private use.

    >>> is_language("no"), is_language("x-mine"), is_language("de_DE")
    (True, False, False)
    """
    return is_well_formed(tag) and not tag.lower().startswith(("x-", "i-"))


def _in_languages(document: Tree, key: Key) -> Iterator[Fault]:
    """Check a key in each language; what is missing everywhere is said once."""
    texts = document.get(DESCRIPTION)
    if not isinstance(texts, Mapping) or not texts:
        if key.is_mandatory and DESCRIPTION not in document:
            yield Fault((DESCRIPTION, key.steps[-1]), Message("publiccode.missing", key=key.path), is_missing=True)
        return
    for tag, of_language in texts.items():
        if isinstance(of_language, Mapping):
            yield from _at(of_language, (DESCRIPTION, tag), key.steps[1:], key)


def _at(mapping: Any, within: Steps, steps: tuple[str, ...], key: Key) -> Iterator[Fault]:
    """Check what stands at the end of some steps from a mapping."""
    value, whole = mapping, (*within, *steps)
    for step in steps:
        if value is not None and not isinstance(value, Mapping):
            return  # said of the mapping itself
        value = value.get(step) if value is not None else None
    if value is not None:
        yield from _value(value, whole, key)
    elif key.is_mandatory:
        yield Fault(whole, Message("publiccode.missing", key=".".join(map(str, whole))), is_missing=True)


def _value(value: Any, steps: Steps, key: Key) -> Iterator[Fault]:
    if key.is_list and not (key.may_be_one and isinstance(value, str)):
        if not isinstance(value, list):
            yield Fault(steps, Message("publiccode.no-list", key=key.path))
        elif not value and key.is_mandatory:
            yield Fault(steps, Message("publiccode.missing", key=key.path), is_missing=True)
        else:
            for number, each in enumerate(value):
                yield from _one(each, (*steps, number), key)
    else:
        yield from _one(value, steps, key)


def _one(value: Any, steps: Steps, key: Key) -> Iterator[Fault]:
    """Check one value."""
    if key.kind is Kind.GROUP:
        yield from _group(value, steps, key)
    elif key.kind is Kind.TRUTH:
        if not isinstance(value, bool):
            yield Fault(steps, Message("publiccode.no-truth", key=key.path))
    elif not isinstance(value, str):
        yield Fault(steps, Message("publiccode.no-text", key=key.path))
    else:
        message = reason_against(key, value)
        if message is not None:
            yield Fault(steps, message)


def _group(value: Any, steps: Steps, key: Key) -> Iterator[Fault]:
    yield from _unknown_parts(value, steps, key)
    for part in children(key.path) if isinstance(value, Mapping) else ():
        yield from _at(value, steps, part.steps[-1:], part)


def _unknown_parts(value: Any, steps: Steps, key: Key) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield Fault(steps, Message("publiccode.no-mapping", key=key.path))
        return
    for name in value:
        if f"{key.path}.{name}" not in KEYS:
            yield Fault((*steps, name), _no_key(f"{key.path}.{name}"))


def _maintained(document: Tree) -> Iterator[Fault]:
    """Check who must be named for a kind of maintenance, and who must not."""
    section = document.get("maintenance")
    kind = section.get("type") if isinstance(section, Mapping) else None
    if not isinstance(section, Mapping) or not isinstance(kind, str):
        return
    for name, is_needed in (("contacts", kind in _NEEDS_CONTACTS), ("contractors", kind == "contract")):
        if is_needed and not section.get(name):
            message = Message("publiccode.missing-for", key=f"maintenance.{name}", type=visible(kind))
            yield Fault(("maintenance", name), message, is_missing=True)
    if kind != "contract" and section.get("contractors"):
        yield Fault(("maintenance", "contractors"), Message("publiccode.contractors-without", type=visible(kind)))


def reason_against(key: Key, text: str) -> Text | None:
    """Say why a text is no value of a key; None where it is one."""
    if not text.strip():
        return Message("publiccode.empty", key=key.path)
    if key.kind is Kind.CODE:
        return None if text in key.codes else _no_code(key, text)
    is_of_kind = _KINDS.get(key.kind)
    if is_of_kind is not None and not is_of_kind(text):
        return _no_such(key, text)
    if key.most and len(text) > key.most:
        return Message("publiccode.too-long", key=key.path, most=key.most, length=len(text))
    if key.least and _characters(text) < key.least:
        return Message("publiccode.too-short", key=key.path, least=key.least, length=_characters(text))
    return None


def _no_code(key: Key, text: str) -> Text:
    near = nearest(text, key.codes)
    codes = sorted(key.codes)
    names = any_of([near] if near is not None else codes[:_FEW_CODES])
    return Message("publiccode.no-code", key=key.path, text=visible(text), codes=names)


def _characters(text: str) -> int:
    """Count the characters that a reader sees, rather too few than too many: marks belong to the letter before them."""
    return sum(unicodedata.category(character) not in {"Mn", "Me", "Mc", "Cf", "Sk"} for character in text.strip())


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_uri(text: str) -> bool:
    return _ALIAS.fullmatch(text) is not None if text.startswith("alias:") else _URI.fullmatch(text) is not None


_KINDS: Mapping[Kind, Callable[[str], object]] = {
    Kind.URL: _URL.fullmatch,
    Kind.WEB: _WEB.fullmatch,
    Kind.URI: _is_uri,
    Kind.PICTURE: _PICTURE.fullmatch,
    Kind.DATE: _is_date,
    Kind.LANGUAGE: is_language,
    Kind.COUNTRY: _COUNTRY.fullmatch,
    Kind.LICENCE: is_licence,
}
"""What tells whether a text is of a kind."""


def _no_such(key: Key, text: str) -> Text:
    """Say that a text is not of the kind of a key, and what is."""
    path, shown = key.path, visible(text)
    messages: dict[Kind, Text] = {
        Kind.URL: Message("publiccode.no-address", key=path, text=shown),
        Kind.WEB: Message("publiccode.no-web-address", key=path, text=shown),
        Kind.URI: Message("publiccode.no-uri", key=path, text=shown),
        Kind.PICTURE: Message("publiccode.no-picture", key=path, text=shown),
        Kind.DATE: Message("publiccode.no-date", key=path, text=shown),
        Kind.LANGUAGE: Message("publiccode.no-language-of-list", key=path, text=shown),
        Kind.COUNTRY: Message("publiccode.no-country", key=path, text=shown),
        Kind.LICENCE: Message("publiccode.no-licence", key=path, text=shown),
    }
    return messages[key.kind]
