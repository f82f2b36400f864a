"""The event stream of the board: nothing but a number, so that no row can leave by it.

One poller per process asks the database for all numbers at once while somebody listens. A stream holds no connection
to the database: what the login used is handed back before the first byte, and each later look (is the login still
there? which organisations now?) takes and returns its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from varde.care.alarms import queries
from varde.care.alarms.permissions import AlarmPermission as P
from varde.foundation.accounts.http import StaffRequest
from varde.foundation.authorisation import Refused, machine
from varde.ground.organisations.queries import actor_for_user
from varde.kernel.clock import now

EVERY = 0.2
"""Seconds between two looks at the numbers: at most five ticks a second, and well under a second from press to board."""
RECHECK = 60.0
SILENCE = 15.0
RETRY_MS = 2000


class Gone(Exception):
    """The database did not answer: every stream ends, and the page says that it has no contact."""


@dataclass
class Poller:
    """Lives while somebody listens, on one event loop."""

    listeners: set[asyncio.Event] = field(default_factory=set)
    numbers: dict[UUID, int] = field(default_factory=dict)
    is_lost: bool = False
    _task: asyncio.Task[None] | None = None

    def join(self) -> asyncio.Event:
        heard = asyncio.Event()
        self.listeners.add(heard)
        if self._task is None or self._task.done():
            self.is_lost = False
            self._task = asyncio.get_running_loop().create_task(self._run())
        return heard

    def leave(self, heard: asyncio.Event) -> None:
        self.listeners.discard(heard)
        if not self.listeners and self._task is not None:
            self._task.cancel()
            self._task = None

    def of(self, owners: frozenset[UUID]) -> int:
        return sum(number for owner, number in self.numbers.items() if owner in owners)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, "board") as thread:
            try:
                while True:
                    await self._look(loop, thread)
                    await asyncio.sleep(EVERY)
            finally:
                thread.submit(connections.close_all)

    async def _look(self, loop: asyncio.AbstractEventLoop, thread: ThreadPoolExecutor) -> None:
        try:
            numbers = await loop.run_in_executor(thread, _numbers)
            changed, self.is_lost = numbers != self.numbers, False
            self.numbers = numbers
        except DatabaseError:
            changed = self.is_lost = True
        if changed:
            for heard in self.listeners:
                heard.set()


def _numbers() -> dict[UUID, int]:
    try:
        return queries.ticks(machine("board_watch"))
    except DatabaseError:
        connections.close_all()  # a broken connection is not mended by asking it again
        raise


_pollers: dict[asyncio.AbstractEventLoop, Poller] = {}


def poller() -> Poller:
    """The one of this process: a process serves from one event loop."""
    loop = asyncio.get_running_loop()
    for closed in [one for one in _pollers if one.is_closed()]:
        del _pollers[closed]
    return _pollers.setdefault(loop, Poller())


def _owners(session: SessionBase) -> frozenset[UUID]:
    """The organisations whose board this login shows at this instant. Empty: the login or the access is gone."""
    try:
        again = HttpRequest()
        again.session = type(session)(session.session_key)
        user = get_user(again)
        return actor_for_user(user, now=now()).where(P.VIEW_BOARD) if user.is_active else frozenset()
    finally:
        connections.close_all()


@require_safe
async def stream(request: StaffRequest) -> StreamingHttpResponse:
    if not request.actor.may(P.VIEW_BOARD):
        raise Refused(request.actor, "care.alarms.stream", P.VIEW_BOARD)
    response = StreamingHttpResponse(_lines(request.session), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _lines(session: SessionBase) -> AsyncIterator[str]:
    """`retry:` first, then a number each time one of the owners' boards changes, and a sign of life in between."""
    loop = asyncio.get_running_loop()
    board = poller()
    heard = board.join()
    try:
        owners, checked, shown = await sync_to_async(_owners)(session), loop.time(), -1
        yield f"retry: {RETRY_MS}\n\n"
        while owners:
            if (number := board.of(owners)) != shown:
                shown = number
                yield f"event: tick\ndata: {number}\n\n"
            heard.clear()
            try:
                await asyncio.wait_for(heard.wait(), SILENCE)
            except TimeoutError:
                yield ": her\n\n"
            if board.is_lost:
                return
            if loop.time() - checked >= RECHECK:
                owners, checked = await sync_to_async(_owners)(session), loop.time()
    except DatabaseError:
        return
    finally:
        board.leave(heard)
