"""Texts: the files that new things go into, as they will be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.edition import Edition
from catalogue.edition.prefixes import with_declared
from catalogue.errors import BOM, InputError, Place, decoded
from catalogue.lint.fixes import Writer
from catalogue.messages import Message
from catalogue.names import LOCAL_NAME
from catalogue.terms import Literal, NamedNode, Triple
from catalogue.turtle import parse
from catalogue.turtle.layout import layout
from catalogue.workbench.entries import Entries, Entry
from catalogue.workspace.formatting import Order
from catalogue.workspace.nesting import Nesting


@dataclass(frozen=True)
class Text:
    """A file into which new things go.

    Attributes:
        name: its name as in `Source.path`.
        before: its text, or None where there is no such file yet.
        after: its text afterwards.
        added: what is new, as a text of its own.
    """

    name: str
    before: str | None
    after: str
    added: str


class Texts:
    """Writes new things as Turtle.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._order = Order(edition.model)

    @cached_property
    def _prefixes(self) -> Mapping[str, str]:
        edition = self._edition
        return with_declared(edition.settings.prefixes, (*edition.shapes, *edition.data))

    def of(self, name: str, before: bytes | None, entries: Entries, added: Sequence[Entry]) -> Text:
        """Give the text of a file with new things at its end.

        Args:
            name: the file.
            before: what it holds, or None where there is no such file.
            entries: all new things.
            added: those that go into the file.

        Raises:
            InputError: what the file holds is no Turtle in UTF-8: nothing can be added to it.
        """
        triples = [triple for entry in added for triple in entries.triples_of(entry)]
        alone = self._laid(self._written(triples, Writer({}, "")))
        if before is None:
            return Text(name, None, alone, alone)
        old = decoded(before, name)
        tree = parse(old)
        if tree.issues:
            raise InputError(Message("new.file-with-faults"), Place(name))
        writer = Writer.of(old.removeprefix(BOM))
        if self._laid(old) == old:
            return Text(name, old, self._laid(f"{old}\n{self._written(triples, writer)}"), alone)
        ended = old if old.endswith("\n") or not old else f"{old}\n"
        return Text(name, old, f"{ended}\n{self._block(triples, writer)}", alone)

    def scratch(self, entries: Entries) -> str:
        """Write all new things as one text, for a trial: in no layout."""
        triples = [triple for entry in entries.named() for triple in entries.triples_of(entry)]
        return Nesting(_once(triples), Writer({})).text()

    def _laid(self, text: str) -> str:
        return layout(parse(text), self._order, self._edition.settings.languages)

    def _written(self, triples: Sequence[Triple], writer: Writer) -> str:
        """Write statements with the declarations that they need and a text does not have yet."""
        declared = self._declared(triples, writer)
        base = writer.base or self._base(triples, writer)
        lines = "" if writer.base or not base else f"@base <{base}> .\n"
        lines += "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in declared.items())
        whole = Writer({**writer.namespaces, **declared}, base)
        return lines + Nesting(_once(triples), whole).text()

    def _base(self, triples: Sequence[Triple], writer: Writer) -> str:
        """Give the base that a text without one may declare: not where there is a text whose IRIs it would change."""
        base = self._edition.settings.base
        return base if not writer.namespaces and any(iri.startswith(base) for iri in _iris(triples)) else ""

    def _declared(self, triples: Sequence[Triple], writer: Writer) -> dict[str, str]:
        """Give the prefixes that are used and not declared yet."""
        iris = _iris(triples)
        known = {prefix: ns for prefix, ns in self._prefixes.items() if ns not in writer.namespaces.values()}
        used = {
            prefix: namespace
            for prefix, namespace in sorted(known.items())
            if any(iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri[len(namespace) :]) for iri in iris)
        }
        return {prefix: namespace for prefix, namespace in used.items() if prefix not in writer.namespaces}

    def _block(self, triples: Sequence[Triple], writer: Writer) -> str:
        """Lay out statements to stand at the end of a text that is in no layout, with what they need declared before them."""
        declared = self._declared(triples, writer)
        head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in declared.items())
        above = f"@base <{writer.base}> .\n" if writer.base else ""
        above += "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in writer.namespaces.items())
        whole = Writer({**writer.namespaces, **declared}, writer.base)
        laid = self._laid(above + head + Nesting(_once(triples), whole).text())
        _, _, block = laid.partition("\n\n") if laid.startswith("@") else ("", "", laid)
        return f"{head}\n{block}" if head else block


def _once(triples: Iterable[Triple]) -> list[Triple]:
    return list(dict.fromkeys(triples))


def _iris(triples: Iterable[Triple]) -> set[str]:
    terms = {term for triple in triples for term in triple}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    return iris | {term.datatype.value for term in terms if isinstance(term, Literal)}
