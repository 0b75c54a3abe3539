"""The words of pages in languages that ours are not in, or in the place of ours: gettext catalogues in a catalogue's theme."""

from __future__ import annotations

import re
import string
from contextlib import AbstractContextManager, nullcontext
from gettext import c2py  # as the library reads plural forms
from io import StringIO

from babel.messages import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import PoFileError, read_po

from catalogue.edition import Edition, held_by_edition
from catalogue.edition.theme import ThemeFile
from catalogue.errors import InputError, Place
from catalogue.languages import is_well_formed, recommended
from catalogue.messages import Message
from catalogue.messages.catalogues import Translations, template, translations_of, worded_by
from catalogue.messages.compiling import written
from catalogue.pages.theme import text_of

_FILE = re.compile(r"locale/([A-Za-z0-9_-]+)/LC_MESSAGES/catalogue\.po")
"""The name of such a file in the folder of the theme, where gettext has it."""


def worded(edition: Edition) -> AbstractContextManager[None]:
    """Let pages that are made in this context have the words that the theme of a catalogue has for them.

    Raises:
        InputError: a file of the theme is no catalogue of messages, or a text of it cannot stand in the place of ours.
    """
    own = _translations(edition)
    return worded_by(own) if own else _AS_OURS


_AS_OURS = nullcontext()


@held_by_edition
def _translations(edition: Edition) -> Translations:
    files = ((match[1].replace("_", "-"), file) for file in edition.theme if (match := _FILE.fullmatch(file.name)))
    return translations_of({recommended(tag): written(_read(file, tag)) for tag, file in files if is_well_formed(tag)})


def _read(file: ThemeFile, tag: str) -> Catalog:
    try:
        catalogue = read_po(StringIO(text_of(file)), abort_invalid=True)
        c2py(catalogue.plural_expr)
    except PoFileError as error:
        raise _refused(file, error.lineno + 1, str(error).rpartition(" on ")[0]) from None
    except (ValueError, LookupError) as error:  # its head: the language, the encoding, or the plural forms
        raise _refused(file, 1, str(error)) from None
    catalogue.locale = recommended(tag).replace("-", "_")  # without it the library writes no plural forms
    for entry in catalogue:
        _refuse_unfit(file, entry, catalogue.num_plurals)
    return catalogue


def _refused(file: ThemeFile, line: int, reason: str) -> InputError:
    return InputError(Message("theme.not-messages", reason=reason), Place(file.path, line))


def _refuse_unfit(file: ThemeFile, entry: Entry, plurals: int) -> None:
    """Refuse an entry whose text puts in a value that ours does not, or that has another number of plural forms."""
    code = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
    forms = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    if not code or not any(forms):
        return
    line = entry.lineno or 1
    ours = _names(template("en", code)) | (_names(template("en", code, 2)) if entry.pluralizable else set())
    try:
        names = {name for form in forms for name in _names(str(form))}
    except ValueError as error:
        raise _refused(file, line, str(error)) from None
    if names - ours and template("en", code) != code:
        raise InputError(Message("theme.unknown-value", code=code, name=min(names - ours)), Place(file.path, line))
    given = sum(map(bool, forms))
    if entry.pluralizable and given != plurals:
        raise InputError(Message("theme.plural-forms", code=code, given=given, needed=plurals), Place(file.path, line))


def _names(text: str) -> set[str]:
    """Name the values that a template puts in, as they are written."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
