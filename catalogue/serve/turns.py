"""Turns: what this process computes for clients itself, one after the other, within what each may use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from catalogue.serve import problems
from catalogue.serve.clients import Clients
from catalogue.serve.exchange import Exchange
from catalogue.serve.problems import Problem

_WAITING = 16
Made = TypeVar("Made")


class Turns:
    """Has work done beside the answering of other requests.

    Args:
        clients: the budgets of clients, which pay for the time of the processor.
        waiting: how many may wait for their turn.
    """

    def __init__(self, clients: Clients, waiting: int = _WAITING) -> None:
        self._clients = clients
        self._waiting = waiting
        self._begun = 0
        self._turn = asyncio.Lock()

    async def take(self, exchange: Exchange, work: Callable[[], Made]) -> Made | Problem:
        """Do some work in a thread when it is its turn, and charge the client.

        Returns:
            What the work gives, or the problem that the client has used its share or too many wait.
        """
        client = self._clients.name(exchange.scope)
        wait = self._clients.wait(client)
        if wait:
            return problems.spent(wait)
        if self._begun > self._waiting:
            return problems.busy(1)
        self._begun += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._charged, client, work)
        finally:
            self._begun -= 1

    def _charged(self, client: str, work: Callable[[], Made]) -> Made:
        start = time.thread_time()
        try:
            return work()
        finally:
            self._clients.charge(client, time.thread_time() - start)
