"""Findings: what is wrong with a catalogue, where, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.edits import Fix, Related
from catalogue.errors import Place
from catalogue.lint.kinds import Kind, Selection, Severity
from catalogue.messages import Message, Text, say
from catalogue.shacl.results import Result
from catalogue.terms import BlankNode, Term, Triple


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
        shape: the IRI of the violated shape, or empty.
        notes: what explains it further, each by language: which alternative came nearest, and why it failed.
        related: other places that it has to do with.
        fixes: ways to mend it as edits, the likeliest first.
        path: the IRI of the property that it is about, or empty.
        value: the offending value, or None.
        result: the validation result that it is, or None when it is a fault of another kind.
        fatal: whether part of the file is lost by it, so that the rest was not checked.
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
    path: str = ""
    value: Term | None = None
    result: Result | None = None
    fatal: bool = False

    @property
    def component(self) -> str:
        """The IRI of the constraint component that was violated, or empty when it is no validation result."""
        return self.result.component_iri if self.result is not None else ""

    def line(self, language: str) -> str:
        """Give the finding as one line: place, severity, code, what is wrong, how to mend it."""
        advice = say(self.advice, language)
        text = " ".join((say(self.message, language) + (f" → {advice}" if advice else "")).split())
        return f"{self.place}: {say(self.severity.label, language)} {self.kind.code}: {text}"


def _is_kept(finding: Finding, least: Severity, selection: Selection) -> bool:
    """Tell whether a finding is selected and grave enough; one about what is lost of a file is, unless it is ignored."""
    return selection.keeps(finding.kind, always=finding.fatal) and (finding.fatal or finding.severity >= least)


def _nothing(_: BlankNode) -> Sequence[Triple]:
    return ()


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
        paths: the files whose findings these are.
        hints: what more could be checked if it were asked for, by language.
        hidden: how many findings `filtered` left out.
        asides: how many findings `without_asides` left out.
        more: how many findings of each kind and severity were counted, but not reported, because there are too many.
        plan: how the shapes were evaluated, by language.
        describe: gives the statements of the shapes or the data about a blank node that a finding names.
        lost: the IRIs of what is described in part only, because a file could not be read whole.
        counted: how many findings there are of each severity where they are written already, and not in it; else None.
    """

    findings: Sequence[Finding]
    files: int
    triples: int
    skipped: Sequence[Text] = ()
    unreadable: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    paths: Sequence[str] = ()
    hints: Sequence[Text] = ()
    hidden: int = 0
    asides: int = 0
    more: Mapping[tuple[Kind, Severity], int] = field(default_factory=dict)
    plan: Sequence[Text] = ()
    describe: Callable[[BlankNode], Sequence[Triple]] = _nothing
    lost: frozenset[str] = frozenset()
    counted: Mapping[Severity, int] | None = None

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        counts = Counter(finding.severity for finding in self.findings)
        counts.update(self.counted or {})
        for (_, severity), count in self.more.items():
            counts[severity] += count
        return {severity: counts[severity] for severity in sorted(Severity, reverse=True)}

    @property
    def conforms(self) -> bool:
        """Whether there is nothing graver than an information."""
        return all(count == 0 or severity is Severity.INFO for severity, count in self.counts.items())

    @property
    def exit_code(self) -> int:
        """The exit code of the command: 0 clean, 1 findings, 3 unreadable input."""
        return 3 if self.unreadable else 0 if self.conforms else 1

    def filtered(self, *, severity: str | Severity = "info", select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Report:
        """Leave out findings.

        A finding that says that part of a file is lost stays whatever is selected: what is not read cannot be checked. It goes
        when it is ignored by its code, a beginning of its code, or its name.

        Args:
            severity: keep what is this grave or graver: `info`, `warning` or `error`.
            select: keep these kinds only: codes, beginnings of codes, or names; all when empty.
            ignore: leave out these kinds. Where a kind is both selected and ignored, the longer word for it counts.

        Returns:
            A report of the findings that are left; its exit code follows from them.

        Raises:
            UsageError: no kind or severity has such a code or name.

        >>> Report((), 0, 0).filtered(severity="error", select=["C1"], ignore=["min-count"]).exit_code
        0
        >>> Report((), 0, 0).filtered(select=["min-cont"])
        Traceback (most recent call last):
        catalogue.errors.UsageError: there is no finding min-cont; did you mean min-count?
        """
        least = Severity.named(severity) if isinstance(severity, str) else severity
        selection = Selection(select, ignore)
        kept = [finding for finding in self.findings if _is_kept(finding, least, selection)]
        return replace(
            self,
            findings=kept,
            unreadable=self.unreadable and any(f.fatal for f in kept),
            hidden=self.hidden + len(self.findings) - len(kept),
            more={
                (kind, severity): count
                for (kind, severity), count in self.more.items()
                if severity >= least and selection.keeps(kind)
            },
        )

    def without_asides(self) -> Report:
        """Leave out, and count, what informs who writes the shapes and asks nothing of a steward."""
        kept = [finding for finding in self.findings if not (finding.kind.is_aside and finding.severity is Severity.INFO)]
        return replace(self, findings=kept, asides=self.asides + len(self.findings) - len(kept))

    @property
    def unreported(self) -> Text:
        """How many findings are counted and not reported, and of which kinds; empty when there are none."""
        return Message("report.unreported", count=sum(self.more.values()), kinds=self._unreported()) if self.more else {}

    def _unreported(self) -> str:
        """List the kinds of the findings that are not reported, each with how many there are."""
        counts: Counter[str] = Counter()
        for (kind, _), count in self.more.items():
            counts[f"{kind.code} {kind.name}"] += count
        return ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))

    def summary(self, language: str) -> str:
        """Give a last line: what was read and what was found."""
        counted = (Message(f"count.{severity.word}", count=count) for severity, count in self.counts.items())
        files, triples = Message("count.files", count=self.files), Message("count.statements", count=self.triples)
        counts = ", ".join(say(count, language) for count in counted)
        parts: list[Text] = [Message("report.summary", files=files, triples=triples, counts=counts)]
        if self.more:
            parts.append(Message("report.not-detailed", count=sum(self.more.values()), kinds=self._unreported()))
        if self.asides:
            parts.append(Message("report.asides", count=self.asides))
        if self.hidden:
            parts.append(Message("report.not-shown", count=self.hidden))
        return "".join(say(part, language) for part in parts)
