"""A worker: it answers one query after another, and cannot open a file or a connection."""

from __future__ import annotations

import gc
import resource
import socket
from collections.abc import Sequence

from catalogue.ending import end_with
from catalogue.isolation.confinement import GROWN, address_space, peak
from catalogue.isolation.reasons import too_much_memory
from catalogue.isolation.system import allow_files, isolate, limit
from catalogue.sparql.guard import Refusal
from catalogue.workers.evaluator import Evaluator
from catalogue.workers.messages import LENGTHS, Asked, packed_refusal

_CHUNK = 256 * 1024


def work(evaluator: Evaluator, connection: socket.socket, parent: int) -> None:
    """Answer what is asked over a connection until it ends.

    Args:
        evaluator: what answers.
        connection: where queries come from and answers go to.
        parent: the process that forked this one; it ends with it.
    """
    end_with(parent)
    limit_everything(evaluator)
    start = peak()
    while True:
        asked = _received(connection)
        if asked is None:
            return
        answer, is_last = _answered(evaluator, asked, start)
        connection.sendall(answer)
        if is_last:
            return


def _answered(evaluator: Evaluator, asked: Asked, start: int) -> tuple[bytes, bool]:
    """Answer a query; a worker that has grown by it is the last time asked, so that the memory is given back."""
    try:
        answer = evaluator.answer(asked)
    except Refusal as refusal:
        is_last = peak() - start > GROWN
        return packed_refusal(refusal, is_last=is_last), is_last
    except MemoryError:
        return packed_refusal(too_much_memory(evaluator.limits.memory), is_last=True), True
    is_last = peak() - start > GROWN
    return (answer.last() if is_last else answer).packed(), is_last


def _received(connection: socket.socket) -> Asked | None:
    """Give the next query, or None when there are no more; the one after it is not sent before it is answered."""
    data = connection.recv(_CHUNK)
    while data:
        if len(data) >= LENGTHS.size:
            head, body = LENGTHS.unpack_from(data)
            start = LENGTHS.size + head
            if len(data) == start + body:
                return Asked.read(data[LENGTHS.size : start], data[start:])
        more = connection.recv(_CHUNK)
        data = data + more if more else b""
    return None


def limit_everything(evaluator: Evaluator) -> Sequence[str]:
    """Open the statements, and take away what a query could do harm with: files, connections, memory without end, dumps.

    Returns:
        What the system could not take away, as `isolate` has it.
    """
    folder = evaluator.statements.folder
    if folder is not None:
        allow_files(folder)
    _ = evaluator.statements.merged
    space = address_space() + evaluator.limits.memory
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    missing = isolate(folder)
    limit(resource.RLIMIT_AS, space)
    gc.freeze()
    return missing
