"""Keys of a catalogue: what tables, JSON-LD and its schemas call each property."""

from __future__ import annotations

from catalogue.edition import Edition, held_by_edition
from catalogue.model.keys import Keys, read_keys


@held_by_edition
def keys(edition: Edition) -> Keys:
    """Give what programs call the properties and types of a catalogue."""
    return read_keys(edition.model, edition.shacl, edition.settings.prefixes, edition.settings.base)
