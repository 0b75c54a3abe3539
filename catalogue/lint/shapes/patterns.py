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
        flags = _text(shapes, node, "flags")
        unknown = [mistake for statement in shapes.said(node, "flags") for mistake in _unknown_flags(shapes, statement)]
        yield from unknown
        for statement in shapes.said(node, "pattern"):
            if isinstance(statement.value, Literal) and not statement.value.language:
                yield from _of_one(shapes, statement, "".join(set(flags) & _FLAGS))


def _text(shapes: Shapes, node: Node, name: str) -> str:
    return "".join(s.value.value for s in shapes.said(node, name)[:1] if isinstance(s.value, Literal))


def _unknown_flags(shapes: Shapes, statement: Statement) -> Iterator[Mistake]:
    value = statement.value
    if not isinstance(value, Literal) or value.datatype.value != XSD_STRING:
        return
    for index, flag in enumerate(value.value):
        if flag not in _FLAGS:
            left = "".join(known for known in value.value if known in _FLAGS)
            yield at_value(
                "bad-pattern",
                statement,
                Wrong(
                    Message("C304.no-flag", flag=flag),
                    Message("C304.flags-i-m-s-x.advice"),
                    shapes.written(Literal(left), statement.file) if left else None,
                    inner=(index, index + 1),
                ),
            )
            return


def _of_one(shapes: Shapes, statement: Statement, flags: str) -> Iterator[Mistake]:
    pattern = statement.value.value
    found = [] if "q" in flags else issues(pattern, spaced="x" in flags)
    broken = [issue for issue in found if issue.trouble is Trouble.BROKEN]
    for issue in broken or found:
        kind = "bad-pattern" if issue.trouble is Trouble.BROKEN else "backtracking-pattern"
        yield at_value(kind, statement, _wrong(shapes, statement, issue)._replace(inner=(issue.start, issue.end)))
    if found:
        return
    if not runs_pattern(pattern, flags):
        yield at_value("bad-pattern", statement, _refused())


def _wrong(shapes: Shapes, statement: Statement, issue: Issue) -> Wrong:
    pattern = statement.value.value
    message = Message("lint.shapes.pattern", issue=issue.message)
    if issue.replacement is None:
        return Wrong(message, issue.advice)
    mended = pattern[: issue.start] + issue.replacement + pattern[issue.end :]
    return Wrong(message, issue.advice, shapes.written(Literal(mended), statement.file) if runs_pattern(mended) else None)


def _refused() -> Wrong:
    return Wrong(
        Message("lint.shapes.pattern-cannot-run-no-regular"),
        Message("lint.shapes.see-https-www-w3-org.advice"),
    )
