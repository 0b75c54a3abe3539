"""Messages to people: named by a code in the program, worded for each language in a gettext catalogue.

A catalogue is one file, `locale/<language>/LC_MESSAGES/catalogue.po`; a language has messages when it has that file. Each
message there is a template as `str.format` reads it: `{name}` stands for a value, `{{` and `}}` for braces.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from catalogue.languages import nearest
from catalogue.messages.catalogues import codes, languages, nearest_language, template
from catalogue.messages.typography import typographic

__all__ = [
    "Message",
    "Template",
    "Text",
    "any_of",
    "as_shown",
    "codes",
    "language_shown",
    "languages",
    "nearest_language",
    "packed",
    "say",
    "typeset",
    "unpacked",
]

Text = Mapping[str, str]
"""A text in several languages: language tag, in the recommended case, to the text in that language."""


def say(words: Text, language: str) -> str:
    """Give a text in one language, or in the nearest that there is.

    Args:
        words: the text; may be empty.
        language: the language tag that is wanted.

    Returns:
        The text in the language that is nearest to `language` (RFC 4647), else to English, else without a language, else in the
        first language, else nothing.

    >>> say({"en": "file", "fr": "fichier"}, "fr"), say({"de": "Datei"}, "fr"), say({}, "fr")
    ('fichier', 'Datei', '')
    """
    if language in words:
        return words[language]
    return words[language_shown(words, language)] if words else ""


def typeset(words: Text, language: str) -> str:
    r"""Give a text as `say` does, as pages show it: a message of ours has the signs of its language's typography.

    Args:
        words: the text; one that is no message, and the values of a message, are shown as they are.
        language: the language tag that is wanted.

    >>> typeset(Message("error.line", message="l'IRI : ?"), "fr"), typeset({"fr": "l'IRI : ?"}, "fr")
    ("erreur\xa0: l'IRI : ?", "l'IRI : ?")
    """
    if isinstance(words, Message):
        return words.typeset(language_shown(words, language))
    return say(words, language)


def language_shown(words: Text, language: str) -> str:
    """Give the language in which `say` gives a text.

    Args:
        words: the text; not empty.
        language: the language tag that is wanted.

    >>> language_shown({"en": "colour", "": "color"}, "en-GB"), language_shown({"pt-BR": "tomate", "fr": "tomate"}, "pt")
    ('en', 'pt-BR')
    """
    if language in words:
        return language
    if len(words) == 1:
        return next(iter(words))
    tag = nearest(language, words) or nearest("en", words)
    return tag if tag or "" in words else next(iter(words))


def as_shown(words: Text, languages: Collection[str]) -> dict[str, str]:
    """Give a text as `say` gives it in some languages, under the tag of the language that it really is in.

    Args:
        words: the text; not empty.
        languages: the language tags that are wanted.

    >>> as_shown({"en": "tree", "fr": "arbre"}, ["de", "fr", "en-GB"]), as_shown({"": "tree"}, ["de", "fr"])
    ({'en': 'tree', 'fr': 'arbre', 'en-GB': 'tree'}, {'': 'tree'})
    """
    shown: dict[str, str] = {}
    for tag in languages:
        real = language_shown(words, tag)
        shown[tag if real.partition("-")[0] == tag.partition("-")[0] else real] = say(words, tag)
    return shown


class _Catalogued(Mapping[str, str]):
    """A text whose wording stands in the catalogues of messages, looked up when it is asked for."""

    __slots__ = ("code",)
    code: str

    def __iter__(self) -> Iterator[str]:
        return iter(languages())

    def __len__(self) -> int:
        return len(languages())

    def __contains__(self, language: object) -> bool:
        return language in languages()

    def __hash__(self) -> int:
        return hash(self.code)


class Message(_Catalogued):
    """A message to people: its code, and the values that it names.

    It is a `Text`: a mapping from each language that has a catalogue to the message in that language. It never changes, is
    equal to a mapping of the same texts, and can be sent to another process.

    Args:
        code: its code in the catalogues, such as `C201` or `query.not-found`.
        values: what the names in braces stand for. A text is put in in the language of the message, a number as the template's
            format says (`{size:,}` groups its digits as the language does), anything else as `str` writes it. The value
            `count` chooses between singular and plural forms where the catalogue has them.

    >>> files = Message("count.files", count=2)
    >>> files["en"], files["fr"], say(Message("count.files", count=0), "fr")
    ('2 files', '2 fichiers', '0 fichier')
    >>> Message("error.line", message=files)["fr"]
    'erreur : 2 fichiers'
    """

    __slots__ = ("_values",)

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self._values = {name: _kept(value) for name, value in values.items()}

    def __getitem__(self, language: str) -> str:
        return self._filled(self._template(language), language, say)

    def typeset(self, language: str) -> str:
        """Give the message in a language that has a catalogue, as pages show it."""
        return self._filled(typographic(self._template(language), language), language, typeset)

    def _template(self, language: str) -> str:
        count = self._values.get("count")
        return template(language, self.code, count if isinstance(count, int) else None)

    def _filled(self, words: str, language: str, worded: Callable[[Text, str], str]) -> str:
        """Put the values into a template, the texts among them as `worded` gives them."""
        if "{" not in words and "}" not in words:
            return words
        sign = _SIGN[language] if ":," in words else ""
        values = self._values.items()
        return words.format_map({n: v if type(v) is str else _put_in(v, language, sign, worded) for n, v in values})

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Message) and other.code == self.code and other._values == self._values:
            return True
        return super().__eq__(other)

    __hash__ = _Catalogued.__hash__

    def __repr__(self) -> str:
        return f"Message({', '.join([repr(self.code), *(f'{name}={value!r}' for name, value in self._values.items())])})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _message, (self.code, self._values)


def any_of(names: Iterable[str]) -> Text:
    """List names of which any may be chosen.

    Args:
        names: the names, at least one.

    >>> any_of(["csv", "json", "xml"])["fr"], any_of(["csv"])["fr"]
    ('csv, json ou xml', 'csv')
    """
    *first, last = names
    return Message("list.or", names=", ".join(first), last=last) if first else Message("list.one", name=last)


class Template(_Catalogued):
    """A text whose names in braces are filled in elsewhere: by `str.format_map` for each language, or by the script of a page.

    Args:
        code: its code in the catalogues.

        count: what chooses between singular and plural forms, where the catalogue has them.

    >>> Template("error.line")["en"], Template("count.files", 2)["fr"]
    ('error: {message}', '{count} fichiers')
    """

    __slots__ = ("_count",)

    def __init__(self, code: str, count: int | None = None) -> None:
        self.code = code
        self._count = count

    def __getitem__(self, language: str) -> str:
        return template(language, self.code, self._count)

    def __repr__(self) -> str:
        return f"Template({self.code!r}, {self._count})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Template, (self.code, self._count)


class _Grouped(int):
    """A whole number whose digits are grouped by the sign of a language."""

    sign: str

    def __format__(self, form: str) -> str:
        return super().__format__(form).replace(",", self.sign)


_SIGN = Template("number.group")
"""What stands between groups of three digits."""


def packed(text: Text) -> Any:
    """Write a text as what JSON has, for its way to another process; see `unpacked`."""
    if not isinstance(text, Message):
        return dict(text)
    values = text._values.items()  # noqa: SLF001 - of this module
    return [text.code, {name: packed(value) if isinstance(value, Mapping) else [value] for name, value in values}]


def unpacked(written: Any) -> Text:
    """Read what `packed` has written.

    >>> message = Message("error.line", message=Message("count.files", count=2), other={"fr": "autre"})
    >>> unpacked(packed(message)) == message, unpacked(packed({"en": "text"}))
    (True, {'en': 'text'})
    """
    if isinstance(written, dict):
        return written
    code, values = written
    return _message(code, {name: _unpacked_value(value) for name, value in values.items()})


def _unpacked_value(written: Any) -> object:
    return written[0] if isinstance(written, list) and len(written) == 1 else unpacked(written)


def _message(code: str, values: dict[str, object]) -> Message:
    made = Message.__new__(Message)
    made.code, made._values = code, values  # noqa: SLF001 - as they were
    return made


def _kept(value: object) -> object:
    """Give a value as it is kept: what can change, or cannot be sent to another process, is written out at once."""
    if isinstance(value, str | int | float | Mapping):
        return value
    return int(value) if hasattr(value, "__index__") else str(value)


def _put_in(value: object, language: str, sign: str, worded: Callable[[Text, str], str]) -> object:
    if isinstance(value, Mapping):
        return worded(value, language)
    if sign and isinstance(value, int):
        grouped = _Grouped(value)
        grouped.sign = sign
        return grouped
    return value
