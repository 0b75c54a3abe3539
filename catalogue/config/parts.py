"""The parts of settings that are tables of their own: folders, quotes, releases, and the SPARQL service."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.documents.formats import ON_DEMAND
from catalogue.messages import Message
from catalogue.setting import FOLDER, NATURAL, POSITIVE, PROCESSES, PROPERTY, SECONDS, STORE, WEB, Type, about

TABLE_FORMATS = ("csvw", "parquet", "spreadsheet", "xlsx")
"""What may be written beside the CSV of a table."""


ENTRY_FORMATS = tuple(format_.name for format_ in ON_DEMAND)
"""What may be written of each entry beside HTML, Turtle and JSON-LD."""


def _formats_among(names: tuple[str, ...]) -> Type:
    listed = ", ".join(names)

    def fits(value: object) -> bool:
        return isinstance(value, list) and all(name in names for name in value)

    def message(table: str, key: str) -> Message:
        return Message("config.formats-among", table=table, key=key, names=listed)

    return Type("list of " + ", ".join(f"`{name}`" for name in names), fits, message)


FORMATS_OF_TABLES, FORMATS_OF_ENTRIES = _formats_among(TABLE_FORMATS), _formats_among(ENTRY_FORMATS)


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
    theme: str = field(
        default="theme",
        metadata=about("folders.theme", FOLDER, "the files that give the pages another look", '"look"'),
    )
    texts: str = field(
        default="texts",
        metadata=about(
            "folders.texts", FOLDER, "the texts that are pages of their own, in Markdown: `about.en.md`", '"notices"'
        ),
    )
    build: str = field(
        default="build", metadata=about("folders.build", FOLDER, "the releases that `catalogue build` writes", '"public"')
    )


@dataclass(frozen=True)
class Quotes:
    """Which properties say that a text is quoted, from which document, and where its copy lies: IRIs, or None."""

    quote: str = field(metadata=about("quotes.quote", PROPERTY, "from a passage to its text", '"oa:exact"'))
    document: str = field(metadata=about("quotes.document", PROPERTY, "from a passage to its document", '"oa:hasSource"'))
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
class Tables:
    """Which files there are beside the CSV of each table."""

    formats: tuple[str, ...] = field(
        default=("csvw", "spreadsheet", "xlsx"),
        metadata=about(
            "tables.formats",
            FORMATS_OF_TABLES,
            "what stands beside the CSV of each table: its metadata (`csvw`), CSV for spreadsheets (`spreadsheet`), workbooks "
            "(`xlsx`), and Parquet (`parquet`), which needs pyarrow: `pip install 'communs-catalogue[parquet]'`",
            '["csvw", "parquet", "xlsx"]',
        ),
    )


@dataclass(frozen=True)
class Releases:
    """Which releases stay when a new one is built, and how their documents are kept."""

    keep: int = field(
        default=0,
        metadata=about(
            "releases.keep",
            NATURAL,
            "how many releases stay in the build folder when a new one is built, the new one among them; all when 0",
            "10",
        ),
    )
    packed: int = field(
        default=0,
        metadata=about(
            "releases.packed",
            NATURAL,
            "from how many documents of entries, pages of lists and the like on a release has them in packs, which only "
            "`catalogue serve` can serve, instead of as files; never when 0",
            "1000000",
        ),
    )


@dataclass(frozen=True)
class Sparql:
    """How queries are answered over HTTP, and what one of them may cost."""

    address: str | None = field(
        default=None,
        metadata=about(
            "sparql.address", WEB, "the public address of the SPARQL service, which pages name", '"https://example.org/sparql"'
        ),
    )
    store: str = field(
        default="memory", metadata=about("sparql.store", STORE, "where the statements are while they are queried", '"disk"')
    )
    workers: int = field(
        default=0,
        metadata=about(
            "sparql.workers",
            PROCESSES,
            "how many queries are answered at the same time; as many as there are cores when 0",
            "4",
        ),
    )
    queue: int = field(
        default=0,
        metadata=about("sparql.queue", NATURAL, "how many queries may wait for a worker; twice the workers when 0", "16"),
    )
    wall: int = field(default=10, metadata=about("sparql.wall", SECONDS, "how many seconds one query may take", "30"))
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
        metadata=about("sparql.client", SECONDS, "how many seconds of a worker's time one client may use in a minute", "30"),
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
