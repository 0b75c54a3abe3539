"""Rules for Caddy: a Caddyfile with a site. What is looked up is written as maps, which Caddy reads when it needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from catalogue.documents.addresses import VOID
from catalogue.documents.formats import HTML
from catalogue.documents.headers import A_DAY, ASKED, FOR_EVER, FOR_NOW, HEADER_NAMES, VARY
from catalogue.hosts.rules import DESCRIBED, FOLDER, HIDDEN, Rules
from catalogue.hosts.weights import BEST, DIGIT, NONE, NOTHING, REFUSED, Range, largest, weights

_METHODS = "GET, HEAD, OPTIONS"
_HEADERS = {"accept": "{http.request.header.Accept}", "accept_language": "{http.request.header.Accept-Language}"}
_PATH, _SENT = "{http.request.orig_uri.path}", "{http.request.orig_uri}"
"""The path of a request, decoded, and its address as it was sent."""

_QUERY, _AT = "{http.request.orig_uri.query}", "{catalogue_at}"
"""The query of a request as it was sent; the path at which documents are looked for, which is that of the request, or where
those lie of an IRI with a query."""

_RAW = r"~^(/(?:[^/\\?#][^?#]*)?)(?:[?#]|$)"
"""The path of a request as it was sent, but for one that a browser would take for another host."""

_PLAIN = r"[^\\]"
"""Any character of a path that is looked for, but for the one before which Caddy takes the next as it is."""

_LANGUAGE = "{catalogue_language}"
_OF_PARTS = ("Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since")
"""The headers of a request that are about a document, and not about the page that says that there is none."""


def caddy(rules: Rules, folder: str = "") -> str:
    """Write the rules for Caddy, from version 2.6 on.

    Args:
        rules: what hosts must know.
        folder: where the release lies on the host.
    """
    folder = (folder or FOLDER).rstrip("/")
    address = urlsplit(rules.address)
    lines = [
        f"# {rules.address}: documents are chosen by Accept and Accept-Language. This is a Caddyfile, or is imported into one.",
        f"{address.scheme}://{address.netloc} {{",
        f"\troot * {_quoted(folder)}",
        *_block("route", [*_maps(rules), *_given(rules), *_documents(rules), *_chosen(rules)]),
        *_block("handle_errors", ["respond {http.error.status_code}"]),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _block(start: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"\t{start} {{"
    yield from (f"\t\t{line}" for line in lines)
    yield "\t}"


def _within(start: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{start} {{"
    yield from (f"\t{line}" for line in lines)
    yield "}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _literal(path: str) -> str:
    """Write a path where references to groups are replaced."""
    return path.replace("$", "$$")


def _map(source: str, name: str, lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Write what a name stands for: the output of the first input that is the source, or whose expression matches it."""
    yield from _within(f"map {_quoted(source)} {{catalogue_{name}}}", (_output(key, value) for key, value in lines))


def _output(key: str, value: str) -> str:
    return f"{key if key == 'default' else _quoted(key)} {_quoted(value)}"


def _maps(rules: Rules) -> Iterator[str]:
    """Write what is looked up."""
    for range_ in (*rules.media_ranges, *rules.language_ranges):
        yield from _map(_HEADERS[range_.header], range_.variable, _weights(range_))
    spoken = "".join(f"{{catalogue_spoken_{number}}}" for number, _ in enumerate(rules.languages))
    choices = [(f"~{largest(number)}", tag) for number, tag in enumerate(rules.languages)]
    yield from _map(spoken, "language", [*choices, ("default", rules.languages[0])])
    base, suffix = re.escape(rules.decoded_base), re.escape(HTML.suffix)
    yield from _map(_SENT, "sent", [(_RAW, "${1}"), ("default", "")])
    asked = ((pattern, _literal(rules.decoded_base + path)) for pattern, path in rules.asked_patterns("~^", f" {base}"))
    yield from _map(f"{_QUERY} {_PATH}", "at", [*asked, ("default", _PATH)])
    yield from _map(_AT, "file", [(rf"~^{base}({_PLAIN}*[^/\\])$", "/${1}"), ("default", "/.")])
    own = [(rules.decoded_base + path, documents) for path, documents in rules.paths.items()]
    yield from _map(_AT, "path", [*own, (f"~^{base}({_PLAIN}*)$", "${1}"), ("default", "")])
    places = [(rules.decoded_base + path, rules.location(documents)) for path, documents in rules.places.items()]
    yield from _map(_AT, "place", [*places, ("default", "{catalogue_sent}")])
    yield from _map("{catalogue_sent}", "page_place", [(f"~^(.+){suffix}$", "${1}"), ("default", "")])
    yield from _map(_AT, "page", [(f"~^{base}({_PLAIN}+){suffix}$", "/${1}"), ("default", "/.")])
    yield from _header_maps(rules)


def _weights(range_: Range) -> Iterator[tuple[str, str]]:
    if not range_.parent and range_.header == "accept":
        yield "", BEST
    for weight in weights(range_.pattern):
        yield f"~(?i){weight.pattern}", f"${{{DIGIT}}}" if weight.value is None else weight.value
    yield "default", f"{{catalogue_{range_.parent}}}" if range_.parent else REFUSED


def _header_maps(rules: Rules) -> Iterator[str]:
    """Write the headers that depend on the request."""
    suffixes = sorted(rules.suffixes.items(), key=lambda item: -len(item[0]))
    types = [(f"~{'' if suffix.startswith('.') else '/'}{re.escape(suffix)}$", content) for suffix, content in suffixes]
    described = (rules.decoded_base + VOID, DESCRIBED)
    yield from _map(_PATH, "type", [described, *types, ("default", "application/octet-stream")])
    assets = rf"~^{re.escape(rules.base + rules.assets)}[^?]*\?."
    yield from _map(_SENT, "cache", [(assets, FOR_EVER.decode()), ("default", FOR_NOW.decode())])
    names = "{http.request.header.Access-Control-Request-Headers}"
    yield from _map(names, "asked", [(f"~^({HEADER_NAMES})$", "${1}"), ("default", ASKED)])


