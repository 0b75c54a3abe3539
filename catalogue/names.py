"""Names: IRIs in a release and their paths, prefixes, and the parts of names.

A thing `{base}{type}/{slug}` has its documents at the same path with a suffix (`.fr.html`, `.ttl`, ...). The path must be
safe on every file system and no two things may share one: lower-case ASCII letters, digits, `-`, `_` and `.` stay as they
are, everything else is escaped byte by byte as `~` and two hexadecimal digits. A dot is escaped where it hides a file, is
lost at the end of a name, or makes a folder look like a document. What is too long for a file name is cut and ends in `~x` and
a digest. What an IRI has after `#` names a part of a document: it counts for no path.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from catalogue.documents.addresses import HOME, OWN_NAMES, is_kept
from catalogue.errors import UnnameableError
from catalogue.messages import Message

SEGMENT_LIMIT = 225
"""The longest path segment in bytes; file systems end at 255, and the longest suffix, `.ca-Latn-ES-valencia.html`, must fit."""

DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})
"""Names that are devices, not files, on some systems."""

_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_.")
_ESCAPED = re.compile(r"~([0-9a-f]{2})")
_UNSAFE_DOT = re.compile(r"^\.|\.$")
_FOLDER_DOT = re.compile(r"\.(?=[^.]*[a-z_~][^.]*$)")
"""The dot in the name of a folder that could be a document's too: a suffix has a letter."""

CUT = "~x"
"""What stands between the beginning of a segment that is too long and its digest; no escape has this form."""

_DIGEST_LENGTH = 32
_PLAIN_NAME = re.compile(r"[a-z0-9-]{1,60}(?:/[A-Za-z0-9_-]{1,60})+")
_SEGMENT = r"(?:~|(?:[a-z0-9._-]|~[0-9a-f]{2})+)"
_PATH = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def _escape(segment: str, *, first: bool, last: bool) -> str:
    if not segment:
        return "~"
    raw = segment.encode("utf-8", "surrogatepass")
    escaped = "".join(chr(byte) if byte in _SAFE else f"~{byte:02x}" for byte in raw)
    escaped = _UNSAFE_DOT.sub("~2e", escaped)
    if not last:
        escaped = _FOLDER_DOT.sub("~2e", escaped)
    if escaped.partition(".")[0] in DEVICE_NAMES or (first and escaped in OWN_NAMES):
        escaped = f"~{raw[0]:02x}{escaped[1:]}"
    return escaped if len(escaped) <= SEGMENT_LIMIT else _cut(escaped)


def _cut(escaped: str) -> str:
    """Shorten a segment that no file name can hold; the digest tells it from others that begin alike."""
    digest = hashlib.sha256(escaped.encode()).hexdigest()[:_DIGEST_LENGTH]
    beginning = re.sub(r"~[0-9a-f]?$", "", escaped[: SEGMENT_LIMIT - _DIGEST_LENGTH - len(CUT)])
    return f"{beginning}{CUT}{digest}"


@lru_cache(maxsize=65536)
def path_of(iri: str, base: str) -> str:
    """Give the path, without suffix, of the documents about an IRI.

    Args:
        iri: the IRI of a thing of the catalogue.
        base: where the catalogue's documents lie, ending in `/`.

    Returns:
        A relative path; `index` for the base itself. No two IRIs have the same path, but for what they have after `#`.

    Raises:
        UnnameableError: the IRI is not inside the base.

    >>> path_of("https://example.org/initiative/umap", "https://example.org/")
    'initiative/umap'
    >>> path_of("https://example.org/note/Été.1", "https://example.org/")
    'note/~c3~89t~c3~a9.1'
    >>> path_of("https://example.org/plant/sub_x#it", "https://example.org/")
    'plant/sub_x'
    """
    if not iri.startswith(base):
        raise UnnameableError(Message("names.not-inside-base-only-iris", iri=iri, base=base))
    relative = document_of(iri)[len(base) :]
    if not relative:
        return HOME
    segments = relative.split("/")
    last = len(segments) - 1
    return "/".join(_escape(segment, first=index == 0, last=index == last) for index, segment in enumerate(segments))


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


def iri_of(path: str, base: str) -> str | None:
    """Give the IRI whose documents have a path: the inverse of `path_of`.

    Args:
        path: a relative path without suffix.
        base: the catalogue's base.

    Returns:
        The IRI, or None when the path is not one that `path_of` gives, or is cut.

    >>> iri_of("initiative/umap", "https://example.org/")
    'https://example.org/initiative/umap'
    >>> iri_of("Initiative/umap", "https://example.org/") is None
    True
    """
    if path == HOME:
        return base
    if not _PATH.fullmatch(path):
        return None
    segments = ["" if part == "~" else _unescape(part) for part in path.split("/")]
    if None in segments:
        return None
    iri = base + "/".join(segment for segment in segments if segment is not None)
    return iri if path_of(iri, base) == path else None


def unescaped(path: str) -> str:
    """Undo the escapes of a path, needed or not: earlier releases escaped `_` and `.` too.

    >>> unescaped("plant/sub~5fx"), unescaped("plant/~ff")
    ('plant/sub_x', 'plant/~ff')
    """
    return "/".join(_unescape(part) or part for part in path.split("/")) if path.isascii() else path


def _unescape(segment: str) -> str | None:
    raw = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), segment).encode("latin-1")
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


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
