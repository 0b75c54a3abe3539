"""Findings: what is wrong with a catalogue, where, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from catalogue.errors import Place, Text, say, text


class Severity(IntEnum):
    """How grave a finding is, as SHACL names it; the greater the graver.

    >>> Severity.VIOLATION > Severity.WARNING > Severity.INFO
    True
    """

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @property
    def label(self) -> Text:
        """The word for it in reports."""
        return _SEVERITY_LABELS[self]


_SEVERITY_LABELS = {
    Severity.INFO: text("info", "info"),
    Severity.WARNING: text("warning", "avertissement"),
    Severity.VIOLATION: text("error", "erreur"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of finding.

    Attributes:
        code: its stable code, such as `C101`.
        name: its short name, such as `min-count`.
        title: what it means, by language.
        severity: how grave it is, unless a shape says otherwise.
    """

    code: str
    name: str
    title: Text
    severity: Severity = Severity.VIOLATION


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: what kind it is.
        severity: how grave it is.
        place: where it is.
        message: what is wrong, by language.
        fix: how to mend it, by language; may be empty.
        focus: the IRI of the thing that it is about, or empty.
        shape: the IRI of the shape that found it, or empty.
    """

    kind: Kind
    severity: Severity
    place: Place
    message: Text
    fix: Text = field(default_factory=dict)
    focus: str = ""
    shape: str = ""

    def line(self, language: str) -> str:
        """Give the finding as one line: place, severity, code, what is wrong, how to mend it."""
        fix = say(self.fix, language)
        words = say(self.message, language) + (f" → {fix}" if fix else "")
        words = " ".join(words.split())
        return f"{self.place}: {say(self.severity.label, language)} {self.kind.code}: {words}"


@dataclass(frozen=True)
class Report:
    """All findings of one check.

    Attributes:
        findings: in the order of their places.
        files: how many files were read.
        triples: how many statements they say.
        skipped: what could not be checked and why, by language.
        unreadable: whether a file could not be read whole.
    """

    findings: Sequence[Finding]
    files: int
    triples: int
    skipped: Sequence[Text] = ()
    unreadable: bool = False

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in sorted(Severity, reverse=True)}

    @property
    def conforms(self) -> bool:
        """Whether there is nothing graver than an information."""
        return all(finding.severity is Severity.INFO for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """The exit code of the command: 0 clean, 1 findings, 3 unreadable input."""
        return 3 if self.unreadable else 0 if self.conforms else 1

    def summary(self, language: str) -> str:
        """Give a last line: what was read and what was found."""
        counts = ", ".join(f"{count} {_plural(severity, count, language)}" for severity, count in self.counts.items())
        return say(
            text(
                f"{self.files} files, {self.triples} statements: {counts}",
                f"{self.files} fichiers, {self.triples} énoncés : {counts}",
            ),
            language,
        )


def _plural(severity: Severity, count: int, language: str) -> str:
    word = say(severity.label, language)
    many = count > 1 if language.startswith("fr") else count != 1
    return word + "s" if many else word


def _kinds() -> Iterator[Kind]:
    yield Kind("C001", "encoding", text("A file is not UTF-8", "Un fichier n'est pas en UTF-8"))
    yield Kind("C002", "syntax", text("A file does not parse", "Un fichier ne se lit pas"))
    yield Kind("C003", "bom", text("A file starts with a byte order mark", "Un fichier commence par un BOM"), Severity.WARNING)
    yield Kind("C004", "crlf", text("Lines end in CR or CRLF", "Des lignes finissent par CR ou CRLF"), Severity.WARNING)
    yield Kind("C005", "empty", text("The catalogue has no data", "Le catalogue n'a pas de données"), Severity.WARNING)
    for code, name, en, fr in _SHACL_KINDS:
        yield Kind(code, name, text(en, fr))
    yield Kind("C201", "dangling", text("A reference leads nowhere", "Une référence ne mène nulle part"))
    yield Kind("C202", "duplicate", text("Two files describe one thing", "Deux fichiers décrivent la même chose"))
    yield Kind("C203", "unknown-term", text("A property or class is not in the ontology", "Terme absent de l'ontologie"))
    yield Kind("C204", "untyped", text("A thing has no known type", "Une chose n'a pas de type connu"), Severity.WARNING)
    yield Kind("C205", "name", text("An IRI cannot be published", "Un IRI ne peut pas être publié"))
    yield Kind("C206", "quote", text("A quote is not in its document", "Une citation n'est pas dans son document"))
    yield Kind("C207", "quoted-text", text("The quoted document's text is another", "Le texte du document cité est un autre"))
    yield Kind(
        "C209", "claim", text("A claim is about a value that is not there", "Une affirmation porte sur une valeur absente")
    )
    yield Kind("C208", "shapes", text("The shapes are not well formed", "Les formes sont mal formées"))


_SHACL_KINDS = (
    ("C101", "min-count", "A value is missing", "Une valeur manque"),
    ("C102", "max-count", "There are too many values", "Il y a trop de valeurs"),
    ("C103", "datatype", "A value has the wrong datatype", "Une valeur a le mauvais type de donnée"),
    ("C104", "class", "A value is of the wrong class", "Une valeur est de la mauvaise classe"),
    ("C105", "node-kind", "A value is of the wrong kind of term", "Une valeur est du mauvais genre de terme"),
    ("C106", "pattern", "A value does not match its pattern", "Une valeur ne suit pas son motif"),
    ("C107", "language-in", "A text is in the wrong language", "Un texte est dans la mauvaise langue"),
    ("C108", "unique-lang", "A language is used twice", "Une langue sert deux fois"),
    ("C109", "in", "A value is not in the list", "Une valeur n'est pas dans la liste"),
    ("C110", "has-value", "A required value is missing", "Une valeur exigée manque"),
    ("C111", "node", "A value does not conform to its shape", "Une valeur n'est pas conforme à sa forme"),
    ("C112", "or", "None of the alternatives is met", "Aucune des possibilités n'est remplie"),
    ("C113", "xone", "Not exactly one of the alternatives is met", "Il faut exactement une des possibilités"),
    ("C114", "and", "Not all of the conditions are met", "Toutes les conditions ne sont pas remplies"),
    ("C115", "not", "A forbidden condition is met", "Une condition interdite est remplie"),
    ("C116", "closed", "A property is not allowed here", "Une propriété n'est pas permise ici"),
    ("C117", "sparql", "A rule is broken", "Une règle n'est pas respectée"),
    ("C118", "range", "A number or date is out of range", "Un nombre ou une date est hors limites"),
    ("C119", "length", "A text is too short or too long", "Un texte est trop court ou trop long"),
    ("C120", "comparison", "Two properties contradict one another", "Deux propriétés se contredisent"),
    ("C121", "qualified", "The wrong number of values conform", "Mauvais nombre de valeurs conformes"),
    ("C199", "constraint", "A constraint is broken", "Une contrainte n'est pas respectée"),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _kinds()}
"""All kinds of findings by short name."""

CODES: Mapping[str, Kind] = {kind.code: kind for kind in KINDS.values()}
"""All kinds of findings by code."""
