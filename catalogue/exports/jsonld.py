"""JSON-LD 1.1 with a context made from the shapes and written into each document: nothing remote is needed to read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from catalogue.edition import Edition, held_by_edition
from catalogue.model import Model, Property
from catalogue.names import Prefixes, local_name
from catalogue.serialise import by_subject
from catalogue.terms import RDF_TYPE, XSD, XSD_STRING, BlankNode, Literal, NamedNode, Term, Triple, language_of

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_NAMESPACE_END = ("#", "/", ":", "?", "[", "]", "@")


@dataclass(frozen=True)
class TermDefinition:
    """A term of the context.

    Attributes:
        name: the term.
        iri: the predicate that it stands for.
        coercion: `@id`, a datatype, `@language` for texts by language, or empty.
    """

    name: str
    iri: str
    coercion: str = ""

    def to_json(self, prefixes: Prefixes) -> Any:
        """Give the definition as the context has it."""
        short = _compact(self.iri, prefixes)
        if self.coercion == "@language":
            return {"@id": short, "@container": "@language"}
        if self.coercion:
            kind = self.coercion if self.coercion.startswith("@") else _compact(self.coercion, prefixes)
            return {"@id": short, "@type": kind}
        return short


@held_by_edition
def definitions(edition: Edition) -> dict[str, TermDefinition]:
    """Give the terms of a catalogue's context by the predicate they stand for, as the shapes say.

    Where two properties have the same local name the later one gets its prefix in front of it.
    """
    terms: dict[str, TermDefinition] = {}
    names: set[str] = set()
    for iri, coercions in _coercions(edition.model).items():
        name = local_name(iri)
        if name in names:
            name = edition.settings.prefixes.shorten(iri).replace(":", "_")
        if name not in names and re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII):
            names.add(name)
            terms[iri] = TermDefinition(name, iri, coercions.pop() if len(coercions) == 1 else "")
    return terms


def _coercions(model: Model) -> dict[str, set[str]]:
    """Give what each predicate's values are coerced to, as the types have it; what only judges counts where no type has it."""
    coercions: dict[str, set[str]] = {}
    for types in (model.types.values(), model.unlisted):
        described = frozenset(coercions)
        for prop in (prop for type_ in types for prop in type_.properties):
            if prop.path.predicate is not None and prop.path.predicate not in described:
                coercions.setdefault(prop.path.predicate, set()).add(_coercion(prop))
    return coercions


def _coercion(prop: Property) -> str:
    if prop.is_reference:
        return "@id"
    if prop.is_text:
        return "@language"
    if len(set(prop.datatypes)) == 1 and prop.datatypes[0] != XSD_STRING:
        return prop.datatypes[0]
    return ""


def context(edition: Edition) -> bytes:
    """Write the whole context of a catalogue, for those who want to write such documents themselves."""
    prefixes = edition.settings.prefixes
    entries: dict[str, Any] = {"@version": 1.1}
    entries.update({p: ns for p, ns in prefixes.items() if p and ns.endswith(_NAMESPACE_END)})
    entries.update({t.name: t.to_json(prefixes) for t in sorted(definitions(edition).values(), key=lambda t: t.name)})
    return _dump({"@context": entries})


def document(edition: Edition, triples: Iterable[Triple]) -> bytes:
    """Write statements as a JSON-LD document that carries its own context.

    Args:
        edition: the catalogue, whose shapes make the terms.
        triples: the statements; the nodes follow in the order of their first appearance as subjects.

    Returns:
        UTF-8 bytes: an object with `@context` and `@graph`.
    """
    writer = _Writer(edition.settings.prefixes, definitions(edition))
    graph = writer.nodes(triples)
    return _dump({"@context": writer.context(), "@graph": graph})


