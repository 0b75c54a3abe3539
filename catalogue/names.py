"""Names: IRIs in a release and their paths, prefixes, and the parts of names.

A thing `{base}{type}/{slug}` has its documents at the same path with a suffix (`.fr.html`, `.ttl`, ...). The path must be
safe on every file system and no two things may share one. Lower-case ASCII letters, digits, `-`, `_` and `.` stay as they
are; capitals, the signs `!$&'(),;=@~` and what is beyond ASCII do where no other path differs in case or Unicode form
alone, which `Edition.path` knows. Everything else is escaped byte by byte as `~` and two hexadecimal digits. A dot is
escaped where it hides a file, is lost at the end of a name, or makes a folder look like a document. What is too long for a
file name is cut and ends in `~x` and a digest. What an IRI has after `#` names a part of a document: it counts for no path.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from catalogue.documents.addresses import HOME, OWN_NAMES, is_kept
from catalogue.errors import UnnameableError
from catalogue.messages import Message

SEGMENT_LIMIT = 225
"""The longest path segment in bytes; file systems end at 255, and the longest suffix, `.ca-Latn-ES-valencia.html`, must fit."""

PROVENANCE = ".provenance"
"""What the IRI of a thing's provenance has behind that of the thing's documents."""

DOAP = ".doap"
"""What the IRI of the description of software in DOAP has behind that of the thing's documents."""

DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})
"""Names that are devices, not files, on some systems."""

_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_.")
_SAFE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_ESCAPED = re.compile(r"~([0-9a-f]{2})")
_UNSAFE_DOT = re.compile(r"^\.|\.$")
_FOLDER_DOT = re.compile(r"\.(?=[^.]*[^0-9.-][^.]*$)")
"""The dot in the name of a folder that could be a document's too: a suffix has a letter."""

_ORDINARY = r"[A-Za-z0-9_.!$&'(),;=@-]"
_ALL_ORDINARY = re.compile(f"{_ORDINARY}+")
_KEPT = re.compile(rf"{_ORDINARY}|[^\0-\x7f]|~(?![0-9A-Fa-f]{{2}}|[Xx])")
"""What a name that is alone keeps: what a segment of a path may have (RFC 3986, section 3.3) and is no escape, and what is
beyond ASCII; but not `:` and `*`, which some file systems refuse, nor `+`, which some hosts take for a space."""

_CATEGORIES = frozenset("LMNPS")
"""The Unicode categories of characters that can be seen."""

CUT = "~x"
"""What stands between the beginning of a segment that is too long and its digest; no escape has this form."""

_DIGEST_LENGTH = 32
_PLAIN_NAME = re.compile(r"[a-z0-9-]{1,60}(?:/[A-Za-z0-9_-]{1,60})+")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_-]{1,60}(?:/[A-Za-z0-9_-]{1,60})*")
LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def _escape(segment: str, *, first: bool, last: bool, alone: bool) -> str:
    if not segment:
        return "~"
    escaped = _kept(segment) if alone else _portable(segment)
    escaped = _UNSAFE_DOT.sub("~2e", escaped)
    if not last:
        escaped = _FOLDER_DOT.sub("~2e", escaped)
    name = folded(escaped)
    if name.partition(".")[0] in DEVICE_NAMES or (first and name in OWN_NAMES):
        escaped = f"~{ord(escaped[0]):02x}{escaped[1:]}" if escaped[0] in _SAFE_LETTERS else ""
    is_short = len(escaped.encode("utf-8", "surrogatepass")) <= SEGMENT_LIMIT
    if escaped and is_short:
        return escaped
    return _escape(segment, first=first, last=last, alone=False) if alone else _cut(escaped)


def _portable(segment: str) -> str:
    """Escape all but what is the same on every file system."""
    raw = segment.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in _SAFE else f"~{byte:02x}" for byte in raw)


def _kept(segment: str) -> str:
    """Escape what a file name cannot have, or would not come back with; most have nothing of it."""
    if _ALL_ORDINARY.fullmatch(segment) is not None:
        return segment
    if segment == "~" or (not segment.isascii() and not _is_stable(segment)):
        return _portable(segment)
    ends, place = [], 0
    for match in _KEPT.finditer(segment):
        ends += [_portable(segment[place : match.start()]), match[0]]
        place = match.end()
    return "".join([*ends, _portable(segment[place:])])


def _is_stable(segment: str) -> bool:
    """Tell whether a text is in the Unicode form that file systems and clients leave it in, and shows all that it has."""
    return unicodedata.is_normalized("NFC", segment) and all(
        character.isascii() or unicodedata.category(character)[0] in _CATEGORIES for character in segment
    )


