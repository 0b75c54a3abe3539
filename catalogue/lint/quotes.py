"""The check of quotes: whether each stands, character by character, in the text of its document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from catalogue.config import Quotes
from catalogue.edition import Edition
from catalogue.files import real_path
from catalogue.lint.kinds import KINDS
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message
from catalogue.terms import XSD, Literal, NamedNode, Node, Term


def quotes(edition: Edition, names: Quotes, folder: Path) -> Iterator[Unplaced]:
    """Find quotes that do not stand, character by character, in the text of their document.

    Args:
        edition: the catalogue.
        names: the properties of quotes and of their documents.
        folder: where the texts of the documents lie.
    """
    graph = edition.graph
    texts: dict[Node, str | None] = {}
    for triple in graph.triples(None, NamedNode(names.quote)):
        for document in graph.objects(triple.subject, NamedNode(names.document)):
            if isinstance(document, Literal):
                continue
            if document not in texts:
                path = graph.value(document, NamedNode(names.file))
                data = _read(folder, path.value) if path is not None else None
                if path is not None:
                    yield from _wrong_text(edition, names, document, path, data)
                texts[document] = data.decode("utf-8", "replace") if data is not None else None
            text = texts[document]
            if text is not None:
                yield from _wrong_quote(edition, names, triple.subject, triple.object, text)


def _read(folder: Path, name: str) -> bytes | None:
    try:
        path = real_path(folder / name)
        return path.read_bytes() if path.is_relative_to(real_path(folder)) and path.is_file() else None
    except (OSError, ValueError):  # the second: a name that no file can have
        return None


def _wrong_text(edition: Edition, names: Quotes, document: Node, path: Term, data: bytes | None) -> Iterator[Unplaced]:
    if data is None:
        yield Unplaced(
            KINDS["quoted-text"],
            document,
            NamedNode(names.file),
            path,
            Message("C207.no-text", path=path.value),
            Message("C207.correct-path-put-text.advice"),
        )
        return
    expected = edition.graph.value(document, NamedNode(names.sha256)) if names.sha256 else None
    actual = hashlib.sha256(data).hexdigest()
    if expected is not None and expected.value != actual and names.sha256:
        yield Unplaced(
            KINDS["quoted-text"],
            document,
            NamedNode(names.sha256),
            expected,
            Message("C207.text-another-digest", path=path.value),
            Message("C207.sha-256.advice", actual=actual),
        )


def _wrong_quote(edition: Edition, names: Quotes, passage: Node, quote: Term, text: str) -> Iterator[Unplaced]:
    if quote.value not in text:
        yield Unplaced(
            KINDS["quote"],
            passage,
            NamedNode(names.quote),
            quote,
            Message("C206.document-does-not-say-word"),
            Message("C206.copy-words-from-document-their.advice"),
        )
        return
    start, end = (_integer(edition, passage, iri) for iri in (names.start, names.end))
    if start is not None and end is not None and names.start and text[start:end] != quote.value:
        position = text.index(quote.value)
        yield Unplaced(
            KINDS["quote"],
            passage,
            NamedNode(names.start),
            Literal(str(start), datatype=NamedNode(XSD + "integer")),
            Message("C206.quote-stands-elsewhere-document"),
            Message("C206.write.advice", actual=position, actual2=position + len(quote.value)),
        )


def _integer(edition: Edition, node: Node, iri: str | None) -> int | None:
    value = edition.graph.value(node, NamedNode(iri)) if iri else None
    return int(value.value) if isinstance(value, Literal) and value.value.isdecimal() else None
