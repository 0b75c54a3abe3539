"""Contexts and frames, for those who write such documents themselves or make them of other data."""

from __future__ import annotations

from catalogue.edition import Edition
from catalogue.exports.dumping import dumped
from catalogue.exports.jsonld.forms import forms
from catalogue.model import EntityType


def context(edition: Edition) -> bytes:
    """Write the whole context of a catalogue."""
    return dumped({"@context": forms(edition).context()})


def frame(edition: Edition, type_: EntityType) -> bytes:
    """Write the frame (JSON-LD 1.1 Framing) by which any graph becomes what the documents of a type are.

    Args:
        edition: the catalogue.
        type_: the type; what is an instance of one of its classes is framed.
    """
    known = forms(edition)
    types = [known.keys.classes[class_] for class_ in type_.classes]
    return dumped({"@context": known.context(type_), "@type": types or {}, "@embed": "@always"})