class _Writer:
    """Writes nodes and remembers which terms and prefixes they need."""

    def __init__(self, prefixes: Prefixes, terms: Mapping[str, TermDefinition]) -> None:
        self.prefixes = prefixes
        self.terms = terms
        self.used_terms: dict[str, TermDefinition] = {}
        self.used_prefixes: set[str] = set()

    def context(self) -> dict[str, Any]:
        for term in self.used_terms.values():
            self._short(term.iri)
            if term.coercion and not term.coercion.startswith("@"):
                self._short(term.coercion)
        entries: dict[str, Any] = {p: self.prefixes[p] for p in sorted(self.used_prefixes)}
        entries.update({name: term.to_json(self.prefixes) for name, term in sorted(self.used_terms.items())})
        return entries

    def nodes(self, triples: Iterable[Triple]) -> list[dict[str, Any]]:
        nodes: dict[Term, dict[str, Any]] = {}
        for triple in by_subject(triples):
            node = nodes.setdefault(triple.subject, {"@id": _node_id(triple.subject)})
            if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
                node.setdefault("@type", []).append(self._short(triple.object.value))
            else:
                self._add(node, triple.predicate.value, triple.object)
        return [_unwrapped(node) for node in nodes.values()]

    def _add(self, node: dict[str, Any], predicate: str, value: Any) -> None:
        term = self.terms.get(predicate)
        if term is not None and _fits(term, value):
            self.used_terms[term.name] = term
            if term.coercion == "@language":
                node.setdefault(term.name, {}).setdefault(language_of(value), []).append(value.value)
            else:
                node.setdefault(term.name, []).append(self._value(value, term.coercion))
        else:
            node.setdefault(self._short(predicate, key=True), []).append(self._value(value, ""))

    def _value(self, value: Any, coercion: str) -> Any:
        if not isinstance(value, Literal):
            return _node_id(value) if coercion == "@id" else {"@id": _node_id(value)}
        if value.language:
            return {"@value": value.value, "@language": language_of(value)}
        datatype = value.datatype.value
        native = _native(value.value, datatype) if coercion in {"", datatype} else None
        if native is not None:
            return native
        if datatype == XSD_STRING:
            return {"@value": value.value} if coercion else value.value
        return value.value if coercion == datatype else {"@value": value.value, "@type": self._short(datatype)}

    def _short(self, iri: str, *, key: bool = False) -> str:
        short = _compact(iri, self.prefixes)
        if short != iri:
            self.used_prefixes.add(short.partition(":")[0])
        return short if short != iri or not key else iri


def _native(lexical: str, datatype: str) -> int | bool | None:
    """Give the JSON value of a literal that every reader turns back into the very same literal, else None."""
    if datatype == XSD + "integer" and _INTEGER.fullmatch(lexical):
        return int(lexical)
    return lexical == "true" if datatype == XSD + "boolean" and lexical in {"true", "false"} else None


def _fits(term: TermDefinition, value: Any) -> bool:
    if term.coercion == "@id":
        return not isinstance(value, Literal)
    if term.coercion == "@language":
        return isinstance(value, Literal) and value.language is not None
    if term.coercion in {"", XSD + "integer", XSD + "boolean"}:
        return True
    return isinstance(value, Literal)


def _compact(iri: str, prefixes: Prefixes) -> str:
    """Shorten an IRI by a prefix that a context may have: JSON-LD knows no empty term."""
    short = prefixes.shorten(iri)
    prefix = short.partition(":")[0]
    return short if short != iri and prefix and prefixes[prefix].endswith(_NAMESPACE_END) else iri


def _node_id(node: Any) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else str(node.value)


def _unwrapped(node: dict[str, Any]) -> dict[str, Any]:
    """Write single values without a list around them, as people expect."""
    flat: dict[str, Any] = {}
    for key, values in node.items():
        if isinstance(values, dict):
            flat[key] = {tag: texts[0] if len(texts) == 1 else texts for tag, texts in values.items()}
        else:
            flat[key] = values[0] if isinstance(values, list) and len(values) == 1 else values
    return flat


def _dump(document_: Any) -> bytes:
    r"""Write what `json.dumps` writes with an indent of two blanks, whose encoder for that is slow.

    >>> value = {"a": [1, True, None, [], {}, {"b": "é\u2028\""}]}
    >>> _dump(value).decode() == json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    True
    """
    return f"{_indented(document_, chr(10))}\n".encode()


def _indented(value: Any, line: str) -> str:
    """Write a value.

    Args:
        value: what JSON has.
        line: the end of a line and the indent of the next.
    """
    if type(value) is str:
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        inner = f"{line}  "
        members = [f"{encode_basestring(key)}: {_indented(each, inner)}" for key, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list) and value:
        inner = f"{line}  "
        return f"[{inner}{f',{inner}'.join([_indented(each, inner) for each in value])}{line}]"
    return json.dumps(value)
