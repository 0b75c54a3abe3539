"""Folding: texts without accents and case, and the words that are searched. `assets/search/folding.js` has the same rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 32
"""How many characters of a word count."""

_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "ς": "σ"}
"""The letters that are no letter with an accent in Unicode, and stand with others."""

_ALONE = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
"""The characters of scripts without spaces, each of which is a word."""

_WORD = re.compile(f"[{_ALONE}]|(?:(?![{_ALONE}])[^\\W_])+")


class _Folded(dict[int, str]):
    """What each lower-case character is folded to, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_mark = unicodedata.category(character).startswith("M")
        folded = self[code] = "" if is_mark else _LETTERS.get(character, character)
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Give a text without accents and case, compatible forms of characters made the same.

    >>> fold("Fédération ŒUVRE Straße ﬁn É"), fold("ΣΟΦΟΣ"), fold("uMap 2")
    ('federation oeuvre strasse fin e', 'σοφοσ', 'umap 2')
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).lower().translate(_FOLDED)


def words(text: str) -> list[str]:
    """Give the words of a text, folded, in their order: runs of letters and digits, and each sign of a script without spaces.

    >>> words("L’État, c'est data.gouv.fr"), words("公共 data_1"), words("?!")
    (['l', 'etat', 'c', 'est', 'data', 'gouv', 'fr'], ['公', '共', 'data', '1'], [])
    """
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


def words_of(texts: Iterable[str]) -> set[str]:
    """Give the words of some texts, each once."""
    return {word for text in texts for word in words(text)}
