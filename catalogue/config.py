"""Settings: what `catalogue.toml` says of a catalogue."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from catalogue.elsewhere import is_covered
from catalogue.errors import InputError, OutputError, Place, SettingsError
from catalogue.files import real_path
from catalogue.languages import recommended
from catalogue.messages import Message, Text
from catalogue.misplaced import corrected_line, meant_setting
from catalogue.names import Prefixes, base_of, is_inside
from catalogue.near import nearest
from catalogue.setting import (
    ADDRESS,
    FOLDER,
    IRI,
    LANGUAGES,
    NAMES,
    NATURAL,
    PATTERNS,
    POSITIVE,
    PREFIX,
    PROPERTY,
    SEGMENT,
    STORE,
    STRING,
    TEXT,
    Setting,
    about,
    settings_of,
)
from catalogue.terms import named_node

FILE_NAME = "catalogue.toml"
_A_TEXT = '"…"'
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/#]|\Z)")
"""What begins as a host does: an address without its scheme."""

_WHOLE = re.compile(r"urn:|[A-Za-z][A-Za-z0-9+.-]*://")
"""How IRIs begin that are written whole: any other colon stands behind a prefix."""


@dataclass(frozen=True)
class Folders:
    """Where the parts of a catalogue lie, relative to its own folder."""

    data: str = field(default="data", metadata=about("folders.data", FOLDER, "the entries, in Turtle", '"entries"'))
    shapes: str = field(
        default="shapes", metadata=about("folders.shapes", FOLDER, "the SHACL shapes and ontologies", '"model"')
    )
    queries: str = field(
        default="queries", metadata=about("folders.queries", FOLDER, "the named SPARQL queries", '"questions"')
    )
    answers: str = field(
        default="queries/answers",
        metadata=about("folders.answers", FOLDER, "the expected answers of the named queries", '"tests/answers"'),
    )
    build: str = field(
        default="build", metadata=about("folders.build", FOLDER, "the releases that `catalogue build` writes", '"public"')
    )


@dataclass(frozen=True)
class Quotes:
    """Which properties say that a text is quoted, from which document, and where its copy lies: IRIs, or None."""

    quote: str = field(metadata=about("quotes.quote", PROPERTY, "from a passage to its text", '"cn:quote"'))
    document: str = field(metadata=about("quotes.document", PROPERTY, "from a passage to its document", '"cn:inDocument"'))
    file: str = field(
        metadata=about(
            "quotes.file",
            PROPERTY,
            "from a document to the path of its text below the folder of texts (`catalogue check --texts FOLDER`)",
            '"cn:textFile"',
        )
    )
    sha256: str | None = field(
        default=None, metadata=about("quotes.sha256", PROPERTY, "from a document to the digest of that file", '"cn:textSha256"')
    )
    start: str | None = field(
        default=None,
        metadata=about("quotes.start", PROPERTY, "from a passage to its first character, in code points from 0", '"oa:start"'),
    )
    end: str | None = field(
        default=None, metadata=about("quotes.end", PROPERTY, "from a passage to the character after its last", '"oa:end"')
    )


@dataclass(frozen=True)
class Sparql:
    """How queries are answered over HTTP, and what one of them may cost."""

    address: str | None = field(
        default=None,
        metadata=about(
            "sparql.address", IRI, "the public address of the SPARQL service, which pages name", '"https://example.org/sparql"'
        ),
    )
    store: str = field(
        default="memory", metadata=about("sparql.store", STORE, "where the statements are while they are queried", '"disk"')
    )
    workers: int = field(
        default=0,
        metadata=about(
            "sparql.workers", NATURAL, "how many queries are answered at the same time; as many as there are cores when 0", "4"
        ),
    )
    queue: int = field(
        default=0,
        metadata=about("sparql.queue", NATURAL, "how many queries may wait for a worker; twice the workers when 0", "16"),
    )
    wall: int = field(default=10, metadata=about("sparql.wall", POSITIVE, "how many seconds one query may take", "30"))
    memory: int = field(
        default=1024 * 1024 * 1024,
        metadata=about("sparql.memory", POSITIVE, "how many bytes one query may take beyond the store", "536870912"),
    )
    rows: int = field(
        default=100_000, metadata=about("sparql.rows", POSITIVE, "how many rows or triples one answer may have", "10000")
    )
    bytes: int = field(
        default=10_000_000, metadata=about("sparql.bytes", POSITIVE, "how many bytes one answer may have", "1000000")
    )
    query: int = field(default=64 * 1024, metadata=about("sparql.query", POSITIVE, "how many bytes one query may have", "8192"))
    depth: int = field(
        default=64,
        metadata=about("sparql.depth", POSITIVE, "how deep groups, brackets and lists of one query may be nested", "32"),
    )
    patterns: int = field(
        default=128, metadata=about("sparql.patterns", POSITIVE, "how many patterns one query may have", "64")
    )
    operators: int = field(
        default=1_000,
        metadata=about("sparql.operators", POSITIVE, "how many operators its expressions and paths may have", "500"),
    )
    client: int = field(
        default=60,
        metadata=about("sparql.client", POSITIVE, "how many seconds of a worker's time one client may use in a minute", "30"),
    )
    proxies: int = field(
        default=0,
        metadata=about(
            "sparql.proxies",
            NATURAL,
            "how many proxies stand before the service, each adding one address to `X-Forwarded-For`",
            "1",
        ),
    )
    cache: int = field(
        default=64 * 1024 * 1024, metadata=about("sparql.cache", NATURAL, "how many bytes of answers are kept", "16777216")
    )
    releases: int = field(
        default=2, metadata=about("sparql.releases", NATURAL, "how many earlier releases are kept ready to be queried", "5")
    )


@dataclass(frozen=True)
class Settings:
    """What a catalogue says of itself, in the catalogue's folder (absolute); texts are by language."""

    folder: Path
    namespace: str = field(
        metadata=about(
            "catalogue.base",
            ADDRESS,
            "what the IRIs of the catalogue's things start with; those and no others get pages, which lie below its last `/`",
            '"https://example.org/"',
        )
    )
    title: Text = field(metadata=about("catalogue.title", TEXT, "the catalogue's title", '{ en = "Trees", fr = "Arbres" }'))
    description: Text = field(
        default_factory=dict, metadata=about("catalogue.description", TEXT, "what it is about", '"The trees of a town."')
    )
    languages: tuple[str, ...] = field(
        default=("en",),
        metadata=about(
            "catalogue.languages",
            LANGUAGES,
            "the languages of the pages (BCP 47); the first is the default, also of the texts that are given once",
            '["fr", "en"]',
        ),
    )
    license: str | None = field(
        default=None, metadata=about("catalogue.license", IRI, "the licence of the data", '"http://spdx.org/licenses/CC0-1.0"')
    )
    publisher: Text = field(
        default_factory=dict,
        metadata=about(
            "publisher.name", TEXT, "the name of the publisher; DCAT-AP demands one", '"The town of Example"', needed=True
        ),
    )
    homepage: str | None = field(
        default=None, metadata=about("publisher.homepage", IRI, "the publisher's homepage", '"https://example.org/about"')
    )
    prefixes: Prefixes = field(
        default_factory=Prefixes,
        metadata=about(
            "prefixes.*",
            PREFIX,
            "the namespace of a prefix, for queries and documents, beside the well-known prefixes",
            '"https://example.org/ontology#"',
        ),
    )
    elsewhere: tuple[str, ...] = field(
        default=(),
        metadata=about(
            "data.elsewhere",
            PATTERNS,
            "what is no entry of the catalogue, although it lies below the base or a shape targets it",
            '["download/*", "https://other.example/*"]',
        ),
    )
    shared: tuple[str, ...] = field(
        default=(),
        metadata=about(
            "data.shared",
            PATTERNS,
            "what several files may describe together, as the modules of an ontology do",
            '["*"]',
        ),
    )
    folders: Folders = field(default_factory=Folders)
    quotes: Quotes | None = None
    source: str | None = field(
        default=None,
        metadata=about(
            "site.source",
            STRING,
            "the address on the web of a line of a file, with `{path}` and `{line}`",
            '"https://example.org/code/{path}#L{line}"',
        ),
    )
    own_folder: str | None = field(
        default=None,
        metadata=about(
            "site.folder",
            SEGMENT,
            "the folder for what is no entry (home page, lists, queries, `sparql`, `api` and so on), so that entries have all "
            "other addresses but `robots.txt` and `.well-known/void`",
            '"_"',
        ),
    )
    records: tuple[str, ...] | None = field(
        default=None,
        metadata=about(
            "site.records",
            NAMES,
            "the types, by their class or shape, whose things keep records of others, left out of home page, lists, sitemap; "
            "without it the types of `rdf:Statement`, of `adms:Identifier` and of what `[quotes]` quotes",
            '["skos:Concept", "https://example.org/ontology#Claim"]',
        ),
    )
    literal_limit: int = field(
        default=1024 * 1024, metadata=about("limits.literal", POSITIVE, "how many bytes a literal may have", "65536")
    )
    sparql: Sparql = field(default_factory=Sparql)

    @cached_property
    def base(self) -> str:
        """The namespace up to its last `/`: where the documents lie, and what relative IRIs are resolved against."""
        return base_of(self.namespace)

    def own(self, path: str) -> str:
        """Give the path below the base of what is no entry: within `site.folder`, where there is one."""
        return path if self.own_folder is None else f"{self.own_folder}/{path}"

    def owns(self, iri: str) -> bool:
        """Tell whether an IRI is in the namespace: whether it may be an entry's."""
        return is_inside(iri, self.namespace)

    @property
    def place(self) -> Place:
        """The settings file itself, as a place."""
        return Place(FILE_NAME)

    def is_elsewhere(self, iri: str) -> bool:
        """Tell whether an IRI is said to be no entry of the catalogue."""
        return is_covered(iri, self.elsewhere, self.base)

    def is_shared(self, iri: str) -> bool:
        """Tell whether several files may describe an IRI together."""
        return is_covered(iri, self.shared, self.base)

    def place_of(self, table: str, key: str) -> Place:
        """Find the line in which a setting is given; the whole file where it cannot be read any more."""
        try:
            text = (self.folder / FILE_NAME).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return self.place
        return Place(FILE_NAME, _line_of(text, (table, key)))


