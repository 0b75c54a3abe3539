"""Findings: what is wrong with a catalogue, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.edits import Fix, Related
from catalogue.errors import Place, Text, UsageError, say, text, visible
from catalogue.validate.kinds import CODES, KINDS, Kind, Severity
from catalogue.validate.results import Result


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: what kind it is.
        severity: how grave it is.
        place: where it is.
        message: what is wrong, by language.
        advice: how to mend it, by language; may be empty.
        focus: the IRI of the thing that it is about, or empty.
        shape: the IRI of the shape that found it, or empty.
        notes: what explains it further, each by language: which alternative came nearest, and why it failed.
        related: other places that it has to do with.
        fixes: ways to mend it as edits, the likeliest first.
        result: the result of a validation against shapes that it tells, or None.
    """

    kind: Kind
    severity: Severity
    place: Place
    message: Text
    advice: Text = field(default_factory=dict)
    focus: str = ""
    shape: str = ""
    notes: tuple[Text, ...] = ()
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
    result: Result | None = None

    def line(self, language: str) -> str:
        """Give the finding as one line: place, severity, code, what is wrong, how to mend it."""
        advice = say(self.advice, language)
        words = say(self.message, language) + (f" → {advice}" if advice else "")
        words = " ".join(words.split())
        return visible(f"{self.place}: {say(self.severity.label, language)} {self.kind.code}: {words}")


@dataclass(frozen=True)
class Filter:
    """Which findings to tell.

    Attributes:
        severity: the least grave severity that is told.
        select: beginnings of the codes that are told; all when empty.
        ignore: beginnings of the codes that are not told.
    """

    severity: Severity = Severity.INFO
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @classmethod
    def of(cls, severity: str = "info", select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Filter:
        """Make a filter of what a user writes.

        Args:
            severity: `info`, `warning` or `error`.
            select: codes (`C101`), beginnings of codes (`C1`), or short names (`min-count`), also several with commas between.
            ignore: the same.

        Raises:
            UsageError: one of them is not known.

        >>> Filter.of("warning", ["C1,dangling"]).select
        ('C1', 'C201')
        """
        grades = {say(grade.label, "en"): grade for grade in Severity}
        if severity not in grades:
            raise UsageError(f"no severity {severity}; choose {', '.join(grades)}", f"choisissez {', '.join(grades)}")
        return cls(grades[severity], tuple(_codes(select)), tuple(_codes(ignore)))

    def takes(self, finding: Finding) -> bool:
        """Tell whether a finding is told."""
        code = finding.kind.code
        selected = not self.select or code.startswith(self.select)
        return selected and finding.severity >= self.severity and not (self.ignore and code.startswith(self.ignore))


def _codes(names: Iterable[str]) -> Iterator[str]:
    for name in (part.strip() for names_ in names for part in names_.split(",")):
        if name in KINDS:
            yield KINDS[name].code
        elif name and any(code.startswith(name.upper()) for code in CODES):
            yield name.upper()
        elif name:
            near = difflib.get_close_matches(name, [*KINDS, *CODES], 1)
            raise UsageError(
                f"no finding is called {name}" + (f"; did you mean {near[0]}?" if near else ""),
                f"aucun constat ne s'appelle {name}" + (f" ; vouliez-vous dire {near[0]} ?" if near else ""),
            )


_UNREADABLE = frozenset(KINDS[name].code for name in ("encoding", "syntax", "nesting", "literal-size", "prefix", "base"))


@dataclass(frozen=True)
class Report:
    """All findings of one check.

    Attributes:
        findings: in the order of their places.
        files: how many files were read.
        triples: how many statements they say.
        skipped: what could not be checked and why, by language.
        unreadable: whether a file could not be read whole.
        texts: the text of each file that was read, by its path.
    """

    findings: Sequence[Finding]
    files: int
    triples: int
    skipped: Sequence[Text] = ()
    unreadable: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def filtered(self, only: Filter) -> Report:
        """Give the report with the findings that a filter lets through."""
        findings = [finding for finding in self.findings if only.takes(finding)]
        fatal = {f.place.path for f in findings if f.kind.code in _UNREADABLE}
        return replace(self, findings=findings, unreadable=self.unreadable and bool(fatal))

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
