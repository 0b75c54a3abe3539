"""Descriptions in DCAT: the statements of a file, or of a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from catalogue.documents.addresses import HOME
from catalogue.documents.formats import TURTLE
from catalogue.errors import InputError, OutputError, Place, UsageError, reason_of
from catalogue.messages import Message
from catalogue.names import STANDARD_PREFIXES
from catalogue.profiles.requirements import CLASSES, expand
from catalogue.quads import read_file, syntax_named
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term, Triple, language_of, sort_key

_SUBCLASS = NamedNode(STANDARD_PREFIXES["rdfs"] + "subClassOf")


class Description:
    """The statements of a description, by subject.

    Args:
        triples: the statements; each counts once.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples: Sequence[Triple] = list(dict.fromkeys(triples))
        self._by_subject: dict[Term, dict[str, list[Term]]] = {}
        self._by_object: dict[tuple[str, Term], list[Term]] = {}
        for subject, predicate, value in self.triples:
            self._by_subject.setdefault(subject, {}).setdefault(predicate.value, []).append(value)
            self._by_object.setdefault((predicate.value, value), []).append(subject)

    def values(self, node: Term, name: str) -> Sequence[Term]:
        """List the values of a property of a node; with `^` before its name what has the node as its value."""
        if name.startswith("^"):
            return self._by_object.get((expand(name[1:]), node), ())
        return self._by_subject.get(node, {}).get(expand(name), ())

    def are(self, node: Term, name: str) -> bool:
        """Tell whether a node is described as an instance of a class, or of one that the description says to be below it."""
        wanted = self._below(expand(name))
        types = self._by_subject.get(node, {}).get(RDF_TYPE.value, ())
        return any(isinstance(type_, NamedNode) and type_.value in wanted for type_ in types)

    def instances(self, name: str) -> list[Node]:
        """List the instances of a class, in the stable order."""
        instances = {node for class_ in self._below(expand(name)) for node in self._of_class.get(class_, ())}
        return sorted(instances, key=sort_key)

    @cached_property
    def _of_class(self) -> Mapping[str, Sequence[Node]]:
        of_class: dict[str, list[Node]] = {}
        for subject, predicate, value in self.triples:
            if predicate == RDF_TYPE and isinstance(value, NamedNode):
                of_class.setdefault(value.value, []).append(subject)
        return of_class

    def _below(self, class_: str) -> frozenset[str]:
        """Give a class and those below it."""
        below, open_ = {class_}, [class_]
        while open_:
            for lower in self._by_object.get((_SUBCLASS.value, NamedNode(open_.pop())), ()):
                if isinstance(lower, NamedNode) and lower.value not in below:
                    below.add(lower.value)
                    open_.append(lower.value)
        return frozenset(below)

    def title(self, node: Term, language: str) -> str:
        """Give what a node is called: in a language where it can be, else in any; empty where it has no title."""
        names = ("dct:title", "foaf:name", "skos:prefLabel", "vcard:fn")
        titles = [value for name in names for value in self.values(node, name) if isinstance(value, Literal)]
        chosen = sorted(titles, key=lambda each: (language_of(each) != language, language_of(each), each.value))
        return chosen[0].value if chosen else ""


def description_file(path: Path, stem: str = HOME) -> Path:
    """Find the file that describes a catalogue: the path itself, or the description in a release.

    Args:
        path: a file, a release, or the folder of releases.
        stem: the path of the description in a release, without suffix.

    Raises:
        UsageError: there is nothing there, or no description in the folder.
    """
    if path.is_file():
        return path
    name = f"{stem}{TURTLE.suffix}"
    candidates = [path / name, *sorted(path.glob(f"*/{name}")), path / "current" / name]
    match = next((each for each in candidates if each.is_file()), None)
    if match is None:
        raise UsageError(Message("profile.nothing-there", path=path, name=name))
    return match


def read_description(path: Path) -> Description:
    """Read a description in any syntax of RDF that its suffix names.

    Raises:
        UsageError: the suffix names none.
        InputError: it is not well formed, or describes nothing that the profile speaks of.
        OutputError: the system refused to read it.
    """
    syntax = syntax_named(path.name)
    if syntax is None:
        raise UsageError(Message("profile.no-syntax", path=path))
    try:
        description = Description(Triple(quad.subject, quad.predicate, quad.object) for quad in read_file(path, syntax))
    except SyntaxError as error:
        place = Place(str(path), error.lineno or 0, error.offset or 0)
        raise InputError(Message("profile.not-readable", reason=error.msg), place) from error
    except OSError as error:
        raise OutputError(Message("config.cannot-read", path=path, reason=reason_of(error))) from error
    if not any(description.instances(name) for name in CLASSES if name.startswith("dcat:")):
        raise InputError(Message("profile.describes-nothing"), Place(str(path)))
    return description
