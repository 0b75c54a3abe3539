"""Upon a layer: by what it is known that what was computed of the layer beneath the data still holds."""

from __future__ import annotations

from collections.abc import Hashable

from catalogue.edition import Edition


def beside_data(edition: Edition) -> Hashable:
    """Give what entries and their names follow from beside the data: the shapes, and which class is above which."""
    shapes = tuple((source.path, source.digest) for source in edition.shapes)
    return shapes, edition.model.classes.stated(), edition.settings.base, edition.settings.namespace
