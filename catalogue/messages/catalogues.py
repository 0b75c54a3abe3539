"""The gettext catalogues: which languages there are, and what each says by code."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from catalogue.languages import lookup, recommended

DOMAIN = "catalogue"
LOCALE = Path(__file__).parent / "locale"
_FOLDER = "LC_MESSAGES"
_PROJECT = LOCALE.parents[2] / "pyproject.toml"
"""There in a source tree alone: what is installed was compiled before."""


class Translations(dict[str, gettext.GNUTranslations]):
    """Catalogues beside ours, by language; each falls back on ours. Each is equal to itself alone, and is never changed."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__  # type: ignore[assignment] # by what it is, not by what it has


_BESIDE: ContextVar[Translations] = ContextVar("beside", default=Translations())  # noqa: B039 - never changed
"""The catalogues that go before ours where the pages of an edition are made that brings its own."""


def translations() -> Translations:
    """Give the catalogues that go before ours here: what a text without values depends on beside its code and language."""
    return _BESIDE.get()


@contextmanager
def worded_by(translations: Translations) -> Iterator[None]:
    """Let catalogues go before ours, in this context alone: those that `translations_of` made."""
    if not translations:
        yield
        return
    token = _BESIDE.set(translations)
    try:
        yield
    finally:
        _BESIDE.reset(token)


def translations_of(compiled_by_language: Mapping[str, bytes]) -> Translations:
    """Read compiled catalogues that go before ours.

    Args:
        compiled_by_language: the bytes of each, by language tag in the recommended case.

    Returns:
        The catalogues; what one has no text for is taken from that of the language that it is a kind of, then from ours.
    """
    read = Translations({tag: gettext.GNUTranslations(BytesIO(data)) for tag, data in compiled_by_language.items()})
    for tag, known in read.items():
        wider = lookup(tag.rpartition("-")[0], read) if "-" in tag else ""
        known.add_fallback(read[wider] if wider else _catalogue(lookup(tag, _shipped()) or "en"))
    return read


def language_of_text(language: str, code: str) -> str:
    """Give the language in which a message is shown to readers of a language.

    Args:
        language: any language tag.
        code: the message's code.

    Returns:
        The language of the nearest catalogue that has a text for it, else English.
    """
    beside = _BESIDE.get()
    tag = recommended(language)
    while beside and (tag := lookup(tag, beside)):
        entries = beside[tag]._catalog  # type: ignore[attr-defined] # noqa: SLF001 - the library tells it nowhere else
        if code in entries or (code, 0) in entries:
            return tag
        tag = tag.rpartition("-")[0]
    return lookup(language, _shipped()) or "en"


def languages() -> tuple[str, ...]:
    """List the languages that have a catalogue, English first, ours by name, then those that go before ours here.

    >>> languages()
    ('en', 'fr')
    """
    beside = _BESIDE.get()
    return (*_shipped(), *(tag for tag in beside if tag not in _shipped())) if beside else _shipped()


@lru_cache(maxsize=1)
def _shipped() -> tuple[str, ...]:
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
    beside = _BESIDE.get().get(language)
    if count is not None:
        words = (beside or _catalogue(language)).ngettext(code, code, count)
        if words != code:
            return words
    return beside.gettext(code) if beside else _template(language, code)


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
    if language not in _shipped():
        raise KeyError(language)
    known = gettext.GNUTranslations(BytesIO(compiled(language)))
    if language != "en":
        known.add_fallback(_catalogue("en"))
    return known


def read_catalogues() -> None:
    """Read the catalogues of all languages now: for a process that will not be able to open files."""
    for language in _shipped():
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
