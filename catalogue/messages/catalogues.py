"""The gettext catalogues: which languages there are, and what each says by code."""

from __future__ import annotations

import gettext
import re
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from catalogue.languages import lookup

DOMAIN = "catalogue"
LOCALE = Path(__file__).parent / "locale"
_FOLDER = "LC_MESSAGES"
_PROJECT = LOCALE.parents[2] / "pyproject.toml"
"""There in a source tree alone: what is installed was compiled before."""


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """List the languages that have a catalogue, English first, the others by name.

    >>> languages()
    ('en', 'fr')
    """
    names = [folder.name for folder in LOCALE.iterdir() if (folder / _FOLDER / f"{DOMAIN}.po").is_file()]
    return tuple(sorted(names, key=lambda name: (name != "en", name)))


def nearest_language(tag: str) -> str:
    """Give the language with a catalogue that is nearest to a tag, by RFC 4647 lookup.

    Args:
        tag: a language tag, or a locale as the environment names it.

    Returns:
        The language, empty when there is none.

    >>> nearest_language("FR-ca"), nearest_language("fr_FR.UTF-8"), nearest_language("de")
    ('fr', 'fr', '')
    """
    return lookup(re.split("[.@]", tag, maxsplit=1)[0].replace("_", "-"), languages())


def template(language: str, code: str, count: int | None = None) -> str:
    """Give the template of a message.

    Args:
        language: a language that has a catalogue.
        code: the message's code.
        count: what chooses between singular and plural forms; None when the message names no count.

    Returns:
        The template in that language, else in English, else the code.

    Raises:
        KeyError: the language has no catalogue.

    >>> template("fr", "count.files", 0), template("fr", "error.line")
    ('{count} fichier', 'erreur : {message}')
    """
    if count is None:
        return _template(language, code)
    words = _catalogue(language).ngettext(code, code, count)
    return words if words != code else _template(language, code)


@cache
def _template(language: str, code: str) -> str:
    return _catalogue(language).gettext(code)


@lru_cache(maxsize=16)
def codes(prefix: str) -> tuple[str, ...]:
    """List the codes of messages that begin so, in their order.

    >>> codes("count.f")
    ('count.files',)
    """
    entries = _catalogue("en")._catalog  # type: ignore[attr-defined] # noqa: SLF001 - the library has no other list
    names = {key if isinstance(key, str) else key[0] for key in entries}
    return tuple(sorted(name for name in names if name.startswith(prefix)))


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    if language not in languages():
        raise KeyError(language)
    known = gettext.GNUTranslations(BytesIO(compiled(language)))
    if language != "en":
        known.add_fallback(_catalogue("en"))
    return known


def read_catalogues() -> None:
    """Read the catalogues of all languages now: for a process that will not be able to open files."""
    for language in languages():
        _catalogue(language)


def compiled(language: str) -> bytes:
    """Give the compiled catalogue of a language; it is made when it is missing or, in a source tree, older than its text.

    Args:
        language: a language that has a catalogue.

    Returns:
        The bytes of the `.mo` file, which lies beside the `.po` file afterwards unless the system refuses.
    """
    target = LOCALE / language / _FOLDER / f"{DOMAIN}.mo"
    source = target.with_suffix(".po")
    if target.is_file() and not (_PROJECT.is_file() and _is_older(target, source)):
        return target.read_bytes()
    from catalogue.messages.compiling import compile_catalogue

    return compile_catalogue(source, target)


def _is_older(file: Path, source: Path) -> bool:
    return file.stat().st_mtime_ns < source.stat().st_mtime_ns