def _needs_no_escape(relative: str, *, is_alone: bool) -> bool:
    """Tell fast of most names that each of their parts is the name of a file as it is."""
    lower = relative.lower()
    if _PLAIN_PATH.fullmatch(relative) is None or not (is_alone or lower == relative):
        return False
    segments = lower.split("/")
    return segments[0] not in OWN_NAMES and DEVICE_NAMES.isdisjoint(segments)


def folded(path: str) -> str:
    """Give what paths have in common that some file system does not tell apart: case and Unicode form do not count.

    >>> folded("Note/\u00c9t\u00e9") == folded("note/E\u0301TE\u0301"), folded("a") == folded("b")
    (True, False)
    """
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).upper().casefold())


def _cut(escaped: str) -> str:
    """Shorten a segment that no file name can hold; the digest tells it from others that begin alike."""
    digest = hashlib.sha256(escaped.encode()).hexdigest()[:_DIGEST_LENGTH]
    beginning = re.sub(r"~[0-9a-f]?$", "", escaped[: SEGMENT_LIMIT - _DIGEST_LENGTH - len(CUT)])
    return f"{beginning}{CUT}{digest}"


@lru_cache(maxsize=65536)
def path_of(iri: str, base: str, *, is_alone: bool = False) -> str:
    """Give the path, without suffix, of the documents about an IRI.

    Args:
        iri: the IRI of a thing of the catalogue.
        base: where the catalogue's documents lie, ending in `/`.
        is_alone: whether no other path differs from it in case or Unicode form alone, so that these need no escape.

    Returns:
        A relative path; `index` for the base itself. No two IRIs have the same path, but for what they have after `#`.

    Raises:
        UnnameableError: the IRI is not inside the base.

    >>> path_of("https://example.org/initiative/umap", "https://example.org/")
    'initiative/umap'
    >>> path_of("https://example.org/note/\u00c9t\u00e9.1", "https://example.org/")
    'note/~c3~89t~c3~a9.1'
    >>> path_of("https://example.org/note/\u00c9t\u00e9.1", "https://example.org/", is_alone=True)
    'note/\u00c9t\u00e9.1'
    >>> path_of("https://example.org/plant/sub_x#it", "https://example.org/")
    'plant/sub_x'
    """
    if not iri.startswith(base):
        raise UnnameableError(Message("names.not-inside-base-only-iris", iri=iri, base=base))
    relative = document_of(iri)[len(base) :]
    if not relative:
        return HOME
    if _needs_no_escape(relative, is_alone=is_alone):
        return relative
    segments = relative.split("/")
    last = len(segments) - 1
    return "/".join(
        _escape(segment, first=index == 0, last=index == last, alone=is_alone) for index, segment in enumerate(segments)
    )


def path_as_it_is(iri: str, base: str) -> str:
    """Give fast the path of an IRI that `path_of` gives where it is alone and needs no escape, with a suffix or without.

    Args:
        iri: the IRI of a document.
        base: where the catalogue's documents lie, ending in `/`.

    Returns:
        The path, which is the end of the IRI; empty where it may be another one.

    >>> path_as_it_is("https://example.org/note/A", "https://example.org/"), path_as_it_is("urn:a", "https://example.org/")
    ('note/A', '')
    """
    relative = iri[len(base) :] if iri.startswith(base) else ""
    return relative if _needs_no_escape(relative, is_alone=True) else ""


def document_of(iri: str) -> str:
    """Give the IRI of the document that says what a thing is: the IRI up to its fragment (RFC 3986, section 3.5).

    >>> document_of("https://example.org/plant/fig#it")
    'https://example.org/plant/fig'
    """
    return iri.partition("#")[0]


def base_of(namespace: str) -> str:
    """Give the address below which the documents of a namespace lie: all up to its last `/` (RFC 3986, section 5.2.3).

    >>> base_of("https://example.org/ns#"), base_of("https://example.org/trees/id_"), base_of("https://example.org/")
    ('https://example.org/', 'https://example.org/trees/', 'https://example.org/')
    """
    return document_of(namespace).rpartition("/")[0] + "/"


def is_inside(iri: str, namespace: str) -> bool:
    """Tell whether an IRI is in a namespace, or is the document that a namespace with `#` is in.

    >>> [is_inside(f"https://example.org/{end}", "https://example.org/ns#") for end in ("ns#x", "ns", "nsx", "")]
    [True, True, False, False]
    """
    return iri.startswith(namespace) or ("#" in namespace and iri == document_of(namespace))


def is_plain_name(name: str) -> bool:
    """Tell fast whether an IRI's part behind the base is surely fit for a path of its own.

    >>> is_plain_name("initiative/umap"), is_plain_name("initiative"), is_plain_name("note/Été.1")
    (True, False, False)
    """
    return _PLAIN_NAME.fullmatch(name) is not None and not is_kept(name.partition("/")[0])


