"""Reading the table `[dcat]`: what portals are told, and the datasets that they list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.config.portal import DatasetSettings, Period, Portal, written_date
from catalogue.config.texts import as_keywords, as_text
from catalogue.names import Prefixes


def portal_of(table: Mapping[str, Any], language: str, prefixes: Prefixes) -> Portal:
    """Make the settings for portals of the values of `[dcat]`, checked or by default.

    Args:
        table: the values by key.
        language: the catalogue's first language, in which texts are that are given once.
        prefixes: the known prefixes, with which types are written.
    """
    issued, box = table["issued"], table["box"]
    read = {
        "contact_name": as_text(table["contact_name"], language),
        "keywords": as_keywords(table["keywords"], language),
        "themes": tuple(table["themes"]),
        "box": tuple(map(float, box)) if box else None,
        "period": Period.of(table["period"]),
        "issued": None if issued is None else written_date(issued),
        "datasets": tuple(_dataset(each, language, prefixes) for each in table["datasets"]),
    }
    return Portal(**{**table, **read})


def _dataset(table: Mapping[str, Any], language: str, prefixes: Prefixes) -> DatasetSettings:
    keywords, themes, box = table.get("keywords"), table.get("themes"), table.get("box")
    return DatasetSettings(
        name=table["name"],
        title=as_text(table["title"], language),
        description=as_text(table.get("description"), language),
        types=tuple(prefixes.expand(each) or each for each in table.get("types", ())),
        queries=tuple(table.get("queries", ())),
        keywords=None if keywords is None else as_keywords(keywords, language),
        themes=None if themes is None else tuple(themes),
        frequency=table.get("frequency"),
        place=table.get("place"),
        box=tuple(map(float, box)) if box else None,
        period=Period.of(table.get("period")),
    )
