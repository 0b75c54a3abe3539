"""Reasons: why a query was ended before its answer was there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.errors import text
from catalogue.sparql.guard import Refusal

_ABORTED = 6
_OVERFLOWED = (11, 7)
_KILLED = 9


def too_late(most: int) -> Refusal:
    """Refuse for the time that a query takes, of which it may take so many seconds."""
    return Refusal(
        "wall",
        text(
            f"the query took longer than {most} s and was ended; narrow its patterns or ask for less",
            f"la requête a duré plus de {most} s et a été arrêtée ; resserrez ses motifs ou demandez-en moins",
        ),
    )


def too_much_memory(most: int) -> Refusal:
    """Refuse for the memory that a query takes, of which it may take so many bytes."""
    return Refusal(
        "memory",
        text(
            f"the query takes more than {most} bytes of memory; narrow its patterns",
            f"la requête prend plus de {most} octets de mémoire ; resserrez ses motifs",
        ),
    )


def reason_of_end(news: Mapping[str, Any], memory: int) -> Refusal:
    """Tell from the way in which a worker ended what the query did to it.

    Args:
        news: what the nursery says of its end: the `signal` and its last `words`; empty when it said nothing.
        memory: how many bytes a query may take.

    >>> reason_of_end({"signal": 11}, 0).kind, reason_of_end({"words": "MemoryError()"}, 0).kind, reason_of_end({}, 0).kind
    ('depth', 'memory', 'evaluation')
    """
    signal, words = news.get("signal", 0), news.get("words", "")
    if signal in {_ABORTED, _KILLED} or "memory" in words.lower():
        return too_much_memory(memory)
    if signal in _OVERFLOWED:
        return Refusal(
            "depth",
            text(
                "the query is nested too deep or repeats an operator too often to be evaluated",
                "la requête est trop imbriquée, ou répète trop un opérateur, pour être évaluée",
            ),
        )
    return Refusal(
        "evaluation", text("the query ended the process that evaluated it", "la requête a mis fin au processus qui l'évaluait")
    )
