"""Slips in declarations of prefixes, and in IRIs without their last bracket."""

from __future__ import annotations

import re

from catalogue.messages import Message
from catalogue.turtle.slips.spot import Slip, Spot, replaced

_PREFIX = re.compile(r"(?P<name>[A-Za-z][\w-]*)(?:\s*=)?(?=\s*<)")
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+?(?=\s*\.?\s*\Z)")
_KEYWORD = re.compile(r"@(?!prefix\b|base\b)(?P<name>[Pp][A-Za-z]*|[Bb][A-Za-z]*)(?=\s+[\w.-]*:?\s*<)")
_UNCLOSED = re.compile(r"<(?P<iri>[^\s<>\"]+?)(?=\s*[;,.]\s*\Z)")
_QUOTED = re.compile(r"<[^\s<>]*>")


def prefix(spot: Spot) -> Slip | None:
    """Recognize a prefix without its colon."""
    match = spot.match(_PREFIX) if spot.kind == "word" else None
    if match is None:
        return None
    return replaced(Message("turtle.slips.prefix-colon", name=match["name"]), match, f"{match['name']}:", safe=True)


def namespace(spot: Spot) -> Slip | None:
    """Recognize a namespace without angle brackets."""
    match = spot.match(_NAMESPACE) if spot.kind == "name" else None
    if match is None:
        return None
    return replaced(Message("turtle.slips.brackets", iri=match[0]), match, f"<{match[0]}>", safe=True)


def keyword(spot: Spot) -> Slip | None:
    """Recognize a misspelt `@prefix` or `@base`."""
    match = spot.match(_KEYWORD) if spot.kind == "langtag" else None
    if match is None:
        return None
    meant = "@prefix" if match["name"].lower().startswith("p") else "@base"
    return replaced(Message("turtle.slips.keyword", written=match[0], meant=meant), match, meant, safe=False)


def unclosed(spot: Spot) -> Slip | None:
    """Recognize an IRI without its last bracket, or with quotation marks in it."""
    if spot.kind != "error" or spot.scan.text[spot.at] != "<":
        return None
    quoted = spot.match(_QUOTED)
    if quoted is not None and '"' in quoted[0]:
        message = Message("turtle.slips.iri-character", character='"', written="%22")
        return replaced(message, quoted, quoted[0].replace('"', "%22"), safe=False)
    match = spot.match(_UNCLOSED)
    if match is None:
        return None
    return replaced(Message("turtle.iri-not-closed"), match, f"<{match['iri']}>", safe=False)