def unescaped(path: str) -> str:
    """Undo the escapes of a path, needed or not: earlier releases escaped more.

    >>> unescaped("plant/sub~5fx"), unescaped("plant/~ff"), unescaped("note//~")
    ('plant/sub_x', 'plant/~ff', 'note//')
    """
    return "/".join("" if part == "~" else _unescaped(part) for part in path.split("/"))


def _unescaped(segment: str) -> str:
    if "~" not in segment:
        return segment
    ends = _ESCAPED.split(segment)  # between two texts the digits of one escape
    parts = [
        part.encode("utf-8", "surrogatepass") if index % 2 == 0 else bytes.fromhex(part) for index, part in enumerate(ends)
    ]
    try:
        return b"".join(parts).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return segment


_MOST_DOTS = 3
"""How many dots a suffix has at most, with the language before it."""


def cuts(path: str) -> Iterator[tuple[str, str]]:
    """List where a path may be cut into a stem and a suffix: before each of its last dots, the longest suffix first.

    >>> list(cuts("note/v1.fr.html"))
    [('note/v1', '.fr.html'), ('note/v1.fr', '.html')]
    """
    folder, slash, name = path.rpartition("/")
    parts = name.split(".")
    for place in range(max(1, len(parts) - _MOST_DOTS), len(parts)):
        yield folder + slash + ".".join(parts[:place]), "." + ".".join(parts[place:])


def uri_of(iri: str) -> str:
    """Write an IRI as a header or a sitemap may carry it: ASCII alone (RFC 3987, section 3.1).

    >>> uri_of("https://example.org/note/\u00c9t\u00e9.ttl")
    'https://example.org/note/%C3%89t%C3%A9.ttl'
    """
    return "".join(c if c.isascii() and c.isprintable() and c not in '<>" ' else _percent(c) for c in iri)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def kebab(name: str) -> str:
    """Give a name in kebab case, as IRIs have it.

    >>> kebab("CallForProjects"), kebab("Observation"), kebab("DCATDataset")
    ('call-for-projects', 'observation', 'dcat-dataset')
    """
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|\d+", name)
    return "-".join(part.lower() for part in parts) or name.lower()


def local_name(iri: str) -> str:
    """Give the last part of an IRI, after `#`, `/` or `:`.

    >>> local_name("http://xmlns.com/foaf/0.1/homepage"), local_name("https://example.org/ns#name")
    ('homepage', 'name')
    """
    return re.split(r"[#/:]", iri.rstrip("#/:"))[-1]


def namespace_of(iri: str) -> str:
    """Give an IRI up to its last `#` or `/`.

    >>> namespace_of("http://xmlns.com/foaf/0.1/homepage")
    'http://xmlns.com/foaf/0.1/'
    """
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


HYDRA = "http://www.w3.org/ns/hydra/core#"
"""The namespace of collections and their pages, whose prefix their documents alone have."""

STANDARD_PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dash": "http://datashapes.org/dash#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that every catalogue knows; `catalogue.toml` adds its own."""


_MOST_SHORT, _LONGEST_SHORT = 1024, 256
"""Of how many IRIs the short form is kept, and how many characters such an IRI has at most."""


class Prefixes(Mapping[str, str]):
    """Prefix to namespace, with the short form of an IRI and back.

    Args:
        own: prefixes that are added to, or replace, the standard ones.

    >>> prefixes = Prefixes({"ex": "https://example.org/ns#"})
    >>> prefixes.shorten("https://example.org/ns#name"), prefixes.expand("dct:title")
    ('ex:name', 'http://purl.org/dc/terms/title')
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._namespaces = dict(sorted({**STANDARD_PREFIXES, **(own or {})}.items()))
        self._longest_first = sorted(self._namespaces.items(), key=lambda item: -len(item[1]))
        self._short: dict[str, str] = {}

    def __getitem__(self, prefix: str) -> str:
        return self._namespaces[prefix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._namespaces)

    def __len__(self) -> int:
        return len(self._namespaces)

    def shorten(self, iri: str) -> str:
        """Give `prefix:local` for an IRI, or the IRI itself when no prefix fits.

        >>> Prefixes().shorten("https://elsewhere.example/x")
        'https://elsewhere.example/x'
        """
        short = self._short.get(iri)
        if short is None:
            short = self._shortened(iri)
            if len(self._short) < _MOST_SHORT and len(iri) <= _LONGEST_SHORT:
                self._short[iri] = short
        return short

    def _shortened(self, iri: str) -> str:
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def expand(self, name: str) -> str | None:
        """Give the IRI of `prefix:local`, or None when the prefix is not known.

        >>> Prefixes().expand("nope:x") is None
        True
        """
        prefix, colon, local = name.partition(":")
        namespace = self._namespaces.get(prefix)
        return namespace + local if colon and namespace is not None else None
