"""The words of the SPARQL page, by language; its script is given them too."""

from __future__ import annotations

from catalogue.messages import Template, codes, say

_ROOM = "sparql-page."


def page_words(language: str) -> dict[str, str]:
    """Give all words of the SPARQL page in a language, by key, with their placeholders; English where there is no other.

    >>> page_words("fr")["run"], page_words("de")["run"]
    ('Lancer', 'Run')
    """
    keys = (code.removeprefix(_ROOM) for code in codes(_ROOM))
    return {key.replace("-", "_"): say(Template(f"sparql-page.{key}"), language) for key in keys}
