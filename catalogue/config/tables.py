"""The tables of `catalogue.toml`, parsed: settings are taken from them, and all that does not fit is refused at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from os.path import normpath
from pathlib import Path, PurePosixPath
from typing import Any

from catalogue.config.datasets import portal_of
from catalogue.config.declared import DECLARED, TABLES
from catalogue.config.home import Home, HomeSection
from catalogue.config.limits import Limits
from catalogue.config.lines import FILE_NAME, line_of
from catalogue.config.parts import Folders, Quotes, Releases, Sparql, Tables
from catalogue.config.serving import Serving
from catalogue.config.settings import Settings
from catalogue.config.stores import StoreSettings
from catalogue.config.texts import as_text
from catalogue.errors import Place, SettingsError
from catalogue.languages import recommended
from catalogue.messages import Message, Text
from catalogue.misplaced import meant_setting
from catalogue.names import Prefixes
from catalogue.near import nearest
from catalogue.setting import TEXT, Setting, settings_of
from catalogue.terms import named_node

_A_TEXT = '"…"'
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/#]|\Z)")
"""What begins as a host does: an address without its scheme."""

_WHOLE = re.compile(r"urn:|[A-Za-z][A-Za-z0-9+.-]*://")
"""How IRIs begin that are written whole: any other colon stands behind a prefix."""


class Reader:
    """Reads the parsed settings, and notes what it refuses.

    Args:
        text: the settings as they are written.
        tables: them, parsed.
    """

    def __init__(self, text: str, tables: Mapping[str, Any]) -> None:
        self._text = text
        self._tables = {name: table if isinstance(table, dict) else {} for name, table in tables.items()}
        self._faults: list[SettingsError] = []
        self._meant: set[tuple[str, str]] = set()
        self._missing: dict[str, list[Setting]] = {}
        for name, table in tables.items():
            if name in TABLES and isinstance(table, dict):
                self._known(name, table, TABLES[name])
            else:
                self._no_table(name, table)

    def settings(self, folder: Path) -> Settings:
        """Give the settings, or raise all that is wrong with them."""
        languages = self._value("catalogue.languages")
        prefixes = Prefixes(self._named_by_users("prefixes"))
        settings = Settings(
            folder=folder,
            namespace=self._value("catalogue.base"),
            title=self._text_of("catalogue.title", languages[0]),
            description=self._text_of("catalogue.description", languages[0]),
            languages=tuple(map(recommended, languages)),
            license=self._value("catalogue.license"),
            publisher=self._text_of("publisher.name", languages[0]),
            homepage=self._value("publisher.homepage"),
            prefixes=prefixes,
            elsewhere=tuple(self._value("data.elsewhere")),
            shared=tuple(self._value("data.shared")),
            folders=Folders(**self._all_of("folders")),
            quotes=self._quotes(prefixes),
            source=self._value("site.source"),
            commit=self._value("site.commit"),
            correction=self._value("site.correction"),
            texts=tuple(self._value("site.texts")),
            old_after=self._value("site.old_after"),
            prepared=self._value("site.prepared"),
            formats=tuple(self._value("site.formats")),
            own_folder=self._value("site.folder"),
            records=self._names("site.records", prefixes),
            navigation=self._names("site.navigation", prefixes),
            literal_limit=self._value("limits.literal"),
            contribute=self._value("site.contribute"),
            limits=Limits(**{each.name: self._value(f"limits.{each.name}") for each in fields(Limits)}),
            releases=Releases(**self._all_of("releases")),
            sparql=Sparql(**self._all_of("sparql")),
            serving=Serving(**self._all_of("serve")),
            stores={name: StoreSettings.of(table) for name, table in self._named_by_users("stores").items()},
            tables=Tables(tuple(self._value("tables.formats"))),
            home=self._home(languages[0], prefixes),
            portal=portal_of(self._all_of("dcat"), languages[0], prefixes),
        )
        self._refuse_releases_among_sources(settings.folders)
        for table, missing in self._missing.items():
            self._refuse_missing(table, missing)
        if self._faults:
            first, *others = sorted(self._faults, key=lambda fault: fault.place.line if fault.place else 0)
            raise SettingsError(first.message, first.place, others)
        return settings

    def _refuse(self, message: Text, *names: str) -> None:
        """Note what is wrong with a table, or with a setting in one."""
        self._faults.append(SettingsError(message, Place(FILE_NAME, line_of(self._text, names))))

    def _no_table(self, name: str, entry: object) -> None:
        """Refuse what stands in no table: a setting that lacks its table, or a table that is none."""
        near = nearest(name, TABLES)
        is_elsewhere = any(name in keys for keys in TABLES.values())
        if isinstance(entry, dict):
            is_near = Message("config.unknown-setting-did-you-mean", name=name, near=near) if near else None
            self._refuse(is_near or Message("config.unknown-setting", name=name), name)
        elif name in TABLES and not is_elsewhere:
            near = name
            self._refuse(Message("config.must-table", name=name), name)
        else:
            near = None
            self._refuse_key("", name)
        self._meant |= {(near, key) for key in TABLES[near]} if near else set()

    def _known(self, table: str, entries: Mapping[str, Any], keys: frozenset[str]) -> None:
        for key in () if "*" in keys else entries:
            if key not in keys:
                self._refuse_key(table, key)

    def _refuse_key(self, table: str, key: str) -> None:
        """Refuse a key that its table lacks, and note which setting was meant, so that this one is not missing as well."""
        names = (table, key) if table else (key,)
        name, meant = ".".join(names), meant_setting(table, key, TABLES)
        message = Message("config.unknown-setting", name=name)
        if meant is not None:
            self._meant.add(meant)
            other, near = meant
            if other == table:
                message = Message("config.unknown-setting-did-you-mean", name=name, near=near)
            elif near == key:
                message = Message("config.belongs-elsewhere", name=name, table=other)
            else:
                message = Message("config.unknown-setting-elsewhere", name=name, near=near, table=other)
        self._refuse(message, *names)

    def _refuse_releases_among_sources(self, folders: Folders) -> None:
        """Refuse a folder for releases that is, or lies in, one that is read: they would be read with it."""
        release = PurePosixPath(normpath(folders.build))
        for each in fields(Folders):
            folder = getattr(folders, each.name)
            if each.name != "build" and release.is_relative_to(normpath(folder)):
                key = "build" if "build" in self._tables.get("folders", {}) else each.name
                message = Message("config.build-among-sources", build=folders.build, key=each.name, folder=folder)
                self._refuse(message, "folders", key)
                return

    def _refuse_missing(self, table: str, missing: Sequence[Setting]) -> None:
        """Refuse that settings are missing, with the lines to write."""
        lines = [f"{setting.key} = {_A_TEXT if setting.type is TEXT else setting.example}" for setting in missing]
        if table in self._tables:
            for setting, line in zip(missing, lines, strict=True):
                self._refuse(Message("config.missing", table=table, key=setting.key, line=line), table, setting.key)
            return
        written = "\n".join(f"    {line}" for line in (f"[{table}]", *lines))
        names = ", ".join(f"{table}.{setting.key}" for setting in missing)
        place = Place(FILE_NAME, max(1, len(self._text.splitlines())))
        self._faults.append(SettingsError(Message("config.missing-table", names=names, lines=written), place))

    def _value(self, name: str) -> Any:
        """Give a setting, or its default; note it when it does not fit, or is needed and missing."""
        setting = DECLARED[name]
        return self._checked(setting, setting.key, setting.type.fits, setting.type.message(setting.table, setting.key))

    def _checked(self, setting: Setting, key: str, fits: Callable[[Any], bool], message: Text) -> Any:
        entries = self._tables.get(setting.table, {})
        if key in entries and fits(entries[key]):
            return entries[key]
        if key in entries:
            self._refuse(_corrected(setting, entries[key]) or message, setting.table, key)
        elif setting.is_needed and (setting.table, key) not in self._meant:
            self._missing.setdefault(setting.table, []).append(setting)
        return None if setting.is_needed else setting.default

    def _all_of(self, table: str) -> dict[str, Any]:
        return {setting.key: self._value(name) for name, setting in DECLARED.items() if setting.table == table}

    def _text_of(self, name: str, language: str) -> Text:
        return as_text(self._value(name), language)

    def _named_by_users(self, table: str) -> dict[str, Any]:
        """Give the entries of a table whose keys users name, and refuse those that do not fit."""
        setting = DECLARED[f"{table}.*"]
        entries = self._tables.get(table, {})
        for key in entries:
            if not setting.type.fits(entries[key]):
                self._refuse(setting.type.message(table, key), table, key)
        return {key: value for key, value in entries.items() if setting.type.fits(value)}

    def _names(self, name: str, prefixes: Prefixes) -> tuple[str, ...] | None:
        """Give the IRIs that a setting lists, whole or with a known prefix; None when it is not given."""
        setting = DECLARED[name]
        names = self._value(name)
        iris = [prefixes.expand(each) or each for each in names or ()]
        if not all(_WHOLE.match(iri) and named_node(iri) for iri in iris):
            self._refuse(setting.type.message(setting.table, setting.key), setting.table, setting.key)
        return None if names is None else tuple(iris)

    def _home(self, language: str, prefixes: Prefixes) -> Home:
        title, lead = (self._text_of(f"home.{name}", language) for name in ("title", "lead"))
        sections = (self._section(table, language, prefixes) for table in self._value("home.sections"))
        return Home(title, lead, tuple(sections))

    def _section(self, table: Mapping[str, Any], language: str, prefixes: Prefixes) -> HomeSection:
        title, text = (as_text(table.get(key), language) for key in ("title", "text"))
        type_, more = (prefixes.expand(table.get(key, "")) or table.get(key, "") for key in ("type", "more"))
        return HomeSection(table["show"], title, text, table.get("query", ""), type_, more, table.get("limit"))

    def _quotes(self, prefixes: Prefixes) -> Quotes | None:
        def is_name(value: object) -> bool:
            return isinstance(value, str) and prefixes.expand(value) is not None

        table = self._tables.get("quotes", {})
        iris: dict[str, Any] = {}
        for setting in settings_of(Quotes) if table else ():
            message = setting.type.message("quotes", setting.key)
            name = self._checked(setting, setting.key, is_name, message)
            iris[setting.key] = prefixes.expand(name) if name is not None else None
        return Quotes(**iris) if table else None


def _corrected(setting: Setting, value: object) -> Text | None:
    """Say how a base was meant that lacks its end or its scheme, and how large a number may be that is too large."""
    most = setting.type.most
    if most is not None and isinstance(value, int) and value > most:
        return Message("config.number-too-large", table=setting.table, key=setting.key, most=most)
    if setting is not DECLARED["catalogue.base"] or not isinstance(value, str):
        return None
    schemes = ("", "https://") if _HOST.match(value) else ("",)
    candidates = (f"{scheme}{value}{end}" for scheme in schemes for end in ("", "/"))
    fixed = next(filter(setting.type.fits, candidates), None)
    return None if fixed is None else Message("config.base-line", line=f'base = "{fixed}"')