DECLARED: Mapping[str, Setting] = {
    f"{setting.table}.{setting.key}": setting for setting in settings_of(Settings, Folders, Quotes, Sparql)
}
"""The settings there are, by table and key."""

TABLES: Mapping[str, frozenset[str]] = {
    table: frozenset(setting.key for setting in DECLARED.values() if setting.table == table)
    for table in dict.fromkeys(setting.table for setting in DECLARED.values())
}
"""The keys of each table; `*` where users name them."""


def shown_folder(folder: Path) -> Text | str:
    """Give a folder as a sentence can name it: one that is nothing but dots is this folder, or by its whole path.

    >>> shown_folder(Path("garden")), shown_folder(Path("."))["en"], shown_folder(Path("..")) == str(Path.cwd().parent)
    ('garden', 'this folder', True)
    """
    if not folder.parts:
        return Message("config.this-folder")
    return str(folder.resolve()) if set(folder.parts) == {".."} else str(folder)


def read_settings(folder: Path, *, with_data: bool = True) -> Settings:
    """Read the settings of the catalogue in a folder.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        with_data: whether a folder that they name for the data must be there.

    Returns:
        The settings, complete and checked.

    Raises:
        SettingsError: there is no `catalogue.toml`, or it says something impossible, or names a folder that is not there.
        InputError: it is not UTF-8 or not TOML.
        OutputError: the system refused to read it.
    """
    path = folder / FILE_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        where = shown_folder(folder)
        raise SettingsError(
            Message("config.no-go-catalogue-folder-make", file_name=FILE_NAME, folder=where, path=folder)
        ) from None
    except OSError as error:
        raise OutputError(Message("config.cannot-read", path=path, reason=error.strerror)) from error
    settings = parse_settings(data, folder)
    if with_data:
        _refuse_missing_folder(settings)
    return settings


