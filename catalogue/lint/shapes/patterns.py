"""Patterns of shapes: regular expressions that nothing can run, or only an engine that backtracks."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.lint.shapes.regex import Issue, Trouble, issues
from catalogue.messages import Message
from catalogue.store.expressions import runs_pattern
from catalogue.terms import XSD_STRING, Literal, Node

_FLAGS = frozenset("imsqx")


def patterns(shapes: Shapes) -> Iterator[Mistake]:
    """Find values of `sh:pattern` that are no regular expression, or need backtracking, and flags that do not exist."""
    for node in dict.fromkeys(statement.subject for statement in shapes.all("pattern", "flags")):
        for statement in shapes.of(node, "flags"):
            yield from _unknown_flags(shapes, statement)
        flags = _flags(shapes, node)
        for statement in shapes.of(node, "pattern"):
            if isinstance(statement.value, Literal) and not statement.value.language:
                yield from _pattern(shapes, statement, flags)


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


def _pattern(shapes: Shapes, statement: Statement, flags: str) -> Iterator[Mistake]:
    pattern = statement.value.value
    troubles = [] if "q" in flags else issues(pattern, spaced="x" in flags)
    broken = [issue for issue in troubles if issue.trouble is Trouble.BROKEN]
    for issue in broken or troubles:
        kind = "bad-pattern" if issue.trouble is Trouble.BROKEN else "backtracking-pattern"
        yield at_value(kind, statement, _wrong(shapes, statement, issue))
    if not troubles and not runs_pattern(pattern, flags):
        yield at_value("bad-pattern", statement, _REFUSED)


def _wrong(shapes: Shapes, statement: Statement, issue: Issue) -> Wrong:
    pattern, replacement = statement.value.value, None
    if issue.replacement is not None:
        mended = pattern[: issue.start] + issue.replacement + pattern[issue.end :]
        replacement = shapes.written(Literal(mended), statement.file) if runs_pattern(mended) else None
    message = Message("lint.shapes.pattern", issue=issue.message)
    return Wrong(message, issue.advice, replacement, inner=(issue.start, issue.end))


_REFUSED = Wrong(
    Message("lint.shapes.pattern-cannot-run-no-regular"),
    Message("lint.shapes.see-https-www-w3-org.advice"),
)
