"""Settings: what `catalogue.toml` says of a catalogue."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from catalogue.errors import InputError, OutputError, Place, SettingsError
from catalogue.messages import Message, Text, any_of
from catalogue.names import Prefixes

FILE_NAME = "catalogue.toml"

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)


@dataclass(frozen=True)
class Folders:
    """Where the parts of a catalogue lie, relative to its own folder."""

    data: str = "data"
    shapes: str = "shapes"
    queries: str = "queries"
    answers: str = "queries/answers"
    build: str = "build"


@dataclass(frozen=True)
class Quotes:
    """Which properties say that a text is quoted, from which document, and where its copy lies.

    Attributes:
        quote: property from a passage to its text.
        document: property from a passage to its document.
        file: property from a document to the path of its text below the folder of texts.
        sha256: property from a document to the digest of that file, or None.
        start: property from a passage to its first character (code points from 0), or None.
        end: property from a passage to the character after its last, or None.
    """

    quote: str
    document: str
    file: str
    sha256: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Sparql:
    """How queries are answered over HTTP, and what one of them may cost.

    Attributes:
        address: the public address of the SPARQL service, which pages name; None when there is none.
        store: where the statements are while they are queried: `memory` or `disk`.
        workers: how many queries are answered at the same time; as many as there are cores when 0.
        queue: how many queries may wait for a worker; twice the workers when 0.
        wall: how many seconds one query may take.
        memory: how many bytes one query may take beyond the store.
        rows: how many rows or triples one answer may have.
        bytes: how many bytes one answer may have.
        query: how many bytes one query may have.
        depth: how deep groups, brackets and lists of one query may be nested.
        patterns: how many patterns one query may have.
        operators: how many operators its expressions and paths may have.
        client: how many seconds of a worker's time one client may use in a minute.
        proxies: how many proxies stand before the service, each adding one address to `X-Forwarded-For`.
        cache: how many bytes of answers are kept.
        releases: how many earlier releases are kept ready to be queried.
    """

    address: str | None = None
    store: str = "memory"
    workers: int = 0
    queue: int = 0
    wall: int = 10
    memory: int = 1024 * 1024 * 1024
    rows: int = 100_000
    bytes: int = 10_000_000
    query: int = 64 * 1024
    depth: int = 64
    patterns: int = 128
    operators: int = 1_000
    client: int = 60
    proxies: int = 0
    cache: int = 64 * 1024 * 1024
    releases: int = 2


_STORES = ("memory", "disk")
_MAY_BE_ZERO = frozenset({"workers", "queue", "proxies", "cache", "releases"})

_KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"catalogue", "publisher", "folders", "prefixes", "quotes", "site", "limits", "sparql"}),
    "catalogue": frozenset({"base", "title", "description", "languages", "license"}),
    "publisher": frozenset({"name", "homepage"}),
    "folders": frozenset({"data", "shapes", "queries", "answers", "build"}),
    "quotes": frozenset({"quote", "document", "file", "sha256", "start", "end"}),
    "site": frozenset({"source"}),
    "limits": frozenset({"literal"}),
    "sparql": frozenset(field.name for field in fields(Sparql)),
}


@dataclass(frozen=True)
class Settings:
    """What a catalogue says of itself.

    Attributes:
        folder: the catalogue's folder, absolute.
        base: what the IRIs of its things start with, ending in `/`.
        title: the catalogue's title by language.
        description: what it is about, by language.
        languages: the languages of its pages; the first is the default.
        license: IRI of the licence of the data, or None.
        publisher: name of the publisher by language; DCAT-AP demands one.
        homepage: the publisher's homepage, or None.
        prefixes: the prefixes of queries and documents.
        folders: where its parts lie.
        quotes: how quotes are described, or None when the catalogue has none.
        source: address of a file's line on the web with `{path}` and `{line}`, or None.
        literal_limit: how many bytes a literal may have.
        sparql: how queries are answered over HTTP.
    """

    folder: Path
    base: str
    title: Text
    description: Text = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    license: str | None = None
    publisher: Text = field(default_factory=dict)
    homepage: str | None = None
    prefixes: Prefixes = field(default_factory=Prefixes)
    folders: Folders = field(default_factory=Folders)
    quotes: Quotes | None = None
    source: str | None = None
    literal_limit: int = 1024 * 1024
    sparql: Sparql = field(default_factory=Sparql)

    @property
    def place(self) -> Place:
        """The settings file itself, as a place."""
        return Place(FILE_NAME)


def read_settings(folder: Path) -> Settings:
    """Read the settings of the catalogue in a folder.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.

    Returns:
        The settings, complete and checked.

    Raises:
        SettingsError: there is no `catalogue.toml`, or it says something impossible.
        InputError: it is not UTF-8 or not TOML.
        OutputError: the system refused to read it.
    """
    path = folder / FILE_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(Message("config.no-go-catalogue-folder-make", file_name=FILE_NAME, folder=folder)) from None
    except OSError as error:
        raise OutputError(Message("config.cannot-read", path=path, reason=error.strerror)) from error
    try:
        return _Reader(folder.resolve(), tomllib.loads(data.decode("utf-8-sig"))).settings()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(Message("config.not-utf-8-save-file"), Place(FILE_NAME, line)) from error
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"at line (\d+), column (\d+)", str(error))
        place = Place(FILE_NAME, int(match[1]), int(match[2])) if match else Place(FILE_NAME)
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        raise InputError(Message("config.not-toml", reason=reason), place) from error


class _Reader:
    """Reads the parsed settings, refusing what it does not know."""

    def __init__(self, folder: Path, tables: Mapping[str, Any]) -> None:
        self.folder = folder
        self.tables = tables

    def settings(self) -> Settings:
        self._known("", self.tables)
        main = self._table("catalogue")
        prefixes = Prefixes(self._prefixes())
        languages = main.get("languages", ["en"])
        if not isinstance(languages, list) or not languages or not all(_is_language(tag) for tag in languages):
            raise _wrong(
                Message("config.catalogue-languages-must-list-language"),
            )
        return Settings(
            folder=self.folder,
            base=self._base(main),
            title=self._text("catalogue", "title", required=True),
            description=self._text("catalogue", "description"),
            languages=tuple(languages),
            license=self._iri("catalogue", "license"),
            publisher=self._text("publisher", "name", required=True),
            homepage=self._iri("publisher", "homepage"),
            prefixes=prefixes,
            folders=self._folders(),
            quotes=self._quotes(prefixes),
            source=self._string("site", "source"),
            literal_limit=self._number("limits", "literal", 1024 * 1024),
            sparql=self._sparql(),
        )

    def _known(self, table: str, entries: Mapping[str, Any]) -> None:
        for key in entries:
            if key not in _KEYS[table]:
                near = difflib.get_close_matches(key, _KEYS[table], 1)
                name = f"{table}.{key}" if table else key
                raise _wrong(
                    (
                        Message("config.unknown-setting-did-you-mean", name=name, near=near[0])
                        if near
                        else Message("config.unknown-setting", name=name)
                    ),
                )

    def _table(self, name: str) -> Mapping[str, Any]:
        table = self.tables.get(name, {})
        if not isinstance(table, dict):
            raise _wrong(Message("config.must-table", name=name))
        if name in _KEYS:
            self._known(name, table)
        return table

    def _string(self, table: str, key: str) -> str | None:
        value = self._table(table).get(key)
        if value is not None and not isinstance(value, str):
            raise _wrong(Message("config.must-string", table=table, key=key))
        return value

    def _number(self, table: str, key: str, default: int, least: int = 1) -> int:
        value = self._table(table).get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise _wrong(
                Message("config.must-whole-number-more", table=table, key=key, least=least),
            )
        return value

    def _sparql(self) -> Sparql:
        store = self._string("sparql", "store") or Sparql.store
        if store not in _STORES:
            raise _wrong(Message("config.sparql-store-must", stores=any_of(_STORES)))
        numbers = {
            key.name: self._number("sparql", key.name, key.default, int(key.name not in _MAY_BE_ZERO))
            for key in fields(Sparql)
            if isinstance(key.default, int)
        }
        return Sparql(self._iri("sparql", "address"), store, **numbers)

    def _iri(self, table: str, key: str) -> str | None:
        value = self._string(table, key)
        if value is not None and not _IRI.fullmatch(value):
            raise _wrong(Message("config.must-absolute-iri", table=table, key=key))
        return value

    def _text(self, table: str, key: str, *, required: bool = False) -> Text:
        value = self._table(table).get(key)
        if isinstance(value, str):
            languages = self._table("catalogue").get("languages", ["en"])
            return {str(languages[0]): value}
        if value is None and not required:
            return {}
        if not isinstance(value, dict) or not value or not all(isinstance(reason, str) for reason in value.values()):
            raise _wrong(
                Message("config.must-text-one-each-language", table=table, key=key),
            )
        return dict(value)

    def _base(self, main: Mapping[str, Any]) -> str:
        base = main.get("base")
        if not isinstance(base, str) or not re.fullmatch(r"https?://[^\s<>\"{}|\\^`#?]+/", base):
            raise _wrong(
                Message("config.catalogue-base-must-http-https"),
            )
        return base

    def _prefixes(self) -> dict[str, str]:
        table = self.tables.get("prefixes", {})
        if not isinstance(table, dict) or not all(isinstance(v, str) and _IRI.fullmatch(v) for v in table.values()):
            raise _wrong(Message("config.prefixes-must-give-iri-each"))
        return table

    def _folders(self) -> Folders:
        table = self._table("folders")
        for key, value in table.items():
            if not isinstance(value, str) or Path(value).is_absolute() or ".." in Path(value).parts:
                raise _wrong(
                    Message("config.folders-must-folder-inside-catalogue", key=key),
                )
        return Folders(**table)

    def _quotes(self, prefixes: Prefixes) -> Quotes | None:
        table = self._table("quotes")
        if not table:
            return None
        iris: dict[str, str] = {}
        for key, value in table.items():
            iri = prefixes.expand(value) if isinstance(value, str) else None
            if iri is None:
                raise _wrong(
                    Message("config.quotes-must-property-written-known", key=key),
                )
            iris[key] = iri
        missing = [key for key in ("quote", "document", "file") if key not in iris]
        if missing:
            raise _wrong(Message("config.quotes-missing", missing=missing[0]))
        return Quotes(**iris)


def _is_language(tag: object) -> bool:
    return isinstance(tag, str) and _LANGUAGE.fullmatch(tag) is not None


def _wrong(message: Text) -> SettingsError:
    return SettingsError(message, Place(FILE_NAME))
