"""Kinds of findings: each with its stable code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

from catalogue.errors import UsageError
from catalogue.messages import Message, Text
from catalogue.near import nearest


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

    @property
    def word(self) -> str:
        """The word for it in options and in what programs read: `info`, `warning` or `error`."""
        return _SEVERITY_LABELS[self]["en"]

    @classmethod
    def named(cls, word: str) -> Severity:
        """Give the severity of a word.

        Raises:
            UsageError: there is none.

        >>> Severity.named("error").name
        'VIOLATION'
        """
        for severity in cls:
            if word == severity.word:
                return severity
        words = ", ".join(severity.word for severity in cls)
        raise UsageError(Message("lint.no-severity-choose", word=word, text=words))


_SEVERITY_LABELS = {
    Severity.INFO: Message("lint.info"),
    Severity.WARNING: Message("lint.warning"),
    Severity.VIOLATION: Message("lint.error"),
}


class Kind(NamedTuple):
    """A kind of finding.

    Attributes:
        code: its stable code, such as `C101`.
        name: its short name, such as `min-count`.
        title: what it means, by language.
        severity: how grave it is, unless a shape says otherwise.
        by_shape: whether it is a result of a shape, which may say how grave it is.
    """

    code: str
    name: str
    title: Text
    severity: Severity = Severity.VIOLATION
    by_shape: bool = False

    @property
    def is_aside(self) -> bool:
        """Whether it informs who writes the shapes or the settings, and asks nothing of a steward."""
        return self.severity is Severity.INFO and (self.code.startswith("C3") or self.name == "external")


_E, _W, _I = Severity.VIOLATION, Severity.WARNING, Severity.INFO
_AS_SHAPE = None

_TABLE: tuple[tuple[str, str, Severity | None], ...] = (
    # The files
    ("C001", "encoding", _E),
    ("C002", "syntax", _E),
    ("C003", "bom", _W),
    ("C004", "crlf", _W),
    ("C005", "empty", _W),
    ("C006", "nesting", _E),
    ("C007", "literal-size", _E),
    ("C008", "control-character", _W),
    ("C009", "bidi", _W),
    ("C010", "not-read", _W),
    ("C011", "prefix", _E),
    ("C012", "base", _E),
    ("C013", "namespace", _E),
    # The shapes: one for each kind of constraint
    ("C101", "min-count", _AS_SHAPE),
    ("C102", "max-count", _AS_SHAPE),
    ("C103", "datatype", _AS_SHAPE),
    ("C104", "class", _AS_SHAPE),
    ("C105", "node-kind", _AS_SHAPE),
    ("C106", "pattern", _AS_SHAPE),
    ("C107", "language-in", _AS_SHAPE),
    ("C108", "unique-lang", _AS_SHAPE),
    ("C109", "in", _AS_SHAPE),
    ("C110", "has-value", _AS_SHAPE),
    ("C111", "node", _AS_SHAPE),
    ("C112", "or", _AS_SHAPE),
    ("C113", "xone", _AS_SHAPE),
    ("C114", "and", _AS_SHAPE),
    ("C115", "not", _AS_SHAPE),
    ("C116", "closed", _AS_SHAPE),
    ("C117", "sparql", _AS_SHAPE),
    ("C118", "range", _AS_SHAPE),
    ("C119", "length", _AS_SHAPE),
    ("C120", "comparison", _AS_SHAPE),
    ("C121", "qualified", _AS_SHAPE),
    ("C199", "constraint", _AS_SHAPE),
    # The catalogue as a whole
    ("C201", "dangling", _E),
    ("C202", "duplicate", _E),
    ("C203", "unknown-term", _E),
    ("C204", "untyped", _W),
    ("C205", "name", _E),
    ("C206", "quote", _E),
    ("C207", "quoted-text", _E),
    ("C208", "shapes", _E),
    ("C209", "claim", _E),
    ("C210", "lexical", _E),
    ("C211", "script-iri", _W),
    ("C212", "repeated", _W),
    ("C213", "canonical", _I),
    ("C214", "vocabulary-term", _W),
    ("C215", "undescribed", _W),
    ("C216", "no-pages", _E),
    ("C217", "outside-base", _W),
    ("C218", "external", _I),
    ("C219", "nameless", _W),
    ("C220", "unlisted", _I),
    ("C221", "language", _W),
    ("C222", "cycle", _W),
    ("C223", "unknown-type", _W),
    ("C225", "deprecated-term", _W),
    ("C226", "misplaced", _W),
    ("C228", "text", _W),
    ("C229", "namesake", _I),
    ("C230", "not-shown", _W),
    ("C231", "image-elsewhere", _I),
    ("C232", "unknown-query", _E),
    ("C240", "licence", _W),
    ("C241", "portal", _W),
    ("C242", "schema-org", _W),
    ("C243", "software-mapping", _W),
    # The shapes themselves
    ("C301", "unknown-shacl-term", _E),
    ("C302", "no-target", _W),
    ("C303", "empty-target", _I),
    ("C304", "bad-pattern", _E),
    ("C305", "backtracking-pattern", _I),
    ("C306", "recursive-shape", _E),
    ("C307", "imports", _I),
    ("C308", "javascript", _E),
    ("C309", "bad-sparql", _E),
    ("C310", "bad-parameter", _E),
    ("C311", "unknown-model-term", _E),
    ("C312", "not-run", _W),
    ("C313", "not-evaluated", _E),
    ("C314", "viewer", _W),
    # The queries
    ("C401", "query-header", _E),
    ("C402", "query-header-key", _W),
    ("C403", "query-syntax", _E),
    ("C404", "query-prefix", _E),
    ("C405", "query-term", _W),
    ("C406", "query-answer", _W),
    ("C407", "query-parameter", _W),
    ("C408", "query-variable", _W),
)

KINDS: Mapping[str, Kind] = {
    name: Kind(code, name, Message(f"{code}.title"), severity or _E, severity is None) for code, name, severity in _TABLE
}
"""All kinds of findings by short name."""

CODES: Mapping[str, Kind] = {kind.code: kind for kind in KINDS.values()}
"""All kinds of findings by code."""


class Selection:
    """Which kinds of findings are meant.

    Args:
        select: codes, beginnings of codes such as `C1`, or names; every kind when empty.
        ignore: as `select`; where a kind is in both, the longer word for it counts, and this one when they are as long.

    Raises:
        UsageError: no kind has such a code or name.

    >>> selection = Selection(["C1", "C201"], ["C11", "C117"])
    >>> [code for code in ("C101", "C112", "C117", "C201", "C202") if selection.keeps(CODES[code])]
    ['C101', 'C201']
    """

    def __init__(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> None:
        self._select, self._ignore = _weights(select), _weights(ignore)
        self._all = not self._select

    def keeps(self, kind: Kind, *, always: bool = False) -> bool:
        """Say whether a kind is meant.

        Args:
            kind: the kind.
            always: whether it counts as selected, unless it is ignored.
        """
        least = 0 if self._all or always else -1
        return self._select.get(kind.code, least) > self._ignore.get(kind.code, -1)


def _weights(words: Iterable[str]) -> dict[str, int]:
    """Give each code that is meant the length of the longest word for it; a name is as long as a whole code."""
    weights: dict[str, int] = {}
    for word in words:
        for code in _codes(word):
            weights[code] = max(len(code if word in KINDS else word), weights.get(code, 0))
    return weights


def _codes(word: str) -> list[str]:
    codes = [KINDS[word].code] if word in KINDS else [code for code in CODES if word and code.startswith(word)]
    if not codes:
        near = nearest(word, [*KINDS, *CODES])
        raise UsageError(
            Message("lint.no-kind-finding-did-you", word=word, near=near)
            if near
            else Message("lint.no-kind-finding-write-c101", word=word)
        )
    return codes
