"""Patterns of shapes: regular expressions that nothing can run, that only backtracking can run, or of another dialect."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.kinds import Severity
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message
from catalogue.regexes.expression import Issue, Trouble
from catalogue.regexes.reading import read
from catalogue.shacl.matching import SECONDS, Matching, is_linear
from catalogue.terms import XSD_STRING, Literal, Node

_FLAGS = frozenset("imsqx")


def patterns(shapes: Shapes) -> Iterator[Mistake]:
    """Find values of `sh:pattern` that are no regular expression, or need backtracking, and flags that do not exist."""
    matching = Matching()
    for node in dict.fromkeys(statement.subject for statement in shapes.all("pattern", "flags")):
        for statement in shapes.of(node, "flags"):
            yield from _unknown_flags(shapes, statement)
        flags = _flags(shapes, node)
        for statement in shapes.of(node, "pattern"):
            if isinstance(statement.value, Literal) and not statement.value.language:
                yield from _pattern(shapes, statement, flags, matching)


def _flags(shapes: Shapes, node: Node) -> str:
    """Give the flags of a shape that exist."""
    first = [statement.value.value for statement in shapes.of(node, "flags")[:1] if isinstance(statement.value, Literal)]
    return "".join(_FLAGS.intersection(*first)) if first else ""


def _unknown_flags(shapes: Shapes, statement: Statement) -> Iterator[Mistake]:
    value = statement.value
    if not isinstance(value, Literal) or value.datatype.value != XSD_STRING:
        return
    index = next((index for index, flag in enumerate(value.value) if flag not in _FLAGS), None)
    if index is not None:
        flag, known = value.value[index], "".join(known for known in value.value if known in _FLAGS)
        wrong = Wrong(
            Message("C304.no-flag", flag=flag),
            Message("C304.flags-i-m-s-x.advice"),
            shapes.written(Literal(known), statement.file) if known else None,
            inner=(index, index + 1),
        )
        yield at_value("bad-pattern", statement, wrong)


def _pattern(shapes: Shapes, statement: Statement, flags: str, matching: Matching) -> Iterator[Mistake]:
    pattern = statement.value.value
    expression = read(pattern, flags)
    is_broken = expression.has(Trouble.BROKEN)
    for issue in expression.issues:
        if issue.trouble is Trouble.BROKEN or not is_broken:
            yield _mistake(shapes, statement, issue)
    if is_broken or is_linear(expression):
        return
    if not matching.runs(pattern, flags):
        yield at_value("bad-pattern", statement, _REFUSED)
    elif not expression.has(Trouble.BACKTRACKING):
        yield at_value("backtracking-pattern", statement, _TOO_LARGE)


def _mistake(shapes: Shapes, statement: Statement, issue: Issue) -> Mistake:
    """Give the mistake of an issue: what only goes slower, or is of another dialect, is run all the same."""
    wrong = _wrong(shapes, statement, issue)
    if issue.trouble is Trouble.BACKTRACKING:
        return at_value("backtracking-pattern", statement, wrong)
    if issue.trouble is Trouble.DIALECT:
        return at_value("bad-pattern", statement, wrong, severity=Severity.WARNING)
    return at_value("bad-pattern", statement, wrong)


def _wrong(shapes: Shapes, statement: Statement, issue: Issue) -> Wrong:
    pattern, replacement = statement.value.value, None
    if issue.replacement is not None:
        mended = pattern[: issue.start] + issue.replacement + pattern[issue.end :]
        is_mended = not read(mended).has(Trouble.BROKEN) and is_linear(read(mended))
        replacement = shapes.written(Literal(mended), statement.file) if is_mended else None
    message = Message("lint.shapes.pattern", issue=issue.message)
    if issue.trouble is Trouble.BACKTRACKING:
        message = Message("lint.shapes.tried-pattern", issue=issue.message, most=SECONDS)
    return Wrong(message, issue.advice, replacement, inner=(issue.start, issue.end))


_REFUSED = Wrong(
    Message("lint.shapes.pattern-cannot-run-no-regular"),
    Message("lint.shapes.see-https-www-w3-org.advice"),
)
_TOO_LARGE = Wrong(Message("lint.shapes.pattern-large", most=SECONDS), Message("lint.shapes.repeat-less.advice"))
