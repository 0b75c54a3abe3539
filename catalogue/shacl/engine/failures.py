"""Failures: constraints that could not be evaluated, and why; each costs itself alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from catalogue.errors import CatalogueError
from catalogue.messages import Message, Text
from catalogue.shacl.engine.evaluation import Check, Evaluation, ValueNodes, Violations
from catalogue.shacl.results import ShapesError
from catalogue.terms import NamedNode, Node, Term


class NotEvaluatedError(Exception):
    """A constraint cannot be evaluated.

    Args:
        reason: why, by language.
    """

    def __init__(self, reason: Text) -> None:
        super().__init__(reason["en"])
        self.reason = reason


class UnstratifiedError(NotEvaluatedError):
    """A constraint is recursive through a negation."""


class Failure(NamedTuple):
    """A constraint that was not evaluated.

    Attributes:
        shape: the shape that declares it.
        parameter: the parameter that declares it.
        value: the value of the parameter, or None where it has several parameters.
        reason: why, by language.
        is_of_shapes: whether the shapes alone say so, whatever the data.
    """

    shape: Node
    parameter: NamedNode
    value: Term | None
    reason: Text
    is_of_shapes: bool = False


def failing(error: BaseException) -> Check:
    """Make the check of a constraint that could not be compiled: it fails when it is run."""

    def check(_run: Evaluation, _at: ValueNodes) -> Iterator[Violations]:
        raise error

    return check


def made(make: Callable[[], Check | None]) -> Check | None:
    """Make a check; when that fails, one that fails when it is run.

    Args:
        make: makes it, or nothing where it demands nothing.
    """
    try:
        return make()
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs this constraint alone
        return failing(error)


def reason_of(error: BaseException) -> Text:
    """Say why a constraint was not evaluated.

    >>> reason_of(MemoryError())["en"], reason_of(ValueError("no  such  function"))["en"]
    ('it takes more memory than there is', 'no such function')
    """
    if isinstance(error, NotEvaluatedError):
        return error.reason
    if isinstance(error, ShapesError) and error.__cause__ is not None:
        return reason_of(error.__cause__)
    if isinstance(error, CatalogueError):
        return error.message
    if isinstance(error, MemoryError):
        return Message("shacl.engine.memory")
    if isinstance(error, RecursionError):
        return Message("shacl.engine.too-deep")
    text = " ".join(str(error).split())
    return Message("shacl.engine.error", text=text or type(error).__name__)
