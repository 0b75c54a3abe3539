"""An entry that is software as a document of publiccode.yml: what of it the standard holds, and what it lacks to be valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from catalogue import publiccode
from catalogue.crosswalk import MATCHES, mapped
from catalogue.crosswalk.facts import values_in
from catalogue.crosswalk.vocabulary import PUBLICCODE
from catalogue.edition import Edition
from catalogue.exports.software.things import address_of, is_agent, is_person, licence_of
from catalogue.languages import recommended
from catalogue.messages import Message, Text, say
from catalogue.model import is_true
from catalogue.names import STANDARD_PREFIXES
from catalogue.publiccode import DESCRIPTION, KEYS, VERSION_KEY, Fault, Key, Kind, check, children, version_for
from catalogue.publiccode.checking import reason_against
from catalogue.terms import XSD, Literal, NamedNode, Term, language_of

_NOTATION = NamedNode(STANDARD_PREFIXES["skos"] + "notation")
_BOOLEAN = XSD + "boolean"
_OF_A_DAY = frozenset({XSD + "date", XSD + "dateTime", XSD + "dateTimeStamp"})
_DAY = 10
_NAME, _LOCALISED, _SHORT, _LONG, _FEATURES = (
    "name",
    "description.localisedName",
    "description.shortDescription",
    "description.longDescription",
    "description.features",
)
_OF_EACH_LANGUAGE = (_SHORT, _LONG, _FEATURES)
_CONTACTS = "maintenance.contacts"


class Description(NamedTuple):
    """What publiccode.yml says of an entry.

    Attributes:
        document: what there is of it.
        faults: what makes it invalid; a document is published when there are none.
        left_out: what the entry has and the document does not, with the reason.
    """

    document: Mapping[str, Any]
    faults: Sequence[Fault]
    left_out: Sequence[Text]

    @property
    def is_valid(self) -> bool:
        """Whether it may be published."""
        return not self.faults


def describe(edition: Edition, thing: NamedNode) -> Description:
    """Describe an entry.

    Args:
        edition: the catalogue.
        thing: the entry.

    Returns:
        The document in the order of the standard, with the oldest version from 0.5 on that has its keys. Of a key for one value
        that has several none is given, and a value that the standard refuses is left out; both are listed.
    """
    return _Writing(edition, thing).description()


class _Writing:
    """Writes one document."""

    def __init__(self, edition: Edition, thing: NamedNode) -> None:
        self._edition = edition
        self._thing = thing
        self._values = values_in(edition, thing, PUBLICCODE)
        self._left_out: list[Text] = []

    def description(self) -> Description:
        given = dict(self._given())
        languages = self._in_languages(given)
        document: dict[str, Any] = {VERSION_KEY: version_for(given)}
        for path, value in given.items():
            if KEYS[path].is_localised:
                document.setdefault(DESCRIPTION, languages)
            else:
                section = document
                for step in KEYS[path].steps[:-1]:
                    section = section.setdefault(step, {})
                section[KEYS[path].steps[-1]] = value
        if not languages:
            document.pop(DESCRIPTION, None)
        return Description(document, check(document), self._left_out)

    def _given(self) -> Iterator[tuple[str, Any]]:
        """Give each key that the entry has values for: what is localised by language, else the value or the values."""
        labels = self._edition.label_text(self._thing)
        for key in KEYS.values():
            if key.path == _NAME:
                yield _NAME, say(labels, self._edition.settings.languages[0])
            elif key.path == _LOCALISED:
                yield _LOCALISED, {recommended(tag): [text] for tag, text in labels.items() if tag}
            elif key.path in self._values and publiccode.is_mappable(key.path):
                value = self._localised(key) if key.is_localised else self._plain(key)
                if value or value is False:
                    yield key.path, value

    # Values

    def _plain(self, key: Key) -> Any:
        values = [value for term in self._values[key.path] if (value := self._fit(key, term)) is not None]
        values = [value for place, value in enumerate(values) if value not in values[:place]]
        if key.is_list or len(values) == 1:
            return values if key.is_list else values[0]
        if values:
            self._left_out.append(Message("publiccode.several", key=key.path, count=len(values)))
        return None

    def _fit(self, key: Key, term: Term) -> Any:
        """Give a value as the standard takes it; None where it takes none such, which is listed."""
        value = self._group(key, term) if key.kind is Kind.GROUP else _VALUES.get(key.kind, _text)(self._edition, key, term)
        shown = self._edition.label(term, self._edition.settings.languages[0])
        if value is None:
            self._left_out.append(Message("publiccode.unfit", key=key.path, value=shown))
            return None
        reason = reason_against(key, value) if isinstance(value, str) else None
        if reason is not None:
            self._left_out.append(Message("publiccode.refused", value=shown, reason=reason))
        return value if reason is None else None

    def _group(self, key: Key, term: Term) -> Any:
        """Give a value that has parts: by its own statements, its name and its IRI; None where one that must be is missing."""
        if key.path == _CONTACTS and isinstance(term, NamedNode) and not is_person(self._edition, term):
            return None
        parts = dict(self._parts(key, term))
        is_complete = all(
            part.steps[-1] in parts for part in children(key.path) if part.is_mandatory or part.steps[-1] == "uri"
        )
        return parts if is_complete else None

    def _parts(self, key: Key, term: Term) -> Iterator[tuple[str, Any]]:
        edition = self._edition
        own = {} if isinstance(term, Literal) else values_in(edition, term, PUBLICCODE)
        for part in children(key.path):
            name = part.steps[-1]
            values = [_VALUES.get(part.kind, _text)(edition, part, value) for value in own.get(part.path, ())]
            if not values:
                values = [_of_itself(edition, name, term)]
            fit = [v for v in values if v is not None and not (isinstance(v, str) and reason_against(part, v))]
            if len(fit) == 1 and not part.is_personal:
                yield name, fit[0]

    # Languages

    def _localised(self, key: Key) -> dict[str, list[str]]:
        """Give the texts of a key by language; what has no language is of the first, and an address of each."""
        by_language: dict[str, list[str]] = {}
        for term in self._values[key.path]:
            for tag, text in self._texts(key, term).items():
                reason = reason_against(key, text)
                if reason is None:
                    by_language.setdefault(recommended(tag), []).append(text)
                elif not self._fits_elsewhere(key, text):
                    self._left_out.append(Message("publiccode.refused", value=text, reason=reason))
        return by_language

    def _texts(self, key: Key, term: Term) -> Mapping[str, str]:
        if key.kind in {Kind.WEB, Kind.PATH}:
            address = address_of(self._edition, term)
            return {} if address is None else {"": address}
        if isinstance(term, Literal):
            return {language_of(term) or self._edition.settings.languages[0]: term.value}
        return {tag: text for tag, text in self._edition.own_label(term).items() if tag}

    def _fits_elsewhere(self, key: Key, text: str) -> bool:
        """Tell whether a text that is mapped to the short and to the long description is the other one."""
        other = {_SHORT: _LONG, _LONG: _SHORT}.get(key.path)
        return other in self._values and reason_against(KEYS[other], text) is None if other else False

    def _in_languages(self, given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Put texts together by language: each must have all that is mandatory, or is left out where another one does."""
        texts = {path: value for path, value in given.items() if KEYS[path].is_localised}
        tags = list(dict.fromkeys(tag for path, value in texts.items() if path != _LOCALISED for tag in value if tag))
        tags.sort(key=self._place)
        complete = [tag for tag in tags if all(tag in texts.get(path, {}) for path in _OF_EACH_LANGUAGE)]
        for tag in tags if complete else ():
            if tag not in complete:
                self._left_out.append(Message("publiccode.incomplete-language", language=tag))
        return {tag: dict(self._of_language(texts, tag, given.get(_NAME))) for tag in complete or tags}

    def _place(self, tag: str) -> tuple[int, str]:
        languages = self._edition.settings.languages
        return (languages.index(tag) if tag in languages else len(languages), tag)

    def _of_language(self, texts: Mapping[str, Any], tag: str, name: str | None) -> Iterator[tuple[str, Any]]:
        for path, by_language in texts.items():
            values = list(dict.fromkeys([*by_language.get(tag, ()), *by_language.get("", ())]))
            if path == _LOCALISED:
                values = [value for value in values if value != name]
            if values:
                yield KEYS[path].steps[-1], values if KEYS[path].is_list else values[0]


