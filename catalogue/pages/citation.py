"""How an entry, or the catalogue, is cited: as a text, and as BibTeX."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

from catalogue.messages import say
from catalogue.pages.literals import localized
from catalogue.pages.views import Viewer
from catalogue.remembering import remembered
from catalogue.terms import XSD, Literal, NamedNode

_SPECIAL = {
    **{sign: f"\\{sign}" for sign in "$&#%_"},
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
}
"""What stands for the signs that mean something to LaTeX; BibTeX counts braces even behind a backslash."""

_FOR_LATEX = str.maketrans(_SPECIAL)

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""The signs that turn the direction of what follows them, here the punctuation of the entry."""

_LONGEST = 300
"""How many characters a title is cited with."""


class Citation(NamedTuple):
    """How something is cited.

    Attributes:
        text: in a sentence.
        bibtex: as an entry for BibTeX and biblatex.
    """

    text: str
    bibtex: str


def citation(viewer: Viewer, title: str, iri: str, date: str) -> Citation:
    """Give how something is cited.

    Args:
        viewer: the page.
        title: what it is called.
        iri: its IRI.
        date: when it was last changed, as in `xsd:date`; empty where that is not known.

    Returns:
        The citation; it names the catalogue where it is of an entry.
    """
    settings, language = viewer.edition.settings, viewer.language
    catalogue = say(settings.title, language) if iri != settings.base else ""
    publisher = say(settings.publisher, language) if settings.publisher else ""
    shown_date = localized(Literal(date, datatype=NamedNode(XSD + "date")), language, is_whole=True) if date else ""
    source = ", ".join(filter(None, (publisher, shown_date)))
    sentences = [part.rstrip(".") for part in (_line(title), _line(catalogue), _line(source)) if part]
    fields = {
        "title": f"{{{escaped(title)}}}",
        "author": f"{{{escaped(publisher)}}}" if publisher else "",
        "howpublished": escaped(catalogue),
        "year": date[:4],
        "date": date,
        "url": _address(iri),
    }
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items() if value)
    return Citation(f"{'. '.join(sentences)}. {iri}", f"@misc{{{_key(iri)}{lines}\n}}")


@remembered(64)
def escaped(text: str) -> str:
    r"""Write a text as the value of a field of BibTeX.

    >>> escaped("50 % of {a} & b_c"), escaped("a\n\\b")
    ('50 \\% of {\\textbraceleft}a{\\textbraceright} \\& b\\_c', 'a {\\textbackslash}b')
    """
    return _line(text).translate(_FOR_LATEX)


@remembered(64)
def _line(text: str) -> str:
    """Give a text in one line, without signs that nobody sees, and cut where it is long."""
    line = " ".join(text.split())
    if not line.isprintable():
        plain = "".join(" " if category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text if sign not in _TURNING)
        line = " ".join(plain.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


@remembered(64)
def _address(iri: str) -> str:
    """Give an IRI as a field has it: what BibTeX counts or LaTeX cannot have in an address is percent-encoded."""
    return re.sub(r"[\x00-\x20\\{}\"<>^`|\x7f]", lambda match: f"%{ord(match[0]):02X}", iri)


@remembered(64)
def _key(iri: str) -> str:
    """Make a key of an IRI: its host and path in ASCII letters, digits and hyphens.

    >>> _key("https://garden.example.org/plant/Été")
    'garden-example-org-plant-t'
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", iri.partition("://")[2]).strip("-") or "entry"
