r"""Regular expressions: what is wrong with one, to the character.

The expressions are those of XPath and XQuery Functions, section 5.6, as far as the engine runs them, which needs time linear
in the text. The engine says only whether it can run one; this scanner says why not.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from enum import Enum
from typing import NamedTuple

from catalogue.messages import Message, Text


class Trouble(Enum):
    """What sort of trouble a part of a regular expression makes."""

    BROKEN = "broken"
    BACKTRACKING = "backtracking"


class Issue(NamedTuple):
    """A part of a regular expression that cannot be run.

    Attributes:
        start: its first character.
        end: the character after its last.
        trouble: whether it is no regular expression at all, or one for backtracking engines.
        message: what is wrong, by language.
        advice: what to write instead, by language.
        replacement: characters to write in its place, or None.
    """

    start: int
    end: int
    trouble: Trouble
    message: Text
    advice: Text
    replacement: str | None = None


_COUNT = re.compile(r"\{(\d{1,9})(,(\d{1,9})?)?\}", re.ASCII)
_GROUP = re.compile(r"\((?:\?(?:P?<(?![=!])\w+>|[a-zA-Z-]*:))?")
_FLAGS = re.compile(r"\(\?[imsxU]*(?:-[imsxU]+)?\)")
_BACKTRACKING_GROUPS: tuple[tuple[str, Text, Text, str | None], ...] = tuple(
    (begin, Message("lint.shapes.sign", begin=begin, reason=reason), advice, replacement)
    for begins, reason, advice, replacement in (
        (
            ("(?=", "(?<="),
            Message("lint.shapes.looks-around-only-backtracking-engine"),
            Message("lint.shapes.ask-second-pattern-sh-sh"),
            None,
        ),
        (
            ("(?!", "(?<!"),
            Message("lint.shapes.looks-around-only-backtracking-engine"),
            Message("lint.shapes.forbid-second-pattern-sh-not"),
            None,
        ),
        (
            ("(?>",),
            Message("lint.shapes.atomic-group-only-backtracking-engine"),
            Message("lint.shapes.write"),
            "(?:",
        ),
        (
            ("(?P=", "(?(", "(?R", "(?&"),
            Message("lint.shapes.refers-back-another-group-only"),
            Message("lint.shapes.compare-sparql-constraint-sh-sparql"),
            None,
        ),
    )
    for begin in begins
)
_XML_CLASSES = {"i": "[A-Za-z_:]", "c": "[A-Za-z0-9._:-]", "I": "[^A-Za-z_:]", "C": "[^A-Za-z0-9._:-]"}
_ESCAPES = frozenset("dDsSwWnrtbBAzpPfv0uUx")
_PLAIN = Message("lint.shapes.plain")


def issues(pattern: str, *, spaced: bool = False) -> list[Issue]:
    r"""List what is wrong with a regular expression, in the order of its characters.

    Args:
        pattern: the expression.
        spaced: whether white space and comments in it count for nothing (flag `x`).

    Returns:
        The issues; none when this scanner finds nothing wrong, which does not mean that the engine can run it.

    >>> [(issue.start, issue.end, issue.message["en"]) for issue in issues(r"^(a|b$")]
    [(1, 2, 'the group is never closed')]
    >>> issues(r"^[a-z]+(-[a-z0-9]{1,8})*$")
    []
    """
    return sorted(_Scanner(pattern, spaced=spaced).run(), key=lambda issue: issue.start)


class _Scanner:
    def __init__(self, pattern: str, *, spaced: bool) -> None:
        self._pattern = pattern
        self._spaced = spaced
        self._open: list[int] = []
        self._atom = False
        self._at = 0

    def run(self) -> Iterator[Issue]:
        while self._at < len(self._pattern):
            yield from self._next()
        for start in self._open:
            yield _broken(
                start,
                start + 1,
                Message("lint.shapes.group-never-closed"),
                Message("lint.shapes.add-write-bracket.advice"),
            )

    def _next(self) -> Iterator[Issue]:
        sign = self._pattern[self._at]
        scan = {"\\": self._escape, "[": self._class, "(": self._group, ")": self._close}.get(sign)
        if scan:
            yield from scan()
        elif sign in "*+?{":
            yield from self._quantifier(sign)
        elif self._spaced and (sign.isspace() or sign == "#"):
            end = self._pattern.find("\n", self._at) if sign == "#" else self._at
            self._at = len(self._pattern) if end < 0 else end + 1
        else:
            self._atom = sign not in "|^"
            self._at += 1

    def _escape(self) -> Iterator[Issue]:
        start, sign = self._at, self._pattern[self._at + 1 : self._at + 2]
        self._at, self._atom = start + 2, True
        if not sign:
            yield _broken(
                start,
                start + 1,
                Message("lint.shapes.ends-backslash"),
                Message("lint.shapes.write-backslash-turtle.advice"),
            )
        elif sign in "123456789k":
            yield Issue(
                start,
                start + 2,
                Trouble.BACKTRACKING,
                Message("lint.shapes.refers-back-group-only-backtracking", sign=sign),
                Message("lint.shapes.compare-sparql-constraint-sh-sparql"),
            )
        elif sign in _XML_CLASSES:
            yield self._xml_class(start, sign)
        elif sign.isascii() and sign.isalnum() and sign not in _ESCAPES:
            yield self._no_escape(start, sign)
        elif sign in "pP":
            yield from self._property(start)

    def _xml_class(self, start: int, sign: str) -> Issue:
        instead = _XML_CLASSES[sign]
        return _broken(
            start,
            start + 2,
            Message("lint.shapes.xml-schema-not-run", sign=sign),
            Message("lint.shapes.write.advice-2", instead=instead),
            instead,
        )

    def _no_escape(self, start: int, sign: str) -> Issue:
        instead = {"Z": "$", "G": "^", "h": "[ \\t]", "R": "\\r?\\n", "X": "."}.get(sign)
        advice = (
            Message("lint.shapes.write.advice-2", instead=instead)
            if instead
            else Message("lint.shapes.write-alone.advice", sign=sign)
        )
        message = Message("lint.shapes.no-escape", sign=sign)
        return _broken(start, start + 2, message, advice, instead or sign)

    def _property(self, start: int) -> Iterator[Issue]:
        match = re.compile(r"\{(\^?)(\w+)\}|\w").match(self._pattern, self._at)
        if match:
            self._at = match.end()
        if match and match[2] and match[2].startswith("Is") and "_" not in match[2]:
            yield _broken(
                start,
                match.end(),
                Message("lint.shapes.block-not-run", actual=match[2]),
                Message("lint.shapes.write-range-characters.advice"),
            )
        elif not match:
            yield _broken(
                start,
                start + 2,
                Message("lint.shapes.category-stands-braces"),
                Message("lint.shapes.write-p-p-p.advice"),
            )

    def _class(self) -> Iterator[Issue]:
        start = self._at
        self._at += 1
        self._atom = True
        if self._pattern[self._at : self._at + 1] == "^":
            self._at += 1
        first, before = self._at, ""
        while self._at < len(self._pattern):
            sign = self._pattern[self._at]
            if sign == "]" and self._at > first:
                self._at += 1
                return
            if sign == "[":
                yield from self._nested(start)
                before = ""
                continue
            place = self._at
            before, ends = yield from self._member(before, place)
            if ends:
                return
        yield _broken(
            start,
            start + 1,
            Message("lint.shapes.set-characters-never-closed"),
            Message("lint.shapes.add-write-bracket.advice-2"),
        )

    def _member(self, before: str, place: int) -> Generator[Issue, None, tuple[str, bool]]:
        """Read one character, escape or end of a range; returns what may begin a range, and whether the text is over."""
        sign = self._pattern[place]
        if sign == "\\":
            escaped = self._pattern[place + 1 : place + 2]
            atom = self._atom
            yield from self._escape()
            self._atom = atom
            return "" if escaped in _ESCAPES else escaped, not escaped
        self._at += 1
        after = self._pattern[place + 1 : place + 2]
        if sign == "-" and before and after not in {"", "]", "[", "\\", "-"}:
            self._at += 1
            if before > after:
                yield _broken(
                    place - 1,
                    place + 2,
                    Message("lint.shapes.range-runs-backwards", before=before, after=after),
                    Message("lint.shapes.write.advice-3", after=after, before=before),
                    f"{after}-{before}",
                )
            return "", False
        return sign, False

    def _nested(self, start: int) -> Iterator[Issue]:
        place = self._at
        named = re.compile(r"\[:\^?\w+:\]").match(self._pattern, place)
        if named:
            self._at = named.end()
            return
        if self._pattern[place - 1] == "-" and place - 1 > start:
            yield _broken(
                place - 1,
                place + 1,
                Message("lint.shapes.one-set-characters-less-another"),
                Message("lint.shapes.name-characters-left.advice"),
            )
        yield from self._class()

    def _group(self) -> Iterator[Issue]:
        start = self._at
        for begin, message, advice, replacement in _BACKTRACKING_GROUPS:
            if self._pattern.startswith(begin, start):
                yield Issue(start, start + len(begin), Trouble.BACKTRACKING, message, advice, replacement)
                if begin == "(?P=":
                    end = self._pattern.find(")", start)
                    self._at, self._atom = (end + 1 if end > 0 else len(self._pattern)), True
                else:
                    self._enter(start + len(begin))
                return
        flags = _FLAGS.match(self._pattern, start)
        if flags:
            self._at, self._atom = flags.end(), False
            return
        match = _GROUP.match(self._pattern, start)
        end = match.end() if match else start + 1
        self._enter(end)
        if self._pattern[end : end + 1] == "?":
            self._at += 1
            yield _broken(
                start,
                end + 1,
                Message("lint.shapes.no-such-group"),
                Message("lint.shapes.write.advice-4"),
            )

    def _enter(self, at: int) -> None:
        self._open.append(self._at)
        self._at, self._atom = at, False

    def _close(self) -> Iterator[Issue]:
        place = self._at
        self._at, self._atom = place + 1, True
        if self._open:
            self._open.pop()
            return
        yield _broken(
            place,
            place + 1,
            Message("lint.shapes.no-group-close-here"),
            Message("lint.shapes.take-out-write.advice"),
            "\\)",
        )

    def _quantifier(self, sign: str) -> Iterator[Issue]:
        start = self._at
        count = _COUNT.match(self._pattern, start) if sign == "{" else None
        self._at = count.end() if count else start + 1
        if sign == "{" and count is None:
            self._atom = True
            message = Message("lint.shapes.brace-no-count")
            yield _broken(start, start + 1, message, Message("lint.shapes.write-else"))
            return
        if count and count[3] and int(count[3]) < int(count[1]):
            yield _broken(
                start,
                self._at,
                Message("lint.shapes.counts-backwards", count=count[0]),
                Message("lint.shapes.write.advice-5", count=count[3], count2=count[1]),
                f"{{{count[3]},{count[1]}}}",
            )
        if not self._atom:
            message = Message("lint.shapes.nothing-repeat", sign=sign)
            yield _broken(start, self._at, message, _PLAIN, f"\\{sign}" if not count else None)
        self._atom = False
        yield from self._after_quantifier(start)

    def _after_quantifier(self, start: int) -> Iterator[Issue]:
        """Read whether a quantifier is lazy, or possessive."""
        after = self._pattern[self._at : self._at + 1]
        if after == "?":
            self._at += 1
        elif after == "+":
            self._at += 1
            quantifier = self._pattern[start : self._at - 1]
            yield Issue(
                start,
                self._at,
                Trouble.BACKTRACKING,
                Message("lint.shapes.never-gives-back-means-nothing", quantifier=quantifier),
                Message("lint.shapes.write.advice-2", instead=quantifier),
                quantifier,
            )


def _broken(start: int, end: int, message: Text, advice: Text, replacement: str | None = None) -> Issue:
    return Issue(start, end, Trouble.BROKEN, message, advice, replacement)