def _given(rules: Rules) -> Iterator[str]:
    """Write what is answered whatever the client accepts: other methods, files of the host, what has moved."""
    yield from _within("header", [f"{name} {_quoted(value)}" for name, value in rules.headers])
    yield "@options method OPTIONS"
    preflight = {"Allow": _METHODS, "Access-Control-Allow-Methods": _METHODS, "Access-Control-Max-Age": A_DAY.decode()}
    preflight["Access-Control-Allow-Headers"] = "{catalogue_asked}"
    yield from _route("@options", preflight, "respond 204")
    yield "@other not method GET HEAD"
    yield from _route("@other", {"Allow": _METHODS}, "respond 405")
    nothing = [f"path_regexp {_quoted(HIDDEN)}", f"not path_regexp {_quoted('^' + re.escape(rules.decoded_base))}"]
    yield '@sent expression `{catalogue_sent} == ""`'
    for number, matcher in enumerate((*nothing, "")):
        name = f"@nothing_{number}" if matcher else "@sent"
        if matcher:
            yield f"{name} {matcher}"
        yield from _not_there(rules, name)
    if rules.moved:
        moved = [(rules.decoded_base + path, location) for path, location in rules.moved.items()]
        yield from _map(_AT, "moved", [*moved, ("default", "")])
        yield '@moved expression `{catalogue_moved} != ""`'
        yield from _route("@moved", {"Cache-Control": FOR_NOW.decode()}, "redir {catalogue_moved} 301")


def _route(matcher: str, headers: dict[str, str], *lines: str) -> Iterator[str]:
    """Write what is done for the requests of a matcher: headers, and then an answer."""
    yield from _within(f"route {matcher}", [*(f"header {name} {_quoted(value)}" for name, value in headers.items()), *lines])


def _not_there(rules: Rules, matcher: str) -> Iterator[str]:
    """Write the answer where there is nothing: the page that says so, whole."""
    headers = {"Vary": VARY[1].decode(), "Content-Type": rules.suffixes[HTML.suffix]}
    whole = (f"request_header -{name}" for name in _OF_PARTS)
    served = _within("file_server", ["status 404", "disable_canonical_uris"])
    yield from _route(matcher, headers, *whole, "rewrite * /404.html", *served)


def _redirect(location: str, status: int) -> str:
    return f"redir {_quoted(location)} {status}"


def _documents(rules: Rules) -> Iterator[str]:
    """Write what is done at the address of a page without its language, and at those of files."""
    page = f"{{catalogue_page}}.{_LANGUAGE}{HTML.suffix}"
    yield from _within("@page file", [f"try_files {_quoted(page)}"])
    place = f"{{catalogue_page_place}}.{_LANGUAGE}{HTML.suffix}"
    yield from _route("@page", {"Vary": VARY[1].decode()}, _redirect(place, 303))
    yield from _within("@file file", ["try_files {catalogue_file}"])
    languages = "|".join(map(re.escape, rules.languages))
    yield f"@spoken path_regexp spoken {_quoted(f'[.]({languages})(?:{rules.spoken_suffixes})$')}"
    served = _within("file_server", ["precompressed zstd gzip", "disable_canonical_uris", "index /"])
    headers = {"Content-Type": "{catalogue_type}", "Cache-Control": "{catalogue_cache}"}
    base = rules.decoded_base.rstrip("/")
    inside = [f"uri strip_prefix {_quoted(base)}"] if base else []
    yield from _route("@file", headers, 'header @spoken Content-Language "{http.regexp.spoken.1}"', *inside, *served)


def _chosen(rules: Rules) -> Iterator[str]:
    """Write how a document is chosen of those that are there."""
    forms = list(rules.forms(_LANGUAGE))
    yield 'vars catalogue_list ""'
    for number, (format_number, format_, suffix) in enumerate(forms):
        yield f"vars catalogue_there_{number} {NONE}"
        yield from _within(f"@there_{number} file", [f"try_files {_quoted(f'/{{catalogue_path}}{suffix}')}"])
        line = f"{{http.vars.catalogue_list}}{format_.media_type}: {{catalogue_place}}{suffix}\n"
        there = [
            f"vars catalogue_there_{number} {{catalogue_accepted_{format_number}}}",
            f"vars catalogue_list {_quoted(line)}",
        ]
        yield from _within(f"route @there_{number}", there)
    weights_ = "".join(f"{{http.vars.catalogue_there_{number}}}" for number, _ in enumerate(forms))
    choices = [(f"~{largest(number)}", str(number)) for number, _ in enumerate(forms)]
    yield from _map(weights_, "choice", [(f"~{NOTHING}", "nothing"), *choices, ("default", "")])
    suffixes = [(str(number), suffix) for number, (_, _, suffix) in enumerate(forms)]
    yield from _map("{catalogue_choice}", "suffix", [*suffixes, ("default", "")])
    yield '@nowhere expression `{catalogue_choice} == "nothing"`'
    yield from _not_there(rules, "@nowhere")
    yield '@none expression `{catalogue_choice} == ""`'
    headers = {"Vary": VARY[1].decode(), "Content-Type": "text/plain; charset=utf-8"}
    yield from _route("@none", headers, 'respond "{http.vars.catalogue_list}" 406')
    yield f"header Vary {_quoted(VARY[1].decode())}"
    yield _redirect("{catalogue_place}{catalogue_suffix}", 303)
