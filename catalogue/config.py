"""Settings: what `catalogue.toml` says of a catalogue."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from catalogue.errors import InputError, OutputError, Place, SettingsError
from catalogue.files import real_path
from catalogue.languages import is_well_formed, recommended
from catalogue.messages import Message, Text, any_of
from catalogue.names import Prefixes
from catalogue.near import nearest
from catalogue.terms import named_node

FILE_NAME = "catalogue.toml"

_BASE = re.compile(r"https?://[^#?]+/")


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
_NEEDED = object()
"""What a setting is that has to be given."""
_MAY_BE_ZERO = frozenset({"workers", "queue", "proxies", "cache", "releases"})


def _keys(of: type[Any]) -> frozenset[str]:
    return frozenset(each.name for each in fields(of))


_KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"catalogue", "publisher", "folders", "prefixes", "quotes", "site", "limits", "sparql"}),
    "catalogue": frozenset({"base", "title", "description", "languages", "license"}),
    "publisher": frozenset({"name", "homepage"}),
    "folders": _keys(Folders),
    "quotes": _keys(Quotes),
    "site": frozenset({"source"}),
    "limits": frozenset({"literal"}),
    "sparql": _keys(Sparql),
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
    return settings_of(data, folder)


def settings_of(data: bytes, folder: Path) -> Settings:
    """Read settings that are written, or would be, in the `catalogue.toml` of a folder.

    Args:
        data: the bytes of the file.
        folder: the catalogue's folder.

    Raises:
        SettingsError: they say something impossible.
        InputError: they are not UTF-8 or not TOML.
    """
    try:
        text = data.decode("utf-8-sig")
        return _Reader(text, tomllib.loads(text)).settings(real_path(folder))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(Message("config.not-utf-8-save-file"), Place(FILE_NAME, line)) from error
    except RecursionError:
        raise InputError(Message("config.nested-too-deeply"), Place(FILE_NAME)) from None
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"at line (\d+), column (\d+)", str(error))
        place = Place(FILE_NAME, int(match[1]), int(match[2])) if match else Place(FILE_NAME)
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        raise InputError(Message("config.not-toml", reason=reason), place) from error


class _Reader:
    """Reads the parsed settings, and notes what it refuses.

    Args:
        text: the settings as they are written.
        tables: them, parsed.
    """

    def __init__(self, text: str, tables: Mapping[str, Any]) -> None:
        self._text = text
        self._tables = {name: table if isinstance(table, dict) else {} for name, table in tables.items()}
        self._faults: list[SettingsError] = []
        self._known("", tables)
        for name, table in tables.items():
            if not isinstance(table, dict):
                self._refuse(Message("config.must-table", name=name), name)
            elif name in _KEYS:
                self._known(name, table)

    def settings(self, folder: Path) -> Settings:
        """Give the settings, or raise all that is wrong with them."""
        languages = self._value(
            "catalogue", "languages", _are_languages, Message("config.catalogue-languages-must-list-language"), ["en"]
        )
        prefixes = Prefixes(self._prefixes())
        settings = Settings(
            folder=folder,
            base=self._value("catalogue", "base", _is_base, Message("config.catalogue-base-must-http-https")),
            title=self._words("catalogue", "title", languages[0]),
            description=self._words("catalogue", "description", languages[0], {}),
            languages=tuple(map(recommended, languages)),
            license=self._iri("catalogue", "license"),
            publisher=self._words("publisher", "name", languages[0]),
            homepage=self._iri("publisher", "homepage"),
            prefixes=prefixes,
            folders=self._folders(),
            quotes=self._quotes(prefixes),
            source=self._value("site", "source", _is_string, Message("config.must-string", table="site", key="source"), None),
            literal_limit=self._number("limits", "literal", Settings.literal_limit),
            sparql=self._sparql(),
        )
        if self._faults:
            first, *others = sorted(self._faults, key=lambda fault: fault.place.line if fault.place else 0)
            raise SettingsError(first.message, first.place, others)
        return settings

    def _refuse(self, message: Text, *names: str) -> None:
        """Note what is wrong with a table, or with a setting in one."""
        self._faults.append(SettingsError(message, Place(FILE_NAME, _line_of(self._text, names))))

    def _known(self, table: str, entries: Mapping[str, Any]) -> None:
        for key in entries:
            if key not in _KEYS[table]:
                names = (table, key) if table else (key,)
                name, near = ".".join(names), nearest(key, _KEYS[table])
                is_near = Message("config.unknown-setting-did-you-mean", name=name, near=near) if near else None
                self._refuse(is_near or Message("config.unknown-setting", name=name), *names)

    def _value(self, table: str, key: str, fits: Callable[[Any], bool], message: Text, default: Any = _NEEDED) -> Any:
        """Give a setting, or what it is when it is not given; note it when it does not fit, or is needed and missing."""
        entries = self._tables.get(table, {})
        if key in entries and fits(entries[key]):
            return entries[key]
        if key in entries or default is _NEEDED:
            self._refuse(message, table, key)
        return None if default is _NEEDED else default

    def _number(self, table: str, key: str, default: int, least: int = 1) -> int:
        def fits(value: Any) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and value >= least

        number: int = self._value(
            table, key, fits, Message("config.must-whole-number-more", table=table, key=key, least=least), default
        )
        return number

    def _sparql(self) -> Sparql:
        is_store, stores = _STORES.__contains__, Message("config.sparql-store-must", stores=any_of(_STORES))
        numbers = {
            key.name: self._number("sparql", key.name, key.default, int(key.name not in _MAY_BE_ZERO))
            for key in fields(Sparql)
            if isinstance(key.default, int)
        }
        return Sparql(self._iri("sparql", "address"), self._value("sparql", "store", is_store, stores, Sparql.store), **numbers)

    def _iri(self, table: str, key: str) -> str | None:
        iri: str | None = self._value(table, key, _is_iri, Message("config.must-absolute-iri", table=table, key=key), None)
        return iri

    def _words(self, table: str, key: str, language: str, default: Any = _NEEDED) -> Text:
        message = Message("config.must-text-one-each-language", table=table, key=key)
        words = self._value(table, key, _are_words, message, default)
        if words is None or isinstance(words, str):
            return {} if words is None else {recommended(language): words}
        return {recommended(tag): text for tag, text in words.items()}

    def _prefixes(self) -> dict[str, str]:
        message = Message("config.prefixes-must-give-iri-each")
        iris = {prefix: self._value("prefixes", prefix, _is_iri, message) for prefix in self._tables.get("prefixes", {})}
        return {prefix: iri for prefix, iri in iris.items() if iri is not None}

    def _folders(self) -> Folders:
        return Folders(
            **{
                key.name: self._value(
                    "folders",
                    key.name,
                    _is_inside,
                    Message("config.folders-must-folder-inside-catalogue", key=key.name),
                    key.default,
                )
                for key in fields(Folders)
            }
        )

    def _quotes(self, prefixes: Prefixes) -> Quotes | None:
        def is_name(value: object) -> bool:
            return isinstance(value, str) and prefixes.expand(value) is not None

        table = self._tables.get("quotes", {})
        iris: dict[str, Any] = {}
        for key in fields(Quotes) if table else ():
            wrong = Message("config.quotes-must-property-written-known", key=key.name)
            message = wrong if key.name in table else Message("config.quotes-missing", missing=key.name)
            name = self._value("quotes", key.name, is_name, message, _NEEDED if key.default is MISSING else None)
            iris[key.name] = prefixes.expand(name) if name is not None else None
        return Quotes(**iris) if table else None


def _line_of(text: str, names: Sequence[str]) -> int:
    """Find the line in which a table or a setting is given; that of its table when it is missing; 0 when that is, too.

    It is the line behind the longest part of the text that is TOML and does not give it.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    before = 0
    for number in range(1, len(lines) + 1):
        with suppress(tomllib.TOMLDecodeError):
            if _gives(tomllib.loads("\n".join(lines[:number])), names):
                return before + 1
            before = number
    return _line_of(text, names[:-1]) if len(names) > 1 else 0


def _gives(tables: Mapping[str, Any], names: Sequence[str]) -> bool:
    inner = tables.get(names[0])
    return inner is not None if len(names) == 1 else isinstance(inner, dict) and _gives(inner, names[1:])


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and named_node(value) is not None


def _is_base(value: object) -> bool:
    return _is_iri(value) and _BASE.fullmatch(str(value)) is not None


def _is_inside(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value and not Path(value).is_absolute() and ".." not in Path(value).parts


def _are_words(value: object) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, dict) and all(map(_is_string, value.values())) and _are_languages(list(value))


def _are_languages(value: object) -> bool:
    """Tell whether there are language tags, each once: they are compared without case."""
    if not isinstance(value, list) or not all(isinstance(tag, str) and is_well_formed(tag) for tag in value):
        return False
    return 0 < len(value) == len({tag.lower() for tag in value})
