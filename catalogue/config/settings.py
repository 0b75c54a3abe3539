"""The settings of a catalogue, each declared where it is, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from catalogue.config.home import Home
from catalogue.config.limits import Limits
from catalogue.config.lines import FILE_NAME, line_of
from catalogue.config.parts import FORMATS_OF_ENTRIES, Folders, Quotes, Releases, Sparql, Tables
from catalogue.config.portal import CONTACT, Portal
from catalogue.config.serving import Serving
from catalogue.config.stores import StoreSettings
from catalogue.elsewhere import is_covered
from catalogue.errors import Place
from catalogue.messages import Text
from catalogue.names import Prefixes, base_of, is_inside
from catalogue.setting import (
    ADDRESS,
    DAYS,
    IRI,
    LANGUAGES,
    NAMES,
    NATURAL,
    PATTERNS,
    POSITIVE,
    PREFIX,
    SEGMENT,
    SEGMENTS,
    TEMPLATE,
    TEXT,
    WEB,
    about,
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
        default=None, metadata=about("publisher.homepage", WEB, "the publisher's homepage", '"https://example.org/about"')
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
            TEMPLATE,
            "the address on the web of a line of a file, with `{path}`, `{line}` and, for the file as it was, `{commit}`",
            '"https://example.org/code/{path}#L{line}"',
        ),
    )
    commit: str | None = field(
        default=None,
        metadata=about(
            "site.commit",
            TEMPLATE,
            "the address on the web of a commit, with `{commit}`",
            '"https://example.org/code/commit/{commit}"',
        ),
    )
    correction: str | None = field(
        default=None,
        metadata=about(
            "site.correction",
            TEMPLATE,
            "the address where readers propose a correction: a new issue with `{title}`, `{iri}`, `{page}`, or the editor of a "
            "file with `{path}`, `{line}`",
            '"https://example.org/code/issues/new?title={title}&body={page}"',
        ),
    )
    texts: tuple[str, ...] = field(
        default=(),
        metadata=about(
            "site.texts",
            SEGMENTS,
            "the texts that the foot of every page leads to first, by the names of their files; the others follow by name",
            '["about", "legal"]',
        ),
    )
    old_after: int = field(
        default=730,
        metadata=about(
            "site.old_after", DAYS, "after how many days the page about the quality of the data calls an entry old", "365"
        ),
    )
    prepared: int = field(
        default=200,
        metadata=about(
            "site.prepared",
            NATURAL,
            "how many values a parameter of a named query has at most for an answer to each to be a page, where no service "
            "answers; none with 0",
            "50",
        ),
    )
    formats: tuple[str, ...] = field(
        default=(),
        metadata=about(
            "site.formats",
            FORMATS_OF_ENTRIES,
            "the formats in which a release has each entry beside HTML, Turtle and JSON-LD; `catalogue serve` gives all of "
            "them on demand, at the same addresses",
            '["ntriples", "rdfxml"]',
        ),
    )
    own_folder: str | None = field(
        default=None,
        metadata=about(
            "site.folder",
            SEGMENT,
            "the folder for what is no entry (home page, lists, queries, `sparql`, `api` and so on), so that entries have all "
            "other addresses but `robots.txt` and `.well-known/void`; `404.html` gives way to an entry `404`",
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
    navigation: tuple[str, ...] | None = field(
        default=None,
        metadata=about(
            "site.navigation",
            NAMES,
            "the types, by their class or shape, whose lists every page leads to, in this order; without it the first five of "
            "the subject matter that have things",
            '["skos:Concept", "org:Organization"]',
        ),
    )
    contribute: str | None = field(
        default=None,
        metadata=about(
            "site.contribute",
            CONTACT,
            "the address where readers say what is wrong or missing, which the home page names",
            '"https://example.org/code/issues"',
        ),
    )
    literal_limit: int = field(
        default=1024 * 1024, metadata=about("limits.literal", POSITIVE, "how many bytes a literal may have", "65536")
    )
    limits: Limits = field(default_factory=Limits)
    releases: Releases = field(default_factory=Releases)
    sparql: Sparql = field(default_factory=Sparql)
    serving: Serving = field(default_factory=Serving)
    stores: Mapping[str, StoreSettings] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)
    home: Home = field(default_factory=Home)
    portal: Portal = field(default_factory=Portal)

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
    def names_types(self) -> bool:
        """Whether a setting names types of the shapes."""
        of_datasets = any(dataset.types for dataset in self.portal.datasets)
        of_sections = any(section.type or section.more for section in self.home.sections)
        return bool(self.records or self.navigation or of_sections or of_datasets)

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

    def place_of(self, table: str, key: str, *within: str | int) -> Place:
        """Find the line in which a setting, or what is within it, is given; the whole file where it cannot be read any more."""
        try:
            text = (self.folder / FILE_NAME).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return self.place
        return Place(FILE_NAME, line_of(text, (table, key, *within)))

    def place_of_section(self, name: str, *keys: str) -> Place:
        """Find the line in which the first section of the home page that names something by one of some keys does so."""
        sections = enumerate(self.home.sections)
        within = next((number, key) for number, section in sections for key in keys if getattr(section, key) == name)
        return self.place_of("home", "sections", *within)
