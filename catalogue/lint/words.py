"""The checks of what is written: values that are none of their datatype, IRIs that run scripts, characters nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalogue.columns.oddities import odd_values, with_values
from catalogue.edition import Edition
from catalogue.edits import Edit, Fix
from catalogue.lexical import has_forms, is_valid
from catalogue.lint.checks import Remark
from catalogue.lint.findings import Finding
from catalogue.lint.fixes.forms import forms
from catalogue.lint.kinds import KINDS
from catalogue.lint.scope import Scope, added
from catalogue.lint.wording import datatype_name, shown
from catalogue.messages import Message, Text, languages
from catalogue.sources import place_of
from catalogue.sources.statements import IRI_TAG
from catalogue.terms import XSD, Literal, NamedNode, Triple
from catalogue.turtle import Lines

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(
    "(?P<control>[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f])"
    f"|(?P<bidi>[{_BIDI}])"
    r"|(?<!\\)(?:\\\\)*(?P<escape>\\u00(?:0[0-8BbCcEeFf]|1[0-9A-Fa-f]|7[Ff]|[89][0-9A-Fa-f]))"
)
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_DATES = tuple(XSD + name for name in ("date", "gYearMonth", "gYear"))


def lexical(edition: Edition, scope: Scope) -> Iterator[Remark]:
    """Find values that are none of their datatype, such as 31 February, and `javascript:` IRIs."""
    among = scope.among("lexical", added(2))
    wrong = odd_values(edition.graph, lambda tag: tag == IRI_TAG or has_forms(tag), _is_wrong, among)
    scope.suspect("lexical", wrong.tolist())
    for file, triple in with_values(edition.graph, wrong):
        value = triple.object
        if isinstance(value, Literal):
            yield _ill_formed(edition, file, triple, value)
        else:
            yield Remark(
                KINDS["script-iri"],
                triple.subject,
                triple.predicate,
                value,
                Message("C211.would-run-script", value=shown(edition, value)),
                Message("C211.write-http-https-address.advice"),
                file=file,
            )


def _is_wrong(tag: str, words: str) -> bool:
    return _SCRIPT.match(words) is not None if tag == IRI_TAG else not is_valid(words, tag)


def _ill_formed(edition: Edition, file: str, triple: Triple, value: Literal) -> Remark:
    datatype = value.datatype.value
    found = forms(value.value, _DATES if datatype in _DATES else [datatype])
    names = {tag: datatype_name(edition, datatype, tag) for tag in languages()}
    return Remark(
        KINDS["lexical"],
        triple.subject,
        triple.predicate,
        value,
        Message("C210.not-possible", value=shown(edition, value), names=names),
        Message("C210.correct-write-another-datatype.advice"),
        file=file,
        meant=tuple(Literal(form.lexical, datatype=NamedNode(form.datatype)) for form in found[:2]),
        certain=bool(found) and found[0].certain,
    )


def unseen_characters(edition: Edition) -> Iterator[Finding]:
    """Find control characters, and characters that change the direction in which a text is shown."""
    for source in (*edition.data, *edition.shapes, *edition.queries):
        if not source.may_hide:
            continue
        words = source.data.decode("utf-8", "replace")
        lines: Lines | None = None
        for match in _UNSEEN.finditer(words):
            lines = lines or Lines(words)
            kind = "bidi" if match.lastgroup == "bidi" else "control-character"
            group = match.lastgroup or "control"
            place = place_of(source.path, lines.span(*match.span(group)))
            yield Finding(
                KINDS[kind],
                KINDS[kind].severity,
                place,
                _unseen(match[group]),
                _UNSEEN_ADVICE[kind],
                fixes=(Fix(Message("lint.remove.fix"), (Edit(place, *match.span(group), ""),)),),
            )


def _unseen(character: str) -> Text:
    code = character if character.startswith("\\") else f"U+{ord(character):04X}"
    return Message("lint.character-not-seen", value=code)


_UNSEEN_ADVICE: Mapping[str, Text] = {
    "bidi": Message("lint.unseen-advice.bidi"),
    "control-character": Message("lint.unseen-advice.control-character"),
}
