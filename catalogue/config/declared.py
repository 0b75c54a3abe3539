"""The settings there are, as the classes of settings declare them."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.config.home import Home
from catalogue.config.limits import Limits
from catalogue.config.parts import Folders, Quotes, Releases, Sparql, Tables
from catalogue.config.portal import Portal
from catalogue.config.serving import Serving
from catalogue.config.settings import Settings
from catalogue.config.stores import Stores
from catalogue.setting import Setting, settings_of

DECLARED: Mapping[str, Setting] = {
    f"{setting.table}.{setting.key}": setting
    for setting in settings_of(Settings, Limits, Folders, Quotes, Releases, Sparql, Serving, Stores, Tables, Home, Portal)
}
"""The settings there are, by table and key."""

TABLES: Mapping[str, frozenset[str]] = {
    table: frozenset(setting.key for setting in DECLARED.values() if setting.table == table)
    for table in dict.fromkeys(setting.table for setting in DECLARED.values())
}
"""The keys of each table; `*` where users name them."""
