"""Titles: what drafted types are called, so that no two lists have the same title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from catalogue.messages import Text, say
from catalogue.names import Prefixes, local_name, namespace_of
from catalogue.terms import NamedNode


def distinct_titles(
    labels: Sequence[Text], terms: Sequence[NamedNode], taken: Collection[Text], prefixes: Prefixes, languages: Sequence[str]
) -> list[Text]:
    """Give each of some labels that another has too an addition: the prefix of its term, else more of it.

    Args:
        labels: what each is called, by language.
        terms: the class or property that each is about.
        taken: labels that others have already, which stay as they are.
        prefixes: the prefixes of the catalogue.
        languages: the languages in which they are compared.

    >>> terms = [NamedNode("http://xmlns.com/foaf/0.1/Group"), NamedNode("urn:x:Group"), NamedNode("urn:x:Tree")]
    >>> distinct_titles([{"": "Group"}, {"en": "group"}, {"en": "tree"}], terms, [], Prefixes({}), ["en"])
    [{'': 'Group (foaf)'}, {'en': 'group (urn:x:Group)'}, {'en': 'tree'}]
    """

    def prefix(term: NamedNode) -> str:
        short, colon, _ = prefixes.shorten(term.value).partition(":")
        return short if colon and short in prefixes else namespace_of(term.value).partition("://")[2].strip("/#") or term.value

    named = list(labels)
    additions: Sequence[Callable[[NamedNode], str]] = (prefix, lambda term: local_name(term.value), lambda term: term.value)
    for addition in additions:
        counts = Counter(key for label in [*named, *taken] for key in _keys(label, languages))
        for place, (label, term) in enumerate(zip(named, terms, strict=True)):
            if any(counts[key] > 1 for key in _keys(label, languages)):
                named[place] = {tag: f"{text} ({addition(term)})" for tag, text in labels[place].items()}
    return named


def _keys(label: Text, languages: Sequence[str]) -> set[tuple[str, str]]:
    """Give what pages in each language show of a label, without case."""
    return {(tag, say(label, tag).casefold()) for tag in languages}
