"""Rules for nginx: one file with a server, which is included where `http` is configured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalogue.documents.addresses import VOID
from catalogue.documents.formats import HTML
from catalogue.documents.headers import A_DAY, ASKED, FOR_EVER, FOR_NOW, HEADER_NAMES, VARY
from catalogue.hosts.rules import DESCRIBED, FOLDER, HIDDEN, Rules
from catalogue.hosts.weights import BEST, DIGIT, NONE, NOTHING, REFUSED, Range, largest, weights

_DOLLAR = "${catalogue_dollar}"
_LANGUAGE = "$catalogue_language"
_METHODS = "GET, HEAD, OPTIONS"
_RAW = r"(?P<catalogue_sent>/(?![/\x5c])[^?#]*)"
"""The path of a request as it was sent, but for one that a browser would take for another host."""


def nginx(rules: Rules, folder: str = "") -> str:
    """Write the rules for nginx.

    Args:
        rules: what hosts must know.
        folder: where the release lies on the host.
    """
    folder = (folder or FOLDER).rstrip("/")
    return "\n".join([*_maps(rules), *_server(rules, folder)]) + "\n"


def _maps(rules: Rules) -> Iterator[str]:
    """Write what is looked up."""
    yield f"# {rules.address}: documents are chosen by Accept and Accept-Language. Include this file where http is configured."
    yield "# Where nginx warns that it could not build an optimal variables_hash, set variables_hash_max_size 2048; there."
    yield 'geo $catalogue_dollar { default "$"; }'
    for range_ in (*rules.media_ranges, *rules.language_ranges):
        yield from _map(f"http_{range_.header}", range_.variable, _weights(range_))
    languages = "".join(f"$catalogue_spoken_{number}" for number, _ in enumerate(rules.languages))
    choices = [(f"~{largest(number)}", tag) for number, tag in enumerate(rules.languages)]
    yield from _map(languages, "language", [*choices, ("default", rules.languages[0])], is_text=True)
    suffixes = [(f"~{largest(number)}", suffix) for number, (_, _, suffix) in enumerate(rules.forms(_LANGUAGE))]
    yield from _map("catalogue_weights", "suffix", [*suffixes, ("default", "")])
    base = re.escape(rules.decoded_base)
    asked = ((pattern, _literal(rules.decoded_base + path)) for pattern, path in rules.asked_patterns("~^", f" {base}"))
    if rules.asked:
        yield from _map("$args $uri", "with_query", [*asked, ("default", "")], is_text=True)
    yield from _map("request_uri", "sent", [(f"~^{_RAW}", "$catalogue_sent"), ("default", "")], "raw")
    yield from _map(
        "uri",
        "path",
        [
            *((f"~^{base}{re.escape(path)}$", _literal(documents)) for path, documents in rules.paths.items()),
            (f"~^{base}(?P<catalogue_rest>.*)$", "$catalogue_rest"),
            ("default", ""),
        ],
    )
    places = ((f"~^{base}{re.escape(path)}$", _literal(rules.location(documents))) for path, documents in rules.places.items())
    yield from _map("uri", "place", [*places, ("default", "$catalogue_raw")])
    suffix = re.escape(HTML.suffix)
    yield from _map(
        "catalogue_raw",
        "page_place",
        [(f"~^(?P<catalogue_page_sent>.+){suffix}$", "$catalogue_page_sent"), ("default", "")],
    )
    yield from _map(
        "uri", "page_path", [(f"~^{base}(?P<catalogue_page_rest>.+){suffix}$", "$catalogue_page_rest"), ("default", "")]
    )
    yield from _map("catalogue_page_place", "page", [("", "-"), ("default", "$catalogue_page_path")])
    yield from _header_maps(rules)


def _weights(range_: Range) -> Iterator[tuple[str, str]]:
    if not range_.parent and range_.header == "accept":
        yield "", BEST
    for weight in weights(range_.pattern):
        yield f"~*{weight.pattern}", f"${DIGIT}" if weight.value is None else weight.value
    yield "default", f"$catalogue_{range_.parent}" if range_.parent else REFUSED


def _header_maps(rules: Rules) -> Iterator[str]:
    """Write the headers that depend on the request and on the status."""
    base = re.escape(rules.decoded_base)
    yield from _map("status", "vary", [("~^(?:303|404|406)$", VARY[1].decode()), ("default", "")])
    assets = rf"~^(?:200|206|304)\?.+ {base}{re.escape(rules.assets)}"
    cached = [(assets, FOR_EVER.decode()), (r"~^(?:200|206|301|304)\?", FOR_NOW.decode()), ("default", "")]
    yield from _map("$status?$args $uri", "cache", cached, is_text=True)
    languages = ((rf"~^(?:200|206)\?.+\.{re.escape(tag)}(?:{rules.spoken_suffixes})$", tag) for tag in rules.languages)
    yield from _map("$status?$uri", "spoken", [*languages, ("default", "")], is_text=True)
    yield from _map("request_method", "methods", [("OPTIONS", _METHODS), ("default", "")])
    yield from _map("request_method", "age", [("OPTIONS", A_DAY.decode()), ("default", "")])
    names = [(f"~^OPTIONS (?P<catalogue_names>{HEADER_NAMES})$", "$catalogue_names")]
    asked = [*names, ("~^OPTIONS ", ASKED), ("default", "")]
    yield from _map("$request_method $http_access_control_request_headers", "asked", asked, is_text=True)
    yield from _map("$status $request_method", "allowed", [("~^405 | OPTIONS$", _METHODS), ("default", "")], is_text=True)


def _map(
    source: str, name: str, lines: Iterable[tuple[str, str]], variable: str = "", *, is_text: bool = False
) -> Iterator[str]:
    of = f'"{source}"' if is_text else f"${source}"
    yield f"map {of} $catalogue_{variable or name} {{"
    for key, value in lines:
        yield f"    {key if key == 'default' else _quoted(key)} {_quoted(value)};"
    yield "}"


def _quoted(text: str) -> str:
    return '"' + re.sub(r'\\(?=[\\"])|"', lambda match: f"\\{match[0]}", text) + '"'


def _literal(path: str) -> str:
    return path.replace("$", _DOLLAR)


def _server(rules: Rules, folder: str) -> Iterator[str]:
    yield "server {"
    yield f"    listen {rules.port};"
    yield f"    server_name {rules.host};"
    yield "    absolute_redirect off;"
    yield "    server_tokens off;"
    yield "    charset utf-8;"
    texts = [content.partition(";")[0] for content in rules.suffixes.values() if content.startswith("text/")]
    yield f"    charset_types {' '.join(text for text in texts if text != HTML.media_type)};"
    yield "    gzip_static on;"
    yield "    gzip_vary on;"
    yield "    types {"
    compound = {
        suffix: content for suffix, content in rules.suffixes.items() if not suffix.startswith(".") or suffix.count(".") > 1
    }
    for suffix, content in rules.suffixes.items():
        if suffix not in compound:
            yield f"        {content.partition(';')[0]} {suffix.removeprefix('.')};"
    yield "    }"
    yield from (f"    add_header {name} {_quoted(value)} always;" for name, value in _headers(rules))
    yield f"    error_page 404 {_quoted(rules.base + '404.html')};"
    yield "    error_page 406 @catalogue_406;"
    if rules.asked:
        yield '    if ($catalogue_with_query != "") { rewrite ^ $catalogue_with_query?; }'
    yield f"    location = {_quoted(rules.decoded_base + VOID)} {{"
    yield from _as_typed(f"{folder}/{VOID}", DESCRIBED)
    for path, location in rules.moved.items():
        to = _quoted(_literal(location))
        yield f"    location = {_quoted(rules.decoded_base + path)} {{ return 301 {to}; }}"
    yield from _location(rules, folder)
    for suffix, content in compound.items():
        yield from _with_name(rules, folder, suffix, content)
    yield "    location @catalogue_406 {"
    yield "        default_type text/plain;"
    yield '        return 406 "$catalogue_list";'
    yield "    }"
    yield "}"


def _headers(rules: Rules) -> Iterator[tuple[str, str]]:
    """List the headers of all answers; those without a value are not sent."""
    yield from rules.headers
    yield "Vary", "$catalogue_vary"
    yield "Cache-Control", "$catalogue_cache"
    yield "Content-Language", "$catalogue_spoken"
    yield "Allow", "$catalogue_allowed"
    yield "Access-Control-Allow-Methods", "$catalogue_methods"
    yield "Access-Control-Allow-Headers", "$catalogue_asked"
    yield "Access-Control-Max-Age", "$catalogue_age"


def _with_name(rules: Rules, folder: str, suffix: str, content: str) -> Iterator[str]:
    """Write what is done for files whose type does not follow from the last part of their suffix, which nginx looks at."""
    pattern = f"^{re.escape(rules.decoded_base)}(?P<catalogue_file>.*{re.escape(suffix)})$"
    yield f"    location ~ {_quoted(pattern)} {{"
    yield from _as_typed(f"{folder}/$catalogue_file", content)


def _as_typed(file: str, content: str) -> Iterator[str]:
    """Write what gives a file its type, in a location that has begun, and end it."""
    yield f"        alias {_quoted(file)};"
    yield "        types { }"
    yield f"        default_type {_quoted(content)};"
    yield from _METHOD_RULES
    yield "    }"


_METHOD_RULES = (
    "        if ($request_method = OPTIONS) { return 204; }",
    '        if ($request_method !~ "^(?:GET|HEAD)$") { return 405; }',
)


def _location(rules: Rules, folder: str) -> Iterator[str]:
    """Write what is done for a request: the document of its path, or one that is chosen, or 404 or 406."""
    yield f"    location {_quoted(rules.decoded_base)} {{"
    yield f"        alias {_quoted(folder + '/')};"
    yield from _METHOD_RULES
    yield '        if ($catalogue_raw = "") { return 404; }'
    yield f"        if ($uri ~ {_quoted(HIDDEN)}) {{ return 404; }}"
    page = f"$catalogue_page.$catalogue_language{HTML.suffix}"
    place = f"$catalogue_page_place.$catalogue_language{HTML.suffix}"
    yield f"        if (-f {_quoted(f'{folder}/{page}')}) {{ return 303 {_quoted(place)}; }}"
    yield "        if (-f $request_filename) { break; }"
    yield '        set $catalogue_list "";'
    forms = list(rules.forms(_LANGUAGE))
    for number, (format_number, format_, suffix) in enumerate(forms):
        yield f'        set $catalogue_there_{number} "{NONE}";'
        yield f"        if (-f {_quoted(f'{folder}/${{catalogue_path}}{suffix}')}) {{"
        yield f"            set $catalogue_there_{number} $catalogue_accepted_{format_number};"
        yield f'            set $catalogue_list "${{catalogue_list}}{format_.media_type}: ${{catalogue_place}}{suffix}\\n";'
        yield "        }"
    yield f'        set $catalogue_weights "{"".join(f"$catalogue_there_{number}" for number, _ in enumerate(forms))}";'
    yield f'        if ($catalogue_weights ~ "{NOTHING}") {{ return 404; }}'
    yield '        if ($catalogue_suffix = "") { return 406; }'
    yield '        return 303 "$catalogue_place$catalogue_suffix";'
    yield "    }"
