"""The checks of values: ill-typed literals, and IRIs that run scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.columns.oddities import odd_values, with_values
from catalogue.edition import Edition
from catalogue.lexical import has_forms, is_valid
from catalogue.lint.fixes.forms import forms
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import datatype_name, shown
from catalogue.lint.scope import Scope, added
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, languages
from catalogue.sources.statements import IRI_TAG
from catalogue.terms import XSD, Literal, NamedNode, Triple

_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_DATES = tuple(XSD + name for name in ("date", "gYearMonth", "gYear"))


def wrong_values(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find ill-typed literals, such as 31 February, and `javascript:` IRIs."""
    among = scope.among("lexical", added(2))
    wrong = odd_values(edition.graph, lambda tag: tag == IRI_TAG or has_forms(tag), _is_wrong, among)
    scope.suspect("lexical", wrong.tolist())
    for file, triple in with_values(edition.graph, wrong):
        value = triple.object
        if isinstance(value, Literal):
            yield _ill_formed(edition, file, triple, value)
        else:
            yield Unplaced(
                KINDS["script-iri"],
                triple.subject,
                triple.predicate,
                value,
                Message("C211.would-run-script", value=shown(edition, value)),
                Message("C211.write-http-https-address.advice"),
                file=file,
            )


def _is_wrong(tag: str, lexical_form: str) -> bool:
    return _SCRIPT.match(lexical_form) is not None if tag == IRI_TAG else not is_valid(lexical_form, tag)


def _ill_formed(edition: Edition, file: str, triple: Triple, value: Literal) -> Unplaced:
    datatype = value.datatype.value
    meant = forms(value.value, _DATES if datatype in _DATES else [datatype])
    names = {tag: datatype_name(edition, datatype, tag) for tag in languages()}
    return Unplaced(
        KINDS["lexical"],
        triple.subject,
        triple.predicate,
        value,
        Message("C210.not-possible", value=shown(edition, value), names=names),
        Message("C210.correct-write-another-datatype.advice"),
        file=file,
        meant=tuple(Literal(form.lexical, datatype=NamedNode(form.datatype)) for form in meant[:2]),
        certain=bool(meant) and meant[0].certain,
    )
