"""The checks of values: ill-typed literals, IRIs that run scripts, and literals that are not in their canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from catalogue.columns.oddities import odd_values, with_values
from catalogue.edition import Edition
from catalogue.lexical import INTEGERS, has_forms, is_valid
from catalogue.lint.fixes.forms import forms
from catalogue.lint.form_readers import FormReaders
from catalogue.lint.ill_typed import reason
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import datatype_name, shown
from catalogue.lint.scope import Scope, added
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text, languages
from catalogue.sources.statements import IRI_TAG
from catalogue.store.written import CHANGED, canonical_forms, is_surely_kept
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
    why = reason(value.value, datatype) or Message(
        "C210.not", names={tag: datatype_name(edition, datatype, tag) for tag in languages()}
    )
    return Unplaced(
        KINDS["lexical"],
        triple.subject,
        triple.predicate,
        value,
        Message("C210.ill-typed", value=shown(edition, value), reason=why),
        Message("C210.correct-write-another-datatype.advice"),
        file=file,
        meant=tuple(Literal(form.lexical, datatype=NamedNode(form.datatype)) for form in meant[:2]),
        certain=bool(meant) and meant[0].certain,
    )


def unusual_forms(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find literals not in their canonical form: `12.50` is another term than `12.5`, with the same value.

    Where a shape asks for a form, it stays; and so do the many forms of `xsd:double` and `xsd:float`. Of each property the
    first are reported, each with the number of all.
    """
    among = scope.among("canonical", added(2))
    doubtful = odd_values(edition.graph, _FORMED.__contains__, _may_be_unusual, among)
    terms = edition.graph.columns.terms
    literals = [terms[number] for number in doubtful.tolist()]
    forms = {each: _form(each, form) for each, form in zip(literals, canonical_forms(literals), strict=True)}
    unusual = doubtful[[literal.value != forms[literal] for literal in literals]]
    scope.suspect("canonical", unusual.tolist())
    by_property: dict[NamedNode, list[tuple[str, Triple]]] = {}
    for file, triple in with_values(edition.graph, unusual):
        by_property.setdefault(triple.predicate, []).append((file, triple))
    readers = FormReaders(edition.shacl)
    for property_, statements in by_property.items():
        if not readers.ask_for_form(property_):
            is_safe = not readers.may_see_form(property_)
            for file, triple in statements[:_MOST_UNUSUAL]:
                yield replace(_unusual(edition, file, triple, forms, len(statements)), certain=is_safe)


def _may_be_unusual(tag: str, lexical_form: str) -> bool:
    return not is_surely_kept(lexical_form, tag if tag not in _INTEGERS else _INTEGER)


def _form(literal: Literal, canonical_form: str) -> str:
    """Give the form that a literal should have: a decimal that is written with a point keeps one, as in XSD 1.0.

    XSD 1.1 has `-1` for `-1.0`, which Turtle could not write without quotation marks.
    """
    keeps_point = literal.datatype.value == _DECIMAL and "." in literal.value and "." not in canonical_form
    return canonical_form + ".0" if keeps_point else canonical_form


def _unusual(edition: Edition, file: str, triple: Triple, forms: Mapping[Literal, str], count: int) -> Unplaced:
    value: Any = triple.object
    meant = Literal(forms[value], datatype=value.datatype)
    return Unplaced(
        KINDS["canonical"],
        triple.subject,
        triple.predicate,
        value,
        Message("C213.not-canonical", value=shown(edition, value), form=shown(edition, meant), count=count),
        file=file,
        meant=(meant,),
        advise=_write,
    )


def _write(turtle: str) -> Text:
    return Message("C213.write-canonical.advice", form=turtle)


_MOST_UNUSUAL = 30
"""How many literals of a property are reported that are not in their canonical form."""

_INTEGER, _DECIMAL = XSD + "integer", XSD + "decimal"
_INTEGERS = frozenset(XSD + name for name in INTEGERS)
_FORMED = CHANGED - {XSD + "double", XSD + "float"}
