"""Rules for Apache: a file `.htaccess` in the folder of the release, or what a `<Directory>` of its configuration includes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from catalogue.documents.addresses import VOID
from catalogue.documents.formats import GZIP, HTML
from catalogue.documents.headers import A_DAY, ASKED, FOR_EVER, FOR_NOW, HEADER_NAMES, VARY
from catalogue.hosts.rules import DESCRIBED, HIDDEN, Rules, query_pattern
from catalogue.hosts.weights import BEST, NONE, NOTHING, REFUSED, Range, largest, weights

_METHODS = "GET, HEAD, OPTIONS"
_HEADERS = {"accept": "Accept", "accept_language": "Accept-Language"}
_ENCODINGS = {"zstd": (".zst", "zstd"), "gzip": (".gz", "(?:x-)?gzip")}
"""The encodings of files that were compressed beforehand, the smallest first: their suffix, and how a client calls them."""

_LISTED = r"(?:^|,)\s*"
_NOT_REFUSED = r"\s*(?:$|,|;(?!\s*q\s*=\s*0(?:\.0*)?\s*(?:,|$)))"

_FIXED = (
    "RewriteEngine On",
    "RewriteOptions AllowNoSlash",
    "DirectorySlash Off",
    "Options -Indexes -MultiViews",
    "FileETag MTime Size",
)


def apache(rules: Rules, folder: str = "") -> str:
    """Write the rules for Apache 2.4 with `mod_rewrite`, `mod_headers` and `mod_setenvif`.

    Args:
        rules: what hosts must know.
        folder: where the release lies on the host; below its documents where the base is when empty.
    """
    folder = folder.rstrip("/") + "/" if folder else f"%{{DOCUMENT_ROOT}}{rules.decoded_base}"
    parts = (_begin(rules), _headers(rules), _types(rules), _weights(rules), _given(rules), _pages(rules, folder))
    return "\n".join([*(line for part in parts for line in part), *_chosen(rules, folder)]) + "\n"


def _quoted(text: str) -> str:
    return '"' + re.sub(r'\\(?=[\\"])|"', lambda match: f"\\{match[0]}", text) + '"'


def _literal(path: str) -> str:
    """Write a path where references to groups and variables are replaced."""
    return re.sub(r"[$%\\]", lambda match: f"\\{match[0]}", path)


def _address(rules: Rules, location: str) -> str:
    """Give the whole address of a location: Apache would make one of what the client says that the host is called."""
    return urljoin(rules.address, location)


def _begin(rules: Rules) -> Iterator[str]:
    yield f"# {rules.address}: documents are chosen by Accept and Accept-Language. This is .htaccess of the release's folder."
    yield from _FIXED
    yield f"RewriteBase {_quoted(rules.decoded_base)}"
    yield f"ErrorDocument 404 {_quoted(rules.base + '404.html')}"
    types = ", ".join(format_.media_type for format_ in rules.formats)
    yield f"ErrorDocument 406 {_quoted(f'There is no document here that you accept. The formats of this site: {types}.')}"


def _headers(rules: Rules) -> Iterator[str]:
    """Write the headers of all answers, and those that depend on the request and on the status."""
    for name, value in rules.headers:
        yield f"Header always set {name} {_quoted(value)}"
    yield f"Header always set Vary {_quoted(VARY[1].decode())} \"expr=%{{REQUEST_STATUS}} in {{'303','404','406'}}\""
    kept = "%{REQUEST_STATUS} in {'200','206','301','304'}"
    assets = f"%{{REQUEST_URI}} -strmatch '{rules.decoded_base}{rules.assets}*' && -n %{{QUERY_STRING}}"
    yield f'Header always set Cache-Control {_quoted(FOR_NOW.decode())} "expr={kept}"'
    yield f'Header always set Cache-Control {_quoted(FOR_EVER.decode())} "expr={kept} && {assets}"'
    is_asked = "%{REQUEST_METHOD} == 'OPTIONS'"
    yield f"Header always set Allow {_quoted(_METHODS)} \"expr=%{{REQUEST_STATUS}} == '405' || {is_asked}\""
    yield f'Header always set Access-Control-Allow-Methods {_quoted(_METHODS)} "expr={is_asked}"'
    yield f'Header always set Access-Control-Max-Age {A_DAY.decode()} "expr={is_asked}"'
    yield f'Header always set Access-Control-Allow-Headers {_quoted(ASKED)} "expr={is_asked}"'
    yield f"SetEnvIf Access-Control-Request-Headers {_quoted(f'^({HEADER_NAMES})$')} CATALOGUE_ASKED=$1"
    yield (
        'Header always set Access-Control-Allow-Headers "%{CATALOGUE_ASKED}e" "expr='
        + is_asked
        + " && -n reqenv('CATALOGUE_ASKED')\""
    )


def _types(rules: Rules) -> Iterator[str]:
    for suffix, content in sorted(rules.suffixes.items(), key=lambda item: len(item[0])):
        yield f"<FilesMatch {_quoted(f'{re.escape(suffix)}(?:[.](?:gz|zst))?$')}>"
        yield f"    ForceType {_quoted(content)}"
        yield "</FilesMatch>"
    yield f"<FilesMatch ^{VOID.rpartition('/')[2]}$>"
    yield f"    ForceType {_quoted(DESCRIBED)}"
    yield "</FilesMatch>"
    for encoding, (suffix, _) in _ENCODINGS.items():
        yield f"<FilesMatch {_quoted(f'{re.escape(suffix)}$')}>"
        yield f"    Header set Content-Encoding {encoding}"
        yield "    Header merge Vary Accept-Encoding"
        yield "</FilesMatch>"
    compressed = rules.suffixes.get(GZIP.suffix)
    if compressed:  # what was asked for by this name is sent as it is, and no form of what has the name without it
        yield f'<If "%{{THE_REQUEST}} =~ m#^\\S+ [^?\\s]*{re.escape(GZIP.suffix)}(?:[?\\s]|$)#">'
        yield f"    ForceType {_quoted(compressed)}"
        yield "    Header unset Content-Encoding"
        yield "</If>"
    for tag in rules.languages:
        yield f"<FilesMatch {_quoted(f'[.]{re.escape(tag)}(?:{rules.spoken_suffixes})$')}>"
        yield f"    Header set Content-Language {tag}"
        yield "</FilesMatch>"


def _weights(rules: Rules) -> Iterator[str]:
    """Read what the client accepts: what is more precise is read later and counts."""
    for range_ in (*rules.media_ranges, *rules.language_ranges):
        yield from _weights_of(range_)


def _weights_of(range_: Range) -> Iterator[str]:
    name, header = _variable(range_.variable), _HEADERS[range_.header]
    if range_.parent:
        yield f'SetEnvIf {_variable(range_.parent)} "(.+)" {name}=$1'
    else:
        yield f'SetEnvIf {header} "^" {name}={REFUSED}'
        if range_.header == "accept":
            yield f'SetEnvIf {header} "^$" {name}={BEST}'
    for weight in reversed(weights(range_.pattern)):
        value = "$1" if weight.value is None else weight.value
        yield f"SetEnvIfNoCase {header} {_quoted(weight.pattern)} {name}={value}"


def _variable(name: str) -> str:
    return f"CATALOGUE_{name.upper()}"


def _given(rules: Rules) -> Iterator[str]:
    """Write what is answered whatever the client accepts, and look for IRIs with a query."""
    yield "RewriteCond %{REQUEST_METHOD} =OPTIONS"
    yield "RewriteRule ^ - [R=204,L]"
    yield 'RewriteCond %{REQUEST_METHOD} "!^(?:GET|HEAD)$"'
    yield "RewriteRule ^ - [R=405,L]"
    yield f"RewriteRule {_quoted(HIDDEN)} - [R=404,L]"
    for (path, query), documents in rules.asked.items():
        yield f"RewriteCond %{{QUERY_STRING}} {_quoted(f'^{query_pattern(query)}$')}"
        yield f"RewriteRule {_quoted(f'^{re.escape(path)}$')} {_quoted(_literal(documents))} [DPI,QSD]"
    for path, location in rules.moved.items():
        yield f"RewriteRule {_quoted(f'^{re.escape(path)}$')} {_quoted(_literal(_address(rules, location)))} [R=301,L,NE,QSD]"


def _pages(rules: Rules, folder: str) -> Iterator[str]:
    """Write what is done at the address of a page without its language, and at those of files."""
    spoken = "".join(f"%{{ENV:{_variable(f'spoken_{number}')}}}" for number, _ in enumerate(rules.languages))
    yield f"RewriteRule ^ - [E=CATALOGUE_LANGUAGES:{spoken}]"
    yield f"RewriteRule ^ - [E=CATALOGUE_LANGUAGE:{rules.languages[0]}]"
    for number, tag in reversed(list(enumerate(rules.languages))):
        yield f"RewriteCond %{{ENV:CATALOGUE_LANGUAGES}} {_quoted(largest(number))}"
        yield f"RewriteRule ^ - [E=CATALOGUE_LANGUAGE:{tag}]"
    page = f"$1.%{{ENV:CATALOGUE_LANGUAGE}}{HTML.suffix}"
    yield f"RewriteCond {_quoted(folder + page)} -f"
    yield f"RewriteRule {_quoted(f'^(.+){re.escape(HTML.suffix)}$')} {_quoted(_literal(rules.address) + page)} [R=303,L,QSD]"
    for suffix, name in _ENCODINGS.values():
        yield f"RewriteCond %{{HTTP:Accept-Encoding}} {_quoted(_LISTED + name + _NOT_REFUSED)}"
        yield f"RewriteCond %{{REQUEST_FILENAME}}{suffix} -f"
        yield f"RewriteRule ^(.+)$ $1{suffix} [L,E=no-gzip:1]"
    yield "RewriteCond %{REQUEST_FILENAME} -f"
    yield "RewriteRule ^ - [L]"
    for path, documents in rules.paths.items():
        yield f"RewriteRule {_quoted(f'^{re.escape(path)}$')} {_quoted(_literal(documents))} [DPI]"


def _chosen(rules: Rules, folder: str) -> Iterator[str]:
    """Write how a document is chosen of those that are there."""
    forms = list(rules.forms("%{ENV:CATALOGUE_LANGUAGE}"))
    for number, (format_number, _, suffix) in enumerate(forms):
        yield f"RewriteRule ^ - [E=CATALOGUE_THERE_{number}:{NONE}]"
        yield f"RewriteCond {_quoted(f'{folder}$1{suffix}')} -f"
        accepted = _variable(f"accepted_{format_number}")
        yield f"RewriteRule ^(.*)$ - [E=CATALOGUE_THERE_{number}:%{{ENV:{accepted}}}]"
    there = "".join(f"%{{ENV:CATALOGUE_THERE_{number}}}" for number, _ in enumerate(forms))
    yield f"RewriteRule ^ - [E=CATALOGUE_WEIGHTS:{there}]"
    yield f"RewriteCond %{{ENV:CATALOGUE_WEIGHTS}} {_quoted(NOTHING)}"
    yield "RewriteRule ^ - [R=404,L]"
    for number, (_, _, suffix) in enumerate(forms):
        yield f"RewriteCond %{{ENV:CATALOGUE_WEIGHTS}} {_quoted(largest(number))}"
        yield f"RewriteRule ^(.*)$ {_quoted(f'{_literal(rules.address)}$1{suffix}')} [R=303,L,QSD]"
    yield "RewriteRule ^ - [R=406,L]"
