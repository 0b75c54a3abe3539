"""Misplaced: which setting a key that is none was meant to be, and what a line that is no TOML was meant to be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping

from catalogue.near import nearest

_CURLY = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PAIR = re.compile(r"\s*(?P<key>[\w.-]+|\"[^\"]+\")\s*(?P<sign>[:=]?)\s*(?P<value>.*?)\s*")
_BARE = re.compile(r"""(?<![\w"'-])[^\W\d][\w-]*(?![\w"'-])""")
_BARE_VALUE = re.compile(r"""=\s*(?!["'\s\[{])([^,}]+?)\s*(?=[,}])""")


def meant_setting(table: str, key: str, tables: Mapping[str, Collection[str]]) -> tuple[str, str] | None:
    """Find the setting that was meant by a key that its table lacks.

    Args:
        table: the table that it stands in; empty where it stands in none.
        key: the key.
        tables: the keys of each table.

    Returns:
        The table and the key: a near one of the same table, else the same key of another table, else a near one there.

    >>> tables = {"catalogue": ["base", "title"], "publisher": ["name", "homepage"]}
    >>> meant_setting("catalogue", "titel", tables), meant_setting("", "base", tables)
    (('catalogue', 'title'), ('catalogue', 'base'))
    >>> meant_setting("catalogue", "nmae", tables)
    ('publisher', 'name')
    """
    near = nearest(key, tables.get(table, ()))
    if near is not None:
        return table, near
    others = {each: keys for each, keys in tables.items() if each != table and "*" not in keys}
    same = next((each for each, keys in others.items() if key in keys), None)
    if same is not None:
        return same, key
    near = nearest(key, sorted({each for keys in others.values() for each in keys}))
    return None if near is None else (next(each for each, keys in others.items() if near in keys), near)


def corrected_line(line: str) -> str | None:
    """Give a line of TOML as it was meant, or None where that is not known.

    >>> corrected_line("base = https://example.org/"), corrected_line('title: "Trees"'), corrected_line('title = "Trees')
    ('base = "https://example.org/"', 'title = "Trees"', 'title = "Trees"')
    >>> corrected_line("languages = [en, fr]"), corrected_line("title = { en = Trees }"), corrected_line("title = “Trees”")
    ('languages = ["en", "fr"]', 'title = { en = "Trees" }', 'title = "Trees"')
    >>> corrected_line("[publisher"), corrected_line("= 3") is None
    ('[publisher]', True)
    """
    return next((each for each in _candidates(line) if each != line.strip() and _is_toml(each)), None)


def _candidates(line: str) -> Iterator[str]:
    line = line.strip()
    yield line.translate(_CURLY)
    if line.startswith("["):
        yield f"[{line.strip('[] ')}]"
    match = _PAIR.fullmatch(line.translate(_CURLY))
    if match is None or not match["value"]:
        return
    value = match["value"]
    yield f"{match['key']} = {value}"
    if value.startswith("["):
        listed = value if value.endswith("]") else f"{value}]"
        yield f"{match['key']} = {_BARE.sub(_quoted, listed)}"
    elif value.startswith("{"):
        yield f"{match['key']} = {_BARE_VALUE.sub(lambda bare: f'= {_text(bare[1])} ', value).replace(' ,', ',')}"
    elif match["sign"]:
        yield f"{match['key']} = {_text(value.partition(' #')[0].strip())}"


def _quoted(match: re.Match[str]) -> str:
    return _text(match[0])


def _text(value: str) -> str:
    written = value.strip("\"'").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{written}"'


def _is_toml(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True
