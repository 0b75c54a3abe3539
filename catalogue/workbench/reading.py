"""Reading: what somebody has typed or written as the value of a property, made a term of RDF, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.languages import recommended
from catalogue.lexical import has_forms, is_valid
from catalogue.lint.fixes.forms import Form, forms
from catalogue.lint.naming import datatype_name
from catalogue.messages import Message, Text, any_of
from catalogue.terms import RDF_LANG_STRING, XSD, XSD_STRING, Literal, NamedNode, Term
from catalogue.visible import visible
from catalogue.workbench.form import Field
from catalogue.workbench.things import FEW, NEAREST, Things

_TRUE = {"true", "yes", "y", "oui", "o", "vrai", "1"}
_FALSE = {"false", "no", "n", "non", "faux", "0"}
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+")
_TAGGED = re.compile(r"(?P<text>.*)@(?P<tag>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)", re.DOTALL)
_BOOLEAN = XSD + "boolean"
_ANY_URI = XSD + "anyURI"
_TEXTS = frozenset({XSD_STRING, XSD + "normalizedString", XSD + "token"})


@dataclass(frozen=True)
class Unread:
    """Why what was typed is no value.

    Attributes:
        reason: what is wrong and what to write, by language.
        meant: the values that may have been meant, the likeliest first.
        is_new_name: whether it may be the name of a thing that is not there yet.
    """

    reason: Text
    meant: Sequence[Term] = ()
    is_new_name: bool = False


class Reader:
    """Reads values.

    Args:
        things: what values may be.
        language: the language of what people type: whether `1,5` is a number.
    """

    def __init__(self, things: Things, language: str) -> None:
        self._things = things
        self._language = language

    def read(self, field: Field, text: str, tag: str = "") -> Term | Unread:
        """Read a value.

        Args:
            field: the property.
            text: what was typed.
            tag: the language of the text, where texts of the property have one.

        Returns:
            The term; or the reason why it is none. Whether the shapes allow the term is another question.
        """
        if field.languages:
            return self._text(field, text, tag)
        choices = self._things.choices(field)
        if choices:
            return self._choice(field, text)
        if field.is_reference:
            return self._reference(field, text)
        if field.datatypes:
            return self._literal(field.datatypes, text)
        return self._anything(field, text)

    def _text(self, field: Field, text: str, tag: str) -> Term | Unread:
        match = _TAGGED.fullmatch(text)
        if (
            match is not None
            and field.takes_language(recommended(match["tag"]))
            and (not tag or match["tag"] not in field.languages)
        ):
            text, tag = match["text"], match["tag"]
        if not tag and len(field.languages) == 1:
            tag = field.languages[0]
        if tag and not field.takes_language(recommended(tag)):
            return Unread(Message("new.no-language", key=visible(tag), languages=any_of(field.languages)))
        if not tag:
            return Unread(Message("new.needs-language", languages=any_of(field.languages), example=field.languages[0]))
        return Literal(text.strip(), language=tag)

    def _choice(self, field: Field, text: str) -> Term | Unread:
        """Read one of the values that there are: by its label, the end of its IRI or its IRI."""
        called = self._things.called(field, text)
        if len(called) == 1:
            return called[0]
        if called:
            return Unread(Message("new.several-called", text=visible(text), count=len(called)), called)
        iri = self._things.iri(text) if not field.is_literal else None
        if iri is not None:
            return iri
        containing = self._things.containing(field, text) if text.strip() else []
        few = self._things.choices(field)[: FEW + 1]
        meant = containing if 0 < len(containing) <= FEW else self._things.near(field, text) or (few if len(few) <= FEW else ())
        if not field.listed and field.datatypes:  # things or literals
            literal = self._literal(field.datatypes, text)
            return literal if not isinstance(literal, Unread) else Unread(literal.reason, meant)
        return Unread(Message("new.none-called", text=visible(text)), meant, is_new_name=not field.listed)

    def _reference(self, field: Field, text: str) -> Term | Unread:
        iri = self._things.iri(text)
        if iri is not None:
            return iri
        example = f"<{self._things.edition.settings.base}…>"
        if not field.classes:
            return Unread(Message("new.no-iri", text=visible(text), example=example))
        return Unread(Message("new.none-there", text=visible(text)), is_new_name=True)

    def _literal(self, datatypes: Sequence[str], text: str) -> Term | Unread:
        """Read a literal of one of some datatypes: of the first in whose lexical forms it is, as it is written."""
        if RDF_LANG_STRING in datatypes and len(datatypes) == 1:
            datatypes = (XSD_STRING,)
        judged = [datatype for datatype in datatypes if has_forms(datatype)]
        exact = self._exact(judged, text)
        if exact is not None:
            return exact
        listed = forms(text, judged)
        if listed and listed[0].certain:
            return _literal_of(listed[0])
        open_ = [datatype for datatype in datatypes if datatype not in judged]
        if open_:
            return self._open(open_[0], text)
        names = any_of([datatype_name(self._things.edition, datatype, self._language) for datatype in datatypes])
        reason = Message("new.not-of-datatype", text=visible(text), datatype=names)
        return Unread(reason, [_literal_of(form) for form in listed[:NEAREST]])

    def _exact(self, datatypes: Sequence[str], text: str) -> Literal | None:
        trimmed = text.strip()
        if _BOOLEAN in datatypes and trimmed.casefold() in _TRUE | _FALSE:
            return Literal("true" if trimmed.casefold() in _TRUE else "false", datatype=NamedNode(_BOOLEAN))
        number = re.sub(r"[ \u00a0\u202f]", "", trimmed) if _GROUPED.fullmatch(trimmed) else trimmed
        if self._language.startswith("fr") and re.fullmatch(r"[+-]?[0-9]+,[0-9]+", number):
            number = number.replace(",", ".")
        for datatype in datatypes:
            if is_valid(number, datatype):
                return Literal(number, datatype=NamedNode(datatype))
        return None

    @staticmethod
    def _open(datatype: str, text: str) -> Term | Unread:
        """Read a literal of a datatype that any text fits, or whose forms nobody knows."""
        text = text.strip()
        if datatype == _ANY_URI and ("://" not in text or " " in text):
            return Unread(Message("new.no-address", text=visible(text)))
        return Literal(text) if datatype == XSD_STRING else Literal(text, datatype=NamedNode(datatype))

    def _anything(self, field: Field, text: str) -> Term | Unread:
        """Read a value of which the shapes do not say what it is: an IRI where it is written as one, else a text."""
        iri = self._things.iri(text) if not field.is_literal else None
        return iri if iri is not None else Literal(text.strip())


def _literal_of(form: Form) -> Literal:
    return Literal(form.lexical, datatype=NamedNode(form.datatype))