def _text(edition: Edition, _key: Key, term: Term) -> str | None:
    if isinstance(term, Literal):
        return term.value
    return edition.label(term, edition.settings.languages[0]) if edition.own_label(term) else None


def _address(edition: Edition, key: Key, term: Term) -> str | None:
    if isinstance(term, Literal):
        return term.value
    return address_of(edition, term, "codeRepository" if key.kind is Kind.URL else "url")


def _uri(_edition: Edition, _key: Key, term: Term) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None


def code_of(edition: Edition, key: Key, term: Term) -> str | None:
    """Give a code: as a literal has it, as the data maps a concept to it, or as its notation; in open lists its name."""
    if isinstance(term, Literal):
        return _spelled(key, term.value)
    start = f"{key.path}."
    names = [*mapped(edition.graph, term, MATCHES, PUBLICCODE), *mapped(edition.shapes_graph, term, MATCHES, PUBLICCODE)]
    codes = [name.removeprefix(start) for name in names if name.startswith(start)]
    codes += [value.value for value in edition.graph.objects(term, _NOTATION) if isinstance(value, Literal)]
    listed = [code for code in (_spelled(key, code) for code in codes) if code in key.codes or not key.codes]
    if listed or key.kind is not Kind.OPEN_CODE:
        return listed[0] if listed else None
    return _spelled(key, edition.label(term, edition.settings.languages[0]))


def _spelled(key: Key, code: str) -> str:
    """Spell a code as its list does, whatever its capitals."""
    return next((each for each in sorted(key.codes) if each.casefold() == code.casefold()), code)


def _date(_edition: Edition, _key: Key, term: Term) -> str | None:
    return term.value[:_DAY] if isinstance(term, Literal) and term.datatype.value in _OF_A_DAY else None


def _truth(_edition: Edition, _key: Key, term: Term) -> bool | None:
    return is_true(term) if isinstance(term, Literal) and term.datatype.value == _BOOLEAN else None


def _language(edition: Edition, key: Key, term: Term) -> str | None:
    code = code_of(edition, key, term)
    return recommended(code) if code is not None else None


def _licence(_edition: Edition, _key: Key, term: Term) -> str | None:
    return licence_of(term)


_VALUES = {
    Kind.URL: _address,
    Kind.WEB: _address,
    Kind.PATH: _address,
    Kind.PICTURE: _address,
    Kind.URI: _uri,
    Kind.CODE: code_of,
    Kind.OPEN_CODE: code_of,
    Kind.COUNTRY: code_of,
    Kind.LANGUAGE: _language,
    Kind.DATE: _date,
    Kind.TRUTH: _truth,
    Kind.LICENCE: _licence,
}
"""What gives a value of each kind."""


def _of_itself(edition: Edition, name: str, term: Term) -> str | None:
    """Give the name, the IRI or the identifier that a value is or has itself."""
    if name == "name":
        return _text(edition, KEYS[_NAME], term)
    if name == "uri":
        return term.value if is_agent(edition, term) and isinstance(term, NamedNode) else None
    return term.value if name == "id" and isinstance(term, NamedNode | Literal) else None
