"""Entries: predicates and objects as the canonical layout writes them, with their comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from catalogue.turtle.comments import Comments
from catalogue.turtle.scope import Scope
from catalogue.turtle.terms import RDF_TYPE
from catalogue.turtle.tree import Collection, Object, Pair, PropertyList, Term, Tree

WIDTH = 128
"""How wide a line may be before values are written in lines of their own."""

INDENT = "    "
_VERB = 24
_DIGITS = re.compile(r"([0-9]+)")

Order = Callable[[Sequence[str], str], tuple[float, ...]]
"""Gives the place of a predicate among others, from the IRIs of the subject's classes and its own IRI."""


@dataclass(slots=True)
class Value:
    """An object as it is written.

    Attributes:
        node: the object.
        before: comments in lines of their own before it.
        behind: a comment behind it; at most one.
    """

    node: Object
    before: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Keep at most one comment behind: where there are more, all go before."""
        if len(self.behind) > 1:
            self.before += self.behind
            self.behind = []


@dataclass(slots=True)
class Entry:
    """A predicate with its values, as they are written.

    Attributes:
        token: the token of the predicate.
        verb: how it is written.
        iri: its IRI.
        values: its objects.
        before: comments in lines of their own before it.
    """

    token: int
    verb: str
    iri: str
    values: list[Value]
    before: list[str] = field(default_factory=list)

    @property
    def is_parted(self) -> bool:
        """Whether comments stand between its parts."""
        *others, last = self.values
        return bool(last.before) or any(value.before or value.behind for value in others)


class Entries:
    """Gathers, orders and writes the predicates and objects of a subject.

    Args:
        tree: the syntax of a text.
        order: the order of predicates.
        languages: the order of the languages of texts.

    Attributes:
        comments: the comments of the text.
        scope: the base and the prefixes in force.
        unwritten: the tokens of predicates that the layout does not write: `rdf:type`, for which it has `a`, and those that are
            joined with one before.
    """

    def __init__(self, tree: Tree, order: Order, languages: Sequence[str]) -> None:
        self._scan = tree.scan
        self._order = order
        self._languages = {tag.lower(): number for number, tag in enumerate(languages)}
        self._inline: dict[int, str | None] = {}
        self.comments = Comments(tree)
        self.scope = Scope("urn:base:/")
        self.unwritten: set[int] = set()

    # Gathering

    def gather(self, pairs: Sequence[Pair], end: int) -> tuple[list[Entry], list[str]]:
        """Give predicates the comments that belong to them.

        Args:
            pairs: the predicates and objects.
            end: the token that ends them, or follows them.

        Returns:
            The entries as they are written, and comments behind the last that belong to none; the comments right before the end
            and behind it are not among them.
        """
        entries: list[Entry] = []
        loose: list[str] = []
        for number, pair in enumerate(pairs):
            following = pairs[number + 1].verb if number + 1 < len(pairs) else end
            values = [Value(value) for value in pair.objects]
            before: list[str] = []
            if self.comments:
                before = loose + self.comments.above(pair.verb)
                values[0].before += self.comments.behind(pair.verb)
                for value in values:
                    self._attach(value, end)
                loose = self.comments.around(range(pair.last + 2, following))
            entries.append(Entry(pair.verb, self._verb(pair.verb), self.iri(pair.verb), values, before))
        return entries, loose

    def _verb(self, token: int) -> str:
        """Write a predicate."""
        if self.iri(token) != RDF_TYPE.value:
            return self._scan.word(token)
        self.unwritten.add(token)
        return "a"

    def _attach(self, value: Value, end: int) -> None:
        """Give an object its comments: those before it, inside it, and up to its separator and behind that in its line."""
        comments, node = self.comments, value.node
        separator = node.last + 1
        value.before += comments.above(node.first)
        if isinstance(node, Term):
            value.behind += comments.inside(node.first, node.last)
        value.behind += comments.behind(node.last)
        if separator < end:
            value.behind += comments.above(separator) + comments.behind(separator)
        value.settle()

    def iri(self, token: int) -> str:
        """Give the IRI that a token stands for; what is written where it stands for none."""
        kind, word = self._scan.kinds[token], self._scan.word(token)
        if kind == "a":
            return RDF_TYPE.value
        return self.scope.iri(word).value if kind in {"iri", "name"} else word

    # Ordering

    def sorted(self, entries: Sequence[Entry]) -> list[Entry]:
        """Order predicates, join those that are the same, and order their objects."""
        types = [value.node for entry in entries if entry.iri == RDF_TYPE.value for value in entry.values]
        classes = [self.iri(node.first) for node in types if isinstance(node, Term)]
        joined: dict[str, Entry] = {}
        for entry in entries:
            known = joined.setdefault(entry.iri, entry)
            if known is not entry:
                entry.values[0].before[:0] = entry.before
                known.values += entry.values
                self.unwritten.add(entry.token)
        for entry in joined.values():
            entry.values = self._sorted_values(entry.values)
        return sorted(joined.values(), key=lambda e: (e.iri != RDF_TYPE.value, self._order(classes, e.iri), e.verb))

    def _sorted_values(self, values: list[Value]) -> list[Value]:
        """Order objects: IRIs, then other terms by what is written, then strings by language, then anonymous blank nodes.

        Strings stay as they stand where a language has several, and so do anonymous blank nodes. Duplicates are removed.
        """
        if len(values) == 1:
            return values
        distinct = list(self._distinct(values))
        languages = Counter(self._language(value.node) for value in distinct)
        several = any(count > 1 for tag, count in languages.items() if tag)
        return sorted(distinct, key=lambda value: self._key(value.node, several=several))

    def _distinct(self, values: Sequence[Value]) -> Iterator[Value]:
        """List objects without those that are written as one before, unless they have comments."""
        seen: set[str] = set()
        for value in values:
            written = self.flat(value.node) if isinstance(value.node, Term) else None
            if written not in seen or value.before or value.behind:
                yield value
            if written is not None:
                seen.add(written)

    def _key(self, node: Object, *, several: bool) -> tuple[object, ...]:
        """Give the key by which an object is ordered; those with the same key stay in their order.

        Args:
            node: the object.
            several: whether a language has several strings.
        """
        if not isinstance(node, Term):
            return (3,)
        tag = self._language(node)
        if tag:
            return (2,) if several else (2, self._languages.get(tag, len(self._languages)), tag)
        return (int(self._scan.kinds[node.first] not in {"iri", "name", "blank"}), *_natural(self.flat(node) or ""))

    def _language(self, node: Object) -> str:
        if isinstance(node, Term) and self._scan.kinds[node.last] == "langtag":
            return self._scan.word(node.last)[1:].lower()
        return ""

    # Writing

    def lines(self, entries: Sequence[Entry], indent: str, end: str, dangling: Sequence[str] = ()) -> list[str]:
        """Write predicates with their objects, each ended by ` ;` and the last by what ends them all."""
        lines: list[str] = []
        for number, entry in enumerate(entries):
            is_last = number == len(entries) - 1
            lines += [indent + comment for comment in entry.before]
            lines += self._entry(entry, indent, end if is_last and not dangling else " ;")
        lines += [indent + comment for comment in dangling]
        return [*lines, indent + end.strip()] if dangling and end else lines

    def _entry(self, entry: Entry, indent: str, mark: str) -> list[str]:
        values = entry.values
        line = self._one_line(entry, indent, mark)
        if line is not None:
            return [line]
        if len(values) == 1 and not values[0].before:
            return [f"{indent}{entry.verb} {self.expanded(values[0].node, indent)}{mark}{trailing(values[0].behind)}"]
        lines = [indent + entry.verb]
        inner = indent + INDENT
        for number, value in enumerate(values):
            lines += [inner + comment for comment in value.before]
            separator = "," if number < len(values) - 1 else mark
            lines.append(f"{inner}{self._written(value.node, inner)}{separator}{trailing(value.behind)}")
        return lines

    def _one_line(self, entry: Entry, indent: str, mark: str) -> str | None:
        """Write a predicate with its objects in one line, or give None when comments or the width forbid that."""
        *others, last = entry.values
        if entry.is_parted:
            return None
        flat = [self.flat(value.node) for value in entry.values]
        joined = ", ".join(filter(None, flat))
        line = f"{indent}{entry.verb} {joined}{mark}"
        if None in flat or not ((not others and self._fits(joined, indent)) or ("\n" not in joined and len(line) <= WIDTH)):
            return None
        return line + trailing(last.behind)

    def _written(self, node: Object, indent: str) -> str:
        """Write an object in one line where it fits, else over several."""
        flat = self.flat(node)
        return flat if flat is not None and self._fits(flat, indent) else self.expanded(node, indent)

    @staticmethod
    def _fits(written: str, indent: str) -> bool:
        """Tell whether an object may stand in one line: a term always, a node or a list when it is not too long."""
        return written[0] not in "[(" or len(indent) + _VERB + len(written) <= WIDTH

    def flat(self, node: Object) -> str | None:
        """Write an object in one line, or give None when comments or its length forbid that."""
        if isinstance(node, Term):
            return "".join(map(self._scan.word, range(node.first, node.last + 1)))
        if node.first not in self._inline:
            self._inline[node.first] = None if self.comments.inside(node.first, node.last) else self._flat_node(node)
        return self._inline[node.first]

    def _flat_node(self, node: PropertyList | Collection) -> str | None:
        parts: list[str | None]
        if isinstance(node, Collection):
            parts = [self.flat(item) for item in node.items]
            opening, between, closing = "(", " ", ")"
        else:
            parts = [self._flat_entry(entry) for entry in self.sorted(self.gather(node.pairs, node.last)[0])]
            opening, between, closing = "[", " ; ", "]"
        if not parts:
            return opening + closing
        written = f"{opening} {between.join(part or '' for part in parts)} {closing}"
        return None if None in parts or "\n" in written or len(written) > WIDTH else written

    def _flat_entry(self, entry: Entry) -> str | None:
        values = [self.flat(value.node) for value in entry.values]
        return None if None in values else f"{entry.verb} {', '.join(value or '' for value in values)}"

    def expanded(self, node: Object, indent: str) -> str:
        """Write an object over several lines; the first follows what stands before it."""
        if isinstance(node, Term):
            return self.flat(node) or ""
        inner = indent + INDENT
        lines = [inner + comment for comment in self.comments.behind(node.first)]
        closing = self.comments.above(node.last)
        if isinstance(node, Collection):
            return (
                "(\n"
                + "\n".join([*lines, *self._items(node, inner), *(inner + comment for comment in closing)])
                + f"\n{indent})"
            )
        entries, loose = self.gather(node.pairs, node.last)
        lines += self.lines(self.sorted(entries), inner, "", [*loose, *closing])
        return "[\n" + "\n".join(lines) + f"\n{indent}]" if lines else "[]"

    def _items(self, collection: Collection, indent: str) -> list[str]:
        lines: list[str] = []
        for item in collection.items:
            before = self.comments.above(item.first)
            before += self.comments.inside(item.first, item.last) if isinstance(item, Term) else []
            lines += [indent + comment for comment in before]
            lines.append(f"{indent}{self._written(item, indent)}{trailing(self.comments.behind(item.last))}")
        return lines


def trailing(comments: Sequence[str]) -> str:
    """Write comments behind something in its line."""
    return "".join(f" {comment}" for comment in comments)


def _natural(written: str) -> tuple[object, ...]:
    """Give the key by which `s9` comes before `s10`."""
    parts = _DIGITS.split(written)
    return (tuple((part, 0) if number % 2 == 0 else ("", int(part[:99])) for number, part in enumerate(parts)), written)
