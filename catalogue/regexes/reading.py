r"""Reading: an expression by the grammar of XPath (Functions and Operators 3.1, section 5.6) and that of XML Schema beneath it.

What other dialects have, and XPath has not, is read too where it cannot mean anything else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.regexes.characters import SPACES, in_any_case, set_of, written
from catalogue.regexes.cursor import Cursor
from catalogue.regexes.escapes import read_escape
from catalogue.regexes.expression import Anchor, Expression, Trouble
from catalogue.regexes.sets import read_set

_REMEMBERED = 1024
_COUNT = re.compile(r"\{(\d{1,9})(,(\d{1,9})?)?\}", re.ASCII)
_GROUP = re.compile(r"\((?:\?(?:P?<(?P<name>(?![=!])\w+)>|(?P<on>[imsx]*)(?:-(?P<off>[imsx]*))?:))?")
_FLAGS = re.compile(r"\(\?(?P<on>[imsxU]*)(?:-(?P<off>[imsxU]+))?\)")
_WHOLE_REFERENCE = re.compile(r"\(\?P=\w+\)|\(\?(?:R|[0-9]+|&\w+)\)", re.ASCII)
_CONDITION = re.compile(r"\(\?\(\w+\)", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]*")
_NAME = re.compile(r"\\k<(\w+)>")
_COMMENT = re.compile(r"#[^\n]*")
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
_PLAIN = Message("lint.shapes.plain")
_COMPARE = Message("lint.shapes.compare-sparql-constraint-sh-sparql")


@lru_cache(maxsize=_REMEMBERED)
def read(pattern: str, flags: str = "") -> Expression:
    r"""Read a regular expression.

    Args:
        pattern: the expression.
        flags: its flags, some of `imsxq`.

    Returns:
        It, with what is wrong with it; that nothing is does not mean that the engines can run it.

    >>> [(issue.start, issue.end, issue.message["en"]) for issue in read(r"^(a|b$").issues]
    [(1, 2, 'the group is never closed')]
    >>> read(r"^[a-z]+(-[a-z0-9]{1,8})*$").issues
    ()
    """
    if "q" in flags:
        return Expression((), tuple(_in_case(sign, frozenset(flags)) for sign in pattern))
    return _Reader(pattern, flags).read()


def _in_case(character: str, flags: frozenset[str]) -> str:
    """Write a character, in any case where the flags say so."""
    ranges = in_any_case([(character, character)]) if "i" in flags else []
    return set_of(ranges) if len(ranges) > 1 else written(character)


class _Open(NamedTuple):
    """A group that is not closed yet.

    Attributes:
        start: its bracket.
        flags: those around it.
        number: its number, or 0 when it is not counted.
    """

    start: int
    flags: frozenset[str]
    number: int


class _Reader:
    """Reads one expression."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._cursor = Cursor(pattern, spaced="x" in flags)
        self._flags = frozenset(flags) - {"x"}
        self._pieces: list[str | Anchor] = []
        self._open: list[_Open] = []
        self._groups = 0
        self._atom = False

    def read(self) -> Expression:
        while not self._cursor.is_at_end:
            self._read_next()
        for group in self._open:
            message, advice = Message("lint.shapes.group-never-closed"), Message("lint.shapes.add-write-bracket.advice")
            self._cursor.report_sign(group.start, 1, message, advice)
        issues = sorted(self._cursor.issues, key=lambda issue: issue.start)
        return Expression(tuple(issues), tuple(self._pieces))

    def _put(self, piece: str | Anchor, *, atom: bool = True) -> None:
        self._pieces.append(piece)
        self._atom = atom

    def _read_next(self) -> None:
        cursor = self._cursor
        sign = cursor.sign()
        if sign == "[":
            self._put(read_set(cursor, in_all_cases="i" in self._flags))
        elif sign in "*+?{":
            self._read_quantifier(sign)
        elif "x" in self._flags and sign in SPACES + "#":  # switched on inside: other dialects have comments then
            cursor.at = match.end() if (match := _COMMENT.match(cursor.text, cursor.at)) else cursor.at + 1
        elif sign in _READ:
            _READ[sign](self)
        else:
            cursor.at += 1
            self._put(_in_case(sign, self._flags))

    def _read_sign(self) -> None:
        """Read a sign that stands for other characters than itself, or for a place."""
        sign = self._cursor.sign()
        self._cursor.at += 1
        if sign == ".":
            self._put("(?s:.)" if "s" in self._flags else r"[^\n\r]")
        elif sign == "|":
            self._put(sign, atom=False)
        elif sign == "^":
            self._put(Anchor.LINE_START if "m" in self._flags else Anchor.START, atom=False)
        else:
            self._put(Anchor.LINE_END if "m" in self._flags else Anchor.END)

    def _read_escape(self) -> None:
        after = self._cursor.sign(1)
        if after and after in "123456789":
            self._read_reference()
        elif after == "k" and (name := self._cursor.take(_NAME)):
            start = name.start()
            self._put(f"(?P={name[1]})")
            self._report_reference(start, "k")
        else:
            escape = read_escape(self._cursor)
            self._put(_in_case(escape.character, self._flags) if escape.character else escape.piece)

    def _read_reference(self) -> None:
        """Read a reference to a group: to the longest number that there is a group of before it (section 5.6.1)."""
        cursor, start = self._cursor, self._cursor.at
        digits = _NUMBER.match(cursor.text, start + 1)
        number = digits[0] if digits else ""
        while len(number) > 1 and int(number) > self._groups:
            number = number[:-1]
        cursor.at = start + 1 + len(number)
        if int(number) > self._groups or int(number) in {group.number for group in self._open}:
            message = Message("lint.shapes.no-group-before", number=number)
            cursor.report(start, message, Message("lint.shapes.refer-group-before.advice"))
            return
        reference = rf"(?i-f:\g<{number}>)" if "i" in self._flags else rf"\g<{number}>"
        self._put(f"(?:(?({number}){reference}))")  # a group that matched nothing is the empty text
        self._report_reference(start, number)

    def _report_reference(self, start: int, sign: str) -> None:
        message = Message("lint.shapes.refers-back-group-only-backtracking", sign=sign)
        self._cursor.report(start, message, _COMPARE, trouble=Trouble.BACKTRACKING)

    # Groups

    def _read_group(self) -> None:
        cursor, start = self._cursor, self._cursor.at
        if self._read_backtracking_group() or self._read_flags():
            return
        match = cursor.take(_GROUP)
        begin, name = (match[0], match["name"]) if match is not None else ("(", None)
        is_counted = begin == "(" or name is not None
        self._enter(start, f"(?P<{name}>" if name else "(" if is_counted else "(?:", is_counted=is_counted)
        if match is not None and not is_counted:
            self._switch(match)
        if cursor.sign() == "?":
            cursor.at += 1
            cursor.report(start, Message("lint.shapes.no-such-group"), Message("lint.shapes.write.advice-4"))

    def _read_flags(self) -> bool:
        """Read flags that no group follows; tell whether there are any."""
        flags = self._cursor.take(_FLAGS)
        if flags is None:
            return False
        self._switch(flags)
        self._put("(?U)" if "U" in flags["on"] else "", atom=False)
        return True

    def _switch(self, flags: re.Match[str]) -> None:
        """Switch flags on and off, up to the end of the group."""
        self._flags = (self._flags | set(flags["on"] or "")) - set(flags["off"] or "")

    def _read_backtracking_group(self) -> bool:
        """Read a group that only a backtracking engine has; tell whether it is one."""
        cursor, start = self._cursor, self._cursor.at
        for begin, message, advice, replacement in _BACKTRACKING_GROUPS:
            if not cursor.text.startswith(begin, start):
                continue
            cursor.at = start + len(begin)
            cursor.report(start, message, advice, replacement, Trouble.BACKTRACKING)
            whole = _WHOLE_REFERENCE.match(cursor.text, start)
            match = whole or _CONDITION.match(cursor.text, start)
            cursor.at = match.end() if match else cursor.at
            if whole is not None:
                self._put(whole[0])
            else:
                self._enter(start, cursor.text[start : cursor.at], is_counted=False)
            return True
        return False

    def _enter(self, start: int, begin: str, *, is_counted: bool) -> None:
        self._groups += is_counted
        self._open.append(_Open(start, self._flags, self._groups if is_counted else 0))
        self._put(begin, atom=False)

    def _close_group(self) -> None:
        start = self._cursor.at
        self._cursor.at += 1
        if self._open:
            self._flags = self._open.pop().flags
            self._put(")")
            return
        message, advice = Message("lint.shapes.no-group-close-here"), Message("lint.shapes.take-out-write.advice")
        self._cursor.report(start, message, advice, "\\)")

    # Quantifiers

    def _read_quantifier(self, sign: str) -> None:
        cursor, start = self._cursor, self._cursor.at
        count = cursor.take(_COUNT) if sign == "{" else None
        if count is None:
            cursor.at += 1
        if sign == "{" and count is None:
            self._atom = True
            cursor.report(start, Message("lint.shapes.brace-no-count"), Message("lint.shapes.write-else"))
            return
        quantifier = cursor.text[start : cursor.at]
        if count and count[3] and int(count[3]) < int(count[1]):
            advice = Message("lint.shapes.write.advice-5", count=count[3], count2=count[1])
            turned = f"{{{count[3]},{count[1]}}}"
            cursor.report(start, Message("lint.shapes.counts-backwards", count=count[0]), advice, turned)
        if not self._atom:
            message = Message("lint.shapes.nothing-repeat", sign=sign)
            cursor.report(start, message, _PLAIN, None if count else f"\\{sign}")
        self._put(quantifier, atom=False)
        self._read_after_quantifier(start, quantifier)

    def _read_after_quantifier(self, start: int, quantifier: str) -> None:
        """Read whether a quantifier is lazy, or possessive."""
        after = self._cursor.sign()
        if not after or after not in "?+":
            return
        self._cursor.at += 1
        self._put(after, atom=False)
        if after == "+":
            message = Message("lint.shapes.never-gives-back-means-nothing", quantifier=quantifier)
            advice = Message("lint.shapes.write.advice-2", instead=quantifier)
            self._cursor.report(start, message, advice, quantifier, trouble=Trouble.BACKTRACKING)


_READ = {
    "\\": _Reader._read_escape,  # noqa: SLF001 - of this module
    "(": _Reader._read_group,  # noqa: SLF001
    ")": _Reader._close_group,  # noqa: SLF001
    **dict.fromkeys(".|^$", _Reader._read_sign),  # noqa: SLF001
}
"""What reads the signs that stand for something else."""
