"""Keeping: functions of an edition whose results are kept on it, and are noted by those who note what they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from catalogue.edition.edition import KEPT_RESULT, Edition
from catalogue.edition.noted import KEPT, OF_FILES, Lazy, parted
from catalogue.reads import ALL, Key

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def per_edition(
    compute: Callable[Concatenate[Edition, Arguments], Result],
) -> Callable[Concatenate[Edition, Arguments], Result]:
    """Make a function of an edition compute each result once; it is kept on the edition, and freed with it.

    Args:
        compute: a function of an edition and of hashable arguments, few of which are different. What it returns must not be
            changed by those who get it. Where it is noted what is read, that is the result, or the part of a mapping or set
            that is looked up; and it counts as everything where it has other values in it than `canonical` can write.

    Returns:
        The function, which gives the same object each time that it is called with the same edition and arguments.
    """

    @wraps(compute)
    def kept(edition: Edition, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        known = _kept(edition, compute, arguments, named, is_noted=True)
        keys = edition.graph.reads.keys
        if keys is not None and known.parts is None:
            keys.add(known.key)
        result: Result = known.result if keys is None or known.parts is None else known.parts
        return result

    KEPT[_name_of(compute)] = kept
    return kept


def per_file(
    compute: Callable[Concatenate[Edition, str, Arguments], Result],
) -> Callable[Concatenate[Edition, str, Arguments], Result]:
    """Make a function of an edition, a file of its data and other texts compute each result once, as `per_edition` does.

    Args:
        compute: a function whose result follows from the bytes of the file alone: where these are the same, so is the result.
    """
    OF_FILES.add(_name_of(compute))
    return per_edition(compute)


def held_by_edition(
    compute: Callable[Concatenate[Edition, Arguments], Result],
) -> Callable[Concatenate[Edition, Arguments], Result]:
    """Make a function of an edition compute each result once, as `per_edition` does, where that depends on no data.

    Args:
        compute: what makes an object that says itself what is read, each time that it is asked, or that follows from the
            settings, the shapes and the queries alone.
    """

    @wraps(compute)
    def held(edition: Edition, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        result: Result = _kept(edition, compute, arguments, named).result
        return result

    return held


def repeated_per_edition(
    compute: Callable[Concatenate[Edition, Arguments], Result],
) -> Callable[Concatenate[Edition, Arguments], Result]:
    """Make a function of an edition keep its results while documents are made, each of which notes what it reads.

    Args:
        compute: a function of an edition and of hashable arguments, which many documents call with the same ones. What it
            returns must not be changed by those who get it. Where it is noted what is read, that is what it read when it
            was computed; where it is not, nothing is kept, since the documents of a server are asked for in any order.
    """

    @wraps(compute)
    def repeated(edition: Edition, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        reads = edition.graph.reads
        if reads.keys is None or named:
            return compute(edition, *arguments, **named)
        results, key = edition._repeated, (compute, *arguments)  # noqa: SLF001 - what this module keeps there
        known = results.get(key)
        if known is None:
            if len(results) >= _MOST_REPEATED:
                results.clear()
            with reads.noted() as keys:
                result = compute(edition, *arguments, **named)
            known = results[key] = result, keys
        reads.keys.update(known[1])
        kept: Result = known[0]
        return kept

    return repeated


def _name_of(compute: Callable[..., Any]) -> str:
    return f"{compute.__module__}.{compute.__qualname__}"


_MOST_REPEATED = 20_000
"""How many results `repeated_per_edition` keeps: then it begins anew, so that memory does not grow with the catalogue."""


class _Kept(NamedTuple):
    """What a function returned.

    Attributes:
        result: the result.
        key: what it is noted as.
        parts: what gives the result and notes which part of it is read; None where it is noted as a whole.
    """

    result: Any
    key: Key
    parts: Any


def _kept(
    edition: Edition,
    compute: Callable[..., Any],
    arguments: tuple[Any, ...],
    named: Mapping[str, Any],
    *,
    is_noted: bool = False,
) -> _Kept:
    """Give what a function returned for some arguments before, or else what it returns.

    What it reads is noted for nobody: where the result is noted as itself, it is kept under that in `Reads.apart`.
    """
    results = edition._derived  # noqa: SLF001 - what this module keeps there
    key = (compute, arguments, *sorted(named.items())) if named else (compute, arguments)
    known: _Kept | None = results.get(key)
    if known is None:
        reads = edition.graph.reads
        is_named = is_noted and not named and all(isinstance(argument, str) for argument in arguments)
        noted_as = (KEPT_RESULT, _name_of(compute), arguments) if is_named else ALL
        with reads.once(*noted_as) if is_named else reads.paused():
            result = compute(edition, *arguments, **named)
        if is_named and isinstance(result, Lazy):
            result.named(noted_as)
        known = results[key] = _Kept(result, noted_as, parted(reads, noted_as, result))
    return known
