"""Rules for Netlify: a `netlify.toml`. They choose languages; no rule of this host can look at `Accept`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from catalogue.documents.addresses import VOID
from catalogue.documents.formats import HTML
from catalogue.documents.headers import FOR_NOW
from catalogue.hosts.rules import DESCRIBED, Rules


def netlify(rules: Rules, folder: str = "") -> str:
    """Write the rules for Netlify.

    Args:
        rules: what hosts must know.
        folder: the folder that is published, where it is not the site's settings that say so.
    """
    lines = [f"# {rules.address}: languages are chosen by Accept-Language; data is at its own addresses."]
    if folder:
        lines += ["", "[build]", f"publish = {_quoted(folder)}"]
    for part in (_moved(rules), _pages(rules), _headers(rules)):
        lines += part
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _redirect(start: str, to: str, status: int, language: str = "", *, is_forced: bool = False) -> list[str]:
    lines = ["", "[[redirects]]", f"from = {_quoted(start)}", f"to = {_quoted(to)}", f"status = {status}"]
    lines += [f"conditions = {{ Language = [{_quoted(language)}] }}"] if language else []
    return [*lines, "force = true"] if is_forced else lines


def _moved(rules: Rules) -> Iterator[str]:
    """Write what has moved."""
    for path, location in rules.moved.items():
        yield from _redirect(rules.decoded_base + path, location, 301, is_forced=True)


def _pages(rules: Rules) -> Iterator[str]:
    """Write where the pages are in each language: the host shows that in the first one by itself, but for exceptions."""
    for path, documents in rules.paths.items():
        for language in (*rules.languages[1:], ""):
            page = f"{rules.location(documents)}.{language or rules.languages[0]}{HTML.suffix}"
            yield from _redirect(rules.decoded_base + path, page, 302, language, is_forced=True)


def _headers(rules: Rules) -> Iterator[str]:
    yield from _header(rules, "*", {**dict(rules.headers), "Cache-Control": FOR_NOW.decode()})
    yield from _header(rules, VOID, {"Content-Type": DESCRIBED})
    for suffix, content in rules.suffixes.items():
        yield from _header(rules, f"*{suffix}", {"Content-Type": content})
    for language in rules.languages:
        yield from _header(rules, f"*.{language}{HTML.suffix}", {"Content-Language": language})


def _header(rules: Rules, path: str, headers: Mapping[str, str]) -> Iterator[str]:
    yield from ("", "[[headers]]", f"for = {_quoted(rules.decoded_base + path)}", "[headers.values]")
    yield from (f"{_quoted(name)} = {_quoted(value)}" for name, value in headers.items())