def _refuse_missing_folder(settings: Settings) -> None:
    """Refuse a folder of data that is not there: the site would be an empty one."""
    name = settings.folders.data
    if name == Folders.data or os.path.isdir(settings.folder / name):  # noqa: PTH112 - Path.is_dir fails on long names
        return
    beside = [Folders.data, *sorted(path.name for path in settings.folder.iterdir())]
    near = nearest(name, beside) or Folders.data
    there = near != name and (settings.folder / near).is_dir()
    message = Message("config.no-folder-near", folder=name, near=near) if there else Message("config.no-folder", folder=name)
    raise SettingsError(message, settings.place_of("folders", "data"))


def parse_settings(data: bytes, folder: Path) -> Settings:
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
        raise _not_toml(error, text) from error


def _not_toml(error: tomllib.TOMLDecodeError, text: str) -> InputError:
    """Say what stands in the way of reading TOML, and how the line was meant where that is known."""
    match = re.search(r"at line (\d+), column (\d+)", str(error))
    place = Place(FILE_NAME, int(match[1]), int(match[2])) if match else Place(FILE_NAME)
    reason = re.sub(r"\s*\(at .*\)", "", str(error))
    if reason.startswith(("Cannot overwrite", "Cannot declare")):
        return InputError(Message("config.given-twice"), place)
    lines = text.splitlines()
    line = corrected_line(lines[place.line - 1]) if 0 < place.line <= len(lines) else None
    return InputError(Message("config.not-toml-line", line=line) if line else Message("config.not-toml", reason=reason), place)


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
        prefixes = Prefixes(self._prefixes())
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
            own_folder=self._value("site.folder"),
            records=self._names("site.records", prefixes),
            literal_limit=self._value("limits.literal"),
            sparql=Sparql(**self._all_of("sparql")),
        )
        for table, missing in self._missing.items():
            self._refuse_missing(table, missing)
        if self._faults:
            first, *others = sorted(self._faults, key=lambda fault: fault.place.line if fault.place else 0)
            raise SettingsError(first.message, first.place, others)
        return settings

    def _refuse(self, message: Text, *names: str) -> None:
        """Note what is wrong with a table, or with a setting in one."""
        self._faults.append(SettingsError(message, Place(FILE_NAME, _line_of(self._text, names))))

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
        text = self._value(name)
        if text is None or isinstance(text, str):
            return {} if text is None else {recommended(language): text}
        return {recommended(tag): each for tag, each in text.items()}

    def _prefixes(self) -> dict[str, str]:
        setting = DECLARED["prefixes.*"]
        entries = self._tables.get("prefixes", {})
        for prefix in entries:
            if not setting.type.fits(entries[prefix]):
                self._refuse(setting.type.message("prefixes", prefix), "prefixes", prefix)
        return {prefix: iri for prefix, iri in entries.items() if setting.type.fits(iri)}

    def _names(self, name: str, prefixes: Prefixes) -> tuple[str, ...] | None:
        """Give the IRIs that a setting lists, whole or with a known prefix; None when it is not given."""
        setting = DECLARED[name]
        names = self._value(name)
        iris = [prefixes.expand(each) or each for each in names or ()]
        if not all(_WHOLE.match(iri) and named_node(iri) for iri in iris):
            self._refuse(setting.type.message(setting.table, setting.key), setting.table, setting.key)
        return None if names is None else tuple(iris)

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
    """Say how a base was meant that lacks its end or its scheme."""
    if setting is not DECLARED["catalogue.base"] or not isinstance(value, str):
        return None
    schemes = ("", "https://") if _HOST.match(value) else ("",)
    candidates = (f"{scheme}{value}{end}" for scheme in schemes for end in ("", "/"))
    fixed = next(filter(setting.type.fits, candidates), None)
    return None if fixed is None else Message("config.base-line", line=f'base = "{fixed}"')


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
