"""Carrying messages out of the house, and noticing that nobody answered.

The worker claims a message in one short transaction, hands it to a thread that only talks to the outside, and writes
down what came of it in another. No transaction is open while the gateway thinks, and the worker's own loop never
waits for it. A worker that dies in between leaves a claim that expires; the next try carries the same key.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError

from varde.foundation.authorisation import machine
from varde.foundation.worker import Job
from varde.ground.messaging import actions, queries
from varde.ground.messaging.outlets import email
from varde.ground.messaging.outlets.gateway import Gateway
from varde.ground.messaging.rules import pace
from varde.ground.messaging.rules.parcel import Channel, Fate, Parcel, Receipt

LOUD = frozenset({Channel.VOICE, Channel.SMS})
QUIET = frozenset({Channel.EMAIL})
PLACES, MAIL_PLACES, ROUND = 16, 4, 200
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Trip:
    """One parcel under way. `withdraws`: it is to be taken back, not sent."""

    parcel: Parcel
    withdraws: bool
    result: Future[Receipt]


class Courier:
    """Keeps a few parcels under way at once. One per process; e-mail has its own places, so that a slow mail server
    never holds up a call.
    """

    def __init__(self) -> None:
        self._lines = {
            LOUD: (PLACES, ThreadPoolExecutor(PLACES, thread_name_prefix="gateway")),
            QUIET: (MAIL_PLACES, ThreadPoolExecutor(MAIL_PLACES, thread_name_prefix="mail")),
        }
        self._under_way: list[Trip] = []
        self._gateway: tuple[tuple[str, str], Gateway] | None = None

    def run(self, now: datetime) -> int:
        """One round: write down what came back, send out what waits. Returns how many of both."""
        return self._home(now) + self._out(now)

    def settle(self, now: datetime, *, seconds: float = 10.0) -> int:
        """Rounds until nothing is under way and nothing waits for this instant. For tests and for shutting down."""
        done, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            wait([trip.result for trip in self._under_way], timeout=max(0.0, end - time.monotonic()))
            count = self.run(now)
            done += count
            if not count and not self._under_way:
                break
        return done

    def close(self) -> None:
        for _, pool in self._lines.values():
            pool.shutdown(wait=True, cancel_futures=True)
        if self._gateway is not None:
            self._gateway[1].close()

    def _home(self, now: datetime) -> int:
        back = [trip for trip in self._under_way if trip.result.done()]
        for trip in back:
            self._under_way.remove(trip)
            try:
                with _apart(trip.parcel.key, now):
                    _tell(trip, now)
            except AWAY:
                self._under_way.append(trip)  # to be told when the database is back, after the others
                raise
        return len(back)

    def _out(self, now: datetime) -> int:
        actor, before = machine("messenger"), len(self._under_way)
        for channels, (places, pool) in self._lines.items():
            free = places - sum(trip.parcel.channel in channels for trip in self._under_way)
            if free <= 0:
                continue
            for key in queries.waiting(actor, channels=channels, now=now, limit=free):
                with _apart(key, now):
                    parcel = actions.claim(actor, message_id=key, now=now)
                    self._start(parcel, pool, withdraws=False)
        for key in queries.to_withdraw(actor, now=now, limit=PLACES):
            with _apart(key, now):
                parcel = actions.claim_withdrawal(actor, message_id=key, now=now)
                self._start(parcel, self._lines[LOUD][1], withdraws=True)
        return len(self._under_way) - before

    def _start(self, parcel: Parcel | None, pool: ThreadPoolExecutor, *, withdraws: bool) -> None:
        if parcel is None:
            return
        carry = self._carrier(parcel, withdraws=withdraws)
        until = time.monotonic() + pace.CLAIM.total_seconds()
        self._under_way.append(Trip(parcel, withdraws, pool.submit(_carry, carry, parcel, until)))

    def _carrier(self, parcel: Parcel, *, withdraws: bool) -> Callable[[Parcel], Receipt]:
        if parcel.channel is Channel.EMAIL:
            return email.send
        where = (settings.VARDE_GATEWAY_URL, settings.VARDE_GATEWAY_KEY)
        if self._gateway is None or self._gateway[0] != where:
            self._gateway = (where, Gateway(*where))
        return self._gateway[1].withdraw if withdraws else self._gateway[1].send


AWAY = (OperationalError, InterfaceError)


@contextmanager
def _apart(key: UUID, now: datetime) -> Iterator[None]:
    """Each message by itself: one that cannot be read or told counts as not received, and the others go on.

    A database that is away is no fault of the message.
    """
    try:
        yield
    except AWAY:
        raise
    except Exception as fault:
        log.error("messaging.failed", fault=type(fault).__name__)
        actions.fail(machine("messenger"), message_id=key, now=now)


def _tell(trip: Trip, now: datetime) -> None:
    fault = trip.result.exception()
    receipt = Receipt(Fate.LATER, note=type(fault).__name__) if fault else trip.result.result()
    key, actor = trip.parcel.key, machine("messenger")
    if trip.withdraws:
        actions.withdrew(actor, message_id=key, receipt=receipt, now=now)
    else:
        actions.tried(actor, message_id=key, attempt=trip.parcel.attempt, receipt=receipt, now=now)


def _carry(carry: Callable[[Parcel], Receipt], parcel: Parcel, until: float) -> Receipt:
    """In a thread, without the database. A worker that was put to sleep past its claim lets the parcel be."""
    if time.monotonic() >= until:
        return Receipt(Fate.LATER, note="slept")
    return carry(parcel)


_couriers: list[Courier] = []


def carry(now: datetime) -> int:
    """Send what waits. The threads start with the first round, in the process that does the work."""
    if not _couriers:
        _couriers.append(Courier())
    return _couriers[0].run(now)


def notice_silence(now: datetime) -> int:
    """Messages whose answer did not come in time count as not received, and whoever asked is told."""
    actor = machine("messenger")
    late = queries.overdue(actor, now=now, limit=ROUND)
    return sum(actions.expire(actor, message_id=key, now=now) for key in late)


JOBS = (
    Job("messaging.carry", carry, every=0.1),
    Job("messaging.notice_silence", notice_silence, every=1.0),
)
