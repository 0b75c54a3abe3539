"""Entities as Turtle, under other names and with other words each time."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.entities import DCT, SKOS, Entity
from catalogue.config import Settings
from catalogue.names import LOCAL_NAME
from catalogue.terms import RDF_TYPE, XSD, XSD_STRING, BlankNode, Literal, NamedNode, Term

_NAMING = frozenset({SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", SKOS + "notation", DCT + "identifier"})
"""Properties whose values tell things apart, and are therefore numbered."""

_SOURCE = DCT + "source"
_BARE = re.compile(r"[+-]?\d+|true|false")
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r"}


def head(settings: Settings, prefixes: Mapping[str, str]) -> str:
    """Write the base and the prefixes that a file begins with."""
    lines = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items())]
    return "".join([f"@base <{settings.base}> .\n", *lines])


@dataclass(frozen=True)
class _Slot:
    """A term that is written otherwise each time: what stands before and behind the number, or the words to replace."""

    before: str
    after: str = ""
    words: int = 0
    language: str = ""
    is_source: bool = False


class Words:
    """The words of a catalogue's texts by language, in their order, to make other texts of the same length."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        found: dict[str, list[str]] = {}
        for entity in entities:
            for triple in entity.statements:
                if isinstance(triple.object, Literal) and triple.object.language:
                    found.setdefault(triple.object.language, []).extend(triple.object.value.translate(_ESCAPES).split())
        self._words = {language: words + words for language, words in found.items()}

    def text(self, seed: str, count: int, language: str) -> str:
        """Give so many words of a language, the same ones for the same seed."""
        words = self._words[language]
        half = len(words) // 2
        start = zlib.crc32(seed.encode()) % half
        return " ".join(words[start : start + min(count, half)])


class Printer:
    """Writes the same entities again and again.

    Args:
        settings: those of the catalogue.
        entities: what is written.
        words: where other words are taken from; without them texts stay as they are.
        numbered: whether names end in a suffix; else everything stays as it is.
    """

    def __init__(
        self, settings: Settings, entities: Sequence[Entity], words: Words | None = None, *, numbered: bool = True
    ) -> None:
        self._settings = settings
        self._prefixes: dict[str, str] = {}
        self._own = {entity.node for entity in entities}
        self._named = {t.object for e in entities for t in e.statements if t.predicate.value in _NAMING}
        self._words = words
        self._numbered = numbered
        self._slots: dict[_Slot, int] = {}
        self._templates = {entity.node: self._template(entity) for entity in entities}

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of what was written."""
        return self._prefixes

    def write(self, suffix: str, source_suffix: str | None = None) -> dict[object, str]:
        """Write all entities once.

        Args:
            suffix: what the names end in this time.
            source_suffix: what the names of the things end in that `dct:source` refers to, if it is another.

        Returns:
            The Turtle of each entity, by its node.
        """
        terms: list[str] = []
        said: set[str] = set()
        for slot in self._slots:
            term = self._filled(slot, suffix, source_suffix or suffix)
            if slot.words and term in said:  # a few words are often the same, and nobody says the same twice
                words, mark, language = term.rpartition('"')
                term = f"{words} {len(terms)}{mark}{language}"
            said.add(term)
            terms.append(term)
        return {
            node: "".join(piece if isinstance(piece, str) else terms[piece] for piece in pieces)
            for node, pieces in self._templates.items()
        }

    def _filled(self, slot: _Slot, suffix: str, source_suffix: str) -> str:
        if slot.words and self._words is not None:
            return f'"{self._words.text(f"{suffix} {slot.before}", slot.words, slot.language)}"@{slot.language}'
        return f"{slot.before}{source_suffix if slot.is_source else suffix}{slot.after}"

    def _template(self, entity: Entity) -> list[str | int]:
        pieces: list[str | int] = [self._piece(entity.node, RDF_TYPE)]
        by_predicate: dict[NamedNode, list[Term]] = {}
        for triple in entity.statements:
            by_predicate.setdefault(triple.predicate, []).append(triple.object)
        mark = "\n    "
        for predicate, values in by_predicate.items():
            pieces += [mark, "a" if predicate == RDF_TYPE else self._iri(predicate.value), " "]
            for number, value in enumerate(values):
                pieces += [", " if number else "", self._piece(value, predicate)]
            mark = " ;\n    "
        return [*pieces, " .\n"]

    def _piece(self, term: Term, predicate: NamedNode) -> str | int:
        slot = self._slot(term, predicate)
        if slot is None:
            return self._constant(term)
        return self._slots.setdefault(slot, len(self._slots))

    def _slot(self, term: Term, predicate: NamedNode) -> _Slot | None:
        if not self._numbered:
            return None
        if isinstance(term, BlankNode):
            return _Slot(f"_:{term.value}-")
        if isinstance(term, NamedNode):
            return self._name_slot(term, predicate)
        if term in self._named and (term.language or term.datatype.value == XSD_STRING):
            return _Slot(f'"{term.value.translate(_ESCAPES)} ', f'"@{term.language}' if term.language else '"')
        is_text = self._words is not None and term.language
        return _Slot(term.value, words=len(term.value.split()), language=term.language or "") if is_text else None

    def _name_slot(self, name: NamedNode, predicate: NamedNode) -> _Slot | None:
        if name in self._own:
            return _Slot(f"<{name.value.removeprefix(self._settings.base)}-", ">", is_source=predicate.value == _SOURCE)
        return _Slot(f"<{name.value}", ">") if self._is_site(name.value) else None

    def _is_site(self, iri: str) -> bool:
        return self._words is not None and iri.startswith("https:") and iri.endswith("/") and iri != self._settings.base

    def _constant(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if not isinstance(term, Literal):
            return str(term)
        if term.language or term.datatype.value == XSD_STRING:
            return f'"{term.value.translate(_ESCAPES)}"' + (f"@{term.language}" if term.language else "")
        if term.datatype.value in {XSD + "integer", XSD + "boolean"} and _BARE.fullmatch(term.value):
            return term.value
        return f'"{term.value.translate(_ESCAPES)}"^^{self._iri(term.datatype.value)}'

    def _iri(self, iri: str) -> str:
        for prefix, namespace in self._settings.prefixes.items():
            if iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri[len(namespace) :]):
                self._prefixes[prefix] = namespace
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri.removeprefix(self._settings.base)}>"
